"""This morning: who can do what where, what runs out, what waits for somebody."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import attrs

from sw_competency.dates import look_ahead, said
from sw_competency.judge.case import Judge
from sw_competency.judge.requests import requested
from sw_competency.model.marks import REQUEST, STATUS, Mark
from sw_competency.questions.cover import Standing, standing
from sw_competency.questions.due import RunningOut, due_in_posts
from sw_competency.reports._page import Page
from sw_competency.web import asking
from sw_competency.web.roles import STAFF
from sw_competency.web.screen import Screen
from sw_competency.web.screens.ask import answered_by, links
from sw_competency.web.visit import Link, Visit

WATCHED = ("iv-cannulation", "mr-safety-screening", "poct-egfr")  # what holds up a list when nobody can do it
_NOBODY = Mark("cross", "nobody", "stop")
_ONE = Mark("triangle", "one person", "care")
_SEVERAL = Mark("disc", "covered", "good")
_URGENCY = (_NOBODY, _ONE, _SEVERAL)
_WEEKS = 4
_MOST = 12  # lines of a list; the rest is a page of its own


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
    able: tuple[Link, ...]
    supervised: int
    away: tuple[Link, ...]


@attrs.frozen(slots=True)
class Item:
    """One line of a list: about whom, what, since or until when, and how it stands."""

    who: Link
    what: str
    day: date | None
    mark: Mark


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
        unread: whose records could not be read: nothing in them counts here.
        cover: the tasks by site, what is not covered first.
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
    unread: tuple[str, ...]
    cover: tuple[Cover, ...]
    due: Listing
    waiting: Listing
    requests: Listing


@attrs.define
class _Seen:
    """What was seen of everybody, in one round."""

    standings: dict[tuple[str, str], dict[str, Standing]] = attrs.field(factory=lambda: defaultdict(dict))
    due: list[RunningOut] = attrs.field(factory=list)
    waiting: list[Item] = attrs.field(factory=list)
    requests: list[Item] = attrs.field(factory=list)
    unread: list[str] = attrs.field(factory=list)


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
        seen = _Seen()
        for judge in visit.questions.judges():
            _look(judge, visit, seen)
        seen.due.sort(key=lambda one: (one.last or date.min, one.worker, one.name))
        items = [Item(_person(visit, one.worker), one.title, one.last, _mark_of(one)) for one in seen.due]
        return Morning(
            people=asking.people(visit.tracker.directory), tasks=asked[1].options, worker=asked[0].value,
            task=asked[1].value, page=page, links={} if page is None else links(page, visit), unread=tuple(seen.unread),
            begun=bool(visit.questions.workers),
            cover=tuple(sorted(_cover(visit, seen), key=lambda one: _URGENCY.index(one.mark))),
            due=_listing(items, visit.link("ask", "due", weeks=_WEEKS, asked="yes")),
            waiting=Listing(tuple(seen.waiting)),
            requests=_listing(seen.requests, visit.link("ask", "requests", waiting="yes", asked="yes")),
        )  # fmt: skip


def _look(judge: Judge, visit: Visit, seen: _Seen) -> None:
    """See what one worker can do, what runs out for them, and what they wait for."""
    day, worker, catalogue = visit.questions.moment.as_of, judge.record.worker, visit.tracker.catalogue
    if visit.questions.records.unreadable(worker) is not None:
        seen.unread.append(visit.named(worker))
        return
    for site in {span.appointment.site for span in judge.held(day).values()}:
        for task in WATCHED:
            if task in catalogue.competencies:
                seen.standings[site, task][worker] = standing(judge, task, day, site, None)
    seen.due += due_in_posts(judge, day, look_ahead(day, _WEEKS, None))
    who = _person(visit, worker)
    for one in requested(judge.record.at(day)):
        if one.waits:
            seen.requests.append(Item(who, catalogue.titled(one.competency), one.on, REQUEST["waiting"]))
    for name in judge.begun(day):
        if (status := judge.status(name, day).status) == "awaiting-countersignature":
            seen.waiting.append(Item(who, catalogue.titled(name), None, STATUS[status]))


def _person(visit: Visit, worker: str) -> Link:
    return Link(visit.named(worker), visit.link("people", worker))


def _cover(visit: Visit, seen: _Seen) -> Iterator[Cover]:
    for (site, task), each in sorted(seen.standings.items()):
        able = [worker for worker, one in each.items() if one.able]
        away = [worker for worker, one in each.items() if one.answer == "may" and one.absent]
        supervised = sum(one.answer == "only-supervised" and not one.absent for one in each.values())
        if not able and not away and not supervised:
            continue  # not done at this site
        yield Cover(
            task=Link(visit.tracker.catalogue.titled(task), visit.link("ask", "cover", task=task, site=site)),
            site=visit.tracker.directory.title_of("site", site) or site,
            mark=_NOBODY if not able else _ONE if len(able) == 1 else _SEVERAL,
            able=_people(visit, able), supervised=supervised, away=_people(visit, away),
        )  # fmt: skip


def _people(visit: Visit, workers: Iterable[str]) -> tuple[Link, ...]:
    return tuple(sorted((_person(visit, worker) for worker in workers), key=lambda one: one.title.casefold()))


def _mark_of(one: RunningOut) -> Mark:
    return STATUS["lapsed"] if one.state == "ended" else STATUS["due"]


def _listing(items: list[Item], all_of_them: str) -> Listing:
    return Listing(tuple(items[:_MOST]), max(0, len(items) - _MOST), all_of_them)
