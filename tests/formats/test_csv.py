"""Our own entries in CSV: what a cell says, and what is said of a row that cannot be taken."""

from collections.abc import Callable

import pytest

from sw_competency.formats import Reading
from sw_competency.formats._table import Sort, csv_table
from sw_competency.model import Appointment, SelfAssessment, SignOff, Training, Withdrawal

Read = Callable[..., Reading]
HEADER = "kind,worker,on,programme,outcome,other\n"
GOOD = "training,w1,2025-01-01,antt,completed,\n"


def problems(reading: Reading) -> list[tuple[int, str, str]]:
    return [(row.number, p.path, p.says) for row in reading.rows for p in row.problems]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_separators_and_encodings_of_spreadsheets_are_read(read: Read, separator: str, encoding: str) -> None:
    text = "kind,worker,on,note\nleaving,w1,2025-01-01,Café – “fin”\n".replace(",", separator)
    [row] = read(text.encode(encoding)).rows
    assert row.entry is not None
    assert row.entry.note == "Café – “fin”"


def test_a_cell_is_read_by_the_type_of_its_field(read: Read) -> None:
    reading = read(
        "kind,worker,assessor,site,on,tier,band,wte,modalities,competency,evidence,restrictions,by,suspension,level\n"
        "appointment,007,,s1,2025-01-01,t1,3.0,0.5,ct; mr;,,,,,,\n"
        "sign-off,007,a1,,2025-01-01 ,,,,,iv-cannulation,e1;e2,left arm only,,,\n"
        "withdrawal,007,,,2025-01-01,,,,,,,,a1,TRUE,\n"
        "self-assessment,007,,,2025-01-01,,,,,iv-cannulation,,,,,4\n"
    )
    assert problems(reading) == []
    appointment, sign_off, withdrawal, own = (row.entry for row in reading.rows)
    assert isinstance(appointment, Appointment)
    assert appointment.worker == "007"
    assert (appointment.band, appointment.wte, appointment.modalities) == (3, 0.5, ("ct", "mr"))
    assert isinstance(sign_off, SignOff)
    assert (sign_off.evidence, sign_off.restrictions) == (("e1", "e2"), ("left arm only",))
    assert isinstance(withdrawal, Withdrawal)
    assert withdrawal.suspension is True
    assert isinstance(own, SelfAssessment)
    assert own.level == 4


def test_other_holds_what_has_no_column(read: Read) -> None:
    [row] = read(HEADER + 'training,w1,2025-01-01,antt,completed,"{""standards"": 15, ""room"": [1, null]}"\n').rows
    assert isinstance(row.entry, Training)
    assert row.entry.standards == 15
    assert row.entry.extra == {"room": [1, None]}


def test_a_column_nobody_knows_is_kept_as_text(read: Read) -> None:
    [row] = read("kind,worker,on,Room,wte\nleaving,w1,2025-01-01,7,0.5\n").rows
    assert row.entry is not None
    assert row.entry.extra == {"Room": "7", "wte": "0.5"}


def test_a_known_field_misspelt_is_kept_with_a_warning(read: Read) -> None:
    [row] = read("kind,worker,on,programme,outcome,provder\ntraining,w1,2025-01-01,antt,completed,x\n").rows
    assert row.entry is not None
    assert "did you mean 'provider'" in row.warnings[0]


@pytest.mark.parametrize(
    ("cell", "means"),
    [("'=1+1", "=1+1"), ("'-5", "-5"), ("''@x", "'@x"), ("'yes'", "'yes'"), ("＝x", "＝x"), ("=x", "=x")],
)
def test_the_apostrophe_before_a_formula_is_taken_away(read: Read, cell: str, means: str) -> None:
    [row] = read(f"kind,worker,on,note\nleaving,w1,2025-01-01,{cell}\n").rows
    assert row.entry is not None
    assert row.entry.note == means


def test_a_person_is_read_with_what_else_is_known(read: Read) -> None:
    [row] = read("kind,worker,name,department\nperson,w1,Worker One,Imaging\n").rows
    assert row.person is not None
    assert (row.person.role, row.person.id, row.person.name) == ("worker", "w1", "Worker One")
    assert row.person.details == {"department": "Imaging"}


