"""Keeps the shipped catalogue ready-made in the user's cache, since it is read at every start.

Nothing rests on it: where it cannot be written or read, the catalogue is made from its files. It is read only where
nobody else may write, and holds data alone.
"""

import hashlib
import os
import stat
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import attrs
import msgspec

from sw_competency.catalogue.catalogue import Catalogue
from sw_competency.catalogue.plain import encoded
from sw_competency.files import opened
from sw_competency.version import __version__

_HERE = Path(__file__).parent
DATA = _HERE / "data"
_MADE_OF = (DATA, _HERE, _HERE.parent, _HERE.parent / "rules", _HERE.parent / "rules" / "kinds")
_PARTS = [field.name for field in attrs.fields(Catalogue)]
_decode = msgspec.msgpack.Decoder(dict[str, bytes]).decode
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def _place() -> Path:
    """Return the file of this installation; each has its own."""
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    folder = Path(home) if home else Path.home() / ".cache"
    installation = hashlib.sha256(os.fsencode(__file__)).hexdigest()[:12]
    return folder / "sw-competency" / f"catalogue-{installation}.msgpack"


def fingerprint(folders: Iterable[Path] = _MADE_OF) -> bytes:
    """Tell apart by what a catalogue is made of: what its files hold, and the code that makes values of them."""
    found = hashlib.sha256(f"{__version__} {sys.version}".encode())
    for folder in folders:
        for file in sorted(os.scandir(folder), key=lambda entry: entry.name):
            if file.name.endswith((".py", ".toml")):
                content = Path(file.path).read_bytes()
                found.update(f"{file.name} {len(content)}\n".encode() + content)
    return found.digest()


def fetch(mark: bytes) -> Catalogue | None:
    """Return the catalogue that was kept under a fingerprint."""
    try:
        place = _place()
        if place.is_symlink() or not _is_ours_alone(place.parent.lstat()):
            return None
        with opened(place) as file:
            raw = file.read() if _is_ours_alone(os.fstat(file.fileno())) else b""
        digest = hashlib.sha256(raw[64:]).digest()
        parts = _decode(raw[64:]) if raw[:64] == mark + digest else {}
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it can be made again
        return None
    return Catalogue.of_parts(parts) if parts.keys() == set(_PARTS) else None


def keep(mark: bytes, catalogue: Catalogue) -> None:
    """Keep a catalogue under a fingerprint, whole or not at all, where that is possible.

    Args:
        mark: the fingerprint, of 32 bytes.
        catalogue: what is kept.
    """
    with suppress(OSError, RuntimeError):  # no home, no room, no leave to write
        place = _place()
        beside = place.with_name(f"{place.name}.{os.getpid()}")
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = msgspec.msgpack.encode({name: encoded(getattr(catalogue, name)) for name in _PARTS})
        with suppress(FileNotFoundError):
            beside.unlink()  # of one that was interrupted
        with os.fdopen(os.open(beside, _NEW, 0o600), "wb") as file:
            file.write(mark + hashlib.sha256(made).digest() + made)
        beside.replace(place)


def _is_ours_alone(told: os.stat_result) -> bool:
    """Tell whether nobody else may write a file, or into a folder."""
    return not hasattr(os, "getuid") or (
        told.st_uid == os.getuid() and not told.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    )
