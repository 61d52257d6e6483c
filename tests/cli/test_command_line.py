import builtins
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from sw_competency import __version__, cli, plugins
from sw_competency.cli import main
from sw_competency.cli._plain import commands
from sw_competency.stores import TinyDBStore
from tests.cli.conftest import RECORDS, Command, Ran, lines, one_sentence

MAY = ("may", "w1", "ct-room-assist")


# -- options and usage -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ("--as-of", "2026-03-01", "--json", *MAY),
        (*MAY, "--as-of", "2026-03-01", "--json"),
        ("--json", *MAY, "--as-of=2026-03-01"),
        ("--as-of=2026-03-01", "may", "--json", "w1", "ct-room-assist"),
        ("--store", "records", "--as-of", "2026-03-01", "may", "w1", "--json", "ct-room-assist"),
        ("--as-of", "2026-03-01", "--json", "may", "--", "w1", "ct-room-assist"),
    ],
)
def test_global_options_stand_before_or_after_the_command(filled: Command, words: tuple[str, ...]) -> None:
    ran = filled(*words)
    assert (ran.code, ran.json["answer"], ran.json["as_of"]) == (0, "may", "2026-03-01")


@pytest.mark.parametrize("words", [("--json", "catalogue", "check"), ("catalogue", "--json", "check"),
                                   ("catalogue", "check", "--json")])  # fmt: skip
def test_global_options_stand_anywhere_about_a_command_of_several_parts(
    command: Command, words: tuple[str, ...]
) -> None:
    assert command(*words).json == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("mya", "w1"), "There is no command 'mya'; did you mean 'may'?"),
        (("prove",), "There is no command 'prove'"),
        (("catalogue", "chek"), "did you mean 'check'?"),
        (("may", "w1"), "TASK is missing"),
        (("may", "w1", "t", "u"), "'u' is one argument too many"),
        (("may", "w1", "t", "--modalty", "ct"), "did you mean '--modality'?"),
        (("may", "w1", "t", "--modality"), "--modality needs a value"),
        (("may", "w1", "t", "--post", "a", "--post", "b"), "--post is given twice"),
        (("may", "-w1", "t"), "write  --  before an id that begins with a hyphen"),
        (("rebanding", "w1"), "--rule is missing"),
        (("--jsno", "may"), "did you mean '--json'?"),
        (("--as-of",), "--as-of"),
        (("--store",), "--store"),
    ],
)
def test_a_command_that_cannot_be_understood_is_one_sentence(
    command: Command, words: tuple[str, ...], says: str
) -> None:
    ran = command(*words)
    assert ran.code == 2
    assert says in ran.err or (len(words) == 1 and "Usage" in ran.out)
    assert "╭" not in ran.err
    assert len(ran.err.splitlines()) <= 1


@pytest.mark.parametrize(
    "words",
    [
        ("--as-of", "03/31/2026"), ("--as-of", "2026-02-30"), ("--as-of", ""), ("--as-of", "2026-03-01T00:00:00Z"),
        ("--as-of", "9" * 5000), ("--known-by", "2026-03-01T12:00:00"), ("--known-by", "then"),
        ("--known-by", "0001-01-01T00:00:00+23:00"),
    ],
)  # fmt: skip
def test_a_date_that_is_none_is_one_sentence(filled: Command, words: tuple[str, ...]) -> None:
    assert one_sentence(filled(*MAY, *words), 2, words[0])


def test_the_version_and_the_help_are_printed(command: Command) -> None:
    assert command("--version").out == f"sw-competency {__version__}\n"
    everything = command("--help")
    assert everything.code == 0
    assert all(name in everything.out for name in commands())
    assert "--known-by" in everything.out
    assert "--modality" in command("may", "--help").out
    assert command("may", "--help").code == 0
    assert command().code == 2


def test_every_file_of_the_folder_is_a_command() -> None:
    known = commands()
    assert {"who-may", "import", "sign-off", "outside-scope"} <= set(known)
    alone = set(plugins.names("questions")) - {"impact", "if_recorded"}  # parts of other commands
    files = [*plugins.names("cli"), *alone]
    assert set(known) == {name.rstrip("_").replace("_", "-") for name in files}


@pytest.mark.parametrize("words", [MAY, ("entries", "w1"), ("import", "x"), ("export", "csv"), ("who-may", "x"),
                                   ("sign-off", "w1", "x", "--assessor", "a"), ("add", "-")])  # fmt: skip
def test_a_folder_that_is_no_store_is_refused(command: Command, words: tuple[str, ...]) -> None:
    assert one_sentence(command(*words), 2, "sw-competency init")
    assert one_sentence(command(*words, "--store", "mysql://there/db"), 2, "name a folder")
    assert not Path("records").exists()


