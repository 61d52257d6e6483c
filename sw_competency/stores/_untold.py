"""Whether the log of heads may lack something: a byte for each lock, set while records behind it grow.

It is set before a record grows, and cleared once the log was told. Whoever is stopped between the two leaves it set;
so does a log that could not be written. Nothing of it is durable: what it says holds for one run of the machine and
for one file of the log that only grows, so that after a power cut, in a folder that was copied, and over a log that was
lost or put back, nothing is believed.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from sw_competency.stores import _files
from sw_competency.stores._ids import booted
from sw_competency.stores._layout import LOCKS, LOG

_FILE = "untold"
_NAMED, _STAMP = 80, 96  # bytes: the run of the machine, and which file the log is; then how long that was


def mark(root: Path, locks: Iterable[int], *, untold: bool) -> None:
    """Say of locks that are held whether the log may lack something of their records."""
    with suppress(OSError):
        handle = _files.opened(f"{root}/{LOCKS}/{_FILE}", os.O_RDWR)
        try:
            for number in locks:
                os.lseek(handle, _STAMP + number, os.SEEK_SET)
                os.write(handle, b"\1" if untold else b"\0")
            if not untold:
                os.lseek(handle, _NAMED, os.SEEK_SET)
                os.write(handle, _length(root))
        finally:
            os.close(handle)


def clear(root: Path) -> None:
    """Say that the log was told everything; all locks are held."""
    with suppress(OSError):
        handle = _files.opened(f"{root}/{LOCKS}/{_FILE}", os.O_RDWR | os.O_TRUNC)
        try:
            os.write(handle, _named(root) + _length(root))
        finally:
            os.close(handle)


def marked(root: Path) -> list[int] | None:
    """Tell behind which locks the log may lack something, or somebody is just writing; None where nobody knows."""
    data = _files.read(root / LOCKS / _FILE) or b""
    named, size = data[:_NAMED], data[_NAMED:_STAMP].strip()
    if not size.isdigit() or named != _named(root) or (root / LOG).stat().st_size < int(size):
        return None
    return [number for number, byte in enumerate(data[_STAMP:]) if byte]


def forget(root: Path) -> None:
    """Let nothing be believed: the log begins anew."""
    with suppress(OSError):
        (root / LOCKS / _FILE).unlink(missing_ok=True)


def _length(root: Path) -> bytes:
    return b"%16d" % os.stat(f"{root}/{LOG}").st_size  # noqa: PTH116 - once an entry: without making a path of it


def _named(root: Path) -> bytes:
    """Name this run of the machine and the file of the log; nothing where either has no name."""
    run = booted()
    try:
        log = (root / LOG).stat()
    except OSError:
        return b""
    return (b"%b %d %d" % (run, log.st_dev, log.st_ino)).ljust(_NAMED) if run else b""
