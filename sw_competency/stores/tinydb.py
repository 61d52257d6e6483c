"""The store for one machine: a folder of TinyDB files, one a record, that only grow.

    training-records/
      store.json         what this folder is
      workers/w1.jsonl   one line a batch: a JSON array of entries
      assessors/ sites/  likewise
      people/w1.json     a name, apart from the ledger
      locks/             so that two programs take turns

A line counts when it is whole. What a crash left half-written at the end of a file is passed over by whoever reads,
and cut off by the next who writes; anything else that cannot be read is damage, and is said to be.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import Any, Self
from zlib import crc32

import msgspec
from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document

from sw_competency.bulk import undisturbed
from sw_competency.errors import ConflictError, NoStoreError, StoreBusyError, StoreDamagedError, StoreError
from sw_competency.model import Entry, Person
from sw_competency.stores import _catalogues, _codec, _files
from sw_competency.stores._base import Appended, Owner, Sorted, Store, appended, by_record, owner_kind, sort_out

_FOLDERS = {"worker": "workers", "assessor": "assessors", "site": "sites"}
_ALL_FOLDERS = (*_FOLDERS.values(), "people", "locks")
_MARKER, _FORMAT = "store.json", "sw-competency-store"
_VERSION = 1
_LOCKS = 64  # a batch may touch every record there is, but no program may hold thousands of files open
_SLAB = 256  # records decoded at a time when all are read
_POLL = 0.005  # seconds between two looks at a lock that is held
_TABLE = TinyDB.default_table_name


def _whole(data: bytes) -> bytes:
    """Give the lines that are whole, without what a crash left half-written at the end."""
    end = data.rfind(b"\n") + 1
    if end < len(data):
        try:
            msgspec.json.decode(data[end:])
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return data[:end]
        return data + b"\n"  # only the end of the line is missing: the batch is there
    return data


class RecordFile(Storage):
    """One training record as TinyDB sees it: a file to which lines are added, and in which nothing is changed.

    `TinyDB(path, storage=RecordFile)` opens any record for searching. The file is read once, when it is opened:
    whoever adds to it holds its lock from before then, and settles the file afterwards.

    Args:
        path: the file; it need not be there yet.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        data = _files.read(self.path)
        self.is_new = data is None
        self.lines = _whole(data or b"")
        self.documents = _codec.documents(self.lines, str(path))
        self._torn = len(self.lines) != len(data or b"")

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Give the entries as TinyDB's one table, numbered by their place."""
        if not self.documents:
            return None
        return {_TABLE: {str(place): dict(each) for place, each in enumerate(self.documents, 1)}}

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Add what is new as one line.

        Raises:
            StoreError: something on record would be changed or taken away.
        """
        given = list(data.get(_TABLE, {}).values())
        kept, new = given[: len(self.documents)], given[len(self.documents) :]
        if kept != self.documents or data.keys() - {_TABLE}:
            raise StoreError(f"'{self.path}' only grows: record a correction instead of changing what is there.")
        if not new:
            return
        line = _codec.line(new)
        if self._torn:  # somebody may be reading the half-written end: put a whole file in its place
            _files.replace(self.path, self.lines + line)
        else:
            _files.append(self.path, line)
        self.lines, self.documents, self._torn = self.lines + line, given, False


class TinyDBStore(Store):
    """Training records in a folder on this machine.

    Args:
        path: the folder, made by `create`.
        wait: how many seconds to wait while somebody else is writing.

    Raises:
        NoStoreError: the folder is not there, or is no store.
    """

    def __init__(self, path: str | Path, *, wait: float = 10.0) -> None:
        self._root, self._wait = Path(path), wait
        self._held: dict[str, Any] = {}
        with _files.plainly(self._root, "read"):
            is_folder = self._root.is_dir()
        marker = _files.read(self._root / _MARKER) if is_folder else None
        if marker is None:
            raise NoStoreError(
                f"'{self._root}' is no store of training records: "
                "make one there with  sw-competency init,  or check --store."
            )
        self._check(marker)
        for folder in _ALL_FOLDERS:  # some tools that copy folders leave out empty ones
            with suppress(OSError):
                (self._root / folder).mkdir(exist_ok=True)

    @classmethod
    def create(cls, path: str | Path, *, wait: float = 10.0) -> Self:
        """Make a folder a store, and open it; where there is one already, only open it."""
        from filelock import FileLock

        root = Path(path)
        marker = root / _MARKER
        with _files.plainly(root, "written"):
            if not marker.exists():
                for folder in _ALL_FOLDERS:
                    (root / folder).mkdir(parents=True, exist_ok=True)
                with FileLock(root / "locks" / "init.lock", timeout=wait):
                    _files.replace(marker, msgspec.json.encode({"format": _FORMAT, "version": _VERSION}) + b"\n")
        return cls(root, wait=wait)

    def append(self, entries: Sequence[Entry]) -> Appended:
        """Put a batch of entries on record."""
        batches = by_record(entries)
        with self._locked(batches), undisturbed():
            parts: list[Sorted] = []
            growing: list[tuple[RecordFile, Sorted]] = []
            unsettled: set[Path] = set()
            for owner, batch in batches.items():
                record = RecordFile(self._file(owner))
                parts.append(part := _sort_out(record, batch))
                if part.added:
                    growing.append((record, part))
                if record.is_new or part.already_there:  # who wrote it may have been stopped before it was durable
                    unsettled |= {record.path, record.path.parent}
            if conflicts := [entry for part in parts for entry in part.conflicts]:
                raise ConflictError(conflicts)
            for record, part in growing:
                _insert(record, part.added)
                unsettled.add(record.path)
            for path in sorted(unsettled, reverse=True):  # files before their folders
                _files.settle(path)
        return appended(parts)

    def read(self, owner: Owner) -> tuple[Entry, ...]:
        """Give all entries of one record in their place."""
        file = self._file(owner)
        found = self._entries(file)
        if found and found[0].owner != owner:
            raise _misplaced(file, found[0].owner[1])
        return found

    def owners(self, kind: str) -> Iterator[str]:
        """Give the ids of all that have a record, in order."""
        return iter(sorted(id_ for file in self._files(kind) if (id_ := _id_in(file, kind)) is not None))

    def read_all(self) -> Iterator[tuple[Owner, tuple[Entry, ...]]]:
        """Give every record once: workers, assessors, sites, each in the order of their files."""
        for kind in _FOLDERS:
            files = self._files(kind)
            for start in range(0, len(files), _SLAB):
                with undisturbed():
                    records = [(file, self._entries(file)) for file in files[start : start + _SLAB]]
                for file, record in records:
                    if record:
                        _check_place(file, record[0].owner[1])
                        yield record[0].owner, record

    def put_person(self, person: Person) -> None:
        """Keep what is known of a person, in place of what was."""
        with self._locked([("person", person.id)]):
            _files.replace(self._person_file(person.id), _codec.person_document(person))

    def person(self, id: str) -> Person | None:  # noqa: A002
        """Give what is known of a person."""
        file = self._person_file(id)
        kept = _files.read(file)
        return None if kept is None else _codec.person(kept, str(file))

    def people(self) -> Iterator[Person]:
        """Give everybody whose name is known, in order of their ids."""
        kept = ((file, _files.read(file)) for file in _listed(self._root / "people", ".json"))
        found = [_codec.person(data, str(file)) for file, data in kept if data is not None]
        return iter(sorted(found, key=lambda person: person.id))

    def erase_person(self, id: str) -> bool:  # noqa: A002
        """Erase a person's name and details; tell whether there was anything."""
        with self._locked([("person", id)]):
            return _files.remove(self._person_file(id))

    def keep_catalogue(self, digest: str, text: Callable[[], str]) -> None:
        """Keep the catalogue that records were judged by, unless it is there; if it cannot be written, do nothing."""
        _catalogues.keep(self._root, digest, text)

    def catalogues(self) -> tuple[str, ...]:
        """Return the digests of the catalogues that are kept."""
        return _catalogues.names(self._root)

    def catalogue(self, digest: str) -> str | None:
        """Return the text of a catalogue that is kept; None where it is not."""
        return _catalogues.kept(self._root, digest)

    def _check(self, marker: bytes) -> None:
        try:
            says = msgspec.json.decode(marker)
            is_ours, version = says["format"] == _FORMAT, int(says["version"])
        except (msgspec.DecodeError, UnicodeDecodeError, LookupError, TypeError, ValueError):
            is_ours, version = False, 0
        if not is_ours:
            raise StoreDamagedError(f"'{self._root / _MARKER}' is damaged: restore it from a backup.")
        if version > _VERSION:
            raise StoreError(f"'{self._root}' was made by a newer version of sw-competency: install that version.")

    def _file(self, owner: Owner) -> Path:
        kind, id_ = owner
        return self._root / _FOLDERS[owner_kind(kind)] / f"{_files.file_stem(id_)}.jsonl"

    def _person_file(self, id_: str) -> Path:
        return self._root / "people" / f"{_files.file_stem(id_)}.json"

    def _files(self, kind: str) -> list[Path]:
        return _listed(self._root / _FOLDERS[owner_kind(kind)], ".jsonl")

    def _entries(self, file: Path) -> tuple[Entry, ...]:
        return _codec.entries(_whole(_files.read(file) or b""), str(file))

    @contextmanager
    def _locked(self, owners: Iterable[Owner]) -> Iterator[None]:
        """Hold the locks of these records, always taken in the same order, so that nobody waits in a circle."""
        from filelock import FileLock, Timeout  # slow to import, and who only asks needs none

        names = sorted({f"{crc32(repr(owner).encode()) % _LOCKS:02}.lock" for owner in owners})
        deadline = monotonic() + self._wait
        with ExitStack() as held:
            for name in names:
                if name not in self._held:
                    self._held[name] = FileLock(self._root / "locks" / name)
                with _files.plainly(self._root / "locks" / name, "written"):
                    try:
                        held.enter_context(
                            self._held[name].acquire(timeout=max(0, deadline - monotonic()), poll_interval=_POLL)
                        )
                    except Timeout:
                        raise StoreBusyError(
                            f"Somebody else has been writing to '{self._root}' for {self._wait:g} seconds: try again."
                        ) from None
            yield


