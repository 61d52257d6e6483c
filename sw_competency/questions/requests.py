"""Which requests to be signed off wait, and what came of the others? A request makes nothing held."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import ClassVar

import msgspec

from sw_competency.dates import said
from sw_competency.judge.everybody import Everybody
from sw_competency.judge.requests import Answered, Requested, requested
from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Finding
from sw_competency.model.answers import Answer
from sw_competency.model.columns import DAY, MARK, PERSON, TERM, TEXT, Table, table
from sw_competency.model.marks import REQUEST
from sw_competency.questions._names import Assessor, Worker
from sw_competency.questions._question import Several


class OneRequest(msgspec.Struct, frozen=True):
    """Which request an answer is about: whose, and the id of its entry."""

    name: ClassVar = "requests"

    worker: str
    entry: str


class RequestAnswer(Answer[OneRequest], frozen=True):
    """A request to be signed off, and what came of it.

    Args:
        competency: for what.
        assessor: who is asked.
        on: the day it was made.
        answer: what came of it: `waiting`, `confirmed`, `rejected` or `withdrawn`.
        answered_on: the day of the answer.
        answered_by: who answered.
        reason: why.
    """

    competency: str | None = None
    assessor: str | None = None
    on: date | None = None
    answer: Answered | None = None
    answered_on: date | None = None
    answered_by: str | None = None
    reason: str | None = None

    def without_reason(self) -> "RequestAnswer":
        """Return it for somebody who is not told why."""
        if self.reason is None:
            return self
        says = self.finding.says.removesuffix(f": {self.reason}")
        finding = Finding(self.finding.outcome, says, self.finding.entries, self.finding.sources)
        return msgspec.structs.replace(self, reason=None, finding=finding)


class Requests(Several[RequestAnswer], frozen=True):
    """The requests to be signed off: those that wait, and what came of the others.

    Args:
        worker: only this worker's.
        assessor: only those made to this assessor.
        waiting: only those that nobody has answered yet.
    """

    words: ClassVar = ("worker",)

    worker: Worker | None = None
    assessor: Assessor | None = None
    waiting: bool = False

    def each(self, everybody: Everybody) -> Iterator[RequestAnswer]:
        """Return them worker by worker, in the order in which they were made."""
        for judge in everybody.judges() if self.worker is None else [everybody.judge(self.worker)]:
            worker = judge.record.worker
            if everybody.records.unreadable(worker) is not None and (nothing := everybody.nothing(worker)) is not None:
                yield RequestAnswer(asked=OneRequest(worker, ""), moment=everybody.moment, finding=nothing)
            for one in requested(judge.record.at(everybody.moment.as_of)):
                if self.assessor in {None, one.assessor} and (one.waits or not self.waiting):
                    yield _answer(everybody, worker, one)

    def nothing(self, everybody: Everybody) -> Finding | None:
        """Return that nothing is recorded of the one it is about, if anybody."""
        return None if self.worker is None else everybody.nothing(self.worker)

    def says(self, everybody: Everybody, answers: Sequence[RequestAnswer]) -> str:
        """Return how many wait."""
        known = [one for one in answers if one.answer is not None]
        waiting, day = sum(one.answer == "waiting" for one in known), said(everybody.moment.as_of)
        if not known:
            return f"No request to be signed off is on record on {day}"
        return f"Requests to be signed off, on {day}: {waiting} waiting, {len(known) - waiting} answered"

    def tables(self, answers: Sequence[RequestAnswer]) -> Iterator[Table]:
        """Return them, those that wait first."""
        known = [one for one in answers if one.answer is not None]
        rows = [
            (one.asked.worker, one.competency, one.assessor, one.on, REQUEST[one.answer],
             one.answered_on, one.reason)
            for one in sorted(known, key=lambda one: one.answer != "waiting") if one.answer is not None
        ]  # fmt: skip
        if rows:
            columns = {
                "Worker": PERSON, "Task": TERM, "Asked": PERSON, "On": DAY, "Answer": MARK, "Answered": DAY,
                "Reason": TEXT,
            }  # fmt: skip
            yield table(columns, rows)


_OUTCOME = {"waiting": CANNOT_TELL, "confirmed": MET}


def _answer(everybody: Everybody, worker: str, one: Requested) -> RequestAnswer:
    entries = (one.entry,) if one.by_entry is None else tuple(dict.fromkeys([one.entry, one.by_entry]))
    says = say_request(one, everybody.catalogue.titled(one.competency))
    finding = Finding(_OUTCOME.get(one.answer, NOT_MET), says, entries)
    return RequestAnswer(
        asked=OneRequest(worker, one.entry), moment=everybody.moment, finding=finding, competency=one.competency,
        assessor=one.assessor, on=one.on, answer=one.answer, answered_on=one.answered_on,
        answered_by=one.answered_by, reason=one.reason,
    )  # fmt: skip


def say_request(one: Requested, title: str) -> str:
    """Return a request and what came of it, in words."""
    asked = f"{title}: asked {one.assessor} on {said(one.on)}"
    if one.waits or one.answered_on is None:
        return f"{asked}; nobody has answered yet"
    by = f" by {one.answered_by}" if one.answered_by else ""
    return f"{asked}; {one.answer} on {said(one.answered_on)}{by}" + (f": {one.reason}" if one.reason else "")
