"""The log of heads: the end of every record after every batch, in the order in which they came.

    ["workers/w1",3,"<digest>"]

One line is one leaf of the tree that stands for the whole store. A line is written once what it names is durable, and
is not made durable itself: what a crash takes from the end of the log stands in the records still, and `caught_up`
puts it back. So the log never says more than the records hold, and before a head is handed out, it says no less.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import attrs
import msgspec

from sw_competency.errors import StoreError
from sw_competency.stores import _files
from sw_competency.stores._layout import LOG
from sw_competency.stores._merkle import Tree

Logged = tuple[str, int, str]  # the record's name, the number of its line, the line's digest
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Logged).decode


@attrs.define(slots=True)
class Log:
    """What the log of heads says.

    Args:
        lines: what it says of which record, in order.
        unreadable: lines that cannot be read, with their numbers; they are no leaves.
    """

    lines: list[Logged] = attrs.field(factory=list)
    unreadable: list[tuple[int, bytes]] = attrs.field(factory=list)

    def last(self) -> dict[str, Logged]:
        """Give the last line about each record."""
        return {logged[0]: logged for logged in self.lines}

    def root(self, size: int | None = None) -> str:
        """Give the digest that stands for the whole log, or for so many of its lines."""
        tree = Tree()
        for logged in self.lines[:size]:
            tree.add(_encode(logged))
        return tree.root()


def line(logged: Logged) -> bytes:
    """Return a line as the log has it."""
    return _encode(logged) + b"\n"


def note(root: Path, heads: Iterable[Logged]) -> None:
    """Write down the ends of records, whose locks are held; what cannot be written is caught up later, no error."""
    data = b"".join(map(line, heads))
    with suppress(OSError):
        handle = _files.opened(f"{root}/{LOG}", os.O_RDWR | os.O_APPEND)
        try:
            size = os.fstat(handle).st_size
            os.lseek(handle, max(size - 1, 0), os.SEEK_SET)
            if os.read(handle, 1) not in (b"", b"\n"):  # somebody was stopped in the middle of a line
                data = b"\n" + data
            os.write(handle, data)
        finally:
            os.close(handle)


def read(root: Path) -> Log:
    """Read the log."""
    log = Log()
    for number, raw in enumerate((_files.read(root / LOG) or b"").splitlines(), 1):
        try:
            log.lines.append(_decode(raw))
        except (msgspec.DecodeError, UnicodeDecodeError):
            log.unreadable.append((number, raw))
    return log


def settle(root: Path, log: Log, lacking: Sequence[Logged]) -> Log:
    """Put into the log what it lacks, and make it durable; give it as it is then. All locks are held.

    Raises:
        StoreError: it cannot be written.
    """
    if lacking:
        note(root, lacking)
    if (root / LOG).exists():
        _files.settle(root / LOG)
        _files.settle(root)
    log = read(root) if lacking else log
    if lacking and log.lines[-len(lacking) :] != list(lacking):
        raise StoreError(f"'{root / LOG}' cannot be written: make room, or ask whoever looks after the store.")
    return log


def lacking(log: Log, records: Mapping[str, list[Logged]]) -> list[Logged]:
    """Give the lines of records that stand behind the last the log knows, in the order of the records' names."""
    last = log.last()
    return [
        logged
        for name, lines in sorted(records.items())
        for logged in lines
        if name not in last or logged[1] > last[name][1]
    ]
