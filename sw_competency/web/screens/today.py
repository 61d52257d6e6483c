"""This morning: who can do what where, what runs out, what waits for somebody."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from sw_competency.judge.case import Judge
from sw_competency.model.marks import REQUEST, STATUS, Mark
from sw_competency.questions.cover import Standing, standing
from sw_competency.questions.due import RunningOut
from sw_competency.web import asking
from sw_competency.web.roles import STAFF
from sw_competency.web.screen import Screen
from sw_competency.web.screens.ask import answered_by, links
from sw_competency.web.visit import Link, Visit

WATCHED = ("iv-cannulation", "mr-safety-screening", "poct-egfr")  # what holds up a list when nobody can do it
_NOBODY = Mark("cross", "nobody", "stop")
_ONE = Mark("triangle", "one person", "care")
_SEVERAL = Mark("disc", "covered", "good")
_WEEKS = 4
_MOST = 12  # lines of a list; the rest is a page of its own


@attrs.frozen(slots=True, kw_only=True)
class Cover:
    """A task at a site this morning.

    Args:
        task: the task, linked to who may do it.
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
    """One line of a list: about whom, what, until when, and how it stands."""

    who: Link
    what: str
    day: date | None
    mark: Mark
    to: str = ""


@attrs.frozen(slots=True)
class Listing:
    """A list: its first lines, how many more there are, and where all stand."""

    lines: tuple[Item, ...]
    more: int
    all: str


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
        cover: the tasks by site.
        due: what has run out or soon does.
        waiting: what waits for a countersignature.
        requests: who asked to be signed off.
    """

    people: tuple[Link, ...]
    tasks: tuple[Link, ...]
    worker: str
    task: str
    page: object
    links: object
    cover: tuple[Cover, ...]
    due: Listing
    waiting: Listing
    requests: Listing


class Today(Screen):
    """What somebody looks at first each morning."""

    path = "/"
    title = "Today"
    sees = STAFF
    place = 10

    def show(self, visit: Visit) -> Morning:
        """Judge everybody once."""
        page = answered_by(visit, "may") if visit.text("worker") and visit.text("task") else None
        standings, waiting = _looked_at(visit)
        tasks = sorted(asking.things(visit.tracker.catalogue, "competency"), key=lambda one: one.title.casefold())
        return Morning(
            people=asking.people(visit.tracker.directory), tasks=tuple(tasks),
            worker=visit.text("worker") or "", task=visit.text("task") or "",
            page=page, links={} if page is None else links(page, visit), cover=tuple(_cover(visit, standings)),
            due=_due(visit), waiting=_listing(waiting, visit.link("ask", "due")), requests=_requests(visit),
        )  # fmt: skip


Where = tuple[str, str]  # a task and a site


def _looked_at(visit: Visit) -> tuple[dict[Where, dict[str, Standing]], list[Item]]:
    day, questions = visit.questions.moment.as_of, visit.questions
    watched = [task for task in WATCHED if task in visit.tracker.catalogue.competencies]
    found: dict[Where, dict[str, Standing]] = defaultdict(dict)
    waiting: list[Item] = []
    for judge in questions.judges():
        worker = judge.record.worker
        if questions.records.unreadable(worker) is not None:
            continue
        for site in {span.appointment.site for span in judge.held(day).values()}:
            for task in watched:
                found[task, site][worker] = standing(judge, task, day, site, None)
        waiting += _waiting(judge, visit)
    return found, waiting


def _waiting(judge: Judge, visit: Visit) -> Iterator[Item]:
    day, worker = visit.questions.moment.as_of, judge.record.worker
    for name in judge.begun(day):
        if judge.status(name, day).status == "awaiting-countersignature":
            title = visit.tracker.catalogue.titled(name)
            yield Item(_person(visit, worker), title, None, STATUS["awaiting-countersignature"])


def _person(visit: Visit, worker: str) -> Link:
    return Link(visit.named(worker), visit.link("people", worker))


def _cover(visit: Visit, standings: dict[Where, dict[str, Standing]]) -> Iterator[Cover]:
    catalogue, directory = visit.tracker.catalogue, visit.tracker.directory
    order = {task: n for n, task in enumerate(WATCHED)}
    for (task, site), each in sorted(standings.items(), key=lambda one: (one[0][1], order[one[0][0]])):
        able = [worker for worker, one in each.items() if one.able]
        away = [worker for worker, one in each.items() if one.answer == "may" and one.absent]
        supervised = sum(one.answer == "only-supervised" and not one.absent for one in each.values())
        if not able and not away and not supervised:
            continue  # not done at this site
        mark = _NOBODY if not able else _ONE if len(able) == 1 else _SEVERAL
        yield Cover(
            task=Link(catalogue.titled(task), visit.link("ask", "cover", task=task, site=site)),
            site=directory.title_of("site", site) or site, mark=mark, supervised=supervised,
            able=_people(visit, able), away=_people(visit, away),
        )  # fmt: skip


def _people(visit: Visit, workers: Iterable[str]) -> tuple[Link, ...]:
    return tuple(sorted((_person(visit, worker) for worker in workers), key=lambda one: one.title.casefold()))


def _due(visit: Visit) -> Listing:
    answer = visit.questions.due(weeks=_WEEKS)
    items = [Item(_person(visit, one.worker), one.title, one.last, _mark_of(one)) for one in answer.due]
    return _listing(items, visit.link("ask", "due", weeks=_WEEKS))


def _mark_of(one: RunningOut) -> Mark:
    return STATUS["lapsed"] if one.state == "ended" else STATUS["due"]


def _requests(visit: Visit) -> Listing:
    found = visit.questions.requests(waiting=True)
    known = [one for one in found if one.competency is not None]
    titled = visit.tracker.catalogue.titled
    items = [
        Item(_person(visit, one.asked.worker), titled(one.competency or ""), one.on, REQUEST["waiting"])
        for one in known
    ]
    return _listing(items, visit.link("ask", "requests", asked="yes", waiting="yes"))


def _listing(items: list[Item], all_of_them: str) -> Listing:
    return Listing(tuple(items[:_MOST]), max(0, len(items) - _MOST), all_of_them)
