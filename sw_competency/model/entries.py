"""The entries of a training record: what happened, on which day, written once and never edited.

An entry is refused only for being malformed. Whether a sign-off counts is not asked here: it happened.
Annotations are read at run time: they are the one place that says what a field may hold.

Entries are structs of msgspec, which reads a stored line into them at once; another of the same kind with something
changed is made by `msgspec.structs.replace`.
"""

import re
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Literal

import msgspec

from sw_competency.model.people import same_person

Json = Any  # what JSON can say; kept as it is
# Python keeps these words for itself, so the attributes have a line beneath.
WRITTEN = {"from_": "from", "with_": "with"}
_HELD_APART = msgspec.Meta(min_length=1, max_length=0)  # no stored field is read into it: it has those nobody knows


def _kind(name: str) -> str:
    return re.sub(r"\B[A-Z]", r"-\g<0>", name).lower()


class Entry(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag=_kind, rename=WRITTEN, omit_defaults=True,
    forbid_unknown_fields=True,
):  # fmt: skip
    """A dated fact about one person or site.

    Args:
        on: the day it happened.
        id: unique within the record it stands in.
        recorded_at: the instant it was written down, UTC; stamped by the library.
        recorded_by: who wrote it down.
        recorded_at_source: when it was written down where it came from, if it was stamped anew here.
        note: a remark.
        extra: fields this version does not know, kept and given back.
    """

    kind: ClassVar[str] = ""
    owner_field: ClassVar[str] = "worker"

    on: date
    id: str = ""
    recorded_at: datetime | None = None
    recorded_by: str | None = None
    recorded_at_source: datetime | None = None
    note: str | None = None
    extra: Annotated[dict[str, Json], _HELD_APART] = {}

    def __hash__(self) -> int:
        """Hash what can be hashed of every entry: what nobody knows, and a restriction, may be a dict."""
        return hash((self.kind, self.on, self.id))

    @property
    def owner(self) -> tuple[str, str]:
        """Whose record it stands in: `worker`, `assessor` or `site`, and the id."""
        return self.owner_field, getattr(self, self.owner_field)


class Appointment(Entry, frozen=True, kw_only=True):
    """Somebody is appointed to a post; it replaces the earlier one of the same post, or lies over it up to `until`."""

    kind = "appointment"
    worker: str
    site: str
    tier: str
    title: str | None = None
    deployment: Literal["rotational", "static", "hybrid"] | None = None
    modalities: tuple[str, ...] | None = None
    wte: float | None = None
    band: int | None = None
    post: str | None = None
    basis: Literal["substantive", "bank", "acting-up", "secondment", "fixed-term", "apprenticeship"] | None = None
    until: date | None = None
    buddy: str | None = None  # whoever stands by a newcomer


class Leaving(Entry, frozen=True, kw_only=True):
    """Somebody leaves a post, or all posts; `on` is the last day in post."""

    kind = "leaving"
    worker: str
    post: str | None = None
    reason: str | None = None  # conduct and health data, as every reason is
    destination: str | None = None


class Absence(Entry, frozen=True, kw_only=True):
    """A long absence: sickness, maternity, secondment. Annual and study leave are none."""

    kind = "absence"
    worker: str
    reason: str
    until: date | None = None


class Training(Entry, frozen=True, kw_only=True):
    """A course, certificate or e-learning; `expires_on` where the issuer states one."""

    kind = "training"
    worker: str
    programme: str
    outcome: Literal["completed", "failed", "attended"]
    provider: str | None = None
    expires_on: date | None = None
    standards: int | None = None


class Qualification(Entry, frozen=True, kw_only=True):
    """A qualification at a level of the Regulated Qualifications Framework."""

    kind = "qualification"
    worker: str
    level: int
    title: str | None = None


SUPERVISED = frozenset({"direct", "indirect"})


