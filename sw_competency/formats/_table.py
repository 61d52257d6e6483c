"""Rows and columns as spreadsheets and CSV files have them: the header found, cells by column, nothing lost."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import attrs

from sw_competency.cells import unguard
from sw_competency.errors import Problem, UnreadableFileError
from sw_competency.formats._rows import Line, Rows

HEADER_WITHIN = 20  # rows; titles and empty rows may stand above the header
_GROUPED_WITHIN = 4  # rows; a line that groups the columns may stand above their headings
REJECTED = ("row", "column", "reason")
MASK = "***"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # "Unicode text", as Excel saves it
_UNNAMED = re.compile(r"column \d+")


@attrs.frozen
class Table:
    """A header and the data rows beneath it that say anything.

    Args:
        columns: the header, each name once; those of a rejected file's own three left out.
        lines: the data rows.
        header_row: where the header stands, from 1.
        rejected: whether it is a file of rejected rows, mended or not.
        sheet: the sheet of a workbook it stands on.
        before: how many rows stand before it on other sheets.
    """

    columns: tuple[str, ...]
    lines: Sequence[Line]
    header_row: int
    rejected: bool
    sheet: str = ""
    before: int = 0

    @property
    def last(self) -> int:
        """The number of the last row."""
        return self.lines[-1].number if self.lines else self.before


def _none(_: object) -> int:
    return 0


def _never(_: object) -> bool:
    return False


@attrs.frozen
class Sort:
    """What tells one sort of table from others.

    Args:
        is_header: tells a header by its names.
        heading: gives a heading as this sort writes it.
        known: counts the headings that mean something, so that a line which groups columns is not taken for them.
        is_others: tells a line above the headings that groups columns under somebody else, such as "Supervisor": what
            stands beneath it is named with it, so that nobody takes their number for the learner's.
    """

    is_header: Callable[[Sequence[str]], bool]
    heading: Callable[[str], str] = str.strip
    known: Callable[[Sequence[str]], int] = _none
    is_others: Callable[[str], bool] = _never


def find_table(grid: Sequence[Sequence[str]], sort: Sort) -> Table | None:
    """Find the header among the first rows of a grid, and read what stands beneath; None where there is none.

    Args:
        grid: all cells as text.
        sort: which sort of table.
    """
    for first in range(min(len(grid), HEADER_WITHIN)):
        if sort.is_header(_names(grid, first, sort)):
            break
    else:
        return None
    beneath = range(first, min(first + _GROUPED_WITHIN, len(grid)))
    headers = {i: names for i in beneath if sort.is_header(names := _names(grid, i, sort))}
    index = max(headers, key=lambda i: sort.known(headers[i]))
    names, rest = headers[index], grid[index + 1 :]
    rejected = tuple(names[:3]) == REJECTED
    columns = each_once(names[3:] if rejected else names)
    while rejected and columns and is_unnamed(columns[-1]):
        columns = columns[:-1]  # there for cells that stood beyond the header, and still do
    lines = _with_headings(Rows([row[3:] for row in rest] if rejected else rest, columns), names, sort)
    return Table(columns, _mended(rest, lines) if rejected else lines, index + 1, rejected)


def _names(grid: Sequence[Sequence[str]], index: int, sort: Sort) -> list[str]:
    """Return the headings a row would make, each of a group that is somebody else's with its name before it."""
    names = [sort.heading(unguard(cell)) for cell in grid[index]]
    above = next((row for row in reversed(grid[max(index - 3, 0) : index]) if any(map(str.strip, row))), ())
    group = ""
    for at, name in enumerate(names):
        group = (above[at].strip() if at < len(above) else "") or group
        if name and group and sort.is_others(group):
            names[at] = f"{group}: {name}"
    return names


def each_once(names: Sequence[str]) -> tuple[str, ...]:
    last = max((i for i, name in enumerate(names, 1) if name), default=0)
    named = [name or f"column {i}" for i, name in enumerate(names[:last], 1)]
    found: dict[str, None] = {}
    times: Counter[str] = Counter()
    for name in named:
        times[name] += 1
        own = name if name not in found else f"{name} ({max(times[name], 2)})"
        while own in found:  # a heading may itself end so
            times[name] += 1
            own = f"{name} ({times[name]})"
        found[own] = None
    return tuple(found)


