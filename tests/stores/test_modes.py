"""Who may read and write a store's files; and what else may stand in their places."""

import os
import signal
import socket
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from sw_competency.errors import StoreDamagedError, StoreError
from sw_competency.model import Person, parse_entry
from sw_competency.stores import TinyDBStore

pytestmark = pytest.mark.skipif(os.name != "posix" or not hasattr(os, "mkfifo"), reason="a system with other modes")
DAY = {"on": "2025-01-08", "recorded_at": "2025-01-08T12:00:00Z"}


def entry(worker: str, id_: str):
    more = {"site": "s1", "tier": "senior-clinical-support-worker"}
    return parse_entry({"kind": "appointment", "worker": worker, "id": id_, **more, **DAY})[0]


def used(store: TinyDBStore) -> None:
    """Do to a store whatever writes files: records long and short, over several, names, erasures, catalogues, heads."""
    store.append([entry("w1", "e1")])
    store.append([entry("w2", "e2"), entry("w 3", "e3")])
    store.append([entry("w4", f"m{n}") for n in range(3000)])
    store.append([entry("w4", "last")])
    store.put_person(Person(id="w1", name="Amara Okonkwo", role="worker"))
    store.keep_catalogue("0" * 32, lambda: "x = 1")
    store.head()
    store.erase_record(("worker", "w2"), "m1", "asked for")


def modes(root: Path) -> Iterator[tuple[str, int]]:
    for folder, _, files in os.walk(root):
        yield f"{Path(folder).relative_to(root)}/", stat.S_IMODE(Path(folder).stat().st_mode)
        for file in files:
            yield str((Path(folder) / file).relative_to(root)), stat.S_IMODE((Path(folder) / file).stat().st_mode)


@pytest.fixture(params=[0o022, 0o002, 0o077, 0o000], ids="umask {:03o}".format)
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


@pytest.mark.usefixtures("umask")
@pytest.mark.parametrize("there", [None, 0o755, 0o777])
@pytest.mark.parametrize(("shared", "of_folders", "of_files"), [(False, 0o700, 0o600), (True, 0o2770, 0o660)])
def test_a_store_is_its_owners_alone_unless_shared_on_purpose(
    tmp_path: Path, there: int | None, shared: bool, of_folders: int, of_files: int
) -> None:
    root = tmp_path / "deep" / "records"
    if there is not None:
        root.mkdir(parents=True)
        root.chmod(there)
    used(TinyDBStore.create(root, shared=shared))
    found = dict(modes(root))
    assert {"heads.log", "locks/", "workers/w1.jsonl"} <= set(found)
    assert {name: oct(mode) for name, mode in found.items() if name.endswith("/") and mode != of_folders} == {}
    assert {name: oct(mode) for name, mode in found.items() if not name.endswith("/") and mode != of_files} == {}


def test_a_store_that_is_there_can_be_shared(tmp_path: Path) -> None:
    used(TinyDBStore.create(tmp_path / "records"))
    store = TinyDBStore.create(tmp_path / "records", shared=True)
    store.append([entry("w7", "e7")])
    assert {mode for name, mode in modes(tmp_path / "records") if name.endswith("/")} == {0o2770}
    assert {mode for name, mode in modes(tmp_path / "records") if not name.endswith("/")} == {0o660}


def pipe(place: Path) -> None:
    place.unlink(missing_ok=True)
    os.mkfifo(place)


def dangling(place: Path) -> None:
    place.unlink(missing_ok=True)
    place.symlink_to("nowhere")


def folder(place: Path) -> None:
    place.unlink(missing_ok=True)
    place.mkdir()


READS: dict[str, Callable[[TinyDBStore], object]] = {
    "workers/w1.jsonl": lambda store: store.read(("worker", "w1")),
    "people/w1.json": lambda store: store.person("w1"),
    "workers/w8.jsonl": lambda store: store.append([entry("w8", "e8")]),
    "people/w8.json": lambda store: store.person("w8"),
}


@pytest.mark.parametrize("what", [pipe, dangling, folder])
@pytest.mark.parametrize("name", READS)
def test_whatever_stands_in_the_place_of_a_file_is_named(
    tmp_path: Path, name: str, what: Callable[[Path], None]
) -> None:
    store = TinyDBStore.create(tmp_path / "records")
    used(store)
    what(tmp_path / "records" / name)
    with pytest.raises((StoreDamagedError, StoreError), match=f"{Path(name).name}' is no file"):
        READS[name](store)


