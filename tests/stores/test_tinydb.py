"""The embedded store: a folder of TinyDB files that keeps the contract, and says plainly what is wrong with it."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import given, settings
from tinydb import TinyDB, where

from sw_competency.errors import (
    NoStoreError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
)
from sw_competency.model import Person
from sw_competency.stores import Store, TinyDBStore, _codec, _lines
from sw_competency.stores._files import file_stem
from sw_competency.stores.record_file import RecordFile
from sw_competency.testing.store_contract import AWKWARD_IDS, RECORDED, StoreContract, practice
from sw_competency.testing.store_machine import store_machine
from sw_competency.testing.strategies import ids

W1 = ("worker", "w1")


class TestTinyDBStore(StoreContract):
    def make(self, tmp_path: Path) -> Store:
        return TinyDBStore.create(tmp_path / "records")


TestAtRandom = store_machine(TinyDBStore.create).TestCase
TestAtRandom.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)


@pytest.fixture
def store(tmp_path: Path) -> TinyDBStore:
    store = TinyDBStore.create(tmp_path / "records")
    store.append([practice("e1"), practice("e2")])
    return store


@pytest.fixture
def file(tmp_path: Path, store: TinyDBStore) -> Path:
    return tmp_path / "records" / "workers" / "w1.jsonl"


def test_making_a_store_twice_does_nothing(tmp_path: Path, store: TinyDBStore) -> None:
    before = (tmp_path / "records" / "store.json").read_bytes()
    again = TinyDBStore.create(tmp_path / "records")
    assert again.read(W1) == store.read(W1)
    assert (tmp_path / "records" / "store.json").read_bytes() == before


@pytest.mark.parametrize("place", ["missing", "empty", "file"])
def test_what_is_no_store_is_refused_with_what_to_do(tmp_path: Path, place: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x")
    with pytest.raises(NoStoreError, match="sw-competency init,  or check --store"):
        TinyDBStore(tmp_path / place)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["empty", "file"]


def test_a_store_cannot_be_made_where_a_file_stands(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for place in ("file", "file/within"):
        with pytest.raises(StoreError, match="file"):
            TinyDBStore.create(tmp_path / place)


@pytest.mark.parametrize(
    "marker", [b"", b"{}", b"[]", b'"x"', b"\xff", b'{"format": "sw-competency-store", "version": null}']
)
def test_a_damaged_marker_is_said_to_be(tmp_path: Path, store: TinyDBStore, marker: bytes) -> None:
    (tmp_path / "records" / "store.json").write_bytes(marker)
    with pytest.raises(StoreDamagedError, match=r"store\.json"):
        TinyDBStore(tmp_path / "records")


def test_a_store_of_a_newer_version_is_left_alone(tmp_path: Path, store: TinyDBStore) -> None:
    (tmp_path / "records" / "store.json").write_text('{"format": "sw-competency-store", "version": 3}')
    with pytest.raises(StoreError, match="newer version"):
        TinyDBStore(tmp_path / "records")


def test_a_plain_id_names_its_file_and_a_batch_is_a_line(file: Path) -> None:
    [line] = [json.loads(line) for line in file.read_text().splitlines()]
    assert list(line) == ["entries", "record", "sequence", "previous", "received_at", "digest"]
    assert [document["id"] for document in line["entries"]] == ["e1", "e2"]
    assert next(iter(line["entries"][0])) == "kind"


@given(ids())
def test_no_id_is_a_file_name_that_could_do_harm(id_: str) -> None:
    stem = file_stem(id_)
    assert stem == id_ or stem.startswith("~")
    assert set(stem) <= set("abcdefghijklmnopqrstuvwxyz0123456789_-~")
    assert len(stem) <= 65


def test_file_names_differ_even_where_letter_case_does_not_count() -> None:
    assert len({file_stem(id_).casefold() for id_ in AWKWARD_IDS}) == len(AWKWARD_IDS)
    for reserved in ("con", "prn", "aux", "nul", "com1", "lpt9", "con\n"):
        assert file_stem(reserved).startswith("~")
    assert file_stem("console") == "console"


def test_a_record_opens_as_a_tinydb_for_searching(file: Path) -> None:
    found = TinyDB(file, storage=RecordFile).search(where("id") == "e2")
    assert [document["worker"] for document in found] == ["w1"]
    nobody = TinyDB(file.with_name("nobody.jsonl"), storage=RecordFile)
    assert (nobody.all(), nobody.insert_multiple([])) == ([], [])
    assert not file.with_name("nobody.jsonl").exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda db: db.update({"note": "changed"}),
        lambda db: db.remove(doc_ids=[1]),
        lambda db: db.truncate(),
        lambda db: db.drop_tables(),
        lambda db: db.table("other").insert({"x": 1}),
    ],
)
def test_nothing_on_record_can_be_changed_through_tinydb(file: Path, change: Callable[[TinyDB], Any]) -> None:
    before = file.read_bytes()
    with pytest.raises(StoreError, match="only grows: record a correction"):
        change(TinyDB(file, storage=RecordFile))
    assert file.read_bytes() == before


DAMAGES = {
    "a letter": (lambda sound: sound.replace(b"practice", b"practise", 1), "line 1: it was changed"),
    "zeros before": (lambda sound: b"\x00" + sound, "line 1: it was changed|line 1: it is none"),
    "a line before": (lambda sound: b"x\n" + sound, "line 1: it is none that a store wrote"),
    "no text": (lambda sound: sound.replace(b"e1", b"\xff\xff", 1), "line 1: it was changed"),
    "an old line": (lambda sound: b'[{"kind":"practice"}]\n' + sound, "line 1: it is none"),
    "the last line twice": (lambda sound: sound + sound.splitlines(True)[-1], "line 3: it stands twice"),
    "all twice": (lambda sound: sound * 2, "line 3: it stands twice"),
    "the first line gone": (lambda sound: sound.splitlines(True)[1], "line 1: it is number 2 .*number 1 is missing"),
    "turned round": (lambda sound: b"".join(reversed(sound.splitlines(True))), "line 1: it is number 2"),
    "its end changed": (lambda sound: sound[:-1] + b"!", "line 2: it was changed"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_named_and_stops_nobody_elses_record(store: TinyDBStore, file: Path, name: str) -> None:
    store.append([practice("e3")])
    store.append([practice("e1", "w2")])
    change, says = DAMAGES[name]
    damaged = change(file.read_bytes())
    file.write_bytes(damaged)
    for use in (lambda: store.read(W1), lambda: store.batches(W1), lambda: store.append([practice("e9")])):
        with pytest.raises(StoreDamagedError, match=rf"w1\.jsonl' is damaged in ({says})"):
            use()
    with pytest.raises(StoreDamagedError, match=r"w1\.jsonl"):
        store.append([practice("e9", "w2"), practice("e9")])
    assert list(store.owners("worker")) == ["w1", "w2"]
    everything = store.read_all()
    assert next(everything) == (("worker", "w2"), (practice("e1", "w2"),))
    with pytest.raises(StoreDamagedError, match=r"w1\.jsonl"):
        next(everything)
    assert store.append([practice("e2", "w2")]).added
    assert file.read_bytes() == damaged


def test_lines_of_another_record_are_damage_whichever_way_they_came(store: TinyDBStore, file: Path) -> None:
    store.append([practice("e1", "w2"), practice("e1", "w3")])
    other = file.with_name("w2.jsonl").read_bytes()
    sound = file.read_bytes()
    for mixed in (sound + other, other + sound, other):
        file.write_bytes(mixed)
        with pytest.raises(StoreDamagedError, match="it belongs to the record of the worker 'w2'"):
            store.read(W1)
        with pytest.raises(StoreDamagedError, match=r"w1\.jsonl"):
            list(store.read_all())
        assert list(store.owners("worker")) == ["w1", "w2", "w3"]


def test_a_record_of_another_store_is_damage(tmp_path: Path, store: TinyDBStore, file: Path) -> None:
    TinyDBStore.create(tmp_path / "other").append([practice("e1"), practice("e2")])
    file.write_bytes((tmp_path / "other" / "workers" / "w1.jsonl").read_bytes())
    with pytest.raises(StoreDamagedError, match="line 1: it was written in another store"):
        store.read(W1)


def test_a_file_in_another_records_place_is_said_to_be(store: TinyDBStore, file: Path) -> None:
    copy = file.with_name("w1 (conflicting copy).jsonl")
    copy.write_bytes(file.read_bytes())
    assert list(store.owners("worker")) == ["w1"]
    with pytest.raises(StoreDamagedError, match=r"conflicting copy.*holds the record of 'w1'"):
        list(store.read_all())
    copy.rename(file.with_name("w2.jsonl"))
    with pytest.raises(StoreDamagedError, match="it belongs to the record of the worker 'w1'"):
        store.read(("worker", "w2"))


def test_two_entries_of_one_id_are_damage(store: TinyDBStore, file: Path) -> None:
    marker = json.loads((file.parent.parent / "store.json").read_text())
    end = _lines.check(file.read_bytes(), W1, _lines.beginning(marker["id"], W1)).head
    again, _ = _lines.line(W1, end, RECORDED, _codec.body([practice("e9"), practice("e2", note="other")]))
    file.write_bytes(file.read_bytes() + again)
    with pytest.raises(StoreDamagedError, match="line 2: it holds an id that an entry before it has"):
        store.read(W1)


def test_a_folder_in_place_of_a_file_is_said_to_be(store: TinyDBStore, file: Path) -> None:
    file.unlink()
    file.mkdir()
    for use in (lambda: store.read(W1), lambda: store.append([practice("e3")]), lambda: list(store.read_all())):
        with pytest.raises(StoreDamagedError, match=r"w1\.jsonl' is no file"):
            use()


ODD = {
    "a named pipe": os.mkfifo,
    "a link that leads nowhere": lambda path: path.symlink_to("nowhere"),
}


@pytest.mark.skipif(os.name == "nt", reason="there are no such things")
@pytest.mark.parametrize("odd", ODD)
def test_what_is_no_file_is_said_to_be_and_neither_waited_on_nor_followed(
    tmp_path: Path, store: TinyDBStore, odd: str
) -> None:
    store.append([practice("e1", "w2")])
    place = tmp_path / "records"
    outside = place / "workers" / "nowhere"
    for folder, name, uses in (
        ("workers", "w3.jsonl", [lambda: store.read(("worker", "w3")), lambda: store.append([practice("e1", "w3")])]),
        ("people", "w3.json", [lambda: store.person("w3"), lambda: list(store.people())]),
    ):
        ODD[odd](place / folder / name)
        for use in uses:
            with pytest.raises(StoreDamagedError, match=rf"{name}' is no file"):
                use()
    assert store.read(("worker", "w2")) == (practice("e1", "w2"),)
    assert not outside.exists()
    assert {found.file for found in store.verify().found} == {
        str(place / "workers" / "w3.jsonl"), str(place / "people" / "w3.json"),
    }  # fmt: skip


def test_a_folder_that_was_lost_is_empty_and_comes_back(tmp_path: Path, store: TinyDBStore) -> None:
    (tmp_path / "records" / "sites").rmdir()
    (tmp_path / "records" / "people").rmdir()
    assert (list(store.owners("site")), list(store.people())) == ([], [])
    again = TinyDBStore(tmp_path / "records")
    again.put_person(Person(role="worker", id="w1", name="Name"))
    assert again.person("w1") is not None


def test_a_store_that_went_away_is_not_begun_anew_in_its_place(tmp_path: Path, store: TinyDBStore) -> None:
    shutil.move(tmp_path / "records", tmp_path / "elsewhere")  # as when a shared drive is gone
    with pytest.raises(StoreError, match="no such file"):
        store.append([practice("e3")])
    with pytest.raises(NoStoreError):
        TinyDBStore(tmp_path / "records")


def test_an_erased_name_is_in_no_file_any_more(tmp_path: Path, store: TinyDBStore) -> None:
    store.put_person(Person(role="worker", id="w1", name="Rosalind"))
    [kept] = (tmp_path / "records" / "people").iterdir()
    kept.with_name(kept.name + ".new").write_bytes(kept.read_bytes())  # left by a crash
    assert [person.name for person in store.people()] == ["Rosalind"]
    store.erase_person("w1")
    assert [path for path in tmp_path.rglob("*") if path.is_file() and b"Rosalind" in path.read_bytes()] == []


def test_a_damaged_name_is_said_to_be(tmp_path: Path, store: TinyDBStore) -> None:
    (tmp_path / "records" / "people" / "w1.json").write_bytes(b"{")
    with pytest.raises(StoreDamagedError, match=r"w1\.json"):
        store.person("w1")


def test_a_busy_store_is_waited_for_and_then_said_to_be(tmp_path: Path, store: TinyDBStore) -> None:
    hasty, before = TinyDBStore(tmp_path / "records", wait=0), store.read(W1)
    with store._held([W1]), ThreadPoolExecutor(1) as other:
        with pytest.raises(StoreBusyError, match="try again"):
            other.submit(hasty.append, [practice("e3")]).result()
        assert other.submit(hasty.read, W1).result() == before  # whoever only reads is answered all the same
    assert hasty.append([practice("e3")]).added


def test_two_that_make_a_store_take_turns(tmp_path: Path) -> None:
    (tmp_path / "locks").mkdir()
    with FileLock(tmp_path / "locks" / "init.lock"), ThreadPoolExecutor(1) as other:
        busy = other.submit(TinyDBStore.create, tmp_path, wait=0).exception()
    assert isinstance(busy, StoreBusyError)
    assert list(TinyDBStore.create(tmp_path).read_all()) == []


def test_threads_that_write_one_record_lose_nothing(store: TinyDBStore) -> None:
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda n: store.append([practice(f"t{n}")]), range(60)))
    assert {entry.id for entry in store.read(W1)} == {"e1", "e2", *(f"t{n}" for n in range(60))}


def test_a_batch_may_touch_more_records_than_files_may_be_open(store: TinyDBStore) -> None:
    batch = [practice("e1", worker=f"many-{n}") for n in range(1100)]
    assert len(store.append(batch).added) == 1100
    assert len(list(store.owners("worker"))) == 1101


NOBODY = """
import os, sys
from sw_competency.errors import StoreError
from sw_competency.stores import TinyDBStore
from sw_competency.testing.store_contract import practice

