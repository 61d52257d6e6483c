"""The store for one machine: a folder of files, one a record, that only grow. What stands where: `_layout`.

A line counts when it is whole, in its place, and as it was written. What a crash left half-written at the end of a
file is passed over by whoever reads, and set aside by the next who writes; anything else that does not fit is damage,
and is said to be: of that record, while all others go on being read and written.
"""

import logging
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import date
from pathlib import Path
from time import monotonic
from typing import Self
from zlib import crc32

from sw_competency.bulk import undisturbed
from sw_competency.errors import (
    ClockError,
    ConflictError,
    NoStoreError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
)
from sw_competency.model import Correction, Entry, Identity, Person
from sw_competency.model.joining import identities_in
from sw_competency.stores import (
    _catalogues,
    _codec,
    _copies,
    _feeds,
    _files,
    _identified,
    _layout,
    _lines,
    _locks,
    _log,
    _old,
    _people,
    _record,
    _together,
    _untold,
)
from sw_competency.stores._base import (
    Appended,
    Batch,
    Change,
    Clock,
    Image,
    Owner,
    Receipt,
    Sorted,
    Store,
    by_record,
    erased_after,
    joined,
    received_after,
    stamped,
    told_by,
)
from sw_competency.stores._batches import MEND, batches_of, entries_of
from sw_competency.stores._growth import Growth, each_alone
from sw_competency.stores._lines import Head
from sw_competency.stores._order import Order
from sw_competency.stores._record import Ending
from sw_competency.stores._settling import settle_all
from sw_competency.stores._verified import StoreHead, Verification
from sw_competency.stores.place import refuse_url

_LOCKS = 64  # a batch may touch every record there is, but no program may hold thousands of files open
_ALL_LOCKS = tuple(f"{n:02}.lock" for n in range(_LOCKS))
_TOGETHER = "batch.lock"  # held while several records are written as one; taken before all others
_GROUP = 256  # records of an import that are made durable together; whoever else writes waits for so many
_SLAB = 4  # records decoded at a time when all are read: so many stay near the processor

_LOG = logging.getLogger(__name__)


