"""The log of heads: the end of every record after every batch, and every name, in the order in which they came.

    ["workers/w1",3,"<digest>"]

Its first line says that it begins, and is durable before the first record is: so a log that holds nothing, while
records hold something, was lost. Whoever finds that says in the log, for good, on which day it begins anew.

    ["log",0,""]
    ["log",20260125,""]

One line is one leaf of the tree that stands for the whole store. A line is written once what it names is durable, and
is not made durable itself: what a crash takes from the end of the log stands in the records still, and `caught_up`
puts it back. So the log never says more than the records hold, and before a head is handed out, it says no less.
"""

import errno
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import msgspec

from sw_competency.errors import ClockError, StoreError
from sw_competency.stores import _files, _untold
from sw_competency.stores._layout import LOG, PEOPLE, listed, record_files
from sw_competency.stores._merkle import Tree

Logged = tuple[str, int, str]  # the record's name, or `people/w1`; the number of its line, the line's digest
_encode = msgspec.json.Encoder().encode
decoded = msgspec.json.Decoder(tuple[str, Annotated[int, msgspec.Meta(ge=0, lt=10**15)], str]).decode
ITSELF = "log"  # what a line is about that says when the log began: 0, or the day of a loss
_NEAR = 64 * 1024  # bytes of the log in which a writer looks for the last line about a record: some 700 lines
_REST = timedelta(days=400)  # longer than a year: a yearly round of assessments is no leap
_SAYS = re.compile(rb'^\["([^"]*)",([0-9]{1,15}),"([0-9a-f]{64})"\]$', re.MULTILINE)
_FIRST = re.compile(rb'\["[^"\n]*",[0-9]{1,15},"[0-9a-f]*"\]\n')


class Log(msgspec.Struct):
    """What the log of heads says.

    Args:
        lines: what it says of which record, in order.
        unreadable: lines that cannot be read, with their numbers; they are no leaves.
    """

    lines: list[Logged] = []
    unreadable: list[tuple[int, bytes]] = []

    def last(self) -> dict[str, Logged]:
        """Return the last line about each record."""
        return {logged[0]: logged for logged in self.lines}

    @property
    def began_anew(self) -> list[date]:
        """The days on which it began anew: what stood in it before was lost."""
        days = [f"{number:08}" for name, number, _ in self.lines if name == ITSELF and number]
        return [date.fromisoformat(day) for day in days if _is_day(day)]

    def root(self, size: int | None = None) -> str:
        """Return the digest that stands for the whole log, or for so many of its lines."""
        tree = Tree()
        for logged in self.lines[:size]:
            tree.add(_encode(logged))
        return tree.root()

    def had(self, size: int, root: str) -> bool:
        """Tell whether so many of its lines are those that a digest stands for."""
        return size <= len(self.lines) and self.root(size) == root


_Known = dict[bytes, tuple[int, bytes]]  # of records by name: how many lines the log knows, and the last one's digest


class Lengths:
    """How many lines the log knows of each record, read on from where it was read before.

    Args:
        root: the store's folder.
    """

    def __init__(self, root: Path) -> None:
        self._path = root / LOG
        self._read_to, self._known = 0, _Known()
        self._near_to, self._near = 0, _Known()

    def of(self, name: str) -> int:
        """Tell how many lines of a record were acknowledged, as far as the log has them; 0 of one it does not know."""
        return self.last(name)[0]

    def last(self, name: str) -> tuple[int, str]:
        """Return the number and the digest of the last line of a record, or of a name, that the log knows; or 0."""
        self._read_on()
        number, digest = self._known.get(name.encode(), (0, b""))
        return number, digest.decode()

    def all(self) -> dict[str, int]:
        """Tell it of every record."""
        self._read_on()
        return {name.decode(): lines for name, (lines, _) in self._known.items() if lines}

    def lately(self, name: str) -> int:
        """Tell it by the end of the log alone, and by what came since that was read: it costs the same however long."""
        if not self._near_to:
            self._near_to = max(_size(self._path) - _NEAR, 0)
            self._near_to += _files.tail_from(self._path, self._near_to)[0].find(b"\n[") + 1 if self._near_to else 0
        self._near_to, self._near = self._read_on_from(self._near_to, self._near)
        return self._near.get(name.encode(), (0, b""))[0]

    def _read_on(self) -> None:
        self._read_to, self._known = self._read_on_from(self._read_to, self._known)

    def _read_on_from(self, start: int, known: _Known) -> tuple[int, _Known]:
        """Read on from a place; give how far, and what is known then."""
        if (size := _size(self._path)) == start:  # once a record: without opening it
            return start, known
        if size < start:  # it was put back, or begun anew
            start, known = 0, {}
        data, _ = _files.tail_from(self._path, start)
        end = data.rfind(b"\n") + 1
        for said in _SAYS.finditer(data, 0, end):
            last = int(said[2]), said[3]
            known[said[1]] = max(known.get(said[1], last), last)
        return start + end, known


