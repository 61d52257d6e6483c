"""What a sign-off sheet has beside its rule and its log: the policy, theory, knowledge, dates, and who may assess."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import attrs

from sw_competency.catalogue import Competency, SignOffRule
from sw_competency.dates import said
from sw_competency.judge import Judge
from sw_competency.judge.progress import certificates
from sw_competency.model import SelfAssessment, SignOff
from sw_competency.model.marks import COURSE, Mark
from sw_competency.reports._base import PLACEHOLDER, Asked, Line, lines_of
from sw_competency.rules import Given
from sw_competency.rules.requirement import trainings_asked

ASSESSOR_DECLARATION = (
    "I am competent in this task, and current in it.",
    "I saw what is ticked here, or have written beside it how I know.",
    "I am not signing off myself, and nothing ties me to the outcome.",
    "I will explain this decision to whoever asks.",
)


@attrs.frozen(slots=True, kw_only=True)
class Theory:
    """A course that comes before the sign-off; without a day where none is on record."""

    title: str
    mark: Mark | None
    on: date | None
    provider: str
    last: date | None


@attrs.frozen(slots=True)
class Stage:
    """How the learner saw themselves at a stage; empty where nothing is on record."""

    stage: str
    told: str


@attrs.frozen(slots=True, kw_only=True)
class Extras:
    """What a sheet has beside its rule and its log.

    Args:
        policy: its number or name; empty to be filled in.
        review: the day it is to be reviewed.
        theory: the courses that come before.
        knowledge: what the learner has to know, apart from what the assessor watches for.
        columns: what its log notes besides.
        fields: what else there is room for.
        copies: who holds a copy.
        defaults: which of these nobody has published.
        began: the first day on record on which anything was done towards it.
        stages: self-assessment at the start, midway and at the end.
        eligible: what the record says of the assessor's right to assess this task.
    """

    policy: str
    review: date | None
    theory: tuple[Theory, ...]
    knowledge: tuple[str, ...]
    columns: tuple[str, ...]
    fields: tuple[str, ...]
    copies: tuple[str, ...]
    defaults: tuple[str, ...]
    began: date | None
    stages: tuple[Stage, ...]
    eligible: tuple[Line, ...]
    declaration: tuple[str, ...] = ASSESSOR_DECLARATION


def extras(
    asked: Asked, judge: Judge, c: Competency, version: SignOffRule | None, day: date, given: Given | None
) -> Extras:
    """Return what a sheet has beside its rule and its log, as it stood on a day."""
    courses = tuple(_theory(asked, judge, c, version, day))
    record = judge.at(day)
    first = [
        one[0].on for one in (record.practice[c.id], record.self_assessments[c.id], record.assessments[c.id]) if one
    ]
    return Extras(
        policy=c.policy or "", review=c.policy_review, theory=courses, knowledge=c.knowledge, columns=c.log_columns,
        fields=c.sheet_fields, copies=c.copies,
        defaults=tuple(sorted(name for name, authority in c.authorities.items() if authority == PLACEHOLDER)),
        began=min([*first, *(one.on for one in courses if one.on is not None)], default=None),
        stages=tuple(_stages(record.self_assessments[c.id])),
        eligible=with_names(asked, _eligible(judge, c, version, given)),
    )  # fmt: skip


def with_names(asked: Asked, lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return lines with people by their names."""
    return tuple(attrs.evolve(one, says=asked.say(one.says), parts=with_names(asked, one.parts)) for one in lines)


def _theory(
    asked: Asked, judge: Judge, c: Competency, version: SignOffRule | None, day: date
) -> Iterator[Theory]:
    known = asked.questions.catalogue.programmes
    named = [*c.prerequisites, *c.standing, *sorted(trainings_asked(version.requires) if version else ())]
    done = {one.programme: one for one in certificates(judge, day, named) if one.completed}
    for name in dict.fromkeys(name for name in named if name in known):
        if (one := done.get(name)) is None:
            yield Theory(title=asked.titled(name), mark=None, on=None, provider="", last=None)
            continue
        expired = one.expires_on is not None and one.expires_on < day
        yield Theory(
            title=asked.titled(name), mark=COURSE["expired" if expired else "current"], on=one.last.on,
            provider=one.last.provider or "", last=one.expires_on,
        )  # fmt: skip


def _stages(told: Sequence[SelfAssessment]) -> Iterator[Stage]:
    """Return the first, the one in the middle and the last, where there are so many."""
    known = [f"{one.level}, {said(one.on)}" for one in told if one.level is not None]
    yield Stage("At the start", known[0] if known else "")
    yield Stage("Midway", known[len(known) // 2] if len(known) > 2 else "")
    yield Stage("At the end", known[-1] if len(known) > 1 else "")


def _eligible(judge: Judge, c: Competency, version: SignOffRule | None, given: Given | None) -> tuple[Line, ...]:
    """Say of whoever signed off whether they might, as the record has it."""
    if version is None or not isinstance(given, SignOff):
        return ()
    case = judge.signing(given, given.on, c.source)
    return lines_of(item.judge(case) for item in version.requires if item.only_for_sign_off)
