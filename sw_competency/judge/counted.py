"""Whether a sign-off counts, with what was asked of it; the reasons are worked out for those who ask."""

from datetime import date

import msgspec

from sw_competency.catalogue.catalogue import Competency, Rule, SignOffRule
from sw_competency.dates import said
from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Finding, Outcome, PriorLearning
from sw_competency.model.findings import all_of
from sw_competency.rules import Case, Given, Requirement, found, walk
from sw_competency.rules.kinds.all_of import open_parts
from sw_competency.rules.kinds.countersigned import Countersigned

Asked = tuple[Requirement, ...]
COUNTERSIGNED = Countersigned()
_FIELDS = ("requires", "countersigned", "prerequisites")  # of the catalogue, that ask for something


class Plan(msgspec.Struct, frozen=True, eq=False):
    """What is asked of a sign-off by one version of a rule: worked out once for all who are judged by it.

    Args:
        competency: the competency, as the site of the day has it.
        asked: all that is asked, the countersignature apart; None where it cannot be told by which list.
        by: the rule that asks: of a first sign-off, or of a renewal; None where none asks anything.
        countersigned: whether a second person must confirm it.
        apart: what asks what the assessor holds; what that rests on is not followed: rows of assessors are long.
        lasting: what rests on how long something else of the worker's lasts.
        paths: what nobody published among all that decides where it counts.
    """

    competency: Competency
    asked: Asked | None
    by: SignOffRule | None = None
    countersigned: bool = False
    apart: Asked = ()
    lasting: Asked = ()
    paths: tuple[str, ...] = ()

    @property
    def whole(self) -> Asked:
        """All that is asked, the countersignature as well."""
        return (*(self.asked or ()), *((COUNTERSIGNED,) if self.countersigned else ()))


def planned(
    competency: Competency, asked: Asked, by: SignOffRule | None = None, *, countersigned: bool = False
) -> Plan:
    """Make the plan of what is asked of a sign-off."""
    apart = tuple([item for item in asked if any(part.kind == "assessor-holds" for part, _ in walk([item]))])
    lasting = tuple([item for item in asked if item.rests_on_others and item not in apart])
    paths = (*competency.unconfirmed(*_FIELDS), *(by.unconfirmed(*_FIELDS) if by is not None else ()))
    return Plan(competency, asked, by, countersigned, apart, lasting, paths)


class Counted:
    """Whether a sign-off counts.

    Args:
        outcome: met where it does.
        case: the case of the sign-off, on its own day.
        plan: what was asked of it.
        awaiting: only the countersignature that the competency asks for is lacking.
        also: paths of what nobody published and on which it turned whether this was a renewal.
    """

    __slots__ = ("_finding", "_paths", "also", "awaiting", "case", "given", "outcome", "plan")

    def __init__(
        self, outcome: Outcome, case: Case, plan: Plan, *, awaiting: bool = False, also: tuple[str, ...] = ()
    ) -> None:
        self.outcome, self.case, self.plan, self.awaiting, self.also = outcome, case, plan, awaiting, also
        assert case.signing is not None
        self.given: Given = case.signing
        self._finding: Finding | None = None
        self._paths: tuple[str, ...] | None = None

    @property
    def horizon(self) -> date:
        """The day it is seen from."""
        return self.case.horizon

    def told_by(self, case: Case) -> "Counted":
        """Give the same judgement as it is explained on another day, on which nothing more has come to light."""
        return Counted(self.outcome, case, self.plan, awaiting=self.awaiting, also=self.also)

    @property
    def finding(self) -> Finding:
        """The finding, with a part for everything asked."""
        if self._finding is None:
            self._finding = self._explained()
        return self._finding

    @property
    def placeholders(self) -> tuple[str, ...]:
        """Paths in the catalogue of what it turns on and nobody published."""
        if self._paths is None:
            paths = self._counting() if self.outcome is MET else self._failing()
            self._paths = tuple(dict.fromkeys([*paths, *self.also])) if self.also else paths
        return self._paths

    @property
    def suggests(self) -> tuple[Finding, ...]:
        """How what the rule suggests stood on the day of the sign-off; it decides nothing."""
        by, case = self.plan.by, self.case
        return tuple([suggestion(by, item, case) for item in by.suggests]) if by is not None else ()

    def _explained(self) -> Finding:
        given, competency = self.given, self.plan.competency
        if self.plan.asked is None:
            open_ = "it cannot be told whether this was a renewal, and it counts only as the one or as the other"
            parts: tuple[Finding, ...] = (found(self.case, CANNOT_TELL, open_),)
        else:
            parts = tuple([item.judge(self.case) for item in self.plan.whole])
        cited = tuple(dict.fromkeys([source for part in parts for source in part.sources])) or competency.source
        sentence = (_say, given, competency.title, parts, self.case.late(given))
        return Finding(self.outcome, sentence, (given.id,), cited, parts, self.placeholders)

    def _counting(self) -> tuple[str, ...]:
        """Name what it turns on that it counts: the lists that ask, and how long what they ask for lasts."""
        plan, case = self.plan, self.case
        paths = [path for item in plan.lasting for path in item.placeholders(case)] if plan.lasting else None
        return tuple(dict.fromkeys([*paths, *plan.paths])) if paths else plan.paths

    def _failing(self) -> tuple[str, ...]:
        """Name what it turns on that it does not, or that nobody can tell."""
        plan, case = self.plan, self.case
        short = [item for item in plan.whole if item not in plan.apart and item.outcome(case) is not MET]
        paths = [path for item in short if item.rests_on_others for path in item.placeholders(case)]
        fields = [_field(item, plan.by) for item in short or plan.apart]
        paths += [*plan.competency.unconfirmed(*fields), *(plan.by.unconfirmed(*fields) if plan.by else ())]
        return tuple(dict.fromkeys(paths))


def _field(item: Requirement, by: SignOffRule | None) -> str:
    """Name the field of the catalogue that asks for something."""
    if by is not None and any(item is one for one in by.requires):
        return "requires"
    if item is COUNTERSIGNED:
        return "countersigned"
    return "prerequisites" if next(iter(item.references()), None) else ""


def suggestion(rule: SignOffRule | Rule, item: Requirement, case: Case) -> Finding:
    """Judge one thing that a rule suggests."""
    f = item.judge(case)
    return Finding(f.outcome, f.sentence, f.relied, f.cited, f.parts, (*f.unconfirmed, *rule.unconfirmed("suggests")))


def _say(given: Given, title: str, parts: tuple[Finding, ...], late: str) -> str:
    what = "The prior learning accepted" if isinstance(given, PriorLearning) else "The sign-off"
    head = f"{what} on {said(given.on)} for {title}{f', {late},' if late else ''}"
    outcome = all_of([p.outcome for p in parts])
    if outcome is MET:
        return f"{head} counts" + (f", on the word of {given.accepted_by}" if isinstance(given, PriorLearning) else "")
    if outcome is CANNOT_TELL:
        return f"{head.rstrip(',')}: {open_parts(parts)}"
    return f"{head} does not count: {open_parts(p for p in parts if p.outcome is NOT_MET)}"
