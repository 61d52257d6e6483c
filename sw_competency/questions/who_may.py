"""Who may do a task? Everybody in post on the day, the absent marked."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from sw_competency.dates import said
from sw_competency.errors import UnknownNameError
from sw_competency.judge.everybody import Everybody
from sw_competency.judge.lateness import late_beneath
from sw_competency.model.columns import MARK, PERSON, TEXT, Table, table
from sw_competency.model.marks import ANSWER
from sw_competency.questions._names import Modality, Site, Task
from sw_competency.questions._question import Several
from sw_competency.questions.may import May, MayAnswer


class WhoMay(Several[MayAnswer], frozen=True):
    """Everybody in post on the day, and whether they may do a task; the absent are marked.

    Args:
        task: the competency that names the task.
        site: only those in post at this site.
        modality: where it is to be done.
    """

    words: ClassVar = ("task",)
    by_worker: ClassVar = True

    task: Task
    site: Site | None = None
    modality: Modality | None = None

    def each(self, everybody: Everybody) -> Iterator[MayAnswer]:
        """Answer for each in post; somebody whose record cannot be read may be, and of them it cannot be told."""
        everybody.catalogue.competency(self.task)
        if self.modality is not None:
            everybody.catalogue.modality(self.modality)
        for judge in everybody.judges():
            worker = judge.record.worker
            if judge.held(everybody.moment.as_of, self.site) or everybody.records.unreadable(worker) is not None:
                yield May(worker, self.task, self.modality).at(everybody, self.site)

    def says(self, everybody: Everybody, answers: Sequence[MayAnswer]) -> str:
        """Return how many may; of nobody in post, whether the site is known at all."""
        day, where = said(everybody.moment.as_of), f" at {self.site}" if self.site is not None else ""
        if not answers:
            nobody = f"Nobody is in post{where} on {day}"
            try:
                everybody.knows_site(self.site)
            except UnknownNameError as error:
                return f"{nobody}: no post at '{self.site}' is on record{error.hint}"
            return nobody
        able = sum(one.answer == "may" and not one.absent for one in answers)
        return f"{everybody.catalogue.titled(self.task)}: {able} of {len(answers)} in post{where} may do this on {day}"

    def tables(self, answers: Sequence[MayAnswer]) -> Iterator[Table]:
        """Return everybody with the answer and why; who may do it comes first."""
        if answers:
            order = list(ANSWER)
            rows = [
                (one.asked.worker, ANSWER[one.answer], "absent" if one.absent else "", one.why)
                for one in sorted(answers, key=lambda one: (order.index(one.answer), one.absent))
            ]  # fmt: skip
            columns = {"Worker": PERSON, "Answer": MARK, "Absent": TEXT, "Why": TEXT}
            yield table(columns, rows, within=("Answer", "Absent"))

    def lines(self, answers: Sequence[MayAnswer]) -> Iterator[str]:
        """Return which sign-offs were recorded late, where the table does not say it."""
        return late_beneath((one.asked.worker, one.why, one.late) for one in answers)
