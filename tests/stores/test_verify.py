"""Whatever was done to a store behind its back is found, by its name; and where that cannot be, it is said."""

import json
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from sw_competency.errors import ForgedHeadError, NoStoreError, UnreadableFileError
from sw_competency.model import Person
from sw_competency.stores import Receipt, StoreHead, TinyDBStore, _codec, _layout, _lines, _log
from sw_competency.stores._merkle import Tree
from sw_competency.stores.heads import handed_out, printed, read
from sw_competency.stores.verify import Verification, verify
from sw_competency.testing.store_contract import LATER, RECORDED, practice

W1, W2 = ("worker", "w1"), ("worker", "w2")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    store = TinyDBStore.create(tmp_path / "s")
    store.append([practice("e1"), practice("e1", "w2")])
    store.append([practice("e2")])
    store.append([practice("e3")])
    store.put_person(Person(role="worker", id="w1", name="Name"))
    return tmp_path / "s"


def attacks(done: Verification) -> list[tuple[str, str, int | None]]:
    return [(found.attack, Path(found.file).name, found.line) for found in done.found]


def lines(file: Path) -> list[bytes]:
    return file.read_bytes().splitlines(keepends=True)


def forked(place: Path, keep: int) -> list[bytes]:
    """Lines of w1 as somebody would write them who knows the form: the first so many, then another."""
    file = place / "workers" / "w1.jsonl"
    marker = _layout.marker(place)
    assert marker is not None
    kept = b"".join(lines(file)[:keep])
    found = _lines.check(kept, W1, _lines.beginning(marker.id, W1))
    other, _ = _lines.line(W1, found.head, found.head.received or RECORDED, _codec.body([practice("e9")]))
    return [*lines(file)[:keep], other]


def test_a_store_as_it_was_left_has_nothing_to_say(place: Path) -> None:
    done = verify(place)
    assert (attacks(done), done.notes) == ([], [])
    assert (done.records, done.lines, done.entries, done.erased) == (2, 4, 4, 0)
    assert done.head == TinyDBStore(place).head()
    assert json.loads(json.dumps(done.to_json()))["found"] == []


def test_what_others_keep_in_the_folder_is_passed_over(place: Path) -> None:
    (place / "catalogues").mkdir()
    (place / "catalogues" / "0123456789abcdef.toml").write_text("x")
    assert (attacks(verify(place)), verify(place).notes) == ([], [])
    (place / "holiday.jpg").write_bytes(b"x")
    (place / "workers" / "w1.jsonl.new").write_bytes(b"x")
    assert len(verify(place).notes) == 2


@pytest.mark.parametrize(
    ("change", "attack"),
    [
        pytest.param(lambda file: file.write_bytes(b"".join(lines(file)[:2])), ("rollback", None), id="rollback"),
        pytest.param(lambda file: file.write_bytes(file.read_bytes()[:-9]), ("truncation", None), id="truncation"),
        pytest.param(lambda file: file.write_bytes(b"".join(lines(file)[1:])), ("truncation", 1), id="beginning gone"),
        pytest.param(
            lambda file: file.write_bytes(b"".join(lines(file)[::2])), ("truncation", 2), id="missing in the middle"
        ),
        pytest.param(
            lambda file: file.write_bytes(b"".join([lines(file)[n] for n in (0, 2, 1)])), ("truncation", 2),
            id="reorder",
        ),
        pytest.param(
            lambda file: file.write_bytes(b"".join([lines(file)[n] for n in (0, 1, 0, 2)])), ("twice", 3), id="doubled"
        ),
        pytest.param(
            lambda file: file.write_bytes(file.read_bytes() + lines(file.with_name("w2.jsonl"))[0]),
            ("mix", 4), id="mix",
        ),
        pytest.param(lambda file: file.unlink(), ("deletion", None), id="deleted record"),
        pytest.param(lambda file: file.write_bytes(b""), ("deletion", None), id="emptied record"),
        pytest.param(
            lambda file: file.write_bytes(file.read_bytes().replace(b"successful", b"unsuccessful", 1)),
            ("damage", 1), id="changed",
        ),
        pytest.param(
            lambda file: file.write_bytes(b"".join(forked(file.parent.parent, 2))), ("fork", 3), id="fork",
        ),
    ],
)  # fmt: skip
def test_each_attack_on_a_record_is_named(
    place: Path, change: Callable[[Path], object], attack: tuple[str, int | None]
) -> None:
    change(place / "workers" / "w1.jsonl")
    done = verify(place)
    assert [(name, line) for name, file, line in attacks(done) if file == "w1.jsonl"] == [attack]
    assert all(file == "w1.jsonl" for _, file, _ in attacks(done))


