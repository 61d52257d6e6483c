"""Many at once: writers, readers and one who exports. Nothing is lost, order is kept, and no past instant changes.

Seconds to go on for: `MANY`; writers: `WRITERS`.
"""

import multiprocessing
import os
import random
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any

from sw_competency.model import as_known
from sw_competency.stores import TinyDBStore
from sw_competency.testing.store_contract import practice

WORKERS = [f"w{n}" for n in range(6)]
SECONDS, WRITERS = float(os.environ.get("MANY", "1.5")), int(os.environ.get("WRITERS", "3"))


def write(place: Path, name: str, until: float, told: "multiprocessing.SimpleQueue[Any]") -> None:
    """Add batches, to one record or several, by themselves or as an import; tell how many were acknowledged."""
    store, chance, number = TinyDBStore(place, wait=60), random.Random(name), 0
    while monotonic() < until:
        several = chance.sample(WORKERS, chance.choice([1, 1, 1, 2, 4]))
        batch = [practice(f"{name}-{number}-{n}", worker, recorded_at=None) for worker in several for n in range(2)]
        if number % 7 == 3:
            store.take_in(batch)
        else:
            store.append(batch)
        number += 1
    told.put((name, number))


def look(place: Path, until: float, told: "multiprocessing.SimpleQueue[Any]") -> None:
    """Read what was known by instants that are past, over and over."""
    store, chance, known, looked = TinyDBStore(place), random.Random(1), {}, 0
    while monotonic() < until:
        worker, instant = chance.choice(WORKERS), datetime.now(UTC)
        found = [entry.id for entry in as_known(store.read(("worker", worker)), instant)]
        for (before, then), was in [*known.items()][-40:]:
            if before == worker:
                now = [entry.id for entry in as_known(store.read(("worker", worker)), then)]
                if now != was:
                    told.put(("changed", [worker, str(then), was[-5:], now[-5:]]))
                    return
        known[worker, instant] = found
        looked += 1
    told.put(("looked", looked))


def hand_on(place: Path, until: float, told: "multiprocessing.SimpleQueue[Any]") -> None:
    """Export everything and hand out heads, over and over; each export holds what the one before held."""
    store, before, exports = TinyDBStore(place, wait=60), dict[Any, tuple[str, ...]](), 0
    head = store.settled_head()
    while monotonic() < until:
        for owner, entries in store.read_all():
            ids = tuple(entry.id for entry in entries)
            if ids[: len(before.get(owner, ()))] != before.get(owner, ()):
                told.put(("changed", [owner, ids[:5]]))
                return
            before[owner] = ids
        if found := store.verify(head).found:
            told.put(("changed", [str(found[0])]))
            return
        head = store.settled_head()
        exports += 1
    told.put(("exported", exports))


def test_many_at_once_lose_nothing_and_change_nothing_that_is_past(tmp_path: Path) -> None:
    TinyDBStore.create(tmp_path)
    context, until = multiprocessing.get_context("fork"), monotonic() + SECONDS
    told = context.SimpleQueue()
    names = [f"writer{n}" for n in range(WRITERS)]
    started = [context.Process(target=write, args=(tmp_path, name, until, told)) for name in names]
    started += [context.Process(target=look, args=(tmp_path, until, told)) for _ in range(2)]
    started.append(context.Process(target=hand_on, args=(tmp_path, until, told)))
    for process in started:
        process.start()
    said = [told.get() for _ in started]
    for process in started:
        process.join()
    assert "changed" not in dict(said), said
    counts = {name: number for name, number in said if name in names}
    store = TinyDBStore(tmp_path)
    held = {owner[1]: [entry.id for entry in entries] for owner, entries in store.read_all()}
    for name, number in counts.items():
        assert number > 0
        chance = random.Random(name)
        expected: dict[str, list[str]] = {worker: [] for worker in WORKERS}
        for each in range(number):
            for worker in chance.sample(WORKERS, chance.choice([1, 1, 1, 2, 4])):
                expected[worker] += [f"{name}-{each}-{n}" for n in range(2)]
        for worker in WORKERS:
            assert [id_ for id_ in held.get(worker, []) if id_.startswith(f"{name}-")] == expected[worker]
    assert not store.verify(store.settled_head()).found


KILLED = """
import sys
from tests.stores.test_many import endless
endless(sys.argv[1], int(sys.argv[2]))
"""


def endless(place: str, first: int) -> None:
    """Add batches over several records until somebody ends it."""
    store = TinyDBStore(place, wait=60)
    number = first
    while True:
        store.append([practice(f"k{number}", worker) for worker in WORKERS[: 1 + number % 4]])
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        number += 1


def test_ended_at_random_a_batch_is_in_all_its_records_or_in_none(tmp_path: Path) -> None:
    store, chance, done = TinyDBStore.create(tmp_path), random.Random(7), 0
    for _ in range(int(os.environ.get("KILLS", "3"))):
        command = [sys.executable, "-c", KILLED, str(tmp_path), str(done)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for _ in range(chance.randrange(1, 6)):
                done = int(process.stdout.readline()) + 1
            process.kill()
            done += len(process.stdout.read().splitlines())
        again = TinyDBStore(tmp_path)
        for number in (done, done + 1):
            holds = [f"k{number}" in {e.id for e in again.read(("worker", w))} for w in WORKERS[: 1 + number % 4]]
            assert len(set(holds)) == 1, (number, holds)
            done += holds[0]
        assert not again.verify().found
    expected = {w: [f"k{n}" for n in range(done) if WORKERS.index(w) < 1 + n % 4] for w in WORKERS[:4]}
    assert {owner[1]: [e.id for e in entries] for owner, entries in store.read_all()} == expected
