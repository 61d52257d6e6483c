"""Read an extract of the Electronic Staff Record: who holds which training, by the extract's own dates.

Only training comes of it, and no name of a person. What the headings and dates look like stands in `esr_profile.toml`.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import attrs

from sw_competency.cells import error_said, is_error
from sw_competency.errors import Problem, UnreadableFileError
from sw_competency.formats._base import Names, NotRead, Reading, Row, row_of
from sw_competency.formats._esr_names import PROFILE, in_small_letters, owner_and_title, programme_of
from sw_competency.formats._rows import Line
from sw_competency.formats._sheets import Sheet, heading_twice, not_read, place, placed, repeats_headings, sheets_of
from sw_competency.formats._sheets import tables as tables_in
from sw_competency.formats._table import Table, different, holds_header
from sw_competency.formats._training import (
    TRAINING,
    DayOrder,
    cells_of,
    columns_of,
    contradictions,
    day_of,
    day_order,
    is_read_past,
    last_day_of,
    not_done,
    says_last_day,
    training_columns,
)
from sw_competency.formats._workbook import ZIP
from sw_competency.model import Training, content
from sw_competency.model.extract import other_trusts
from sw_competency.model.person_index import PersonIndex

NAME = "esr"
_NUMBER = re.compile(r"(?=\D*\d)[A-Za-z0-9][A-Za-z0-9/_-]{0,49}", re.ASCII)
_CHANGED = re.compile(r"\d+[.,]\d+|\d([.,]\d+)?E[+]?\d{1,3}", re.ASCII | re.IGNORECASE)
_WORDS = PROFILE["words"]
_READ = ("worker", "level", "on", "expires_on", "programme", "provider", "vpd", "status")


def recognises(path: Path, head: bytes) -> bool:  # noqa: ARG001 - told by its header alone
    """Tell an extract by its headings; one in a workbook is found by the reader of workbooks."""
    return not head.startswith(ZIP) and holds_header(head, TRAINING)


def read(path: Path, names: Names) -> Reading:
    """Read an extract, CSV or workbook; identical rows are one.

    Raises:
        UnreadableFileError: no column says whose training it is, or a heading stands twice.
        OtherTrustError: it is another trust's.
    """
    sheets = sheets_of(path)
    found = tables_of(sheets)
    if not found:
        raise UnreadableFileError(f"'{path}' has not the columns of an ESR extract, such as 'Competency Name'.")
    return reading(path, sheets, found, names)


def tables_of(sheets: Sequence[Sheet]) -> list[Table]:
    """Find the tables of training on the sheets of a file; those that do not say whose only if there is no other."""
    found = tables_in(sheets, TRAINING)
    whose = [table for table in found if training_columns(table.columns)["worker"]]
    return whose or found


def reading(path: Path, sheets: Sequence[Sheet], found: Sequence[Table], names: Names) -> Reading:
    """Read the tables of an extract.

    Args:
        path: the file.
        sheets: all its sheets.
        found: the tables of training on them.
        names: what may be known of the catalogue.
    """
    kept: dict[object, Row] = {}
    skipped: list[NotRead] = []
    warnings: dict[str, None] = {}
    others = check_trusts(path, found, names)
    for table in found:
        columns = _columns(table, path)
        order = day_order(table, columns)
        warnings |= dict.fromkeys(_told(table, columns, order))
        for line in table.lines:
            if repeats_headings(line):
                skipped.append(NotRead(_at(line, table), "it says the headings once more"))
                continue
            row = placed(_row(line, columns, names, order, others), table)
            key = content(row.entry) if row.entry else tuple(row.cells.items())
            if first := kept.pop(key, None):  # and stands where it is said last: of those of one day the last holds
                skipped.append(NotRead(_at(line, table), f"it says the same as row {first.number}"))
                if first.cells != row.cells:
                    first = attrs.evolve(first, warnings=(*first.warnings, f"row {row.number} says the same"))
            kept[key] = first or row
    rows, open_ = _without_open_ends([*kept.values()])
    skipped += [NotRead(f"row {row.number}", f"row {n} gives the same completion a last day") for row, n in open_]
    header = dict.fromkeys(name for table in found for name in table.columns)
    return Reading(
        NAME, tuple(_with_other_ends(rows)), tuple(header),
        sheets_not_read=not_read(sheets, found, "it is no training extract: it lacks Competency Name or whose it is"),
        skipped=tuple(skipped), warnings=tuple(warnings),
    )  # fmt: skip


def _without_open_ends(rows: Sequence[Row]) -> tuple[list[Row], list[tuple[Row, int]]]:
    """Return the rows without those that say no last day where another row of the same completion does, and which."""
    closed = {_completion(row): row.number for row in rows if row.entry and not row.leaves_open}
    open_ = {row.number: closed[_completion(row)] for row in rows if row.leaves_open and _completion(row) in closed}
    kept = [row for row in rows if row.number not in open_]
    return kept, [(row, open_[row.number]) for row in rows if row.number in open_]


def _completion(row: Row) -> object:
    entry = row.entry
    return (entry.worker, entry.programme, entry.on) if isinstance(entry, Training) else None


def _with_other_ends(rows: Iterable[Row]) -> Iterator[Row]:
    """Tell of rows that say of one completion when it expires, and not the same: the later one holds."""
    before: dict[object, Row] = {}
    for row in rows:
        if row.entry is not None:
            first = before.setdefault(_completion(row), row)
            if first is not row:
                says = f"row {first.number} gives the same completion another last day; this row is later and holds"
                row = attrs.evolve(row, warnings=(*row.warnings, says))  # noqa: PLW2901 - the row with its warning
        yield row


def _at(line: Line, table: Table) -> str:
    return f"row {place(line.number, table)} of sheet '{table.sheet}'" if table.sheet else f"row {line.number}"


def _columns(table: Table, path: Path) -> dict[str, list[str]]:
    """Find the columns of each meaning.

    Raises:
        UnreadableFileError: nobody can tell whose the rows are, or which of two columns is meant.
    """
    columns = training_columns(table.columns)
    read = {name for means in _READ for name in columns[means]}
    for name in table.columns:
        base = re.sub(r" \(\d+\)$", "", name)
        twice = [one for one in read if in_small_letters(one) == in_small_letters(base)]
        if twice and name not in read:
            raise heading_twice(path, base, table.sheet)
    if not columns["worker"]:
        raise nobodys(path)
    return columns


def _told(table: Table, columns: Mapping[str, Sequence[str]], order: DayOrder) -> Iterable[str]:
    """Say what somebody should look at: dates in another order, columns that seem to say something and are not read."""
    if told := order.told():
        yield told
    for name in columns["others"]:
        if any(is_read_past(line, name) for line in different(table, [name])):
            yield f"the column '{name}' is not read"


def check_trusts(path: Path, tables: Iterable[Table], names: Names) -> frozenset[str]:
    """Return the trusts whose rows an extract has and which are not ours.

    Raises:
        OtherTrustError: it is another trust's, or it cannot be told whose.
    """
    employers, owners = set[str](), set[str]()
    for table in tables:
        columns, seen = columns_of(table.columns), set[tuple[str | None, ...]]()
        for line in different(table, [*columns["vpd"], *columns["programme"]]):
            says = tuple(map(line.cells.get, (*columns["vpd"], *columns["programme"])))
            if says not in seen and not repeats_headings(line):
                seen.add(says)
                employers |= {text for text in cells_of(line, columns, "vpd").values() if not is_error(text)}
                named = (owner_and_title(text)[0] for text in cells_of(line, columns, "programme").values())
                owners |= {owner for owner in named if owner}
    return other_trusts(path.name, employers, names.trusts, owners)


def of_another_trust(line: Line, columns: Mapping[str, Sequence[str]], others: frozenset[str]) -> Problem | None:
    """Say of a row that it is another trust's; None where it is not."""
    for column, text in cells_of(line, columns, "vpd").items():
        if text in others:
            return Problem(f"'{text[:20]}' is another trust's: the row is of nobody employed here", column)
    return None


