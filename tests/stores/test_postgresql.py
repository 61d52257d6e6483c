"""The store in PostgreSQL keeps the contract of every store, on a real server."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from sw_competency.errors import StoreError
from sw_competency.model import Identity, Person
from sw_competency.stores import Image, Store, TinyDBStore, open_store
from sw_competency.stores.copying import copy
from sw_competency.testing.store_contract import RECORDED, W1, StoreContract, practice
from sw_competency.testing.store_machine import store_machine

sa = pytest.importorskip("sqlalchemy", reason="the extra 'postgresql' is not installed")

from sw_competency.stores.postgresql import PostgreSQLStore  # noqa: E402

URL: list[str] = []


@pytest.fixture(scope="module", autouse=True)
def database(running: str) -> Iterator[None]:
    URL.append(running)
    yield
    URL.clear()


def at(place: Path | str, **other: str) -> str:
    """Return the URL of the store of one organisation, named by a place."""
    url = sa.make_url(URL[0]).update_query_dict({"organisation": str(place)})
    return url.set(**other).render_as_string(hide_password=False)


def make(place: Path) -> Store:
    return PostgreSQLStore.create(at(place))


class TestPostgreSQLStore(StoreContract):
    def make(self, tmp_path: Path) -> Store:
        return make(tmp_path)


TestAtRandom = store_machine(make).TestCase
TestAtRandom.settings = settings(max_examples=6, stateful_step_count=15)


def filled(store: Store) -> None:
    """Put some of everything into a store."""
    store.append([practice(f"e{n}", f"w{n % 7}", note="ü\t\\N") for n in range(300)])
    store.append([practice("e1", "gone"), *[practice(f"f{n}", "w1") for n in range(3)]])
    store.append([Identity(id="i1", worker="w2", same_as="w1", on=date(2026, 3, 1), recorded_at=RECORDED)])
    store.erase_record(("worker", "gone"), "the data officer", "asked for")
    store.append([practice("e2", "gone")])
    for name in ("Name", "Other name"):
        store.put_person(Person(role="worker", id="w1", name=name))
    store.put_person(Person(role="worker", id="w2", name="Erased"))
    store.erase_person("w2")
    store.keep_feed("esr-staff", date(2026, 3, 1))
    store.keep_catalogue("a" * 64, lambda: "text = 1")


def held(store: Store) -> dict[str, Any]:
    """Return all that a store gives."""
    return {
        "records": dict(store.read_all()), "people": list(store.people()), "head": store.head(),
        "changes": list(store.changes()), "batches": store.batches(("worker", "gone")),
        "feed": store.feed("esr-staff"), "catalogues": store.catalogues(), "text": store.catalogue("a" * 64),
        "same_as": list(store.identified("same_as")),
    }  # fmt: skip


def test_a_store_moves_to_a_database_and_back_unchanged(tmp_path: Path) -> None:
    """Every byte, number and head; and `verify` finds all as it was put there."""
    folder = TinyDBStore.create(tmp_path / "folder")
    filled(folder)
    for source, target in ((tmp_path / "folder", at(tmp_path)), (at(tmp_path), tmp_path / "back")):
        copy(open_store(source), str(target))
        assert held(open_store(target)) == held(folder)
    for name in ("heads.log", "workers/w1.jsonl", "workers/gone.jsonl", "people/w1.json"):
        assert (tmp_path / "back" / name).read_bytes() == (tmp_path / "folder" / name).read_bytes()
    checked = TinyDBStore(tmp_path / "back").verify(folder.head())
    assert (checked.found, checked.cannot_tell) == ([], [])
    with pytest.raises(StoreError, match="already"):
        copy(folder, at(tmp_path))


def test_a_store_begun_in_a_database_moves_to_a_folder(tmp_path: Path) -> None:
    store = make(tmp_path)
    filled(store)
    copy(store, tmp_path / "folder")
    assert held(TinyDBStore(tmp_path / "folder")) == held(store)
    checked = TinyDBStore(tmp_path / "folder").verify(store.head())
    assert (checked.found, checked.cannot_tell) == ([], [])


def test_a_database_is_copied_as_it_is_at_one_instant_while_others_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, others = make(tmp_path), make(tmp_path)
    store.append([practice("e1")])
    head, restored = store.head(), TinyDBStore.restored

    def meanwhile(url: str, image: Image) -> TinyDBStore:
        others.append([practice("e2"), practice("e2", "w2")])
        return restored(url, image)

    monkeypatch.setattr(TinyDBStore, "restored", meanwhile)
    assert copy(store, tmp_path / "folder") == head
    assert dict(TinyDBStore(tmp_path / "folder").read_all()) == {W1: (practice("e1"),)}
    assert store.read(W1) == (practice("e1"), practice("e2"))


@pytest.mark.parametrize("id_", ["a\0b", "half \ud800"])
def test_under_an_id_that_no_database_holds_nothing_is_on_record(id_: str, tmp_path: Path) -> None:
    """As in a folder, of which such an id may be asked too."""
    for store in (make(tmp_path), TinyDBStore.create(tmp_path / "folder")):
        owner = ("worker", id_)
        assert (store.read(owner), store.holds(owner), store.batches(owner), store.person(id_)) == ((), False, (), None)
        assert (store.erase_record(owner, "a1", "asked for"), store.erase_person(id_)) == (None, False)


def test_one_store_is_in_a_database_once(tmp_path: Path) -> None:
    folder = TinyDBStore.create(tmp_path / "folder")
    filled(folder)
    copy(folder, at(tmp_path / "one"))
    with pytest.raises(StoreError, match="already, under another organisation's name"):
        copy(folder, at(tmp_path / "other"))
    assert held(open_store(at(tmp_path / "one"))) == held(folder)


def test_a_damaged_store_is_not_copied_and_leaves_nothing_behind(tmp_path: Path) -> None:
    filled(TinyDBStore.create(tmp_path / "folder"))
    file = tmp_path / "folder" / "workers" / "w1.jsonl"
    whole = file.read_bytes()
    for targets in (at(tmp_path), str(tmp_path / "copy")):
        for changed in (whole.replace(b"successful", b"unsuccessful", 1), whole[: whole.index(b"\n") + 1], b""):
            file.write_bytes(changed)
            with pytest.raises(StoreError):
                copy(TinyDBStore(tmp_path / "folder"), targets)
            with pytest.raises(StoreError):
                open_store(targets)
    file.write_bytes(whole)
    copy(TinyDBStore(tmp_path / "folder"), at(tmp_path))
