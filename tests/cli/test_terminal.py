import io
import sys

import pytest

from sw_competency.cli import main
from sw_competency.cli._progress import stepping, watched
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
