"""A file of entries is asked as the store it came from; what is wrong with it is said in a sentence."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sw_competency import MemoryStore, Questions, Tracker
from sw_competency.cohort import parquet as entries_file
from sw_competency.errors import FieldError, MissingExtraError, UnreadableFileError
from sw_competency.formats import parquet as form
from sw_competency.formats import write
from sw_competency.model import Entry, parse_entry
from sw_competency.questions.outcomes import Outcomes
from tests.benchmarks.records import AS_OF, RULE, catalogue, registrations, worker_entries

pytest.importorskip("numpy", reason="columns need the extra 'cohort'")
pyarrow = pytest.importorskip("pyarrow", reason="Parquet needs the extra 'cohort'")
arrow = pytest.importorskip("pyarrow.parquet", reason="Parquet needs the extra 'cohort'")
KNOWN = "2027-01-01"
OURS = catalogue()


@pytest.fixture(scope="module")
def tracker() -> Tracker:
    """Forty people, of whom one has two ids, one corrected an entry, and one is named."""
    tracker = Tracker(MemoryStore(), OURS)
    raw = [*registrations(), *(raw for number in range(40) for raw in worker_entries(number))]
    tracker.store.take_in(parse_entry(one)[0] for one in raw)
    tracker.append([{"kind": "identity", "worker": "w8", "on": "2024-01-01", "same_as": "w7"}])
    tracker.append([{"kind": "identity", "worker": "w9", "on": "2024-01-01", "same_as": "w900"}])
    tracker.append([{"kind": "correction", "worker": "w3", "on": "2024-01-01", "corrects": "e0", "reason": "a slip"}])
    tracker.append([{"kind": "person", "worker": "w1", "name": "Somebody Made Up"}])
    return tracker


@pytest.fixture
def path(tracker: Tracker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of several groups of rows, which are reckoned with by twos."""
    monkeypatch.setattr(form, "_ROWS", 300)
    monkeypatch.setattr(entries_file, "_ROWS", 500)
    return handed_over([*tracker.store.people(), *(e for _, r in tracker.store.read_all() for e in r)], tmp_path)


def handed_over(things: list[Entry], folder: Path) -> Path:
    path = folder / "entries.parquet"
    with path.open("w", encoding="utf-8") as out:
        write("parquet", things, out)
    return path


@pytest.mark.parametrize("question", ["outcomes", "who_meets", "who_has_met", "matrix", "due"])
def test_a_file_answers_as_the_store_it_came_from(tracker: Tracker, path: Path, question: str) -> None:
    given = (RULE,) if question.startswith(("who", "out")) else ()
    here, there = tracker.at(AS_OF, KNOWN), entries_file.at(path, OURS, AS_OF, KNOWN)
    assert getattr(there, question)(*given).to_json() == getattr(here, question)(*given).to_json()


@pytest.mark.parametrize("question", ["outcomes", "who_meets"])
def test_several_processes_answer_of_a_file_as_one_does(path: Path, question: str) -> None:
    one, two = (entries_file.at(path, OURS, AS_OF, KNOWN, processes=count) for count in (1, 2))
    assert getattr(two, question)(RULE).to_json() == getattr(one, question)(RULE).to_json()


