"""A record is read as it was written, or what is wrong with it is said: every bit, byte and order."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sw_competency.model import Entry
from sw_competency.stores import _codec, _lines
from sw_competency.stores._lines import Checked
from sw_competency.testing.store_contract import RECORDED, practice
from sw_competency.testing.strategies import entries

W1 = ("worker", "w1")
BEGINS = _lines.beginning("a store", W1)


def lines_of(*batches: list[Entry], owner: tuple[str, str] = W1, store: str = "a store") -> list[bytes]:
    head, out = _lines.Head(0, _lines.beginning(store, owner)), []
    for number, batch in enumerate(batches):
        line, head = _lines.line(owner, head, RECORDED + timedelta(number), _codec.body(batch))
        out.append(line)
    return out


def check(data: bytes) -> Checked:
    return _lines.check(data, W1, BEGINS)


LINES = lines_of([practice("e1")], [practice("e2", note='Ä€😀 \\ " ]'), practice("e3")], [practice("e4")])
SOUND = b"".join(LINES)
BODIES = check(SOUND).bodies


def test_what_is_written_is_what_is_read() -> None:
    found = check(SOUND)
    assert (len(found.bodies), found.torn, found.damage) == (3, b"", None)
    assert found.head.sequence == 3
    assert [entry.id for entry in _codec.entries(found.entries)] == ["e1", "e2", "e3", "e4"]
    assert [_lines.instant(each) for each in found.received] == [RECORDED + timedelta(n) for n in range(3)]


def test_every_bit_that_is_turned_is_damage_in_its_line() -> None:
    ends = list(itertools.accumulate(map(len, LINES)))
    for place in range(len(SOUND)):
        line = next(number for number, end in enumerate(ends, 1) if place < end)
        for bit in range(8):
            turned = bytearray(SOUND)
            turned[place] ^= 1 << bit
            found = check(bytes(turned))
            assert found.damage is not None, (place, bit)
            assert found.damage.line == line, (place, bit)
            assert (found.bodies, found.torn) == (BODIES[: line - 1], b""), (place, bit)


def test_every_byte_that_is_cut_from_the_end_leaves_whole_lines_and_something_torn() -> None:
    ends = [0, *itertools.accumulate(map(len, LINES))]
    for length in range(len(SOUND)):
        found = check(SOUND[:length])
        whole = sum(end <= length + 1 for end in ends[1:])  # where only its end is missing, a line is whole
        assert (found.damage, found.bodies) == (None, BODIES[:whole]), length
        assert found.torn == (b"" if length + 1 in ends else SOUND[ends[whole] : length]), length


def test_every_byte_that_is_cut_from_the_beginning_or_taken_out_is_damage() -> None:
    for place in range(1, len(SOUND)):
        assert check(SOUND[place:]).damage or check(SOUND[place:]).bodies == [], place
        assert check(SOUND[: place - 1] + SOUND[place:]).damage is not None, place


def test_every_order_and_choice_of_lines_but_the_beginning_is_damage() -> None:
    for many in range(1, 5):
        for chosen in itertools.product(range(3), repeat=many):
            found = check(b"".join(LINES[n] for n in chosen))
            assert (found.damage is None) == (chosen == tuple(range(many))), chosen
            if found.damage is not None:
                assert found.damage.attack in {"truncation", "reorder", "twice"}, chosen


@pytest.mark.parametrize("size", [600, 1500, 4000])
def test_sectors_that_never_reached_the_disk_are_torn_and_zeros_elsewhere_are_damage(size: int) -> None:
    *before, last = lines_of([practice("e1")], [practice("e2", note="x" * size)])
    start = len(before[0])
    data = before[0] + last
    sectors = [start, *range((start // 512 + 1) * 512, len(data), 512)]
    for begin, end in itertools.combinations(sectors, 2):
        hole = data[:begin] + bytes(end - begin) + data[end:]
        assert (check(hole).damage, check(hole).torn) == (None, hole[start:]), (begin, end)
    for place in range(start + 1, len(data) - 1):
        one = data[:place] + b"\0" + data[place + 1 :]
        assert check(one).damage is not None, place
    early = data[:1] + bytes(40) + data[41:]
    assert check(early).damage is not None  # of a line that another follows all of it was acknowledged


@given(st.lists(st.lists(entries(), min_size=1, max_size=3), min_size=1, max_size=4), st.text(max_size=8))
def test_any_record_is_read_as_it_was_written_and_is_nobody_elses(batches: list[list[Entry]], id_: str) -> None:
    owner = ("worker", id_)
    data = b"".join(lines_of(*batches, owner=owner))
    found = _lines.check(data, owner, _lines.beginning("a store", owner))
    assert found.damage is None
    assert _codec.entries(found.entries) == tuple(entry for batch in batches for entry in batch)
    last = _lines.last_of(data)
    assert last is not None
    assert (last.owner, last.sequence, last.digest) == (owner, found.head.sequence, found.head.digest)
    for other in (("site", id_), ("worker", id_ + " ")):
        damage = _lines.check(data, other, _lines.beginning("a store", other)).damage
        assert damage is not None
        assert damage.attack == "mix"
    elsewhere = _lines.check(data, owner, _lines.beginning("another store", owner)).damage
    assert elsewhere is not None
    assert elsewhere.says == "it was written in another store"


@given(st.binary(max_size=300), st.integers(0, 3))
def test_whatever_stands_in_a_file_is_told_and_never_taken(noise: bytes, place: int) -> None:
    data = b"".join([*LINES[:place], noise, *LINES[place:]])
    found = check(data)
    assert found.bodies == BODIES[: len(found.bodies)]
    assert found.damage is not None or found.torn or data in {SOUND, *(b"".join(LINES[:n]) for n in range(4))}


@given(st.datetimes(timezones=st.just(UTC)))
def test_every_instant_is_written_in_the_same_length(instant: datetime) -> None:
    stamped = _lines.stamp(instant)
    assert len(stamped) == len("2026-03-01T12:00:00.000000Z")
    assert _lines.instant(stamped.encode()) == instant
