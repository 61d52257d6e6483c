"""Read an extract of the Electronic Staff Record: who holds which training, by the extract's own dates.

Only training comes of it, and no name of a person. What the headings and dates look like stands in `esr_profile.toml`.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import attrs

from sw_competency.errors import Problem, UnreadableFileError
from sw_competency.importers._base import Names, Reading, Row, row_of
from sw_competency.importers._esr_names import PROFILE, in_small_letters, programme_of
from sw_competency.importers._table import Line, Table, csv_table, holds_header, text_of
from sw_competency.importers._workbook import ZIP, find_in_sheets, placed
from sw_competency.model import content

NAME = "esr"
_NUMBER = re.compile(r"(?=\D*\d)[A-Za-z0-9][A-Za-z0-9/_-]{0,49}", re.ASCII)
_DATES, _WORDS = PROFILE["dates"], PROFILE["words"]


def _columns(header: Sequence[str]) -> dict[str, list[str]]:
    """Find the columns of each meaning, the best first."""
    at = {in_small_letters(name): name for name in reversed(header)}
    return {means: [at[name] for name in known if name in at] for means, known in PROFILE["columns"].items()}


def _is_header(names: Sequence[str]) -> bool:
    at = _columns(names)
    return "kind" not in names and bool(at["competency"]) and bool(at["learner"] or at["on"] or at["expires_on"])


def recognises(path: Path, head: bytes) -> bool:
    """Tell an extract, CSV or workbook, by its headings."""
    if head.startswith(ZIP):
        return find_in_sheets(path, _is_header) is not None
    return holds_header(head, _is_header)


def read(path: Path, names: Names) -> Reading:
    """Read an extract; identical rows are one.

    Raises:
        UnreadableFileError: no column says whose training it is.
    """
    table = _table(path)
    columns = _columns(table.columns)
    if not columns["learner"]:
        raise UnreadableFileError(
            f"'{path}' does not say whose training it is ('Last Updated By' and 'Awarded By' name somebody else); "
            "export it again with the column Person Number, Employee Number or Assignment Number."
        )
    kept: dict[object, Row] = {}
    for line in table.lines:
        row = _row(line, columns, names)
        key = content(row.entry) if row.entry else tuple(row.cells.items())
        first = kept.setdefault(key, row)
        if first.cells != row.cells:
            kept[key] = attrs.evolve(first, warnings=(*first.warnings, f"row {row.number} says the same"))
    return Reading(NAME, placed(kept.values(), table), table.columns)


def _table(path: Path) -> Table:
    data = path.read_bytes()
    is_workbook = data.startswith(ZIP)
    table = find_in_sheets(path, _is_header) if is_workbook else csv_table(text_of(data, path), _is_header)
    if table is None:
        raise UnreadableFileError(f"'{path}' has not the columns of an ESR extract, such as 'Competency Name'.")
    return table


def _row(line: Line, columns: Mapping[str, list[str]], names: Names) -> Row:
    """Give the training a row says, or why it says none."""

    def filled(means: str) -> dict[str, str]:
        return {c: line.cells[c].strip() for c in columns[means] if line.cells.get(c, "").strip()}

    raw: dict[str, Any] = {"kind": "training", "outcome": "completed", "provider": _provider(filled)}
    problems = list(line.problems)
    takes = {
        "worker": ("learner", _worker), "programme": ("competency", lambda cells: _programme(cells, names)),
        "on": ("on", _completed), "expires_on": ("expires_on", _expiry), "": ("level", _refuse_not_achieved),
    }  # fmt: skip
    for field, (means, take) in takes.items():
        cells = filled(means)
        try:
            raw[field] = take(cells)
        except ValueError as error:
            problems.append(Problem(str(error), next(iter(cells or columns[means]), field)))
    return Row()
