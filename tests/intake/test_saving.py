"""One batch, all of it or nothing; the same again adds nothing; undone by corrections, and brought in again."""

import pytest

from sw_competency import Tracker
from sw_competency.errors import MalformedEntryError, NotOnRecordError, PlanError
from sw_competency.model import as_known
from sw_competency.stores import MemoryStore

from .mending import LAST_CHANGED, intake_of, kept, looked_at, mended

TABLE = """Name,Staff No,Cannulation course,ANTT,IV cannulation,BLS
Amina Okafor,22014567,Sept 2026,✓,12/09/2026,exp 01/27
Bethan Price,22014568,2026,✓,✓,03/02/2026
"""


@pytest.fixture
def tracker():
    return Tracker(MemoryStore(), clock=lambda: LAST_CHANGED)


@pytest.fixture
def path(tmp_path):
    (tmp_path / "m.csv").write_text(TABLE, "utf-8")
    return kept(tmp_path / "m.csv")


def brought(tracker, path, by="m1"):
    plan = mended(looked_at(tracker, path).plan)
    return tracker.bring_in(intake_of(tracker, path, plan), by)


def standing(tracker):
    return [e for who in tracker.workers() for e in as_known(tracker.entries(who), None) if e.kind != "correction"]


def test_a_department_that_is_brought_in_is_current_where_the_file_says_so(tracker, path):
    tracker.append([
        {"kind": "appointment", "worker": who, "on": "2024-01-08", "site": "site-1", "deployment": "static",
         "modalities": ["ct"], "tier": "senior-clinical-support-worker"} for who in ("22014567", "22014568")
    ])  # fmt: skip
    assert brought(tracker, path).warnings == ()
    questions = tracker.at("2026-10-03")
    assert [questions.status(who, "iv-cannulation").status for who in ("22014567", "22014568")] == ["current"] * 2
    assert questions.may("22014567", "iv-cannulation").answer == "may"
    assert str(questions.status("22014567", "iv-cannulation").expires_on) == "2027-09-12"


def test_what_is_known_roughly_says_so_in_the_entry(tracker, path):
    brought(tracker, path)
    entries = {(e.worker, getattr(e, "programme", None) or e.competency): e for e in standing(tracker)}
    month, year = (entries[who, "cannulation-theory"] for who in ("22014567", "22014568"))
    assert (str(month.on), str(year.on)) == ("2026-09-01", "2026-01-01")
    assert "Known to the month only, September 2026" in month.note
    assert "Known to the year only, 2026" in year.note
    tick, ends = entries["22014568", "iv-cannulation"], entries["22014567", "bls-adult"]
    assert (str(tick.signed_on), tick.accepted_by, tick.recorded_by) == ("2026-10-03", "m1", "m1")
    assert "The day it was signed is not known: 3 October 2026, the day of the file, stands for it." in tick.note
    assert str(ends.expires_on) == "2027-01-31"
    assert tick.extra["brought_from"] == "m.csv, E3"


def test_a_batch_is_undone_by_corrections_and_can_be_brought_in_again(tracker, path):
    done = brought(tracker, path)
    assert (done.appended, done.open) == (8, 0)
    first, *_ = standing(tracker)
    tracker.record("correction", worker=first.worker, corrects=first.id, reason="A slip")
    undone = tracker.undo_batch(done.batch, "The wrong file", "m1")
    assert (undone.voided, [e.id for e in undone.corrected]) == (7, [first.id])
    assert standing(tracker) == []
    again = brought(tracker, path)
    assert (again.appended, again.batch) == (8, f"{done.batch}-2")
    assert len(standing(tracker)) == 8
    told = [one for one in again.warnings if "appointment" not in one]
    assert len(told) == 1  # of all of them in one sentence
    assert told[0].startswith("6 courses that were voided are on record again")
    assert brought(tracker, path).appended == 0
    assert tracker.undo_batch(again.batch, "Once more").voided == 8
    assert standing(tracker) == []


def test_next_months_file_adds_what_is_new_and_ticks_do_not_run_anew(tracker, path):
    brought(tracker, path)
    path.write_text(TABLE.replace("03/02/2026", "01/10/2026"), "utf-8")
    assert brought(tracker, kept(path)).appended == 1


