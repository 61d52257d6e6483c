"""One record's file: reading it, and adding to its end without reading it all."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import msgspec

from sw_competency.errors import StoreDamagedError
from sw_competency.model import Entry
from sw_competency.stores import _codec, _files, _lines
from sw_competency.stores._base import Owner, Receipt, Sorted, sort_out
from sw_competency.stores._batches import MEND, damaged
from sw_competency.stores._ids import Covered, Ids, ids_in
from sw_competency.stores._layout import INDEX, name_of, set_aside
from sw_competency.stores._lines import Checked, Head
from sw_competency.stores._log import Lengths, Logged

_SHORT = 64 * 1024  # bytes; up to here reading a record costs less than asking which ids it holds
_TRIES = 3  # somebody may be writing while a file is read


def checked(path: Path, owner: Owner, begins: str | None, lengths: Lengths | None = None) -> Checked:
    """Read a record's file; where it is not as it should be, once more: somebody may just be writing.

    Args:
        path: the file.
        owner: whose record.
        begins: what its first line follows; None where nobody knows.
        lengths: what the log of heads knows, to be asked where nothing whole stands at the end.

    Raises:
        StoreDamagedError: it is damaged, or lines that were acknowledged are gone.
    """
    for _ in range(_TRIES):
        found = _lines.check(_files.read(path) or b"", owner, begins)
        if found.damage is None:
            break
    if found.damage is not None:
        raise damaged(str(path), found.damage)
    if lengths is not None and (found.torn or not found.bodies):
        known = lengths.of(name_of(path))
        if known > found.head.sequence:  # whoever was just writing has done so, and then told the log
            found = _lines.check(_files.read(path) or b"", owner, begins)
            refuse_loss(path, found.head.sequence, known)
    return found


def refuse_loss(path: Path, holds: int, known: int) -> None:
    """Refuse a record that lacks lines which the log of heads knows: a crash takes none that it knows.

    Raises:
        StoreDamagedError: it lacks some.
    """
    if known > holds:
        has = "holds none" if not holds else f"holds {holds}"
        raise StoreDamagedError(
            f"'{path}' is damaged: {known} lines of it were stored, and it {has}. What is missing was not lost by a "
            f"crash. {MEND}"
        )


class Ending(msgspec.Struct):
    """The end of a record to which somebody adds who holds its lock.

    Args:
        root: the store's folder.
        path: the record's file.
        owner: whose record.
        begins: what its first line follows.
        head: its end.
        size: how long its file is, up to the end of its last whole line.
        torn: what a crash left half-written behind that.
        unended: its last line lacks its line end.
        data: all of the file, where it is short.
        digests: of the lines, the last at the end; of a long record that of its last alone.
        unlogged: lines at its end that the log of heads seems to lack: somebody was stopped before it was told.
        is_damaged: it can be erased, and nothing else.
    """

    root: Path
    path: Path
    owner: Owner
    begins: str
    head: Head
    size: int
    torn: bytes = b""
    unended: bool = False
    data: bytes | None = None
    digests: list[bytes] = []
    unlogged: list[Logged] = []
    is_damaged: bool = False

    @property
    def receipt(self) -> Receipt:
        """What the store answers for."""
        return Receipt(self.owner, self.head.sequence, self.head.digest)

    @property
    def holds_entries(self) -> bool:
        """Whether anything is on record that was not erased."""
        return self.head.sequence > 0 and holds_entries(self.path)

    def sorted_out(self, batch: Sequence[Entry]) -> Sorted:
        """Hold the record's part of a batch against what is on record."""
        ids = {entry.id for entry in batch}
        if self.head.sequence == 0 or not self._may_hold(ids):
            return sort_out(batch, {})
        entries = _codec.entries(checked(self.path, self.owner, self.begins).entries, str(self.path))
        return sort_out(batch, {entry.id: entry for entry in entries if entry.id in ids})

    def _may_hold(self, ids: Iterable[str]) -> bool:
        if self.data is not None:
            return any(_codec.id_within(id_) in self.data for id_ in ids)
        with suppress(OSError):  # no room for the table: then the record itself is read
            table, end = Ids(self._table), Covered(self.size, self.head.digest)
            if not table.fits(end):
                table.make(ids_in(checked(self.path, self.owner, self.begins).entries), end)
            return table.may_hold(ids)
        return True

    @property
    def _table(self) -> Path:
        return self.root / INDEX / self.path.parent.name / f"{self.path.stem}.ids"

    def mended(self) -> str | None:
        """Set aside what a crash left half-written at the end; say so, where there was anything."""
        if not self.torn:
            return None
        place = set_aside(self.root, self.path, "half-written", self.torn)
        _files.cut(self.path, self.size)
        self.torn = b""
        return (
            f"'{self.path}' ended in a line that a crash left half-written; nobody was told that it was stored. "
            f"It was set aside in '{place}'."
        )

    def line(self, received: datetime, body: bytes) -> tuple[bytes, Head]:
        """Make the line that comes next."""
        line, head = _lines.line(self.owner, self.head, received, body)
        return (b"\n" + line if self.unended else line), head

    def add(self, line: bytes, head: Head, ids: Iterable[str]) -> None:
        """Add a line made by `line`, durably."""
        _files.append(self.path, line, self.size)
        self.added(line, head, ids)

    def added(self, line: bytes, head: Head, ids: Iterable[str]) -> None:
        """Take note that a line made by `line` was added."""
        before = Covered(self.size, self.head.digest)
        self.size, self.head, self.unended = self.size + len(line), head, False
        if self.data is None:
            with suppress(OSError):  # a table that does not fit the record's end is made anew
                if (table := Ids(self._table)).fits(before):
                    table.add(ids, Covered(self.size, head.digest))


