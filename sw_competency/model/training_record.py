"""The training record as it was known at an instant: late entries left out, corrections applied, in order of days."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from operator import attrgetter

from msgspec.structs import replace

from sw_competency.dates import end_of
from sw_competency.model.entries import Correction, Entry


def recorded(entry: Entry) -> datetime:
    """When an entry was written down; the end of its day where nobody said."""
    return entry.recorded_at or end_of(entry.on)


def as_known(entries: Iterable[Entry], known_by: datetime | None) -> list[Entry]:
    """Return the entries of one record as known at an instant, in the order of their days.

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
    """Apply corrections: of several of one entry the one recorded last holds, unless it was corrected away itself."""
    corrections = sorted((e for e in seen if isinstance(e, Correction)), key=lambda e: (recorded(e), e.on))
    rank = {written.id: place for place, written in enumerate(corrections)}
    of: defaultdict[str, list[tuple[int, Correction]]] = defaultdict(list)
    for written in _in_turn(corrections):
        holds = _holding(written, of.pop(written.id, []))
        if isinstance(holds, Correction) and holds.corrects != written.id:
            of[holds.corrects].append((rank[written.id], holds))
    held = [_holding(e, of[e.id]) if e.id in of else e for e in seen if not isinstance(e, Correction)]
    return [e for e in held if e is not None]


def _holding(entry: Entry, corrections: list[tuple[int, Correction]]) -> Entry | None:
    """Return an entry as it should have been, keeping its stamps; None where it is void."""
    for _, last in sorted(corrections, key=lambda one: one[0], reverse=True):
        if last.with_ is None:
            return None
        if type(last.with_) is type(entry) and last.with_.owner == entry.owner:
            return replace(
                last.with_, id=entry.id, recorded_at=recorded(entry), recorded_by=entry.recorded_by
            )  # fmt: skip
    return entry


def _in_turn(corrections: Sequence[Correction]) -> Iterator[Correction]:
    """Return corrections, each after those that correct it; where that goes round in a circle, the last recorded first.

    Args:
        corrections: in the order of their recording.
    """
    by_id = {written.id: written for written in corrections}
    about: dict[str, set[str]] = {written.id: {written.corrects} - {written.id} for written in corrections}
    for written in corrections:  # a correction may be corrected into one of something else
        if isinstance(written.with_, Correction) and written.corrects in about:
            about[written.corrects].add(written.with_.corrects)
    waits = Counter(target for targets in about.values() for target in targets)
    ready = [written for written in corrections if not waits[written.id]]
    left = list(corrections)
    done: set[str] = set()
    while ready or left:
        written = ready.pop() if ready else left.pop()
        if written.id in done:
            continue
        done.add(written.id)
        yield written
        for target in about[written.id] & by_id.keys():
            waits[target] -= 1
            if not waits[target]:
                ready.append(by_id[target])