@pytest.mark.parametrize(
    ("line", "column", "says"),
    [
        ("training,w1,01/02/2025,antt,completed,", "on", "'01/02/2025' is not a date; write it as YYYY-MM-DD"),
        ("training,w1,,antt,completed,", "on", "a training needs this field"),
        ("trainin,w1,2025-01-01,antt,completed,", "kind", "'trainin' is no kind of entry; did you mean 'training'?"),
        (",w1,2025-01-01,antt,completed,", "kind", "every entry says its kind, such as sign-off or practice"),
        (
            "training,w1,2025-01-01,antt,completd,",
            "outcome",
            "'completd' is none of completed, failed, attended; did you mean 'completed'?",
        ),
        ("training,w1,2025-01-01,antt,completed,{", "other", "is no JSON: expecting property name"),
        ("training,w1,2025-01-01,antt,completed,[1]", "other", "is no JSON object; write one as { ... }"),
        (
            'training,w1,2025-01-01,antt,completed,"{""on"": ""2025-01-02""}"',
            "on",
            "stands here and in the column 'other' too; keep one of them",
        ),
        ("training,w1,2025-01-01,antt,completed,,more", "column 7", "stands under no heading: the row has more cells"),
        ("person,,,,,", "worker", "a person line names one worker or assessor"),
        (f"training,w1,2025-01-01,{'x' * 200_000},completed,", "programme", "holds 200000 characters; at most"),
    ],
)
def test_a_row_that_cannot_be_taken_says_column_and_reason(read: Read, line: str, column: str, says: str) -> None:
    reading = read(HEADER + GOOD + line + "\n" + GOOD)
    assert [bool(row.entry) for row in reading.rows] == [True, False, True]
    [(number, path, said)] = problems(reading)
    assert (number, path) == (2, column)
    assert said.startswith(says)


def test_all_problems_of_a_row_are_told_at_once(read: Read) -> None:
    reading = read(HEADER + "training,,today,antt,done,{\n")
    assert {path for _, path, _ in problems(reading)} == {"other", "on", "outcome", "worker"}


def test_a_value_under_an_empty_heading_is_a_problem(read: Read) -> None:
    assert problems(read("kind,worker,,on\nleaving,w1,?,2025-01-01\n")) == [
        (1, "column 3", "stands under no heading; name the column, or empty the cell")
    ]


def test_a_short_row_lacks_only_what_it_lacks(read: Read) -> None:
    assert problems(read("kind,worker,on,note\nleaving,w1,2025-01-01\n")) == []


def test_blank_rows_are_counted_and_left_out(read: Read) -> None:
    reading = read("kind,worker,on\n,,\n\nleaving,w1,2025-01-01\n")
    assert [row.number for row in reading.rows] == [3]


def test_a_quotation_never_closed_is_said_of_the_row_that_opens_it(read: Read) -> None:
    reading = read(HEADER + GOOD + 'training,w1,2025-01-01,"antt,completed,\n' + GOOD + GOOD)
    said = problems(reading)
    assert (2, "programme", "a quotation mark is opened here and never closed; close it, or write it twice") in said
    assert {number for number, _, _ in said} == {2}


def test_ids_are_taken_as_they_are(read: Read) -> None:
    [row] = read("kind,worker,on\nleaving, w 1,2025-01-01\n").rows
    assert row.entry is not None
    assert row.entry.owner == ("worker", " w 1")


def test_two_identical_rows_are_two(read: Read) -> None:
    assert len(read(HEADER + GOOD + GOOD).rows) == 2


def test_every_heading_of_a_very_wide_file_is_told_apart() -> None:
    names = [f"x{i}" for i in range(20_000)] + ["x1", "a", "a", "a (2)"]
    table = csv_table(",".join(names) + "\n" + ",".join(map(str, range(len(names)))) + "\n", Sort(lambda _: True))
    assert table is not None
    assert table.columns[-4:] == ("x1 (2)", "a", "a (2)", "a (2) (2)")
    assert len(table.lines[0].cells) == len(names)


def test_a_row_in_which_one_cell_reads_like_a_heading_is_data(read: Callable[..., Reading]) -> None:
    [row] = read("kind,worker,on,role,by,rule\napproval,w1,2024-01-01,manager,a1,kind\n").rows
    assert row.problems == ()
