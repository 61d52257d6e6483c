"""A database keeps organisations apart, takes no change of what was recorded, and loses nothing with its connection."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from traceback import format_exception

import pytest

from sw_competency.cli import main
from sw_competency.errors import NoStoreError, StoreBusyError, StoreDamagedError, StoreError
from sw_competency.model import Person
from sw_competency.testing.store_contract import W1, practice
from tests.stores.servers import Place

sa = pytest.importorskip("sqlalchemy", reason="the extra 'postgresql' is not installed")

from sw_competency.stores.postgresql import PostgreSQLStore  # noqa: E402
from sw_competency.stores.postgresql.tables import REVISION  # noqa: E402

CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'sw-competency'"
PRACTICE = (
    '{"kind": "practice", "worker": "w1", "on": "2026-03-01", "competency": "iv-cannulation", '
    '"outcome": "unsuccessful"}'
)

PERSON = '{"kind": "person", "worker": "t77", "name": "Thessaly Quill"}'


def test_two_trusts_in_one_database_see_their_own_people_only(place: Place) -> None:
    north, south = place.role("north"), place.role("south")
    PostgreSQLStore.create(place.at("north"), role=north).close()
    PostgreSQLStore.create(place.at("south"), role=south).close()
    mine, theirs = PostgreSQLStore(place.at("north", north)), PostgreSQLStore(place.at(None, south))
    mine.append([practice("e1")])
    mine.put_person(Person(role="worker", id="w1", name="Name"))
    assert (theirs.read(W1), theirs.person("w1"), list(theirs.changes())) == ((), None, [])
    with pytest.raises(NoStoreError, match="no records of 'north' that this user may see"):
        PostgreSQLStore(place.at("north", south))
    theirs.append([practice("e1", note="other")])
    assert [entry.note for entry in (*mine.read(W1), *theirs.read(W1))] == [None, "other"]
    as_south = sa.create_engine(sa.make_url(place.at(None, south)).set(drivername="postgresql+psycopg"))
    for table in ("store", "member", "log", "line", "entry", "person"):
        found = place.does(f"SELECT DISTINCT organisation FROM sw_competency.{table}", as_south)
        assert found in ([("south",)], []), table
    as_south.dispose()


def test_no_command_of_one_trust_tells_anything_of_anothers_people(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By id, by name, by a page of theirs, by a head, by a digest: the same answer as for somebody who is nowhere."""
    monkeypatch.chdir(tmp_path)
    urls = {}
    for whose in ("north", "south"):
        role = place.role(whose)
        PostgreSQLStore.create(place.at(whose), role=role).close()
        urls[whose] = place.at(whose, role)

    def says(whose: str, words: str) -> tuple[int, str]:
        code = main([*words.split(), "--store", urls[whose], "--as-of", "2026-03-02"])
        return code, re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z|[0-9a-f]{16,}", "", "".join(capsys.readouterr()))

    Path("theirs.jsonl").write_text(PRACTICE.replace('"w1"', '"t77"') + "\n" + PERSON)
    Path("mine.jsonl").write_text(PRACTICE)
    assert says("north", "add theirs.jsonl")[0] == says("south", "add mine.jsonl")[0] == 0
    assert says("north", "report progression --worker t77 --format md --out page.md")[0] == 0
    assert says("north", "heads --out head.json")[0] == 0
    other = PostgreSQLStore(urls["north"])
    digest = other.catalogues()[0]
    commands = (
        "may {} iv-cannulation", "status {} iv-cannulation", "entries {}", "subject-access {}", "erase {} --reason x",
        "report progression --worker {} --format md --out -", "report subject-access --worker {} --format md --out -",
        "leavers-pack {} --out {}.zip", "store info", "changes", "who-may iv-cannulation", "export csv", "matrix",
    )  # fmt: skip
    for words in commands:
        for theirs, nobody in (("t77", "t99"), ("Thessaly", "Nobodine")):
            found, none = (says("south", words.replace("{}", who)) for who in (theirs, nobody))
            assert (found[0], found[1].replace(theirs, nobody)) == none, words
            assert not {"Thessaly", "t77"} & set(found[1].replace(theirs, "").split()), words
    Path("page.md").write_text(Path("page.md").read_text().replace("Thessaly Quill", "X"))  # what it asks remains
    for words in ("verify page.md", "verify --against head.json"):
        code, said = says("south", words)
        assert code != 0
        assert "Thessaly" not in said
        assert "unsuccessful" not in said
    store = PostgreSQLStore(urls["south"])
    assert store.catalogue("b" * 64) is None
    assert (store.person("t77"), store.holds(("worker", "t77")), [*store.owners("worker")]) == (None, False, ["w1"])
    assert store.had(other.head()) is False
    assert digest in store.catalogues()  # of the same rules: their own copy
    before = other.head()
    assert says("south", "add theirs.jsonl")[0] == 0  # under the same id: another record
    assert other.head() == before
    store.close()
    other.close()


