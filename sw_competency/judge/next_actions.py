"""What to do next, by whom and by when: what is unsafe first, then what runs out, then the way to the next band.

An action is something somebody can do. What is merely not so yet, a time in post, a tier, no vacancy, is none. Nor is
anybody reminded of what they hold and their post does not need (`required.silent`).
"""

from collections.abc import Container, Iterator, Sequence
from datetime import date

import attrs

from sw_competency.catalogue import Rule
from sw_competency.dates import Length, after, before, said
from sw_competency.judge.case import Judge
from sw_competency.judge.judging import CompetencyStatus
from sw_competency.judge.may import judge_may
from sw_competency.judge.outside_scope import judge_outside_scope
from sw_competency.judge.path import Path, judge_path
from sw_competency.judge.progress import certificates, currency_of
from sw_competency.judge.requests import requested
from sw_competency.judge.required import silent
from sw_competency.judge.status import HELD
from sw_competency.model import Withdrawal
from sw_competency.model.findings import Sentence, said_of

AHEAD = Length(days=90)
LATELY = Length(days=90)  # work outside scope in this time is something to stop
_BOTH = "the worker and the manager"
# how pressing each sort of action is; within one sort the earlier day comes first
_SAFETY, _NOT_COUNTING, _CLOSED, _RUNS_OUT, _LEARNING, _PAPERS, _DECISIONS = range(7)


@attrs.frozen(slots=True, eq=False, kw_only=True)
class Action:
    """One thing to be done.

    Args:
        says: what.
        who: by whom.
        by: by which day; None where no day is set. The day asked about itself means: now.
        because: what it rests on, said when somebody asks.
    """

    says: str
    who: str
    by: date | None
    because: Sentence

    @property
    def why(self) -> str:
        """What it rests on."""
        return said_of(self.because)


_Ranked = tuple[int, Action]


def next_actions(judge: Judge, day: date) -> list[Action]:
    """Return everything to be done as seen from a day, the most pressing first."""
    return list(pressing(judge, day))


def pressing(judge: Judge, day: date) -> Iterator[Action]:
    """Give what is to be done as seen from a day, the most pressing first; nobody looks further than is read."""
    told = set[str]()
    for action in _ranked(judge, day):
        if action.says not in told:
            told.add(action.says)
            yield action


def _ranked(judge: Judge, day: date) -> Iterator[Action]:
    begun = [name for name in judge.begun(day) if judge.competency(name, day).in_framework(day)]
    quiet = silent(judge, day)
    needed = [name for name in begun if name not in quiet]
    of_statuses = {name: made for name in needed if (made := _of_status(judge, name, day)) is not None}
    ranked: list[_Ranked] = [
        *_outside_scope(judge, day), *_closed(judge, begun, day), *of_statuses.values(),
        *_of_certificates(judge, day, quiet), *_of_decisions(judge, day), *_of_requests(judge, day),
    ]  # fmt: skip
    ranked.sort(key=lambda one: (one[0], one[1].by or date.max))
    yield from (action for _, action in ranked)
    way = next_path(judge, day)
    for step in way.steps if way else ():
        if step.kind == "sign-off" and step.name in of_statuses:
            continue  # said already, with what comes before it
        if step.to_do is not None:
            yield Action(says=step.to_do.says, who=step.to_do.who, by=None, because=step.says)


def next_path(judge: Judge, day: date) -> Path | None:
    """Return the shortest way to a tier that a rule leads to from the worker's own; None where none does.

    A rule that only supports a review leads nowhere by itself, so it is no way.
    """
    span = judge.span(day)
    if span is None:
        return None
    tiers = {r.to for r in _rules(judge, day) if r.from_ == span.tier and r.to in judge.catalogue.tiers}
    ways = [judge_path(judge, tier, day) for tier in sorted(t for t in tiers if t)]
    ways = [way for way in ways if way.rule is not None and way.rule.effect != "supports-review"]
    return min(ways, key=_length, default=None)


def _rules(judge: Judge, day: date) -> list[Rule]:
    found = [judge.catalogue.rule_in_force(name, day) for name in judge.catalogue.rules]
    return [rule for rule in found if rule is not None]


def _length(way: Path) -> tuple[bool, int]:
    """Order ways: one that moves the band before one that only opens an application, then the shorter."""
    return way.rule is None or way.rule.effect != "moves-band", len(way.steps)


# -- what is unsafe -----------------------------------------------------------------------------------------------


def _outside_scope(judge: Judge, day: date) -> Iterator[_Ranked]:
    """Return what was lately done outside scope, and is still not open today, as one action."""
    edge = before(day, LATELY)
    lately = [task for task in judge_outside_scope(judge, day).tasks if task.on > edge]
    stop: set[str] = set()
    watch: set[str] = set()
    for name in {task.competency for task in lately}:
        may = judge_may(judge, name, day)
        if may.answer in {"may", "cannot-tell"} or may.because == "post":
            continue
        (stop if may.closed else watch).add(name)
    tasks = [task for task in lately if task.competency in stop | watch]
    if not tasks:
        return
    words = (("Stop, or supervise directly", watch), ("Stop", stop))
    says = [f"{word}: {_listed(judge, names)}" for word, names in words if names]
    count = sum(times_of(judge, day).get(task.entry, 1) for task in tasks)
    times = "once" if count == 1 else f"{count} times"
    since = f", on {said(tasks[0].on)}" if count == 1 else f" since {said(min(task.on for task in tasks))}"
    why = f"worked, or agreed to work, outside scope {times}{since}"
    yield _SAFETY, Action(says="; ".join(says), who=_BOTH, by=day, because=why)


