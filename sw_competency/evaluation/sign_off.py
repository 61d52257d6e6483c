"""Does this sign-off count? Judged on its own day, by what was in force on it; countersigned by the day asked.

A sign-off by somebody not entitled happened. It is kept, and the finding says why it does not count.
"""

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from sw_competency.dates import in_force, said
from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Finding, PriorLearning
from sw_competency.model.findings import all_of
from sw_competency.rules import Given, Requirement
from sw_competency.rules.kinds.all_of import judge_all, open_parts
from sw_competency.rules.kinds.countersigned import Countersigned
from sw_competency.rules.kinds.training import Training

if TYPE_CHECKING:
    from sw_competency.catalogue.catalogue import Competency, SignOffRule
    from sw_competency.evaluation.case import Case, Judge

_COUNTERSIGNED = Countersigned()
_RENEWABLE = frozenset({"current", "due", "out-of-practice"})


class Counted(msgspec.Struct, frozen=True, gc=False):
    """Whether a sign-off counts.

    Args:
        finding: met where it does, with a part for everything asked.
        awaiting: only the countersignature that the competency asks for is lacking.
    """

    finding: Finding
    awaiting: bool = False


def rests_on_itself(given: Given) -> Counted:
    """Say of a sign-off that it rests, by way of others, on itself: nobody is competent on their own word."""
    sentence = f"the sign-off of {said(given.on)} rests, by way of the assessor's own, on itself"
    return Counted(Finding(NOT_MET, sentence, (given.id,)))


def judge_sign_off(judge: "Judge", name: str, index: int, horizon: date) -> Counted:
    """Judge the sign-off at a place in the record of a competency, as seen from a day."""
    given = judge.record.given[name][index]
    competency = judge.competency(name, given.on)
    case = judge.signing(given, horizon, competency.source)
    version = in_force(competency.sign_off, given.on)
    parts = _who_and_when(given, competency)
    brought = isinstance(given, PriorLearning)
    if not brought:
        asked = _asked(case, index, competency, version) if competency.renewal else _first(case, competency, version)
        parts.append(asked)
    if competency.prerequisites:
        parts += [current(case, wanted) for wanted in competency.prerequisites]
    outcome = all_of([p.outcome for p in parts]) if len(parts) != 1 else parts[0].outcome
    awaiting = False
    if version is not None and version.countersigned and not brought:
        countersigned = _COUNTERSIGNED.judge(case)
        awaiting = outcome is MET and countersigned.outcome is not MET
        parts.append(countersigned)
        outcome = all_of([outcome, countersigned.outcome])
    made = tuple(parts)
    sources = None if made else competency.source
    return Counted(Finding(outcome, (_say, given, competency.title, made), (given.id,), sources, made), awaiting)


def _say(given: Given, title: str, parts: tuple[Finding, ...]) -> str:
    what = "The prior learning accepted" if isinstance(given, PriorLearning) else "The sign-off"
    head = f"{what} on {said(given.on)} for {title}"
    outcome = all_of([p.outcome for p in parts])
    if outcome is MET:
        return f"{head} counts"
    if outcome is CANNOT_TELL:
        return f"{head}: {open_parts(parts)}"
    return f"{head} does not count: {open_parts(parts)}"


def _who_and_when(given: Given, competency: "Competency") -> list[Finding]:
    parts = []
    by = given.accepted_by if isinstance(given, PriorLearning) else given.assessor
    cites = competency.source
    if by == given.worker:
        own = "accepted by the worker" if isinstance(given, PriorLearning) else "nobody signs themselves off"
        parts.append(Finding(NOT_MET, own, (given.id,), cites))
    if not competency.in_framework(given.on):
        sentence = f"{competency.title} was no part of the framework on that day"
        parts.append(Finding(NOT_MET, sentence, (given.id,), cites))
    return parts


def _asked(case: "Case", index: int, competency: "Competency", version: "SignOffRule | None") -> Finding:
    """Judge what is asked: the renewal's list where the competency was held on that day, this sign-off apart."""
    renewal = in_force(competency.renewal, case.day)
    if renewal is not None:
        from sw_competency.evaluation.status import judge_status

        before = judge_status(case.judge, competency.id, case.day, apart_from=index)
        if before.status in _RENEWABLE:
            return judge_all(renewal.requires, _citing(case, renewal, competency))
        if before.status is None:
            return _either(case, competency, renewal, version)
    return _first(case, competency, version)


def _first(case: "Case", competency: "Competency", version: "SignOffRule | None") -> Finding:
    if version is None:
        if not competency.sign_off:
            return Finding(MET, "nothing more is asked of the sign-off", (), competency.source)
        return Finding(NOT_MET, "no rule for its sign-off was in force on that day", (), competency.source)
    case.cites = version.source or competency.source
    return judge_all(version.requires, case)


def _either(case: "Case", competency: "Competency", renewal: "SignOffRule", version: "SignOffRule | None") -> Finding:
    """Where nobody can tell whether it was a renewal: what holds both ways holds."""
    as_renewal = judge_all(renewal.requires, _citing(case, renewal, competency))
    as_first = _first(case, competency, version)
    if as_renewal.outcome is as_first.outcome:
        return as_first
    parts = (as_renewal, as_first)
    return Finding(CANNOT_TELL, "it cannot be told whether this was a renewal", (), competency.source, parts)


def _citing(case: "Case", version: "SignOffRule", competency: "Competency") -> "Case":
    case.cites = version.source or competency.source
    return case


def current(case: "Case", name: str) -> Finding:
    """Judge whether a competency or programme, named as prerequisite or standing, is current on the day."""
    if name in case.judge.catalogue.competencies:
        return case.status(name)
    wanted: Requirement = Training(programme=name)
    return wanted.judge(case)
