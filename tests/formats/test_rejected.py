"""The file of rejected rows: what was not taken, why, and how it comes back mended."""

import csv
import json
import os
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sw_competency import formats
from sw_competency.errors import Problem, SWCompetencyError
from sw_competency.formats import Reading, Row, rejected_path, write_rejected
from sw_competency.model import Leaving, Practice, Training

from .conftest import NAMES
from .strategies import awkward, texts

NHS_NUMBER = "943 476 5919"  # valid, and of nobody
HEADER = "kind,worker,on,programme,outcome,note\n"


def rejected(path: Path) -> Path:
    reading = formats.read(path, NAMES)
    written = write_rejected(path, reading, [row for row in reading.rows if row.problems])
    assert written is not None
    return written


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def put(path: Path, records: list[dict[str, str]]) -> Reading:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, records[0])
        writer.writeheader()
        writer.writerows(records)
    return formats.read(path, NAMES)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file.csv"


def test_there_is_one_line_a_problem_with_the_original_cells(path: Path) -> None:
    path.write_text(HEADER + "training,w1,2025-01-01,antt,completed,\ntraining,w1,today,antt,done,=1+1\n")
    written = rejected(path)
    assert written.name == "file.csv.rejected.csv"
    cells = {"kind": "training", "worker": "w1", "on": "today", "programme": "antt", "outcome": "done", "note": "'=1+1"}
    assert lines(written) == [
        {"row": "2", "column": "on", "reason": "'today' is not a date; write it as YYYY-MM-DD", **cells},
        {"row": "2", "column": "outcome", "reason": "'done' is none of completed, failed, attended", **cells},
    ]


def test_each_line_may_be_mended_in_its_own_column(path: Path) -> None:
    path.write_text(HEADER + "training,w1,today,antt,done,=1+1\n")
    found = lines(rejected(path))
    found[0]["on"], found[1]["outcome"] = "2025-01-01", "completed"
    [row] = put(path, found).rows
    assert isinstance(row.entry, Training)
    assert row.entry.note == "=1+1"
    assert row.entry.extra == {}


def test_one_line_may_be_mended_and_the_others_removed(path: Path) -> None:
    path.write_text(HEADER + "training,w1,today,antt,done,\n" * 2)
    found = lines(rejected(path))
    mended = [{**found[i], "on": "2025-01-01", "outcome": "completed"} for i in (0, 2)]
    assert [bool(row.entry) for row in put(path, mended).rows] == [True, True]


def test_rejected_rows_as_they_are_are_rejected_again(path: Path) -> None:
    path.write_text(HEADER + "training,w1,today,antt,done,\n")
    [row] = formats.read(rejected(path), NAMES).rows
    assert {p.path for p in row.problems} == {"on", "outcome"}


def test_a_lacking_field_gets_a_column_to_write_it_in(path: Path) -> None:
    path.write_text("kind,on\nleaving,2025-01-01\n")
    found = lines(rejected(path))
    assert found[0]["worker"] == ""
    [row] = put(path, [{**found[0], "worker": "w1"}]).rows
    assert isinstance(row.entry, Leaving)


def test_a_reason_of_an_absence_is_not_the_reason_of_the_rejection(path: Path) -> None:
    path.write_text("kind,worker,on,reason\nabsence,w1,today,sickness\n")
    written = rejected(path)
    written.write_text(written.read_text().replace("absence,w1,today", "absence,w1,2025-01-01"))
    [row] = formats.read(written, NAMES).rows
    assert row.entry is not None
    assert row.cells == {"kind": "absence", "worker": "w1", "on": "2025-01-01", "reason": "sickness"}


