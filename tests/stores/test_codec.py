"""Every entry survives being stored, and what cannot be read is said to be damage."""

import gc

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from sw_competency.bulk import undisturbed
from sw_competency.errors import StoreDamagedError
from sw_competency.model import KINDS, Entry, content, parse_entry
from sw_competency.stores import _codec
from sw_competency.testing.store_contract import practice
from sw_competency.testing.strategies import entries


@given(st.lists(entries(), max_size=4))
def test_every_entry_survives_encode_and_decode_unknown_fields_too(batch: list[Entry]) -> None:
    stored = _codec.line([_codec.document(entry) for entry in batch])
    assert stored.count(b"\n") == 1
    again = _codec.entries(stored)
    assert again == tuple(batch)
    assert [type(entry) for entry in again] == [type(entry) for entry in batch]
    assert [content(entry) for entry in again] == [content(entry) for entry in batch]


@given(st.lists(entries(), max_size=4))
def test_a_body_is_made_of_its_entries_as_of_their_documents(batch: list[Entry]) -> None:
    documents = [_codec.document(entry) for entry in batch]
    assert msgspec.json.decode(_codec.body(batch)) == msgspec.json.decode(_codec.line(documents))


OFTEN = [{"feed": None, "batch": {}}, {"feed_row": 1}]
EXTRA = [
    {"kind": "other"}, {"extra": {}}, {"extra": {"extra": 1}}, {"on": "2026-01-01", "new": 1}, {"note": None}, *OFTEN,
]  # fmt: skip


@given(entries(), st.sampled_from(OFTEN))
def test_fields_that_feeds_leave_survive(entry: Entry, extra: dict[str, object]) -> None:
    made = replace(entry, extra=extra)
    [again] = _codec.entries(_codec.body([made]))
    assert (again, again.extra, content(again)) == (made, extra, content(made))


@given(entries(), st.sampled_from(EXTRA))
def test_a_body_is_made_so_whatever_stands_among_the_unknown_fields(entry: Entry, extra: dict[str, object]) -> None:
    batch = [replace(entry, extra=extra)]
    documents = [_codec.document(entry) for entry in batch]
    assert msgspec.json.decode(_codec.body(batch)) == msgspec.json.decode(_codec.line(documents))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_takes_both_ways(kind: str) -> None:
    @settings(max_examples=20)
    @given(entries(kind))
    def holds(entry: Entry) -> None:
        document = _codec.document(entry)
        assert next(iter(document)) == "kind"
        assert _codec.entry(_codec.documents(_codec.line([document]))[0]) == entry

    holds()


@given(entries())
def test_what_is_stored_is_what_anybody_may_write(entry: Entry) -> None:
    [document] = _codec.documents(_codec.line([_codec.document(entry)]))
    assert parse_entry(document)[0] == entry


def test_fields_of_a_wrong_type_or_value_are_damage_said_in_words() -> None:
    document = _codec.document(practice("e1"))
    for field, value, says in (
        ("outcome", "sucessful", "did you mean 'successful'"),
        ("on", "2026-02-30", "no day 2026-02-30"),
        ("kind", "practise", "did you mean 'practice'"),
        ("kind", ["practice"], "says its kind"),
        ("worker", None, "needs this field"),
        ("count", "many", "count"),
    ):
        with pytest.raises(StoreDamagedError, match=says) as caught:
            _codec.entries(_codec.line([_codec.document(practice("e0")), {**document, field: value}]), "w1.jsonl")
        assert "'w1.jsonl' is damaged in entry 2" in str(caught.value)


def test_a_correction_that_holds_no_entry_is_damage() -> None:
    line = b'[{"kind":"correction","on":"2026-03-01","worker":"w1","corrects":"e1","reason":"x","with":"e2"}]\n'
    with pytest.raises(StoreDamagedError, match="with: is the entry as it should have been"):
        _codec.entries(line)


@pytest.mark.parametrize("damage", [b"{}\n", b"[1]\n", b"[{]\n", b'["\xff"]\n', b"\x00\n", b"[" * 100_000 + b"\n"])
def test_a_line_no_store_wrote_is_damage_with_its_number(damage: bytes) -> None:
    sound = _codec.line([_codec.document(practice("e1"))])
    with pytest.raises(StoreDamagedError, match="line 2"):
        _codec.entries(sound + damage + sound, "w1.jsonl")


def test_a_person_that_cannot_be_read_is_damage() -> None:
    with pytest.raises(StoreDamagedError, match="'w1'"):
        _codec.person(b'{"role": "worker"}', "w1")


def test_the_garbage_collector_is_left_as_it_was() -> None:
    with undisturbed():
        assert not gc.isenabled()
        with undisturbed():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
