"""What became visible, in order: whoever follows it misses nothing and is given nothing twice, whoever dies meanwhile.

Seconds to go on for: `MANY`; how often a writer is ended: `KILLS`.
"""

import multiprocessing
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from sw_competency.errors import StoreDamagedError, StoreError
from sw_competency.stores import MemoryStore, Store, TinyDBStore
from sw_competency.testing.store_contract import practice

WORKERS = [f"w{n}" for n in range(40)]
SECONDS, WRITERS = float(os.environ.get("MANY", "1.5")), 4
LOG, UNTOLD = "heads.log", "locks/untold"
Told = list[tuple[int, tuple[str, ...]]]  # the number of each change, and the ids of its entries


@pytest.fixture
def store(tmp_path: Path) -> TinyDBStore:
    return TinyDBStore.create(tmp_path / "records")


@pytest.fixture
def folder(tmp_path: Path, store: TinyDBStore) -> Path:
    return tmp_path / "records"


def ids(store: TinyDBStore, after: int = 0) -> list[str]:
    return [entry.id for change in store.changes(after) for entry in change.entries]


def write(place: Path, name: str, until: float, told: "multiprocessing.SimpleQueue[Any]") -> None:
    """Add batches, to one record or several, by themselves or as an import; tell the ids that were acknowledged."""
    store, chance, number = TinyDBStore(place, wait=60), random.Random(name), 0
    acknowledged = list[str]()
    while monotonic() < until:
        several = chance.sample(WORKERS, chance.choice([1, 1, 1, 2, 4]))
        batch = [practice(f"{name}-{number:05}-{worker}", worker, recorded_at=None) for worker in several]
        if number % 7 == 3:
            store.take_in(batch)
        else:
            store.append(batch)
        acknowledged += [entry.id for entry in batch]
        number += 1
    told.put((name, acknowledged))


def follow(place: Path, stop: Any, told: "multiprocessing.SimpleQueue[Any]") -> None:
    """Ask for what is new, over and over, from the last number given, and once more when all have done."""
    store, found, last = TinyDBStore(place, wait=60), Told(), 0
    done = False
    while not done:
        done = stop.is_set()
        for change in store.changes(last):
            found.append((last := change.sequence, tuple(entry.id for entry in change.entries)))
    told.put(("reader", found))


def test_a_fifth_process_is_given_all_that_four_write_once_and_in_order(tmp_path: Path) -> None:
    TinyDBStore.create(tmp_path)
    context, until = multiprocessing.get_context("fork"), monotonic() + SECONDS
    told, heard, stop = context.SimpleQueue(), context.SimpleQueue(), context.Event()
    writers = [context.Process(target=write, args=(tmp_path, f"v{n}", until, told)) for n in range(WRITERS)]
    reader = context.Process(target=follow, args=(tmp_path, stop, heard))
    for process in (*writers, reader):
        process.start()
    acknowledged = dict(told.get() for _ in writers)
    stop.set()
    found: Told = heard.get()[1]
    for process in (*writers, reader):
        process.join()
    numbers = [number for number, _ in found]
    assert numbers == sorted(set(numbers))
    given = [id_ for _, each in found for id_ in each]
    assert Counter(given) == Counter(id_ for each in acknowledged.values() for id_ in each)
    for name in acknowledged:  # whoever waits for one batch before writing the next sees them in that order
        batches = [id_.split("-")[1] for id_ in given if id_.startswith(f"{name}-")]
        assert batches == sorted(batches)
    again = TinyDBStore(tmp_path)
    assert [(change.sequence, tuple(e.id for e in change.entries)) for change in again.changes()] == found


KILLED = """
import sys
from tests.stores.test_many import endless
endless(sys.argv[1], int(sys.argv[2]))
"""


