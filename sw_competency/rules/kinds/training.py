"""`training`: a programme has been completed and has not expired."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import ClassVar

from sw_competency.dates import ONE_DAY, Length, before, last_day_within, said
from sw_competency.model import MET, NOT_MET, Finding
from sw_competency.rules.requirement import Case, Completion, Requirement, found, requirement


def _say_completed(title: str, done: Completion) -> str:
    until = f", current to {said(done.expires_on)}" if done.expires_on else ""
    return f"{title} was completed on {said(done.training.on)}{until}"


def _say_expired(title: str, done: Completion) -> str:
    return f"{title} expired on {said(done.expires_on)}" if done.expires_on else f"{title} is too long ago"


def _say_too_old(title: str, done: Completion, within: Length) -> str:
    return f"{title} was last completed on {said(done.training.on)}, which is not within {within}"


@requirement
class Training(Requirement):
    """A programme has been completed and has not expired on the day.

    Args:
        programme: the programme, or one that counts as it.
        within: completed within this length of time before the day.
    """

    kind: ClassVar[str] = "training"
    programme: str
    within: Length | None = None

    def judge(self, case: Case) -> Finding:
        """Look for a completion that still holds."""
        title = case.titled(self.programme)
        done = case.completions(self.programme)
        if not done:
            return found(case, NOT_MET, f"{title} has not been completed")
        current = [d for d in done if d.expires_on is None or d.expires_on >= case.day]
        if not current:
            last = max(done, key=lambda d: (d.expires_on or date.max, d.training.on))
            return found(case, NOT_MET, (_say_expired, title, last), [last.training])
        best = max(current, key=lambda d: (d.training.on, d.expires_on or date.max))
        if self.within is not None and best.training.on <= before(case.day, self.within):
            return found(case, NOT_MET, (_say_too_old, title, best, self.within), [best.training])
        best = max(current, key=lambda d: (d.expires_on or date.max, d.training.on)) if self.within is None else best
        return found(case, MET, (_say_completed, title, best), [best.training])

    def changes(self, case: Case) -> Iterable[date]:
        """Give the days of completion and the days after the last current one."""
        for done in case.completions(self.programme):
            yield done.training.on
            if done.expires_on is not None and done.expires_on < date.max:
                yield done.expires_on + ONE_DAY
            if self.within is not None:
                yield last_day_within(done.training.on, self.within) + ONE_DAY
        yield from (span.first for span in case.spans())
        yield from (span.last + ONE_DAY for span in case.spans() if span.last < date.max)

    def references(self) -> Iterator[tuple[str, str, str]]:
        """Name the programme."""
        yield "programme", self.programme, "programme"
