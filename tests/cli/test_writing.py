import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Command, lines, one_sentence

PRACTICE = {"kind": "practice", "worker": "w1", "on": "2026-02-01", "competency": "iv-cannulation",
            "outcome": "successful"}  # fmt: skip
NHS = "9434765919"  # made up, and valid


def test_init_twice_does_nothing(command: Command, tmp_path: Path) -> None:
    first, second = command("init", "--json"), command("init", "--json")
    assert (first.code, first.json) == (0, {"store": "records", "made": True})
    assert (second.code, second.json) == (0, {"store": "records", "made": False})
    assert "nothing was done" in command("init").out
    assert (tmp_path / "records" / "store.json").is_file()


def test_add_counts_as_an_import_does(filled: Command) -> None:
    ran = filled("add", "-", "--json", "--by", "clerk", stdin=lines(PRACTICE, PRACTICE))
    expected = {"read": 2, "appended": 2, "already_there": 0, "rejected": 0, "rejected_file": None}
    assert (ran.code, ran.json) == (0, expected)
    again = filled("add", "-", stdin=lines(PRACTICE, PRACTICE))
    assert again.out == "2 read, 0 recorded, 2 already on record.\n"
    assert filled("entries", "w1", "--json").json[-1]["recorded_by"] == "clerk"


def test_add_is_all_or_nothing_and_names_every_line(filled: Command) -> None:
    bad = {**PRACTICE, "competency": "iv-canulation"}
    ran = filled("add", "-", stdin=lines(PRACTICE, bad) + "\n" + lines({**PRACTICE, "on": "2026-02-30"}))
    assert one_sentence(ran, 2, "line 4: on: there is no day 2026-02-30")
    ran = filled("add", "-", stdin=lines(PRACTICE) + "\n" + lines(bad))
    assert one_sentence(ran, 2, "line 3: competency: there is no competency", "did you mean 'iv-cannulation'")
    assert len(filled("entries", "w1", "--json").json) == 2


@pytest.mark.parametrize(
    "changed",
    [
        {"recorded_at": "2026-02-01T10:00:00Z"},
        {"on": "9999-01-01"},
        {"on": "01/02/2026"},
        {"on": None},
        {"kind": "practise"},
        {"outcome": "fine"},
        {"note": f"patient {NHS}"},
        {"note": "x" * 100_000},
        {"note": "nul \0 byte"},
        {"worker": ""},
        {"worker": ["w1"]},
        {"count": -1},
        {"other": {"deep": [f"{NHS[:3]} {NHS[3:6]} {NHS[6:]}"]}},
    ],
)
def test_what_cannot_be_taken_is_one_sentence_and_stores_nothing(filled: Command, changed: dict[str, object]) -> None:
    ran = filled("add", "-", stdin=lines({**PRACTICE, **changed}))
    assert one_sentence(ran, 2, "line 1")
    assert NHS not in ran.err
    assert len(filled("entries", "w1", "--json").json) == 2


@pytest.mark.parametrize(
    "text", ["{", "[1]", "null", '{"kind":"practice","kind":"x"}', '{"n": NaN}', "[" * 100_000, "\x00"]
)
def test_what_is_no_json_object_is_one_sentence(filled: Command, text: str) -> None:
    assert one_sentence(filled("add", "-", stdin=text), 2, "line 1")


