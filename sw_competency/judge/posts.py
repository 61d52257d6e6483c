"""Posts: which appointment holds on a day, at which tier, and for how long.

An appointment replaces the earlier one of the same post; with `until` it lies over it, and afterwards the earlier one
stands again. An upheld re-banding sets the tier from its day.
"""

import heapq
from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date

from sw_competency.catalogue.catalogue import Catalogue
from sw_competency.dates import ONE_DAY, day_before
from sw_competency.model import Appointment, Entry, Leaving, Rebanding
from sw_competency.rules import Span


class Post:
    """One post of a worker, through time."""

    __slots__ = ("_days", "_holders", "spans")

    def __init__(
        self,
        appointments: Sequence[Appointment],
        leavings: Sequence[Leaving],
        rebandings: Sequence[Rebanding],
        rank: Callable[[str], int],
        place: Callable[[Entry], int],
    ) -> None:
        ended: list[Span] = []
        for appointment, last in _with_ends(appointments, leavings, place):
            ended += _by_tier(appointment, last, rebandings, rank)
        self.spans = tuple(ended)
        self._days, self._holders = _segments(self.spans)

    def at(self, day: date) -> Span | None:
        """Return the appointment that holds on a day."""
        index = bisect_right(self._days, day) - 1
        return self._holders[index] if index >= 0 else None

    def begun(self, day: date) -> Sequence[Span]:
        """Return the spans begun by a day."""
        spans = self.spans
        return spans if all(s.first <= day for s in spans) else tuple(s for s in spans if s.first <= day)


def band_of(span: Span, catalogue: Catalogue) -> int | None:
    """Return the band of a post: the appointment's own, unless a re-banding came after it; else that of the tier."""
    appointment, tier = span.appointment, catalogue.tiers.get(span.tier)
    own = appointment.band if span.tier == appointment.tier else None
    return own or (tier.band if tier else None)


def _with_ends(
    appointments: Sequence[Appointment], leavings: Sequence[Leaving], place: Callable[[Entry], int]
) -> Sequence[tuple[Appointment, date]]:
    """Give each appointment its last day: a leaving ends those that stand before it in the order of the record."""
    out = []
    replaced = date.max
    places = [place(leaving) for leaving in leavings]
    for appointment in reversed(appointments):
        last = min(appointment.until or date.max, replaced)
        if places:
            index = bisect_right(places, place(appointment))
            if index < len(places):
                last = min(last, leavings[index].on)
        if last >= appointment.on:
            out.append((appointment, last))
        if appointment.until is None:
            replaced = min(replaced, day_before(appointment.on))
    return out[::-1]


def _by_tier(
    appointment: Appointment, last: date, rebandings: Sequence[Rebanding], rank: Callable[[str], int]
) -> list[Span]:
    """Cut an appointment where a re-banding changes its tier; one that lies above at a higher tier keeps its own."""
    first, tier, by, out = appointment.on, appointment.tier, None, []
    for decision in rebandings:
        if not (decision.upheld and appointment.on <= decision.on <= last):
            continue
        if appointment.until is not None and rank(appointment.tier) > rank(decision.to):
            continue
        if decision.on > first:
            out.append(Span(appointment, tier, first, day_before(decision.on), by))
        first, tier, by = decision.on, decision.to, decision.id
    out.append(Span(appointment, tier, first, last, by))
    return out


def _segments(spans: Sequence[Span]) -> tuple[list[date], list[Span | None]]:
    """Return the days on which another span, or none, begins to hold: of those that run, the one that came last."""
    if not spans:
        return [], []
    if len(spans) == 1:
        (span,) = spans
        if span.last == date.max:
            return [span.first], [span]
        return [span.first, span.last + ONE_DAY], [span, None]
    edges = {s.first for s in spans} | {s.last + ONE_DAY for s in spans if s.last < date.max}
    waiting = sorted(range(len(spans)), key=lambda i: spans[i].first, reverse=True)
    running: list[int] = []
    days, holders = [], list[Span | None]()
    for day in sorted(edges):
        while waiting and spans[waiting[-1]].first <= day:
            heapq.heappush(running, -waiting.pop())
        while running and spans[-running[0]].last < day:
            heapq.heappop(running)
        days.append(day)
        holders.append(spans[-running[0]] if running else None)
    return days, holders
