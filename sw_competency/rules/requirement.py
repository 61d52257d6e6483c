"""What a requirement is, and what it may ask of the case it judges.

A requirement kind is one small frozen class in `kinds/`, named in a catalogue by its `kind`. It judges a case: one
worker, the record as known, one day. It never reads a clock or a file.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, ClassVar, Protocol, TypeVar, dataclass_transform

import attrs
import msgspec

from sw_competency.model import (
    Absence,
    Appointment,
    Approval,
    Countersignature,
    Entry,
    Finding,
    Outcome,
    Practice,
    PriorLearning,
    Qualification,
    Registration,
    SignOff,
    Training,
    Vacancy,
)
from sw_competency.rules.bounds import Bounds, Cases

Given = SignOff | PriorLearning


class Completion(msgspec.Struct, frozen=True, gc=False):
    """A programme completed, itself or by one that counts as it, and the last day on which that is current."""

    training: Training
    expires_on: date | None
    placeholders: tuple[str, ...] = ()  # the length that gives the last day, where nobody published it


class Span(msgspec.Struct, frozen=True):
    """An appointment, at one tier, from its first to its last day as far as the record says."""

    appointment: Appointment
    tier: str
    first: date
    last: date
    by: str | None = None  # the re-banding decision that set the tier


class Case(Protocol):
    """One worker, the record as known, one day: all that a requirement may ask about."""

    worker: str
    day: date
    horizon: date  # the day the whole question is about: a countersignature counts up to it
    signing: Given | None  # the sign-off being judged, if it is one
    rule: str | None  # the rule being judged, if it is one
    cites: tuple[str, ...]  # the documents behind what is judged

    def at(self, day: date) -> "Case":
        """Return the same case on another day."""

    def titled(self, name: str) -> str:
        """Return the title of a competency, programme, tier or modality."""

    def late(self, entry: Entry) -> str:
        """Say how late an entry was written down; nothing where that was in time."""

    def status(self, competency: str) -> Finding:
        """Judge whether a competency is current."""

    def held(self, competency: str) -> Outcome:
        """Judge whether a competency is current, without the reasons."""

    def status_changes(self, competency: str) -> Iterable[date]:
        """Return the days on which the status of a competency can change."""

    def completions(self, programme: str) -> Sequence[Completion]:
        """Return the completions of a programme up to the day."""

    def training_ends(self, programme: str) -> Iterable[date]:
        """Return the last days of all completions of a programme, by the length of every site."""

    def lacking(self, training: Training) -> object | None:
        """Give what says which standards of its programme a completion lacks; None where none, or none are recorded."""

    def practices(self, competency: str) -> Sequence[Practice]:
        """Return the practice of a competency up to the day, in order."""

    def practised(self) -> Iterable[Practice]:
        """Return all practice up to the day, in order."""

    def practice_counts_after(self, competency: str) -> date | None:
        """Return the day of the withdrawal after which practice counts towards the sign-off being judged."""

    def last_counting_sign_off(self, competency: str) -> tuple[date | None, date | None]:
        """Return the day of the newest sign-off that counts, and of the newest that may count, the one judged apart."""

    def ever_appointed(self) -> bool:
        """Tell whether an appointment was ever recorded by the day."""

    def in_post(self) -> Span | None:
        """Return the appointment on the day, in the post that is asked about."""

    def spans(self) -> Sequence[Span]:
        """Return the appointments in that post, tier by tier, begun by the day."""

    def absences(self) -> Sequence[Absence]:
        """Return the absences begun by the day."""

    def above_tier(self, competency: str, tier: str) -> bool:
        """Tell whether a competency belongs to a tier above the given one."""

    def qualifications(self) -> Sequence[Qualification]:
        """Return the qualifications gained by the day."""

    def approvals(self) -> Sequence[Approval]:
        """Return the approvals given by the day."""

    def vacancies(self, site: str) -> Sequence[Vacancy]:
        """Return the vacancies of a site advertised by the day."""

    def registrations(self, assessor: str) -> Sequence[Registration]:
        """Return the registrations of an assessor that are on record by the horizon."""

    def is_unread(self, kind: str, name: str) -> bool:
        """Tell whether the record of an assessor, a site or a worker cannot be read."""

    def countersignatures(self) -> Sequence[Countersignature]:
        """Return the countersignatures of the sign-off being judged, up to the horizon."""

    def colleague(self, person: str) -> "Case":
        """Return the case of another person on the same day, by sign-offs of earlier days."""

    def first_about(self, competency: str) -> date | None:
        """Return the first day on which anything about a competency is on record, by the horizon."""


class ToDo(msgspec.Struct, frozen=True):
    """What somebody can do about what is not met.

    Args:
        says: what.
        who: by whom.
    """

    says: str
    who: str


@attrs.frozen(slots=True, kw_only=True)
class Requirement:
    """Something a rule or a sign-off asks for; what is special about a kind is said in its own file.

    `kind` is its name in a catalogue. `only_for_sign_off`: it can be judged at a sign-off alone. `rests_on_others`: it
    turns on how long something else lasts. `must_hold` is the field that names a competency which the worker has to
    hold. `is_planned`: a way to a tier may lead over it.
    """

    kind: ClassVar[str]
    only_for_sign_off: ClassVar[bool] = False
    must_hold: ClassVar[str | None] = None
    is_planned: ClassVar[bool] = True
    # on how long something of the worker's lasts; an assessor's own is named by `counts`, since rows of them are long
    rests_on_others: ClassVar[bool] = False

    def __init_subclass__(cls) -> None:
        """A kind that judges in its own way has no bounds but its own."""
        super().__init_subclass__()
        if "judge" in cls.__dict__ and "bounds" not in cls.__dict__:
            cls.bounds = Requirement.bounds  # type: ignore[method-assign]

    def judge(self, case: Case) -> Finding:
        """Judge a case."""
        raise NotImplementedError

    def outcome(self, case: Case) -> Outcome:
        """Judge without the reasons; a kind that is asked often may have a quicker way to the same outcome."""
        return self.judge(case).outcome

    def bounds(self, cases: Cases) -> Bounds:
        """Tell of many cases at once between which outcomes each lies; a kind that says nothing of it leaves all open.

        It may say `not met` only where the judge would, and one outcome alone only where that is the judge's.
        """
        return cases.unknown()

    def placeholders(self, case: Case) -> tuple[str, ...]:
        """Name what the outcome turns on and nobody published; a kind may have a quicker way to the same paths."""
        return self.judge(case).placeholders

    def changes(self, case: Case) -> Iterable[date]:
        """Return every day up to the case's on which the outcome can change; days too many cost time, no more.

        Those of all parts; none for what has no parts and is judged once, on the day of a sign-off.
        """
        return {day for part in self.parts() for day in part.changes(case)}

    def comes_to_light(self, case: Case) -> Iterable[date]:
        """Return the days on which more becomes known that a sign-off may turn on; the case sees all that lies ahead.

        None where it turns on the day of the sign-off alone; of a kind that is not ours nobody knows.
        """
        if not self.looks_further():
            return ()
        known = case.registrations(getattr(case.signing, "assessor", ""))
        return [one.on for one in (*case.countersignatures(), *known)]

    def references(self) -> Iterator[tuple[str, str, str]]:
        """Return the names it uses: the catalogue's table, the name, and the field it stands in."""
        return iter(())

    def parts(self) -> tuple["Requirement", ...]:
        """Return the requirements it is made of."""
        return ()

    def how_many(self) -> int | None:
        """Say how many of its parts have to be met; None where that alone does not decide it."""
        return None

    def held(self) -> str | None:
        """Name the competency that the worker has to hold."""
        return getattr(self, self.must_hold) if self.must_hold is not None else None

    def held_by_assessor(self, signed: str) -> str | None:  # noqa: ARG002
        """Name the competency that the assessor has to hold, where one is signed off."""
        return None

    def judged_first(self) -> tuple[str, ...]:
        """Name the competencies whose status is judged before it can be."""
        held = self.held()
        return (held,) if held is not None else ()

    def practice_of(self, competency: str) -> int:  # noqa: ARG002
        """Say how many times it asks for a task to be practised."""
        return 0

    def tier_of_post(self) -> str | None:
        """Name the tier at which the worker has to be in post."""
        return None

    def looks_further(self) -> bool:
        """Tell whether it may look at more than it names; of a kind that is not ours nobody knows."""
        return not type(self).__module__.startswith("sw_competency.")

    def to_do(self, titled: Callable[[str], str]) -> ToDo | None:  # noqa: ARG002
        """Say what somebody can do about it; None where nobody brings it about by an action of their own.

        Args:
            titled: gives the title of a competency, programme, tier or modality.
        """
        return None

    def asks(self, titled: Callable[[str], str]) -> str:
        """Say what it asks for, in words that follow "asks for"; for a kind without better ones, from its fields.

        Args:
            titled: gives the title of a competency, programme, tier or modality.
        """
        names = {field: name for _, name, field in self.references()}
        words = [_field_said(f, getattr(self, f.name), names, titled) for f in attrs.fields(type(self))]
        about = ", ".join(word for word in words if word)
        return f"{self.kind.replace('-', ' ')}{': ' if about else ''}{about}"

    def problem(self) -> str | None:
        """Say what is wrong with its fields taken together, if anything is."""
        return None


