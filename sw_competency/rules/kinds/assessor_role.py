"""`assessor-role`: the assessor's registration lists a role."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import ClassVar

from sw_competency.dates import said
from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Finding
from sw_competency.rules.bounds import Bounds, Cases
from sw_competency.rules.kinds.assessor_registered import assessor_of, covers, registered_from, unknown
from sw_competency.rules.requirement import Case, Requirement, found, requirement, role_said


@requirement
class AssessorRole(Requirement):
    """The assessor's registration lists that role on the day of the sign-off; none known at all: cannot tell.

    Args:
        role: the role, such as `mr-responsible-person`.
    """

    kind: ClassVar[str] = "assessor-role"
    only_for_sign_off: ClassVar[bool] = True
    role: str

    def judge(self, case: Case) -> Finding:
        """Look at the roles known of the assessor."""
        assessor = assessor_of(case)
        known, role = case.registrations(assessor), role_said(self.role)
        if not known:
            return found(case, CANNOT_TELL, unknown(case, assessor))
        for registration in known:
            if covers(registration, case.day) and self.role in (registration.roles or ()):
                return found(case, MET, f"{assessor} held the role {role} on {said(case.day)}")
        return found(case, NOT_MET, f"the assessor {assessor} did not hold the role {role} on {said(case.day)}")

    def bounds(self, cases: Cases) -> Bounds:
        """Look at the roles known of the assessors."""
        return cases.registered(self.role)

    def comes_to_light(self, case: Case) -> Iterable[date]:
        """Give the day of the first registration: before it nobody can tell."""
        return registered_from(case)

    def asks(self, titled: Callable[[str], str]) -> str:  # noqa: ARG002
        """Say it in words."""
        return f"an assessor in the role {role_said(self.role)}"
