"""`assessor-registered`: the assessor was on a register on the day of the sign-off."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import ClassVar

from sw_competency.dates import said
from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Finding, Outcome, Registration
from sw_competency.rules.bounds import Bounds, Cases
from sw_competency.rules.requirement import Case, Requirement, found, requirement


def _say_registered(assessor: str, on: date) -> str:
    return f"{assessor} was registered on {said(on)}"


def covers(registration: Registration, day: date) -> bool:
    """Tell whether a registration covers a day."""
    return registration.on <= day and (registration.until is None or registration.until >= day)


def unknown(case: Case, assessor: str) -> str:
    """Say why nothing is known of an assessor's registration."""
    if case.is_unread("assessor", assessor):
        return f"the record of the assessor {assessor} cannot be read"
    return f"no registration of the assessor {assessor} is on record; record it first"


def assessor_of(case: Case) -> str:
    """Return the assessor of the sign-off being judged."""
    return getattr(case.signing, "assessor", "")


def registered_from(case: Case) -> Iterable[date]:
    """Return the day from which anything is known of the assessor's registration."""
    known = case.registrations(assessor_of(case))
    return (known[0].on,) if known else ()


@requirement
class AssessorRegistered(Requirement):
    """The assessor's registration covers the day of the sign-off; none known at all: cannot tell."""

    kind: ClassVar[str] = "assessor-registered"
    only_for_sign_off: ClassVar[bool] = True

    def outcome(self, case: Case) -> Outcome:
        """Look at what is known of the assessor's registration."""
        known, day = case.registrations(assessor_of(case)), case.day
        for registration in known:
            if covers(registration, day):
                return MET
        return NOT_MET if known else CANNOT_TELL

    def judge(self, case: Case) -> Finding:
        """Look at what is known of the assessor's registration."""
        assessor, outcome = assessor_of(case), self.outcome(case)
        if outcome is MET:
            return found(case, MET, (_say_registered, assessor, case.day))
        if outcome is CANNOT_TELL:
            return found(case, CANNOT_TELL, unknown(case, assessor))
        return found(case, NOT_MET, f"the assessor {assessor} was not registered on {said(case.day)}")

    def bounds(self, cases: Cases) -> Bounds:
        """Look at what is known of the registrations."""
        return cases.registered()

    def comes_to_light(self, case: Case) -> Iterable[date]:
        """Give the day of the first registration: before it nobody can tell."""
        return registered_from(case)

    def asks(self, titled: Callable[[str], str]) -> str:  # noqa: ARG002
        """Say it in words."""
        return "a registered assessor"
