"""What every store promises: records that only grow, batches that are whole or not at all, names kept apart.

A store knows entries and people, and nothing of what they count for.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import msgspec
from msgspec.structs import replace

from sw_competency.dates import said
from sw_competency.errors import ClockError, ConflictError, StoreDamagedError, StoreError
from sw_competency.model import Entry, Person, content, plain
from sw_competency.model.entries import OWNER_FIELDS
from sw_competency.model.findings import instant
from sw_competency.model.joining import identities_in
from sw_competency.stores._verified import StoreHead, Verification

Owner = tuple[str, str]  # whose record: `worker`, `assessor` or `site`, and the id
Clock = Callable[[], datetime]  # gives the instant it is, with its offset
BEHIND = timedelta(minutes=1)  # clocks of machines that share a folder, and one that is corrected, differ by seconds


def believed(owner: Owner, entries: Sequence[Entry], now: datetime) -> Sequence[Entry]:
    """Return the entries of a record, unless a clock far ahead stamped them: that would hide what came after.

    Args:
        owner: whose record.
        entries: all of it, in their place.
        now: the instant it is.

    Raises:
        StoreDamagedError: the last was recorded later than that.
    """
    last = entries[-1].recorded_at if entries else None
    if last is not None and last - now > BEHIND:
        raise StoreDamagedError(
            f"The record of the {owner[0]} '{owner[1]}' is stamped in the future: its last entry was recorded on "
            f"{last.day} {last:%B %Y}. Set this computer's clock right, or restore the record from a backup."
        )
    return entries


class Receipt(msgspec.Struct, frozen=True):
    """What a store answers for: that a record held these lines, in this order, when it said so.

    Args:
        record: whose record: `worker`, `assessor` or `site`, and the id.
        sequence: how many batches it held.
        head: the digest of the last of them, and so of all before it: 64 hexadecimal digits.
    """

    record: Owner
    sequence: int
    head: str


class Batch(msgspec.Struct, frozen=True):
    """Entries of one record that were received together.

    Args:
        receipt: their place.
        received_at: the instant this store took them in.
        entries: the entries; none where they were erased.
        erased: who erased what stood before, and why; None where nobody did.
    """

    receipt: Receipt
    received_at: datetime
    entries: tuple[Entry, ...]
    erased: Mapping[str, str] | None = None


class Change(Batch, frozen=True, kw_only=True):
    """Entries that became visible together, or an erasure, with their place in the order of the whole store.

    Args:
        sequence: the place: a later change has a larger number. Numbers may be left out, none is given twice.
    """

    sequence: int

    def to_json(self) -> dict[str, Any]:
        """Return the change as `changes --json` prints it."""
        return {
            "sequence": self.sequence,
            "record": dict(zip(("kind", "id"), self.receipt.record, strict=True)),
            "received_at": instant(self.received_at),
            "erased": None if self.erased is None else dict(self.erased),
            "entries": [plain(entry) for entry in self.entries],
        }


class Image(msgspec.Struct, frozen=True, kw_only=True):
    """All that a store holds, as it is carried into another: the same lines, digests and numbers.

    Args:
        id: the store's own id.
        log: the log of heads, in its order: the number of each line as a change, and the three things it says.
        records: each record, and the bytes of its lines; it may be gone through once.
        people: the lines of names, by ids; likewise.
        catalogues: the catalogues that are kept, by their digests.
        feeds: the day of the last extract of each feed.
    """

    id: str
    log: Iterable[tuple[int, str, int, str]]
    records: Iterable[tuple[Owner, bytes]]
    people: Iterable[tuple[str, bytes]]
    catalogues: Mapping[str, str]
    feeds: Mapping[str, date]


class Appended(msgspec.Struct, frozen=True):
    """What became of a batch of entries.

    Args:
        added: the entries that are new on record.
        already_there: the entries that were on record before, or twice in the batch; nothing was written for them.
        warnings: what somebody should look at, though it was taken.
        receipts: the end of each record the batch was for, in the batch's order.
    """

    added: tuple[Entry, ...] = ()
    already_there: tuple[Entry, ...] = ()
    warnings: tuple[str, ...] = ()
    receipts: tuple[Receipt, ...] = ()


class Store(ABC):
    """A place where training records are kept.

    A record is all entries of one worker, one assessor or one site; the three are separate name spaces. An entry's id
    is unique within its record. Entries are added, never changed and never taken away.
    """

    @property
    def folder(self) -> Path | None:
        """The folder it is kept in; None where it is in none."""
        return None

    @property
    def place(self) -> str | None:
        """What opens it again in another process: its folder, or its URL; None where nothing does."""
        return None if self.folder is None else str(self.folder.absolute())

    @abstractmethod
    def append(self, entries: Sequence[Entry], clock: Clock | None = None) -> Appended:
        """Put a batch of entries on record, each at the end of the record it belongs to.

        The batch is kept whole or not at all, in however many records, even if the machine stops half-way; when this
        returns, all of it is durable. The same batch again doubles nothing: an entry whose id is there with the same
        content is that entry, whoever recorded it, and whenever. An entry that comes without `recorded_at` is stamped
        with the instant it is received, while nobody else can write to its record, and never before the record's last.

        Args:
            entries: the batch.
            clock: gives the instant it is; left out, this computer's.

        Raises:
            ConflictError: an id is already there with other content; nothing of the whole batch was stored.
            StoreBusyError: somebody else has been writing for too long; nothing was stored.
            StoreDamagedError: a record of the batch is damaged; nothing was stored.
            ClockError: the clock is more than a minute behind what is on record; nothing was stored.
            ValueError: an entry without `id`, which the caller must have given it.
        """

    def take_in(
        self, entries: Iterable[Entry], clock: Clock | None = None, *, history: bool = True
    ) -> tuple[Appended, tuple[Entry, ...]]:
        """Put many entries on record, record by record, so that nobody waits for the whole of it.

        Each record's part is whole or absent. Stopped half-way and repeated, it completes and doubles nothing.

        Args:
            entries: the entries.
            clock: as for `append`.
            history: whether instants that entries carry are taken into records that are not empty, too. Else those
                entries are stamped as if they came without, and keep theirs as `recorded_at_source`.

        Returns:
            What became of them, and those in conflict with what is on record, which were left out.

        Raises:
            StoreBusyError: as for `append`; what was taken in before stays.
            StoreDamagedError: likewise.
        """
        parts, clashing = [], list[Entry]()
        for owner, batch in by_record(entries).items():
            try:
                parts.append(self._taken_in(owner, batch, clock, history=history))
            except ConflictError as error:
                clashing += error.conflicts
                out = {id(entry) for entry in error.conflicts}
                rest = [entry for entry in batch if id(entry) not in out]
                parts.append(self._taken_in(owner, rest, clock, history=history))
        return joined(parts), tuple(clashing)

    def _taken_in(
        self,
        owner: Owner,  # noqa: ARG002 - for those who override it
        batch: Sequence[Entry],
        clock: Clock | None,
        *,
        history: bool,  # noqa: ARG002
    ) -> Appended:
        """Put one record's part of what is taken in on record.

        The front desk has looked whether the record is empty; a store that has a lock looks again while it holds that.
        """
        return self.append(batch, clock)

    @abstractmethod
    def read(self, owner: Owner) -> tuple[Entry, ...]:
        """Return all entries of one record in their place; of a record nobody knows, none.

        Raises:
            StoreDamagedError: what stands there is not what was put there; nobody else's record is touched by that.
        """

    def holds(self, owner: Owner) -> bool:
        """Tell whether anything is on record; of a record that is damaged, there is. Cheap, however long it is."""
        try:
            return bool(self.read(owner))
        except StoreDamagedError:
            return True

    @abstractmethod
    def batches(self, owner: Owner) -> tuple[Batch, ...]:
        """Return one record as it was received, batch by batch.

        Raises:
            StoreDamagedError: as for `read`.
        """

    def changes(self, after: int = 0) -> Iterator[Change]:  # noqa: ARG002
        """Return what became visible after a place in the order of the whole store, in that order.

        Whoever asks again, after the last number they were given, misses nothing and is given nothing twice, however
        many write meanwhile. What was erased since is left out; that it was erased is a change of its own. It costs
        what is new, not what there is.

        Args:
            after: the number of the last change that is known; 0 for all there are.

        Raises:
            StoreDamagedError: at the place of a change that is not what was put there; those before it were given.
            StoreError: the store holds fewer changes than that; or it keeps no such order.
        """
        raise StoreError("This store keeps no order in which entries came: use one that does, such as a folder.")

    @abstractmethod
    def erase_record(self, owner: Owner, by: str, reason: str, clock: Clock | None = None) -> Receipt | None:
        """Erase all entries of a record for good; that there was one, who erased it and why, stays.

        Args:
            owner: whose record.
            by: who erases it.
            reason: why.
            clock: as for `append`.

        Returns:
            The receipt of the erasure; None where there is no record.
        """

    def head(self) -> StoreHead | None:
        """Return what stands for everything the store holds; None where a store keeps no such thing."""
        return None

    def had(self, head: StoreHead) -> bool | None:  # noqa: ARG002
        """Tell whether the store once held what a head stands for; None where a store keeps no such thing."""
        return None

    def settled_head(self) -> StoreHead | None:
        """Return what stands for everything the store holds, once that lacks nothing and is durable."""
        return self.head()

    def verify(self, against: StoreHead | None = None, receipts: Iterable[Receipt] = ()) -> Verification:  # noqa: ARG002
        """Check every line, place and name, the log of heads, and what somebody was told before.

        Args:
            against: a head that was handed out before.
            receipts: receipts that were given before.

        Raises:
            StoreError: this store cannot be checked.
        """
        raise StoreError("This store cannot be checked: only a folder or a database can.")

    @abstractmethod
    def owners(self, kind: str) -> Iterator[str]:
        """Return the ids of all that have a record, damaged ones too, in order.

        Args:
            kind: `worker`, `assessor` or `site`.
        """

    @abstractmethod
    def read_all(self) -> Iterator[tuple[Owner, tuple[Entry, ...]]]:
        """Return every record once, as fast as the store can, in an order of its own.

        Raises:
            StoreDamagedError: once all others were given, where some cannot be read; it names each of them.
        """

    def identified(self, what: str) -> Iterator[tuple[str, str]]:
        """Name the workers whose records may hold an identity entry, each with what it says: never one too few.

        Args:
            what: `scheme`, with a number of theirs; or `same_as`, with another id they are kept under.
        """
        with suppress(StoreDamagedError):  # once all others were given; of these whoever reads them tells
            for _, entries in self.read_all():
                yield from identities_in(entries, what)

    @abstractmethod
    def put_person(self, person: Person) -> None:
        """Keep what is known of a person, in place of what was; workers and assessors are one name space."""

    @abstractmethod
    def person(self, id: str) -> Person | None:  # noqa: A002  # what it is called everywhere else
        """Return what is known of a person.

        Raises:
            StoreDamagedError: what stands there is not what was put there.
        """

    @abstractmethod
    def people(self) -> Iterator[Person]:
        """Return everybody whose name is known, in order of their ids.

        Raises:
            StoreDamagedError: once all others were given, where some cannot be read; it names each of them.
        """

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

    def keep_feed(self, feed: str, day: date) -> None:  # noqa: B027  # a store need not keep any
        """Keep the day of the last full extract that was taken of a feed; a store that cannot does nothing."""

    def feed(self, feed: str) -> date | None:  # noqa: ARG002
        """Return the day of the last full extract that was taken of a feed; None where none was."""
        return None

    def image(self) -> AbstractContextManager[Image]:
        """Hold all of it still while it is read, to be put into another store.

        Raises:
            StoreError: this store cannot be copied.
        """
        raise StoreError("This store cannot be copied: only a folder or a database can.")

    @classmethod
    def restored(cls, url: str, image: Image) -> Self:  # noqa: ARG003
        """Make a store of what another holds, the same in every byte; nothing may be there yet.

        Args:
            url: the folder, or the URL of the database.
            image: what the other holds.

        Raises:
            StoreError: there is a store already; or this one cannot be a copy.
        """
        raise StoreError("Records cannot be copied there: name a folder or a database.")

    def close(self) -> None:  # noqa: B027  # most stores hold nothing open
        """Let go of whatever the store holds open."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def by_record(entries: Iterable[Entry]) -> dict[Owner, list[Entry]]:
    """Divide a batch into the records its entries belong to.

    Raises:
        ValueError: an entry has no `id`.
    """
    records: dict[Owner, list[Entry]] = {}
    for entry in entries:
        if not entry.id:
            raise ValueError(f"an entry of {entry.owner} reached the store without id")
        records.setdefault(entry.owner, []).append(entry)
    return records


