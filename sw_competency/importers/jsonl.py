"""Read our own entries from JSON Lines: one entry or `person` a line."""

from pathlib import Path

from sw_competency.errors import Problem, UnreadableFileError
from sw_competency.importers._base import Names, Reading, Row
from sw_competency.importers._columns import LINE, line_row

NAME = "jsonl"
_BOM = b"\xef\xbb\xbf"


def recognises(path: Path, head: bytes) -> bool:
    """Tell JSON Lines by the brace it begins with, or by the name of the file."""
    return head.removeprefix(_BOM).lstrip().startswith(b"{") or path.suffix.lower() in {".jsonl", ".ndjson", ".json"}


def read(path: Path, names: Names) -> Reading:  # noqa: ARG001 - every importer is asked alike
    """Read a file of JSON Lines."""
    found = rows(path.read_bytes())
    if found and all(LINE in row.cells for row in found):
        raise UnreadableFileError(
            f"'{path}' is no JSON Lines: no line of it is a JSON object; write one entry a line, each as {{ ... }}."
        )
    return Reading(NAME, found)


def rows(data: bytes) -> tuple[Row, ...]:
    """Give the row of each line that is not blank; a line that cannot be parsed is a row with its problem."""
    lines = enumerate(data.removeprefix(_BOM).split(b"\n"), 1)
    return tuple(_row(number, line) for number, line in lines if line.strip())


def _row(number: int, line: bytes) -> Row:
    try:
        return line_row(number, line.decode().rstrip("\r"))
    except UnicodeDecodeError:
        says = "is not UTF-8; save the file as UTF-8"
        return Row(number, {LINE: line.decode(errors="backslashreplace")}, problems=(Problem(says, LINE),))
