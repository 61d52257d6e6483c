"""Spreadsheets as they come: errors, formulas never worked out, headings twice, grouped columns, several sheets."""

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from sw_competency import formats
from sw_competency.errors import OtherTrustError, UnreadableFileError
from sw_competency.formats import Names, Reading

from .conftest import NAMES

Read = Callable[..., Reading]
FIRE = "NHS|CSTF|Fire Safety - 2 Years|"
OWN = ["kind", "worker", "on", "site", "tier", "until", "note"]
POST = ["appointment", "w1", "2024-01-08", "s1", "t1"]
ESR = ["Competency Name", "Date Start", "Expiry Date", "Employee Number"]


class Formula(str):
    """A formula with its result: nothing where it was never worked out."""

    result: Any = ""

    def __new__(cls, text: str, result: Any = "") -> "Formula":
        made = super().__new__(cls, text)
        made.result = result
        return made


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., Path]:
    def write(hidden: tuple[str, ...] = (), **sheets: list[list[Any]]) -> Path:
        path = tmp_path / "book.xlsx"
        with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy", "strings_to_formulas": False}) as made:
            for name, rows in sheets.items():
                sheet = made.add_worksheet(name)
                for at, row in enumerate(rows):
                    for column, cell in enumerate(row):
                        if isinstance(cell, Formula):
                            sheet.write_formula(at, column, str(cell), None, cell.result)
                        elif cell is not None:
                            sheet.write(at, column, cell)
                if name in hidden:
                    sheet.hide()
        return path

    return write


def said(reading: Reading) -> list[tuple[int, str, str]]:
    return [(row.number, p.path, p.says) for row in reading.rows for p in row.problems]


ERRORS = ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"]


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("column", range(len(OWN)))
def test_an_error_in_any_column_of_our_own_entries_is_refused_by_its_column(
    book: Callable[..., Path], error: str, column: int
) -> None:
    row: list[Any] = [*POST, "2025-01-01", "a note"]
    row[column] = Formula("=X1", error)
    [found] = formats.read(book(Log=[OWN, row]), NAMES).rows
    assert found.entry is None
    assert any(p.path == OWN[column] and "holds an error of the spreadsheet" in p.says for p in found.problems)


@pytest.mark.parametrize("column", range(4))
@pytest.mark.parametrize("cell", [Formula("=X1", "#N/A"), Formula("=X1")])
def test_what_holds_no_value_in_an_extract_is_refused_by_its_column(
    book: Callable[..., Path], column: int, cell: Formula
) -> None:
    row: list[Any] = [FIRE, date(2026, 2, 3), date(2028, 2, 2), 20000001]
    row[column] = cell
    [found] = formats.read(book(Extract=[ESR, row]), NAMES).rows
    assert found.entry is None
    assert ESR[column] in {p.path for p in found.problems}


@pytest.mark.parametrize("column", range(len(OWN)))
def test_a_formula_never_worked_out_is_refused_by_its_column(book: Callable[..., Path], column: int) -> None:
    row: list[Any] = [*POST, "2025-01-01", "a note"]
    row[column] = Formula("=A1")
    [found] = formats.read(book(Log=[OWN, row]), NAMES).rows
    assert found.entry is None
    assert any(p.path == OWN[column] and "formula that was never worked out" in p.says for p in found.problems)


def test_a_formula_worked_out_is_its_result_and_an_empty_text_is_empty(book: Callable[..., Path]) -> None:
    row = [*POST[:2], Formula("=DATE(2024,1,8)", "2024-01-08"), *POST[3:], None, Formula('="a"', "a")]
    [found] = formats.read(book(Log=[OWN, row]), NAMES).rows
    assert (found.problems, found.entry.note if found.entry else None) == ((), "a")


def test_a_formula_left_at_nought_by_a_program_that_cannot_work_it_out_is_refused(book: Callable[..., Path]) -> None:
    path = book(Log=[OWN, [POST[0], Formula("=A1", 0), *POST[2:]]])
    [found] = formats.read(path, NAMES).rows
    assert [(p.path, "never worked out" in p.says) for p in found.problems] == [("worker", True)]


SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'


