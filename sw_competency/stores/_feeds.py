"""Keeps the day of the last full extract that was taken of a feed: one small file each, put in place whole.

It is no part of the ledger. Where it is lost, an older extract is no longer told from a newer one.
"""

from datetime import date
from pathlib import Path

from sw_competency.stores import _files
from sw_competency.stores._layout import FEEDS


def keep(root: Path, feed: str, day: date) -> None:
    """Keep the day of a feed's last extract."""
    _files.make_folder(root / FEEDS)
    _files.replace(_file(root, feed), f"{day}\n".encode())


def kept(root: Path, feed: str) -> date | None:
    """Return the day of a feed's last extract; None where none is kept, or what stands there is no day."""
    data = _files.read(_file(root, feed))
    try:
        return None if data is None else date.fromisoformat(data.decode().strip())
    except ValueError:
        return None


def names(root: Path) -> list[str]:
    """Name the feeds of which a day is kept."""
    return [file.stem for file in sorted((root / FEEDS).glob("*.txt"))]


def _file(root: Path, feed: str) -> Path:
    return root / FEEDS / f"{_files.file_stem(feed)}.txt"
