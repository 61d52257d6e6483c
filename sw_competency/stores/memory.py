"""A store that lasts as long as the program: for trying things out, and for tests."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from secrets import token_hex
from threading import Lock

import msgspec

from sw_competency.errors import ConflictError
from sw_competency.model import Entry, Person
from sw_competency.model.joining import identities_in
from sw_competency.stores import _codec, _lines
from sw_competency.stores._base import (
    Appended,
    Batch,
    Change,
    Clock,
    Owner,
    Receipt,
    Store,
    by_record,
    erased_after,
    owner_kind,
    received_after,
    refuse_ahead,
    sort_out,
    stamped,
)
from sw_competency.stores._batches import batches_of, change_of, entries_of
from sw_competency.stores._log import Log
from sw_competency.stores._verified import StoreHead


class MemoryStore(Store):
    """Training records held in memory.

    It keeps what the entries say, not the caller's objects: what is done to those later changes nothing on record.
    """

    def __init__(self) -> None:
        self._id = token_hex(16)
        self._records: dict[Owner, _Kept] = {}
        self._people: dict[str, bytes] = {}
        self._feeds: dict[str, date] = {}
        self._log: list[tuple[str, int, str]] = []
        self._identified: dict[str, set[tuple[str, str]]] = {"scheme": set(), "same_as": set()}
        self._lock = Lock()

    def append(self, entries: Sequence[Entry], clock: Clock | None = None) -> Appended:
        """Put a batch of entries on record."""
        return self._append(by_record(entries), clock, history=True)

    def _taken_in(self, owner: Owner, batch: Sequence[Entry], clock: Clock | None, *, history: bool) -> Appended:
        return self._append({owner: batch}, clock, history=history)

    def _append(self, batches: Mapping[Owner, Sequence[Entry]], clock: Clock | None, *, history: bool) -> Appended:
        with self._lock:
            parts = {owner: sort_out(batch, self._named(owner, batch)) for owner, batch in batches.items()}
            if conflicts := [entry for part in parts.values() for entry in part.conflicts]:
                raise ConflictError(conflicts)
            kept = {owner: self._records.get(owner) or self._begun(owner) for owner in batches}
            instants = {owner: received_after(clock, each.head.received) for owner, each in kept.items()}
            added = {
                owner: stamped(part.added, instants[owner], anew=not history and bool(kept[owner].ids))
                for owner, part in parts.items()
            }
            bodies = {owner: _codec.body(new) for owner, new in added.items() if new}
            for what, said in self._identified.items():
                said.update(identities_in([entry for new in added.values() for entry in new], what))
            for owner, body in bodies.items():
                kept[owner].add(owner, instants[owner], body, added[owner])
                self._records[owner] = kept[owner]
                self._log.append(("/".join(owner), kept[owner].head.sequence, kept[owner].head.digest))
        return Appended(
            added=tuple(entry for new in added.values() for entry in new),
            already_there=tuple(entry for part in parts.values() for entry in part.already_there),
            receipts=tuple(_receipt(owner, each.head) for owner, each in kept.items()),
        )

    def read(self, owner: Owner) -> tuple[Entry, ...]:
        """Return all entries of one record in their place."""
        kept = self._records.get(owner)
        return () if kept is None else entries_of(kept.checked(owner), "memory")

    def holds(self, owner: Owner) -> bool:
        """Tell whether anything is on record."""
        kept = self._records.get(owner)
        return kept is not None and bool(kept.ids)

    def batches(self, owner: Owner) -> tuple[Batch, ...]:
        """Return one record as it was received, batch by batch."""
        kept = self._records.get(owner)
        return () if kept is None else batches_of(kept.checked(owner), owner, "memory")

    def changes(self, after: int = 0) -> Iterator[Change]:
        """Return what became visible after a place in the order of the whole store."""
        refuse_ahead(after, len(self._log))
        for sequence, (name, _, digest) in enumerate(self._log[max(after, 0) :], max(after, 0) + 1):
            kind, _, id_ = name.partition("/")
            for line in self._records[kind, id_].lines:
                if (found := _lines.with_digest(line, digest)) is not None:
                    yield change_of(found, sequence, "memory")

    def erase_record(self, owner: Owner, by: str, reason: str, clock: Clock | None = None) -> Receipt | None:
        """Erase all entries of a record for good; that there was one stays."""
        with self._lock:
            kept = self._records.get(owner)
            if kept is None:
                return None
            instant = erased_after(clock, kept.head.received)
            for what, said in self._identified.items():
                self._identified[what] = {pair for pair in said if pair[0] != owner[1] or owner[0] != "worker"}
            kept.lines, kept.ids = [], {}
            kept.add(owner, instant, _lines.erasure(by, reason), ())
            self._log.append(("/".join(owner), kept.head.sequence, kept.head.digest))
            return _receipt(owner, kept.head)

    def head(self) -> StoreHead:
        """Return what stands for everything the store holds."""
        log = Log(list(self._log))
        return StoreHead(self._id, len(log.lines), log.root())

    def had(self, head: StoreHead) -> bool:
        """Tell whether the store once held what a head stands for."""
        return Log(list(self._log)).had(head.size, head.root)

    def owners(self, kind: str) -> Iterator[str]:
        """Return the ids of all that have a record, in order."""
        wanted = owner_kind(kind)
        return iter(sorted(id_ for (kind_, id_), kept in self._records.items() if kind_ == wanted and kept.ids))

    def read_all(self) -> Iterator[tuple[Owner, tuple[Entry, ...]]]:
        """Return every record once, in the order in which they began."""
        for owner, kept in list(self._records.items()):
            if kept.ids:
                yield owner, self.read(owner)

    def identified(self, what: str) -> Iterator[tuple[str, str]]:
        """Name the workers whose records may hold an identity entry, each with what it says."""
        return iter(sorted(self._identified[what]))

    def put_person(self, person: Person) -> None:
        """Keep what is known of a person, in place of what was."""
        self._people[person.id] = _codec.person_document(person)

    def person(self, id: str) -> Person | None:  # noqa: A002
        """Return what is known of a person."""
        kept = self._people.get(id)
        return None if kept is None else _codec.person(kept)

    def people(self) -> Iterator[Person]:
        """Return everybody whose name is known, in order of their ids."""
        return iter([_codec.person(self._people[id_]) for id_ in sorted(self._people)])

    def erase_person(self, id: str) -> bool:  # noqa: A002
        """Erase a person's name and details; tell whether there was anything."""
        return self._people.pop(id, None) is not None

    def keep_feed(self, feed: str, day: date) -> None:
        """Keep the day of the last full extract that was taken of a feed."""
        self._feeds[feed] = day

    def feed(self, feed: str) -> date | None:
        """Return the day of the last full extract that was taken of a feed; None where none was."""
        return self._feeds.get(feed)

    def _begun(self, owner: Owner) -> "_Kept":
        begins = _lines.beginning(self._id, owner)
        return _Kept(begins, _lines.Head(0, begins))

    def _named(self, owner: Owner, batch: Sequence[Entry]) -> dict[str, Entry]:
        """Return the entries of a record whose ids a batch names."""
        kept = self._records.get(owner)
        if kept is None:
            return {}
        return {entry.id: _codec.entries(kept.ids[entry.id])[0] for entry in batch if entry.id in kept.ids}


class _Kept(msgspec.Struct):
    """One record: its lines, its end, and each entry by itself."""

    begins: str
    head: _lines.Head
    lines: list[bytes] = []
    ids: dict[str, bytes] = {}

    def add(self, owner: Owner, received: datetime, body: bytes, entries: Sequence[Entry]) -> None:
        """Add a line."""
        line, self.head = _lines.line(owner, self.head, received, body)
        self.lines.append(line)
        self.ids |= {entry.id: _codec.body([entry]) for entry in entries}

    def checked(self, owner: Owner) -> _lines.Checked:
        """Return its lines as they are read."""
        return _lines.check(b"".join(self.lines), owner, self.begins)


def _receipt(owner: Owner, head: _lines.Head) -> Receipt:
    return Receipt(owner, head.sequence, head.digest)
