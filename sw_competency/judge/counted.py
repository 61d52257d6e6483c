"""Whether a sign-off counts, with what was asked of it, as values; the reasons are worked out for those who ask."""

from datetime import date

import msgspec

from sw_competency.catalogue.catalogue import Catalogue, Competency, Rule, SignOffRule
from sw_competency.dates import said
from sw_competency.model import CANNOT_TELL, MET, Finding, Outcome, PriorLearning
from sw_competency.model.findings import Sentence, all_of
from sw_competency.rules import Case, Given, Requirement, found, walk
from sw_competency.rules.kinds.all_of import open_parts
from sw_competency.rules.kinds.countersigned import COUNTERSIGNED
from sw_competency.rules.kinds.training import Training

Asked = tuple[Requirement, ...]
_FIELDS = ("requires", "countersigned", "prerequisites")  # of the catalogue, that ask for something


class Plan(msgspec.Struct, frozen=True, eq=False):
    """What is asked of a sign-off by one version of a rule: worked out once for all who are judged by it.

    Args:
        competency: the competency, as the site of the day has it.
        asked: all that is asked, the countersignature apart; None where it cannot be told by which list.
        by: the rule that asks: of a first sign-off, or of a renewal; None where none asks anything.
        countersigned: whether a second person must confirm it.
        apart: what asks what the assessor holds; what that rests on is not followed: rows of assessors are long.
        lasting: what rests on how long something else of the worker's lasts, where that may be nobody's number.
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
    catalogue: Catalogue, competency: Competency, asked: Asked, by: SignOffRule | None = None, *,
    countersigned: bool = False,
) -> Plan:  # fmt: skip
    """Make the plan of what is asked of a sign-off."""
    apart = tuple([item for item in asked if any(part.held_by_assessor(competency.id) for part, _ in walk([item]))])
    sure = [item for item in asked if type(item) is Training and item.programme not in catalogue.doubted]
    lasting = tuple([item for item in asked if item.rests_on_others and item not in apart and item not in sure])
    paths = (*competency.unconfirmed(*_FIELDS), *(by.unconfirmed(*_FIELDS) if by is not None else ()))
    return Plan(competency, asked, by, countersigned, apart, lasting, paths)


class Counted(msgspec.Struct, eq=False, gc=False):
    """Whether a sign-off counts: values alone, so that nobody who keeps it keeps a judge.

    Args:
        outcome: met where it does.
        given: the sign-off.
        plan: what was asked of it.
        cites: the documents behind what was asked.
        seen_from: a day it is seen from; as it is from all others on which no more has come to light.
        awaiting: only the countersignature that the competency asks for is lacking.
        short: what of that is not met, or cannot be told.
        also: paths of what nobody published and on which it turned whether this was a renewal.
        paths: those of all it turns on; None until somebody asks.
    """

    outcome: Outcome
    given: Given
    plan: Plan
    cites: tuple[str, ...]
    seen_from: date
    awaiting: bool = False
    short: Asked = ()
    also: tuple[str, ...] = ()
    paths: tuple[str, ...] | None = None


def explained(counted: Counted, case: Case, paths: tuple[str, ...]) -> Finding:
    """Return the reasons, with a part for everything asked.

    Args:
        counted: the judgement.
        case: the case of the sign-off, on its own day.
        paths: those of what it turns on and nobody published.
    """
    given, plan = counted.given, counted.plan
    parts = _parts(counted, plan.whole, case)
    cited = tuple(dict.fromkeys([source for part in parts for source in part.sources])) or plan.competency.source
    about = (given, plan.competency.title, case.late(given))
    heading = None if counted.outcome is MET else (_head, *about, counted.outcome)
    return Finding(counted.outcome, (_say, *about, parts), (given.id,), cited, parts, paths, heading)


def refused(counted: Counted, case: Case) -> Sentence:
    """Return the sentence of those reasons, for what does not count: nothing is judged but what is lacking."""
    given = counted.given
    return (_say, given, counted.plan.competency.title, case.late(given), _parts(counted, counted.short, case))


def _parts(counted: Counted, asked: Asked, case: Case) -> tuple[Finding, ...]:
    if counted.plan.asked is not None:
        return tuple([item.judge(case) for item in asked])
    open_ = "it cannot be told whether this was a renewal, and it counts only as the one or as the other"
    return (found(case, CANNOT_TELL, open_),)


def turns_on(plan: Plan, asked: Asked, case: Case, also: tuple[str, ...]) -> tuple[str, ...]:
    """Name what it turns on and nobody published: the lists that ask, and how long what they ask for lasts.

    Args:
        plan: what was asked.
        asked: what of it is not met, or cannot be told; nothing where it counts.
        case: the case of the sign-off.
        also: the paths of what it turned on before.
    """
    if not asked and plan.asked is not None:
        fixed, lasting = plan.paths, plan.lasting
    else:
        short = [item for item in asked if item not in plan.apart]
        lasting = tuple([item for item in short if item.rests_on_others])
        fields = [_field(item, plan.by) for item in short or plan.apart]
        fixed = (*plan.competency.unconfirmed(*fields), *(plan.by.unconfirmed(*fields) if plan.by else ()))
    paths = [path for item in lasting for path in item.placeholders(case)] if lasting else None
    return tuple(dict.fromkeys([*(paths or ()), *fixed, *also])) if paths or also else fixed


def suggested(counted: Counted, case: Case) -> tuple[Finding, ...]:
    """Judge what the rule suggests, on the day of the sign-off; it decides nothing."""
    by = counted.plan.by
    return tuple([suggestion(by, item, case) for item in by.suggests]) if by is not None else ()


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
    return msgspec.structs.replace(f, unconfirmed=(*f.unconfirmed, *rule.unconfirmed("suggests")))


def _say(given: Given, title: str, late: str, parts: tuple[Finding, ...]) -> str:
    outcome = all_of([p.outcome for p in parts])
    head = _head(given, title, late, outcome)
    if outcome is MET:
        return head + (f", on the word of {given.accepted_by}" if isinstance(given, PriorLearning) else "")
    return f"{head}: {open_parts(p for p in parts if p.outcome is outcome)}"


def _head(given: Given, title: str, late: str, outcome: Outcome) -> str:
    what = "The prior learning accepted" if isinstance(given, PriorLearning) else "The sign-off"
    about = f"{what} on {said(given.on)} for {title}{f', {late}' if late else ''}"
    if outcome is CANNOT_TELL:
        return about
    return f"{about}{',' if late else ''} {'counts' if outcome is MET else 'does not count'}"
