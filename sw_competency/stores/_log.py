"""The log of heads: the end of every record after every batch, in the order in which they came.

    ["workers/w1",3,"<digest>"]

One line is one leaf of the tree that stands for the whole store. A line is written once what it names is durable, and
is not made durable itself: what a crash takes from the end of the log stands in the records still, and `caught_up`
puts it back. So the log never says more than the records hold, and before a head is handed out, it says no less.
"""

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

import attrs
import msgspec

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
        unreadable: the numbers of lines that cannot be read; they are no leaves.
        size: how long it is, in bytes, as far as its lines are whole.
    """

    lines: list[Logged] = attrs.field(factory=list)
    unreadable: list[int] = attrs.field(factory=list)
    unended: bool = False

    def last(self) -> dict[str, Logged]:
        """Give the last line about each record."""
        return {logged[0]: logged for logged in self.lines}

    def root(self, size: int | None = None) -> str:
        """Give the digest that stands for the whole log, or for so many of its lines."""
        tree = Tree()
        for logged in self.lines[:size]:
            tree.add(_encode(logged))
        return tree.root()


def note(root: Path, heads: Iterable[Logged]) -> None:
    """Write down the ends of records; what cannot be written is caught up later, and is no error."""
    data = b"".join([_encode(logged) + b"\n" for logged in heads])
    with suppress(OSError):
        handle = os.open(root / LOG, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
        try:
            os.write(handle, data)
        finally:
            os.close(handle)


def read(root: Path) -> Log:
    """Read the log."""
    data = _files.read(root / LOG) or b""
    log = Log(unended=bool(data) and not data.endswith(b"\n"))
    for number, raw in enumerate(data.splitlines(), 1):
        try:
            log.lines.append(_decode(raw))
        except (msgspec.DecodeError, UnicodeDecodeError):
            log.unreadable.append(number)
    return log


def settle(root: Path, lacking: Iterable[Logged], log: Log) -> Log:
    """Put into the log what it lacks, and make it durable; give it as it is then."""
    lacking = list(lacking)
    if log.unended:
        note_raw(root, b"\n")
    if lacking:
        note(root, lacking)
    if (root / LOG).exists():
        _files.settle(root / LOG)
        _files.settle(root)
    return read(root) if lacking or log.unended else log


def note_raw(root: Path, data: bytes) -> None:
    """End a line of the log that a crash left without its end."""
    with _files.plainly(root / LOG, "written"), (root / LOG).open("ab", buffering=0) as file:
        file.write(data)


def lacking(log: Log, records: Mapping[str, list[Logged]]) -> list[Logged]:
    """Give the lines of records that stand behind the last the log knows, in the order of the records' names."""
    last = log.last()
    return [
        logged
        for name, lines in sorted(records.items())
        for logged in lines
        if name not in last or logged[1] > last[name][1]
    ]
