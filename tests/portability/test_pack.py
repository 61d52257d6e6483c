"""The leaver's pack: what is in it, that it was not changed, and that the record comes back whole."""

import io

import pytest
from msgspec.structs import replace

from sw_competency import MemoryStore, Tracker
from sw_competency.errors import UnreadableFileError
from sw_competency.portability.badge_check import LARGEST, presented
from sw_competency.portability.open_badges import together
from sw_competency.portability.pack import BADGES, PAGE, RECORD, packed, read_presented, record_of
from sw_competency.questions.check_badge import CheckBadge
from sw_competency.testing.builders import absent, corrected, entry, tracker_of, withdrawn

from .conftest import DAY, FIRST, THERE, taking_over


@pytest.fixture
def pack(trust, tmp_path):
    written = tracker_of(THERE).entries("w1")
    files = packed(b"%PDF a page", record_of(written, None), [trust.issuing()])
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def looked(folder, trust):
    question = CheckBadge("site-1", read_presented(folder), (), "w1")
    return tracker_of([], taking_over(trust.signer.did)).at(DAY).ask(question)


def test_a_pack_is_checked_whole(pack, trust):
    answers = looked(pack, trust)
    assert [(a.kind, a.answer) for a in answers] == [
        ("sign-off", "accepted"), ("sign-off", "accepted"), ("pack", "accepted"),
    ]  # fmt: skip
    assert answers[-1].says == f"{PAGE}, {RECORD}: as Trust B handed them out on 2 March 2026"


@pytest.mark.parametrize("name", [PAGE, RECORD])
def test_a_file_that_was_changed_is_named_and_one_that_is_lacking_too(pack, trust, name):
    (pack / name).write_bytes((pack / name).read_bytes() + b" ")
    changed = looked(pack, trust)[-1]
    assert (changed.why, changed.says.split(":")[0]) == ("changed", name)
    (pack / name).unlink()
    lacking = looked(pack, trust)[-1]
    assert (lacking.why, lacking.answer, lacking.says.split(":")[0]) == ("lacking", "cannot-tell", name)


def test_the_record_comes_back_entry_by_entry(pack):
    tracker = Tracker(MemoryStore())
    imported = tracker.import_file(pack / RECORD)
    there = tracker_of(THERE).entries("w1")
    assert (imported.rejected, tracker.entries("w1")) == (0, there)


def test_what_is_said_of_health_and_conduct_is_in_it_only_where_it_is_asked_for():
    away, wrong = absent("w1", "2025-01-06", "2025-02-07", "sickness"), withdrawn("w1", "2025-03-01", reason="drunk")
    private = [
        *THERE, replace(away, id="x1"), corrected(replace(away, id="x1"), "2025-01-07", away),
        replace(wrong, id="x2"), corrected(replace(wrong, id="x2"), "2025-03-02", wrong),
    ]  # fmt: skip
    written = tracker_of(private).entries("w1")
    assert set(record_of(written, None, with_reasons=True).decode().split('"')) >= {"sickness", "drunk"}
    told = record_of(written, None).decode()
    assert not {"sickness", "drunk", "absence"} & set(told.split('"'))
    imported = Tracker(MemoryStore()).read_file(io.BytesIO(told.encode()), "r.jsonl")
    assert [row.problems for row in imported.rows if row.problems] == []
    assert len(imported.rows) == len(written) - 2


def test_what_is_nothing_without_its_reason_is_left_out_with_all_that_puts_it_right():
    away = replace(absent("w1", "2025-01-06", "2025-02-07", "sickness"), id="x1")
    slip = corrected(away, "2025-01-07", away, id="c1")
    asked = entry(
        "sign-off-request", "2026-01-02", worker="w1", competency="stock-control", assessor="a1", id="q1",
        answer="rejected", answered_by="a1", reason="drunk",
    )  # fmt: skip
    waits = replace(asked, id="q2", answer=None, answered_by=None, reason=None)
    private = [
        *THERE, away, slip, corrected(slip, "2025-01-08", slip, id="c2"), corrected(slip, "2025-01-09", id="c3"),
        asked, corrected(asked, "2026-01-03", waits, id="c4"), waits, corrected(waits, "2026-01-03", asked, id="c5"),
        replace(waits, id="q3"), corrected(FIRST, "2026-01-07", FIRST, id="c6"),
    ]  # fmt: skip
    written = tracker_of(private).entries("w1")
    told = record_of(written, None)
    assert not {b"sickness", b"drunk", b"absence"} & set(told.split(b'"'))
    tracker = Tracker(MemoryStore())
    assert tracker.import_file(io.BytesIO(told), name="r.jsonl").rejected == 0
    gone = {"x1", "c1", "c2", "c3", "q1", "c4", "q2", "c5"}
    assert {e.id for e in tracker.entries("w1")} == {e.id for e in written} - gone


def test_files_for_which_nobody_signed_are_told(pack, trust):
    signed = presented((pack / BADGES).read_bytes(), BADGES, {})
    (pack / BADGES).write_bytes(together(one.token for one in signed[:-1]))
    *badges, last = looked(pack, trust)
    assert [one.answer for one in badges] == ["accepted", "accepted"]
    assert (last.kind, last.answer, last.says.split(":")[0]) == ("pack", "cannot-tell", f"{PAGE}, {RECORD}")
    (pack / BADGES).rename(pack / "badge.json")
    assert len(tracker_of([], taking_over(trust.signer.did)).at(DAY).ask(
        CheckBadge("site-1", read_presented(pack / "badge.json"), (), "w1")
    )) == 2  # fmt: skip


def test_without_a_key_there_are_no_badges():
    assert set(packed(b"%PDF", b"{}", [])) == {PAGE, RECORD}


@pytest.mark.parametrize(
    "content", [b"", b"a photo", b"{}x", b"[1]", b"\xff\xfe", b'{"verifiableCredential": [3]}', b"[]"]
)
def test_what_is_no_file_of_badges_is_one_sentence(tmp_path, content):
    (tmp_path / BADGES).write_bytes(content)
    with pytest.raises(UnreadableFileError, match="is no file of badges: give"):
        read_presented(tmp_path)


def test_a_folder_without_badges_and_a_file_too_large_are_one_sentence(tmp_path):
    with pytest.raises(UnreadableFileError, match="is not there"):
        read_presented(tmp_path)
    (tmp_path / BADGES).write_bytes(b" " * (LARGEST + 1))
    with pytest.raises(UnreadableFileError, match="is larger than 8 MB"):
        read_presented(tmp_path)
