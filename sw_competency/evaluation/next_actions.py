"""What to do next, by whom and by when: what runs out first, then what opens the way to the next band."""

from collections.abc import Iterator
from datetime import date

import attrs

from sw_competency.dates import Length, after, said
from sw_competency.evaluation.case import Judge
from sw_competency.evaluation.folded import up_to
from sw_competency.evaluation.path import Path, Step, judge_path
from sw_competency.evaluation.progress import certificates, currency_of
from sw_competency.evaluation.status import HELD, CompetencyStatus

AHEAD = Length(days=90)
_WHO = {
    "training": "the worker, once a place is booked",
    "practice-count": "the worker, with a supervisor",
    "sign-off": "an assessor",
    "holds": "the worker, with an assessor",
    "approved-by": "whoever holds that role",
    "post-available": "the service manager",
    "deployed": "the service manager",
    "decision": "whoever decides on banding",
    "tier": "whoever decides on banding",
    "qualification": "the worker, with the practice educator",
    "works-above-tier": "the worker and the manager",
}


@attrs.frozen(slots=True, eq=False, kw_only=True)
class Action:
    """One thing to be done.

    Args:
        says: what.
        who: by whom.
        by: by which day; None where no day is set. The day asked about itself means: now.
        why: what it rests on.
    """

    says: str
    who: str
    by: date | None
    why: str


def next_actions(judge: Judge, day: date) -> list[Action]:
    """Give everything to be done as seen from a day, the most pressing first."""
    dated = [*_of_statuses(judge, day), *_of_certificates(judge, day), *_of_decisions(judge, day)]
    dated.sort(key=lambda a: a.by or date.max)
    way = next_path(judge, day)
    steps = [made for step in way.steps if (made := _of_step(judge, step)) is not None] if way else []
    out: dict[str, Action] = {}
    for action in (*dated, *steps):
        out.setdefault(action.says, action)
    return list(out.values())


def next_path(judge: Judge, day: date) -> Path | None:
    """Give the shortest way to a tier that a rule leads to from the worker's own; None where none does."""
    span = judge.span(day)
    if span is None:
        return None
    rules = [judge.catalogue.rule_in_force(name, day) for name in judge.catalogue.rules]
    tiers = {r.to for r in rules if r is not None and r.from_ == span.tier and r.to in judge.catalogue.tiers}
    ways = [judge_path(judge, tier, day) for tier in sorted(t for t in tiers if t)]
    ways = [way for way in ways if way.rule is not None]
    return min(ways, key=_length, default=None)


def _length(way: Path) -> tuple[bool, int]:
    """Order ways: one that moves the band before one that only opens an application, then the shorter."""
    return way.rule is None or way.rule.effect != "moves-band", len(way.steps)


def _of_statuses(judge: Judge, day: date) -> Iterator[Action]:
    for name in judge.record.competencies(day):
        if name not in judge.catalogue.competencies:
            continue
        status = judge.status(name, day)
        made = _of_status(judge, name, status, day)
        if made is not None:
            yield made


def _of_status(judge: Judge, name: str, found: CompetencyStatus, day: date) -> Action | None:
    title, why = judge.catalogue.titled(name), found.finding.says
    match found.status:
        case None:
            return Action(says=f"Find out about {title}", who="the practice educator", by=day, why=why)
        case "due":
            return Action(says=f"Renew the sign-off for {title}", who="an assessor", by=found.expires_on, why=why)
        case "grace" if found.given and found.expires_on:
            currency = currency_of(judge, name, found.given, day)
            last = after(found.expires_on, currency.grace) if currency and currency.grace else day
            return Action(says=f"Renew the sign-off for {title}", who="an assessor", by=last, why=why)
        case "lapsed":
            says = f"Relearn {title} under direct supervision, then a new sign-off"
            return Action(says=says, who="the worker, with a supervisor", by=day, why=why)
        case "awaiting-countersignature":
            return Action(says=f"Countersign the sign-off for {title}", who="a second person", by=day, why=why)
        case "out-of-practice":
            return Action(says=f"Practise {title} again", who=_WHO["practice-count"], by=day, why=why)
        case "not-yet-competent":
            says = f"Work through the action plan for {title}, then a new assessment"
            return Action(says=says, who="the worker, with the assessor", by=None, why=why)
    return None


def _of_certificates(judge: Judge, day: date) -> Iterator[Action]:
    """Give the programmes that run out soon, and those that have run out and are needed for a task held."""
    needed = {
        one for name in judge.record.given if name in judge.catalogue.competencies
        if judge.status(name, day).status in HELD for one in judge.competency(name, day).standing
    }  # fmt: skip
    shared = {counted for one in needed for counted in judge.catalogue.counting_as(one)}
    for held in certificates(judge, day):
        if not held.completed or held.expires_on is None or held.expires_on > after(day, AHEAD):
            continue
        title = judge.catalogue.titled(held.programme)
        over = held.expires_on < day
        word = "needed for tasks already signed off; " if held.programme in shared else ""
        why = f"{word}{'expired' if over else 'expires'} on {said(held.expires_on)}"
        yield Action(says=f"Complete {title} again", who="the worker", by=day if over else held.expires_on, why=why)


def _of_decisions(judge: Judge, day: date) -> Iterator[Action]:
    decisions = up_to(judge.record.rebandings, day)
    last = decisions[-1] if decisions else None
    if last is not None and not last.upheld and last.review_by is not None:
        title = judge.catalogue.titled(last.to)
        why = f"{last.outcome} on {said(last.on)}"
        who = last.decided_by or "whoever decides on banding"
        yield Action(says=f"Review the decision on {title}", who=who, by=max(last.review_by, day), why=why)


def _of_step(judge: Judge, step: Step) -> Action | None:
    if step.kind == "time-in-post":
        return None  # nobody can do it sooner
    title = judge.catalogue.titled(step.name) if step.name else ""
    words = {
        "training": f"Complete {title}",
        "practice-count": f"Practise {title} under supervision",
        "sign-off": f"Be signed off for {title}",
    }
    says = words.get(step.kind) if step.name else None
    says = says or step.says[:1].upper() + step.says[1:]
    return Action(says=says, who=_WHO.get(step.kind, "the practice educator"), by=None, why=step.says)


