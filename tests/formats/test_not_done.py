"""Not done is never done: a row of an extract is taken only where nothing on it says that it was not completed."""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sw_competency import formats
from sw_competency.formats import Reading
from sw_competency.formats._esr_names import in_small_letters
from sw_competency.formats._table import Line
from sw_competency.formats._training import PROFILE, not_done, training_columns

from .conftest import NAMES

Read = Callable[..., Reading]
FIRE = "NHS|CSTF|Fire Safety - 2 Years|"
STATUS = PROFILE["status"]


def taken(reading: Reading) -> list[bool]:
    return [row.entry is not None for row in reading.rows]


@pytest.mark.parametrize(
    "heading",
    [
        "Status", "Completion Status", "Course Status", "Enrolment Status", "Learning status", "Training_Status",
        "Outcome", "Assessment Outcome", "Result", "Progress", "State", "Attendance", "Stage", "STATUS ",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "cell",
    [
        "In progress", "Failed", "Not started", "Cancelled", "Withdrawn", "Enrolled", "Attended", "No", "0", "50%",
        "50% complete", "Not completed", "Incomplete", "???", "Overdue", "Expired", "zzz", "Did Not Attend", "Resit",
    ],
)  # fmt: skip
def test_a_status_that_is_not_plainly_completed_is_refused(read: Read, heading: str, cell: str) -> None:
    row = f"{FIRE},03-Feb-2026,20000001,{cell}"
    [found] = read(f"Competency Name,Completion Date,Employee Number,{heading}\n{row}\n").rows
    assert found.entry is None
    assert [(p.path, cell in p.says) for p in found.problems] == [(heading.strip(), True)]


@pytest.mark.parametrize(
    "cell",
    ["Completed", "COMPLETE", "Passed", "pass", "1 - Completed", "Successfully completed", "100%", "Achieved", ""],
)
def test_a_status_that_is_plainly_completed_is_taken(read: Read, cell: str) -> None:
    row = f"{FIRE},03-Feb-2026,20000001,{cell}"
    assert taken(read(f"Competency Name,Completion Date,Employee Number,Completion Status\n{row}\n")) == [True]


@pytest.mark.parametrize("heading", ["Notes", "Whatever", "Class", "Zustand", "Column X"])
@pytest.mark.parametrize(
    "cell", ["In progress", "failed", "NOT STARTED", "Cancelled", "Booked", "DNA", "Not yet competent"]
)
def test_a_column_of_any_name_may_say_that_it_was_not_done(read: Read, heading: str, cell: str) -> None:
    row = f"{FIRE},03-Feb-2026,20000001,{cell}"
    assert taken(read(f"Competency Name,Completion Date,Employee Number,{heading}\n{row}\n")) == [False]


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("Compliance Status", "RED"), ("RAG Status", "Expired"), ("Assignment Status", "Terminated"),
        ("Employee Status", "Maternity"), ("Compliance Status", "Non-compliant"), ("Venue", "Room 2"),
        ("Person Status", "Bank"), ("Essential", "No"),
    ],
)  # fmt: skip
def test_what_is_said_of_something_else_does_not_undo_a_completion(read: Read, heading: str, cell: str) -> None:
    row = f"{FIRE},03-Feb-2026,20000001,{cell}"
    assert taken(read(f"Competency Name,Completion Date,Employee Number,{heading}\n{row}\n")) == [True]


@pytest.mark.parametrize(
    ("cell", "is_taken"), [("Yes", True), ("y", True), ("No", False), ("", True), ("maybe", False)]
)
@pytest.mark.parametrize("heading", ["Completed", "Passed", "Achieved?"])
def test_a_heading_may_ask_whether_it_was_done(read: Read, heading: str, cell: str, is_taken: bool) -> None:
    row = f"{FIRE},03-Feb-2026,20000001,{cell}"
    assert taken(read(f"Competency Name,Completion Date,Employee Number,{heading}\n{row}\n")) == [is_taken]


@pytest.mark.parametrize("heading", PROFILE["columns"]["completed"])
def test_a_blank_day_of_completion_beside_one_on_which_it_was_started_is_refused(read: Read, heading: str) -> None:
    rows = f"{FIRE},03-Feb-2026,,20000001\n{FIRE},03-Feb-2026,05-Mar-2026,20000002\n"
    first, second = read(f"Competency Name,Start Date,{heading},Employee Number\n{rows}").rows
    assert [p.path for p in first.problems] == [heading]
    assert second.entry is not None
    assert second.entry.on == date(2026, 3, 5)


def test_a_blank_status_beside_a_day_on_which_it_was_started_is_refused(read: Read) -> None:
    rows = f"{FIRE},03-Feb-2026,,20000001\n{FIRE},03-Feb-2026,Completed,20000002\n"
    assert taken(read(f"Competency Name,Date Start,Status,Employee Number\n{rows}")) == [False, True]


