"""The visible sheets of a workbook as grids of text; a workbook that would not fit into memory is refused unopened."""

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import attrs

from sw_competency.errors import MissingExtraError, Problem, UnreadableFileError
from sw_competency.importers._base import Row
from sw_competency.importers._sheet_errors import Errors, column_of, errors_in
from sw_competency.importers._table import Heading, IsHeader, Table, find_table

ZIP = b"PK\x03\x04"
LARGEST = 300_000_000  # bytes, unzipped
SUSPECT = 50_000_000  # bytes, unzipped, above which a workbook packed much tighter than any real one is refused
TIGHTEST = 200  # times
MOST_CELLS = 20_000_000  # from the first cell of a sheet to its last: the reader keeps the empty ones too
_BLANK: list[str] = []
_CELL = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["'][^>]*(?<!/)>""")
_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br\s*=\s*["']([0-9]{1,7})["']""")


def find_in_sheets(path: Path, is_header: IsHeader, heading: Heading = str.strip) -> Table | None:
    """Give the table of the first visible sheet with the header looked for.

    Raises:
        UnreadableFileError: the file is no workbook, or too large.
        MissingExtraError: the reader of workbooks is not installed.
    """
    for name, grid in grids(path):
        if (table := find_table(grid, is_header, heading)) is not None:
            return attrs.evolve(table, sheet=name)
    return None


def placed(rows: Iterable[Row], table: Table) -> tuple[Row, ...]:
    """Give the rows of a workbook with the sheet and row in what is said of each problem; others as they are."""
    return tuple(
        attrs.evolve(
            row,
            problems=tuple(
                Problem(f"{p.says} (sheet '{table.sheet}', row {table.header_row + row.number})", p.path)
                for p in row.problems
            ),
        )
        if table.sheet and row.problems
        else row
        for row in rows
    )


def grids(path: Path, *, errors: bool = False) -> Iterator[tuple[str, list[list[str]]]]:
    """Give each visible sheet by its name, as rows of text; blank rows at its end are left out.

    Args:
        path: the workbook.
        errors: give a cell that holds an error as the error, such as `#DIV/0!`; else it is blank.

    Raises:
        UnreadableFileError: the file is no workbook, or too large.
        MissingExtraError: the reader of workbooks is not installed.
    """
    try:
        from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum
    except ImportError:
        raise MissingExtraError("Reading a workbook", "xlsx") from None
    _check_size(path)
    try:
        with CalamineWorkbook.from_path(path) as book:
            for index, sheet in enumerate(book.sheets_metadata):
                if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible:
                    cells = book.get_sheet_by_index(index)
                    before = cells.start[1] if cells.start else 0
                    grid = _grid(cells.iter_rows(), before, errors_in(path, index) if errors else {})
                    yield sheet.name, grid
    except CalamineError as error:
        raise UnreadableFileError(_damaged(path, str(error))) from error


def _grid(rows: Iterable[list[Any]], before: int, errors: Errors) -> list[list[str]]:
    """Lay rows out as text; a blank one has no cells, since a sheet may have a million of them.

    Args:
        rows: the rows from the first of the sheet, each from the first column that holds anything.
        before: how many columns stand before that.
        errors: the cells that hold errors, by row and column.
    """
    grid: list[list[str]] = []
    end = 0
    for number, row in enumerate(rows):
        wrong = errors.get(number)
        if wrong is None and row.count("") == len(row):
            grid.append(_BLANK)
            continue
        texts = [""] * before + [_text(value) for value in row]
        for column, error in (wrong or {}).items():
            if column < len(texts):
                texts[column] = error
        is_blank = not any(map(str.strip, texts))
        grid.append(_BLANK if is_blank else texts)
        end = end if is_blank else len(grid)
    del grid[end:]
    return grid


def _damaged(path: Path, why: str) -> str:
    return f"'{path}' cannot be opened as a workbook ({why}); open it in a spreadsheet and save it as .xlsx anew."


def _check_size(path: Path) -> None:
    too_large = UnreadableFileError(f"'{path}' is too large a workbook to be read; save the sheet as CSV instead.")
    try:
        with zipfile.ZipFile(path) as book:
            parts = book.infolist()
            unzipped, zipped = sum(p.file_size for p in parts), sum(p.compress_size for p in parts)
            if unzipped > LARGEST or (unzipped > SUSPECT and unzipped > TIGHTEST * zipped):
                raise too_large
            if any(_cells(book.read(p)) > MOST_CELLS for p in parts if p.filename.lower().endswith(".xml")):
                raise too_large
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise UnreadableFileError(_damaged(path, str(error))) from error


def _cells(sheet: bytes) -> int:
    """Count the cells from the first to the last one used: two cells at far corners are billions between."""
    width = height = 0
    for match in _CELL.finditer(sheet):
        width = max(width, column_of(match[1].decode()))
        height = max(height, int(match[2]))
    for match in _ROW.finditer(sheet):  # a row may say where it stands, and its cells not
        height = max(height, int(match[1]))
    return max(width, 1) * height


def _text(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))  # a spreadsheet has no other numbers: 23456789 comes as 23456789.0
        case datetime():
            return value.isoformat(" ")
        case date():
            return value.isoformat()
    return str(value)