class TinyDBStore(Store):
    """Training records in a folder on this machine.

    Args:
        path: the folder, made by `create`.
        wait: how many seconds to wait while somebody else is writing.

    Raises:
        NoStoreError: the folder is not there, or is no store.
    """

    def __init__(self, path: str | Path, *, wait: float = 10.0) -> None:
        refuse_url(path)
        self._root, self._wait = Path(path), wait
        self._lengths = _log.Lengths(self._root)
        self._begun: tuple[int, int] | None = None  # which file the log of heads was, when it was seen to begin
        self._order = Order(self._root, self.settled_head)
        marker = _layout.marker(self._root)
        if marker is None:
            _layout.refuse_orphans(self._root)
            raise NoStoreError(
                f"'{self._root}' is no store of training records: "
                "make one there with  sw-competency init,  or check --store."
            )
        self._marker = marker
        for folder in _layout.ALL_FOLDERS:  # some tools that copy folders leave out empty ones
            with suppress(OSError):
                _files.make_folder(self._root / folder)
        _layout.keep_copy(self._root, marker)
        if _together.under_way(self._root):
            with suppress(StoreError):  # whoever may only read passes it over
                self._finish()
        _LOG.info("The store %s is opened", self._root)

    @classmethod
    def create(
        cls, path: str | Path, *, wait: float = 10.0, shared: bool = False, id: str | None = None  # noqa: A002
    ) -> Self:
        """Make a folder a store, and open it; where there is one already, only open it.

        Args:
            path: the folder.
            wait: how many seconds to wait while somebody else is writing.
            shared: its group may read and write all of it; else its owner alone. A store that is there is shared, too.
            id: the store's own id, of a copy; left out, a new one.
        """
        refuse_url(path)
        root = Path(path)
        marker = root / _layout.MARKER
        with _files.plainly(root, "written"):
            if not marker.exists():
                _layout.refuse_orphans(root)
                _files.make_folder(root)
                if not shared:
                    _files.keep_private(root)
                for folder in _layout.ALL_FOLDERS:
                    _files.make_folder(root / folder)
                with _turns(root, ["init.lock"], wait):
                    if not marker.exists():
                        for what in _identified.SAID:
                            _identified.write(root, what, ())
                        _files.settle(root)
                        _files.settle(root.resolve().parent)
                        _files.replace(marker, _layout.new_marker(id).to_json())
        if shared:
            _files.share(root)
        return cls(root, wait=wait)

    @property
    def folder(self) -> Path:
        """The folder it is kept in."""
        return self._root

    @property
    def is_old(self) -> bool:
        """Whether files of an older version stand in it."""
        return self._marker.is_old

    def upgrade(self, clock: Clock | None = None, step: _old.Step | None = None) -> list[str]:
        """Bring a store of an older version to this one, with a copy kept; nothing about an entry is changed.

        Args:
            clock: gives the instant it is; left out, this computer's.
            step: is told how many records are done, out of how many.

        Returns:
            A sentence for each record that could not be read, and stays as it is.
        """
        with _turns(self._root, [_TOGETHER, *_ALL_LOCKS], self._wait):
            before = _layout.marker(self._root)
            said = _old.upgrade(self._root, lambda: received_after(clock, None), step)
            self._look_again()
            _layout.keep_copy(self._root, self._marker)
            if before is not None and before.upgrading:  # somebody was stopped, perhaps before the log was told
                _log.note(self._root, self._lacking(_log.read(self._root)))
        return said

    # -- writing -----------------------------------------------------------------------------------------------------

    def append(self, entries: Sequence[Entry], clock: Clock | None = None) -> Appended:
        """Put a batch of entries on record."""
        batches = by_record(entries)
        if not batches:
            return Appended()
        return self._append(batches, clock)

    def take_in(
        self, entries: Iterable[Entry], clock: Clock | None = None, *, history: bool = True
    ) -> tuple[Appended, tuple[Entry, ...]]:
        """Put many entries on record, record by record; the files of new records are begun together."""
        batches = by_record(entries)
        new = [file for owner in batches if not (file := self._file(owner)).exists()]
        _together.begin(new)
        self._note_identities(batches)
        parts, clashing = [], list[Entry]()
        owners = list(batches)
        for start in range(0, len(owners), _GROUP):
            some = {owner: batches[owner] for owner in owners[start : start + _GROUP]}
            try:
                parts.append(self._append(some, clock, history=history, each=True))
            except (ConflictError, StoreDamagedError, StoreBusyError, ClockError):  # nothing was written yet
                for owner, batch in some.items():
                    part, conflicts = self._taken_alone(owner, batch, clock, history=history)
                    parts.append(part)
                    clashing += conflicts
        return joined(parts), tuple(clashing)

    def _taken_alone(
        self, owner: Owner, batch: Sequence[Entry], clock: Clock | None, *, history: bool
    ) -> tuple[Appended, Sequence[Entry]]:  # fmt: skip
        """Take in what is one record's, but for what is in conflict with it."""
        try:
            return self._append({owner: batch}, clock, history=history, each=True), ()
        except ConflictError as error:
            out = {id(entry) for entry in error.conflicts}
            rest = [entry for entry in batch if id(entry) not in out]
            return self._append({owner: rest}, clock, history=history, each=True), error.conflicts

    def _append(
        self,
        batches: Mapping[Owner, Sequence[Entry]],
        clock: Clock | None,
        *,
        history: bool = True,
        each: bool = False,
    ) -> Appended:
        """Add entries to records: to all of them or none, or to each by itself, where all files are there for good."""
        _log.refuse_leap(self._root)
        several = len(batches) > 1  # who takes in several does not wait for one while holding others
        wait, together = 0.0 if several and each else self._wait, several and not each
        with undisturbed(), self._written(batches, together=together, wait=wait) as endings:
            self._note_identities(batches)
            parts = {owner: endings[owner].sorted_out(batch) for owner, batch in batches.items()}
            if conflicts := [entry for part in parts.values() for entry in part.conflicts]:
                raise ConflictError(conflicts)
            return self._grown(endings, parts, clock, history=history, each=each)

    def _note_identities(self, batches: Mapping[Owner, Sequence[Entry]]) -> None:
        """Before identity entries are written, note whose they are and what they say."""
        if {type(entry) for batch in batches.values() for entry in batch}.isdisjoint({Identity, Correction}):
            return
        for what in _identified.SAID:
            said = {*identities_in((entry for batch in batches.values() for entry in batch), what)}
            if said and not said <= (_identified.read(self._root, what) or set()):
                with _turns(self._root, ["identities.lock"], self._wait):
                    before = _identified.read(self._root, what)
                    before = self._looked_through(what) if before is None else before
                    _identified.write(self._root, what, said | before)

    def _forget_identities(self, worker: str) -> None:
        """Forget what was noted of somebody whose record was erased."""
        for what in _identified.SAID:
            with _turns(self._root, ["identities.lock"], self._wait):
                noted = _identified.read(self._root, what) or set()
                if (left := {pair for pair in noted if pair[0] != worker}) != noted:
                    _identified.write(self._root, what, left)

    def _looked_through(self, what: str) -> set[tuple[str, str]]:
        """Look through all workers' records for identity entries; whoever is just writing one notes it first."""
        held = [(f, said) for f in self._files("worker") if (said := _identified.within(_files.read(f) or b"", what))]
        ids = [(self._id_in(file, "worker"), said) for file, said in held]
        return {(id_, each) for id_, said in ids if id_ is not None for each in said}

    def _grown(
        self,
        endings: Mapping[Owner, Ending],
        parts: Mapping[Owner, Sorted],
        clock: Clock | None,
        *,
        history: bool,
        each: bool,
    ) -> Appended:
        """Add to each record what is new to it; all of it or nothing, or each record's part by itself."""
        said = [sentence for ending in endings.values() if (sentence := ending.mended())]
        growths, doubted = list[Growth](), list[Path]()
        for owner, part in parts.items():
            ending = endings[owner]
            if part.added:
                received = received_after(clock, ending.head.received)
                anew = not history and ending.holds_entries
                growths.append(Growth(ending, stamped(part.added, received, anew=anew), received))
            elif part.already_there:  # who wrote it may have been stopped before it was durable
                doubted.append(ending.path)
        settle_all(doubted)
        if growths:
            with self._told(growths):
                if each:
                    each_alone(growths)
                elif len(growths) == 1:
                    growths[0].alone()
                else:
                    self._together(growths)
        return Appended(
            added=tuple(entry for growth in growths for entry in growth.entries),
            already_there=tuple(entry for part in parts.values() for entry in part.already_there),
            warnings=tuple(said),
            receipts=tuple(ending.receipt for ending in endings.values()),
        )

    def changes(self, after: int = 0) -> Iterator[Change]:
        """Return what became visible after a place in the order of the whole store: that of the log of heads."""
        if self._marker.is_old:
            self._prepared()
        with suppress(StoreError):  # whoever may only read is given what the log was told
            if not self._is_told():
                self.settled_head()
        with suppress(StoreError):  # what was handed out is not to be lost
            _files.settle(self._root / _layout.LOG)
        yield from self._order.since(after)

    def _is_told(self) -> bool:
        """Tell whether the log knows all that was acknowledged; who is just writing is waited for."""
        marked = _untold.marked(self._root)
        for number in marked or ():
            with _turns(self._root, [_ALL_LOCKS[number]], self._wait):
                now = _untold.marked(self._root)
                if now is None or number in now:
                    return False
        return marked is not None

    def erase_record(self, owner: Owner, by: str, reason: str, clock: Clock | None = None) -> Receipt | None:
        """Erase all entries of a record for good; that there was one, who erased it and why, stays.

        A damaged record is erased with all that is left of it; that it was damaged stays, too.
        """
        _log.refuse_leap(self._root)
        with self._written([owner], together=True, damaged=True) as endings:
            ending = endings[owner]
            if ending.head.sequence == 0 and not ending.data:
                return None
            received = erased_after(clock, ending.head.received)
            growth = Growth(ending, [], received, _lines.erasure(by, reason, was_damaged=ending.is_damaged))
            with self._told([growth]):
                self._together([growth], instead=True)
            if owner[0] == "worker":
                self._forget_identities(owner[1])
            return ending.receipt

    def _together(self, growths: Sequence[Growth], *, instead: bool = False) -> None:
        _together.do(self._root, [growth.step(instead=instead) for growth in growths])
        for growth in growths:
            growth.done()

    @contextmanager
    def _told(self, growths: Sequence[Growth]) -> Iterator[None]:
        """Tell the log of heads of what grows meanwhile; if it is not told, let whoever asks it next find out."""
        locks = {_number(growth.ending.owner) for growth in growths}
        _untold.mark(self._root, locks, untold=True)
        yield
        if _log.note(self._root, [logged for each in growths for logged in (*each.ending.unlogged, each.logged)]):
            _untold.mark(self._root, locks, untold=False)

    # -- reading -----------------------------------------------------------------------------------------------------

    def read(self, owner: Owner) -> tuple[Entry, ...]:
        """Return all entries of one record in their place."""
        self._let_writers_end([owner])
        return self._read(self._file(owner), owner)

    def batches(self, owner: Owner) -> tuple[Batch, ...]:
        """Return one record as it was received; in a store of version 1 nobody wrote that down, and there is none."""
        file = self._file(owner)
        if self._old_lines(file) is not None:
            return ()
        self._let_writers_end([owner])
        return batches_of(_record.checked(file, owner, self._begins(owner), self._lengths), owner, str(file))

    def owners(self, kind: str) -> Iterator[str]:
        """Return the ids of all that have a record, damaged ones too, in order."""
        found = {self._id_in(file, kind) for file in self._files(kind)}
        lost = {file.stem for file in self._lost(kind) if _files.file_stem(file.stem) == file.stem}
        return iter(sorted(lost | {id_ for id_ in found if id_ is not None}))

    def read_all(self) -> Iterator[tuple[Owner, tuple[Entry, ...]]]:
        """Return every record once: workers, assessors, sites, each in the order of their files."""
        wrong = list[str]()
        self._let_writers_end()
        for kind in _layout.FOLDERS:
            files = self._files(kind)
            for start in range(0, len(files), _SLAB):
                records = []
                with undisturbed():
                    for file in files[start : start + _SLAB]:
                        try:
                            if (owner := self._owner_of(file, kind)) is not None:
                                records.append((owner, self._read(file, owner)))
                        except StoreDamagedError as error:
                            wrong += error.each
                yield from ((owner, record) for owner, record in records if record)
            wrong += [f"'{file}' is gone: the log of heads knows of it. {MEND}" for file in self._lost(kind)]
        if wrong:
            raise StoreDamagedError(*wrong)

    def identified(self, what: str) -> Iterator[tuple[str, str]]:
        """Name the workers whose records may hold an identity entry, by what is noted beside the records."""
        noted = _identified.read(self._root, what)
        return iter(sorted(self._noted_anew(what) if noted is None else noted))

    def _noted_anew(self, what: str) -> set[tuple[str, str]]:
        # whoever may only read looks through the records each time
        with suppress(StoreError), _turns(self._root, ["identities.lock"], self._wait):
            found = _identified.read(self._root, what)
            if found is None:
                found = self._looked_through(what)
                _identified.write(self._root, what, found)
            return found
        return self._looked_through(what)

    def holds(self, owner: Owner) -> bool:
        """Tell whether there is a record, by the end of its file; of one that is damaged, there is."""
        try:
            file = self._file(owner)
            if self._marker.is_old:
                return bool(self._read(file, owner))
            gone = not os.path.lexists(file) or _files.is_empty(file)
            if gone:  # it may be lost; no folder is gone through
                return self._lengths.of(_layout.name_of(file)) > 0
            return _record.holds_entries(file)
        except StoreDamagedError:
            return True

    def _read(self, file: Path, owner: Owner) -> tuple[Entry, ...]:
        old = self._old_lines(file)
        if old is not None:
            whose = _old.owner_in(old, file)
            if whose is not None and whose != owner:
                raise StoreDamagedError(f"'{file}' holds the record of '{whose[1][:80]}': move it out of the store.")
            return _codec.entries(old, str(file))
        try:
            return entries_of(_record.checked(file, owner, self._begins(owner), self._lengths), str(file))
        except StoreDamagedError:
            if self._marker.is_old and self._look_again():  # somebody upgraded it meanwhile
                return self._read(file, owner)
            raise

    # -- what stands for everything ----------------------------------------------------------------------------------

    def head(self) -> StoreHead:
        """Return what stands for everything the store holds, by its log of heads as it is; so much of it is durable."""
        log = _log.read(self._root)
        with suppress(StoreError):  # whoever may only read hands out what others made durable, or not
            _files.settle(self._root / _layout.LOG)
        return StoreHead(self._marker.id, len(log.lines), log.root())

    def had(self, head: StoreHead) -> bool:
        """Tell whether the store once held what a head stands for, by its log of heads."""
        return _log.read(self._root).had(head.size, head.root)

    def settled_head(self) -> StoreHead:
        """Return what stands for everything the store holds, once the log of heads lacks nothing and is durable.

        Of a damaged record it stands for what the log knows; `verify` says whether there is any.
        """
        with _turns(self._root, [_TOGETHER, *_ALL_LOCKS], self._wait):
            if _together.under_way(self._root):
                _together.finish(self._root)
            log = _log.read(self._root)
            if (lacking := self._lacking(log)) and not log.lines:
                with _turns(self._root, ["init.lock"], self._wait):
                    _log.begin(self._root)
            log = _log.settle(self._root, log, lacking)
            _untold.clear(self._root)
        return StoreHead(self._marker.id, len(log.lines), log.root())

    def _lacking(self, log: _log.Log) -> list[_log.Logged]:
        """Return what the log of heads lacks; all locks are held."""
        from sw_competency.stores.verify import heads_of

        return _log.lacking(log, heads_of(self._root, self._marker))

    def verify(self, against: StoreHead | None = None, receipts: Iterable[Receipt] = ()) -> Verification:
        """Check every line, place and name, the log of heads, and what somebody was told before.

        Args:
            against: a head that was handed out before.
            receipts: receipts that were given before.
        """
        from sw_competency.stores.verify import verify

        return verify(self._root, against, receipts)

    # -- people ------------------------------------------------------------------------------------------------------

    def put_person(self, person: Person) -> None:
        """Keep what is known of a person, in place of what was."""
        file = _layout.person_file(self._root, person.id)
        with self._named(person.id):
            line, head = _people.stored(self._marker.id, person, self._last_name(file, person.id), told_by(None))
            _files.replace(file, line)
            _log.note(self._root, [(_layout.name_of(file), head.sequence, head.digest)])

    def person(self, id: str) -> Person | None:  # noqa: A002
        """Return what is known of a person."""
        return self._person(_layout.person_file(self._root, id))

    def people(self) -> Iterator[Person]:
        """Return everybody whose name is known, in order of their ids."""
        kept, wrong = list[Person](), list[str]()
        for file in _layout.listed(self._root / _layout.PEOPLE, ".json"):
            try:
                if (person := self._person(file)) is not None:
                    kept.append(person)
            except StoreDamagedError as error:
                wrong += error.each
        yield from sorted(kept, key=lambda person: person.id)
        if wrong:
            raise StoreDamagedError(*wrong)

    def erase_person(self, id: str) -> bool:  # noqa: A002
        """Erase a person's name and details; tell whether there was anything."""
        file = _layout.person_file(self._root, id)
        with self._named(id):
            last = self._last_name(file, id)
            if last.sequence and last.digest != _people.ERASED:  # durable first: a name that is gone is no erasure else
                _log.note_durably(self._root, [(_layout.name_of(file), last.sequence + 1, _people.ERASED)])
            return _files.remove(file)

    def _person(self, file: Path) -> Person | None:
        try:
            return _people.read(file, self._marker)
        except StoreDamagedError:
            if self._marker.is_old and self._look_again():  # somebody upgraded it meanwhile
                return self._person(file)
            raise

    @contextmanager
    def _named(self, id_: str) -> Iterator[None]:
        """Hold the lock of a person's name, in a store of this version."""
        _log.refuse_leap(self._root)
        self._prepared()
        with self._held([("person", id_)]):
            yield

    def _last_name(self, file: Path, id_: str) -> Head:
        """Return what comes last of a person's name: what stands there, or what the log of heads knows."""
        number, digest = self._lengths.last(_layout.name_of(file))
        with suppress(StoreDamagedError):
            there = _people.kept(file, is_old=False)
            if there is not None and there.head is not None and there.store == self._marker.id:
                return max(there.head, Head(number, digest), key=lambda head: head.sequence)
        return Head(number, digest) if number else _people.beginning(self._marker.id, id_)

    def keep_catalogue(self, digest: str, text: Callable[[], str]) -> None:
        """Keep the catalogue that records were judged by, unless it is there; if it cannot be written, do nothing."""
        _catalogues.keep(self._root, digest, text)

    def catalogues(self) -> tuple[str, ...]:
        """Return the digests of the catalogues that are kept."""
        return _catalogues.names(self._root)

    def catalogue(self, digest: str) -> str | None:
        """Return the text of a catalogue that is kept; None where it is not."""
        return _catalogues.kept(self._root, digest)

    def keep_feed(self, feed: str, day: date) -> None:
        """Keep the day of the last full extract that was taken of a feed."""
        _feeds.keep(self._root, feed, day)

    def feed(self, feed: str) -> date | None:
        """Return the day of the last full extract that was taken of a feed; None where none was."""
        return _feeds.kept(self._root, feed)

    @contextmanager
    def image(self) -> Iterator[Image]:
        """Hold all of it still while it is read, to be put into another store."""
        self._prepared()
        self.settled_head()
        with _turns(self._root, [_TOGETHER, *_ALL_LOCKS], self._wait):
            yield _copies.image(self._root, self._marker)

    @classmethod
    def restored(cls, url: str, image: Image) -> Self:
        """Make a folder of what another store holds; until all of it is there, it stands under another name."""
        refuse_url(url)
        root = Path(url)
        if os.path.lexists(root):
            raise StoreError(f"'{root}' is there already: name a folder that is not.")
        with (
            _files.plainly(root, "written"),
            tempfile.TemporaryDirectory(prefix=f"{root.name}.", dir=root.absolute().parent) as place,
        ):
            made = Path(place) / root.name
            cls.create(made, id=image.id)
            _copies.put(made, image)
            made.rename(root)
        _files.settle(root.absolute().parent)
        return cls(root)

    # -- files -------------------------------------------------------------------------------------------------------

    def _file(self, owner: Owner) -> Path:
        return _layout.record_file(self._root, owner)

    def _begins(self, owner: Owner) -> str:
        return _lines.beginning(self._marker.id, owner)

    def _files(self, kind: str) -> list[Path]:
        return _layout.listed(self._file((kind, "")).parent, ".jsonl")

    def _lost(self, kind: str) -> list[Path]:
        """Name the files of records that are gone or empty, though the log of heads knows lines of them."""
        folder = self._file((kind, "")).parent
        known = set[str]()
        with suppress(StoreError):  # a log that cannot be read says nothing here; `verify` names it
            known = {name for name in self._lengths.all() if name.startswith(f"{folder.name}/")}
        for file in _layout.listed(folder, ".jsonl"):
            if not _files.is_empty(file):
                known.discard(_layout.name_of(file))
        return [self._root / f"{name}.jsonl" for name in sorted(known)]

    def _let_writers_end(self, owners: Iterable[Owner] | None = None) -> None:
        """Wait for whoever is writing to records just now, so that all that was stamped before this instant is there.

        Args:
            owners: whose records; left out, everybody's.
        """
        deadline = monotonic() + self._wait
        for name in _ALL_LOCKS if owners is None else map(_lock, owners):
            _locks.pass_by(f"{self._root}/{_layout.LOCKS}/{name}", deadline)

    def _old_lines(self, file: Path) -> bytes | None:
        """Return the lines of a file of version 1; None where it is of this version."""
        if not self._marker.is_old:
            return None
        data = _files.read(file) or b""
        return _old.whole(data) if _old.is_old(data) or not data else None

    def _look_again(self) -> bool:
        """Read what the folder says of itself again; tell whether that changed."""
        before, self._marker = self._marker, _layout.marker(self._root) or self._marker
        return before != self._marker

    def _owner_of(self, file: Path, kind: str) -> Owner | None:
        old = self._old_lines(file)
        if old is not None:
            return _old.owner_in(old, file)
        return _record.owner_of(file, kind)

    def _id_in(self, file: Path, kind: str) -> str | None:
        """Return the id whose record a file holds; of a damaged one, as its name has it; None if there is nothing."""
        try:
            owner = self._owner_of(file, kind)
            holds = owner is not None and (self._marker.is_old or _record.holds_entries(file))
        except StoreDamagedError:
            return file.stem if _files.file_stem(file.stem) == file.stem else None
        return owner[1] if owner is not None and holds else None

    # -- turns -------------------------------------------------------------------------------------------------------

    @contextmanager
    def _written(
        self, owners: Iterable[Owner], *, together: bool = False, damaged: bool = False, wait: float | None = None
    ) -> Iterator[dict[Owner, Ending]]:
        """Hold the locks of records and find their ends; nothing is half-done there, and nothing old.

        Args:
            owners: whose records.
            together: whether they are written as one.
            damaged: whether they may be damaged.
            wait: how long to wait for their locks; left out, as always.
        """
        owners = list(owners)
        while True:
            self._prepared()
            with self._held(owners, [_TOGETHER] if together else [], wait):
                # whoever writes several records as one holds all their locks: what touches these was left half-done
                left = _together.under_way(self._root)
                if not left or not (together or set(owners).intersection(_together.owners(self._root))):
                    yield {o: self._ending(o, damaged=damaged) for o in owners}
                    return
            self._finish()

    def _prepared(self) -> None:
        """Before anything is written: bring a store of an older version to this one, and begin its log of heads."""
        if self._marker.is_old:
            self._look_again()
        if self._marker.is_old:
            self.upgrade()
        log = _log.which(self._root)
        if log is None or log != self._begun:
            if not _log.has_begun(self._root):
                with _turns(self._root, ["init.lock"], self._wait):
                    _log.begin(self._root)
            self._begun = _log.which(self._root)

    def _ending(self, owner: Owner, *, damaged: bool) -> Ending:
        where = (self._root, self._file(owner), owner, self._begins(owner), self._lengths)
        try:
            return _record.ending(*where)
        except StoreDamagedError:
            if not damaged:
                raise
            return _record.end_of_damaged(*where)

    def _finish(self) -> None:
        """Finish, or take back, what somebody left half-done."""
        with _turns(self._root, [_TOGETHER], self._wait), self._held(_together.owners(self._root)):
            _together.finish(self._root)

    @contextmanager
    def _held(
        self, owners: Iterable[Owner], before: Sequence[str] = (), wait: float | None = None
    ) -> Iterator[None]:  # fmt: skip
        """Hold the locks of these records, always taken in the same order, so that nobody waits in a circle."""
        names = sorted(set(map(_lock, owners)))
        with _turns(self._root, [*before, *names], self._wait if wait is None else wait):
            yield


def _lock(owner: Owner) -> str:
    return _ALL_LOCKS[_number(owner)]


def _number(owner: Owner) -> int:
    return crc32(repr(owner).encode()) % _LOCKS


@contextmanager
def _turns(root: Path, names: Sequence[str], wait: float) -> Iterator[None]:
    """Hold several locks, one after another.

    Raises:
        StoreBusyError: somebody else holds one for too long.
    """
    deadline = monotonic() + wait
    with ExitStack() as held:
        for name in names:
            place = f"{root}/{_layout.LOCKS}/{name}"
            try:
                with _files.plainly(place, "written"):
                    held.enter_context(_locks.turn(place, deadline))
            except _locks.NoTurnError:
                says = f"Somebody else has been writing to '{root}' for {wait:g} seconds: try again."
                if (marker := _layout.marker(root)) is not None and marker.upgrading:
                    says = f"'{root}' is just being brought to this version, which may take minutes: try again then."
                raise StoreBusyError(says) from None
        yield
