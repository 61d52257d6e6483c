"""The sheets of a file and the tables on them: every sheet is read, or it is said why it was not.

A CSV file is one sheet without a name. Importing and comparing read files through here, so that neither takes what the
other refuses.
"""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import attrs

from sw_competency.errors import Problem, UnreadableFileError
from sw_competency.files import content, opened
from sw_competency.formats._base import NotRead, Row
from sw_competency.formats._rows import Line, Rows
from sw_competency.formats._table import Sort, Table, csv_table, find_table, text_of
from sw_competency.formats._workbook import ZIP, grids

HIDDEN = "it is hidden; show it to have it read"


@attrs.frozen
class Sheet:
    """One sheet of a file.

    Args:
        name: what it is called; a CSV file has no name.
        find: looks for a table on it.
        hidden: whether it is hidden.
    """

    name: str
    find: Callable[[Sort], Table | None]
    hidden: bool = False


def sheets_of(path: Path) -> list[Sheet]:
    """Read the sheets of a file that hold anything.

    Raises:
        UnreadableFileError: it is neither text nor a workbook, or too large.
        MissingExtraError: it is a workbook, and the reader of workbooks is not installed.
    """
    with opened(path) as file:
        is_text = file.read(len(ZIP)) != ZIP
    if is_text:
        return [Sheet("", partial(csv_table, text_of(content(path), path)))]
    return sheets_of_workbook(path)


def sheets_of_workbook(path: Path) -> list[Sheet]:
    """Read the sheets of a workbook that hold anything."""
    return [Sheet(grid.name, partial(find_table, grid.rows), grid.hidden) for grid in grids(path) if grid.rows]


def tables(sheets: Iterable[Sheet], sort: Sort) -> list[Table]:
    """Find the tables of one sort on all visible sheets; their rows are numbered on from sheet to sheet."""
    found: list[Table] = []
    for sheet in sheets:
        if not sheet.hidden and (table := sheet.find(sort)) is not None:
            before = found[-1].last if found else 0
            lines = table.lines
            if before and isinstance(lines, Rows):
                lines = lines.moved(before)
            elif before:
                lines = tuple(attrs.evolve(line, number=line.number + before) for line in lines)
            found.append(attrs.evolve(table, lines=lines, sheet=sheet.name, before=before))
    return found


def not_read(sheets: Iterable[Sheet], read: Iterable[Table], why: str) -> tuple[NotRead, ...]:
    """Say of each sheet that was not read why.

    Args:
        sheets: all sheets.
        read: the tables that were read.
        why: what a sheet lacks that was not read, as the end of a sentence.
    """
    names = {table.sheet for table in read}
    return tuple(NotRead(s.name, HIDDEN if s.hidden else why) for s in sheets if s.name not in names)


def placed(row: Row, table: Table) -> Row:
    """Put the sheet and row of a workbook into what is said of each problem of a row; others stay as they are."""
    if not table.sheet or not row.problems:
        return row
    at = f" (sheet '{table.sheet}', row {place(row.number, table)})"
    return attrs.evolve(row, problems=tuple(Problem(f"{p.says}{at}", p.path) for p in row.problems))


def place(number: int, table: Table) -> int:
    """Return the row of the sheet itself in which a data row stands."""
    return table.header_row + number - table.before


def repeats_headings(line: Line) -> bool:
    """Tell a row that says the headings once more, as at the top of each printed page."""
    return all(name.casefold() == text.strip().casefold() for name, text in line.cells.items() if text.strip())


def heading_twice(path: Path, heading: str, sheet: str) -> UnreadableFileError:
    """Say of a table that a heading stands in it twice."""
    where = f"The sheet '{sheet}' of '{path}'" if sheet else f"'{path}'"
    return UnreadableFileError(
        f"{where} has two columns '{heading}'; keep one, or give the other its own name: which of them is meant cannot "
        "be told."
    )