# -- hostile surroundings ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "worker",
    ["../../etc/passwd", "a\0b", "\x1b[31mred", "{{ 7*7 }}", "[red]x[/nothing]", "é" * 50, "x" * 5000, "\udcff"],
)
@pytest.mark.parametrize("name", ["status", "progress", "entries", "rebanding"])
def test_any_text_is_an_id_and_of_that_worker_nothing_is_recorded(filled: Command, name: str, worker: str) -> None:
    more = {"status": ("ct-room-assist",), "rebanding": ("--rule", "mr-area")}.get(name, ())
    ran = filled(name, worker, *more)
    assert ran.code == 3
    assert "othing is recorded of" in ran.out + ran.err
    assert "\x1b" not in ran.out + ran.err
    assert filled(name, worker, *more, "--json").code == 3


def test_a_damaged_record_is_one_sentence(filled: Command, tmp_path: Path) -> None:
    record = tmp_path / "records" / "workers" / "w1.jsonl"
    kept = record.read_bytes()
    record.write_bytes(b"not JSON\n" + kept)
    asked = filled(*MAY)
    assert (asked.code, "w1.jsonl' is damaged in line 1" in asked.out, "backup" in asked.out) == (3, True, True)
    assert filled("sign-off", "w1", "us-room-assist", "--assessor", "a1").code in {2, 3}
    exported = filled("export", "jsonl", "--out", "all.jsonl")
    assert (exported.code, "w1.jsonl' is damaged" in exported.err) == (1, True)
    lines = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text("utf-8").splitlines()]
    of_w1 = {line["kind"] for line in lines if line.get("worker") == "w1"}
    assert of_w1 == {"person"}, "the record is left out whole; the name is kept apart"
    assert record.read_bytes() == b"not JSON\n" + kept


def test_a_record_half_written_by_a_crash_is_read_up_to_there(filled: Command, tmp_path: Path) -> None:
    record = tmp_path / "records" / "workers" / "w1.jsonl"
    record.write_bytes(record.read_bytes() + b'[{"kind":"practi')
    assert filled(*MAY, "--as-of", "2026-03-01").code == 0
    record.unlink()
    record.mkdir()
    assert (filled(*MAY).code, "w1.jsonl' is no file" in filled(*MAY).out) == (3, True)


def test_a_damaged_marker_is_one_sentence(filled: Command, tmp_path: Path) -> None:
    (tmp_path / "records" / "store.json").write_text('{"format":', encoding="utf-8")
    assert one_sentence(filled(*MAY), 2, "damaged")
    assert one_sentence(filled("init"), 2, "damaged")


def test_a_file_in_the_place_of_the_store_is_one_sentence(command: Command, tmp_path: Path) -> None:
    (tmp_path / "records").write_text("a file", encoding="utf-8")
    assert one_sentence(command("init"), 2, "records")
    assert one_sentence(command(*MAY), 2, "is no store")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is read-only to root")
def test_a_folder_nobody_may_write_in_is_one_sentence(filled: Command, tmp_path: Path) -> None:
    (tmp_path / "records" / "workers").chmod(0o555)
    added = filled("add", "-", stdin=lines({"kind": "leaving", "worker": "w3", "on": "2026-02-01"}))
    (tmp_path / "records" / "workers").chmod(0o755)
    assert one_sentence(added, 2, "may not be written")