def nobodys(path: Path) -> UnreadableFileError:
    """Say of a training extract that no column says whose training it is."""
    return UnreadableFileError(
        f"'{path}' does not say whose training it is ('Last Updated By' and 'Awarded By' name somebody else); "
        "export it again with the column Person Number, Employee Number or Assignment Number."
    )


def _row(
    line: Line, columns: Mapping[str, list[str]], names: Names, order: DayOrder, others: frozenset[str]
) -> Row:
    """Return the training a row says, or why it says none."""
    raw: dict[str, Any] = {"kind": "training", "outcome": "completed"}
    problems = list(line.problems)
    read_from = {field: next(iter(cells_of(line, columns, field) or columns[field]), field) for field in _FIELDS}

    def add(problem: Problem) -> None:
        if problem.path not in {told.path for told in problems}:
            problems.append(problem)

    for means in _READ:
        wrong = {name: text for name, text in cells_of(line, columns, means).items() if is_error(text)}
        problems += [Problem(error_said(text), name) for name, text in wrong.items()]
    for field, take in TAKES.items():
        cells = cells_of(line, columns, field)
        try:
            raw[field] = take(cells, names)
        except ValueError as error:
            add(Problem(str(error) if columns[field] or field != "on" else _no_column(columns), read_from[field]))
        if field in {"on", "expires_on"} and cells and (unclear := order.why_unclear(cells[read_from[field]])):
            problems.append(Problem(unclear, read_from[field]))
    warnings: tuple[str, ...] = ()
    try:
        raw["worker"], warnings = _worker(line, columns, names.people, raw.get("on"))
    except ValueError as error:
        add(Problem(str(error), read_from["worker"]))
    more = (not_done(line, columns), of_another_trust(line, columns, others), *contradictions(line, columns))
    for found in filter(None, more):
        add(found)
    on, expires = raw.get("on"), raw.get("expires_on")
    if on and expires and expires < on:
        problems.append(Problem(f"expires before it was completed, on {on}", read_from["expires_on"]))
    if problems:
        return Row(line.number, line.cells, problems=tuple(problems))
    leaves_open = not any(map(says_last_day, cells_of(line, columns, "expires_on").values()))
    row = row_of(line.number, line.cells, raw)
    return attrs.evolve(
        row, read_from=read_from, leaves_open=leaves_open, warnings=(*row.warnings, *warnings)
    )  # fmt: skip


