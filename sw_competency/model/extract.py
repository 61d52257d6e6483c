"""What an extract of the Electronic Staff Record says: assignments and competencies, by number and never by name."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import attrs

from sw_competency.errors import OtherTrustError, Problem


@attrs.frozen(slots=True, kw_only=True)
class Assignment:
    """One row of a staff list: somebody's post as the extract has it. Its title is told, and nothing follows from it.

    Args:
        row: where it stands; data rows count from 1.
        numbers: all numbers on the row under which the person may stand in a record, the best first.
        assignment: the number of the assignment itself, where a column gives it.
        wte: whole-time equivalent.
        band: the Agenda for Change band of its pay grade.
        title: the title of the position.
        places: where it is, in the words of each column that says so, the best first.
        starts: the first day.
        ends: the last day; None where none is given.
        ended: its status says that it is over.
        away: why its holder is away, where its status says so.
        vpd: the trust, by its number in ESR.
        occupation_code: as it stands.
    """

    row: int
    numbers: tuple[str, ...]
    assignment: str | None = None
    wte: Decimal | None = None
    band: int | None = None
    title: str | None = None
    places: tuple[str, ...] = ()
    starts: date | None = None
    ends: date | None = None
    ended: bool = False
    away: str | None = None
    vpd: str | None = None
    occupation_code: str | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether the post is held on a day."""
        return not self.over_on(day) and (self.starts is None or self.starts <= day)

    def over_on(self, day: date) -> bool:
        """Tell whether the post was over by a day; the last day is still in post."""
        return self.ended or (self.ends is not None and self.ends < day)


@attrs.frozen(slots=True, kw_only=True)
class HeldInExtract:
    """One row of a training extract: a competency somebody holds there.

    Args:
        row: where it stands; data rows count from 1.
        numbers: all numbers on the row under which the person may stand in a record, the best first.
        title: the competency's title, without its owner and its renewal period.
        programme: the programme it is; None for a trust's local competency.
        on: the day it was completed.
        expires_on: its last day, where the extract gives one.
        no_expiry: the extract says that it does not expire; saying nothing is not saying so.
        vpd: the trust, by its number in ESR.
    """

    row: int
    numbers: tuple[str, ...]
    title: str
    on: date
    programme: str | None = None
    expires_on: date | None = None
    no_expiry: bool = False
    vpd: str | None = None


@attrs.frozen(slots=True, kw_only=True)
class Unread:
    """Something in an extract that could not be read, told once for all rows of which the same is true."""

    problem: Problem
    rows: tuple[int, ...]


@attrs.frozen(slots=True)
class UnreadRow:
    """A row of somebody else's records that says nothing we can judge, such as one without a date.

    Args:
        number: the row, counted as the file's format does.
        why: what is wrong with it.
    """

    number: int
    why: str


@attrs.frozen(slots=True, kw_only=True)
class Extract:
    """An extract of ESR: a staff list, a training extract, or both.

    Args:
        file: its name, without the folder.
        assignments: the rows of the staff list; None where it is none.
        held: the rows of the training extract; None where it is none.
        learners: the numbers of everybody the training extract names, whatever they hold.
        tells: what the staff list has a column for, such as `wte` or `places`.
        unread: what could not be read.
        sheets_not_read: the sheets of a workbook that are neither, each with the reason.
        days: the days that it says it was made on, in a column or in its name; one at most where it is sure.
        lost: how many rows could not be given to anybody, or to any competency: what they say is not known.
    """

    file: str
    assignments: tuple[Assignment, ...] | None = None
    held: tuple[HeldInExtract, ...] | None = None
    learners: tuple[tuple[str, ...], ...] = ()
    tells: frozenset[str] = frozenset()
    unread: tuple[Unread, ...] = ()
    sheets_not_read: tuple[str, ...] = ()
    days: tuple[date, ...] = ()
    lost: int = 0


def other_trusts(
    file: str, employers: Iterable[str], ours: Iterable[str], owners: Iterable[str] = ()
) -> frozenset[str]:
    """Return the trusts of an extract that are not ours: their rows are nobody's here.

    Args:
        file: the extract.
        employers: the trusts its rows are of, by their numbers in ESR; none where it names none.
        ours: those of our sites; none where the catalogue names none.
        owners: the trusts whose local competencies it names.

    Raises:
        OtherTrustError: none of them is ours, or there are several and the catalogue does not say which is.
    """
    employers, known = {*employers}, {_plain(number) for number in ours}
    named = sorted({*employers, *owners})
    if known and named and known.isdisjoint(map(_plain, named)):
        raise OtherTrustError(
            f"'{file}' is an extract of another trust: its VPD is {' and '.join(named[:3])}, and by the "
            f"catalogue that of our sites is {' and '.join(sorted({*ours}))}; give the extract of this department."
        )
    if not known and len({_plain(number) for number in employers}) > 1:
        raise OtherTrustError(
            f"'{file}' has rows of several trusts, with the VPD {' and '.join(sorted(employers)[:3])}, and the "
            "catalogue does not say which is ours: give each site its vpd, or an extract of this department."
        )
    return frozenset(number for number in employers if known and _plain(number) not in known)


def _plain(number: str) -> str:
    return number.strip().lstrip("0")
