"""Whose number is it, and under which numbers is somebody known?"""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

import msgspec

from sw_competency.dates import said
from sw_competency.judge.everybody import Everybody
from sw_competency.model import CANNOT_TELL, MET, Finding, Identity
from sw_competency.model.answers import Answer, Asked
from sw_competency.model.columns import DAY, TEXT, Table, table
from sw_competency.questions._names import Worker
from sw_competency.questions._question import Question


class Known(msgspec.Struct, frozen=True):
    """A number somebody is known under, and from when; or another id of the person.

    Args:
        scheme: of which scheme it is; None of another id.
        value: the number, or the id.
        since: from which day it is theirs; what the entry says of an id.
        entry: the entry that says so.
    """

    scheme: str | None
    value: str
    since: date
    entry: str


class WhoIs(Question["WhoIsAnswer"], frozen=True):
    """Whose number it is, and under which other numbers and ids that person is known.

    Args:
        number: a number of any scheme, an id, or a name.
        scheme: of which scheme it is, such as esr-employee; left out, of any.
    """

    words: ClassVar = ("number",)
    as_written: ClassVar = True

    number: Worker
    scheme: str | None = None

    def answer(self, everybody: Everybody) -> "WhoIsAnswer":
        """Look it up as a reader of files does."""
        day, index = everybody.moment.as_of, everybody.person_index
        match = index.who(self.number, self.scheme, day)
        if match.worker is None:
            sentence = f"Nobody is on record under {self.number[:80]} on {said(day)}"
            finding = Finding(CANNOT_TELL, match.asks or sentence)
            return WhoIsAnswer(asked=self, moment=everybody.moment, finding=finding, candidates=match.candidates)
        kept = index.kept(match.worker)
        theirs = [e for e in everybody.records.identities() if index.kept(e.worker) == kept and e.on <= day]
        records = everybody.records
        record = records.worker(kept).at(day).entries or records.assessor(kept).at(day).entries
        ids = tuple(e.id for e in theirs) or tuple(e.id for e in record[:1])
        sentence = f"{self.number[:80]} is {everybody.called(kept)}"
        if self.number == kept:
            many = f"{len(theirs)} other number{'s' * (len(theirs) != 1)}"
            sentence = f"{everybody.called(kept)} is known under {many}"
        return WhoIsAnswer(
            asked=self, moment=everybody.moment, worker=kept, known=tuple(_known(e) for e in theirs),
            finding=Finding(MET if ids else CANNOT_TELL, "; ".join(filter(None, (sentence, match.states))), ids),
        )  # fmt: skip


class WhoIsAnswer(Answer[WhoIs], frozen=True):
    """Whose number it is.

    Args:
        worker: the id the person is kept under; None where nobody can tell.
        known: under which numbers and other ids the person is known.
        candidates: who may be meant.
    """

    number = Asked[str]()
    scheme = Asked[str | None]()

    worker: str | None = None
    known: tuple[Known, ...] = ()
    candidates: tuple[str, ...] = ()

    def tables(self) -> Iterator[Table]:
        """Return the numbers and ids."""
        if self.known:
            rows = [(one.scheme or "another id", one.value, one.since, one.entry) for one in self.known]
            yield table({"Scheme": TEXT, "Number": TEXT, "From": DAY, "Entry": TEXT}, rows)


def _known(entry: Identity) -> Known:
    value = entry.worker if entry.same_as is not None else entry.value
    return Known(entry.scheme, value or "", entry.on, entry.id)
