"""Long absences by the status of assignments: begun when it is first seen, over when it is gone, or they leave."""

from collections.abc import Iterator
from datetime import date

import attrs

from sw_competency.dates import day_before, said
from sw_competency.feeds.feeding import Fed, Feeding
from sw_competency.feeds.marks import corrected, marks
from sw_competency.feeds.proposal import Proposal
from sw_competency.model import Absence
from sw_competency.model.extract import Assignment
from sw_competency.reconcile.difference import Difference


@attrs.frozen
class Stay:
    """Up to when a worker is in any post that is on record.

    Args:
        before: their last day on record; None where a post goes on.
        left: the day on which they leave, or left before they begin again, by what is proposed.
        last: the last day of all, by what is proposed.
        is_there: whether a post of theirs goes on, or begins; of who has left only the end is looked at.
    """

    before: date | None
    left: date | None
    last: date | None
    is_there: bool


def absences(about: Feeding, fed: Fed, stay: Stay) -> Iterator[Difference]:
    """Propose the absences of a worker, who is away where every post of theirs says so, and never after they left."""
    silent = stay.is_there and "status" not in about.tells
    rows = [row for row in fed.rows if stay.is_there and not silent and row.holds_on(about.day)]
    away = {row.away for row in rows}
    reason = next(iter(away)) if len(away) == 1 else None
    known = [e for e in fed.entries if isinstance(e, Absence)]
    running = [a for a in known if a.on <= about.day and (a.until is None or a.until >= about.day)]
    goes_on = any(fed.provenance.by_hand(a) is not None for a in running)
    for absence in known:
        with_end = absence.until is not None and absence.until == stay.before != stay.left
        if fed.provenance.by_hand(absence) is not None or not (with_end or absence in running):
            continue
        is_again = stay.left != stay.last
        if rows and not is_again and not _is(absence, reason):
            if absence in running:
                yield _over(about, fed, absence, max(day_before(about.day), absence.on))
            continue
        goes_on = goes_on or bool(rows and not is_again)
        if (rows or silent or stay.left is not None) and absence.until != stay.left:
            yield _over(about, fed, absence, stay.left, leaves=True)
    if reason is not None and not goes_on:
        yield _begun(about, fed, stay, reason, known, rows)


def _begun(
    about: Feeding, fed: Fed, stay: Stay, reason: str, known: list[Absence], rows: list[Assignment]
) -> Difference:  # fmt: skip
    number = tuple(row.row for row in rows)
    if by_hand := _over_by_hand(fed, reason, known, about.day):
        return Difference(
            kind="by_hand", worker=fed.worker, what="absence", ours=by_hand.until, theirs=reason,
            entries=(by_hand.id,), rows=number,
            says=f"{fed.worker} is away ({reason}) in the extract, and by hand back on our record: it stays as it is",
        )  # fmt: skip
    told = marks(about.feed, about.day, number[0])
    new = Absence(worker=fed.worker, on=about.day, until=stay.last, reason=reason, extra=told)
    return Proposal(
        kind="absence", worker=fed.worker, what="absence", theirs=reason, on=about.day, rows=number, record=(new,),
        says=f"{fed.worker} is away from {about.said_day}: {reason}",
    )  # fmt: skip


def _is(absence: Absence, reason: str | None) -> bool:
    return reason is not None and absence.reason.casefold() == reason.casefold()


def _over(about: Feeding, fed: Fed, absence: Absence, last: date | None, *, leaves: bool = False) -> Proposal:
    """Propose another last day of an absence; without one it goes on, and before its first day it was none."""
    if last is not None and last < absence.on:
        entry = corrected(absence, about.feed, about.day, "They had left before")
        told = f"was not away ({absence.reason}) from {said(absence.on)}: they had left"
    elif last is None:
        entry = corrected(absence, about.feed, about.day, "They did not leave", until=None)
        told = f"is away still ({absence.reason}), as they did not leave"
    else:
        why = "The absence ends with their leaving" if leaves else "The extract no longer says that they are away"
        entry = corrected(absence, about.feed, about.day, why, until=last)
        told = f"{'was' if last < about.day else 'is'} away ({absence.reason}) up to {said(last)}"
        told += ", when they leave" if leaves and last >= about.day else ", when they left" if leaves else ""
    return Proposal(
        kind="absence" if last is None else "absence_ended", worker=fed.worker, what="absence", ours=absence.reason,
        on=last or about.day, record=(entry,), entries=(absence.id,), says=f"{fed.worker} {told}",
    )  # fmt: skip


def _over_by_hand(fed: Fed, reason: str, known: list[Absence], day: date) -> Absence | None:
    """Return the absence for that reason that a person ended or voided last, if nothing came after it."""
    voided = [e for e in fed.provenance.voided_by_hand() if isinstance(e, Absence)]
    alike = sorted((a for a in (*known, *voided) if _is(a, reason) and a.on <= day), key=lambda a: a.on)
    return alike[-1] if alike and fed.provenance.by_hand(alike[-1]) is not None else None
