"""What closes a task on record: the last withdrawal of it, and the suspension that is in force."""

from collections.abc import Sequence
from datetime import date

from sw_competency.judge.folded import FoldedRecord, up_to
from sw_competency.model import Withdrawal


def about(record: FoldedRecord, name: str, day: date) -> list[Withdrawal]:
    """Return the withdrawals and suspensions of a competency, or of all, up to a day."""
    return [w for w in up_to(record.withdrawals, day) if w.competency in {None, name}]


def last_withdrawal(closing: Sequence[Withdrawal]) -> Withdrawal | None:
    """Return the last that is no suspension."""
    return next((w for w in reversed(closing) if not w.suspends), None)


def suspended_by(record: FoldedRecord, name: str, closing: Sequence[Withdrawal], day: date) -> Withdrawal | None:
    """Return the suspension that is in force on a day: not over, and nothing reinstated since."""
    ends = [r for r in up_to(record.reinstatements, day) if r.competency in {None, name}]
    lifted = max((record.place[id(r)] for r in ends), default=-1)
    for w in reversed(closing):
        if w.suspends and record.place[id(w)] > lifted and (w.until is None or w.until >= day):
            return w
    return None
