"""One person: what is wrong first, what to do next, what is signed off, what the post allows, and the way on."""

from collections.abc import Iterable, Iterator
from functools import partial

import attrs

from sw_competency import reports
from sw_competency.errors import NotOnRecordError
from sw_competency.judge.next_actions import pressing
from sw_competency.judge.requests import Requested
from sw_competency.model.marks import ANSWER, REQUEST, STATUS, Mark
from sw_competency.reports._standing import Next, Standing, first_of, standing
from sw_competency.reports._tasks import Held, Practised, Task, begun_with, expiries, held, practised
from sw_competency.reports._timeline import Timeline
from sw_competency.reports._worked import RequestRow, requests
from sw_competency.web import asking
from sw_competency.web.roles import EDUCATORS, EVERYBODY, LEARNERS, STAFF, SUPERVISORS, Account
from sw_competency.web.screen import Screen
from sw_competency.web.screens.ask import may_ask
from sw_competency.web.screens.papers import papers_about
from sw_competency.web.visit import Link, Visit


@attrs.frozen(slots=True, kw_only=True)
class Person:
    """The screen.

    Args:
        report: where the person stands.
        alarms: what is not to be done, and why.
        signed: what was signed off, whether or not it still holds.
        learning: what is begun and was not.
        actions: what to do next.
        open: what may be done: the heading, its mark, and the tasks.
        timeline: what expires in the months ahead.
        practised: the practice so far.
        requests: the requests to be signed off.
        rejected: those of them that were rejected, and nothing came after.
        paper: the papers about this person.
        asks: questions about this person.
    """

    report: Standing
    alarms: tuple[tuple[str, str], ...]
    signed: tuple[Held, ...]
    learning: tuple[Held, ...]
    actions: tuple[Next, ...]
    open: tuple[tuple[str, Mark, tuple[Task, ...]], ...]
    timeline: Timeline
    practised: tuple[Practised, ...]
    requests: tuple[RequestRow, ...]
    rejected: tuple[RequestRow, ...]
    paper: tuple[Link, ...]
    asks: tuple[Link, ...]


class People(Screen):
    """A person's page; a learner's own."""

    path = "/people/{worker:path}"
    title = "Person"
    sees = EVERYBODY
    own = LEARNERS
    place = 15

    def entrance(self, account: Account) -> str | None:
        """Return the account's own page, for those who have no other way to it."""
        from urllib.parse import quote

        return None if STAFF.intersection(account.roles) else f"/people/{quote(account.id, safe='')}"

    def heading(self, visit: Visit) -> str:
        """Return the person's name."""
        return visit.named(visit.meant("worker") or "")

    def show(self, visit: Visit) -> Person:
        """Work out where the person stands."""
        asked, worker = _asked(visit), visit.meant("worker") or ""
        whose = asked.worker or ""
        stands = standing(asked, whose)
        if not stands.found:
            raise NotOnRecordError(f"No record found for {visit.given['worker'][:80]} on that day. Check who is meant.")
        rows, todo = held(asked, whose), pressing(asked.questions.judge(whose), asked.day)
        does = (("Log practice", "log", SUPERVISORS), ("Ask to be signed off", "requests", LEARNERS | EDUCATORS),
                ("Put a post, a course, an absence or a correction on record", "record", EDUCATORS))
        asked_for = requests(asked, whose, partial(_told, visit, worker))
        log = (Link(says, visit.link(to, worker=worker)) for says, to, roles in does if visit.has(*roles))
        return Person(
            signed=tuple(one for one in rows if one.mark not in _LEARNING),
            learning=tuple(one for one in rows if one.mark in _LEARNING), report=stands, actions=first_of(asked, todo),
            alarms=tuple(("; ".join(task.titles), task.why) for task in begun_with(asked, whose, "may-not")),
            open=tuple((heading, ANSWER[key], begun_with(asked, whose, key)) for key, heading in _OPEN.items()),
            timeline=expiries(asked, whose), practised=practised(asked, whose),
            requests=asked_for, rejected=tuple(_rejected(asked_for, rows)),
            paper=tuple(papers_about(visit, worker)),
            asks=(*log, *(Link(says, visit.link("ask", q, worker=worker)) for q, says in _ASKS if _may_ask(q, visit))),
        )  # fmt: skip


_OPEN = {"may": "May do", "only-supervised": "Only under supervision"}
_LEARNING = (STATUS["in-training"], STATUS["not-yet-competent"], STATUS["not-started"], STATUS[None])
_ASKS = (
    ("scope", "Every task: may it be done?"), ("required", "What the post requires"),
    ("outside-scope", "Work outside scope"), ("unused", "Signed off and not used"),
    ("last-worked", "Last worked where"),
    ("entries", "The record as written"),
)  # fmt: skip


def _rejected(made: Iterable[RequestRow], rows: Iterable[Held]) -> Iterator[RequestRow]:
    """Return the requests that were rejected, where nothing came after: neither a new one nor a sign-off."""
    latest = {one.title: one for one in reversed([*made])}  # those that wait come first, then the latest
    in_date = {row.title for row in rows if row.mark.tone == "good"}
    return (one for one in latest.values() if one.mark is REQUEST["rejected"] and one.title not in in_date)


def _told(visit: Visit, worker: str, request: Requested) -> bool:
    return visit.is_told_why(worker, request.assessor)


def _may_ask(name: str, visit: Visit) -> bool:
    question = asking.questions()[name]
    return may_ask(question, visit) and (visit.may_see_others or asking.whose(question, visit) is not None)


def _asked(visit: Visit) -> reports.Asked:
    worker = visit.questions.records.joining.kept(visit.meant("worker") or "")
    return reports.Asked(questions=visit.questions, worker=worker, person=visit.tracker.person)