@pytest.mark.parametrize("by", ["22014567", " 22014567 "])
def test_nobody_accepts_their_own(tracker, path, by):
    done = brought(tracker, path, by)
    assert (done.appended, done.open) == (7, 1)
    assert [e.worker for e in standing(tracker) if e.kind == "prior-learning"] == ["22014568"]


def test_what_is_asked_stays_out(tracker, path):
    plan = looked_at(tracker, path).plan.replace('new_people = "? yes"', 'new_people = "yes"')
    done = tracker.bring_in(intake_of(tracker, path, plan), "m1")
    assert (done.appended, done.open) == (4, 2)


def test_an_unknown_batch_and_nobody_are_told(tracker, path):
    with pytest.raises(NotOnRecordError, match="batch 'b-0'"):
        tracker.undo_batch("b-0", "x")
    with pytest.raises(MalformedEntryError):
        brought(tracker, path, " ")
    assert standing(tracker) == []


def test_names_are_kept_of_people_who_are_new_and_nobody_is_renamed(tracker, path):
    tracker.append([{"kind": "person", "worker": "22014567", "name": "Amina K Okafor"}])
    brought(tracker, path)
    assert [tracker.name(who) for who in ("22014567", "22014568")] == ["Amina K Okafor", "Bethan Price"]


@pytest.mark.parametrize(
    ("line", "instead", "told"),
    [
        ('shape = "wide"', 'shape = "broad"', "is wide or long or people across or left out"),
        ('"BLS" = "bls-adult"', '"BLS" = "bsl-adult"', "programme 'bsl-adult'; did you mean 'bls-adult'?"),
        ('[values]', '[vaules]', "a plan has no such line; did you mean 'values'?"),
        ('"exp" = "expires"', '"exp" = "ends"', "is held, assessor, expires, left out, not 'ends'"),
        ("headings = 1", "headings = 0", "is the row of the headings"),
        ("headings = 1", "headings = 2", "row 2 does not hold the headings of the plan"),
        ('name = "table"', 'name = "Matrix"', "the plan is for 'Matrix', and 'm.csv' has none of that name"),
        ('new_people = "yes"', 'new_people = "perhaps"', "is yes or left out, not 'perhaps'"),
        ('"✓" = "held"', '"✓" = "held: 2026-02-30"', "there is no day 2026-02-30"),
    ],
)  # fmt: skip
def test_a_plan_that_cannot_be_is_told_with_the_line(tracker, path, line, instead, told):
    plan = mended(looked_at(tracker, path).plan)
    assert line in plan
    with pytest.raises(PlanError) as error:
        looked_at(tracker, path, plan.replace(line, instead))
    assert told in str(error.value)


@pytest.mark.parametrize("heads", ["mr-safety-training,mr-safety-awareness,mr-safety-screening",
                                   "mr-safety-screening,mr-safety-awareness,mr-safety-training"])  # fmt: skip
def test_what_stands_under_another_counts_whichever_column_goes_first(tracker, tmp_path, heads):
    path = tmp_path / "m.csv"
    path.write_text(f"Staff No,{heads}\nw1,✓,✓,✓\n", "utf-8")
    brought(tracker, kept(path))
    questions = tracker.at("2026-10-03")
    found = [questions.status("w1", name).status for name in ("mr-safety-awareness", "mr-safety-screening")]
    assert found == ["current", "current"]


def test_the_day_that_the_title_names_is_read_anew_from_each_file(tracker, path):
    path.write_text(f"As at 1 October 2026\n{TABLE}", "utf-8")
    first = looked_at(tracker, kept(path))
    assert [(q.line, q.proposed) for q in first.questions if q.line == "as_at"] == [("as_at", "title")]
    plan = mended(first.plan)
    tracker.bring_in(intake_of(tracker, path, plan), "m1")
    assert {str(e.on) for e in standing(tracker) if e.kind == "prior-learning"} == {"2026-10-01"}
    path.write_text(f"As at 2 October 2026\n{TABLE}w3,w3,,,✓,\n", "utf-8")
    tracker.bring_in(intake_of(tracker, kept(path), plan), "m1")
    assert {str(e.on) for e in standing(tracker) if e.worker == "w3"} == {"2026-10-02"}
    path.write_text(f"As at last week\n{TABLE}", "utf-8")
    assert "as_at" in {q.line for q in looked_at(tracker, kept(path), plan).questions}


