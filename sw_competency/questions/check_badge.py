"""Is a badge that somebody brings genuine, does it still stand, and does a site take it over?"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Any, ClassVar

from sw_competency.dates import said
from sw_competency.judge.everybody import Everybody
from sw_competency.model import Entry, Finding
from sw_competency.model.answers import Answer, Asked
from sw_competency.model.columns import MARK, TEXT, Table, table
from sw_competency.portability.acceptance import Receiving
from sw_competency.portability.badge_check import Looked, Presented, look_at_all
from sw_competency.portability.brought import as_recorded, standing_here
from sw_competency.questions._names import File, Site, Worker
from sw_competency.questions._question import Several
from sw_competency.questions.acceptance import ANSWERED


class CheckBadge(Several["CheckBadgeAnswer"], frozen=True):
    """Whether badges somebody brings are genuine and still stand, and whether a site takes them over by its policies.

    Args:
        site: the site that receives.
        brought: the file of badges, or the folder of a leaver's pack; nothing of it is recorded.
        status: a newer file of what their issuer took back.
        subject: the number the person had at the issuer, to tell that the badges are theirs.
        worker: the worker's id here.
    """

    words: ClassVar = ("brought",)
    json_as: ClassVar = {"site": str}
    exits: ClassVar = "worst"

    site: Site
    brought: Annotated[tuple[Presented, ...], File("badges")]
    status: Annotated[tuple[Presented, ...], File("badges")] = ()
    subject: str | None = None
    worker: Worker | None = None

    def each(self, everybody: Everybody) -> Iterator["CheckBadgeAnswer"]:
        """Look at signature, issuer, days, what ended and whose it is; then ask the site's acceptance policies.

        Raises:
            UnknownNameError: a site that neither the catalogue nor a record names.
        """
        for looked in self._looked(everybody):
            found = looked.found
            if self.worker is not None and found.answer == "accepted" and not looked.is_pack:
                found = standing_here(everybody.judge(self.worker), found, self._receiving(everybody))
            competency = None if looked.is_pack or not found.entry.competency else found.entry.competency  # type: ignore[union-attr]
            yield CheckBadgeAnswer(
                asked=self, moment=everybody.moment, finding=found.finding, title=looked.title, competency=competency,
                answer=found.answer, why=looked.why, issuer=found.issuer, issued_by=looked.issued_by,
                signed_on=found.entry.on if competency else None, last_day=looked.last_day, told_on=looked.told_on,
                policy=found.policy, conditions=found.conditions, kind="pack" if looked.is_pack else "sign-off",
            )  # fmt: skip

    def accepted(self, everybody: Everybody, accepted_by: str | None = None) -> list[Entry]:
        """Return the prior learning that puts on record here what the site takes over, accepted on the day.

        Args:
            everybody: the records as known here, the catalogue and the day.
            accepted_by: who accepts it; without anybody, none is given.
        """
        found = [one.found for one in self._looked(everybody) if not one.is_pack]
        ready = (as_recorded(each, everybody.moment.as_of, accepted_by, self.worker) for each in found)
        return [entry for entry in ready if entry is not None]

    def nothing(self, everybody: Everybody) -> Finding | None:  # noqa: ARG002 - whoever comes may be new here
        """Return nothing: it is about what is brought."""
        return None

    def _receiving(self, everybody: Everybody) -> Receiving:
        if all(policy.site != self.site for policy in everybody.catalogue.acceptances.values()):
            everybody.knows_site(self.site)
        return Receiving(everybody.catalogue, self.site, everybody.moment.as_of)

    def _looked(self, everybody: Everybody) -> list[Looked]:
        return look_at_all((*self.brought, *self.status), self._receiving(everybody), self.subject)

    def to_json(self) -> dict[str, Any]:
        """Return what was asked as each answer says it again: not all that is brought."""
        return {"site": self.site}

    def says(self, everybody: Everybody, answers: Sequence["CheckBadgeAnswer"]) -> str:
        """Return how many are taken over."""
        badges = [one for one in answers if one.kind != "pack"]
        accepted = sum(one.answer == "accepted" for one in badges)
        many = "1 badge" if len(badges) == 1 else f"{len(badges)} badges"
        return f"{self.site} takes over {accepted} of {many}, on {said(everybody.moment.as_of)}"

    def tables(self, answers: Sequence["CheckBadgeAnswer"]) -> Iterator[Table]:
        """Return each badge with the answer and why."""
        if answers:
            rows = [(ANSWERED[one.answer], "; ".join((one.says, *one.conditions))) for one in answers]
            yield table({"Answer": MARK, "What, and why": TEXT}, rows)


class CheckBadgeAnswer(Answer[CheckBadge], frozen=True):
    """What was found of one badge.

    Args:
        kind: `sign-off`; or `pack`, what names the files handed out with the badges.
        title: what the badge is called.
        competency: which competency it is of.
        answer: `accepted`, `knowledge-only`, `not-accepted` or `cannot-tell`.
        why: `accepted`, `policy`, or what speaks against it: `signature`, `unknown-issuer`, `self-issued`, `expired`,
            `not-yet`, `revoked`, `suspended`, `status`, `subject`, `no-badge`, `unreadable`; of a pack `changed`,
            `lacking`.
        issuer: the issuer, as the catalogue names it; None where it is not known here.
        issued_by: what it calls itself in the badge, a key as a rule.
        signed_on: the day of the sign-off.
        last_day: the last day the issuer gives it.
        told_on: the day of the list that says what the issuer took back.
        policy: the acceptance policy that decides; None where none was asked.
        conditions: what there is still to look at.
    """

    site = Asked[str]()
    brought = Asked[tuple[Presented, ...]]()
    status = Asked[tuple[Presented, ...]]()
    subject = Asked[str | None]()
    worker = Asked[str | None]()

    kind: str = "sign-off"
    title: str | None = None
    competency: str | None = None
    answer: str = "cannot-tell"
    why: str = ""
    issuer: str | None = None
    issued_by: str | None = None
    signed_on: date | None = None
    last_day: date | None = None
    told_on: date | None = None
    policy: str | None = None
    conditions: tuple[str, ...] = ()
