"""Who is meant: a number of any scheme decides, what nearly fits is asked, names alone never decide."""

import pytest

from sw_competency import MemoryStore, Tracker

from .mending import LAST_CHANGED, kept, looked_at, mended


@pytest.fixture
def tracker():
    made = Tracker(MemoryStore(), clock=lambda: LAST_CHANGED)
    made.append([
        *({"kind": "absence", "worker": who, "on": "2025-01-06", "reason": "x"} for who in ("w1", "w2", "0012345")),
        {"kind": "person", "worker": "w1", "name": "Amina Okafor", "staff_number": "22014567"},
        {"kind": "person", "worker": "w2", "name": "Bethan Price"},
        {"kind": "identity", "worker": "w2", "on": "2025-01-06", "scheme": "moodle", "value": "bprice"},
        {"kind": "identity", "worker": "w1", "on": "2025-01-06", "scheme": "esr-employee", "value": "777"},
        {"kind": "identity", "worker": "w2", "on": "2026-01-06", "scheme": "esr-employee", "value": "777"},
    ])  # fmt: skip
    return made


def about(tracker, tmp_path, heads, *rows):
    path = tmp_path / "m.csv"
    path.write_text("\n".join([f"{heads},ANTT", *(f"{row},yes" for row in rows)]), "utf-8")
    answer = looked_at(tracker, kept(path))
    return answer, [cell.worker for cell in answer.cells if cell.state == "taken" and cell.subject]


@pytest.mark.parametrize(
    ("heads", "row", "worker"),
    [
        ("Staff No", "w1", "w1"), ("Staff No", "22014567", "w1"), ("Username", "bprice", "w2"),
        ("Staff No,Name", "22014567,\"Okafor, Amina\"", "w1"), ("Employee Number", "777", "w2"),
    ],
)  # fmt: skip
def test_a_number_of_any_scheme_is_looked_up(tracker, tmp_path, heads, row, worker):
    answer, found = about(tracker, tmp_path, heads, row)
    assert found == [worker]
    assert answer.questions == ()


def test_a_number_that_was_given_twice_is_remarked(tracker, tmp_path):
    answer, _ = about(tracker, tmp_path, "Employee Number", "777")
    assert any("was given more than once" in remark for remark in answer.remarks)


@pytest.mark.parametrize(
    ("heads", "row", "line", "proposed", "says"),
    [
        ("Staff No", "12345", "12345", "0012345", "may be 0012345"),
        ("Staff No,Name", "w1,Chidi Eze", "w1", "", "is Amina Okafor (w1) on record, and the row says 'Chidi Eze'"),
        ("Name", "Amina Okafor", "known_names", "yes", "known by their names alone"),
        ("Name", "Amina Okafr", "Amina Okafr", "", "perhaps Amina Okafor (w1)"),
        ("Name", "Chidi Eze", "Chidi Eze", "chidi-eze", "nobody on record is called 'Chidi Eze'"),
        ("Staff No", "new-1", "new_people", "yes", "are they yours?"),
        ("Staff No,Username", "w1,bprice", "w1", "", "its numbers are of Amina Okafor (w1) and Bethan Price (w2)"),
    ],
)  # fmt: skip
def test_what_does_not_decide_is_asked(tracker, tmp_path, heads, row, line, proposed, says):
    answer, found = about(tracker, tmp_path, heads, row)
    assert found == []
    [one] = answer.questions
    assert (one.line, one.proposed) == (line, proposed)
    assert says in one.says


def test_one_number_with_two_names_is_asked(tracker, tmp_path):
    answer, found = about(tracker, tmp_path, "Staff No,Name", "w9,Ann Bee", "w9,Cy Dee")
    plan = mended(answer.plan)
    again = looked_at(tracker, kept(tmp_path / "m.csv"), plan)
    assert [(q.where, q.line) for q in again.questions] == [("people", "A3")]
    assert found == []


@pytest.mark.parametrize(
    ("number", "says"), [("#REF!", "error of the spreadsheet"), ("2.2E+07", "shortened"), ("123.5", "which is no id")]
)
def test_what_a_spreadsheet_made_of_a_number_is_asked(tracker, tmp_path, number, says):
    answer, found = about(tracker, tmp_path, "Staff No,Name", f"{number},Ann Bee")
    assert found == []
    [one] = answer.questions
    assert (one.where, one.line) == ("people", number)
    assert says in one.says


def test_of_two_columns_of_names_and_of_numbers_none_is_lost(tracker, tmp_path):
    rows = ["Amina Okafor,,22014567,", "Bethan Price,,,w2"]
    _, found = about(tracker, tmp_path, "Name,Staff member,Staff No,Payroll No", *rows)
    assert found == ["w1", "w2"]