@pytest.mark.parametrize(
    ("cell", "is_refused"),
    [
        ('<c t="e" r="E2"><v>#N/A</v></c>', True), ('<c r="E2" t="e"/>', True),
        ("<c r='E2' t='e'><v>#REF!</v></c>", True),
        ('<c r="e2" t="e"><v>#N/A</v></c>', True), ('<c t="e"><v>#N/A</v></c>', True),
        ('<c\n r="E2"\n t="e"\n><v>#N/A</v></c>', True), ('<c r="E2"><f t="shared" si="0"/></c>', True),
        ('<c r="E2" t="str"><f>A1</f></c>', True), ('<c r="E2"><f>A1</f><v> </v></c>', True),
        ('<c r="E2" t="b"><f>TRUE</f><v>1</v></c>', True), ('<c r="E2" t="str"><f>""</f><v></v></c>', False),
        ('<c r="E2" s="1"/>', False), ('<c r="E2" t="d"><v>2025-02-01T00:00:00</v></c>', False), ("", False),
    ],
)  # fmt: skip
def test_cells_as_other_programs_write_them(book: Callable[..., Path], cell: str, is_refused: bool) -> None:
    def texts(row: int, *said: str) -> str:
        cells = zip("ABCDE", said, strict=False)
        return "".join(f'<c r="{c}{row}" t="inlineStr"><is><t>{text}</t></is></c>' for c, text in cells)

    path = book(Log=[])
    with zipfile.ZipFile(path) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    rows = f'<row r="1">{texts(1, "kind", "worker", "on", "reason", "until")}</row>'
    row = f'<row r="2">{texts(2, "absence", "w1", "2025-01-01", "sickness")}{cell}</row>'
    parts["xl/worksheets/sheet1.xml"] = SHEET.format(rows + row).encode()
    with zipfile.ZipFile(path, "w") as changed:
        for name, part in parts.items():
            changed.writestr(name, part)
    [found] = formats.read(path, NAMES).rows
    assert [p.path for p in found.problems] == ["until"] * is_refused


def test_a_row_or_column_of_nothing_but_errors_is_not_lost(book: Callable[..., Path]) -> None:
    error = Formula("=X1", "#N/A")
    rows = formats.read(book(Log=[OWN, POST, [None] * 6 + [Formula("=X1")], [error]]), NAMES).rows
    assert [row.entry is not None for row in rows] == [True, False, False]


@pytest.mark.parametrize("cell", ["#N/A", "#ref!", " #VALUE! ", "########", "Err:502", "#FORMULA!"])
def test_an_error_in_text_is_refused_too(read: Read, cell: str) -> None:
    assert read(f"kind,worker,on,note\nleaving,w1,2025-01-01,{cell}\n").rows[0].entry is None
    assert (
        read(f"Competency Name,Date Start,Employee Number,Expiry Date\n{FIRE},01-Jan-2025,1,{cell}\n").rows[0].problems
    )


@pytest.mark.parametrize(
    "column", ["Employee Number", "employee_number", "EMPLOYEE NUMBER ", "Date Start", "Expiry Date"]
)
def test_a_heading_that_stands_twice_in_an_extract_is_refused(read: Read, column: str) -> None:
    header = f"Employee Number,Competency Name,Date Start,Expiry Date,{column}"
    with pytest.raises(UnreadableFileError, match=r"two columns .* which of them is meant"):
        read(f"{header}\n1,{FIRE},03-Feb-2026,02-Feb-2028,3\n")


def test_a_heading_that_stands_twice_and_is_not_read_does_no_harm(read: Read) -> None:
    assert read(f"Employee Number,Competency Name,Date Start,Title,Title\n1,{FIRE},03-Feb-2026,Mr,x\n").rows[0].entry


