"""A file as the sheets that stand in it, as text: workbooks, and CSV with whatever separator and encoding."""

import io
import os
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from hashlib import file_digest
from itertools import islice, zip_longest
from pathlib import Path

import attrs

from sw_competency.errors import UnreadableFileError
from sw_competency.files import content, opened
from sw_competency.formats._table import records, text_of
from sw_competency.formats._workbook import Looks, grids, is_workbook

ONLY = "table"  # what the one sheet of a CSV file is called
MOST_BYTES = 300_000_000
_SEPARATORS = (",", ";", "\t", "|")
_SAMPLE = 50  # rows, by which the separator is told
_SAID = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)


@attrs.frozen(slots=False)
class Sheet:
    """One sheet of a file.

    Args:
        name: what it is called; that of a CSV file is called `table`.
        rows: all its rows from the first, as text.
        hidden: whether it is hidden.
        is_turned: whether its columns were made rows, since people stand across it.
        of: the sheet it is a part of, where it is one.
        looks: how its cells look.
    """

    name: str
    rows: Sequence[Sequence[str]]
    hidden: bool = False
    is_turned: bool = False
    of: str = ""
    looks: Looks = attrs.field(factory=Looks)

    def turned(self) -> "Sheet":
        """Return it with its columns as rows; its cells keep their names."""
        turned = list(zip_longest(*self.rows, fillvalue=""))
        return Sheet(self.name, turned, self.hidden, is_turned=not self.is_turned, of=self.of, looks=self.looks)

    def address(self, row: int, column: int) -> str:
        """Return what a spreadsheet calls a cell, such as `C5`; both counted from 0."""
        return f"{letters(row)}{column + 1}" if self.is_turned else f"{letters(column)}{row + 1}"

    def is_struck(self, row: int, column: int) -> bool:
        """Tell whether a cell is struck through."""
        return bool(self.looks.struck) and self.address(row, column) in self.looks.struck

    def colour(self, row: int, column: int) -> str:
        """Name the colour that fills a cell; blank for none."""
        return self.looks.colours.get(self.address(row, column), "") if self.looks.colours else ""

    @cached_property
    def filled(self) -> tuple[int, ...]:
        """The rows that hold anything, from 0: a sheet may have a million blank ones."""
        return tuple(at for at, row in enumerate(self.rows) if row and any(map(str.strip, row)))

    @cached_property
    def width(self) -> int:
        """How many columns it has."""
        return max((len(self.rows[at]) for at in self.filled), default=0)

    def text(self, row: int, column: int) -> str:
        """Return what stands in a cell, both counted from 0; nothing beyond the last."""
        cells = self.rows[row] if row < len(self.rows) else ()
        return cells[column].strip() if column < len(cells) else ""


@attrs.frozen
class Tables:
    """A file of tables.

    Args:
        file: its name, without the folder.
        digest: what stands for all it holds.
        day: its own day, on which it was last changed.
        sheets: what stands in it.
    """

    file: str
    digest: str
    day: date
    sheets: tuple[Sheet, ...]


def read_tables(path: Path) -> Tables:
    """Read the sheets of a file.

    Raises:
        UnreadableFileError: it is neither text nor a workbook, too large, or holds nothing.
        MissingExtraError: it is a workbook, and the reader of workbooks is not installed.
    """
    try:
        with opened(path) as file:
            told = os.fstat(file.fileno())
            digest, _ = file_digest(file, "sha256").hexdigest(), file.seek(0)
            head = file.read(8)
        if told.st_size > MOST_BYTES:
            raise UnreadableFileError(f"'{path}' is larger than 300 million bytes; bring it in by parts.")
        sheets = _of_workbook(path) if is_workbook(path, head) or path.suffix.lower() == ".ods" else _of_text(path)
    except OSError as error:
        raise UnreadableFileError(f"'{path}' cannot be opened: {error.strerror}; give another file.") from error
    if not any(sheet.filled for sheet in sheets):
        raise UnreadableFileError(f"'{path}' is empty; there is nothing to bring in.")
    day = datetime.fromtimestamp(told.st_mtime, UTC).date()
    return Tables(path.name, digest, day, tuple(sheet for sheet in sheets if sheet.filled))


def _of_workbook(path: Path) -> list[Sheet]:
    return [Sheet(grid.name, grid.rows, grid.hidden, looks=grid.looks) for grid in grids(path)]


def _of_text(path: Path) -> list[Sheet]:
    text = text_of(content(path), path)
    separator = _SAID.match(text.partition("\n")[0] + "\n")
    lines = list(io.StringIO(text, newline=""))
    if separator is not None:
        return [Sheet(ONLY, records(lines[1:], separator[1])[0])]
    best = max(_SEPARATORS, key=lambda one: _columns(lines, one))
    return [Sheet(ONLY, records(lines, best)[0])]


def _columns(lines: Sequence[str], separator: str) -> int:
    """Count the columns that a separator makes in most of the first rows."""
    rows, _ = records(list(islice(lines, _SAMPLE)), separator)
    widths = sorted(len(row) for row in rows if len(row) > 1 or any(map(str.strip, row)))
    return widths[len(widths) // 2] if widths else 0


@lru_cache(maxsize=1 << 14)
def letters(column: int) -> str:
    """Return what a spreadsheet calls a column, counted from 0."""
    found, left = "", column + 1
    while left:
        left, letter = divmod(left - 1, 26)
        found = chr(65 + letter) + found
    return found
