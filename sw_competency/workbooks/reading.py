"""Read the sheets of a workbook as rows of text: run as a process of its own, since a file may break its reader.

Standard input names the file, and how much of it is too much. Written is one JSON value a line: an object for each
sheet, then a list for each of its rows; blank rows at the end of a sheet are left out.
"""

import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, BinaryIO

from sw_competency import fence
from sw_competency.workbooks._looks import looks_in
from sw_competency.workbooks._marks import Marks, column_of, marks_in

BROKEN, TOO_LARGE = 3, 4  # exit codes
LARGEST = 300_000_000  # bytes, unzipped
SUSPECT = 50_000_000  # bytes, unzipped, above which a workbook packed much tighter than any real one is refused
TIGHTEST = 200  # times
MOST_CELLS = 20_000_000  # from the first cell of a sheet to its last: the reader keeps the empty ones too
_CHUNK = 1 << 20
_CELL = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["'][^>]*(?<!/)>""")
_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br\s*=\s*["']([0-9]{1,7})["']""")


class TooLargeError(Exception):
    """A workbook that would not fit into memory."""


class BrokenError(Exception):
    """A workbook that contradicts itself."""


def main() -> int:
    """Read what to read from standard input, and write its sheets, or why they cannot be read."""
    path = Path(fence.limited().decode("utf-8", "surrogateescape"))
    try:
        check_size(path)
        write(path)
    except (TooLargeError, MemoryError):
        return TOO_LARGE
    except BaseException as error:  # noqa: BLE001 - the reader's own panics are no ordinary errors
        print("\n" + " ".join((str(error) or type(error).__name__).split())[:200])
        return BROKEN
    return 0


def write(path: Path) -> None:
    """Write the sheets of a workbook to standard output."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    with CalamineWorkbook.from_path(path) as book:
        for index, sheet in enumerate(book.sheets_metadata):
            if sheet.typ == SheetTypeEnum.WorkSheet:
                cells = book.get_sheet_by_index(index)
                before = cells.start[1] if cells.start else 0
                is_hidden = sheet.visible != SheetVisibleEnum.Visible
                print(json.dumps({"name": sheet.name, "hidden": is_hidden, "looks": looks_in(path, index)}))
                blank = 0
                for row in _rows(cells.iter_rows(), before, marks_in(path, index)):
                    if not row:
                        blank += 1
                        continue
                    print("[]\n" * blank + json.dumps(row))
                    blank = 0


def _rows(rows: Iterable[list[Any]], before: int, marks: Marks) -> Iterator[list[str]]:
    """Lay rows out as text; a blank one has no cells, since a sheet may have a million of them.

    Args:
        rows: the rows from the first of the sheet, each from the first column that holds anything.
        before: how many columns stand before that.
        marks: the cells that hold no value, by row and column.
    """
    least = max(marks, default=-1) + 1  # the reader may leave out what holds no value at the end of a sheet
    for number, row in enumerate(_at_least(rows, least)):
        wrong = marks.get(number)
        if wrong is None and row.count("") == len(row):
            yield []
            continue
        texts = [""] * before + [_text(value) for value in row]
        for column, mark in (wrong or {}).items():
            texts += [""] * (column + 1 - len(texts))
            texts[column] = mark
        yield texts if any(map(str.strip, texts)) else []


def _at_least(rows: Iterable[list[Any]], count: int) -> Iterator[list[Any]]:
    for row in rows:
        count -= 1
        yield row
    yield from ([] for _ in range(count))


def check_size(path: Path) -> None:
    """Count what a workbook holds while it is unzipped, whatever it says of itself.

    Raises:
        TooLargeError: it would not fit into memory.
        BrokenError: it holds other than it says.
    """
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as book:
            parts = book.infolist()
            if len({part.filename for part in parts}) != len(parts):
                raise BrokenError("two of its parts have one name")
            unzipped = 0
            for part in parts:
                length = _length(file, part, LARGEST - unzipped)
                if length != part.file_size:
                    raise BrokenError("a part of it is not as long as it says")
                unzipped += length
            zipped = sum(part.compress_size for part in parts)
            if unzipped > SUSPECT and unzipped > TIGHTEST * zipped:
                raise TooLargeError
            if any(_cells(book.read(part)) > MOST_CELLS for part in parts):
                raise TooLargeError
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise BrokenError(str(error)) from error


def _length(file: BinaryIO, part: zipfile.ZipInfo, most: int) -> int:
    """Count the bytes of a part by unzipping it."""
    file.seek(part.header_offset)
    header = file.read(30)
    if header[:4] != b"PK\x03\x04":
        raise BrokenError("a part of it is not where it says")
    if part.flag_bits & 1:
        raise BrokenError("it is locked with a password")
    file.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    if part.compress_type == zipfile.ZIP_STORED:
        length, rest = part.compress_size, 0
    elif part.compress_type == zipfile.ZIP_DEFLATED:
        length, rest = 0, part.compress_size
    else:
        raise BrokenError("a part of it is packed in a way that no spreadsheet uses")
    unzip = zlib.decompressobj(-zlib.MAX_WBITS)
    while rest > 0 and not unzip.eof and length <= most:
        packed = file.read(min(rest, _CHUNK))
        if not packed:
            raise BrokenError("it ends in the middle")
        rest -= len(packed)
        while packed and length <= most:
            length += len(unzip.decompress(packed, _CHUNK))
            packed = unzip.unconsumed_tail
    if length > most:
        raise TooLargeError
    return length


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
