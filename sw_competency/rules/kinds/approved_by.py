"""`approved-by`: somebody in a role has approved."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import ClassVar

from sw_competency.dates import said
from sw_competency.model import MET, NOT_MET, Approval, Finding, same_person
from sw_competency.rules.bounds import Bounds, Cases
from sw_competency.rules.requirement import Case, Requirement, ToDo, found, requirement, role_said


@requirement
class ApprovedBy(Requirement):
    """An approval by somebody in that role is recorded; nobody approves their own case.

    Args:
        role: the role.
    """

    kind: ClassVar[str] = "approved-by"
    role: str

    def _given(self, case: Case) -> list[Approval]:
        return [
            a for a in case.approvals()
            if a.role == self.role and not same_person(a.by, case.worker) and a.rule in {None, case.rule}
        ]  # fmt: skip

    def judge(self, case: Case) -> Finding:
        """Look for an approval, for this rule or for any."""
        given, role = self._given(case), role_said(self.role)
        if given:
            return found(case, MET, f"approved by {given[-1].by}, {role}, on {said(given[-1].on)}", given[-1:])
        others = [a for a in case.approvals() if a.rule in {None, case.rule}]
        return found(case, NOT_MET, f"no approval in the role {role} is on record", others)

    def bounds(self, cases: Cases) -> Bounds:
        """Look for an approval."""
        given = cases.entries("approval")
        for_it = given.lack("rule") | given.equal("rule", *filter(None, [cases.rule]))
        return cases.decided(cases.has(given[for_it & given.equal("role", self.role) & given.by_another("by")]))

    def changes(self, case: Case) -> Iterable[date]:
        """Return the days of approval."""
        return [a.on for a in self._given(case)]

    def to_do(self, titled: Callable[[str], str]) -> ToDo:  # noqa: ARG002
        """Ask whoever approves."""
        role = role_said(self.role)
        article = "an" if role[:1] in set("aeiou") or role.startswith("MR") else "a"
        return ToDo(f"Ask for the approval of {article} {role}", "the worker")

    def asks(self, titled: Callable[[str], str]) -> str:  # noqa: ARG002
        """Say it in words."""
        return f"an approval in the role {role_said(self.role)}"
