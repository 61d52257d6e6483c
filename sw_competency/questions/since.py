"""Since when has a re-banding rule been met without a break, and when was it met before?"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import ClassVar

from sw_competency.dates import said
from sw_competency.judge.everybody import Everybody
from sw_competency.judge.lateness import Late, say_late
from sw_competency.judge.rebanding import Rebanding, claimed, judge_rebanding, say_claimed
from sw_competency.judge.since import Period, late_in, periods_met, since
from sw_competency.model import MET, NOT_MET, Finding
from sw_competency.model.answers import Answer, Asked
from sw_competency.model.columns import DAY, MARK, PERSON, TEXT, Table, table
from sw_competency.model.findings import said_of
from sw_competency.model.marks import mark_of
from sw_competency.questions._names import Rule, Worker
from sw_competency.questions._question import Question, Several


class Since(Question["SinceAnswer"], frozen=True):
    """Since which day a re-banding rule has been met without a break, and every period in which it was.

    Args:
        worker: whose training record it is about.
        rule: the rule.
    """

    words: ClassVar = ("worker",)
    weighs: ClassVar = True

    worker: Worker
    rule: Rule

    def answer(self, everybody: Everybody) -> "SinceAnswer":
        """Judge every day on which the outcome can change, by the version of the rule then in force."""
        catalogue, today = everybody.catalogue, everybody.moment.as_of
        catalogue.rule(self.rule)
        version = catalogue.rule_in_force(self.rule, today)
        effect = version.effect if version else None
        if (nothing := everybody.nothing(self.worker)) is not None:
            return SinceAnswer(asked=self, moment=everybody.moment, finding=nothing, effect=effect)
        judge = everybody.judge(self.worker)
        periods = periods_met(judge, self.rule, today)
        late = [late_in(judge, self.rule, period, today) for period in periods]
        finding = _finding(judge_rebanding(judge, self.rule, today), periods, late[-1] if late else (), today)
        return SinceAnswer(
            asked=self, moment=everybody.moment, finding=finding, effect=effect, since=since(periods),
            periods=tuple(periods), claims=claimed(judge, today),
            late=tuple(dict.fromkeys(one for each in late for one in each)),
        )  # fmt: skip


class SinceAnswer(Answer[Since], frozen=True):
    """Since when a re-banding rule has been met.

    Args:
        effect: what being met does: `moves-band`, `supports-review`, `opens-application`, `opens-area`.
        since: the first day of the time in which it is met without a break; None where it is not met.
        periods: every period in which it was met.
        late: what the periods rest on that was recorded late; it changes nothing.
        claims: the days on which a review of the banding was asked for; they change nothing.
    """

    worker = Asked[str]()
    rule = Asked[str]()

    effect: str | None = None
    since: date | None = None
    periods: tuple[Period, ...] = ()
    late: tuple[Late, ...] = ()
    claims: tuple[date, ...] = ()

    def lines(self) -> Iterator[str]:
        """Return when a review was asked for."""
        return say_claimed(self.claims)

    def tables(self) -> Iterator[Table]:
        """Return the periods in which it was met."""
        if self.periods:
            rows = [(period.first, period.until, period.ended_by) for period in self.periods]
            yield table({"Met from": DAY, "To": DAY, "Ended by": TEXT}, rows)


class WhoHasMet(Several[SinceAnswer], frozen=True):
    """Since when everybody has met a re-banding rule, and every period in which each did.

    Args:
        rule: the rule.
    """

    name: ClassVar = "who-has-met"
    without: ClassVar = "since"
    by_worker: ClassVar = True

    rule: Rule

    def each(self, everybody: Everybody) -> Iterator[SinceAnswer]:
        """Answer for everybody whose record is kept."""
        everybody.catalogue.rule(self.rule)
        return everybody.one_by_one(lambda worker: Since(worker, self.rule).answer(everybody))

    def says(self, everybody: Everybody, answers: Sequence[SinceAnswer]) -> str:
        """Return how many meet it, and how many once did."""
        met, once = sum(one.outcome is MET for one in answers), sum(bool(one.periods) for one in answers)
        title, day = everybody.catalogue.title_of("rule", self.rule), said(everybody.moment.as_of)
        return f"{title}: {met} of {len(answers)} meet it on {day}, and {once} did on that day or before"

    def tables(self, answers: Sequence[SinceAnswer]) -> Iterator[Table]:
        """Return everybody with the outcome and every period; of whom there is none, the outcome alone."""
        rows = [
            (one.asked.worker, mark_of(one.outcome), *((p.first, p.until, p.ended_by) if p else (None, None, None)))
            for one in answers for p in one.periods or (None,)
        ]  # fmt: skip
        if rows:
            columns = {"Worker": PERSON, "Outcome": MARK, "Met from": DAY, "To": DAY, "Ended by": TEXT}
            yield table(columns, rows)


def _finding(now: Rebanding, periods: Sequence[Period], late: Sequence[Late], today: date) -> Finding:
    day, rule, found = since(periods), now.rule, now.finding
    if day is not None and rule is not None:
        sentence = f"{rule.title}: met without a break since {said(day)}"
        sentence += f". {say_late(late)}" if late else ""
        return Finding(MET, sentence, found.entries, found.sources, found.parts, found.unconfirmed)
    outcome = found.outcome if found.outcome is not MET else NOT_MET
    before = f" It was last met up to {said(periods[-1].until)}." if periods and periods[-1].until else ""
    head = f"Not met on {said(today)}.{before}"
    sentence = f"{head} {found.says}"
    heading = None if found.heading is None else f"{head} {said_of(found.heading)}"
    return Finding(outcome, sentence, found.entries, found.sources, found.parts, found.placeholders, heading)
