"""Is a re-banding rule met, and what is lacking? A job is banded, not a person: it is said what a rule supports."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import ClassVar

from sw_competency.dates import said
from sw_competency.judge.case import Judge
from sw_competency.judge.everybody import Everybody
from sw_competency.judge.lateness import Late, late_beneath, late_on_record
from sw_competency.judge.rebanding import Rebanding, claimed, judge_rebanding, say_claimed, suggested_by
from sw_competency.judge.resting import resting_on
from sw_competency.judge.since import periods_met, since
from sw_competency.judge.worked import Share, say_shares, sessions_of, shares
from sw_competency.model import MET, Finding
from sw_competency.model.answers import Answer, Asked
from sw_competency.model.columns import DAY, MARK, PERSON, TEXT, Table, table
from sw_competency.model.marks import mark_of
from sw_competency.questions._names import Rule, Worker
from sw_competency.questions._question import Question, Several


class RuleMet(Question["RuleMetAnswer"], frozen=True):
    """Whether a re-banding rule is met, for one worker or for all, and what is lacking.

    Args:
        worker: whose training record it is about; left out at a command, everybody's.
        rule: the rule.
    """

    words: ClassVar = ("worker",)
    weighs: ClassVar = True

    worker: Worker
    rule: Rule

    def answer(self, everybody: Everybody) -> "RuleMetAnswer":
        """Judge the rule post by post, and since when it has been met."""
        catalogue, today = everybody.catalogue, everybody.moment.as_of
        catalogue.rule(self.rule)
        if (nothing := everybody.nothing(self.worker)) is not None:
            version = catalogue.rule_in_force(self.rule, today)
            effect = version.effect if version else None
            return RuleMetAnswer(asked=self, moment=everybody.moment, finding=nothing, effect=effect)
        judge = everybody.judge(self.worker)
        judged = judge_rebanding(judge, self.rule, today)
        met = judged.finding.outcome is MET
        return RuleMetAnswer(
            asked=self, moment=everybody.moment, finding=judged.finding,
            effect=judged.rule.effect if judged.rule else None,
            since=since(periods_met(judge, self.rule, today)) if met else None, post=judged.post,
            suggests=tuple(suggested_by(judge, judged, today)), late=_late(judge, judged, today),
            claims=claimed(judge, today), roles=shares(sessions_of(judge.at(today))),
        )  # fmt: skip


class RuleMetAnswer(Answer[RuleMet], frozen=True):
    """Whether a re-banding rule is met.

    Args:
        effect: what being met does: `moves-band`, `supports-review`, `opens-application`, `opens-area`.
        since: the first day of the time in which it is met without a break.
        post: the post it was judged in; None is the main one.
        suggests: how what is suggested and decides nothing stands.
        late: what it rests on that was recorded late; it changes nothing.
        claims: the days on which a review of the banding was asked for; they change nothing.
        roles: how much of the sessions on record was of each role: evidence for a review, no more.
    """

    worker = Asked[str]()
    rule = Asked[str]()

    effect: str | None = None
    since: date | None = None
    post: str | None = None
    suggests: tuple[Finding, ...] = ()
    late: tuple[Late, ...] = ()
    claims: tuple[date, ...] = ()
    roles: tuple[Share, ...] = ()

    def lines(self) -> Iterator[str]:
        """Return when a review was asked for, and what the work was."""
        yield from say_claimed(self.claims)
        if self.roles:
            yield f"Work: {say_shares(self.roles)}."


def _late(judge: Judge, judged: Rebanding, day: date) -> tuple[Late, ...]:
    late = late_on_record(judge, day)
    rests = resting_on(judge.in_post_named(judged.post), judged.finding.entries, day) if late else set()
    return tuple(one for one in late if one.entry in rests)


class WhoMeetsRule(Several[RuleMetAnswer], frozen=True):
    """Who meets a re-banding rule, and what the others lack.

    Args:
        rule: the rule.
    """

    name: ClassVar = "who-meets"
    without: ClassVar = "rebanding"
    by_worker: ClassVar = True

    rule: Rule

    def each(self, everybody: Everybody) -> Iterator[RuleMetAnswer]:
        """Answer for everybody whose record is kept."""
        everybody.catalogue.rule(self.rule)
        return everybody.one_by_one(lambda worker: RuleMet(worker, self.rule).answer(everybody))

    def says(self, everybody: Everybody, answers: Sequence[RuleMetAnswer]) -> str:
        """Return how many meet it."""
        met = sum(answer.outcome is MET for answer in answers)
        title, day = everybody.catalogue.title_of("rule", self.rule), said(everybody.moment.as_of)
        return f"{title}: {met} of {len(answers)} meet it on {day}"

    def tables(self, answers: Sequence[RuleMetAnswer]) -> Iterator[Table]:
        """Return everybody with the outcome, since when, and why."""
        if answers:
            rows = [(one.asked.worker, mark_of(one.outcome), one.since, one.says) for one in answers]
            yield table({"Worker": PERSON, "Outcome": MARK, "Since": DAY, "Why": TEXT}, rows)

    def lines(self, answers: Sequence[RuleMetAnswer]) -> Iterator[str]:
        """Return what each rests on that was recorded late."""
        return late_beneath((one.asked.worker, one.says, one.late) for one in answers)
