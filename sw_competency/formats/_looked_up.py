"""Whose the rows of a file are: each put under the id on record, or asked about."""

from typing import Any

import attrs
from msgspec.structs import replace

from sw_competency.errors import Problem
from sw_competency.formats._base import Reading, Row
from sw_competency.model import Correction, Entry
from sw_competency.model.person_index import PersonIndex


def looked_up(reading: Reading, people: PersonIndex) -> Reading:
    """Put each row under the id of the worker whose number it gives; one that cannot be told is asked about.

    Args:
        reading: a file as it was read.
        people: everybody on record, by their numbers.
    """
    return attrs.evolve(reading, rows=tuple(_row(row, people) for row in reading.rows))


def _row(row: Row, people: PersonIndex) -> Row:
    said = _named(row)
    if said is None or people.is_id(said):
        return row
    match = people.who(said, on=row.entry.on if row.entry is not None else None)
    if match.asks:
        column = row.read_from.get("worker", "worker")
        return attrs.evolve(row, entry=None, person=None, problems=(*row.problems, Problem(match.asks, column)))
    if match.worker is None:
        return row
    warnings = (*row.warnings, match.states) if match.states else row.warnings
    if row.entry is not None:
        return attrs.evolve(row, entry=_under(row.entry, match.worker), warnings=warnings)
    assert row.person is not None
    return attrs.evolve(row, person=attrs.evolve(row.person, id=match.worker), warnings=warnings)


def _named(row: Row) -> str | None:
    """Return the worker a row names; None where it names none, or cannot be taken anyway."""
    if row.person is not None:
        return row.person.id
    if row.entry is None or row.entry.owner[0] != "worker":
        return None
    return row.entry.owner[1]


def _under(entry: Entry, worker: str) -> Entry:
    changed: dict[str, Any] = {"worker": worker}
    if isinstance(entry, Correction) and entry.with_ is not None:
        changed["with_"] = _under(entry.with_, worker)
    return replace(entry, **changed)