def test_a_file_of_days_to_come_is_told_once(tracker, path):
    plan = f'as_at = "2027-01-01"\n{mended(looked_at(tracker, path).plan)}'
    with pytest.raises(PlanError, match="1 January 2027, the day of the file, has not come yet"):
        tracker.bring_in(intake_of(tracker, path, plan), "m1")
    assert standing(tracker) == []


@pytest.mark.parametrize(
    ("status", "done", "ends", "day", "left"),
    [
        ("Expired", "05/02/2022", "05/02/2023", "2022-02-05", ""),
        ("Expired", "", "05/02/2023", "2023-02-05", ""),
        ("Lapsed", "05/02/2022", "05/02/2023", "2022-02-05", ""),
        ("Expired", "05/02/2022", "", "", "it names no last day"),
        ("Expired", "", "", "", "it names no last day"),
        ("Achieved", "", "05/02/2023", "2023-02-05", ""),
        ("Failed", "05/02/2022", "05/02/2023", "", "the plan leaves 'Failed' out"),
    ],
)
@pytest.mark.parametrize("heads", ["Employee ID,Course Name,Status,Completion Date,Expiry Date",
                                   "Employee ID,Course Name,Completion Date,Expiry Date,Status"])  # fmt: skip
def test_what_has_run_out_is_on_record_with_the_last_day_of_its_row(
    tracker, tmp_path, heads, status, done, ends, day, left
):
    told = {"Employee ID": "7", "Course Name": "BLS", "Status": status, "Completion Date": done, "Expiry Date": ends}
    rows = [heads, ",".join(told[head] for head in heads.split(","))]
    path = tmp_path / "lms.csv"
    path.write_text("\n".join(rows), "utf-8")
    plan = mended(looked_at(tracker, kept(path)).plan)
    cells = [cell for cell in looked_at(tracker, path, plan).cells if cell.text == status]
    assert (left == "") == (cells[0].state == "taken")
    assert left in cells[0].says
    tracker.bring_in(intake_of(tracker, path, plan), "m1")
    entries = [e for e in standing(tracker) if e.worker == "7"]
    assert [(str(e.on), str(e.expires_on)) for e in entries] == ([(day, "2023-02-05")] if day else [])