class Sorted(msgspec.Struct, frozen=True):
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
    stamped = replace(entry, recorded_at=before.recorded_at, recorded_by=before.recorded_by)
    if before == stamped and not entry.extra:  # in what is unknown, 1 and true are equal but not the same
        return True
    return content(before) == content(entry)


def stamped(entries: Iterable[Entry], received: datetime, *, anew: bool = False) -> list[Entry]:
    """Stamp the entries that come without `recorded_at`.

    Args:
        entries: the entries.
        received: the instant they are received.
        anew: stamp the others, too; what they carried is kept as `recorded_at_source`.
    """
    out = []
    for entry in entries:
        if entry.recorded_at is None:
            out.append(replace(entry, recorded_at=received))
        elif anew:
            out.append(replace(entry, recorded_at=received, recorded_at_source=entry.recorded_at))
        else:
            out.append(entry)
    return out


# before: a clock without power; after: one gone mad
_EARLIEST, _LATEST = datetime(2000, 1, 2, tzinfo=UTC), datetime(2070, 1, 1, tzinfo=UTC)


def received_after(clock: Clock | None, last: datetime | None) -> datetime:
    """Return the instant it is, and never one before the record's last.

    Raises:
        ClockError: the record's last lies well after it, so one of the two is wrong; or it shows a year nobody is in.
    """
    now = told_by(clock)
    if last is not None and last - now > BEHIND:
        raise ClockError(
            f"This computer's clock says that it is {_spoken(now)}, and this record took something in on "
            f"{_spoken(last)}: set the clock, and repeat. If it is right, it was ahead then: restore the record from a "
            "backup, or erase it by the library (store.erase_record) and enter it again."
        )
    return now if last is None or now > last else last


