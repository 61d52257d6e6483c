"""This morning: who can do what where, what runs out, what waits for somebody."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import attrs

from sw_competency.bulk import undisturbed
from sw_competency.catalogue import Catalogue
from sw_competency.dates import look_ahead, said
from sw_competency.judge.case import Judge
from sw_competency.judge.requests import requested
from sw_competency.model.marks import REQUEST, STATUS, Mark
from sw_competency.questions.cover import Standing, standing, watched_at
from sw_competency.questions.due import Ending, due_in_posts
from sw_competency.reports._page import Page
from sw_competency.web import asking
from sw_competency.web.roles import ASSESSORS, STAFF
from sw_competency.web.screen import Screen
from sw_competency.web.screens.ask import answered_by, links
from sw_competency.web.visit import Link, Visit

_HOLDS_UP = frozenset({"clinical", "safety"})  # tasks of these kinds hold up a list when nobody can do them
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
    unread: tuple[str, ...]
    sites: tuple[Link, ...]
    site: str
    cover: tuple[Cover, ...]
    covered: tuple[Cover, ...]
    due: Listing
    waiting: Listing
    requests: Listing


@attrs.define
class _Seen:
    """What was seen of everybody, in one round."""

    standings: dict[tuple[str, str], dict[str, Standing]] = attrs.field(factory=lambda: defaultdict(dict))
    used: set[tuple[str, str]] = attrs.field(factory=set)
    due: list[tuple[Ending, Item]] = attrs.field(factory=list)
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
            with undisturbed():
                _look(judge, visit, seen)
        seen.due.sort(key=lambda each: (each[0].last or date.min, each[0].worker, each[0].name))
        cover = sorted(_cover(visit, seen), key=lambda one: _URGENCY.index(one.mark))
        sites = sorted({site for site, _ in seen.standings})
        return Morning(
            people=asking.people(visit.directory), tasks=asked[1].options, worker=asked[0].value,
            task=asked[1].value, page=page, links={} if page is None else links(page, visit), unread=tuple(seen.unread),
            begun=bool(visit.questions.workers), site=visit.meant("site") or "",
            sites=tuple(Link(_place(visit, site), site) for site in sites),
            cover=tuple(one for one in cover if one.mark is not _SEVERAL),
            covered=tuple(one for one in cover if one.mark is _SEVERAL),
            due=_listing([item for _, item in seen.due], visit.link("ask", "due", weeks=_WEEKS, asked="yes")),
            waiting=Listing(tuple(seen.waiting)),
            requests=_listing(seen.requests, visit.link("ask", "requests", waiting="yes", asked="yes")),
        )  # fmt: skip


def _look(judge: Judge, visit: Visit, seen: _Seen) -> None:
    """See what one worker can do, what runs out for them, and what they wait for."""
    day, worker, catalogue = visit.questions.moment.as_of, judge.record.worker, visit.tracker.catalogue
    if visit.questions.records.unreadable(worker) is not None:
        seen.unread.append(visit.named(worker))
        return
    given, begun = judge.at(day).given, dict.fromkeys(judge.begun(day))
    for site in {span.appointment.site for span in judge.held(day).values()}:
        for task in _watched(catalogue, site):
            standings = seen.standings[site, task]
            if task in begun:  # nobody may do, alone or supervised, what they have not begun
                standings[worker] = standing(judge, task, day, site, None)
            if given[task] or watched_at(catalogue, site) is not None:
                seen.used.add((site, task))
    who = _person(visit, worker)
    for due in due_in_posts(judge, day, look_ahead(day, _WEEKS, None)):
        seen.due.append((due, Item(who, due.title, due.last, _mark_of(due, judge, day))))
    for one in requested(judge.record.at(day)):
        if one.waits:
            sheet = visit.link("sign-off", one.competency, worker) if visit.has(*ASSESSORS) else ""
            title, asked = catalogue.titled(one.competency), one.assessor
            seen.requests.append(Item(who, title, one.on, REQUEST["waiting"], asked, sheet))
    for name in begun:
        if (status := judge.status(name, day).status) == "awaiting-countersignature":
            seen.waiting.append(Item(who, catalogue.titled(name), None, STATUS[status]))


def _watched(catalogue: Catalogue, site: str) -> Sequence[str]:
    """Return the tasks looked at for a site: those it names itself, else all that can hold up a list."""
    own = watched_at(catalogue, site)
    return own if own is not None else [name for name, one in catalogue.competencies.items() if one.kind in _HOLDS_UP]


def _place(visit: Visit, site: str) -> str:
    return visit.directory.title_of("site", site) or site


def _person(visit: Visit, worker: str) -> Link:
    return Link(visit.named(worker), visit.link("people", worker))


def _cover(visit: Visit, seen: _Seen) -> Iterator[Cover]:
    """Yield what is done at a site, or somebody there was signed off for: the rest is not done there."""
    where = visit.meant("site")
    for (site, task), each in sorted(seen.standings.items()):
        if where not in {None, site} or (site, task) not in seen.used:
            continue
        able = [worker for worker, one in each.items() if one.able]
        away = [worker for worker, one in each.items() if one.answer == "may" and one.absent]
        supervised = sum(one.answer == "only-supervised" and not one.absent for one in each.values())
        yield Cover(
            task=Link(visit.tracker.catalogue.titled(task), visit.link("ask", "cover", task=task, site=site)),
            site=_place(visit, site),
            mark=_NOBODY if not able else _ONE if len(able) == 1 else _SEVERAL,
            able=_people(visit, able), supervised=supervised, away=_people(visit, away),
        )  # fmt: skip


def _people(visit: Visit, workers: Iterable[str]) -> tuple[Link, ...]:
    return tuple(sorted((_person(visit, worker) for worker in workers), key=lambda one: one.title.casefold()))


def _mark_of(one: Ending, judge: Judge, day: date) -> Mark:
    """Return how it stands: what has run out may be in grace, or only out of practice."""
    if one.state != "ended":
        return STATUS["due"]
    return STATUS["lapsed"] if one.kind == "programme" else STATUS[judge.status(one.name, day).status]


def _listing(items: list[Item], all_of_them: str) -> Listing:
    return Listing(tuple(items[:_MOST]), max(0, len(items) - _MOST), all_of_them)
