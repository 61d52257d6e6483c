"""Turns among programs and threads: whoever came first goes first, and nobody waits longer than they said.

A lock is a file that the operating system locks for one opener at a time. Nothing is held open between two turns, so a
store may be used on both sides of a fork, and by any thread.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock, Thread
from time import monotonic

from sw_competency.stores import _files

try:
    import fcntl
except ImportError:  # Windows; there filelock waits, looking again and again
    fcntl = None  # type: ignore[assignment]

_LOG = logging.getLogger(__name__)
_POLL = 0.005  # seconds between two looks, where the system has no queue
_PASSING = 0.1  # seconds that even who will not wait gives those who read: they let go at once


class NoTurnError(Exception):
    """The turn did not come in time."""


@contextmanager
def turn(path: str | Path, deadline: float) -> Iterator[None]:
    """Hold a lock.

    Whoever waits stands at a gate before it: one who lets go and comes again at once stands behind those who wait.

    Args:
        path: the lock's file.
        deadline: until when to wait, by the monotonic clock.

    Raises:
        NoTurnError: it did not come in time.
    """
    if fcntl is None:
        with _polled(str(path), deadline):
            yield
        return
    gate = _taken(f"{path}-gate", deadline)
    try:
        handle = _taken(path, deadline)
    finally:
        _let_go(gate)
    try:
        yield
    finally:
        _let_go(handle)


@contextmanager
def turn_in(folder: Path, deadline: float) -> Iterator[None]:
    """Hold a folder itself, so that no lock is left in it; where that cannot be, hold a file in it.

    Args:
        folder: the folder.
        deadline: until when to wait, by the monotonic clock.

    Raises:
        NoTurnError: it did not come in time.
    """
    handle = None
    with suppress(OSError):  # not every system locks a folder: a network's may not
        handle = None if fcntl is None else _locked(folder, os.open(folder, os.O_RDONLY), fcntl.LOCK_EX, deadline)
    if handle is None:
        with turn(folder / ".lock", deadline):
            yield
        return
    try:
        yield
    finally:
        _let_go(handle)


def pass_by(path: str | Path, deadline: float) -> None:
    """Wait for whoever holds a lock just now, and hold nothing; who waits for too long goes on all the same."""
    if fcntl is None:
        return
    try:
        handle = os.open(path, _files.READ)
    except OSError:  # nobody ever wrote, or we may not look
        return
    with suppress(NoTurnError, OSError):
        _let_go(_locked(path, handle, fcntl.LOCK_SH, deadline))


def _taken(path: str | Path, deadline: float) -> int:
    return _locked(path, _files.opened(path, os.O_RDWR), fcntl.LOCK_EX, deadline)


def _locked(path: str | Path, handle: int, how: int, deadline: float) -> int:
    try:
        fcntl.flock(handle, how | fcntl.LOCK_NB)
    except BlockingIOError:
        patience = deadline - monotonic()
        if how == fcntl.LOCK_EX:
            patience = max(patience, _PASSING)
        _LOG.info("Somebody else holds %s: waiting for up to %.1f seconds", path, max(patience, 0))
        if not _Waiting(handle, how).comes(patience):
            raise NoTurnError from None
    except BaseException:
        os.close(handle)
        raise
    return handle


def _let_go(handle: int) -> None:
    with suppress(OSError):
        fcntl.flock(handle, fcntl.LOCK_UN)  # closing is not enough where a fork holds the file open as well
    os.close(handle)


class _Waiting:
    """A place in the system's queue for a lock, which may be left when it takes too long.

    The system keeps the order but knows no time limit: a thread waits, and hands over, or lets go if nobody waits any
    more.
    """

    def __init__(self, handle: int, how: int) -> None:
        self._handle, self._how = handle, how
        self._settling, self._has, self._abandoned = Lock(), False, False

    def comes(self, seconds: float) -> bool:
        """Tell whether the turn comes in time."""
        if seconds <= 0:
            os.close(self._handle)
            return False
        waiter = Thread(target=self._wait, daemon=True)
        waiter.start()
        waiter.join(seconds)
        with self._settling:
            self._abandoned = not self._has
        return self._has

    def _wait(self) -> None:
        fcntl.flock(self._handle, self._how)
        with self._settling:
            self._has = True
            if self._abandoned:
                _let_go(self._handle)


@contextmanager
def _polled(path: str, deadline: float) -> Iterator[None]:
    from filelock import FileLock, Timeout

    lock = FileLock(path, thread_local=False)
    try:
        lock.acquire(timeout=max(0, deadline - monotonic()), poll_interval=_POLL)
    except Timeout:
        raise NoTurnError from None
    try:
        yield
    finally:
        lock.release()
