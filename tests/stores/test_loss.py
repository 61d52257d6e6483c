"""What was acknowledged and is gone is told apart from what a crash left half-written: the log of heads knows."""

import json
import os
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sw_competency import Tracker
from sw_competency.errors import ClockError, StoreDamagedError, StoreError
from sw_competency.model import Person
from sw_competency.stores import TinyDBStore
from sw_competency.stores.verify import verify
from sw_competency.testing.store_contract import practice
from tests.stores.faults import old

W1 = ("worker", "w1")
COPY = "store-copy.json"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    store = TinyDBStore.create(tmp_path / "s")
    for number in range(3):
        store.append([practice(f"e{number}"), practice(f"e{number}", "w2")])
    return tmp_path / "s"


def cut(count: int) -> Callable[[Path], object]:
    return lambda file: file.write_bytes(file.read_bytes()[:-count])


def lines(file: Path) -> list[bytes]:
    return file.read_bytes().splitlines(keepends=True)


LOSSES = {
    "two bytes": cut(2),
    "half a line": cut(150),
    "emptied": lambda file: file.write_bytes(b""),
    "deleted": lambda file: file.unlink(),
    "renamed": lambda file: file.rename(file.with_name("w9.jsonl.old")),
}


@pytest.mark.parametrize("name", [*LOSSES])
def test_what_was_stored_and_is_gone_is_damage_to_readers_and_writers(place: Path, name: str) -> None:
    file = place / "workers" / "w1.jsonl"
    LOSSES[name](file)
    before = {path: path.read_bytes() for path in place.rglob("*.jsonl") if path.stat().st_size}
    for store in (TinyDBStore(place), TinyDBStore(place)):
        for ask in (store.read, store.batches):
            with pytest.raises(StoreDamagedError, match=r"w1\.jsonl' is damaged: 3 lines of it were stored"):
                ask(W1)
        assert list(store.owners("worker")) == ["w1", "w2"]
        with pytest.raises(StoreDamagedError, match="w1"):
            list(store.read_all())
        for write in (store.append, store.take_in):
            with pytest.raises(StoreDamagedError, match=r"w1\.jsonl' is damaged: 3 lines of it were stored"):
                write([practice("e9")])
        assert len(store.read(("worker", "w2"))) == 3
    assert {path: path.read_bytes() for path in place.rglob("*.jsonl") if path.stat().st_size} == before
    done = verify(place)
    assert [each.attack for each in done.found] == [
        "deletion" if name in ("emptied", "deleted", "renamed") else "truncation"
    ]
    assert not any("nobody was told" in note for note in done.notes)
    tracker = Tracker(TinyDBStore(place))
    assert tracker.at("2026-03-02").may("w1", "iv-cannulation").answer == "cannot-tell"


def test_an_older_copy_of_a_record_is_not_added_to(place: Path) -> None:
    file = place / "workers" / "w1.jsonl"
    file.write_bytes(b"".join(lines(file)[:2]))
    with pytest.raises(StoreDamagedError, match="3 lines of it were stored, and it holds 2"):
        TinyDBStore(place).append([practice("e9")])
    assert len(lines(file)) == 2


@pytest.mark.parametrize("keep", [0, 2])
def test_a_log_put_back_is_read_anew_by_who_read_it_before(place: Path, keep: int) -> None:
    store, log = TinyDBStore(place), place / "heads.log"
    assert store.read(("worker", "nobody")) == ()
    log.write_bytes(b"".join(lines(log)[:keep]))
    (place / "workers" / "w1.jsonl").unlink()
    if keep:
        with pytest.raises(StoreDamagedError, match="1 lines"):
            store.read(W1)
    else:
        assert store.read(W1) == ()


def test_who_sets_half_a_line_aside_says_so(place: Path) -> None:
    file, log = place / "workers" / "w1.jsonl", place / "heads.log"
    file.write_bytes(file.read_bytes()[:-9])
    log.write_bytes(b"".join(lines(log)[:-2]))
    raw = {
        "worker": "w1",
        "kind": "practice",
        "on": "2026-03-01",
        "competency": "iv-cannulation",
        "outcome": "successful",
    }
    done = Tracker(TinyDBStore(place)).append([raw])
    assert any("half-written" in warning and "set aside" in warning for warning in done.warnings)


@pytest.mark.parametrize("left", [("heads.log", "workers"), ("workers",), ("heads.log",)])
def test_a_folder_that_lost_its_marker_is_not_made_another_store(place: Path, left: tuple[str, ...]) -> None:
    (place / "store.json").unlink()
    (place / COPY).unlink()
    if "heads.log" not in left:
        (place / "heads.log").unlink()
    if "workers" not in left:
        for file in (place / "workers").iterdir():
            file.unlink()
    for open_ in (TinyDBStore.create, TinyDBStore):
        with pytest.raises(StoreError, match=r"its 'store\.json' is gone: restore that file from a backup"):
            open_(place)
    assert not (place / "store.json").exists()


