"""Entries as a store keeps them, and back: one JSON document an entry, one line a batch. The only such converter.

A document is what `model.plain` gives, with one difference: nothing that was said is left out, not even an empty
text, so that an entry comes back exactly as it was. What machines wrote is decoded the fast way: msgspec reads a line
into plain structs, one class for each kind of entry, and their values are put into the entry classes. Where that is
refused - a field this version does not know, a correction with an entry inside, damage - the slow way looks at each
document by itself, keeps unknown fields, and finds the sentence for what is wrong.
"""

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any, Union, get_type_hints

import attrs
import msgspec

from sw_competency.errors import MalformedEntryError, StoreDamagedError
from sw_competency.model import KINDS, Correction, Entry, Person, field_names, parse_entry
from sw_competency.model.entries import WRITTEN

Document = dict[str, Any]
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
_MEND = "Restore it from a backup."
_HELD_APART = ("extra", "with_")  # no struct holds them: set one by one, where there are any


@attrs.frozen
class _Kind:
    """How one kind of entry is taken apart and put together."""

    cls: type[Entry]
    struct: type[msgspec.Struct]
    written: frozenset[str]  # the fields known, as a file names them
    names: tuple[str, ...]  # those of the struct
    values: Callable[[Any], tuple[Any, ...]]
    made: Callable[[Any], Entry]  # puts the values of a struct into the entry class


def _kind(tag: str, cls: type[Entry]) -> _Kind:
    hints = get_type_hints(cls)
    within = [f for f in attrs.fields(cls) if f.name not in _HELD_APART]
    names = tuple(f.name for f in within)
    struct = msgspec.defstruct(
        cls.__name__,
        [(f.name, hints[f.name]) if f.default is attrs.NOTHING else (f.name, hints[f.name], f.default) for f in within],
        tag_field="kind", tag=tag, rename=WRITTEN, kw_only=True, omit_defaults=True, forbid_unknown_fields=True,
        gc=False,
    )  # fmt: skip
    return _Kind(
        cls=cls,
        struct=struct,
        written=frozenset(field_names(tag)),
        names=names,
        values=attrgetter(*names),
        made=_maker(cls, names),
    )


def _maker(cls: type[Entry], names: tuple[str, ...]) -> Callable[[Any], Entry]:
    """Write the function that makes an entry of a kind: a line a field.

    A frozen class refuses that its fields are set, and putting each by its slot takes three times as long. So a class
    of the same layout, which refuses nothing, is filled, and then becomes the frozen one.
    """
    free = {name: getattr(object, name) for name in ("__init__", "__setattr__", "__delattr__")}
    blank = type(cls.__name__, cls.__bases__, {"__slots__": cls.__slots__, **free})
    body = ["def made(struct):", "    entry = blank()"]
    for field in attrs.fields(cls):
        apart = "{}" if isinstance(field.default, attrs.Factory) else "None"  # type: ignore[arg-type]
        body.append(f"    entry.{field.name} = {f'struct.{field.name}' if field.name in names else apart}")
    used: dict[str, Any] = {"blank": blank, "cls": cls}
    exec("\n".join([*body, "    entry.__class__ = cls", "    return entry"]), used)  # noqa: S102 - of our own field names
    made: Callable[[Any], Entry] = used["made"]
    return made


_KINDS = {name: _kind(name, cls) for name, cls in KINDS.items()}
_MAKERS = {kind.struct: kind.made for kind in _KINDS.values()}
_encode = msgspec.json.Encoder().encode
_structs = msgspec.json.Decoder(list[Union[tuple(_MAKERS)]]).decode_lines  # type: ignore[misc]  # noqa: UP007
_documents = msgspec.json.Decoder(list[Document]).decode_lines
_person = msgspec.json.Decoder(Person).decode


def document(entry: Entry) -> Document:
    """Return an entry as the plain JSON values a store keeps, `kind` first, unknown fields last."""
    kind = _KINDS[entry.kind]
    plain: Document = msgspec.to_builtins(kind.struct(**dict(zip(kind.names, kind.values(entry), strict=True))))
    if isinstance(entry, Correction) and entry.with_ is not None:
        plain["with"] = document(entry.with_)
    if entry.extra:
        plain.update(msgspec.to_builtins(entry.extra))
    return plain


def line(documents: Sequence[Document]) -> bytes:
    """Return a batch of documents as a line of its own."""
    return _encode(documents) + b"\n"


def body(entries: Iterable[Entry]) -> bytes:
    """Return a batch of entries as the JSON array that is stored for it."""
    return _encode([document(entry) for entry in entries])


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
        return tuple([_MAKERS[type(struct)](struct) for batch in _structs(lines) for struct in batch])
    except _UNREADABLE:
        return tuple(entry(each, where, n) for n, each in enumerate(documents(lines, where), 1))


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
    kind = _KINDS[stored["kind"]]
    known = {name: value for name, value in stored.items() if name in kind.written}
    extra = {name: value for name, value in stored.items() if name not in kind.written}
    within = known.pop("with", None)
    known["kind"] = extra.pop("kind")
    made = kind.made(msgspec.convert(known, kind.struct))
    if extra:
        object.__setattr__(made, "extra", extra)
    if within is not None:
        object.__setattr__(made, "with_", _entry(within))
    return made


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
