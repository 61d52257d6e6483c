"""`works-above-tier`: the worker does tasks of a higher tier."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import ClassVar

from sw_competency.dates import Length, before, last_day_within, next_day
from sw_competency.model import MET, NOT_MET, Finding, Practice
from sw_competency.rules.kinds.tier import not_in_post, post_changes
from sw_competency.rules.requirement import Case, Requirement, found, requirement


def _say(had: int, asked: int, distinct: int, wanted: int, within: Length) -> str:
    kinds = f", {distinct} different tasks where {wanted} are needed" if wanted > 1 else ""
    times = "once" if had == 1 else f"{had} times"
    return f"tasks above the tier were done {times} within {within} ({asked} needed){kinds}"


@requirement
class WorksAboveTier(Requirement):
    """Practice of competencies above the worker's tier, direct supervision apart: that is training.

    Args:
        at_least: so many times; a tally counts as so many.
        within: in the window that ends on the day.
        distinct: so many different competencies.
        not_counting: competencies that show nothing about the band, and do not count.
    """

    kind: ClassVar[str] = "works-above-tier"
    is_planned: ClassVar[bool] = False  # nobody is sent to work outside scope so that a job may be reviewed
    at_least: int
    within: Length
    distinct: int = 1
    not_counting: tuple[str, ...] = ()

    def judge(self, case: Case) -> Finding:
        """Count what was done above the tier held on its day."""
        if case.in_post() is None:
            return not_in_post(case)
        edge = before(case.day, self.within)
        done = [p for p in case.practised() if self._lies_after(p, edge) and self._above(case, p)]
        had, kinds = sum(p.times for p in done), {p.competency for p in done}
        outcome = MET if had >= self.at_least and len(kinds) >= self.distinct else NOT_MET
        return found(case, outcome, (_say, had, self.at_least, len(kinds), self.distinct, self.within), done)

    def looks_further(self) -> bool:
        """Look at all tasks above a tier."""
        return True

    def problem(self) -> str | None:
        """Refuse counts below one."""
        return "counts from 1 up" if min(self.at_least, self.distinct) < 1 else None

    @staticmethod
    def _lies_after(p: Practice, edge: date) -> bool:
        return p.on > edge and (p.times == 1 or (p.from_ is not None and p.from_ > edge))

    def references(self) -> Iterator[tuple[str, str, str]]:
        """Name the competencies that do not count."""
        return (("competency", name, "not_counting") for name in self.not_counting)

    def _above(self, case: Case, p: Practice) -> bool:
        if p.directly_supervised or p.competency in self.not_counting:
            return False
        span = case.at(p.on).in_post()
        return span is not None and case.above_tier(p.competency, span.tier)

    def changes(self, case: Case) -> Iterable[date]:
        """Return the days of practice, and those on which it falls out of the window."""
        for p in case.practised():
            if not p.directly_supervised:
                yield p.on
                yield next_day(last_day_within(p.from_ or p.on if p.times > 1 else p.on, self.within))
        yield from post_changes(case)

    def asks(self, titled: Callable[[str], str]) -> str:
        """Say it in words."""
        times = "once" if self.at_least == 1 else f"{self.at_least} times"
        kinds = f", {self.distinct} different tasks among them" if self.distinct > 1 else ""
        apart = " and ".join(titled(name) for name in self.not_counting)
        apart = f", not counting {apart}" if apart else ""
        return f"tasks above the tier done {times} within {self.within}{kinds}{apart}"
