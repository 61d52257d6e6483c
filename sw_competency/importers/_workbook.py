"""The visible sheets of a workbook as grids of text; a workbook that would not fit into memory is refused unopened."""

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import attrs

from sw_competency.errors import MissingExtraError, UnreadableFileError
from sw_competency.files import opened
from sw_competency.importers._sheet_marks import Marks, column_of, marks_in

ZIP = b"PK\x03\x04"
_OLD = b"\xd0\xcf\x11\xe0"
LARGEST = 300_000_000  # bytes, unzipped
SUSPECT = 50_000_000  # bytes, unzipped, above which a workbook packed much tighter than any real one is refused
TIGHTEST = 200  # times
MOST_CELLS = 20_000_000  # from the first cell of a sheet to its last: the reader keeps the empty ones too
_BLANK: list[str] = []
_CELL = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["'][^>]*(?<!/)>""")
_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br\s*=\s*["']([0-9]{1,7})["']""")


@attrs.frozen
class Grid:
    """One sheet of a workbook, as rows of text; blank rows at its end are left out.

    Args:
        name: what the sheet is called.
        rows: its rows; a cell that holds an error holds its text, such as `#DIV/0!`.
        hidden: whether it is hidden.
    """

    name: str
    rows: list[list[str]]
    hidden: bool = False


def grids(path: Path) -> Iterator[Grid]:
    """Give each sheet of a workbook.

    Raises:
        UnreadableFileError: the file is no workbook, too large, or locked.
        MissingExtraError: the reader of workbooks is not installed.
    """
    try:
        from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum
    except ImportError:
        raise MissingExtraError("Reading a workbook", "xlsx") from None
    _check_kind(path)
    _check_size(path)
    try:
        with CalamineWorkbook.from_path(path) as book:
            for index, sheet in enumerate(book.sheets_metadata):
                if sheet.typ == SheetTypeEnum.WorkSheet:
                    cells = book.get_sheet_by_index(index)
                    before = cells.start[1] if cells.start else 0
                    rows = _grid(cells.iter_rows(), before, marks_in(path, index))
                    yield Grid(sheet.name, rows, sheet.visible != SheetVisibleEnum.Visible)
    except CalamineError as error:
        raise UnreadableFileError(_damaged(path, str(error))) from error


def _grid(rows: Iterable[list[Any]], before: int, marks: Marks) -> list[list[str]]:
    """Lay rows out as text; a blank one has no cells, since a sheet may have a million of them.

    Args:
        rows: the rows from the first of the sheet, each from the first column that holds anything.
        before: how many columns stand before that.
        marks: the cells that hold no value, by row and column.
    """
    grid: list[list[str]] = []
    end = 0
    least = max(marks, default=-1) + 1  # the reader may leave out what holds no value at the end of a sheet
    for number, row in enumerate(_at_least(rows, least)):
        wrong = marks.get(number)
        if wrong is None and row.count("") == len(row):
            grid.append(_BLANK)
            continue
        texts = [""] * before + [_text(value) for value in row]
        for column, mark in (wrong or {}).items():
            texts += [""] * (column + 1 - len(texts))
            texts[column] = mark
        is_blank = not any(map(str.strip, texts))
        grid.append(_BLANK if is_blank else texts)
        end = end if is_blank else len(grid)
    del grid[end:]
    return grid


def _at_least(rows: Iterable[list[Any]], count: int) -> Iterator[list[Any]]:
    for row in rows:
        count -= 1
        yield row
    yield from ([] for _ in range(count))


def _damaged(path: Path, why: str) -> str:
    return f"'{path}' cannot be opened as a workbook ({why}); open it in a spreadsheet and save it as .xlsx anew."


def is_workbook(path: Path, head: bytes) -> bool:
    """Tell a workbook by how the file begins, or by its name."""
    return head.startswith((ZIP, _OLD)) or path.suffix.lower() in {".xlsx", ".xlsm", ".xls"}


def _check_kind(path: Path) -> None:
    with opened(path) as file:
        if file.read(len(_OLD)) == _OLD:
            raise UnreadableFileError(
                f"'{path}' is an old workbook or locked with a password; save it as .xlsx without one."
            )


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
        case datetime():  # a day is midnight of it
            return value.date().isoformat() if value.time() == time.min else value.isoformat(" ")
        case date():
            return value.isoformat()
    return str(value)