def test_a_name_that_holds_a_patients_number_is_not_kept(tracker, tmp_path):
    answer, _ = about(tracker, tmp_path, "Staff No,Name", "n1,Ann 943 476 5919")
    plan = mended(answer.plan)
    again = looked_at(tracker, kept(tmp_path / "m.csv"), plan)
    assert "943 476 5919" not in str(again.to_json())
    assert "943 476 5919" not in str(about(tracker, tmp_path, "Name", "Ann 943 476 5919")[0].to_json())
    (tmp_path / "m.csv").write_text("Staff No,Name,ANTT\nn1,Ann 943 476 5919,yes", "utf-8")
    kept(tmp_path / "m.csv")
    tracker.bring_in(tracker.intake(tmp_path / "m.csv", _plan(tmp_path, plan)), "m1")
    assert tracker.name("n1") == "n1"


def _plan(folder, text):
    (folder / "p.toml").write_text(text, "utf-8")
    return folder / "p.toml"


@pytest.mark.parametrize("answer", ["yes", "left out"])
@pytest.mark.parametrize(
    ("row", "id_"),
    [("w11,Amina Okafor", "w11"), ('22014576,"OKAFOR, Amina"', "22014576"), ("bp1,Bethan Price", "bp1")],
)  # fmt: skip
def test_a_new_number_beside_a_name_on_record_is_asked_whatever_is_said_of_new_people(
    tracker, tmp_path, row, id_, answer
):
    rows = [row, "new-1,Chidi Eze"]
    plan = mended(about(tracker, tmp_path, "Staff No,Name", rows[1])[0].plan, ("new_people", answer))
    about(tracker, tmp_path, "Staff No,Name", *rows)
    again = looked_at(tracker, kept(tmp_path / "m.csv"), plan)
    assert [(q.where, q.line) for q in again.questions] == [("people", id_)]
    assert "the name is that of " in again.questions[0].says
    for meant in ("w1", id_):  # a slip in the number, or somebody else of the same name
        told = looked_at(tracker, kept(tmp_path / "m.csv"), f'{plan}\n[people]\n"{id_}" = "{meant}"')
        assert told.questions == ()
        assert {c.worker for c in told.cells if c.state == "taken" and c.cell == "C2"} == {meant}


def test_an_id_in_the_plan_that_nearly_fits_is_asked(tracker, tmp_path):
    answer, _ = about(tracker, tmp_path, "Name", "Amina O")
    for typed, asks in (("012345", "may be 0012345"), ("W1", "may be Amina Okafor (w1)")):
        told = looked_at(tracker, kept(tmp_path / "m.csv"), mended(answer.plan, ('"Amina O"', typed)))
        assert [(q.where, q.line) for q in told.questions] == [("people", "Amina O")]
        assert asks in told.questions[0].says
        assert not [cell for cell in told.cells if cell.worker]


def test_an_id_in_the_plan_that_nobody_has_is_told(tracker, tmp_path):
    answer, _ = about(tracker, tmp_path, "Name", "Amina O")
    told = looked_at(tracker, kept(tmp_path / "m.csv"), mended(answer.plan, ('"Amina O"', "w17")))
    assert told.questions == ()
    assert any("'w17'" in remark and "somebody new" in remark for remark in told.remarks)


@pytest.mark.parametrize(
    ("typed", "asks", "remark"),
    [("w1", "", ""), ("012345", "may be 0012345", ""), ("w17", "", "somebody new")],
)
def test_of_a_sheet_about_one_person_the_id_is_looked_up(tracker, tmp_path, typed, asks, remark):
    path = tmp_path / "m.csv"
    path.write_text("Competency,Date,Outcome\nChaperoning,13/03/2025,competent\n", "utf-8")
    plan = mended(looked_at(tracker, kept(path)).plan, ("worker", typed))
    told = looked_at(tracker, kept(path), plan)
    assert [q.line for q in told.questions] == (["worker"] if asks else [])
    assert asks in " ".join(q.says for q in told.questions)
    assert remark in " ".join(told.remarks)
    assert bool(told.remarks) == bool(remark)


def test_a_sheet_about_one_person_can_be_left_out_by_them(tracker, tmp_path):
    path = tmp_path / "m.csv"
    path.write_text("Competency,Date,Outcome\nChaperoning,13/03/2025,competent\n", "utf-8")
    told = looked_at(tracker, kept(path), mended(looked_at(tracker, kept(path)).plan, ("worker", "left out")))
    assert (told.taken, told.questions) == (0, ())


def test_two_new_numbers_of_one_file_that_differ_in_zeros_are_asked_about(tracker, tmp_path):
    path = tmp_path / "m.csv"
    path.write_text("Staff No,ANTT\n098765,yes\n98765,yes\n098765,N/A\n", "utf-8")
    first = looked_at(tracker, kept(path))
    [asked] = [one for one in first.questions if one.where == "people"]
    assert (asked.line, asked.proposed) == ("98765", "098765")
    assert "only in zeros" in asked.says
    for who in ("098765", "98765"):
        answered = looked_at(tracker, path, mended(first.plan, ('"98765"', who)))
        assert answered.questions == ()
        assert {cell.worker for cell in answered.cells if cell.state == "taken"} == {"098765", who}
