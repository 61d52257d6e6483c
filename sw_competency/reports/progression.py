"""Where somebody stands, on one page: what they may do today, what to do next, how far the next band is."""

from collections.abc import Callable, Container, Iterator, Sequence
from datetime import date

import attrs

from sw_competency.dates import said
from sw_competency.errors import ReportError
from sw_competency.judge.next_actions import Action, next_actions
from sw_competency.judge.required import silent
from sw_competency.questions.may import MayAnswer
from sw_competency.questions.status import StatusAnswer
from sw_competency.reports._base import Asked, Cited, Stamp, Who, cited, stamp, unknown, who
from sw_competency.reports._career import Ahead, Decision, PostRow, RuleRow, ahead, decisions, posts, rules
from sw_competency.reports._endings import endings
from sw_competency.reports._once import Once, Row, once
from sw_competency.reports._outside import Outside, outside
from sw_competency.reports._sections import naming
from sw_competency.reports._tasks import (
    ABOVE,
    ELSEWHERE,
    IN_BAND,
    Group,
    Held,
    Practised,
    Programme,
    Rest,
    begun,
    defaults,
    expiries,
    held,
    practised,
    programmes,
    today,
)
from sw_competency.reports._timeline import Timeline
from sw_competency.reports._worked import RequestRow, Worked, requests, worked

NAME = "progression"
QUESTION = "Where does a worker stand: what they may do today, what comes next, what is missing for the next band?"
FORMATS = ("html", "pdf", "md")
NEEDS = ("worker",)
TAKES = ("with_reasons",)
NEXT = 3  # actions on the page
DAYS_AHEAD = 90
BEYOND = (ELSEWHERE, ABOVE)  # where there is more to learn


@attrs.frozen(slots=True)
class Next:
    """One of the next actions."""

    says: str
    who: str
    by: date | None
    now: bool
    why: str


@attrs.frozen(slots=True, kw_only=True)
class View:
    """The finished page: where a worker stands on a day."""

    title: str = "Progression"
    running: str = "Progression"
    who: Who
    stamp: Stamp
    found: bool
    with_reasons: bool
    posts_now: tuple[PostRow, ...] = ()
    notices: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    actions: tuple[Next, ...] = ()
    actions_more: int = 0
    timeline: Timeline | None = None
    held: tuple[Held, ...] = ()
    programmes: tuple[Programme, ...] = ()
    kept: tuple[str, ...] = ()
    practised: tuple[Practised, ...] = ()
    unlisted: tuple[str, ...] = ()
    requests: tuple[RequestRow, ...] = ()
    worked: Worked | None = None
    rules: tuple[RuleRow, ...] = ()
    rules_also: tuple[str, ...] = ()
    rules_earlier: tuple[str, ...] = ()
    rules_others: tuple[str, ...] = ()
    outside: Outside | None = None
    posts: tuple[PostRow, ...] = ()
    earlier_posts: tuple[PostRow, ...] = ()
    decisions: tuple[Decision, ...] = ()
    absences: tuple[str, ...] = ()
    ahead: tuple[Ahead, ...] = ()
    days_ahead: int = DAYS_AHEAD
    unknown: tuple[str, ...] = ()
    defaults: tuple[str, ...] = ()
    once: Once | None = None
    to_begin: tuple[str, ...] = ()
    others: tuple[Rest, ...] = ()
    closed: tuple[Rest, ...] = ()
    sources: tuple[Cited, ...] = ()


def view(asked: Asked) -> View:
    """Work out where a worker stands.

    Raises:
        ReportError: no worker is named.
    """
    worker = asked.worker
    if worker is None:
        raise ReportError("The progression report is about one worker: say whom, with --worker.")
    bare = View(who=who(asked, worker), stamp=stamp(asked), found=False, with_reasons=asked.with_reasons)
    if not asked.questions.records.worker(worker).at(asked.day).entries:
        return bare
    answers, career = asked.questions.scope(worker).answers, posts(asked, worker)
    todo = next_actions(asked.questions.judge(worker), asked.day)
    view = attrs.evolve(
        bare, found=True, posts_now=tuple(p for p in career if p.held), notices=tuple(_notices(asked, worker)),
        actions=tuple(_next(asked, a) for a in todo[:NEXT]), actions_more=max(len(todo) - NEXT, 0),
        unlisted=tuple(one.says for one in asked.questions.unlisted(worker)),
        requests=requests(asked, worker, lambda _: asked.with_reasons), worked=worked(asked, worker),
        outside=outside(asked, worker),
        posts=career, earlier_posts=tuple(p for p in career if not p.held), decisions=decisions(asked, worker),
        absences=tuple(_absences(asked, worker)), ahead=ahead(asked, worker, DAYS_AHEAD),
    )  # fmt: skip
    known = begun(asked, worker)
    return _with_grounds(_with_tasks(view, asked, worker, answers, known), asked, worker, answers, known)


