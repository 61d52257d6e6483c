"""Entries with unknown fields that stand in thousands of them, as feeds and tables brought in leave them.

They are read and written at once, like any other, by a struct that holds those fields beside the known ones.
"""

from functools import cache
from typing import Any

import msgspec
from msgspec.structs import asdict

from sw_competency.model.entries import KINDS, Entry

OFTEN = ("feed", "feed_day", "feed_row", "feed_number", "feed_said", "batch", "undated")
_OFTEN = frozenset(OFTEN)


@cache
def wide(kind: str) -> type[Entry]:
    """Return the struct of a kind that holds those unknown fields, too."""
    cls = KINDS[kind]
    fields = [(name, Any, msgspec.UNSET) for name in OFTEN]
    made: Any = msgspec.defstruct(cls.__name__, fields, bases=(cls,), frozen=True, kw_only=True, tag=kind)
    return made  # type: ignore[no-any-return]


def narrow(entry: Entry) -> Entry:
    """Return the entry of which a wide struct says all."""
    said = asdict(entry)
    extra = {name: value for name in OFTEN if (value := said.pop(name)) is not msgspec.UNSET}
    return KINDS[entry.kind](**{**said, "extra": extra})


def whole(entry: Entry) -> Entry | None:
    """Return an entry as a struct whose fields say all it says; None where no struct can."""
    if getattr(entry, "with_", None) is not None or not _OFTEN.issuperset(entry.extra):
        return None
    if not entry.extra:
        return entry
    return wide(entry.kind)(**{**asdict(entry), **entry.extra, "extra": {}})
