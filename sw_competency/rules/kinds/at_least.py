"""`at-least`: so many of a list are asked for."""

from collections.abc import Callable
from typing import ClassVar

from sw_competency.model import CANNOT_TELL, MET, Finding, Outcome
from sw_competency.model.findings import at_least
from sw_competency.rules.bounds import Bounds, Cases, at_least_bounds
from sw_competency.rules.requirement import Case, Requirement, requirement


def _say(count: int, parts: tuple[Finding, ...]) -> str:
    met = [p.says for p in parts if p.outcome is MET]
    if len(met) >= count:
        return met[0] if count == 1 else f"{len(met)} of the {count} needed are met ({'; '.join(met)})"
    others = [("cannot be told: " if p.outcome is CANNOT_TELL else "") + p.says for p in parts if p.outcome is not MET]
    return f"{_head(count, parts)}: ({' / '.join(others)})"


def _head(count: int, parts: tuple[Finding, ...]) -> str:
    asked, met = "one" if count == 1 else f"{count}", sum(p.outcome is MET for p in parts)
    return f"needs {asked} of these {len(parts)}, has {met or 'none'}"


def judge_some(count: int, of: tuple[Requirement, ...], case: Case) -> Finding:
    """Judge a list of which so many are asked for."""
    parts = tuple([item.judge(case) for item in of])
    outcome = at_least(count, [p.outcome for p in parts])
    return Finding(outcome, (_say, count, parts), None, None, parts, heading=(_head, count, parts))


def some_of(count: str, of: tuple[Requirement, ...], titled: Callable[[str], str]) -> str:
    """Say that all, one or so many of a list are asked for."""
    return of[0].asks(titled) if len(of) == 1 else f"{count} of ({'; '.join(item.asks(titled) for item in of)})"


@requirement
class AtLeast(Requirement):
    """So many of the list must be met.

    Args:
        count: how many, from 1 to the length of the list.
        of: the requirements.
    """

    kind: ClassVar[str] = "at-least"
    rests_on_others: ClassVar[bool] = True
    count: int
    of: tuple[Requirement, ...]

    def judge(self, case: Case) -> Finding:
        """Judge every part and count."""
        return judge_some(self.count, self.of, case)

    def outcome(self, case: Case) -> Outcome:
        """Combine the outcomes of the parts."""
        return at_least(self.count, [item.outcome(case) for item in self.of])

    def bounds(self, cases: Cases) -> Bounds:
        """Combine the bounds of the parts."""
        return at_least_bounds(self.count, [item.bounds(cases) for item in self.of])

    def parts(self) -> tuple[Requirement, ...]:
        """Return the list."""
        return self.of

    def how_many(self) -> int:
        """Ask for so many."""
        return self.count

    def problem(self) -> str | None:
        """Refuse a count that the list cannot reach, or that asks nothing."""
        if not 1 <= self.count <= len(self.of):
            return f"asks for {self.count} of {len(self.of)}"
        return None

    def asks(self, titled: Callable[[str], str]) -> str:
        """Say it in words."""
        return some_of("one" if self.count == 1 else str(self.count), self.of, titled)
