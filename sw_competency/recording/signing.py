"""Which requests, sign-offs and countersignatures given now are taken."""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from msgspec.structs import replace

from sw_competency.dates import Moment
from sw_competency.errors import NotOnRecordError, StoreDamagedError, did_you_mean
from sw_competency.judge import Judge, Records, judge_of
from sw_competency.judge.in_training import relearning
from sw_competency.judge.requests import OutOfTurn, out_of_turn, requested
from sw_competency.judge.status import ended
from sw_competency.model import CANNOT_TELL, MET, Countersignature, SignOff, SignOffRequest, as_known
from sw_competency.questions import Questions
from sw_competency.recording.at_hand import AtHand
from sw_competency.recording.refusals import Refusal
from sw_competency.rules.kinds.countersigned import in_vain


class Signing(AtHand):
    """Asks more of what is signed now than of what happened."""

    # -- a request to be signed off --------------------------------------------------------------------------------

    def out_of_turn(self, entry: SignOffRequest) -> OutOfTurn | None:
        """Return why a request to be signed off, or an answer, is not taken now; what an import brings happened."""
        record = Records(self.read, None).worker(entry.worker)
        return out_of_turn(entry, requested(record.at(entry.on)), self.catalogue.titled(entry.competency))

    # -- a sign-off given now --------------------------------------------------------------------------------------

    def refusals(self, entry: SignOff) -> list[Refusal]:
        """Say all that keeps a sign-off given now from being taken; the countersignature may come later.

        Raises:
            StoreDamagedError: what is on record of one of the two cannot be read.
        """
        records = self._records()
        record, title = records.worker(entry.worker), self.catalogue.titled(entry.competency)
        found = [*self._would_not_count(records, entry), *self._unknown_people(records, entry)]
        for owner, wrong in records.unread.items():
            if owner[1] in {entry.worker, entry.assessor}:
                raise StoreDamagedError(wrong)
        found += _not_relearnt(judge_of(records, self.catalogue, entry.worker), entry, title)
        of_that_day = (e for e in record.whole.given[entry.competency] if isinstance(e, SignOff) and e.on == entry.on)
        return [*found, *[Refusal("same-day", title, entry=e) for e in of_that_day][:1]]

    def confirmed(self, worker: str, sign_off: str, by: str, on: date) -> list[Refusal]:
        """Say what keeps a countersignature given now from being taken.

        Raises:
            NotOnRecordError: there is no such sign-off.
        """
        signed = {e.id: e for e in as_known(self.read(("worker", worker)), None) if isinstance(e, SignOff)}
        if sign_off not in signed:
            hint = did_you_mean(sign_off, signed) or "; the entries of the record tell which there are."
            raise NotOnRecordError(f"No sign-off '{sign_off[:80]}' is on record of {worker}{hint}")
        one, kept = signed[sign_off], self._records().joining.kept
        reason = in_vain(replace(one, worker=kept(worker), assessor=kept(one.assessor)), kept(by), on)
        return [] if reason is None else [Refusal(reason, by, entry=signed[sign_off])]

    def _would_not_count(self, records: Records, entry: SignOff) -> Iterator[Refusal]:
        # judged as if somebody else had countersigned: that may come later
        assumed = Countersignature(on=entry.on, worker=entry.worker, sign_off=entry.id, by="\0", id="\0")
        there = any(entry.id == kept.id for kept in records.worker(entry.worker).written)
        given = (records if there else records.with_entry(entry)).with_entry(assumed)
        answer = Questions(given, self.catalogue, Moment(entry.on, self.now)).counts(entry.worker, entry.id)
        if answer.outcome is not MET:
            kind: Literal["cannot-tell", "does-not-count"]
            kind = "cannot-tell" if answer.outcome is CANNOT_TELL else "does-not-count"
            yield Refusal(kind, entry.worker, finding=answer)

    def _unknown_people(self, records: Records, entry: SignOff) -> Iterator[Refusal]:
        people: tuple[tuple[Literal["unknown-worker", "unknown-assessor"], str, str], ...] = (
            ("unknown-worker", entry.worker, "worker"), ("unknown-assessor", entry.assessor, "assessor"),
        )  # fmt: skip
        for kind, person, table in people if entry.worker != entry.assessor else people[:1]:
            # workers and assessors are one name space
            registered = records.assessor(person).whole.registrations
            if not registered and not records.worker(person).whole.appointments:
                yield Refusal(kind, person, near=self.near(table, person, self.owners(table)))


def _not_relearnt(judge: Judge, entry: SignOff, title: str) -> Iterator[Refusal]:
    end = ended(judge, entry.competency, entry.on)
    if end is None or relearning(judge, entry.competency, end[0], entry.on) is not None:
        return
    day, withdrawal = end
    yield Refusal("no-relearning", title, entry=withdrawal, day=None if withdrawal else day)

