"""`holds`: a competency is current, or due."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import ClassVar

from sw_competency.model import Finding, Outcome
from sw_competency.rules.bounds import Bounds, Cases
from sw_competency.rules.requirement import Case, Requirement, requirement


@requirement
class Holds(Requirement):
    """The worker holds a competency: its status is `current` or `due`.

    Args:
        competency: the competency.
    """

    kind: ClassVar[str] = "holds"
    rests_on_others: ClassVar[bool] = True
    must_hold: ClassVar[str | None] = "competency"
    competency: str

    def judge(self, case: Case) -> Finding:
        """Take the status of the competency."""
        return case.status(self.competency)

    def outcome(self, case: Case) -> Outcome:
        """Look whether it is held, and no further."""
        return case.held(self.competency)

    def bounds(self, cases: Cases) -> Bounds:
        """Take the bounds of the competency."""
        return cases.held(self.competency)

    def placeholders(self, case: Case) -> tuple[str, ...]:
        """Take those of the status of the competency."""
        return case.status(self.competency).placeholders

    def changes(self, case: Case) -> Iterable[date]:
        """Return the days on which the status can change."""
        return case.status_changes(self.competency)

    def references(self) -> Iterator[tuple[str, str, str]]:
        """Name the competency."""
        yield "competency", self.competency, "competency"

    def asks(self, titled: Callable[[str], str]) -> str:
        """Say it in words."""
        return f"a current sign-off for {titled(self.competency)}"
