"""The folder of an embedded store: what stands where, and what the folder says of itself.

training-records/
  store.json         what this folder is, and which; store-copy.json says it again
  workers/w1.jsonl   one line a batch; assessors/ and sites/ likewise
  people/w1.json     a name, apart from the ledger
  heads.log          the end of every record after every batch, in the order they came
  batches/           a batch over several records, while it is being written
  kept/              what was set aside: half-written ends, files of an older version
  index/             which ids long records hold, whose hold identities; made anew where it is lacking
  locks/             so that programs take turns
  catalogues/        catalogues by which answers were given
  feeds/             the day of the last full extract that was taken of each feed
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import msgspec

from sw_competency.errors import StoreDamagedError, StoreError
from sw_competency.stores import _files
from sw_competency.stores._base import Owner, owner_kind

FOLDERS = {"worker": "workers", "assessor": "assessors", "site": "sites"}
PEOPLE, LOCKS, BATCHES, KEPT, INDEX, CATALOGUES = "people", "locks", "batches", "kept", "index", "catalogues"
FEEDS = "feeds"
ALL_FOLDERS = (*FOLDERS.values(), PEOPLE, LOCKS, BATCHES, KEPT)
MARKER, COPY, LOG = "store.json", "store-copy.json", "heads.log"
VERSION = 2
_FORMAT = "sw-competency-store"
_KINDS = {folder: kind for kind, folder in FOLDERS.items()}


class Marker(msgspec.Struct, frozen=True):
    """What a store's folder says of itself.

    Args:
        version: of the form of its files.
        id: which store it is, made up when it was made; empty before version 2.
        upgrading: it is being brought from version 1, and holds files of both.
    """

    version: int
    id: str = ""
    upgrading: bool = False

    @property
    def is_old(self) -> bool:
        """Whether files of version 1 may stand in it."""
        return self.version < VERSION or self.upgrading

    def to_json(self) -> bytes:
        """Return the marker as its file holds it."""
        said = {"format": _FORMAT, "version": self.version, "id": self.id}
        return msgspec.json.encode(said | ({"upgrading": True} if self.upgrading else {})) + b"\n"


def new_marker(id_: str | None = None) -> Marker:
    """Return the marker of a store that is made now, with an id of its own or, of a copy, that of the other."""
    return Marker(VERSION, id_ or secrets.token_hex(16))


def marker(root: Path) -> Marker | None:
    """Read what a folder says of itself; None where it is no store.

    Raises:
        StoreDamagedError: what it says cannot be read, or its copy names another store.
        StoreError: it was made by a newer version.
    """
    with _files.plainly(root, "read"):
        is_folder = root.is_dir()
    data = _files.read(root / MARKER) if is_folder else None
    if data is None:
        return None
    found = _said(data)
    if found is None:
        raise StoreDamagedError(f"'{root / MARKER}' is damaged: {_mend(root)}.")
    if found.version > VERSION:
        raise StoreError(f"'{root}' was made by a newer version of sw-competency: install that version.")
    copy = None if found.is_old else _copy(root)
    if copy is not None and copy.id != found.id:
        raise StoreDamagedError(
            f"'{root / MARKER}' and its copy '{COPY}' name different stores, so one of them was changed: restore it "
            "from a backup."
        )
    return found


def _said(data: bytes) -> Marker | None:
    """Read a marker; None where it is none."""
    try:
        says = msgspec.json.decode(data)
        is_ours = says["format"] == _FORMAT
        found = Marker(int(says["version"]), str(says.get("id", "")), bool(says.get("upgrading", False)))
    except (msgspec.DecodeError, UnicodeDecodeError, LookupError, TypeError, ValueError, AttributeError):
        return None
    return found if is_ours and (found.version != VERSION or found.id) else None


def _copy(root: Path) -> Marker | None:
    with suppress(StoreError):  # a copy that cannot be read is as good as none
        if (data := _files.read(root / COPY)) is not None:
            return _said(data)
    return None


def keep_copy(root: Path, marker: Marker) -> None:
    """Keep a second copy of what a store's folder says of itself, unless it is there: all records are bound to that."""
    if not marker.is_old and _copy(root) is None:
        with suppress(StoreError):  # whoever may only read keeps none
            _files.replace(root / COPY, marker.to_json())


def _mend(root: Path) -> str:
    """Say how a lost or damaged marker is put back."""
    copy = _copy(root)
    return f"copy '{root / COPY}' to its place" if copy is not None else "restore that file from a backup"


def refuse_orphans(root: Path) -> None:
    """Refuse a folder that holds records and does not say which store it is: in a new one they could not be read.

    Raises:
        StoreDamagedError: it holds some.
    """
    if root.is_dir() and ((root / LOG).exists() or next(record_files(root), None) is not None):
        raise StoreDamagedError(
            f"'{root}' holds training records, but its '{MARKER}' is gone: {_mend(root)}. A new one would make "
            "the records unreadable."
        )


@lru_cache(maxsize=1 << 14)  # asked several times of each record in an import, and making a path is slow
def record_file(root: Path, owner: Owner) -> Path:
    """Return the file of a record."""
    kind, id_ = owner
    return Path(f"{root}/{FOLDERS[owner_kind(kind)]}/{_files.file_stem(id_)}.jsonl")


def person_file(root: Path, id_: str) -> Path:
    """Return the file of a person's name."""
    return root / PEOPLE / f"{_files.file_stem(id_)}.json"


def name_of(file: Path) -> str:
    """Return the name of a record's file as the log of heads has it."""
    folder, name = os.path.split(file)
    return f"{os.path.basename(folder)}/{name.rpartition('.')[0]}"  # noqa: PTH119


def logged_name(owner: Owner) -> str:
    """Return the name of a record as the log of heads has it, wherever it is kept."""
    return f"{FOLDERS[owner_kind(owner[0])]}/{_files.file_stem(owner[1])}"


def logged_person(id_: str) -> str:
    """Return the name of a person's name as the log of heads has it."""
    return f"{PEOPLE}/{_files.file_stem(id_)}"


def kind_of(file: Path) -> str:
    """Return the kind of record that stands in a file's folder."""
    return _KINDS[file.parent.name]


def listed(folder: Path, ending: str) -> list[Path]:
    """List the files of a folder by their names; those of interrupted writes end otherwise."""
    with _files.plainly(folder, "read"):
        try:
            names = [name for name in os.listdir(folder) if name.endswith(ending) and name != ending]  # noqa: PTH208
            return [folder / name for name in sorted(names)]
        except FileNotFoundError:
            return []


def record_files(root: Path) -> Iterator[Path]:
    """Return the files of all records: workers, assessors, sites."""
    for folder in FOLDERS.values():
        yield from listed(root / folder, ".jsonl")


def set_aside(root: Path, file: Path, what: str, data: bytes) -> Path:
    """Keep what is about to go from a file, durably, beside the records; give where it stands."""
    place = root / KEPT / file.parent.name / f"{file.stem}.{what}.{secrets.token_hex(4)}"
    _files.begin_folder(place.parent)
    _files.replace(place, data)
    return place
