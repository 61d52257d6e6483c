"""`training`: a programme has been completed and has not expired."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import ClassVar

from sw_competency.dates import Length, before, last_day_within, next_day, said
from sw_competency.model import MET, NOT_MET, Finding, Outcome
from sw_competency.rules.bounds import Bounds, Cases
from sw_competency.rules.kinds.tier import post_changes
from sw_competency.rules.requirement import Case, Completion, Requirement, ToDo, found, requirement


def _say_completed(title: str, done: Completion, lacks: object | None) -> str:
    until = f", current to {said(done.expires_on)}" if done.expires_on else ""
    return f"{title} was completed on {said(done.training.on)}{until}{f', with {lacks}' if lacks else ''}"


def _say_expired(title: str, done: Completion) -> str:
    return f"{title} expired on {said(done.expires_on)}" if done.expires_on else f"{title} is too long ago"


def _say_too_old(title: str, done: Completion, within: Length) -> str:
    return f"{title} was last completed on {said(done.training.on)}, which is not within {within}"


def _longest(done: Sequence[Completion]) -> Completion:
    return done[0] if len(done) == 1 else max(done, key=lambda d: (d.expires_on or date.max, d.training.on))


@requirement
class Training(Requirement):
    """A programme has been completed and has not expired on the day.

    Args:
        programme: the programme, or one that counts as it.
        within: completed within this length of time before the day.
    """

    kind: ClassVar[str] = "training"
    rests_on_others: ClassVar[bool] = True
    programme: str
    within: Length | None = None

    def outcome(self, case: Case) -> Outcome:
        """Look for a completion that still holds."""
        if self.within is not None:
            return self.judge(case).outcome
        day = case.day
        for done in case.completions(self.programme):
            if done.expires_on is None or done.expires_on >= day:
                return MET
        return NOT_MET

    def judge(self, case: Case) -> Finding:
        """Look for a completion that still holds."""
        done = case.completions(self.programme)
        if not done:
            return found(case, NOT_MET, f"{case.titled(self.programme)} has not been completed")
        best = _longest(done)
        title = case.titled(self.programme)
        if best.expires_on is not None and best.expires_on < case.day:
            expired = (_say_expired, title, best)
            return Finding(NOT_MET, expired, (best.training.id,), case.cites, (), best.placeholders)
        if self.within is not None:
            current = [d for d in done if d.expires_on is None or d.expires_on >= case.day]
            best = max(current, key=lambda d: d.training.on)
            if best.training.on <= before(case.day, self.within):
                sentence = (_say_too_old, title, best, self.within)
                return found(case, NOT_MET, sentence, [best.training])
        lacks = None if best.training.standards is None else case.lacking(best.training)
        completed = (_say_completed, title, best, lacks)
        return Finding(MET, completed, (best.training.id,), case.cites, (), best.placeholders)

    def bounds(self, cases: Cases) -> Bounds:
        """Look for a completion that still holds."""
        done = cases.completed(self.programme, self.within)
        return cases.unknown() if done is None else cases.decided(done)

    def placeholders(self, case: Case) -> tuple[str, ...]:
        """Take those of the completion that lasts longest."""
        done = case.completions(self.programme)
        return _longest(done).placeholders if done and self.within is None else self.judge(case).placeholders

    def changes(self, case: Case) -> Iterable[date]:
        """Return the days of completion and the days after the last current one."""
        for done in case.completions(self.programme):
            yield done.training.on
            if self.within is not None:
                yield next_day(last_day_within(done.training.on, self.within))
        yield from (next_day(last) for last in case.training_ends(self.programme))
        yield from post_changes(case)

    def references(self) -> Iterator[tuple[str, str, str]]:
        """Name the programme."""
        yield "programme", self.programme, "programme"

    def to_do(self, titled: Callable[[str], str]) -> ToDo:
        """Complete the programme."""
        return ToDo(f"Complete {titled(self.programme)}", "the worker, once a place is booked")

    def asks(self, titled: Callable[[str], str]) -> str:
        """Say it in words."""
        return f"{titled(self.programme)}, completed{f' within {self.within}' if self.within else ''}"
