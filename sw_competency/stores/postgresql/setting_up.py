"""Makes the tables in a database, brings them to this version, and lets a role use one organisation's records."""

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import sqlalchemy as sa

from sw_competency.errors import MissingExtraError, StoreError
from sw_competency.stores import _files
from sw_competency.stores._log import ITSELF
from sw_competency.stores.postgresql import copies, tables
from sw_competency.stores.postgresql.tables import SCHEMA, log, member, other_version, store, version
from sw_competency.stores.tinydb import TinyDBStore

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

MIGRATIONS = Path(__file__).parent / "migrations"
_TURN = crc32(SCHEMA.encode())  # of whoever makes tables, in one database
_GRANTS = (
    "USAGE ON SCHEMA {s}",
    "SELECT ON {s}.store, {s}.member, {s}.alembic_version",
    "SELECT, INSERT ON {s}.log, {s}.line, {s}.entry, {s}.identity, {s}.catalogue",
    "SELECT, INSERT, UPDATE, DELETE ON {s}.person, {s}.feed",
    "EXECUTE ON FUNCTION {s}.erase",
)


def make_tables(db: "Connection", backup: Path | None = None) -> None:
    """Make the tables, or bring those of an older version to this one, while nobody uses them.

    Args:
        db: a connection of whoever owns the tables.
        backup: a folder that is not there yet, into which the records of an older version are copied first.

    Raises:
        MissingExtraError: Alembic is not installed.
        StoreBusyError: somebody has been writing for too long.
        StoreError: the tables are of a newer version; or of an older one, and no folder is named, or one that is there.
    """
    if backup is not None and os.path.lexists(backup):
        raise StoreError(f"'{backup}' is there already: name a folder that is not.")
    db.execute(sa.select(sa.func.pg_advisory_xact_lock(_TURN)))
    is_there = db.scalar(sa.select(sa.func.to_regclass(f"{SCHEMA}.{version.name}"))) is not None
    found = str(db.scalar(sa.select(version.c.version_num))) if is_there else None
    if found == tables.REVISION:
        return
    if found is not None:
        if backup is None or found > tables.REVISION:
            raise other_version(found)
        _keep_copy(db, backup)
    _migrate(db)
    if found is not None:
        roles = sa.table("pg_roles", sa.column("rolname"))
        for role in db.scalars(sa.select(roles.c.rolname).where(roles.c.rolname.in_(sa.select(member.c.role)))).all():
            _grant(db, role)  # what is new in this version, to every program that was let in before


def _keep_copy(db: "Connection", backup: Path) -> None:
    """Copy every organisation's records, as they are, into a folder each; nobody writes until the transaction ends."""
    there = sa.table("pg_tables", sa.column("schemaname"), sa.column("tablename"))
    ours = db.scalars(sa.select(there.c.tablename).where(there.c.schemaname == SCHEMA)).all()
    for name in sorted(ours, key=lambda name: (name != version.name, name)):  # first what whoever takes a turn reads
        db.execute(sa.text(f"LOCK TABLE {SCHEMA}.{name} IN ACCESS EXCLUSIVE MODE"))
    _files.make_folder(backup)
    for organisation, id_ in db.execute(sa.select(store.c.organisation, store.c.id)).all():
        TinyDBStore.restored(str(backup / _files.file_stem(organisation)), copies.image(db, organisation, id_))


def _migrate(db: "Connection") -> None:
    try:
        from alembic.operations import Operations
        from alembic.runtime.migration import MigrationContext
        from alembic.script import ScriptDirectory
    except ImportError:
        raise MissingExtraError("Making tables in a database", "postgresql") from None
    db.execute(sa.text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
    versions = ScriptDirectory(str(MIGRATIONS))
    context = MigrationContext.configure(
        db,
        opts={
            "version_table_schema": SCHEMA,
            "fn": lambda revision, _: versions._upgrade_revs("head", revision),  # noqa: SLF001 - as Alembic's own guide
        },
    )
    with Operations.context(context):
        context.run_migrations()


def _grant(db: "Connection", role: str) -> None:
    quoted = db.dialect.identifier_preparer.quote(role)
    for what in _GRANTS:
        db.execute(sa.text(f"GRANT {what.format(s=SCHEMA)} TO {quoted}"))


def admit(db: "Connection", organisation: str, role: str, id_: str | None = None) -> bool:
    """Begin an organisation's store unless it is there, and let a role use it; tell whether it was begun.

    Args:
        db: a connection of whoever owns the tables.
        organisation: whose records.
        role: the role of the database by which a program will use them.
        id_: the store's own id, where it comes from elsewhere.

    Raises:
        StoreError: another organisation of this database holds the store of that id.
    """
    begun = sa.dialects.postgresql.insert(store).values(organisation=organisation, id=id_ or secrets.token_hex(16))
    try:
        asked = begun.on_conflict_do_nothing(index_elements=["organisation"]).returning(store.c.id)
        made = db.scalar(asked) is not None
    except sa.exc.IntegrityError:
        raise StoreError(
            "These records are in that database already, under another organisation's name: use them there."
        ) from None
    if made and id_ is None:  # a copy brings the beginning of its log along
        db.execute(sa.insert(log).values(organisation=organisation, sequence=1, name=ITSELF, number=0, digest=""))
    admitted = sa.dialects.postgresql.insert(member).values(role=role, organisation=organisation)
    db.execute(admitted.on_conflict_do_nothing())
    _grant(db, role)
    return made
