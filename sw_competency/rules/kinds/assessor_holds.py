"""`assessor-holds`: the assessor holds a competency."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import ClassVar

from sw_competency.dates import said
from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Finding
from sw_competency.rules.kinds.assessor_registered import assessor_of
from sw_competency.rules.requirement import Case, Requirement, found, requirement


@requirement
class AssessorHolds(Requirement):
    """The assessor holds a competency on the day of the sign-off, by sign-offs of earlier days.

    So no circle of people supports itself. Nothing about it on record of the assessor: cannot tell.

    Args:
        competency: the competency; left out, the one that is signed off.
    """

    kind: ClassVar[str] = "assessor-holds"
    only_for_sign_off: ClassVar[bool] = True
    competency: str | None = None

    def judge(self, case: Case) -> Finding:
        """Ask for the status of the assessor's own competency."""
        assessor = assessor_of(case)
        competency = self.held_by_assessor(case.signing.competency if case.signing else "")
        colleague = case.colleague(assessor)
        if colleague.first_about(competency) is None:
            about = case.titled(competency)
            if case.is_unread("worker", assessor):
                return found(case, CANNOT_TELL, f"the training record of the assessor {assessor} cannot be read")
            return found(case, CANNOT_TELL, f"nothing about {about} is on record of the assessor {assessor}")
        held = colleague.status(competency)
        # neither entries nor reasons of another person's record: ids would point into the wrong one
        words = {MET: "held", NOT_MET: "did not hold"}.get(held.outcome, "may or may not have held")
        sentence = f"the assessor {assessor} {words} {case.titled(competency)} on {said(case.day)}"
        return Finding(held.outcome, sentence, (), held.sources or case.cites, (), held.placeholders)

    def comes_to_light(self, case: Case) -> Iterable[date]:
        """Give the day from which anything about it is on record of the assessor."""
        competency = self.held_by_assessor(case.signing.competency if case.signing else "")
        first = case.colleague(assessor_of(case)).first_about(competency)
        return () if first is None else (first,)

    def held_by_assessor(self, signed: str) -> str:
        """Name the competency, or the one that is signed off."""
        return self.competency or signed

    def references(self) -> Iterator[tuple[str, str, str]]:
        """Name the competency."""
        if self.competency is not None:
            yield "competency", self.competency, "competency"

    def asks(self, titled: Callable[[str], str]) -> str:
        """Say it in words."""
        return f"an assessor who holds {titled(self.competency) if self.competency else 'it too'}"