def test_the_days_of_a_course_are_not_those_of_a_competency(read: Read, tmp_path: Path) -> None:
    row = f"{FIRE},03-Feb-2026,10-Feb-2026,Completed,20000001"
    reading = read(f"Competency Name,Start Date,End Date,Status,Employee Number\n{row}\n")
    assert [p.path for row in reading.rows for p in row.problems] == ["on"]
    written = formats.write_rejected(tmp_path / "file.csv", reading, reading.rows)
    assert written is not None
    with written.open(newline="") as file:
        [line] = csv.DictReader(file)
    mended = tmp_path / "mended.csv"
    with mended.open("w", newline="") as file:
        writer = csv.DictWriter(file, line)
        writer.writeheader()
        writer.writerow({**line, "on": "2026-02-10"})
    [entry] = [row.entry for row in formats.read(mended, NAMES).rows]
    assert entry is not None
    assert (entry.on, entry.expires_on) == (date(2026, 2, 10), None)


@pytest.mark.parametrize(
    "heading",
    [
        "Finish Date", "Completed At", "Actual Completion Date", "Course Completion Date", "Completion Date (UK)",
        "Date Passed (dd/mm/yyyy)", "Date certificate awarded", "Target Completion Date", "Planned date of completion",
    ],
)  # fmt: skip
def test_a_heading_like_a_day_of_completion_is_one_or_at_least_no_start_is_taken_for_it(
    read: Read, heading: str
) -> None:
    rows = f"{FIRE},03-Feb-2026,,20000001\n"
    assert taken(read(f"Competency Name,Start Date,{heading},Employee Number\n{rows}")) == [False]


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("Is complete", "FALSE"), ("Complete?", "N"), ("Passed/Failed", "Failed"), ("Grade", "Fail"),
        ("Failed", "TRUE"),
        ("Comment", "Failed - to resit"), ("Outstanding", "Yes"), ("Completion %", "45"), ("Completed (Y/N)", "N"),
    ],
)  # fmt: skip
def test_a_no_in_other_words_is_a_no(read: Read, heading: str, cell: str) -> None:
    row = f"{FIRE},03-Feb-2026,20000001,{cell}"
    assert taken(read(f"Competency Name,Completion Date,Employee Number,{heading}\n{row}\n")) == [False]


@pytest.mark.parametrize(
    "name", [f"{FIRE} (FAILED)", "NHS|CSTF|Fire Safety - Not completed|", "Fire safety (in progress)"]
)
def test_a_name_may_say_that_it_was_not_done(read: Read, name: str) -> None:
    assert taken(read(f"Competency Name,Completion Date,Employee Number\n{name},03-Feb-2026,1\n")) == [False]


@pytest.mark.parametrize("cell", ["01-Jan-1900", "1900-01-00", "1899-12-31 00:00:00", "n/a", "TBC", "-"])
def test_what_stands_for_no_day_is_no_day(read: Read, cell: str) -> None:
    assert taken(read(f"Competency Name,Completion Date,Employee Number\n{FIRE},{cell},1\n")) == [False]


@pytest.mark.parametrize("level", ["0 - Not yet competent", "Fail", "2 - In progress", "In training", "Cancelled"])
def test_a_level_may_say_that_it_was_not_done(read: Read, level: str) -> None:
    row = f"{FIRE},{level},03-Feb-2026,20000001"
    assert taken(read(f"Competency Name,Competence Level,Date Start,Employee Number\n{row}\n")) == [False]


def test_a_comparison_does_not_hold_what_an_import_refuses(tmp_path) -> None:
    path = tmp_path / "esr.csv"
    path.write_text(
        f"Competency Name,Start Date,Completion Date,Status,Employee Number\n{FIRE},03-Feb-2026,,In progress,20000001\n"
        f"{FIRE},03-Feb-2026,04-Feb-2026,Failed,20000002\n{FIRE},03-Feb-2026,04-Feb-2026,Completed,20000003\n"
    )
    held = formats.read_extract(path, NAMES).held
    assert [row.numbers for row in held or ()] == [("20000003",)]


