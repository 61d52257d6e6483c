"""An organisation's records carried out of a database, or into one: the same lines and numbers."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sw_competency.model import Entry
from sw_competency.model.joining import identities_in
from sw_competency.stores import _codec, _identified, _lines
from sw_competency.stores._base import Image, Owner
from sw_competency.stores._batches import damaged
from sw_competency.stores._layout import logged_name
from sw_competency.stores._lines import Checked
from sw_competency.stores.postgresql import tables
from sw_competency.stores.postgresql.rows import put

_RECORDS, _ROWS, _SLAB = 500, 10_000, 1000  # at a time


def image(db: Connection, organisation: str, id_: str) -> Image:
    """Return what an organisation's place holds, as it is read; it names only what tables of every version have."""

    def rows(table: sa.TableClause, *names: str, by: tuple[str, ...]) -> Any:
        asked = sa.select(*(table.c[name] for name in names)).where(table.c.organisation == organisation)
        return db.execute(asked.order_by(*(table.c[name] for name in by)), execution_options={"yield_per": _SLAB})

    lines = rows(tables.line, "kind", "owner", "data", by=("kind", "owner", "number"))
    return Image(
        id=id_,
        log=(tuple(row) for row in rows(tables.log, "sequence", "name", "number", "digest", by=("sequence",))),
        records=(
            (owner, b"".join(bytes(row.data) for row in found))
            for owner, found in groupby(lines, key=lambda row: (row.kind, row.owner))
        ),
        people=((row.id, bytes(row.data)) for row in rows(tables.person, "id", "data", by=("id",))),
        catalogues=dict(map(tuple, rows(tables.catalogue, "digest", "text", by=("digest",)))),
        feeds=dict(map(tuple, rows(tables.feed, "feed", "day", by=("feed",)))),
    )


def put_image(db: Connection, organisation: str, image: Image) -> None:
    """Put what another store holds into an organisation's place, where nothing is on record yet.

    Raises:
        StoreDamagedError: a record is not what was put there.
    """
    places = dict[tuple[str, int], int]()
    log = list(image.log)
    for place, name, number, _ in log:
        places.setdefault((name, number), place)
    _copied(db, tables.log, ((organisation, *row) for row in log))
    records = iter(image.records)
    while part := list(islice(records, _RECORDS)):
        whole = [(owner, _whole(image.id, owner, data), data) for owner, data in part]
        _copied(db, tables.line, (row for record in whole for row in _lines_of(organisation, places, *record)))
        entries = [(owner, number, entry) for owner, found, _ in whole for number, entry in _entries_of(found)]
        _copied(db, tables.entry, ((organisation, *owner, entry.id, number) for owner, number, entry in entries))
        _copied(db, tables.identity, sorted({
            (organisation, worker, what, says)
            for what in _identified.SAID for worker, says in identities_in((entry for _, _, entry in entries), what)
        }))  # fmt: skip
    _copied(db, tables.person, ((organisation, *each) for each in image.people))
    _copied(db, tables.catalogue, ((organisation, *each) for each in image.catalogues.items()))
    _copied(db, tables.feed, ((organisation, *each) for each in image.feeds.items()))


def _whole(store: str, owner: Owner, data: bytes) -> Checked:
    found = _lines.check(data, owner, _lines.beginning(store, owner))
    if found.damage is not None:
        raise damaged(f"the record of the {owner[0]} {owner[1]}", found.damage)
    return found


def _lines_of(
    organisation: str, places: Mapping[tuple[str, int], int], owner: Owner, found: Checked, data: bytes
) -> Iterator[tuple[Any, ...]]:
    for index, raw in enumerate(data.splitlines(keepends=True)[: len(found.bodies)]):
        head = found.head_of(index)
        place = places[logged_name(owner), head.sequence]
        yield organisation, *owner, head.sequence, place, head.received, head.digest, raw


def _entries_of(found: Checked) -> Iterator[tuple[int, Entry]]:
    first = found.start.sequence + 1
    for number, body in enumerate(found.bodies, first):
        if number > first or found.erased is None:
            for entry in _codec.entries(body):
                yield number, entry


def _copied(db: Connection, table: sa.TableClause, rows: Iterable[tuple[Any, ...]]) -> None:
    rows = iter(rows)
    while part := list(islice(rows, _ROWS)):
        put(db, table, part)