def test_a_busy_store_is_exit_code_4(filled: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = TinyDBStore.__init__
    monkeypatch.setattr(TinyDBStore, "__init__", lambda self, path: opened(self, path, wait=0.01))
    locks = [FileLock(tmp_path / "records" / "locks" / f"{number:02}.lock") for number in range(64)]
    for lock in locks:
        lock.acquire()
    ran = filled("withdraw", "w1", "--by", "m1", "--on", "2026-02-01")
    for lock in locks:
        lock.release()
    assert one_sentence(ran, 4, "try again")


def test_a_terminal_that_cannot_show_a_sign_is_sent_another(filled: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    person = {"kind": "person", "worker": "w1", "name": "Zoë Łukasiewicz ✓ 😀"}
    assert filled("add", "-", stdin=lines(person)).code == 0

    def printed(*words: str, encoding: str) -> str:
        out = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
        monkeypatch.setattr(sys, "stdout", out)
        main(words)
        out.flush()
        return out.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined]

    progress = printed("progress", "w1", "--as-of", "2026-03-01", encoding="latin-1")
    assert "Zoë \\u0141ukasiewicz" in progress
    assert "+ current" in progress
    assert printed("scope", "w1", "--json", encoding="ascii").startswith("[")


def test_whoever_stops_reading_is_left_in_peace(filled: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(*_: Any, **__: Any) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(builtins, "print", closed)
    monkeypatch.setattr(cli, "_let_go", lambda: 141)
    ran = filled(*MAY)
    assert (ran.code, ran.err) == (141, "")


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        (KeyboardInterrupt(), 130, ""),
        (OSError(28, "No space left on device", "there"), 2, "'there': No space left on device"),
        (ModuleNotFoundError("No module named 'rich'", name="rich.table"), 2, "pip install 'sw-competency[cli]'"),
        (ModuleNotFoundError("No module named 'cyclopts'", name="cyclopts"), 2, "pip install 'sw-competency[cli]'"),
        (ZeroDivisionError("what\nnow"), 2, "(ZeroDivisionError: what): please report it"),
        (SystemExit(1), 1, ""),
    ],
)
def test_whatever_goes_wrong_is_a_sentence_and_no_traceback(
    command: Command, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, says: str
) -> None:
    def failing(_: object) -> int:
        raise error

    monkeypatch.setattr(cli, "_run", failing)
    ran = command(*MAY)
    assert (ran.code, ran.out) == (code, "")
    assert says in ran.err
    assert "Traceback" not in ran.err
    assert bool(ran.err) == bool(says)


def test_a_traceback_is_shown_to_those_who_ask_for_it(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SW_COMPETENCY_DEBUG", "1")
    assert "Traceback" in command(*MAY).err


# -- as a program of its own -------------------------------------------------------------------------------------------


def program(*words: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "SW_COMPETENCY_STORE": "records", **more}
    started = [sys.executable, "-m", "sw_competency", *words]
    return subprocess.run(started, cwd=cwd, env=environment, capture_output=True, timeout=60)


def test_it_runs_as_a_module(filled: Command, tmp_path: Path) -> None:
    ran = program(*MAY, "--as-of", "2026-03-01", cwd=tmp_path)
    assert ran.returncode == 0
    assert b"(w1) may do this" in ran.stdout.splitlines()[0]
    assert ran.stderr == b""


def test_nothing_is_coloured_cut_or_shown_moving_in_a_pipe(filled: Command, tmp_path: Path) -> None:
    worker = "a-worker-with-a-very-long-id-" * 6
    assert filled("add", "-", stdin=lines({**RECORDS[0], "worker": worker})).code == 0
    ran = program("rebanding", "--rule", "mr-area", cwd=tmp_path, COLUMNS="40", PYTHONUTF8="1")
    assert worker in ran.stdout.decode()
    assert b"\x1b" not in ran.stdout + ran.stderr
    assert ran.stderr == b""


def test_asking_whether_somebody_may_imports_no_more_than_it_needs(filled: Command, tmp_path: Path) -> None:
    heavy = "cyclopts", "rich", "jinja2", "cattrs", "tinydb", "importlib.metadata", "typst", "python_calamine", \
        "hypothesis", "sw_competency.reports", "sw_competency.formats", "sw_competency.cli.report"  # fmt: skip
    script = (
        "import sys; from sw_competency.cli import main; main(sys.argv[1:]); "
        f"print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, *MAY], cwd=tmp_path, capture_output=True, timeout=60,
        env={**os.environ, "SW_COMPETENCY_STORE": "records"},
    )  # fmt: skip
    assert ran.stderr.decode().strip() == "[]"


def test_without_the_extra_one_sentence_says_what_to_install(tmp_path: Path) -> None:
    script = "import sys; sys.modules['cyclopts'] = None; from sw_competency.cli import main; sys.exit(main(['init']))"
    ran = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, timeout=60)
    assert ran.returncode == 2
    assert ran.stderr.decode().strip().endswith("pip install 'sw-competency[cli]'")
    assert not list(tmp_path.iterdir())


def test_a_reader_that_goes_away_early_is_no_error(filled: Command, tmp_path: Path) -> None:
    script = f"'{sys.executable}' -m sw_competency scope w1 --json | head -c 1"
    ran = subprocess.run(
        ["sh", "-c", script], cwd=tmp_path, capture_output=True, timeout=60,
        env={**os.environ, "SW_COMPETENCY_STORE": "records"},
    )  # fmt: skip
    assert (ran.stdout, ran.stderr) == (b"[", b"")


def test_the_helper_that_reads_a_run_refuses_two_documents() -> None:
    with pytest.raises(ValueError, match="Extra data"):
        _ = Ran(0, "{}\n{}", "").json
