"""Ten workbooks as departments keep them, made up and made ugly; each tells what is wrong with it.

`python -m tests.intake.books FOLDER` writes them all.
"""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

Rows = list[list[Any]]


def book(path: Path, sheets: dict[str, Rows], hidden: tuple[str, ...] = (), merged: tuple[tuple[str, str], ...] = (),
         **options: Any) -> Path:  # fmt: skip
    """Write a workbook; days become real days.

    Args:
        path: where to.
        sheets: what stands on each.
        hidden: those that are hidden.
        merged: ranges that are merged, each with its sheet.
        options: of the workbook, such as `date_1904`.
    """
    said = {"default_date_format": "dd/mm/yyyy", "strings_to_formulas": False, "strings_to_urls": False, **options}
    with xlsxwriter.Workbook(path, said) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if cell is not None:
                        sheet.write(at, column, cell)
            for where, area in merged:
                if where == name:
                    first = area.partition(":")[0]
                    text = rows[int(first[1:]) - 1][ord(first[0]) - 65]
                    sheet.merge_range(area, text)
            if name in hidden:
                sheet.hide()
    return path


D = date
TICK = "✓"


def matrix(folder: Path) -> Path:
    """A wide matrix: a title, a blank row, real days, text days, ticks, initials, N/A, notes beside and beneath."""
    return book(folder / "CT matrix.xlsx", {"Matrix": [
        ["CT COMPETENCY MATRIX  - DO NOT DELETE"], [], [None, None, None, "Clinical"],
        ["Name", "Staff No", "Band", "IV Cannulation", "Basic life support, adult", "ANTT", "CT room assist", "Notes"],
        ["Amina Okafor", 22014567, 3, D(2026, 3, 12), "01/02/2026", TICK, "JT", "acting up"],
        ["Bethan Price", 22014568, 2, "In progress", "12-MAR-26", "N/A", "March 2026", None],
        ["Chidi Eze", 22014569, "Band 3", "JT 12/03/26", "exp 03/27", TICK, "RB", "night shifts"],
        [], ["Total", None, None, 2],
    ]})  # fmt: skip


def two_rows(folder: Path) -> Path:
    """Two rows of headings, the upper one merged: a day, an assessor and a last day beneath each competency."""
    return book(folder / "IR sheet.xlsx", {"Staff": [
        ["Interventional radiology", None, None, None, None, None, None, None],
        ["Surname", "Forename", "Payroll No", "IV cannulation", None, None, "MR safety awareness", None],
        [None, None, None, "Date", "Assessor", "Expiry", "Date", "Assessor"],
        ["OKAFOR", "Amina", "0022014567", D(2026, 2, 1), "J Tomlin", D(2027, 1, 31), "2025", "J Tomlin"],
        ["PRICE", "Bethan", "0022014568", None, "RB", None, D(2026, 5, 5), "RB"],
    ]}, merged=(("Staff", "D2:F2"), ("Staff", "G2:H2")))  # fmt: skip


def long_list(folder: Path) -> Path:
    """A row for each thing done, with outcomes, headings repeated half-way, an error, a day that is none."""
    heads = ["Date", "Staff number", "Employee name", "Training", "Outcome", "Signed by"]
    return book(folder / "Training log.xlsx", {"Log": [
        heads,
        ["03/02/2026", "w1", "Dilys Hughes", "Basic life support, adult", "Passed", "RB"],
        ["31/02/2026", "w1", "Dilys Hughes", "ANTT", "Passed", "RB"],
        heads,
        [D(2026, 1, 9), "w2", "Efe Bello", "BLS", "Did not attend", "RB"],
        [D(2026, 1, 9), "w2", "Efe Bello", "Manual handling L2", "#N/A", "RB"],
        [D(2026, 1, 9), "w2", "Efe Bello", "First aid at work", "Passed", "RB"],
    ]})  # fmt: skip


def sheet_each(folder: Path) -> Path:
    """A sheet for each competency, named after it, and a hidden one of last year."""
    heads = ["Staff ID", "Name", "Date", "Assessor", "Valid until"]
    return book(folder / "Competency folder.xlsx", {
        "IV cannulation": [heads, ["w1", "Dilys Hughes", D(2026, 1, 5), "JT", None]],
        "poct-egfr": [heads, ["w1", "Dilys Hughes", D(2026, 2, 5), "JT", "exp 02/27"]],
        "OLD 2024": [heads, ["w9", "Old Leaver", D(2024, 2, 5), "JT", None]],
    }, hidden=("OLD 2024",))  # fmt: skip