@pytest.mark.parametrize(
    ("groups", "header", "row"),
    [
        ("Employee,,Course,,Manager,", "Employee Number,X,Competency Name,Date Start,Employee Number,X", "l,x,c,d,o,y"),
        ("Learner,,,,Supervisor,", "Person Number,X,Competency Name,Date Start,Employee Number,X", "l,x,c,d,o,y"),
        ("Line Manager Details,,Learner,,", "Person Number,X,Person Number,Competency Name,Date Start", "o,x,l,c,d"),
        (",,Assessor,,", "Assignment Number,Competency Name,Person Number,Employee Number,Date Start", "l,c,o,o,"),
    ],
)  # fmt: skip
def test_a_line_that_groups_columns_never_makes_somebody_else_the_learner(
    tmp_path: Path, groups: str, header: str, row: str
) -> None:
    path = tmp_path / "esr.csv"
    meant = {"l": "20000001", "o": "30000009", "c": FIRE, "d": "03-Feb-2026"}
    cells = ",".join(meant.get(cell, cell) for cell in row.split(","))
    for gap in ("", "," * groups.count(",") + "\n"):
        path.write_text(f"{groups}\n{gap}{header}\n{cells}\n")
        rows = formats.read(path, NAMES).rows
        assert [one.entry.owner[1] for one in rows if one.entry] == ["20000001"] * ("d" in row)
        assert formats.read_extract(path, NAMES).learners == (("20000001",),)


def test_where_only_somebody_elses_number_stands_it_is_nobodys(read: Read) -> None:
    text = f"Learner,,,Supervisor\nName,Competency Name,Date Start,Employee Number\nA,{FIRE},03-Feb-2026,30000009\n"
    with pytest.raises(UnreadableFileError, match="does not say whose training it is"):
        read(text)


def test_every_sheet_is_read_or_named(book: Callable[..., Path]) -> None:
    row = [FIRE, "03-Feb-2026", "", 20000001]
    path = book(
        Notes=[["Report of May"]], One=[ESR, row], Old=[ESR, row],
        Two=[["Title"], [], ESR, [FIRE, "soon", "", 2], [*row[:3], 20000002]], Empty=[],
        Staff=[["Employee Number", "FTE"], [1, 0.6]], hidden=("Old",),
    )  # fmt: skip
    reading = formats.read(path, NAMES)
    assert [(r.number, r.entry.owner[1] if r.entry else None) for r in reading.rows] == [
        (1, "20000001"), (2, None), (3, "20000002"),
    ]  # fmt: skip
    assert said(reading)[0][2].endswith("(sheet 'Two', row 4)")
    assert [(one.what, "hidden" in one.why) for one in reading.sheets_not_read] == [
        ("Notes", False), ("Old", True), ("Staff", False),
    ]  # fmt: skip


def test_own_entries_stand_on_several_sheets_and_an_extract_beside_them_is_named(book: Callable[..., Path]) -> None:
    path = book(A=[OWN, POST], B=[["worker", "kind", "on"], ["w2", "leaving", "2025-01-01"]], ESR=[ESR, [FIRE]])
    reading = formats.read(path, NAMES)
    assert [row.entry.owner[1] for row in reading.rows if row.entry] == ["w1", "w2"]
    assert [one.what for one in reading.sheets_not_read] == ["ESR"]


def test_rejected_rows_of_two_sheets_come_back_as_two(book: Callable[..., Path]) -> None:
    bad = [*POST[:2], "soon", *POST[3:]]
    path = book(A=[OWN, bad], B=[OWN, [bad[0], "w2", *bad[2:]]])
    reading = formats.read(path, NAMES)
    written = formats.write_rejected(path, reading, reading.rows)
    assert written is not None
    written.write_text(written.read_text().replace(",soon,", ",2025-01-01,"))
    assert [row.entry.owner[1] for row in formats.read(written, NAMES).rows if row.entry] == ["w1", "w2"]


def test_a_comparison_reads_every_sheet_or_names_it(book: Callable[..., Path]) -> None:
    path = book(
        A=[ESR, [FIRE, "03-Feb-2026", "", 20000001]], B=[ESR, [FIRE, "03-Feb-2026", "", 20000002]], Notes=[["x"]],
        S=[["Employee Number", "FTE"], [1, 0.6]], T=[["Employee Number", "FTE"], [2, 0.4]],
    )  # fmt: skip
    extract = formats.read_extract(path, NAMES)
    assert [row.numbers for row in extract.held or ()] == [("20000001",), ("20000002",)]
    assert [row.numbers for row in extract.assignments or ()] == [("1",), ("2",)]
    assert extract.sheets_not_read == ("the sheet 'Notes': it is neither a staff list nor a training extract",)