def _size(path: Path) -> int:
    try:
        return os.stat(path).st_size  # noqa: PTH116 - once a record: without making a path of it
    except OSError:
        return 0


def refuse_leap(root: Path) -> None:
    """Refuse a clock of this computer that leapt ahead: what it stamps would hide all that is recorded until then.

    Only what can be known is asked: nothing was written here for longer than a store in use rests.

    Raises:
        ClockError: it seems so.
    """
    try:
        last = os.stat(f"{root}/{LOG}").st_mtime  # noqa: PTH116 - once an entry: without making a path of it
    except OSError:
        return
    now = datetime.now(UTC)
    if now.timestamp() - last > _REST.total_seconds():
        raise ClockError(
            f"This computer's clock says {now.day} {now:%B %Y}, and nothing was recorded here for {_REST.days} days "
            "before. If the clock is wrong, set it right; if it is right, say so with  sw-competency heads,  and try "
            "again. Nothing was stored."
        )


def which(root: Path) -> tuple[int, int] | None:
    """Tell one file of the log from another, while anything stands in it."""
    try:
        there = os.stat(f"{root}/{LOG}")  # noqa: PTH116 - once an entry: without making a path of it
    except OSError:
        return None
    return (there.st_dev, there.st_ino) if there.st_size else None


def has_begun(root: Path) -> bool:
    """Tell whether the log begins with a line, which costs the same however long it is."""
    return _FIRST.match(_files.beginning(root / LOG, 1024)) is not None


def begin(root: Path) -> None:
    """Begin the log durably, unless anything stands in it; where records stand already, say that it begins anew.

    Nobody else begins it meanwhile.

    Raises:
        StoreError: it cannot be written.
    """
    if has_begun(root) or read(root).lines:
        return
    held = any(not _files.is_empty(file) for file in (*record_files(root), *listed(root / PEOPLE, ".json")))
    _untold.forget(root)
    note_durably(root, [(ITSELF, int(f"{datetime.now(UTC):%Y%m%d}") if held else 0, "")])


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def line(logged: Logged) -> bytes:
    """Return a line as the log has it."""
    return _encode(logged) + b"\n"


def note(root: Path, heads: Iterable[Logged]) -> bool:
    """Write down the ends of records, whose locks are held; tell whether it could be. Else it is caught up later."""
    with suppress(OSError):
        _write(root, heads)
        return True
    return False


def note_durably(root: Path, heads: Iterable[Logged]) -> None:
    """Write down what no record could tell any more.

    Raises:
        StoreError: it cannot be written.
    """
    with _files.plainly(root / LOG, "written"):
        _write(root, heads)
    _files.settle(root / LOG)
    _files.settle(root)


def _write(root: Path, heads: Iterable[Logged]) -> None:
    data = b"".join(map(line, heads))
    handle = _files.opened(f"{root}/{LOG}", os.O_RDWR | os.O_APPEND)
    try:
        size = os.fstat(handle).st_size
        os.lseek(handle, max(size - 1, 0), os.SEEK_SET)
        if os.read(handle, 1) not in (b"", b"\n"):  # somebody was stopped in the middle of a line
            data = b"\n" + data
        if os.write(handle, data) < len(data):
            raise OSError(errno.ENOSPC, "cut short")
    finally:
        os.close(handle)


def read(root: Path) -> Log:
    """Read the log."""
    log = Log()
    for number, raw in enumerate((_files.read(root / LOG) or b"").splitlines(), 1):
        try:
            log.lines.append(decoded(raw))
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
        with suppress(OSError):  # whoever asks for heads has looked at the clock
            os.utime(root / LOG)
        _files.settle(root / LOG)
        _files.settle(root)
    log = read(root) if lacking else log
    if lacking and log.lines[-len(lacking) :] != list(lacking):
        raise StoreError(f"'{root / LOG}' cannot be written: make room, or ask whoever looks after the store.")
    return log


def lacking(log: Log, records: Mapping[str, list[Logged]]) -> list[Logged]:
    """Return the lines of records that stand behind the last the log knows, in the order of the records' names."""
    last = log.last()
    return [
        logged
        for name, lines in sorted(records.items())
        for logged in lines
        if name not in last or logged[1] > last[name][1]
    ]
