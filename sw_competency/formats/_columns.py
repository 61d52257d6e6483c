"""Our own entries in columns: what stands in a cell of each field, and the entry a row of cells says.

One column a field; lists are separated by `;`; what a cell cannot hold stands in the column `other`, as a JSON object.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache, cached_property
from pathlib import Path
from types import UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

import attrs

from sw_competency.cells import error_said, is_error
from sw_competency.dates import read_day, said
from sw_competency.errors import Problem
from sw_competency.formats._base import Row, json_object, row_of
from sw_competency.formats._rows import Line
from sw_competency.formats._sheets import heading_twice, placed
from sw_competency.formats._table import REJECTED, Sort, Table, is_unnamed
from sw_competency.model import KINDS, field_names
from sw_competency.model.shape import ID_FIELDS

OTHER = "other"
LINE = "line"  # in a file of rejected rows: a line of JSON that could not be parsed
_PERSON = {"kind": "word", "worker": "text", "assessor": "text", "name": "text"}
_MIDNIGHT = re.compile(r"[ T]00:00(:00(\.0{1,9})?)?(Z|[+]00:?00)?$", re.ASCII)
_IN_FIGURES = re.compile(r"0?(\d{1,2})[/. -]0?(\d{1,2})[/. -](\d{4})", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,1000}(\.\d{1,20})?(e-?\d{1,3})?", re.ASCII)
_SHORTENED = re.compile(r"\d([.,]\d+)?E\+\d{1,3}", re.ASCII)
_NO_ID = re.compile(r"-?\d+\.\d+(e[+-]?\d+)?|-?\d+e[+-]?\d+|true|false", re.ASCII | re.IGNORECASE)
_FLAGS = {"true": True, "yes": True, "false": False, "no": False}


@cache
def _forms(kind: str) -> Mapping[str, str]:
    """Return the form of each field's cell: a list, a flag, a number, a day, a word, or a text taken as it stands."""
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
        elif date in origins:
            forms[name] = "day"
        elif origins & {datetime, Literal}:
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
    """Return a heading as the field is written: `Recorded At` is `recorded_at`; any other stays as it is."""
    name = text.strip().lower().replace(" ", "_")
    return name if name in _FIELDS | {OTHER} else text.strip()


def is_header(names: Sequence[str]) -> bool:
    """Tell whether a row is the header of our own entries: it has the column `kind`."""
    return "kind" in names or (tuple(names[:3]) == REJECTED and LINE in names)


def _known(names: Sequence[str]) -> int:
    return sum(name in _FIELDS for name in names)


OWN = Sort(is_header, heading, _known)


def read_cell(text: str, form: str | None) -> Any:
    """Return the value a cell says; text that is no such value stays text, for the entry's shape to say so."""
    match form:
        case "list":
            return [item.strip() for item in text.split(";") if item.strip()]
        case "flag":
            return _FLAGS.get(text.strip().lower(), text)
        case "word" | "day":
            return text.strip()
        case "number" | "whole" if match := _NUMBER.fullmatch(text.strip()):
            if not match[1] and not match[2]:
                return int(match[0])
            value = float(match[0])
            return int(value) if form == "whole" and value.is_integer() else value
    return text


def to_cells(raw: Mapping[str, Any]) -> dict[str, str]:
    """Return the cells of fields as JSON says them, well-formed or not, so that they can be mended and read again."""
    kind = raw.get("kind")
    forms = _forms(kind) if isinstance(kind, str) else {}
    cells: dict[str, str] = {}
    other = {}
    for name, value in raw.items():
        text = _written(value) if name in _FIELDS else ""
        back = read_cell(text, forms.get(name))
        if text.strip() and not is_error(text) and type(back) is type(value) and back == value:
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
    """Return the rows of a table of our own entries.

    Raises:
        UnreadableFileError: a column stands in it twice.
    """
    there = frozenset(table.columns)
    for name in table.columns:
        base = name.removesuffix(" (2)")
        if base != name and base in there:
            raise heading_twice(path, base, table.sheet)
    return tuple(placed(_row(line, table), table) for line in table.lines)


