"""A record as it was written, entry by entry, corrections and all."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from sw_competency.errors import FieldError
from sw_competency.judge.everybody import Everybody
from sw_competency.judge.lateness import Late, late_among
from sw_competency.model import CANNOT_TELL, MET, Correction, Entry, Finding, plain
from sw_competency.model.answers import Answer, Asked
from sw_competency.model.columns import DAY, TEXT, Table, table
from sw_competency.model.findings import instant
from sw_competency.questions._names import Assessor, Site, Worker
from sw_competency.questions._question import Several

_ELSEWHERE = {"kind", "on", "id", "recorded_at", "recorded_by"}


class Entries(Several["Written"], frozen=True):
    """A record as it was written, entry by entry, corrections and all.

    Args:
        worker: whose training record.
        assessor: the record of an assessor instead.
        site: the record of a site instead.
    """

    words: ClassVar = ("worker",)
    as_written: ClassVar = True
    in_full: ClassVar = True

    worker: Worker | None = None
    assessor: Assessor | None = None
    site: Site | None = None

    @property
    def owner(self) -> tuple[str, str]:
        """Whose record is meant.

        Raises:
            FieldError: none is named, or several are.
        """
        named = {"worker": self.worker, "assessor": self.assessor, "site": self.site}
        found = [(kind, id_) for kind, id_ in named.items() if id_ is not None]
        if len(found) != 1:
            raise FieldError("worker", "say whose record it is: one worker, one assessor or one site")
        return found[0]

    def each(self, everybody: Everybody) -> Iterator["Written"]:
        """Return the entries in the order in which they were written.

        Raises:
            FieldError: nobody's record is named, or several are.
            StoreDamagedError: it cannot be read.
        """
        kind, who = self.owner
        found, received = everybody.records.written(self.owner), everybody.records.received(self.owner)
        corrected = {each.corrects: each.id for each in found if isinstance(each, Correction)}
        voided = {each.corrects for each in found if isinstance(each, Correction) and each.with_ is None}
        late = {one.entry: one for one in late_among(everybody.judge(who), found)} if kind == "worker" else {}
        for entry in found:
            yield Written(
                asked=self, moment=everybody.moment, finding=Finding(MET, _says(entry, kind), (entry.id,)), entry=entry,
                received_at=received.get(entry.id), late=late.get(entry.id), corrected_by=corrected.get(entry.id),
                void=entry.id in voided,
            )  # fmt: skip

    def nothing(self, everybody: Everybody) -> Finding | None:
        """Return that nothing is recorded, and who may be meant."""
        kind, who = self.owner
        if everybody.records.written(self.owner):
            return None
        known, directory = everybody.records.owners, everybody.directory
        near = directory.near(kind, who, known(kind)) if directory is not None and known is not None else None
        return Finding(CANNOT_TELL, f"Nothing is recorded of {who}" + (f". Did you mean {near}?" if near else ""))

    def says(self, everybody: Everybody, answers: Sequence["Written"]) -> str:
        """Return how many there are."""
        kind, who = self.owner
        called = who if everybody.directory is None else everybody.directory.called(kind, who)
        are = "entry is" if len(answers) == 1 else "entries are"
        return f"{len(answers)} {are} on record of {called}"

    def tables(self, answers: Sequence["Written"]) -> Iterator[Table]:
        """Return the entries, with when each was written down and by whom."""
        rows = [(e.on, e.kind, one.told, e.id, one.stamped, e.recorded_by) for one in answers for e in [one.entry]]
        yield table({"On": DAY, "Kind": TEXT, "Says": TEXT, "Id": TEXT, "Recorded": TEXT, "By": TEXT}, rows)


class Written(Answer[Entries], frozen=True):
    """One entry as it was written.

    Args:
        entry: the entry.
        received_at: when this store took it in; None where it does not know.
        late: how late it was written down, where that is late.
        corrected_by: the correction of it.
        void: whether that says that it never was.
    """

    worker = Asked[str | None]()
    assessor = Asked[str | None]()
    site = Asked[str | None]()

    json_as: ClassVar = Entry

    entry: Entry
    received_at: datetime | None = None
    late: Late | None = None
    corrected_by: str | None = None
    void: bool = False

    @property
    def told(self) -> str:
        """What it says, and by what it was corrected."""
        what = "void" if self.void else "corrected"
        return f"{self.says} [{what}: see {self.corrected_by}]" if self.corrected_by is not None else self.says

    @property
    def stamped(self) -> str:
        """When it was written down, when it was received if that is another instant, and how late."""
        said = instant(self.entry.recorded_at) if self.entry.recorded_at else ""
        if self.received_at is not None and self.received_at != self.entry.recorded_at:
            said += f" (received {instant(self.received_at)})"
        return f"{said}, {self.late.words}" if self.late is not None else said

    def to_json(self) -> dict[str, Any]:
        """Return the entry in the contract's shape, with when this store took it in and how late that was."""
        received = {"received_at": instant(self.received_at)} if self.received_at is not None else {}
        return plain(self.entry) | received | ({"late": self.late.to_json()} if self.late is not None else {})


def _says(entry: Entry, owner: str) -> str:
    fields: Mapping[str, Any] = plain(entry)
    return "; ".join(f"{name}: {_value(value)}" for name, value in fields.items() if name not in _ELSEWHERE | {owner})


def _value(value: Any) -> str:
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ", ".join(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
