"""What expires, by month or by person, and who must be booked; as a calendar for other programs too."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import cast

import attrs

from sw_competency.dates import said
from sw_competency.model.marks import STATUS, Mark
from sw_competency.pictures import Picture
from sw_competency.questions.due import Due, DueAnswer, RunningOut
from sw_competency.reports._icalendar import AllDay, icalendar
from sw_competency.web import asking
from sw_competency.web.roles import STAFF
from sw_competency.web.screen import Screen
from sw_competency.web.visit import Download, Link, Visit

_WEEKS = "26"
_MOST = 100  # lines of a group; all of them stand in its files
_BY = (Link("month", "month"), Link("person", "person"))
_RUN_OUT = Mark("cross", "run out", "stop")  # be it lapsed, in grace or out of practice
_TYPE = "text/calendar; charset=utf-8"


@attrs.frozen(slots=True)
class Item:
    """One thing that runs out: whose, what, where its evidence is, when, and how it stands."""

    who: Link
    what: Link
    day: date | None
    mark: Mark
    says: str


@attrs.frozen(slots=True)
class Group:
    """A month, or a person, with what runs out: the first of it, and how much there is."""

    title: str
    lines: tuple[Item, ...]
    of: int


@attrs.frozen(slots=True, kw_only=True)
class View:
    """The screen.

    Args:
        fields: what to look at.
        worker: the person looked for.
        people: whom there is to choose from.
        as_of: the day, as filled in.
        bys: how it can be grouped.
        by: how it is.
        says: what it comes to.
        unread: records that could not be read.
        groups: the months, or the people; what has run out already is the first of the months.
        downloads: the same as a file.
        picture: how much runs out when; none of one person.
    """

    fields: tuple[asking.Asks, ...]
    worker: str
    people: tuple[Link, ...]
    as_of: str
    bys: tuple[Link, ...]
    by: str
    says: str
    unread: tuple[str, ...]
    groups: tuple[Group, ...]
    downloads: tuple[Link, ...]
    picture: Picture | None = None


class Calendar(Screen):
    """What expires, by month and person."""

    path = "/calendar"
    title = "Calendar"
    sees = STAFF
    place = 40

    def show(self, visit: Visit) -> View:
        """List what runs out."""
        visit = _in_time(visit)
        answer, by = _asked(visit), visit.text("by") or "month"
        wanted = tuple(_wanted(answer, visit))
        groups: dict[str, list[RunningOut]] = {}
        for one in wanted:
            groups.setdefault(_month(one) if by == "month" else one.worker, []).append(one)
        listed = [(title if by == "month" else visit.named(title), lines) for title, lines in groups.items()]
        if by == "person":
            listed.sort(key=lambda each: each[0].casefold())
        kept = {name: visit.text(name) for name in ("site", "until", "weeks", "worker")}
        over, people = sum(one.state == "ended" for one in wanted), len({one.worker for one in wanted})
        return View(
            fields=asking.asks(Due, visit), worker=visit.text("worker") or "",
            people=asking.people(visit.directory), as_of=visit.given.get("as_of", ""), bys=_BY, by=by,
            says=f"Up to {said(answer.until)}: {len(wanted) - over} to run out and {over} run out already, "
                 f"of {people} {'person' if people == 1 else 'people'}.",
            unread=tuple(visit.named(one.id) for one in answer.damaged),
            groups=tuple(
                Group(title, tuple(_item(one, visit) for one in lines[:_MOST]), len(lines)) for title, lines in listed
            ),
            picture=None if visit.text("worker") else visit.tracker.picture(answer),
            downloads=(
                Link("Calendar (.ics)", visit.link("calendar", "as", "ics", **kept)),
                Link("XLSX, everybody", visit.link("ask", "due", "as", "xlsx", **{**kept, "worker": None})),
            ),
        )  # fmt: skip


class AsFile(Screen):
    """What expires, as a calendar that other programs take in."""

    path = "/calendar/as/ics"
    title = "Calendar"
    sees = STAFF

    def show(self, visit: Visit) -> Download:
        """Write it; what has run out and has no day stands on the day asked about."""
        visit = _in_time(visit)
        answer = _asked(visit)
        days = (
            AllDay(
                f"{one.worker}.{one.name}.{one.last or answer.as_of}@sw-competency", one.last or answer.as_of,
                f"{visit.named(one.worker)}: {one.title} {_WORDS[one.state]}",
                visit.directory.naming()(one.says),
            )
            for one in _wanted(answer, visit)
        )  # fmt: skip
        made = min(answer.known_by, datetime.combine(answer.as_of, datetime.min.time(), UTC))
        return Download(icalendar(days, made), "calendar.ics", _TYPE)


_WORDS = {"ended": "has run out", "ends": "runs out"}


def _in_time(visit: Visit) -> Visit:
    """Return the visit with half a year to look ahead, where nothing else is given."""
    given = {**visit.given, "weeks": visit.text("weeks") or _WEEKS}
    return attrs.evolve(visit, given=given)


def _asked(visit: Visit) -> DueAnswer:
    return cast("DueAnswer", asking.ask(visit, Due))


def _wanted(answer: DueAnswer, visit: Visit) -> Iterator[RunningOut]:
    """Return what is about the person looked for, or about anybody; what has run out first."""
    worker = visit.meant("worker")
    yield from (one for one in sorted(answer.due, key=lambda one: one.state != "ended") if worker in {None, one.worker})


def _month(one: RunningOut) -> str:
    return "Run out: to be booked now" if one.state == "ended" or one.last is None else f"{one.last:%B %Y}"


def _item(one: RunningOut, visit: Visit) -> Item:
    about = ("ask", "status") if one.kind == "competency" else ("ask", "progress")
    more = {"competency": one.name} if one.kind == "competency" else {}
    return Item(
        Link(visit.named(one.worker), visit.link("people", one.worker)),
        Link(one.title, visit.link(*about, worker=one.worker, **more)), one.last,
        _RUN_OUT if one.state == "ended" else STATUS["due"], one.says,
    )  # fmt: skip
