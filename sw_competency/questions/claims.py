"""Which reviews of a banding were asked for, on which day, and what was met on it? A claim changes no outcome."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import ClassVar

import msgspec

from sw_competency.dates import said
from sw_competency.judge.case import Judge
from sw_competency.judge.everybody import Everybody
from sw_competency.judge.rebanding import judge_rebanding, leading_on
from sw_competency.model import CANNOT_TELL, MET, NOT_MET, BandingClaim, Finding
from sw_competency.model.answers import Answer
from sw_competency.model.columns import DAY, PERSON, TEXT, Table, table
from sw_competency.model.findings import at_least, titled
from sw_competency.questions._names import Worker
from sw_competency.questions._question import Several


class OneClaim(msgspec.Struct, frozen=True):
    """Which claim an answer is about: whose, and the id of its entry."""

    name: ClassVar = "claims"

    worker: str
    entry: str


class ClaimAnswer(Answer[OneClaim], frozen=True):
    """A review of the banding that was asked for, and what was met on that day.

    Args:
        on: the day it was asked for.
        raised_by: who asked; None where nobody said.
        collective: whether it was asked for a group; each member's record holds an entry of its own.
        job_description: the version of the job description it is about.
        met: the rules met on that day, of those that lead on from the tier then held.
        decided_on: the day of the first decision since, of those recorded by the day asked about.
        decision: that decision: `upheld`, `refused` or `deferred`.
    """

    on: date | None = None
    raised_by: str | None = None
    collective: bool = False
    job_description: str | None = None
    met: tuple[str, ...] = ()
    decided_on: date | None = None
    decision: str | None = None


class Claims(Several[ClaimAnswer], frozen=True):
    """The reviews of a banding that were asked for: the day, by whom, and which rules were met on it.

    Args:
        worker: only this worker's; a claim for a group stands in the record of each member.
    """

    words: ClassVar = ("worker",)

    worker: Worker | None = None

    def each(self, everybody: Everybody) -> Iterator[ClaimAnswer]:
        """Return them worker by worker, in the order of their days."""
        for judge in everybody.judges() if self.worker is None else [everybody.judge(self.worker)]:
            worker = judge.record.worker
            if everybody.records.unreadable(worker) is not None and (nothing := everybody.nothing(worker)) is not None:
                yield ClaimAnswer(asked=OneClaim(worker, ""), moment=everybody.moment, finding=nothing)
            for claim in judge.at(everybody.moment.as_of).claims:
                yield _answer(everybody, judge, claim)

    def nothing(self, everybody: Everybody) -> Finding | None:
        """Return that nothing is recorded of the one it is about, if anybody."""
        return None if self.worker is None else everybody.nothing(self.worker)

    def says(self, everybody: Everybody, answers: Sequence[ClaimAnswer]) -> str:
        """Return how many there are, and how many are decided."""
        known, day = [one for one in answers if one.on is not None], said(everybody.moment.as_of)
        if not known:
            return f"No review of a banding is on record as asked for by {day}"
        workers = len({one.asked.worker for one in known})
        whose = f"{workers} worker{'s' * (workers != 1)}"
        group, decided = sum(one.collective for one in known), sum(one.decided_on is not None for one in known)
        return (
            f"A review of the banding was asked for by {day} for {whose}: "
            f"{len(known)} on record, {group} of them for a group, {decided} decided"
        )

    def tables(self, answers: Sequence[ClaimAnswer]) -> Iterator[Table]:
        """Return them, with what was met on the day and what was decided."""
        rows = [
            (one.asked.worker, one.on, one.raised_by, "a group" if one.collective else "one worker",
             one.job_description, one.finding.untitled(), one.decision or "open", one.decided_on)
            for one in answers if one.on is not None
        ]  # fmt: skip
        if rows:
            columns = {
                "Worker": PERSON, "Asked for on": DAY, "By": PERSON, "For": TEXT, "Job description": TEXT,
                "Met on that day": TEXT, "Decision": TEXT, "Decided on": DAY,
            }  # fmt: skip
            yield table(columns, rows)


def _answer(everybody: Everybody, judge: Judge, claim: BandingClaim) -> ClaimAnswer:
    on, catalogue = claim.on, judge.catalogue
    found = {rule.id: judge_rebanding(judge, rule.id, on).finding for rule in leading_on(judge, on)}
    met = tuple(name for name, finding in found.items() if finding.outcome is MET)
    outcome = at_least(1, [finding.outcome for finding in found.values()])
    says = {
        MET: f"met: {', '.join(catalogue.rules[name][-1].title for name in met)}",
        NOT_MET: "no rule that leads on from the tier held was met",
        CANNOT_TELL: "it cannot be told whether a rule that leads on was met",
    }[outcome]
    since = [one for one in judge.at(everybody.moment.as_of).rebandings if one.on >= on]
    return ClaimAnswer(
        asked=OneClaim(judge.record.worker, claim.id), moment=everybody.moment,
        finding=Finding(outcome, (titled, f"On {said(on)},", says), (claim.id,), (), tuple(found.values())),
        on=on, raised_by=claim.raised_by, collective=bool(claim.collective), job_description=claim.job_description,
        met=met, decided_on=since[0].on if since else None, decision=(since[0].outcome or "upheld") if since else None,
    )  # fmt: skip
