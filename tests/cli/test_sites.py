"""The command `sites`, and the examples a catalogue can start from: none of them needs a store."""

import re
from pathlib import Path

import pytest

from tests.catalogue.test_nine_sites import TABLE_1, TABLE_2
from tests.cli.conftest import Command, one_sentence

OVER = ("--catalogue", "example:nine-sites")


def _rows(out: str, heading: str) -> list[list[str]]:
    """The rows of the printed table whose heading begins so, cell by cell."""
    lines = out.splitlines()
    first = next(n for n, text in enumerate(lines) if text.startswith(heading))
    rows = []
    for text in lines[first + 1 :]:
        if not text:
            break
        rows.append(re.split(r"  +", text))
    return rows


def test_tables_1_and_2_are_printed(command: Command) -> None:
    out = command(*OVER, "sites").out
    figures = {row[0]: (row[1], *row[3:]) for row in _rows(out, "Site    Group")}
    shown = {None: "-", "not-available": "not available"}
    assert figures == {
        name: (group, shown.get(trust) or f"{trust:g}", f"{esr:g}", shown.get(ratio) or f"{ratio:g}")
        for name, (group, trust, esr, ratio) in TABLE_1.items()
    }
    assert dict(_rows(out, "Site    Job titles")) == TABLE_2


def test_each_value_is_printed_with_how_sure_it_is(command: Command) -> None:
    ran = command(*OVER, "sites")
    assert ran.code == 0
    asked = "reported; what it asks for is assumed"
    rows = [" | ".join(row) for row in _rows(ran.out, "Site    What")]
    for wanted in (
        "site-1 | deployment | static | reported | etty-2025",
        "site-2 | deployment | hybrid | assumed",
        "site-3 | way up | Band 2 to band 3 when a band 3 post comes up | reported | etty-2025",
        f"site-2 | way up | Band 3 to lead support worker in ultrasound | {asked} | etty-2025",
        "site-3 | lead support workers | 3 at band 4, over the whole department | reported | etty-2025",
        "site-2 | lead support workers | 1 at band 4, over ultrasound | reported | etty-2025",
        "site-5 | longest training | 6 months | assumed",
        "site-9 | shortest training | 6 weeks | assumed",
        "site-7 | paired with a colleague | 4 weeks | reported | etty-2025",
        "site-9 | out of hours | support workers cover weekends, not nights | reported | etty-2025",
        "site-8 | lead support workers | none | reported | etty-2025",
    ):
        assert wanted in rows
    assert any(row.startswith("site-6 | not reported | deployment, entry band") for row in rows)


def test_one_site_is_told_with_all_that_is_reported_of_it(command: Command) -> None:
    ran = command(*OVER, "sites", "site-9")
    assert ran.code == 0
    assert "Reported: " in ran.out
    assert "site-8" not in ran.out
    assert one_sentence(command(*OVER, "sites", "site-99"), 2, "did you mean 'site-9'?")


def test_the_json_is_one_answer_with_its_sites(command: Command) -> None:
    told = command(*OVER, "--as-of", "2026-03-02", "sites", "--json").json
    assert (told["question"], told["outcome"], told["as_of"]) == ("sites", "met", "2026-03-02")
    assert [site["site"] for site in told["sites"]] == list(TABLE_1)
    assert told["sources"] == ["etty-2025"]
    assert told["sites"][4]["esr_to_establishment"] == {"value": 2.14, "known": "reported", "sources": ["etty-2025"]}


def test_without_a_site_it_says_so_and_names_the_example(command: Command) -> None:
    ran = command("sites")
    assert ran.code == 3
    assert "example:nine-sites" in ran.out
    assert command("sites", "--json").json["sites"] == []


def test_an_assumed_figure_is_marked_in_the_tables_too(command: Command, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('[site.ours]\nestablishment_wte = 12.5\njob_titles = ["Imaging helper"]\n')
    out = command("--catalogue", "own.toml", "sites").out
    assert "12.5 (assumed)" in out
    assert "Imaging helper (assumed)" in out


def test_no_store_is_made_or_asked_for(command: Command, tmp_path: Path) -> None:
    assert command(*OVER, "sites").code == 0
    assert list(tmp_path.iterdir()) == []


def test_the_library_answers_alike(command: Command) -> None:
    from sw_competency import MemoryStore, Tracker
    from sw_competency.catalogue import load, read_layer

    tracker = Tracker(MemoryStore(), load(read_layer("example:nine-sites")))
    asked = tracker.at("2026-03-02").sites("site-3").to_json()
    assert asked["sites"] == command(*OVER, "sites", "site-3", "--json").json["sites"]


# -- examples to start from -------------------------------------------------------------------------------------------


def test_examples_are_listed(command: Command) -> None:
    assert command("catalogue", "example").out.startswith("nine-sites  ")
    found = {one["name"]: one["files"] for one in command("catalogue", "example", "--json").json}
    assert found == {"nine-sites": ["rules.toml", "sites.toml"], "our-rules": ["our-rules.toml"]}


def test_an_example_is_copied_as_a_starting_point_and_never_over_anything(command: Command, tmp_path: Path) -> None:
    ran = command("catalogue", "example", "nine-sites")
    assert ran.code == 0
    assert "--catalogue nine-sites" in ran.out
    assert command("catalogue", "check", "nine-sites").code == 0
    copied = tmp_path / "nine-sites" / "sites.toml"
    copied.write_text(copied.read_text("utf-8").replace("29.2", "30.5"), "utf-8")
    assert "30.5" in command("--catalogue", "nine-sites", "sites").out
    assert one_sentence(command("catalogue", "example", "nine-sites"), 2, "is there already and stays as it is")
    assert "30.5" in copied.read_text("utf-8")


def test_where_one_file_is_there_already_none_is_written(command: Command, tmp_path: Path) -> None:
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "sites.toml").write_text("mine")
    assert command("catalogue", "example", "nine-sites", "--out", "ours").code == 2
    assert [file.name for file in (tmp_path / "ours").iterdir()] == ["sites.toml"]


def test_an_example_is_written_where_it_is_asked_for(command: Command) -> None:
    told = command("catalogue", "example", "nine-sites", "--out", "deep/ours", "--json").json
    assert told == {"files": [str(Path("deep/ours", name)) for name in ("rules.toml", "sites.toml")]}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("nine-site",), "did you mean 'nine-sites'?"),
        (("--out", "there"), "name the example"),
        (("nine-sites", "--out", "a-file"), "'a-file' is a file"),
        (("nine-sites", "--out", "a-file/there"), "There is no folder 'a-file'"),
    ],
)
def test_what_cannot_be_copied_is_one_sentence(command: Command, tmp_path: Path, words, says) -> None:
    (tmp_path / "a-file").write_text("mine")
    assert one_sentence(command("catalogue", "example", *words), 2, says)


def test_an_unknown_example_as_catalogue_is_one_sentence(command: Command) -> None:
    assert one_sentence(command("--catalogue", "example:nine", "sites"), 2, "the examples are: nine-sites")
