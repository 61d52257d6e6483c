"""What shows that training for a competency has begun, or begun again: a course, watched practice, an assessment."""

from collections.abc import Iterator
from datetime import date

from sw_competency.dates import in_force
from sw_competency.judge.judging import Judging
from sw_competency.model import Entry
from sw_competency.rules import trainings_asked


def training_begun(judge: Judging, name: str, day: date) -> Iterator[Entry]:
    """Return the entries that show training has begun: a course asked for, supervised practice, an assessment."""
    record = judge.at(day)
    for programme in trainings_towards(judge, name, day):
        yield from record.trainings[programme]
    yield from (p for p in record.practice[name] if p.supervised)
    yield from record.self_assessments[name]
    yield from record.assessments[name]


def trainings_towards(judge: Judging, name: str, day: date) -> frozenset[str]:
    """Name the programmes that a sign-off on a day asks for, and those that count as them."""
    version = in_force(judge.competency(name, day).sign_off, day)
    if version is None:
        return frozenset()
    plans = judge.plans
    known = plans.get(id(version))
    if known is None:
        asked = trainings_asked(version.requires)
        towards = frozenset(p for one in asked for p in judge.catalogue.counting_as(one))
        known = plans[id(version)] = (towards, version)  # kept with it, so that no other ever has its identity
    found: frozenset[str] = known[0]
    return found


def relearning(judge: Judging, task: str, ended: date | None, day: date) -> Entry | None:
    """Give the first entry that shows relearning: training asked for, watched practice, assessment.

    Args:
        judge: of the worker.
        task: what was current once.
        ended: the day of its expiry or withdrawal; what is later shows relearning.
        day: up to which is looked.
    """
    if ended is None:
        return None
    record = judge.at(day)
    shown: list[Entry] = []
    for programme in trainings_towards(judge, task, day):
        shown += [t for t in record.trainings[programme] if t.outcome == "completed"]
    shown += [p for p in record.practice[task] if p.directly_supervised and p.lies_after(ended)]
    shown += record.assessments[task]
    return min((e for e in shown if e.on > ended), key=lambda e: e.on, default=None)
