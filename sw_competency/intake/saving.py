"""What is put on record of a file: only what no record says yet, under the mark of one batch, which can be undone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from sw_competency.intake.previewed import Preview
from sw_competency.intake.recorded import key_of
from sw_competency.model import Entry, Training, as_known

BATCH = "batch"  # the field of an entry that says with what it came
_DIGITS = 8


@attrs.frozen
class Ready:
    """What is to be put on record.

    Args:
        batch: the mark of all of it; empty where there is nothing.
        lines: entries and names, as plain values.
        already_there: how many entries are on record already.
    """

    batch: str
    lines: tuple[Mapping[str, Any], ...]
    already_there: int


def ready(preview: Preview, digest: str, records: Mapping[str, Sequence[Entry]]) -> Ready:
    """Return what is new.

    Args:
        preview: what comes of a file.
        digest: what stands for the file.
        records: the record of each worker it is about, as it is written.
    """
    held = {key for record in records.values() for key in _keys(record)}
    fresh = [one for one in preview.brought if one.key not in held]
    if not fresh:
        return Ready("", (), len(preview.brought))
    used = {str(entry.extra.get(BATCH)) for record in records.values() for entry in record}
    batch = _unused(f"b-{digest[:_DIGITS]}", used)
    people = {str(one.raw["worker"]) for one in fresh}
    names = [{"kind": "person", "worker": id_, "name": name} for id_, name in preview.names.items() if id_ in people]
    return Ready(batch, (*names, *({**one.raw, BATCH: batch} for one in fresh)), len(preview.brought) - len(fresh))


def _keys(record: Sequence[Entry]) -> Iterator[tuple[object, ...]]:
    """Return what a record says already; a training whose last day is known says too that it was done."""
    for entry in as_known(record, None):
        key = key_of(entry)
        yield key
        if isinstance(entry, Training) and entry.outcome == "completed":
            yield (*key[:-1], None)


def _unused(name: str, used: set[str]) -> str:
    """Return the mark of a batch; where one of that file was undone, the next: what is void stays void."""
    number, found = 1, name
    while found in used:
        number += 1
        found = f"{name}-{number}"
    return found


def of_batch(batch: str, record: Iterable[Entry]) -> tuple[list[Entry], list[Entry]]:
    """Return the entries of a batch in a record: those that stand as they came, and those corrected since."""
    entries = tuple(record)
    standing = {entry.id: entry for entry in as_known(entries, None)}
    came = [entry for entry in entries if entry.extra.get(BATCH) == batch]
    as_came = [entry for entry in came if standing.get(entry.id) == entry]
    return as_came, [entry for entry in came if standing.get(entry.id) != entry]
