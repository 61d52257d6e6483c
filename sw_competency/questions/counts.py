"""Does this sign-off count, and if not, why?"""

from typing import ClassVar

from sw_competency.dates import said
from sw_competency.judge.everybody import Everybody
from sw_competency.judge.lateness import Late, late_among
from sw_competency.model import CANNOT_TELL, Finding
from sw_competency.model.answers import Answer, Asked
from sw_competency.model.findings import entries_of
from sw_competency.questions._names import Worker
from sw_competency.questions._question import Question


class Counts(Question["CountsAnswer"], frozen=True):
    """Whether a sign-off counts, and why.

    Args:
        worker: whose training record it is about.
        sign_off: the id of the sign-off's entry.
    """

    words: ClassVar = ("worker", "sign_off")
    weighs: ClassVar = True
    as_written: ClassVar = True  # of several records of a person, the sign-off is looked for in this one first

    worker: Worker
    sign_off: str

    def answer(self, everybody: Everybody) -> "CountsAnswer":
        """Judge all that is asked of it."""
        day, moment = everybody.moment.as_of, everybody.moment
        nothing = everybody.nothing(self.worker)
        if nothing is not None and everybody.records.unreadable(self.worker) is not None:
            return CountsAnswer(asked=self, moment=moment, finding=nothing)
        record = everybody.records.worker(self.worker).at(day)
        there, own = {one.id for given in record.given.values() for one in given}, f"{self.worker}/{self.sign_off}"
        sign_off = own if own in there else self.sign_off
        for competency, given in record.given.items():
            for index, one in enumerate(given):
                if one.id == sign_off:
                    judge = everybody.judge(self.worker)
                    counted = judge.counted(competency, index, day)
                    finding = judge.explained(counted, day)
                    named = {sign_off, *entries_of(finding.parts)}
                    return CountsAnswer(
                        asked=self, moment=moment, finding=finding, competency=competency,
                        awaiting=counted.awaiting, suggests=judge.suggested(counted, day),
                        late=late_among(judge, [entry for entry in record.entries if entry.id in named]),
                    )  # fmt: skip
        sentence = f"No sign-off '{self.sign_off}' is on record of {self.worker} up to {said(day)}"
        return CountsAnswer(asked=self, moment=moment, finding=Finding(CANNOT_TELL, sentence))


class CountsAnswer(Answer[Counts], frozen=True):
    """Whether a sign-off counts.

    Args:
        competency: what it is a sign-off of; None where there is no such sign-off.
        awaiting: whether only the countersignature is lacking.
        suggests: how what is suggested stood on its day; it decides nothing.
        late: what it rests on that was recorded late; it changes nothing.
    """

    worker = Asked[str]()
    sign_off = Asked[str]()

    competency: str | None = None
    awaiting: bool = False
    suggests: tuple[Finding, ...] = ()
    late: tuple[Late, ...] = ()
