"""The tables as queries name them; what they are made of stands in the migrations.

An organisation's rows are seen by its members alone: the database holds that, by row-level security. Lines and the log
of heads hold the same bytes and digests as the files of a folder, so a store moves from one to the other unchanged.
"""

from sqlalchemy import TableClause, column, table

from sw_competency.errors import StoreError

SCHEMA = "sw_competency"
REVISION = "0001"  # of the tables; the newest file in `migrations/versions`


def _table(name: str, *columns: str) -> TableClause:
    return table(name, *map(column, columns), schema=SCHEMA)


store = _table("store", "organisation", "id")
member = _table("member", "role", "organisation")
log = _table("log", "organisation", "sequence", "name", "number", "digest")
line = _table("line", "organisation", "kind", "owner", "number", "sequence", "received_at", "digest", "data")
entry = _table("entry", "organisation", "kind", "owner", "id", "number")
identity = _table("identity", "organisation", "worker", "what", "says")
person = _table("person", "organisation", "id", "data")
feed = _table("feed", "organisation", "feed", "day")
catalogue = _table("catalogue", "organisation", "digest", "text")
version = _table("alembic_version", "version_num")


def other_version(found: str) -> StoreError:
    """Return what to say of tables of another version than this."""
    if found > REVISION:
        return StoreError("These records were made by a newer version of sw-competency: install that version.")
    return StoreError(
        "These records are of an older version: bring them to this one with  sw-competency init --backup FOLDER,  "
        "which copies them into that folder first."
    )
