"""JSON Lines of our own entries, in and out: one entry or `person` a line."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from sw_competency.errors import Problem, UnreadableFileError
from sw_competency.files import content
from sw_competency.formats._base import Names, Reading, Row
from sw_competency.formats._columns import LINE, line_row
from sw_competency.model import Entry, Person, plain, plain_person

NAME = "jsonl"
_BOM = b"\xef\xbb\xbf"


def recognises(path: Path, head: bytes) -> bool:
    """Tell JSON Lines by the brace it begins with, or by the name of the file."""
    return head.removeprefix(_BOM).lstrip().startswith(b"{") or path.suffix.lower() in {".jsonl", ".ndjson", ".json"}


def read(path: Path, names: Names) -> Reading:  # noqa: ARG001 - every importer is asked alike
    """Read a file of JSON Lines."""
    what = f"'{path}'"
    found = rows(content(path), what)
    if found and all(map(_is_unread, found)):
        raise _no_lines(what)
    return Reading(NAME, found)


def rows(data: bytes, what: str) -> tuple[Row, ...]:
    """Return the row of each line that is not blank; a line that cannot be parsed is a row with its problem.

    Args:
        data: what was read.
        what: what it was read from, as a sentence names it.

    Raises:
        UnreadableFileError: of several lines none is an entry, or all of them are one value.
    """
    data = data.removeprefix(_BOM)
    lines = enumerate(data.split(b"\n"), 1)
    found = tuple(_row(number, line) for number, line in lines if line.strip())
    unread = sum(map(_is_unread, found))
    if len(found) > 1 and unread and (unread == len(found) or _is_one_value(data)):
        raise _no_lines(what)
    return found


def _no_lines(what: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"{what} is no JSON Lines: no line of it is a JSON object; write one entry a line, each as {{ ... }}."
    )


def _is_unread(row: Row) -> bool:
    return row.entry is None and row.person is None and LINE in row.cells


def _is_one_value(data: bytes) -> bool:
    """Tell JSON laid out over several lines, of which some may look like entries by themselves."""
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


def _row(number: int, line: bytes) -> Row:
    try:
        return line_row(number, line.decode().rstrip("\r"))
    except UnicodeDecodeError:
        says = "is not UTF-8; save the file as UTF-8"
        return Row(number, {LINE: line.decode(errors="backslashreplace")}, problems=(Problem(says, LINE),))


def write(things: Iterable[Entry | Person], out: TextIO) -> None:
    """Write one line for each entry or person."""
    out.writelines(line_of(thing) + "\n" for thing in things)


def line_of(thing: Entry | Person) -> str:
    """Return an entry or person as its line."""
    said = plain_person(thing) if isinstance(thing, Person) else plain(thing)
    return json.dumps(said, ensure_ascii=False, allow_nan=False)
