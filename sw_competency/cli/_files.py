"""Files we write for people: whole or not at all, under names that are safe everywhere."""

import hashlib
import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Annotated, BinaryIO

from cyclopts import Parameter

from sw_competency.errors import SWCompetencyError

Out = Annotated[Path | None, Parameter(allow_leading_hyphen=True)]  # where to write; - is standard output
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")


class UnwritableFileError(SWCompetencyError):
    """A file that cannot be written where it was asked for."""


def safe(name: str) -> str:
    """Give a name that is safe in a file name everywhere; one that had to be changed keeps a mark of what it was."""
    kept = _UNSAFE.sub("_", name)[:60]
    if kept == name:
        return name
    return f"{kept}-{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def write_whole(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Write a file in one piece: what was there stays until the new one is complete.

    Raises:
        UnwritableFileError: it cannot be written.
    """
    if path.is_dir():
        raise UnwritableFileError(f"'{path}' is a folder: name a file in it with --out.")
    beside = path.with_name(f".{path.name[:100]}.{os.getpid()}.new")
    try:
        with beside.open("xb") as file:
            write(file)
        beside.replace(path)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UnwritableFileError(f"'{path}' cannot be written ({reason}): name another place with --out.") from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
