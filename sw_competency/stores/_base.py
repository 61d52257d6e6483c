"""What every store promises: records that only grow, batches that are whole or not at all, names kept apart.

A store knows entries and people, and nothing of what they count for.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Self

import attrs

from sw_competency.model import Entry, Person, content
from sw_competency.model.entries import OWNER_FIELDS

Owner = tuple[str, str]  # whose record: `worker`, `assessor` or `site`, and the id


@attrs.frozen(slots=True)
class Appended:
    """What became of a batch of entries.

    Args:
        added: the entries that are new on record.
        already_there: the entries that were on record before, or twice in the batch; nothing was written for them.
        warnings: what somebody should look at, though it was taken.
    """

    added: tuple[Entry, ...] = ()
    already_there: tuple[Entry, ...] = ()
    warnings: tuple[str, ...] = ()


class Store(ABC):
    """A place where training records are kept.

    A record is all entries of one worker, one assessor or one site; the three are separate name spaces. An entry's id
    is unique within its record. Entries are added, never changed and never taken away.
    """

    @abstractmethod
    def append(self, entries: Sequence[Entry]) -> Appended:
        """Put a batch of entries on record, each at the end of the record it belongs to.

        Each record's part of the batch is kept whole or not at all, even if the machine stops half-way; when this
        returns, all of it is durable. The same batch again completes what is missing and doubles nothing: an entry
        whose id is there with the same content is that entry, whoever recorded it, and whenever.

        Raises:
            ConflictError: an id is already there with other content; nothing of the whole batch was stored.
            StoreBusyError: somebody else has been writing for too long.
            ValueError: an entry without `id` or `recorded_at`, which the caller must have given it.
        """

    @abstractmethod
    def read(self, owner: Owner) -> tuple[Entry, ...]:
        """Give all entries of one record in their place; of a record nobody knows, none."""

    @abstractmethod
    def owners(self, kind: str) -> Iterator[str]:
        """Give the ids of all that have a record, in order; `kind` is `worker`, `assessor` or `site`."""

    @abstractmethod
    def read_all(self) -> Iterator[tuple[Owner, tuple[Entry, ...]]]:
        """Give every record once, as fast as the store can, in an order of its own."""

    @abstractmethod
    def put_person(self, person: Person) -> None:
        """Keep what is known of a person, in place of what was; workers and assessors are one name space."""

    @abstractmethod
    def person(self, id: str) -> Person | None:  # noqa: A002  # what it is called everywhere else
        """Give what is known of a person."""

    @abstractmethod
    def people(self) -> Iterator[Person]:
        """Give everybody whose name is known, in order of their ids."""

    @abstractmethod
    def erase_person(self, id: str) -> bool:  # noqa: A002
        """Erase a person's name and details, leaving the ledger as it is; tell whether there was anything."""

    def keep_catalogue(self, digest: str, text: Callable[[], str]) -> None:  # noqa: B027  # a store need not keep any
        """Keep the catalogue that records were judged by, unless it is there; a store that cannot does nothing.

        Args:
            digest: the catalogue's digest.
            text: gives all it says, as TOML.
        """

    def catalogues(self) -> tuple[str, ...]:
        """Return the digests of the catalogues that are kept."""
        return ()

    def catalogue(self, digest: str) -> str | None:  # noqa: ARG002
        """Return the text of a catalogue that is kept; None where it is not."""
        return None

    def close(self) -> None:  # noqa: B027  # most stores hold nothing open
        """Let go of whatever the store holds open."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def by_record(entries: Iterable[Entry]) -> dict[Owner, list[Entry]]:
    """Divide a batch into the records its entries belong to.

    Raises:
        ValueError: an entry has no `id` or no `recorded_at`.
    """
    records: dict[Owner, list[Entry]] = {}
    for entry in entries:
        if not entry.id or entry.recorded_at is None:
            raise ValueError(f"an entry of {entry.owner} reached the store without id or recorded_at")
        records.setdefault(entry.owner, []).append(entry)
    return records


@attrs.frozen(slots=True)
class Sorted:
    """One record's part of a batch, held against what is on record: new, there before, or in conflict with it."""

    added: list[Entry]
    already_there: list[Entry]
    conflicts: list[Entry]


def sort_out(batch: Iterable[Entry], on_record: Mapping[str, Entry]) -> Sorted:
    """Hold one record's part of a batch against what is on record.

    Args:
        batch: entries of one record.
        on_record: the record's entries by their ids; those the batch does not name may be left out.
    """
    added: dict[str, Entry] = {}
    found = Sorted([], [], [])
    for entry in batch:
        before = added.get(entry.id) or on_record.get(entry.id)
        if before is None:
            added[entry.id] = entry
            found.added.append(entry)
        elif _same(before, entry):
            found.already_there.append(entry)
        else:
            found.conflicts.append(entry)
    return found


def _same(before: Entry, entry: Entry) -> bool:
    """Tell whether two entries say the same, whoever recorded them, and whenever."""
    stamped = attrs.evolve(entry, recorded_at=before.recorded_at, recorded_by=before.recorded_by)
    if before == stamped and not entry.extra:  # in what is unknown, 1 and true are equal but not the same
        return True
    return content(before) == content(entry)


def appended(parts: Sequence[Sorted]) -> Appended:
    """Put together what became of a batch, record by record."""
    return Appended(
        added=tuple(entry for part in parts for entry in part.added),
        already_there=tuple(entry for part in parts for entry in part.already_there),
    )


def owner_kind(kind: str) -> str:
    """Give the kind of record back, if it is one.

    Raises:
        ValueError: there is no such kind of record.
    """
    if kind not in OWNER_FIELDS:
        raise ValueError(f"'{kind}' is no kind of record; there are {', '.join(OWNER_FIELDS)}")
    return kind
