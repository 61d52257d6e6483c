"""Files as they come: encodings, separators, errors, formulas, bombs, too wide, too long: a sentence or a question."""

import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from sw_competency import MemoryStore, Tracker
from sw_competency.errors import UnreadableFileError
from sw_competency.intake.profiles import profiles
from sw_competency.model import Training

from .books import book
from .mending import LAST_CHANGED, intake_of, kept, looked_at, mended

PLAIN = "Name,Staff No,ANTT\nZoë O’Hara,w1,✓\n"
HEADS = ["Name", "Staff No", "ANTT"]


@pytest.fixture
def tracker():
    return Tracker(MemoryStore(), clock=lambda: LAST_CHANGED)


def asked_lines(answer):
    return {(q.where, q.line) for q in answer.questions}


@pytest.mark.parametrize(
    "data",
    [
        PLAIN.encode(), PLAIN.encode("utf-8-sig"), PLAIN.encode("utf-16"), PLAIN.replace(",", ";").encode(),
        PLAIN.replace(",", "\t").encode("utf-16"), b"sep=;\r\n" + PLAIN.replace(",", ";").encode(),
        PLAIN.replace("✓", "yes").encode("cp1252"), PLAIN.replace(",", "|").encode(),
        b'"sep=|"\n' + PLAIN.replace(",", "|").encode("utf-8"), ("Title; with semicolons;;\n\n" + PLAIN).encode(),
    ],
)  # fmt: skip
def test_a_text_is_read_whatever_it_was_saved_as(tracker, tmp_path, data):
    (tmp_path / "m.csv").write_bytes(data)
    path = kept(tmp_path / "m.csv")
    plan = mended(looked_at(tracker, path).plan)
    assert tracker.bring_in(intake_of(tracker, path, plan), "m1").appended == 1
    assert tracker.name("w1") == "Zoë O’Hara"


@pytest.mark.parametrize(
    "name", ["nothing.csv", "a folder", "gone.xlsx", "bytes.csv", "old.xls", "bomb.xlsx", "broken.xlsx"]
)
def test_what_cannot_be_read_is_told_in_a_sentence(tracker, tmp_path, name):
    path = tmp_path / name
    match name:
        case "nothing.csv":
            path.write_text("\n \n", "utf-8")
        case "a folder":
            path.mkdir()
        case "bytes.csv":
            path.write_bytes(b"\x00\x81\x8d" * 99)
        case "old.xls":
            path.write_bytes(b"\xd0\xcf\x11\xe0" * 99)
        case "broken.xlsx":
            path.write_bytes(b"PK\x03\x04" + b"x" * 99)
        case "bomb.xlsx":
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
                made.writestr("xl/workbook.xml", b" " * 60_000_000)
    with pytest.raises(UnreadableFileError) as error:
        tracker.intake(path)
    assert name in str(error.value)
    assert "\n" not in str(error.value)


def test_sixteen_thousand_columns_and_a_million_blank_rows_are_read(tracker, tmp_path):
    with xlsxwriter.Workbook(tmp_path / "w.xlsx", {"constant_memory": True}) as made:
        sheet = made.add_worksheet("M")
        for row, texts in enumerate([HEADS, ["A B", "w1", "yes"]]):
            for at, text in enumerate(texts):
                sheet.write(row, at, text)
        sheet.write(1, 16383, "x")
        tall = made.add_worksheet("T")
        for at, text in enumerate(HEADS):
            tall.write(0, at, text)
        tall.write(1_048_575, 2, "yes")
    answer = looked_at(tracker, kept(tmp_path / "w.xlsx"))
    assert ("sheet M", "column 16384") in asked_lines(answer)
    assert [(c.cell, c.state, c.says) for c in answer.cells if c.sheet == "T"][-1] == (
        "C1048576", "left-out", "the row names nobody")  # fmt: skip


