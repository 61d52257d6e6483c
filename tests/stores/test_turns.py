"""Programs and threads take turns, in the order in which they came, and for one record only."""

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import permutations
from pathlib import Path
from time import monotonic

import pytest

from sw_competency.errors import StoreBusyError
from sw_competency.stores import TinyDBStore
from sw_competency.stores._locks import NoTurnError, turn
from sw_competency.testing.store_contract import practice

W1, W2 = ("worker", "w1"), ("worker", "w2")


def held_by(path: Path, name: str, done: list[str]) -> None:
    with turn(path, monotonic() + 60):
        done.append(name)


def test_whoever_came_first_goes_first_and_nobody_comes_between(tmp_path: Path) -> None:
    path, done = tmp_path / "a.lock", list[str]()
    with turn(path, monotonic() + 60):
        threads = []
        for name in "abcdef":
            before = len(threading.enumerate())
            threads.append(threading.Thread(target=held_by, args=(path, name, done)))
            threads[-1].start()
            while len(threading.enumerate()) < before + 2:  # until one that waits for it stands in the queue
                os.sched_yield()
    for thread in threads:
        thread.join()
    assert sorted(done) == list("abcdef")
    assert done[0] == "a"


def test_one_that_comes_again_at_once_stands_behind_those_who_wait(tmp_path: Path) -> None:
    path, done = tmp_path / "a.lock", list[str]()
    with turn(path, monotonic() + 60):
        before = len(threading.enumerate())
        other = threading.Thread(target=held_by, args=(path, "other", done))
        other.start()
        while len(threading.enumerate()) < before + 2:
            os.sched_yield()
    for _ in range(3):
        with turn(path, monotonic() + 60):
            done.append("greedy")
    other.join()
    assert done == ["other", "greedy", "greedy", "greedy"]


def test_who_waits_too_long_is_told_and_leaves_the_queue(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    with turn(path, monotonic() + 60), ThreadPoolExecutor(1) as other:

        def waits(seconds: float) -> None:
            with turn(path, monotonic() + seconds):
                pass

        for seconds in (0, 0.05):
            with pytest.raises(NoTurnError):
                other.submit(waits, seconds).result()
    with turn(path, monotonic() + 60):
        pass


def test_a_fork_while_a_lock_is_held_leaves_it_to_its_holder(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    with turn(path, monotonic() + 60):
        started, end = os.pipe(), os.pipe()
        child = os.fork()
        if not child:
            os.write(started[1], b"x")
            os.read(end[0], 1)  # keeps what it was given open for as long as it lives
            os._exit(0)
        os.read(started[0], 1)
    with turn(path, monotonic() + 5):  # although the child still has the file open
        pass
    os.write(end[1], b"x")
    os.waitpid(child, 0)


def test_a_store_that_was_opened_before_a_fork_works_on_both_sides(tmp_path: Path) -> None:
    store = TinyDBStore.create(tmp_path)
    store.append([practice("before")])
    child = os.fork()
    if not child:
        for n in range(20):
            store.append([practice(f"child-{n}")])
        os._exit(0)
    for n in range(20):
        store.append([practice(f"parent-{n}")])
    _, status = os.waitpid(child, 0)
    ids = [entry.id for entry in store.read(W1)]
    assert (status, len(ids), len(set(ids))) == (0, 41, 41)
    assert [id_ for id_ in ids if id_.startswith("child")] == [f"child-{n}" for n in range(20)]
    assert not store.verify().found


def test_an_import_waits_for_one_record_and_holds_no_other(tmp_path: Path) -> None:
    store, other = TinyDBStore.create(tmp_path), TinyDBStore(tmp_path, wait=0.2)
    batch = [practice("n", "w1"), practice("n", "w2"), practice("n", "w3")]
    with store._held([W2]), ThreadPoolExecutor(1) as threads:
        with pytest.raises(StoreBusyError):
            threads.submit(other.take_in, batch).result()
        assert threads.submit(other.append, [practice("more", "w1")]).result().added
        with pytest.raises(StoreBusyError):  # all of it or nothing
            threads.submit(other.append, [practice("m", "w1"), practice("m", "w2")]).result()
    assert [entry.id for entry in store.read(W1)] == ["n", "more"]
    assert store.read(W2) == ()
    assert len(other.take_in(batch)[0].added) == 2


def steps(place: Path, entry: str) -> Iterator[None]:
    """What one writer does, step by step, as far as another can come between: open, then each batch."""
    store = TinyDBStore(place)
    yield
    store.append([practice(f"{entry}-1"), practice(f"{entry}-1", "w2")])
    yield
    store.append([practice(f"{entry}-2")])
    yield
    assert store.append([practice(f"{entry}-1")]).added == ()
    yield


@pytest.mark.parametrize("order", sorted(set(permutations("aaaabbbb"))))
def test_every_order_of_two_writers_steps_keeps_all_of_both(tmp_path: Path, order: tuple[str, ...]) -> None:
    TinyDBStore.create(tmp_path)
    writers = {name: steps(tmp_path, name) for name in "ab"}
    for name in order:
        next(writers[name])
    store = TinyDBStore(tmp_path)
    ids = [entry.id for entry in store.read(W1)]
    assert sorted(ids) == ["a-1", "a-2", "b-1", "b-2"]
    assert all(ids.index(f"{name}-1") < ids.index(f"{name}-2") for name in "ab")
    assert sorted(entry.id for entry in store.read(W2)) == ["a-1", "b-1"]
    assert not store.verify().found
