"""Whether the log of heads may lack something: a byte for each lock, set while records behind it grow.

It is set before a record grows, and cleared once the log was told. Whoever is stopped between the two leaves it set;
so does a log that could not be written. Nothing of it is durable: what it says holds for one run of the machine and
for one file of the log, so that after a power cut, and in a folder that was copied, nothing is believed.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from sw_competency.stores import _files
from sw_competency.stores._ids import booted
from sw_competency.stores._layout import LOCKS, LOG

_FILE = "untold"
_STAMP = 80  # bytes before the first lock's: the run of the machine, and which file the log is


def mark(root: Path, locks: Iterable[int], *, untold: bool) -> None:
    """Say of locks that are held whether the log may lack something of their records."""
    with suppress(OSError):
        handle = _files.opened(f"{root}/{LOCKS}/{_FILE}", os.O_RDWR)
        try:
            for number in locks:
                os.lseek(handle, _STAMP + number, os.SEEK_SET)
                os.write(handle, b"\1" if untold else b"\0")
        finally:
            os.close(handle)


def clear(root: Path) -> None:
    """Say that the log was told everything; all locks are held."""
    with suppress(OSError):
        handle = _files.opened(f"{root}/{LOCKS}/{_FILE}", os.O_RDWR | os.O_TRUNC)
        try:
            os.write(handle, _stamp(root))
        finally:
            os.close(handle)


def marked(root: Path) -> list[int] | None:
    """Tell behind which locks the log may lack something, or somebody is just writing; None where nobody knows."""
    data = _files.read(root / LOCKS / _FILE) or b""
    if not data or data[:_STAMP] != _stamp(root):
        return None
    return [number for number, byte in enumerate(data[_STAMP:]) if byte]


def _stamp(root: Path) -> bytes:
    """Name this run of the machine and the file of the log; nothing where either has no name."""
    run = booted()
    try:
        log = (root / LOG).stat()
    except OSError:
        return b""
    return (b"%b %d %d" % (run, log.st_dev, log.st_ino)).ljust(_STAMP) if run else b""
