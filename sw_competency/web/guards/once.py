"""The same form sent twice is one entry: what came of it is given again."""

from collections.abc import Callable
from typing import TypeVar, cast

from sw_competency.web.guards.sessions import Session

T = TypeVar("T")
_KEPT = 200  # forms of one session


def once(session: Session, key: str, do: Callable[[], T], kept: type) -> T:
    """Do what a form asks for, or return what came of it the first time; what was refused may be sent again.

    Args:
        session: who sent it.
        key: the form's own, which its page was made with.
        do: what it asks for; what it raises is not kept.
        kept: of which type it is where something was recorded; anything else is worked out again.
    """
    with session.lock:
        if key in session.done:
            return cast("T", session.done[key])
        done = do()
        if isinstance(done, kept):
            session.done[key] = done
            while len(session.done) > _KEPT:
                session.done.popitem(last=False)
        return done
