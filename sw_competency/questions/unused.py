"""Which competencies are held, and were neither practised nor signed off within six months?"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import ClassVar

from sw_competency.dates import before, said
from sw_competency.judge.case import Judge
from sw_competency.judge.everybody import Everybody
from sw_competency.judge.folded import up_to
from sw_competency.judge.required import WINDOW
from sw_competency.judge.status import HELD
from sw_competency.judge.unlisted import not_looked_at, unheld
from sw_competency.model import MET, NOT_MET, Finding
from sw_competency.model.answers import Answer, Asked
from sw_competency.model.columns import PERSON, TEXT, Table, table
from sw_competency.model.findings import entries_of
from sw_competency.questions._names import Worker
from sw_competency.questions._question import Question, Several

_NOT_PRACTISED = frozenset({"awareness", "mandatory"})


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
        found = {name: part for name in sorted(judge.record.given) for part in _unused(judge, name, day)}
        besides = not_looked_at(n for n in unheld(judge.record, judge.catalogue, day) if n in judge.record.given)
        names, parts = ", ".join(map(judge.catalogue.titled, found)), tuple(found.values())
        if found:
            sentence = f"{self.worker} holds and has not used within {WINDOW}: {names}{besides}"
            finding = Finding(NOT_MET, sentence, entries_of(parts), (), parts)
        else:
            finding = Finding(MET, f"Nothing that {self.worker} holds has gone unused within {WINDOW}{besides}")
        return UnusedAnswer(asked=self, moment=everybody.moment, finding=finding, competencies=tuple(found))


def _unused(judge: Judge, name: str, day: date) -> Iterator[Finding]:
    """Return the finding on a competency that is held and not used; none on any other."""
    if name not in judge.catalogue.competencies or judge.competency(name, day).kind in _NOT_PRACTISED:
        return
    status = judge.status(name, day)
    used = [*up_to(judge.record.practice.get(name, ()), day)[-1:], *up_to(judge.record.given[name], day)[-1:]]
    if status.status not in HELD or status.given is None or any(entry.on > before(day, WINDOW) for entry in used):
        return
    last = max(used, key=lambda entry: entry.on)
    sentence = f"{judge.catalogue.titled(name)} was last practised or signed off on {said(last.on)}"
    entries = tuple(dict.fromkeys((status.given.id, last.id)))
    yield Finding(NOT_MET, sentence, entries, status.finding.sources, (), status.finding.placeholders)


class UnusedAnswer(Answer[Unused], frozen=True):
    """The competencies held and not used.

    Args:
        competencies: their names.
    """

    worker = Asked[str]()

    competencies: tuple[str, ...] = ()


class WhoHasUnused(Several[UnusedAnswer], frozen=True):
    """Who holds competencies and has not used them within six months."""

    name: ClassVar = "who-has-unused"
    without: ClassVar = "unused"

    def each(self, everybody: Everybody) -> Iterator[UnusedAnswer]:
        """Answer for everybody whose record is kept."""
        return everybody.one_by_one(lambda worker: Unused(worker).answer(everybody))

    def says(self, everybody: Everybody, answers: Sequence[UnusedAnswer]) -> str:
        """Return how many do."""
        holding = sum(bool(one.competencies) for one in answers)
        return f"{holding} of {len(answers)} hold a competency unused on {said(everybody.moment.as_of)}"

    def tables(self, answers: Sequence[UnusedAnswer]) -> Iterator[Table]:
        """Return who holds what, and when it was last used."""
        rows = [(one.asked.worker, part.says) for one in answers if one.competencies for part in one.parts]
        if rows:
            yield table({"Worker": PERSON, "Unused": TEXT}, rows)
