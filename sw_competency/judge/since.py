"""Since when has a rule been met? Found from the days on which anything can change, not by trying every day.

Each requirement at the bottom gives the days on which its outcome can change; judged on those days only, it becomes a
timeline. Timelines of parts are combined as their outcomes are.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

import msgspec

from sw_competency.catalogue.catalogue import Rule
from sw_competency.dates import ONE_DAY
from sw_competency.judge.case import Judge
from sw_competency.judge.lateness import Late, late_on_record
from sw_competency.judge.one_day import Case
from sw_competency.judge.rebanding import agreed, judge_rebanding
from sw_competency.judge.resting import resting_on
from sw_competency.judge.shared import shared
from sw_competency.model import MET, NOT_MET, Outcome
from sw_competency.model.findings import all_of, at_least
from sw_competency.rules import Requirement
from sw_competency.rules.kinds.tier import post_changes

Timeline = list[tuple[date, Outcome]]  # from each day on, until the next
_EVER: Timeline = [(date.min, MET)]


class Period(msgspec.Struct, frozen=True, rename={"first": "from"}):
    """A time in which a rule was met without a break.

    Args:
        first: its first day.
        until: its last day; None where it is still met.
        ended_by: what ended it.
    """

    first: date
    until: date | None = None
    ended_by: str | None = None


@shared
def periods_met(judge: Judge, name: str, day: date) -> list[Period]:
    """Return every period up to a day in which a rule was met, each day by the version then in force.

    Raises:
        UnknownNameError: no such rule.
    """
    return _periods(judge, timeline(judge, name, day), name)


def late_in(judge: Judge, name: str, period: Period, day: date) -> tuple[Late, ...]:
    """Return all that was written down late of what a rule's being met in a period rests on.

    Args:
        judge: the judge of the worker.
        name: the rule.
        period: the period.
        day: the day asked about.
    """
    late = late_on_record(judge, day)
    rests: set[str] = set()
    for on in turns(judge, name, period.first, period.until or day) if late else ():
        found = judge_rebanding(judge, name, on)
        rests |= resting_on(judge.in_post_named(found.post), found.finding.entries, on)
    return tuple(one for one in late if one.entry in rests)


def turns(judge: Judge, name: str, first: date, day: date) -> list[date]:
    """Return a day, and all later ones up to another on which what a rule rests on can change."""
    posts = judge.at(day).posts or [None]
    versions = judge.catalogue.rule(name)
    days = {first, *(version.starts for version in versions)}
    for post in posts:
        for version in versions:
            case = judge.in_post_named(post).case(day, name, version.source)
            days.update(on for item in version.requires for on in (*item.changes(case), *post_changes(case)))
    return sorted(on for on in days if first <= on <= day)


def timeline(judge: Judge, name: str, day: date) -> Timeline:
    """Give the outcome of a rule from each day on which it changes, up to a day; each day by the version then in force.

    Raises:
        UnknownNameError: no such rule.
    """
    versions = judge.catalogue.rule(name)
    posts = judge.at(day).posts or [None]
    if len(posts) == 1:
        return _of_rule(judge.in_post_named(posts[0]), versions, day)
    return _of_posts(judge, posts, versions, day)


def _of_posts(judge: Judge, posts: Sequence[str | None], versions: Sequence[Rule], day: date) -> Timeline:
    """Judge each post while it is held; while none is, the rule is judged all the same, in the main one."""
    held = [_held(judge.in_post_named(post), day) for post in posts]
    none = _merged(held, lambda outcomes: NOT_MET if MET in outcomes else MET)
    judged = [*zip(posts, held, strict=True), (None, none)]
    lines = [_merged([_of_rule(judge.in_post_named(post), versions, day), line], all_of) for post, line in judged]
    return _merged(lines, lambda outcomes: at_least(1, outcomes))


def _held(judge: Judge, day: date) -> Timeline:
    return _of_days(post_changes(judge.case(day)), day, lambda d: NOT_MET if judge.span(d) is None else MET)


def _periods(judge: Judge, line: Timeline, rule: str) -> list[Period]:
    out = []
    for index, (first, outcome) in enumerate(line):
        if outcome is not MET:
            continue
        if index + 1 == len(line):
            out.append(Period(first))
            continue
        end = line[index + 1][0]
        out.append(Period(first, end - ONE_DAY, judge_rebanding(judge, rule, end).finding.says))
    return out


def since(periods: Sequence[Period]) -> date | None:
    """Return the day since when a rule has been met, of its periods; None where it is not met now."""
    return periods[-1].first if periods and periods[-1].until is None else None


def _of_rule(judge: Judge, versions: Sequence[Rule], day: date) -> Timeline:
    line: Timeline = [(date.min, NOT_MET)]
    for index, rule in enumerate(versions):
        if rule.starts > day:
            break
        last = versions[index + 1].starts - ONE_DAY if index + 1 < len(versions) else day
        own = _of_version(judge, rule, min(last, day))
        line += [(max(start, rule.starts), o) for start, o in own]
    return _compressed(line)


def _of_version(judge: Judge, rule: Rule, day: date) -> Timeline:
    case = judge.case(day, rule.id, rule.source)
    line = _compressed([(date.min, NOT_MET), (rule.starts, MET)])
    if rule.site is not None or judge.catalogue.routed:
        line = _and_on(line, post_changes(judge.case(day)), day, lambda d: _agreed(judge, rule, d))
    for item in rule.requires:
        line = _and(line, item, case)
    return line


def _agreed(judge: Judge, rule: Rule, day: date) -> Outcome:
    here = agreed(judge, rule, day)
    return MET if here is None else here.outcome


def _and(line: Timeline, item: Requirement, case: Case) -> Timeline:
    """Return when a timeline and a requirement are both met; it is judged only where the timeline leaves that open.

    On most days of a career something is still lacking, and nobody needs to be judged by all the rest on them.
    """
    if len(line) == 1 and line[0][1] is NOT_MET:
        return line
    count, parts = item.how_many(), item.parts()
    if count is None:
        return _and_on(line, item.changes(case), case.day, lambda d: item.outcome(case.at(d)))
    if count == len(parts):
        for part in parts:
            line = _and(line, part, case)
        return line
    enough = _merged([_and(line, part, case) for part in parts], lambda outcomes: at_least(count, outcomes))
    return _merged([line, enough], all_of)


def _and_on(line: Timeline, days: Iterable[date], last: date, judged: Callable[[date], Outcome]) -> Timeline:
    """Return when a timeline and an outcome are both met; the outcome can change on some days, up to the last."""
    tried = sorted({*(start for start, _ in line), *(d for d in days if d <= last)})
    out, at = Timeline(), 0
    for d in tried:
        while at + 1 < len(line) and line[at + 1][0] <= d:
            at += 1
        before = line[at][1]
        out.append((d, before if before is NOT_MET else all_of((before, judged(d)))))
    return _compressed(out)


def _of_days(days: Iterable[date], last: date, judged: Callable[[date], Outcome]) -> Timeline:
    return _and_on(_EVER, days, last, judged)


def _merged(lines: Sequence[Timeline], combine: Callable[[Sequence[Outcome]], Outcome]) -> Timeline:
    """Combine timelines: at each day on which one changes, the outcomes then in force."""
    steps = [(start, index, outcome) for index, line in enumerate(lines) for start, outcome in line[1:]]
    steps.sort(key=lambda step: step[:2])
    now = [line[0][1] for line in lines]
    out: Timeline = [(date.min, combine(now))]
    for position, (start, index, outcome) in enumerate(steps):
        now[index] = outcome
        if position + 1 == len(steps) or steps[position + 1][0] != start:
            out.append((start, combine(now)))
    return _compressed(out)


def _compressed(line: Timeline) -> Timeline:
    out = line[:1]
    for start, outcome in line[1:]:
        if start == out[-1][0]:
            out[-1] = (start, outcome)
            if len(out) > 1 and out[-2][1] is outcome:
                out.pop()
        elif outcome is not out[-1][1]:
            out.append((start, outcome))
    return out

