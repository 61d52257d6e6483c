"""The command `reconcile`: our record against an extract of ESR."""

import re
from pathlib import Path

import pytest
import xlsxwriter

from tests.cli.conftest import Command, lines, one_sentence

AS_OF = ("--as-of", "2026-03-01")
HEADER = "Employee Number,Full Name,Location,Pay Grade,FTE,Assignment Status,Latest Start Date\n"
SAME = (
    'w1,"Surname, First",site-1,XR03,,Active Assignment,08-Jan-2024\n'
    "w2,,Site 2,Band 2,,Active Assignment,08/01/2024\n"
)


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    """An extract that says what the records say."""
    path = tmp_path / "esr.csv"
    path.write_text(HEADER + SAME, encoding="utf-8")
    return path


def test_nothing_found_is_exit_code_0(filled: Command, extract: Path) -> None:
    ran = filled("reconcile", str(extract), *AS_OF)
    assert ran.code == 0, ran
    assert ran.out.startswith("Our record and the extract agree on 1 March 2026: 2 people in post compared.\n")
    assert "ite-2 not available not available not available" in " ".join(ran.out.split())
    assert "As of 2026-03-01" in ran.out


def test_something_found_is_exit_code_1_and_stands_by_worker_without_names(filled: Command, extract: Path) -> None:
    more = HEADER + SAME.replace("Band 2", "Band 3").replace("08-Jan-2024", "01-Jan-2024") + "77,,Annexe,,0.6,,\n"
    extract.write_text(more, encoding="utf-8")
    ran = filled("reconcile", str(extract), *AS_OF)
    assert ran.code == 1
    assert ran.out.splitlines()[0] == (
        "Our record and the extract differ on 1 March 2026: 1 only in the extract, 1 other band, 1 other date, "
        "1 location nobody knows."
    )
    rows = [re.split(" {2,}", text) for text in ran.out.splitlines()]
    says = "w1 is in post since 8 January 2024 on our record, 1 January 2024 in the extract"
    assert ["w1", says, "ap1"] in rows
    assert ["w2", "w2 is band 2 on our record, band 3 in the extract", "ap2"] in rows
    assert any(row[0] == "only in the extract" and row[1].startswith("77 is in post") for row in rows)
    assert "Annexe not available 0.6 not available" in " ".join(ran.out.split())
    assert "Surname" not in ran.out
    assert "Ann[/foo]" not in ran.out


def test_json_is_one_document_of_the_shape_of_a_finding(filled: Command, extract: Path) -> None:
    extract.write_text(HEADER + SAME.splitlines()[0], encoding="utf-8")
    told = filled("reconcile", str(extract), *AS_OF, "--json")
    assert told.code == 1
    assert (told.json["question"], told.json["file"], told.json["outcome"]) == ("reconcile", "esr.csv", "not-met")
    assert told.json["missing"] == [{
        "kind": "missing", "worker": "w2", "what": "worker",
        "ours": [{"site": "site-2", "band": 2, "wte": None, "starts": "2024-01-08"}],
        "theirs": None, "entries": ["ap2"], "rows": [],
        "says": "w2 is in post on our record on 1 March 2026, and not in the extract",
    }]  # fmt: skip
    assert told.json["entries"] == ["ap2"]
    assert told.json["sources"] == ["esr.csv"]
    assert {t["ratio"] for t in told.json["totals"]} == {None}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEADER + "99,,Site 1,,1,,\n", "not one person in it is on our record"),
        ("a,b\n1,2\n", "is no extract of ESR we can compare"),
        (HEADER, "no row with the number of a person"),
        ("", "is empty"),
    ],
)
def test_an_unusable_extract_and_another_trusts_are_one_sentence_with_exit_code_2(
    filled: Command, extract: Path, text: str, words: str
) -> None:
    extract.write_text(text, encoding="utf-8")
    assert one_sentence(filled("reconcile", str(extract), *AS_OF), 2, words)
    assert one_sentence(filled("reconcile", str(extract), "--json"), 2, words)


def test_a_file_that_is_not_there_is_one_sentence(filled: Command) -> None:
    assert one_sentence(filled("reconcile", "nowhere.csv"), 2, "'nowhere.csv' is not there")


