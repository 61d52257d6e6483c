"""What closes a task on record: the last withdrawal of it, and the suspension that is in force."""

from collections.abc import Sequence

from sw_competency.judge.folded import Snapshot
from sw_competency.model import Withdrawal


def last_withdrawal(closing: Sequence[Withdrawal]) -> Withdrawal | None:
    """Return the last that is no suspension."""
    return next((w for w in reversed(closing) if not w.suspends), None)


def suspended_by(then: Snapshot, name: str, closing: Sequence[Withdrawal]) -> Withdrawal | None:
    """Return the suspension that is in force on a day: not over, and nothing reinstated since."""
    closing = [w for w in closing if w.suspends]
    if not closing:
        return None
    record = then.record
    lifted = max((record.place[id(r)] for r in then.reinstatements if r.competency in {None, name}), default=-1)
    for w in reversed(closing):
        if (w.until is None or w.until >= then.day) and record.place[id(w)] > lifted:
            return w
    return None
