"""Rows that contradict themselves, or are another trust's: an import and a comparison refuse the same ones."""

from collections.abc import Callable
from pathlib import Path

import attrs
import pytest
import xlsxwriter

from sw_competency import formats
from sw_competency.errors import OtherTrustError, UnreadableFileError
from sw_competency.formats import Reading

from .conftest import NAMES

Read = Callable[..., Reading]
FIRE = "NHS|CSTF|Fire Safety - 2 Years|"


def refused(tmp_path: Path, header: str, row: str) -> list[tuple[str, str]]:
    """Return the columns and reasons for which an import refuses a row; a comparison must not hold it either."""
    path = tmp_path / "esr.csv"
    path.write_text(f"Competency Name,{header}\n{FIRE},{row}\n{FIRE},{row}\n", "utf-8")
    [found] = formats.read(path, NAMES).rows
    try:
        held = formats.read_extract(path, NAMES).held
    except UnreadableFileError:
        held = ()
    assert bool(held) is (found.entry is not None)
    return [(p.path, p.says) for p in found.problems]


@pytest.mark.parametrize(
    ("header", "row", "column", "other"),
    [
        ("Date Start,Employee Number,Person", "03-Feb-2026,20000001,20000002|Surname", "Employee Number", "Person"),
        ("Date Start,Employee Number,Assignment Number", "03-Feb-2026,20000001,20000002", None, "Employee Number"),
        ("Date Start,Person,Employee Number", "03-Feb-2026,20000001|x,20000002-2", None, "Person"),
        ("Date Start,Employee No,Employee Number", "03-Feb-2026,20000001,20000002", None, "Employee No"),
        ("Completion Date,Date Achieved,Employee Number", "03-Feb-2026,04-Feb-2026,20000001", None, "Date Achieved"),
        ("Completion Date,Date Passed,Employee Number", "03/02/2026,2026-03-02,20000001", None, "Date Passed"),
        ("Date Start,Expiry Date,Valid Until,Employee Number", "03-Feb-2026,02-Feb-2027,02-Feb-2028,1", None,
         "Valid Until"),
        ("Date Start,Expiry Date,Valid Until,Employee Number", "03-Feb-2026,No expiry,02-Feb-2028,1", None,
         "Valid Until"),
    ],
)  # fmt: skip
def test_two_columns_of_one_meaning_that_differ_are_refused_with_both(
    tmp_path: Path, header: str, row: str, column: str | None, other: str
) -> None:
    [(at, says)] = refused(tmp_path, header, row)
    assert column in {None, at}
    assert {at, other} <= {at, *says.split("'")}
    assert at != other or "column" in says


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Date Start,Employee Number,Person", "03-Feb-2026,20000001,20000001|Surname"),
        ("Date Start,Employee Number,Assignment Number", "03-Feb-2026,20000001,20000001-2"),
        ("Date Start,Employee Number,Assignment Number", "03-Feb-2026,020000001,20000001"),
        ("Date Start,Employee Number,Person Number", "03-Feb-2026,20000001,7001"),
        ("Date Start,Employee Number,Learner Number", "03-Feb-2026,20000001,30000001"),
        ("Completion Date,Date Achieved,Employee Number", "03-Feb-2026,2026-02-03,20000001"),
        ("Date Start,Expiry Date,Valid Until,Employee Number", "03-Feb-2026,02-Feb-2027,,20000001"),
        ("Date Start,Expiry Date,Next Review Date,Employee Number", "03-Feb-2026,02-Feb-2027,02-Nov-2026,20000001"),
    ],
)
def test_what_says_the_same_or_something_else_is_no_contradiction(tmp_path: Path, header: str, row: str) -> None:
    assert refused(tmp_path, header, row) == []


@pytest.mark.parametrize("after", ["Fail", "DNA", "Booked", "0", "N", "Expired", "x|", "|y"])
def test_nothing_may_follow_the_name_of_a_competency(tmp_path: Path, after: str) -> None:
    path = tmp_path / "esr.csv"
    path.write_text(f"Competency Name,Date Start,Employee Number\n{FIRE}{after},03-Feb-2026,20000001\n", "utf-8")
    [found] = formats.read(path, NAMES).rows
    assert [p.path for p in found.problems] == ["Competency Name"]
    assert formats.read_extract(path, NAMES).held == ()