def test_a_record_stamped_in_the_future_is_named_by_verify_and_questions(place: Path) -> None:
    ahead = datetime(2069, 1, 1, tzinfo=UTC)
    TinyDBStore(place).append([practice("e9", recorded_at=None)], lambda: ahead)
    [found] = verify(place).found
    assert (found.attack, "stamped in the future: 1 January 2069" in found.says) == ("clock", True)
    answer = Tracker(TinyDBStore(place)).at("2026-03-02").may("w1", "iv-cannulation")
    assert answer.answer == "cannot-tell"
    assert "stamped in the future" in str(answer.to_json())
    TinyDBStore(place).erase_record(W1, "the data officer", "stamped by a wrong clock")
    assert TinyDBStore(place).append([practice("e9")]).added
    assert not verify(place).found


def test_a_clock_that_leapt_ahead_of_all_that_was_ever_written_is_refused_until_somebody_looks(place: Path) -> None:
    log = place / "heads.log"
    rested = log.stat().st_mtime - timedelta(days=401).total_seconds()
    os.utime(log, (rested, rested))
    store = TinyDBStore(place)
    with pytest.raises(ClockError, match=re.escape("say so with  sw-competency heads")):
        store.append([practice("e9")])
    store.settled_head()
    assert len(store.append([practice("e9")]).added) == 1


@pytest.mark.parametrize(
    ("change", "says", "attacks"),
    [
        (lambda known: [], "is gone or empty", []),
        (lambda known: known[:3] + known[5:], "lacks line 2 of", []),
        (lambda known: known[3:], "lacks line 1 of", []),
        (lambda known: known[:1] + known[3:] + known[1:3], "", ["reorder"]),
    ],
    ids=["emptied", "thinned", "beginning gone", "reordered"],
)
def test_a_log_of_heads_that_is_not_as_a_store_writes_it_is_never_all_well(
    place: Path, change: Callable[[list[bytes]], list[bytes]], says: str, attacks: list[str]
) -> None:
    log = place / "heads.log"
    log.write_bytes(b"".join(change(lines(log))))
    done = verify(place)
    assert sorted({each.attack for each in done.found}) == attacks
    assert bool(done.cannot_tell) == bool(says)
    assert all(says in sentence for sentence in done.cannot_tell)


def changed(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b"successful", b"unsuccessful", 1))


