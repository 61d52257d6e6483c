"""The records somebody brings from another organisation: gone through as a whole, and what of them is put on record.

What was corrected, withdrawn or suspended there is so here too.
"""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from sw_competency.dates import said
from sw_competency.judge.folded import FoldedRecord, Snapshot
from sw_competency.judge.withdrawn import last_withdrawal, suspended_by
from sw_competency.model import CANNOT_TELL, Entry, Finding, PriorLearning, Qualification, SignOff, Training, as_known
from sw_competency.portability.acceptance import (
    Accepted,
    Brought,
    Receiving,
    issuer_of,
    judge_brought,
    name_of,
    signed_on,
)

if TYPE_CHECKING:
    from sw_competency.judge.case import Judge


def judge_all_brought(here: Receiving, entries: Iterable[Entry]) -> list[Accepted]:
    """Judge everything that the other organisation's records say somebody was trained or signed off for.

    Corrections made there are applied. Practice and posts stay where they are: they are passed over.
    """
    owned: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        owned.setdefault(entry.owner, []).append(entry)
    out, known_there = [], {owner: as_known(theirs, None) for owner, theirs in owned.items()}
    brought = [entry for known in known_there.values() for entry in known if isinstance(entry, Brought)]
    issuers = frozenset(filter(None, (issuer_of(entry, here.sender) for entry in brought)))
    for (_, worker), known in known_there.items():
        ends = Endings(FoldedRecord(worker, known).at(here.day), here)
        out += [
            judge_brought(here.catalogue, here.site, here.day, entry, here.sender, ends.of(entry), issuers)
            for entry in known if isinstance(entry, Brought)
        ]  # fmt: skip
    return out


class Endings:
    """What ended sign-offs in the record they come out of, looked for once for each competency."""

    def __init__(self, record: Snapshot, here: Receiving) -> None:
        self.record, self.here = record, here
        self._known: dict[str, tuple[Entry | None, Entry | None, Entry | None]] = {}

    def of(self, entry: Brought) -> Entry | None:
        """Return what ended it: a suspension that still holds, a withdrawal or an assessment that came after it."""
        return self.suspension(entry) or self.ended(entry)

    def suspension(self, entry: Brought) -> Entry | None:
        """Return a suspension of it that still holds."""
        return self._known_of(entry)[0]

    def ended(self, entry: Brought) -> Entry | None:
        """Return the withdrawal, or the assessment that says not yet competent, that came after it."""
        place = self.record.record.place
        return next((e for e in self._known_of(entry)[1:] if e is not None and place[id(e)] > place[id(entry)]), None)

    def _known_of(self, entry: Brought) -> tuple[Entry | None, Entry | None, Entry | None]:
        if isinstance(entry, Training | Qualification) or entry.competency not in self.here.catalogue.competencies:
            return None, None, None
        if entry.competency not in self._known:
            self._known[entry.competency] = self.about(entry.competency)
        return self._known[entry.competency]

    def about(self, name: str) -> tuple[Entry | None, Entry | None, Entry | None]:
        """Return a suspension that still holds, the last withdrawal, and an assessment that says not yet competent."""
        record, closing = self.record, self.record.closing(name)
        judged = [a for a in record.assessments[name] if a.outcome != "deferred"]
        refused = judged[-1] if judged and judged[-1].outcome == "not-yet-competent" else None
        return suspended_by(record, name, closing), last_withdrawal(closing), refused


def standing_here(judge: "Judge", found: Accepted, here: Receiving) -> Accepted:
    """Say of what was accepted that the task was withdrawn or failed here since it was signed."""
    entry, name = found.entry, name_of(found.entry)
    if (wrong := judge.records.unreadable(judge.record.worker)) is not None:
        says = f"the record here cannot be read, so nobody can tell what holds for them here: {wrong.rstrip('.')}"
        finding = Finding(CANNOT_TELL, says, found.finding.entries, found.finding.sources)
        return msgspec.structs.replace(found, answer="cannot-tell", finding=finding)
    if isinstance(entry, Training | Qualification) or found.answer != "accepted":
        return found
    status = judge.status(name, here.day)
    if status.status not in _CLOSED:
        return found
    suspension, *later = Endings(judge.at(here.day), here).about(name)
    ended = suspension or next((e for e in later if e is not None and e.on >= signed_on(entry)), None)
    if ended is None:
        return found
    word = _CLOSED[status.status]
    says = f"here it was {word} on {said(ended.on)}, and what was signed before does not open it again"
    if suspension is not None:
        says = f"here it has been {word} since {said(ended.on)}, and only a reinstatement ends that"
    return msgspec.structs.replace(found, conditions=(*found.conditions, says))


_CLOSED = {"withdrawn": "withdrawn", "suspended": "suspended", "not-yet-competent": "assessed as not yet competent"}


def as_recorded(found: Accepted, day: date, accepted_by: str | None, worker: str | None = None) -> Entry | None:
    """Return the entry that puts on record here what was accepted; None where nothing can be.

    Training and qualifications stay as they are; a sign-off becomes prior learning, accepted on the day, with the last
    day its issuer gives it. One that is restricted cannot: prior learning carries no restriction.

    Args:
        found: what was judged.
        day: the day it is accepted.
        accepted_by: who accepts sign-offs.
        worker: the worker's id here, where it differs.
    """
    entry, whose = found.entry, worker or found.entry.worker
    if found.answer != "accepted":
        return None
    if isinstance(entry, Training):
        entry = replace(entry, provider=found.issuer or entry.provider)
    if isinstance(entry, Training | Qualification):
        return replace(entry, worker=whose, id="", recorded_at=None, recorded_by=None)
    if accepted_by is None or not accepted_by.strip() or cannot_be_carried(entry):
        return None
    ours = PriorLearning(
        on=day, worker=whose, competency=entry.competency, issuer=found.issuer, signed_on=signed_on(entry),
        accepted_by=accepted_by, note=entry.note, expires_on=entry.expires_on,
    )  # fmt: skip
    if isinstance(entry, PriorLearning):
        return replace(ours, signed_on=entry.signed_on, date_known_to=entry.date_known_to)
    return ours


def cannot_be_carried(entry: Entry) -> bool:
    """Tell whether a sign-off says what prior learning cannot: a restriction."""
    return isinstance(entry, SignOff) and bool(entry.restrictions)