def test_only_whom_columns_do_not_decide_is_judged(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    judged, judge = [], Outcomes._of
    monkeypatch.setattr(Outcomes, "_of", lambda self, all_, worker: judged.append(worker) or judge(self, all_, worker))
    entries_file.at(path, OURS, AS_OF, KNOWN).outcomes(RULE)
    assert sorted(judged) == ["w3", "w7", "w900"]  # a correction; two ids; the one that has no record of its own


def test_names_come_with_the_file(path: Path) -> None:
    questions = entries_file.at(path, OURS, AS_OF, KNOWN)
    assert questions.called("w1") == "Somebody Made Up (w1)"
    assert questions.meant(Outcomes("Band 2 to band 3")).rule == RULE


def test_a_record_stamped_in_the_future_is_not_believed(tmp_path: Path) -> None:
    now = datetime(2026, 6, 1, tzinfo=UTC)
    raw = worker_entries(4)
    late = [parse_entry({**raw[-1], "recorded_at": (now + timedelta(days=day)).isoformat()})[0] for day in (-1, 1)]
    sane = [parse_entry(one)[0] for one in (*registrations(), *raw[:-1])]
    for last, told in zip(late, (True, False), strict=True):
        store = MemoryStore()
        store.append([*sane, last])
        here = Tracker(store, OURS, clock=lambda: now).at(AS_OF, KNOWN)
        there = entries_file.at(handed_over([*sane, last], tmp_path), OURS, AS_OF, KNOWN, now)
        assert there.outcomes(RULE).to_json() == here.outcomes(RULE).to_json()
        assert there.outcomes(RULE).cannot_tell == (() if told else ("w4",))


def test_an_empty_file_has_nobody(tmp_path: Path) -> None:
    assert entries_file.at(handed_over([], tmp_path), OURS, AS_OF, KNOWN).outcomes(RULE).not_met == ()


def refused(path: Path) -> str:
    with pytest.raises(UnreadableFileError) as error:
        entries_file.at(path, OURS, AS_OF, KNOWN).outcomes(RULE)
    return str(error.value)


def test_what_is_no_such_file_is_refused(path: Path, tmp_path: Path) -> None:
    (tmp_path / "words").write_text("PAR1 and nothing else")
    assert "cannot be opened" in refused(tmp_path / "none")
    assert "no Parquet file of our entries" in refused(tmp_path / "words")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert "no Parquet file of our entries" in refused(path)


@pytest.mark.parametrize("column", ["tier", "same_as"])
def test_a_file_without_a_column_is_to_be_written_anew(path: Path, column: str) -> None:
    table = arrow.read_table(path)
    arrow.write_table(table.drop_columns([column]), path)
    assert "write it with  export parquet" in refused(path)


@pytest.mark.parametrize(("column", "kind"), [
    ("on", "string"), ("on", "timestamp[us]"), ("recorded_at", "timestamp[us]"),
    ("count", "string"), ("place", "int64"), ("suspension", "int8"), ("tier", "binary"),
])  # fmt: skip
def test_a_column_of_another_kind_is_not_taken_for_ours(path: Path, column: str, kind: str) -> None:
    table = arrow.read_table(path)
    at = table.schema.names.index(column)
    other = table.column(column).cast(pyarrow.type_for_alias(kind))
    arrow.write_table(table.set_column(at, column, other), path)
    assert f"its column '{column}' is of the kind {kind}" in refused(path)


@pytest.mark.parametrize("column", ["on", "recorded_at", "competency", "count", "tier", "place", "line"])
def test_a_byte_that_changed_on_the_way_is_found(path: Path, column: str) -> None:
    said, whole = arrow.ParquetFile(path).metadata, path.read_bytes()
    chunk = said.row_group(0).column(form.COLUMNS.index(column))
    first = chunk.data_page_offset if chunk.dictionary_page_offset is None else chunk.dictionary_page_offset
    for at in (first + chunk.total_compressed_size - 1, first + chunk.total_compressed_size - 5):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert "write it with  export parquet" in refused(path)


@pytest.mark.parametrize(("first", "last"), [(0, -1), (40, -1), (60, None)])
def test_nobody_is_judged_by_a_part_of_a_record(path: Path, first: int, last: int | None) -> None:
    table = arrow.read_table(path)
    arrow.write_table(table.slice(first, None if last is None else len(table) + last - first), path)
    assert "does not stand there whole" in refused(path)


def test_nobody_is_judged_by_a_record_that_stands_twice(path: Path) -> None:
    table = arrow.read_table(path)
    with arrow.ParquetWriter(path, table.schema) as writer:
        writer.write_table(table)
        writer.write_table(table)
    assert "does not stand there whole" in refused(path)


def test_without_what_reckons_with_columns_it_says_what_to_install(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numpy", None)
    with pytest.raises(MissingExtraError, match="cohort"):
        entries_file.at(path, OURS, AS_OF, KNOWN)


def test_fewer_than_one_process_is_refused(path: Path) -> None:
    with pytest.raises(FieldError, match="processes"):
        entries_file.at(path, OURS, AS_OF, KNOWN, processes=0)


def test_everybody_is_watched_on_the_way(path: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    questions: Questions = entries_file.at(path, OURS, AS_OF, KNOWN)
    questions.ask(Outcomes(RULE), lambda *step: steps.append(step))
    assert {total for _, _, total in steps} == {39}
    assert [done for _, done, _ in steps] == sorted(done for _, done, _ in steps)
