"""A store is killed, torn and filled up: what was acknowledged is there, and a batch is whole or not at all.

`KILLS=1000` kills as often; otherwise six times.
"""

import json
import os
import random
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from sw_competency.errors import StoreError
from sw_competency.model import Entry, Person
from sw_competency.stores import TinyDBStore
from sw_competency.testing.store_contract import practice

WORKERS, SIZE = 5, 4  # each batch holds so many entries for so many workers
W1 = ("worker", "w1")

WRITER = """
import sys
from sw_competency.stores import TinyDBStore
from tests.stores.test_crash import put

store = TinyDBStore(sys.argv[1], wait=60)
for number in range(int(sys.argv[2]), int(sys.argv[3])):
    put(store, number)
    print(number, flush=True)
"""


def batch(number: int) -> list[Entry]:
    note = "x" * (number * 997 % 6000)  # lines from short to several pages
    return [practice(f"b{number}-{n}", worker=f"w{w}", note=note) for w in range(WORKERS) for n in range(SIZE)]


def name(number: int) -> Person:
    return Person(role="worker", id=f"w{number % 3}", name=f"Name {number}")


def put(store: TinyDBStore, number: int) -> None:
    store.append(batch(number))
    store.put_person(name(number))


def start(place: Path, first: int, last: int) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", WRITER, str(place), str(first), str(last)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)


def lines(process: subprocess.Popen[str]) -> Iterator[str]:
    out: IO[str] | None = process.stdout
    assert out is not None
    with out:
        yield from (line.strip() for line in out)
    process.wait()


