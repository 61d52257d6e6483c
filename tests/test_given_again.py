"""What is told of entries that came again and added nothing."""

import json
from pathlib import Path

import pytest

from sw_competency import MemoryStore, Tracker
from sw_competency.errors import MalformedEntryError

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


def last_days(tracker: Tracker) -> list[str]:
    return [str(e.expires_on) for e in tracker.entries("20000001") if e.kind == "training"]


@pytest.mark.parametrize(
    "text",
    [
        "Competency Name,Date Start,Employee Number\n{fire},03-Feb-2026,20000001\n",
        HEADER + "{fire},03-Feb-2026,,20000001\n",
        HEADER + "{fire},03-Feb-2026,-,20000001\n",
        HEADER + "{fire},03-Feb-2026,n/a,20000001\n",
        "Competency Name,Date Start,Expiry Date,Provider,Employee Number\n{fire},03-Feb-2026,,Some provider,20000001\n",
    ],
)
def test_what_a_file_leaves_unsaid_corrects_no_last_day(tracker: Tracker, tmp_path: Path, text: str) -> None:
    tracker.import_file(extract(tmp_path, "02-Aug-2026"))
    path = tmp_path / "open.csv"
    path.write_text(text.format(fire="NHS|CSTF|Fire Safety - 2 Years|"), "utf-8")
    came = tracker.import_file(path)
    assert (came.read, came.appended, came.already_there) == (1, 0, 1)
    assert last_days(tracker) == ["2026-08-02"]


@pytest.mark.parametrize("order", [("02-Aug-2026", ""), ("", "02-Aug-2026")])
def test_nor_does_a_row_beside_another_of_the_same_file(
    tracker: Tracker, tmp_path: Path, order: tuple[str, str]
) -> None:
    came = tracker.import_file(extract(tmp_path, *order))
    assert (came.read, came.appended) == (1, 1)
    says = f"row {order.index('02-Aug-2026') + 1} gives the same completion a last day"
    assert [why for _, why in came.skipped] == [says]
    assert last_days(tracker) == ["2026-08-02"]


@pytest.mark.parametrize(
    ("first", "then", "says"),
    [
        ("02-Feb-2028", "02-Feb-2029", "which holds, gives the last day 2 February 2029"),
        ("02-Feb-2029", "02-Feb-2028", "the last day 2 February 2029 was on record"),
        ("02-Aug-2026", "No expiry", "which holds, gives no last day"),
        ("", "02-Aug-2026", "no last day was on record"),
    ],
)  # fmt: skip
def test_another_last_day_is_told_by_every_door(
    tracker: Tracker, tmp_path: Path, first: str, then: str, says: str
) -> None:
    tracker.import_file(extract(tmp_path, first))
    [told] = about(tracker.import_file(extract(tmp_path, then)).warnings, "which holds")
    assert told.startswith("Fire Safety of 20000001, completed on 3 February 2026: ")
    assert says in told


TRAINING = {
    "kind": "training", "worker": "20000001", "on": "2026-02-03", "programme": "cstf-fire-safety",
    "outcome": "completed", "expires_on": "2030-01-01",
}  # fmt: skip


@pytest.mark.parametrize("door", ["append", "record", "csv"])
def test_own_entries_after_an_extract_are_told_too(tracker: Tracker, tmp_path: Path, door: str) -> None:
    tracker.import_file(extract(tmp_path, "02-Aug-2026"))
    if door == "csv":
        path = tmp_path / "own.csv"
        path.write_text(",".join(TRAINING) + "\n" + ",".join(TRAINING.values()) + "\n", "utf-8")
        warnings = tracker.import_file(path).warnings
    else:
        warnings = (tracker.append([TRAINING]) if door == "append" else tracker.record(**TRAINING)).warnings
    assert len(about(warnings, "the last day 2 August 2026 was on record")) == 1


