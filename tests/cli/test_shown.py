"""Text from files is shown on a terminal, never obeyed: neither a line break nor a change of direction."""

from pathlib import Path

import pytest

from sw_competency.cli._print import clean
from tests.cli.conftest import RECORDS, Command, lines

TURNING = [chr(code) for code in (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))]


@pytest.mark.parametrize("character", [*TURNING, "\n", "\r", "\t", "\x1b", "\x9b", "\u2028", "\u2029", "\x85"])
def test_a_text_is_shown_on_one_line_whatever_it_holds(character: str) -> None:
    told = clean(f"a{character}b")
    assert character not in told
    assert told.startswith("a\\")
    assert len(told.splitlines()) == 1


def test_letters_of_any_script_stay_as_they_are() -> None:
    assert clean("Zoë שלום 放射科 👩‍🔬") == "Zoë שלום 放射科 👩‍🔬"


def test_an_id_with_a_line_break_breaks_no_table_and_no_sentence(filled: Command) -> None:
    site, worker = "a\nw9 may do this\n\u202eb", "w8\n\u2066x"
    assert filled("add", "-", stdin=lines({**RECORDS[0], "id": "x1", "worker": worker, "site": site})).code == 0
    for words in (("who-may", "ct-room-assist"), ("establishment",), ("status", worker, "ct-room-assist")):
        told = filled(*words, "--as-of", "2026-03-01").out
        assert not [row for row in told.splitlines() if row.startswith(("w9", "\u2066", "x"))], told
        assert not set(told) & set(TURNING)
    assert r"w8\n\u2066x" in filled("who-may", "ct-room-assist", "--as-of", "2026-03-01").out


def test_json_says_the_same_without_steering_a_terminal(filled: Command) -> None:
    worker = "w8\x9b31m\u202e\x7f"
    ran = filled("status", worker, "ct-room-assist", "--json")
    assert not set(ran.out) & {"\x9b", "\u202e", "\x7f"}
    assert ran.json["worker"] == worker


def test_problems_told_together_stay_one_a_line(filled: Command, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text('[tier."a\\nb"]\n[tier."c\\nd"]\n', encoding="utf-8")
    told = filled("progress", "w1", "--catalogue", "bad.toml").err.splitlines()
    assert len(told) > 2
    assert all(row.startswith("  - bad.toml: tier.") for row in told[1:]), told
