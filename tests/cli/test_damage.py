"""Of somebody whose record was changed behind our back nobody can tell; of everybody else it goes on."""

from pathlib import Path

import pytest

from tests.cli.conftest import Command


@pytest.fixture
def damaged(filled: Command) -> Command:
    """The record of w2 has one letter changed."""
    file = Path("records/workers/w2.jsonl")
    file.write_bytes(file.read_bytes().replace(b"sickness", b"sicknest"))
    return filled


ABOUT_ONE = {
    "status w2 iv-cannulation": 3,
    "may w2 iv-cannulation": 3,
    "progress w2": 3,
    "scope w2": 3,
    "rebanding w2 --rule band-3-entry": 3,
    "since w2 --rule band-3-entry": 3,
    "path w2 --to senior-clinical-support-worker": 3,
    "outside-scope w2": 3,
    "unused w2": 3,
    "required w2": 3,
}


@pytest.mark.parametrize("words", ABOUT_ONE)
def test_a_question_about_a_damaged_record_cannot_be_told_and_says_why(damaged: Command, words: str) -> None:
    done = damaged(*words.split())
    assert done.code == ABOUT_ONE[words]
    assert "w2.jsonl' is damaged in line" in done.out + done.err
    assert "Nothing is recorded" not in done.out + done.err


def test_everybody_else_is_answered_and_the_damaged_one_is_listed_as_cannot_tell(damaged: Command) -> None:
    assert damaged("may", "w1", "ct-room-assist", "--as-of", "2026-03-02").code == 0
    for words in (("who-may", "ct-room-assist"), ("who-may", "ct-room-assist", "--site", "site-1")):
        answers = {each["worker"]: each for each in damaged(*words, "--as-of", "2026-03-02", "--json").json}
        assert (answers["w1"]["answer"], answers["w2"]["answer"]) == ("may", "cannot-tell")
        assert "w2.jsonl' is damaged" in answers["w2"]["says"]


@pytest.mark.parametrize(
    "words", ["cover ct-room-assist", "due", "establishment", "equity", "rebanding --rule band-3-entry"]
)
def test_a_question_about_everybody_says_whose_record_could_not_be_read(damaged: Command, words: str) -> None:
    done = damaged(*words.split())
    assert done.code == damaged("--known-by", "2027-01-01", *words.split()).code
    assert "The record of the worker w2 could not be read, and nothing in it counts here." in done.err


def test_an_assessor_whose_record_is_damaged_leaves_sign_offs_undecided(filled: Command) -> None:
    file = Path("records/assessors/a1.jsonl")
    file.write_bytes(file.read_bytes().replace(b"HCPC", b"HCPX"))
    assert filled("may", "w1", "ct-room-assist").code == 3
    assert "the assessor a1 could not be read" in filled("may", "w1", "ct-room-assist").err


def test_nothing_is_added_to_a_damaged_record_and_nothing_is_exported_without_it(damaged: Command) -> None:
    before = Path("records/workers/w2.jsonl").read_bytes()
    done = damaged("sign-off", "w2", "ct-room-assist", "--assessor", "a1")
    assert (done.code, "Recorded" in done.out) != (0, True)
    assert damaged("export", "jsonl", "--out", "all.jsonl").code == 2
    assert not Path("all.jsonl").exists()
    assert Path("records/workers/w2.jsonl").read_bytes() == before


def test_verify_names_it_and_exits_1(damaged: Command, filled: Command) -> None:
    done = damaged("verify")
    assert (done.code, "Damage: " in done.out, "w2.jsonl, line" in done.out) == (1, True, True)
    [found] = damaged("verify", "--json").json["found"]
    assert (found["attack"], Path(found["file"]).name) == ("damage", "w2.jsonl")


def test_verify_holds_a_store_to_a_head_and_to_receipts(filled: Command) -> None:
    printed = filled("heads").out.strip()
    assert filled("heads", "--out", "head.json").code == 0
    assert filled("verify", "records", "--against", "head.json").code == 0
    assert filled("verify", "--against", printed).code == 0
    assert filled("verify", "--against", "nonsense").code == 2
    assert filled("verify", "elsewhere").code == 2
    assert filled("verify", "elsewhere", "--against", "head.json").code == 1
    Path("receipts.json").write_text('[{"record": ["worker", "w1"], "sequence": 1, "head": "' + "0" * 64 + '"}]')
    assert filled("verify", "--receipts", "receipts.json").code == 1
    Path("receipts.json").write_text("[1]")
    assert filled("verify", "--receipts", "receipts.json").code == 2


def test_a_report_bears_the_head_that_verify_holds_the_store_to(filled: Command) -> None:
    for form in ("html", "md"):
        assert filled("report", "progression", "--worker", "w1", "--out", f"w1.{form}").code == 0
        head = filled("heads").out.strip()
        assert head in Path(f"w1.{form}").read_text("utf-8")
        assert filled("verify", "--against", head).code == 0
    older = head
    assert filled("withdraw", "w1", "--by", "m1", "--reason", "r").code == 0
    assert filled("verify", "--against", older).code == 0
    log = Path("records/heads.log")
    log.write_bytes(log.read_bytes()[200:])
    assert filled("verify", "--against", older).code == 1
