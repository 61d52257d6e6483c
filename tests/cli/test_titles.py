"""The command `titles`: any title is described, without a store."""

import io
import sys
from pathlib import Path

import pytest

from sw_competency.cli._answer import lines_of
from sw_competency.errors import UnreadableFileError
from tests.cli.conftest import Command, one_sentence


def test_each_title_is_told_in_the_contracts_shape(command: Command) -> None:
    told = command("titles", "RDA (CT) Band 3", "Radiology porter", "--json")
    assert told.code == 0
    assert [list(each) for each in told.json] == [["title", "role", "tier", "certainty", "why"]] * 2
    assert told.json[0]["title"] == "RDA (CT) Band 3"
    assert told.json[0]["tier"] == "senior-clinical-support-worker"
    assert told.json[1] | {"why": ""} == {
        "title": "Radiology porter", "role": "not-support-workforce", "tier": None, "certainty": "stated", "why": "",
    }  # fmt: skip


def test_a_table_is_printed_for_people(command: Command) -> None:
    told = command("titles", "Imaging assistant", "xyzzy")
    assert told.code == 0
    says, heading, first, second, clocks = told.out.splitlines()
    assert says == "0 of 2 job titles fixed by the words alone."
    assert clocks.startswith("As of ")
    assert heading.split() == ["Title", "Role", "Tier", "Certainty", "Why"]
    assert first.startswith("Imaging assistant  support-worker  -     unclear    Read as 'imaging assistant'")
    assert "unknown" in second
    assert "add a line under [title]" in second


def test_titles_are_read_one_a_line(command: Command) -> None:
    told = command("titles", "AP", "-", "--json", stdin="\ufeffRDA\r\n\n  HCA  \n")
    assert [each["title"] for each in told.json] == ["AP", "RDA", "HCA"]


def test_options_may_stand_anywhere_and_a_title_may_begin_with_a_hyphen(command: Command) -> None:
    assert [each["title"] for each in command("--json", "titles", "RDA", "- AP -").json] == ["RDA", "- AP -"]
    assert command("titles", "RDA", "--json", "AP").json[1]["role"] == "assistant-practitioner"


@pytest.mark.parametrize("words", [(), ("--json",), ("-",)])
def test_no_title_is_one_sentence(command: Command, words: tuple[str, ...]) -> None:
    assert one_sentence(command("titles", *words), 2, "no job title is given")


def test_what_is_no_text_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    latin = io.TextIOWrapper(io.BytesIO("Röntgen".encode("latin-1")))
    monkeypatch.setattr(sys, "stdin", latin)
    with pytest.raises(UnreadableFileError, match="UTF-8"):
        lines_of(["-"])


def test_a_sites_own_catalogue_is_asked(command: Command, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(
        '[title]\n"scan buddy" = { role = "support-worker", authority = "local", source = ["site-policy"] }\n'
    )
    assert command("titles", "Scan buddy", "--json").json[0]["role"] == "unknown"
    assert command("titles", "Scan buddy", "--catalogue", "own.toml", "--json").json[0]["role"] == "support-worker"


def test_an_odd_title_is_described_not_refused(command: Command) -> None:
    told = command("titles", "", "\x1b[31mRDA", "放射科", "a" * 5000)
    assert told.code == 0
    assert "\x1b" not in told.out
