"""Staff lists of the Electronic Staff Record: whose post, where, how much of full time; no name of a person."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from sw_competency import formats
from sw_competency.errors import UnreadableFileError
from sw_competency.formats._workbook import grids
from sw_competency.model.extract import Assignment, Extract

from .conftest import NAMES

Read = Callable[..., Extract]
HEADER = "Employee Number,Full Name,Position Title,Location,Pay Grade,FTE,Assignment Status,Latest Start Date"


@pytest.fixture
def extract(tmp_path: Path) -> Read:
    """Write a file, and read it to be compared."""

    def write_and_read(text: str | bytes, name: str = "staff.csv") -> Extract:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return formats.read_extract(path, NAMES)

    return write_and_read


def one(extract: Extract) -> Assignment:
    assert extract.assignments is not None
    [row] = extract.assignments
    return row


def said(extract: Extract) -> list[tuple[tuple[int, ...], str, str]]:
    return [(u.rows, u.problem.path, u.problem.says) for u in extract.unread]


def test_a_row_gives_the_post_by_its_number_and_no_name(extract: Read) -> None:
    row = '20000001-2,"Surname, First",Imaging support worker,Site 1,NHS|XN03|Review Body Band 3,0.6,Active Assignment,'
    found = extract(f"{HEADER}\n{row}01-Apr-2022\n")
    assert one(found) == Assignment(
        row=1, numbers=("20000001-2", "20000001"), wte=Decimal("0.6"), band=3, title="Imaging support worker",
        places=("Site 1",), starts=date(2022, 4, 1),
    )  # fmt: skip
    assert found.held is None
    assert found.unread == ()
    assert "Surname" not in repr(found)


@pytest.mark.parametrize("heading", ["FTE", "WTE", "Assignment FTE", "contracted_wte", "Whole-Time Equivalent"])
def test_headings_are_known_under_several_names(extract: Read, heading: str) -> None:
    assert one(extract(f"Assignment Number,{heading}\n20000001,0.6\n")).wte == Decimal("0.6")


@pytest.mark.parametrize(
    ("cell", "wte"),
    [
        ("0.6", "0.6"), ("1", "1"), ("1.", "1"), (".5", "0.5"), ("1,0", "1"), ("0,61333", "0.61333"),
        ("0.6 FTE", "0.6"), ("0.6WTE", "0.6"), ("0", "0"), ("2", "2"),
    ],
)  # fmt: skip
def test_whole_time_equivalents_are_read_in_every_form_that_says_one(extract: Read, cell: str, wte: str) -> None:
    assert one(extract(f'Employee Number,FTE\n20000001,"{cell}"\n')).wte == Decimal(wte)


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("-0.4", "is below nought; a whole-time equivalent is a share of full time, such as 0.6"),
        ("22.5", "is above 2; give the whole-time equivalent, such as 0.6, not hours"),
        ('"1,000"', "is no whole-time equivalent; write it as 0.6"),
        ("full time", "is no whole-time equivalent; write it as 0.6"),
        ("NaN", "is no whole-time equivalent; write it as 0.6"),
        ("1e999", "is no whole-time equivalent; write it as 0.6"),
        ("٠٫٦", "is no whole-time equivalent; write it as 0.6"),
    ],
)
def test_what_is_no_whole_time_equivalent_is_told_and_left_open(extract: Read, cell: str, says: str) -> None:
    found = extract(f"Employee Number,FTE\n20000001,{cell}\n")
    assert one(found).wte is None
    assert said(found) == [((1,), "FTE", says)]


@pytest.mark.parametrize(
    ("cell", "band"),
    [
        ("NHS|XN03|Review Body Band 3", 3), ("Band 3", 3), ("XR03", 3), ("AfC Band 2", 2), ("3", 3), ("B4", 4),
        ("NHS|XR08|Review Body Band 8 - Range A", 8), ("8a", 8), ("XN04 Annex U 75%", 4),
        ("Non AfC|Spot Salary|", None), ("M&D", None), ("зарплата", None),
    ],
)  # fmt: skip
def test_the_band_is_read_of_the_pay_grade(extract: Read, cell: str, band: int | None) -> None:
    found = extract(f"Employee Number,Pay Grade\n20000001,{cell}\n")
    assert one(found).band == band
    assert found.unread == ()


def test_a_pay_grade_of_two_bands_is_not_guessed_at(extract: Read) -> None:
    found = extract("Employee Number,Pay Grade\n20000001,NHS|XN03|Band 4\n")
    assert one(found).band is None
    assert said(found) == [((1,), "Pay Grade", "names several bands: 3, 4")]


@pytest.mark.parametrize(
    "cell",
    ["01-Apr-2022", "1 April 2022", "01/04/2022", "2022-04-01", "2022/04/01 00:00:00", "01-APR-2022", "01.04.2022"],
)
def test_dates_are_read_in_every_form_seen(extract: Read, cell: str) -> None:
    assert one(extract(f"{HEADER}\n20000001,,,,,,,{cell}\n")).starts == date(2022, 4, 1)


@pytest.mark.parametrize("cell", ["01/04/22", "31/02/2022", "Surname", "45000"])
def test_a_cell_that_is_no_date_is_told_by_its_place_and_never_shown(extract: Read, cell: str) -> None:
    found = extract(f"{HEADER}\n20000001,,,,,,,{cell}\n")
    assert one(found).starts is None
    [(rows, column, says)] = said(found)
    assert (rows, column) == ((1,), "Latest Start Date")
    assert says.startswith("holds no day there is; write it as 30-Nov-2028")
    assert cell not in says


@pytest.mark.parametrize(
    ("status", "ends", "ended", "last"),
    [
        ("Active Assignment", "", False, None), ("Terminate Process Assignment", "", True, None),
        ("Terminated", "30-Nov-2025", True, date(2025, 11, 30)), ("Active Assignment", "31-Dec-4712", False, None),
        ("Maternity & Adoption", "n/a", False, None),
    ],
)  # fmt: skip
def test_a_post_is_over_by_its_status_or_its_last_day(
    extract: Read, status: str, ends: str, ended: bool, last: date | None
) -> None:
    row = one(extract(f"Employee Number,Assignment Status,Termination Date\n20000001,{status},{ends}\n"))
    assert (row.ended, row.ends) == (ended, last)
    assert row.over_on(date(2025, 12, 1)) is (ended or last is not None)


def test_identical_rows_are_one_and_two_posts_are_two(extract: Read) -> None:
    rows = "20000001,,,Site 1,,0.6,,\n" * 2 + "20000001-2,,,Site 1,,0.2,,\n"
    found = extract(f"{HEADER}\n{rows}").assignments
    assert found is not None
    assert [(row.row, row.numbers[-1], row.wte) for row in found] == [
        (1, "20000001", Decimal("0.6")), (3, "20000001", Decimal("0.2")),
    ]  # fmt: skip


def test_titles_blank_rows_headings_once_more_and_sums_are_no_rows(extract: Read) -> None:
    text = (
        f"Staff in post,,,\n,,,\nEmployee,,Position,,Pay,,,\n{HEADER}\n20000001,,,,,0.6,,\n,,,,,,,\n{HEADER}\n"
        "20000002,,,,,0.4,,\nTotal,,,,,1.0,,\n"
    )
    found = extract(text)
    assert found.assignments is not None
    assert [row.numbers for row in found.assignments] == [("20000001",), ("20000002",)]
    assert found.unread == ()


def test_a_row_without_a_number_is_told_and_its_name_is_not(extract: Read) -> None:
    found = extract('Employee,FTE\n"Surname, First",0.6\n20000001,0.4\n"Other, Name",1\n')
    assert len(found.assignments or ()) == 1
    [(rows, column, says)] = said(found)
    assert (rows, column) == ((1, 3), "Employee")
    assert says.startswith("holds no number of a person")
    assert "Surname" not in repr(found)


def test_all_numbers_of_a_row_are_kept_and_the_assignment_by_itself(extract: Read) -> None:
    row = one(extract("Person Number,Assignment Number,FTE\n7001,20000001-2,1\n"))
    assert (row.numbers, row.assignment) == (("7001", "20000001-2", "20000001"), "20000001-2")


def test_another_alphabet_is_read_as_it_stands(extract: Read) -> None:
    row = one(extract(f"{HEADER}\n20000001,Іваненко,помічник рентгенолога,放射線科,,1,,\n"))
    assert (row.title, row.places) == ("помічник рентгенолога", ("放射線科",))


def test_one_file_may_hold_both_sorts_of_column(extract: Read) -> None:
    text = (
        "Employee Number,FTE,Location,Competency Name,Start Date,Expiry Date,VPD\n"
        "20000001,0.6,Site 1,NHS|CSTF|Fire Safety - 2 Years|,01-Jan-2025,31-Dec-2026,457\n"
        "20000001,0.6,Site 1,457|LOCAL|Peripheral Cannulation - 1 Year|,01-Feb-2025,,\n"
        "20000001,0.6,Site 1,Care Certificate,,,\n"
    )
    found = extract(text)
    assert found.assignments is not None
    assert {(row.wte, row.starts) for row in found.assignments} == {(Decimal("0.6"), None)}
    assert [(row.title, row.programme, row.vpd, row.on) for row in found.held or ()] == [
        ("Fire Safety", "cstf-fire-safety", "457", date(2025, 1, 1)),
        ("Peripheral Cannulation", None, "457", date(2025, 2, 1)),
    ]


def test_a_training_extract_is_no_staff_list(extract: Read) -> None:
    found = extract(
        "Competency Name,Position Title,Location,Start Date,End Date,Employee Number\n"
        "NHS|CSTF|Fire Safety - 2 Years|,HCA,Site 1,01-Jan-2025,No Expiry,20000001\n"
    )
    assert found.assignments is None
    [row] = found.held or ()
    assert (row.expires_on, row.no_expiry) == (None, True)
    assert found.learners == (("20000001",),)


def test_what_is_only_required_is_not_held_and_the_person_is_there_all_the_same(extract: Read) -> None:
    found = extract(
        "Competency Name,Competence Level,Date Start,Employee Number\n"
        "NHS|CSTF|Fire Safety - 2 Years|,,,20000001\nNHS|CSTF|Fire Safety|,0 - Did not attend,01-Jan-2025,20000002\n"
    )
    assert (found.held, found.learners) == ((), (("20000001",), ("20000002",)))
    assert found.unread == ()


def test_competencies_nobody_knows_are_told_once_for_all_their_rows(extract: Read) -> None:
    row = "NHS|CSTF|Zoology|,01-Jan-2025,2000000"
    found = extract(f"Competency Name,Date Start,Employee Number\n{row}1\n{row}2\n{row}3\n")
    assert [(rows, column) for rows, column, _ in said(found)] == [((1, 2, 3), "Competency Name")]


def test_a_workbook_is_read_with_both_sheets(tmp_path: Path) -> None:
    path = tmp_path / "esr.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
        staff, training = book.add_worksheet("Staff"), book.add_worksheet("Training")
        staff.write_row(0, 0, ["Employee Number", "WTE", "Latest Start Date"])
        staff.write_row(1, 0, [20000001, 0.6])
        staff.write_datetime(1, 2, date(2022, 4, 1))  # type: ignore[arg-type]
        staff.write_row(2, 0, [20000002, "much"])
        training.write_row(0, 0, ["Employee Number", "Competency Name", "Date Start"])
        training.write_row(1, 0, [20000001, "NHS|CSTF|Fire Safety - 2 Years|", "01-Jan-2025"])
    found = formats.read_extract(path, NAMES)
    assert [(row.numbers, row.wte, row.starts) for row in found.assignments or ()] == [
        (("20000001",), Decimal("0.6"), date(2022, 4, 1)),
        (("20000002",), None, None),
    ]
    assert [row.programme for row in found.held or ()] == ["cstf-fire-safety"]
    assert said(found) == [((2,), "WTE", "is no whole-time equivalent; write it as 0.6 (sheet 'Staff')")]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is empty; there is nothing to compare"),
        ("a,b\n1,2\n", "a staff list has the column Employee Number or Assignment Number, and beside it FTE"),
        ('{"kind": "leaving"}\n', "is no extract of ESR we can compare"),
        ("kind,worker,on,wte\nleaving,w1,2025-01-01,\n", "is no extract of ESR we can compare"),
        ("Competency Name,Date Start,Last Updated By\nx,01-Jan-2025,1\n", "does not say whose training it is"),
        (HEADER + "\n", "beneath them no row with the number of a person"),
        (HEADER + "\nSurname,,,,,,,\n", "beneath them no row with the number of a person"),
        (b"\x00\x01\x02\xff" * 50, "is not text; save it as 'CSV UTF-8' and import that"),
        (b"PK\x03\x04 and no more", "cannot be opened as a workbook"),
    ],
)
def test_a_file_that_is_no_extract_is_refused_in_one_sentence(extract: Read, text: str | bytes, says: str) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        extract(text)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("name", "says"), [("nowhere.csv", "is not there"), (".", "is a folder")])
def test_a_path_that_is_no_file_says_so(tmp_path: Path, name: str, says: str) -> None:
    with pytest.raises(UnreadableFileError, match=says):
        formats.read_extract(tmp_path / name, NAMES)


def test_a_staff_list_is_not_imported_as_entries(tmp_path: Path) -> None:
    (tmp_path / "staff.csv").write_text(f"{HEADER}\n20000001,,,,,0.6,,\n")
    with pytest.raises(UnreadableFileError, match="is a staff list, and says nothing to be recorded"):
        formats.read(tmp_path / "staff.csv", NAMES)


def written(path: Path, *rows: list[object]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Staff & all")
        for index, row in enumerate(rows):
            sheet.write_row(index, 1, row)  # the first column is empty, as a spreadsheet may have it
    return path


def test_a_cell_of_a_workbook_that_holds_an_error_is_told_as_one_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "esr.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Notes").write_formula(0, 0, "=1/0", None, "#DIV/0!")
        sheet = book.add_worksheet("Staff")
        sheet.write_row(2, 1, ["Employee Number", "FTE", "Termination Date"])
        sheet.write(3, 1, 20000001)
        sheet.write_formula(3, 2, "=1/0", None, "#DIV/0!")
        sheet.write_formula(3, 3, "=NA()", None, "#N/A")
    found = formats.read_extract(path, NAMES)
    row = one(found)
    assert (row.numbers, row.wte, row.ends) == (("20000001",), None, None)
    says = "holds an error of the spreadsheet, {}; mend it there (sheet 'Staff')"
    assert said(found) == [
        ((1,), "FTE", says.format("#DIV/0!")), ((1,), "Termination Date", says.format("#N/A")),
    ]  # fmt: skip


def test_an_error_in_a_csv_file_is_told_too(extract: Read) -> None:
    found = extract("Employee Number,FTE,Pay Grade,Location\n20000001,#N/A,#REF!,#VALUE!\n")
    assert one(found).places == ()
    assert [column for _, column, _ in said(found)] == ["FTE", "Pay Grade", "Location"]


@pytest.mark.parametrize("first", ["Sum", "Total", "Grand Total"])
def test_a_row_with_the_number_of_a_person_is_data_whatever_its_first_cell_says(extract: Read, first: str) -> None:
    found = extract(f"Surname,Employee Number,FTE\n{first},20000001,0.6\n{first},,0.6\n")
    assert one(found).numbers == ("20000001",)
    assert found.unread == ()


def test_a_heading_that_stands_twice_with_different_values_is_told_and_neither_is_taken(extract: Read) -> None:
    rows = "20000001,0.6,0.4,A,A\n20000002,0.6,0.6,A,B\n20000003,,0.5,,B\n20000004,1,0.2,A,A\n"
    found = extract(f"Employee Number,FTE,fte,Location,Location\n{rows}")
    assert [(row.wte, row.places) for row in found.assignments or ()] == [
        (None, ("A",)), (Decimal("0.6"), ()), (Decimal("0.5"), ("B",)), (None, ("A",)),
    ]  # fmt: skip
    says = "stands twice in the header, with different values in a row: neither is taken; keep one column"
    assert said(found) == [((1, 4), "FTE", says), ((2,), "Location", says)]


@pytest.mark.parametrize("at_the_end", ["", " "])
def test_blank_rows_up_to_the_last_there_is_are_not_laid_out(tmp_path: Path, at_the_end: str) -> None:
    path = tmp_path / "esr.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Employee Number", "FTE"])
        sheet.write_row(1, 0, [20000001, 0.6])
        sheet.write(1_048_575, 0, at_the_end, book.add_format({"bold": True}))
    [grid] = grids(path)
    assert [row for row in grid.rows if row] == [["Employee Number", "FTE"], ["20000001", "0.6"]]
    assert len(grid.rows) == 2
    assert one(formats.read_extract(path, NAMES)).wte == Decimal("0.6")


def test_columns_keep_their_places_where_the_first_is_empty(tmp_path: Path) -> None:
    path = written(tmp_path / "esr.xlsx", ["Employee Number", "FTE"], [], [20000001, 0.6, "beyond"])
    found = formats.read_extract(path, NAMES)
    assert one(found).row == 2
    assert [column for _, column, _ in said(found)] == ["column 4"]


@pytest.mark.parametrize(
    "cell", ["943 476 5919", "Ward 9434765919", "Surname, First|20000001", "20000001 Surname, First"]
)
def test_a_location_that_holds_a_patient_or_a_person_is_masked(extract: Read, cell: str) -> None:
    found = extract(f'Employee Number,Position Title,Location\n20000001,"{cell}","{cell}"\n')
    row = one(found)
    assert (row.title, row.places) == ("***", ("***",))
    assert {column for _, column, _ in said(found)} == {"Position Title", "Location"}
    assert cell not in repr(found)


@pytest.mark.parametrize("cell", ["457 Imaging, Main", "12345678|Radiology", "Site 1, Annexe"])
def test_a_location_with_a_number_of_its_own_is_not_masked(extract: Read, cell: str) -> None:
    assert one(extract(f'Employee Number,Location\n20000001,"{cell}"\n')).places == (cell,)


def test_an_error_in_one_number_of_a_person_is_told_and_another_says_who_it_is(extract: Read) -> None:
    found = extract("Person Number,Employee Number,FTE\n#N/A,20000001,0.6\n")
    assert one(found).numbers == ("20000001",)
    assert [column for _, column, _ in said(found)] == ["Person Number"]


def test_columns_that_are_not_read_may_hold_anything(extract: Read) -> None:
    found = extract(
        "Competency Name,Date Start,Employee Number,Last Updated By,Title,Compliance Status\n"
        'NHS|CSTF|Fire Safety - 2 Years|,03-Feb-2026,20000001,"20000009|Example, Alex",#REF!,GREEN\n'
    )
    assert [row.programme for row in found.held or ()] == ["cstf-fire-safety"]
    assert said(found) == []