def erased_after(clock: Clock | None, last: datetime | None) -> datetime:
    """Return the instant of an erasure: not before the record's last, save where that lies in the future.

    Raises:
        ClockError: as for `received_after`.
    """
    now = told_by(clock)
    is_ahead = last is not None and last - max(now, told_by(None)) > BEHIND
    return now if is_ahead else received_after(clock, last)


def told_by(clock: Clock | None) -> datetime:
    """Return the instant it is.

    Raises:
        ClockError: the clock gives no instant, but a time without its offset; or it shows a year that nobody is in.
    """
    now = (clock or _now)()
    if now.utcoffset() is None:
        raise ClockError(f"The clock gives {now:%H:%M} without its offset: give one that says its time zone.")
    if not _EARLIEST <= now < _LATEST:
        raise ClockError(f"This computer's clock says that it is {said(now.date())}: set it, and repeat.")
    return now.astimezone(UTC)


def _spoken(instant: datetime) -> str:
    return f"{said(instant.date())}, {instant:%H:%M} UTC"


def _now() -> datetime:
    return datetime.now(UTC)


def refuse_ahead(after: int, last: int) -> None:
    """Refuse a place in the order that lies behind its end: the store is not the one that gave the number.

    Raises:
        StoreError: it does.
    """
    if after > last:
        raise StoreError(
            f"Change {after} was asked after, and this store's last is {last}: it was put back from a backup, or is "
            "another store. Ask for all of them (after 0), and pass over those you know."
        )


def joined(parts: Sequence[Appended]) -> Appended:
    """Put together what became of several batches."""
    return Appended(
        added=tuple(entry for part in parts for entry in part.added),
        already_there=tuple(entry for part in parts for entry in part.already_there),
        warnings=tuple(warning for part in parts for warning in part.warnings),
        receipts=tuple(receipt for part in parts for receipt in part.receipts),
    )


def owner_kind(kind: str) -> str:
    """Give the kind of record back, if it is one.

    Raises:
        ValueError: there is no such kind of record.
    """
    if kind not in OWNER_FIELDS:
        raise ValueError(f"'{kind}' is no kind of record; there are {', '.join(OWNER_FIELDS)}")
    return kind
