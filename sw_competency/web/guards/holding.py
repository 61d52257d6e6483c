"""Files that wait for somebody's answers: a few for each session, kept in memory, and gone with it."""

import secrets
from typing import TypeVar

from sw_competency.web.guards.sessions import Session

T = TypeVar("T")
_MOST = 2  # of one session; the one held for longest goes


def hold(session: Session, thing: object) -> str:
    """Hold something for a session, and return the mark by which it is found again."""
    mark = secrets.token_urlsafe(9)
    with session.lock:
        session.held[mark] = thing
        while len(session.held) > _MOST:
            session.held.popitem(last=False)
    return mark


def held(session: Session, mark: str, kind: type[T]) -> T | None:
    """Return what a session holds under a mark; None where nothing, or something else."""
    found = session.held.get(mark)
    return found if isinstance(found, kind) else None


def let_go(session: Session, mark: str) -> None:
    """Hold something no longer."""
    with session.lock:
        session.held.pop(mark, None)
