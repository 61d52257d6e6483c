"""Long absences by the status of assignments: begun when the status is first seen, over when it is gone."""

from collections.abc import Iterator
from datetime import date

from sw_competency.dates import day_before, said
from sw_competency.feeds.feeding import Fed, Feeding
from sw_competency.feeds.marks import corrected, marks
from sw_competency.feeds.proposal import Proposal
from sw_competency.model import Absence
from sw_competency.reconcile.difference import Difference


def absences(about: Feeding, fed: Fed) -> Iterator[Difference]:
    """Propose the absences of a worker, who is away where every post of theirs says so."""
    if "status" not in about.tells:
        return
    rows = [row for row in fed.rows if row.holds_on(about.day)]
    away = {row.away for row in rows}
    reason = next(iter(away)) if len(away) == 1 else None
    known = [e for e in fed.entries if isinstance(e, Absence)]
    running = [a for a in known if a.on <= about.day and (a.until is None or a.until >= about.day)]
    for absence in running:
        if rows and _is(absence, reason):
            return
        if rows and absence.until is None and fed.provenance.by_hand(absence) is None:
            yield _over(about, fed, absence)
    if reason is None or any(fed.provenance.by_hand(a) is not None for a in running):
        return
    number = tuple(row.row for row in rows)
    if by_hand := _over_by_hand(fed, reason, known, about.day):
        yield Difference(
            kind="by_hand", worker=fed.worker, what="absence", ours=by_hand.until, theirs=reason,
            entries=(by_hand.id,), rows=number,
            says=f"{fed.worker} is away ({reason}) in the extract, and by hand back on our record: it stays as it is",
        )  # fmt: skip
        return
    new = Absence(worker=fed.worker, on=about.day, reason=reason, extra=marks(about.feed, about.day, number[0]))
    yield Proposal(
        kind="absence", worker=fed.worker, what="absence", theirs=reason, on=about.day, rows=number, record=(new,),
        says=f"{fed.worker} is away from {about.said_day}: {reason}",
    )  # fmt: skip


def _is(absence: Absence, reason: str | None) -> bool:
    return reason is not None and absence.reason.casefold() == reason.casefold()


def _over(about: Feeding, fed: Fed, absence: Absence) -> Proposal:
    last = max(day_before(about.day), absence.on)
    entry = corrected(
        absence, about.feed, about.day, "The extract no longer says that they are away", until=last
    )  # fmt: skip
    return Proposal(
        kind="absence_ended", worker=fed.worker, what="absence", ours=absence.reason, on=last, record=(entry,),
        entries=(absence.id,), says=f"{fed.worker} was away ({absence.reason}) up to {said(last)}",
    )  # fmt: skip


def _over_by_hand(fed: Fed, reason: str, known: list[Absence], day: date) -> Absence | None:
    """Return the absence for that reason that a person ended or voided last, if nothing came after it."""
    voided = [e for e in fed.provenance.voided_by_hand() if isinstance(e, Absence)]
    alike = sorted((a for a in (*known, *voided) if _is(a, reason) and a.on <= day), key=lambda a: a.on)
    return alike[-1] if alike and fed.provenance.by_hand(alike[-1]) is not None else None
