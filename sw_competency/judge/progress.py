"""How far somebody has come: practice counted towards a sign-off, what one would ask today, certificates.

Read off the same rules as every answer; nothing here decides anything of its own.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

import attrs

from sw_competency.catalogue.catalogue import Competency, Currency, SignOffRule
from sw_competency.dates import in_force
from sw_competency.judge.case import Judge
from sw_competency.judge.counted import suggestion
from sw_competency.judge.one_day import Case
from sw_competency.judge.sign_off import RENEWABLE, current
from sw_competency.model import Finding, Practice, PriorLearning, SignOff, Training, person_key
from sw_competency.rules import Given, Requirement, walk


@attrs.frozen(slots=True, eq=False, kw_only=True)
class Tally:
    """The practice of one task, and how much of what a sign-off would ask it makes up.

    Args:
        competency: the task.
        attempts: how many times it was done, or tried.
        failures: how many of them were unsuccessful.
        supervised: how many were supervised.
        supervisors: how many different people supervised.
        last: the day it was last done.
        had: how many count towards the number asked for or suggested; None where there is none.
        asked: the number.
        suggested: whether it is suggested only, and decides nothing.
        finding: the judgement of that count.
        renewal: whether it is asked for a renewal.
        authority: who stands behind the number.
    """

    competency: str
    attempts: int
    failures: int
    supervised: int
    supervisors: int
    last: date
    had: int | None = None
    asked: int | None = None
    suggested: bool = False
    finding: Finding | None = None
    renewal: bool = False
    authority: str | None = None


@attrs.frozen(slots=True, eq=False)
class Wanted:
    """One thing a sign-off given today would ask.

    Args:
        finding: how it stands; None for what can only be shown at the sign-off, such as the assessor's registration.
        requirement: what is asked; None for a prerequisite.
        prerequisite: the name of the prerequisite.
    """

    finding: Finding | None
    requirement: Requirement | None = None
    prerequisite: str | None = None


@attrs.frozen(slots=True, eq=False)
class Certificate:
    """What is on record of one programme: its best completion, be it of one that counts as it, or that there is none.

    Args:
        programme: the programme.
        last: the entry of that completion; of the latest attempt where none was completed.
        completed: whether it was completed.
        expires_on: the last day it is current; None for ever.
        lacks: which of the programme's standards that entry lacks, where it records how many it has.
        placeholders: the path of the programme's length, where it gives the last day and nobody published it.
    """

    programme: str
    last: Training
    completed: bool
    expires_on: date | None = None
    lacks: str | None = None
    placeholders: tuple[str, ...] = ()


def currency_of(judge: Judge, name: str, given: Given, day: date) -> Currency | None:
    """Return the currency by which a sign-off is judged on a day."""
    version = in_force(judge.competency(name, day).currency, day)
    if version is None or version.counted_by == "as-of-day":
        return version
    return in_force(judge.competency(name, given.on).currency, given.on)


def sign_off_rule(judge: Judge, name: str, day: date) -> tuple[SignOffRule | None, bool]:
    """Return what a sign-off on a day would have to meet, and whether that is a renewal."""
    competency = judge.competency(name, day)
    renewal = in_force(competency.renewal, day)
    if renewal is not None and judge.status(name, day).status in RENEWABLE:
        return renewal, True
    return in_force(competency.sign_off, day), False


def rule_of(judge: Judge, name: str, index: int) -> tuple[SignOffRule | None, bool]:
    """Return the rule by which the sign-off at a place in the record was judged, and whether as a renewal.

    Whether it was a renewal is seen without this sign-off itself. Of what was signed elsewhere no rule asks anything.
    """
    given = judge.record.sign_off(name, index)
    if isinstance(given, PriorLearning):
        return None, False
    competency = judge.competency(name, given.on)
    renewal = in_force(competency.renewal, given.on)
    if renewal is not None:
        before = judge.status_apart(name, given.on, index).status
        if before is None or before in RENEWABLE:
            return renewal, True
    return in_force(competency.sign_off, given.on), False


def _case(judge: Judge, competency: Competency, day: date, item: Requirement) -> Case:
    """Make the case of a sign-off that might be given on the day: practice before a withdrawal no longer counts."""
    if getattr(item, "since_last_sign_off", False):
        return judge.case(day, cites=competency.source)
    might = SignOff(on=day, worker=judge.record.worker, competency=competency.id, assessor="")
    return judge.signing(might, day, competency.source)


def wanted(judge: Judge, name: str, day: date) -> list[Wanted]:
    """Return everything a sign-off on a day would ask: prerequisites first, then what its rule requires."""
    competency = judge.competency(name, day)
    version, _ = sign_off_rule(judge, name, day)
    case = judge.case(day, cites=competency.source)
    out = [Wanted(current(case, one), None, one) for one in competency.prerequisites]
    for item in version.requires if version else ():
        finding = None if _shown_later(item) else item.judge(_case(judge, competency, day, item))
        out.append(Wanted(finding, item))
    return out


def suggestions(judge: Judge, name: str, day: date) -> tuple[Finding, ...]:
    """Judge what is suggested before a sign-off on a day, as far as the record can show it; it decides nothing."""
    rule, _ = sign_off_rule(judge, name, day)
    if rule is None or not rule.suggests:
        return ()
    competency = judge.competency(name, day)
    shown = [item for item in rule.suggests if not _shown_later(item)]
    return tuple([suggestion(rule, item, _case(judge, competency, day, item)) for item in shown])


def _shown_later(item: Requirement) -> bool:
    return any(part.only_for_sign_off for part, _ in walk([item]))


def tally(judge: Judge, name: str, day: date, index: int | None = None) -> Tally | None:
    """Count the practice of a task up to a day; None where there is none.

    Args:
        judge: the judge of the worker.
        name: the task.
        day: the day; that of the sign-off, where one is given.
        index: the place of a sign-off in the record: the count is then the one that judged it.
    """
    practice = judge.at(day).practice[name]
    if not practice:
        return None
    version, renewal = sign_off_rule(judge, name, day) if index is None else rule_of(judge, name, index)
    watched = [p for p in practice if p.supervised]
    bare = Tally(
        competency=name, attempts=_times(practice), failures=_times([p for p in practice if p.outcome != "successful"]),
        supervised=_times(watched), supervisors=len({person_key(p.supervisor) for p in watched if p.supervisor}),
        last=practice[-1].on,
    )  # fmt: skip
    asked = _count_among(version.requires if version else (), name)
    item = asked or _count_among(version.suggests if version else (), name)
    if item is None or version is None:
        return bare
    competency = judge.competency(name, day)
    if index is None:
        case = _case(judge, competency, day, item)
    else:
        case = judge.signing(judge.record.sign_off(name, index), day, version.source or competency.source)
    finding = item.judge(case)
    counted, field = set(finding.entries), "requires" if asked is not None else "suggests"
    return attrs.evolve(
        bare, had=_times([p for p in practice if p.id in counted]), asked=item.practice_of(name), finding=finding,
        renewal=renewal, suggested=asked is None, authority=version.stands_behind(field) or competency.authority,
    )  # fmt: skip


def _times(practice: Sequence[Practice]) -> int:
    return sum(p.times for p in practice)


def _count_among(requirements: Sequence[Requirement], name: str) -> Requirement | None:
    return next((item for item, _ in walk(requirements) if item.practice_of(name)), None)


def certificates(judge: Judge, day: date, asked: Collection[str] = ()) -> Iterator[Certificate]:
    """Give every programme on record up to a day, with the completion that lasts longest: its own, or one that counts.

    Args:
        judge: the judge of the worker.
        day: the day.
        asked: programmes that are given too where they were completed by another that counts as them alone.
    """
    case = judge.case(day)
    trainings = judge.at(day).trainings
    for name in sorted({*trainings, *asked} & judge.catalogue.programmes.keys()):
        tried, done = trainings[name], judge.completions(name, day)
        if not done:
            if tried:
                yield Certificate(name, tried[-1], completed=False, lacks=_lacks(case, tried[-1]))
            continue
        if not tried and name not in asked:
            continue
        best = max(done, key=lambda c: (c.expires_on or date.max, c.training.on))
        yield Certificate(
            name, best.training, True, best.expires_on, _lacks(case, best.training), best.placeholders
        )  # fmt: skip


def _lacks(case: Case, done: Training) -> str | None:
    lacks = case.lacking(done)
    return None if lacks is None else str(lacks)