@pytest.mark.parametrize("vpd", ["VPD", "VPD Number", "Employing Authority"])
def test_another_trusts_extract_is_refused_as_by_a_comparison(tmp_path: Path, vpd: str) -> None:
    path = tmp_path / "esr.csv"
    path.write_text(f"Competency Name,Date Start,Employee Number,{vpd}\n{FIRE},03-Feb-2026,1,999\n")
    assert formats.read(path, NAMES).rows[0].entry
    assert formats.read(path, Names(NAMES.programmes, frozenset({"999", "457"}))).rows[0].entry
    with pytest.raises(OtherTrustError, match=r"another trust: its VPD is 999, and by the catalogue .* is 457"):
        formats.read(path, Names(NAMES.programmes, frozenset({"457"})))


def test_the_owner_of_a_local_competency_is_a_trust_too(tmp_path: Path) -> None:
    path = tmp_path / "esr.csv"
    path.write_text(f"Competency Name,Date Start,Employee Number\n{FIRE},03-Feb-2026,1\n999|LOCAL|X|,03-Feb-2026,1\n")
    with pytest.raises(OtherTrustError):
        formats.read(path, Names(NAMES.programmes, frozenset({"457"})))


# -- days --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day", "told"),
    [
        ("10/10/2025", date(2025, 10, 10), True), ("25/12/2025", date(2025, 12, 25), True),
        ("2025-10-10 00:00:00", date(2025, 10, 10), False), ("2025-10-10T00:00:00Z", date(2025, 10, 10), False),
        ("2025-10-10T00:00", date(2025, 10, 10), False), ("10 October 2025", date(2025, 10, 10), False),
    ],
)  # fmt: skip
def test_a_day_that_can_be_read_in_one_way_only_is_taken_and_told(read: Read, text: str, day: date, told: bool) -> None:
    [row] = read(f"kind,worker,on\nleaving,w1,{text}\n").rows
    assert (row.problems, row.entry.on if row.entry else None) == ((), day)
    assert bool(row.warnings) is told


@pytest.mark.parametrize(
    "text",
    ["12/03/2026", "1/2/2026", "01.02.2026", "12/31/2025", "03-04-2025", "2025-10-10 12:30", "10/10/25", "45000",
     "00/05/2025", "05/00/2025", "04/06/0000", "2025-10-10T00:00:00+01:00"],
)  # fmt: skip
def test_a_day_that_may_be_two_is_refused(read: Read, text: str) -> None:
    [row] = read(f"kind,worker,on\nleaving,w1,{text}\n").rows
    assert row.entry is None
    assert [p.path for p in row.problems] == ["on"]
    assert row.problems[0].says.startswith(f"'{text}' is not a date; write it as YYYY-MM-DD")


@pytest.mark.parametrize("cell", ["2026-06-02T23:00:00Z", "2026-06-02 23:00:00Z", "2026-06-02T23:59:59.999Z"])
def test_an_instant_that_is_the_next_day_in_london_is_no_day(read: Read, cell: str) -> None:
    assert read(f"Competency Name,Date Start,Employee Number\n{FIRE},{cell},1\n").rows[0].entry is None
    assert read(f"Competency Name,Date Start,Employee Number\n{FIRE},{cell[:-1]},1\n").rows[0].entry is not None


@pytest.mark.parametrize("field", ["worker", "id", "supervisor"])
def test_an_id_that_a_spreadsheet_shortened_is_refused(read: Read, field: str) -> None:
    cells = {"worker": "w1", "id": "e1", "supervisor": "a1", field: "2.00E+07"}
    header = "kind,on,competency,outcome,worker,id,supervisor"
    row = f"practice,2025-01-01,c,successful,{cells['worker']},{cells['id']},{cells['supervisor']}"
    assert [p.path for p in read(f"{header}\n{row}\n").rows[0].problems] == [field]


@pytest.mark.parametrize("cell", [123456789012345678, 1e20, 20000001.5, True, False])
def test_a_number_in_a_workbook_that_is_no_id_is_refused(book: Callable[..., Path], cell: Any) -> None:
    row = [cell if name == "worker" else each for name, each in zip(OWN, POST, strict=False)]
    [problem] = formats.read(book(Log=[OWN, row]), NAMES).rows[0].problems
    assert problem.path == "worker"
    assert "store the column as text" in problem.says