def test_bytes_that_are_no_text_are_one_sentence(filled: Command, tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_bytes(b'{"kind": "\xff"}\n')
    assert one_sentence(filled("add", "bad.jsonl"), 2, "UTF-8")
    assert one_sentence(filled("add", "missing.jsonl"), 2, "missing.jsonl", "is not there; give the path of a file")
    assert one_sentence(filled("add", "."), 2, "is a folder")


def test_an_id_there_with_other_content_is_refused(filled: Command) -> None:
    ran = filled("add", "-", stdin=lines({**PRACTICE, "id": "e1"}))
    assert one_sentence(ran, 2, "'e1'", "with other content")


def test_an_id_that_looks_like_a_path_is_an_id(filled: Command, tmp_path: Path) -> None:
    worker = "../../etc/passwd"
    assert filled("add", "-", stdin=lines({**PRACTICE, "worker": worker})).code == 0
    assert filled("entries", worker, "--json").json[0]["worker"] == worker
    assert worker in filled("entries", worker).out
    assert sorted(p.name for p in tmp_path.iterdir()) == ["over.toml", "records"]


def test_all_problems_of_all_lines_are_told_at_once(filled: Command) -> None:
    wrong = {**PRACTICE, "outcome": "good", "competency": "nosuch"}
    ran = filled("add", "-", stdin=lines(PRACTICE, wrong, {**PRACTICE, "competency": "nor-this"}))
    assert one_sentence(ran, 2, "line 2: outcome", "line 2: competency", "line 3: competency")
    assert "line 1" not in ran.err


def test_a_misspelt_field_is_kept_and_pointed_out(filled: Command) -> None:
    ran = filled("add", "-", stdin=lines({**PRACTICE, "supervison": "direct"}))
    assert ran.code == 0
    assert "Line 1: " in ran.err
    assert "did you mean 'supervision'?" in ran.err


def test_a_sign_off_that_counts_is_recorded(filled: Command) -> None:
    words = ("sign-off", "w1", "us-room-assist", "--assessor", "a1", "--on", "2026-02-02")
    ran = filled(*words, "--restriction", "modality=ultrasound", "--restriction", "adults", "--evidence", "p9",
                 "--note", "well done", "--expires-on", "2026-12-31", "--by", "clerk", "--json")  # fmt: skip
    assert (ran.code, ran.json["appended"]) == (0, 1)
    entry = filled("entries", "w1", "--json").json[-1]
    assert entry["restrictions"] == [{"modality": "ultrasound"}, "adults"]
    assert (entry["evidence"], entry["recorded_by"], entry["expires_on"]) == (["p9"], "clerk", "2026-12-31")
    assert filled("status", "w1", "us-room-assist", "--as-of", "2026-03-01", "--json").json["status"] == "current"


@pytest.mark.parametrize(
    ("slip", "says"),
    [
        ("modalities=mr", "did you mean 'modality'"), ("Modality=mr", "did you mean 'modality'"),
        ("devices=Siemens", "did you mean 'device'"), ("patient=adults", "did you mean 'patients'"),
        ("modality=", "says nothing"), ("", "says nothing"), (" ", "says nothing"),
        ("modality=mrr", "there is no modality 'mrr'"), ("modality=ct,mr", "there is no modality"),
    ],
)  # fmt: skip
def test_a_restriction_that_would_close_nothing_is_refused(filled: Command, slip: str, says: str) -> None:
    words = ("sign-off", "w1", "us-room-assist", "--assessor", "a1", "--on", "2026-02-02", "--restriction", slip)
    before = filled("entries", "w1", "--json").json
    assert one_sentence(filled(*words), 2, says)
    assert filled("entries", "w1", "--json").json == before


def test_blanks_about_a_restriction_are_none(filled: Command) -> None:
    words = ("sign-off", "w1", "us-room-assist", "--assessor", "a1", "--on", "2026-02-02")
    assert filled(*words, "--restriction", "modality = ultrasound").code == 0
    assert filled("entries", "w1", "--json").json[-1]["restrictions"] == [{"modality": "ultrasound"}]


def test_nobody_is_signed_off_twice_on_one_day(filled: Command) -> None:
    words = ("sign-off", "w1", "us-room-assist", "--assessor", "a1", "--on", "2026-02-02")
    assert filled(*words).out.startswith("Recorded: sign-off of w1 on 2026-02-02, with the id e-")
    again = filled(*words)
    assert one_sentence(again, 1, "w1 was signed off that day already", "by a1, with the id e-", "--anyway REASON")
    assert len(filled("entries", "w1", "--json").json) == 3


def test_a_sign_off_that_would_not_count_is_refused_with_exit_code_1(filled: Command) -> None:
    words = ("sign-off", "w1", "us-room-assist", "--assessor", "w1", "--on", "2026-02-02")
    assert one_sentence(filled(*words), 1, "Not saved", "nobody signs themselves off")
    told = filled(*words, "--json")
    assert (told.code, told.json["appended"], told.json["rejected"]) == (1, 0, 1)
    assert told.json["finding"]["outcome"] == "not-met"
    assert len(filled("entries", "w1", "--json").json) == 2


def test_a_sign_off_that_cannot_be_told_is_refused_with_exit_code_3(filled: Command) -> None:
    ran = filled("sign-off", "w1", "us-room-assist", "--assessor", "unheard-of", "--on", "2026-02-02")
    assert one_sentence(ran, 3, "Not saved", "unheard-of")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("us-room-asist", "--assessor", "a1"), "did you mean 'us-room-assist'"),
        (("us-room-assist", "--assessor", "a1", "--on", "9999-01-01"), "has not come yet"),
        (("us-room-assist", "--assessor", "a1", "--on", "yesterday"), "write it as YYYY-MM-DD"),
        (("us-room-assist", "--assessor", "a1", "--note", f"for {NHS}"), "NHS number"),
        (("us-room-assist",), "--assessor is missing"),
    ],
)
def test_a_sign_off_that_cannot_be_taken_is_exit_code_2(filled: Command, words: tuple[str, ...], says: str) -> None:
    assert one_sentence(filled("sign-off", "w1", *words), 2, says)
    assert len(filled("entries", "w1", "--json").json) == 2