def times_of(judge: Judge, day: date) -> dict[str, int]:
    """Return how many times each practice entry stands for: more than once for a tally."""
    return {p.id: p.times for p in judge.at(day).practised}


def _listed(judge: Judge, names: set[str]) -> str:
    return ", ".join(sorted(judge.catalogue.titled(name) for name in names))


def _closed(judge: Judge, begun: Sequence[str], day: date) -> Iterator[_Ranked]:
    """Return what an entry has suspended or withdrawn: an action for each entry, not for each competency."""
    known = {w.id: w for w in judge.at(day).withdrawals}
    acting: dict[str, Withdrawal] = {}
    for name in begun:
        found = judge.status(name, day)
        if found.status in {"suspended", "withdrawn"}:
            acting |= {one: known[one] for one in found.finding.entries if one in known}
    for w in acting.values():
        what = judge.catalogue.titled(w.competency) if w.competency else "all competencies"
        if w.suspends:
            says, who, by = f"Decide on the suspension of {what}", w.by, w.until or day
        else:
            them = "it" if w.competency else "them"
            says, who, by = f"Train {what} anew, or take {them} off the plan", _BOTH, day
        why = f"{'suspended' if w.suspends else 'withdrawn'} on {said(w.on)}"
        yield _CLOSED, Action(says=says, who=who, by=by, because=why)


# -- what runs out ------------------------------------------------------------------------------------------------


def _of_status(judge: Judge, name: str, day: date) -> _Ranked | None:
    if judge_may(judge, name, day).because == "law":
        return None  # nobody is asked to sign off, renew or practise what stays closed all the same
    title, found = judge.catalogue.titled(name), judge.status(name, day)
    why = found.finding.sentence
    match found.status:
        case None:
            return _RUNS_OUT, Action(says=f"Find out about {title}", who="the practice educator", by=day, because=why)
        case "due" | "grace":
            by = _renew_by(judge, name, found, day)
            return _RUNS_OUT, Action(says=f"Renew the sign-off for {title}", who="an assessor", by=by, because=why)
        case "lapsed":
            says = f"Relearn {title} under direct supervision, then a new sign-off"
            return _RUNS_OUT, Action(says=says, who="the worker, with a supervisor", by=day, because=why)
        case "awaiting-countersignature":
            says = f"Countersign the sign-off for {title}"
            return _RUNS_OUT, Action(says=says, who="a second person", by=day, because=why)
        case "out-of-practice":
            more = "once more" if found.short_of == 1 else f"{found.short_of} more times"
            says = f"Practise {title} {more} under supervision"
            return _RUNS_OUT, Action(says=says, who="the worker, with a supervisor", by=day, because=why)
        case "not-yet-competent":
            says = f"Work through the action plan for {title}, then a new assessment"
            return _LEARNING, Action(says=says, who="the worker, with the assessor", by=None, because=why)
        case "in-training" if judge.at(day).given[name]:
            return _NOT_COUNTING, Action(says=f"Get {title} signed off again", who="an assessor", by=day, because=why)
        case "in-training":
            return _LEARNING, Action(says=f"Be signed off for {title}", who="an assessor", by=None, because=why)
    return None


def _renew_by(judge: Judge, name: str, found: CompetencyStatus, day: date) -> date | None:
    if found.status == "due" or found.given is None or found.expires_on is None:
        return found.expires_on
    currency = currency_of(judge, name, found.given, day)
    return after(found.expires_on, currency.grace) if currency and currency.grace else day


def _of_certificates(judge: Judge, day: date, quiet: Container[str]) -> Iterator[_Ranked]:
    """Return the programmes that run out soon, and those that have run out and are needed for a task held."""
    needed = {
        one for name in judge.at(day).given if name in judge.catalogue.competencies
        if name not in quiet and judge.status(name, day).status in HELD
        for one in judge.competency(name, day).standing
    }  # fmt: skip
    shared = {counted for one in needed for counted in judge.catalogue.counting_as(one)}
    for held in certificates(judge, day, needed):
        if not held.completed or held.expires_on is None or held.expires_on > after(day, AHEAD):
            continue
        if held.programme in quiet:
            continue
        title = judge.catalogue.titled(held.programme)
        over, asked = held.expires_on < day, held.programme in shared
        word = "needed for tasks already signed off; " if asked else ""
        why = f"{word}{'expired' if over else 'expires'} on {said(held.expires_on)}"
        by = day if over else held.expires_on
        # what has run out closes tasks held today: as pressing as a sign-off that has
        rank = _RUNS_OUT if over and asked else _PAPERS
        yield rank, Action(says=f"Complete {title} again", who="the worker", by=by, because=why)


def _of_requests(judge: Judge, day: date) -> Iterator[_Ranked]:
    """Return the requests to be signed off that wait: whoever was asked is to answer."""
    for one in requested(judge.at(day)):
        if one.waits:
            says = f"Answer the request to be signed off for {judge.catalogue.titled(one.competency)}"
            yield _LEARNING, Action(says=says, who=one.assessor, by=None, because=f"asked on {said(one.on)}")


def _of_decisions(judge: Judge, day: date) -> Iterator[_Ranked]:
    decisions = judge.at(day).rebandings
    last = decisions[-1] if decisions else None
    if last is not None and not last.upheld and last.review_by is not None:
        title = judge.catalogue.titled(last.to)
        why = f"{last.outcome} on {said(last.on)}"
        who = last.decided_by or "whoever decides on banding"
        action = Action(says=f"Review the decision on {title}", who=who, by=max(last.review_by, day), because=why)
        yield _DECISIONS, action
