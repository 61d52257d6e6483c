"""`countersigned`: a second person has confirmed the sign-off."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import ClassVar, Literal

from sw_competency.dates import Length, after, said
from sw_competency.model import MET, NOT_MET, Finding, SignOff, same_person
from sw_competency.rules.requirement import Case, Requirement, found, requirement


def in_vain(given: SignOff, by: str, on: date) -> Literal["own-sign-off", "own-assessment", "too-early"] | None:
    """Name what keeps a countersignature from ever counting: it confirms one's own, or is older than the sign-off."""
    if same_person(by, given.worker):
        return "own-sign-off"
    if same_person(by, given.assessor):
        return "own-assessment"
    return "too-early" if on < given.on else None


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
            return found(case, MET, "what was accepted from elsewhere needs no countersignature")
        last = after(given.on, self.within) if self.within else date.max
        late = None
        for signature in case.countersignatures():
            if in_vain(given, signature.by, signature.on) is not None:
                continue
            if signature.on <= last:
                return found(case, MET, f"countersigned by {signature.by} on {said(signature.on)}", [signature])
            late = signature
        if late is not None:
            return found(case, NOT_MET, f"countersigned on {said(late.on)}, which is later than {self.within}", [late])
        return found(case, NOT_MET, f"not countersigned by a second person by {said(case.horizon)}", [given])

    def comes_to_light(self, case: Case) -> Iterable[date]:
        """Give the days of the countersignatures."""
        return [signature.on for signature in case.countersignatures()]

    def asks(self, titled: Callable[[str], str]) -> str:  # noqa: ARG002
        """Say it in words."""
        within = f" within {self.within}" if self.within else ""
        return f"a countersignature by a second person{within}"


COUNTERSIGNED = Countersigned()  # what `countersigned = true` of a sign-off asks for
