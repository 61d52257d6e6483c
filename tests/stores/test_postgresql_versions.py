"""Tables of an older version are brought to this one with a copy kept, under a lock; those of a newer are refused."""

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sw_competency.cli import main
from sw_competency.errors import StoreBusyError, StoreError
from sw_competency.stores import TinyDBStore
from sw_competency.testing.store_contract import W1, practice
from tests.stores.servers import Place

pytest.importorskip("sqlalchemy", reason="the extra 'postgresql' is not installed")

from sw_competency.stores.postgresql import PostgreSQLStore, database, setting_up, tables

MADE_UP = """
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.execute("CREATE TABLE sw_competency.more (organisation text)")
    op.execute("ALTER TABLE sw_competency.line ADD COLUMN more text NOT NULL DEFAULT 'x'")
"""
FAILING = MADE_UP + """    op.execute("SELECT 1 / 0")
"""
Updated = Callable[..., None]


@pytest.fixture
def updated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Updated:
    """What the next version of this program would bring: tables of another version."""

    def comes(made_up: str = MADE_UP) -> None:
        place = tmp_path / "migrations"
        shutil.copytree(setting_up.MIGRATIONS, place, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
        (place / "versions" / "v0002.py").write_text(made_up)
        monkeypatch.setattr(setting_up, "MIGRATIONS", place)
        monkeypatch.setattr(tables, "REVISION", "0002")
        more = "SELECT, INSERT ON {s}.more"
        monkeypatch.setattr(setting_up, "_GRANTS", (*setting_up._GRANTS, more))

    return comes


def of_two_trusts(place: Place) -> tuple[str, str]:
    """Make records of two organisations, each with a role of its own; give the roles."""
    north, south = place.role("north"), place.role("south")
    for whose, role in (("north", north), ("south", south)):
        with PostgreSQLStore.create(place.at(whose), role=role) as store:
            store.append([practice("e1", note=whose), practice("e1", "w2")])
    return north, south


def version_of(place: Place) -> str:
    [(found,)] = place.does("SELECT version_num FROM sw_competency.alembic_version")
    return str(found)


def test_an_older_database_is_brought_to_this_version_with_a_copy_kept(
    place: Place, tmp_path: Path, updated: Updated, capsys: pytest.CaptureFixture[str]
) -> None:
    """By `init --backup` alone: every organisation's records are in the copy, and every role may go on."""
    north, south = of_two_trusts(place)
    with PostgreSQLStore(place.at("north")) as store:
        head = store.head()
    updated()
    for words in (("verify",), ("init",), ("store", "info")):
        assert main([*words, "--store", place.at("north")]) == 2
        assert "bring them to this one with  sw-competency init --backup FOLDER" in capsys.readouterr().err
    assert version_of(place) == "0001"
    backup = tmp_path / "before"
    assert main(["init", "--backup", str(backup), "--store", place.at("north")]) == 0
    assert f"as they were they are kept in {backup}" in capsys.readouterr().out
    assert version_of(place) == "0002"
    for whose, role in (("north", north), ("south", south)):
        with TinyDBStore(backup / whose) as kept, PostgreSQLStore(place.at(whose, role)) as store:
            assert dict(kept.read_all()) == dict(store.read_all())
            assert (kept.verify(store.head()).found, store.verify().found) == ([], [])
            store.append([practice("e2")])
        engine = place.engine_of(place.url.set(username=role))
        assert place.does("SELECT * FROM sw_competency.more", engine) == []
        engine.dispose()
    with PostgreSQLStore(place.at("north")) as store:
        assert store.had(head)
    again = tmp_path / "again"
    assert main(["init", "--backup", str(again), "--store", place.at("north")]) == 0
    assert not again.exists()
    assert main(["init", "--backup", str(backup), "--store", place.at("north")]) == 2
    assert "is there already" in capsys.readouterr().err


def test_a_migration_that_fails_changes_nothing_and_the_copy_stays(
    place: Place, tmp_path: Path, updated: Updated, monkeypatch: pytest.MonkeyPatch
) -> None:
    north, _ = of_two_trusts(place)
    with monkeypatch.context() as next_version:
        updated(FAILING)
        next_version.setattr(tables, "REVISION", "0002")
        with pytest.raises(StoreError, match="22012"):
            PostgreSQLStore.create(place.at("north"), backup=tmp_path / "before")
    monkeypatch.setattr(tables, "REVISION", "0001")
    assert version_of(place) == "0001"
    with PostgreSQLStore(place.at("north", north)) as store, TinyDBStore(tmp_path / "before" / "north") as kept:
        assert store.read(W1) == kept.read(W1) == (practice("e1", note="north"),)


def test_nothing_is_migrated_while_somebody_writes(
    place: Place, tmp_path: Path, updated: Updated, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_two_trusts(place)
    monkeypatch.setattr(database, "WAIT", 1)
    with PostgreSQLStore(place.at("south")) as store, store._writing():
        updated()
        with pytest.raises(StoreBusyError, match="Somebody else has been writing"):
            PostgreSQLStore.create(place.at("north"), backup=tmp_path / "before")
    assert (version_of(place), (tmp_path / "before").exists()) == ("0001", False)


def test_a_program_that_is_open_meanwhile_writes_and_reads_no_more(
    place: Place, tmp_path: Path, updated: Updated, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It knows the tables as they were: nothing it does not know of is passed over."""
    of_two_trusts(place)
    store = PostgreSQLStore(place.at("north"))
    updated()
    PostgreSQLStore.create(place.at("north"), backup=tmp_path / "before").close()
    monkeypatch.setattr(tables, "REVISION", "0001")
    for door in (
        lambda: store.append([practice("e9")]), lambda: store.read(W1), lambda: list(store.read_all()), store.head,
        lambda: store.erase_record(W1, "m1", "asked for"), lambda: list(store.changes()), store.verify,
        lambda: store.keep_feed("esr", practice("e").on), lambda: store.catalogue("a" * 64),
        store.catalogues, lambda: store.feed("esr"), lambda: list(store.people()),
        lambda: PostgreSQLStore.create(place.at("north")),
        lambda: PostgreSQLStore.create(place.at("north"), backup=tmp_path / "another"),
    ):  # fmt: skip
        with pytest.raises(StoreError, match="made by a newer version of sw-competency: install that version"):
            door()
    store.keep_catalogue("a" * 64, lambda: "x = 1")
    store.close()
    assert place.does("SELECT * FROM sw_competency.catalogue") == []
    assert not (tmp_path / "another").exists()


def test_tables_are_made_once_however_many_make_them(place: Place) -> None:
    with ThreadPoolExecutor(4) as pool:
        for store in pool.map(PostgreSQLStore.create, [place.at(f"o{n % 2}") for n in range(4)]):
            store.close()
    with PostgreSQLStore(place.at("o1")) as store:
        store.append([practice("e1")])
        assert store.verify().found == []
