"""Colours, what is struck through, comments, hidden rows and columns: asked about or told, and never decided by."""

import zipfile

import pytest
import xlsxwriter

from sw_competency import MemoryStore, Tracker
from tests.intake.mending import LAST_CHANGED, kept, looked_at, mended

HEADS = ["Name", "Staff No", "Venepuncture", "ANTT"]
PEOPLE = [("Amina Okafor", "22014567"), ("Bethan Price", "22014568"), ("Chidi Eze", "22014569")]


@pytest.fixture
def tracker():
    return Tracker(MemoryStore(), clock=lambda: LAST_CHANGED)


@pytest.fixture
def book(tmp_path):
    """A matrix with a green cell that is blank, a red one that is dated, one struck through, and a leaver who is."""
    path = tmp_path / "m.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("CT")
        green, red = made.add_format({"bg_color": "#C6EFCE"}), made.add_format({"bg_color": "#FF0000"})
        white, struck = made.add_format({"bg_color": "#FFFFFF"}), made.add_format({"font_strikeout": True})
        sheet.write_row(0, 0, HEADS, made.add_format({"bg_color": "#4472C4"}))
        for row, who in enumerate(PEOPLE, 1):
            sheet.write_row(row, 0, who)
        sheet.write_blank(1, 2, None, green)
        sheet.write_blank(1, 3, None, white)
        sheet.write(2, 2, "01/02/2025", red)
        sheet.write(2, 3, "03/02/2025", struck)
        sheet.write_row(3, 0, PEOPLE[2], struck)
        sheet.write(3, 2, "01/02/2025")
        sheet.write_comment("C3", "see paper")
        sheet.set_row(3, None, None, {"hidden": True})
        sheet.set_column(3, 3, None, None, {"hidden": True})
        sheet.write_blank(9, 9, None, green)
    return kept(path)


def of(answer, at):
    [cell] = [one for one in answer.cells if one.cell == at]
    return cell


def test_what_is_not_a_value_is_asked_about(tracker, book):
    answer = looked_at(tracker, book)
    asked = {(one.where, one.line): one.proposed for one in answer.questions}
    assert asked == {
        ("", "new_people"): "yes", ("values", "green C6EFCE"): "", ("values", "struck through"): "",
        ("people", "CT!A4"): "left out",
    }  # fmt: skip
    assert all(one.says.startswith("so the cell looks") for one in answer.questions if one.where == "values")
    assert (of(answer, "C2").state, of(answer, "C2").text) == ("asked", "green C6EFCE")
    assert not [one for one in answer.cells if one.cell in {"D2", "J10"}]


@pytest.mark.parametrize(("means", "state"), [("held", "taken"), ("left out", "left-out")])
def test_what_it_means_is_what_the_plan_says(means, state, tracker, book):
    plan = mended(looked_at(tracker, book).plan, ('"green', means), ('"struck', means))
    answer = looked_at(tracker, book, plan)
    assert answer.questions == ()
    assert [of(answer, at).state for at in ("C2", "D3", "C3", "C4")] == [state, state, "taken", "left-out"]
    again = looked_at(tracker, book, mended(plan, ('"CT!A4"', "22014569")))
    assert of(again, "C4").state == "taken"


def test_what_is_not_read_is_told(tracker, book):
    remarks = " ".join(looked_at(tracker, book).remarks)
    for told in ("besides are not read, such as CT!C3", "comments on cells of 'CT' are not read: C3",
                 "hidden, and are read all the same: 4, D"):  # fmt: skip
        assert told in remarks, remarks


def test_a_table_that_stands_the_other_way_round_looks_the_same(tracker, tmp_path):
    path = tmp_path / "m.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("CT")
        for column, cells in enumerate([HEADS, [*PEOPLE[0], None, "yes"]]):
            sheet.write_column(0, column, cells)
        sheet.write_blank(2, 1, None, made.add_format({"bg_color": "#C6EFCE"}))
    plan = '[[sheet]]\nname = "CT"\nshape = "people across"\nheadings = 1\n'
    answer = looked_at(tracker, kept(path), plan)
    assert of(answer, "B3").text == "green C6EFCE"


ODD = (
    b"<styleSheet><fills><fill><patternFill patternType='solid'><fgColor rgb='&lol;'/></patternFill></fill></fills>"
    b"<cellXfs><xf fillId='0'/><xf fillId='99'/></cellXfs></styleSheet>"
)


@pytest.mark.parametrize("styles", [b"", b"<styleSheet>", ODD, b"\xff\x00<cellXfs><xf fillId='9999999'/></cellXfs>"])
def test_styles_that_make_no_sense_are_no_looks(styles, book, tmp_path):
    from sw_competency.workbooks._looks import looks_in

    odd = tmp_path / "odd.xlsx"
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(odd, "w") as new:
        for name in old.namelist():
            new.writestr(name, styles if name == "xl/styles.xml" else old.read(name))
    found = looks_in(odd, 0)
    assert "colours" not in found
    assert "struck" not in found
    assert found["comments"] == ["C3"]


@pytest.mark.parametrize(("fill", "name"), [
    ("rgb='FF00B050'", "green 00B050"), ("rgb='FFFFC000'", "orange FFC000"), ("rgb='FFFFFFFF'", ""),
    ("rgb='FF808080'", "grey 808080"), ("rgb='FF0000FF'", "blue 0000FF"), ("rgb='FF000000'", "black 000000"),
    ("rgb='FF7030A0'", "purple 7030A0"), ("theme='9' tint='0.5999'", "theme colour 9 tint 0.599"), ("theme='0'", ""),
    ("indexed='64'", ""), ("indexed='13'", "indexed colour 13"),
])  # fmt: skip
def test_a_colour_has_a_name(fill, name):
    from sw_competency.workbooks._looks import _colour

    assert _colour(b"<patternFill patternType='solid'><fgColor %s/></patternFill>" % fill.encode()) == name
    assert _colour(b"<patternFill patternType='none'/>") == ""
