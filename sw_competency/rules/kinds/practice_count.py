"""`practice-count`: a task has been practised so many times, in such a way."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import ClassVar, Literal

from sw_competency.dates import ONE_DAY, Length, before, last_day_within
from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Finding, Outcome, Practice
from sw_competency.rules.requirement import Case, Requirement, found, requirement


def _say(title: str, had: int, asked: int, how: str, shortfall: str) -> str:
    times = "time" if had == 1 else "times"
    return f"{title} is on record {had} {times}{how} of {asked} asked for{shortfall}"


@requirement
class PracticeCount(Requirement):
    """A task has been practised so many times.

    A tally counts as so many, never where supervision, consecutive success or a success rate is asked, and within a
    window only if all of it lies there.

    Args:
        competency: the task.
        at_least: how many times.
        successful: only successes count.
        supervised: only supervised practice counts; `direct` or `indirect` asks for that supervision.
        within: the window that ends on the day.
        modality: only practice in it counts.
        distinct_supervisors: so many different people supervised.
        success_rate: the share of successes among the last `sample` attempts; fewer attempts are not enough.
        sample: how many attempts the rate looks at; left out, all.
        consecutive: so many latest attempts in a row were successful.
        since_last_sign_off: only practice after the day of the newest sign-off that counts.
    """

    kind: ClassVar[str] = "practice-count"
    competency: str
    at_least: int
    successful: bool = False
    supervised: bool | Literal["direct", "indirect"] = False
    within: Length | None = None
    modality: str | None = None
    distinct_supervisors: int | None = None
    success_rate: float | None = None
    sample: int | None = None
    consecutive: int | None = None
    since_last_sign_off: bool = False

    def judge(self, case: Case) -> Finding:
        """Count; where a sign-off nobody can judge may have begun the count anew, count both ways."""
        if not self.since_last_sign_off:
            return self._counted(case, None)
        sure, perhaps = case.last_counting_sign_off(self.competency)
        finding = self._counted(case, sure)
        if perhaps == sure:
            return finding
        other = self._counted(case, perhaps)
        return other if other.outcome is finding.outcome else found(case, CANNOT_TELL, other.sentence)

    def _attempts(self, case: Case, since: date | None) -> Sequence[Practice]:
        starts = [day for day in (since, case.practice_counts_after(self.competency)) if day is not None]
        if self.within is not None:
            starts.append(before(case.day, self.within))
        edge = max(starts, default=None)
        singles = self.supervised or self.consecutive is not None or self.success_rate is not None
        taken = []
        for p in case.practices(self.competency):
            if edge is not None and (p.on <= edge or (p.from_ is not None and p.from_ <= edge and p.times > 1)):
                continue
            if (p.times > 1 and (singles or (edge is not None and p.from_ is None))) or not self._fits(p):
                continue
            taken.append(p)
        return taken

    def _fits(self, p: Practice) -> bool:
        if self.modality is not None and p.modality != self.modality:
            return False
        return not self.supervised or (p.supervised and self.supervised in {True, p.supervision})

    def _counted(self, case: Case, since: date | None) -> Finding:
        attempts = self._attempts(case, since)
        counted = [p for p in attempts if p.outcome == "successful"] if self.successful else attempts
        had = sum([p.times for p in counted])
        shortfalls = []
        if self.distinct_supervisors is not None:
            supervisors = {p.supervisor for p in counted if p.supervisor and p.supervisor != case.worker}
            if len(supervisors) < self.distinct_supervisors:
                shortfalls.append(f"seen by {len(supervisors)} of {self.distinct_supervisors} different supervisors")
        if self.success_rate is not None and (short := self._rate(attempts)):
            shortfalls.append(short)
        if self.consecutive is not None and (run := _run(attempts)) < self.consecutive:
            shortfalls.append(f"the last {run} in a row successful, of {self.consecutive} asked for")
        outcome: Outcome = MET if had >= self.at_least and not shortfalls else NOT_MET
        more = "".join(f"; {short}" for short in shortfalls)
        sentence = (_say, case.titled(self.competency), had, self.at_least, self._how(), more)
        return found(case, outcome, sentence, counted)

    def _rate(self, attempts: Sequence[Practice]) -> str | None:
        last = attempts[-self.sample :] if self.sample else attempts
        if not last or (self.sample and len(last) < self.sample):
            return f"{len(last)} of {self.sample or 1} attempts on record for a success rate"
        successes = sum(p.outcome == "successful" for p in last)
        # compared in whole numbers: 9 of 10 is nine tenths
        if self.success_rate is None or successes >= round(self.success_rate * len(last), 9):
            return None
        return f"{successes} of the last {len(last)} successful, where {self.success_rate:.0%} is asked for"

    def _how(self) -> str:
        words = []
        if self.supervised:
            words.append("under supervision" if self.supervised is True else f"under {self.supervised} supervision")
        if self.successful:
            words.append("with success")
        if self.modality:
            words.append(f"in {self.modality}")
        if self.within:
            words.append(f"within {self.within}")
        if self.since_last_sign_off:
            words.append("since the last sign-off")
        return f" {', '.join(words)}," if words else ""

    def changes(self, case: Case) -> Iterable[date]:
        """Give the days of practice, and those on which one falls out of the window."""
        for p in case.practices(self.competency):
            yield p.on
            if self.within is not None:
                yield last_day_within(p.from_ or p.on if p.times > 1 else p.on, self.within) + ONE_DAY
        if self.since_last_sign_off:
            yield from case.status_changes(self.competency)

    def references(self) -> Iterator[tuple[str, str, str]]:
        """Name the competency and the modality."""
        yield "competency", self.competency, "competency"
        if self.modality is not None:
            yield "modality", self.modality, "modality"

    def problem(self) -> str | None:
        """Refuse counts below one and a rate that is no fraction."""
        if self.success_rate is not None and not 0 < self.success_rate <= 1:
            return f"a success rate is a fraction above 0 and up to 1, not {self.success_rate}"
        numbers = (self.at_least, self.distinct_supervisors, self.sample, self.consecutive)
        return "counts from 1 up" if any(n is not None and n < 1 for n in numbers) else None


def _run(attempts: Sequence[Practice]) -> int:
    run = 0
    for p in reversed(attempts):
        if p.outcome != "successful":
            break
        run += 1
    return run