def test_errors_and_formulas_never_worked_out_are_asked(tracker, tmp_path):
    with xlsxwriter.Workbook(tmp_path / "f.xlsx") as made:
        sheet = made.add_worksheet("M")
        for at, text in enumerate(HEADS):
            sheet.write(0, at, text)
            sheet.write(1, at, ["A B", "w1", ""][at])
            sheet.write(2, at, ["C D", "w2", ""][at])
        sheet.write_formula(1, 2, "=TODAY()", None, "")
        sheet.write_formula(2, 2, "=1/0", None, "#DIV/0!")
    answer = looked_at(tracker, kept(tmp_path / "f.xlsx"))
    says = {line: q.says for q in answer.questions for line in [q.line]}
    assert "never worked out" in says["#FORMULA!"]
    assert "error of the spreadsheet" in says["#DIV/0!"]


def test_a_hidden_sheet_is_named_and_left_out(tracker, tmp_path):
    path = book(tmp_path / "h.xlsx", {"A": [HEADS, ["A B", "w1", "yes"]], "Z": [HEADS, ["C D", "w2", "yes"]]}, ("Z",))
    answer = looked_at(tracker, kept(path))
    [hidden] = [cell for cell in answer.cells if cell.sheet == "Z"]
    assert (hidden.state, hidden.says, hidden.text) == ("left-out", "it is hidden", "6 cells")


def test_every_cell_that_is_not_blank_is_in_the_preview(tracker, tmp_path):
    rows = [["A title"], [], [*HEADS, None], ["A B", "w1", "yes", "beyond"], ["Total", None, 1]]
    answer = looked_at(tracker, kept(book(tmp_path / "c.xlsx", {"M": rows})))
    there = {f"{'ABCD'[at]}{row}" for row, cells in enumerate(rows, 1) for at, cell in enumerate(cells) if cell}
    assert {cell.cell for cell in answer.cells} == there
    assert (answer.taken, answer.asked_about, answer.left_out) == (0, 4, 6)


@pytest.mark.parametrize("lines", [
    ["Staff No,22014567,22014568", "Venepuncture,01/02/2025,yes", "ANTT,yes,N/A"],
    [",Amina Okafor,Bethan Price", "Staff No,22014567,22014568", "Venepuncture,01/02/2025,yes", "ANTT,yes,N/A"],
    ["CT matrix,,", ",,", "Payroll Number,22014567,22014568", "Band,3,2", "ANTT,yes,N/A", "Venepuncture,yes,yes"],
])  # fmt: skip
def test_people_with_their_numbers_across_are_not_taken_for_headings(lines, tracker, tmp_path):
    path = tmp_path / "m.csv"
    path.write_text("\n".join(lines), "utf-8")
    first = looked_at(tracker, kept(path))
    assert 'shape = "people across"' in first.plan
    again = looked_at(tracker, path, mended(first.plan))
    assert {cell.worker for cell in again.cells if cell.state == "taken"} == {"22014567", "22014568"}


@pytest.mark.parametrize(("above", "worker"), [
    (["Name:,Amina Okafor", "Staff No:,22014567"], "22014567"), (["Staff No: 22014567,"], "22014567"),
    (["Name,Dilys Hughes"], ""), (["Name: Amina Okafor,,Employee number: 22014567,"], "22014567"),
    (["Payroll Number,0099,Name,Amina Okafor"], "0099"),
])  # fmt: skip
def test_whom_a_sheet_is_about_may_stand_above_its_headings(above, worker, tracker, tmp_path):
    path = tmp_path / "m.csv"
    rows = ["Competency,Date signed off,Signed by", "Venepuncture,01/02/2025,J Tomlin", "ANTT,03/02/2025,J Tomlin"]
    path.write_text("\n".join(["Competency passport,,", *above, ",,", *rows]), "utf-8")
    first = looked_at(tracker, kept(path))
    assert 'shape = "long"' in first.plan
    [asked] = [one for one in first.questions if one.line == "worker"]
    assert asked.proposed == worker
    assert "above the headings stands" in asked.says
    if worker:
        again = looked_at(tracker, path, mended(first.plan))
        assert {cell.worker for cell in again.cells if cell.state == "taken"} == {worker}


