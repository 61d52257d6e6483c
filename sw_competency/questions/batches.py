"""Which files of tables were brought in, when and by whom, and how much of each still stands?"""

from collections.abc import Iterator
from datetime import date

import msgspec

from sw_competency.intake.saving import BATCH
from sw_competency.judge.everybody import Everybody
from sw_competency.model import CANNOT_TELL, MET, Entry, Finding, as_known, recorded
from sw_competency.model.answers import Answer
from sw_competency.model.columns import DAY, NUMBER, PERSON, TEXT, Table, table
from sw_competency.questions._question import Question


class Batch(msgspec.Struct, frozen=True):
    """What one file brought in.

    Args:
        batch: its mark, by which all of it can be undone.
        file: the file.
        on: the day it was put on record.
        by: who brought it in; None where nobody said.
        people: of how many people it speaks.
        entries: how many entries came of it.
        standing: how many of them are not void.
    """

    batch: str
    file: str
    on: date
    by: str | None
    people: int
    entries: int
    standing: int


class Batches(Question["BatchesAnswer"], frozen=True):
    """Files of tables that were brought in: when, by whom, and how much of each still stands."""

    def answer(self, everybody: Everybody) -> "BatchesAnswer":
        """Look through every record for what came of a file."""
        came: dict[str, list[Entry]] = {}
        standing = set[tuple[str, str]]()
        for worker in everybody.records.owners("worker") if everybody.records.owners is not None else ():
            written = everybody.records.readable(("worker", worker))
            brought = [entry for entry in written if BATCH in entry.extra]
            for entry in brought:
                came.setdefault(str(entry.extra[BATCH]), []).append(entry)
            standing |= {(worker, entry.id) for entry in as_known(written, None)} if brought else set()
        found = [_batch(mark, entries, standing) for mark, entries in came.items()]
        found.sort(key=lambda one: (one.on, one.batch), reverse=True)
        says = f"{len(found)} {'file was' if len(found) == 1 else 'files were'} brought in"
        finding = Finding(MET, says) if found else Finding(CANNOT_TELL, "No file of tables was brought in")
        return BatchesAnswer(asked=self, moment=everybody.moment, finding=finding, batches=tuple(found))


class BatchesAnswer(Answer[Batches], frozen=True):
    """The files that were brought in.

    Args:
        batches: one for each time a file was put on record, the latest first.
    """

    batches: tuple[Batch, ...]

    def tables(self) -> Iterator[Table]:
        """Return them, the latest first."""
        head = {
            "Brought in": DAY, "File": TEXT, "By": PERSON, "People": NUMBER, "Entries": NUMBER, "Not void": NUMBER,
            "Batch": TEXT,
        }  # fmt: skip
        if self.batches:
            rows = ((b.on, b.file, b.by, b.people, b.entries, b.standing, b.batch) for b in self.batches)
            yield table(head, rows, within=("Brought in",))


def _batch(mark: str, entries: list[Entry], standing: set[tuple[str, str]]) -> Batch:
    first = min(entries, key=recorded)
    said = (str(entry.extra["brought_from"]) for entry in entries if "brought_from" in entry.extra)
    file = next(said, "").rpartition(", ")[0]
    there = sum((entry.owner[1], entry.id) in standing for entry in entries)
    people = len({entry.owner for entry in entries})
    return Batch(mark, file, recorded(first).date(), first.recorded_by, people, len(entries), there)