def _no_column(columns: Mapping[str, Sequence[str]]) -> str:
    """Say that no column gives the day of completion, and which of the file's days are none."""
    days = [name for name in (*columns["expires_on"], *columns["others"]) if "date" in in_small_letters(name).split()]
    named = " and ".join(f"'{name}'" for name in days[:3])
    told = f" ({named} {'do' if days[1:] else 'does'} not)" if days else ""
    return f"no column says on which day it was completed{told}; give one, such as Completion Date"


def _numbers(cell: str) -> list[str]:
    return [part for part in map(str.strip, cell.split("|")) if _NUMBER.fullmatch(part)]


def numbers_in(cells: Collection[str]) -> list[str]:
    """Return the numbers of a person, never the name: `23456789|Surname, First` is 23456789.

    Raises:
        ValueError: there is none.
    """
    if found := [number for cell in cells for number in _numbers(cell)]:
        return found
    for cell in cells:
        if _CHANGED.fullmatch(cell.strip()):
            raise ValueError("holds a number that the spreadsheet changed; format the column as text, as in 20000001")
        if re.fullmatch(r"\d{5,}(-\d{1,2})?", "".join(unicodedata.normalize("NFKC", cell).split()), re.ASCII):
            raise ValueError("holds a number with blanks or other signs in it; write it in plain figures, as 20000001")
    raise ValueError("holds no number of a person, employee or assignment; a name alone does not say who it is")


