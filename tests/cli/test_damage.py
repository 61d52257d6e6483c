"""Of somebody whose record was changed behind our back nobody can tell; of everybody else it goes on."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519

from sw_competency.errors import StoreBusyError
from sw_competency.stores import TinyDBStore
from sw_competency.stores.tinydb import _turns
from sw_competency.testing.store_contract import practice
from tests.cli.conftest import Command


@pytest.fixture
def damaged(filled: Command) -> Command:
    """The record of w2 has one letter changed."""
    file = Path("records/workers/w2.jsonl")
    file.write_bytes(file.read_bytes().replace(b"sickness", b"sicknest"))
    return filled


OLD = (
    b'[{"kind":"practice","on":"2026-01-05","id":"e1","recorded_at":"2026-01-06T09:00:00Z","worker":"w1",'
    b'"competency":"ct-room-assist","outcome":"successful","supervision":"none"}]\n'
)
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
    told = damaged(*words.split(), "--json").json
    if isinstance(told, list):  # answers by worker, that of the damaged one among them
        assert [each["outcome"] for each in told if each["worker"] == "w2"] == ["cannot-tell"]
    else:
        [one] = told["damaged"]
        assert (one["kind"], one["id"], "w2.jsonl' is damaged" in one["says"]) == ("worker", "w2", True)


def test_an_assessor_whose_record_is_damaged_leaves_sign_offs_undecided(filled: Command) -> None:
    file = Path("records/assessors/a1.jsonl")
    file.write_bytes(file.read_bytes().replace(b"HCPC", b"HCPX"))
    assert filled("may", "w1", "ct-room-assist").code == 3
    assert "the assessor a1 could not be read" in filled("may", "w1", "ct-room-assist").err


@pytest.fixture
def unregistered(filled: Command) -> Command:
    """The record of the assessor a1 has one letter changed."""
    file = Path("records/assessors/a1.jsonl")
    file.write_bytes(file.read_bytes().replace(b"HCPC", b"HCPX"))
    return filled


RESTING = {
    "unused": 0, "unused w1": 3, "trace a1": 3, "due": 0, "cover ct-room-assist": 3,
    "status w1 ct-room-assist": 3, "may w1 ct-room-assist": 3, "who-may ct-room-assist": 0, "progress w1": 0,
}  # fmt: skip


@pytest.mark.parametrize("words", RESTING)
def test_what_would_rest_on_a_damaged_assessor_is_cannot_tell_and_names_the_record(
    unregistered: Command, words: str
) -> None:
    done = unregistered(*words.split(), "--as-of", "2026-03-02", "--json")
    answers = done.json if isinstance(done.json, list) else [done.json]
    mine = [each for each in answers if each.get("worker", "w1") == "w1"]
    assert done.code == RESTING[words]
    for each in mine:
        assert (each["outcome"], [one["id"] for one in each["damaged"]]) == ("cannot-tell", ["a1"])
        assert "record it first" not in each["says"]
        assert "nobody can " not in each["says"]
    assert mine


def test_a_damaged_record_asked_for_as_written_or_for_its_first_weeks_cannot_be_told(damaged: Command) -> None:
    for more in ((), ("--json",)):
        done = damaged("entries", "w2", *more)
        assert (done.code, "w2.jsonl' is damaged" in done.err) == (3, True)
    assert damaged("entries", "w2", "--json").json == []
    done = damaged("continuity", "w2")
    assert (done.code, "No appointment" in done.out, "The record of w2 cannot be read" in done.out) == (3, False, True)


def test_nothing_is_added_to_a_damaged_record_and_what_an_export_leaves_out_is_named(damaged: Command) -> None:
    before = Path("records/workers/w2.jsonl").read_bytes()
    done = damaged("sign-off", "w2", "ct-room-assist", "--assessor", "a1")
    assert (done.code, "Recorded" in done.out) != (0, True)
    done = damaged("export", "jsonl", "--out", "all.jsonl")
    assert (done.code, "Left out: 'records/workers/w2.jsonl' is damaged" in done.err) == (1, True)
    assert '"worker": "w1"' in Path("all.jsonl").read_text("utf-8")
    assert "w2.jsonl" in damaged("export", "jsonl", "--out", "b.jsonl", "--json").json["left_out"][0]
    assert Path("records/workers/w2.jsonl").read_bytes() == before


DAMAGED_NAMES: dict[str, Callable[[Path], object]] = {
    "changed": lambda file: file.write_bytes(file.read_bytes().replace(b"Worker One", b"Worker Two")),
    "emptied": lambda file: file.write_bytes(b""),
    "another's": lambda file: file.write_bytes(Path("records/people/w2.json").read_bytes()),
    "a folder": lambda file: (file.unlink(), file.mkdir()),
    "a pipe": lambda file: (file.unlink(), os.mkfifo(file)),
    "a link to nothing": lambda file: (file.unlink(), file.symlink_to("nowhere")),
}


@pytest.fixture(params=DAMAGED_NAMES)
def misnamed(filled: Command, request: pytest.FixtureRequest) -> Command:
    """What stands for the name of w1 is no name of w1."""
    if request.param == "a pipe" and not hasattr(os, "mkfifo"):
        pytest.skip("no pipes with names here")
    people = [f'{{"kind": "person", "worker": "w{n}", "name": "Worker One"}}' for n in (1, 2)]
    Path("people.jsonl").write_text("\n".join(people), "utf-8")
    assert filled("import", "people.jsonl").code == 0
    DAMAGED_NAMES[request.param](Path("records/people/w1.json"))
    return filled


def test_a_damaged_name_stops_nobody(misnamed: Command) -> None:
    for words in ("who-may ct-room-assist", "rebanding --rule band-3-entry", "progress w1", "may w1 ct-room-assist"):
        done = misnamed(*words.split(), "--as-of", "2026-03-02")
        assert done.code in (0, 1), words
        assert "w1" in done.out
        assert done.err.count("A name cannot be trusted") <= 1
    done = misnamed("who-may", "ct-room-assist", "--as-of", "2026-03-02")
    assert (done.code, "Worker One" in done.out, "w1.json'" in done.err) == (0, True, True)
    assert done.err.count("A name cannot be trusted, and the id stands in its place.") == 1
    assert misnamed("verify").code == 1


def test_an_export_goes_on_without_a_damaged_name(misnamed: Command) -> None:
    done = misnamed("export", "jsonl")
    assert (done.code, done.err.count("Left out: "), "w1.json'" in done.err) == (1, 1, True)
    assert '"worker": "w2", "name"' in done.out
    assert '"worker": "w1"' in done.out


def test_a_damaged_name_is_entered_anew(misnamed: Command) -> None:
    is_folder = Path("records/people/w1.json").is_dir()
    done = misnamed("import", "people.jsonl")
    assert done.code == is_folder
    if is_folder:  # moved out by somebody first
        assert "is no file: move what is in its place" in Path("people.jsonl.rejected.csv").read_text("utf-8")
        Path("records/people/w1.json").rmdir()
        assert misnamed("import", "people.jsonl").code == 0
    assert misnamed("verify").code == 0


def test_rows_for_a_damaged_record_are_rejected_and_the_others_are_taken(damaged: Command) -> None:
    rows = [
        {"kind": "practice", "worker": worker, "on": "2026-01-05", "competency": "ct-room-assist",
         "outcome": "successful", "supervision": "none"}
        for worker in ("w1", "w2")
    ]  # fmt: skip
    Path("more.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    done = damaged("import", "more.jsonl", "--json")
    assert (done.code, done.json["appended"], done.json["rejected"]) == (1, 1, 1)
    rejected = Path("more.jsonl.rejected.csv").read_text("utf-8")
    assert "w2.jsonl' is damaged" in rejected
    assert "w1" not in rejected.replace("w2", "")


AS_SOMEBODY_ELSE = """
import io, json, sys, os
from contextlib import redirect_stderr, redirect_stdout
from sw_competency.cli import main

