"""What an option or a name may not be is refused by every command, also where it would not have been used."""

from pathlib import Path

import pytest

from tests.cli.conftest import Command, one_sentence

NINE = ("--catalogue", "example:nine-sites")


@pytest.mark.parametrize("number", ["1.5", "1_0", "0x10", "1e1", "4.0", "nan", "٣", "+4", " 4", "", "9" * 40])
def test_a_whole_number_is_digits_only(filled: Command, number: str) -> None:
    for words in (("due", "--weeks"), ("cover", "ct-room-assist", "--weeks"), ("equity", "--suppress-below")):
        assert one_sentence(filled(*words, number), 2, words[-1]), words
    assert one_sentence(filled("due", f"--weeks={number}"), 2, "--weeks")


@pytest.mark.parametrize("number", ["0", "-1", "many"])
def test_a_question_is_shared_by_one_process_at_least(filled: Command, number: str) -> None:
    assert one_sentence(filled("due", f"--processes={number}"), 2, "--processes")


@pytest.mark.parametrize("words", [("--json", "rebanding", "--rule", "band-2-to-3-competencies")])
def test_several_processes_print_the_document_that_one_does(filled: Command, words: tuple[str, ...]) -> None:
    assert (two := filled(*words, "--known-by", "2027-01-01", "--processes", "2")).json
    assert two == filled(*words, "--known-by", "2027-01-01")


def test_several_processes_print_what_one_does(filled: Command) -> None:
    words = ("due", "--as-of", "2026-03-01", "--known-by", "2026-03-02", "--json")
    assert filled(*words, "--processes", "2") == filled(*words)


def test_a_whole_number_is_taken(filled: Command) -> None:
    assert filled("due", "--weeks", "004", "--as-of", "2026-03-01").code in {0, 1, 3}
    assert filled("equity", "--suppress-below", "7", "--json").json["suppress_below"] == 7