def _field_said(
    field: "attrs.Attribute[Any]", value: Any, names: dict[str, str], titled: Callable[[str], str]
) -> str:
    """Say a field of a requirement; nothing where it is as if it were left out."""
    if value == field.default or value is None:
        return ""
    name = field.name.rstrip("_")
    if names.get(name) == value:
        return titled(value)
    if isinstance(value, tuple):
        inner = [one.asks(titled) if isinstance(one, Requirement) else str(one) for one in value]
        return f"{name.replace('_', ' ')} ({'; '.join(inner)})"
    return name.replace("_", " ") if value is True else f"{name.replace('_', ' ')} {value}"


R = TypeVar("R", bound=Requirement)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(attrs.field,))
def requirement(cls: type[R]) -> type[R]:
    """Make a requirement kind of a class: frozen, its fields given by name."""
    return attrs.frozen(slots=True, kw_only=True)(cls)


def found(case: Case, outcome: Outcome, sentence: Any, entries: Sequence[Entry] = ()) -> Finding:
    """Make the finding of a leaf, citing what the case cites."""
    return Finding(outcome, sentence, tuple([entry.id for entry in entries]) if entries else (), case.cites)


_ACRONYMS = {"mr": "MR", "ct": "CT", "poct": "PoCT", "irmer": "IR(ME)R", "hr": "HR", "dxa": "DXA"}


def role_said(role: str) -> str:
    """Return a role as a sentence says it."""
    return " ".join(_ACRONYMS.get(word, word) for word in role.split("-"))


def walk(requires: Iterable[Requirement], path: str = "requires") -> Iterator[tuple[Requirement, str]]:
    """Return every requirement in a tree with its path."""
    for index, item in enumerate(requires):
        here = f"{path}[{index}]"
        yield item, here
        yield from walk(item.parts(), f"{here}.of")


def trainings_asked(requires: Iterable[Requirement]) -> frozenset[str]:
    """Return the programmes that a list of requirements asks for, however deep."""
    return frozenset(
        name for item, _ in walk(requires) for table, name, _ in item.references() if table == "programme"
    )


