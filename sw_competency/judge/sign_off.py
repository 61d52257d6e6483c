"""Does this sign-off count? Judged on its own day, by what was in force on it; countersigned by the day asked.

A sign-off by somebody not entitled happened. It is kept, and the finding says why it does not count.
"""

from datetime import date
from typing import Any, ClassVar

from sw_competency.catalogue.catalogue import Catalogue, Competency, SignOffRule
from sw_competency.dates import in_force, said
from sw_competency.judge.counted import Asked, Counted, Plan, planned, turns_on
from sw_competency.judge.judging import Judging, JudgingCase
from sw_competency.judge.policies import policies_for, taken_over
from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Finding, Outcome, PriorLearning, same_person
from sw_competency.model.findings import all_of
from sw_competency.rules import Case, Given, Requirement, found, requirement
from sw_competency.rules.kinds.countersigned import COUNTERSIGNED
from sw_competency.rules.kinds.holds import Holds
from sw_competency.rules.kinds.training import Training

RENEWABLE = frozenset({"current", "due", "out-of-practice"})


@requirement
class Admissible(Requirement):
    """A sign-off is given by somebody else, on a day on which the competency is part of the framework.

    Args:
        competency: the competency, as the site of the day has it.
    """

    kind: ClassVar[str] = "admissible"
    competency: Any

    def outcome(self, case: Case) -> Outcome:
        """Look who signed, and when."""
        given, competency = case.signing, self.competency
        by = given.accepted_by if isinstance(given, PriorLearning) else given.assessor if given else None
        early, gone = case.day < competency.introduced, competency.withdrawn
        return NOT_MET if early or same_person(by, case.worker) or (gone is not None and case.day >= gone) else MET

    def judge(self, case: Case) -> Finding:
        """Look who signed, and when."""
        title = self.competency.title
        if self.outcome(case) is MET:
            return found(case, MET, f"given by somebody else, while {title} was part of the framework")
        if not self.competency.in_framework(case.day):
            return found(case, NOT_MET, f"{title} was no part of the framework on that day")
        accepted = isinstance(case.signing, PriorLearning)
        own = "nobody accepts their own prior learning" if accepted else "nobody signs themselves off"
        return found(case, NOT_MET, own)


@requirement
class TakenOver(Requirement):
    """What was signed elsewhere keeps to an acceptance policy of the site, where one covers the competency.

    Args:
        policies: those in force on the day it was accepted, at the site of that day.
    """

    kind: ClassVar[str] = "taken-over"
    policies: Any

    def judge(self, case: Case) -> Finding:
        """Look who issued it, how old it was, and whether the policy takes over more than the knowledge."""
        assert isinstance(case.signing, PriorLearning)
        return taken_over(self.policies, case.signing)


def judge_sign_off(judge: Judging, name: str, index: int, horizon: date) -> Counted:
    """Judge the sign-off at a place in the record of a competency, as seen from a day."""
    given = judge.record.all_given[name][index]
    competency = judge.competency(name, given.on)
    if judge.records.not_entitled and _not_entitled(judge, given):
        asked = (_NotEntitled(),)
        return Counted(NOT_MET, given, Plan(competency, asked), competency.source, horizon, short=asked)
    version = in_force(competency.sign_off, given.on)
    case = judge.signing(given, horizon, (version.source if version else ()) or competency.source)
    if isinstance(given, PriorLearning):
        plan = _plan(judge, competency, None, None, brought=True)
        if policies := policies_for(judge.catalogue, name, judge.where(given.on), given.on):
            plan = planned(judge.catalogue, competency, (*plan.whole, TakenOver(policies=policies)))
        return _weighed(case, given, plan)
    if competency.renewal:
        return _first_or_renewal(judge, case, given, index, version)
    return _weighed(case, given, _plan(judge, competency, version, version))


