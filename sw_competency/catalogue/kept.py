"""Keeps the shipped catalogue ready-made in the user's cache, since it is read at every start.

Nothing rests on it: where it cannot be written or read, the catalogue is made from its files.
"""

import hashlib
import os
import pickle
import sys
from collections.abc import Iterable
from pathlib import Path

from sw_competency import __version__
from sw_competency.catalogue.catalogue import Catalogue

_HERE = Path(__file__).parent
DATA = _HERE / "data"
_MADE_OF = (DATA, _HERE, _HERE.parent, _HERE.parent / "rules", _HERE.parent / "rules" / "kinds")


def _place() -> Path:
    """Give the file of this installation; each has its own."""
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    folder = Path(home) if home else Path.home() / ".cache"
    installation = hashlib.sha256(os.fsencode(__file__)).hexdigest()[:12]
    return folder / "sw-competency" / f"catalogue-{installation}.pickle"


def fingerprint(folders: Iterable[Path] = _MADE_OF) -> bytes:
    """Tell apart by what a catalogue is made of: its files, and the code that makes values of them.

    A look at their sizes and times is enough, and far quicker than reading them at every start.
    """
    found = hashlib.sha256(f"{__version__} {sys.version}".encode())
    for folder in folders:
        for file in sorted(os.scandir(folder), key=lambda entry: entry.name):
            if file.name.endswith((".py", ".toml")):
                seen = file.stat()
                found.update(f"{file.name} {seen.st_size} {seen.st_mtime_ns}\n".encode())
    return found.digest()


def fetch(mark: bytes) -> Catalogue | None:
    """Give the catalogue that was kept under a fingerprint."""
    try:
        with _place().open("rb") as file:
            # what others could have written must not be unpickled
            if hasattr(os, "getuid") and os.fstat(file.fileno()).st_uid != os.getuid():
                return None
            raw = file.read()
        ready = pickle.loads(raw[len(mark) :]) if raw.startswith(mark) else None  # noqa: S301 - written by ourselves
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it can be made again
        return None
    return ready if isinstance(ready, Catalogue) else None


def keep(mark: bytes, catalogue: Catalogue) -> None:
    """Keep a catalogue under a fingerprint, whole or not at all, where that is possible."""
    try:
        place = _place()
        beside = place.with_name(f"{place.name}.{os.getpid()}")
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside.write_bytes(mark + pickle.dumps(catalogue, protocol=5))
        beside.replace(place)
    except (OSError, RuntimeError):  # no home, no room, no leave to write
        return
