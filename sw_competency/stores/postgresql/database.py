"""The connection to a database: what its URL names, turns taken within a transaction, and what goes wrong in words."""

import logging
import re
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from sw_competency.errors import ConnectionLostError, NoStoreError, StoreBusyError, StoreError
from sw_competency.stores.place import NO_URL

# what psycopg says beside its errors we say in words of our own, and nobody else is to see it who asks for no log
logging.getLogger("psycopg").addHandler(logging.NullHandler())

WAIT = 10  # seconds
_BUSY = {"55P03", "57014", "40P01"}  # no turn within that time
_NOT_THERE = {"3F000", "42P01", "3D000"}  # no schema, no table, no database
_NO_LEAVE = {"42501", "25006"}  # not granted, or read-only
_NO_ROOM = {"53100", "53200"}
_NO_ROLE = "42704"
# What is said before there is a connection has no code; what is said in other words counts as a server out of reach.
_UNREADABLE = re.compile(r"\binvalid\b.*\b(option|value|port)\b")
_IN_THE_CLEAR = re.compile("SSL|certificate|no encryption")
_NOT_NOW = "starting up|shutting down|recovery|not (yet )?accepting|too many|slots"
_REFUSED = re.compile(rf"FATAL:(?!.*({_NOT_NOW}))|no password supplied")


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
            raise NoStoreError(NO_URL) from None
        organisation = read.query.get("organisation")
        if isinstance(organisation, tuple):
            raise NoStoreError("The URL of a database names one organisation.")
        self.organisation = organisation
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
            NoStoreError: it lets nobody of that name in, or holds no tables of ours.
            StoreError: it may not be written, or has no room.
        """
        try:
            yield
        except DBAPIError as error:
            raise self._said(error.orig, was_open=error.connection_invalidated) from None
        except psycopg.Error as error:  # while many rows are copied, past SQLAlchemy
            raise self._said(error, was_open=True) from None

    @contextmanager
    def begun(self, **options: Any) -> Iterator[Connection]:
        """Do something as a whole, or not at all."""
        with self.plainly(), self.engine.connect().execution_options(**options) as db, db.begin():
            yield db

    def _said(self, error: BaseException | None, *, was_open: bool) -> StoreError:
        state = getattr(error, "sqlstate", None)
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
        if state == _NO_ROLE:
            return StoreError(f"There is no such role in {self.named}: have it made there first. Nothing was stored.")
        if state is None and not was_open and (refused := self._refused(str(error), user)):
            return NoStoreError(refused)
        if state is None or state.startswith(("08", "57P")):
            return ConnectionLostError(
                f"{self.named[:1].upper()}{self.named[1:]} cannot be reached by '{user}': check its name, and that the "
                "server runs; then repeat what you did: nothing is doubled."
            )
        return StoreError(f"{self.named[:1].upper()}{self.named[1:]} would not do that (PostgreSQL says {state}).")

    def _refused(self, says: str, user: str) -> str | None:
        """Return why it is of no use to try again; None where it may be."""
        if _UNREADABLE.search(says):
            return NO_URL
        if _IN_THE_CLEAR.search(says):
            return (
                f"There is no encrypted connection to {self.named} such as one of you asks for: check  sslmode  and  "
                "sslrootcert  in its URL."
            )
        if _REFUSED.search(says):
            return (
                f"{self.named[:1].upper()}{self.named[1:]} does not let '{user}' in: check its name, the user and the "
                "password."
            )
        return None

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()
