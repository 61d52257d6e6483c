"""Readable entries, catalogues and trackers for tests: what happened, on which day, in one line each.

>>> from sw_competency.testing.builders import appointed, signed_off, tracker_of
>>> tracker = tracker_of([appointed("w1", "2024-01-08"), signed_off("w1", "ct-room-assist", "2024-02-01")])
>>> tracker.at("2024-03-01").may("w1", "ct-room-assist").outcome
<Outcome.CANNOT_TELL: 'cannot-tell'>
"""

import tomllib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import attrs
from msgspec.structs import replace

from sw_competency.catalogue import Catalogue, layer_of, load
from sw_competency.dates import parse_instant
from sw_competency.model import Entry, parse_entry, plain, recorded, with_ids
from sw_competency.stores import MemoryStore
from sw_competency.tracker import Tracker


def entry(kind: str, on: str, **fields: Any) -> Entry:
    """Any entry, its fields under their written names; `from` and `with` take a line beneath."""
    written = {name.rstrip("_"): value for name, value in fields.items()}
    return parse_entry({"kind": kind, "on": on, **written})[0]


def appointed(worker: str, on: str, tier: str = "senior-clinical-support-worker", **more: Any) -> Entry:
    """Somebody is appointed, at site-1 unless it says otherwise."""
    return entry("appointment", on, worker=worker, tier=tier, **{"site": "site-1", **more})


def left(worker: str, on: str, **more: Any) -> Entry:
    """Somebody's last day in post."""
    return entry("leaving", on, worker=worker, **more)


def absent(worker: str, on: str, until: str | None = None, reason: str = "sickness") -> Entry:
    """Somebody is away for long."""
    return entry("absence", on, worker=worker, until=until, reason=reason)


def trained(worker: str, programme: str, on: str, outcome: str = "completed", **more: Any) -> Entry:
    """Somebody completes a programme."""
    return entry("training", on, worker=worker, programme=programme, outcome=outcome, **more)


def practised(worker: str, competency: str, on: str, outcome: str = "successful", **more: Any) -> Entry:
    """Somebody does a task."""
    return entry("practice", on, worker=worker, competency=competency, outcome=outcome, **more)


def watched(worker: str, competency: str, on: str, supervisor: str = "a1", **more: Any) -> Entry:
    """Somebody does a task under direct supervision."""
    return practised(worker, competency, on, supervisor=supervisor, supervision="direct", **more)


def assessed(worker: str, competency: str, on: str, outcome: str = "competent", assessor: str = "a1") -> Entry:
    """An assessor watches, and judges."""
    return entry("assessment", on, worker=worker, competency=competency, assessor=assessor, outcome=outcome)


def signed_off(worker: str, competency: str, on: str, assessor: str = "a1", **more: Any) -> Entry:
    """Somebody is signed off, by a1 unless it says otherwise."""
    return entry("sign-off", on, worker=worker, competency=competency, assessor=assessor, **more)


def countersigned(worker: str, sign_off: str, on: str, by: str = "a2") -> Entry:
    """A second person confirms a sign-off, which is named by its id."""
    return entry("countersignature", on, worker=worker, sign_off=sign_off, by=by)


def withdrawn(worker: str, on: str, competency: str | None = None, **more: Any) -> Entry:
    """A competency, or all, is withdrawn; with `until` or `suspension`, suspended."""
    return entry("withdrawal", on, worker=worker, competency=competency, **{"by": "m1", **more})


def registered(assessor: str = "a1", on: str = "2015-01-01", **more: Any) -> Entry:
    """An assessor is on a register."""
    return entry("registration", on, assessor=assessor, **more)


def corrected(wrong: Entry, on: str, with_: Entry | None = None, **more: Any) -> Entry:
    """An entry, named by its id, was wrong: it should have been another, or is void."""
    owner, named = wrong.owner
    instead = None if with_ is None else plain(with_)
    return entry("correction", on, corrects=wrong.id, with_=instead, **{"reason": "a slip", owner: named, **more})


def catalogue_of(text: str) -> Catalogue:
    """A catalogue written as TOML, by itself."""
    return load(layer_of(tomllib.loads(text), "catalogue.toml"), over_shipped=False)


@attrs.define
class Clock:
    """A clock that stands still until it is set."""

    now: datetime = datetime(2030, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the instant it shows."""
        return self.now

    def set(self, instant: str) -> None:
        """Set it to an instant, or to the end of a day."""
        self.now = parse_instant(instant)


def tracker_of(entries: Iterable[Entry], catalogue: Catalogue | None = None, clock: Clock | None = None) -> Tracker:
    """A tracker in memory with these entries on record, each as written down at the end of its day."""
    store, clock = MemoryStore(), clock or Clock()
    store.append([replace(e, recorded_at=recorded(e)) for e in with_ids(entries)], clock)
    return Tracker(store, catalogue, clock=clock)
