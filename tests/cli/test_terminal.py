import io
import sys

import pytest

from sw_competency.cli import main
from sw_competency.cli._options import Options
from sw_competency.cli._progress import stepping, watched
from sw_competency.model import Person
from sw_competency.stores import MemoryStore
from tests.cli.conftest import RECORDS, Command, lines


class Terminal(io.TextIOWrapper):
    """A stream that says somebody is watching."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8")

    def isatty(self) -> bool:
        return True

    @property
    def shown(self) -> str:
        self.flush()
        return self.buffer.getvalue().decode()  # type: ignore[attr-defined]


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal, 60 columns wide, that knows colours."""
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "60")
    return Terminal()


def test_long_work_shows_how_far_it_has_come_to_whoever_watches(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", terminal)
    assert list(watched([1, 2, 3], "Judging by [rule]")) == [1, 2, 3]
    assert "Judging by [rule]" in terminal.shown


def test_nothing_is_shown_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(watched([1, 2, 3], "Judging")) == [1, 2, 3]
    with stepping() as step:
        step("Judging", 1, 3)
    assert capsys.readouterr() == ("", "")


def test_a_table_is_coloured_on_a_terminal_and_an_id_is_folded_never_cut(
    filled: Command, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = "0123456789" * 9
    assert filled("add", "-", stdin=lines({**RECORDS[0], "worker": worker})).code == 0
    monkeypatch.setattr(sys, "stdout", terminal)
    assert main(["who-may", "ct-room-assist", "--as-of", "2026-03-01"]) == 0
    assert "\x1b[32m✓ may" in terminal.shown
    assert "…" not in terminal.shown
    first_column = "".join(row[:20] for row in terminal.shown.splitlines())
    assert sum(letter.isdigit() for letter in first_column) >= len(worker)


def test_no_color_is_honoured(filled: Command, terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(sys, "stdout", terminal)
    assert main(["progress", "w1", "--as-of", "2026-03-01"]) == 0
    assert "current" in terminal.shown
    assert "\x1b[32m" not in terminal.shown


OBEYED = {
    "escape": "\x1b[2J\x1b]0;title\x07", "bell": "\a", "back": "\b\b\b", "return": "\r", "delete": "\x7f",
    "C1 control": "\x9b2J", "next line": "\x85", "line separator": "\u2028", "paragraph separator": "\u2029",
    "right to left": "\u202e", "isolate": "\u2067", "mark": "\u200f", "Arabic mark": "\u061c", "old": "\u206e",
    "byte order": "\ufeff", "annotation": "\ufff9", "joiner": "\u2060", "tag": "\U000e0041", "vowel": "\u180e",
}  # fmt: skip


@pytest.mark.parametrize("what", OBEYED)
def test_what_a_terminal_obeys_is_shown_to_it_and_handed_on_to_others(
    command: Command, terminal: Terminal, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """Lines, tables, errors, JSON, exports: none of them lets a name or an id move the cursor or turn the text."""
    store = MemoryStore()
    name = f"x{OBEYED[what]}y"
    store.put_person(Person(id="w1", name=name, role="worker"))
    monkeypatch.setattr(Options, "opened", lambda self: store)
    told = Terminal()
    monkeypatch.setattr(told, "isatty", lambda: False)  # else it is shown how far the work has come
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setattr(sys, "stderr", told)
    for line in (["export", "jsonl"], ["export", "csv"], ["entries", name], ["status", "w1", name], [name],
                 ["may", name, name], ["report", name], ["entries", name, "--json"]):  # fmt: skip
        main(line)
    shown = terminal.shown + told.shown
    assert shown.count("x") > 5
    assert not set(OBEYED[what]) & set(shown) - set("[]0123456789;JAtitle")
    other = Terminal()
    monkeypatch.setattr(other, "isatty", lambda: False)
    monkeypatch.setattr(sys, "stdout", other)
    assert main(["export", "csv"]) == 0
    assert name in other.shown
