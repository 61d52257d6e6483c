"""Files that are whole after a crash, names for them that nobody else chose, and plain words for what goes wrong."""

import errno
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sw_competency.errors import StoreBusyError, StoreDamagedError, StoreError

_datasync = getattr(os, "fdatasync", os.fsync)  # not every system has it
_BINARY = getattr(os, "O_BINARY", 0)
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}
_NO_FILE = {errno.EISDIR, errno.ENOTDIR, errno.ELOOP}
# Short ids of plain letters may stand as they are, for those who look into the folder; never a name Windows reserves.
_READABLE = re.compile(r"(?!(?:con|prn|aux|nul|com[0-9]|lpt[0-9])\Z)[a-z0-9_-]{1,64}")


def file_stem(id_: str) -> str:
    """Give the name under which the file of an id is kept: never the id itself unless that is harmless everywhere."""
    if _READABLE.fullmatch(id_):
        return id_
    return "~" + hashlib.sha256(id_.encode("utf-8", "surrogatepass")).hexdigest()


@contextmanager
def plainly(path: str | Path, done: str) -> Iterator[None]:
    """Say in a sentence what the operating system says in a code; `done` is what was to be done to the file."""
    try:
        yield
    except TimeoutError as error:
        raise StoreBusyError(f"'{path}' is busy, or cannot be reached: try again.") from error
    except OSError as error:
        if error.errno in _FULL:
            says = f"There is no room to write '{path}': make room and repeat; what was stored before is unharmed."
        elif error.errno in _REFUSED:
            says = f"'{path}' may not be {done}: ask whoever looks after the store to permit it."
        elif error.errno in _NO_FILE:
            raise StoreDamagedError(f"'{path}' is no file: move what is in its place out of the store.") from error
        else:
            says = f"'{path}' cannot be {done}: {(error.strerror or str(error)).lower()}."
        raise StoreError(says) from error


def read(path: Path) -> bytes | None:
    """Read a file; None where there is none."""
    with plainly(path, "read"):
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None


def tail(path: Path, most: int) -> tuple[bytes, int]:
    """Read the end of a file, at most so many bytes of it, and tell how long it is; nothing where there is none."""
    with plainly(path, "read"):
        try:
            handle = os.open(path, os.O_RDONLY | _BINARY)
        except FileNotFoundError:
            return b"", 0
        try:
            size = os.fstat(handle).st_size
            if size > most:
                os.lseek(handle, size - most, os.SEEK_SET)
            return _read(handle, min(size, most)), size
        finally:
            os.close(handle)


def begin_folder(path: Path) -> None:
    """Make a folder, if there is none, for good."""
    with plainly(path, "written"):
        if not path.is_dir():
            path.mkdir(parents=True, exist_ok=True)
            settle(path.parent)


def begin(path: Path) -> None:
    """Make an empty file, if there is none. It is there for good once its folder is settled."""
    with plainly(path, "written"):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o666))


def append(path: Path, line: bytes, end: int) -> None:
    """Add a line to the end of a file, durably, or not at all.

    Args:
        path: the file.
        line: what is added.
        end: how long the file is.
    """
    with plainly(path, "written"):
        handle = os.open(path, os.O_RDWR | _BINARY)
        try:
            os.lseek(handle, end, os.SEEK_SET)
            try:
                _write(handle, line)
            except BaseException:
                with suppress(OSError):
                    os.ftruncate(handle, end)
                raise
            try:
                _datasync(handle)
            except OSError:
                _anew(path, handle, end)
                raise
        finally:
            os.close(handle)


def _anew(path: Path, handle: int, end: int) -> None:
    """Write a file anew as it was before a line that would not become durable.

    After a failed sync nobody knows which of the pages written are on the disk, and the next sync would say that all
    is well. So the file is put in its own place, in other pages; where that fails too, at least the line is taken back.
    """
    try:
        os.lseek(handle, 0, os.SEEK_SET)
        replace(path, _read(handle, end))
    except (OSError, StoreError):
        with suppress(OSError):
            os.ftruncate(handle, end)


def cut(path: Path, end: int) -> None:
    """Take from a file what stands behind a place, durably."""
    with plainly(path, "written"), path.open("r+b", buffering=0) as file:
        file.truncate(end)
        os.fsync(file.fileno())


def replace(path: Path, content: bytes) -> None:
    """Put a whole file in the place of another, durably: a reader sees the one or the other, and so does a crash."""
    new = path.with_name(path.name + ".new")
    with plainly(path, "written"):
        try:
            with new.open("wb", buffering=0) as file:
                _write(file.fileno(), content)
                os.fsync(file.fileno())
            new.replace(path)
        except BaseException:
            with suppress(OSError):
                new.unlink(missing_ok=True)
            raise
    settle(path.parent)


def remove(path: Path) -> bool:
    """Remove a file, and what an interrupted `replace` may have left of it; tell whether it was there."""
    with plainly(path, "removed"):
        path.with_name(path.name + ".new").unlink(missing_ok=True)
        was_there = path.exists()
        path.unlink(missing_ok=True)
    settle(path.parent)
    return was_there


def settle(path: Path) -> None:
    """Make durable what is written in a file, or which files stand in a folder."""
    if os.name == "nt" and path.is_dir():
        return  # Windows settles folders by itself, and cannot be asked to
    with plainly(path, "written"):
        handle = os.open(path, os.O_RDONLY)
        try:
            _datasync(handle)
        finally:
            os.close(handle)


def _read(handle: int, size: int) -> bytes:
    parts = []
    while size > 0 and (part := os.read(handle, size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _write(handle: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(handle, rest) :]