def test_a_voided_completion_that_comes_anew_is_told(tracker: Tracker, tmp_path: Path) -> None:
    tracker.import_file(extract(tmp_path, "02-Aug-2026"))
    [entry] = [e for e in tracker.entries("20000001") if e.kind == "training"]
    tracker.record("correction", worker="20000001", corrects=entry.id, reason="never held")
    assert len(about(tracker.import_file(extract(tmp_path, "")).warnings, "was voided; it is on record again")) == 1


CORRECTION = {"kind": "correction", "worker": "w1", "on": "2026-02-04", "reason": "wrong", "id": "c1"}
COUNTERSIGNED = {"kind": "countersignature", "worker": "w1", "on": "2026-02-04", "by": "a2", "id": "c1"}
LEFT = {"kind": "leaving", "worker": "w1", "on": "2026-02-03", "id": "e1"}


@pytest.mark.parametrize("door", ["append", "record", "import"])
@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ({**CORRECTION, "corrects": "gone"}, "is of the entry 'gone', and none of that id"),
        ({**CORRECTION, "corrects": "c1"}, "is of itself, the entry 'c1'"),
        ({**CORRECTION, "corrects": "e1"}, None),
        ({**COUNTERSIGNED, "sign_off": "gone"}, "is of the sign-off 'gone', and none of that id"),
        ({**COUNTERSIGNED, "sign_off": "e1"}, "is of the sign-off 'e1', and none of that id"),
    ],
)
def test_what_points_nowhere_is_told_by_every_door(
    tracker: Tracker, tmp_path: Path, door: str, entry: dict[str, str], says: str | None
) -> None:
    tracker.append([LEFT])
    if door == "import":
        path = tmp_path / "own.jsonl"
        path.write_text(json.dumps(entry), "utf-8")
        came = tracker.import_file(path)
        assert came.appended == 1
        warnings = came.warnings
    else:
        warnings = (tracker.append([entry]) if door == "append" else tracker.record(**entry)).warnings
    told = [*about(warnings, "is of itself"), *about(warnings, "none of that id")]
    assert [says is not None and says in each for each in told] == [True] * (says is not None)


@pytest.mark.parametrize("name", ["With", "WITH", "with_ ", "wiht", "replacement"])
def test_a_correction_whose_content_is_misspelt_voids_nothing(tracker: Tracker, tmp_path: Path, name: str) -> None:
    tracker.append([LEFT])
    entry = {**CORRECTION, "corrects": "e1", name: {**LEFT, "on": "2026-03-01"}}
    with pytest.raises(MalformedEntryError, match="without it the entry is voided"):
        tracker.append([entry])
    path = tmp_path / "own.jsonl"
    path.write_text(json.dumps(entry), "utf-8")
    assert tracker.import_file(path).rejected == 1


def test_two_lines_about_one_person_in_a_file_are_one_and_told(tracker: Tracker, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("kind,worker,name\nperson,w1,Ann One\nperson,w1,Ann Two\nperson,w2,B\nperson,w2,B\n", "utf-8")
    came = tracker.import_file(path)
    assert (came.read, came.appended, came.already_there, came.rejected) == (2, 2, 0, 0)
    assert about(came.warnings, "w1") == ["row 1 says other things of w1 than row 2, which is later and holds"]
    assert about(came.warnings, "w2") == []
    assert [row for row, _ in came.skipped] == ["row 1", "row 3"]
    assert tracker.name("w1") == "Ann Two"
    again = tracker.import_file(path)
    assert (again.read, again.appended, again.already_there) == (2, 0, 2)


def test_a_reason_that_stops_no_clock_is_told_once_a_file(tracker: Tracker, tmp_path: Path) -> None:
    path = tmp_path / "absences.csv"
    rows = "".join(f"absence,w1,2026-02-0{day},holidays\n" for day in (1, 2, 3))
    path.write_text(f"kind,worker,on,reason\n{rows}absence,w1,2026-02-04,strike\n", "utf-8")
    told = about(tracker.import_file(path).warnings, "stops no clock")
    assert [each.partition(": ")[0] for each in told] == ["row 1 and 2 more", "row 4"]
