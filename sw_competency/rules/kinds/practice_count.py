"""`practice-count`: a task has been practised so many times, in such a way."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import ClassVar, Literal

from sw_competency.dates import Length, before, last_day_within, next_day
from sw_competency.model import (
    CANNOT_TELL,
    MET,
    NOT_MET,
    SUPERVISED,
    Finding,
    Outcome,
    Practice,
    person_key,
)
from sw_competency.model.findings import titled
from sw_competency.rules.bounds import Bounds, Cases
from sw_competency.rules.requirement import Case, Requirement, ToDo, found, requirement


def _say(asked: "PracticeCount", had: int, shortfalls: Sequence[str], how: str) -> str:
    times = "once" if had == 1 else f"{had} times"
    count = f"done {times}{how}, {asked.at_least} needed"
    return "; ".join([count, *shortfalls] if had < asked.at_least or not shortfalls else shortfalls)


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

    def outcome(self, case: Case) -> Outcome:
        """Count back from the latest attempt, as far as is needed: a long log costs no more than a short one."""
        if self.since_last_sign_off:
            return self.judge(case).outcome
        if self._plain():
            return self._enough(case)
        wanted, seen, successes, run, broken = self.at_least, 0, 0, 0, False
        supervisors: set[str] = set()
        for p in self._latest_first(case, None):
            success = p.outcome == "successful"
            if self.sample is None or seen < self.sample:
                seen, successes = seen + 1, successes + success
            broken = broken or not success
            run += not broken
            if success or not self.successful:
                wanted -= p.count or 1
                supervisors.add(person_key(p.supervisor or ""))
            if wanted <= 0 and self._settled(seen, run, supervisors, case):
                break
        if wanted > 0 or (self.consecutive is not None and run < self.consecutive):
            return NOT_MET
        if self.distinct_supervisors is not None and len(supervisors - _nobody_else(case)) < self.distinct_supervisors:
            return NOT_MET
        if self.success_rate is None:
            return MET
        enough = seen > 0 and seen >= (self.sample or 1)
        return MET if enough and successes >= round(self.success_rate * seen, 9) else NOT_MET

    def bounds(self, cases: Cases) -> Bounds:
        """Count; what more is asked of the same practice can only be lacking."""
        singles = bool(self.supervised) or self.consecutive is not None or self.success_rate is not None
        done = cases.entries("practice", self.competency)
        if self.supervised:
            how = SUPERVISED if self.supervised is True else {self.supervised}
            done = done[done.equal("supervision", *how) & done.by_another("supervisor")]
        if self.modality is not None:
            done = done[done.equal("modality", self.modality)]
        if self.successful:
            done = done[done.equal("outcome", "successful")]
        enough = cases.practised(done, self.competency, self.within, tallies=not singles) >= self.at_least
        plain = self._plain() and not self.since_last_sign_off
        return cases.decided(enough if plain else enough & False, enough)

    def _enough(self, case: Case) -> Outcome:
        wanted, any_ = self.at_least, not self.successful
        for p in self._latest_first(case, None):
            if any_ or p.outcome == "successful":
                wanted -= p.count or 1
                if wanted <= 0:
                    return MET
        return NOT_MET

    def _settled(self, seen: int, run: int, supervisors: set[str], case: Case) -> bool:
        """Tell whether looking further back can change nothing."""
        if self.success_rate is not None and (self.sample is None or seen < self.sample):
            return False
        if self.consecutive is not None and run < self.consecutive:
            return False
        wanted = self.distinct_supervisors
        return wanted is None or len(supervisors - _nobody_else(case)) >= wanted

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

    def _latest_first(self, case: Case, since: date | None) -> Iterator[Practice]:
        """Return the attempts that are looked at, the latest first."""
        edge = since
        withdrawn = case.practice_counts_after(self.competency)
        if withdrawn is not None:
            edge = withdrawn if edge is None else max(edge, withdrawn)
        if self.within is not None:
            opens = before(case.day, self.within)
            edge = opens if edge is None else max(edge, opens)
        singles = self.supervised or self.consecutive is not None or self.success_rate is not None
        modality, supervised, own = self.modality, self.supervised, person_key(case.worker)
        for p in reversed(case.practices(self.competency)):  # every practice of everybody: as few calls as can be
            if edge is not None and p.on <= edge:
                return
            if p.count is not None and p.count > 1 and (
                singles or (edge is not None and (p.from_ is None or p.from_ <= edge))
            ):
                continue
            if modality is not None and p.modality != modality:
                continue
            if supervised:
                if p.supervision not in SUPERVISED if supervised is True else p.supervision != supervised:
                    continue
                if p.supervisor and person_key(p.supervisor) == own:
                    continue
            yield p

    def _counted(self, case: Case, since: date | None) -> Finding:
        attempts = list(self._latest_first(case, since))[::-1]
        counted = [p for p in attempts if p.outcome == "successful"] if self.successful else attempts
        had = sum([p.count or 1 for p in counted])
        shortfalls = () if self._plain() else self._shortfalls(case, attempts, counted)
        outcome: Outcome = NOT_MET if had < self.at_least or shortfalls else MET
        ids = tuple([p.id for p in counted])
        told = (_say, self, had, shortfalls, self._how(case.titled))
        return Finding(outcome, (titled, case.titled(self.competency), told, ": "), ids, case.cites)

    def _plain(self) -> bool:
        return self.distinct_supervisors is self.success_rate is self.consecutive is None

    def _shortfalls(self, case: Case, attempts: Sequence[Practice], counted: Sequence[Practice]) -> Sequence[str]:
        short = []
        if self.distinct_supervisors is not None:
            supervisors = {person_key(p.supervisor or "") for p in counted} - _nobody_else(case)
            if len(supervisors) < self.distinct_supervisors:
                short.append(f"{len(supervisors)} of {self.distinct_supervisors} different supervisors needed")
        if self.success_rate is not None and (lacking := self._rate(attempts)):
            short.append(lacking)
        if self.consecutive is not None and (run := _run(attempts)) < self.consecutive:
            latest = f"the latest {run} in a row were successful" if run else "the latest attempt was not successful"
            short.append(f"{latest}, and {self.consecutive} in a row are needed")
        return short

    def _rate(self, attempts: Sequence[Practice]) -> str | None:
        last = attempts[-self.sample :] if self.sample else attempts
        if not last or (self.sample and len(last) < self.sample):
            return f"only {len(last)} attempts are on record, and the success rate is taken over {self.sample or 1}"
        successes = sum(p.outcome == "successful" for p in last)
        # compared in whole numbers: 9 of 10 is nine tenths
        if self.success_rate is None or successes >= round(self.success_rate * len(last), 9):
            return None
        return f"{successes} of the last {len(last)} successful, where {self.success_rate:.0%} is needed"

    def _how(self, titled: Callable[[str], str]) -> str:
        words = []
        if self.supervised:
            words.append("under supervision" if self.supervised is True else f"under {self.supervised} supervision")
        if self.successful:
            words.append("with success")
        if self.modality:
            words.append(f"in {titled(self.modality)}")
        if self.within:
            words.append(f"within {self.within}")
        if self.since_last_sign_off:
            words.append("since the last sign-off")
        return f" ({', '.join(words)})" if words else ""

    def changes(self, case: Case) -> Iterable[date]:
        """Return the days of practice, and those on which one falls out of the window."""
        for p in case.practices(self.competency):
            yield p.on
            if self.within is not None:
                yield next_day(last_day_within(p.from_ or p.on if p.times > 1 else p.on, self.within))
        if self.since_last_sign_off:
            yield from case.status_changes(self.competency)

    def references(self) -> Iterator[tuple[str, str, str]]:
        """Name the competency and the modality."""
        yield "competency", self.competency, "competency"
        if self.modality is not None:
            yield "modality", self.modality, "modality"

    def judged_first(self) -> tuple[str, ...]:
        """Name the task, where its last sign-off matters."""
        return (self.competency,) if self.since_last_sign_off else ()

    def practice_of(self, competency: str) -> int:
        """Return the number, of the task it is about."""
        return self.at_least if competency == self.competency else 0

    def to_do(self, titled: Callable[[str], str]) -> ToDo:
        """Practise."""
        return ToDo(f"Practise {titled(self.competency)} under supervision", "the worker, with a supervisor")

    def problem(self) -> str | None:
        """Refuse counts below one and a rate that is no fraction."""
        if self.success_rate is not None and not 0 < self.success_rate <= 1:
            return f"a success rate is a fraction above 0 and up to 1, not {self.success_rate}"
        numbers = (self.at_least, self.distinct_supervisors, self.sample, self.consecutive)
        return "counts from 1 up" if any(n is not None and n < 1 for n in numbers) else None

    def asks(self, titled: Callable[[str], str]) -> str:
        """Say it in words."""
        times = "once" if self.at_least == 1 else f"{self.at_least} times"
        words = [
            f"{titled(self.competency)} done {times}{self._how(titled)}",
            f"under {self.distinct_supervisors} different supervisors" if self.distinct_supervisors else "",
            f"the latest {self.consecutive} in a row with success" if self.consecutive else "",
        ]  # fmt: skip
        if self.success_rate is not None:
            last = f"of the last {self.sample}" if self.sample else "of all attempts"
            words.append(f"with success in {self.success_rate:.0%} {last}")
        return ", ".join(word for word in words if word)


def _nobody_else(case: Case) -> set[str]:
    return {"", person_key(case.worker)}


def _run(attempts: Sequence[Practice]) -> int:
    run = 0
    for p in reversed(attempts):
        if p.outcome != "successful":
            break
        run += 1
    return run