@pytest.mark.parametrize(
    "words",
    [
        ("titles", "RDA"), ("recall",), ("sites", *NINE), ("catalogue", "show"), ("catalogue", "check"),
        ("catalogue", "diff", "shipped", "shipped"), ("catalogue", "example"), ("reports",), ("init",),
        ("export", "jsonl"), ("scenarios", "none.toml"), ("demo", "there"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("option", [("--as-of", "nonsense"), ("--as-of", "2026-02-30"), ("--known-by", "then")])
def test_a_day_that_is_none_is_refused_everywhere(
    command: Command, tmp_path: Path, words: tuple[str, ...], option: tuple[str, str]
) -> None:
    assert one_sentence(command(*words, *option), 2, option[0])
    assert one_sentence(command(*option, *words), 2, option[0])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words",
    [
        ("catalogue", "check", ""), ("catalogue", "diff", "", "shipped"), ("catalogue", "diff", "shipped", ""),
        ("catalogue", "impact", "", "shipped"), ("catalogue", "example", "nine-sites", "--out", ""),
        ("catalogue", "show", "--catalogue", ""), ("export", "jsonl", "--out", ""), ("export", "jsonl", "--out="),
        ("report", "rule-book", "--out", ""), ("entries", "w1", "--store", ""), ("import", ""), ("reconcile", ""),
        ("scenarios", ""), ("demo", ""), ("acceptance", "", "--site", "s"),
        ("report", "rule-book", "--templates", ""),
    ],
)  # fmt: skip
def test_an_empty_name_of_a_file_or_folder_is_refused(filled: Command, tmp_path: Path, words: tuple[str, ...]) -> None:
    before = sorted(tmp_path.iterdir())
    assert one_sentence(filled(*words), 2, "empty")
    assert sorted(tmp_path.iterdir()) == before


# -- titles ------------------------------------------------------------------------------------------------------------


def test_a_very_long_title_is_cut_in_the_table_and_whole_in_json(command: Command) -> None:
    long = "RDA " * 25_000
    ran = command("titles", "Imaging assistant", long)
    assert max(map(len, ran.out.splitlines())) < 1000
    assert "RDA RDA" in ran.out
    assert "..." in ran.out
    assert command("titles", long, "--json").json[0]["title"] == long


# -- catalogue check ---------------------------------------------------------------------------------------------------


def test_a_catalogue_that_cannot_be_parsed_is_told_on_standard_error(command: Command, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("[", encoding="utf-8")
    assert one_sentence(command("catalogue", "check", "bad.toml"), 2, "bad.toml", "cannot be read as TOML")
    ran = command("catalogue", "check", "bad.toml", "--json")
    assert (ran.code, ran.err) == (2, "")
    assert [(each["file"], each["path"]) for each in ran.json] == [("bad.toml", "")]


@pytest.mark.parametrize("table", ['[title."scan buddy"]\nrole = "lead"', '[title]\n"x" = {}', "title.x.a = 1"])
def test_a_title_beside_job_titles_is_told_to_be_a_name(command: Command, tmp_path: Path, table: str) -> None:
    (tmp_path / "bad.toml").write_text(f'# ours\ntitle = "Ours"\n\n{table}\n', encoding="utf-8")
    assert one_sentence(command("catalogue", "check", "bad.toml"), 2, "bad.toml", 'name = "..."')


# -- who-may -----------------------------------------------------------------------------------------------------------


def test_who_may_says_that_nothing_is_known_of_a_misspelt_site(filled: Command) -> None:
    ran = filled("who-may", "ct-room-assist", "--site", "site-11", "--as-of", "2026-03-01")
    assert ran.code == 0
    assert "no post at 'site-11' is on record; did you mean 'site-1'?" in ran.out
    assert "did you mean" not in filled("who-may", "ct-room-assist", "--site", "xyzzy").out
    assert "no post at 'xyzzy' is on record." in filled("who-may", "ct-room-assist", "--site", "xyzzy").out
    assert filled("who-may", "ct-room-assist", "--site", "site-11", "--json").json == []


def test_who_may_says_nothing_of_the_kind_of_a_site_that_is_known(filled: Command) -> None:
    early = filled("who-may", "ct-room-assist", "--site", "site-1", "--as-of", "2020-01-01")
    described = filled("who-may", "ct-room-assist", "--site", "site-7", *NINE)
    assert "on record" not in early.out + described.out
    assert early.out.startswith("Nobody is in post at site-1")


def test_a_day_written_day_first_is_taken_so_and_told_once(filled: Command) -> None:
    ran = filled("status", "w1", "ct-room-assist", "--as-of", "10/10/2025", "--known-by", "1 May 2099", "--json")
    assert ran.json["as_of"] == "2025-10-10"
    assert ran.err == "--as-of: '10/10/2025' is taken as 10 October 2025.\n"
    ran = filled("--known-by", "2/5/2099", "may", "w1", "ct-room-assist", "--json")
    assert ran.json["known_by"].startswith("2099-05-02T23:59:59")
    assert ran.err == "--known-by: '2/5/2099' is taken as 2 May 2099.\n"


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("--on", ("sign-off", "w1", "ct-room-assist", "--assessor", "a1")),
        ("--on", ("withdraw", "w1", "ct-room-assist", "--by", "m1")),
        ("--on", ("reinstate", "w1", "ct-room-assist", "--by", "m1")),
        ("--on", ("countersign", "w1", "e1", "--by", "m1")),
        ("--on", ("correct", "w1", "e1", "--reason", "wrong person")),
        ("--until", ("withdraw", "w1", "ct-room-assist", "--by", "m1", "--on", "2025-05-02")),
        ("--until", ("due",)),
        ("--as-of", ("progress", "w1")),
        ("--known-by", ("progress", "w1")),
    ],
)
def test_every_option_that_takes_a_day_takes_it_day_first(filled: Command, option: str, words: tuple[str, ...]) -> None:
    told = f"{option}: '3/5/2025' is taken as 3 May 2025.\n"
    if words[0] == "due":
        words = (*words, "--as-of", "2025-05-01")
    assert filled(*words, option, "3/5/2025").err.count(told) == 1
    assert one_sentence(filled(*words, option, "5/13/2025"), 2, f"{option}: '5/13/2025' has no month 13")
    assert one_sentence(filled(*words, option, "5/3/25"), 2, "a year of two digits")


def test_a_file_of_entries_is_asked_as_the_store_is(filled: Command, tmp_path: Path) -> None:
    pytest.importorskip("numpy", reason="columns need the extra 'cohort'")
    file, moment = tmp_path / "entries.parquet", ("--as-of", "2026-03-01", "--known-by", "2026-03-02", "--json")
    assert filled("export", "parquet", "--out", str(file)).code == 0
    for words in (("outcomes", "mr-area"), ("rebanding", "--rule", "mr-area"), ("due",)):
        assert filled(*words, *moment, "--entries", str(file)) == filled(*words, *moment), words
    assert one_sentence(filled("outcomes", "mr-area", "--entries", str(tmp_path / "none")), 2, "none")
