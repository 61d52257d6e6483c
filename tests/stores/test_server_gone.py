"""A database whose server goes away, or lets nobody in: one sentence, nothing lost or shown, and it goes on after."""

import shutil
import socket
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest

from sw_competency import Tracker
from sw_competency.cli import main
from sw_competency.errors import ConnectionLostError, StoreError
from sw_competency.stores import open_store
from sw_competency.testing.store_contract import W1, practice
from sw_competency.web import app
from sw_competency.web.screen import screens
from tests.stores.servers import Mortal
from tests.web.conftest import ENTRIES, PEOPLE, Clock, hidden, stranger
from tests.web.test_roles import ASKED

sa = pytest.importorskip("sqlalchemy", reason="the extra 'postgresql' is not installed")

from sw_competency.stores.postgresql import PostgreSQLStore  # noqa: E402

DAY = datetime(2026, 3, 2, tzinfo=UTC)
GONE = "cannot be reached by 'postgres': check its name, and that the server runs"


@pytest.fixture(scope="module")
def mortal() -> Iterator[Mortal]:
    made = Mortal()
    yield made
    made.close()


@pytest.fixture
def url(mortal: Mortal, request: pytest.FixtureRequest) -> Iterator[str]:
    """Records in a database of a server that may be killed; it runs again afterwards."""
    given = sa.make_url(mortal.url).update_query_dict({"organisation": request.node.name})
    url = given.render_as_string(hide_password=False)
    PostgreSQLStore.create(url).close()
    yield url
    mortal.start()


def test_a_batch_within_which_the_server_is_killed_is_absent_and_may_be_repeated(mortal: Mortal, url: str) -> None:
    with PostgreSQLStore(url) as store:
        store.append([practice("e1"), practice("e1", "w2")])

        def killed() -> datetime:
            with suppress(FileNotFoundError):  # it is tried once more
                mortal.kill()
            return DAY

        with pytest.raises(ConnectionLostError, match=GONE):
            store.append([practice("e2"), practice("e2", "w2")], killed)
        mortal.start()
        assert store.read(W1) == (practice("e1"),)
        assert len(store.append([practice("e2"), practice("e2", "w2")]).added) == 2
        assert store.verify().found == []


def test_a_batch_that_was_durable_when_the_server_was_killed_is_not_doubled(mortal: Mortal, url: str) -> None:
    with PostgreSQLStore(url) as store:
        def durable(db: "sa.Connection") -> None:
            raw = db.connection.dbapi_connection
            raw.commit()  # type: ignore[union-attr]
            raw.execute("SELECT 1")  # type: ignore[union-attr] # so that the commit it waits for has something to end
            mortal.kill()

        sa.event.listen(store._database.engine, "commit", durable, once=True)
        with pytest.raises(ConnectionLostError, match=GONE):
            store.append([practice("e1")])
        mortal.start()
        assert store.read(W1) == (practice("e1"),)
        again = store.append([practice("e1")])
        assert (again.added, len(again.already_there)) == ((), 1)
        assert [change.entries[0].id for change in store.changes()] == ["e1"]


def test_every_batch_that_writers_were_told_of_is_there_after_the_server_was_killed(mortal: Mortal, url: str) -> None:
    """Programs of their own write as fast as they can; the server is killed in the middle."""
    program = (
        "import sys\nfrom itertools import count\nfrom sw_competency.errors import ConnectionLostError\n"
        "from sw_competency.stores.postgresql import PostgreSQLStore\n"
        "from sw_competency.testing.store_contract import practice\n"
        "store = PostgreSQLStore(sys.argv[1])\n"
        "try:\n"
        "    for n in count():\n"
        "        store.append([practice(f'{sys.argv[2]}-{n}'), practice(f'{sys.argv[2]}-{n}', 'w2')])\n"
        "        print(n, flush=True)\n"
        "except ConnectionLostError:\n    print('lost', flush=True)\n"
    )
    writing = [
        subprocess.Popen([sys.executable, "-c", program, url, name], stdout=subprocess.PIPE, text=True)
        for name in ("a", "b")
    ]
    for each in writing:
        assert each.stdout is not None
        for _ in range(5):
            each.stdout.readline()
    mortal.kill()
    told = {name: each.communicate()[0].split() for name, each in zip("ab", writing, strict=True)}
    mortal.start()
    with PostgreSQLStore(url) as store:
        first, second = (sorted(entry.id for entry in store.read(("worker", worker))) for worker in ("w1", "w2"))
        assert first == second
        assert store.verify().found == []
    for name, lines in told.items():
        assert lines[-1] == "lost"
        held, last = sum(id_.startswith(f"{name}-") for id_ in first), int(lines[-2]) if len(lines) > 1 else 4
        assert held in {last + 1, last + 2}  # one more may be durable of which nobody was told


