"""Which competencies are held, and were neither practised nor signed off within six months?"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import ClassVar

import msgspec

from sw_competency.dates import before, said
from sw_competency.judge.case import Judge
from sw_competency.judge.everybody import Everybody
from sw_competency.judge.required import WINDOW
from sw_competency.judge.status import HELD
from sw_competency.judge.unlisted import not_looked_at, unheld
from sw_competency.judge.worked import sessions_of, with_patients
from sw_competency.model import MET, NOT_MET, Finding
from sw_competency.model.answers import Answer, Asked
from sw_competency.model.columns import NUMBER, PERSON, TERM, TEXT, Table, table
from sw_competency.model.findings import entries_of
from sw_competency.questions._names import Worker
from sw_competency.questions._question import Question, Several

_NOT_PRACTISED = frozenset({"awareness", "mandatory"})


class Used(msgspec.Struct, frozen=True, kw_only=True):
    """How much a competency that is held was used, beside how often it could have been.

    Args:
        competency: its name.
        practised: how many times it was practised within six months.
        sessions: how many sessions there were in its areas within that time, but for clerical work and the like.
    """

    competency: str
    practised: int
    sessions: int


class Unused(Question["UnusedAnswer"], frozen=True):
    """The competencies held and not used within six months: by one worker, or by all.

    Args:
        worker: whose training record it is about; left out at a command, everybody's.
    """

    words: ClassVar = ("worker",)
    exits: ClassVar = "cannot-tell"

    worker: Worker

    def answer(self, everybody: Everybody) -> "UnusedAnswer":
        """Look through every competency signed off."""
        if (nothing := everybody.nothing(self.worker)) is not None:
            return UnusedAnswer(asked=self, moment=everybody.moment, finding=nothing)
        judge, day = everybody.judge(self.worker), everybody.moment.as_of
        record = judge.at(day)
        found = {name: part for name in sorted(record.given) for part in _unused(judge, name, day)}
        besides = not_looked_at(n for n in unheld(record, judge.catalogue) if n in record.given)
        names, parts = ", ".join(map(judge.catalogue.titled, found)), tuple(found.values())
        if found:
            sentence = f"{self.worker} holds and has not used within {WINDOW}: {names}{besides}"
            finding = Finding(NOT_MET, sentence, entries_of(parts), (), parts)
        else:
            finding = Finding(MET, f"Nothing that {self.worker} holds has gone unused within {WINDOW}{besides}")
        return UnusedAnswer(
            asked=self, moment=everybody.moment, finding=finding, competencies=tuple(found),
            utilisation=tuple(_used(judge, day)),
        )  # fmt: skip


def _unused(judge: Judge, name: str, day: date) -> Iterator[Finding]:
    """Return the finding on a competency that is held and not used; none on any other."""
    if not _is_held(judge, name, day):
        return
    status, record = judge.status(name, day), judge.at(day)
    used = [*record.practice[name][-1:], *record.given[name][-1:]]
    if status.given is None or any(entry.on > before(day, WINDOW) for entry in used):
        return
    last = max(used, key=lambda entry: entry.on)
    sentence = f"{judge.catalogue.titled(name)} was last practised or signed off on {said(last.on)}"
    entries = tuple(dict.fromkeys((status.given.id, last.id)))
    yield Finding(NOT_MET, sentence, entries, status.finding.sources, (), status.finding.placeholders)


def _used(judge: Judge, day: date) -> Iterator[Used]:
    """Return how much each competency that is held was used; of nobody of whom no session is on record."""
    worked = [one for one in sessions_of(judge.at(day), WINDOW) if with_patients(one)]
    for name in sorted(judge.at(day).given) if worked else ():
        if not _is_held(judge, name, day):
            continue
        areas = {*judge.competency(name, day).modalities}
        done = [p for p in judge.at(day).practice[name] if p.on > before(day, WINDOW)]
        sessions = sum(bool(areas & {"all", one.modality}) for one in worked)
        yield Used(competency=name, practised=sum(p.times for p in done), sessions=sessions)


def _is_held(judge: Judge, name: str, day: date) -> bool:
    """Tell whether a competency is held, and one that is practised."""
    if name not in judge.catalogue.competencies or judge.competency(name, day).kind in _NOT_PRACTISED:
        return False
    return judge.status(name, day).status in HELD


class UnusedAnswer(Answer[Unused], frozen=True):
    """The competencies held and not used.

    Args:
        competencies: their names.
        utilisation: how much each competency that is held was used, where sessions are on record.
    """

    worker = Asked[str]()

    competencies: tuple[str, ...] = ()
    utilisation: tuple[Used, ...] = ()

    @property
    def sessions(self) -> dict[str, int]:
        """How many sessions there were in the areas of each competency that is held."""
        return {one.competency: one.sessions for one in self.utilisation}

    def tables(self) -> Iterator[Table]:
        """Return how much of what is held was used, beside the sessions in which it could have been."""
        if self.utilisation:
            rows = [(one.competency, one.practised, one.sessions) for one in self.utilisation]
            columns = {"Held": TERM, "Times practised": NUMBER, "Sessions in its areas": NUMBER}
            yield table(columns, rows, f"What is held, within {WINDOW}")


class WhoHasUnused(Several[UnusedAnswer], frozen=True):
    """Who holds competencies and has not used them within six months."""

    name: ClassVar = "who-has-unused"
    without: ClassVar = "unused"
    by_worker: ClassVar = True

    def each(self, everybody: Everybody) -> Iterator[UnusedAnswer]:
        """Answer for everybody whose record is kept."""
        return everybody.one_by_one(lambda worker: Unused(worker).answer(everybody))

    def says(self, everybody: Everybody, answers: Sequence[UnusedAnswer]) -> str:
        """Return how many do."""
        holding = sum(bool(one.competencies) for one in answers)
        return f"{holding} of {len(answers)} hold a competency unused on {said(everybody.moment.as_of)}"

    def tables(self, answers: Sequence[UnusedAnswer]) -> Iterator[Table]:
        """Return who holds what, and when it was last used."""
        rows = [
            (one.asked.worker, part.says, one.sessions.get(name))
            for one in answers if one.competencies for name, part in zip(one.competencies, one.parts, strict=True)
        ]  # fmt: skip
        if rows:
            yield table({"Worker": PERSON, "Unused": TEXT, f"Sessions in its areas, {WINDOW}": NUMBER}, rows)
