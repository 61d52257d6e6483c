"""`countersigned`: a second person has confirmed the sign-off."""

from collections.abc import Callable
from datetime import date
from typing import ClassVar

from sw_competency.dates import Length, after, said
from sw_competency.model import MET, NOT_MET, Finding, SignOff, same_person
from sw_competency.rules.requirement import Case, Requirement, found, requirement


@requirement
class Countersigned(Requirement):
    """A second, different person has countersigned by the day asked about, and not before the sign-off.

    Args:
        within: counted from the day of the sign-off.
    """

    kind: ClassVar[str] = "countersigned"
    only_for_sign_off: ClassVar[bool] = True
    within: Length | None = None

    def judge(self, case: Case) -> Finding:
        """Look for a countersignature by somebody who is neither the worker nor the assessor."""
        given = case.signing
        if not isinstance(given, SignOff):
            return found(case, MET, "no countersignature is asked for what was accepted from elsewhere")
        last = after(given.on, self.within) if self.within else date.max
        late = None
        for signature in case.countersignatures():
            second = not any(same_person(signature.by, one) for one in (given.worker, given.assessor))
            if not second or signature.on < given.on:
                continue
            if signature.on <= last:
                return found(case, MET, f"countersigned by {signature.by} on {said(signature.on)}", [signature])
            late = signature
        if late is not None:
            return found(case, NOT_MET, f"countersigned on {said(late.on)}, which is later than {self.within}", [late])
        return found(case, NOT_MET, f"not countersigned by a second person by {said(case.horizon)}", [given])

    def asks(self, titled: Callable[[str], str]) -> str:  # noqa: ARG002
        """Say it in words."""
        within = f" within {self.within}" if self.within else ""
        return f"a countersignature by a second person{within}"
