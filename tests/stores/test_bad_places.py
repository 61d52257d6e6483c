"""A folder that cannot take what is put there: one sentence, the right exit code, and nothing is lost.

Disks and read-only folders are real, mounted for the test, where whoever runs it may mount. A network folder without
locks is not: the system's call is made to fail as it fails there.
"""

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sw_competency.cli import main
from sw_competency.stores import TinyDBStore
from sw_competency.testing.store_contract import W1, practice

Said = tuple[int, str, str]
ENTRY = {"kind": "practice", "on": "2026-03-01", "competency": "iv-cannulation", "outcome": "successful"}
READS = ("store info --json", "may w1 iv-cannulation", "entries w1 --json", "changes", "verify")


Command = Callable[..., Said]


@pytest.fixture
def command(capfd: pytest.CaptureFixture[str]) -> Command:
    """Run a command; where an environment is given, in a process of its own."""

    def runs(words: str, store: Path, **environment: str) -> Said:
        given = [*words.split(), "--store", str(store)]
        if not environment:
            return main(given), *capfd.readouterr()
        done = subprocess.run(
            [sys.executable, "-m", "sw_competency", *given], env={**os.environ, **environment}, capture_output=True,
            text=True,
        )  # fmt: skip
        return done.returncode, done.stdout, done.stderr

    return runs


def refused(said: Said, sentence: str, code: int = 2) -> None:
    """Hold what a command said against the one sentence it should say."""
    assert said[:2] == (code, ""), said
    assert sentence in said[2], said
    assert len(said[2].splitlines()) == 1, said


def entries(place: Path, *workers: str, note: str = "") -> Path:
    """Write a file with an entry of each worker."""
    lines = [json.dumps({**ENTRY, "worker": worker, **({"note": note} if note else {})}) for worker in workers]
    place.write_text("\n".join(lines))
    return place


Disk = Callable[[str], None]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[tuple[Path, Disk]]:
    """A disk of 256 kB, and what mounts it again in another way."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    if mount is None or subprocess.run([mount, "-t", "tmpfs", "-o", "size=256k", "none", place]).returncode:
        pytest.skip("whoever runs this may mount no disk")
    yield place, lambda how: subprocess.run([str(mount), "-o", f"remount,{how}", str(place)], check=True) and None
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_takes_nothing_loses_nothing_and_goes_on_once_there_is_room(
    disk: tuple[Path, Disk], tmp_path: Path, command: Command
) -> None:
    place, _ = disk
    with TinyDBStore.create(place / "records") as store:
        store.append([practice("e1"), practice("e1", "w2")])
        before, head = dict(store.read_all()), store.head()
    with (place / "ballast").open("wb", buffering=0) as ballast:
        try:
            while ballast.write(b"x" * 4096):
                pass
        except OSError as error:
            assert error.errno == errno.ENOSPC  # noqa: PT017 - only that ends it
    some = entries(tmp_path / "some.jsonl", "w1", "w2", "w3", note="x" * 900)
    refused(command(f"add {some}", place / "records"), "There is no room to write")
    for words in READS:
        assert command(words, place / "records")[0] in {0, 3}, words
    with TinyDBStore(place / "records") as store:
        assert dict(store.read_all()) == before
        assert store.verify(head).found == []
    refused(command(f"import {some}", place / "records"), "make room and repeat")  # record by record
    (place / "ballast").unlink()
    assert command(f"import {some}", place / "records")[0] == 0
    with TinyDBStore(place / "records") as store:
        assert store.verify(head).found == []
        assert [len(store.read(("worker", worker))) for worker in ("w1", "w2", "w3")] == [2, 2, 1]


def test_no_store_is_made_or_copied_where_there_is_no_room(
    disk: tuple[Path, Disk], tmp_path: Path, command: Command
) -> None:
    place, _ = disk
    with TinyDBStore.create(tmp_path / "big") as store:
        store.append([practice(f"e{n}", note="x" * 900) for n in range(600)])
    refused(command(f"store backup {place / 'copy'}", tmp_path / "big"), "There is no room to write")
    assert list(place.iterdir()) == []


def test_in_a_read_only_folder_everything_can_be_asked_and_nothing_recorded(
    disk: tuple[Path, Disk], tmp_path: Path, command: Command
) -> None:
    place, mount = disk
    with TinyDBStore.create(place / "records") as store:
        store.append([practice("e1")])
    some = entries(tmp_path / "some.jsonl", "w1", "w9")
    mount("ro")
    for words in (*READS, "store info", "store check", "who-may iv-cannulation"):
        code, _, err = command(words, place / "records")
        assert (code in {0, 3}, err) == (True, ""), (words, code, err)
    backup = f"store backup {tmp_path / 'copy'}"  # others may be writing, and could not be held off
    for words in (f"add {some}", f"import {some}", "erase w1 --reason asked --anyway", backup):
        refused(command(words, place / "records"), "may not be written: ask whoever looks after the store")
    refused(command("init", place / "new"), "may not be written: ask whoever looks after the store")
    mount("rw")
    with TinyDBStore(place / "records") as store:
        assert store.read(W1) == (practice("e1"),)


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS])
def test_on_a_folder_without_locks_nothing_is_recorded_and_everything_can_be_asked(
    number: int, tmp_path: Path, library: Path, command: Command
) -> None:
    place = tmp_path / "records"
    with TinyDBStore.create(place) as store:
        store.append([practice("e1"), practice("e1", "w2")])
        head = store.head()
    some = entries(tmp_path / "some.jsonl", "w1", "w9")
    without = {"LD_PRELOAD": str(library), "FAULT_FLOCK": str(number)}
    for words in (f"add {some}", f"import {some}", "erase w1 --reason asked --anyway"):
        refused(command(words, place, **without), "cannot be locked, so that programs could not take turns")
    refused(command("init", tmp_path / "new", **without), "cannot be locked")
    for words in READS:
        code, _, err = command(words, place, **without)
        assert (code in {0, 3}, err) == (True, ""), (words, code, err)
    with TinyDBStore(place) as store:
        assert store.head() == head


def test_two_stores_in_one_folder_are_told_and_neither_is_shown_as_the_others(tmp_path: Path, command: Command) -> None:
    """One copied over the other, file by file, as people restore a backup into the wrong place."""
    mine, theirs = tmp_path / "mine", tmp_path / "theirs"
    for place, workers in ((mine, ("w1", "w2")), (theirs, ("w1", "w3"))):
        with TinyDBStore.create(place) as store:
            store.append([practice("e1", worker, note=place.name) for worker in workers])
    only = {path: path.read_bytes() for path in mine.rglob("w2.jsonl")}
    kept = (mine / "store.json").read_bytes()
    shutil.copytree(theirs, mine, dirs_exist_ok=True)
    code, out, _ = command("verify", mine)
    assert (code, "another store" in out) == (1, True), out
    code, out, err = command("entries w2", mine)
    assert "theirs" not in out + err
    assert code != 0
    assert {path: path.read_bytes() for path in only} == only
    (mine / "store.json").write_bytes(kept)
    refused(command("entries w1", mine), "name different stores")