def test_a_record_put_back_and_then_written_to_is_a_fork(place: Path) -> None:
    file, log = place / "workers" / "w1.jsonl", place / "heads.log"
    file.write_bytes(b"".join(lines(file)[:2]))
    known = log.read_bytes()
    log.unlink()
    TinyDBStore(place).append([practice("e4")])
    log.write_bytes(known + log.read_bytes())
    assert {attack for attack, *_ in attacks(verify(place))} == {"fork", "reorder"}


def test_a_name_in_anothers_place_or_changed_is_damage_and_the_records_are_whole(place: Path) -> None:
    file = place / "people" / "w1.json"
    file.with_name("w2.json").write_bytes(file.read_bytes())
    file.write_bytes(file.read_bytes().replace(b"Name", b"Nome"))
    assert attacks(verify(place)) == [("damage", "w1.json", None), ("damage", "w2.json", None)]


def named(place: Path, *names: str, id_: str = "w1") -> list[bytes]:
    """Return somebody one name after another; give what the file held each time."""
    store, held = TinyDBStore(place), []
    for name in names:
        store.put_person(Person(role="worker", id=id_, name=name))
        held.append((place / "people" / f"{id_}.json").read_bytes())
    return held


def erased(place: Path) -> None:
    TinyDBStore(place).erase_person("w1")


def of_another_store(place: Path, *names: str) -> bytes:
    other = place.with_name("other")
    TinyDBStore.create(other)
    return named(other, *names)[-1]


NAMES = {
    "gone": (lambda file, held: file.unlink(), "deletion"),
    "older": (lambda file, held: file.write_bytes(held[0]), "rollback"),
    "much older, and named since": (lambda file, held: (file.write_bytes(held[0]), named(place_of(file), "D")), None),
    "gone, and named since": (lambda file, held: (file.unlink(), named(place_of(file), "D")), None),
    "gone, and erased since": (lambda file, held: (file.unlink(), erased(place_of(file))), None),
    "erased": (lambda file, held: erased(place_of(file)), None),
    "erased twice": (lambda file, held: (erased(place_of(file)), erased(place_of(file))), None),
    "erased, and back": (lambda file, held: (erased(place_of(file)), file.write_bytes(held[-1])), "rollback"),
    "erased, back, and erased": (
        lambda file, held: (erased(place_of(file)), file.write_bytes(held[-1]), erased(place_of(file))), None,
    ),
    "erased, and named since": (lambda file, held: (erased(place_of(file)), named(place_of(file), "D")), None),
    "erased, named since, and older": (
        lambda file, held: (erased(place_of(file)), named(place_of(file), "D"), file.write_bytes(held[-1])), "rollback",
    ),
    "of another store": (lambda file, held: file.write_bytes(of_another_store(place_of(file), "B")), "mix"),
    "of another store, as often": (
        lambda file, held: file.write_bytes(of_another_store(place_of(file), *"WXYZ")), "mix",
    ),
    "another's": (lambda file, held: file.write_bytes(named(place_of(file), "E", id_="w2")[0]), "damage"),
    "no name": (lambda file, held: file.write_bytes(b"{}"), "damage"),
    "cut": (lambda file, held: file.write_bytes(held[-1][:-40]), "damage"),
    "changed": (lambda file, held: file.write_bytes(held[-1].replace(b'"C"', b'"D"')), "damage"),
    "a record's line": (
        lambda file, held: file.write_bytes(lines(place_of(file) / "workers" / "w1.jsonl")[0]), "damage",
    ),
}  # fmt: skip


def place_of(file: Path) -> Path:
    return file.parent.parent


@pytest.mark.parametrize("what", NAMES)
def test_whatever_became_of_a_name_is_known(place: Path, what: str) -> None:
    change, attack = NAMES[what]
    held = [(place / "people" / "w1.json").read_bytes(), *named(place, "B", "C")]
    change(place / "people" / "w1.json", held)
    found = [(name, file) for name, file, _ in attacks(verify(place))]
    assert found == ([] if attack is None else [(attack, "w1.json")])
    assert verify(place).cannot_tell == verify(place).notes == []
    assert len(TinyDBStore(place).read(W1)) == 3  # no name stands in the way of a record