COMMANDS = ("may w1 iv-cannulation", "add new.jsonl", "verify", "store info --json", "changes", "init", "heads")


def test_every_command_says_in_a_sentence_that_the_server_is_gone(
    mortal: Mortal, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("new.jsonl").write_text("")
    mortal.kill()
    for words in (*COMMANDS, f"store copy {url} copy", f"store backup {tmp_path / 'copy'}", "open --no-browser"):
        assert main([*words.split(), "--store", url]) == 4, words
        out, err = capsys.readouterr()
        assert (out, len(err.splitlines()), GONE in err) == ("", 1, True), (words, out, err)
    assert not Path("copy").exists()


def test_the_pages_say_so_too_and_work_again_afterwards(mortal: Mortal, url: str) -> None:
    """Every screen, and a form that is sent: kept once it can be, and once only."""
    tracker = Tracker(open_store(url), clock=Clock())
    tracker.append(ENTRIES, "a1")
    pages = app(tracker, people=PEOPLE)
    client = stranger(pages)
    token = pages.state.sessions.invite(PEOPLE.of("a1"))
    assert client.get(f"/enter?token={token}").status_code == 303
    form = client.get("/record?worker=w1&what=absence")
    given = {**hidden(form.text), "on": "2026-02-02", "until": "2026-02-20", "reason": "other"}
    mortal.kill()
    for path in ("/sign-in", *(ASKED[screen.path] for screen in screens())):
        said = client.get(path) if path != "/sign-in" else stranger(pages).get(path)
        assert said.status_code in {200, 303, 503}, path
        if said.status_code != 503:  # asks nothing of the records
            assert "Amina" not in said.text
            continue
        assert GONE.replace("'", "&#39;") in said.text, path
    sent = client.post("/record?worker=w1&what=absence", data=given)
    assert sent.status_code == 503
    mortal.start()
    assert "Amina Okafor" in client.get("/people/w1").text
    for _ in range(2):
        client.post("/record?worker=w1&what=absence", data=given)
    assert len([entry for entry in tracker.store.read(W1) if entry.kind == "absence"]) <= 1
    tracker.store.close()


def test_a_database_without_room_takes_nothing_and_goes_on_once_there_is_some(mortal: Mortal, url: str) -> None:
    """Its tables stand on a disk of their own, which is full."""
    owner = sa.make_url(mortal.url).set(drivername="postgresql+psycopg")
    server = sa.create_engine(owner, isolation_level="AUTOCOMMIT")

    def does(statement: str) -> None:
        with server.connect() as db:
            db.exec_driver_sql(statement)

    with mortal.small_disk("24m") as disk:
        does(f"CREATE TABLESPACE small LOCATION '{disk}'")
        does("CREATE DATABASE small TABLESPACE small TEMPLATE template0")
        small = sa.make_url(url).set(database="small").render_as_string(hide_password=False)
        with PostgreSQLStore.create(small) as store:
            store.append([practice("e1")])
            head, ballast = store.head(), disk / "ballast"
            ballast.write_bytes(b"x" * (shutil.disk_usage(disk).free - 65536))
            many = [practice(f"m{n}", f"w{n}", note="x" * 900) for n in range(2000)]
            with pytest.raises(StoreError, match="There is no room left in the database 'small'"):
                store.append(many)
            assert (store.head(), store.read(W1)) == (head, (practice("e1"),))
            ballast.unlink()
            assert len(store.append(many).added) == 2000
            assert store.verify().found == []
        does("DROP DATABASE small WITH (FORCE)")
        does("DROP TABLESPACE small")
        server.dispose()


def test_a_wrong_password_is_told_and_never_shown(
    mortal: Mortal, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with PostgreSQLStore(url) as store, store._database.begun() as db:
        db.execute(sa.text("DROP ROLE IF EXISTS app"))
        db.execute(sa.text("CREATE ROLE app LOGIN PASSWORD 'geheim-1'"))
    assert main(["init", "--role", "app", "--store", url]) == 0
    mortal.ask_for_passwords()
    app_ = sa.make_url(url).set(username="app")
    for password, code in (("geheim-1", 0), ("geheim-2", 2), (None, 2)):
        text = app_.set(password=password).render_as_string(hide_password=False)
        capsys.readouterr()
        monkeypatch.setenv("SW_COMPETENCY_DEBUG", "1" if password else "")
        assert main(["store", "info", "--json", "--store", text]) == code
        said = "".join(capsys.readouterr())
        assert "geheim" not in said
        assert ("does not let 'app' in" in said) == (code == 2)
    with PostgreSQLStore(app_.set(password="geheim-1").render_as_string(hide_password=False)) as store:
        store.append([practice("e1")])
        tracker = Tracker(store)
        for shown in (store, store._database, store._database.engine, store._database._url, tracker, store.head()):
            assert "geheim" not in f"{shown!r} {shown!s}"
        assert "geheim" not in repr(store.verify())
    with PostgreSQLStore(url) as store, store._database.begun() as db:
        for table in ("log", "line", "entry", "person", "catalogue", "store", "member"):
            rows = db.execute(sa.text(f"SELECT * FROM sw_competency.{table}")).all()
            assert "geheim" not in repr(rows)


def test_a_batch_goes_seven_times_to_the_server_and_back_however_many_records_it_is_for(mortal: Mortal) -> None:
    """Is it there, begin, turn, ends, ids, all that is put, commit: on a network each way costs more than its work."""
    with mortal.counted() as (url, ways), PostgreSQLStore.create(f"{url}?organisation=far") as store:
        for n in range(12):  # then statements are prepared
            store.append([practice(f"e{n}")])
            store.append([practice(f"e{n}", f"w{each}") for each in (2, 3, 4)])
        for batch in ([practice("n1")], [practice("n1", f"w{each}") for each in (2, 3, 4)]):
            before = ways[0]
            store.append(batch)
            assert ways[0] - before <= 7
        before = ways[0]
        store.read(W1)
        assert ways[0] - before <= 6


def refusal(says: str) -> bytes:
    """What PostgreSQL sends whom it does not let in."""
    fields = b"SFATAL\0VFATAL\0C28000\0M" + says.encode() + b"\0\0"
    return b"E" + struct.pack("!i", len(fields) + 4) + fields


@pytest.fixture
def without_tls() -> Iterator[Callable[[bytes], str]]:
    """A server that knows no encryption, and answers whoever goes on without in one way: made up, as ours has none."""
    listening = socket.create_server(("127.0.0.1", 0))

    def answer(says: bytes) -> None:
        with suppress(OSError):
            while True:
                one, _ = listening.accept()
                with one:
                    while (asked := one.recv(1024)) and asked[4:8] in (b"\x04\xd2\x16\x2f", b"\x04\xd2\x16\x30"):
                        one.sendall(b"N")
                    one.sendall(says)

    def at(says: bytes) -> str:
        Thread(target=answer, args=(says,), daemon=True).start()
        return f"postgresql://app:geheim@127.0.0.1:{listening.getsockname()[1]}/training?organisation=north"

    yield at
    listening.close()


def test_encryption_that_one_of_the_two_asks_for_is_told(
    without_tls: Callable[[bytes], str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    says = 'no pg_hba.conf entry for host "127.0.0.1", user "app", database "training", no encryption'
    url = without_tls(refusal(says))
    for more in ("", "&sslmode=require", f"&sslmode=verify-full&sslrootcert={tmp_path / 'nowhere.pem'}"):
        assert main(["store", "info", "--store", url + more]) == 2
        out, err = capsys.readouterr()
        assert "There is no encrypted connection to the database 'training' on 127.0.0.1" in err, (more, err)
        assert (out, "geheim" in err, len(err.splitlines())) == ("", False, 1)


def test_a_server_that_is_just_starting_may_be_asked_again(
    without_tls: Callable[[bytes], str], capsys: pytest.CaptureFixture[str]
) -> None:
    for says in (
        "the database system is starting up", "the database system is shutting down", "sorry, too many clients already",
        "the database system is not yet accepting connections", "the database system is not accepting connections",
        "the database system is in recovery mode",
    ):  # fmt: skip
        assert main(["store", "info", "--store", without_tls(refusal(says))]) == 4
        assert "cannot be reached" in capsys.readouterr().err
