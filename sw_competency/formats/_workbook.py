"""The visible sheets of a workbook as grids of text; the file itself is read by a process of its own."""

import os
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import attrs
import msgspec

from sw_competency.errors import MissingExtraError, UnreadableFileError
from sw_competency.fence import TooMuchError, fenced
from sw_competency.files import opened

ZIP = b"PK\x03\x04"
SECONDS = 120  # of processor time to read a workbook; a sheet of 10,000 rows takes a tenth of one
MEMORY = 4 << 30  # bytes of address space
_OLD = b"\xd0\xcf\x11\xe0"
_BROKEN, _TOO_LARGE = 3, 4  # exit codes of the process that reads


@attrs.frozen
class Looks:
    """How the cells of a sheet look; none of it is a value.

    Args:
        colours: the names of the colours that fill cells, by the cell, such as `C5`.
        struck: the cells that are struck through.
        comments: the cells that have a comment.
        rows: the rows that are hidden, from 1.
        columns: the columns that are hidden, from 1.
        cut: whether there are more than are told.
    """

    colours: Mapping[str, str] = attrs.field(factory=dict)
    struck: frozenset[str] = attrs.field(converter=frozenset, default=())
    comments: tuple[str, ...] = attrs.field(converter=tuple, default=())
    rows: tuple[int, ...] = attrs.field(converter=tuple, default=())
    columns: tuple[int, ...] = attrs.field(converter=tuple, default=())
    cut: bool = False


@attrs.frozen
class Grid:
    """One sheet of a workbook, as rows of text; blank rows at its end are left out.

    Args:
        name: what the sheet is called.
        rows: its rows; a cell that holds an error holds its text, such as `#DIV/0!`.
        hidden: whether it is hidden.
        looks: how its cells look.
    """

    name: str
    rows: list[list[str]]
    hidden: bool = False
    looks: Looks = attrs.field(factory=Looks)


def grids(path: Path) -> Iterator[Grid]:
    """Return each sheet of a workbook.

    Raises:
        UnreadableFileError: the file is no workbook, too large, or locked.
        MissingExtraError: the reader of workbooks is not installed.
    """
    if find_spec("python_calamine") is None:
        raise MissingExtraError("Reading a workbook", "xlsx")
    _check_kind(path)
    too_large = UnreadableFileError(f"'{path}' is too large a workbook to be read; save the sheet as CSV instead.")
    try:
        code, told = fenced("sw_competency.workbooks.reading", os.fsencode(path.absolute()), SECONDS, MEMORY)
    except TooMuchError:
        raise too_large from None
    if code == _TOO_LARGE:
        raise too_large
    if code != 0:
        last = told.rstrip().rpartition(b"\n")[2].decode("utf-8", "replace")
        why = last if code == _BROKEN else "it breaks its reader"
        raise UnreadableFileError(
            f"'{path}' cannot be opened as a workbook ({why}); open it in a spreadsheet and save it as .xlsx anew."
        )
    yield from _decoded(told)


def _decoded(told: bytes) -> Iterator[Grid]:
    made: Grid | None = None
    for value in msgspec.json.Decoder(dict[str, Any] | list[str]).decode_lines(told):
        if isinstance(value, list):
            assert made is not None
            made.rows.append(value)
            continue
        if made is not None:
            yield made
        made = Grid(str(value["name"]), [], bool(value["hidden"]), Looks(**value["looks"]))
    if made is not None:
        yield made


def is_workbook(path: Path, head: bytes) -> bool:
    """Tell a workbook by how the file begins, or by its name."""
    return head.startswith((ZIP, _OLD)) or path.suffix.lower() in {".xlsx", ".xlsm", ".xls"}


def _check_kind(path: Path) -> None:
    with opened(path) as file:
        if file.read(len(_OLD)) == _OLD:
            raise UnreadableFileError(
                f"'{path}' is an old workbook or locked with a password; save it as .xlsx without one."
            )
