"""Sign off: who waits for an answer or a countersignature; one sheet with all that is still needed, and its forms."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import attrs

from sw_competency.errors import FieldError
from sw_competency.judge.case import Judge
from sw_competency.judge.requests import Requested, requested
from sw_competency.judge.unconfirmed import unconfirmed
from sw_competency.model import SignOff, same_person
from sw_competency.reports import Asked
from sw_competency.reports import sign_off as sheet
from sw_competency.web import asking
from sw_competency.web.roles import ASSESSORS, EDUCATORS
from sw_competency.web.screen import Screen
from sw_competency.web.screens._people import known
from sw_competency.web.screens.papers import print_links
from sw_competency.web.visit import Done, Link, Visit

_TICK = "sign-off:"


@attrs.frozen(slots=True, kw_only=True)
class Row:
    """Somebody who waits: who, for what and where the sheet is, whom it concerns, since when, and the tick."""

    who: Link
    task: Link
    other: str
    on: date
    tick: str = ""


@attrs.frozen(slots=True, kw_only=True)
class Desk:
    """The screen: whom and what there is to choose from, the requests, and what waits for a countersignature.

    Args:
        people: whom there is to choose from.
        tasks: what there is.
        requests: who asked to be signed off.
        together: the tasks several asked for, each with how many, where they are answered at once.
        countersign: what waits for a countersignature.
    """

    people: tuple[Link, ...]
    tasks: tuple[Link, ...]
    requests: tuple[Row, ...]
    together: tuple[tuple[Link, int], ...]
    countersign: tuple[Row, ...]


class SignOffs(Screen):
    """Whom to sign off, and what to countersign."""

    path = "/sign-off"
    title = "Sign off"
    sees = ASSESSORS
    does = ASSESSORS
    place = 30

    def show(self, visit: Visit) -> Desk | Done:
        """List what waits; where somebody, a task or both were chosen, go to the list or the sheet."""
        worker = known(visit, "worker", "Who") if visit.text("worker") else None
        name = competency_in(visit) if visit.text("competency") else None
        if worker and name:
            return Done(sheet_of(visit, worker, name))
        if worker or name:
            return Done(visit.link("sign-off", "several", worker=worker, competency=name))
        requests, second, names = list[Row](), list[Row](), Counter[str]()
        for judge in visit.questions.judges():
            asked = list(requests_of(judge, visit))
            names.update({one.competency for one in asked})
            requests += (_asked(visit, judge.record.worker, one) for one in asked)
            second += (_second(visit, one) for one in _awaiting(judge, visit))
        tasks = asking.things(visit.tracker.catalogue, "competency")
        return Desk(
            people=asking.people(visit.directory), tasks=tuple(tasks), requests=tuple(requests),
            together=tuple(_together(visit, names)), countersign=tuple(second),
        )  # fmt: skip

    def do(self, visit: Visit) -> Done:
        """Countersign those that are ticked, each a decision of its own; what could not count is not offered."""
        ticked = [name for name in visit.given if name.startswith(_TICK)]
        waiting = {_tick(one): one for judge in visit.questions.judges() for one in _awaiting(judge, visit)}
        chosen = [waiting[name] for name in ticked if name in waiting]
        if not chosen:
            raise FieldError("what", "is empty: tick what you confirm; what somebody confirmed is no longer listed")
        for one in chosen:
            visit.tracker.countersign(one.worker, one.id, visit.by, recorded_by=visit.by)
        return Done(visit.link("sign-off"), f"Countersigned: {len(chosen)}.")


@attrs.frozen(slots=True, kw_only=True)
class Sheet:
    """The sheet of somebody for a task.

    Args:
        sheet: what is still needed, the criteria, the suggested numbers: as on paper.
        who: the person, linked.
        waits: the request that waits for an answer.
        waits_for: who was asked.
        unconfirmed: how many attempts nobody has confirmed.
        chooses: whether the assessor may be another than whoever asks.
        given: what was filled in.
        people: whom there is to choose from.
        paper: where the sheet is printed.
    """

    sheet: sheet.View
    who: Link
    waits: Requested | None
    waits_for: str
    unconfirmed: int
    chooses: bool
    given: dict[str, str]
    people: tuple[Link, ...]
    paper: tuple[Link, ...]


class SignOffSheet(Screen):
    """One person and one task: what is still needed, and the sign-off itself."""

    path = "/sign-off/{competency}/{worker:path}"
    title = "Sign off"
    template = "sign_off_sheet"
    sees = ASSESSORS
    does = ASSESSORS

    def heading(self, visit: Visit) -> str:
        """Return who is signed off for what."""
        return f"{visit.named(known(visit, 'worker', 'Who'))}: {visit.tracker.catalogue.titled(competency_in(visit))}"

    def show(self, visit: Visit) -> Sheet:
        """Work out what is still needed."""
        worker = visit.questions.records.joining.kept(known(visit, "worker", "Who"))
        name, judge = competency_in(visit), visit.questions.judge(worker)
        asked = Asked(
            questions=visit.questions, worker=worker, person=visit.tracker.person, competency=name, blank=True
        )
        logged = unconfirmed(judge.record.entries, visit.questions.records.joining.kept)
        waits = next((one for one in requests_of(judge, visit) if one.competency == name), None)
        return Sheet(
            sheet=sheet.view(asked), who=_person(visit, worker), waits=waits, given=dict(visit.filled_in),
            waits_for=visit.named(waits.assessor) if waits else "", chooses=visit.has(*EDUCATORS),
            unconfirmed=sum(one.competency == name for one in logged), people=asking.people(visit.directory),
            paper=print_links(
                visit, "sign-off", "Print the sheet", worker=worker, competency=name, blank="yes", format="html"
            ),
        )  # fmt: skip

    def do(self, visit: Visit) -> Done:
        """Sign off, reject a request, or take what was held before."""
        worker, name = known(visit, "worker", "Who"), competency_in(visit)
        said = {"reject": _rejected, "before": _held_before}.get(visit.given["form"], _signed)(visit, worker, name)
        return Done(visit.link("sign-off"), f"{said}: {visit.named(worker)}, {visit.tracker.catalogue.titled(name)}.")


def _signed(visit: Visit, worker: str, name: str) -> str:
    chosen = visit.has(*EDUCATORS) and visit.text("assessor")
    visit.tracker.sign_off(
        worker, name, known(visit, "assessor", "Assessor") if chosen else visit.by, visit.day("on"), visit.by,
        visit.text("anyway"), note=visit.text("note"), expires_on=visit.day("expires_on"),
    )  # fmt: skip
    return "Signed off"


def _rejected(visit: Visit, worker: str, name: str) -> str:
    """Reject all that waits for the assessor whose request the form showed."""
    visit.tracker.record(
        "sign-off-request", visit.by, worker=worker, competency=name, assessor=visit.needed("asked", "Who was asked"),
        answer="rejected", answered_by=visit.by, reason=visit.needed("reason", "Why not"), on=visit.day("on"),
    )  # fmt: skip
    return "Not signed off, with the reason"


def _held_before(visit: Visit, worker: str, name: str) -> str:
    visit.needed("signed_on", "Day on the paper")
    known_to = visit.text("date_known_to")
    visit.tracker.record(
        "prior-learning", visit.by, worker=worker, competency=name, signed_on=visit.day("signed_on"),
        accepted_by=visit.by, issuer=visit.text("issuer"), date_known_to=known_to,
        expires_on=visit.day("paper_expires_on"), note=visit.text("note"),
    )  # fmt: skip
    return "Taken as held from before"


def competency_in(visit: Visit) -> str:
    """Return the task that is meant; one nobody knows is refused."""
    name = visit.meant("competency") or ""
    visit.tracker.catalogue.competency(name)
    return name


def requests_of(judge: Judge, visit: Visit) -> Iterator[Requested]:
    """Return the requests of a worker that nobody has answered."""
    found = requested(judge.record.at(visit.questions.moment.as_of))
    return (one for one in found if one.waits)


def _awaiting(judge: Judge, visit: Visit) -> Iterator[SignOff]:
    """Return the newest sign-off of each task, where only a countersignature is lacking that whoever asks may give."""
    if visit.questions.records.unreadable(judge.record.worker) is not None:
        return
    day = visit.questions.moment.as_of
    given = judge.record.at(day).given
    for name in given:
        last = len(given[name]) - 1
        entry = given[name][last]
        if not isinstance(entry, SignOff) or not judge.counted(name, last, day).awaiting:
            continue
        if not same_person(visit.by, entry.assessor) and not same_person(visit.by, entry.worker):
            yield entry


def _asked(visit: Visit, worker: str, one: Requested) -> Row:
    task = Link(visit.tracker.catalogue.titled(one.competency), sheet_of(visit, worker, one.competency))
    return Row(who=_person(visit, worker), task=task, other=visit.named(one.assessor), on=one.on)


def _together(visit: Visit, names: Counter[str]) -> Iterator[tuple[Link, int]]:
    for name, people in names.most_common():
        if people > 1:
            yield Link(visit.tracker.catalogue.titled(name), visit.link("sign-off", "several", competency=name)), people


def _second(visit: Visit, one: SignOff) -> Row:
    task = Link(visit.tracker.catalogue.titled(one.competency), sheet_of(visit, one.worker, one.competency))
    who = _person(visit, one.worker)
    return Row(who=who, task=task, other=visit.named(one.assessor), on=one.on, tick=_tick(one))


def _tick(one: SignOff) -> str:
    return f"{_TICK}{one.worker}/{one.id}"


def sheet_of(visit: Visit, worker: str, competency: str) -> str:
    """Return where the sheet of somebody for a task is."""
    return visit.link("sign-off", competency, worker)


def _person(visit: Visit, worker: str) -> Link:
    return Link(visit.named(worker), visit.link("people", worker))
