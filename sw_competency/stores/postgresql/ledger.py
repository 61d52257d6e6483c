"""The end of an organisation's ledger, while its turn is held: what is there, and what is added behind it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import attrs
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Connection

from sw_competency.model import Entry, Person
from sw_competency.model.joining import identities_in
from sw_competency.stores import _codec, _identified, _lines, _people
from sw_competency.stores._base import Appended, Clock, Owner, Receipt, Sorted, erased_after, told_by
from sw_competency.stores._layout import logged_name, logged_person
from sw_competency.stores._lines import Head
from sw_competency.stores.postgresql import tables
from sw_competency.stores.postgresql.rows import listed, put, together


class Line(NamedTuple):
    """A line as it goes into the database."""

    owner: Owner
    head: Head
    data: bytes
    entries: Sequence[Entry]


@attrs.define(slots=True)
class Growth:
    """What is about to be added to records.

    Args:
        heads: the end of each record.
        parts: what is new to each, was there before, or conflicts.
        lines: the lines to add.
    """

    heads: dict[Owner, Head] = attrs.field(factory=dict)
    parts: dict[Owner, Sorted] = attrs.field(factory=dict)
    lines: list[Line] = attrs.field(factory=list)

    @property
    def conflicts(self) -> list[Entry]:
        """What has the id of something else on record."""
        return [entry for part in self.parts.values() for entry in part.conflicts]

    def add(self, owner: Owner, received: datetime, entries: Sequence[Entry]) -> None:
        """Add a line to a record."""
        data, self.heads[owner] = _lines.line(owner, self.heads[owner], received, _codec.body(entries))
        self.lines.append(Line(owner, self.heads[owner], data, entries))

    def appended(self) -> Appended:
        """Return what became of the batch."""
        return Appended(
            added=tuple(entry for line in self.lines for entry in line.entries),
            already_there=tuple(entry for part in self.parts.values() for entry in part.already_there),
            receipts=tuple(Receipt(owner, head.sequence, head.digest) for owner, head in self.heads.items()),
        )


class Ledger:
    """An organisation's ledger within one transaction.

    Args:
        db: the transaction; it holds the turn of the store.
        organisation: whose it is.
        id_: the store's own id.
    """

    def __init__(self, db: Connection, organisation: str, id_: str) -> None:
        self.db, self._organisation, self._id = db, organisation, id_
        self._last_sequence: int | None = None  # once it was asked: nobody else adds to it

    def _of(self, table: sa.TableClause, *conditions: Any) -> Any:
        return sa.and_(table.c.organisation == self._organisation, *conditions)

    def heads(self, owners: Iterable[Owner]) -> dict[Owner, Head]:
        """Find the ends of records, and with them that of the log of heads."""
        c, asked = tables.line.c, listed(("kind", "owner"), owners)
        same = self._of(tables.line, c.kind == asked.c.kind, c.owner == asked.c.owner)
        ends = sa.select(c.number, c.digest, c.received_at).where(same).order_by(c.number.desc()).limit(1).lateral()
        found = self.db.execute(
            sa.select(asked.c.kind, asked.c.owner, ends, self._last().scalar_subquery().label("last"))
            .join_from(asked, ends, sa.true(), isouter=True)
        ).all()
        self._last_sequence = found[0].last or 0
        heads = {owner: Head(0, _lines.beginning(self._id, owner)) for owner in owners}
        return heads | {
            (row.kind, row.owner): Head(row.number, row.digest, row.received_at)
            for row in found if row.number is not None
        }

    def held(self, batches: Mapping[Owner, Sequence[Entry]]) -> dict[Owner, dict[str, Entry]]:
        """Return the entries on record whose ids a batch names."""
        c, e = tables.line.c, tables.entry.c
        named = [(*owner, entry.id) for owner, batch in batches.items() for entry in batch]
        asked = listed(("kind", "owner", "id"), named)
        within = (
            sa.select(e.kind, e.owner, e.number)
            .join_from(
                tables.entry, asked, sa.and_(e.kind == asked.c.kind, e.owner == asked.c.owner, e.id == asked.c.id)
            )
            .where(self._of(tables.entry))
            .distinct()
            .subquery()
        )
        same = (c.kind == within.c.kind, c.owner == within.c.owner, c.number == within.c.number)
        found = self.db.execute(
            sa.select(c.kind, c.owner, c.data).join_from(tables.line, within, self._of(tables.line, *same))
        )
        held: dict[Owner, dict[str, Entry]] = {}
        for kind, owner, data in found:
            entries = _codec.entries(_lines.body_of(bytes(data))[0], f"the record of the {kind} {owner}")
            held.setdefault((kind, owner), {}).update({entry.id: entry for entry in entries})
        return held

    def begun(self, owners: Iterable[Owner]) -> set[Owner]:
        """Tell which records hold an entry."""
        e, asked = tables.entry.c, listed(("kind", "owner"), owners)
        same = sa.and_(e.kind == asked.c.kind, e.owner == asked.c.owner)
        found = self.db.execute(
            sa.select(e.kind, e.owner).join_from(tables.entry, asked, same).where(self._of(tables.entry)).distinct()
        )
        return {(kind, owner) for kind, owner in found}

    def put(self, lines: Sequence[Line]) -> None:
        """Put lines at the end of their records, and into the log of heads."""
        whose = self._organisation
        first = self.last_sequence() + 1
        self._last_sequence = first + len(lines) - 1
        numbered = [(place, line, line.owner[0], line.owner[1], line.head) for place, line in enumerate(lines, first)]
        with together(self.db, sum(len(line.entries) for line in lines)):
            put(self.db, tables.log, [
                (whose, place, logged_name(line.owner), head.sequence, head.digest)
                for place, line, _, _, head in numbered
            ])  # fmt: skip
            put(self.db, tables.line, [
                (whose, kind, id_, head.sequence, place, head.received, head.digest, line.data)
                for place, line, kind, id_, head in numbered
            ])  # fmt: skip
            put(self.db, tables.entry, [
                (whose, kind, id_, each.id, head.sequence)
                for _, line, kind, id_, head in numbered for each in line.entries
            ])  # fmt: skip
            for what in _identified.SAID:
                told = (each for line in lines for each in identities_in(line.entries, what))
                said = {(whose, worker, what, says) for worker, says in told}
                if said:
                    self.db.execute(insert(tables.identity).on_conflict_do_nothing(), [
                        dict(zip(tables.identity.c.keys(), row, strict=True)) for row in sorted(said)
                    ])  # fmt: skip

    def last_sequence(self) -> int:
        """Return the number of the last line of the log of heads."""
        if self._last_sequence is None:
            self._last_sequence = self.db.scalar(self._last()) or 0
        return self._last_sequence

    def _last(self) -> Any:
        return sa.select(sa.func.max(tables.log.c.sequence)).where(self._of(tables.log))

    def last_name(self, id_: str) -> Head:
        """Return what comes last of a person's name, as the log of heads knows it."""
        c = tables.log.c
        last = sa.select(c.number, c.digest).where(self._of(tables.log, c.name == logged_person(id_)))
        row = self.db.execute(last.order_by(c.sequence.desc()).limit(1)).first()
        return _people.beginning(self._id, id_) if row is None else Head(row.number, row.digest)

    def log(self, name: str, number: int, digest: str) -> int:
        """Add a line to the log of heads; give its number."""
        self._last_sequence = place = self.last_sequence() + 1
        put(self.db, tables.log, [(self._organisation, place, name, number, digest)])
        return place

    def keep_person(self, person: Person) -> None:
        """Keep what is known of a person, in place of what was."""
        data, head = _people.stored(self._id, person, self.last_name(person.id), told_by(None))
        kept = insert(tables.person).values(organisation=self._organisation, id=person.id, data=data)
        self.db.execute(kept.on_conflict_do_update(index_elements=["organisation", "id"], set_={"data": data}))
        self.log(logged_person(person.id), head.sequence, head.digest)

    def erase_person(self, id_: str) -> bool:
        """Erase what is known of a person; tell whether there was anything."""
        erased = sa.delete(tables.person).where(self._of(tables.person, tables.person.c.id == id_))
        if not self.db.execute(erased).rowcount:
            return False
        self.log(logged_person(id_), self.last_name(id_).sequence + 1, _people.ERASED)
        return True

    def erase_record(self, owner: Owner, body: bytes, clock: Clock | None) -> Head | None:
        """Put an erasure in place of a record; give its end, None where there is no record.

        Raises:
            ClockError: the record's last lies well after the clock.
        """
        before = self.heads([owner])[owner]
        if before.sequence == 0:
            return None
        at = erased_after(clock, before.received)
        data, head = _lines.line(owner, before, at, body)
        place = self.log(logged_name(owner), head.sequence, head.digest)
        erase = getattr(sa.func, tables.SCHEMA).erase
        self.db.execute(sa.select(erase(self._organisation, *owner, head.sequence, place, at, head.digest, data)))
        return head
