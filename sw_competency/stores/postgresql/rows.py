"""Many rows at once: into a table by COPY, and as a list that a query is joined to."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.engine import Connection

_FEW = 100  # rows up to which one statement costs less than a table in between


def is_text(id_: str) -> bool:
    """Tell whether a database can hold an id: under one that it cannot, nothing is on record."""
    return "\0" not in id_ and not any("\ud800" <= one <= "\udfff" for one in id_)


def listed(names: tuple[str, ...], rows: Iterable[Sequence[str]]) -> Any:
    """Return texts as a table of columns with these names, however many: a parameter a column."""
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    arrays = [sa.bindparam(None, list(column), type_=ARRAY(sa.Text)) for column in columns]
    return sa.func.unnest(*arrays).table_valued(*names).render_derived(name="asked")


@contextmanager
def together(db: Connection, rows: int) -> Iterator[None]:
    """Send what puts so many rows into tables in one go, and wait once for all of it; many go by COPY, one by one."""
    with db.connection.driver_connection.pipeline() if rows <= _FEW else nullcontext():  # type: ignore[union-attr]
        yield


def put(db: Connection, table: sa.TableClause, rows: Sequence[tuple[Any, ...]]) -> None:
    """Put rows into a table.

    Into a table whose rows are seen by members alone nothing can be copied; so many rows go by a table in between.
    """
    if not rows:
        return
    names = list(table.c.keys())
    if len(rows) <= _FEW:
        db.execute(sa.insert(table), [dict(zip(names, row, strict=True)) for row in rows])
        return
    between, into = f"new_{table.name}", f'"{table.schema}"."{table.name}"'
    db.exec_driver_sql(f"CREATE TEMPORARY TABLE {between} (LIKE {into}) ON COMMIT DROP")
    cursor = db.connection.cursor()
    with cursor.copy(f"COPY {between} ({', '.join(names)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    db.exec_driver_sql(f"INSERT INTO {into} ({', '.join(names)}) SELECT {', '.join(names)} FROM {between}")  # noqa: S608
    db.exec_driver_sql(f"DROP TABLE {between}")
