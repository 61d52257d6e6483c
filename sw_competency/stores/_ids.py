"""Which ids a long record holds, kept beside it, so that adding an entry need not read the record.

A table of 64 bits of each id's digest, found by its own value. It says "perhaps" or "no", never "yes": where it says
perhaps, the record itself is read. It is made anew from the record whenever it does not fit the record's end, and after
the machine was started anew: of a power cut it cannot know what it lost. So nothing of it need be durable.
"""

import os
import struct
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import msgspec

from sw_competency.stores import _files

_HEADER = struct.Struct("<8sQQQ36s64s")
_MAGIC, _SLOT, _LEAST = b"swc-ids1", 8, 4096
_BOOT = Path("/proc/sys/kernel/random/boot_id")


class _Id(msgspec.Struct):
    id: str = ""


_of_lines = msgspec.json.Decoder(list[_Id]).decode_lines


def ids_in(bodies: bytes) -> list[str]:
    """Return the ids of all entries in lines of JSON arrays."""
    return [each.id for batch in _of_lines(bodies) for each in batch]


class Covered(msgspec.Struct, frozen=True):
    """How much of a record a table knows: its length in bytes, and the digest of its last line."""

    length: int
    digest: str


class Ids:
    """The table of one record.

    Args:
        path: its file.
    """

    def __init__(self, path: Path) -> None:
        self._path, self._boot = path, booted()
        self._slots = self._count = 0

    def fits(self, record: Covered) -> bool:
        """Tell whether there is a table, of this run of the machine, that knows the record up to this end."""
        try:
            with os.fdopen(os.open(self._path, _files.READ), "rb") as file:
                read = _HEADER.unpack(file.read(_HEADER.size))
                size = os.fstat(file.fileno()).st_size
        except (OSError, struct.error):
            return False
        magic, self._slots, self._count, length, boot, digest = read
        fits = (magic, length, boot, digest) == (_MAGIC, record.length, self._boot, record.digest.encode())
        return fits and bool(self._boot) and size == _HEADER.size + self._slots * _SLOT

    def may_hold(self, ids: Iterable[str]) -> bool:
        """Tell whether the record perhaps holds one of some ids; if not, it holds none for certain.

        Raises:
            OSError: it cannot be read.
        """
        with self._path.open("rb", buffering=0) as file:
            return any(self._place(file.fileno(), _value(id_))[1] for id_ in ids)

    def add(self, ids: Iterable[str], record: Covered) -> None:
        """Put down what was added to the record, and its new end.

        Raises:
            OSError: it cannot be written.
        """
        values = [_value(id_) for id_ in ids]
        if (self._count + len(values)) * 2 > self._slots:
            return  # made anew, larger, by the next who needs it: it no longer fits the record's end
        with self._path.open("r+b", buffering=0) as file:
            for value in values:
                place, held = self._place(file.fileno(), value)
                if not held:
                    _pwrite(file.fileno(), value.to_bytes(_SLOT, "little"), _HEADER.size + place * _SLOT)
                    self._count += 1
            _pwrite(file.fileno(), self._header(record), 0)

    def _header(self, record: Covered) -> bytes:
        return _HEADER.pack(_MAGIC, self._slots, self._count, record.length, self._boot, record.digest.encode())

    def make(self, ids: Sequence[str], record: Covered) -> None:
        """Make the table anew from all ids of the record.

        Raises:
            OSError: it cannot be written; or no table can be believed on this machine.
        """
        if not self._boot:
            raise OSError("no table can be believed here")
        self._count, self._slots = len(ids), _LEAST
        while self._slots < len(ids) * 4:
            self._slots *= 2
        table = [0] * self._slots
        for value in map(_value, ids):
            place = value % self._slots
            while table[place] not in (0, value):
                place = (place + 1) % self._slots
            table[place] = value
        _files.make_folder(self._path.parent)
        new = self._path.with_name(self._path.name + ".new")
        with os.fdopen(_files.opened(new, os.O_WRONLY | os.O_TRUNC), "wb") as file:
            file.write(self._header(record) + struct.pack(f"<{self._slots}Q", *table))
        new.replace(self._path)

    def _place(self, handle: int, value: int) -> tuple[int, bool]:
        """Find the slot of a value, or the empty one where it would stand."""
        start = value % self._slots
        for place, found in self._from(handle, start):
            if found in (0, value):
                return place, found == value
        return start, True

    def _from(self, handle: int, start: int) -> Iterator[tuple[int, int]]:
        done = 0
        while done < self._slots:
            place = (start + done) % self._slots
            many = min(64, self._slots - place)
            data = os.pread(handle, many * _SLOT, _HEADER.size + place * _SLOT)
            for offset, (found,) in enumerate(struct.iter_unpack("<Q", data)):
                yield place + offset, found
            done += many


def _value(id_: str) -> int:
    return int.from_bytes(sha256(id_.encode("utf-8", "surrogatepass")).digest()[:_SLOT], "little") or 1


def booted() -> bytes:
    """Name this run of the machine; nothing where it has no name, and then no table is believed."""
    try:
        return _BOOT.read_bytes().strip()[:36].ljust(36)
    except OSError:
        return b""


def _pwrite(handle: int, data: bytes, offset: int) -> None:
    while data:
        done = os.pwrite(handle, data, offset)
        data, offset = data[done:], offset + done