@pytest.mark.parametrize("signer", ["Amina Okafor", "OKAFOR, Amina", "22014567", "self", "Self-assessed"])
@pytest.mark.parametrize("shape", ["long", "wide"])
def test_who_signed_for_themself_is_asked_about(tracker, tmp_path, signer, shape):
    path = tmp_path / "own.csv"
    quoted, cell = f'"{signer}"', {"long": "E2", "wide": "D2"}[shape]
    path.write_text({
        "long": f"Name,Staff No,Competency,Date,Assessor\nAmina Okafor,22014567,Chaperoning,13/03/2025,{quoted}\n",
        "wide": f"Name,Staff No,Chaperoning,Chaperoning assessor\nAmina Okafor,22014567,13/03/2025,{quoted}\n",
    }[shape], "utf-8")  # fmt: skip
    plan = mended(looked_at(tracker, kept(path)).plan)
    told = looked_at(tracker, path, plan)
    assert [(q.where, q.line) for q in told.questions] == [("values", cell)]
    assert "signed for themself" in told.questions[0].says
    assert not [c for c in told.cells if c.state == "taken" and c.subject]
    day = {"long": "D2", "wide": "C2"}[shape]
    for place, answer, state in ((cell, "assessor: Bo Ash", "taken"), (day, "left out", "left-out")):
        mend = plan if "[values]" in plan else f"{plan}\n[values]"
        mend = mend.replace("[values]", f'[values]\n"{place}" = "{answer}"')
        again = looked_at(tracker, path, mend)
        assert again.questions == ()
        assert [c.state for c in again.cells if c.cell == cell] == [state]


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ("Name,Staff No,Competency,Completion Date,Expiry Date\nA B,7,ANTT,13/03/2025,13/03/2024\n", "D2"),
        ("Name,Staff No,ANTT,ANTT expires\nA B,7,13/03/2025,13/03/2024\n", "C2"),
        ("Name,Staff No,Competency,Expiry Date,Completion Date\nA B,7,ANTT,13/03/2024,13/03/2025\n", "E2"),
        ("Name,Staff No,Competency,Completion Date,Status\nA B,7,ANTT,13/03/2027,Completed\n", "13/03/2027"),
    ],
)
def test_the_line_a_question_names_answers_it(tracker, tmp_path, table, line):
    path = tmp_path / "ends.csv"
    path.write_text(table, "utf-8")
    plan = mended(looked_at(tracker, kept(path)).plan)
    asked = looked_at(tracker, path, plan).questions
    assert [q.line for q in asked] == [line]
    for answer, entries in (("left out", 0), ("held: 2024-02-01", 1)):
        answered = "\n".join(one for one in plan.splitlines() if not one.startswith(f'"{line}"'))
        answered = answered if "[values]" in answered else f"{answered}\n[values]"
        intake = intake_of(tracker, path, answered.replace("[values]", f'[values]\n"{line}" = "{answer}"'))
        answer = tracker.at().bring_in(intake, "m1")
        assert answer.questions == ()
        done = tracker.bring_in(intake, "m1")
        assert (done.appended, len(standing(tracker))) == (entries, entries)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("Name,Staff No,Chaperoning\nA B,7,13/03/2025 CT only\n", "CT only"),
        ("Name,Staff No,Competency,Date,Outcome\nA B,7,Chaperoning,13/03/2025,competent - CT only\n",
         "competent - CT only"),
        ("Name,Staff No,Chaperoning\nA B,7,13/03/2025 done\n", ""),
        ("Name,Staff No,Chaperoning\nA B,7,✓\n", ""),
    ],
)  # fmt: skip
def test_words_that_the_plan_alone_knows_stay_beside_what_comes_of_them(tracker, tmp_path, table, words):
    path = tmp_path / "words.csv"
    path.write_text(table, "utf-8")
    plan = looked_at(tracker, kept(path)).plan
    tracker.bring_in(intake_of(tracker, path, mended(plan, *([(f'"{words}"', "held")] if words else []))), "m1")
    [entry] = standing(tracker)
    assert (f"It says '{words}'." in entry.note) if words else ("It says" not in (entry.note or ""))


CT, BLS = {"competency": "ct-room-assist"}, {"programme": "bls-adult"}


@pytest.mark.parametrize(
    ("entry", "is_taken"),
    [
        ({"kind": "prior-learning", "signed_on": "2025-03-13", "accepted_by": "m0", **CT}, False),
        ({"kind": "prior-learning", "signed_on": "2025-03-01", "date_known_to": "month", "accepted_by": "m0", **CT},
         False),
        ({"kind": "prior-learning", "signed_on": "2020-03-13", "accepted_by": "m0", "expires_on": "2021-03-13", **CT},
         False),
        ({"kind": "sign-off", "assessor": "a1", **CT}, False),
        ({"kind": "training", "outcome": "completed", **BLS}, False),
        ({"kind": "training", "outcome": "completed", "expires_on": "2026-03-13", **BLS}, False),
        ({"kind": "training", "outcome": "failed", **BLS}, True),
        ({"kind": "assessment", "outcome": "competent", "assessor": "a1", **CT}, True),
        ({"kind": "sign-off", "assessor": "a1", "competency": "chaperoning"}, True),
    ],
)  # fmt: skip
def test_a_tick_does_not_begin_anew_what_is_on_record_with_its_day(tracker, tmp_path, entry, is_taken):
    tracker.append([{"worker": "7", "on": "2025-03-13", **entry}])
    path = tmp_path / "ticks.csv"
    path.write_text(f"Name,Staff No,{'BLS' if 'programme' in entry else 'CT room assist'}\nA B,7,✓\n", "utf-8")
    done = brought(tracker, kept(path))
    assert (done.appended, done.already_there) == ((1, 0) if is_taken else (0, 1))