def test_a_name_that_another_was_made_for_is_a_fork(place: Path) -> None:
    shutil.copytree(place, place.with_name("copy"))
    named(place, "B")
    [other] = named(place.with_name("copy"), "C")
    (place / "people" / "w1.json").write_bytes(other)
    assert attacks(verify(place)) == [("fork", "w1.json", None)]


def test_names_the_log_lost_are_caught_up_and_no_attack(place: Path) -> None:
    known = (place / "heads.log").read_bytes()
    named(place, "B", "C")
    (place / "heads.log").write_bytes(known)
    done = verify(place)
    assert (attacks(done), done.cannot_tell, len(done.notes)) == ([], [], 1)
    head = TinyDBStore(place).settled_head()
    assert (attacks(verify(place, head)), verify(place).notes) == ([], [])
    erased(place)
    assert (attacks(verify(place, head)), verify(place).notes) == ([], [])


def test_an_older_name_with_a_log_to_match_is_seen_by_a_head(place: Path) -> None:
    file, log = place / "people" / "w1.json", place / "heads.log"
    before = file.read_bytes(), log.read_bytes()
    named(place, "B")
    head = TinyDBStore(place).settled_head()
    file.write_bytes(before[0])
    log.write_bytes(before[1])
    assert attacks(verify(place)) == []
    assert attacks(verify(place, head)) == [("rollback", "heads.log", None)]


def test_nothing_that_can_be_guessed_is_left_of_an_erased_name(place: Path) -> None:
    named(place, "Rosalind")
    stored = [path.read_bytes() for path in place.rglob("*") if path.is_file()]
    named(place, "Rosalind")
    digests = {logged[2] for logged in _log.read(place).lines if logged[0] == "people/w1"}
    assert len(digests) == 3  # the same name twice has two digests: a salt is in them
    salt = re.search(rb'"salt":"([0-9a-f]{32})"', (place / "people" / "w1.json").read_bytes())
    assert salt is not None
    assert any(b"Rosalind" in data for data in stored)
    erased(place)
    left = b"".join(path.read_bytes() for path in place.rglob("*") if path.is_file())
    assert salt[1] not in left
    assert b"Rosalind" not in left
    assert attacks(verify(place)) == []


@pytest.fixture
def head(place: Path) -> StoreHead:
    return TinyDBStore(place).settled_head()


def test_rollback_of_a_whole_store_is_seen_by_a_head_and_by_nothing_else(place: Path, tmp_path: Path) -> None:
    shutil.copytree(place, tmp_path / "older")
    TinyDBStore(place).append([practice("e4")])
    head = TinyDBStore(place).settled_head()
    shutil.rmtree(place)
    (tmp_path / "older").rename(place)
    assert attacks(verify(place)) == []  # it was so once; the promises say that this cannot be known
    assert attacks(verify(place, head)) == [("rollback", "heads.log", None)]


def test_a_fork_with_a_log_to_match_is_seen_by_a_head(place: Path, head: StoreHead) -> None:
    file = place / "workers" / "w1.jsonl"
    file.write_bytes(b"".join(forked(place, 2)))
    said = _lines.last_of(file.read_bytes())
    assert said is not None
    log = _log.read(place).lines
    log[log.index(next(each for each in log if each[:2] == ("workers/w1", 3)))] = ("workers/w1", 3, said.digest)
    (place / "heads.log").unlink()
    _log.note(place, log)
    assert attacks(verify(place)) == []
    [found] = verify(place, head).found
    assert (found.attack, "cannot be told" in found.says) == ("fork", True)


def test_a_deleted_store_is_seen_by_a_head(place: Path, head: StoreHead) -> None:
    shutil.rmtree(place)
    assert [attack for attack, *_ in attacks(verify(place, head))] == ["deletion"]
    with pytest.raises(NoStoreError):
        verify(place)
    TinyDBStore.create(place)
    assert [attack for attack, *_ in attacks(verify(place, head))] == ["mix"]


def test_a_store_that_grew_holds_to_its_head(place: Path, head: StoreHead) -> None:
    store = TinyDBStore(place)
    store.append([practice("e4"), practice("e4", "w3")])
    store.erase_record(W2, "the data officer", "asked for")
    assert attacks(verify(place, head)) == []
    assert attacks(verify(place, replace(head, store=""))) == []