@pytest.mark.parametrize("cell", [20000001, 20000001.0, "20000001", "0020000001", "ABC-1"])
def test_a_number_in_a_workbook_that_is_whole_is_an_id(book: Callable[..., Path], cell: Any) -> None:
    row = [cell if name == "worker" else each for name, each in zip(OWN, POST, strict=False)]
    entry = formats.read(book(Log=[OWN, row]), NAMES).rows[0].entry
    assert entry is not None
    assert entry.owner[1].lstrip("0") == str(cell).lstrip("0").removesuffix(".0")


def test_midnight_in_a_workbook_is_the_day(book: Callable[..., Path]) -> None:
    row: list[Any] = [*POST[:2], datetime(2024, 1, 8), *POST[3:]]  # noqa: DTZ001 - as a spreadsheet has it
    assert formats.read(book(Log=[OWN, row]), NAMES).rows[0].entry


@pytest.mark.parametrize(
    ("days", "taken", "words"),
    [
        (["12/31/2025", "02/03/2026", "04/04/2026", "2026-02-03"], [False, False, True, True], "month first"),
        (["12/31/2025", "02/03/2026", "25/12/2025"], [False, True, True], "the other dates were read day first"),
        (["25/12/2025", "02/03/2026"], [True, True], None),
        (["02/03/2026"], [True], None),
    ],
)  # fmt: skip
def test_a_file_whose_dates_have_the_month_first_is_told(
    tmp_path: Path, days: list[str], taken: list[bool], words: str | None
) -> None:
    rows = "".join(f"{FIRE},{day},{number}\n" for number, day in enumerate(days, 20000001))
    path = tmp_path / "esr.csv"
    path.write_text(f"Competency Name,Date Start,Employee Number\n{rows}")
    reading = formats.read(path, NAMES)
    assert [row.entry is not None for row in reading.rows] == taken
    assert [words in told for told in reading.warnings if words] == ([True] if words else [])
    held = formats.read_extract(path, NAMES).held or ()
    assert len(held) == sum(taken)


def test_a_column_that_seems_to_tell_a_day_and_is_not_read_is_told(read: Read) -> None:
    reading = read(f"Competency Name,Date Start,Due Date,Employee Number,Title\n{FIRE},03-Feb-2026,03-Feb-2027,1,Mr\n")
    assert reading.warnings == ("the column 'Due Date' is not read",)


def test_rows_that_say_nothing_of_their_own_are_passed_over_with_the_reason(read: Read) -> None:
    header, row = "Competency Name,Date Start,Employee Number", f"{FIRE},03-Feb-2026,1"
    reading = read(f"{header}\n{row}\n{row}\n{header}\n{row},\n")
    assert len(reading.rows) == 1
    assert [(one.what, one.why) for one in reading.skipped] == [
        ("row 2", "it says the same as row 1"), ("row 3", "it says the headings once more"),
        ("row 4", "it says the same as row 1"),
    ]  # fmt: skip


def test_two_last_days_of_one_completion_are_told_and_the_later_row_holds(read: Read) -> None:
    header, row = "Competency Name,Date Start,Expiry Date,Employee Number", f"{FIRE},03-Feb-2026"
    reading = read(f"{header}\n{row},02-Feb-2029,1\n{row},02-Feb-2028,1\n{row},02-Feb-2029,1\n")
    assert [(r.number, r.entry.expires_on.year, r.warnings) for r in reading.rows if r.entry] == [
        (2, 2028, ()), (1, 2029, ("row 2 gives the same completion another last day; this row is later and holds",)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "header", ["Employee Number,Competency Name,Date Start", "Competency Name,Date Start,Manager Employee Number"]
)
def test_rows_beneath_other_headings_are_not_read_by_the_first(read: Read, header: str) -> None:
    first = f"Competency Name,Date Start,Employee Number\n{FIRE},03-Feb-2026,1\n"
    reading = read(f"{first}{header}\n{FIRE},03-Feb-2026,30000009\n")
    assert [row.entry is not None for row in reading.rows] == [True, False, False]
    assert any("stands beneath other headings, in row 2" in says for _, _, says in said(reading))