DAMAGES = {
    **LOSSES,
    "changed": changed,
    "mixed": lambda file: file.write_bytes(file.read_bytes() + lines(file.with_name("w2.jsonl"))[0]),
    "another's": lambda file: file.write_bytes(file.with_name("w2.jsonl").read_bytes()),
    "thinned": lambda file: file.write_bytes(b"".join(lines(file)[::2])),
    "no record": lambda file: file.write_bytes(b"\x00nothing\n"),
    "changed, and the log is gone": lambda file: (changed(file), (file.parent.parent / "heads.log").unlink()),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_record_can_be_erased_and_begun_anew(place: Path, name: str) -> None:
    DAMAGES[name](place / "workers" / "w1.jsonl")
    store = TinyDBStore(place)
    with pytest.raises(StoreDamagedError):
        store.append([practice("e9")])
    receipt = store.erase_record(W1, "the data officer", "damaged, and no backup")
    assert receipt is not None
    [left] = TinyDBStore(place).batches(W1)
    assert (left.receipt, left.entries) == (receipt, ())
    assert left.erased == {"by": "the data officer", "reason": "damaged, and no backup", "was": "damaged"}
    assert not any(
        b'"worker":"w1"' in path.read_bytes()
        for path in place.rglob("*") if path.is_file() and path.name != "w9.jsonl.old"
    )  # fmt: skip
    assert store.append([practice("e9")]).added
    assert store.read(W1) == (practice("e9"),)
    done = verify(place)
    assert (done.found, len(done.cannot_tell)) == ([], 1 if "log is gone" in name else 0)
    assert len(store.read(("worker", "w2"))) == 3
    assert store.erase_record(("worker", "nobody"), "a", "b") is None


@pytest.mark.parametrize("how", ["append", "take_in", "tracker", "import"])
def test_a_deleted_record_whose_id_comes_back_is_not_begun_anew(place: Path, tmp_path: Path, how: str) -> None:
    (place / "workers" / "w1.jsonl").unlink()
    store, file = TinyDBStore(place), tmp_path / "rows.jsonl"
    file.write_text(
        '{"kind": "practice", "worker": "w1", "on": "2026-03-01", "competency": "iv-cannulation", "id": "n1",'
        ' "outcome": "successful", "recorded_at": "2026-03-01T10:00:00Z"}\n'
    )
    if how == "import":
        done = Tracker(store).import_file(file)
        assert (done.appended, done.rejected) == (0, 1)
    else:
        with pytest.raises(StoreDamagedError, match="3 lines of it were stored, and it holds none"):
            {
                "append": lambda: store.append([practice("n1")]),
                "take_in": lambda: store.take_in([practice("n1")]),
                "tracker": lambda: Tracker(store).record(
                    "practice", worker="w1", competency="iv-cannulation", outcome="successful", on="2026-03-01"
                ),
            }[how]()
    assert [each.attack for each in verify(place).found] == ["deletion"]


def test_a_deleted_record_that_was_begun_anew_behind_the_log_is_a_fork(place: Path) -> None:
    log = place / "heads.log"
    (place / "workers" / "w1.jsonl").unlink()
    known = log.read_bytes()
    log.unlink()
    TinyDBStore(place).append([practice("n1")])
    log.write_bytes(known)
    assert {each.attack for each in verify(place).found} == {"rollback", "fork"}


@pytest.mark.parametrize("marker", [None, b"", b"{", b"[]", b'{"format":"sw-competency-store","version":2}'])
def test_a_lost_or_damaged_marker_is_put_back_from_its_copy(place: Path, marker: bytes | None) -> None:
    file = place / "store.json"
    before = file.read_bytes()
    file.unlink() if marker is None else file.write_bytes(marker)
    with pytest.raises(StoreError, match=re.escape(f"copy '{place / COPY}' to its place")):
        TinyDBStore(place)
    file.write_bytes((place / COPY).read_bytes())
    assert file.read_bytes() == before
    assert not verify(place).found
    assert len(TinyDBStore(place).read(W1)) == 3


@pytest.mark.parametrize("changed", ["store.json", COPY])
def test_a_marker_that_names_another_store_is_told_by_its_copy(place: Path, changed: str) -> None:
    said = json.loads((place / changed).read_text())
    (place / changed).write_text(json.dumps({**said, "id": "0" * 32}))
    with pytest.raises(StoreDamagedError, match="name different stores"):
        TinyDBStore(place)
    assert [each.attack for each in verify(place).found] == ["damage"]


@pytest.mark.parametrize("copy", [None, b"", b"{", b"\xff"])
def test_a_copy_that_is_lost_or_damaged_is_made_anew(place: Path, copy: bytes | None) -> None:
    file = place / COPY
    file.unlink() if copy is None else file.write_bytes(copy)
    assert len(TinyDBStore(place).read(W1)) == 3
    assert file.read_bytes() == (place / "store.json").read_bytes()
    assert not verify(place).found


@pytest.mark.parametrize("others", [0, 1000], ids=["lately", "long ago"])
@pytest.mark.parametrize("is_long", [False, True])
def test_the_next_who_writes_tells_the_log_what_it_lacks(tmp_path: Path, others: int, is_long: bool) -> None:
    place, note = tmp_path / "s", "x" * (70_000 if is_long else 1)
    store = TinyDBStore.create(place)
    store.append([practice("e0", note=note)])
    store.append([practice("e1")])
    known = (place / "heads.log").read_bytes()
    store.append([practice("e2")])
    (place / "heads.log").write_bytes(known)  # as if the writer was stopped before it told the log
    store.take_in(practice("e1", f"o{number}") for number in range(others))
    TinyDBStore(place).append([practice("e3")])
    done = verify(place)
    assert (done.found, done.cannot_tell, done.notes) == ([], [], [])


LOG_LOSSES = {
    "emptied": lambda log: log.write_bytes(b""),
    "deleted": lambda log: log.unlink(),
    "zeros": lambda log: log.write_bytes(b"\0" * 400),
    "an empty line": lambda log: log.write_bytes(b"\n"),
    "half a line": lambda log: log.write_bytes(b'["workers/w1",1,"ab'),
}
WRITES = {
    "append": lambda store: store.append([practice("n1", "w3")]),
    "several": lambda store: store.append([practice("n1", "w3"), practice("n1", "w4")]),
    "take in": lambda store: store.take_in([practice("n1", "w3")]),
    "a name": lambda store: store.put_person(Person(role="worker", id="w3", name="Name")),
    "no name": lambda store: store.erase_person("w3"),
    "erasure": lambda store: store.erase_record(W1, "the data officer", "asked for"),
    "heads": lambda store: store.settled_head(),
}


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("loss", LOG_LOSSES)
def test_a_log_that_was_lost_is_told_for_good_whatever_is_written_next(place: Path, loss: str, write: str) -> None:
    file = place / "workers" / "w2.jsonl"
    file.write_bytes(b"".join(lines(file)[:2]))
    LOG_LOSSES[loss](place / "heads.log")
    assert verify(place).cannot_tell
    for _ in range(2):
        WRITES[write](TinyDBStore(place))
        TinyDBStore(place).settled_head()
        told = [sentence for sentence in verify(place).cannot_tell if "had been lost and began anew on" in sentence]
        assert len(told) == 1


@pytest.mark.parametrize("write", WRITES)
def test_a_log_begins_with_the_store_and_that_is_no_loss(tmp_path: Path, write: str) -> None:
    store = TinyDBStore.create(tmp_path / "s")
    for _ in range(2):
        WRITES[write](store)
        done = verify(tmp_path / "s")
        assert (done.found, done.cannot_tell, done.notes) == ([], [], [])


def test_a_writer_stopped_before_the_log_was_told_of_the_first_record_is_no_loss(tmp_path: Path) -> None:
    place = tmp_path / "s"
    store = TinyDBStore.create(place)
    store.append([practice("e1")])
    (place / "heads.log").write_bytes(lines(place / "heads.log")[0])
    TinyDBStore(place).append([practice("e1", "w2")])
    assert not verify(place).cannot_tell
    assert len(verify(place).notes) == 1


def test_an_older_record_of_which_the_log_lost_all_lines_cannot_be_told(place: Path) -> None:
    file, log = place / "workers" / "w2.jsonl", place / "heads.log"
    file.write_bytes(lines(file)[0])
    log.write_bytes(b"".join(line for line in lines(log) if b"w2" not in line))
    hour = datetime.now(UTC) + timedelta(seconds=50)
    TinyDBStore(place).append([practice("n1", "w3")], lambda: hour)
    assert not verify(place).cannot_tell  # as after a crash
    TinyDBStore(place).append([practice("n2", "w3")], lambda: hour + timedelta(minutes=1))
    [told] = verify(place).cannot_tell
    assert "says nothing of" in told
    assert "w2.jsonl" in told


@pytest.mark.parametrize("name", ["workers/w1", "workers/w9", "people/w1", "log"])
@pytest.mark.parametrize("number", ["1" + "0" * 14, "1" + "0" * 40, "1" + "0" * 5000, "-1", "1.5"])
def test_a_number_that_no_line_has_keeps_nobody_busy(place: Path, name: str, number: str) -> None:
    log = place / "heads.log"
    log.write_bytes(log.read_bytes() + f'["{name}",{number},"abab"]\n'.encode())
    done = verify(place)
    assert done.found or (name == "log" and len(number) == 15)
    assert TinyDBStore(place).settled_head().size >= 7
    assert len(TinyDBStore(place).read(("worker", "w2"))) == 3


def test_a_line_of_the_log_that_cannot_be_read_says_what_to_do(place: Path) -> None:
    log = place / "heads.log"
    known = lines(log)
    log.write_bytes(b"".join([*known[:2], b"nothing\n", *known[2:]]))
    [found] = verify(place).found
    assert "restore that file from a backup. If there is none, move it out of the store" in found.says
    log.rename(place.parent / "heads.log")
    TinyDBStore(place).settled_head()
    done = verify(place)
    assert (done.found, len(done.cannot_tell)) == ([], 1)


def test_a_store_without_its_marker_is_told_by_verify_as_by_all_others(place: Path) -> None:
    (place / "store.json").unlink()
    [found] = verify(place).found
    assert (found.attack, f"copy '{place / COPY}' to its place" in found.says) == ("damage", True)


def test_who_is_told_to_erase_is_told_how(place: Path) -> None:
    TinyDBStore(place).put_person(Person(role="worker", id="w1", name="Name"))
    (place / "people" / "w1.json").unlink()
    [found] = verify(place).found
    assert "enter it anew, or erase it by the library (tracker.erase_person)" in found.says
    Tracker(TinyDBStore(place)).erase_person("w1")
    assert not verify(place).found


@pytest.mark.parametrize("how", ["upgrade", "append", "a name"])
def test_a_store_that_was_brought_to_this_version_has_a_copy_of_its_marker(tmp_path: Path, how: str) -> None:
    old(tmp_path)
    (tmp_path / COPY).unlink()
    store = TinyDBStore(tmp_path)
    assert not (tmp_path / COPY).exists()
    if how == "upgrade":
        store.upgrade()
    else:
        WRITES[how](store)
    assert (tmp_path / COPY).read_bytes() == (tmp_path / "store.json").read_bytes()


@pytest.mark.parametrize("name", [*LOSSES])
def test_a_record_that_was_stored_and_is_gone_is_still_held(place: Path, name: str) -> None:
    LOSSES[name](place / "workers" / "w1.jsonl")
    store = TinyDBStore(place)
    assert store.holds(W1)
    assert not store.holds(("worker", "w7"))
