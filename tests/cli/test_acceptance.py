"""The command `acceptance`: read a file of theirs, say of each thing whether it is taken over, write what is."""

import json
from pathlib import Path

import pytest

from .conftest import Command, lines, one_sentence

NHS = "Leeds Teaching Hospitals NHS Trust"
OURS = """
[source.our-policy]
title = "Our own acceptance policy"
[acceptance.rooms]
title = "Rooms"
competencies = ["us-room-assist", "cannula-removal"]
issuers = ["*NHS*"]
within = "P12M"
site = "site-1"
starts = 2024-01-01
authority = "local"
source = ["our-policy"]
"""
BROUGHT = [
    {"kind": "appointment", "worker": "x9", "on": "2022-01-03", "site": "elsewhere", "tier": "assistant"},
    {"kind": "training", "worker": "x9", "on": "2025-06-02", "programme": "cstf-fire-safety", "outcome": "completed"},
    {"kind": "sign-off", "worker": "x9", "on": "2025-06-02", "competency": "us-room-assist", "assessor": "q1"},
    {"kind": "sign-off", "worker": "x9", "on": "2025-06-02", "competency": "iv-cannulation", "assessor": "q1"},
    {"kind": "sign-off", "worker": "x9", "on": "2025-06-02", "competency": "cannula-removal", "assessor": "q1",
     "restrictions": ["CT only"]},
]  # fmt: skip
ESR = f"""Competency Name,Employee Number,Date Start,Expiry Date,Training Provider
NHS|CSTF|Fire Safety - 2 Years|,12345678,02-Jun-2025,02-Jun-2027,{NHS}
NHS|CSTF|Conflict Resolution - 3 Years|,12345678,,,{NHS}
457|LOCAL|Cannulation|,12345678,02-Jun-2025,,{NHS}
"""
DAY = ("--as-of", "2026-03-02")


@pytest.fixture
def brought(filled: Command, tmp_path: Path) -> Command:
    (tmp_path / "theirs.jsonl").write_text(lines(*BROUGHT), encoding="utf-8")
    (tmp_path / "esr.csv").write_text(ESR, encoding="utf-8")
    (tmp_path / "ours.toml").write_text(OURS, encoding="utf-8")

    def run(*words: str, stdin: str = ""):
        return filled("--catalogue", "ours.toml", *words, stdin=stdin)

    return run


def test_each_thing_is_told_with_its_reasons(brought: Command) -> None:
    ran = brought("acceptance", "theirs.jsonl", "--site", "site-1", "--issuer", NHS, *DAY)
    assert ran.code == 0
    assert "site-1 takes over 3 of 4 brought, on 2 March 2026." in ran.out
    assert "no policy of site-1 covers it; assess here" in ran.out
    assert "restricted there" in ran.out
    assert "1 further entry, such as a post or practice, stays where it is." in ran.out


def test_as_json_it_is_one_list_of_findings(brought: Command) -> None:
    ran = brought("acceptance", "theirs.jsonl", "--site", "site-1", "--issuer", NHS, "--json", *DAY)
    told = {a["competency"] or a["programme"]: a for a in ran.json}
    assert {name: a["answer"] for name, a in told.items()} == {
        "cstf-fire-safety": "accepted", "us-room-assist": "accepted", "iv-cannulation": "not-accepted",
        "cannula-removal": "accepted",
    }  # fmt: skip
    assert told["us-room-assist"]["sources"] == ["our-policy"]
    assert all(a["entries"] for a in ran.json)


def test_nothing_is_recorded_by_asking(brought: Command) -> None:
    before = brought("entries", "w1", "--json").json
    brought("acceptance", "theirs.jsonl", "--site", "site-1", "--issuer", NHS)
    assert brought("entries", "w1", "--json").json == before
    assert brought("entries", "x9").code == 3


def test_without_an_issuer_it_cannot_be_told(brought: Command) -> None:
    ran = brought("acceptance", "theirs.jsonl", "--site", "site-1", "--json", *DAY)
    assert {a["outcome"] for a in ran.json if a.get("programme")} == {"cannot-tell"}


def test_an_esr_extract_is_read_and_rows_without_a_date_cannot_be_told(brought: Command) -> None:
    ran = brought("acceptance", "esr.csv", "--site", "site-1", "--json", *DAY)
    assert [a["answer"] for a in ran.json] == ["accepted", "cannot-tell", "cannot-tell"]
    assert ran.json[0]["issuer"] == NHS
    assert "no date" in ran.json[1]["says"]
    assert "local competency" in ran.json[2]["says"]
    assert not Path("esr.csv.rejected.csv").exists()


def test_what_is_accepted_is_written_ready_for_add(brought: Command) -> None:
    words = ("--site", "site-1", "--issuer", NHS, "--worker", "w1", "--accepted-by", "m1", "--out", "ready.jsonl")
    ran = brought("acceptance", "theirs.jsonl", *words, *DAY)
    assert ran.code == 0
    assert "sw-competency add ready.jsonl" in ran.out
    assert "Not written: 1 restricted there" in ran.out
    written = [json.loads(line) for line in Path("ready.jsonl").read_text(encoding="utf-8").splitlines()]
    assert written == [
        {"kind": "training", "on": "2025-06-02", "worker": "w1", "programme": "cstf-fire-safety",
         "outcome": "completed", "provider": NHS},
        {"kind": "prior-learning", "on": "2026-03-02", "worker": "w1", "competency": "us-room-assist",
         "signed_on": "2025-06-02", "accepted_by": "m1", "issuer": NHS},
    ]  # fmt: skip
    assert brought("add", "ready.jsonl", "--json").json["appended"] == 2
    assert brought("add", "ready.jsonl", "--json").json["already_there"] == 2
    status = brought("status", "w1", "us-room-assist", "--json", *DAY).json
    assert (status["status"], status["expires_on"]) == ("current", "2027-06-02")