def test_a_sign_off_waits_for_its_countersignature(filled: Command) -> None:
    over = ("--catalogue", "over.toml")
    ran = filled("sign-off", "w1", "ct-room-assist", "--assessor", "a1", "--on", "2026-02-02", *over)
    assert ran.code == 0
    assert "sw-competency countersign w1 e-" in ran.out
    status = ("status", "w1", "ct-room-assist", "--as-of", "2026-03-01", "--json", *over)
    assert filled(*status).json["status"] == "awaiting-countersignature"
    assert filled("countersign", "w1", "e1", "--by", "a2", "--on", "2026-02-03", *over).code == 0
    assert filled(*status).json["status"] == "current"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--by", "w1"), "Nobody countersigns their own"),
        (("--by", "a1"), "ask a second, different person"),
        (("--by", "a2", "--on", "2025-04-30"), "given later, on 1 May 2025"),
    ],
)
def test_a_countersignature_that_could_not_count_is_refused(filled: Command, words: tuple[str, ...], says: str) -> None:
    assert one_sentence(filled("countersign", "w1", "e1", *words), 1, "Not saved", says)
    assert len(filled("entries", "w1", "--json").json) == 2


@pytest.mark.parametrize("entry", ["ap1", "nothing", "e2"])
def test_only_a_sign_off_on_record_is_countersigned(filled: Command, entry: str) -> None:
    ran = filled("countersign", "w1", entry, "--by", "a2")
    assert one_sentence(ran, 2, f"No sign-off '{entry}' is on record of w1")


def test_a_suspension_is_ended_by_a_reinstatement(filled: Command) -> None:
    may = ("may", "w1", "ct-room-assist", "--as-of", "2026-03-01", "--json")
    ran = filled("withdraw", "w1", "ct-room-assist", "--by", "m1", "--suspension", "--on", "2026-02-01", "--json")
    assert (ran.code, ran.json["appended"]) == (0, 1)
    assert filled(*may).json["status"] == "suspended"
    assert filled("reinstate", "w1", "ct-room-assist", "--by", "m1", "--on", "2026-02-05", "--reason", "seen").code == 0
    assert filled(*may).json["status"] == "current"


def test_a_withdrawal_without_competency_is_of_all(filled: Command) -> None:
    assert filled("withdraw", "w1", "--by", "m1", "--on", "2026-02-01", "--reason", "conduct").code == 0
    assert filled("status", "w1", "ct-room-assist", "--as-of", "2026-03-01", "--json").json["status"] == "withdrawn"


@pytest.mark.parametrize("name", ["withdraw", "reinstate"])
def test_a_competency_nobody_knows_is_not_withdrawn_or_reinstated(filled: Command, name: str) -> None:
    assert one_sentence(filled(name, "w1", "ct-room-asist", "--by", "m1"), 2, "did you mean 'ct-room-assist'")
    ran = filled(name, "w9", "--by", "m1", "--on", "2026-02-01")
    assert ran.code == 0
    assert "Nothing else is recorded of w9: check the id." in ran.err


