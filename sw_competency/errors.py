"""What can go wrong, each with the one sentence a person reads: what, where, and what to do."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sw_competency.names import WRITTEN, first_few, listed
from sw_competency.names import did_you_mean as did_you_mean  # noqa: PLC0414 - handed on: errors suggest names
from sw_competency.names import nearest as nearest  # noqa: PLC0414
from sw_competency.patients import holds_patient_identifier


class SWCompetencyError(Exception):
    """Anything this library has to say no to; its text is one plain sentence."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle it by what it says: errors are made of other things than that sentence."""
        return _said_again, (type(self), self.args), self.__dict__


def _said_again(kind: type[SWCompetencyError], args: tuple[Any, ...]) -> SWCompetencyError:
    return kind.__new__(kind, *args)


def shown(name: str) -> str:
    """Return a name as an error repeats it: cut, and nothing where a patient's number stands in it."""
    return "(a patient's number)" if holds_patient_identifier(name) else f"'{name[:80]}'"


class Problem:
    """One thing wrong in a text somebody wrote: in which file, at which place, and what.

    Args:
        says: the sentence.
        path: where in the file, such as `rule.band-2-to-3[0].requires[1]`, or the field of an entry.
        file: the file, where there is one.
        of_patient: whether a number of a patient stands there.
    """

    __slots__ = ("file", "of_patient", "path", "says")

    def __init__(self, says: str, path: str = "", file: str = "", *, of_patient: bool = False) -> None:
        self.says, self.path, self.file, self.of_patient = says, path, file, of_patient

    def __str__(self) -> str:
        where = ": ".join(part for part in (self.file, self.path) if part)
        return f"{where}: {self.says}" if where else self.says

    def __repr__(self) -> str:
        return f"Problem({str(self)!r})"

    def to_json(self) -> dict[str, str]:
        """Return the problem as `catalogue check --json` prints it."""
        return {"file": self.file, "path": self.path, "says": self.says}


LISTED = "\n  - "  # between problems that are told together
_MOST_LISTED = 8  # of the things a name fits


def _together(what: str, problems: Iterable[Problem]) -> str:
    lines = [str(problem).replace("\n", "\\n") for problem in problems]
    if len(lines) == 1:
        return f"{what}: {lines[0]}"
    return LISTED.join([f"{what}, {len(lines)} problems:", *lines])


class MalformedEntryError(SWCompetencyError):
    """An entry is not of the shape its kind asks for; nothing was stored."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(_together("This entry cannot be taken", self.problems))


class CatalogueError(SWCompetencyError):
    """A catalogue cannot be used; all its problems are told at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(_together("The catalogue cannot be used", self.problems))


class UnreadableFileError(SWCompetencyError):
    """A file that cannot be parsed at all."""


class PlanError(SWCompetencyError):
    """A plan for bringing in a file cannot be used; all its problems are told at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(_together("The plan cannot be used", self.problems))


class OtherTrustError(SWCompetencyError):
    """An extract that is not this department's; nothing of it was taken."""


class UnknownNameError(SWCompetencyError):
    """A competency, rule, tier, report or format nobody knows.

    Args:
        what: what sort of name it is.
        name: the name.
        known: all names there are, for the nearest.
        note: what the name is instead.
        written: the words by which people name modalities: the nearest is of no other than the name is.
    """

    def __init__(
        self, what: str, name: str, known: Iterable[str] = (), note: str = "", written: Mapping[str, str] = WRITTEN
    ) -> None:
        self.what, self.name = what, name
        self.hint = f"; {note}" if note else did_you_mean(str(name), known, written)
        super().__init__(f"There is no {what} {shown(str(name))}{self.hint or '.'}")


class AmbiguousNameError(SWCompetencyError):
    """A title, a person's name, or the beginning of one that fits several things.

    Args:
        what: what sort of name it is.
        name: the name.
        fitting: what it fits: the titles by their ids.
    """

    def __init__(self, what: str, name: str, fitting: Mapping[str, str]) -> None:
        self.what, self.name, self.fitting = what, name, dict(sorted(fitting.items(), key=lambda pair: pair[::-1]))
        fits = [id_ if title == id_ else f"{title} ({id_})" for id_, title in self.fitting.items()]
        if (more := len(fits) - _MOST_LISTED) > 0:
            fits[_MOST_LISTED:] = [f"{more} more"]
        super().__init__(f"{shown(name)} fits more than one {what}: {listed(fits)}. Give more of the name, or the id.")


class FieldError(SWCompetencyError, ValueError):
    """A field of a question cannot be taken.

    Args:
        field: which.
        says: why, and what can be.
    """

    def __init__(self, field: str, says: str) -> None:
        self.field, self.says = field, says
        super().__init__(field, says)

    def __str__(self) -> str:
        return f"{self.field}: {self.says}."


class DateError(SWCompetencyError, ValueError):
    """A text that is no day, no instant or no length of time."""


class ArgumentError(SWCompetencyError, TypeError):
    """Something is given that is not of the sort taken there, such as a number for a file.

    Args:
        takes: what is taken there, as the beginning of the sentence.
        given: what was given.
    """

    def __init__(self, takes: str, given: Any) -> None:
        super().__init__(f"{takes}, not {type(given).__name__}.")


class MovedError(SWCompetencyError, ImportError):
    """A module of an earlier version, which has another name now; the sentence says which."""


