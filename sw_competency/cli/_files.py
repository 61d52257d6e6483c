"""Files we write for people: whole or not at all, under names that are safe everywhere."""

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
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


def is_standard_output(out: Path | None) -> bool:
    """Tell whether a name stands for standard output."""
    return out is not None and str(out) in {"-", "/dev/stdout", "/dev/fd/1"}


def write_whole(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Write a file in one piece: what was there stays until the new one is complete.

    What is no file, such as a named pipe or a device, is written into and stays what it is.

    Raises:
        UnwritableFileError: it cannot be written.
    """
    if path.is_dir():
        raise UnwritableFileError(f"'{path}' is a folder: name a file in it with --out.")
    beside = None
    try:
        place = Path(os.path.realpath(path)) if path.is_symlink() else path
        if _is_other_than_a_file(path):
            with path.open("wb") as file:
                write(file)
            return
        beside = place.with_name(f".{place.name[:100]}.{os.getpid()}.new")
        with beside.open("xb") as file:
            write(file)
        beside.replace(place)
    except OSError as error:
        raise _cannot(path, error) from error
    finally:
        if beside is not None:
            with suppress(OSError):
                beside.unlink(missing_ok=True)


@contextmanager
def making(folder: Path) -> Iterator[None]:
    """Make a folder where there is none; where nothing comes to stand in it, it is taken away again.

    Raises:
        UnwritableFileError: it cannot be made.
    """
    with ExitStack() as undo:
        try:
            for missing in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
                missing.mkdir()
                undo.callback(_removed, missing.rmdir)
        except OSError as error:
            raise _cannot(folder, error, "made") from error
        yield
        undo.pop_all()


def write_new(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write new files into a folder, all or none; nothing that is there is ever overwritten, not even a dangling link.

    Args:
        folder: where to.
        files: what is to be written, by name.

    Raises:
        UnwritableFileError: one is there already, or cannot be written.
    """
    try:
        with ExitStack() as undo:
            for name in files:
                if os.path.lexists(folder / name):
                    raise already_there(folder / name)
            with TemporaryDirectory(prefix=".new-", dir=folder) as beside:
                for name, content in files.items():
                    (Path(beside) / name).write_bytes(content)
                for name in files:
                    _moved(Path(beside) / name, folder / name)
                    undo.callback(_removed, (folder / name).unlink)
            undo.pop_all()
    except OSError as error:
        raise _cannot(folder / next(iter(files)), error) from error


def already_there(path: Path) -> UnwritableFileError:
    """Say that a file is there already."""
    return UnwritableFileError(f"'{path}' is there already and stays as it is: name another place with --out.")


def _moved(beside: Path, path: Path) -> None:
    """Give a finished file its name, which must be free: somebody may have taken it this instant."""
    try:
        try:
            os.link(beside, path)
        except FileExistsError:
            raise
        except OSError:  # not every file system links
            _copied(beside, path)
    except FileExistsError:
        raise already_there(path) from None


def _copied(beside: Path, path: Path) -> None:
    with path.open("xb") as file:
        try:
            file.write(beside.read_bytes())
        except OSError:
            path.unlink()
            raise


def _removed(remove: Callable[[], None]) -> None:
    with suppress(OSError):
        remove()


def _is_other_than_a_file(path: Path) -> bool:
    return (path.exists() and not path.is_file()) or path.absolute().parts[1:2] in {("dev",), ("proc",)}


def _cannot(path: Path, error: Exception, done: str = "written") -> UnwritableFileError:
    reason = (getattr(error, "strerror", None) or str(error)).lower()
    return UnwritableFileError(f"'{path}' cannot be {done} ({reason}): name another place with --out.")
