"""This morning: who can do what where, what runs out, what waits for somebody."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from heapq import nsmallest

import attrs

from sw_competency.catalogue import Catalogue
from sw_competency.dates import look_ahead, said
from sw_competency.judge.case import Judge
from sw_competency.judge.requests import requested
from sw_competency.model.marks import REQUEST, STATUS, Mark
from sw_competency.names import in_numbers
from sw_competency.questions.cover import Standing, standing, watched_at
from sw_competency.questions.due import Ending, due_in_posts
from sw_competency.reports._page import Page
from sw_competency.web import asking
from sw_competency.web.roles import ASSESSORS, EDUCATORS, STAFF
from sw_competency.web.screen import Screen
from sw_competency.web.screens.ask import answered_by, links
from sw_competency.web.visit import Link, Visit

_HOLDS_UP = frozenset({"clinical", "safety"})  # tasks of these kinds hold up a list when nobody can do them
_NOBODY = Mark("cross", "nobody", "stop")
_ONE = Mark("triangle", "one person", "care")
_SEVERAL = Mark("disc", "covered", "good")
_URGENCY = (_NOBODY, _ONE, _SEVERAL)
_WEEKS = 4
_NAMED = 8  # people in a cell
_MOST = 12  # lines of a list; the rest is a page of its own


@attrs.frozen(slots=True)
class Some:
    """Some people: the first of them by name, and how many more there are."""

    first: tuple[Link, ...]
    more: int


@attrs.frozen(slots=True, kw_only=True)
class Cover:
    """A task at a site this morning.

    Args:
        task: the task, linked to who covers it in the weeks ahead.
        site: where.
        mark: whether it is covered, hangs on one person, or nobody can.
        able: who can and is there.
        supervised: how many could under supervision.
        away: who could and is away.
    """

    task: Link
    site: str
    mark: Mark
    able: Some
    supervised: int
    away: Some


@attrs.frozen(slots=True)
class Item:
    """One line of a list: whose, what, which day, how it stands; of a request, who was asked, and the sheet."""

    who: Link
    what: str
    day: date | None
    mark: Mark
    asked: str = ""
    sheet: str = ""


@attrs.frozen(slots=True)
class Listing:
    """A list: its first lines, how many more there are, and where all stand."""

    lines: tuple[Item, ...]
    more: int = 0
    all: str = ""


@attrs.frozen(slots=True, kw_only=True)
class Morning:
    """The screen.

    Args:
        people: whom there is to choose from.
        tasks: what there is to choose from.
        worker: who was asked about.
        task: what was asked about.
        page: the answer, where somebody asked.
        links: where the people and tasks in it are.
        begun: whether anybody is on record.
        brings: where a table is brought in, for whoever may.
        unposted: who is on record without an appointment, so that nothing is said of them here.
        unread: whose records could not be read: nothing in them counts here.
        sites: where there is to choose from.
        site: where is looked at; empty for everywhere.
        cover: the tasks that nobody can do, or one person alone, by site.
        covered: the tasks that several can do.
        due: what has run out or soon does.
        waiting: what waits for a countersignature.
        requests: who asked to be signed off.
    """

    people: tuple[Link, ...]
    tasks: tuple[Link, ...]
    worker: str
    task: str
    page: Page | None
    links: Mapping[str, str]
    begun: bool
    brings: str
    unposted: Some
    unread: tuple[str, ...]
    sites: tuple[Link, ...]
    site: str
    cover: tuple[Cover, ...]
    covered: tuple[Cover, ...]
    due: Listing
    waiting: Listing
    requests: Listing


@attrs.define(slots=True)
class _One:
    """What was seen of one person, without the reasons.

    Args:
        worker: who.
        unread: whether the record could not be read: nothing else is known then.
        is_unposted: whether no appointment is on record, on whatever day.
        sites: where they are in post.
        standings: where they stand with the tasks of a site, by site and task; none of what they have not begun.
        used: the tasks done at a site, as far as this person tells.
        due: what has run out or soon does: the last day, which, its title, how it stands.
        waiting: what waits for a countersignature.
        requests: what they asked to be signed off, when, and whom they asked.
    """

    worker: str
    unread: bool = False
    is_unposted: bool = False
    sites: set[str] = attrs.field(factory=set)
    standings: dict[tuple[str, str], Standing] = attrs.field(factory=dict)
    used: set[tuple[str, str]] = attrs.field(factory=set)
    due: list[tuple[date | None, str, str, Mark]] = attrs.field(factory=list)
    waiting: list[str] = attrs.field(factory=list)
    requests: list[tuple[str, date, str]] = attrs.field(factory=list)


class Today(Screen):
    """What somebody looks at first each morning."""

    path = "/"
    title = "Today"
    sees = STAFF
    place = 10

    def heading(self, visit: Visit) -> str:
        """Return the day."""
        day, today = visit.questions.moment.as_of, visit.tracker.today()
        return f"Today, {said(day)}" if day == today else said(day)

    def show(self, visit: Visit) -> Morning:
        """Judge everybody once."""
        asked = asking.asks(asking.questions()["may"], visit)
        page = answered_by(visit, "may") if visit.text("worker") and visit.text("task") else None
        day = visit.questions.moment.as_of
        seen = list(visit.questions.of_each("today", lambda judge: _look(judge, day)))
        due = sorted(_due(seen), key=lambda each: (each[1] or date.min, each[0], each[2]))
        cover = sorted(_cover(visit, seen), key=lambda one: _URGENCY.index(one.mark))
        watched = {site for one in seen for site in one.sites if _watched(visit.tracker.catalogue, site)}
        sites = sorted(watched, key=in_numbers)
        return Morning(
            people=asking.people(visit.directory), tasks=asked[1].options, worker=asked[0].value,
            task=asked[1].value, page=page, links={} if page is None else links(page, visit),
            unread=tuple(visit.named(one.worker) for one in seen if one.unread),
            begun=bool(visit.questions.workers), brings=visit.link("bring-in") if visit.has(*EDUCATORS) else "",
            unposted=_people(visit, [one.worker for one in seen if one.is_unposted]),
            site=visit.meant("site") or "",
            sites=tuple(Link(_place(visit, site), site) for site in sites),
            cover=tuple(one for one in cover if one.mark is not _SEVERAL),
            covered=tuple(one for one in cover if one.mark is _SEVERAL),
            due=_listing(
                [Item(_person(visit, whose), title, last, mark) for whose, last, _, title, mark in due[:_MOST]],
                len(due), visit.link("ask", "due", weeks=_WEEKS, asked="yes"),
            ),
            waiting=Listing(tuple(_waiting(seen, visit))),
            requests=_requests(seen, visit),
        )  # fmt: skip


def _look(judge: Judge, day: date) -> _One:
    """See what one worker can do, what runs out for them, and what they wait for."""
    one, catalogue = _One(judge.record.worker), judge.catalogue
    if judge.records.unreadable(one.worker) is not None:
        one.unread = True
        return one
    one.is_unposted = not judge.record.whole.appointments
    given, begun = judge.at(day).given, dict.fromkeys(judge.begun(day))
    one.sites = {span.appointment.site for span in judge.held(day).values()}
    for site in one.sites:
        for task in _watched(catalogue, site):
            if task in begun:  # nobody may do, alone or supervised, what they have not begun
                found = standing(judge, task, day, site, None)
                one.standings[site, task] = Standing(found.answer, found.absent)
            if given[task] or watched_at(catalogue, site) is not None:
                one.used.add((site, task))
    ending = due_in_posts(judge, day, look_ahead(day, _WEEKS, None))
    one.due = [(due.last, due.name, due.title, _mark_of(due, judge, day)) for due in ending]
    one.requests = [(each.competency, each.on, each.assessor) for each in requested(judge.record.at(day)) if each.waits]
    one.waiting = [name for name in begun if judge.status(name, day).status == "awaiting-countersignature"]
    return one


def _watched(catalogue: Catalogue, site: str) -> Sequence[str]:
    """Return the tasks looked at for a site: those it names itself, else all that can hold up a list."""
    own = watched_at(catalogue, site)
    return own if own is not None else [name for name, one in catalogue.competencies.items() if one.kind in _HOLDS_UP]


def _place(visit: Visit, site: str) -> str:
    return visit.directory.title_of("site", site) or site


def _person(visit: Visit, worker: str) -> Link:
    return Link(visit.named(worker), visit.link("people", worker))


def _due(seen: Iterable[_One]) -> Iterator[tuple[str, date | None, str, str, Mark]]:
    return ((one.worker, *each) for one in seen for each in one.due)


def _waiting(seen: Iterable[_One], visit: Visit) -> Iterator[Item]:
    mark = STATUS["awaiting-countersignature"]
    for one in seen:
        for name in one.waiting:
            yield Item(_person(visit, one.worker), visit.tracker.catalogue.titled(name), None, mark)


def _requests(seen: Iterable[_One], visit: Visit) -> Listing:
    asked = [(one.worker, *each) for one in seen for each in one.requests]
    lines = []
    for worker, name, on, assessor in asked[:_MOST]:
        sheet = visit.link("sign-off", name, worker) if visit.has(*ASSESSORS) else ""
        title, who = visit.tracker.catalogue.titled(name), _person(visit, worker)
        lines.append(Item(who, title, on, REQUEST["waiting"], assessor, sheet))
    return _listing(lines, len(asked), visit.link("ask", "requests", waiting="yes", asked="yes"))


def _cover(visit: Visit, seen: Iterable[_One]) -> Iterator[Cover]:
    """Yield what is done at a site, or somebody there was signed off for: the rest is not done there."""
    where = visit.meant("site")
    standings: dict[tuple[str, str], list[tuple[str, Standing]]] = {}
    used = set[tuple[str, str]]()
    for one in seen:
        used |= one.used
        for place, found in one.standings.items():
            standings.setdefault(place, []).append((one.worker, found))
    for site, task in sorted(used, key=lambda one: (in_numbers(one[0]), one[1])):
        if where not in {None, site}:
            continue
        each = standings.get((site, task), ())
        able = [worker for worker, one in each if one.able]
        away = [worker for worker, one in each if one.answer == "may" and one.absent]
        supervised = sum(one.answer == "only-supervised" and not one.absent for _, one in each)
        yield Cover(
            task=Link(visit.tracker.catalogue.titled(task), visit.link("ask", "cover", task=task, site=site)),
            site=_place(visit, site),
            mark=_NOBODY if not able else _ONE if len(able) == 1 else _SEVERAL,
            able=_people(visit, able), supervised=supervised, away=_people(visit, away),
        )  # fmt: skip


def _people(visit: Visit, workers: Sequence[str]) -> Some:
    first = nsmallest(_NAMED, workers, key=lambda one: visit.named(one).casefold())
    return Some(tuple(_person(visit, one) for one in first), len(workers) - len(first))


def _mark_of(one: Ending, judge: Judge, day: date) -> Mark:
    """Return how it stands: what has run out may be in grace, or only out of practice."""
    if one.state != "ended":
        return STATUS["due"]
    return STATUS["lapsed"] if one.kind == "programme" else STATUS[judge.status(one.name, day).status]


def _listing(lines: Sequence[Item], of: int, all_of_them: str) -> Listing:
    return Listing(tuple(lines), of - len(lines), all_of_them)
