"""`any-of`: one of a list is enough."""

from collections.abc import Callable
from typing import ClassVar

from sw_competency.model import Finding, Outcome
from sw_competency.model.findings import at_least
from sw_competency.rules.bounds import Bounds, Cases, at_least_bounds
from sw_competency.rules.kinds.at_least import judge_some, some_of
from sw_competency.rules.requirement import Case, Requirement, requirement


@requirement
class AnyOf(Requirement):
    """One of the list must be met.

    Args:
        of: the requirements.
    """

    kind: ClassVar[str] = "any-of"
    rests_on_others: ClassVar[bool] = True
    of: tuple[Requirement, ...]

    def judge(self, case: Case) -> Finding:
        """Judge every part: one is enough."""
        return judge_some(1, self.of, case)

    def outcome(self, case: Case) -> Outcome:
        """Combine the outcomes of the parts."""
        return at_least(1, [item.outcome(case) for item in self.of])

    def bounds(self, cases: Cases) -> Bounds:
        """Combine the bounds of the parts."""
        return at_least_bounds(1, [item.bounds(cases) for item in self.of])

    def parts(self) -> tuple[Requirement, ...]:
        """Return the list."""
        return self.of

    def how_many(self) -> int:
        """Ask for one."""
        return 1

    def asks(self, titled: Callable[[str], str]) -> str:
        """Say it in words."""
        return some_of("one", self.of, titled)
