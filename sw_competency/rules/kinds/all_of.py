"""`all-of`: everything in a list is asked for."""

from collections.abc import Callable, Iterable, Iterator
from typing import ClassVar

from sw_competency.model import CANNOT_TELL, MET, Finding, Outcome
from sw_competency.model.findings import all_of
from sw_competency.rules.bounds import Bounds, Cases, all_bounds
from sw_competency.rules.kinds.at_least import some_of
from sw_competency.rules.requirement import Case, Requirement, requirement


def open_parts(parts: Iterable[Finding]) -> str:
    """Say every part that is not met, then every part that cannot be told."""
    parts = tuple(parts)
    unmet = [p.says for p in parts if p.outcome is not MET and p.outcome is not CANNOT_TELL]
    unknown = list(_unknown(parts))
    said = "; ".join(unmet)
    if unknown:
        said += ("; and " if unmet else "") + "it cannot be told: " + "; ".join(unknown)
    return said or "all parts are met"


def _unknown(parts: Iterable[Finding]) -> Iterator[str]:
    """Say what cannot be told; of a list within the list, its own parts."""
    for part in parts:
        if part.outcome is CANNOT_TELL and part.heading == "":
            yield from _unknown(part.parts)
        elif part.outcome is CANNOT_TELL:
            yield part.says


def judge_all(requires: tuple[Requirement, ...], case: Case) -> Finding:
    """Judge a list in which everything is asked for; the finding names every unmet part, not the first."""
    if len(requires) == 1:
        return requires[0].judge(case)
    parts = tuple([item.judge(case) for item in requires])
    return Finding(all_of([p.outcome for p in parts]), (open_parts, parts), None, None, parts, heading="")


@requirement
class AllOf(Requirement):
    """Everything in the list must be met.

    Args:
        of: the requirements.
    """

    kind: ClassVar[str] = "all-of"
    rests_on_others: ClassVar[bool] = True
    of: tuple[Requirement, ...]

    def judge(self, case: Case) -> Finding:
        """Judge every part."""
        return judge_all(self.of, case)

    def outcome(self, case: Case) -> Outcome:
        """Combine the outcomes of the parts."""
        return all_of([item.outcome(case) for item in self.of])

    def bounds(self, cases: Cases) -> Bounds:
        """Combine the bounds of the parts."""
        return all_bounds([item.bounds(cases) for item in self.of])

    def parts(self) -> tuple[Requirement, ...]:
        """Return the list."""
        return self.of

    def how_many(self) -> int:
        """Ask for all."""
        return len(self.of)

    def asks(self, titled: Callable[[str], str]) -> str:
        """Say it in words."""
        return some_of("all", self.of, titled)
