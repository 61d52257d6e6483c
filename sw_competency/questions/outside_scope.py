"""What was done, or agreed to, outside scope?"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import ClassVar

import msgspec

from sw_competency.dates import said
from sw_competency.judge import outside_scope as judged
from sw_competency.judge.everybody import Everybody
from sw_competency.model import NOT_MET
from sw_competency.model.answers import Answer, Asked
from sw_competency.model.columns import DAY, MARK, PERSON, TERM, TEXT, Cell, Table, table
from sw_competency.model.marks import ANSWER
from sw_competency.questions._names import Worker
from sw_competency.questions._question import Question, Several


class OutsideScope(Question["OutsideScopeAnswer"], frozen=True):
    """What was done, or agreed to, outside scope: by one worker, or by all.

    Args:
        worker: whose training record it is about; left out at a command, everybody's.
    """

    words: ClassVar = ("worker",)

    worker: Worker

    def answer(self, everybody: Everybody) -> "OutsideScopeAnswer":
        """Look through all practice and all accepted requests."""
        if (nothing := everybody.nothing(self.worker)) is not None:
            return OutsideScopeAnswer(asked=self, moment=everybody.moment, finding=nothing)
        found = judged.judge_outside_scope(everybody.judge(self.worker), everybody.moment.as_of)
        return OutsideScopeAnswer(
            asked=self, moment=everybody.moment, finding=found.finding, competencies=found.competencies,
            cannot_tell=tuple(map(_told, found.cannot_tell)), tasks=tuple(map(_told, found.tasks)),
        )  # fmt: skip


class OutsideTask(msgspec.Struct, frozen=True):
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
        says: the answer on that day, in a sentence.
    """

    entry: str
    on: date
    competency: str
    kind: str
    answer: str
    because: str | None
    concern: str
    asked_by: str | None
    says: str

    def cells(self) -> tuple[Cell, ...]:
        """Return its row, beneath the columns of one worker's table."""
        asked = self.asked_by or ""
        mark = ANSWER[self.answer]
        return self.on, self.competency, f"{self.kind} {self.entry}", mark, self.concern, asked, self.says


def _told(task: judged.Task) -> OutsideTask:
    return OutsideTask(
        task.entry, task.on, task.competency, task.kind, task.answer, task.because, task.concern, task.asked_by,
        task.finding.says,
    )  # fmt: skip


class OutsideScopeAnswer(Answer[OutsideScope], frozen=True):
    """What was outside scope.

    Args:
        competencies: the competencies concerned, each once.
        cannot_tell: the tasks of which it cannot be told.
        tasks: each task that was outside scope.
    """

    worker = Asked[str]()

    competencies: tuple[str, ...] = ()
    cannot_tell: tuple[OutsideTask, ...] = ()
    tasks: tuple[OutsideTask, ...] = ()

    def tables(self) -> Iterator[Table]:
        """Return the tasks, those of which it cannot be told last."""
        if rows := [task.cells() for task in (*self.tasks, *self.cannot_tell)]:
            yield table(_COLUMNS, rows)


_COLUMNS = {
    "On": DAY, "Task": TERM, "Entry": TEXT, "Answer": MARK, "Concern": TEXT, "Asked by": PERSON, "Why": TEXT,
}  # fmt: skip


class WhoWorkedOutsideScope(Several[OutsideScopeAnswer], frozen=True):
    """Who worked, or agreed to work, outside scope."""

    name: ClassVar = "who-worked-outside-scope"
    without: ClassVar = "outside-scope"
    exits: ClassVar = "outcome"
    by_worker: ClassVar = True

    def each(self, everybody: Everybody) -> Iterator[OutsideScopeAnswer]:
        """Answer for everybody whose record is kept."""
        return everybody.one_by_one(lambda worker: OutsideScope(worker).answer(everybody))

    def says(self, everybody: Everybody, answers: Sequence[OutsideScopeAnswer]) -> str:
        """Return how many did."""
        outside, day = sum(one.outcome is NOT_MET for one in answers), said(everybody.moment.as_of)
        return f"{outside} of {len(answers)} worked, or agreed to work, outside scope up to {day}"

    def tables(self, answers: Sequence[OutsideScopeAnswer]) -> Iterator[Table]:
        """Return the tasks of all."""
        rows = [(one.asked.worker, *task.cells()) for one in answers for task in (*one.tasks, *one.cannot_tell)]
        if rows:
            yield table({"Worker": PERSON, **_COLUMNS}, rows)
