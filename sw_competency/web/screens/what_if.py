"""What happens if: an absence, a withdrawal, an assessor, a recall, a catalogue on trial. Nothing is written."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import ClassVar

import attrs

from sw_competency.catalogue import Catalogue
from sw_competency.catalogue.loading import tables_in
from sw_competency.catalogue.terms import UNTIL_THEN
from sw_competency.dates import YEAR, after, next_day, said
from sw_competency.errors import FieldError, SWCompetencyError, UnreadableFileError
from sw_competency.model import Entry
from sw_competency.questions.cover import standing
from sw_competency.web import asking
from sw_competency.web.roles import EDUCATORS, STAFF
from sw_competency.web.screen import Screen
from sw_competency.web.screens._people import known
from sw_competency.web.screens._trial import Trial, amiss, over, trial
from sw_competency.web.visit import Link, Visit


@attrs.frozen(slots=True, kw_only=True)
class View:
    """The screen.

    Args:
        changes: what can be tried.
        change: what is.
        fields: what there is to fill in for it.
        people: whom there is to choose from.
        file: whether it takes a file.
        may_send: whether whoever asks may send one.
        amiss: what is wrong with what was filled in.
        trial: who gains, who loses, from when.
    """

    changes: tuple[Link, ...]
    change: str
    fields: tuple[asking.Asks, ...]
    people: tuple[Link, ...]
    file: bool
    may_send: bool
    amiss: tuple[str, ...]
    trial: Trial | None


class WhatIf(Screen):
    """Something on trial: who gains, who loses, from when."""

    path = "/what-if"
    title = "What happens if"
    sees = STAFF
    does = EDUCATORS  # a catalogue, which is sent
    place = 75
    takes: ClassVar[int] = 2 * 1024 * 1024

    def show(self, visit: Visit) -> View:
        """Show what can be tried; where all that is needed was filled in, what it would do."""
        change = visit.text("change") or "absence"
        change = change if change in _CHANGES else "absence"
        tried, wrong = None, tuple[str, ...]()
        if visit.text("try") and change != "catalogue":
            try:
                tried = _CHANGES[change].tries(visit)
            except SWCompetencyError as error:
                wrong = amiss(error, visit)
        return _view(visit, change, tried, wrong)

    def do(self, visit: Visit) -> View:
        """Try the catalogue that was sent; nothing is written."""
        try:
            return _view(visit, "catalogue", _catalogue(visit), ())
        except SWCompetencyError as error:
            return _view(visit, "catalogue", None, amiss(error, visit))


def _view(visit: Visit, change: str, tried: Trial | None, wrong: tuple[str, ...]) -> View:
    return View(
        changes=(
            *(Link(one.title, visit.link("what-if", change=name), name == change) for name, one in _CHANGES.items()),
            Link("A rule changes", visit.link("our-rules")),
        ),
        change=change, fields=tuple(_CHANGES[change].asks(visit)), people=asking.people(visit.directory),
        file=change == "catalogue", may_send=visit.has(*EDUCATORS), amiss=wrong, trial=tried,
    )  # fmt: skip


@attrs.frozen(slots=True)
class _Change:
    """Something that can be tried: what it is called, what there is to fill in, and how it is tried."""

    title: str
    asks: Callable[[Visit], Iterator[asking.Asks]]
    tries: Callable[[Visit], Trial]


# -- what there is to fill in --------------------------------------------------------------------------------------


def _ask(
    visit: Visit, name: str, label: str, how: str = "text", hint: str = "", *, needed: bool = True,
    options: tuple[Link, ...] = (), names: str = "",
) -> asking.Asks:  # fmt: skip
    value = visit.given.get(name, "")
    return asking.Asks(name=name, label=label, hint=hint, how="choice" if options else how, needed=needed, value=value,
                       options=options, list=names)  # fmt: skip


def _who(visit: Visit, label: str = "Who", name: str = "worker") -> asking.Asks:
    return _ask(visit, name, label, names="people")


def _task(visit: Visit) -> asking.Asks:
    return _ask(visit, "competency", "What", options=tuple(asking.things(visit.tracker.catalogue, "competency")))


def _from(visit: Visit, label: str = "From which day") -> asking.Asks:
    return _ask(visit, "on", label, "date", "Left out, today.", needed=False)


def _of_absence(visit: Visit) -> Iterator[asking.Asks]:
    yield from (_who(visit), _from(visit), _ask(visit, "until", "Last day away", "date", needed=False))


def _of_leaving(visit: Visit) -> Iterator[asking.Asks]:
    yield from (_who(visit), _from(visit, "Last day in post"))


def _of_sign_off(visit: Visit) -> Iterator[asking.Asks]:
    yield from (_who(visit), _task(visit), _who(visit, "Who signs off", "assessor"), _from(visit, "On which day"))


def _of_withdrawal(visit: Visit) -> Iterator[asking.Asks]:
    yield from (_who(visit), _task(visit), _from(visit))


def _of_assessor(visit: Visit) -> Iterator[asking.Asks]:
    first = _ask(visit, "first", "Not entitled from", "date", "Left out, from the beginning.", needed=False)
    yield from (_who(visit, "Which assessor", "assessor"), first)


def _of_recall(visit: Visit) -> Iterator[asking.Asks]:
    then = tuple(Link(says[:1].upper() + says[1:], name) for name, says in UNTIL_THEN.items())
    by = _ask(visit, "reassess_by", "Re-assessed by", "date")
    yield from (_task(visit), _from(visit, "What changed, changed on"), by)
    yield _ask(visit, "until_then", "Until then", options=then)


def _of_catalogue(visit: Visit) -> Iterator[asking.Asks]:
    yield _ask(visit, "file", "Catalogue on trial", "file", "A .toml file. It is laid over the rules as they are.")


# -- how it is tried -----------------------------------------------------------------------------------------------


def _recorded(visit: Visit, kind: str, says: str, **fields: object) -> Trial:
    answer = visit.tracker.foresee(kind, visit.questions.moment.as_of, on=_on(visit), **fields)
    away = kind in {"absence", "leaving"}
    cover = _left(visit, answer.asked.entry) if away else ()
    return trial(says, answer, visit, cover, answer.until)


def _left(visit: Visit, entry: Entry) -> Iterator[str]:
    """Say who is left, at each site of somebody who would be away, for each task they do there by themselves."""
    day, tracker = max(entry.on, visit.questions.moment.as_of), visit.tracker
    day = next_day(day) if entry.kind == "leaving" else day
    here = tracker.at(day, visit.given.get("known_by") or None)
    who = here.judge(here.records.joining.kept(str(entry.owner[1])))
    others = [judge for judge in here.judges() if judge.record.worker != who.record.worker]
    found = list[tuple[int, str]]()
    for site in {span.appointment.site for span in who.held(day).values()}:
        for task in who.begun(day):
            if standing(who, task, day, site, None).able:
                left = [one.record.worker for one in others if standing(one, task, day, site, None).able]
                found.append((len(left), _say_left(visit, tracker.catalogue.titled(task), site, left)))
    return (says for _, says in sorted(found))


def _say_left(visit: Visit, title: str, site: str, left: Sequence[str]) -> str:
    where = visit.directory.title_of("site", site) or site
    if len(left) > 1:
        return f"{title} at {where}: {len(left)} others can."
    return f"{title} at {where}: {f'only {visit.named(left[0])} can' if left else 'nobody else can'}."


def _absence(visit: Visit) -> Trial:
    who, until = _person(visit), visit.day("until")
    ends = f" to {said(until)}" if until else ""
    says = f"If {visit.named(who)} is away from {said(_on(visit))}{ends}"
    return _recorded(visit, "absence", says, worker=who, until=until, reason="on trial")


def _leaving(visit: Visit) -> Trial:
    who = _person(visit)
    return _recorded(visit, "leaving", f"If {visit.named(who)} leaves on {said(_on(visit))}", worker=who)


def _sign_off(visit: Visit) -> Trial:
    who, task, by = _person(visit), _competency(visit), _person(visit, "assessor", "Who signs off")
    says = f"If {visit.named(who)} is signed off for {visit.tracker.catalogue.titled(task)} by {visit.named(by)}"
    return _recorded(visit, "sign-off", says, worker=who, competency=task, assessor=by)


def _withdrawal(visit: Visit) -> Trial:
    who, task = _person(visit), _competency(visit)
    title = visit.tracker.catalogue.titled(task)
    says = f"If the sign-off of {visit.named(who)} for {title} is withdrawn on {said(_on(visit))}"
    return _recorded(visit, "withdrawal", says, worker=who, competency=task, by=visit.by)


def _assessor(visit: Visit) -> Trial:
    who, first = _person(visit, "assessor", "Which assessor"), visit.day("first")
    since = f" from {said(first)}" if first else ""
    return trial(f"If {visit.named(who)} was not entitled{since}", visit.questions.trace(who, first), visit)


def _recall(visit: Visit) -> Trial:
    task, by = _competency(visit), visit.day("reassess_by")
    if by is None:
        raise FieldError("Re-assessed by", "is empty: fill it in")
    title, catalogue = visit.tracker.catalogue.titled(task), visit.tracker.catalogue
    recall = {
        "title": f"On trial: {title}", "competencies": [task], "starts": _on(visit), "reassess_by": by,
        "until_then": visit.needed("until_then", "Until then"), "authority": "local",
        "source": list(catalogue.competencies[task].source),
    }  # fmt: skip
    there = over(catalogue, {"recall": {"on-trial": recall}})
    return _under(visit, there, f"If {title} is to be re-assessed by {said(by)}")


def _catalogue(visit: Visit) -> Trial:
    sent = visit.files.get("file")
    if sent is None:
        raise FieldError("Catalogue on trial", "is empty: choose a file")
    try:
        tables = tables_in(sent.content.decode("utf-8-sig"))
    except ValueError as error:
        raise UnreadableFileError(f"{sent.name} is no catalogue: {error}. Send a .toml file.") from None
    return _under(visit, over(visit.tracker.catalogue, tables, sent.name), f"If {sent.name} is laid over the rules")


def _under(visit: Visit, other: Catalogue, says: str) -> Trial:
    last = after(visit.questions.moment.as_of, YEAR)
    return trial(says, visit.questions.impact(other, last), visit, until=last)


def _person(visit: Visit, name: str = "worker", label: str = "Who") -> str:
    return known(visit, name, label, name)


def _competency(visit: Visit) -> str:
    name = visit.meant("competency") or ""
    visit.tracker.catalogue.competency(name)
    return name


def _on(visit: Visit) -> date:
    return visit.day("on") or visit.questions.moment.as_of



_CHANGES: Mapping[str, _Change] = {
    "absence": _Change("Somebody is away", _of_absence, _absence),
    "leaving": _Change("Somebody leaves", _of_leaving, _leaving),
    "sign-off": _Change("Somebody is signed off", _of_sign_off, _sign_off),
    "withdrawal": _Change("A sign-off is withdrawn", _of_withdrawal, _withdrawal),
    "assessor": _Change("An assessor was not entitled", _of_assessor, _assessor),
    "recall": _Change("A task is recalled", _of_recall, _recall),
    "catalogue": _Change("A catalogue is published", _of_catalogue, _catalogue),
}
