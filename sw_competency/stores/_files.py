"""Files that are whole after a crash, names for them that nobody else chose, and plain words for what goes wrong."""

import errno
import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from sw_competency.errors import StoreBusyError, StoreDamagedError, StoreError

_datasync = getattr(os, "fdatasync", os.fsync)  # not every system has it
_BINARY = getattr(os, "O_BINARY", 0)
_UNWAITED = getattr(os, "O_NONBLOCK", 0)  # never wait for whoever might be at the other end of a pipe
READ = os.O_RDONLY | _BINARY | _UNWAITED
_OURS, _OUR_FOLDER, _SHARED, _SHARED_FOLDER = 0o600, 0o700, 0o660, 0o2770
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP}
_NO_FILE = {errno.EISDIR, errno.ENOTDIR, errno.ELOOP, errno.ENXIO}
# Short ids of plain letters may stand as they are, for those who look into the folder; never a name Windows reserves.
_READABLE = re.compile(r"(?!(?:con|prn|aux|nul|com[0-9]|lpt[0-9])\Z)[a-z0-9_-]{1,64}")


def file_stem(id_: str) -> str:
    """Return the name under which the file of an id is kept: never the id itself unless that is harmless everywhere."""
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
            if done == "read":  # to whoever may not read it, it is as good as damaged; all else goes on
                raise StoreDamagedError(says) from error
        elif error.errno == errno.EIO and done == "read":
            raise StoreDamagedError(f"'{path}' cannot be read: the disk fails there; restore it.") from error
        elif error.errno in _NO_LOCKS:
            says = (
                f"'{path}' cannot be locked, so that programs could not take turns: keep the records on a disk of this "
                "computer, or in a database. Nothing was stored."
            )
        elif error.errno in _NO_FILE:
            raise StoreDamagedError(f"'{path}' is no file: move what is in its place out of the store.") from error
        else:
            says = f"'{path}' cannot be {done}: {(error.strerror or str(error)).lower()}."
        raise StoreError(says) from error


def is_shared(folder: str | Path) -> bool:
    """Tell whether a folder's group may write into it: then it may read and write what is made there, too."""
    return bool(os.stat(folder).st_mode & stat.S_IWGRP)  # noqa: PTH116 - without making a path of it


def opened(path: str | Path, flags: int) -> int:
    """Open a file to be written. One that is made is for its owner alone, or for the group of a shared store."""
    flags |= _BINARY | _UNWAITED | getattr(os, "O_CLOEXEC", 0)
    try:
        return os.open(path, flags)
    except FileNotFoundError:
        handle = os.open(path, flags | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), _OURS)  # never through a link
        if os.name != "nt" and is_shared(os.path.dirname(path) or "."):  # noqa: PTH120 - as above
            with suppress(PermissionError):  # somebody else made it this instant
                os.fchmod(handle, _SHARED)
        return handle


def make_folder(path: Path) -> None:
    """Make a folder, and those it lies in, where there is none; open to whom the one it lies in is."""
    if not path.is_dir():
        make_folder(path.parent)
        with suppress(FileExistsError):
            path.mkdir(_OUR_FOLDER)
            if is_shared(path.parent):
                path.chmod(_SHARED_FOLDER)
        if not path.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "no folder")


def share(root: Path) -> None:
    """Let the group of a store's folder read and write all that is in it, and all that will be."""
    with plainly(root, "shared"):
        for folder, _, files in os.walk(root):
            Path(folder).chmod(_SHARED_FOLDER)
            for file in files:
                (Path(folder) / file).chmod(_SHARED)


def keep_private(root: Path) -> None:
    """Close a folder that is to become a store to all but its owner, if it is theirs and empty."""
    with suppress(OSError):
        if not any(root.iterdir()):
            root.chmod(_OUR_FOLDER)


def _open(path: Path) -> tuple[int, int] | None:
    """Open a file to be read, and tell how long it is; None where there is none.

    Whatever else stands in its place is told, not waited on.
    """
    try:
        handle = os.open(path, READ)
    except FileNotFoundError:
        if path.is_symlink():
            raise OSError(errno.ELOOP, "a link to nothing") from None
        return None
    found = os.fstat(handle)
    if not stat.S_ISREG(found.st_mode):
        os.close(handle)
        raise IsADirectoryError(errno.EISDIR, "no file")
    return handle, found.st_size


