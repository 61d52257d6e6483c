"""A store that lasts as long as the program: for trying things out, and for tests."""

from collections.abc import Iterator, Sequence
from threading import Lock

from sw_competency.errors import ConflictError
from sw_competency.model import Entry, Person
from sw_competency.stores import _codec
from sw_competency.stores._base import Appended, Owner, Store, appended, by_record, owner_kind, sort_out


class MemoryStore(Store):
    """Training records held in memory.

    It keeps what the entries say, not the caller's objects: what is done to those later changes nothing on record.
    """

    def __init__(self) -> None:
        self._records: dict[Owner, dict[str, bytes]] = {}
        self._people: dict[str, bytes] = {}
        self._lock = Lock()

    def append(self, entries: Sequence[Entry]) -> Appended:
        """Put a batch of entries on record."""
        batches = by_record(entries)
        with self._lock:
            parts = [sort_out(batch, self._named(owner, batch)) for owner, batch in batches.items()]
            if conflicts := [entry for part in parts for entry in part.conflicts]:
                raise ConflictError(conflicts)
            lines = [(entry, _codec.line([_codec.document(entry)])) for part in parts for entry in part.added]
            for entry, line in lines:
                self._records.setdefault(entry.owner, {})[entry.id] = line
        return appended(parts)

    def read(self, owner: Owner) -> tuple[Entry, ...]:
        """Give all entries of one record in their place."""
        return _codec.entries(b"".join(self._records.get(owner, {}).values()))

    def owners(self, kind: str) -> Iterator[str]:
        """Give the ids of all that have a record, in order."""
        wanted = owner_kind(kind)
        return iter(sorted(id_ for kind_, id_ in self._records if kind_ == wanted))

    def read_all(self) -> Iterator[tuple[Owner, tuple[Entry, ...]]]:
        """Give every record once, in the order in which they began."""
        for owner in list(self._records):
            yield owner, self.read(owner)

    def put_person(self, person: Person) -> None:
        """Keep what is known of a person, in place of what was."""
        self._people[person.id] = _codec.person_document(person)

    def person(self, id: str) -> Person | None:  # noqa: A002
        """Give what is known of a person."""
        kept = self._people.get(id)
        return None if kept is None else _codec.person(kept)

    def people(self) -> Iterator[Person]:
        """Give everybody whose name is known, in order of their ids."""
        return iter([_codec.person(self._people[id_]) for id_ in sorted(self._people)])

    def erase_person(self, id: str) -> bool:  # noqa: A002
        """Erase a person's name and details; tell whether there was anything."""
        return self._people.pop(id, None) is not None

    def _named(self, owner: Owner, batch: Sequence[Entry]) -> dict[str, Entry]:
        """Give the entries of a record whose ids a batch names."""
        record = self._records.get(owner, {})
        return {entry.id: _codec.entries(record[entry.id])[0] for entry in batch if entry.id in record}
