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
