"""Who meets a re-banding rule, of whom can it not be told? Without the reasons: those are `rebanding`'s."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

import msgspec

from sw_competency.dates import said
from sw_competency.judge.everybody import Everybody
from sw_competency.judge.rebanding import rebanding_outcome
from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Finding, Outcome
from sw_competency.model.answers import Answer, Asked
from sw_competency.model.columns import MARK, PERSON, Table, table
from sw_competency.model.marks import mark_of
from sw_competency.questions._names import Rule
from sw_competency.questions._question import Question


class Judged(msgspec.Struct, frozen=True, gc=False):
    """Whether one worker meets the rule."""

    worker: str
    outcome: Outcome


class Outcomes(Question["OutcomesAnswer"], frozen=True):
    """Who meets a re-banding rule, without the reasons: the quick way to ask about many people.

    Args:
        rule: the rule.
    """

    words: ClassVar = ("rule",)
    exits: ClassVar = "done"
    weighs: ClassVar = True
    by_worker: ClassVar = True

    rule: Rule

    def found(self, everybody: Everybody) -> Iterator[Judged]:
        """Judge each by the rule; nothing is worked out that only a reason needs."""
        everybody.catalogue.rule(self.rule)
        return everybody.one_by_one(lambda worker: Judged(worker, self._of(everybody, worker)))

    def _of(self, everybody: Everybody, worker: str) -> Outcome:
        if everybody.nothing(worker) is not None:
            return CANNOT_TELL
        return rebanding_outcome(everybody.judge(worker), self.rule, everybody.moment.as_of)

    def together(self, everybody: Everybody, found: Iterable[Judged]) -> "OutcomesAnswer":
        """Put the names together by the outcome.

        Raises:
            UnknownNameError: no such rule.
        """
        catalogue, day = everybody.catalogue, everybody.moment.as_of
        title, by = catalogue.title_of("rule", self.rule), dict[Outcome, list[str]]()
        for one in found:
            by.setdefault(one.outcome, []).append(one.worker)
        met, not_met, open_ = (tuple(by.get(outcome, ())) for outcome in (MET, NOT_MET, CANNOT_TELL))
        sentence = f"{title}: {len(met)} of {len(met) + len(not_met) + len(open_)} meet it on {said(day)}"
        sentence += f"; of {len(open_)} it cannot be told" if open_ else ""
        version = catalogue.rule_in_force(self.rule, day) or catalogue.rule(self.rule)[0]
        return OutcomesAnswer(
            asked=self, moment=everybody.moment, finding=Finding(MET, sentence, (), version.source), met=met,
            not_met=not_met, cannot_tell=open_,
        )  # fmt: skip


class OutcomesAnswer(Answer[Outcomes], frozen=True):
    """Who meets a re-banding rule.

    Args:
        met: the workers who meet it.
        not_met: those who do not.
        cannot_tell: those of whom it cannot be told.
    """

    rule = Asked[str]()

    met: tuple[str, ...]
    not_met: tuple[str, ...]
    cannot_tell: tuple[str, ...]

    def tables(self) -> Iterator[Table]:
        """Return everybody with the outcome; who meets it comes first."""
        each = ((MET, self.met), (CANNOT_TELL, self.cannot_tell), (NOT_MET, self.not_met))
        rows = [(worker, mark_of(outcome)) for outcome, workers in each for worker in workers]
        if rows:
            yield table({"Worker": PERSON, "Outcome": MARK}, rows, within=("Outcome",))
