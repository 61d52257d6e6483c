"""What follows from a record, a catalogue and what is asked is worked out once, and kept with the judge.

A page asks much of it several times over: what may be done, what is not needed, what was written down late.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from sw_competency.judge.judging import Judging

J = TypeVar("J", bound=Judging)
P = ParamSpec("P")
T = TypeVar("T")


def shared(work: Callable[Concatenate[J, P], T]) -> Callable[Concatenate[J, P], T]:
    """Let a function of a judge answer the same question by what it answered before.

    Args:
        work: what comes of it hangs on the judge and what is asked alone, is never changed, and holds on to no judge.
    """

    @wraps(work)
    def once(judge: J, /, *asked: P.args, **named: P.kwargs) -> T:
        key = (work, asked, *named.items()) if named else (work, asked)
        found: T
        try:
            found = judge.worked_out[key]
        except KeyError:
            found = judge.worked_out[key] = work(judge, *asked, **named)
        return found

    return once