def _weighed(case: Case, given: Given, plan: Plan, also: tuple[str, ...] = ()) -> Counted:
    """Weigh all that is asked.

    Args:
        case: the case of the sign-off.
        given: the sign-off.
        plan: what is asked.
        also: paths of what it turned on whether this was a renewal, where nobody published it.
    """
    outcome, short = MET, list[Requirement]()
    for item in plan.asked or ():  # all of them: an answer names every record it needed and could not read
        one = item.outcome(case)
        if one is not MET:
            short.append(item)
            outcome = one if outcome is MET else all_of((outcome, one))
    awaiting = False
    if plan.countersigned:
        signed = COUNTERSIGNED.outcome(case)
        if signed is not MET:
            short.append(COUNTERSIGNED)
            awaiting = outcome is MET
            outcome = all_of((outcome, signed))
    paths = turns_on(plan, (), case, also) if outcome is MET else None  # of what does not count few ask
    return Counted(outcome, given, plan, case.cites, case.horizon, awaiting, tuple(short), also, paths)


def _plan(
    judge: Judging, competency: Competency, first: SignOffRule | None, by: SignOffRule | None, *, brought: bool = False
) -> Plan:
    """Return what is asked of a sign-off; worked out once for each version.

    Args:
        judge: the judge of the worker.
        competency: the competency, as its site has it.
        first: the rule for a first sign-off; it says of renewals too whether they are countersigned.
        by: the rule that asks: that one, or the renewal's.
        brought: whether it was signed elsewhere: then prerequisites apply, the rule does not.
    """
    plans, key = judge.plans, (id(competency), id(first), id(by), brought)
    known: Plan | None = plans.get(key)
    if known is None:
        asked: Asked = by.requires if by else ()
        if by is None and competency.sign_off and not brought:
            asked = (_NoRule(),)
        known_there = judge.catalogue.competencies
        before = [
            _Prerequisite(competency=wanted) if wanted in known_there else Training(programme=wanted)
            for wanted in competency.prerequisites
        ]
        whole = (Admissible(competency=competency), *asked, *before)
        asked_twice = first is not None and first.countersigned
        # it keeps them: their ids stay theirs
        known = plans[key] = planned(judge.catalogue, competency, whole, by, countersigned=asked_twice)
    return known


@requirement
class _NoRule(Requirement):
    kind: ClassVar[str] = "no-rule"

    def judge(self, case: Case) -> Finding:
        """Say so."""
        return found(case, NOT_MET, "no rule for its sign-off was in force on that day")


def _first_or_renewal(
    judge: Judging, case: Case, given: Given, index: int, version: SignOffRule | None
) -> Counted:
    """Ask the renewal's list where the competency was held on that day, this sign-off apart."""
    competency = judge.competency(given.competency, case.day)
    renewal = in_force(competency.renewal, case.day)
    first = _plan(judge, competency, version, version)
    if renewal is None:
        return _weighed(case, given, first)
    status = judge.status_apart(competency.id, case.day, index)
    before, also = status.status, status.finding.placeholders
    if before is not None and before not in RENEWABLE:
        return _weighed(case, given, first, also)
    as_renewal = _weighed(case, given, _plan(judge, competency, version, renewal), also)
    if before is not None:
        return as_renewal
    as_first = _weighed(case, given, first)
    if as_renewal.outcome is as_first.outcome:
        return as_renewal
    return Counted(CANNOT_TELL, given, Plan(competency, None), case.cites, case.horizon, also=also)


def _not_entitled(judge: Judging, given: Given) -> bool:
    first, last = judge.records.not_entitled.get(getattr(given, "assessor", ""), (date.max, date.min))
    return first <= given.on <= last


@requirement
class _NotEntitled(Requirement):
    kind: ClassVar[str] = "not-entitled"

    def judge(self, case: Case) -> Finding:
        """Say so."""
        return found(case, NOT_MET, "the assessor is taken not to have been entitled on that day")


@requirement
class _Prerequisite(Holds):
    """A competency that must be current on the day; said in short, its own reasons are another question's."""

    kind: ClassVar[str] = "prerequisite"

    def judge(self, case: Case) -> Finding:
        """Take the status of the competency."""
        held, title = case.status(self.competency), case.titled(self.competency)
        if held.outcome is CANNOT_TELL:
            return held.retold(f"whether {title} was current on {said(case.day)} cannot be told")
        return held.retold(held.sentence if held.heading is None else held.heading)


def _current(catalogue: Catalogue, name: str) -> Requirement:
    return Holds(competency=name) if name in catalogue.competencies else Training(programme=name)


def current(case: JudgingCase, name: str) -> Finding:
    """Judge whether a competency or programme, named as prerequisite or standing, is current on the day."""
    return _current(case.judge.catalogue, name).judge(case)
