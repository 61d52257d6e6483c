"""The cells of a sheet that hold no value: errors and formulas never worked out, which a reader gives as blank."""

import re
import zipfile
from collections.abc import Container, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from posixpath import normpath

from sw_competency.cells import UNCALCULATED, is_error

Marks = Mapping[int, Mapping[int, str]]  # by row and column, both from 0
_BOOK, _PARTS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_ALL_ANEW = re.compile(rb"""<(?:\w+:)?calcPr\b[^>]*\bfullCalcOnLoad\s*=\s*["'](?:1|true)["']""")
_HAS_ANY = re.compile(rb"""\bt\s*=\s*["']e["']|<(?:\w+:)?f\b""")
_ELEMENT = re.compile(rb"<(?:\w+:)?(row|c)\b([^>]*?)(/?)>")
_AT = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,3})([0-9]{1,7})["']""")
_TYPE = re.compile(rb"""\bt\s*=\s*["'](\w+)["']""")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*?(?:/>|>([^<]*)<)")
_SHEET = re.compile(r"""<(?:\w+:)?sheet\b[^>]*?\b\w+:id\s*=\s*["']([^"']+)["']""")
_RELATED = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")


def marks_in(path: Path, index: int) -> Marks:
    """Find the cells of a sheet that hold an error, or a formula without its result.

    Args:
        path: the workbook, looked at before: it is one, and not too large.
        index: which sheet, from 0, in the order of the workbook.
    """
    with zipfile.ZipFile(path) as book:
        names = frozenset(book.namelist())
        part = part_of(book, index)
        if part not in names:
            return {}
        # A program that cannot work formulas out leaves 0 for each, and asks the spreadsheet to do so when it opens.
        none = {"", "0"} if _ALL_ANEW.search(book.read(_BOOK)) else {""}
        return _found(book.read(part), none)


@lru_cache(maxsize=1 << 10)
def column_of(letters: str) -> int:
    """Return the place of a column, from 1, by its letters."""
    return sum((ord(letter) - 64) * 26**i for i, letter in enumerate(reversed(letters.upper())))


def part_of(book: zipfile.ZipFile, index: int) -> str | None:
    """Name the part of a workbook in which a sheet stands."""
    if not {_BOOK, _PARTS} <= set(book.namelist()):
        return None
    ids = _SHEET.findall(book.read(_BOOK).decode("utf-8", errors="replace"))
    return dict(_targets(book, _PARTS, "xl")).get(ids[index]) if index < len(ids) else None


def related(book: zipfile.ZipFile, part: str) -> list[str]:
    """Name the parts that go with one, such as the comments of a sheet."""
    folder, _, name = part.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels"
    return [to for _, to in _targets(book, rels, folder)] if rels in book.namelist() else []


def _targets(book: zipfile.ZipFile, rels: str, folder: str) -> Iterator[tuple[str, str]]:
    for tag in _RELATED.findall(book.read(rels).decode("utf-8", errors="replace")):
        said = dict(re.findall(r"""\b(Id|Target)\s*=\s*["']([^"']*)["']""", tag))
        target = said.get("Target", "")
        yield said.get("Id", ""), target.lstrip("/") if target.startswith("/") else normpath(f"{folder}/{target}")


def _found(sheet: bytes, none: Container[str]) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    if _HAS_ANY.search(sheet):
        for row, column, attributes, body in _cells(sheet):
            if mark := _mark(attributes, body, none):
                found.setdefault(row, {})[column] = mark
    return found


def _cells(sheet: bytes) -> Iterator[tuple[int, int, bytes, bytes]]:
    """Go through the cells that hold anything: row, column, attributes, what stands in them.

    A cell or row that does not say where it stands follows the one before it.
    """
    row = column = -1
    elements = list(_ELEMENT.finditer(sheet))
    for index, element in enumerate(elements):
        at = _AT.search(element[2])
        if element[1] == b"row":
            row, column = (int(at[2]) - 1 if at else row + 1), -1
            continue
        column = column_of(at[1].decode()) - 1 if at else column + 1
        if at:
            row = int(at[2]) - 1
        end = elements[index + 1].start() if index + 1 < len(elements) else len(sheet)
        yield row, column, element[2], b"" if element[3] else sheet[element.end() : end]


def _mark(attributes: bytes, body: bytes, none: Container[str]) -> str | None:
    """Give what a cell holds instead of a value, if it holds none; `none` are the results of formulas that are none."""
    kind = _TYPE.search(attributes)
    value = _VALUE.search(body)
    text = (value[1] or b"").decode("utf-8", errors="replace").strip() if value else ""
    if kind and kind[1] == b"e":
        return text.upper() if is_error(text) else "#VALUE!"
    is_text = kind is not None and kind[1] == b"str" and value is not None  # which may be empty, and says so
    return UNCALCULATED if text in none and not is_text and _FORMULA.search(body) else None