def test_a_correction_says_what_the_entry_should_have_been(filled: Command) -> None:
    instead = json.dumps({"on": "2024-05-01", "competency": "ct-room-assist", "assessor": "a1"})
    ran = filled("correct", "w1", "e1", "--reason", "wrong year", "--with", instead, "--on", "2025-06-01", "--json")
    assert (ran.code, ran.json["appended"]) == (0, 1)
    told = filled("status", "w1", "ct-room-assist", "--as-of", "2026-03-01", "--json").json
    assert told["expires_on"] == "2025-05-01"
    record = filled("entries", "w1", "--json").json
    assert [e["kind"] for e in record] == ["appointment", "sign-off", "correction"]
    assert f"[corrected: see {record[-1]['id']}]" in filled("entries", "w1").out


def test_a_correction_without_an_entry_makes_it_void(filled: Command) -> None:
    assert filled("correct", "w1", "e1", "--reason", "never happened").code == 0
    told = filled("status", "w1", "ct-room-assist", "--as-of", "2026-03-01", "--json")
    assert told.json["status"] == "not-started"
    assert "[void: see " in filled("entries", "w1").out


def test_a_correction_is_read_from_standard_input(filled: Command) -> None:
    instead = json.dumps({"on": "2015-09-01", "body": "HCPC", "number": "RA00002"})
    assert filled("correct", "--assessor", "a1", "r1", "--reason", "typing", "--with", "-", stdin=instead).code == 0
    assert "RA00002" in filled("entries", "--assessor", "a1").out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("w1", "apl", "--reason", "r"), "No entry 'apl' is on record of w1; did you mean 'ap1'?"),
        (("w1", "nothing-like-it", "--reason", "r"), "sw-competency entries w1"),
        (("w1", "e1", "--reason", "r", "--with", "{"), "--with: is no JSON"),
        (("w1", "e1", "--reason", "r", "--with", '{"kind":"practice"}'), "is of the kind sign-off"),
        (("w1", "e1", "--reason", "r", "--with", '{"on":"2025-05-01"}'), "needs this field"),
        (("w1", "e1", "--reason", f"was {NHS}"), "NHS number"),
        (("w1", "e1"), "--reason is missing"),
        (("w1", "--reason", "r"), "Name whose record it is"),
        (("w1", "e1", "--assessor", "a1", "--reason", "r"), "Name whose record it is"),
    ],
)
def test_a_correction_that_cannot_be_taken_stores_nothing(filled: Command, words: tuple[str, ...], says: str) -> None:
    assert one_sentence(filled("correct", *words), 2, says)
    assert len(filled("entries", "w1", "--json").json) == 2


def test_entries_are_shown_as_they_were_known(filled: Command) -> None:
    assert [e["id"] for e in filled("entries", "w1", "--json").json] == ["ap1", "e1"]
    assert [e["id"] for e in filled("entries", "w1", "--as-of", "2025-01-01", "--json").json] == ["ap1"]
    assert filled("entries", "w1", "--known-by", "2020-01-01").code == 3
    assert one_sentence(filled("entries"), 2, "say whose record it is")


def test_what_is_told_is_a_sentence_on_standard_error(filled: Command) -> None:
    twice = {"kind": "registration", "assessor": "A1 ", "on": "2026-01-01", "body": "hcpc", "number": "ra 00001"}
    away = {"kind": "absence", "worker": "w1", "on": "2026-01-01", "reason": "gap"}
    ran = filled("add", "-", stdin=lines(twice, away))
    assert ran.out == "2 read, 2 recorded, 0 already on record.\n"
    assert "Line 2: the absence reason 'gap' stops no clock" in ran.err
    assert "have one registration number, ra 00001: are they one person?\n" in ran.err
    ran = filled("withdraw", "w1", "us-room-assist", "--by", "A1")
    assert ran.out.startswith("Recorded: ")


def test_a_reason_given_records_all_the_same(filled: Command) -> None:
    words = ("sign-off", "w1", "us-room-assist", "--assessor", "a1", "--on", "2026-02-02")
    assert filled(*words).code == 0
    refused = filled(*words, "--json")
    assert (refused.code, refused.json["finding"]) == (1, None)
    assert [reason["reason"] for reason in refused.json["refused"]] == ["same-day"]
    assert one_sentence(filled(*words, "--anyway", " "), 2, "anyway: is empty")
    assert filled(*words, "--anyway", "seen again in theatre").out.startswith("Recorded: sign-off of w1")
    assert filled("entries", "w1", "--json").json[-1]["note"] == "Recorded all the same: seen again in theatre"


