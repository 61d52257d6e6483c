"""Ask to be signed off: for what, and whom; what came of it, with the reason; taken back while it waits."""

from urllib.parse import quote

import attrs

from sw_competency.errors import FieldError
from sw_competency.judge.requests import Requested, requested
from sw_competency.model import same_person
from sw_competency.model.marks import REQUEST, Mark
from sw_competency.web import asking
from sw_competency.web.roles import EDUCATORS, LEARNERS, STAFF, Account
from sw_competency.web.screen import Screen
from sw_competency.web.screens._people import assessors, own_or_named, sent_for
from sw_competency.web.visit import Done, Link, Visit


@attrs.frozen(slots=True, kw_only=True)
class Line:
    """A request: for what, who was asked, what came of it, and who answered."""

    title: str
    asked: str
    request: Requested
    mark: Mark
    by: str


@attrs.frozen(slots=True, kw_only=True)
class View:
    """The screen.

    Args:
        worker: who asks to be signed off; empty where that is still to be said.
        name: what they are called.
        people: whom there is to choose from.
        tasks: what is begun and not held, first; then everything else.
        assessors: whom to ask, those who are on the record first.
        lines: what was asked, the latest first.
        given: what was filled in.
        own: whether it is the record of whoever asks.
    """

    worker: str
    name: str = ""
    people: tuple[Link, ...] = ()
    tasks: tuple[Link, ...] = ()
    assessors: tuple[Link, ...] = ()
    lines: tuple[Line, ...] = ()
    given: dict[str, str] = attrs.field(factory=dict)
    own: bool = False


class Requests(Screen):
    """A learner's requests to be signed off."""

    path = "/requests"
    title = "Ask to be signed off"
    sees = LEARNERS | EDUCATORS
    does = LEARNERS | EDUCATORS
    own = LEARNERS
    place = 22

    def about(self, visit: Visit) -> str | None:
        """Return who asks to be signed off: a learner herself, unless another is named."""
        return own_or_named(visit)

    def show(self, visit: Visit) -> View:
        """Show what was asked, and the form."""
        worker = self.about(visit)
        people = asking.people(visit.directory) if visit.may_see_others else ()
        if worker is None:
            return View(worker="", people=people)
        lines = tuple(_line(visit, one) for one in reversed(_requests(visit, worker)))
        return View(
            worker=worker, name=visit.named(worker), people=people, tasks=_tasks(visit, worker), lines=lines,
            assessors=tuple(_whom(visit, worker)),
            given=dict(visit.given), own=same_person(worker, visit.by),
        )  # fmt: skip

    def do(self, visit: Visit) -> Done:
        """Ask, or take back what waits."""
        worker = sent_for(visit)
        name = visit.directory.find("competency", visit.needed("competency", "What"))
        title = visit.tracker.catalogue.competency(name).title
        asked = visit.needed("assessor", "Whom")
        if asked not in {one.to for one in assessors(visit)}:
            raise FieldError("whom", "is none of the assessors on record: choose one of them")
        waits = any(r.waits and (r.competency, r.assessor) == (name, asked) for r in _requests(visit, worker))
        takes_back = visit.given["form"] == "withdraw"
        if waits and not takes_back:
            raise FieldError("whom", f"was asked already: {visit.named(asked)} has not answered yet")
        visit.tracker.record(
            "sign-off-request", visit.by, worker=worker, competency=name, assessor=asked, on=visit.day("on"),
            answer="withdrawn" if takes_back else None, answered_by=visit.by if takes_back else None,
        )  # fmt: skip
        said = "You no longer ask" if takes_back else "Asked"
        return Done(visit.link("requests", worker=worker), f"{said}: {title}, {visit.named(asked)}.")

    def entrance(self, account: Account) -> str | None:
        """Return a learner's own requests; an educator asks for somebody from that person's page."""
        mine = LEARNERS.intersection(account.roles) and not STAFF.intersection(account.roles)
        return f"{self.path}?worker={quote(account.id, safe='')}" if mine else None


def _requests(visit: Visit, worker: str) -> tuple[Requested, ...]:
    judge = visit.questions.judge(visit.questions.records.joining.kept(worker))
    return requested(judge.record.at(visit.questions.moment.as_of))


def _whom(visit: Visit, worker: str) -> list[Link]:
    """Return whom there is to ask, those first who watched or signed off before: nobody keeps where assessors work."""
    judge = visit.questions.judge(visit.questions.records.joining.kept(worker))
    entries = judge.at(visit.questions.moment.as_of).entries
    met = {getattr(one, field, None) for one in entries for field in ("assessor", "supervisor", "confirmed_by")}
    others = (one for one in assessors(visit) if not same_person(one.to, worker))
    return sorted(others, key=lambda one: one.to not in met)


def _line(visit: Visit, one: Requested) -> Line:
    return Line(
        title=visit.tracker.catalogue.titled(one.competency), asked=visit.named(one.assessor), request=one,
        mark=REQUEST[one.answer], by=visit.named(one.answered_by) if one.answered_by else "",
    )  # fmt: skip


def _tasks(visit: Visit, worker: str) -> tuple[Link, ...]:
    judge, day = visit.questions.judge(visit.questions.records.joining.kept(worker)), visit.questions.moment.as_of
    learning = {name for name in judge.begun(day) if judge.status(name, day).status != "current"}
    every = asking.things(visit.tracker.catalogue, "competency")
    return tuple(sorted(every, key=lambda one: one.to not in learning))
