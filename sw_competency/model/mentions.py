"""Whom an entry names: whose record it stands in, who assessed, supervised, countersigned, decided, wrote it down."""

from collections.abc import Iterator

from sw_competency.model.entries import Correction, Entry
from sw_competency.model.shape import ID_FIELDS

_NO_PEOPLE = {
    "id", "site", "sign_off", "corrects", "evidence", "number", "kind", "recorded_by", "value", "same_as",
}  # fmt: skip
NAMING_PEOPLE = tuple(sorted(ID_FIELDS - _NO_PEOPLE))  # the fields of entries in which a person is named


def mentioned(entry: Entry) -> Iterator[tuple[str, str]]:
    """Return the people an entry names by their ids, each with the field; of a correction, also what it puts right."""
    for name in (*NAMING_PEOPLE, "same_as", "recorded_by"):
        value = getattr(entry, name, None) or entry.extra.get(name)
        if isinstance(value, str):
            yield name, value
    if isinstance(entry, Correction) and entry.with_ is not None:
        yield from mentioned(entry.with_)
