"""Whom an entry names: whose record it stands in, who assessed, supervised, countersigned, decided, wrote it down."""

from collections.abc import Iterator

from sw_competency.model.entries import Correction, Entry
from sw_competency.model.shape import ID_FIELDS

NAMES_PEOPLE = tuple(sorted(ID_FIELDS - {"id", "site", "sign_off", "corrects", "evidence", "number", "kind", "scheme"}))


def mentioned(entry: Entry) -> Iterator[tuple[str, str]]:
    """Return the people an entry names by their ids, each with the field; of a correction, also what it puts right."""
    for name in NAMES_PEOPLE:
        value = getattr(entry, name, None) or entry.extra.get(name)
        if isinstance(value, str):
            yield name, value
    if isinstance(entry, Correction) and entry.with_ is not None:
        yield from mentioned(entry.with_)
