"""Where somebody worked and as what, by the sessions of a rota. A session is no practice: it changes no status.

Practice of a task in a modality shows too that somebody worked there on that day; of hours and roles it says nothing.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from math import fsum

import msgspec

from sw_competency.dates import Length, before
from sw_competency.judge.folded import Snapshot
from sw_competency.model import Practice, Session

CLINICAL = "clinical"


class Area(msgspec.Struct, frozen=True, kw_only=True):
    """What is on record of somebody's work in an area.

    Args:
        modality: the area.
        last: the day they last worked there, in whatever role.
        with_patients: the day they last did so with patients: in a clinical session, one whose role is not on record,
            or practising a task.
        sessions: how many sessions there are on record.
        hours: how long they were together; None where one of them does not say.
        entries: the ids of the entries of those two days.
    """

    modality: str
    last: date
    with_patients: date | None
    sessions: int
    hours: float | None
    entries: tuple[str, ...]


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """How much of somebody's work was of one role.

    Args:
        role: the role, such as `clinical`, `clerical` or `cleaning`; None where the rota does not say.
        sessions: how many sessions.
        hours: how long they were together; None where one of them does not say.
        percent: their share, of the hours where every session says how long it was; else of the sessions.
    """

    role: str | None
    sessions: int
    hours: float | None
    percent: int


def sessions_of(record: Snapshot, within: Length | None = None) -> Sequence[Session]:
    """Return the sessions up to a day, be it all or those within a length of time before it."""
    found = record.sessions
    return found if within is None else [s for s in found if s.on > before(record.day, within)]


def role_of(session: Session) -> str | None:
    """Return the role of a session, capitals and blanks apart."""
    return (session.role or "").strip().casefold() or None


def with_patients(session: Session) -> bool:
    """Tell whether a session was worked with patients, as far as is recorded: no role but clinical is on record."""
    return role_of(session) in {CLINICAL, None}


def areas(record: Snapshot, within: Length | None = None) -> tuple[Area, ...]:
    """Return every area somebody worked in, the one of the latest day first."""
    worked: dict[str, list[Session | Practice]] = {}
    for session in sessions_of(record, within):
        worked.setdefault(session.modality, []).append(session)
    for practice in record.practised:
        named = practice.modality not in {None, "all"}
        if practice.modality and named and (within is None or practice.on > before(record.day, within)):
            worked.setdefault(practice.modality, []).append(practice)
    found = [_area(modality, entries) for modality, entries in worked.items()]
    return tuple(sorted(found, key=lambda one: (-one.last.toordinal(), one.modality)))


def _area(modality: str, worked: Sequence[Session | Practice]) -> Area:
    sessions = [one for one in worked if isinstance(one, Session)]
    clinical = [one for one in worked if isinstance(one, Practice) or with_patients(one)]
    last = max(worked, key=lambda one: one.on)
    latest = max(clinical, key=lambda one: one.on, default=None)
    return Area(
        modality=modality, last=last.on, with_patients=latest.on if latest else None, sessions=len(sessions),
        hours=_hours(sessions), entries=tuple(dict.fromkeys([last.id, *([latest.id] if latest else [])])),
    )  # fmt: skip


def shares(sessions: Iterable[Session]) -> tuple[Share, ...]:
    """Return how much of the sessions was of each role, the largest share first."""
    by_role: dict[str | None, list[Session]] = {}
    for session in sessions:
        by_role.setdefault(role_of(session), []).append(session)
    everything = [one for each in by_role.values() for one in each]
    hours = _hours(everything)
    found = [_share(role, each, hours or len(everything), by_hours=hours is not None) for role, each in by_role.items()]
    return tuple(sorted(found, key=lambda one: (-one.percent, one.role is None, one.role or "")))


def _share(role: str | None, sessions: Sequence[Session], whole: float, *, by_hours: bool) -> Share:
    hours = _hours(sessions)
    part = hours if by_hours and hours is not None else len(sessions)
    return Share(role=role, sessions=len(sessions), hours=hours, percent=round(100 * part / whole))


def _hours(sessions: Sequence[Session]) -> float | None:
    """Return how long sessions were together; None where there is none, or one of them does not say."""
    known = [one.hours for one in sessions if one.hours is not None]
    return round(fsum(known), 2) if known and len(known) == len(sessions) else None


def say_shares(found: Sequence[Share]) -> str:
    """Return what the sessions were, in words: no share is told of what nobody recorded."""
    whole = sum(one.sessions for one in found)
    by = "hours" if found and all(one.hours is not None for one in found) else "sessions"
    said = ", ".join(f"{one.percent}% {one.role or 'role not recorded'}" for one in found)
    return f"{whole} session{'s' * (whole != 1)} on record; of the {by}: {said}" if found else ""
