"""What whoever builds on the library may count on: how far work has come, what is logged, what a slip is told."""

import logging
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from time import monotonic

import pytest

from sw_competency import MemoryStore, TinyDBStore, Tracker, load, open_store, read_layer, schema
from sw_competency.catalogue import example
from sw_competency.errors import ArgumentError
from sw_competency.questions.may import May
from sw_competency.questions.trace import Trace
from sw_competency.questions.who_may import WhoMay
from sw_competency.stores import _locks

WORKERS = ("w1", "w2", "w3")
POSTS = [{"kind": "appointment", "worker": one, "on": "2024-01-08", "site": "site-1",
          "tier": "clinical-support-worker"} for one in WORKERS]  # fmt: skip


@pytest.fixture
def tracker() -> Tracker:
    tracker = Tracker(MemoryStore())
    tracker.append(POSTS)
    return tracker


@pytest.mark.parametrize("question", [WhoMay("iv-cannulation"), Trace("a1")], ids=lambda one: one.name)
def test_a_question_about_everybody_tells_how_far_it_has_come(tracker: Tracker, question: WhoMay) -> None:
    told: list[tuple[int, int]] = []
    asked = tracker.at("2026-03-02")
    answer = asked.ask(question, lambda _, done, total: told.append((done, total)))
    assert told[:3] == [(0, 3), (1, 3), (2, 3)]
    assert answer == asked.ask(question), "whether somebody watches makes no difference"
    asked.ask(May("w1", "iv-cannulation"), lambda *_: told.clear())
    assert told, "of one worker there is nothing to watch"


def test_what_a_watcher_raises_ends_the_question(tracker: Tracker) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tracker.at("2026-03-02").ask(WhoMay("iv-cannulation"), stop)


def test_a_damaged_record_is_logged_where_it_is_met(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    tracker = Tracker(TinyDBStore.create(tmp_path / "store"))
    tracker.append(POSTS)
    files = [file for file in (tmp_path / "store").rglob("*") if file.is_file()]
    [record] = [file for file in files if b'"worker":"w2"' in file.read_bytes()]
    record.write_bytes(record.read_bytes().replace(b"site-1", b"site-2"))
    with caplog.at_level(logging.INFO, "sw_competency"):
        store = open_store(tmp_path / "store")
        Tracker(store).at("2026-03-02").who_may("iv-cannulation")
    told = [(one.name.rpartition(".")[2], one.levelname) for one in caplog.records]
    assert ("tinydb", "INFO") in told
    assert told.count(("records", "WARNING")) == 1
    assert "The record of the worker w2 cannot be read" in caplog.text


@pytest.mark.skipif(_locks.fcntl is None, reason="where the system has no queue, filelock waits")
def test_who_waits_for_a_lock_says_so_in_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    lock = tmp_path / "one.lock"

    def take() -> None:
        with _locks.turn(lock, monotonic() + 30):
            pass

    with caplog.at_level(logging.INFO, "sw_competency"):
        with _locks.turn(lock, monotonic() + 30):
            other = Thread(target=take)
            other.start()
            while "one.lock: waiting for up to" not in caplog.text and other.is_alive():
                pass
        other.join()
    assert "Somebody else holds" in caplog.text


def _at(*given: object, **more: object) -> object:
    return Tracker(MemoryStore()).at(*given, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("slip", "says"),
    [
        (lambda: load("ours.toml"), "A catalogue is laid over as read_layer(path) gives it, not str."),
        (lambda: load(None), "A catalogue is laid over as read_layer(path) gives it, not NoneType."),
        (lambda: read_layer(5), "A catalogue is a file or a folder, by its path, not int."),
        (lambda: example(5), "An example of a catalogue is named by a text, not int."),
        (lambda: open_store(None), "A store is opened by its folder or its URL, not NoneType."),
        (lambda: open_store(MemoryStore()), "A store is opened by its folder or its URL, not MemoryStore."),
        (lambda: schema(May), "A schema is named by a text, such as 'may', not StructMeta."),
        (lambda: _at().ask("may"), "ask takes a question, such as May('w1', 'iv-cannulation'), not str."),
        (lambda: _at().ask(May), "ask takes a question, such as May('w1', 'iv-cannulation'), not StructMeta."),
        (lambda: _at(5), "as_of is a day, such as '2026-03-02', not int."),
        (lambda: _at(known_by=5), "known_by is an instant, such as '2026-03-02T12:00:00Z', or a day, not int."),
        (lambda: Tracker("store"), "A tracker keeps its records in a store, such as TinyDBStore('store'), not str."),
        (lambda: Tracker(MemoryStore(), "x"),
         "A tracker judges by a catalogue, such as load(read_layer(path)), not str."),
        (lambda: Tracker(MemoryStore()).append(5),
         "append takes a list of entries, or of the plain values they are made of, not int."),
        (lambda: Tracker(MemoryStore()).import_file(5),
         "A file is given as a path, or as a stream opened with 'rb', not int."),
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_sort_is_told_in_one_sentence(slip: Callable[[], object], says: str) -> None:
    with pytest.raises(ArgumentError) as told:
        slip()
    assert str(told.value) == says