def _sort_out(record: RecordFile, batch: Sequence[Entry]) -> Sorted:
    ids = {document.get("id") for document in record.documents}
    if ids.isdisjoint(entry.id for entry in batch):
        return sort_out(batch, {})
    return sort_out(batch, {entry.id: entry for entry in _codec.entries(record.lines, str(record.path))})


def _insert(record: RecordFile, entries: Iterable[Entry]) -> None:
    table = TinyDB(storage=lambda: record).table(_TABLE)
    places = enumerate(entries, len(record.documents) + 1)
    table.insert_multiple(Document(_codec.document(entry), place) for place, entry in places)


def _listed(folder: Path, ending: str) -> list[Path]:
    """List the files of a folder by their names; those of interrupted writes end otherwise."""
    with _files.plainly(folder, "read"):
        try:
            return sorted(file for file in folder.iterdir() if file.suffix == ending)
        except FileNotFoundError:
            return []


def _id_in(file: Path, kind: str) -> str | None:
    """Give the id whose record a file holds, from its first line; None if nothing whole stands in it."""
    with _files.plainly(file, "read"), file.open("rb") as lines:
        first = _whole(lines.readline())
    documents = _codec.documents(first, str(file))
    if not documents:
        return None
    id_ = _codec.owner_id(documents[0], kind, str(file))
    _check_place(file, id_)
    return id_


def _check_place(file: Path, id_: str) -> None:
    if _files.file_stem(id_) != file.stem:
        raise _misplaced(file, id_)


def _misplaced(file: Path, id_: str) -> StoreDamagedError:
    return StoreDamagedError(
        f"'{file}' holds the record of '{id_[:80]}', whose place is another: move it out of the store."
    )
