"""Keeps the catalogues that records were judged by, beside the records: one file each, named by its digest.

They are no part of the ledger: nothing is lost where they cannot be written, save the convenience of having them.
"""

import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import get_ident

from sw_competency.errors import StoreError
from sw_competency.stores import _files

FOLDER = "catalogues"
_DIGEST = re.compile(r"[0-9a-f]{8,128}")


def keep(root: Path, digest: str, text: Callable[[], str]) -> None:
    """Keep a catalogue under its digest, whole or not at all; what is there stays as it is."""
    place = root / FOLDER / f"{digest}.toml"
    if _DIGEST.fullmatch(digest) is None:
        return
    beside = place.with_name(f"{digest}.{os.getpid()}-{get_ident()}.new")
    try:
        if place.exists():
            return
        _files.make_folder(place.parent)
        with os.fdopen(_files.opened(beside, os.O_WRONLY), "wb") as file:
            file.write(text().encode())
            file.flush()
            os.fsync(file.fileno())
        beside.replace(place)
    except OSError:  # no room, no leave to write
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def names(root: Path) -> tuple[str, ...]:
    """Return the digests of the catalogues that are kept."""
    try:
        found = sorted((root / FOLDER).glob("*.toml"))
    except OSError:
        return ()
    return tuple(file.stem for file in found if _DIGEST.fullmatch(file.stem))


def kept(root: Path, digest: str) -> str | None:
    """Return a catalogue that is kept under a digest; None where none is, or it cannot be read."""
    try:
        data = _files.read(root / FOLDER / f"{digest}.toml") if _DIGEST.fullmatch(digest) else None
        return None if data is None else data.decode()
    except (StoreError, UnicodeDecodeError):
        return None
