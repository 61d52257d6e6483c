"""What is the shortest honest path to a tier?"""

from collections.abc import Iterator, Sequence
from typing import ClassVar

import msgspec

from sw_competency.judge.everybody import Everybody
from sw_competency.judge.path import Step, judge_path
from sw_competency.model.answers import Answer, Asked
from sw_competency.model.columns import NUMBER, TEXT, Table, table
from sw_competency.questions._names import Tier, Worker
from sw_competency.questions._question import Question


class Path(Question["PathAnswer"], frozen=True):
    """The shortest honest path to a tier: what is still missing, in order, and other ways there.

    Args:
        worker: whose training record it is about.
        to: the tier.
    """

    words: ClassVar = ("worker",)
    exits: ClassVar = "done"

    worker: Worker
    to: Tier

    def answer(self, everybody: Everybody) -> "PathAnswer":
        """Plan by every rule that leads to the tier, post by post."""
        everybody.catalogue.tier(self.to)
        if (nothing := everybody.nothing(self.worker)) is not None:
            return PathAnswer(asked=self, moment=everybody.moment, finding=nothing)
        found = judge_path(everybody.judge(self.worker), self.to, everybody.moment.as_of)
        return PathAnswer(
            asked=self, moment=everybody.moment, finding=found.finding,
            rule=found.rule.id if found.rule else None, effect=found.rule.effect if found.rule else None,
            steps=found.steps, others=tuple(OtherWay(rule.id, steps) for rule, steps in found.others),
        )  # fmt: skip


class OtherWay(msgspec.Struct, frozen=True):
    """Another rule that leads to the tier, with its steps."""

    rule: str
    steps: tuple[Step, ...]


class PathAnswer(Answer[Path], frozen=True):
    """The path to a tier.

    Args:
        rule: the rule by which it is shortest; None where none leads there, or the tier is held.
        effect: what that rule does once it is met.
        steps: what is missing, in order.
        others: the other rules that lead there.
    """

    worker = Asked[str]()
    to = Asked[str]()

    rule: str | None = None
    effect: str | None = None
    steps: tuple[Step, ...] = ()
    others: tuple[OtherWay, ...] = ()

    def tables(self) -> Iterator[Table]:
        """Return the steps, by this rule and by the others."""
        if self.steps:
            yield _table(self.steps)
        for way in self.others:
            yield _table(way.steps, f"Or by the rule {way.rule}")


def _table(steps: Sequence[Step], title: str = "") -> Table:
    return table({"Step": NUMBER, "What is missing": TEXT}, _rows(steps), title)


def _rows(steps: Sequence[Step]) -> Iterator[tuple[int | None, str]]:
    for number, step in enumerate(steps, 1):
        yield number, step.says
        for way in step.alternatives:
            yield None, f"or: {'; then '.join(one.says for one in way)}"
        for finding in step.suggests:
            yield None, f"suggested, decides nothing: {finding.says}"
