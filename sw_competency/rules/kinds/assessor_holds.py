"""`assessor-holds`: the assessor holds a competency."""

from collections.abc import Iterator
from typing import ClassVar

from sw_competency.model import CANNOT_TELL, Finding
from sw_competency.rules.kinds.assessor_registered import assessor_of
from sw_competency.rules.requirement import Case, Requirement, found, requirement


def _say(assessor: str, finding: Finding) -> str:
    return f"of the assessor {assessor}: {finding.says}"


@requirement
class AssessorHolds(Requirement):
    """The assessor holds a competency on the day of the sign-off; nothing about it on record of them: cannot tell.

    Args:
        competency: the competency; left out, the one that is signed off.
    """

    kind: ClassVar[str] = "assessor-holds"
    only_for_sign_off: ClassVar[bool] = True
    competency: str | None = None

    def judge(self, case: Case) -> Finding:
        """Ask for the status of the assessor's own competency."""
        assessor = assessor_of(case)
        competency = self.competency or (case.signing.competency if case.signing else "")
        colleague = case.colleague(assessor)
        if colleague is None or not colleague.has_record_of(competency):
            about = case.titled(competency)
            return found(case, CANNOT_TELL, f"nothing about {about} is on record of the assessor {assessor}")
        held = colleague.status(competency)
        # the entries are another person's: their ids would point into the wrong record
        return Finding(held.outcome, (_say, assessor, held), (), held.sources or case.cites)

    def references(self) -> Iterator[tuple[str, str, str]]:
        """Name the competency."""
        if self.competency is not None:
            yield "competency", self.competency, "competency"