def test_erasing_leaves_a_tombstone_the_log_knows_and_nothing_else(place: Path, head: StoreHead) -> None:
    store = TinyDBStore(place)
    store.erase_record(W1, "the data officer", "asked for")
    store.erase_person("w1")
    assert not any(b'"e1"' in path.read_bytes() for path in place.rglob("w1*") if path.is_file())
    done = verify(place, head)
    assert (attacks(done), done.erased) == ([], 1)
    file = place / "workers" / "w1.jsonl"
    tombstone = file.read_bytes()
    store.append([practice("e5")])
    assert attacks(verify(place)) == []
    file.write_bytes(tombstone)
    assert attacks(verify(place)) == [("rollback", "w1.jsonl", None)]
    file.unlink()
    assert attacks(verify(place)) == [("deletion", "w1.jsonl", None)]


def test_a_receipt_holds_a_record_to_what_was_acknowledged(place: Path) -> None:
    store = TinyDBStore(place)
    receipts = [batch.receipt for batch in store.batches(W1)]
    assert attacks(verify(place, receipts=receipts)) == []
    file = place / "workers" / "w1.jsonl"
    file.write_bytes(b"".join(forked(place, 2)))
    (place / "heads.log").unlink()
    assert attacks(verify(place, receipts=receipts)) == [("fork", "w1.jsonl", 3)]
    gone = Receipt(("worker", "w9"), 1, "0" * 64)
    longer = replace(receipts[0], sequence=9)
    found = verify(place, receipts=[gone, longer]).found
    assert [each.attack for each in found] == ["deletion", "rollback"]


def test_a_log_that_lost_its_end_is_caught_up_and_its_head_is_the_same(place: Path) -> None:
    before = (place / "heads.log").read_bytes()
    root = TinyDBStore(place).head()
    for length in range(0, len(before), 7):
        (place / "heads.log").write_bytes(before[:length])
        assert [found for found in verify(place).found if found.attack != "damage"] == []
        head = TinyDBStore(place).settled_head()
        assert (attacks(verify(place, head)), head.size) == ([], 6)
    assert root is not None


def test_lines_of_the_log_that_cannot_be_read_are_damage(place: Path) -> None:
    (place / "heads.log").write_bytes((place / "heads.log").read_bytes().replace(b'["workers/w2"', b'["workers/w2', 1))
    assert ("damage", "heads.log", 3) in attacks(verify(place))


def test_a_signed_head_is_checked_with_its_key(tmp_path: Path, head: StoreHead) -> None:
    serialization = pytest.importorskip("cryptography.hazmat.primitives.serialization")
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    keys = [Ed25519PrivateKey.generate() for _ in range(2)]
    for number, key in enumerate(keys):
        secret = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        public = key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        (tmp_path / f"key-{number}").write_bytes(secret)
        (tmp_path / f"public-{number}").write_bytes(public)
    said = handed_out(head, LATER, tmp_path / "key-0")
    assert read(json.dumps(said)) == read(json.dumps(said), tmp_path / "public-0") == head
    for changed in ({"size": head.size + 1}, {"root": "0" * 64}, {"at": "2026-01-01"}, {"signature": "00"}):
        with pytest.raises(ForgedHeadError):
            read(json.dumps({**said, **changed}))
    for text in (json.dumps(said), json.dumps(handed_out(head, LATER))):
        with pytest.raises(ForgedHeadError, match="not signed with that key"):
            read(text, tmp_path / "public-1")
    for file, says in (("key-0", "no Ed25519 key"), ("missing", "is not there")):
        with pytest.raises(UnreadableFileError, match=says):
            read(json.dumps(said), tmp_path / file)
    with pytest.raises(UnreadableFileError, match="no Ed25519 key"):
        handed_out(head, LATER, tmp_path / "public-0")


def test_a_head_is_read_as_a_page_prints_it(head: StoreHead) -> None:
    assert read(printed(head)) == replace(head, store="")
    assert read(json.dumps(handed_out(head, datetime.now(UTC)))) == head
    for text in ("", "4:", "4:abc", "{}", "[]", '{"format": "sw-competency-head"}', json.dumps({"store": 1})):
        with pytest.raises(UnreadableFileError, match="no head of a store"):
            read(text)


@pytest.mark.parametrize(
    ("leaves", "root"),
    [  # the examples that others test their trees with
        ([], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ([""], "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        (["", "00"], "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
        (["", "00", "10"], "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
        (["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"],
         "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
    ],
)  # fmt: skip
def test_the_tree_is_that_of_rfc_6962(leaves: list[str], root: str) -> None:
    tree = Tree()
    for leaf in leaves:
        tree.add(bytes.fromhex(leaf))
    assert (tree.root(), tree.size) == (root, len(leaves))
