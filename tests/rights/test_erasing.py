"""Erasing: nothing before its day unless somebody insists, and nothing left of it but that it was erased."""

import pytest
from msgspec.structs import replace

from sw_competency import TinyDBStore, Tracker
from sw_competency.errors import FieldError, KeptError, MalformedEntryError, NotOnRecordError
from sw_competency.model import Person
from sw_competency.testing.builders import appointed, entry, left, registered, signed_off, tracker_of, watched
from sw_competency.testing.store_contract import RECORDED

from .test_retention import CATALOGUE, GONE, POST


@pytest.fixture
def tracker(tmp_path):
    """w1 left long ago, and is to be kept no longer; w2 is in post, and w1 supervised them."""
    tracker = Tracker(TinyDBStore.create(tmp_path / "records"), CATALOGUE)
    entries = [
        POST, GONE, registered("w1"), appointed("w2", "2010-01-01"),
        watched("w2", "x", "2011-01-01", supervisor="w1", note="Kept"),
    ]  # fmt: skip
    tracker.store.append([replace(e, id=f"e{n}", recorded_at=RECORDED) for n, e in enumerate(entries)])
    tracker.store.put_person(Person(role="worker", id="w1", name="Amina Okafor"))
    return tracker


def text_of(tracker):
    return "".join(p.read_text() for p in tracker.store._root.rglob("*") if p.is_file() and "lock" not in str(p))


def test_all_their_records_and_the_name_go_and_that_they_were_erased_stays(tracker):
    done = tracker.erase("w1", "asked for", "the data officer")
    assert (done.records, done.entries, done.name) == (("assessor", "worker"), 3, True)
    assert (done.elsewhere, done.kept) == (1, ())
    assert tracker.store.read(("worker", "w1")) == tracker.store.read(("assessor", "w1")) == ()
    assert tracker.person("w1") is None
    assert "Amina" not in text_of(tracker)
    for kind in ("worker", "assessor"):
        [left] = tracker.store.batches((kind, "w1"))
        assert left.erased == {"by": "the data officer", "reason": "asked for"}
    assert [change.erased is not None for change in tracker.store.changes()].count(True) == 2
    assert not tracker.store.verify(tracker.store.settled_head()).found


def test_others_records_keep_an_id_that_leads_nowhere(tracker):
    tracker.erase("w1", "asked for")
    [_, practice] = tracker.store.read(("worker", "w2"))
    assert practice.supervisor == "w1"
    assert tracker.name("w1") == "w1"
    assert tracker.at().subject_access("w1").own == ()


def test_what_is_still_to_be_kept_is_named_with_its_day_and_source_and_nothing_is_erased(tracker):
    late = signed_off("w2", "x", "2020-01-01", id="s9")
    tracker.store.append([replace(late, recorded_at=RECORDED)])
    before = dict(tracker.store.read_all())
    with pytest.raises(KeptError, match="Nothing was erased") as caught:
        tracker.erase("w2", "asked for")
    assert any("Posts" in says and "by local policy (Our policy on records)" in says for says in caught.value.kept)
    assert dict(tracker.store.read_all()) == before
    assert tracker.erase("w2", "asked for", dry_run=True).kept
    assert dict(tracker.store.read_all()) == before
    assert tracker.erase("w2", "a court's order", anyway=True).entries == 3
    assert tracker.store.read(("worker", "w2")) == ()


def test_the_day_of_a_refusal_is_told(tracker):
    entries = [appointed("w3", "2010-01-01"), left("w3", "2045-03-31")]
    tracker.store.append([replace(e, id=f"d{n}", recorded_at=RECORDED) for n, e in enumerate(entries)])
    with pytest.raises(KeptError, match="up to 31 March 2051"):
        tracker.erase("w3", "asked for")


@pytest.mark.parametrize("done", [["assessor"], ["assessor", "worker"]])
def test_stopped_half_way_and_repeated_it_completes(tracker, done):
    for kind in done:
        tracker.store.erase_record((kind, "w1"), "a", "b")
    tracker.erase("w1", "asked for")
    assert not any(tracker.store.holds((kind, "w1")) for kind in ("worker", "assessor"))
    assert tracker.person("w1") is None
    with pytest.raises(NotOnRecordError, match="Nothing is recorded of 'w1'"):
        tracker.erase("w1", "asked for")


def test_of_a_record_that_cannot_be_read_nobody_can_tell_and_it_can_be_erased_all_the_same(tracker):
    (tracker.store._root / "workers/w1.jsonl").write_bytes(b"damage\n")
    with pytest.raises(KeptError, match="cannot be told"):
        tracker.erase("w1", "asked for")
    tracker.erase("w1", "asked for", anyway=True)
    assert tracker.store.read(("worker", "w1")) == ()
    assert tracker.person("w1") is None


def test_a_reason_is_asked_for_and_holds_no_number_of_a_patient(tracker):
    for reason in ("", "  ", "about 943 476 5919"):
        with pytest.raises(FieldError, match="reason"):
            tracker.erase("w1", reason)
    with pytest.raises(MalformedEntryError):
        tracker.erase("w1", "asked for", "")
    assert tracker.store.holds(("worker", "w1"))


def test_who_reads_what_is_told_to_whoever_keeps_a_log(tracker):
    read = []
    watched_over = Tracker(tracker.store, CATALOGUE, on_read=read.append)
    watched_over.entries("w1")
    assert read == [("worker", "w1")]
    read.clear()
    watched_over.at().retention("w2")
    assert set(read) == {("worker", "w2"), ("assessor", "w2")}
    read.clear()
    watched_over.at().retention()
    assert {("worker", "w1"), ("worker", "w2")} <= set(read)


def test_that_the_person_has_records_under_another_id_is_told():
    same = entry("identity", "2024-03-01", worker="w9", same_as="w1")
    tracker = tracker_of([appointed("w1", "2024-01-08"), same])
    assert tracker.erase("w1", "asked for", "m1", dry_run=True).also == ("w9",)
    erased = tracker.erase("w9", "asked for", "m1", anyway=True)
    assert (erased.also, tracker.at().workers, [*tracker.store.identified("same_as")]) == (("w1",), ("w1",), [])
