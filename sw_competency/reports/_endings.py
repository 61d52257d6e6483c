"""Until when a task may be done alone: a certificate, a post or a recall may end it before the sign-off does."""

from collections.abc import Iterable, Mapping
from datetime import date

import attrs

from sw_competency.dates import Length, after, day_before, said
from sw_competency.model.marks import ANSWER
from sw_competency.questions.cover import Standing, shifts_of
from sw_competency.reports._base import Asked

_AHEAD = Length.parse("P5Y")  # how far is looked where a sign-off never expires


@attrs.frozen(slots=True)
class Ending:
    """What ends it.

    Args:
        last: the last day on which it may be done alone, by what is on record.
        then: what is left of it from the next day on.
        says: the same, and why.
        placeholder: whether that rests on a number nobody has published.
    """

    last: date
    then: str
    says: str
    placeholder: bool


def endings(
    asked: Asked, worker: str, tasks: Iterable[str], expiries: Mapping[str, date | None]
) -> dict[str, Ending]:
    """Return of tasks that may be done what ends that before the sign-off expires, where anything does.

    Args:
        asked: the report asked for.
        worker: who may do them on the day.
        tasks: which tasks.
        expiries: the last day of each sign-off; None for those that never expire.
    """
    judge, found = asked.questions.judge(worker), {}
    for task in tasks:
        days = (asked.day, expiries.get(task) or after(asked.day, _AHEAD))
        _, shifts = shifts_of(judge, task, days, None, None)
        ends = next((shift for shift in shifts if shift.after.answer != "may"), None)
        if ends is not None:
            found[task] = _ending(ends.day, ends.after)
    return found


def _ending(day: date, then: Standing) -> Ending:
    why = f": {_reason(then)}" if then.why else ""
    word = ANSWER[then.answer].word if then.answer in ANSWER else "not in post"
    placeholder = then.finding is not None and bool(then.finding.placeholders)
    return Ending(day_before(day), f"Then {word}", f"From {said(day)} {word}{why}", placeholder)


def _reason(then: Standing) -> str:
    """Return the reason alone: what is still needed follows from it, and a card has little room."""
    return then.why.partition(". Still needed")[0]
