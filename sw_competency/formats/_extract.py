"""Read an extract of the Electronic Staff Record as it stands, to be compared: a staff list, training, or both."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

import attrs

from sw_competency.bulk import undisturbed
from sw_competency.errors import Problem, UnreadableFileError
from sw_competency.files import opened
from sw_competency.formats._alike import RowsAlike
from sw_competency.formats._base import Names
from sw_competency.formats._esr_staff import (
    STAFF,
    assignment_of,
    days_of,
    numbers_of,
    says_nothing,
    staff_columns,
)
from sw_competency.formats._extract_cells import Cells
from sw_competency.formats._rows import Line
from sw_competency.formats._sheets import Sheet, not_read, sheets_of, tables
from sw_competency.formats._table import Table
from sw_competency.formats._training import (
    Columns,
    training_columns,
)
from sw_competency.formats.esr import check_trusts, nobodys, of_another_trust, tables_of
from sw_competency.model.extract import Assignment, Extract, HeldInExtract, Unread

_NOT_TAKEN = ("others", "status", "level")  # looked at for a word that denies, and nothing of them is kept
R = TypeVar("R", Assignment, HeldInExtract)


class _Problems:
    """What could not be read; of the same in many rows, one."""

    def __init__(self, table: Table) -> None:
        self.sheet = f" (sheet '{table.sheet}')" if table.sheet else ""
        self.found: dict[tuple[str, str], dict[int, None]] = {}
        self.count = 0

    def add(self, line: Line, column: str, says: str) -> None:
        self.found.setdefault((column, f"{says}{self.sheet}"), {})[line.number] = None
        self.count += 1

    def has(self, line: Line, beside: Sequence[str]) -> bool:
        """Tell whether anything of a row could not be read, beside some columns."""
        return any(line.number in rows for (column, _), rows in self.found.items() if column not in beside)

    def told(self) -> tuple[Unread, ...]:
        return tuple(Unread(problem=Problem(says, at), rows=tuple(rows)) for (at, says), rows in self.found.items())


def read_extract(path: Path, names: Names) -> Extract:
    """Read an extract of ESR, whichever sort it is; identical rows are one.

    Args:
        path: a CSV file or a workbook.
        names: what may be known of the catalogue.

    Raises:
        UnreadableFileError: it is neither sort, or no row of it says whose it is.
        MissingExtraError: it is a workbook, and the reader of workbooks is not installed.
    """
    try:
        _check(path)
        sheets = sheets_of(path)
    except OSError as error:
        raise UnreadableFileError(f"'{path}' cannot be opened: {error.strerror}; give another file.") from error
    with undisturbed():
        return _read(path, sheets, names)


def _read(path: Path, sheets: Sequence[Sheet], names: Names) -> Extract:
    staff, training = tables(sheets, STAFF), tables_of(sheets)
    if not staff and not training:
        raise UnreadableFileError(
            f"'{path}' is no extract of ESR we can compare: a staff list has the column Employee Number or Assignment "
            "Number, and beside it FTE, Pay Grade, Location or Assignment Status; a training extract has Competency "
            "Name, Date Start or Expiry Date, and Employee Number."
        )
    others = check_trusts(path, [*staff, *training], names)
    unread = not_read(sheets, [*staff, *training], "it is neither a staff list nor a training extract")
    extract = Extract(
        file=path.name, sheets_not_read=tuple(f"the sheet '{one.what}': {one.why}" for one in unread),
        days=days_of([*staff, *training], path.name),
    )  # fmt: skip
    for table in staff:
        extract = _with_staff(extract, table, others)
    for table in training:
        extract = _with_training(extract, table, path, names, others)
    if not extract.assignments and not extract.learners:
        raise UnreadableFileError(
            f"'{path}' has the columns of an ESR extract, and beneath them no row with the number of a person; "
            "export it again."
        )
    return extract


def _check(path: Path) -> None:
    with opened(path) as file:
        if not file.read(1):
            raise UnreadableFileError(f"'{path}' is empty; there is nothing to compare.")


def _with_staff(extract: Extract, table: Table, others: frozenset[str]) -> Extract:
    columns, problems = staff_columns(table.columns), _Problems(table)
    found, lost = [], 0
    for line in _lines(table, columns, problems, others):
        try:
            found.append(assignment_of(line, columns, partial(problems.add, line)))
        except ValueError as error:
            problems.add(line, columns["worker"][0], str(error))
            lost += 1
    tells = frozenset(means for means, headings in columns.items() if headings)
    both = _each_once([*(extract.assignments or ()), *found])
    return attrs.evolve(
        extract, assignments=both, tells=extract.tells | tells, unread=(*extract.unread, *problems.told()),
        lost=extract.lost + lost,
    )  # fmt: skip


def _with_training(
    extract: Extract, table: Table, path: Path, names: Names, others: frozenset[str]
) -> Extract:
    columns, problems = training_columns(table.columns), _Problems(table)
    if not columns["worker"]:
        raise nobodys(path)
    reader = RowsAlike(table, columns, names, problems.add)
    fit = _fitting(table, columns, problems, others)
    found, learners, lost = [], dict.fromkeys(extract.learners), 0
    for number, line in reader.rows():
        if isinstance(line, tuple):
            numbers, said = line
        elif (fitted := fit(line)) is None:
            continue
        else:
            before = problems.count
            try:
                numbers = numbers_of(fitted, columns)
            except ValueError as error:
                problems.add(line, columns["worker"][0], str(error))
                lost += 1
                continue
            said = reader.said(fitted)
            if fitted.cells == line.cells and not line.problems and problems.count == before:
                reader.keep(line, numbers, said)
            elif said is None:
                lost += problems.has(line, beside=columns["programme"])
        learners[numbers] = None
        if said:
            found.append(HeldInExtract(row=number, numbers=numbers, **said))
    unread = {(one.problem.path, one.problem.says): one for one in (*problems.told(), *extract.unread)}
    both = _each_once([*(extract.held or ()), *found])
    return attrs.evolve(
        extract, held=both, learners=tuple(learners), unread=tuple(unread.values()), lost=extract.lost + lost
    )


def _lines(
    table: Table, columns: Columns, problems: _Problems, others: frozenset[str]
) -> Iterator[Line]:
    """Return the rows that are data; a cell beyond the last heading is told, and the row read all the same."""
    fit = _fitting(table, columns, problems, others)
    yield from filter(None, map(fit, table.lines))


def _fitting(
    table: Table, columns: Columns, problems: _Problems, others: frozenset[str]
) -> Callable[[Line], Line | None]:
    """Return what makes a row fit to be compared; None of one that is no data, or somebody else's."""
    read = {means: names for means, names in columns.items() if means not in _NOT_TAKEN}
    cells = Cells(table.columns, read, problems.add)

    def fit(line: Line) -> Line | None:
        if says_nothing(line, columns):
            return None
        if other := of_another_trust(line, columns, others):
            problems.add(line, other.path, other.says)
            return None
        for problem in line.problems:
            problems.add(line, problem.path, problem.says)
        return cells.fit(line)

    return fit


def _each_once(rows: Iterable[R]) -> tuple[R, ...]:
    """Return each row once, in the order in which they are said last: identical rows are one, wherever they stand."""
    kept: dict[tuple[Any, ...], R] = {}
    fields: dict[type, Callable[[R], tuple[Any, ...]]] = {}
    for row in rows:
        if (says := fields.get(type(row))) is None:
            says = fields[type(row)] = attrgetter(*(field.name for field in attrs.fields(type(row))[1:]))
        key = says(row)
        kept[key] = kept.pop(key, row)
    return tuple(kept.values())