class Practice(Entry, frozen=True, kw_only=True):
    """A task done, or attempted; with `count`, a tally kept elsewhere, from one day to another."""

    kind = "practice"
    worker: str
    competency: str
    outcome: Literal["successful", "unsuccessful"]
    modality: str | None = None
    supervisor: str | None = None
    supervision: Literal["direct", "indirect", "none"] | None = None
    count: int | None = None
    from_: date | None = None
    confirmed_by: str | None = None

    @property
    def directly_supervised(self) -> bool:
        """Whether somebody else watched; a supervisor who is the worker is none."""
        return self.supervision == "direct" and not same_person(self.supervisor, self.worker)

    @property
    def supervised(self) -> bool:
        """Whether somebody else supervised, in the room or near."""
        return self.supervision in SUPERVISED and not same_person(self.supervisor, self.worker)

    @property
    def times(self) -> int:
        """How many times the task was done: more than one for a tally."""
        return self.count or 1

    def lies_after(self, day: date) -> bool:
        """Whether all of it was done after a day; a tally that does not say from when cannot show it."""
        return self.on > day and (self.times == 1 or (self.from_ is not None and self.from_ > day))


class SelfAssessment(Entry, frozen=True, kw_only=True):
    """How somebody sees their own competence; shown beside the assessor's, never counted."""

    kind = "self-assessment"
    worker: str
    competency: str
    level: str | int | None = None


class Assessment(Entry, frozen=True, kw_only=True):
    """An assessor watched, and judged; no sign-off yet."""

    kind = "assessment"
    worker: str
    competency: str
    assessor: str
    outcome: Literal["competent", "not-yet-competent", "deferred"]
    method: str | None = None
    action_plan: str | None = None


class SignOff(Entry, frozen=True, kw_only=True):
    """An assessor signs somebody off for a competency."""

    kind = "sign-off"
    worker: str
    competency: str
    assessor: str
    evidence: tuple[str, ...] = ()
    restrictions: tuple[str | dict[str, str | list[str]], ...] = ()
    expires_on: date | None = None


class Countersignature(Entry, frozen=True, kw_only=True):
    """A second person confirms a sign-off."""

    kind = "countersignature"
    worker: str
    sign_off: str
    by: str


class Withdrawal(Entry, frozen=True, kw_only=True):
    """A competency, or all, is withdrawn; with `until` or `suspension`, suspended."""

    kind = "withdrawal"
    worker: str
    by: str
    competency: str | None = None
    reason: str | None = None
    until: date | None = None
    suspension: bool | None = None

    @property
    def suspends(self) -> bool:
        """Whether it is a suspension, which ends, and no withdrawal."""
        return bool(self.suspension) or self.until is not None


class Reinstatement(Entry, frozen=True, kw_only=True):
    """A suspension is ended, for one competency or all."""

    kind = "reinstatement"
    worker: str
    by: str
    competency: str | None = None
    reason: str | None = None


class Request(Entry, frozen=True, kw_only=True):
    """Somebody asked a task of the worker, who accepted or declined."""

    kind = "request"
    worker: str
    competency: str
    answer: Literal["accepted", "declined"]
    asked_by: str | None = None
    reason: str | None = None


class Approval(Entry, frozen=True, kw_only=True):
    """Somebody in a role approves; one that names a rule counts for that rule only."""

    kind = "approval"
    worker: str
    role: str
    by: str
    rule: str | None = None


class Rebanding(Entry, frozen=True, kw_only=True):
    """The decision somebody took about a re-banding; upheld unless it says otherwise."""

    kind = "rebanding"
    worker: str
    to: str
    rule: str | None = None
    decided_by: str | None = None
    outcome: Literal["upheld", "refused", "deferred"] | None = None
    reason: str | None = None
    review_by: date | None = None
    post: str | None = None

    @property
    def upheld(self) -> bool:
        """Whether the worker is at the new tier from that day."""
        return self.outcome in {None, "upheld"}


class BandingClaim(Entry, frozen=True, kw_only=True):
    """A review of the banding was asked for on that day; where for a group, it stands in each member's record."""

    kind = "banding-claim"
    worker: str
    raised_by: str | None = None
    collective: bool | None = None
    job_description: str | None = None  # its version


class Session(Entry, frozen=True, kw_only=True):
    """A session worked in an area, from a rota; it is no practice of any competency."""

    kind = "session"
    worker: str
    modality: str
    role: str | None = None  # clinical, clerical, cleaning, or what else a rota says
    hours: float | None = None
    site: str | None = None