def read(path: Path) -> bytes | None:
    """Read a file; None where there is none."""
    with plainly(path, "read"):
        found = _open(path)
        if found is None:
            return None
        handle, size = found
        try:
            return _read(handle, size)
        finally:
            os.close(handle)


def is_empty(path: Path) -> bool:
    """Tell whether a file is there and holds nothing; what is no file, or may not be looked at, is not empty."""
    try:
        found = path.stat()
    except OSError:
        return False
    return stat.S_ISREG(found.st_mode) and not found.st_size


def beginning(path: Path, most: int) -> bytes:
    """Read the beginning of a file, at most so many bytes of it; nothing where there is none."""
    with plainly(path, "read"):
        found = _open(path)
        if found is None:
            return b""
        try:
            return os.read(found[0], most)
        finally:
            os.close(found[0])


def tail(path: Path, most: int) -> tuple[bytes, int]:
    """Read the end of a file, at most so many bytes of it, and tell how long it is; nothing where there is none."""
    return _end(path, lambda size: max(0, size - most))


def tail_from(path: Path, start: int) -> tuple[bytes, int]:
    """Read a file from a place on, and tell how long it is; nothing where there is none, or it is shorter."""
    return _end(path, lambda _: start)


def _end(path: Path, starts: Callable[[int], int]) -> tuple[bytes, int]:
    """Read a file from where its length says, and tell that length."""
    with plainly(path, "read"):
        found = _open(path)
        if found is None:
            return b"", 0
        handle, size = found
        try:
            if start := starts(size):
                os.lseek(handle, start, os.SEEK_SET)
            return _read(handle, size - start), size
        finally:
            os.close(handle)


def begin_folder(path: Path) -> None:
    """Make a folder, if there is none, for good."""
    with plainly(path, "written"):
        if not path.is_dir():
            make_folder(path)
            settle(path.parent)


def begin(path: Path) -> None:
    """Make an empty file, if there is none. It is there for good once its folder is settled."""
    with plainly(path, "written"):
        os.close(opened(path, os.O_WRONLY))


def append(path: Path, line: bytes, end: int) -> None:
    """Add a line to the end of a file, durably, or not at all; as for `add`."""
    add(path, line, end, _settled_or_anew)


def add(path: Path, line: bytes, end: int, then: Callable[[Path, int, int], None] | None = None) -> None:
    """Add a line to the end of a file, or nothing; it is not durable yet.

    Args:
        path: the file.
        line: what is added.
        end: how long the file is.
        then: what is done with the file while it is open.
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
            if then is not None:
                then(path, handle, end)
        finally:
            os.close(handle)


def _settled_or_anew(path: Path, handle: int, end: int) -> None:
    try:
        _datasync(handle)
    except OSError:
        _put_anew(path, handle, end)
        raise


def anew(path: Path, end: int) -> None:
    """Write a file anew as it was before something that would not become durable."""
    with suppress(OSError):
        handle = os.open(path, os.O_RDWR | _BINARY)
        try:
            _put_anew(path, handle, end)
        finally:
            os.close(handle)


def _put_anew(path: Path, handle: int, end: int) -> None:
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
    replace_all({path: content})


def replace_all(contents: Mapping[Path, bytes]) -> None:
    """Put whole files in the place of others, one by one as `replace` does; folders are made durable once, last."""
    for path, content in contents.items():
        new = path.with_name(path.name + ".new")
        with plainly(path, "written"):
            try:
                handle = opened(new, os.O_WRONLY | os.O_TRUNC)
                try:
                    _write(handle, content)
                    os.fsync(handle)
                finally:
                    os.close(handle)
                new.replace(path)
            except BaseException:
                with suppress(OSError):
                    new.unlink(missing_ok=True)
                raise
    for folder in {path.parent: None for path in contents}:
        settle(folder)


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
        handle = os.open(path, READ)
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
