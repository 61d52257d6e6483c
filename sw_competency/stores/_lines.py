"""Lines that know themselves: whose record a line is in, its place, what stands before it, and its own digest.

    {"entries":[...],"record":["worker","w1"],"sequence":2,"previous":"<digest>","received_at":"...","digest":"<digest>"}

One line is one batch. The digest is SHA-256 over all bytes of the line that stand before `,"digest"`: the bytes are
the canonical form, since nobody writes a line a second time. What is known of a line stands at its end, so that the
next can be added without reading what is before. The first line of a record follows the record's beginning: a digest
of the store's own id and of whose record it is; a file from another store does not fit.

A line without a digest was torn by a crash and acknowledged to nobody. Anything else that does not fit is damage.
"""

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256

import msgspec

from sw_competency.stores._base import Owner

_encode = msgspec.json.Encoder().encode
_OPEN = b'{"entries":'
_ERASED = b'[],"erased":'
TAIL = len(b',"digest":"') + 64 + len(b'"}')
_STAMP = len(b'2026-03-01T12:00:00.000000Z"')
_HOLE = re.compile(rb"\0+")  # what a power cut leaves of sectors that were never written; text holds none
_SECTOR = 512


class Head(msgspec.Struct, frozen=True):
    """The end of a record: how many lines it has, the digest of the last, and when that was received.

    Args:
        sequence: the number of the last line; 0 before the first.
        digest: its digest, 64 hexadecimal digits; before the first, the record's beginning.
        received: when it was received; None before the first.
    """

    sequence: int
    digest: str
    received: datetime | None = None


class Damage(msgspec.Struct, frozen=True):
    """What is wrong in a file, and where.

    Args:
        line: the number of the line in the file, from 1.
        says: what is wrong.
        attack: what it is called: `damage`, `mix`, `reorder`, `truncation`, `twice`.
    """

    line: int
    says: str
    attack: str = "damage"


class Checked(msgspec.Struct):
    """What a record's file holds, up to the first damage.

    Args:
        start: the end of the record before the first line: its beginning, or what was erased.
        bodies: the entries of each line, a JSON array.
        received: the instant of each line, as it is written.
        digests: the digest of each line.
        erased: who erased what stood before the first line, and why; None where nobody did.
        torn: what a crash left half-written at the end, acknowledged to nobody.
        damage: the first thing that does not fit; None where all does.
    """

    start: Head
    bodies: list[bytes] = []
    received: list[bytes] = []
    digests: list[bytes] = []
    erased: dict[str, str] | None = None
    torn: bytes = b""
    damage: Damage | None = None

    @property
    def head(self) -> Head:
        """The end of the record."""
        if not self.bodies:
            return self.start
        return self.head_of(len(self.bodies) - 1)

    def head_of(self, index: int) -> Head:
        """Return the end of the record as it was behind one of its lines, counted from 0."""
        return Head(self.start.sequence + index + 1, self.digests[index].decode(), instant(self.received[index]))

    @property
    def entries(self) -> bytes:
        """The entries of all lines, one JSON array a line."""
        return b"\n".join(self.bodies if self.erased is None else self.bodies[1:])


def beginning(store: str, owner: Owner) -> str:
    """Return what the first line of a record follows."""
    return sha256(_encode(store) + _name(owner)).hexdigest()


def _name(owner: Owner) -> bytes:
    try:
        return _encode(owner)
    except UnicodeEncodeError:  # half a character: nothing is on record of such an id, but it may be asked about
        return json.dumps(owner).encode()