@pytest.mark.parametrize("what", [pipe, dangling, folder])
@pytest.mark.parametrize("name", ["store.json"])
def test_so_is_what_stands_in_the_place_of_the_marker(tmp_path: Path, name: str, what: Callable[[Path], None]) -> None:
    used(TinyDBStore.create(tmp_path / "records"))
    what(tmp_path / "records" / name)
    with pytest.raises(StoreError, match=f"{name}' is no file"):
        TinyDBStore(tmp_path / "records")


@pytest.mark.parametrize("what", [pipe, dangling, folder])
def test_nothing_is_added_beside_a_log_of_heads_that_is_no_file(tmp_path: Path, what: Callable[[Path], None]) -> None:
    store = TinyDBStore.create(tmp_path / "records")
    used(store)
    what(tmp_path / "records" / "heads.log")
    with pytest.raises(StoreDamagedError, match=r"heads\.log' is no file"):
        store.append([entry("w4", "another")])
    assert store.read(("worker", "w4"))
    assert list(store.owners("worker"))


@pytest.mark.parametrize("what", [pipe, dangling, folder])
@pytest.mark.parametrize("name", ["index/workers/w4.ids", "catalogues/" + "0" * 32 + ".toml"])
def test_what_nothing_rests_on_is_passed_over_or_named_and_never_waited_on(
    tmp_path: Path, name: str, what: Callable[[Path], None]
) -> None:
    store = TinyDBStore.create(tmp_path / "records")
    used(store)
    (tmp_path / "records" / name).parent.mkdir(parents=True, exist_ok=True)
    what(tmp_path / "records" / name)
    assert len(store.append([entry("w4", "another")]).added) == 1
    assert store.catalogue("0" * 32) in {"x = 1", None}
    for ask in (store.head, lambda: list(store.read_all())):
        try:
            ask()
        except StoreError as error:
            assert Path(name).name in str(error)  # noqa: PT017 - it may, and need not


def socket_(place: Path) -> None:
    place.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as one, suppress(OSError):
        os.chdir(place.parent)  # the name of a socket may not be long
        one.bind(place.name)


DOORS: dict[str, Callable[[Path], object]] = {
    "open": lambda root: TinyDBStore(root),
    "read": lambda root: TinyDBStore(root).read(("worker", "w1")),
    "read all": lambda root: list(TinyDBStore(root).read_all()),
    "append": lambda root: TinyDBStore(root).append([entry("w1", "n1")]),
    "append several": lambda root: TinyDBStore(root).append([entry("w1", "n1"), entry("w2", "n2")]),
    "import": lambda root: TinyDBStore(root).take_in([entry("w1", "n1"), entry("w9", "n2")]),
    "erase": lambda root: TinyDBStore(root).erase_record(("worker", "w1"), "m1", "asked for"),
    "name": lambda root: TinyDBStore(root).put_person(Person(id="w1", name="Amara", role="worker")),
    "erase a name": lambda root: TinyDBStore(root).erase_person("w1"),
    "head": lambda root: TinyDBStore(root).head(),
    "settled head": lambda root: TinyDBStore(root).settled_head(),
    "verify": lambda root: TinyDBStore(root).verify(),
}
PLACES = [
    "heads.log", "batches/batch.json", "batches/batch.undo", "batches/batch.json.new", "batches/other",
    "workers/w1.jsonl", "workers/w1.jsonl.new", "people/w1.json", "people/w1.json.new", "store-copy.json",
    "store-copy.json.new", "store.json.new", "locks/init.lock",
]  # fmt: skip


@pytest.mark.parametrize("what", [pipe, dangling, folder, socket_])
@pytest.mark.parametrize("name", PLACES)
def test_at_every_door_what_stands_in_a_place_is_passed_over_or_one_sentence_and_never_waited_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, what: Callable[[Path], None]
) -> None:
    monkeypatch.chdir(tmp_path)
    root = tmp_path / "records"
    used(TinyDBStore.create(root))
    what(root / name)
    said = {}
    for door, go in DOORS.items():
        signal.setitimer(signal.ITIMER_REAL, 60)  # whoever waits for the other end of a pipe waits for ever
        try:
            go(root)
        except StoreError as error:
            said[door] = str(error)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    assert [sentence for sentence in said.values() if "\n" in sentence or "no file" not in sentence] == []
    assert "read" not in said or name == "workers/w1.jsonl"
    assert "verify" not in said
    if name == "batches/other":
        assert not said
