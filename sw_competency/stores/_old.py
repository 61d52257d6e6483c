"""Files of version 1, whose lines were bare: read as they are, and brought to this version with a copy kept.

A store of version 1 is brought to this one as a whole, before the first thing is written to it. Nothing is changed
about an entry; the instant at which a line was received is that of the upgrade, since nobody wrote it down before.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec.structs import replace

from sw_competency.errors import StoreDamagedError
from sw_competency.stores import _codec, _files, _layout, _lines, _log, _people
from sw_competency.stores._base import Owner

COPIES = "version-1"
_SLAB = 256  # records
Step = Callable[[int, int], None]  # how many records are done, out of how many


def is_old(data: bytes) -> bool:
    """Tell whether a record's file is of version 1."""
    return data.startswith(b"[")


def whole(data: bytes) -> bytes:
    """Return the lines of version 1 that are whole, without what a crash left half-written at the end."""
    end = data.rfind(b"\n") + 1
    if end < len(data):
        try:
            msgspec.json.decode(data[end:])
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return data[:end]
        return data + b"\n"  # only the end of the line is missing: the batch is there
    return data


def owner_in(lines: bytes, path: Path) -> Owner | None:
    """Tell whose record lines of version 1 are, by their first entry; None where there is none.

    Raises:
        StoreDamagedError: it does not say, or belongs in another place.
    """
    documents = _codec.documents(lines[: lines.find(b"\n") + 1], str(path))
    if not documents:
        return None
    kind = _layout.kind_of(path)
    id_ = _codec.owner_id(documents[0], kind, str(path))
    if _files.file_stem(id_) != path.stem:
        raise StoreDamagedError(
            f"'{path}' holds the record of '{id_[:80]}', whose place is another: move it out of the store."
        )
    return kind, id_


def upgrade(root: Path, received: Callable[[], datetime], step: Step | None = None) -> list[str]:
    """Bring a store of version 1 to this version; every lock of it is held.

    Stopped half-way and repeated, it completes. A record that cannot be read stays as it is.

    Args:
        root: the store's folder.
        received: gives the instant it is.
        step: is told how many records are done, out of how many.

    Returns:
        A sentence for each record that could not be read.
    """
    marker = _layout.marker(root)
    if marker is None or not marker.is_old:
        return []
    if not marker.upgrading:
        marker = replace(_layout.new_marker(), upgrading=True)
        _files.remove(root / _layout.COPY)  # of a store of this version that stood here before
        for folder in (_layout.KEPT, _layout.BATCHES):
            _files.begin_folder(root / folder)
        _keep(root, root / _layout.MARKER)
        _files.settle(root / _layout.KEPT / COPIES)
        _files.replace(root / _layout.MARKER, marker.to_json())
    said = list(_each(root, marker, received(), step or _untold))
    _names(root, marker, received(), said)
    for folder in _layout.FOLDERS.values():
        if (root / folder).is_dir():
            _files.settle(root / folder)
    _files.replace(root / _layout.MARKER, replace(marker, upgrading=False).to_json())
    return said


def _untold(_done: int, _total: int) -> None:
    """Tell nobody."""


def _each(root: Path, marker: _layout.Marker, now: datetime, step: Step) -> Iterator[str]:
    """Bring over so many records at a time: their folder is made durable once for them all."""
    files = list(_layout.record_files(root))
    for start in range(0, len(files), _SLAB):
        step(start, len(files))
        made: dict[Path, bytes] = {}
        heads: list[_log.Logged] = []
        for file, owner, lines in _legible(files[start : start + _SLAB], said := list[str]()):
            _keep(root, file)
            made[file], ends = _made(owner, marker, now, lines) if owner is not None else (b"", [])
            heads += [(_layout.name_of(file), head.sequence, head.digest) for head in ends]
        for folder in {file.parent for file in made}:
            _files.settle(root / _layout.KEPT / COPIES / folder.name)
        _files.replace_all(made)
        _log.note_durably(root, heads)
        yield from said


def _names(root: Path, marker: _layout.Marker, now: datetime, said: list[str]) -> None:
    """Bring over the names; what is wrong with one that cannot be read is added to what is said."""
    made: dict[Path, bytes] = {}
    heads: list[_log.Logged] = []
    for file in _layout.listed(root / _layout.PEOPLE, ".json"):
        try:
            kept = _people.kept(file, is_old=True)
        except StoreDamagedError as error:
            said.append(str(error))
            continue
        if kept is not None and kept.head is None:
            begins = _people.beginning(marker.id, kept.person.id)
            made[file], head = _people.stored(marker.id, kept.person, begins, now)
            heads.append((_layout.name_of(file), head.sequence, head.digest))
    _files.replace_all(made)
    _log.note_durably(root, heads)


def _legible(files: Iterable[Path], said: list[str]) -> Iterator[tuple[Path, Owner | None, bytes]]:
    """Read records of version 1; what is wrong with one that cannot be read is added to what is said."""
    for file in files:
        try:
            data = _files.read(file) or b""
            if not is_old(data):
                continue
            lines = whole(data)
            owner = owner_in(lines, file)
            _codec.entries(lines, str(file))
        except StoreDamagedError as error:
            said.append(str(error))
            continue
        yield file, owner, lines


def _made(owner: Owner, marker: _layout.Marker, now: datetime, lines: bytes) -> tuple[bytes, list[_lines.Head]]:
    """Make the lines of this version."""
    head, out, heads = _lines.Head(0, _lines.beginning(marker.id, owner)), [], []
    for body in lines.splitlines():
        line, head = _lines.line(owner, head, now, body)
        out.append(line)
        heads.append(head)
    return b"".join(out), heads


def _keep(root: Path, file: Path) -> None:
    """Keep a copy of a file as it was, in the same place under `kept/version-1`."""
    copy = root / _layout.KEPT / COPIES / file.relative_to(root)
    _files.begin_folder(copy.parent)
    if not copy.exists():
        with _files.plainly(copy, "written"):
            try:
                os.link(file, copy)
            except OSError:  # a file system without links
                _files.replace(copy, _files.read(file) or b"")