def test_people_may_stand_across(tracker, tmp_path):
    rows = [["Competencies 2026"], [None, "Amina Okafor", "Bethan Price"], ["IV cannulation", date(2026, 1, 3), "✓"],
            ["Chaperoning", "✓", None], ["ANTT", "✓", "exp 03/27"]]  # fmt: skip
    path = kept(book(tmp_path / "t.xlsx", {"M": rows}))
    first = looked_at(tracker, path)
    assert 'shape = "people across"' in first.plan
    plan = mended(first.plan)
    second = looked_at(tracker, path, plan)
    plan = mended(second.plan)
    assert not looked_at(tracker, path, plan).questions
    taken = {c.cell: (c.worker, c.subject) for c in looked_at(tracker, path, plan).cells if c.state == "taken"}
    assert taken["B3"] == ("amina-okafor", "iv-cannulation")
    assert taken["C5"] == ("bethan-price", "antt")


# -- the layouts of other systems --------------------------------------------------------------------------------------

FILES = {
    "ESR BI, compliance and competency report": (
        "Employee Number,Employee Name,Competence Name,Competence Match,Date Start,Expiry Date\n"
        "10023,\"Okafor, Amina\",NHS|CSTF|Fire Safety - 2 Years|,Yes,03-MAR-2025,02-MAR-2027\n"
        "10024,\"Price, Bethan\",NHS|CSTF|Fire Safety - 2 Years|,No,,\n"
    ),
    "ESR BI, competency report": (
        "Employee Number,Competency Name,Competence Level,Date Start,Expiry Date,Title\n"
        "10023,NHS|CSTF|Fire Safety - 2 Years|,1 - Attended,2025/03/03 00:00:00,no expiry,Ms\n"
    ),
    "Moodle, course completions": (
        "Course full name,User full name,ID number,Time completed,Completed\n"
        "Fire Safety,Amina Okafor,10023,\"Monday, 3 March 2025, 10:22 AM\",Yes\nANTT,Bethan Price,10024,-,No\n"
    ),
    "Moodle, completion report of one course": (
        "First name,Last name,ID number,Course complete,Completion date\n"
        "Amina,Okafor,10023,Completed,3 March 2025\nBethan,Price,10024,Not completed,\n"
    ),
    "Totara, record of learning and course completions": (
        "Course Name,User's Full Name,User's ID Number,Completion Status,Completion Date\n"
        "Fire Safety,Amina Okafor,10023,Complete,03 Mar 2025\nANTT,Bethan Price,10024,Not yet started,\n"
    ),
    "Totara, certification completions": (
        "Certification Name,User's Full Name,User's ID Number,Status,Completion Date,Expiry Date\n"
        "Fire Safety,Amina Okafor,10023,Certified,03 Mar 2025,02 Mar 2027\n"
    ),
    "NHS England Digital Learning Solutions, export of one learner's self-assessment": (
        "Group,Competency,Description,Self Assessment Result,Reviewer,Reviewed,Reviewer Verified\n"
        "Vascular,Chaperoning,,Yes,Jane Tomlin,03/03/2025,Yes\nVascular,ANTT,,No,,,\n"
    ),
    "An export of completions as most learning systems write it": (
        "Employee ID,Course Name,Completion Date,Status\n10023,Fire Safety,03/03/2025,Completed\n"
    ),
}  # fmt: skip


@pytest.mark.parametrize("title", FILES)
def test_the_layout_of_another_system_is_known(tracker, tmp_path, title):
    path = tmp_path / "export.csv"
    path.write_text(FILES[title], "utf-8")
    first = looked_at(tracker, kept(path))
    assert f"taken as: {title}" in first.plan
    answers = [("worker = ", "10023"), ('"Jane Tomlin"', "a1"), ("competency = ", "cstf-fire-safety")]
    plan = mended(first.plan, *((begins, said) for begins, said in answers if f"\n{begins}" in first.plan))
    assert not looked_at(tracker, path, plan).questions
    tracker.bring_in(intake_of(tracker, path, plan), "m1")
    [one] = tracker.entries("10023")
    day = one.on if isinstance(one, Training) or one.kind == "sign-off" else one.signed_on
    assert day == date(2025, 3, 3)
    assert list(tracker.workers()) == ["10023"]


def test_every_shipped_profile_is_tried():
    assert {one.title for one in profiles()} == set(FILES)