def ending(root: Path, path: Path, owner: Owner, begins: str, lengths: Lengths) -> Ending:
    """Find the end of a record; its lock is held.

    Raises:
        StoreDamagedError: the record is damaged, as far as its end tells, or lines of it are gone.
    """
    found = _ending(root, path, owner, begins)
    # all of the log is only read where a record seems to begin, or ends in half a line: elsewhere its end will do
    thorough = found.torn or found.head.sequence == 0
    name, last = name_of(path), found.head.sequence
    known = lengths.of(name) if thorough else lengths.lately(name)
    refuse_loss(path, last, known)
    # where the end of the log says nothing of the record, its last line is told once more
    many = min(last - known if known else 1, len(found.digests))
    if known < last:
        found.unlogged = [(name, last - n, found.digests[-1 - n].decode()) for n in reversed(range(many))]
    return found


def end_of_damaged(root: Path, path: Path, owner: Owner, begins: str, lengths: Lengths) -> Ending:
    """Tell where a damaged record ended, by the log of heads, or by what is whole of it: there its erasure follows.

    Raises:
        StoreDamagedError: its file cannot be read at all.
    """
    data = _files.read(path) or b""
    found = _lines.check(data, owner, begins)
    number, digest = lengths.last(name_of(path))
    head = found.head if found.head.sequence >= number else Head(number, digest)
    return Ending(root, path, owner, begins, head, len(data), data=data, is_damaged=True)


def _ending(root: Path, path: Path, owner: Owner, begins: str) -> Ending:
    data, size = _files.tail(path, _SHORT)
    if size > _SHORT and (head := _head(data, owner)) is not None:
        return Ending(root, path, owner, begins, head, size, digests=[head.digest.encode()])
    if size > _SHORT:  # its last line is not as it should be: look at all of it
        data = _files.read(path) or b""
    found = _lines.check(data, owner, begins)
    if found.damage is not None:
        raise damaged(str(path), found.damage)
    whole = len(data) - len(found.torn)
    unended = whole > 0 and not data[:whole].endswith(b"\n")
    return Ending(root, path, owner, begins, found.head, whole, found.torn, unended, data, found.digests)


def _head(tail: bytes, owner: Owner) -> Head | None:
    """Return the end of a long record from the end of its file, if that is as it should be."""
    said = _lines.last_of(tail)
    if said is None or said.owner != owner:
        return None
    start = tail.rfind(b"\n", 0, -1) + 1
    if start and sha256(tail[start : -_lines.TAIL - 1]).hexdigest() != said.digest:
        return None
    return Head(said.sequence, said.digest, said.received)


def owner_of(path: Path, kind: str) -> Owner | None:
    """Tell whose record a file is: by its name where that is an id, else by its lines; None where it has none.

    Raises:
        StoreDamagedError: it is in another's place.
    """
    if _files.file_stem(path.stem) == path.stem:
        return kind, path.stem
    other = None
    for raw in (_files.read(path) or b"").splitlines(keepends=True):
        said = _lines.last_of(raw)
        if said is not None and (said.owner[0], _files.file_stem(said.owner[1])) == (kind, path.stem):
            return said.owner
        other = other or said
    if other is None:
        return None
    raise StoreDamagedError(
        f"'{path}' holds the record of '{other.owner[1][:80]}', whose place is another: move it out of the store."
    )


def holds_entries(path: Path) -> bool:
    """Tell whether a file holds any entries; one in which nothing whole stands, or that was erased, does not."""
    data, size = _files.tail(path, 4096)
    if not size or (size <= len(data) and b"\n" not in data):
        return bool(size) and _lines.last_of(data + b"\n") is not None
    said = _lines.last_of(data)
    return said is None or not said.erases
