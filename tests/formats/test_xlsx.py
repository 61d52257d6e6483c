"""Our own entries in a workbook."""

import sys
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from sw_competency import formats
from sw_competency.errors import MissingExtraError, UnreadableFileError
from sw_competency.model import Appointment

from .conftest import NAMES

HEADER = ["kind", "worker", "on", "site", "tier", "wte", "modalities"]
ROW = ["appointment", 23456789, date(2024, 1, 8), "s1", "t1", 0.5, "ct;mr"]


def workbook(path: Path, sheets: dict[str, list[list[Any]]], hidden: tuple[str, ...] = ()) -> Path:
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy", "strings_to_formulas": False}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for index, row in enumerate(rows):
                sheet.write_row(index, 0, row)
            if name in hidden:
                sheet.hide()
    return path


def test_the_first_visible_sheet_with_a_column_kind_is_read(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "x.xlsx",
        {"Notes": [["nothing here"]], "Old": [HEADER, ["leaving"]], "Log": [["Posts"], [], HEADER, ROW]},
        hidden=("Old",),
    )
    reading = formats.read(path, NAMES)
    assert reading.format == "xlsx"
    [row] = reading.rows
    assert row.problems == ()
    assert isinstance(row.entry, Appointment)
    assert (row.entry.worker, row.entry.on, row.entry.wte) == ("23456789", date(2024, 1, 8), 0.5)
    assert row.cells["on"] == "2024-01-08"


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        (46000, "'46000' is not a date; write it as YYYY-MM-DD (sheet 'Log', row 2)"),
        ("12-MAR-26", "'12-MAR-26' is not a date; write it as YYYY-MM-DD (sheet 'Log', row 2)"),
        (
            datetime.combine(date(2024, 1, 8), time(12, 30)),
            "is not a date; write it as YYYY-MM-DD (sheet 'Log', row 2)",
        ),
        (True, "'true' is not a date; write it as YYYY-MM-DD (sheet 'Log', row 2)"),
        (46000.5, "'46000.5' is not a date; write it as YYYY-MM-DD (sheet 'Log', row 2)"),
    ],
)
def test_nothing_is_guessed_and_the_sheet_and_row_are_named(tmp_path: Path, cell: object, says: str) -> None:
    path = workbook(tmp_path / "x.xlsx", {"Log": [HEADER, [*ROW[:2], cell, *ROW[3:]]]})
    [problem] = formats.read(path, NAMES).rows[0].problems
    assert problem.path == "on"
    assert problem.says.endswith(says)


def test_a_workbook_without_the_columns_says_what_it_lacks(tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", {"A": [["worker"]], "B": []})
    with pytest.raises(UnreadableFileError, match="no visible sheet with a column 'kind'"):
        formats.read(path, NAMES)


def test_an_esr_extract_may_be_a_workbook(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Competency Name", "Date Start", "Expiry Date", "Employee Number"],
        ["NHS|CSTF|Fire Safety - 2 Years|", date(2025, 1, 2), "no expiry", 20000001],
        ["NHS|CSTF|Fire Safety - 2 Years|", "soon", "", 20000002],
    ]
    reading = formats.read(workbook(tmp_path / "x.xlsx", {"Extract": rows}), NAMES)
    assert reading.format == "esr"
    good, bad = reading.rows
    assert good.entry is not None
    assert (good.entry.owner[1], good.entry.on) == ("20000001", date(2025, 1, 2))
    assert bad.problems[0].says.endswith("(sheet 'Extract', row 3)")


def test_a_workbook_packed_too_tight_is_refused_unopened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", b" " * 60_000_000)
    with pytest.raises(UnreadableFileError, match="too large a workbook to be read; save the sheet as CSV instead"):
        formats.read(path, NAMES)


def test_two_cells_at_far_corners_are_refused_before_all_between_is_laid_out(tmp_path: Path) -> None:
    path = tmp_path / "sparse.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "kind")
        sheet.write(1_048_575, 16_383, "x")
    with pytest.raises(UnreadableFileError, match="too large a workbook"):
        formats.read(path, NAMES)


def test_a_workbook_without_its_parts_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("hello.txt", "no workbook")
    with pytest.raises(UnreadableFileError, match=r"cannot be opened as a workbook .* save it as \.xlsx anew"):
        formats.read(path, NAMES)


def test_without_the_extra_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path / "x.xlsx", {"Log": [HEADER, ROW]})
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(MissingExtraError, match=r"Reading a workbook needs an extra: .*sw-competency\[xlsx\]"):
        formats.read(path, NAMES)