def test_a_patient_identifier_is_masked_and_must_be_written_anew(path: Path) -> None:
    path.write_text(
        "kind,worker,on,note,other\n"
        f'leaving,w1,2025-01-01,for {NHS_NUMBER},"{{""x"": ""{NHS_NUMBER}""}}"\n'
        f"{NHS_NUMBER},{NHS_NUMBER},2025-01-01,,\n"
    )
    written = rejected(path)
    first, _, last = lines(written)
    assert (first["note"], first["other"]) == ("***", "***")
    # The number stands as an id, and ids are not looked at; as the name of a kind it is no more told than as a note.
    assert (last["worker"], last["kind"], last["reason"]) == (NHS_NUMBER, "***", "holds a valid NHS number; remove it")
    again = formats.read(written, NAMES).rows[0]
    assert {p.path for p in again.problems} == {"note", "other"}
    [row] = put(written, [{**first, "note": "", "other": ""}]).rows
    assert row.entry is not None


def test_lines_of_json_come_back_mended(tmp_path: Path) -> None:
    path = tmp_path / "file.jsonl"
    said = {
        "kind": "practice", "worker": "w1", "on": "today", "competency": "c", "outcome": "successful", "count": 3,
        "supervisor": "'=x", "room": {"a": [1, None]},
    }  # fmt: skip
    path.write_text(f'{json.dumps(said)}\n{{"kind": "leaving", "worker": "w2", "on": "2025-01-01"\n')
    first, second = lines(rejected(path))
    assert (first["row"], first["column"]) == ("1", "on")
    assert (second["row"], second["column"]) == ("2", "line")
    practice, leaving = put(path, [{**first, "on": "2025-01-01"}, {**second, "line": f"{second['line']}}}"}]).rows
    assert isinstance(practice.entry, Practice)
    assert (practice.entry.count, practice.entry.supervisor) == (3, "'=x")
    assert practice.entry.extra == {"room": {"a": [1, None]}}
    assert isinstance(leaving.entry, Leaving)


def test_rows_of_an_esr_extract_come_back_mended(path: Path) -> None:
    header = "Competency Name,Date Start,Employee Number,Person"
    path.write_text(f'{header}\nNHS|CSTF|Fire Safty|,31/02/2025,20000001,"Surname, First"\n')
    found = lines(rejected(path))
    assert [line["column"] for line in found] == ["Competency Name", "Date Start"]
    found[0]["Competency Name"], found[1]["Date Start"] = "NHS|CSTF|Fire Safety|", "28/02/2025"
    reading = put(path, found)
    assert reading.format == "esr"
    assert reading.rows[0].entry is not None


@pytest.mark.parametrize(
    "text",
    [
        "Competency Name,Date Start,Employee Number\nCare Certificate,01/01/2025,20000001,more\n",
        "kind,on\nleaving,2025-01-01,w1\n",
    ],
)
def test_cells_beyond_the_header_are_rejected_again(path: Path, text: str) -> None:
    path.write_text(text)
    [first] = formats.read(path, NAMES).rows
    [again] = formats.read(rejected(path), NAMES).rows
    assert again.entry is None
    assert any("stands under no heading" in problem.says for problem in again.problems)
    assert set(again.cells.values()) >= set(first.cells.values())


def test_what_the_caller_found_is_written_too(path: Path) -> None:
    path.write_text(HEADER + "training,w1,2025-01-01,ant,completed,\n")
    reading = formats.read(path, NAMES)
    problem = Problem("there is no programme 'ant'; did you mean 'antt'?", "programme")
    written = write_rejected(path, reading, [attrs.evolve(reading.rows[0], problems=(problem,))])
    assert written is not None
    assert [(line["column"], line["reason"]) for line in lines(written)] == [("programme", problem.says)]


def test_what_the_caller_found_in_an_extract_names_the_extracts_column(path: Path) -> None:
    path.write_text("Competency Name,Date Start,Employee Number\nNHS|CSTF|Fire Safety|,01/01/2099,20000001\n")
    reading = formats.read(path, NAMES)
    row = attrs.evolve(reading.rows[0], problems=(Problem("is after today", "on"),))
    written = write_rejected(path, reading, [row])
    assert written is not None
    [found] = lines(written)
    assert found["column"] == "Date Start"
    assert [*found] == ["row", "column", "reason", *reading.columns]


