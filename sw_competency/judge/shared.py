"""What follows from a record, a catalogue and what is asked is worked out once, and kept with the judge.

A page asks much of it several times over: what may be done, what is not needed, what was written down late. What
follows from a catalogue alone is kept for all who are judged by it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from sw_competency.catalogue.catalogue import Catalogue
from sw_competency.judge.judging import Judging

J = TypeVar("J", bound=Judging)
P = ParamSpec("P")
T = TypeVar("T")
_PLANS: WeakKeyDictionary[Catalogue, dict[Any, Any]] = WeakKeyDictionary()


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


def plans_of(catalogue: Catalogue) -> dict[Any, Any]:
    """Return what was worked out from a catalogue alone: kept as long as that is, and pickled with nothing."""
    return _PLANS.setdefault(catalogue, {})