OURS = attrs.evolve(NAMES, trusts=frozenset({"457"}))
OF_TRUSTS = (
    f"Competency Name,Date Start,Employee Number,VPD\n{FIRE},03-Feb-2026,20000001,{{}}\n"
    f"{FIRE},03-Feb-2026,20000002,{{}}\n{FIRE},03-Feb-2026,20000003,\n"
)


def test_rows_of_another_trust_are_refused_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "esr.csv"
    path.write_text(OF_TRUSTS.format("0457", "999"), "utf-8")
    first, second, third = formats.read(path, OURS).rows
    assert first.entry is not None
    assert third.entry is not None
    says = "'999' is another trust's: the row is of nobody employed here"
    assert [(p.path, p.says) for p in second.problems] == [("VPD", says)]
    extract = formats.read_extract(path, OURS)
    assert [row.row for row in extract.held or ()] == [1, 3]
    assert ("20000002",) not in extract.learners
    assert [(one.problem.says, one.rows) for one in extract.unread] == [(says, (2,))]


def test_rows_of_another_trust_in_a_staff_list_are_not_compared(tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_text("Employee Number,FTE,VPD\n20000001,1,457\n20000002,1,999\n", "utf-8")
    extract = formats.read_extract(path, OURS)
    assert [row.numbers for row in extract.assignments or ()] == [("20000001",)]
    assert [one.rows for one in extract.unread] == [(2,)]


@pytest.mark.parametrize("take", [formats.read, formats.read_extract])
def test_several_trusts_are_refused_where_nobody_knows_ours(tmp_path: Path, take: Callable[..., object]) -> None:
    path = tmp_path / "esr.csv"
    path.write_text(OF_TRUSTS.format("457", "999"), "utf-8")
    with pytest.raises(OtherTrustError, match="VPD 457 and 999, and the catalogue does not say which is ours"):
        take(path, NAMES)
    path.write_text(OF_TRUSTS.format("457", "0457"), "utf-8")
    take(path, NAMES)


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("2.0000001E+07", "the spreadsheet changed"), ("20000001.0", "the spreadsheet changed"),
        ("２０００００01", "blanks or other signs"), ("2000 0001", "blanks or other signs"),
        ("Robin (20000002)", "a name alone"), ("Robin 2000", "a name alone"),
    ],
)  # fmt: skip
def test_a_number_that_was_changed_is_told_from_a_name(tmp_path: Path, cell: str, says: str) -> None:
    [(at, told)] = refused(tmp_path, "Date Start,Employee Number", f"03-Feb-2026,{cell}")
    assert at == "Employee Number"
    assert says in told


def test_where_no_column_gives_the_day_of_completion_the_columns_with_days_are_named(tmp_path: Path) -> None:
    header = "Next Review Date,Enrolment Date,Employee Number"
    [(at, told)] = refused(tmp_path, header, "02-Feb-2027,01-Feb-2026,20000001")
    assert at == "on"
    assert told.startswith(
        "no column says on which day it was completed ('Next Review Date' and 'Enrolment Date' do not)"
    )


@pytest.mark.parametrize("name", ["staff.csv", "staff.xlsx"])
def test_a_staff_list_is_not_imported_and_it_is_said_what_compares_it(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    rows = [["Employee Number", "FTE", "Location"], ["20000001", "0.6", "Site 1"]]
    if name.endswith("csv"):
        path.write_text("\n".join(map(",".join, rows)), "utf-8")
    else:
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    with pytest.raises(UnreadableFileError, match="is a staff list, and says nothing to be recorded; `reconcile`"):
        formats.read(path, NAMES)


def test_a_percentage_is_no_whole_time_equivalent_and_that_is_said(tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_text("Employee Number,FTE\n20000001,80%\n", "utf-8")
    assert ["is a percentage" in one.problem.says for one in formats.read_extract(path, NAMES).unread] == [True]