def _row(line: Line, table: Table) -> Row:
    if table.rejected and line.cells.get(LINE, "").strip():
        return line_row(line.number, line.cells[LINE])
    raw, problems, read_as = _said(line.cells, typed=bool(table.sheet))
    told = {problem.path: problem for problem in (*problems, *line.problems)}
    row = row_of(line.number, line.cells, raw, told.values())
    return attrs.evolve(row, warnings=(*read_as, *row.warnings))


def line_row(number: int, text: str) -> Row:
    """Return the row of one line of JSON; where it cannot be parsed, the line itself is its one cell."""
    try:
        raw = json_object(text)
    except ValueError as error:
        return Row(number, {LINE: text}, problems=(Problem(str(error), LINE),))
    return row_of(number, _Cells(raw), raw)


class _Cells(Mapping[str, str]):
    """The cells of fields as JSON says them, made when somebody looks: at most rows nobody does."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self._raw = raw

    @cached_property
    def _made(self) -> dict[str, str]:
        return to_cells(self._raw)

    def __getitem__(self, name: str) -> str:
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


def _said(
    cells: Mapping[str, str], *, typed: bool
) -> tuple[dict[str, Any], list[Problem], list[str]]:
    """Give the fields a row of cells says, by their written names, what is wrong, and what to tell of how it was read.

    An empty cell says nothing.

    Args:
        cells: the row, by column.
        typed: whether the cells of its file hold numbers and flags beside texts, as those of a workbook do.
    """
    problems: list[Problem] = []
    told: list[str] = []
    more: dict[str, Any] = {}
    if (text := cells.get(OTHER, "")).strip():
        try:
            more = json_object(text)
        except ValueError as error:
            problems.append(Problem(error_said(text) if is_error(text) else str(error), OTHER))
    kind = cells.get("kind", "").strip() or more.get("kind")
    forms = _forms(kind) if isinstance(kind, str) else {}
    raw = {}
    for name, text in cells.items():
        if name == OTHER or not text.strip():
            continue
        if is_unnamed(name):
            problems.append(Problem("stands under no heading; name the column, or empty the cell", name))
        elif is_error(text):
            problems.append(Problem(error_said(text), name))
        elif name in ID_FIELDS and (cut := cut_id(text.strip(), typed=typed)):
            problems.append(Problem(cut, name))
        elif name in more:
            problems.append(Problem(f"stands here and in the column '{OTHER}' too; keep one of them", name))
        elif forms.get(name) == "day":
            raw[name] = _day(name, text.strip(), problems, told)
        else:
            raw[name] = read_cell(text, forms.get(name))
    return {**raw, **more}, problems, told


def cut_id(text: str, *, typed: bool) -> str | None:
    """Say of an id that a spreadsheet has made another number of it, or that it is none; None where it is one."""
    if _SHORTENED.fullmatch(text):
        return "was a long number that a spreadsheet shortened; write the number whole"
    if typed and _NO_ID.fullmatch(text):
        return f"holds {text[:40]}, which is no id: the spreadsheet has cut or changed it; store the column as text"
    return None


def _day(name: str, text: str, problems: list[Problem], told: list[str]) -> str:
    """Return a day as an entry writes it; what is no day is left for the entry's shape to say.

    Midnight of a day is the day. One with slashes is taken where it can be read in one way only, and told.
    """
    text = _MIDNIGHT.sub("", text)
    try:
        day, note = read_day(text)
        if other := _month_first(text):
            says = f"'{text}' is not a date; write it as YYYY-MM-DD: it may be {said(day)} or {said(other)}"
            problems.append(Problem(says, name))
    except ValueError:
        return text
    if note is not None:
        told.append(f"{name}: {note}")
    return day.isoformat()


def _month_first(text: str) -> date | None:
    """Return the other day that one in figures may be, with the month first."""
    match = _IN_FIGURES.fullmatch(" ".join(text.split()))
    if match is None or match[1] == match[2] or int(match[1]) > 12:
        return None
    return read_day(f"{match[2]}/{match[1]}/{match[3]}")[0]
