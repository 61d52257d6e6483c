"""Where somebody stands, on one page: what they may do today, what to do next, how far the next band is."""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence

import attrs

from sw_competency.dates import said
from sw_competency.errors import ReportError
from sw_competency.judge.may import scope
from sw_competency.judge.next_actions import next_actions
from sw_competency.judge.required import silent
from sw_competency.pictures import Picture, picture_of
from sw_competency.reports._base import Asked, Cited, cited
from sw_competency.reports._career import (
    Ahead,
    Decision,
    PostRow,
    RuleRow,
    ahead,
    decisions,
    other_rules,
    posts,
    with_periods,
)
from sw_competency.reports._endings import endings
from sw_competency.reports._once import Once, Row, once
from sw_competency.reports._outside import Outside, outside
from sw_competency.reports._standing import NEXT, Next, Standing, first_of, standing
from sw_competency.reports._tasks import (
    ABOVE,
    ELSEWHERE,
    IN_BAND,
    Held,
    Programme,
    Rest,
    backed,
    begun,
    not_begun,
    practised,
    programmes,
)
from sw_competency.reports._worked import RequestRow, Worked, requests, worked

NAME = "progression"
QUESTION = "Where does a worker stand: what they may do today, what comes next, what is missing for the next band?"
FORMATS = ("html", "pdf", "md")
NEEDS = ("worker",)
TAKES = ("with_reasons",)
DAYS_AHEAD = 90
BEYOND = (ELSEWHERE, ABOVE)  # where there is more to learn


@attrs.frozen(slots=True, kw_only=True)
class View(Standing):
    """The finished page: where a worker stands on a day, and how they came there."""

    title: str = "Progression"
    running: str = "Progression"
    with_reasons: bool
    actions: tuple[Next, ...] = ()
    actions_more: int = 0
    programmes: tuple[Programme, ...] = ()
    kept: tuple[str, ...] = ()
    requests: tuple[RequestRow, ...] = ()
    worked: Worked | None = None
    way: Picture | None = None
    way_rule: str | None = None
    rules_also: tuple[str, ...] = ()
    rules_earlier: tuple[str, ...] = ()
    rules_others: tuple[str, ...] = ()
    outside: Outside | None = None
    earlier_posts: tuple[PostRow, ...] = ()
    decisions: tuple[Decision, ...] = ()
    absences: tuple[str, ...] = ()
    ahead: tuple[Ahead, ...] = ()
    days_ahead: int = DAYS_AHEAD
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
    stands = standing(asked, worker)
    view = View(**stands.fields(), with_reasons=asked.with_reasons)
    if not stands.found:
        return view
    found, todo = other_rules(asked, worker), next_actions(asked.questions.judge(worker), asked.day)
    way, way_rule = _way(asked, worker, stands.rules)
    cites = [source for one in begun(asked, worker).values() for source in one.finding.sources]
    return attrs.evolve(
        _with_tasks(view, asked, worker), actions=first_of(asked, todo), actions_more=max(len(todo) - NEXT, 0),
        rules=tuple(with_periods(asked, worker, row) for row in stands.rules),
        requests=requests(asked, worker, lambda _: asked.with_reasons), worked=worked(asked, worker),
        outside=outside(asked, worker), way=way, way_rule=way_rule,
        rules_also=found.also, rules_earlier=found.earlier, rules_others=found.others,
        earlier_posts=tuple(post for post in posts(asked, worker) if not post.held),
        decisions=decisions(asked, worker), absences=tuple(_absences(asked, worker)),
        ahead=ahead(asked, worker, DAYS_AHEAD),
        sources=cited(asked, cites + [s for row in stands.rules for s in row.sources]),
    )  # fmt: skip


def _way(asked: Asked, worker: str, rows: Iterable[RuleRow]) -> tuple[Picture | None, str | None]:
    """Draw the way to the tier that the first of the rules leads to, where one is still to go; say by which rule."""
    catalogue = asked.questions.catalogue
    rules = (catalogue.rule_in_force(row.id, asked.day) for row in rows if row.since is None)
    tiers = [rule.to for rule in rules if rule is not None and rule.to in catalogue.tiers]
    if not tiers:
        return None, None
    way = asked.questions.path(worker, tiers[0])
    return picture_of(way, asked.questions), way.rule


def _with_tasks(view: View, asked: Asked, worker: str) -> View:
    """Add what may be done today, and what every competency and course rests on."""
    judge, day = asked.questions.judge(worker), asked.day
    answers, quiet = scope(judge, day), silent(judge, day)
    rows, log = backed(asked, worker), practised(asked, worker)
    courses, unneeded = programmes(asked, worker), frozenset(map(asked.titled, quiet))
    able = [name for name, answer in answers.items() if answer.answer == "may"]
    ends = endings(asked, worker, able, {row.id: row.expires_on for row in rows})
    titles = {one.title for one in log}  # what was practised without more stands in the log
    told = [Rest(one.why, tuple(n for n in one.names if n not in titles)) for one in not_begun(asked, worker)]
    rest = tuple(one for one in told if one.names)
    return attrs.evolve(
        view, programmes=courses, kept=tuple(_kept(rows, courses, unneeded)),
        once=_once_named(once(answers, rows, log, quiet, ends, asked.titled), asked.say),
        to_begin=tuple(name for one in rest if one.why == IN_BAND for name in one.names),
        others=tuple(one for one in rest if one.why in BEYOND),
        closed=tuple(one for one in rest if one.why not in (IN_BAND, *BEYOND)),
    )  # fmt: skip


def _once_named(found: Once, say: Callable[[str], str]) -> Once:
    """Put names before the ids of people in the reasons."""

    def named(rows: Sequence[Row]) -> tuple[Row, ...]:
        return tuple(attrs.evolve(one, why=say(one.why), missing=say(one.missing)) for one in rows)

    return Once(named(found.stops), named(found.able), named(found.held_back), named(found.learning), found.begun)


def _kept(rows: Sequence[Held], courses: Sequence[Programme], unneeded: Container[str]) -> Iterator[str]:
    """Say what is held, or was, and not needed in the post: it stays on record, and nobody is reminded of it."""
    on_record: list[Held | Programme] = [row for row in rows if row.endless or row.expires_on]
    for one in (*on_record, *(c for c in courses if c.completed_on)):
        if one.title in unneeded:
            yield f"{one.title} ({one.mark.word}{f', last day {said(one.expires_on)}' if one.expires_on else ''})"


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