def run(words):
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        code = main(words)
    for stream in (out, err):
        stream.seek(0)
    return code, out.read(), err.read()

commands = json.loads(sys.argv[1])
for words in commands:  # what is imported may be closed to others, too
    run(words)
os.setgid(65534)
os.setuid(65534)
print(json.dumps([run(words) for words in commands]))
"""


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else")
def test_a_record_that_may_not_be_read_is_as_good_as_damaged(filled: Command) -> None:
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders are closed to others
        store = Path(name) / "records"
        shutil.copytree("records", store)
        for path in (Path(name), *store.rglob("*"), store):
            path.chmod(0o777 if path.is_dir() else 0o666)
        (store / "workers" / "w2.jsonl").chmod(0o600)

        commands = ["may w2 ct-room-assist", "may w1 ct-room-assist", "who-may ct-room-assist --json",
                    "rebanding --rule band-3-entry", "export jsonl", "verify"]  # fmt: skip
        place = ["--store", str(store), "--as-of", "2026-03-02"]
        given = json.dumps([[*words.split(), *place] for words in commands])
        command = [sys.executable, "-c", AS_SOMEBODY_ELSE, given]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    closed, open_, both, rebanding, export, verify = json.loads(done.stdout)
    said = "w2.jsonl' may not be read"
    assert (closed[0], said in closed[2]) == (3, True), closed
    assert open_[0] == 0
    assert (both[0], [each["answer"] for each in json.loads(both[1])]) == (0, ["may", "cannot-tell"])
    assert said in both[2]
    assert rebanding[0] == 0
    assert (export[0], '"w1"' in export[1], said in export[2]) == (1, True, True)
    assert verify[0] == 1


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


@pytest.fixture
def key(filled: Command) -> Path:
    """A key to sign heads with."""
    form = serialization.PrivateFormat.PKCS8
    Path("key.pem").write_bytes(
        ed25519.Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM, form, serialization.NoEncryption()
        )
    )
    return Path("key.pem")


def test_verify_says_what_it_did_not_look_at(filled: Command, key: Path) -> None:
    assert "All is as it was put there." in filled("verify").out
    assert "'nofile' is not there" in filled("verify", "--against", "nofile").err
    assert filled("heads", "--sign", str(key), "--out", "head.json").code == 0
    done = filled("verify", "--against", "head.json")
    assert (done.code, "whose it is was not checked: name the public key with --key" in done.out) == (0, True)


def _without(lines: slice) -> None:
    log = Path("records/heads.log")
    held = log.read_bytes().splitlines(keepends=True)
    del held[lines]
    log.write_bytes(b"".join(held))


RECORD = Path("records/workers/w1.jsonl")
FOUND = {
    "changed": lambda: RECORD.write_bytes(RECORD.read_bytes().replace(b"w1", b"w7", 1)),
    "rolled back": lambda: RECORD.write_bytes(RECORD.read_bytes().splitlines(keepends=True)[0]),
    "deleted": lambda: RECORD.unlink(),
    "a name gone": lambda: Path("records/people/w1.json").unlink(),
    "a name changed": lambda: Path("records/people/w1.json").write_bytes(b"{}"),
    "the log is unreadable": lambda: Path("records/heads.log").write_bytes(b"nothing\n"),
    "a folder in place of the log": lambda: (Path("records/heads.log").unlink(), Path("records/heads.log").mkdir()),
}
CANNOT_TELL = {
    "the log is emptied": lambda: Path("records/heads.log").write_bytes(b""),
    "the log is gone": lambda: Path("records/heads.log").unlink(),
    "the log has a gap": lambda: _without(slice(1, 2)),
}


@pytest.mark.parametrize("what", [*FOUND, *CANNOT_TELL])
def test_heads_looks_first_and_signs_nothing_over_what_it_finds(filled: Command, key: Path, what: str) -> None:
    Path("people.jsonl").write_text('{"kind": "person", "worker": "w1", "name": "Amara Okonkwo"}\n', "utf-8")
    assert filled("import", "people.jsonl").code == 0
    assert filled("withdraw", "w1", "--by", "m1", "--reason", "r").code == 0
    (FOUND | CANNOT_TELL)[what]()
    signed = filled("heads", "--sign", str(key), "--out", "signed.json")
    plain = filled("heads") if what in FOUND else signed
    if what in FOUND:
        assert ("Not signed" in signed.err, Path("signed.json").exists()) == (True, False)
        assert json.loads(filled("heads", "--sign", str(key), "--json").out)["found"]
        assert ("In the records and names nothing was found" in signed.err) is ("the log" in what)
    else:
        assert Path("signed.json").exists()
        assert "Cannot be told: " in signed.err
    assert (signed.code, plain.code) == (1, 1) if what != "a folder in place of the log" else (1, 2)
    assert signed.err.count("\n") >= 1


def test_a_withdrawal_lost_with_the_log_is_never_all_well_again(filled: Command, key: Path) -> None:
    before = RECORD.read_bytes()
    assert filled("withdraw", "w1", "--by", "m1", "--reason", "r").code == 0
    RECORD.write_bytes(before)
    Path("records/heads.log").write_bytes(b"")
    assert filled("verify").code == 1
    Path("people.jsonl").write_text('{"kind": "person", "worker": "w3", "name": "Amara Okonkwo"}\n', "utf-8")
    assert filled("import", "people.jsonl").code == 0
    done = filled("verify")
    assert (done.code, "began anew on" in done.out) == (1, True)
    signed = filled("heads", "--sign", str(key))
    assert (signed.code, "began anew on" in signed.err) == (1, True)


def test_heads_says_nothing_where_all_is_well(filled: Command, key: Path) -> None:
    done = filled("heads", "--sign", str(key))
    assert (done.code, done.err) == (0, "")


def test_verify_goes_on_where_the_store_no_longer_says_what_it_is(filled: Command) -> None:
    Path("records/store.json").write_bytes(b"{")
    [found] = filled("verify", "--json").json["found"]
    assert "The records themselves may be whole" in found["says"]


def test_verify_names_a_record_that_is_a_link(filled: Command) -> None:
    Path("records/workers/w1.jsonl").rename("elsewhere.jsonl")
    Path("records/workers/w1.jsonl").symlink_to(Path("elsewhere.jsonl").resolve())
    assert "w1.jsonl' is a link" in filled("verify").out


def test_an_upgrade_that_leaves_a_record_as_it_is_says_so_and_exits_1(command: Command) -> None:
    (Path("records") / "workers").mkdir(parents=True)
    Path("records/store.json").write_bytes(b'{"format": "sw-competency-store", "version": 1}')
    for name in ("w1", "w2"):
        Path(f"records/workers/{name}.jsonl").write_bytes(OLD.replace(b"w1", name.encode()))
    file = Path("records/workers/w2.jsonl")
    file.write_bytes(OLD.replace(b"}]", b"]"))
    done = command("init", "--upgrade")
    assert (done.code, "Left as it is: 'records" in done.err, "w2.jsonl" in done.err) == (1, True, True)
    assert (command("may", "w2", "ct-room-assist").code, command("progress", "w1").code) == (3, 0)
    assert file.read_bytes() == OLD.replace(b"}]", b"]")
    assert command("init", "--upgrade").code == 0


def test_whoever_meets_an_upgrade_is_told_that_it_is_one(filled: Command) -> None:
    root = Path("records").resolve()
    marker = json.loads((root / "store.json").read_bytes())
    (root / "store.json").write_text(json.dumps(marker | {"version": 1, "upgrading": True}))
    with _turns(root, ["batch.lock"], 1), pytest.raises(StoreBusyError, match="is just being brought to this version"):
        TinyDBStore(root, wait=0.01).append([practice("e9")])


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a terminal")
def test_an_upgrade_shows_on_a_terminal_how_far_it_has_come(command: Command) -> None:
    (Path("records") / "workers").mkdir(parents=True)
    Path("records/store.json").write_bytes(b'{"format": "sw-competency-store", "version": 1}')
    for number in range(300):
        name = f"w{number}"
        Path(f"records/workers/{name}.jsonl").write_bytes(OLD.replace(b'"w1"', f'"{name}"'.encode()))
    ours, theirs = os.openpty()
    environment = {**os.environ, "TERM": "xterm", "SW_COMPETENCY_STORE": "records"}
    done = subprocess.run(
        [sys.executable, "-m", "sw_competency", "init", "--upgrade"],
        stderr=theirs, stdout=subprocess.PIPE, env=environment, check=False,
    )  # fmt: skip
    os.close(theirs)
    os.set_blocking(ours, False)
    assert (done.returncode, b"Bringing records to this version" in os.read(ours, 100_000)) == (0, True)
    os.close(ours)
    assert b"is now of this version" in done.stdout


LISTS = (
    "who-may ct-room-assist", "who-may ct-room-assist --site site-1", "rebanding --rule band-3-entry", "outside-scope",
    "unused", "line-management", "line-management --site site-1", "scope w2", "progress w2",
    "claims", "claims w2", "requests", "requests w2", "last-worked", "return-to-area ct",
)  # fmt: skip


@pytest.mark.parametrize("words", LISTS)
def test_a_list_of_answers_holds_the_damaged_one_as_cannot_tell(damaged: Command, words: str) -> None:
    """It is one of the answers, which names it, and standard error does too."""
    done = damaged(*words.split(), "--as-of", "2026-03-02", "--json")
    of_it = [each for each in done.json if each["worker"] == "w2"]
    assert of_it
    assert {each["outcome"] for each in of_it} == {"cannot-tell"}
    assert all("w2.jsonl' is damaged" in each["says"] for each in of_it)
    assert all([one["id"] for one in each["damaged"]] == ["w2"] for each in of_it)
    if not words.startswith("line-management"):  # which looks at everybody first
        assert not any("damaged" in each for each in done.json if each["worker"] != "w2")
    assert "w2" in done.err
    table = damaged(*words.split(), "--as-of", "2026-03-02")
    assert "w2" in table.out + table.err
    assert table.code == done.code


def test_what_is_brought_to_a_damaged_record_cannot_be_told(damaged: Command) -> None:
    signed = {"kind": "sign-off", "id": "s9", "worker": "w2", "on": "2026-01-05", "competency": "ct-room-assist"}
    Path("theirs.jsonl").write_text(json.dumps(signed | {"assessor": "x1"}) + "\n", "utf-8")
    policy = (
        "[source.memo]\ntitle = 'A memo'\n[acceptance.theirs]\ntitle = 'Theirs'\ncompetencies = ['ct-room-assist']\n"
        "issuers = ['Elsewhere']\nstarts = 2020-01-01\nauthority = 'local'\nsource = ['memo']\n"
    )
    Path("site.toml").write_text(policy, "utf-8")
    words = ("acceptance", "theirs.jsonl", "--site", "site-1", "--issuer", "Elsewhere", "--as-of", "2026-03-02")
    done = damaged("--catalogue", "site.toml", *words, "--json")
    assert done.out, done.err
    [one] = done.json
    assert (one["answer"], one["outcome"]) == ("cannot-tell", "cannot-tell")
    assert "w2.jsonl' is damaged" in one["says"]
    assert [(each["kind"], each["id"]) for each in one["damaged"]] == [("worker", "w2")]
    other = signed | {"assessor": "x1", "competency": "chaperoning"}
    Path("theirs.jsonl").write_text(json.dumps(other) + "\n", "utf-8")
    [one] = damaged("--catalogue", "site.toml", *words, "--json").json
    assert (one["answer"], [each["id"] for each in one["damaged"]]) == ("cannot-tell", ["w2"])
