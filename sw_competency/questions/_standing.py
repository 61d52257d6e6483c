"""The answers about one worker evening by evening: what one would have been told, and what one will be told.

An evening's answer is about its day, by what was known at its end. So it changes by the calendar, by what was recorded
that day, or by both. Only days on which something can change are judged: those on which something was recorded that
the answers may rest on, and the turning days between them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Literal

import attrs
import msgspec

from sw_competency.dates import day_before, end_of
from sw_competency.errors import StoreDamagedError
from sw_competency.judge.everybody import Everybody
from sw_competency.judge.rebanding import judge_rebanding
from sw_competency.judge.records import Owner, Records
from sw_competency.judge.since import turns
from sw_competency.model import Entry, recorded
from sw_competency.model.mentions import mentioned
from sw_competency.questions._changes import State, World, sites_of

_NOTHING = frozenset({None, "not-started", "withdrawn", "cannot-tell", "may-not", "not-met"})


class Turn(msgspec.Struct, frozen=True):
    """One answer about a worker that changes on a day.

    Args:
        on: the day.
        question: `status`, `may` or `rebanding`.
        name: the competency, or the rule.
        by: what was recorded that day, or the calendar alone.
        before: the answer of the evening before.
        after: the answer of that evening.
        recorded: ids of the entries that were recorded that day in the worker's record.
        sites: where the worker is in post that day, the main post's first.
    """

    on: date
    question: str
    name: str
    by: Literal["entry", "calendar"]
    before: State
    after: State
    recorded: tuple[str, ...]
    sites: tuple[str, ...]


class _Evenings(World):
    """One worker's answers on the evenings of some days, by what was known at the end of the first of them."""

    def days(self, question: str, name: str) -> Iterable[date]:
        """Return the days, after the first, on which an answer can change."""
        if question != "rebanding":
            return super().days(question, name)
        return {*self.turning.of_record, *turns(self.judge, name, self.first, self.last)}

    def _rule(self, name: str) -> Callable[[date], State]:
        def state(day: date) -> State:
            found = judge_rebanding(self.judge, name, day).finding
            return State(found.outcome.value, None, found)

        return state


class Evenings:
    """The evenings of a stretch of days, for one worker after another.

    Args:
        everybody: the records and the catalogue; nothing is known that was recorded after its instant.
        first: the first day.
        last: the last day.
    """

    def __init__(self, everybody: Everybody, first: date, last: date) -> None:
        self._everybody, self._first, self._last = everybody, first, last
        self._known: dict[datetime, Records] = {}
        self._recorded: dict[Owner, frozenset[date]] = {}

    def turns(self, worker: str) -> Iterator[Turn]:
        """Return every answer about a worker that changes on one of the days, in the order of days."""
        worlds = self._worlds(worker)
        found = [turn for question, name in self._asked(worlds) for turn in self._of(worlds, question, name)]
        yield from sorted(found, key=lambda turn: turn.on)
        for records in self._known.values():
            records.forget()

    def _of(self, worlds: Sequence[_Evenings], question: str, name: str) -> Iterator[Turn]:
        days = [
            (day, world)
            for world in worlds
            for day in sorted({world.first, *(d for d in world.days(question, name) if world.first < d <= world.last)})
        ]
        if len(days) == 1:
            return
        answers = {id(world): world.states(question, name) for world in worlds}
        states = [answers[id(world)](day) for day, world in days]
        for (one, other), (before, after) in zip(pairwise(days), pairwise(states), strict=True):
            (_, was), (day, world) = one, other
            if before.compared == after.compared or _says_nothing(world, name, before, after):
                continue
            was_known = was is world or answers[id(was)](day).compared == after.compared
            yield Turn(
                day, question, name, "calendar" if was_known else "entry", before, after,
                () if was_known else tuple(e.id for e in self._written(world.judge.record.written, day)),
                sites_of(world.judge, day),
            )  # fmt: skip

    def _asked(self, worlds: Sequence[_Evenings]) -> Iterator[tuple[str, str]]:
        """Name what is asked: the status of every competency, whether what was signed off may be done, every rule."""
        catalogue = self._everybody.catalogue
        held = {name for world in worlds for name in world.judge.record.whole.given}
        for name in sorted(catalogue.competencies):
            yield "status", name
            if name in held:
                yield "may", name
        for name in sorted(catalogue.rules):
            yield "rebanding", name

    # -- what was known when -----------------------------------------------------------------------------------------

    def _worlds(self, worker: str) -> list[_Evenings]:
        """Return the worlds of the days before the first, and from each day on which something was recorded."""
        record = self._everybody.records.worker(worker)
        owners = dict.fromkeys(
            [("site", a.site) for a in record.whole.appointments]
            + [(kind, id_) for e in record.written for _, id_ in mentioned(e) for kind in ("assessor", "worker")]
        )  # fmt: skip
        new = {day for owner in owners if owner != ("worker", worker) for day in self._recorded_on(owner)}
        new |= {_written_on(e) for e in self._written(record.written)}
        begin = day_before(self._first)
        starts = sorted({begin, *new})
        ends = [*(day_before(day) for day in starts[1:]), self._last]
        return [self._world(worker, *days) for days in zip(starts, ends, strict=True)]

    def _world(self, worker: str, first: date, last: date) -> _Evenings:
        moment = self._everybody.moment
        known_by = min(end_of(first), moment.known_by)
        records = self._known.setdefault(known_by, self._everybody.records.known(known_by))
        there = self._everybody.under(records=records)
        there.moment = attrs.evolve(moment, as_of=first, known_by=known_by)
        return _Evenings(there, worker, last)

    def _recorded_on(self, owner: Owner) -> frozenset[date]:
        """Return the days of the stretch on which something was recorded in a record; of one that is damaged, none."""
        if owner not in self._recorded:
            try:
                entries = self._everybody.records.written(owner)
            except StoreDamagedError:
                entries = []
            self._recorded[owner] = frozenset(_written_on(e) for e in self._written(entries))
        return self._recorded[owner]

    def _written(self, entries: Iterable[Entry], day: date | None = None) -> Iterator[Entry]:
        """Return the entries that were recorded on a day, or on any of the stretch, and are known."""
        first, last = day or self._first, day or self._last
        known_by = self._everybody.moment.known_by
        return (e for e in entries if first <= _written_on(e) <= last and recorded(e) <= known_by)


def _written_on(entry: Entry) -> date:
    return recorded(entry).astimezone(UTC).date()


def _says_nothing(world: _Evenings, name: str, before: State, after: State) -> bool:
    """Tell whether nothing was held before or after, and nothing is on record that could make a difference."""
    if {before.word, after.word} <= _NOTHING and name in world.catalogue.competencies:
        return world.judge.record.first_about(name) is None
    return before.finding is None and after.word in _NOTHING