def test_a_layout_of_ones_own_is_a_plan_that_is_kept(tracker, tmp_path):
    for month in ("october", "november"):
        (tmp_path / f"{month}.csv").write_text(PLAIN, "utf-8")
    plan = mended(looked_at(tracker, kept(tmp_path / "october.csv")).plan)
    (tmp_path / "november.csv").write_text(f"{PLAIN}A B,w2,zz\n", "utf-8")
    answer = looked_at(tracker, kept(Path(tmp_path / "november.csv")), plan)
    assert asked_lines(answer) == {("values", "zz")}
    assert answer.taken == 5


def test_a_second_table_beneath_the_first_is_a_sheet_of_its_own(tracker, tmp_path):
    rows = [["CT team"], HEADS, ["A B", "w1", "yes"], [], ["MRI team"], ["Name", "Staff No", "Chaperoning"],
            ["C D", "w2", "yes"], ["Name", "Staff No", "Chaperoning"], ["E F", "w3", "yes"]]  # fmt: skip
    path = kept(book(tmp_path / "two.xlsx", {"All": rows}))
    first = looked_at(tracker, path)
    assert 'name = "All from row 6"' in first.plan
    answer = looked_at(tracker, path, mended(first.plan))
    assert {(c.cell, c.worker, c.subject) for c in answer.cells if c.subject} == {
        ("C3", "w1", "antt"), ("C7", "w2", "chaperoning"), ("C9", "w3", "chaperoning"),
    }  # fmt: skip


@pytest.mark.parametrize(("answer", "taken"), [("yes", {"ANTT", "Chaperoning"}), ("left out", {"ANTT"})])
def test_a_row_that_names_nobody_beneath_one_that_does_is_asked(tracker, tmp_path, answer, taken):
    path = tmp_path / "long.csv"
    path.write_text("Name,Staff No,Course,Date\nA B,w1,ANTT,01/02/2026\n,,Chaperoning,02/02/2026\n", "utf-8")
    first = looked_at(tracker, kept(path))
    assert ("", "names_above") in asked_lines(first)
    plan = mended(first.plan, ("names_above", answer))
    found = looked_at(tracker, path, plan)
    assert {c.text for c in found.cells if c.state == "taken" and c.subject and "/" not in c.text} == taken


def test_ticks_totals_and_misspelt_names_are_met_as_they_come(tracker, tmp_path):
    tracker.append([{"kind": "person", "worker": "w1", "name": "Amina Okafor"},
                    {"kind": "absence", "worker": "w1", "on": "2025-01-06", "reason": "x"}])  # fmt: skip
    path = tmp_path / "m.csv"
    path.write_text("Name,ANTT,Chaperoning\nAmina Okafr,✔\ufe0f,ü\n% compliant,50%,20%\nLEAVERS,,\n", "utf-8")
    first = looked_at(tracker, kept(path))
    says = {q.line: (q.proposed, q.says) for q in first.questions}
    assert set(says) == {"Amina Okafr", "ü"}
    assert says["ü"][1].startswith("a tick, in the font of the cell?")
    assert "perhaps Amina Okafor (w1)" in says["Amina Okafr"][1]
    assert says["Amina Okafr"][0] == ""


def test_an_open_document_spreadsheet_is_read(tracker, tmp_path):
    cell = "<table:table-cell office:value-type='string'><text:p>{}</text:p></table:table-cell>"
    of_a_day = "office:value-type='date' office:date-value='2026-03-12'"
    day = f"<table:table-cell {of_a_day}><text:p>x</text:p></table:table-cell>"
    heads = "".join(map(cell.format, HEADS))
    rows = [heads, cell.format("A B") + cell.format("w1") + day]
    names = ("office", "table", "text")
    spaces = "".join(f" xmlns:{name}='urn:oasis:names:tc:opendocument:xmlns:{name}:1.0'" for name in names)
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    content = (
        f"<office:document-content{spaces}><office:body><office:spreadsheet><table:table table:name='M'>{body}"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(tmp_path / "m.ods", "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("content.xml", content)
        made.writestr("META-INF/manifest.xml", "<manifest/>")
    answer = looked_at(tracker, kept(tmp_path / "m.ods"))
    [cell_of_day] = [cell for cell in answer.cells if cell.subject]
    assert (cell_of_day.cell, cell_of_day.text) == ("C2", "2026-03-12")
