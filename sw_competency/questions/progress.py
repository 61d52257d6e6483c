"""What is the status of each competency that has been begun? Those the catalogue does not hold come last."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from sw_competency.dates import said
from sw_competency.judge.everybody import Everybody
from sw_competency.judge.lateness import late_beneath
from sw_competency.model import CANNOT_TELL, MET, Finding
from sw_competency.model.columns import DAY, MARK, TERM, TEXT, Table, table
from sw_competency.model.marks import STATUS
from sw_competency.questions._names import Worker
from sw_competency.questions._question import Several
from sw_competency.questions.status import Status, StatusAnswer


class Progress(Several[StatusAnswer], frozen=True):
    """The status of every competency a training record says anything about.

    Args:
        worker: whose training record it is about.
    """

    words: ClassVar = ("worker",)

    worker: Worker

    def each(self, everybody: Everybody) -> Iterator[StatusAnswer]:
        """Answer for each that has been begun; none where nothing is recorded.

        Of a record that cannot be read nobody can tell: one answer that names no competency says so.
        """
        if (nothing := everybody.nothing(self.worker)) is not None:
            if everybody.records.unreadable(self.worker) is not None:
                of_which: Any = None
                yield StatusAnswer(asked=Status(self.worker, of_which), moment=everybody.moment, finding=nothing)
            return
        for name in everybody.judge(self.worker).begun(everybody.moment.as_of):
            yield Status(self.worker, name).answer(everybody)
        for one in everybody.unlisted(self.worker):
            if one.what == "competency":
                finding = Finding(CANNOT_TELL, one.says, one.entries)
                yield StatusAnswer(asked=Status(self.worker, one.name), moment=everybody.moment, finding=finding)

    def says(self, everybody: Everybody, answers: Sequence[StatusAnswer]) -> str:
        """Return how many are held, and what is on record under other names the catalogue does not hold."""
        if (nothing := everybody.nothing(self.worker)) is not None:
            return nothing.says
        who, held = everybody.called(self.worker), sum(one.outcome is MET for one in answers)
        count = f"{len(answers)} {'competency' if len(answers) == 1 else 'competencies'}"
        begun = f"On {said(everybody.moment.as_of)} {who} holds {held} of {count} begun"
        others = [one.says for one in everybody.unlisted(self.worker) if one.what != "competency"]
        return ". ".join([begun if answers else f"No competency has been begun by {who}", *others])

    def tables(self, answers: Sequence[StatusAnswer]) -> Iterator[Table]:
        """Return each competency with its status, its last day, and why."""
        if answers:
            rows = [(one.asked.competency, STATUS[one.status], one.expires_on, one.says) for one in answers]
            yield table({"Competency": TERM, "Status": MARK, "Expires": DAY, "Why": TEXT}, rows)

    def lines(self, answers: Sequence[StatusAnswer]) -> Iterator[str]:
        """Return how what is suggested stands, and what was recorded late."""
        for one in answers:
            yield from (f"Suggested, decides nothing: {finding.says}" for finding in one.suggests)
        yield from late_beneath((None, one.says, one.late) for one in answers)