class PeriodError(FieldError):
    """A period that ends before it begins.

    Args:
        until: its last day.
        first: its first day.
        what: what the first day is.
    """

    def __init__(self, until: date, first: date, what: str) -> None:
        self.until, self.first, self.what = until, first, what
        super().__init__("until", f"{until} lies before {what}, {first}: give a later last day")


class SignOffRefusedError(SWCompetencyError):
    """A sign-off or a countersignature given now, or a request to be signed off, is not taken; nothing was stored.

    Args:
        refusals: the reasons, each with its sentence in `says`, and the finding where it would not count.
        can_be_told: whether the answer is a plain no.
        what: which of them was given.
    """

    def __init__(self, refusals: Iterable[Any], *, can_be_told: bool = True, what: str = "sign-off") -> None:
        self.refusals, self.can_be_told, self.what = tuple(refusals), can_be_told, what
        super().__init__(" ".join(refusal.says for refusal in self.refusals))

    @property
    def finding(self) -> Any:
        """The finding that says why it would not count; None where it would."""
        return next((refusal.finding for refusal in self.refusals if refusal.finding is not None), None)

    @property
    def may_be_recorded_anyway(self) -> bool:
        """Whether somebody who gives a reason may have it recorded all the same: it would count."""
        return not any(refusal.stands for refusal in self.refusals)


class FeedRefusedError(SWCompetencyError):
    """An extract that is not taken: its day is not known, it is old, or too much would vanish; nothing was stored."""


class StoreError(SWCompetencyError):
    """The store of training records cannot do what was asked."""


class ClockError(StoreError):
    """This computer's clock is plainly wrong; nothing was stored."""


class StoreBusyError(StoreError):
    """Somebody else is writing; or the store cannot be reached."""


class ConnectionLostError(StoreBusyError):
    """A database cannot be reached, or was lost on the way; what was being done may be repeated, nothing doubles."""


class NoStoreError(StoreError):
    """There is no store where one was expected."""


class StoreDamagedError(StoreError):
    """A file of the store cannot be read.

    Args:
        says: a sentence for each such file.
    """

    def __init__(self, *says: str) -> None:
        self.each = says
        super().__init__(LISTED.join(says))


class ConflictError(StoreError):
    """An id is already there with other content; nothing was stored.

    Args:
        conflicts: the entries that were to be added.
    """

    def __init__(self, conflicts: Iterable[Any]) -> None:
        self.conflicts = tuple(conflicts)
        ids = first_few([f"'{entry.id}'" for entry in self.conflicts], 3)
        super().__init__(
            f"The record already holds an entry with the id {ids}, with other content: "
            "give the new entry another id, or record a correction."
        )


class MissingExtraError(SWCompetencyError):
    """A part of the library that is installed on request is not there.

    Args:
        what: what was to be done.
        extra: the extra to install.
    """

    def __init__(self, what: str, extra: str) -> None:
        self.extra = extra
        super().__init__(f"{what} needs an extra: install it with  pip install 'sw-competency[{extra}]'")


class BadgeError(SWCompetencyError):
    """A badge that cannot be issued, or is not taken.

    Args:
        why: `unreadable`, `no-badge`, `signature`, `unknown-issuer`, `self-issued`, `expired`, `status` and the like.
        says: the sentence.
    """

    def __init__(self, why: str, says: str) -> None:
        self.why, self.says = why, says
        super().__init__(f"{says.rstrip('.')}.")


class ForgedHeadError(StoreError):
    """A head whose signature does not fit it, or the key that was named."""


class TypesettingError(SWCompetencyError):
    """A page cannot be set; the sentence says which template, and where."""


class NoSuchCatalogueError(SWCompetencyError):
    """No catalogue of that digest is at hand, or several are."""


class AccountError(SWCompetencyError):
    """Somebody cannot be given an account, or the file of accounts cannot be read."""


class NotAllowedError(SWCompetencyError):
    """Something that the role of whoever asks does not hold."""


class UnreadableOptionError(SWCompetencyError):
    """An option whose value is not of the sort it takes."""


class KeptError(SWCompetencyError):
    """What is to be erased is still to be kept, by rules of the catalogue.

    Args:
        kept: what, up to when, and by whose word, a sentence each.
    """

    def __init__(self, kept: Iterable[str]) -> None:
        self.kept = tuple(kept)
        head = (
            "Nothing was erased. The name alone can be (--name-only), or all of it all the same (--anyway). "
            "This is still to be kept:"
        )
        super().__init__(LISTED.join([head, *self.kept]))


class NotOnRecordError(SWCompetencyError):
    """An id that a command refers to is not on the record it is looked for in."""


class UnwritableFileError(SWCompetencyError):
    """A file that cannot be written where it was asked for."""


class UsageError(SWCompetencyError):
    """A command that cannot be understood as it was typed."""


class DemoError(SWCompetencyError):
    """The demo cannot be built in the folder named; the sentence says why."""


class ThresholdError(SWCompetencyError):
    """A threshold below which nothing would be hidden, or that is no whole number."""


class ScenarioError(SWCompetencyError):
    """A scenario file that cannot be run, with the place in it."""


class ReportError(SWCompetencyError):
    """A report cannot be written as asked; the sentence says what to give."""


class TemplateError(ReportError):
    """A template is missing, or cannot be used; the sentence says which, and where."""
