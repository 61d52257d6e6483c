"""What every format offers: reading gives rows, each with its entry or why there is none; writing loses nothing."""

import json
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NoReturn, Protocol, TextIO

import attrs

from sw_competency.errors import MalformedEntryError, Problem
from sw_competency.model import Entry, Person, parse_entry, parse_person
from sw_competency.model.person_index import PersonIndex


@attrs.frozen
class Names:
    """What an importer may know: titles, so that one in a file finds its programme, and whose number is whose.

    Args:
        programmes: the title of each programme, by its id.
        trusts: our sites' trusts by their numbers in ESR; empty where the catalogue names none.
        people: everybody on record, by their numbers; left out, nobody.
    """

    programmes: Mapping[str, str] = attrs.field(factory=dict)
    trusts: frozenset[str] = frozenset()
    people: PersonIndex = attrs.field(factory=PersonIndex)


@attrs.frozen
class Row:
    """One row of a file: what stood there, and the entry or person it says; or the problems, one a column.

    Args:
        number: data rows count from 1, empty ones too; in JSON Lines the line.
        cells: what stood there, by column, in order.
        entry: the entry the row says, without an id where the file gave none.
        person: the person, where it is a `person` line.
        problems: why the row cannot be taken; `path` is the column.
        warnings: what somebody should look at, though the row was taken.
        read_from: the column each field was read from, where it is not the one of its own name.
        leaves_open: of its training it says no last day, nor that there is none: that corrects nothing on record.
    """

    number: int
    cells: Mapping[str, str]
    entry: Entry | None = None
    person: Person | None = None
    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()
    read_from: Mapping[str, str] = {}
    said: Mapping[str, Any] = {}
    leaves_open: bool = False


@attrs.frozen
class NotRead:
    """A sheet of a workbook that was not read, or a row that was passed over.

    Args:
        what: the name of the sheet, or the number of the row.
        why: the reason, as the end of a sentence.
    """

    what: str
    why: str


@attrs.frozen
class Reading:
    """A file as an importer read it.

    Args:
        format: the importer's name.
        rows: all rows that say anything, in order.
        columns: the header; none in JSON Lines.
        sheets_not_read: the sheets of a workbook that were not read.
        skipped: rows that say nothing of their own, such as one that says the same as another.
        warnings: what somebody should look at in the file as a whole.
    """

    format: str
    rows: tuple[Row, ...]
    columns: tuple[str, ...] = ()
    sheets_not_read: tuple[NotRead, ...] = ()
    skipped: tuple[NotRead, ...] = ()
    warnings: tuple[str, ...] = ()


class Importer(Protocol):
    """What a module in this room offers that reads; `LAST = True` where it also takes what another may claim."""

    NAME: str

    def recognises(self, path: Path, head: bytes) -> bool:
        """Tell, from how a file begins, whether it is of this format."""

    def read(self, path: Path, names: Names) -> Reading:
        """Read a file. Raises UnreadableFileError where it cannot be parsed at all."""


class Exporter(Protocol):
    """What a module in this room offers that writes; `ENCODING` where a file is to be in another than UTF-8."""

    NAME: str

    def write(self, things: Iterable[Entry | Person], out: TextIO) -> None:
        """Write entries and people; importing the file into an empty store gives the same."""


def row_of(number: int, cells: Mapping[str, str], raw: Mapping[str, Any], problems: Iterable[Problem] = ()) -> Row:
    """Make a row of the fields it says; what is wrong with the entry joins the problems found before."""
    found = [*problems]
    warnings: list[str] = []
    entry: Entry | None = None
    person: Person | None = None
    try:
        if raw.get("kind") == "person":
            person = parse_person(raw)
        else:
            entry, warnings = parse_entry(raw)
    except MalformedEntryError as error:
        told = {problem.path for problem in found}
        found += (problem for problem in error.problems if problem.path not in told)
    if found:
        return Row(number, cells, problems=tuple(found), said=raw)
    return Row(number, cells, entry, person, warnings=tuple(warnings))


def json_object(text: str) -> dict[str, Any]:
    """Read one JSON object, strictly: a name given twice or a number that is none is an error.

    Raises:
        ValueError: with the end of a sentence that says why.
    """
    try:
        value = _decode(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"is no JSON: {error.msg.lower()} at character {error.pos + 1}") from None
    except RecursionError:
        raise ValueError("is nested too deep") from None
    if not isinstance(value, dict):
        raise ValueError("is no JSON object; write one as { ... }")  # noqa: TRY004 - the end of a sentence
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"gives '{twice[:40]}' twice")
    return found


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"holds {text}, which is no number")


def _finite(text: str) -> float:
    return value if math.isfinite(value := float(text)) else _no_number(text[:40])


def _whole(text: str) -> int:
    return int(text) if len(text) <= 1000 else _no_number(f"a number of {len(text)} digits")


_decode = json.JSONDecoder(
    object_pairs_hook=_once, parse_constant=_no_number, parse_float=_finite, parse_int=_whole
).decode  # made once, not for every line
