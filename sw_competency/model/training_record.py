"""The training record as it was known at an instant: late entries left out, corrections applied, in order of days."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import attrgetter

import attrs

from sw_competency.dates import end_of
from sw_competency.model.entries import Correction, Entry


def recorded(entry: Entry) -> datetime:
    """When an entry was written down; the end of its day where nobody said."""
    return entry.recorded_at or end_of(entry.on)


def as_known(entries: Iterable[Entry], known_by: datetime | None) -> list[Entry]:
    """Give the entries of one record as known at an instant, in the order of their days.

    Entries recorded later are left out; corrections known by then are applied and do not appear themselves. Entries
    of one day stand in the order of `recorded_at`, then of their place.

    Args:
        entries: all entries of one record, in their place.
        known_by: the instant; None for everything.
    """
    seen = list(entries)
    if known_by is not None:
        seen = [e for e in seen if (e.recorded_at or end_of(e.on)) <= known_by]
    if Correction in map(type, seen):
        seen = _corrected(seen)
    try:
        seen.sort(key=_stamped)
    except TypeError:  # some entry of a day was not stamped
        seen.sort(key=lambda e: (e.on, recorded(e)))
    return seen


_stamped = attrgetter("on", "recorded_at")


def _corrected(seen: Sequence[Entry]) -> list[Entry]:
    """Apply corrections, the one recorded last first: what corrects a correction was written down after it."""
    target = {e.id: e for e in seen}
    corrections = sorted((e for e in seen if isinstance(e, Correction)), key=lambda e: (recorded(e), e.on))
    void: set[str] = set()
    instead: dict[str, Entry] = {}
    applied: set[str] = set()
    for written in reversed(corrections):
        applied.add(written.id)
        holds = instead.get(written.id, written)
        wrong = target.get(holds.corrects) if isinstance(holds, Correction) and written.id not in void else None
        if wrong is None or not isinstance(holds, Correction) or holds.corrects in void or holds.corrects in instead:
            continue  # void itself, about nothing on record, or there is a later one
        if isinstance(wrong, Correction) and wrong.id in applied:
            continue  # it comes before what it says it corrects
        if holds.with_ is None:
            void.add(wrong.id)
        elif type(holds.with_) is type(wrong) and holds.with_.owner == wrong.owner:
            instead[wrong.id] = attrs.evolve(
                holds.with_, id=wrong.id, recorded_at=wrong.recorded_at, recorded_by=wrong.recorded_by
            )
    return [instead.get(e.id, e) for e in seen if e.id not in void and not isinstance(e, Correction)]
