"""The rule book among the documents is the one the shipped catalogue gives."""

import os
import re
from datetime import UTC, date, datetime
from pathlib import Path

from sw_competency import MemoryStore, Tracker
from sw_competency.catalogue import shipped
from sw_competency.cli import main
from sw_competency.reports import Asked, write

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "rule-book.md"
DAY = "2026-01-01"
COMMAND = f"report rule-book --format md --as-of {DAY} --out docs/rule-book.md --force"  # of `nox -s update`


def written() -> str:
    """Write the rule book of the shipped catalogue."""
    questions = Tracker(MemoryStore()).at(date.fromisoformat(DAY), datetime(2026, 1, 1, tzinfo=UTC))
    return write("rule-book", Asked(questions=questions), "md").decode()


def test_the_rule_book_says_what_the_shipped_catalogue_says() -> None:
    same = PAGE.is_file() and PAGE.read_text("utf-8") == written()
    assert same, "docs/rule-book.md is out of date; write it anew with  nox -s update"


def test_the_session_that_writes_it_replaces_what_was_there_and_needs_no_store(tmp_path, monkeypatch, capsys) -> None:
    assert f'"{COMMAND}"' in (ROOT / "noxfile.py").read_text("utf-8")
    assert "nox -s update" in (ROOT / "docs" / "extending.md").read_text("utf-8")
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("SW_COMPETENCY")]:
        monkeypatch.delenv(name)
    (tmp_path / "rule-book.md").write_text("the one of last year", encoding="utf-8")
    assert main(COMMAND.replace("docs/", "").split()) == 0
    assert capsys.readouterr().out == "The report is in rule-book.md.\n"
    assert (tmp_path / "rule-book.md").read_text("utf-8") == written()
    assert [file.name for file in tmp_path.iterdir()] == ["rule-book.md"]


def test_every_number_nobody_published_is_marked() -> None:
    """What rests on a placeholder carries the mark, and nothing of another authority does."""
    text = written()
    for name, competency in shipped().competencies.items():
        block = text.split(f"`{name}`\n")[1].split("\n###")[0]
        asks, lasts = competency.sign_off[-1], competency.currency[-1]
        for label, version in (("A sign-off asks for", asks), ("A sign-off lasts", lasts)):
            marked = re.search(rf"\*\*{label}\*\*( †)?:", block)
            number = label == "A sign-off asks for" or version.expires_after or version.practice or version.notice
            default = (version.authority or competency.authority) == "placeholder"
            assert marked is not None, f"{name}: {label}"
            assert bool(marked[1]) is bool(default and number), f"{name}: {label}"
