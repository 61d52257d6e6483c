"""Whose the rows of a file are: every format looks people up by their numbers, and makes no ghost of anybody."""

import io
import json

import pytest

from sw_competency import MemoryStore, Tracker

W1 = {"worker": "w1", "on": "2024-01-08"}
GIVEN = [
    {"kind": "appointment", **W1, "site": "site-1", "tier": "senior-clinical-support-worker"},
    {"kind": "identity", **W1, "scheme": "esr-employee", "value": "20000001"},
    {"kind": "identity", **W1, "scheme": "esr-person", "value": "30000001"},
    {"kind": "person", "worker": "w1", "name": "Amina Example"},
]
OTHER = "the number is that of Amina Example (w1), and the name beside it is another: check it"
TWO = "Person Number: says 30000001, and the column 'Employee Number' says 20000002: whose row is it? Correct one"
ASKED = "may be Amina Example (w1): write the id of the one who is meant, or add somebody new first"
FIRE, DAY = "NHS|CSTF|Fire Safety - 2 Years|", "01/02/2026"
ESR = "Person Number,Employee Number,Assignment Number,Competency Name,Completion Date\n"
DONE = {"kind": "training", "on": "2026-02-01", "programme": "antt", "outcome": "completed"}


@pytest.fixture
def tracker():
    made = Tracker(MemoryStore())
    made.append(GIVEN)
    return made


def read(tracker, text, name):
    """Return the worker of each row, or what is wrong with it, and what is told."""
    rows = tracker.read_file(io.BytesIO(text.encode()), name).rows
    return [(row.entry.worker if row.entry else str(*row.problems), *row.warnings) for row in rows]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (",20000001,", ("w1",)),
        (",,20000001-2", ("w1",)),  # a second assignment of that employee
        ("30000001,20000001,20000001", ("w1",)),  # of one shape, and one person's
        ("30000001,20000002,", (TWO,)),
        (",w1,", ("w1",)),
        (",020000001,", (f"Employee Number: '020000001' {ASKED}",)),
        (",30000001,", (f"Employee Number: '30000001' {ASKED}",)),  # a number of another scheme
        (',"Example, Amina",', (f"Employee Number: 'Example, Amina' {ASKED}",)),
        (",40000001,", ("40000001",)),
        (',"20000001|Other, Ben",', ("w1", OTHER)),
    ],
)
def test_the_columns_of_an_extract_have_their_schemes(tracker, cells, said):
    assert read(tracker, f'{ESR}{cells},{FIRE},{DAY}\n', "extract.csv") == [said]


def test_the_name_in_a_column_of_its_own_is_compared_too(tracker):
    text = f"Employee Number,Last Name,First Name,Competency Name,Completion Date\n20000001,Other,Ben,{FIRE},{DAY}\n"
    assert "the name beside it is another" in read(tracker, text, "extract.csv")[0][1]
    assert len(read(tracker, text.replace("Other", "Example"), "extract.csv")[0]) == 1


@pytest.mark.parametrize(
    ("worker", "said"),
    [
        ("w1", "w1"),
        ("20000001", "w1"),
        ("w2", "w2"),
        ("W1", f"worker: 'W1' {ASKED}"),
        ("Amina Example", f"worker: 'Amina Example' {ASKED}"),
    ],
)
@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_our_own_entries_are_looked_up_too(tracker, worker, said, kind):
    entry = {**DONE, "worker": worker}
    text = json.dumps(entry) if kind == "jsonl" else f"{','.join(entry)}\n{','.join(entry.values())}\n"
    assert read(tracker, text, f"own.{kind}") == [(said,)]


def test_a_correction_and_its_right_content_go_to_one_record(tracker):
    right = {**DONE, "worker": "20000001"}
    slip = {"kind": "correction", "worker": "20000001", "on": "2026-03-01", "corrects": "e", "reason": "slip"}
    row = tracker.read_file(io.BytesIO(json.dumps({**slip, "with": right}).encode()), "own.jsonl").rows[0]
    assert (row.entry.worker, row.entry.with_.worker) == ("w1", "w1")


def test_a_person_line_is_of_the_person_whose_number_it_gives(tracker):
    text = "\n".join(f'{{"kind": "person", "worker": "{id_}", "name": "Amina Married"}}' for id_ in ("20000001", "W1"))
    first, second = tracker.read_file(io.BytesIO(text.encode()), "own.jsonl").rows
    assert (first.person.id, str(second.problems[0])) == ("w1", f"worker: 'W1' {ASKED}")


def test_what_is_asked_about_stands_among_the_rejected_rows_and_makes_no_ghost(tracker, tmp_path):
    file = tmp_path / "own.jsonl"
    file.write_text(json.dumps({**DONE, "worker": "W1"}))
    done = tracker.import_file(file)
    assert (done.rejected, list(tracker.workers())) == (1, ["w1"])
    assert ASKED in (tmp_path / "own.jsonl.rejected.csv").read_text()


def test_another_organisations_numbers_are_not_looked_up(tracker):
    theirs = io.BytesIO(json.dumps({**DONE, "worker": "20000001"}).encode())
    assert tracker.brought(theirs, "theirs.jsonl")[0].worker == "20000001"