def test_a_file_that_is_there_is_never_overwritten(brought: Command) -> None:
    Path("ready.jsonl").write_text("mine", encoding="utf-8")
    ran = brought("acceptance", "theirs.jsonl", "--site", "site-1", "--out", "ready.jsonl")
    assert one_sentence(ran, 2, "'ready.jsonl' is there already")
    assert Path("ready.jsonl").read_text(encoding="utf-8") == "mine"


def test_where_nothing_is_accepted_there_is_no_file(brought: Command) -> None:
    ran = brought("acceptance", "theirs.jsonl", "--site", "site-1", "--out", "ready.jsonl", *DAY)
    assert ran.code == 0
    assert "there is no file" in ran.out
    assert not Path("ready.jsonl").exists()


@pytest.mark.parametrize("who", [(), ("--accepted-by", "w1"), ("--accepted-by", "x9")])
def test_sign_offs_are_accepted_by_somebody_else(brought: Command, who: tuple[str, ...]) -> None:
    words = ("--site", "site-1", "--issuer", NHS, "--worker", "w1", "--out", "ready.jsonl", *who)
    ran = brought("acceptance", "theirs.jsonl", *words, *DAY)
    assert one_sentence(ran, 2, "accept")
    assert not Path("ready.jsonl").exists()


def test_one_id_cannot_be_given_to_several_workers(brought: Command, tmp_path: Path) -> None:
    both = [*BROUGHT, {**BROUGHT[1], "worker": "x10"}]
    (tmp_path / "both.jsonl").write_text(lines(*both), encoding="utf-8")
    ran = brought("acceptance", "both.jsonl", "--site", "site-1", "--worker", "w1")
    assert one_sentence(ran, 2, "several workers (x10, x9)")


def test_a_site_nobody_knows_is_one_sentence(brought: Command) -> None:
    assert one_sentence(brought("acceptance", "theirs.jsonl", "--site", "site-1x"), 2, "There is no site 'site-1x'")


def test_a_file_that_cannot_be_read_is_one_sentence(brought: Command) -> None:
    assert one_sentence(brought("acceptance", "nowhere.jsonl", "--site", "site-1"), 2, "is not there")
    Path("notes.txt").write_text("Dear all,\nplease see attached\n", encoding="utf-8")
    assert one_sentence(brought("acceptance", "notes.txt", "--site", "site-1"), 2, "of no format we read")


def test_a_file_that_brings_nothing_says_so(brought: Command, tmp_path: Path) -> None:
    (tmp_path / "posts.jsonl").write_text(lines(BROUGHT[0]), encoding="utf-8")
    ran = brought("acceptance", "posts.jsonl", "--site", "site-1", *DAY)
    assert ran.code == 0
    assert "takes over 0 of 0" in ran.out
    assert brought("acceptance", "posts.jsonl", "--site", "site-1", "--json").json == []


@pytest.mark.parametrize("blank", ["", "  "])
@pytest.mark.parametrize("option", ["--issuer", "--worker", "--accepted-by"])
def test_an_option_that_is_blank_is_refused(brought: Command, option: str, blank: str) -> None:
    ran = brought("acceptance", "theirs.jsonl", "--site", "site-1", option, blank, *DAY)
    assert one_sentence(ran, 2, f"{option}: is empty")


def test_nothing_is_written_that_would_be_accepted_on_a_day_to_come(brought: Command) -> None:
    words = ("--site", "site-1", "--issuer", NHS, "--accepted-by", "m1", "--as-of", "2999-01-01")
    ran = brought("acceptance", "theirs.jsonl", *words, "--out", "ready.jsonl")
    assert one_sentence(ran, 2, "2999-01-01 has not come yet")
    assert not Path("ready.jsonl").exists()
    assert brought("acceptance", "theirs.jsonl", *words).code == 0


def test_whoever_accepts_is_never_the_worker_however_it_is_written(brought: Command) -> None:
    words = ("--site", "site-1", "--issuer", NHS, "--worker", "w1", "--accepted-by", " w1 ", "--out", "ready.jsonl")
    assert one_sentence(brought("acceptance", "theirs.jsonl", *words, *DAY), 2, "nobody accepts their own")
    assert not Path("ready.jsonl").exists()


def test_a_single_entry_is_written_as_one(brought: Command, tmp_path: Path) -> None:
    (tmp_path / "one.jsonl").write_text(lines(BROUGHT[1]), encoding="utf-8")
    ran = brought("acceptance", "one.jsonl", "--site", "site-1", "--issuer", NHS, "--out", "ready.jsonl", *DAY)
    assert "1 entry is in ready.jsonl; put it on record with  sw-competency add ready.jsonl" in ran.out


def test_the_answer_itself_is_a_page_where_the_name_says_so(brought: Command) -> None:
    words = ("acceptance", "theirs.jsonl", "--site", "site-1", "--issuer", NHS, *DAY)
    assert brought(*words, "--out", "answer.html").code == 0
    assert "takes over 3 of 4 brought" in Path("answer.html").read_text(encoding="utf-8")
    assert brought(*words, "--format", "csv", "--out", "-").out.count("accepted") >= 3
