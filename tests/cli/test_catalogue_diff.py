"""`catalogue diff`, and what `catalogue show` says of the whole: differences in words, who stands behind values."""

from pathlib import Path

import pytest

from sw_competency.catalogue import shipped
from sw_competency.catalogue.sourced import authorities
from tests.cli.conftest import Command, one_sentence

TRUST = """
[source.ours]
title = "Our policy"

[[competency.iv-cannulation.currency]]
starts = 2015-01-01
expires_after = "P12M"
notice = "P60D"
authority = "placeholder"
source = ["starter-default"]

[[competency.iv-cannulation.currency]]
starts = 2026-04-01
expires_after = "P6M"
notice = "P60D"
authority = "placeholder"
source = ["starter-default"]

[competency.ct-room-assist]
tier = "assistant-practitioner"
"""
SAYS = (
    "iv-cannulation (Peripheral intravenous cannulation, adult): "
    "from 1 April 2026 a sign-off lasts 6 months; before, 1 year."
)


@pytest.fixture
def trust(command: Command, tmp_path: Path) -> Command:
    """A command beside a catalogue of a trust's own; there is no store."""
    (tmp_path / "trust.toml").write_text(TRUST, encoding="utf-8")
    (tmp_path / "broken.toml").write_text("[tier", encoding="utf-8")
    (tmp_path / "wrong.toml").write_text('competency.chaperoning.tier = "assistant-practicioner"', encoding="utf-8")
    return command


def test_differences_stand_by_table_in_words(trust: Command) -> None:
    ran = trust("catalogue", "diff", "shipped", "trust.toml")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0] == "From the shipped catalogue to trust.toml: 2 added, 1 changed."
    assert lines[2] == "Competencies"
    assert f"  added:   {SAYS}  (in trust.toml)" in lines
    assert "Sources" in lines
    assert not ran.err


def test_differences_as_one_document(trust: Command) -> None:
    told = trust("catalogue", "diff", "shipped", "trust.toml", "--json").json
    version = next(one for one in told if one["path"] == "competency.iv-cannulation.currency[2026-04-01]")
    assert list(version) == ["path", "change", "says", "before", "after", "file", "source"]
    assert (version["change"], version["says"], version["before"]) == ("added", SAYS, None)
    assert version["after"]["starts"] == "2026-04-01"
    assert (version["file"], version["source"]) == ("trust.toml", ["starter-default"])


def test_there_and_back(trust: Command) -> None:
    there = trust("catalogue", "diff", "shipped", "trust.toml", "--json").json
    back = trust("catalogue", "diff", "trust.toml", "shipped", "--json").json
    assert [one["path"] for one in there] == [one["path"] for one in back]
    assert [one["after"] for one in there] == [one["before"] for one in back]


def test_nothing_differs(trust: Command) -> None:
    ran = trust("catalogue", "diff", "shipped", "shipped")
    assert (ran.code, ran.out) == (0, "Nothing differs between the shipped catalogue and the shipped catalogue.\n")
    assert trust("catalogue", "diff", "trust.toml", "trust.toml", "--json").json == []


def test_an_example_can_be_compared(trust: Command) -> None:
    told = trust("catalogue", "diff", "shipped", "example:nine-sites", "--json").json
    assert {"site.site-1", "site.site-9"} <= {one["path"] for one in told}
    assert all(one["says"].endswith(".") for one in told)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("shipped", "missing.toml"), "missing.toml"),
        (("broken.toml", "shipped"), "broken.toml"),
        (("shipped", "wrong.toml"), "did you mean 'assistant-practitioner'?"),
        (("shipped", "example:nine-sitez"), "did you mean 'nine-sites'?"),
        (("shipped",), "SECOND"),
        (("shipped", "trust.toml", "--catalogue", "trust.toml"), "leave --catalogue out"),
    ],
)
def test_what_cannot_be_compared_is_one_sentence(trust: Command, words: tuple[str, ...], says: str) -> None:
    ran = trust("catalogue", "diff", *words)
    assert ran.code == 2
    assert says in ran.err
    assert "Traceback" not in ran.err
    assert not ran.out


def test_everything_in_the_catalogue_is_listed_and_counted(command: Command) -> None:
    ran, told = command("catalogue", "show"), command("catalogue", "show", "--json").json
    counted = authorities(shipped())
    assert told["authorities"] == counted
    for table, key in (("required", "required"), ("acceptance", "acceptance"), ("crosswalk", "crosswalk")):
        assert told[key] == {name: one["title"] for name, one in shipped().tables[table].items()}
    assert set(told["titles"]) == set(shipped().job_titles)
    assert f"{counted['placeholder']} of them are placeholders: nobody published them" in ran.out
    assert "  imaging assistant  support-worker" in ran.out


def test_a_title_and_a_required_post_can_be_shown(command: Command) -> None:
    for name in (next(iter(shipped().required)), next(iter(shipped().crosswalks)), "imaging assistant"):
        assert command("catalogue", "show", name).code == 0
    assert one_sentence(command("catalogue", "show", "imaginf assistant"), 2, "did you mean 'imaging assistant'?")