def test_of_two_lines_for_one_column_the_first_is_the_one_to_mend(path: Path) -> None:
    path.write_text("row,column,reason,kind,worker,on\n3,on,a,leaving,w1,2025-01-01\n3,on,b,leaving,w1,today\n")
    [row] = formats.read(path, NAMES).rows
    assert row.entry is not None


def test_nothing_rejected_removes_the_file_of_an_earlier_import(path: Path) -> None:
    path.write_text(HEADER + "training,w1,today,antt,done,\n")
    reading = formats.read(path, NAMES)
    assert write_rejected(path, reading, reading.rows) == rejected_path(path)
    assert write_rejected(path, reading, []) is None
    assert [file.name for file in path.parent.iterdir()] == ["file.csv"]


def test_a_rejected_file_of_ours_is_replaced_as_long_as_nobody_changed_it(path: Path) -> None:
    for worker in ("w1", "w2"):
        path.write_text(HEADER + f"training,{worker},today,antt,completed,\n")
        assert rejected(path) == rejected_path(path)
    assert [line["worker"] for line in lines(rejected_path(path))] == ["w2"]


@pytest.mark.parametrize("changed", ["mended", "emptied", "touched", "not ours", "a link", "a dangling link"])
def test_a_file_that_is_somebodys_is_never_written_over_or_removed(path: Path, changed: str) -> None:
    path.write_text(HEADER + "training,w1,today,antt,completed,\n")
    theirs, other = rejected_path(path), path.with_name("other.txt")
    if changed in {"mended", "emptied", "touched"}:
        rejected(path)
    match changed:
        case "mended":
            theirs.write_text(theirs.read_text().replace("w1,today", "w1,2025-01-01"))
        case "emptied" | "not ours":
            theirs.write_text("" if changed == "emptied" else "a shopping list")
        case "touched":
            os.utime(theirs, ns=(0, theirs.stat().st_mtime_ns + 1_000))
        case "a link":
            other.write_text("somebody's")
            theirs.symlink_to(other)
        case _:
            theirs.symlink_to(other)
    before = (theirs.is_symlink(), theirs.read_bytes() if theirs.exists() else None)
    reading = formats.read(path, NAMES)
    assert write_rejected(path, reading, []) is None
    for name in ("file.csv.rejected-2.csv", "file.csv.rejected-2.csv"):
        written = rejected(path)
        assert written.name == name
        assert [line["on"] for line in lines(written)] == ["today"]
    assert (theirs.is_symlink(), theirs.read_bytes() if theirs.exists() else None) == before


def test_a_folder_that_is_not_there_gets_one_sentence(tmp_path: Path) -> None:
    row = Row(1, {"kind": "x"}, problems=(Problem("no", "kind"),))
    with pytest.raises(SWCompetencyError, match=r"cannot be written to .*: make the folder writable\.$"):
        write_rejected(tmp_path / "none" / "file.csv", Reading("csv", (row,)), [row])


def test_a_file_that_cannot_be_replaced_leaves_nothing_half_written(path: Path) -> None:
    row = Row(1, {"kind": "x"}, problems=(Problem("no", "kind"),))
    rejected_path(path).mkdir()
    with pytest.raises(SWCompetencyError, match="cannot be written to"):
        write_rejected(path, Reading("csv", (row,)), [row])
    assert [file.name for file in path.parent.iterdir()] == ["file.csv.rejected.csv"]


@given(cells=st.dictionaries(st.sampled_from(["worker", "note", "title", "post"]), awkward | texts))
def test_whatever_a_rejected_cell_holds_comes_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, cells: dict[str, str]
) -> None:
    path = tmp_path_factory.getbasetemp() / "odd.csv"
    row = Row(1, {"kind": "unheard-of", **cells}, problems=(Problem("no", "kind"),))
    written = write_rejected(path, Reading("csv", (row,)), [row])
    assert written is not None
    assert formats.read(written, NAMES).rows[0].cells == row.cells
