"""JSON that other systems wrote: read whole or not at all; parts are taken only where they are what they should be."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sw_competency.files import opened

LARGEST = 200_000_000  # bytes


def document(path: Path) -> Any:
    """Return what a file of JSON holds; None where it holds none, or far too much.

    Raises:
        UnreadableFileError: it is not there.
        OSError: it may not be read.
    """
    with opened(path) as file:
        raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        return None
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None


def begins(head: bytes, *names: bytes, with_: bytes = b"{") -> bool:
    """Tell a document from how its file begins.

    Args:
        head: the first bytes of the file.
        names: what must stand among them.
        with_: the marks with one of which it may open.
    """
    first = head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1]
    return bool(first) and first in with_ and all(name in head for name in names)


def as_json(said: Any) -> bytes:
    """Return a document as a file has it."""
    return json.dumps(said, ensure_ascii=False, indent=1).encode() + b"\n"


def part(said: Any, name: str) -> dict[str, Any]:
    """Return an object within an object; an empty one where there is none."""
    found = said.get(name) if isinstance(said, Mapping) else None
    return found if isinstance(found, dict) else {}


def several(said: Any, name: str) -> list[dict[str, Any]]:
    """Return the objects of a list within an object; none where there is none."""
    found = said.get(name) if isinstance(said, Mapping) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def cells_of(raw: Mapping[str, Any]) -> dict[str, str]:
    """Return an entry's fields as the cells of a row, as a file of rejected rows shows them."""
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in raw.items()}
