"""A folder's records carried into another store, and another's into a folder: the same bytes, in the same order."""

from collections.abc import Iterator
from pathlib import Path

from sw_competency.stores import _catalogues, _feeds, _files, _identified, _layout, _log, _people, _record
from sw_competency.stores._base import Image, Owner
from sw_competency.stores._order import numbered

_PART = 500  # files that are made durable together


def image(root: Path, marker: _layout.Marker) -> Image:
    """Return what a folder holds, as it is read; its log of heads lacks nothing, and nobody writes.

    Raises:
        StoreDamagedError: a line of the log of heads, a record or a name is not what was put there.
    """
    days = {feed: _feeds.kept(root, feed) for feed in _feeds.names(root)}
    kept = {digest: _catalogues.kept(root, digest) for digest in _catalogues.names(root)}
    return Image(
        id=marker.id,
        log=numbered(root),
        records=_records(root),
        people=_people_of(root, marker),
        catalogues={digest: text for digest, text in kept.items() if text is not None},
        feeds={feed: day for feed, day in days.items() if day is not None},
    )


def _records(root: Path) -> Iterator[tuple[Owner, bytes]]:
    for file in _layout.record_files(root):
        owner = _record.owner_of(file, _layout.kind_of(file))
        if owner is not None:
            yield owner, _files.read(file) or b""


def _people_of(root: Path, marker: _layout.Marker) -> Iterator[tuple[str, bytes]]:
    for file in _layout.listed(root / _layout.PEOPLE, ".json"):
        person = _people.read(file, marker)
        if person is not None:
            yield person.id, _files.read(file) or b""


def put(root: Path, image: Image) -> None:
    """Put what another store holds into a folder that holds nothing yet.

    Raises:
        StoreError: it cannot be written.
    """
    log = b"".join(_log.line((name, number, digest)) for _, name, number, digest in image.log)
    _in_parts((_layout.record_file(root, owner), data) for owner, data in image.records)
    _in_parts((_layout.person_file(root, id_), data) for id_, data in image.people)
    for digest, text in image.catalogues.items():
        _catalogues.keep(root, digest, lambda text=text: text)  # type: ignore[misc]
    for feed, day in image.feeds.items():
        _feeds.keep(root, feed, day)
    _identified.forget(root)
    _files.replace(root / _layout.LOG, log)


def _in_parts(files: Iterator[tuple[Path, bytes]]) -> None:
    part: dict[Path, bytes] = {}
    for file, data in files:
        part[file] = data
        if len(part) == _PART:
            _files.replace_all(part)
            part = {}
    _files.replace_all(part)