def test_of_an_empty_department_it_cannot_be_told(command: Command, extract: Path) -> None:
    assert command("init").code == 0
    ran = command("reconcile", str(extract), *AS_OF)
    assert ran.code == 3
    assert ran.out.startswith("Nobody is appointed on our record up to 1 March 2026")


def test_the_extract_of_a_whole_trust_is_not_listed_person_by_person(filled: Command, extract: Path) -> None:
    others = "".join(f"{n},,site-1,,1,,\n" for n in range(100, 200))
    extract.write_text(HEADER + SAME + others, encoding="utf-8")
    ran = filled("reconcile", str(extract), *AS_OF)
    assert "100 only in the extract" in ran.out
    assert "Only in the extract: 80 more, not listed here." in ran.out
    assert len(ran.out.splitlines()) < 40
    assert len(filled("reconcile", str(extract), *AS_OF, "--json").json["extra"]) == 100


def test_who_is_outside_the_support_workforce_is_counted_in_one_line(filled: Command, extract: Path) -> None:
    title = HEADER.replace("Full Name", "Position Title")
    same = SAME.replace('"Surname, First"', "")
    others = [f"{n},Radiographer,site-1,,1,,\n" for n in range(100, 103)]
    extract.write_text(title + same + "".join(others), encoding="utf-8")
    ran = filled("reconcile", str(extract), *AS_OF)
    assert ran.code == 0, ran
    assert "\n3 in the extract are outside the support workforce by their titles, and left out.\n" in ran.out
    assert len(filled("reconcile", str(extract), *AS_OF, "--json").json["set_apart"]) == 3
    extract.write_text(title + same + others[0], encoding="utf-8")
    one = "\n1 in the extract is outside the support workforce by title, and left out.\n"
    assert one in filled("reconcile", str(extract), *AS_OF).out


def test_what_would_move_the_cursor_is_shown_and_not_obeyed(filled: Command, extract: Path) -> None:
    odd = {"kind": "appointment", "id": "x\u009b2J", "worker": "w9\u009b31m\n[red]", "on": "2024-01-08",
           "site": "s\u0085\tx", "tier": "clinical-support-worker", "wte": 1}  # fmt: skip
    assert filled("add", "-", stdin=lines(odd)).code == 0
    extract.write_text(HEADER + SAME + "77,,\x1b[31mwing\x1b]0;t\x07,,1,,\n", encoding="utf-8")
    ran = filled("reconcile", str(extract), *AS_OF)
    assert ran.code == 1
    assert not {c for c in ran.out if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160}
    assert "\nw9\\x9b31m\\n[red]  " in ran.out
    assert "\\x1b[31mwing" in ran.out


def test_nothing_is_recorded_by_comparing(filled: Command, extract: Path, tmp_path: Path) -> None:
    kept = tmp_path / "records" / "catalogues"  # what was judged by; no entry

    def recorded() -> dict[Path, bytes]:
        return {p: p.read_bytes() for p in (tmp_path / "records").rglob("*") if p.is_file() and p.parent != kept}

    before = recorded()
    extract.write_text(HEADER + SAME + "x,,,,much,,soon\n", encoding="utf-8")
    assert filled("reconcile", str(extract), *AS_OF).code == 1
    assert recorded() == before
    assert not list(tmp_path.glob("*.rejected.csv"))


def test_an_error_in_a_workbook_is_told_with_exit_code_1(filled: Command, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "esr.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Employee Number", "FTE", "Location"])
        sheet.write_row(1, 0, ["w1", "", "site-1"])
        sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
        sheet.write_row(2, 0, ["w2", "", "site-2"])
    ran = filled("reconcile", "esr.xlsx", *AS_OF)
    assert ran.code == 1, ran
    assert "1 thing that cannot be read." in ran.out
    assert "Row 1, column FTE: holds an error of the spreadsheet" in ran.out


def test_no_patient_and_no_name_is_shown_of_a_location(filled: Command, extract: Path) -> None:
    more = '77,,943 476 5919,,0.6,,\n78,,"20000001 Surname, First",,0.6,,\n'
    extract.write_text(HEADER + SAME + more, encoding="utf-8")
    ran = filled("reconcile", str(extract), *AS_OF)
    assert ran.code == 1
    assert "5919" not in ran.out
    assert "Surname" not in ran.out
    assert "***" in ran.out
    assert "5919" not in filled("reconcile", str(extract), *AS_OF, "--json").out
