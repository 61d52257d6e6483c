"""Entries as a store keeps them, and back: one JSON document an entry, one line a batch. The only such converter.

A document is what `model.plain` gives, with one difference: nothing that was said is left out, not even an empty
text, so that an entry comes back exactly as it was. What machines wrote is decoded the fast way: msgspec reads a line
into entries at once; where that is refused, once more with the unknown fields that feeds leave in thousands of them.
Where that is refused as well - a field this version does not know, a correction with an entry inside, damage - the slow
way looks at each document by itself, keeps unknown fields, and finds the sentence for what is wrong.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import chain
from typing import Any, Union

import msgspec
from msgspec.structs import replace

from sw_competency.errors import MalformedEntryError, StoreDamagedError
from sw_competency.model import KINDS, Entry, Person, field_names, parse_entry
from sw_competency.model.structs import narrow, whole, wide

Document = dict[str, Any]
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
_MEND = "Restore it from a backup."
_encode = msgspec.json.Encoder().encode
_entries = msgspec.json.Decoder(list[Union[tuple(KINDS.values())]]).decode_lines  # type: ignore[misc]  # noqa: UP007
_documents = msgspec.json.Decoder(list[Document]).decode_lines
_person = msgspec.json.Decoder(Person).decode


def document(entry: Entry) -> Document:
    """Return an entry as the plain JSON values a store keeps, `kind` first, unknown fields last."""
    within = getattr(entry, "with_", None)
    known = replace(entry, extra={}) if within is None else replace(entry, extra={}, with_=None)
    plain: Document = msgspec.to_builtins(known)
    if within is not None:
        plain["with"] = document(within)
    if entry.extra:
        plain.update(msgspec.to_builtins(entry.extra))
    return plain


def line(documents: Sequence[Document]) -> bytes:
    """Return a batch of documents as a line of its own."""
    return _encode(documents) + b"\n"


def body(entries: Iterable[Entry]) -> bytes:
    """Return a batch of entries as the JSON array that is stored for it."""
    return b"[" + b",".join(map(_bytes, entries)) + b"]"


def _bytes(entry: Entry) -> bytes:
    """Return an entry's document as JSON, of which most need not be made."""
    struct = whole(entry)
    return _encode(document(entry) if struct is None else struct)


def id_within(id_: str) -> bytes:
    """Return what stands in a stored batch if it holds an entry of an id; if it does not, none has the id."""
    return b'"id":' + _encode(id_)


def documents(lines: bytes, where: str = "memory") -> list[Document]:
    """Read the documents of whole lines; `where` names the file in an error.

    Raises:
        StoreDamagedError: a line is none that a store wrote.
    """
    try:
        return [each for batch in _documents(lines) for each in batch]
    except _UNREADABLE:
        pass  # look for the line
    found: list[Document] = []
    for number, each_line in enumerate(lines.split(b"\n"), 1):
        try:
            found += [each for batch in _documents(each_line) for each in batch]
        except _UNREADABLE as error:
            raise StoreDamagedError(f"'{where}' is damaged in line {number}: {error}. {_MEND}") from None
    return found


def entries(lines: bytes, where: str = "memory") -> tuple[Entry, ...]:
    """Read the entries of whole lines, in their place; `where` names the file in an error.

    Raises:
        StoreDamagedError: a line or an entry is none that a store wrote.
    """
    try:
        return tuple(chain.from_iterable(_entries(lines)))
    except _UNREADABLE:
        pass
    try:
        return tuple([narrow(each) for batch in _wide()(lines) for each in batch])
    except _UNREADABLE:
        return tuple(entry(each, where, n) for n, each in enumerate(documents(lines, where), 1))


@cache
def _wide() -> Callable[[bytes], list[list[Entry]]]:
    kinds: Any = Union[tuple(wide(kind) for kind in KINDS)]  # noqa: UP007
    return msgspec.json.Decoder(list[kinds]).decode_lines


def entry(stored: Document, where: str = "memory", place: int = 1) -> Entry:
    """Read one document by itself, unknown fields and all.

    Raises:
        StoreDamagedError: it is no entry; with its place in the file, and the reason in plain words.
    """
    try:
        return _entry(stored)
    except (msgspec.ValidationError, KeyError, TypeError):
        pass  # the slowest way has the best words
    try:
        return parse_entry(stored)[0]
    except MalformedEntryError as error:
        reasons = "; ".join(str(problem) for problem in error.problems)
        raise StoreDamagedError(f"'{where}' is damaged in entry {place}: {reasons}. {_MEND}") from None


def _entry(stored: Document) -> Entry:
    kind = stored["kind"]
    written = field_names(kind)
    known = {name: value for name, value in stored.items() if name in written}
    extra = {name: value for name, value in stored.items() if name not in written and name != "kind"}
    within = known.pop("with", None)
    held = {"extra": extra} if within is None else {"extra": extra, "with_": _entry(within)}
    return replace(msgspec.convert(known, KINDS[kind]), **held)


def owner_id(stored: Document, kind: str, where: str) -> str:
    """Return the id of the worker, assessor or site a stored document belongs to.

    Raises:
        StoreDamagedError: it does not say.
    """
    found = stored.get(kind)
    if not isinstance(found, str):
        raise StoreDamagedError(f"'{where}' is damaged: its first entry names no {kind}. {_MEND}")
    return found


def person_document(person: Person) -> bytes:
    """Return a person as the JSON document a store keeps."""
    return _encode(person)


def person(stored: bytes, where: str = "memory") -> Person:
    """Read a person.

    Raises:
        StoreDamagedError: it is no such document.
    """
    try:
        return _person(stored)
    except _UNREADABLE as error:
        raise StoreDamagedError(f"'{where}' is damaged: {error}. {_MEND}") from None
