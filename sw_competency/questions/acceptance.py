"""Does a site take over what somebody brings from another organisation? By its acceptance policies, thing by thing."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Any, ClassVar

from sw_competency.dates import said
from sw_competency.errors import FieldError
from sw_competency.judge.everybody import Everybody
from sw_competency.model import CANNOT_TELL, Entry, Finding, Qualification, Training
from sw_competency.model.answers import Answer, Asked
from sw_competency.model.columns import MARK, TEXT, Table, table
from sw_competency.model.extract import UnreadRow
from sw_competency.model.marks import OUTCOME, Mark
from sw_competency.names import first_few
from sw_competency.portability.acceptance import Accepted, Receiving, name_of, signed_on
from sw_competency.portability.brought import as_recorded, judge_all_brought, standing_here
from sw_competency.questions._names import File, Site, Worker
from sw_competency.questions._question import Several

ANSWERED = {
    "accepted": Mark("disc", "accepted", "good"), "knowledge-only": Mark("half", "knowledge only", "learn"),
    "not-accepted": Mark("cross", "not accepted", "stop"), "cannot-tell": OUTCOME["cannot-tell"],
}  # fmt: skip


class Acceptance(Several["AcceptanceAnswer"], frozen=True, rename={"sender": "issuer"}):
    """Whether a site takes over what somebody brings from another organisation, by its acceptance policies.

    Args:
        site: the site that receives.
        brought: the other organisation's records, our entries or an ESR training extract; nothing of it is recorded.
        sender: that organisation; a training's own provider, and the issuer of prior learning, go before it.
        worker: the worker's id here, where theirs differs.
    """

    words: ClassVar = ("brought",)
    json_as: ClassVar = {"site": str}

    site: Site
    brought: Annotated[tuple[Entry | UnreadRow, ...], File("entries")]
    sender: str | None = None
    worker: Worker | None = None

    def each(self, everybody: Everybody) -> Iterator["AcceptanceAnswer"]:
        """Judge everything trained, qualified or signed off for; practice, posts and the like are passed over.

        Raises:
            UnknownNameError: a site that neither the catalogue nor a record names.
            FieldError: one worker is named, and it is about several; or a text is empty.
        """
        here = self._receiving(everybody)
        for found in judge_all_brought(here, self.entries):
            stands = standing_here(everybody.judge(self.worker or found.entry.worker), found, here)
            yield self._answered(everybody, stands)
        for row in self.brought:
            if isinstance(row, UnreadRow):
                finding = Finding(CANNOT_TELL, f"Row {row.number} cannot be judged: {row.why}")
                yield AcceptanceAnswer(asked=self, moment=everybody.moment, finding=finding, row=row.number)

    def accepted(self, everybody: Everybody, accepted_by: str | None = None) -> list[Entry]:
        """Return the entries that put on record here what the site takes over, accepted on the day.

        Args:
            everybody: the records as known here, the catalogue and the day.
            accepted_by: who accepts sign-offs; without anybody, none is given.
        """
        found = judge_all_brought(self._receiving(everybody), self.entries)
        ready = (as_recorded(each, everybody.moment.as_of, accepted_by, self.worker) for each in found)
        return [entry for entry in ready if entry is not None]

    def nothing(self, everybody: Everybody) -> Finding | None:  # noqa: ARG002 - whoever comes may be new here
        """Return nothing: it is about what is brought."""
        return None

    @property
    def entries(self) -> list[Entry]:
        """What could be read of what is brought."""
        return [each for each in self.brought if isinstance(each, Entry)]

    def _receiving(self, everybody: Everybody) -> Receiving:
        for field, text in (("sender", self.sender), ("worker", self.worker)):
            if text is not None and not text.strip():
                raise FieldError(field, "is empty; give it a value, or leave it out")
        theirs = sorted({owner for kind, owner in (e.owner for e in self.entries) if kind == "worker"})
        if self.worker is not None and len(theirs) > 1:
            named = first_few(theirs, 2)
            raise FieldError("worker", f"what is brought is about several workers ({named}); leave it out, or split it")
        if all(policy.site != self.site for policy in everybody.catalogue.acceptances.values()):
            everybody.knows_site(self.site)
        return Receiving(everybody.catalogue, self.site, everybody.moment.as_of, self.sender)

    def _answered(self, everybody: Everybody, found: Accepted) -> "AcceptanceAnswer":
        entry, name = found.entry, name_of(found.entry)
        field = {Training: "programme", Qualification: "qualification"}.get(type(entry), "competency")
        named: dict[str, Any] = {field: name}
        return AcceptanceAnswer(
            asked=self, moment=everybody.moment, finding=found.finding, worker=entry.worker, entry=entry.id,
            kind=entry.kind, row=None, **named, answer=found.answer, accepts=found.accepts, policy=found.policy,
            issuer=found.issuer, signed_on=signed_on(entry), conditions=tuple(found.conditions),
        )  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        """Return what was asked as each answer says it again: not all that is brought."""
        return {"site": self.site}

    def says(self, everybody: Everybody, answers: Sequence["AcceptanceAnswer"]) -> str:
        """Return how much is taken over."""
        accepted = sum(one.answer == "accepted" for one in answers)
        return f"{self.site} takes over {accepted} of {len(answers)} brought, on {said(everybody.moment.as_of)}"

    def tables(self, answers: Sequence["AcceptanceAnswer"]) -> Iterator[Table]:
        """Return what is brought with the answer and why; whose it is stands by their id there."""
        if answers:
            rows = [(one.worker, ANSWERED[one.answer], "; ".join((one.says, *one.conditions))) for one in answers]
            yield table({"Worker": TEXT, "Answer": MARK, "What, and why": TEXT}, rows)

    def lines(self, answers: Sequence["AcceptanceAnswer"]) -> Iterator[str]:
        """Return how many entries were passed over."""
        passed_over = len(self.entries) - sum(one.row is None for one in answers)
        if passed_over:
            such = "entry, such as a post or practice, stays where it is"
            such = such if passed_over == 1 else "entries, such as posts and practice, stay where they are"
            yield f"{passed_over} further {such}."


class AcceptanceAnswer(Answer[Acceptance], frozen=True):
    """Whether a site takes over one thing that somebody brings.

    Args:
        worker: whose it is, by their id there.
        entry: the id of the other organisation's entry.
        kind: what kind of entry that is.
        competency: which competency it is of.
        programme: or which programme.
        qualification: or which qualification.
        row: the row of a file that says nothing we can judge.
        answer: `accepted`, `knowledge-only`, `not-accepted` or `cannot-tell`.
        accepts: what the policy takes over, where it takes over anything.
        policy: the policy that decides; None where none does.
        issuer: who trained or signed, as far as anybody said.
        signed_on: the day it was completed or signed.
        conditions: what there is still to look at.
    """

    site = Asked[str]()
    brought = Asked[tuple[Entry | UnreadRow, ...]]()
    sender = Asked[str | None]()

    worker: str | None = None
    entry: str | None = None
    kind: str | None = None
    competency: str | None = None
    programme: str | None = None
    qualification: str | None = None
    row: int | None = None
    answer: str = "cannot-tell"
    accepts: str | None = None
    policy: str | None = None
    issuer: str | None = None
    signed_on: date | None = None
    conditions: tuple[str, ...] = ()