CHANGES = (
    "UPDATE sw_competency.line SET data = ''", "DELETE FROM sw_competency.line", "TRUNCATE sw_competency.line",
    "UPDATE sw_competency.log SET digest = ''", "DELETE FROM sw_competency.log", "DELETE FROM sw_competency.entry",
    "INSERT INTO sw_competency.member VALUES (current_user, 'south')", "DROP TABLE sw_competency.line",
    "INSERT INTO sw_competency.line VALUES ('south', 'worker', 'w1', 9, 9, now(), '', '')",
    "SELECT sw_competency.erase('south', 'worker', 'w1', 9, 9, now(), '', '{\"entries\":[],\"erased\":{')",
    "SELECT sw_competency.erase('north', 'worker', 'w1', 9, 9, now(), '', '{\"entries\":[{')",
)  # fmt: skip


def test_whoever_may_add_may_change_nothing(place: Place) -> None:
    north = place.role("north")
    PostgreSQLStore.create(place.at("south")).close()
    store = PostgreSQLStore.create(place.at("north"), role=north)
    store.append([practice("e1")])
    before = store.head()
    url = sa.make_url(place.at(None, north)).set(drivername="postgresql+psycopg")
    as_north = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    for statement in CHANGES:
        with pytest.raises((sa.exc.ProgrammingError, sa.exc.IntegrityError)):
            place.does(statement, as_north)
    as_north.dispose()
    assert (store.head(), store.read(W1)) == (before, (practice("e1"),))
    said = PostgreSQLStore(place.at("north", north)).verify()
    assert (said.found, said.notes) == ([], [])


def test_a_connection_lost_within_a_batch_loses_nothing(place: Place) -> None:
    """The whole is done once more by a new connection; what was durable already is not done again."""
    store = PostgreSQLStore.create(place.at("north"))
    left = [1]

    def cut() -> datetime:
        if left:
            left.pop()
            place.does(CUT)
        return datetime(2026, 3, 2, tzinfo=UTC)

    done = store.append([practice("e1"), practice("e1", "w2")], cut)
    assert (len(done.added), left) == (2, [])

    def durable(db: "sa.Connection") -> None:
        if not left:
            left.append(1)
            raw = db.connection.dbapi_connection
            raw.commit()  # type: ignore[union-attr]
            raw.execute("SELECT 1")  # type: ignore[union-attr] # so that the commit it waits for has something to end
            place.does(CUT)

    sa.event.listen(store._database.engine, "commit", durable)
    done = store.append([practice("e2")])
    assert ([entry.id for entry in done.added], done.already_there) == (["e2"], ())
    assert [change.entries[0].id for change in store.changes()] == ["e1", "e1", "e2"]
    assert store.verify().found == []


def test_a_connection_lost_while_many_rows_are_copied_loses_nothing(place: Place) -> None:
    many = [practice(f"e{n}", f"w{n}") for n in range(300)]
    with PostgreSQLStore.create(place.at("north")) as store:
        left = [1]

        def cut(*given: object) -> None:
            if left and "CREATE TEMPORARY TABLE" in str(given[2]):
                left.pop()
                place.does(CUT)

        sa.event.listen(store._database.engine, "after_cursor_execute", cut)
        assert (len(store.append(many).added), left) == (300, [])
        assert store.verify().found == []


def test_many_writers_lose_nothing_and_a_follower_misses_nothing(place: Place) -> None:
    PostgreSQLStore.create(place.at("north")).close()

    def write(number: int) -> None:
        with PostgreSQLStore(place.at("north")) as store:
            for n in range(12):
                store.append([practice(f"e{number}-{n}", f"w{n % 3}"), practice(f"e{number}-{n}", f"w{n % 3 + 1}")])

    told: list[tuple[int, str, str]] = []
    with ThreadPoolExecutor(8) as pool, PostgreSQLStore(place.at("north")) as follower:
        writing = [pool.submit(write, number) for number in range(8)]
        while True:
            are_done = all(each.done() for each in writing)
            for change in follower.changes(told[-1][0] if told else 0):
                told += [(change.sequence, change.receipt.record[1], entry.id) for entry in change.entries]
            if are_done:
                break
        for each in writing:
            each.result()
        assert len(told) == len({each[1:] for each in told}) == 8 * 12 * 2
        assert [each[0] for each in told] == sorted(each[0] for each in told)
        assert follower.verify().found == []


