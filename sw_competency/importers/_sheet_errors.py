"""The cells of a sheet that hold an error, such as `#DIV/0!`: the reader of workbooks gives them as blank."""

import re
import zipfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

Errors = Mapping[int, Mapping[int, str]]  # by row and column, both from 0
ERRORS = frozenset({
    "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA", "#SPILL!", "#CALC!", "#FIELD!",
    "#BLOCKED!", "#CONNECT!", "#BUSY!", "#UNKNOWN!", "#EXTERNAL!", "#PYTHON!",
})  # fmt: skip
_BOOK, _PARTS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_IS_ERROR = re.compile(rb"""\bt\s*=\s*["']e["']""")
_CELL = re.compile(
    rb"""<(?:\w+:)?c\b(?=[^>]*?\bt\s*=\s*["']e["'])[^>]*?\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["'][^>]*(?<!/)>"""
    rb"""(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v\b[^>]*>([^<]{1,30})<""",
    re.DOTALL,
)
_SHEET = re.compile(r"""<(?:\w+:)?sheet\b[^>]*?\b\w+:id\s*=\s*["']([^"']+)["']""")
_RELATED = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")


def errors_in(path: Path, index: int) -> Errors:
    """Find the cells of a sheet that hold an error.

    Args:
        path: the workbook, looked at before: it is one, and not too large.
        index: which sheet, from 0, in the order of the workbook.
    """
    with zipfile.ZipFile(path) as book:
        names = frozenset(book.namelist())
        part = _part(book, index) if {_BOOK, _PARTS} <= names else None
        return _found(book.read(part)) if part in names else {}


@lru_cache(maxsize=1 << 10)
def column_of(letters: str) -> int:
    """Give the place of a column, from 1, by its letters."""
    return sum((ord(letter) - 64) * 26**i for i, letter in enumerate(reversed(letters.upper())))


def _part(book: zipfile.ZipFile, index: int) -> str | None:
    """Name the part of a workbook in which a sheet stands."""
    ids = _SHEET.findall(book.read(_BOOK).decode("utf-8", errors="replace"))
    if index >= len(ids):
        return None
    for tag in _RELATED.findall(book.read(_PARTS).decode("utf-8", errors="replace")):
        said = dict(re.findall(r"""\b(Id|Target)\s*=\s*["']([^"']*)["']""", tag))
        if said.get("Id") == ids[index]:
            target = said.get("Target", "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return None


def _found(sheet: bytes) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    if _IS_ERROR.search(sheet):
        for letters, row, error in _CELL.findall(sheet):
            text = error.decode("ascii", errors="replace").strip().upper()
            found.setdefault(int(row) - 1, {})[column_of(letters.decode()) - 1] = text if text in ERRORS else "#VALUE!"
    return found
