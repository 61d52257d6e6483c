"""Ids of entries that came without one: made from what they say, so that the same file twice adds nothing."""

import hashlib
from collections import Counter
from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from sw_competency.model.entries import Entry
from sw_competency.model.shape import plain
from sw_competency.model.structs import whole

_STAMPS = ("id", "recorded_at", "recorded_by", "recorded_at_source")
_encode = msgspec.json.Encoder(order="sorted").encode


def content(entry: Entry) -> bytes:
    """Return what an entry says, without its id and without when and by whom it was written down."""
    if (struct := whole(entry)) is not None:  # the same as below, in a third of the time
        return _encode(replace(struct, id="", recorded_at=None, recorded_by=None, recorded_at_source=None))
    said = plain(entry)
    for stamp in _STAMPS:
        said.pop(stamp, None)
    return _encode(said)


def with_ids(entries: Iterable[Entry], before: Iterable[Entry] = ()) -> list[Entry]:
    """Return each entry of a batch an id where it has none.

    It is made from the content and from how often that content has occurred so far in the batch: two identical
    cannulations in one file are two entries, and the same file again brings the same two.

    Args:
        entries: the batch.
        before: entries that are known to be others, whatever they say.
    """
    seen = Counter(content(entry) for entry in before)
    out = []
    for entry in entries:
        if not entry.id:
            said = content(entry)
            seen[said] += 1
            digest = hashlib.sha256(said + b"#%d" % seen[said]).hexdigest()
            entry = replace(entry, id=f"e-{digest[:20]}")  # noqa: PLW2901
        out.append(entry)
    return out