def _with_tasks(
    view: View, asked: Asked, worker: str, answers: Sequence[MayAnswer], known: Sequence[StatusAnswer]
) -> View:
    """Add what may be done today, and what every competency and course rests on."""
    groups, rows, log = today(asked, worker, answers), held(asked, worker, known), practised(asked, worker)
    courses, quiet = programmes(asked, worker), silent(asked.questions.judge(worker), asked.day)
    ends = endings(asked, answers, {row.id: row.expires_on for row in rows})
    unneeded = frozenset(map(asked.titled, quiet))
    needed = tuple(c for c in courses if c.title not in unneeded)
    titles = {one.title for one in log}  # what was practised without more stands in the log
    told = [Rest(r.why, tuple(n for n in r.names if n not in titles)) for group in groups for r in group.rest]
    rest, say = tuple(one for one in told if one.names), naming(asked)
    return attrs.evolve(
        view, groups=tuple(_group_named(one, say) for one in groups), held=rows, programmes=courses, practised=log,
        timeline=expiries(asked, worker, known, needed, quiet), kept=tuple(_kept(rows, courses, unneeded)),
        once=_once_named(once(answers, rows, log, quiet, ends, asked.titled), say),
        to_begin=tuple(name for one in rest if one.why == IN_BAND for name in one.names),
        others=tuple(one for one in rest if one.why in BEYOND),
        closed=tuple(one for one in rest if one.why not in (IN_BAND, *BEYOND)),
    )  # fmt: skip


def _group_named(group: Group, say: Callable[[str], str]) -> Group:
    return attrs.evolve(group, tasks=tuple(attrs.evolve(one, why=say(one.why)) for one in group.tasks))


def _once_named(found: Once, say: Callable[[str], str]) -> Once:
    """Put names before the ids of people in the reasons."""

    def named(rows: Sequence[Row]) -> tuple[Row, ...]:
        return tuple(attrs.evolve(one, why=say(one.why), missing=say(one.missing)) for one in rows)

    return Once(named(found.stops), named(found.able), named(found.held_back), named(found.learning), found.begun)


def _with_grounds(
    view: View, asked: Asked, worker: str, answers: Sequence[MayAnswer], known: Sequence[StatusAnswer]
) -> View:
    """Add the rules, and on what everything rests."""
    found = rules(asked, worker)
    findings = [*(a.finding for a in answers), *(a.finding for a in known)]
    told = [s for finding in findings for s in unknown(finding)]
    told += [s for row in found.rows for s in row.unknown]
    cites = [s for a in known for s in a.finding.sources] + [s for row in found.rows for s in row.sources]
    defaulted = (f"{row.title}: what it asks for" for row in found.rows if row.placeholder)
    return attrs.evolve(
        view, rules=found.rows, rules_also=found.also, rules_earlier=found.earlier, rules_others=found.others,
        unknown=tuple(dict.fromkeys(told)), defaults=(*defaults(asked, worker, known), *defaulted),
        sources=cited(asked, cites),
    )  # fmt: skip


def _next(asked: Asked, action: Action) -> Next:
    return Next(action.says, asked.named(action.who), action.by, action.by == asked.day, action.why)


def _kept(rows: Sequence[Held], courses: Sequence[Programme], unneeded: Container[str]) -> Iterator[str]:
    """Say what is held, or was, and not needed in the post: it stays on record, and nobody is reminded of it."""
    on_record: list[Held | Programme] = [row for row in rows if row.endless or row.expires_on]
    for one in (*on_record, *(c for c in courses if c.completed_on)):
        if one.title in unneeded:
            yield f"{one.title} ({one.mark.word}{f', last day {said(one.expires_on)}' if one.expires_on else ''})"


def _notices(asked: Asked, worker: str) -> Iterator[str]:
    """Say what stands over everything else: not in post, or away today. The reason stays off the page."""
    judge = asked.questions.judge(worker)
    record = judge.at(asked.day)
    if not record.appointments:
        yield "No appointment is on record, so nobody can tell from here what this worker may do."
    elif not judge.held(asked.day):
        yield f"Not in post on {said(asked.day)}."
    if record.absent:
        yield f"Absent on {said(asked.day)}."


def _absences(asked: Asked, worker: str) -> Iterator[str]:
    """Say the times away and why somebody left, with their reasons: only where those are asked for."""
    if asked.with_reasons:
        record = asked.questions.records.worker(worker).at(asked.day)
        for left in record.leavings:
            told = (left.reason, left.destination and f"to {left.destination}", left.post and f"the post {left.post}")
            if left.reason or left.destination:
                yield f"left on {said(left.on)}: {', '.join(one for one in told if one)}"
        for a in record.absences:
            until = f" to {said(a.until)}" if a.until else ", its end is not on record"
            yield f"{a.reason}: from {said(a.on)}{until}"
