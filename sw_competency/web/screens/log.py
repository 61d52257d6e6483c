"""Log practice, on a phone: what, how it went, who watched."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import quote

import attrs

from sw_competency.errors import FieldError
from sw_competency.judge.case import Judge
from sw_competency.judge.unconfirmed import rejected, unconfirmed
from sw_competency.model import Practice, same_person
from sw_competency.web import asking
from sw_competency.web.roles import LEARNERS, STAFF, SUPERVISORS, Account
from sw_competency.web.screen import Screen
from sw_competency.web.screens._people import assessors, known, own_or_named, sent_for
from sw_competency.web.visit import Done, Link, Visit

_TAPS = 6  # tasks within a thumb's reach; the rest is a list
_WATCHERS = 4
_LATEST = 8
_NOBODY = "-"


@attrs.frozen(slots=True)
class Logged:
    """A line of the log: the day, the task, how it went, who watched, and why it was not confirmed."""

    on: date
    title: str
    went: str
    watched: str
    reason: str = ""


@attrs.frozen(slots=True, kw_only=True)
class Log:
    """The screen.

    Args:
        worker: whose practice it is; empty where that is still to be said.
        name: what they are called.
        people: whom there is to choose from.
        tasks: what was done lately, first.
        others: everything else.
        watchers: who watched lately.
        more_watchers: who else may have.
        modalities: where it may have been done.
        waiting: what nobody has confirmed yet.
        rejected: what was not confirmed, and why.
        given: what was filled in.
        own: whether it is the record of whoever asks.
    """

    worker: str
    name: str = ""
    people: tuple[Link, ...] = ()
    tasks: tuple[Link, ...] = ()
    others: tuple[Link, ...] = ()
    watchers: tuple[Link, ...] = ()
    more_watchers: tuple[Link, ...] = ()
    modalities: tuple[Link, ...] = ()
    waiting: tuple[Logged, ...] = ()
    rejected: tuple[Logged, ...] = ()
    given: Any = None
    own: bool = False


class LogPractice(Screen):
    """A task that was done, put on record in three taps."""

    path = "/log"
    title = "Log practice"
    sees = SUPERVISORS | LEARNERS
    does = SUPERVISORS | LEARNERS
    own = LEARNERS
    place = 20

    def about(self, visit: Visit) -> str | None:
        """Return whose practice it is: a learner's own, unless another is named."""
        return own_or_named(visit)

    def show(self, visit: Visit) -> Log:
        """Show the three questions, what was done lately first."""
        worker = self.about(visit)
        people = asking.people(visit.directory) if visit.may_see_others else ()
        if worker is None:
            return Log(worker="", people=people)
        judge = visit.questions.judge(visit.questions.records.joining.kept(worker))
        begun = _latest(judge, visit.questions.moment.as_of)
        tasks = asking.things(visit.tracker.catalogue, "competency")
        by_id = {one.to: one for one in tasks}
        near = [by_id[name] for name in begun if name in by_id][:_TAPS]
        watched, others = _watchers(judge, visit), assessors(visit)
        return Log(
            worker=worker, name=visit.named(worker), people=people, tasks=tuple(near),
            others=tuple(one for one in tasks if one not in near),
            watchers=watched, more_watchers=tuple(one for one in others if one not in watched and one.to != worker),
            modalities=tuple(asking.things(visit.tracker.catalogue, "modality")), given=visit.filled_in,
            waiting=tuple(_line(visit, one) for one in reversed([*_waiting(judge, visit)]))[:_LATEST],
            rejected=tuple(_rejected(visit, worker))[:_LATEST], own=same_person(worker, visit.by),
        )  # fmt: skip

    def do(self, visit: Visit) -> Done:
        """Put it on record; of what a supervisor logs and watched, it is confirmed at once."""
        kept = visit.questions.records.joining.kept
        worker = sent_for(visit)
        task = visit.text("other") or visit.needed("competency", "What")
        watched, how = _supervision(visit, worker)
        confirms = visit.has(*SUPERVISORS) and not same_person(kept(visit.by), worker)
        visit.tracker.record(
            "practice", visit.by, worker=worker, competency=visit.directory.find("competency", task),
            outcome=visit.needed("outcome", "How it went"), supervisor=watched, supervision=how,
            modality=visit.text("modality"), on=visit.day("on"), note=visit.text("note"),
            confirmed_by=visit.by if confirms else None,
        )  # fmt: skip
        said = "Logged." if confirms or watched is None else "Logged. It waits until a supervisor confirms it."
        return Done(visit.link("log", worker=worker), said)

    def entrance(self, account: Account) -> str | None:
        """Return the account's own log, for those who have no other."""
        if not self.sees.intersection(account.roles):
            return None
        return self.path if STAFF.intersection(account.roles) else f"/log?worker={quote(account.id, safe='')}"


def _supervision(visit: Visit, worker: str) -> tuple[str | None, str]:
    """Return who watched, and how closely; nobody and none where it was done alone."""
    field = "watcher" if visit.text("watcher") else "watched"
    if visit.needed(field, "Who watched") == _NOBODY:
        return None, "none"
    watched = known(visit, field, "Who watched")
    if same_person(watched, worker):
        raise FieldError("who_watched", "nobody watches themselves: choose somebody else, or Nobody")
    return watched, "indirect" if visit.text("near") else "direct"


def _latest(judge: Judge, day: date) -> list[str]:
    """Return the tasks that are begun, the latest practised first."""
    done = judge.at(day).practice
    last = {name: max((one.on for one in done[name]), default=date.min) for name in judge.begun(day)}
    return sorted(last, key=lambda name: (-last[name].toordinal(), name))


def _watchers(judge: Judge, visit: Visit) -> tuple[Link, ...]:
    done = judge.at(visit.questions.moment.as_of).practice
    rows = sorted((one for name in done for one in done[name]), key=lambda one: one.on, reverse=True)
    ids = dict.fromkeys(one.supervisor for one in rows if one.supervisor)
    return tuple(Link(visit.named(one), one) for one in list(ids)[:_WATCHERS])


def _waiting(judge: Judge, visit: Visit) -> Iterator[Practice]:
    return unconfirmed(judge.record.entries, visit.questions.records.joining.kept)


def _line(visit: Visit, one: Practice, reason: str = "") -> Logged:
    watched = visit.named(one.supervisor) if one.supervisor else "nobody"
    return Logged(one.on, visit.tracker.catalogue.titled(one.competency), one.outcome, watched, reason)


def _rejected(visit: Visit, worker: str) -> Iterator[Logged]:
    for one, why in rejected(visit.tracker.entries(worker), visit.questions.records.joining.kept):
        yield _line(visit, one, why.reason)
