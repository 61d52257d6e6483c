"""Read an extract of the Electronic Staff Record as it stands, to be compared: a staff list, training, or both."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

import attrs

from sw_competency.errors import Problem, UnreadableFileError
from sw_competency.files import opened
from sw_competency.formats._base import Names
from sw_competency.formats._esr_names import owner_and_title, programme_of
from sw_competency.formats._esr_staff import (
    STAFF,
    assignment_of,
    days_of,
    numbers_of,
    read_day,
    says_nothing,
    staff_columns,
)
from sw_competency.formats._extract_cells import Cells
from sw_competency.formats._sheets import not_read, sheets_of, tables
from sw_competency.formats._table import Line, Table
from sw_competency.formats._training import (
    Columns,
    DayOrder,
    cells_of,
    contradictions,
    day_order,
    not_done,
    says_last_day,
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
    order = day_order(table.lines, columns)
    found, learners, lost = [], dict.fromkeys(extract.learners), 0
    reader = _Repeated(columns)
    fit = _fitting(table, columns, problems, others)
    for line in table.lines:
        if (known := reader.read(line)) is not None:
            numbers, said = known
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
            said = _competency(fitted, columns, names, problems, order)
            if fitted.cells == line.cells and not line.problems and problems.count == before:
                reader.keep(line, numbers, said)
            elif said is None:
                lost += problems.has(line, beside=columns["programme"])
        learners[numbers] = None
        if said:
            found.append(HeldInExtract(row=line.number, numbers=numbers, **said))
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


class _Repeated:
    """What rows say that were read before but for whose they are: the same few competencies stand in thousands of rows.

    Args:
        columns: the columns of each meaning.
    """

    def __init__(self, columns: Columns) -> None:
        self._whose = columns["worker"]
        self._numbers: dict[tuple[str | None, ...], tuple[str, ...]] = {}
        self._said: dict[tuple[str, ...], dict[str, Any] | None] = {}

    def read(self, line: Line) -> tuple[tuple[str, ...], dict[str, Any] | None] | None:
        """Return whose a row is and what it says, where both are known; of a row with a problem, nothing is."""
        numbers = self._numbers.get(tuple(map(line.cells.get, self._whose)))
        if numbers is None or line.problems or (rest := self._rest(line)) not in self._said:
            return None
        return numbers, self._said[rest]

    def keep(self, line: Line, numbers: tuple[str, ...], said: dict[str, Any] | None) -> None:
        """Keep whose a row is, and what it says."""
        self._numbers[tuple(map(line.cells.get, self._whose))] = numbers
        self._said[self._rest(line)] = said

    def _rest(self, line: Line) -> tuple[str, ...]:
        return tuple([text for name, text in line.cells.items() if name not in self._whose])


def _competency(
    line: Line, columns: Columns, names: Names, problems: _Problems, order: DayOrder
) -> dict[str, Any] | None:
    """Return the competency a row says; nothing where it is only required, or was not completed."""
    if not_done(line, columns):
        return None
    if contradictory := [*contradictions(line, columns)]:
        for each in contradictory:
            problems.add(line, each.path, each.says)
        return None
    said: dict[str, Any] = {}
    for field in ("on", "expires_on"):
        for column, text in [*cells_of(line, columns, field).items()][:1]:
            try:
                if unclear := order.why_unclear(text):
                    raise ValueError(unclear)  # noqa: TRY301 - told as what cannot be read
                said[field] = read_day(text)
            except ValueError as error:
                problems.add(line, column, str(error))
            said["no_expiry"] = field == "expires_on" and says_last_day(text) and said.get(field, text) is None
    if said.get("on") is None:
        return None
    if said.get("expires_on") and said["expires_on"] < said["on"]:
        problems.add(line, next(iter(cells_of(line, columns, "expires_on"))), "lies before the day it was completed")
        return None
    name = next(iter(cells_of(line, columns, "programme").values()), "")
    owner, title = owner_and_title(name)
    try:
        said["programme"] = programme_of(name, names)
    except ValueError as error:
        if owner is None:
            problems.add(line, columns["programme"][0], str(error) if name else "names no competency")
            return None
    vpd = next(iter(cells_of(line, columns, "vpd").values()), None)
    return {**said, "title": title[:120], "vpd": owner or vpd}


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
