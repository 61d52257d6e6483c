"""Of a long record no id is taken twice, whatever became of the table of its ids; and the table is only a help."""

import shutil
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from sw_competency.errors import ConflictError
from sw_competency.stores import TinyDBStore, _ids
from sw_competency.stores._ids import Covered, Ids
from sw_competency.testing.store_contract import practice

W1 = ("worker", "w1")
MANY = 500
pytestmark = pytest.mark.skipif(not _ids.booted(), reason="this machine does not say when it was started anew")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    store = TinyDBStore.create(tmp_path)
    store.append([practice(f"e{n}", note="x" * 100) for n in range(MANY)])
    store.append([practice("last")])
    return tmp_path


def table(place: Path) -> Path:
    return place / "index" / "workers" / "w1.ids"


def holds(place: Path) -> None:
    """Every id is found again, whichever way it comes, and a new one is new."""
    store = TinyDBStore(place)
    again = [practice(f"e{n}", note="x" * 100) for n in (0, 7, MANY - 1)]
    assert store.append(again).added == ()
    with pytest.raises(ConflictError):
        store.append([practice("last", note="other")])
    new = f"new-{len(store.read(W1))}"
    assert len(store.append([practice(new)]).added) == 1
    assert store.append([practice(new)]).added == ()
    assert not store.verify().found


def test_a_table_is_made_and_followed(place: Path) -> None:
    assert table(place).is_file()
    made = table(place).stat().st_ino
    for _ in range(3):
        holds(place)
    assert table(place).stat().st_ino == made  # put down as entries came, never made anew


def another_start(data: bytes) -> bytes:
    return data.replace(_ids.booted(), b"b" * 36)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "gone": lambda file: file.unlink(),
    "empty": lambda file: file.write_bytes(b""),
    "cut": lambda file: file.write_bytes(file.read_bytes()[:-8]),
    "of another start of the machine, and its slots lost": lambda file: file.write_bytes(
        another_start(file.read_bytes()[: _ids._HEADER.size]) + bytes(len(file.read_bytes()) - _ids._HEADER.size)
    ),
    "full": lambda file: file.write_bytes(
        file.read_bytes()[: _ids._HEADER.size] + b"\1" * (len(file.read_bytes()) - _ids._HEADER.size)
    ),
    "a folder": lambda file: (file.unlink(), file.mkdir()),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_whatever_became_of_the_table_no_id_is_taken_twice(place: Path, name: str) -> None:
    DAMAGES[name](table(place))
    holds(place)
    holds(place)


def test_a_table_of_an_older_copy_of_the_record_is_not_believed(place: Path) -> None:
    older = table(place).read_bytes()
    TinyDBStore(place).append([practice("since")])
    table(place).write_bytes(older)
    assert TinyDBStore(place).append([practice("since")]).added == ()
    holds(place)


def test_a_table_that_is_half_full_is_made_anew_and_larger(tmp_path: Path) -> None:
    file, end = tmp_path / "a.ids", Covered(10, "0" * 64)
    ids = Ids(file)
    ids.make([f"e{n}" for n in range(1000)], end)
    small = file.stat().st_size
    for n in range(1000, 3000):
        ids.add([f"e{n}"], Covered(n, "1" * 64))
    assert file.stat().st_size == small
    assert not Ids(file).fits(Covered(2999, "1" * 64))
    assert Ids(file).fits(Covered(2047, "1" * 64))
    assert all(ids.may_hold([f"e{n}"]) for n in range(2048))
    assert sum(ids.may_hold([f"other-{n}"]) for n in range(1000)) == 0
    ids.make([f"e{n}" for n in range(3000)], end)
    assert file.stat().st_size > small
    assert struct.unpack_from("<8sQQ", file.read_bytes())[2] == 3000


def test_an_erased_record_leaves_no_table(place: Path) -> None:
    TinyDBStore(place).erase_record(W1, "a", "b")
    assert not table(place).exists()
    shutil.rmtree(place / "index")
    assert TinyDBStore(place).append([practice("e0")]).added