def test_instants_of_a_files_own_and_history(filled: Command, tmp_path: Path) -> None:
    own = {**PRACTICE, "on": "2026-02-03", "recorded_at": "2026-02-03T10:00:00Z"}
    (tmp_path / "own.jsonl").write_text(lines(own), encoding="utf-8")
    ran = filled("import", "own.jsonl")
    assert "stamped now and keep that as recorded_at_source (--history takes it as it is)" in ran.err
    kept = filled("entries", "w1", "--json").json[-1]
    assert kept["recorded_at_source"] == "2026-02-03T10:00:00Z"
    assert kept["recorded_at"] > "2026-02-04"
    (tmp_path / "more.jsonl").write_text(lines({**own, "note": "another"}), encoding="utf-8")
    ran = filled("import", "more.jsonl", "--history")
    assert "one entry of w1 is taken as recorded when the file says, from 3 February 2026 on" in ran.err
    assert filled("entries", "w1", "--json").json[-1]["recorded_at"] == "2026-02-03T10:00:00Z"


def test_entries_say_how_late_they_were_written_down(filled: Command, tmp_path: Path) -> None:
    for name, at in (("late", "2024-12-20"), ("in-time", "2024-02-04")):
        row = {**PRACTICE, "worker": name, "id": name, "on": "2024-02-03", "recorded_at": f"{at}T12:00:00Z"}
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row) + "\n")
        filled("import", f"{name}.jsonl")
    [late], [in_time] = (filled("entries", name, "--json").json for name in ("late", "in-time"))
    assert (late["late"]["days"], late["late"]["words"]) == (321, "recorded 10 months later")
    assert "late" not in in_time
    assert "recorded 10 months later" in filled("entries", "late").out
    assert "later" not in filled("entries", "in-time").out


def test_entries_say_when_they_were_taken_in(filled: Command, tmp_path: Path) -> None:
    brought = {**PRACTICE, "worker": "w9", "id": "old", "recorded_at": "2026-02-01T12:00:00Z"}
    (tmp_path / "old.jsonl").write_text(json.dumps(brought) + "\n")
    assert filled("import", "old.jsonl").code == 0
    [entry] = filled("entries", "w9", "--json").json
    assert entry["recorded_at"].startswith("2026-02-01T12:00:00")
    assert entry["received_at"] > "2026-06"
    assert f"(received {entry['received_at']})" in "".join(filled("entries", "w9").out.split("\n"))
    assert "(received" not in filled("entries", "w1").out
    assert all(each["received_at"] == each["recorded_at"] for each in filled("entries", "w1", "--json").json)


WRITES = {
    "add": ("add", "entry.jsonl"),
    "add --json": ("add", "entry.jsonl", "--json"),
    "import": ("import", "entry.jsonl"),
    "withdraw": ("withdraw", "w1", "--by", "m1", "--reason", "r"),
    "correct": ("correct", "w1", "e1", "--reason", "typed for somebody else"),
}


@pytest.mark.parametrize("words", WRITES.values(), ids=WRITES)
@pytest.mark.parametrize("out", ["/dev/full", "a closed pipe"])
def test_output_that_fails_does_not_turn_what_is_stored_into_an_error(
    filled: Command, tmp_path: Path, words: tuple[str, ...], out: str
) -> None:
    if out == "/dev/full" and not Path(out).exists():
        pytest.skip("there is no device that is always full")
    (tmp_path / "entry.jsonl").write_text(
        '{"kind":"practice","worker":"w1","on":"2026-03-01","competency":"iv-cannulation","outcome":"successful"}\n'
    )
    before = len(filled("entries", "w1", "--json").json)
    if out == "/dev/full":
        handle = os.open(out, os.O_WRONLY)
    else:
        reading, handle = os.pipe()
        os.close(reading)
    command = [sys.executable, "-m", "sw_competency", *words]
    done = subprocess.run(command, stdout=handle, stderr=subprocess.PIPE, text=True)
    os.close(handle)
    assert (done.returncode, done.stderr.splitlines()[-1:]) == (
        0, ["It is recorded. What was to be printed about it could not be written."],
    )  # fmt: skip
    assert len(filled("entries", "w1", "--json").json) == before + 1