TinyDBStore.create(sys.argv[2]).append([practice("e1")])  # all that is imported late is imported now
os.setgid(65534)
os.setuid(65534)
for use in (lambda store: store.append([practice("e3")]).added, lambda store: store.read(("worker", "w1"))):
    try:
        print("done:", len(use(TinyDBStore(sys.argv[1]))))
    except StoreError as error:
        print(error)
"""


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize(
    ("modes", "append", "read"),
    [
        ({"workers/w1.jsonl": 0o000, "locks": 0o777}, "w1.jsonl' may not be read", "w1.jsonl' may not be read"),
        ({"workers/w1.jsonl": 0o444, "locks": 0o777}, "w1.jsonl' may not be written", "done: 2"),
        ({"locks": 0o555}, ".lock' may not be written", "done: 2"),
        ({"workers": 0o000, "locks": 0o777}, "w1.jsonl' may not be read", "w1.jsonl' may not be read"),
        ({".": 0o000}, "' may not be read", "' may not be read"),
    ],
)
def test_what_is_not_permitted_is_said_plainly(modes: dict[str, int], append: str, read: str) -> None:
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders are closed to others
        place = Path(name)
        TinyDBStore.create(place / "records").append([practice("e1"), practice("e2")])
        shutil.rmtree(place / "records" / "locks")
        (place / "records" / "locks").mkdir()
        place.chmod(0o755)
        for each in (place / "records", *(place / "records").rglob("*")):
            each.chmod(0o755 if each.is_dir() else 0o644)
        for path, mode in modes.items():
            (place / "records" / path).chmod(mode)
        command = [sys.executable, "-c", NOBODY, str(place / "records"), str(place / "other")]
        said = subprocess.run(command, capture_output=True, text=True, check=True)
    appended, found = said.stdout.splitlines()
    assert append in appended
    assert read in found