def check(store: TinyDBStore, acknowledged: int) -> None:
    """Every acknowledged batch is in every record, in order; the one under way is whole there, or not there."""
    for w in range(WORKERS):
        ids = [entry.id for entry in store.read(("worker", f"w{w}"))]
        whole = [entry.id for number in range(len(ids) // SIZE) for entry in batch(number)[:SIZE]]
        assert ids == whole
        assert acknowledged <= len(ids) // SIZE <= acknowledged + 1
    done = store.verify()
    assert (done.found, done.cannot_tell) == ([], [])


def check_names(store: TinyDBStore, acknowledged: int) -> None:
    """Of each person the last name that was acknowledged is there, or the one under way."""
    for number in range(max(0, acknowledged - 3), acknowledged):
        assert store.person(name(number).id) in (name(number), name(number + 3))


@pytest.mark.parametrize("seed", range(-(-int(os.environ.get("KILLS", "6")) // 3)))
def test_killed_at_any_point_nothing_acknowledged_is_lost_and_nothing_doubled(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    store, done = TinyDBStore.create(tmp_path / "s"), 0
    for _ in range(3):
        process = start(tmp_path / "s", done, 10_000)
        enough = done + chance.randrange(1, 12)
        for line in lines(process):
            done = int(line) + 1
            if done == enough:
                process.kill()
        check(store, done)
        check_names(store, done)
        if done % 2:
            put(store, done)  # the one that was under way, again
            done += 1
            check(store, done)
    for number in range(done + 1):
        put(store, number)
    check(store, done + 1)
    assert {owner: len(entries) for owner, entries in store.read_all()} == {
        ("worker", f"w{w}"): (done + 1) * SIZE for w in range(WORKERS)
    }


def torn(file: Path, log: bytes, before: bytes, after: bytes) -> Iterator[int]:
    """Cut a file within its last line, which was not acknowledged: the log of heads does not know it."""
    for length in range(len(before), len(after)):
        file.write_bytes(after[:length])
        (file.parent.parent / "heads.log").write_bytes(log)
        yield length


def kept(place: Path) -> list[bytes]:
    return sorted(path.read_bytes() for path in (place / "kept").rglob("*") if path.is_file())


def test_a_last_line_torn_at_any_byte_is_passed_over_and_set_aside(tmp_path: Path) -> None:
    store, file = TinyDBStore.create(tmp_path), tmp_path / "workers" / "w1.jsonl"
    store.append([practice("e1")])
    before, log = file.read_bytes(), (tmp_path / "heads.log").read_bytes()
    store.append([practice("e2", note='Ä€😀 \\ " ]'), practice("e3")])
    after = file.read_bytes()
    was, is_ = (practice("e1"),), store.read(W1)
    for length in torn(file, log, before, after):
        found = store.read(W1)
        # Where only the end of the line is missing, the batch is there.
        assert found == (is_ if length == len(after) - 1 else was)
        assert list(store.owners("worker")) == ["w1"]
        done = store.append([practice("e4")])
        assert done.added == (practice("e4"),)
        assert store.read(W1) == (*found, practice("e4"))
        assert [json.loads(line) for line in file.read_bytes().splitlines()]
        torn_off = b"" if length == len(after) - 1 else after[len(before) : length]
        assert kept(tmp_path) == [torn_off] * bool(torn_off)
        assert len(done.warnings) == bool(torn_off)
        shutil.rmtree(tmp_path / "kept", ignore_errors=True)
    file.write_bytes(after[:-9])
    (tmp_path / "heads.log").write_bytes(log)
    assert len(store.append(is_).added) == 2
    assert store.read(W1) == is_


def test_a_first_line_torn_at_any_byte_is_no_record_yet(tmp_path: Path) -> None:
    store, file = TinyDBStore.create(tmp_path), tmp_path / "workers" / "w1.jsonl"
    store.append([practice("e1")])
    for _ in torn(file, b"", b"", file.read_bytes()[:-1]):
        assert (store.read(W1), list(store.owners("worker")), list(store.read_all())) == ((), [], [])
        store.append([practice("e2")])
        assert store.read(W1) == (practice("e2"),)


def test_two_processes_that_write_the_same_records_lose_nothing(tmp_path: Path) -> None:
    store = TinyDBStore.create(tmp_path)
    first, second = start(tmp_path, 0, 15), start(tmp_path, 10, 25)  # and five batches twice
    assert [len(list(lines(process))) for process in (first, second)] == [15, 15]
    for w in range(WORKERS):
        ids = [entry.id for entry in store.read(("worker", f"w{w}"))]
        assert sorted(ids) == sorted(f"b{number}-{n}" for number in range(25) for n in range(SIZE))


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file may grow beyond this, as if the disk were full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_where_there_is_no_room_nothing_is_half_written_and_it_is_said(tmp_path: Path) -> None:
    store, done = TinyDBStore.create(tmp_path), []

    def fill() -> None:
        for number in range(1000):
            store.append(batch(number))
            done.append(number)

    with room_for(60_000), pytest.raises(StoreError, match="There is no room to write"):
        fill()
    assert done
    assert [file.read_bytes()[-1:] for file in (tmp_path / "workers").iterdir()] == [b"\n"] * WORKERS
    check(store, len(done))
    store.append(batch(len(done)))
    check(store, len(done) + 1)


def test_where_there_is_no_room_to_mend_nothing_is_lost(tmp_path: Path) -> None:
    store, file = TinyDBStore.create(tmp_path), tmp_path / "workers" / "w1.jsonl"
    store.append([practice("e1")])
    file.write_bytes(file.read_bytes() + b'[{"torn')
    before = file.read_bytes()
    with room_for(3), pytest.raises(StoreError, match="no room"):
        store.append([practice("e2")])
    assert file.read_bytes() == before
    with room_for(len(before)), pytest.raises(StoreError, match="no room"):
        store.append([practice("e2")])
    assert [path.name for path in (tmp_path / "workers").iterdir()] == ["w1.jsonl"]
    assert kept(tmp_path) == [b'[{"torn']
    assert store.read(W1) == (practice("e1"),)


def test_where_there_is_no_room_for_a_new_name_the_old_one_stays(tmp_path: Path) -> None:
    store, old = TinyDBStore.create(tmp_path), Person(role="worker", id="w1", name="Old")
    store.put_person(old)
    with room_for(100), pytest.raises(StoreError, match="no room"):
        store.put_person(Person(role="worker", id="w1", name="New" * 100))
    assert list(store.people()) == [old]