def stamp(at: datetime) -> str:
    """Return an instant as a line says it: always of the same length."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z"


def instant(stamped: bytes) -> datetime:
    """Read an instant of a line."""
    return datetime.fromisoformat(stamped.decode())


def line(owner: Owner, after: Head, received: datetime, body: bytes) -> tuple[bytes, Head]:
    """Make the line that follows a record's end.

    Args:
        owner: whose record.
        after: its end.
        received: the instant it is received.
        body: the entries, a JSON array; of an erased record what `erasure` gives.
    """
    signed = _OPEN + body + _middle(owner, after.sequence + 1, after.digest) + stamp(received).encode() + b'"'
    digest = sha256(signed).hexdigest()
    return signed + b',"digest":"' + digest.encode() + b'"}\n', Head(after.sequence + 1, digest, received)


def erasure(by: str, reason: str, *, was_damaged: bool = False) -> bytes:
    """Return the body of the line that stands in place of an erased record."""
    return _ERASED + _encode({"by": by, "reason": reason} | ({"was": "damaged"} if was_damaged else {}))


def _middle(owner: Owner, sequence: int, previous: str) -> bytes:
    return b',"record":%b,"sequence":%d,"previous":"%b","received_at":"' % (
        _name(owner), sequence, previous.encode(),
    )  # fmt: skip


def check(data: bytes, owner: Owner, begins: str | None) -> Checked:
    """Check the lines of a record: whole, its own, in their order, none lacking, each as it was written.

    Args:
        data: the file.
        owner: whose record it should be.
        begins: what the first line should follow; None where nobody knows.
    """
    raws = data.split(b"\n")
    rest = raws.pop()
    found = Checked(_start(raws[0] if raws else rest, owner, begins))
    if _fill(found, raws, owner) < len(raws):
        _diagnose(found, raws, rest, owner)
    elif rest and not _fill(found, [rest], owner):  # where only the end of the line is missing, the batch is there
        if _names_digest(rest):
            found.damage = Damage(len(raws) + 1, "it was changed after it was written, or more stands behind it")
        else:
            found.torn = rest
    if found.bodies and found.bodies[0].startswith(_ERASED):
        found.erased = msgspec.json.decode(found.bodies[0][len(_ERASED) :])
    return found


def _fill(found: Checked, raws: Sequence[bytes], owner: Owner) -> int:
    """Take in the lines that fit, up to the first that does not; give how many did."""
    name = b',"record":' + _name(owner) + b',"sequence":'
    bodies, received, digests = found.bodies, found.received, found.digests
    sequence = found.start.sequence + len(bodies)
    previous = digests[-1] if digests else found.start.digest.encode()
    for index, raw in enumerate(raws):
        sequence += 1
        middle = name + b'%d,"previous":"%b","received_at":"' % (sequence, previous)
        end = len(raw) - TAIL
        cut = end - _STAMP - len(middle)
        signed = raw[:end]
        digest = sha256(signed).hexdigest().encode()
        if raw[end:] != b',"digest":"%b"}' % digest or signed[cut : end - _STAMP] != middle or signed[:11] != _OPEN:
            return index
        body = signed[11:cut]
        if body[:1] != b"[" or (bodies and body.startswith(_ERASED)):
            return index
        bodies.append(body)
        received.append(signed[end - _STAMP : end - 1])
        digests.append(digest)
        previous = digest
    return len(raws)


def _start(first: bytes, owner: Owner, begins: str | None) -> Head:
    """Return what the first line follows: the record's beginning, or, of an erased record, what was erased."""
    if begins is None or first.startswith(_OPEN + _ERASED):
        said = last_of(first + b"\n")
        if said is not None:
            return Head(said.sequence - 1, said.previous)
    return Head(0, begins if begins is not None else beginning("", owner))


def _names_digest(rest: bytes) -> bool:
    """Tell whether a line that lacks its end carries a whole digest all the same: then it was acknowledged."""
    place = rest.rfind(b',"digest":"')
    return place >= 0 and len(rest) - place >= TAIL


class Last(msgspec.Struct, frozen=True):
    """What the end of a file says of its last line, not yet checked."""

    owner: Owner
    sequence: int
    previous: str
    received: datetime
    digest: str
    erases: bool = False


class _Said(msgspec.Struct):
    record: tuple[str, str]
    sequence: int
    previous: str
    received_at: str
    digest: str


