"""The connection to a database: what its URL names, turns taken within a transaction, and what goes wrong in words."""

import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from sw_competency.errors import ConnectionLostError, NoStoreError, StoreBusyError, StoreError

WAIT = 10  # seconds
_BUSY = {"55P03", "57014"}  # no turn within that time
_NOT_THERE = {"3F000", "42P01", "3D000"}  # no schema, no table, no database
_NO_LEAVE = {"42501", "25006"}  # not granted, or read-only
_NO_ROOM = {"53100", "53200"}


class Database:
    """A database as one organisation's store uses it.

    Args:
        url: `postgresql://USER:PASSWORD@HOST/DATABASE?organisation=NAME`; what is left out, the environment of
            PostgreSQL's own programs says.

    Raises:
        NoStoreError: the URL cannot be read.
    """

    def __init__(self, url: str) -> None:
        try:
            read = make_url(url)
        except (ArgumentError, ValueError):  # a port that is no number may be a password: it is not repeated
            raise NoStoreError(
                "That is no URL of a database: write it as  postgresql://USER@HOST/DATABASE?organisation=NAME"
            ) from None
        organisation = read.query.get("organisation")
        self.organisation = organisation if isinstance(organisation, str) else None
        self._url: URL = read.difference_update_query(["organisation"]).set(drivername="postgresql+psycopg")
        options = f"-c lock_timeout={WAIT}s -c synchronous_commit=on -c client_min_messages=error"
        self.engine = sa.create_engine(
            self._url, pool_pre_ping=True, hide_parameters=True,
            connect_args={"connect_timeout": WAIT, "options": options, "application_name": "sw-competency"},
        )  # fmt: skip
        weakref.finalize(self, self.engine.dispose)  # who never closes a store leaves no connection open

    @property
    def named(self) -> str:
        """The database as a sentence names it, without a password."""
        place = f"{self._url.host or 'this computer'}{f':{self._url.port}' if self._url.port else ''}"
        return f"the database '{self._url.database or self._url.username or ''}' on {place}"

    @contextmanager
    def plainly(self) -> Iterator[None]:
        """Say in one sentence what the database would not do; nothing of it was stored.

        Raises:
            ConnectionLostError: it cannot be reached.
            StoreBusyError: somebody else is writing for too long.
            NoStoreError: it holds no tables of ours.
            StoreError: it may not be written, or has no room.
        """
        try:
            yield
        except DBAPIError as error:
            raise self._said(error) from None

    @contextmanager
    def begun(self, **options: Any) -> Iterator[Connection]:
        """Do something as a whole, or not at all."""
        with self.plainly(), self.engine.connect().execution_options(**options) as db, db.begin():
            yield db

    def _said(self, error: DBAPIError) -> StoreError:
        state = getattr(error.orig, "sqlstate", None)
        user = self._url.username or "whoever runs this"
        if state in _BUSY:
            return StoreBusyError(f"Somebody else has been writing to {self.named} for {WAIT} seconds: try again.")
        if state in _NOT_THERE:
            return NoStoreError(
                f"In {self.named} there are no training records: make a place for them there with  sw-competency init"
            )
        if state in _NO_LEAVE:
            return StoreError(
                f"'{user}' may not do that in {self.named}: ask whoever looks after it. Nothing was stored."
            )
        if state in _NO_ROOM:
            return StoreError(f"There is no room left in {self.named}: nothing was stored.")
        if error.connection_invalidated or state is None or state.startswith(("08", "57P", "28")):
            return ConnectionLostError(
                f"{self.named[:1].upper()}{self.named[1:]} cannot be opened by '{user}': check its name, the user, the "
                "password, and that the server runs; then repeat what you did: nothing is doubled."
            )
        return StoreError(f"{self.named[:1].upper()}{self.named[1:]} would not do that (PostgreSQL says {state}).")

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()