def test_a_writer_ended_at_random_takes_nothing_from_who_follows(tmp_path: Path) -> None:
    store, chance, done, last = TinyDBStore.create(tmp_path), random.Random(7), 0, 0
    given = list[tuple[str, str]]()
    for round_ in range(int(os.environ.get("KILLS", "3"))):
        command = [sys.executable, "-c", KILLED, str(tmp_path), str(round_ * 10_000)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for _ in range(chance.randrange(1, 6)):
                done = int(process.stdout.readline()) + 1
            process.kill()
        for change in store.changes(last):
            last = change.sequence
            given += [(entry.owner[1], entry.id) for entry in change.entries]
        held = [(owner[1], entry.id) for owner, entries in store.read_all() for entry in entries]
        assert (sorted(given), done > 0) == (sorted(held), True)


STOPPED = """
import os, sys
from sw_competency.stores import TinyDBStore, _log
from sw_competency.testing.store_contract import practice
store = TinyDBStore(sys.argv[1])
_log.note = lambda *_: os._exit(9)
store.append([practice("e2", worker) for worker in sys.argv[2:]])
"""


@pytest.mark.parametrize("workers", [["w1"], ["w9"], ["w1", "w2", "w9"]])
def test_what_a_stopped_writer_did_not_tell_the_log_is_told_by_who_asks(
    store: TinyDBStore, folder: Path, workers: list[str]
) -> None:
    store.append([practice("e1", worker) for worker in ("w1", "w2", "w3")])
    last = [change.sequence for change in store.changes()][-1]
    assert subprocess.run([sys.executable, "-c", STOPPED, str(folder), *workers], check=False).returncode == 9
    log = (folder / LOG).read_bytes()
    found = list(store.changes(last))
    assert sorted(entry.owner[1] for change in found for entry in change.entries) == workers
    assert (folder / LOG).read_bytes().startswith(log)
    assert list(TinyDBStore(folder).changes(last)) == found
    assert list(store.changes(found[-1].sequence)) == []


def lose_the_end(folder: Path) -> None:
    log = (folder / LOG).read_bytes().splitlines(keepends=True)
    (folder / LOG).write_bytes(b"".join(log[:-2]))


def nothing_said(folder: Path) -> None:
    (folder / UNTOLD).unlink()


def said_by_nobody(folder: Path) -> None:
    (folder / UNTOLD).write_bytes(b"")


def said_in_another_run(folder: Path) -> None:
    data = (folder / UNTOLD).read_bytes()
    (folder / UNTOLD).write_bytes(b"0" * 36 + data[36:])


def copied(folder: Path) -> None:
    shutil.copytree(folder, folder.with_name("copy"))
    shutil.rmtree(folder)
    shutil.copytree(folder.with_name("copy"), folder)


@pytest.mark.parametrize("then", [nothing_said, said_by_nobody, said_in_another_run, copied])
def test_what_a_power_cut_took_from_the_log_is_given_all_the_same(
    store: TinyDBStore, folder: Path, then: Callable[[Path], None]
) -> None:
    store.append([practice("e1")])
    before = list(store.changes())
    store.append([practice("e2")])
    store.append([practice("e1", "w2")])
    lose_the_end(folder)  # nobody was given what it told: that is made durable first
    then(folder)
    again = TinyDBStore(folder)
    assert ids(again, before[-1].sequence) == ["e2", "e1"]
    assert list(again.changes())[:1] == before


def test_a_line_told_twice_is_one_change(store: TinyDBStore, folder: Path) -> None:
    store.append([practice("e1")])
    for n in range(900):
        store.append([practice(f"e{n}", f"v{n % 7}")])
    TinyDBStore(folder).append([practice("e2")])  # who opens it anew looks at the end of the log alone
    told = [line for line in (folder / LOG).read_bytes().splitlines() if b'"workers/w1",1,' in line]
    assert len(told) == 2  # else this tests nothing
    for reader in (store, TinyDBStore(folder)):
        changes = [c for c in reader.changes() if c.receipt.record == ("worker", "w1")]
        assert [[e.id for e in c.entries] for c in changes] == [["e1"], ["e2"]]
        assert ids(reader, changes[-1].sequence - 2) == ["e2"]


def test_only_records_with_something_new_are_read(store: TinyDBStore, folder: Path) -> None:
    store.append([practice("e1", "w2")])
    store.append([practice("e1")])
    last = list(store.changes())[-1].sequence
    (folder / "workers/w2.jsonl").write_bytes(b"damage\n")
    store.append([practice("e2")])
    assert ids(store, last) == ids(TinyDBStore(folder), last) == ["e2"]


@pytest.mark.parametrize("damage", [b"", b"damage\n", None])
def test_a_damaged_change_stops_who_follows_at_its_place_until_it_is_restored_or_erased(
    store: TinyDBStore, folder: Path, damage: bytes | None
) -> None:
    for n in range(3):
        store.append([practice("e1", f"w{n}")])
    file = folder / "workers/w1.jsonl"
    whole = file.read_bytes()
    file.unlink() if damage is None else file.write_bytes(damage)
    given = list[str]()
    with pytest.raises(StoreDamagedError, match="w1"):
        given.extend(change.receipt.record[1] for change in store.changes())
    assert given == ["w0"]
    file.write_bytes(whole)
    assert [change.receipt.record[1] for change in store.changes()] == ["w0", "w1", "w2"]
    file.write_bytes(b"damage\n")
    store.erase_record(("worker", "w1"), "a", "b")
    found = list(store.changes())
    assert [change.receipt.record[1] for change in found] == ["w0", "w2", "w1"]
    assert found[-1].erased == {"by": "a", "reason": "b", "was": "damaged"}


def gone(log: Path) -> None:
    log.unlink()


def emptied(log: Path) -> None:
    log.write_bytes(b"")


@pytest.mark.parametrize("lost", [gone, emptied])
@pytest.mark.parametrize("written", [True, False])
def test_a_log_that_was_lost_goes_on_with_larger_numbers(
    store: TinyDBStore, folder: Path, lost: Callable[[Path], None], *, written: bool
) -> None:
    store.append([practice("e1")])
    store.append([practice("e1", "w2")])
    before = list(store.changes())[-1].sequence
    lost(folder / LOG)
    if written:
        store.append([practice("e2")])
    found = list(TinyDBStore(folder).changes(before))  # where they stood, nobody knows any more
    assert Counter(ids(store, before)) == Counter(["e1", "e1", *(["e2"] if written else [])])
    numbers = [before, *(change.sequence for change in found)]
    assert numbers == sorted(set(numbers))
    assert numbers[-1] < 2**53
    assert list(store.changes()) == found


def test_a_log_that_was_put_back_hides_nothing(store: TinyDBStore, folder: Path) -> None:
    store.append([practice("e1")])
    last, log = list(store.changes())[-1].sequence, (folder / LOG).read_bytes()
    for n in range(3):
        store.append([practice("e1", f"v{n}")])
    list(store.changes())
    (folder / LOG).write_bytes(log)
    assert sorted(change.receipt.record[1] for change in store.changes(last)) == ["v0", "v1", "v2"]


@pytest.mark.parametrize("ended", [True, False])
def test_half_a_line_of_the_log_hides_nothing(store: TinyDBStore, folder: Path, *, ended: bool) -> None:
    store.append([practice("e1")])
    last = list(store.changes())[-1].sequence
    store.append([practice("e2")])
    log = (folder / LOG).read_bytes()
    (folder / LOG).write_bytes(log[:-40])
    if ended:  # by one who knew nothing of it
        store.append([practice("e1", "w2")])
    given = ids(store, last)  # whoever asks sees that something is amiss, and puts it right, for the next at the latest
    every = ids(store, last)
    assert (every[: len(given)], sorted(every)) == (given, ["e1", "e2"] if ended else ["e2"])


def test_who_asks_a_store_of_version_1_brings_it_to_this_one_and_its_order_stays(tmp_path: Path) -> None:
    folder = tmp_path / "old"
    (folder / "workers").mkdir(parents=True)
    (folder / "store.json").write_text('{"format":"sw-competency-store","version":1}')
    for worker in ("w2", "w1"):
        lines = [
            f'[{{"kind":"qualification","id":"e{n}","worker":"{worker}","on":"2025-01-01","level":3}}]\n'
            for n in (1, 2)
        ]
        (folder / "workers" / f"{worker}.jsonl").write_text("".join(lines))
    found = list(TinyDBStore(folder).changes())
    assert [(change.receipt.record[1], change.entries[0].id) for change in found] == [
        ("w1", "e1"), ("w1", "e2"), ("w2", "e1"), ("w2", "e2"),
    ]  # fmt: skip
    assert list(TinyDBStore(folder).changes()) == found


def test_a_store_that_keeps_no_order_says_so() -> None:
    class Plain(MemoryStore):
        changes = Store.changes

    with pytest.raises(StoreError, match="keeps no order"):
        Plain().changes()
