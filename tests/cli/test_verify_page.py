"""`verify PAGE`: the command says whether a page is as it was written and still right, by its exit code too."""

from pathlib import Path

import pytest

from sw_competency.reports._seal import BEGINS
from tests.cli.conftest import Command, one_sentence

PAGE = ("report", "progression", "--worker", "w1", "--format", "md", "--out")
LATER = """{"kind": "sign-off", "worker": "w1", "on": "2026-01-01", "competency": "patient-flow", "assessor": "a1"}"""


@pytest.fixture
def page(filled: Command, tmp_path: Path) -> Path:
    assert filled(*PAGE, str(tmp_path / "page.md")).code == 0
    return tmp_path / "page.md"


def test_a_page_as_it_was_written(filled: Command, page: Path) -> None:
    ran = filled("verify", str(page))
    assert ran.code == 0
    assert "It is as it was written." in ran.out
    [code] = [line[5:-4] for line in page.read_text().splitlines() if BEGINS in line]
    assert filled("verify", code).code == 0


@pytest.mark.parametrize(("change", "code", "says"), [
    (lambda text: text.replace("CT room", "theatre"), 1, "It was altered"),
    (lambda text: text.replace('"library":"', '"library":"9'), 3, "It was written by version 9"),
    (lambda text: text.replace(BEGINS, "x"), 2, "no page of ours"),
])  # fmt: skip
def test_another_page(filled: Command, page: Path, change: object, code: int, says: str) -> None:
    page.write_text(change(page.read_text()))  # type: ignore[operator]
    ran = filled("verify", str(page))
    assert (ran.code, says in ran.out + ran.err) == (code, True), ran


def test_what_changed_since(filled: Command, page: Path) -> None:
    assert filled("add", "-", stdin=LATER).code == 0
    ran = filled("verify", str(page), "--json")
    assert (ran.code, ran.json["unaltered"], ran.json["still"]) == (1, True, False)
    assert any("patients moving" in line for line in ran.json["since"]["come"]), ran.json["since"]
    assert "It would say now:" in filled("verify", str(page)).out


def test_much_that_changed_is_told_in_few_lines(filled: Command, page: Path) -> None:
    for day in range(1, 29):
        more = LATER.replace("2026-01-01", f"2026-01-{day:02}")
        assert filled("add", "-", stdin=more).code == 0
        assert filled("add", "-", stdin=more.replace("patient-flow", "buddying")).code == 0
    text = filled("verify", str(page)).out.splitlines()
    assert len(text) <= 16
    assert max(map(len, text)) <= 170
    assert any("--json gives all of them" in one for one in text)


def test_what_is_about_a_store_is_not_about_a_page(filled: Command, page: Path) -> None:
    one_sentence(filled("verify", str(page), "--against", f"1:{'0' * 64}"), 2)