NOT_DONE = [
    "N", "No", "0", "False", "Fail", "Fail - 32%", "Failed", "Not attended", "0 - Not attended", "Non-attendance",
    "No show", "Absent", "Rejected", "Declined", "Refused", "Uncompleted", "Resit", "Aborted", "Terminated", "Void",
    "Suspended", "On hold", "Awaited", "Provisional", "Left early", "Complete/Failed", "Fail - Completed",
    "Completed - awaiting assessment", "Complete?", "To be completed", "Will complete", "Due to complete 1 May",
    "Completed (provisional)", "Did Not Attend", "Learner sadly failed the test", "Partially complete",
]  # fmt: skip
UNKNOWN = [
    "Grade", "Score", "Mark", "Assessment", "Class", "Delivery", "Flag", "RAG", "Compliance Status", "Compliant",
    "Competence Match", "Valid", "Remarks", "Notes", "Certificate", "In date", "Zustand",
]  # fmt: skip
ASKED = [
    "Done", "Finished", "Success", "Certified", "Competent", "Verified", "Confirmed", "Exam", "Completion Indicator",
    "Is finished", "Successfully completed?",
]  # fmt: skip


@pytest.mark.parametrize(
    "heading", [*UNKNOWN, *ASKED, "Did they attend", "Booking", "Attendance", "Competence Level", "Learner Outcome"]
)
def test_not_done_is_not_done_under_any_heading(read: Read, heading: str) -> None:
    rows = "".join(f"{FIRE},03-Feb-2026,{number},{cell}\n" for number, cell in enumerate(NOT_DONE, 20000001))
    found = read(f"Competency Name,Date Start,Employee Number,{heading}\n{rows}").rows
    assert [cell for cell, row in zip(NOT_DONE, found, strict=True) if row.entry] == []


@pytest.mark.parametrize("heading", ASKED)
@pytest.mark.parametrize(("cell", "is_taken"), [("Yes", True), ("TRUE", True), ("Passed", True), ("maybe", False)])
def test_more_headings_ask_whether_it_was_done(read: Read, heading: str, cell: str, is_taken: bool) -> None:
    row = f"{FIRE},03-Feb-2026,20000001,{cell}"
    assert taken(read(f"Competency Name,Date Start,Employee Number,{heading}\n{row}\n")) == [is_taken]


@pytest.mark.parametrize(("heading", "is_taken"), [("Attendance", False), ("Progress", True), ("% Attended", False)])
def test_all_of_the_attendance_is_no_completion(read: Read, heading: str, is_taken: bool) -> None:
    row = f"{FIRE},03-Feb-2026,20000001,100%"
    assert taken(read(f"Competency Name,Date Start,Employee Number,{heading}\n{row}\n")) == [is_taken]


@pytest.mark.parametrize(
    ("heading", "cell", "is_told"),
    [
        ("Class", "Room 2", True), ("Remarks", "A pleasure to teach", True), ("Score", "85%", True),
        ("Venue", "Room 2", False), ("Class", "Completed", False), ("Class", "", False), ("Class", "n/a", False),
        ("RAG", "Green", False), ("Manager", "Cancel, A", False), ("Hours", "0", False), ("Mandatory", "No", False),
        ("Primary Assignment", "Y", False), ("Cost Centre", "0", False), ("Compliant", "Yes", False),
        ("Learner Type", "Non-clinical", False), ("Notes", "Not applicable", False), ("Date of birth", "x", True),
    ],
)  # fmt: skip
def test_harmless_words_are_no_denial_and_what_is_not_read_is_named_once(
    read: Read, heading: str, cell: str, is_told: bool
) -> None:
    rows = "".join(f"{FIRE},0{day}-Feb-2026,20000001,{cell}\n" for day in (3, 4)).replace("Cancel, A", '"Cancel, A"')
    reading = read(f"Competency Name,Date Start,Employee Number,{heading}\n{rows}")
    assert taken(reading) == [True, True]
    assert reading.warnings == ((f"the column '{heading}' is not read",) if is_told else ())


@pytest.mark.parametrize("heading", ["Resit", "Flag", "Whatever"])
def test_a_yes_to_what_nobody_knows_may_be_a_no(read: Read, heading: str) -> None:
    row = f"{FIRE},03-Feb-2026,20000001,Yes"
    [found] = read(f"Competency Name,Date Start,Employee Number,{heading}\n{row}\n").rows
    assert [p.says for p in found.problems] == [
        "'Yes' may say that it was not completed; take the column out if it does not"
    ]


@given(st.sampled_from(["Status", "Training Outcome", "result"]), st.text(min_size=1, max_size=30))
def test_nothing_is_completed_by_a_word_that_is_not_on_the_list(heading: str, cell: str) -> None:
    header = ["Competency Name", "Completion Date", "Employee Number", heading]
    line = Line(1, dict(zip(header, [FIRE, "03-Feb-2026", "20000001", cell], strict=True)))
    words = in_small_letters(cell.strip())
    known = {*STATUS["completed"], *STATUS["all_of_it"]}
    plainly = not cell.strip() or words in known or words.partition(" ")[2] in known
    assert plainly or not_done(line, training_columns(header)) is not None