_said = msgspec.json.Decoder(_Said).decode


def last_of(tail: bytes) -> Last | None:
    """Read what the last line of a file says of itself; None where it does not end in a whole line.

    Args:
        tail: the end of the file, so much of it that what follows the last line's entries is there.
    """
    if not tail.endswith(b'"}\n'):
        return None
    place = tail.rfind(b',"record":[')
    try:
        said = _said(b"{" + tail[place + 1 : -1])
        received = datetime.fromisoformat(said.received_at)
    except (msgspec.DecodeError, ValueError):
        return None
    erases = tail.startswith(_OPEN + _ERASED, tail.rfind(b"\n", 0, -1) + 1)
    return Last(said.record, said.sequence, said.previous, received, said.digest, erases)


def _diagnose(found: Checked, raws: Sequence[bytes], rest: bytes, owner: Owner) -> None:
    """Say what is wrong with the first line that does not fit."""
    number = len(found.bodies)
    raw = raws[number]
    if number + 1 == len(raws) and not rest and has_hole(raw, sum(len(each) + 1 for each in raws[:number])):
        found.torn = raw + b"\n"
        return
    said = last_of(raw + b"\n")
    if said is None:
        found.damage = Damage(number + 1, "it is none that a store wrote")
    elif sha256(raw[:-TAIL]).hexdigest() != said.digest:
        found.damage = Damage(number + 1, "it was changed after it was written")
    else:
        found.damage = Damage(number + 1, *_misplaced(said, found, owner))


def with_digest(data: bytes, digest: str) -> bytes | None:
    """Find the line of a record that has a digest and is as it was written; None where there is none."""
    end = (data + b"\n").find(b',"digest":"%b"}\n' % digest.encode())
    raw = data[data.rfind(b"\n", 0, end) + 1 : end] if end >= 0 else b""
    if sha256(raw).hexdigest() != digest:
        return None
    return data[end - len(raw) : end + TAIL] + b"\n"


def body_of(line: bytes) -> tuple[bytes, dict[str, str] | None]:
    """Return the entries of a line that is as it was written, a JSON array; and who erased what was before, and why."""
    body = line[len(_OPEN) : line.rfind(b',"record":[')]
    if not body.startswith(_ERASED):
        return body, None
    return b"[]", msgspec.json.decode(body[len(_ERASED) :])


def is_whole(data: bytes) -> bool:
    """Tell whether data begins with a line that is as it was written, whoever's it is."""
    raw = data.lstrip(b"\n").partition(b"\n")[0]
    said = last_of(raw + b"\n")
    return said is not None and sha256(raw[:-TAIL]).hexdigest() == said.digest


def has_hole(raw: bytes, start: int) -> bool:
    """Tell whether sectors of a line never reached the disk: they hold zeros from where they begin to where they end.

    Args:
        raw: the line.
        start: where it begins in its file.
    """
    holes = [(start + hole.start(), start + hole.end()) for hole in _HOLE.finditer(raw)]
    return any((begin == start or begin % _SECTOR == 0) and end % _SECTOR == 0 for begin, end in holes)


def _misplaced(said: Last, found: Checked, owner: Owner) -> tuple[str, str]:
    head = found.head
    if said.owner != owner:
        return f"it belongs to the record of the {said.owner[0]} '{said.owner[1][:80]}'", "mix"
    if said.digest.encode() in found.digests:
        return "it stands twice", "twice"
    if said.sequence > head.sequence + 1:
        return f"it is number {said.sequence} of the record, and number {head.sequence + 1} is missing", "truncation"
    if said.sequence <= head.sequence:
        return f"it is number {said.sequence} of the record, and stands behind number {head.sequence}", "reorder"
    if said.previous != head.digest and head.sequence == 0:
        return "it was written in another store", "mix"
    if said.previous != head.digest:
        return "it does not follow the line before", "mix"
    return "it is none that a store wrote", "damage"
