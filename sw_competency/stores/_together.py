"""What must be whole or absent in several files: written down first, then done, and finished by the next if need be.

Only one such thing is under way in a store at a time. Its file holds every line that will be added, or the whole of a
file that will stand in place of another, and is durable before the first of them is touched. Whoever finds it finishes
it. Where it cannot be done, say for want of room, it is first renamed: then whoever finds it takes back what was done.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import msgspec

from sw_competency.errors import StoreError
from sw_competency.stores import _files, _lines, _log
from sw_competency.stores._base import Owner
from sw_competency.stores._layout import BATCHES, INDEX, KEPT, name_of, set_aside
from sw_competency.stores._settling import settled_or_anew

DOING, UNDOING = "batch.json", "batch.undo"
OURS = {DOING, UNDOING, DOING + ".new"}
_NEAR = 64 * 1024  # bytes before a line in which the end of the line before is found


class Step(msgspec.Struct):
    """A line that is added to a record's file, or stands in place of all of it.

    Args:
        file: the record's file, from the store's folder.
        end: how long it is before.
        line: the line.
        before: the digest of the line before.
        after: the digest of the line.
        sequence: the line's number.
        instead: the file is put in place of what is there.
    """

    file: str
    end: int
    line: str
    before: str
    after: str
    sequence: int
    instead: bool = False

    @property
    def data(self) -> bytes:
        """The line as it is written."""
        return self.line.encode("utf-8", "surrogatepass")


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(list[Step]).decode


def under_way(root: Path) -> bool:
    """Tell whether something is written down that is not finished, or just being done; what others put there is not."""
    return any(os.path.lexists(f"{root}/{BATCHES}/{name}") for name in OURS)  # once an entry: not by going through it


def do(root: Path, steps: Sequence[Step]) -> None:
    """Add lines to several files, all of them or none. Their locks are held.

    Raises:
        StoreError: it could not be done, and was taken back.
    """
    data = _encode(steps)
    begin([root / step.file for step in steps if step.end == 0])
    _files.begin_folder(root / BATCHES)
    try:
        _files.replace(root / BATCHES / DOING, data + b"\n" + sha256(data).hexdigest().encode() + b"\n")
        _do_all(root, steps)
    except BaseException:
        undo(root)
        raise
    with suppress(StoreError):  # it is done; whoever finds the note finds nothing left to do
        _files.remove(root / BATCHES / DOING)


def _do_all(root: Path, steps: Sequence[Step]) -> None:
    """Do what is written down for the first time: the records are as they were when it was."""
    added = [(root / step.file, step) for step in steps if not step.instead]
    for file, step in added:
        _files.add(file, step.data, step.end)
    settled_or_anew([(file, step.end) for file, step in added])
    for step in steps:
        if step.instead:
            _do(root, step)


def begin(files: Sequence[Path]) -> None:
    """Make empty files where there are none, for good."""
    for file in files:
        _files.begin(file)
    for folder in {file.parent for file in files}:
        _files.settle(folder)


def finish(root: Path) -> None:
    """Finish what somebody left half-done, or take it back where it had been given up."""
    if (root / BATCHES / UNDOING).exists():
        undo(root)
    doing = root / BATCHES / DOING
    for step in _written(doing) or ():
        if _do(root, step):
            _log.note(root, [(name_of(root / step.file), step.sequence, step.after)])
        else:  # the record is not as it was: what is left of the batch is not lost, and `verify` names it
            set_aside(root, doing, "unfinished", _files.read(doing) or b"")
    for left in (DOING, DOING + ".new"):
        with _files.plainly(root / BATCHES / left, "removed"):
            (root / BATCHES / left).unlink(missing_ok=True)


def owners(root: Path) -> list[Owner]:
    """Tell whose records are touched by what is under way."""
    steps = _written(root / BATCHES / DOING) or _written(root / BATCHES / UNDOING) or []
    found = [_lines.last_of(step.data) for step in steps]
    return [said.owner for said in found if said is not None]


def undo(root: Path) -> None:
    """Take back what was done of it so far."""
    doing, undoing = root / BATCHES / DOING, root / BATCHES / UNDOING
    with _files.plainly(doing, "written"), suppress(FileNotFoundError):
        doing.replace(undoing)
        _files.settle(undoing.parent)
    for step in _written(undoing) or ():
        data = _files.read(root / step.file) or b""
        if not step.instead and data[step.end :] and step.data.startswith(data[step.end :]):
            _files.cut(root / step.file, step.end)
    _files.remove(undoing)


def _written(path: Path) -> list[Step] | None:
    data = _files.read(path)
    if data is None or data[-66:-65] != b"\n":
        return None
    steps, digest = data[:-66], data[-65:-1]
    return _decode(steps) if sha256(steps).hexdigest().encode() == digest else None


def _do(root: Path, step: Step) -> bool:
    """Do one step, unless it is done already; tell whether it could be."""
    file, line = root / step.file, step.data
    if step.instead:
        if _files.read(file) != line:
            forget(root, file)
            _files.replace(file, line)
        return True
    around = _around(file, step.end)
    if around is None:  # it is shorter than it was
        return False
    before, there = around
    if there.startswith(line):
        _files.settle(file)
        return True
    said = _lines.last_of(before)
    follows = said.digest == step.before if said is not None else not before.strip(b"\n")
    if not follows or _lines.is_whole(there):  # the record is not as it was when this was written down
        return False
    if there:  # begun, and not finished
        if not line.startswith(there):
            set_aside(root, file, "half-written", there)
        _files.cut(file, step.end)
    _files.append(file, line, step.end)
    return True


def _around(file: Path, place: int) -> tuple[bytes, bytes] | None:
    """Read the end of what stands before a place in a file, and all that stands behind it; None if it ends before."""
    _, size = _files.tail(file, 0)
    behind = size - place
    if behind < 0:
        return None
    data, _ = _files.tail(file, behind + _NEAR)
    before = data[: len(data) - behind]
    return before if before.endswith(b"\n") else before + b"\n", data[len(data) - behind :]


def forget(root: Path, file: Path) -> None:
    """Remove what was kept of an erased record beside its file."""
    if (index := root / INDEX / file.parent.name / f"{file.stem}.ids").exists():
        _files.remove(index)
    for kept in (root / KEPT).glob(f"**/{file.parent.name}/*"):
        if kept.name.partition(".")[0] == file.stem:
            _files.remove(kept)
