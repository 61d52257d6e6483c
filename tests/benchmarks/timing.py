"""Ratios to a yardstick: ours and the yardstick in turn, the median of rounds."""

import time
from collections.abc import Callable
from statistics import median
from typing import Any

Work = Callable[[], Any]


def timed(work: Work) -> float:
    """Seconds that one piece of work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def ratio(ours: Work, theirs: Work, rounds: int) -> dict[str, Any]:
    """The median of the rounds' ratios; ours and the yardstick in turn, after one round that does not count."""
    ratios, mine, yard = [], [], []
    for number in range(rounds + 1):
        a, b = timed(ours), timed(theirs)
        if number:
            ratios.append(a / b)
            mine.append(a)
            yard.append(b)
    return {"ratio": median(ratios), "runs": rounds, "ours_s": median(mine), "yardstick_s": median(yard)}
