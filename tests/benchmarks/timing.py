"""Ratios to a yardstick: ours and the yardstick in turn, the median of rounds."""

import time
from collections.abc import Callable
from functools import partial
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import median
from typing import Any

Work = Callable[[], Any]
_ENOUGH = 0.1  # seconds of the yardstick in all: what is done sooner is done more often
_MOST = 50


def processor() -> float:
    """Seconds that processors worked for us and for programs of ours that have ended, whoever else was at them."""
    return sum(used.ru_utime + used.ru_stime for used in map(getrusage, (RUSAGE_SELF, RUSAGE_CHILDREN)))


def timed(work: Work) -> tuple[float, float]:
    """Seconds that one piece of work takes: of the processor, and by the clock on the wall."""
    began, worked = time.perf_counter(), processor()
    work()
    return processor() - worked, time.perf_counter() - began


def ratio(ours: Work, theirs: Work, rounds: int, *, waits: bool = False) -> dict[str, Any]:
    """The median of the rounds' ratios; ours and the yardstick in turn, after one round that does not count.

    Args:
        ours: the work.
        theirs: the yardstick.
        rounds: how many, at the least.
        waits: whether waiting, as for a disk, is part of the work; else only work of the processor counts, which
            others who are busy on the same machine change little.
    """
    timed(ours)
    many = max(rounds, min(_MOST, round(_ENOUGH / timed(theirs)[1])))
    each = [(timed(ours), timed(theirs)) for _ in range(many)]
    worked, clock = (median(a[told] / b[told] for a, b in each) for told in (0, 1))
    return {
        "ratio": clock if waits else worked, "worked": worked, "runs": many,
        "yardstick_s": median(b[waits] for _, b in each), "again": partial(ratio, ours, theirs, 2 * many, waits=waits),
    }  # fmt: skip
