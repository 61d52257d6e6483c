"""Work on what others made, done by a process of its own with only so much time and memory.

It runs no code but ours and what ours is installed with, whatever lies in the current folder.
"""

import contextlib
import os
import subprocess
import sys
from pathlib import Path

_PACKAGES = Path(__file__).resolve().parents[1]  # where this package lies
_BEGIN = (
    "import sys; sys.path[:] = sys.argv[2:]; from importlib import import_module; "
    "sys.exit(import_module(sys.argv[1]).main())"
)


BROKEN = 3  # the exit code of work that cannot be done: standard output is the sentence why


class RefusedError(Exception):
    """The work cannot be done; the text is the sentence that says why."""


class TooMuchError(Exception):
    """The work took too much time or memory, or the process that did it broke."""


def fenced(module: str, job: bytes, seconds: int, memory: int) -> tuple[int, bytes]:
    """Let the `main` of a module work on a job, which it reads from standard input.

    Args:
        module: which; it calls `limit` first.
        job: what it is to do.
        seconds: of processor time; on the clock three times as long, and ten seconds to start.
        memory: bytes of address space.

    Returns:
        The exit code that `main` gave, and what it wrote to standard output.

    Raises:
        TooMuchError: it took too much, or broke.
    """
    command = [sys.executable, "-I", "-P", "-c", _BEGIN, module, *_where()]
    limits = f"{seconds} {memory}\n".encode()
    try:
        ended = subprocess.run(  # noqa: S603 - our own words
            command, input=limits + job, capture_output=True, timeout=3 * seconds + 10, check=False, cwd=Path(os.sep)
        )
    except subprocess.TimeoutExpired:
        raise TooMuchError from None
    if ended.returncode < 0:  # a signal ended it
        raise TooMuchError
    return ended.returncode, ended.stdout


def done(module: str, job: bytes, seconds: int, memory: int) -> bytes:
    """Let the `main` of a module work on a job, and give what it made.

    Args:
        module: which; see `fenced`.
        job: what it is to do.
        seconds: of processor time.
        memory: bytes of address space.

    Raises:
        RefusedError: it said why it cannot be done.
        TooMuchError: it took too much, or broke.
    """
    code, made = fenced(module, job, seconds, memory)
    if code == BROKEN:
        raise RefusedError(made.decode("utf-8", "replace"))
    if code != 0:
        raise TooMuchError
    return made


def limited() -> bytes:
    """Take on the limits that `fenced` set, and give the job."""
    seconds, memory = map(int, sys.stdin.buffer.readline().split())
    limit(seconds, memory)
    return sys.stdin.buffer.read()


def limit(seconds: int, memory: int) -> None:
    """Limit this process for good."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # not every system knows such limits
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _where() -> list[str]:
    """List where modules are found: not in the current folder, save last where this package itself lies there."""
    here = Path.cwd()
    found = [path for path in sys.path if Path(path).is_absolute() and Path(path).resolve() != here]
    return [*found, str(_PACKAGES)]
