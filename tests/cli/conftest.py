import io
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest

from sw_competency.cli import main

OVER = """
title = "A site of ours"
[source.site-one]
title = "Our own policy"
[competency.ct-room-assist.sign_off]
requires = [ { kind = "assessor-registered" } ]
countersigned = true
source = ["site-one"]
authority = "placeholder"
"""

RECORDS = [
    {"kind": "appointment", "id": "ap1", "worker": "w1", "on": "2024-01-08", "site": "site-1",
     "tier": "senior-clinical-support-worker", "deployment": "static", "modalities": ["ct"]},
    {"kind": "appointment", "id": "ap2", "worker": "w2", "on": "2024-01-08", "site": "site-2",
     "tier": "clinical-support-worker"},
    {"kind": "absence", "id": "ab2", "worker": "w2", "on": "2026-01-01", "until": "2026-04-30", "reason": "sickness"},
    {"kind": "registration", "id": "r1", "assessor": "a1", "on": "2015-09-01", "body": "HCPC", "number": "RA00001"},
    {"kind": "sign-off", "id": "e1", "worker": "w1", "on": "2025-05-01", "competency": "ct-room-assist",
     "assessor": "a1"},
    {"kind": "practice", "id": "p1", "worker": "w2", "on": "2025-06-01", "competency": "iv-cannulation",
     "outcome": "successful", "supervision": "none"},
    {"kind": "person", "worker": "w1", "name": "[red]Ann[/foo] <b>Smith</b> {{ 7 * 7 }}"},
]  # fmt: skip


@attrs.frozen
class Ran:
    """What came of a command."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document it printed; anything beside it is an error."""
        return json.loads(self.out)


Command = Callable[..., Ran]


@pytest.fixture
def command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """Run a command in a folder of its own, whose store is `records`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SW_COMPETENCY_STORE", "records")
    monkeypatch.delenv("SW_COMPETENCY_DEBUG", raising=False)

    def run(*words: str, stdin: str = "") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
        capsys.readouterr()
        code = main(words)
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return run


@pytest.fixture(scope="session")
def filled_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that commands have made and filled, once for all tests: each takes a copy."""
    folder = tmp_path_factory.mktemp("filled") / "records"
    added = folder.with_name("added.jsonl")
    added.write_text(lines(*RECORDS), encoding="utf-8")
    assert main(["init", "--store", str(folder)]) == 0
    assert main(["add", str(added), "--store", str(folder)]) == 0
    return folder


@pytest.fixture
def filled(command: Command, tmp_path: Path, filled_store: Path) -> Command:
    """The same, with records of two workers and an assessor in the store."""
    (tmp_path / "over.toml").write_text(OVER, encoding="utf-8")
    shutil.copytree(filled_store, tmp_path / "records")
    return command


def lines(*entries: dict[str, Any]) -> str:
    """Entries as JSON Lines."""
    return "".join(json.dumps(entry) + "\n" for entry in entries)


def answered(ran: Ran) -> tuple[int, str]:
    """Return the exit code of a command and what it printed above the stamp."""
    said, _, stamp = ran.out.rstrip("\n").rpartition("\n")
    assert stamp.startswith("As of "), ran
    return ran.code, said


def one_sentence(ran: Ran, code: int, *words: str) -> bool:
    """Whether a command ended with a code and one plain sentence that holds these words; nothing on standard output."""
    assert ran.code == code, ran
    assert ran.err.strip(), ran
    assert "Traceback" not in ran.err
    assert "╭" not in ran.err
    assert "had not foreseen" not in ran.err, ran.err
    for word in words:
        assert word in ran.err, ran.err
    return not ran.out
