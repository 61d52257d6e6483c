"""Names of people, a file each, bound to their ids and their store: replaced whole, and erased without a trace.

A name's file is one line as those of records are (`_lines`): it says how often the name was put there, and follows the
one before. The log of heads keeps its digest, and so knows of each name which is the last, and whether it was erased.
A salt goes into the digest and stands nowhere else: of a name that was erased nothing can be guessed from it.
"""

import secrets
from datetime import datetime
from pathlib import Path

import msgspec

from sw_competency.errors import StoreDamagedError
from sw_competency.model import Person
from sw_competency.stores import _codec, _files, _layout, _lines
from sw_competency.stores._lines import Head

_ANEW = "enter the name anew."
ERASED = "0" * 64  # stands in the log of heads for a name that was erased


class _Seal(msgspec.Struct):
    store: str
    salt: str


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(tuple[msgspec.Raw, _Seal]).decode


class Kept(msgspec.Struct, frozen=True):
    """What a file says of a person.

    Args:
        person: the person.
        store: the id of the store it was written in; empty in version 1.
        head: how often it was put there, and its digest; None in version 1.
        previous: the digest of what it follows.
    """

    person: Person
    store: str = ""
    head: Head | None = None
    previous: str = ""


def beginning(store: str, id_: str) -> Head:
    """Return what the first name of a person follows."""
    return Head(0, _lines.beginning(store, ("person", id_)))


def stored(store: str, person: Person, after: Head, now: datetime) -> tuple[bytes, Head]:
    """Return a person as a file holds it, and its end.

    Args:
        store: the store's id.
        person: the person.
        after: what it follows.
        now: the instant it is.
    """
    seal = _encode(_Seal(store, secrets.token_hex(16)))
    return _lines.line(("person", person.id), after, now, b"[" + _codec.person_document(person) + b"," + seal + b"]")


def kept(path: Path, *, is_old: bool) -> Kept | None:
    """Read what a file says of a person, whichever store wrote it; None where there is none.

    Args:
        path: the file.
        is_old: whether it may be of version 1, a bare document.

    Raises:
        StoreDamagedError: it was changed, or is another's.
    """
    data = _files.read(path)
    if data is None:
        return None
    if is_old and not data.startswith(b'{"entries":'):
        found = Kept(_codec.person(data, str(path)))
    else:
        found = within(data, f"'{path}'")
    if _files.file_stem(found.person.id) != path.stem:
        raise StoreDamagedError(f"'{path}' holds the name of '{found.person.id[:80]}': move it out of the store.")
    return found


def within(data: bytes, where: str) -> Kept:
    """Read what a line says of a person.

    Args:
        data: the line.
        where: what holds it, as a sentence names it.

    Raises:
        StoreDamagedError: it was changed, or is no name.
    """
    said = _lines.last_of(data)
    checked = _lines.check(data, said.owner, None) if said is not None else None
    if said is None or checked is None or checked.damage or checked.torn or len(checked.bodies) != 1:
        raise StoreDamagedError(f"{where} was changed after it was written: {_ANEW}")
    try:
        document, seal = _decode(checked.bodies[0])
    except msgspec.DecodeError:
        raise StoreDamagedError(f"{where} holds no name: {_ANEW}") from None
    person = _codec.person(bytes(document), where)
    if said.owner != ("person", person.id):
        raise StoreDamagedError(f"{where} holds no name: {_ANEW}")
    return Kept(person, seal.store, checked.head, said.previous)


def read(path: Path, marker: _layout.Marker) -> Person | None:
    """Read the person of a file; None where there is none.

    Raises:
        StoreDamagedError: it was changed, is another's, or was written in another store.
    """
    found = kept(path, is_old=marker.is_old)
    if found is None:
        return None
    if found.store != marker.id and found.head is not None:
        raise StoreDamagedError(f"'{path}' was written in another store: {_ANEW}")
    return found.person