def _with_headings(rows: Rows, names: Sequence[str], sort: Sort) -> Rows:
    """Look for other headings among the rows: the columns of what stands beneath them are not these."""
    for at, line in rows.holding(filter(None, names), sort.heading):
        texts = {name: sort.heading(text) for name, text in line.cells.items()}
        if sort.known([*texts.values()]) > 1 and sort.is_header([*texts.values()]):  # one may be a datum
            again = all(name == text for name, text in texts.items() if text)
            rows.headings.append((at, 0 if again else line.number))
    return rows


def _mended(grid: Sequence[Sequence[str]], lines: Iterable[Line]) -> tuple[Line, ...]:
    """Make one row of the lines a rejected file has for it: each line's own column is where it was mended."""
    rows: dict[str, Line] = {}
    mended = set()
    for line in lines:
        row, column = (unguard(text).strip() for text in grid[line.number - 1][:2])
        row = row or f"line {line.number}"
        first = rows.setdefault(row, line)
        own = column.split(".")[0] if column.split(".")[0] in line.cells else "other"
        if (row, own) not in mended and own in line.cells:
            first.cells[own] = line.cells[own]
            mended.add((row, own))
    says = "was masked for a patient identifier; write what it should say without one, or empty it"
    return tuple(
        attrs.evolve(line, problems=(*line.problems, *(Problem(says, c) for c, t in line.cells.items() if t == MASK)))
        for line in rows.values()
    )


def different(table: Table, names: Sequence[str]) -> Iterator[Line]:
    """Return the first of the rows that say the same in some columns; it may be more than one."""
    lines = table.lines
    return lines.different(names) if isinstance(lines, Rows) else iter(lines)


def is_unnamed(column: str) -> bool:
    """Tell whether a column has no heading."""
    return _UNNAMED.fullmatch(column) is not None


def text_of(data: bytes, path: Path) -> str:
    """Return a file's bytes as text: UTF-8, else Windows-1252; Latin-1 takes anything and is never guessed.

    Raises:
        UnreadableFileError: it is neither.
    """
    for encoding in ("utf-16",) if data.startswith(_UTF_16) else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableFileError(f"'{path}' is not text; save it as 'CSV UTF-8' and import that.")


def holds_header(head: bytes, sort: Sort) -> bool:
    """Tell whether a file that begins so is CSV with the header looked for."""
    encoding = "utf-16" if head.startswith(_UTF_16) else "utf-8-sig"
    return csv_table(head.decode(encoding, errors="replace"), sort) is not None


def csv_table(text: str, sort: Sort) -> Table | None:
    """Read the table in the text of a CSV file; the separator is the one that makes a header of the first rows."""
    lines = list(io.StringIO(text, newline=""))
    for separator in (",", ";", "\t"):
        if find_table(records(lines[: HEADER_WITHIN * 2], separator)[0], sort) is None:
            continue
        grid, is_open = records(lines, separator)
        table = find_table(grid, sort)
        if table is not None and table.lines and is_open:
            last = table.lines[-1]
            says = "a quotation mark is opened here and never closed; close it, or write it twice"
            column = next((name for name, cell in last.cells.items() if "\n" in cell), "")
            last = attrs.evolve(last, problems=(*last.problems, Problem(says, column)))
            return attrs.evolve(table, lines=(*table.lines[:-1], last))
        return table
    return None


def records(lines: Sequence[str], separator: str) -> tuple[list[list[str]], bool]:
    """Return the rows of cells, and whether the last one ends within a quotation."""
    # However long a cell is, the row is read: its length is a problem of that row, not of the file.
    before = csv.field_size_limit(sum(map(len, lines)) + 1)
    try:
        reader, records, start, end = csv.reader(lines, delimiter=separator), [], 0, 0
        for record in reader:
            records.append(record)
            start, end = end, reader.line_num
        try:
            for _ in csv.reader(lines[start:], delimiter=separator, strict=True):
                pass
        except csv.Error as error:
            return records, "end of data" in str(error)
        return records, False
    finally:
        csv.field_size_limit(before)