class SignOffRequest(Entry, frozen=True, kw_only=True):
    """A learner asks an assessor to be signed off; with `answer`, what came of it. It is no sign-off."""

    kind = "sign-off-request"
    worker: str
    competency: str
    assessor: str
    answer: Literal["confirmed", "rejected", "withdrawn"] | None = None  # left out: it waits
    answered_by: str | None = None
    reason: str | None = None


class PriorLearning(Entry, frozen=True, kw_only=True):
    """A sign-off brought from elsewhere, or from our own paper, and accepted here."""

    kind = "prior-learning"
    worker: str
    competency: str
    signed_on: date
    accepted_by: str
    issuer: str | None = None
    date_known_to: Literal["year", "month"] | None = None
    expires_on: date | None = None  # where the paper itself states a last day earlier than the rule's

    @property
    def signed_first(self) -> date:
        """The day it counts from for its expiry: the first day of a month or year known only so far."""
        return first_of(self.signed_on, self.date_known_to)


def first_of(day: date, known_to: str | None) -> date:
    """Return the first day of the year or month, where a day is known only so far; else the day."""
    return day.replace(month=1, day=1) if known_to == "year" else day.replace(day=1) if known_to == "month" else day


class Correction(Entry, frozen=True, kw_only=True):
    """An earlier entry was wrong: it should have been `with_`, or is void."""

    kind = "correction"
    corrects: str
    reason: str
    with_: Entry | None = None
    worker: str | None = None
    assessor: str | None = None
    site: str | None = None

    @property
    def owner(self) -> tuple[str, str]:
        """Whose record it stands in."""
        for field in OWNER_FIELDS:
            if (owner := getattr(self, field)) is not None:
                return field, owner
        raise AttributeError("a correction belongs to a worker, an assessor or a site")


class Registration(Entry, frozen=True, kw_only=True):
    """An assessor is on a professional register, in these roles, from `on` up to `until`."""

    kind = "registration"
    owner_field = "assessor"
    assessor: str
    body: str | None = None
    number: str | None = None
    until: date | None = None
    roles: tuple[str, ...] | None = None


class Vacancy(Entry, frozen=True, kw_only=True):
    """A post is vacant at a site, from `on` up to `until`; one whose money is refused or frozen is none."""

    kind = "vacancy"
    owner_field = "site"
    site: str
    tier: str
    until: date | None = None
    modality: str | None = None
    deployment: Literal["rotational", "static", "hybrid"] | None = None
    status: Literal["funded", "refused", "frozen"] | None = None  # left out: funded

    @property
    def funded(self) -> bool:
        """Whether somebody may be appointed to it."""
        return self.status in {None, "funded"}


class Identity(Entry, frozen=True, kw_only=True):
    """A number somebody is known under elsewhere, from `on`; or another id under which the same person's record stands.

    With `scheme` and `value` it says whose number that is. With `same_as` two records are one person's, and are judged
    as one, under the id pointed to.
    """

    kind = "identity"
    worker: str
    scheme: str | None = None
    value: str | None = None
    same_as: str | None = None


OWNER_FIELDS = ("worker", "assessor", "site")

KINDS: dict[str, type[Entry]] = {
    cls.kind: cls
    for cls in (
        Appointment, Leaving, Absence, Training, Qualification, Practice, SelfAssessment, Assessment, SignOff,
        Countersignature, Withdrawal, Reinstatement, Request, Approval, Rebanding, PriorLearning, Correction,
        Registration, Vacancy, BandingClaim, Session, SignOffRequest, Identity,
    )
}  # fmt: skip

COMMON = ("id", "recorded_at", "recorded_by", "recorded_at_source", "note")
MAY_LIE_AHEAD = frozenset({"appointment", "leaving", "absence", "vacancy", "registration", "rebanding"})


def field_names(kind: str) -> tuple[str, ...]:
    """Name the fields of a kind as they are written in a file, without `kind` itself."""
    return tuple(name for name in KINDS[kind].__struct_encode_fields__ if name != "extra")
