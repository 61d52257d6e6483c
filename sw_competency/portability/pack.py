"""The leaver's pack: one page, one record, one file of badges, which the next organisation can check."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from sw_competency.errors import UnreadableFileError
from sw_competency.files import opened
from sw_competency.formats import write
from sw_competency.model import Absence, Correction, Entry, Person, SignOffRequest
from sw_competency.portability.badge_check import LARGEST, Presented, presented
from sw_competency.portability.open_badges import Issuing, all_current, together

PAGE, RECORD, BADGES = "page.pdf", "record.jsonl", "badges.json"
_REASONS = ("reason", "destination")  # of a withdrawal, a leaving, a request and the like
_Named = tuple[tuple[str, str], str]  # an entry by whose record it stands in, and its id
_LARGEST_FILE = 100_000_000  # bytes of a file that lies beside


def record_of(entries: Iterable[Entry], person: Person | None, *, with_reasons: bool = False) -> bytes:
    """Return a record as a pack holds it, entry by entry as it was written, so that it can be imported whole.

    Args:
        entries: the worker's record as it was written.
        person: what else is known of the worker.
        with_reasons: whether what is said of health and conduct is in it (`without_reasons`).
    """
    text = StringIO(newline="")
    entries = list(entries) if with_reasons else without_reasons(entries)
    write("jsonl", [*([] if person is None else [person]), *entries], text)
    return text.getvalue().encode()


def without_reasons(entries: Iterable[Entry]) -> list[Entry]:
    """Return a record without what it says of health and conduct: absences, and the reasons why anything ended.

    What is nothing without its reason is left out whole, with all that puts it right.

    Args:
        entries: the record as it was written.
    """
    found = list(entries)
    about = {
        (e.owner, e.id): (e.owner, said.corrects) for e in found for said in _said_by(e) if isinstance(said, Correction)
    }
    away = {_first((e.owner, e.id), about) for e in found if any(map(_is_its_reason, _said_by(e)))}
    return [_without(entry) for entry in found if _first((entry.owner, entry.id), about) not in away]


def _said_by(entry: Entry | None) -> Iterator[Entry]:
    """Return an entry, and what it says another should have been, however deep."""
    while entry is not None:
        yield entry
        entry = entry.with_ if isinstance(entry, Correction) else None


def _first(named: _Named, about: Mapping[_Named, _Named]) -> _Named:
    """Return the entry that a correction is about in the end."""
    been = {named}
    while (named := about.get(named, named)) not in been:
        been.add(named)
    return named


def _is_its_reason(entry: Entry) -> bool:
    return isinstance(entry, Absence) or (isinstance(entry, SignOffRequest) and entry.answer == "rejected")


def _without(entry: Entry) -> Entry:
    if isinstance(entry, Correction):  # why something was written wrongly is no reason of that sort
        return entry if entry.with_ is None else replace(entry, with_=_without(entry.with_))
    said: dict[str, Any] = {name: None for name in _REASONS if getattr(entry, name, None) is not None}
    return replace(entry, **said) if said else entry


def packed(page: bytes, record: bytes, issuing: Sequence[Issuing]) -> dict[str, bytes]:
    """Return the files of a pack by their names.

    Args:
        page: the page about the worker, as PDF.
        record: the record.
        issuing: who issues badges, out of each record of theirs; nobody where it is empty.
    """
    files = {PAGE: page, RECORD: record}
    if not issuing:
        return files
    return {**files, BADGES: together([*all_current(issuing), issuing[0].pack(files)])}


def read_presented(path: Path) -> tuple[Presented, ...]:
    """Read badges somebody brings: a file of them, or the folder of a pack.

    Raises:
        UnreadableFileError: it cannot be read, or holds none.
    """
    file = path / BADGES if path.is_dir() else path
    try:
        content = _read(file, LARGEST)
        beside = {name: sha256(_read(file.with_name(name), _LARGEST_FILE)).hexdigest()
                  for name in (PAGE, RECORD) if file.name == BADGES and file.with_name(name).is_file()}  # fmt: skip
    except OSError as error:
        raise UnreadableFileError(f"'{file}' cannot be opened: {error.strerror}; give another file.") from error
    return presented(content, str(file), beside)


def _read(path: Path, most: int) -> bytes:
    with opened(path) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise UnreadableFileError(f"'{path}' is larger than {most // 1_000_000} MB: no file of a pack is.")
    return content
