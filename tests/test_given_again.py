"""What is told of entries that came again and added nothing."""

from pathlib import Path

import pytest

from sw_competency import MemoryStore, Tracker

HEADER = "Competency Name,Date Start,Expiry Date,Employee Number\n"
PRACTICE = {
    "kind": "practice", "worker": "w1", "on": "2026-02-03", "competency": "iv-cannulation", "outcome": "successful",
}  # fmt: skip


@pytest.fixture
def tracker() -> Tracker:
    return Tracker(MemoryStore())


def extract(folder: Path, *last_days: str) -> Path:
    path = folder / "esr.csv"
    rows = "".join(f"NHS|CSTF|Fire Safety - 2 Years|,03-Feb-2026,{day},20000001\n" for day in last_days)
    path.write_text(HEADER + rows, "utf-8")
    return path


def about(warnings: tuple[str, ...], words: str) -> list[str]:
    return [warning for warning in warnings if words in warning]


def test_two_identical_practices_posted_one_by_one_without_ids_are_one_and_told(tracker: Tracker) -> None:
    assert about(tracker.append([PRACTICE]).warnings, "the same words") == []
    again = tracker.append([PRACTICE])
    assert (len(again.added), len(again.already_there)) == (0, 1)
    [told] = about(again.warnings, "the same words")
    assert told.startswith("the practice of Peripheral intravenous cannulation, adult by w1 on 3 February 2026")
    [told] = about(tracker.record(**PRACTICE).warnings, "the same words")
    assert told.endswith("give each an id of its own")


def test_with_ids_of_their_own_or_in_one_batch_they_are_two_and_nothing_is_told(tracker: Tracker) -> None:
    assert tracker.append([PRACTICE, PRACTICE]).warnings == ()
    ids = [{**PRACTICE, "id": name} for name in ("a", "b")]
    assert all(len(tracker.append([each]).added) == 1 for each in ids)
    assert about(tracker.append([ids[0]]).warnings, "the same words") == []


@pytest.mark.parametrize("kind", ["sign-off", "training", "leaving"])
def test_what_is_done_once_a_day_is_not_told(tracker: Tracker, kind: str) -> None:
    given = {"kind": kind, "worker": "w1", "on": "2026-02-03"}
    given |= {"competency": "ct-room-assist", "assessor": "a1"} if kind == "sign-off" else {}
    given |= {"programme": "antt", "outcome": "completed"} if kind == "training" else {}
    tracker.append([given])
    assert about(tracker.append([given]).warnings, "the same words") == []


def test_an_older_extract_imported_again_changes_nothing_and_is_told(tracker: Tracker, tmp_path: Path) -> None:
    for day in ("02-Feb-2029", "02-Feb-2028"):
        assert about(tracker.import_file(extract(tmp_path, day)).warnings, "was recorded later") == []
    older = tracker.import_file(extract(tmp_path, "02-Feb-2029"))
    assert (older.appended, older.already_there) == (0, 1)
    [told] = about(older.warnings, "was recorded later")
    assert told.startswith("Fire Safety of 20000001, completed on 3 February 2026, is on record with this last day")
    assert about(tracker.import_file(extract(tmp_path, "02-Feb-2028")).warnings, "was recorded later") == []
