"""Where somebody worked and as what, and what they asked to be signed off for: rows for a page."""

from collections.abc import Callable
from datetime import date

import attrs

from sw_competency.dates import said
from sw_competency.judge.requests import Requested, requested
from sw_competency.judge.worked import areas, say_shares, sessions_of, shares
from sw_competency.model.marks import REQUEST, Mark
from sw_competency.reports._base import Asked


@attrs.frozen(slots=True, kw_only=True)
class AreaRow:
    """An area somebody worked in."""

    title: str
    last: date
    with_patients: date | None
    sessions: int
    hours: str


@attrs.frozen(slots=True, kw_only=True)
class RequestRow:
    """A request to be signed off. The reason of its answer is printed only for whom it is."""

    on: date
    title: str
    assessor: str
    mark: Mark
    answered_on: date | None
    reason: str


@attrs.frozen(slots=True)
class Worked:
    """The areas worked in, and what the sessions were, in words."""

    areas: tuple[AreaRow, ...]
    says: str


def worked(asked: Asked, worker: str) -> Worked | None:
    """Return where somebody worked; None where no session is on record: practice stands on the page by itself."""
    record = asked.questions.records.worker(worker).at(asked.day)
    sessions = sessions_of(record)
    if not sessions:
        return None
    rows = [
        AreaRow(
            title=asked.titled(one.modality), last=one.last, with_patients=one.with_patients, sessions=one.sessions,
            hours="not on record" if one.hours is None else f"{one.hours:g}",
        )
        for one in areas(record)
    ]  # fmt: skip
    return Worked(tuple(rows), say_shares(shares(sessions)))


def requests(asked: Asked, worker: str, told: Callable[[Requested], bool]) -> tuple[RequestRow, ...]:
    """Return the requests to be signed off, those that wait first, then the latest.

    Args:
        asked: what the page is asked.
        worker: whose they are.
        told: whether the reason for an answer is told.
    """
    made = requested(asked.questions.records.worker(worker).at(asked.day))
    rows = [
        RequestRow(
            on=one.on, title=asked.titled(one.competency), assessor=asked.named(one.assessor),
            mark=REQUEST[one.answer], answered_on=one.answered_on, reason=(one.reason or "") if told(one) else "",
        )
        for one in sorted(made, key=lambda one: (not one.waits, -one.on.toordinal()))
    ]  # fmt: skip
    return tuple(rows)


def asked_for(asked: Asked, worker: str, competency: str, sign_off: str | None) -> str | None:
    """Say when a sign-off was asked for, and of whom: the one given, or one that still waits."""
    for one in reversed(requested(asked.questions.records.worker(worker).at(asked.day))):
        answers = one.by_entry == sign_off if sign_off is not None else one.waits
        if one.competency == competency and answers:
            return f"Asked for on {said(one.on)}, of {asked.named(one.assessor)}."
    return None
