"""`qualification`: a qualification at a level or above."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import ClassVar

from sw_competency.model import MET, NOT_MET, Finding
from sw_competency.rules.bounds import Bounds, Cases
from sw_competency.rules.requirement import Case, Requirement, ToDo, found, requirement


@requirement
class Qualification(Requirement):
    """The worker has a qualification at that level of the Regulated Qualifications Framework, or above.

    Args:
        level: the level.
    """

    kind: ClassVar[str] = "qualification"
    level: int

    def judge(self, case: Case) -> Finding:
        """Take the highest qualification gained by the day."""
        gained = case.qualifications()
        if not gained:
            return found(case, NOT_MET, f"no qualification is on record; level {self.level} is needed")
        best = max(gained, key=lambda q: q.level)
        named = f"{best.title}, level {best.level}" if best.title else f"level {best.level}"
        if best.level >= self.level:
            return found(case, MET, f"a qualification at level {self.level} or above: {named}", [best])
        return found(case, NOT_MET, f"level {self.level} is needed; the highest on record is {named}", [best])

    def bounds(self, cases: Cases) -> Bounds:
        """Look for one that is high enough."""
        gained = cases.entries("qualification")
        return cases.decided(cases.has(gained[gained.number("level") >= self.level]))

    def changes(self, case: Case) -> Iterable[date]:
        """Return the days on which one was gained."""
        return [q.on for q in case.qualifications()]

    def problem(self) -> str | None:
        """Refuse a level there is not."""
        return None if 0 <= self.level <= 8 else f"a level from 0 to 8 is asked for, not {self.level}"

    def to_do(self, titled: Callable[[str], str]) -> ToDo:  # noqa: ARG002
        """Gain one."""
        return ToDo(f"Gain a qualification at level {self.level}", "the worker, with the practice educator")

    def asks(self, titled: Callable[[str], str]) -> str:  # noqa: ARG002
        """Say it in words."""
        return f"a qualification at level {self.level} or above"
