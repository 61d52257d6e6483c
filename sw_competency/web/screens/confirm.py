"""Confirm practice: what learners logged themselves, for whoever watched it."""

from collections.abc import Iterator
from datetime import date
from threading import Lock
from urllib.parse import quote
from weakref import WeakKeyDictionary

import attrs

from sw_competency.errors import FieldError, StoreDamagedError, StoreError
from sw_competency.judge.unconfirmed import unconfirmed
from sw_competency.model import Correction, Entry, Practice, same_person
from sw_competency.model.shape import plain
from sw_competency.model.training_record import as_known
from sw_competency.stores import Store
from sw_competency.tracker import Tracker
from sw_competency.web.roles import SUPERVISORS
from sw_competency.web.screen import Screen
from sw_competency.web.visit import Done, Link, Visit

_TICK = "tick:"
_MOST = 50
_STAMPS = {"id", "recorded_at", "recorded_by", "recorded_at_source"}


@attrs.frozen(slots=True, kw_only=True)
class Waits:
    """One attempt that waits: its tick, who did what, when, how it went, who watched, and whether it was us."""

    tick: str
    who: Link
    title: str
    on: date
    went: str
    watched: str
    mine: bool
    ticked: bool


@attrs.frozen(slots=True)
class Waiting:
    """The screen: what waits, what we watched first; how many more there are; the reason as filled in."""

    lines: tuple[Waits, ...]
    more: int
    reason: str


class Confirm(Screen):
    """What learners logged, confirmed or rejected with a reason they see."""

    path = "/confirm"
    title = "Confirm practice"
    sees = SUPERVISORS
    does = SUPERVISORS
    place = 25

    def show(self, visit: Visit) -> Waiting:
        """List what waits."""
        found = sorted(
            (_line(visit, one) for one in _waiting(visit)), key=lambda one: (not one.mine, one.who.title, one.on)
        )
        return Waiting(tuple(found[:_MOST]), max(0, len(found) - _MOST), visit.text("reason") or "")

    def do(self, visit: Visit) -> Done:
        """Confirm those that are ticked, or reject them: all of them or none."""
        ticked = {name for name in visit.given if name.startswith(_TICK)}
        chosen = [one for one in _waiting(visit) if _tick(one) in ticked]
        if not chosen:
            raise FieldError("what", "is empty: tick what is meant; what was answered meanwhile is no longer listed")
        if len(chosen) < len(ticked):
            raise FieldError("what", "has changed meanwhile: look at the list, and send it again")
        rejects = visit.given.get("answer") == "rejected"
        reason = visit.needed("reason", "Why not") if rejects else "Confirmed by who supervised the learner"
        today = visit.tracker.today()
        made = [_correction(one, visit.by, today, reason, confirms=not rejects) for one in chosen]
        visit.tracker.append(made, visit.by)
        return Done(visit.link("confirm"), f"{'Not confirmed' if rejects else 'Confirmed'}: {len(chosen)}.")


def _waiting(visit: Visit) -> Iterator[Practice]:
    """Return what waits in each record as it is written, of everybody else: nobody confirms their own."""
    kept = visit.questions.records.joining.kept
    logged = _logged(visit.tracker)
    own = None if logged is None else {worker for worker, by in logged if same_person(kept(by), kept(worker))}
    for worker in visit.tracker.workers() if own is None else sorted(own):
        if same_person(kept(worker), kept(visit.by)):
            continue
        try:
            yield from unconfirmed(as_known(visit.tracker.entries(worker), None), kept)
        except StoreDamagedError:  # Today names whose record that is
            continue


class _Seen:
    """Up to which change a store was looked through, and whose practice was logged there, each with by whom."""

    def __init__(self) -> None:
        self.sequence, self.lock = 0, Lock()
        self.logged = set[tuple[str, str]]()


_SEEN: WeakKeyDictionary[Store, _Seen] = WeakKeyDictionary()


def _logged(tracker: Tracker) -> set[tuple[str, str]] | None:
    """Return whose practice was logged, and by whom; None where the store cannot tell what is new in it.

    Only what is new is looked at. What was confirmed since stays among it, and is found to wait for nothing.
    """
    seen = _SEEN.setdefault(tracker.store, _Seen())
    with seen.lock:
        try:
            for change in tracker.store.changes(seen.sequence):
                found = (one for one in change.entries if _may_wait(one))
                seen.logged |= {(str(one.owner[1]), str(one.recorded_by)) for one in found}
                seen.sequence = change.sequence
        except StoreError:  # it keeps no such order, or something in it is damaged
            return None
        return set(seen.logged)


def _may_wait(one: Entry) -> bool:
    what = one.with_ if isinstance(one, Correction) else one
    return isinstance(what, Practice) and what.confirmed_by is None and what.supervised


def _tick(one: Practice) -> str:
    return f"{_TICK}{quote(one.worker, safe='')}/{quote(one.id, safe='')}"


def _line(visit: Visit, one: Practice) -> Waits:
    return Waits(
        tick=_tick(one), who=Link(visit.named(one.worker), visit.link("people", one.worker)), on=one.on,
        title=visit.tracker.catalogue.titled(one.competency), went=one.outcome,
        watched=visit.named(one.supervisor) if one.supervisor else "nobody",
        mine=same_person(one.supervisor, visit.by), ticked=_tick(one) in visit.given,
    )  # fmt: skip


def _correction(one: Practice, by: str, on: date, reason: str, *, confirms: bool) -> dict[str, object]:
    found: dict[str, object] = {
        "kind": "correction", "worker": one.worker, "on": on.isoformat(), "corrects": one.id, "reason": reason,
    }  # fmt: skip
    if not confirms:
        return found
    said = {name: value for name, value in plain(one).items() if name not in _STAMPS}
    return {**found, "with": {**said, "confirmed_by": by}}
