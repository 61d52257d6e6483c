"""What a plan says of a column, and which cells of a row speak of one competency or programme together."""

from collections.abc import Mapping, Sequence

import attrs

from sw_competency.intake.plan import LEFT_OUT, SheetPlan, is_asked, proposed
from sw_competency.intake.subjects import Subjects
from sw_competency.intake.words import is_person

TOLD = ("date", "expires", "assessor", "outcome")  # of a competency, in a column of its own
POST = ("band", "site", "started")  # of the post of whoever a row is about; together they make one
ORGANISATION = "organisation"  # whose rows are ours stands under [rows] of the plan
HELD = "held"  # a cell that says whatever there is to say
_LEFT = ("ignored", LEFT_OUT)


@attrs.frozen
class Column:
    """A column of a sheet.

    Args:
        at: its place, from 0.
        name: what it is called.
        is_: `person`, `competency` (a long table's names), `organisation`, one of `POST`, of `TOLD` or `held`,
            `ignored`, or `asked`.
        role: which part of a person it holds, such as `first name` or `number: moodle`.
        subject: the competency or programme it is about.
        asked: whether that is only proposed, and asked.
    """

    at: int
    name: str
    is_: str
    role: str = ""
    subject: str = ""
    asked: bool = False


def column_of(at: int, name: str, answer: str | None, subjects: Subjects) -> Column:
    """Return a column by what the plan says of it.

    Args:
        at: its place.
        name: what it is called.
        answer: what the plan says.
        subjects: the competencies and programmes there are.

    Raises:
        ValueError: it says what no column can be, as the end of a sentence.
    """
    if answer is None or is_asked(answer):
        guess = proposed(answer or "")
        found = column_of(at, name, guess, subjects) if guess else None
        is_known = found is not None and (found.subject or found.is_ == "person")
        return attrs.evolve(found, asked=True) if found is not None and is_known else Column(at, name, "asked")
    if answer in _LEFT:
        return Column(at, name, "ignored")
    if is_person(answer):
        return Column(at, name, "person", role=answer)
    if answer in {"competency", ORGANISATION} or answer in TOLD or answer in POST:
        return Column(at, name, answer)
    about, colon, told = answer.rpartition(":")
    if colon and told.strip() in TOLD:
        return Column(at, name, told.strip(), subject=subject_of(about.strip(), subjects))
    return Column(at, name, HELD, subject=subject_of(answer, subjects))


def subject_of(answer: str, subjects: Subjects) -> str:
    """Return the competency or programme that is meant by its id or title.

    Raises:
        ValueError: there is none.
    """
    found = subjects.exact(answer)
    if found is None:
        raise ValueError(subjects.unknown(answer))
    return found


def columns_of(sheet: SheetPlan, names: Sequence[str], subjects: Subjects) -> list[Column]:
    """Return the columns of a sheet by its plan; raises what `column_of` raises."""
    return [column_of(at, name, sheet.columns.get(name), subjects) for at, name in enumerate(names)]


def by_subject(columns: Sequence[Column]) -> Mapping[str, list[Column]]:
    """Return the columns that speak of one competency or programme together; one called `held` stands for itself."""
    found: dict[str, list[Column]] = {}
    for column in columns:
        if column.subject:
            found.setdefault(column.subject, []).append(column)
    return found
