"""Files of other people: opened without ever waiting for them, and told from those that this program made."""

import os
import re
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest
from io import BufferedReader, TextIOBase
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import BinaryIO

from sw_competency.errors import ArgumentError, UnreadableFileError

STORE_MARKER = "store.json"  # the folder that holds it is a store
_NEVER_WAIT = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_KINDS = ((stat.S_ISDIR, "folder"), (stat.S_ISFIFO, "named pipe"), (stat.S_ISSOCK, "socket"), (stat.S_ISCHR, "device"),
          (stat.S_ISBLK, "device"))  # fmt: skip

# A scheme (a drive is one letter), or a user and a password in a URL that was mistyped; a path keeps one slash of two.
_URL = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]+:/|:[^/@]*@")


def is_url(place: str | Path) -> bool:
    """Tell whether a name of a file or folder is a URL, also a mistyped one: it may hold a password, never shown."""
    return _URL.search(str(place)) is not None


def opened(path: Path) -> BufferedReader:
    """Open a file to be read.

    Raises:
        UnreadableFileError: it is not there, or something else is in its place, such as a pipe nobody writes into.
        OSError: it may not be read.
    """
    try:
        _check(path, path.stat().st_mode)
        handle = os.open(path, _NEVER_WAIT)
    except (FileNotFoundError, ValueError):  # the other is a name that no system takes
        what = "is a link to something that is not there" if path.is_symlink() else "is not there"
        raise UnreadableFileError(f"'{path}' {what}; give the path of a file.") from None
    try:
        _check(path, os.fstat(handle).st_mode)  # it may have been exchanged this instant
    except BaseException:
        os.close(handle)
        raise
    return os.fdopen(handle, "rb")


def content(path: Path) -> bytes:
    """Read a file whole; raises what `opened` raises."""
    with opened(path) as file:
        return file.read()


@contextmanager
def as_file(given: Path | str | BinaryIO, name: str | None = None) -> Iterator[Path]:
    """Have what is given as a file, for as long as it is read: the file itself, or what a binary stream holds.

    Args:
        given: a path, or a stream of bytes.
        name: what to call what comes from a stream, which may tell its format; left out, as the stream is called.

    Raises:
        ArgumentError: it is neither.
        UnreadableFileError: as whoever reads it says, by that name.
    """
    if isinstance(given, Path | str):
        yield Path(given)
        return
    if not hasattr(given, "read") or isinstance(given, TextIOBase):
        raise ArgumentError("A file is given as a path, or as a stream opened with 'rb'", given)
    called = name or getattr(given, "name", None)
    called = Path(called).name if isinstance(called, str) else ""
    with TemporaryDirectory(prefix="sw-competency-") as folder:
        path = Path(folder) / (called or "stream")
        with path.open("wb") as file:
            copyfileobj(given, file)
        try:
            yield path
        except UnreadableFileError as error:
            raise UnreadableFileError(str(error).replace(str(path), path.name)) from None


def write_private(path: Path, content: bytes) -> None:
    """Write a file whole, in the place of the one that is there; nobody else on this computer can read it."""
    new = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def what_else(mode: int) -> str | None:
    """Name what stands in the place of a file, by its mode; None for a file."""
    return None if stat.S_ISREG(mode) else next((name for is_one, name in _KINDS if is_one(mode)), "something else")


def _check(path: Path, mode: int) -> None:
    if (what := what_else(mode)) is not None:
        raise UnreadableFileError(f"'{path}' is a {what}; give the path of a file.")


def store_around(path: Path) -> Path | None:
    """Find the store a place lies in, whatever links lead there; None outside any."""
    place = Path(os.path.realpath(path))
    return next((each for each in (place, *place.parents) if (each / STORE_MARKER).is_file()), None)


def mark_as_made(path: Path) -> None:
    """Mark a file as made by this program: the time of its last change checks what it holds."""
    instant = _checked(path)
    os.utime(path, ns=(instant, instant))


def is_as_made(path: Path) -> bool:
    """Tell whether this program made a file and nobody changed it since; of a link or a folder it never did."""
    try:
        told = path.lstat()
        return stat.S_ISREG(told.st_mode) and told.st_mtime_ns == _checked(path)
    except FileNotFoundError:
        return False


def _checked(path: Path) -> int:
    """Return the time of a file's last change, with its millionths of a second worked out from what the file holds."""
    with opened(path) as file:
        millionths = int.from_bytes(file_digest(file, "sha256").digest()[:8]) % 1_000_000
        instant = os.fstat(file.fileno()).st_mtime_ns
    return instant // 1_000_000_000 * 1_000_000_000 + millionths * 1_000