def names_only(folder: Path) -> Path:
    """No numbers at all: names in both orders, two people of one name, a blank first heading, yes and no."""
    return book(folder / "Support workers.xlsx", {"Sheet1": [
        ["Name", "Chaperoning", "Stock and linen", "Dementia awareness"],
        ["Okafor, Amina", "Y", "Y", "N"],
        ["Jo Smith", "Y", "N", "Y"],
        ["Jo Smith", "N", "Y", "Y"],
        ["Bethan Price", "x", "yes", ""],
    ]})  # fmt: skip


def last_days(folder: Path) -> Path:
    """Only last days, in a workbook that counts days from 1904, with columns called as people call them."""
    ahead = [D(2027, 1, 31), D(2027, 2, 28), D(2027, 3, 31)]
    return book(folder / "Stat mand.xlsx", {"Compliance": [
        ["Employee number", "Employee name", "Fire Safety", "BLS", "Infection control", "Total"],
        ["22014567", "Amina Okafor", *ahead, 3],
        ["22014568", "Bethan Price", *ahead, 3],
        ["22014569", "Chidi Eze", D(2026, 1, 31), "expired", "no expiry", 1],
    ]}, date_1904=True)  # fmt: skip


def serials(folder: Path) -> Path:
    """Bare numbers for days, staff numbers that lost their zeros, the same heading twice, a column without heading."""
    return book(folder / "MRI.xlsx", {"MRI": [
        [None, None, None, None, None, None],
        ["ESR No", "HCA", "MRI safety", "ANTT", "ANTT", None],
        [1234567, "Farah Khan", 46000, 45900, D(2025, 1, 2), "trained elsewhere"],
        [7654321, "Gwen Lloyd", 46001, None, D(2025, 1, 3), None],
    ]})  # fmt: skip


def month_first(folder: Path) -> Path:
    """An export of a learning system: months first, statuses, courses of a whole trust, an e-mail address each."""
    rows = [[n, "Amina Okafor", f"Trust course {n}", "03/25/2026", "Completed"] for n in range(20)]
    return book(folder / "LMS.xlsx", {"Export": [
        ["Employee ID", "Learner", "Course Name", "Completion Date", "Status", "Email"],
        *[["22014567", "Amina Okafor", *row[2:], "a@example.org"] for row in rows],
        ["22014567", "Amina Okafor", "Fire Safety", "01/02/2026", "Completed", "a@example.org"],
        ["22014567", "Amina Okafor", "Chaperone training", "", "In Progress", "a@example.org"],
    ]})  # fmt: skip


def passports(folder: Path) -> Path:
    """A sheet for each person, named after them; competencies down, with the day, who signed, and a tick box."""
    heads = ["Competency", "Date signed off", "Signed by", "Competent"]
    return book(folder / "Passports.xlsx", {
        "Amina Okafor": [
            ["Competency passport"], [], heads,
            ["Chaperoning", D(2025, 9, 1), "J Tomlin", "Yes"], ["Specimen labelling", None, None, "No"],
        ],
        "Bethan Price": [["Competency passport"], [], heads, ["Chaperoning", "Sept 2025", "R Bains", "Yes"]],
        "Instructions": [["How to fill this in"], ["Ask your manager."]],
    })  # fmt: skip


def half_theirs(folder: Path) -> Path:
    """Half the rows are another trust's, a staff number belongs to another name, patients' numbers in a note."""
    return book(folder / "Shared list.xlsx", {"All": [
        ["Staff No", "Name", "Trust", "Venepuncture", "Cannulation"],
        ["22014567", "Amina Okafor", "Ours", D(2025, 3, 1), "9434765919"],
        ["22014568", "Somebody Else", "Ours", D(2025, 3, 1), None],
        ["91000001", "Her Ownname", "Theirs", D(2025, 3, 1), TICK],
        ["91000002", "His Ownname", "Theirs", D(2025, 3, 1), TICK],
    ]})  # fmt: skip


BOOKS: dict[str, Callable[[Path], Path]] = {
    made.__name__: made
    for made in (
        matrix, two_rows, long_list, sheet_each, names_only, last_days, serials, month_first, passports, half_theirs,
    )
}  # fmt: skip

if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    for made in BOOKS.values():
        made(target)