def numbers_of(cells: Mapping[str, str]) -> list[str]:
    """Return the numbers of the person of a row, by the column each stands in.

    Raises:
        ValueError: there is none, or two columns name different people.
    """
    found = numbers_in(cells.values())
    own = {name: text for name, text in cells.items() if in_small_letters(name) not in _WORDS["own_numbers"]}
    of_shape: dict[str, str] = {}
    for column, number in ((name, number) for name, text in own.items() for number in _numbers(text)):
        person = person_of(number).lstrip("0")
        first = of_shape.setdefault(re.sub(r"\d", "0", person), person)  # 7001 beside 20000001 is another numbering
        if first != person:
            raise ValueError(f"says {first}, and the column '{column}' says {number}: whose row is it? Correct one")
    return found


def person_of(number: str) -> str:
    """Give the employee's number of an assignment's: a second post is the same person's, and training is done once."""
    return re.sub(PROFILE["names"]["second_post"], r"\1", number)


def _worker(
    line: Line, columns: Mapping[str, list[str]], people: PersonIndex, on: date | None
) -> tuple[str, tuple[str, ...]]:
    """Return whose row it is on a day, and what somebody should look at.

    Raises:
        ValueError: nobody can tell.
    """
    cells = cells_of(line, columns, "worker")
    try:
        numbers_in(cells.values())
    except ValueError:
        if asks := next((asks for cell in cells.values() if (asks := people.who(cell).asks)), ""):
            raise ValueError(asks) from None
        raise
    numbers = [*_with_schemes(cells, people)]
    names = [*_names_in(cells.values()), *cells_of(line, columns, "person_name").values()]
    match = people.one_of(numbers, on, " ".join(names))
    if match.asks:
        raise ValueError(match.asks)
    warnings = (match.states,) if match.states else ()
    if match.worker is not None and all(people.who(number, scheme, on).worker for scheme, number in numbers):
        return match.worker, warnings
    first = numbers_of(cells)[0]  # which looks whether they can be one person's
    return match.worker or person_of(first), warnings


def _with_schemes(cells: Mapping[str, str], people: PersonIndex) -> Iterator[tuple[str | None, str]]:
    """Return the numbers of a row with their schemes; for an assignment nobody has, the employee's."""
    schemes = PROFILE["schemes"]
    for column, cell in cells.items():
        scheme = schemes.get(in_small_letters(column).split()[0])
        for number in _numbers(cell):
            may_be_employees = scheme == schemes["assignment"] or person_of(number) != number
            if may_be_employees and people.who(number, scheme).worker is None:
                yield schemes["employee"], person_of(number)
            else:
                yield scheme, number


def _names_in(cells: Iterable[str]) -> Iterator[str]:
    """Return what stands beside a number and is none: `23456789|Surname, First` gives the name."""
    return (part for cell in cells for part in cell.split("|") if "," in part and not _numbers(part))


def _programme(cells: Mapping[str, str], names: Names) -> str:
    if not cells:
        raise ValueError("names no competency")
    return programme_of(next(iter(cells.values())), names)


def _on(cells: Mapping[str, str], _: Names) -> date:
    if not cells:
        raise ValueError("there is no date on which it was completed; what is only required was not done")
    return day_of(next(iter(cells.values())))


def _expires_on(cells: Mapping[str, str], _: Names) -> date | None:
    return last_day_of(next(iter(cells.values()), ""))


def _provider(cells: Mapping[str, str], _: Names) -> str | None:
    """Return the organisation; of the person who awarded it the number only."""
    for column, cell in cells.items():
        if in_small_letters(column) not in _WORDS["persons"]:
            return cell
        if _NUMBER.fullmatch(number := cell.split("|")[0].strip()):
            return number
    return None


TAKES: dict[str, Callable[[Mapping[str, str], Names], object]] = {
    "programme": _programme,
    "on": _on,
    "expires_on": _expires_on,
    "provider": _provider,
}
_FIELDS = (*TAKES, "worker")
