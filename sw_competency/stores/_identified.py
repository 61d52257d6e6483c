"""In whose records identity entries stand, noted beside them, so that no question goes through every record.

It is noted before the entry is written, and stays when that is corrected: so it may name somebody more, and never one
fewer. Where the file is lacking it is made anew from the records.
"""

import re
from collections.abc import Iterable
from pathlib import Path

import msgspec

from sw_competency.stores import _files
from sw_competency.stores._layout import INDEX

Noted = set[tuple[str, str]]  # the worker, and the number or the other id
SAID = {"scheme": "value", "same_as": "same_as"}  # and the field that says it
_decode = msgspec.json.Decoder(Noted).decode
_encode = msgspec.json.Encoder().encode
_text = msgspec.json.Decoder(str).decode


def read(root: Path, what: str) -> Noted | None:
    """Return what is noted; None where nothing is, or it cannot be read.

    Args:
        root: the store's folder.
        what: `scheme` or `same_as`.
    """
    data = _files.read(_file(root, what))
    try:
        return None if data is None else _decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def write(root: Path, what: str, noted: Iterable[tuple[str, str]]) -> None:
    """Note it for good.

    Raises:
        StoreError: it cannot be written.
    """
    _files.begin_folder(root / INDEX)
    _files.replace(_file(root, what), _encode(sorted(noted)))


def forget(root: Path) -> None:
    """Forget what is noted: it is made anew from the records."""
    for what in SAID:
        _files.remove(_file(root, what))


def within(record: bytes, what: str) -> list[str]:
    """Return what identity entries in a record's file say; within a text a quotation mark has a backslash."""
    if b'"identity"' not in record:
        return []
    return [_text(each) for each in re.findall(rb'"%b":("(?:[^"\\]|\\.)*")' % SAID[what].encode(), record)]


def _file(root: Path, what: str) -> Path:
    return root / INDEX / f"{what}.json"
