"""Working outside scope: what was done without direct supervision, or agreed to, on a day when it was not open."""

from datetime import date

import msgspec

from sw_competency.dates import said
from sw_competency.judge.case import Judge
from sw_competency.judge.may import May, is_open_watched, judge_may
from sw_competency.judge.shared import shared
from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Finding, Practice, Request


class Task(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """A task done, or agreed to, on a day when it was not open, or when that cannot be told.

    Args:
        entry: the id of the entry.
        on: the day.
        competency: the task.
        kind: practice or request.
        answer: what `may` answered on that day.
        because: why.
        concern: `banding` where only the tier was short, else `safety`.
        asked_by: who asked for it, where that is on record.
        finding: the finding on the day.
    """

    entry: str
    on: date
    competency: str
    kind: str
    answer: str
    because: str | None
    concern: str
    asked_by: str | None
    finding: Finding


class OutsideScope(msgspec.Struct, frozen=True, eq=False):
    """What was outside scope up to a day, and what cannot be told."""

    tasks: tuple[Task, ...]
    cannot_tell: tuple[Task, ...]
    finding: Finding

    @property
    def competencies(self) -> tuple[str, ...]:
        """The competencies concerned, each once."""
        return tuple(sorted({task.competency for task in self.tasks}))


@shared
def judge_outside_scope(judge: Judge, day: date) -> OutsideScope:
    """Look through all practice and all accepted requests up to a day."""
    outside: list[Task] = []
    unknown: list[Task] = []
    record = judge.at(day)
    done: list[Practice | Request] = [*record.practised, *(r for r in record.requests if r.answer == "accepted")]
    for entry in sorted(done, key=lambda e: judge.record.place[id(e)]):
        name = entry.competency
        if name not in judge.catalogue.competencies:
            sentence = f"the catalogue knows no task '{name}'"
            unknown.append(_task(entry, "cannot-tell", None, "safety", Finding(CANNOT_TELL, sentence, (entry.id,))))
            continue
        modality = entry.modality if isinstance(entry, Practice) else None
        watched = isinstance(entry, Practice) and entry.directly_supervised
        if watched and is_open_watched(judge, name, entry.on):
            continue  # most practice is training
        may = judge_may(judge, name, entry.on, modality)
        if may.answer == "cannot-tell":
            if not watched:
                unknown.append(_task(entry, may.answer, may.because, "safety", may.finding))
        elif _outside(may, watched):
            concern = "banding" if may.only_the_tier else "safety"
            outside.append(_task(entry, may.answer, may.because, concern, may.finding))
    return OutsideScope(tuple(outside), tuple(unknown), _finding(judge, outside, unknown, day))


def _outside(may: May, watched: bool) -> bool:
    if not watched:
        return may.answer in {"only-supervised", "may-not"}
    # direct supervision is training, save where nothing may be done at all
    return may.closed


def _task(
    entry: Practice | Request, answer: str, because: str | None, concern: str, finding: Finding
) -> Task:
    return Task(
        entry=entry.id, on=entry.on, competency=entry.competency, kind=entry.kind, answer=answer, because=because,
        concern=concern, asked_by=entry.asked_by if isinstance(entry, Request) else None, finding=finding,
    )  # fmt: skip


def _finding(judge: Judge, outside: list[Task], unknown: list[Task], day: date) -> Finding:
    worker = judge.record.worker
    parts = tuple([t.finding for t in (*outside, *unknown)])
    sources = tuple(dict.fromkeys([s for t in outside for s in t.finding.sources]))
    if outside:
        names = ", ".join(sorted({judge.catalogue.titled(t.competency) for t in outside}))
        times = "once" if len(outside) == 1 else f"{len(outside)} times"
        sentence = f"{worker} worked, or agreed to work, outside scope {times} up to {said(day)}: {names}"
        return Finding(NOT_MET, sentence, tuple([t.entry for t in outside]), sources, parts)
    sentence = f"Nothing on record of {worker} up to {said(day)} was outside scope"
    if unknown:
        sentence += f"; of {len(unknown)} {'task' if len(unknown) == 1 else 'tasks'} it cannot be told"
    return Finding(MET, sentence, tuple([t.entry for t in unknown]), (), parts)
