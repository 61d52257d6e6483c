"""What is the status of a competency: current, due, lapsed and so on, and why?"""

from datetime import date
from typing import ClassVar

from sw_competency.judge.everybody import Everybody
from sw_competency.judge.lateness import Late, late_in_answer
from sw_competency.judge.progress import suggestions
from sw_competency.model import Finding
from sw_competency.model.answers import Answer, Asked
from sw_competency.questions._names import Task, Worker
from sw_competency.questions._question import Question


class Status(Question["StatusAnswer"], frozen=True):
    """The status of one competency: current, due, lapsed and so on, and why.

    Args:
        worker: whose training record it is about.
        competency: which competency.
    """

    words: ClassVar = ("worker", "competency")
    weighs: ClassVar = True
    exits: ClassVar = "cannot-tell"

    worker: Worker
    competency: Task

    def answer(self, everybody: Everybody) -> "StatusAnswer":
        """Judge the newest sign-off that counts, and whatever came after it."""
        everybody.listed(self.worker, self.competency)
        if (nothing := everybody.nothing(self.worker)) is not None:
            return StatusAnswer(asked=self, moment=everybody.moment, finding=nothing)
        judge, day = everybody.judge(self.worker), everybody.moment.as_of
        found = judge.status(self.competency, day)
        return StatusAnswer(
            asked=self, moment=everybody.moment, finding=found.finding, status=found.status,
            expires_on=found.expires_on, suggests=suggestions(judge, self.competency, day),
            late=late_in_answer(judge, found.finding.entries, found.given),
        )  # fmt: skip


class StatusAnswer(Answer[Status], frozen=True):
    """The status of one competency.

    Args:
        status: the status; None where it cannot be told.
        expires_on: the last day of the sign-off that decides.
        suggests: how what is suggested before a sign-off stands; it decides nothing.
        late: of what it rests on, what was recorded late; it changes nothing.
    """

    worker = Asked[str]()
    competency = Asked[str]()

    status: str | None = None
    expires_on: date | None = None
    suggests: tuple[Finding, ...] = ()
    late: tuple[Late, ...] = ()