@pytest.mark.parametrize("rows", [["", "13/03/2025"], ["13/03/2025", ""]])
def test_a_row_without_a_day_does_not_begin_anew_what_another_row_dates(tracker, tmp_path, rows):
    path = tmp_path / "rows.csv"
    lines = [f"A B,7,Chaperoning,{day},Completed" for day in rows]
    path.write_text("\n".join(["Name,Staff No,Competency,Date,Outcome", *lines]), "utf-8")
    told = looked_at(tracker, kept(path), mended(looked_at(tracker, kept(path)).plan))
    row = rows.index("") + 2
    assert {c.says for c in told.cells if c.cell in {f"C{row}", f"E{row}"}} == {f"C{5 - row} says since when"}
    brought(tracker, path)
    assert [str(e.signed_on) for e in standing(tracker)] == ["2025-03-13"]


@pytest.mark.parametrize("head", ["CT room assist", "BLS"])
@pytest.mark.parametrize(
    ("before", "now", "days"),
    [
        ("✓", "13/03/2025", ["2025-03-13"]),  # the day of the file stood for it
        ("✓", "Mar 2025", ["2025-03-01"]),
        ("✓", "05/10/2026", ["2026-10-03", "2026-10-05"]),  # signed off once more since
        ("exp 12/26", "13/03/2025", ["2025-03-13", "2026-10-03"]),  # the last day that was stated stays
        ("13/03/2025", "✓", ["2025-03-13"]),
    ],
)
def test_a_day_that_a_later_file_tells_takes_the_place_of_the_files_own(tmp_path, head, before, now, days):
    clock = [LAST_CHANGED]
    tracker, path = Tracker(MemoryStore(), clock=lambda: clock[0]), tmp_path / "m.csv"
    path.write_text(f"Name,Staff No,{head}\nA B,7,{before}\n", "utf-8")
    brought(tracker, kept(path))
    first = held_since(tracker)
    clock[0] = LAST_CHANGED.replace(month=11)
    path.write_text(f"Name,Staff No,{head}\nA B,7,{now}\n", "utf-8")
    told = mended(looked_at(tracker, kept(path)).plan).splitlines()
    plan = "\n".join(['as_at = "2026-11-03"', *(line for line in told if '= "?"' not in line)])
    done = tracker.bring_in(intake_of(tracker, path, plan), "m1")
    assert held_since(tracker) == days
    assert tracker.bring_in(intake_of(tracker, path, plan), "m1").appended == 0
    if done.batch:
        tracker.undo_batch(done.batch, reason="The wrong file")
    assert held_since(tracker) == first


def held_since(tracker):
    return sorted(str(getattr(entry, "signed_on", entry.on)) for entry in standing(tracker))


@pytest.mark.parametrize("cell", ["✓", "exp 03/27"])
@pytest.mark.parametrize(
    ("entries", "says"),
    [
        ([{"kind": "withdrawal", "by": "l", **CT}], "withdrawn on 1 March 2026"),
        ([{"kind": "withdrawal", "by": "l"}], "withdrawn on 1 March 2026"),
        ([{"kind": "assessment", "assessor": "a1", "outcome": "not-yet-competent", **CT}], "not yet competent"),
        ([{"kind": "withdrawal", "by": "l", "suspension": True, **CT}], ""),  # nothing but a reinstatement ends it
        ([{"kind": "withdrawal", "by": "l", "competency": "chaperoning"}], ""),
        ([{"kind": "assessment", "assessor": "a1", "outcome": "deferred", **CT}], ""),
    ],
)
def test_a_paper_whose_day_nobody_knows_undoes_no_withdrawal(tracker, tmp_path, entries, says, cell):
    tracker.append([{"worker": "7", "on": "2026-03-01", **entry} for entry in entries])
    before = tracker.at("2026-10-03").status("7", "ct-room-assist").status
    path = tmp_path / "ticks.csv"
    path.write_text(f"Name,Staff No,CT room assist\nA B,7,{cell}\n", "utf-8")
    told = looked_at(tracker, kept(path), mended(looked_at(tracker, kept(path)).plan)).remarks
    done = brought(tracker, path)
    assert (done.appended, done.already_there) == ((0, 0) if says else (1, 0))
    for lines in (told, done.warnings):
        assert any(says in line and "C2 is not taken" in line for line in lines) == bool(says)
    if says:
        assert tracker.at("2026-10-03").status("7", "ct-room-assist").status == before
