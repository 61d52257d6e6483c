"""Read a staff list of the Electronic Staff Record: who is in which post, by number, and no name of a person.

It is no record of training, so nothing of it is imported: it is compared. What its headings look like stands in
`esr_staff_profile.toml`.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from sw_competency.dates import MONTHS
from sw_competency.errors import UnreadableFileError
from sw_competency.formats._esr_names import in_small_letters
from sw_competency.formats._rows import Line
from sw_competency.formats._table import Sort, Table, different
from sw_competency.formats._training import cells_of, columns_of, day_of, is_others, last_day_of
from sw_competency.formats.esr import numbers_in, person_of
from sw_competency.formats.esr import numbers_of as whose
from sw_competency.model.extract import Assignment

PROFILE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("esr_staff_profile.toml").read_text(encoding="utf-8"))
_WTE, _BAND, _WORDS, _IS_ONE = PROFILE["wte"], PROFILE["band"], PROFILE["words"], PROFILE["is_one"]
# A name may stand in the wrong column: a cell that cannot be read is told by its place, never shown.
_NO_DAY = "holds no day there is; write it as 30-Nov-2028, 30/11/2028 (day first) or 2028-11-30"
_LONGEST = 120  # characters of a place or a title


def staff_columns(header: Sequence[str]) -> dict[str, list[str]]:
    """Find the columns of each meaning; beside competencies, only those that can mean nothing else."""
    found = columns_of(header, PROFILE["columns"])
    if columns_of(header)["programme"]:
        plain = set(_IS_ONE["headings_beside_competencies"])
        for means in ("status", "starts", "ends"):
            found[means] = [name for name in found[means] if in_small_letters(name) in plain]
    training = columns_of(header)
    return {**found, "worker": training["worker"], "vpd": training["vpd"]}


def is_staff_list(names: Sequence[str]) -> bool:
    """Tell the headings of a staff list: whose row it is, and something of their post."""
    columns = staff_columns(names)
    if "kind" in names or not columns["worker"]:
        return False
    beside = bool(columns_of(names)["programme"])
    by = (*_IS_ONE["beside_competencies"], "status", "starts", "ends") if beside else _IS_ONE["by"]
    return any(columns[means] for means in by)


def _known(names: Sequence[str]) -> int:
    return sum(map(len, staff_columns(names).values()))


STAFF = Sort(is_staff_list, known=_known, is_others=is_others)


def compared_only(path: Path) -> UnreadableFileError:
    """Say of a staff list that it is not imported."""
    return UnreadableFileError(f"'{path}' is a staff list, and says nothing to be recorded; `reconcile` compares it.")


def says_nothing(line: Line, columns: Mapping[str, Sequence[str]]) -> bool:
    """Tell a row that is no data: headings once more, or a sum. One with the number of a person is data."""
    cells = {name: text.strip() for name, text in line.cells.items() if text.strip()}
    if all(in_small_letters(name) == in_small_letters(text) for name, text in cells.items()):
        return True
    if in_small_letters(next(iter(cells.values()))) not in _WORDS["totals"]:
        return False
    try:
        return not numbers_of(line, columns)
    except ValueError:
        return True


def numbers_of(line: Line, columns: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return all numbers of the person of a row, the best first; an assignment's is followed by the employee's.

    Raises:
        ValueError: there is none.
    """
    found = whose(cells_of(line, columns, "worker"))
    return tuple(dict.fromkeys(one for number in found for one in (number, person_of(number))))


def assignment_of(line: Line, columns: Mapping[str, list[str]], cannot: Callable[[str, str], None]) -> Assignment:
    """Return the post a row says; a cell that cannot be read leaves its field open.

    Args:
        line: the row.
        columns: the columns of each meaning.
        cannot: is told the column and the reason where a cell cannot be read.

    Raises:
        ValueError: no number of a person stands in it.
    """
    said: dict[str, Any] = {"row": line.number, "numbers": numbers_of(line, columns)}
    for field, take in _TAKES.items():
        for column, text in cells_of(line, columns, field).items():
            try:
                said[field] = take(text)
            except ValueError as error:
                cannot(column, str(error))
            break
    places = cells_of(line, columns, "places").values()
    status = next(iter(cells_of(line, columns, "status").values()), "")
    return Assignment(
        places=tuple(dict.fromkeys(text[:_LONGEST] for text in places)),
        ended=in_small_letters(status) in _WORDS["ended"], away=_WORDS["away"].get(in_small_letters(status)), **said,
    )  # fmt: skip


@lru_cache(maxsize=1 << 10)  # the same few stand in thousands of rows
def _wte(text: str) -> Decimal:
    for form in _WTE["forms"]:
        if match := re.fullmatch(form + _WTE["unit"], text, re.ASCII | re.IGNORECASE):
            number = Decimal(match["number"].replace(",", "."))
            if number < 0:
                raise ValueError("is below nought; a whole-time equivalent is a share of full time, such as 0.6")
            if number > _WTE["most"]:
                raise ValueError(f"is above {_WTE['most']}; give the whole-time equivalent, such as 0.6, not hours")
            return number
    if text.endswith("%"):
        raise ValueError("is a percentage; write it as a share of full time, such as 0.8 for 80%")
    raise ValueError("is no whole-time equivalent; write it as 0.6")


@lru_cache(maxsize=1 << 10)
def _band(text: str) -> int | None:
    """Return the band of a pay grade; None where it is none of Agenda for Change."""
    found = {int(m["band"]) for form in _BAND["forms"] for m in re.finditer(form, text.strip(), re.IGNORECASE)}
    if len(found) > 1:
        raise ValueError(f"names several bands: {', '.join(map(str, sorted(found)))}")
    return found.pop() if found else None


@lru_cache(maxsize=1 << 14)
def read_day(text: str) -> date | None:
    """Read a day; None where it is said that there is none.

    Raises:
        ValueError: it is neither, with the end of a sentence that does not show what stood there.
    """
    try:
        return last_day_of(text)
    except ValueError:
        raise ValueError(_NO_DAY) from None


def _number(text: str) -> str | None:
    try:
        return numbers_in([text])[0]
    except ValueError:
        return None


def _text(text: str) -> str:
    return text[:_LONGEST]


_TAKES: dict[str, Callable[[str], object]] = {
    "wte": _wte, "band": _band, "starts": read_day, "ends": read_day, "title": _text, "vpd": _text,
    "occupation_code": _text, "assignment": _number,
}  # fmt: skip


def days_of(tables: Iterable[Table], name: str) -> tuple[date, ...]:
    """Return the days on which an extract says that it was made: those in its columns; without any, that in its name.

    Args:
        tables: its tables.
        name: the name of the file.
    """
    found = dict[date, None]()
    for table in tables:
        columns = columns_of(table.columns, PROFILE["columns"])
        lines = different(table, columns["made_on"])
        texts = dict.fromkeys(text for line in lines for text in cells_of(line, columns, "made_on").values())
        for text in texts:
            with suppress(ValueError):
                found[day_of(text)] = None
    return tuple(sorted(found)) or _in_name(name)


def _in_name(name: str) -> tuple[date, ...]:
    for form in PROFILE["name"]["days"]:
        for match in re.finditer(form, name):
            parts = match.groupdict()
            month = parts["month"] if "month" in parts else parts["name"]
            with suppress(ValueError):
                return (day_of(f"{int(parts['day']):02}-{_month(month)}-{parts['year']}"),)
    return ()


def _month(text: str) -> str:
    return MONTHS[int(text) - 1][:3] if text.isdigit() and 1 <= int(text) <= 12 else text
