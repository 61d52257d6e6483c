"""Whose records hold identity entries is noted beside them: before they are written, and anew where it is lacking."""

import json
from datetime import date

import pytest

from sw_competency.model import Identity, Practice
from sw_competency.stores import TinyDBStore, _identified

DAY = date(2026, 3, 1)


def same(worker, other="w0"):
    return Identity(id=f"same-{worker}", worker=worker, on=DAY, same_as=other)


def practice(worker, note=None):
    return Practice(id="p", worker=worker, on=DAY, competency="iv-cannulation", outcome="successful", note=note)


@pytest.fixture
def store(tmp_path):
    made = TinyDBStore.create(tmp_path / "records")
    made.append([same("w1"), practice("w2", 'it says "same_as": nothing')])
    return made


def note(tmp_path, what="same_as"):
    return tmp_path / "records" / "index" / f"{what}.json"


@pytest.mark.parametrize("lost", [None, b"", b"{", b'[["w9"'])
def test_what_is_lacking_or_cannot_be_read_is_made_anew(store, tmp_path, lost):
    if lost is None:
        note(tmp_path).unlink()
    else:
        note(tmp_path).write_bytes(lost)
    assert list(store.identified("same_as")) == [("w1", "w0")]
    assert json.loads(note(tmp_path).read_text()) == [["w1", "w0"]]


def test_where_it_is_lacking_a_writer_looks_for_what_stands_there_before(store, tmp_path):
    note(tmp_path).unlink()
    store.append([same("w3")])
    assert list(store.identified("same_as")) == [("w1", "w0"), ("w3", "w0")]


def test_another_program_sees_what_this_one_writes(store, tmp_path):
    other = TinyDBStore(tmp_path / "records")
    assert list(other.identified("scheme")) == []
    store.take_in([Identity(id="n", worker="w4", on=DAY, scheme="moodle", value="7")])
    assert list(other.identified("scheme")) == [("w4", "7")]


def test_it_is_noted_before_it_is_written(store, monkeypatch):
    class Stopped(BaseException):
        """The machine stops."""

    def stops(*_, **__):
        raise Stopped

    monkeypatch.setattr(TinyDBStore, "_grown", stops)
    with pytest.raises(Stopped):
        store.append([same("w5")])
    assert list(store.identified("same_as")) == [("w1", "w0"), ("w5", "w0")]


def test_an_entry_that_says_nothing_of_it_writes_nothing_of_it(store, tmp_path, monkeypatch):
    monkeypatch.setattr(_identified, "read", lambda *_: pytest.fail("it was looked at"))
    store.append([practice("w6")])
    assert note(tmp_path, "scheme").read_bytes() == b"[]"
