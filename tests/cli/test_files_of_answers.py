"""Every question writes its answer as a file."""

from pathlib import Path

import pytest

from .conftest import Command, one_sentence

MAY = ("may", "w1", "iv-cannulation", "--as-of", "2026-03-02")
WHO = ("who-may", "iv-cannulation", "--as-of", "2026-03-02")


@pytest.mark.parametrize(("name", "begins"), [("a.html", b"<!doctype html>"), ("a.pdf", b"%PDF-1."), ("a.xlsx", b"PK"),
                                              ("a.csv", b"\xef\xbb\xbfWorker"), ("a.md", b"# Who may")])  # fmt: skip
def test_an_answer_is_written_as_the_name_of_the_file_says(filled: Command, name: str, begins: bytes) -> None:
    ran = filled(*WHO, "--out", name)
    assert (ran.code, ran.out) == (0, f"The answer is in {name}.\n")
    assert Path(name).read_bytes().startswith(begins)


def test_it_ends_with_the_code_of_the_answer_and_names_the_file_itself(filled: Command) -> None:
    said, written = filled(*MAY), filled(*MAY, "--format", "md")
    assert written.code == said.code
    assert [file.name for file in Path().glob("may-*.md")] == [written.out.split()[-1].rstrip(".")]


def test_as_json_the_command_says_which_file_it_wrote(filled: Command) -> None:
    assert filled(*WHO, "--out", "a.csv", "--json").json == {"files": ["a.csv"]}
    assert one_sentence(filled(*WHO, "--out", "-", "--json", "--format", "csv"), 2, "give --out FILE")


@pytest.mark.parametrize(("options", "says"), [
    (("--out", "a.doc"), "'.doc' is no format of this answer"), (("--format", "htm"), "did you mean 'html'"),
    (("--format", "docx"), "There is no format 'docx'; give html, pdf, xlsx, csv or md."),
    (("--out", "a.pdf", "--format", "html"), "'a.pdf' ends in .pdf, and --format says html"),
    (("--out", "gone/a.html"), "There is no folder 'gone': make it"),
])  # fmt: skip
def test_a_format_nobody_knows_is_one_sentence(filled: Command, options: tuple[str, ...], says: str) -> None:
    assert one_sentence(filled(*WHO, *options), 2, says)
    assert not list(Path().glob("a.*"))


def test_what_somebody_else_made_is_not_replaced(filled: Command) -> None:
    Path("a.csv").write_text("mine")
    assert one_sentence(filled(*WHO, "--out", "a.csv"), 2, "--force")
    assert filled(*WHO, "--out", "a.csv", "--force").code == 0