def test_what_was_changed_behind_its_back_is_found(place: Place) -> None:
    store = PostgreSQLStore.create(place.at("north"))
    store.append([practice("e1"), practice("e1", "w2"), practice("e1", "w3")])
    store.append([practice("e2"), practice("e2", "w2")])
    changed = "convert_to(replace(convert_from(data, 'UTF8'), 'successful', 'unsuccessful'), 'UTF8')"
    place.does(f"UPDATE sw_competency.line SET data = {changed} WHERE owner = 'w1' AND number = 1")
    place.does("DELETE FROM sw_competency.line WHERE owner = 'w2' AND number = 2")
    for worker in ("w1", "w2"):
        with pytest.raises(StoreDamagedError, match=f"'{worker}' in the database"):
            store.read(("worker", worker))
    assert store.read(("worker", "w3")) == (practice("e1", "w3"),)
    with pytest.raises(StoreDamagedError) as caught:
        list(store.read_all())
    assert len(caught.value.each) == 2
    assert {found.attack for found in store.verify().found} == {"damage", "rollback"}


def test_what_cannot_be_opened_is_one_sentence(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing there, a server that is not, a user nobody knows, another version, no leave to write; and no password."""
    monkeypatch.chdir(tmp_path)
    Path("new.jsonl").write_text(PRACTICE)
    with pytest.raises(NoStoreError, match="there are no training records: make a place for them"):
        PostgreSQLStore(place.at("north"))
    with pytest.raises(NoStoreError, match="organisation=NAME"):
        PostgreSQLStore.create(place.at())
    for url in ("postgresql://who:geheim", "postgresql://who:geheim/x", "postgresql://who:x@host:geheim/x"):
        with pytest.raises(NoStoreError, match="That is no URL of a database") as unread:
            PostgreSQLStore(url)
        assert "geheim" not in str(unread.value)
        assert main(["may", "w1", "iv-cannulation", "--store", url]) == 2
        assert "geheim" not in "".join(capsys.readouterr())
    nobody = place.url.set(drivername="postgresql", username="nobody-knows", password="geheim")
    for url, says, code in (
        ("postgresql://who:geheim@127.0.0.1:1/x", "cannot be reached by 'who'", 4),
        ("postgresql://who:geheim@nosuch.invalid/x", "cannot be reached by 'who'", 4),
        (nobody, "does not let 'nobody-knows' in", 2),
        (place.url.set(drivername="postgresql", database="nowhere", password="geheim"), "does not let", 2),
        (nobody.update_query_dict({"pasword": "geheim"}), "That is no URL of a database", 2),
        (nobody.update_query_dict({"sslmode": "geheim"}), "That is no URL of a database", 2),
        (nobody.update_query_dict({"organisation": ["a", "b"]}), "names one organisation", 2),
    ):
        text = url if isinstance(url, str) else url.render_as_string(hide_password=False)
        with pytest.raises(StoreBusyError if code == 4 else NoStoreError, match=says) as caught:
            PostgreSQLStore(text)
        assert "geheim" not in "".join(format_exception(caught.value)).replace(repr(text), "").replace(text, "")
        assert main(["may", "w1", "iv-cannulation", "--store", text]) == code
        assert "geheim" not in "".join(capsys.readouterr())
    assert main(["init", "--role", "nobody-knows", "--store", place.at("north")]) == 2
    assert "There is no such role" in capsys.readouterr().err
    with PostgreSQLStore.create(place.at("north"), role=place.role("reader")) as store:
        store.append([practice("e1")])
        for version, says in (("9999", "newer version"), ("0000", "older version")):
            place.does(f"UPDATE sw_competency.alembic_version SET version_num = '{version}'")
            with pytest.raises(StoreError, match=says):
                PostgreSQLStore(place.at("north"))
        place.does(f"UPDATE sw_competency.alembic_version SET version_num = '{REVISION}'")
        place.does(f'ALTER DATABASE "{place.url.database}" SET default_transaction_read_only = on')
    with PostgreSQLStore(place.at("north")) as store:
        with pytest.raises(StoreError, match="may not do that"):
            store.append([practice("e2")])
        assert store.read(W1) == (practice("e1"),)
    for words, code in (("may w1 iv-cannulation", 3), ("entries w1", 0), ("verify", 0), ("add new.jsonl", 2)):
        capsys.readouterr()
        assert main([*words.split(), "--store", place.at("north")]) == code
        assert ("may not do that" in capsys.readouterr().err) == (code == 2)


def test_every_command_works_with_a_database(
    place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SW_COMPETENCY_STORE", place.at("north"))
    role = place.role("app")
    assert main(["init", "--role", role]) == 0
    monkeypatch.setenv("SW_COMPETENCY_STORE", place.at("north", role))
    Path("new.jsonl").write_text(PRACTICE)
    for words, code in (
        ("add new.jsonl", 0), ("may w1 iv-cannulation", 3), ("entries w1", 0), ("changes", 0), ("verify", 0),
        ("heads", 0), ("store info", 0), ("store check", 0), ("store backup copy", 0), ("verify copy", 0),
        ("export csv --out all.csv", 0), ("import all.csv", 0), ("erase w1 --reason asked", 1),
    ):  # fmt: skip
        assert main(words.split()) == code, (words, capsys.readouterr())
    assert main(["init", "--role", "x", "--store", "folder"]) == 2
