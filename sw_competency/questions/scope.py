"""May this worker do each task there is?"""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from sw_competency.dates import said
from sw_competency.judge.everybody import Everybody
from sw_competency.judge.may import tasks_of
from sw_competency.model.columns import MARK, TERM, TEXT, Table, table
from sw_competency.model.marks import ANSWER
from sw_competency.questions._names import Worker
from sw_competency.questions._question import Several
from sw_competency.questions.may import May, MayAnswer


class Scope(Several[MayAnswer], frozen=True):
    """Every task the framework holds, and whether a worker may do it.

    Args:
        worker: whose training record it is about.
    """

    words: ClassVar = ("worker",)

    worker: Worker

    def each(self, everybody: Everybody) -> Iterator[MayAnswer]:
        """Answer for everything the framework holds on the day, at a site of a post."""
        for name in tasks_of(everybody.judge(self.worker), everybody.moment.as_of):
            yield May(self.worker, name).answer(everybody)

    def says(self, everybody: Everybody, answers: Sequence[MayAnswer]) -> str:
        """Return how many tasks are open."""
        if (nothing := everybody.nothing(self.worker)) is not None:
            return nothing.says
        may, watched = (sum(one.answer == each for one in answers) for each in ("may", "only-supervised"))
        who, day = everybody.called(self.worker), said(everybody.moment.as_of)
        return f"On {day} {who} may do {may} of {len(answers)} tasks, and {watched} only under supervision"

    def tables(self, answers: Sequence[MayAnswer]) -> Iterator[Table]:
        """Return every task with the answer and why, those that are open first."""
        order = list(ANSWER)
        rows = [
            (one.asked.task, ANSWER[one.answer], one.because or "", one.why)
            for one in sorted(answers, key=lambda one: order.index(one.answer))
        ]
        if rows:
            yield table({"Task": TERM, "Answer": MARK, "Because": TEXT, "Why": TEXT}, rows)
