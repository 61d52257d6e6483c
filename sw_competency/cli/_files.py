"""Files we write for people: whole or not at all, under names that are safe everywhere."""

import hashlib
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from stat import S_ISCHR, S_ISLNK
from tempfile import TemporaryDirectory
from typing import Annotated, BinaryIO

from cyclopts import Parameter

from sw_competency.cli._print import clean
from sw_competency.errors import UnreadableOptionError, UnwritableFileError
from sw_competency.files import is_as_made, mark_as_made, store_around, what_else

Out = Annotated[Path | None, Parameter(allow_leading_hyphen=True)]  # where to write; - is standard output
Force = Annotated[bool, Parameter(negative=())]
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")


def safe(name: str) -> str:
    """Return a name that is safe in a file name everywhere; one that had to be changed keeps a mark of what it was."""
    kept = _UNSAFE.sub("_", name)[:60]
    if kept == name:
        return name
    return f"{kept}-{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def chosen_format(given: str | None, out: Path | None, formats: Sequence[str], what: str) -> str:
    """Return the format that was given, or that the name of a file says.

    Args:
        given: the format, where it was given.
        out: the file.
        formats: those that there are.
        what: what is written: a report, an answer.

    Raises:
        UnreadableOptionError: it is not written as the file is named, or the two do not agree.
    """
    ending = out.suffix.lstrip(".").lower() if out is not None else ""
    if given is not None:
        if given in formats and ending in formats and given != ending:
            raise UnreadableOptionError(
                f"--out: '{out}' ends in .{ending}, and --format says {given}: let them agree, or leave one out."
            )
        return given
    if ending and ending not in formats:
        known = " or ".join(f".{each}" for each in formats)
        says = f"'.{ending}' is no format of this {what}: name a file that ends in {known}, or give --format"
        raise UnreadableOptionError(f"--out: {says}.")
    return ending or ("html" if "html" in formats else formats[0])


def is_standard_output(out: Path | None) -> bool:
    """Tell whether a name stands for standard output."""
    return out is not None and str(out) in {"-", "/dev/stdout", "/dev/fd/1"}


def write_whole(path: Path, write: Callable[[BinaryIO], object], *, force: bool = False) -> None:
    """Write a file in one piece: what was there stays until the new one is complete.

    A file that this program did not make, or that was changed since, is replaced only if somebody says so. A new one
    may be read by its owner alone, one that is replaced by whom it was. A device is written into, and stays one.

    Args:
        path: where to.
        write: writes what the file is to hold.
        force: replace whatever file is there.

    Raises:
        UnwritableFileError: it cannot be written, or may not be replaced.
    """
    beside = path.with_name(f".{path.name[:100]}.{os.getpid()}.new")
    try:
        old = _looked_at(path)
        if old is not None and S_ISCHR(old.st_mode):
            with path.open("wb") as file:
                write(file)
            return
        if old is not None and not (force or is_as_made(path) or _may_replace(path)):
            raise UnwritableFileError(
                f"'{path}' is there already, and was made or changed by somebody: name another file with --out, or "
                "replace it with --force."
            )
        with os.fdopen(os.open(beside, _NEW, 0o600), "wb") as file:
            write(file)
        _as_it_was(beside, old)
        mark_as_made(beside)
        beside.replace(path)
    except OSError as error:
        raise _cannot(path, error) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _looked_at(path: Path) -> os.stat_result | None:
    """Look at where a file is to be written, and give what stands there: a file or a device, or nothing.

    Raises:
        UnwritableFileError: it may not be written there.
    """
    refuse_store(path)
    try:
        found = path.lstat()
    except FileNotFoundError:
        return None
    if S_ISLNK(found.st_mode):
        raise UnwritableFileError(f"'{path}' is a link: name the file itself with --out.")
    what = what_else(found.st_mode)
    if what is not None and not S_ISCHR(found.st_mode):
        hint = "name a file in it" if what == "folder" else "print it with --out -, or name a file"
        raise UnwritableFileError(f"'{path}' is a {what}: {hint}.")
    return found


def refuse_store(path: Path) -> None:
    """Refuse a place within a store, where only records may stand.

    Raises:
        UnwritableFileError: it is within one.
    """
    store = store_around(path.parent)
    if store is not None:
        raise UnwritableFileError(f"'{path}' is within the store '{store}': name a place outside it with --out.")


def _may_replace(path: Path) -> bool:
    """Ask whoever sits at the terminal, if somebody does."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    sys.stderr.write(f"'{clean(str(path))}' is there already, made or changed by somebody. Replace it? [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().casefold() in {"y", "yes"}


def _as_it_was(new: Path, old: os.stat_result | None) -> None:
    """Let those read a file, and no others, who could read the one it replaces."""
    if old is not None and os.name != "nt":
        group = 0o070
        if new.stat().st_gid != old.st_gid:
            try:
                os.chown(new, -1, old.st_gid)
            except OSError:  # another group is not to read it in the place of the old one
                group = 0
        new.chmod(old.st_mode & (0o707 | group))


@contextmanager
def making(folder: Path) -> Iterator[None]:
    """Make a folder where there is none; where nothing comes to stand in it, it is taken away again.

    Raises:
        UnwritableFileError: it cannot be made.
    """
    with ExitStack() as undo:
        try:
            for missing in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
                missing.mkdir(0o700)
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
    refuse_store(folder / next(iter(files)))
    try:
        with ExitStack() as undo:
            for name in files:
                if os.path.lexists(folder / name):
                    raise already_there(folder / name)
            with TemporaryDirectory(prefix=".new-", dir=folder) as beside:
                for name, content in files.items():
                    (Path(beside) / name).write_bytes(content)
                    (Path(beside) / name).chmod(0o600)
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


def _cannot(path: Path, error: Exception, done: str = "written") -> UnwritableFileError:
    if isinstance(error, FileNotFoundError | NotADirectoryError) and not path.parent.is_dir():
        return UnwritableFileError(f"There is no folder '{path.parent}': make it, or name another place with --out.")
    reason = (getattr(error, "strerror", None) or str(error)).lower()
    return UnwritableFileError(f"'{path}' cannot be {done} ({reason}): name another place with --out.")
