"""Our own entries in columns: what stands in a cell of each field, and the entry a row of cells says.

One column a field; lists are separated by `;`; what a cell cannot hold stands in the column `other`, as a JSON object.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from sw_competency.errors import Problem, UnreadableFileError
from sw_competency.importers._base import Row, json_object, row_of
from sw_competency.importers._table import REJECTED, Table, is_unnamed
from sw_competency.model import KINDS, field_names

OTHER = "other"
LINE = "line"  # in a file of rejected rows: a line of JSON that could not be parsed
_PERSON = {"kind": "word", "worker": "text", "assessor": "text", "name": "text"}
_NUMBER = re.compile(r"-?\d{1,1000}(\.\d{1,20})?(e-?\d{1,3})?", re.ASCII)
_FLAGS = {"true": True, "yes": True, "false": False, "no": False}


@cache
def _forms(kind: str) -> Mapping[str, str]:
    """Give the form of each field's cell: a list, a flag, a number, a word, or a text taken as it stands."""
    if kind not in KINDS:
        return _PERSON if kind == "person" else {}
    hints = get_type_hints(KINDS[kind])
    forms = {"kind": "word"}
    for name in field_names(kind):
        hint = hints[name if name in hints else f"{name}_"]
        types = get_args(hint) if get_origin(hint) is UnionType else (hint,)
        origins = {get_origin(t) or t for t in types}
        if tuple in origins:
            forms[name] = "list"
        elif origins & {date, datetime, Literal}:
            forms[name] = "word"
        elif bool in origins:
            forms[name] = "flag"
        elif origins & {int, float}:
            forms[name] = "number" if float in origins else "whole"
        else:
            forms[name] = "text"
    return forms


_FIELDS = frozenset(name for kind in (*KINDS, "person") for name in _forms(kind))


def heading(text: str) -> str:
    """Give a heading as the field is written: `Recorded At` is `recorded_at`; any other stays as it is."""
    name = text.strip().lower().replace(" ", "_")
    return name if name in _FIELDS | {OTHER} else text.strip()


def is_header(names: Sequence[str]) -> bool:
    """Tell whether a row is the header of our own entries: it has the column `kind`."""
    return "kind" in names or (tuple(names[:3]) == REJECTED and LINE in names)


def read_cell(text: str, form: str | None) -> Any:
    """Give the value a cell says; text that is no such value stays text, for the entry's shape to say so."""
    match form:
        case "list":
            return [item.strip() for item in text.split(";") if item.strip()]
        case "flag":
            return _FLAGS.get(text.strip().lower(), text)
        case "word":
            return text.strip()
        case "number" | "whole" if match := _NUMBER.fullmatch(text.strip()):
            if not match[1] and not match[2]:
                return int(match[0])
            value = float(match[0])
            return int(value) if form == "whole" and value.is_integer() else value
    return text


def to_cells(raw: Mapping[str, Any]) -> dict[str, str]:
    """Give the cells of fields as JSON says them, well-formed or not, so that they can be mended and read again."""
    kind = raw.get("kind")
    forms = _forms(kind) if isinstance(kind, str) else {}
    cells: dict[str, str] = {}
    other = {}
    for name, value in raw.items():
        text = _written(value) if name in _FIELDS else ""
        back = read_cell(text, forms.get(name))
        if text.strip() and type(back) is type(value) and back == value:
            cells[name] = text
        else:
            other[name] = value
    return {**cells, OTHER: json.dumps(other, ensure_ascii=False)} if other else cells


def _written(value: Any) -> str:
    match value:
        case str():
            return value
        case bool() | int() | float():
            return json.dumps(value)
        case list() if all(isinstance(item, str) for item in value):
            return ";".join(value)
    return ""


def rows_of(table: Table, path: Path) -> tuple[Row, ...]:
    """Give the rows of a table of our own entries.

    Raises:
        UnreadableFileError: a column stands in it twice.
    """
    there = frozenset(table.columns)
    for name in table.columns:
        base = name.removesuffix(" (2)")
        if base != name and base in there:
            raise UnreadableFileError(f"'{path}' has two columns '{base}'; keep one, or give the other its own name.")
    rows = []
    for line in table.lines:
        if table.rejected and line.cells.get(LINE, "").strip():
            rows.append(line_row(line.number, line.cells[LINE]))
            continue
        raw, problems = _said(line.cells)
        told = {problem.path: problem for problem in (*problems, *line.problems)}
        rows.append(row_of(line.number, line.cells, raw, told.values()))
    return tuple(rows)


def line_row(number: int, text: str) -> Row:
    """Give the row of one line of JSON; where it cannot be parsed, the line itself is its one cell."""
    try:
        raw = json_object(text)
    except ValueError as error:
        return Row(number, {LINE: text}, problems=(Problem(str(error), LINE),))
    return row_of(number, to_cells(raw), raw)


def _said(cells: Mapping[str, str]) -> tuple[dict[str, Any], list[Problem]]:
    """Give the fields a row of cells says, by their written names; an empty cell says nothing."""
    problems: list[Problem] = []
    more: dict[str, Any] = {}
    if cells.get(OTHER, "").strip():
        try:
            more = json_object(cells[OTHER])
        except ValueError as error:
            problems.append(Problem(str(error), OTHER))
    kind = cells.get("kind", "").strip() or more.get("kind")
    forms = _forms(kind) if isinstance(kind, str) else {}
    raw = {}
    for name, text in cells.items():
        if name == OTHER or not text.strip():
            continue
        if is_unnamed(name):
            problems.append(Problem("stands under no heading; name the column, or empty the cell", name))
        elif name in more:
            problems.append(Problem(f"stands here and in the column '{OTHER}' too; keep one of them", name))
        else:
            raw[name] = read_cell(text, forms.get(name))
    return {**raw, **more}, problems
