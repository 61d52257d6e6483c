"""CSV of our own entries, in and out: one column a field, lists separated by `;`, the rest as JSON in `other`.

A cell that a spreadsheet would take for a formula gets a `'` before it when written, which reading takes away again.
"""

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO

from sw_competency.cells import guard, is_error
from sw_competency.errors import UnreadableFileError
from sw_competency.files import content
from sw_competency.formats._base import Names, Reading
from sw_competency.formats._columns import OWN, rows_of
from sw_competency.formats._table import csv_table, holds_header, text_of
from sw_competency.model import KINDS, Entry, Person, field_names, plain, plain_person

NAME = "csv"
ENCODING = "utf-8-sig"  # of a file: by the mark at its beginning Excel reads letters beyond ASCII right
_STAMPS = ("note", "id", "recorded_at", "recorded_by", "recorded_at_source")
# Who, when and what first; the stamps last.
_ORDER = tuple(
    name
    for name in dict.fromkeys(
        ["kind", "worker", "assessor", "site", "on", "name", *(n for kind in KINDS for n in field_names(kind))]
    )
    if name not in _STAMPS
)


def recognises(path: Path, head: bytes) -> bool:  # noqa: ARG001 - told by its header alone
    """Tell a file of our own entries by its column `kind`."""
    return holds_header(head, OWN)


def read(path: Path, names: Names) -> Reading:  # noqa: ARG001 - every importer is asked alike
    """Read a CSV file of our own entries, or a mended file of rejected ones."""
    table = csv_table(text_of(content(path), path), OWN)
    if table is None:
        raise UnreadableFileError(f"'{path}' has no column 'kind'; name the columns in its first row.")
    return Reading(NAME, rows_of(table, path), table.columns)


def write(things: Iterable[Entry | Person], out: TextIO) -> None:
    """Write a header of the columns that are used, and a row for each entry or person."""
    rows = [_cells(thing) for thing in things]
    used = {name for row in rows for name in row} | {"kind"}
    columns = [name for name in (*_ORDER, *_STAMPS, "other") if name in used]
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([guard(row.get(name, "")) for name in columns] for row in rows)


def _cells(thing: Entry | Person) -> dict[str, str]:
    if isinstance(thing, Person):
        said, fields = plain_person(thing), {"kind", thing.role, "name"}
    else:
        said, fields = plain(thing), {"kind", *field_names(thing.kind)}
    cells, other = {}, {}
    for name, value in said.items():
        text = _cell(name, value) if name in fields else ""
        if text.strip() and not is_error(text):
            cells[name] = text
        else:
            other[name] = value
    return {**cells, "other": json.dumps(other, ensure_ascii=False, allow_nan=False)} if other else cells


def _cell(name: str, value: Any) -> str:
    """Return the cell of a value, or nothing where a cell cannot hold it."""
    match value:
        case str() if name != "level":  # a level may be a number or a text: in a cell it is a number
            return value
        case bool() | int() | float():
            return json.dumps(value)
        case list() if all(isinstance(i, str) and i and i == i.strip() and ";" not in i for i in value):
            return ";".join(value)
    return ""
