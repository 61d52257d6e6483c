"""Who may do a task in a modality, at a site, today and in the weeks to come: what a rota asks every morning."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import ClassVar

import msgspec

from sw_competency.catalogue.catalogue import Catalogue
from sw_competency.dates import day_before, look_ahead, said
from sw_competency.judge.case import Judge
from sw_competency.judge.everybody import Everybody
from sw_competency.judge.may import judge_may
from sw_competency.judge.turning import Turning
from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Finding
from sw_competency.model.answers import Answer, Asked
from sw_competency.model.columns import DAY, MARK, PERSON, TEXT, Table, table
from sw_competency.model.findings import entries_of, placeholders_of, sentences, sources_of
from sw_competency.model.marks import ANSWER
from sw_competency.questions._names import Modality, Site, Task
from sw_competency.questions._question import Question

_WORDS = {
    "may": "may do it",
    "only-supervised": "may do it only under supervision",
    "may-not": "may not do it",
    "not-here": "is not in post here",
    "cannot-tell": "cannot be told to be able",
}


class Standing(msgspec.Struct, frozen=True, eq=False):
    """Where one worker stands with a task, at a site, on a day.

    Args:
        answer: as `may` answers; `not-here` where they are not in post at the site.
        absent: whether they are away.
        finding: the reasons; none of somebody who is not here.
    """

    answer: str
    absent: bool = False
    finding: Finding | None = None

    @property
    def why(self) -> str:
        """The reasons, without the answer itself."""
        return "" if self.finding is None else "; ".join(part.says for part in self.finding.parts) or self.finding.says

    @property
    def able(self) -> bool:
        """Whether they may do it by themselves and are there."""
        return self.answer == "may" and not self.absent

    @property
    def word(self) -> str:
        """The answer, with absence where it matters."""
        return f"{self.answer}, absent" if self.absent and self.answer != "not-here" else self.answer


class Shift(msgspec.Struct, frozen=True, eq=False):
    """From a day on, a worker stands otherwise than before."""

    day: date
    worker: str
    before: Standing
    after: Standing

    @property
    def says(self) -> str:
        """The shift in one sentence."""
        words = f"{self.worker}: {_worded(self.before)}, then {_worded(self.after)}, from {said(self.day)}"
        return words if self.after.answer == "may" or not self.after.why else f"{words}; by then {self.after.why}"

    def row(self) -> "Change":
        """Return the shift as the answer prints it."""
        found = self.after.finding
        rests = ((), ()) if found is None else (found.entries, found.sources)
        return Change(self.day, self.worker, self.before.word, self.after.word, self.says, *rests)


class Gap(msgspec.Struct, frozen=True, eq=False):
    """Days on which nobody who is there may do the task by themselves.

    Args:
        first: the first of them.
        until: the last; None where it goes on past the days looked at.
        because: what brought it about: the shifts of its first day.
        absent: who could, and is away.
        perhaps: whether somebody is there of whom it cannot be told.
    """

    first: date
    until: date | None
    because: tuple[Shift, ...]
    absent: tuple[str, ...]
    perhaps: bool = False

    @property
    def says(self) -> str:
        """The gap in one sentence."""
        when = f"from {said(self.first)}" if self.until is None else f"from {said(self.first)} to {said(self.until)}"
        if self.until == self.first:
            when = f"on {said(self.first)}"
        away = f"; away: {', '.join(self.absent)}" if self.absent else ""
        because = "; ".join(f"{s.worker} {_worded(s.after)}" for s in self.because if s.before.able)
        nobody = "nobody is known to be able to" if self.perhaps else "nobody can"
        return f"{nobody} {when}" + (f", since {because}" if because else "") + away

    def row(self) -> "Uncovered":
        """Return the gap as the answer prints it."""
        because = tuple(shift.row() for shift in self.because)
        return Uncovered(self.first, self.until, self.absent, self.says, because)


def _worded(standing: Standing) -> str:
    words = _WORDS[standing.answer]
    if standing.absent and standing.answer == "may":
        return "is away"
    return f"{words}, and is away" if standing.absent and standing.answer != "not-here" else words


def watched_at(catalogue: Catalogue, site: str) -> tuple[str, ...] | None:
    """Return the tasks a site names as what it watches, `watched` in its table; None where it names none."""
    found = catalogue.sites.get(site)
    own = None if found is None else found.details.get("watched")
    return tuple(name for name in own if name in catalogue.competencies) if isinstance(own, list) else None


def standing(judge: Judge, task: str, day: date, site: str | None, modality: str | None) -> Standing:
    """Judge where a worker stands with a task, at a site, on a day."""
    worker = judge.record.worker
    if judge.records.unreadable(worker) is not None:
        return Standing("cannot-tell", finding=Finding(CANNOT_TELL, f"the record of {worker} cannot be read"))
    found = judge_may(judge, task, day, modality, site=site)
    if found.because == "post":
        return Standing("not-here")
    return Standing(found.answer, found.absent, found.finding)


def shifts_of(
    judge: Judge, task: str, days: tuple[date, date], site: str | None, modality: str | None
) -> tuple[Standing, list[Shift]]:
    """Return where a worker stands on the first of some days, and every change up to the last."""
    first, last = days
    before = start = standing(judge, task, first, site, modality)
    out = []
    for day in sorted(Turning(judge, first, last).of_may(task)):
        now = standing(judge, task, day, site, modality)
        if (now.answer, now.able) != (before.answer, before.able):  # who may not anyway is no less there when away
            out.append(Shift(day, judge.record.worker, before, now))
        before = now
    return start, out


def gaps(now: dict[str, Standing], shifts: Sequence[Shift], first: date) -> Iterator[Gap]:
    """Return the days on which nobody who is there may do it."""
    state = dict(now)
    by_day: dict[date, list[Shift]] = {first: []}
    for shift in shifts:
        by_day.setdefault(shift.day, []).append(shift)
    began: tuple[date, tuple[Shift, ...], tuple[str, ...]] | None = None
    perhaps = False
    for day, changes in by_day.items():
        state.update({shift.worker: shift.after for shift in changes})
        able = any(one.able for one in state.values())
        if began is None and not able:
            away = tuple(sorted(w for w, one in state.items() if one.answer == "may" and one.absent))
            began, perhaps = (day, tuple(changes), away), False
        elif began is not None and able:
            yield Gap(began[0], day_before(day), *began[1:], perhaps=perhaps)
            began = None
        perhaps = perhaps or any(one.answer == "cannot-tell" and not one.absent for one in state.values())
    if began is not None:
        yield Gap(began[0], None, *began[1:], perhaps=perhaps)


class Covering(msgspec.Struct, frozen=True):
    """One worker in post, and whether they may do the task on the day asked about."""

    worker: str
    answer: str
    absent: bool
    why: str


class Change(msgspec.Struct, frozen=True):
    """From a day on, a worker may do more or less than before."""

    on: date
    worker: str
    before: str
    after: str
    says: str
    entries: tuple[str, ...]
    sources: tuple[str, ...]


class Uncovered(msgspec.Struct, frozen=True, rename={"first": "from"}):
    """Days on which nobody who is there may do the task by themselves; until None: past the days looked at."""

    first: date
    until: date | None
    absent: tuple[str, ...]
    says: str
    because: tuple[Change, ...]


class Cover(Question["CoverAnswer"], frozen=True):
    """Who may do a task by themselves and is there, how that changes in the next weeks, and when nobody can.

    Args:
        task: the competency that names the task.
        site: only at this site.
        modality: where it is to be done.
        until: the last day to look at, instead of weeks.
        weeks: how many weeks ahead to look.
    """

    words: ClassVar = ("task",)

    task: Task
    site: Site | None = None
    modality: Modality | None = None
    until: date | None = None
    weeks: int = 4

    def answer(self, everybody: Everybody) -> "CoverAnswer":
        """Judge everybody in post on each day on which something changes.

        Raises:
            UnknownNameError: no such competency, modality or site.
            FieldError: the last day lies before the day asked about, or too far ahead.
        """
        catalogue, first = everybody.catalogue, everybody.moment.as_of
        until = look_ahead(first, self.weeks, self.until)
        catalogue.competency(self.task)
        if self.modality is not None:
            catalogue.modality(self.modality)
        everybody.knows_site(self.site)
        now: dict[str, Standing] = {}
        shifts: list[Shift] = []
        for judge in everybody.judges():
            start, own = shifts_of(judge, self.task, (first, until), self.site, self.modality)
            if own or start.answer != "not-here":
                now[judge.record.worker] = start
                shifts += own
        shifts.sort(key=lambda shift: (shift.day, shift.worker))
        uncovered = list(gaps(now, shifts, first))
        here = {worker: one for worker, one in now.items() if one.answer != "not-here"}
        found = [one.finding for one in here.values() if one.finding is not None]
        where = _where(catalogue, self.site, self.modality)
        certain = not all(gap.perhaps for gap in uncovered)
        finding = Finding(
            (NOT_MET if certain else CANNOT_TELL) if uncovered else MET,
            _say(catalogue.titled(self.task), where, first, until, here, shifts, uncovered),
            entries_of(found),
            tuple(dict.fromkeys([*catalogue.competency(self.task, self.site).source, *sources_of(found)])),
            (), placeholders_of(found),
        )  # fmt: skip
        return CoverAnswer(
            asked=self, moment=everybody.moment, finding=finding, until=until,
            able=tuple(worker for worker, one in here.items() if one.able),
            workers=tuple(Covering(worker, one.answer, one.absent, one.why) for worker, one in here.items()),
            changes=tuple(shift.row() for shift in shifts), uncovered=tuple(gap.row() for gap in uncovered),
        )  # fmt: skip


class CoverAnswer(Answer[Cover], frozen=True):
    """Who covers a task, and when nobody does.

    Args:
        until: the last day looked at.
        able: who may do it by themselves and is there on the day asked about.
        workers: everybody in post, with the answer for each.
        changes: who may do more or less from which day on.
        uncovered: the days on which nobody can.
    """

    task = Asked[str]()
    site = Asked[str | None]()
    modality = Asked[str | None]()
    weeks = Asked[int]()

    until: date
    able: tuple[str, ...]
    workers: tuple[Covering, ...]
    changes: tuple[Change, ...]
    uncovered: tuple[Uncovered, ...]

    def tables(self) -> Iterator[Table]:
        """Return who is in post, and what changes."""
        if self.workers:
            rows = [(w.worker, ANSWER[w.answer], "absent" if w.absent else "", w.why) for w in self.workers]
            yield table({"Worker": PERSON, f"On {said(self.as_of)}": MARK, "Absent": TEXT, "Why": TEXT}, rows)
        if self.changes:
            changed = [(c.on, c.worker, c.says) for c in self.changes]
            yield table({"From": DAY, "Worker": PERSON, "What changes": TEXT}, changed, "What changes")


def _where(catalogue: Catalogue, site: str | None, modality: str | None) -> str:
    where = f" at {site}" if site else ""
    return f"{where} in {catalogue.titled(modality)}" if modality else where


def _say(
    title: str,
    where: str,
    first: date,
    until: date,
    here: dict[str, Standing],
    shifts: Sequence[Shift],
    uncovered: Sequence[Gap],
) -> str:
    able = sum(one.able for one in here.values())
    head = f"{title}{where}: {able} of {len(here)} in post may do it by themselves and are there on {said(first)}"
    if uncovered:
        return sentences([head, *(gap.says for gap in uncovered)])
    return f"{head}. {'Somebody can on every day' if shifts else 'Nothing changes'} up to {said(until)}"
