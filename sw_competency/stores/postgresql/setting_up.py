"""Makes the tables in a database, brings them to this version, and lets a role use one organisation's records."""

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from sw_competency.errors import MissingExtraError, StoreError
from sw_competency.stores._log import ITSELF
from sw_competency.stores.postgresql.tables import REVISION, SCHEMA, log, member, store, version

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

_GRANTS = (
    "USAGE ON SCHEMA {s}",
    "SELECT ON {s}.store, {s}.member, {s}.alembic_version",
    "SELECT, INSERT ON {s}.log, {s}.line, {s}.entry, {s}.identity, {s}.catalogue",
    "SELECT, INSERT, UPDATE, DELETE ON {s}.person, {s}.feed",
    "EXECUTE ON FUNCTION {s}.erase",
)


def make_tables(db: "Connection") -> None:
    """Make the tables, or bring those of an older version to this one.

    Raises:
        MissingExtraError: Alembic is not installed.
    """
    is_there = db.scalar(sa.select(sa.func.to_regclass(f"{SCHEMA}.{version.name}")))
    if is_there is not None and db.scalar(sa.select(version.c.version_num)) == REVISION:
        return
    try:
        from alembic.operations import Operations
        from alembic.runtime.migration import MigrationContext
        from alembic.script import ScriptDirectory
    except ImportError:
        raise MissingExtraError("Making tables in a database", "postgresql") from None
    db.execute(sa.text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
    versions = ScriptDirectory(str(Path(__file__).parent / "migrations"))
    context = MigrationContext.configure(
        db,
        opts={
            "version_table_schema": SCHEMA,
            "fn": lambda revision, _: versions._upgrade_revs("head", revision),  # noqa: SLF001 - as Alembic's own guide
        },
    )
    with Operations.context(context):
        context.run_migrations()


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
    quoted = db.dialect.identifier_preparer.quote(role)
    for what in _GRANTS:
        db.execute(sa.text(f"GRANT {what.format(s=SCHEMA)} TO {quoted}"))
    return made
