"""Read an extract of the Electronic Staff Record: who holds which training, by the extract's own dates.

Only training comes of it, and no name of a person. What the headings and dates look like stands in `esr_profile.toml`.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import attrs

from sw_competency.errors import Problem, UnreadableFileError
from sw_competency.importers._base import Names, Reading, Row, row_of
from sw_competency.importers._esr_names import PROFILE, in_small_letters, programme_of
from sw_competency.importers._table import IsHeader, Line, Table, csv_table, holds_header, text_of
from sw_competency.importers._workbook import ZIP, find_in_sheets, placed
from sw_competency.model import content

NAME = "esr"
_NUMBER = re.compile(r"(?=\D*\d)[A-Za-z0-9][A-Za-z0-9/_-]{0,49}", re.ASCII)
_DATES, _WORDS = PROFILE["dates"], PROFILE["words"]


def columns_of(
    header: Sequence[str], known: Mapping[str, Sequence[str]] = PROFILE["columns"]
) -> dict[str, list[str]]:
    """Find the columns of each meaning, the best first."""
    at = {in_small_letters(name): name for name in reversed(header)}
    return {means: [at[name] for name in headings if name in at] for means, headings in known.items()}


def is_header(names: Sequence[str]) -> bool:
    """Tell the headings of a training extract."""
    at = columns_of(names)
    return "kind" not in names and bool(at["programme"]) and bool(at["worker"] or at["on"] or at["expires_on"])


def recognises(path: Path, head: bytes) -> bool:
    """Tell an extract, CSV or workbook, by its headings."""
    if head.startswith(ZIP):
        return find_in_sheets(path, is_header) is not None
    return holds_header(head, is_header)


def read(path: Path, names: Names) -> Reading:
    """Read an extract; identical rows are one.

    Raises:
        UnreadableFileError: no column says whose training it is.
    """
    table = table_of(path, is_header)
    if table is None:
        raise UnreadableFileError(f"'{path}' has not the columns of an ESR extract, such as 'Competency Name'.")
    columns = columns_of(table.columns)
    if not columns["worker"]:
        raise nobodys(path)
    kept: dict[object, Row] = {}
    for line in table.lines:
        row = _row(line, columns, names)
        key = content(row.entry) if row.entry else tuple(row.cells.items())
        first = kept.setdefault(key, row)
        if first.cells != row.cells:
            kept[key] = attrs.evolve(first, warnings=(*first.warnings, f"row {row.number} says the same"))
    return Reading(NAME, placed(kept.values(), table), table.columns)


def nobodys(path: Path) -> UnreadableFileError:
    """Say of a training extract that no column says whose training it is."""
    return UnreadableFileError(
        f"'{path}' does not say whose training it is ('Last Updated By' and 'Awarded By' name somebody else); "
        "export it again with the column Person Number, Employee Number or Assignment Number."
    )


def table_of(path: Path, is_asked_for: IsHeader) -> Table | None:
    """Find a table by its header, in a CSV file or a workbook."""
    data = path.read_bytes()
    is_workbook = data.startswith(ZIP)
    return find_in_sheets(path, is_asked_for) if is_workbook else csv_table(text_of(data, path), is_asked_for)


def _row(line: Line, columns: Mapping[str, list[str]], names: Names) -> Row:
    """Give the training a row says, or why it says none."""
    raw: dict[str, Any] = {"kind": "training"}
    problems = list(line.problems)
    read_from = {}
    for field, take in TAKES.items():
        cells = {name: text for name in columns[field] if (text := line.cells.get(name, "").strip())}
        read_from[field] = next(iter(cells or columns[field]), field)
        try:
            raw[field] = take(cells, names)
        except ValueError as error:
            problems.append(Problem(str(error), read_from[field]))
    on, expires = raw.get("on"), raw.get("expires_on")
    if on and expires and expires < on:
        problems.append(Problem(f"expires before it was completed, on {on}", read_from["expires_on"]))
    if problems:
        return Row(line.number, line.cells, problems=tuple(problems))
    return attrs.evolve(row_of(line.number, line.cells, raw), read_from=read_from)


def numbers_in(cells: Iterable[str]) -> list[str]:
    """Give the numbers of a person, never the name: `23456789|Surname, First` is 23456789.

    Raises:
        ValueError: there is none.
    """
    parts = (part for cell in cells for part in map(str.strip, cell.split("|")))
    if found := [part for part in parts if _NUMBER.fullmatch(part)]:
        return found
    raise ValueError("holds no number of a person, employee or assignment; a name alone does not say who it is")


def person_of(number: str) -> str:
    """Give the employee's number of an assignment's: a second post is the same person's, and training is done once."""
    return re.sub(PROFILE["names"]["second_post"], r"\1", number)


def _worker(cells: Mapping[str, str], _: Names) -> str:
    return person_of(numbers_in(cells.values())[0])


def _programme(cells: Mapping[str, str], names: Names) -> str:
    if not cells:
        raise ValueError("names no competency")
    return programme_of(next(iter(cells.values())), names)


def _on(cells: Mapping[str, str], _: Names) -> date:
    if not cells:
        raise ValueError("there is no date on which it was completed; what is only required was not done")
    return day_of(next(iter(cells.values())))


def _expires_on(cells: Mapping[str, str], _: Names) -> date | None:
    text = next(iter(cells.values()), "")
    if in_small_letters(text) in _WORDS["no_expiry"]:
        return None
    day = day_of(text)
    return day if day.year < _DATES["end_of_time"] else None


def _outcome(cells: Mapping[str, str], _: Names) -> str:
    """Whoever has a competency in ESR completed it, though its level reads `1 - Attended`, unless it denies that."""
    for cell in cells.values():
        if any(f" {word} " in f" {in_small_letters(cell)} " for word in _WORDS["not_achieved"]):
            raise ValueError(f"'{cell[:40]}' says that it was not completed")
    return "completed"


def _provider(cells: Mapping[str, str], _: Names) -> str | None:
    """Give the organisation; of the person who awarded it the number only."""
    for column, cell in cells.items():
        if in_small_letters(column) not in _WORDS["persons"]:
            return cell
        if _NUMBER.fullmatch(number := cell.split("|")[0].strip()):
            return number
    return None


TAKES: dict[str, Callable[[Mapping[str, str], Names], object]] = {
    "worker": _worker,
    "programme": _programme,
    "on": _on,
    "expires_on": _expires_on,
    "outcome": _outcome,
    "provider": _provider,
}


def day_of(text: str) -> date:
    """Read a date as ESR and spreadsheets write it; slashed ones are day first."""
    for form in _DATES["forms"]:
        if (match := re.fullmatch(form + _DATES["time"], text, re.ASCII)) is None:
            continue
        said = match.groupdict()
        name = said.get("name", "-").lower()
        month = said.get("month") or next((i for i, m in enumerate(_DATES["months"], 1) if m.startswith(name)), 0)
        try:
            return date(int(said["year"]), int(month), int(said["day"]))
        except ValueError:
            raise ValueError(f"there is no day {text[:40]}; slashed dates are read day first") from None
    if re.fullmatch(_DATES["short_year"] + _DATES["time"], text, re.ASCII):
        raise ValueError(f"'{text[:40]}' has a year of two digits; write all four")
    raise ValueError(f"'{text[:40]}' is not a date; write it as 30-Nov-2028, 30/11/2028 or 2028-11-30")
