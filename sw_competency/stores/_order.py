"""The order in which everything in a store became visible: that of the log of heads, each change once.

A change's number is its line in the log. A writer who cannot know whether the line before was told tells it once more,
so a line about what was told before is passed over. A log that begins anew, because it was lost, goes on with numbers
that are larger than all before: they begin with the day.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec.structs import replace

from sw_competency.errors import StoreDamagedError, StoreError
from sw_competency.stores import _files, _lines, _log, _record
from sw_competency.stores._base import Change, refuse_ahead
from sw_competency.stores._batches import MEND, change_of
from sw_competency.stores._layout import FOLDERS, LOG, kind_of

_SLAB = 512  # changes whose records are read at a time
_A_DAYS = 10**8  # more lines than a log has; and a day before it is still a whole number to any reader of JSON


class _Place(msgspec.Struct):
    """How far the log was read.

    Args:
        offset: in bytes, to the end of a line.
        line: that line.
        sequence: the number of that line.
        last: the number of the last line that said something new.
        known: how many lines of each record it told so far.
    """

    offset: int = 0
    line: bytes = b""
    sequence: int = 0
    last: int = 0
    known: dict[str, int] = {}

    def tells(self, line: _log.Logged) -> bool:
        """Take note of the line at this place; tell whether it says of a record what was not said before."""
        name, number, _ = line
        if name == _log.ITSELF and number:
            self.sequence = max(self.sequence, number * _A_DAYS + 1)
        if name.partition("/")[0] not in FOLDERS.values() or number <= self.known.get(name, 0):
            return False
        self.known[name], self.last = number, self.sequence
        return True


class Order:
    """The order of one store.

    Args:
        root: its folder.
        settled: puts into the log what it lacks.
    """

    def __init__(self, root: Path, settled: Callable[[], object]) -> None:
        self._root, self._settled, self._read_to = root, settled, _Place()

    def since(self, after: int) -> Iterator[Change]:
        """Return what became visible after a place, up to what the log says now.

        Raises:
            StoreDamagedError: at the place of a change that is not what was put there.
            StoreError: the log has fewer lines than that.
        """
        end, before = _size(self._root / LOG), self._read_to
        fits = before.last <= after and self._is_there(before)
        place = replace(before, known=dict(before.known)) if fits else _Place()
        for lines in self._slabs(place, end):
            new = [(sequence, line) for sequence, line in lines if sequence > after]
            if any(line is None for _, line in new):  # who wrote there, or behind it, was told nothing was amiss
                with suppress(StoreError):
                    self._settled()
            yield from self._changes([(sequence, line) for sequence, line in new if line is not None])
        refuse_ahead(after, place.sequence)
        self._read_to = place

    def _is_there(self, place: _Place) -> bool:
        """Tell whether the log says before a place what it said; else it was put back, or begun anew."""
        if not place.offset:
            return True
        try:
            with (self._root / LOG).open("rb") as log:
                log.seek(place.offset - len(place.line))
                return log.read(len(place.line)) == place.line
        except OSError:
            return False

    def _slabs(self, place: _Place, end: int) -> Iterator[list[tuple[int, _log.Logged | None]]]:
        """Read on from a place, up to another: the lines that say something new, or cannot be read, with numbers."""
        if place.offset >= end:
            return
        with _files.plainly(self._root / LOG, "read"), (self._root / LOG).open("rb") as log:
            log.seek(place.offset)
            found = list[tuple[int, _log.Logged | None]]()
            for raw in log:
                if place.offset >= end:
                    break
                if not raw.endswith(b"\n"):  # somebody is just writing, or was stopped
                    found.append((place.sequence + 1, None))
                    break
                place.offset, place.line, place.sequence = place.offset + len(raw), raw, place.sequence + 1
                line = _line(raw)
                if line is None or place.tells(line):
                    found.append((place.sequence, line))
                if len(found) == _SLAB:
                    yield found
                    found = []
            yield found

    def _changes(self, lines: list[tuple[int, _log.Logged]]) -> Iterator[Change]:
        files: dict[str, bytes] = {}
        for sequence, (name, number, digest) in lines:
            file = self._root / f"{name}.jsonl"
            if name not in files:
                files[name] = _files.read(file) or b""
            line = _lines.with_digest(files[name], digest)
            if line is not None:
                yield change_of(line, sequence, str(file))
            elif not _is_erased(file, number):
                raise StoreDamagedError(f"'{file}' is damaged: line {number} of it is not what was stored. {MEND}")


def numbered(root: Path) -> Iterator[tuple[int, str, int, str]]:
    """Return the log of heads with the number of each line as a change.

    Raises:
        StoreDamagedError: a line cannot be read.
    """
    place = _Place()
    for raw in (_files.read(root / LOG) or b"").splitlines(keepends=True):
        place.sequence += 1
        if (line := _line(raw)) is None:
            raise StoreDamagedError(f"'{root / LOG}' is damaged in line {place.sequence}. {MEND}")
        place.tells(line)
        yield place.sequence, *line


def _line(raw: bytes) -> _log.Logged | None:
    try:
        return _log.decoded(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _is_erased(file: Path, number: int) -> bool:
    """Tell whether what a record's line said was erased since.

    Raises:
        StoreDamagedError: the record is damaged.
    """
    owner = _record.owner_of(file, kind_of(file))
    if owner is None:
        return False
    found = _record.checked(file, owner, None)
    return found.erased is not None and found.start.sequence >= number


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
