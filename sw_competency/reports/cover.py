"""Who can do what holds up a list, today and in the week to come: a poster, single points of failure first."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sw_competency.dates import day_before, next_day, said
from sw_competency.model.columns import MARK, TERM, TEXT, Cell
from sw_competency.model.findings import sentences
from sw_competency.model.marks import Mark
from sw_competency.names import in_numbers, listed
from sw_competency.questions.cover import CoverAnswer, watched_at
from sw_competency.reports._base import Asked, cited, stamp
from sw_competency.reports._sections import (
    Paper,
    Section,
    department,
    drawn,
    grids,
    local_defaults,
    place,
    unread,
)

NAME = "cover"
QUESTION = "Who can do what holds up a list, today and in the week to come, and where does it hang on one person?"
FORMATS = ("html", "pdf", "md", "xlsx")
NEEDS = ()
TAKES = ("site", "competencies")
WATCHED = ("iv-cannulation", "mr-safety-screening", "poct-egfr")  # where a site names no tasks of its own
NOBODY = Mark("cross", "nobody", "stop")
ONE = Mark("triangle", "one person", "care")
SEVERAL = Mark("disc", "covered", "good")
URGENCY = (NOBODY, ONE, SEVERAL)
_TO_COME = "To the end of the week"
_DAYS = timedelta(days=6)  # to the last of a week


def view(asked: Asked) -> Paper:
    """Look at each task at each site, from the day on for a week; left out, at what holds up a list."""
    found = {site: sorted(_at(asked, site), key=lambda one: URGENCY.index(mark(one))) for site in _sites(asked)}
    answers = [one for some in found.values() for one in some]
    nobody = Section(title="Nobody", says=("Nobody in post does any of these tasks, as far as is recorded.",))
    return Paper(
        title="Cover", who=department(asked), stamp=stamp(asked), poster=True, headline=f"Who can, {said(asked.day)}",
        alarms=(*unread(asked, asked.questions.workers), *_alarms(asked, answers)),
        sections=tuple(_section(asked, site, some) for site, some in found.items() if some) or (nobody,),
        defaults=local_defaults(asked, (path for one in answers for path in one.placeholders)),
        sources=cited(asked, (source for one in answers for source in one.sources)),
    )  # fmt: skip


def mark(answer: CoverAnswer) -> Mark:
    """Return whether a task is covered on the day, hangs on one person, or nobody can."""
    return URGENCY[min(len(answer.able), 2)]


def _sites(asked: Asked) -> list[str]:
    if asked.site:
        return [asked.site]
    held = (judge.held(asked.day).values() for judge in asked.questions.judges())
    return sorted({span.appointment.site for spans in held for span in spans}, key=in_numbers)


def _at(asked: Asked, site: str) -> Iterator[CoverAnswer]:
    """Return the cover of each task that anybody at a site does, or is learning."""
    known = asked.questions.catalogue.competencies
    usual = tuple(name for name in WATCHED if name in known) or tuple(known)
    for task in asked.competencies or watched_at(asked.questions.catalogue, site) or usual:
        answer = asked.questions.cover(task, site, until=asked.day + _DAYS)
        if asked.competencies or any(one.answer in {"may", "only-supervised"} for one in answer.workers):
            yield answer


def _alarms(asked: Asked, answers: Sequence[CoverAnswer]) -> Iterator[str]:
    without: dict[str, list[str]] = {}
    for one in answers:
        if not one.able:
            without.setdefault(one.task, []).append(place(asked, str(one.site)))
    for task, sites in without.items():
        yield f"Nobody can do this alone on this day: {asked.titled(task)}. {listed(sites)}."


def _section(asked: Asked, site: str, answers: Sequence[CoverAnswer]) -> Section:
    told = ("Who can", "Away", "Supervised only", _TO_COME)
    columns = {"Task": TERM, "Cover": MARK} | dict.fromkeys(told, TEXT)
    rows = [_row(asked, one) for one in answers]
    pictures = tuple(one for each in answers if each.changes for one in drawn(asked, each))
    return Section(title=place(asked, site), grids=grids(asked, columns, rows), pictures=pictures)


def _row(asked: Asked, answer: CoverAnswer) -> tuple[Cell, ...]:
    away = [one.worker for one in answer.workers if one.answer == "may" and one.absent]
    watched = sum(one.answer == "only-supervised" and not one.absent for one in answer.workers)
    return (
        answer.task, mark(answer), _people(asked, answer.able), _people(asked, away),
        f"{watched} {'person' if watched == 1 else 'people'}" if watched else "", _week(asked, answer),
    )  # fmt: skip


def _people(asked: Asked, workers: Sequence[str]) -> str:
    return listed(sorted(_called(asked, one) for one in workers)) if workers else ""


def _called(asked: Asked, worker: str) -> str:
    """Return somebody's name: an id says nothing to whoever looks for help."""
    known = asked.person(worker)
    return known.name if known is not None and known.name else worker


def _week(asked: Asked, answer: CoverAnswer) -> str:
    """Say on which days nobody can, and on which it hangs on one person."""
    told = [asked.say(one.says) for one in answer.uncovered]
    told += [f"only {_called(asked, who)} {_span(first, last, answer)}" for first, last, who in _alone(answer)]
    return f"{sentences(told) if told else 'Covered every day'}{' †' if answer.placeholders else ''}"


def _span(first: date, last: date, answer: CoverAnswer) -> str:
    if (first, last) == (answer.as_of, answer.until):
        return "all week"
    return f"on {said(first)}" if first == last else f"from {said(first)} to {said(last)}"


def _alone(answer: CoverAnswer) -> Iterator[tuple[date, date, str]]:
    """Return the days on which exactly one person can, and who."""
    able, began = set(answer.able), answer.as_of
    days = sorted({one.on for one in answer.changes})
    for day in (*days, next_day(answer.until)):
        if len(able) == 1:
            yield began, day_before(day), next(iter(able))
        for one in answer.changes:
            if one.on == day:
                (able.add if one.after == "may" else able.discard)(one.worker)
        began = day
