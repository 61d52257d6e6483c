"""The store for many writers: PostgreSQL. It keeps the same lines as the files of a folder, with the same digests.

Whoever writes holds the turn of the whole store until the transaction ends, so the order of the log of heads is the
order in which batches became visible. Whoever reads lets a writer end first, so that all that was stamped before is
there.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple
from zlib import crc32

import attrs
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Connection

from sw_competency.bulk import undisturbed
from sw_competency.errors import ConflictError, NoStoreError, StoreDamagedError, StoreError
from sw_competency.model import Entry, Person
from sw_competency.model.joining import identities_in
from sw_competency.stores import _codec, _layout, _lines, _people
from sw_competency.stores._base import (
    Appended,
    Batch,
    Change,
    Clock,
    Image,
    Owner,
    Receipt,
    Sorted,
    Store,
    StoreHead,
    by_record,
    erased_after,
    joined,
    owner_kind,
    received_after,
    refuse_ahead,
    sort_out,
    stamped,
)
from sw_competency.stores._batches import MEND, batches_of, change_of, entries_of
from sw_competency.stores._lines import Checked, Head
from sw_competency.stores._log import Log
from sw_competency.stores.postgresql import copies, tables
from sw_competency.stores.postgresql.database import ConnectionLostError, Database
from sw_competency.stores.postgresql.rows import listed, put

_PART = 5000  # entries of many records that are taken in by one transaction; others write in between
_SLAB = 512  # changes read at a time


class PostgreSQLStore(Store):
    """Training records of one organisation in a PostgreSQL database.

    Args:
        url: `postgresql://USER:PASSWORD@HOST/DATABASE?organisation=NAME`. Where the user is a member of one
            organisation only, that need not be named.

    Raises:
        NoStoreError: there are no records of such an organisation, or the user is no member of it.
        StoreBusyError: the database cannot be reached.
        StoreError: it was made by a newer version, or must be brought to this one first.
    """

    def __init__(self, url: str) -> None:
        self._database = Database(url)
        with self._database.begun() as db:
            self._refuse_other_version(db)
            self._organisation, self._id = self._store(db)

    @classmethod
    def create(cls, url: str, *, role: str | None = None, id: str | None = None) -> "PostgreSQLStore":  # noqa: A002
        """Make a place for an organisation's records, and open it; where there is one already, only open it.

        Tables of an older version are brought to this one.

        Args:
            url: as for the class; whoever it names owns the tables.
            role: the role by which programs will use the records; left out, that same one.
            id: the store's own id, where records are moved here from another.
        """
        from sw_competency.stores.postgresql.setting_up import admit, make_tables

        database = Database(url)
        if database.organisation is None:
            raise NoStoreError(f"Say whose records they will be: add  ?organisation=NAME  to the URL of {database.named}.")
        with database.begun() as db:
            make_tables(db)
            for each in {role, db.scalar(sa.select(sa.func.current_user()))} - {None}:
                admit(db, database.organisation, str(each), id)
        database.close()
        return cls(url)

    @staticmethod
    def _refuse_other_version(db: Connection) -> None:
        found = db.scalar(sa.select(tables.version.c.version_num))
        if str(found) > tables.REVISION:
            raise StoreError("These records were made by a newer version of sw-competency: install that version.")
        if found != tables.REVISION:
            raise StoreError("These records are of an older version: bring them to this one with  sw-competency init")

    def _store(self, db: Connection) -> tuple[str, str]:
        c, asked = tables.store.c, self._database.organisation
        found = db.execute(sa.select(c.organisation, c.id).where(True if asked is None else c.organisation == asked)).all()
        if len(found) == 1:
            return found[0].organisation, found[0].id
        if asked is not None or not found:
            whose = f" of '{asked}'" if asked else ""
            raise NoStoreError(
                f"In {self._database.named} there are no records{whose} that this user may see: check the name, or ask "
                "whoever looks after it."
            )
        names = ", ".join(sorted(row.organisation for row in found))
        raise NoStoreError(f"In {self._database.named} are records of {names}: add  ?organisation=NAME  to its URL.")

    # -- turns -------------------------------------------------------------------------------------------------------

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """Hold the turn of the whole store until what is written is durable."""
        with self._database.begun() as db:
            db.execute(sa.select(sa.func.pg_advisory_xact_lock(self._turn)))
            yield db

    @contextmanager
    def _reading(self, **options: Any) -> Iterator[Connection]:
        """Read what is there once whoever is just writing has ended."""
        with self._database.begun() as db:
            db.execute(sa.select(sa.func.pg_advisory_xact_lock_shared(self._turn)))
            if not options:
                yield db
                return
        with self._database.begun(**options) as db:
            yield db

    @property
    def _turn(self) -> int:
        return crc32(self._id.encode())

    def _of(self, table: sa.TableClause, *conditions: Any) -> Any:
        """Return the condition that rows are this organisation's, and others besides."""
        return sa.and_(table.c.organisation == self._organisation, *conditions)

    def _of_record(self, table: sa.TableClause, owner: Owner) -> Any:
        return self._of(table, table.c.kind == owner_kind(owner[0]), table.c.owner == owner[1])

    # -- writing -----------------------------------------------------------------------------------------------------

    def append(self, entries: Sequence[Entry], clock: Clock | None = None) -> Appended:
        """Put a batch of entries on record."""
        batches = by_record(entries)
        return self._append(batches, clock, history=True)[0] if batches else Appended()

    def take_in(
        self, entries: Iterable[Entry], clock: Clock | None = None, *, history: bool = True
    ) -> tuple[Appended, tuple[Entry, ...]]:
        """Put many entries on record, some thousand by each transaction."""
        parts, clashing = [], list[Entry]()
        for batches in _parts(by_record(entries)):
            done, conflicts = self._append(batches, clock, history=history, leaving=True)
            parts.append(done)
            clashing += conflicts
        return joined(parts), tuple(clashing)

    def _append(
        self, batches: Mapping[Owner, Sequence[Entry]], clock: Clock | None, *, history: bool, leaving: bool = False
    ) -> tuple[Appended, list[Entry]]:
        """Add to each record what is new to it; where the connection is lost meanwhile, once more: nothing doubles.

        Args:
            batches: the entries, by record.
            clock: gives the instant it is; left out, this computer's.
            history: as for `take_in`.
            leaving: leave out what conflicts with what is on record, in place of refusing the whole.
        """
        growth = _Growth()
        try:
            return self._grown(growth, batches, clock, history=history, leaving=leaving)
        except ConnectionLostError:
            if growth.lines and self._is_logged(growth.lines[-1]):  # it was lost after all was durable
                return growth.appended(), growth.conflicts
        return self._grown(_Growth(), batches, clock, history=history, leaving=leaving)

    def _grown(
        self,
        growth: "_Growth",
        batches: Mapping[Owner, Sequence[Entry]],
        clock: Clock | None,
        *,
        history: bool,
        leaving: bool,
    ) -> tuple[Appended, list[Entry]]:
        with undisturbed(), self._writing() as db:
            growth.heads, held = self._heads(db, batches), self._held(db, batches)
            growth.parts = {owner: sort_out(batch, held.get(owner, {})) for owner, batch in batches.items()}
            if growth.conflicts and not leaving:
                raise ConflictError(growth.conflicts)
            begun = set() if history else self._begun(db, batches)
            for owner, part in growth.parts.items():
                received = received_after(clock, growth.heads[owner].received)
                if part.added:
                    growth.add(owner, received, stamped(part.added, received, anew=owner in begun))
            self._put(db, growth.lines)
        return growth.appended(), growth.conflicts

    def _is_logged(self, line: "_Line") -> bool:
        c, head = tables.log.c, line.head
        asked = sa.select(c.digest).where(self._of(tables.log, c.name == _name(line.owner), c.number == head.sequence))
        with self._reading() as db:
            return db.scalar(asked) == head.digest

    def _put(self, db: Connection, lines: Sequence["_Line"]) -> None:
        """Put lines at the end of their records, and into the log of heads."""
        whose = self._organisation
        first = self._last_sequence(db) + 1
        numbered = [(place, line, line.owner[0], line.owner[1], line.head) for place, line in enumerate(lines, first)]
        put(db, tables.log, [
            (whose, place, _name(line.owner), head.sequence, head.digest) for place, line, _, _, head in numbered
        ])  # fmt: skip
        put(db, tables.line, [
            (whose, kind, id_, head.sequence, place, head.received, head.digest, line.data)
            for place, line, kind, id_, head in numbered
        ])  # fmt: skip
        put(db, tables.entry, [
            (whose, kind, id_, entry.id, head.sequence) for _, line, kind, id_, head in numbered for entry in line.entries
        ])  # fmt: skip
        for what in ("scheme", "same_as"):
            said = {(whose, worker, what, says) for line in lines for worker, says in identities_in(line.entries, what)}
            if said:
                db.execute(insert(tables.identity).on_conflict_do_nothing(), [
                    dict(zip(tables.identity.c.keys(), row, strict=True)) for row in sorted(said)
                ])  # fmt: skip

    def _last_sequence(self, db: Connection) -> int:
        return db.scalar(sa.select(sa.func.max(tables.log.c.sequence)).where(self._of(tables.log))) or 0

    def _heads(self, db: Connection, owners: Iterable[Owner]) -> dict[Owner, Head]:
        """Find the ends of records."""
        c, asked = tables.line.c, listed(("kind", "owner"), owners)
        last = (
            sa.select(c.kind, c.owner, sa.func.max(c.number).label("number"))
            .join_from(tables.line, asked, sa.and_(c.kind == asked.c.kind, c.owner == asked.c.owner))
            .where(self._of(tables.line))
            .group_by(c.kind, c.owner)
            .subquery()
        )
        same = (c.kind == last.c.kind, c.owner == last.c.owner, c.number == last.c.number)
        found = db.execute(
            sa.select(c.kind, c.owner, c.number, c.digest, c.received_at).join_from(tables.line, last, self._of(tables.line, *same))
        )
        heads = {owner: Head(0, self._begins(owner)) for owner in owners}
        return heads | {(kind, owner): Head(number, digest, at) for kind, owner, number, digest, at in found}

    def _held(self, db: Connection, batches: Mapping[Owner, Sequence[Entry]]) -> dict[Owner, dict[str, Entry]]:
        """Return the entries on record whose ids a batch names."""
        c, e = tables.line.c, tables.entry.c
        named = [(*owner, entry.id) for owner, batch in batches.items() for entry in batch]
        asked = listed(("kind", "owner", "id"), named)
        within = (
            sa.select(e.kind, e.owner, e.number)
            .join_from(
                tables.entry, asked, sa.and_(e.kind == asked.c.kind, e.owner == asked.c.owner, e.id == asked.c.id)
            )
            .where(self._of(tables.entry))
            .distinct()
            .subquery()
        )
        same = (c.kind == within.c.kind, c.owner == within.c.owner, c.number == within.c.number)
        found = db.execute(sa.select(c.kind, c.owner, c.data).join_from(tables.line, within, self._of(tables.line, *same)))
        held: dict[Owner, dict[str, Entry]] = {}
        for kind, owner, data in found:
            entries = _codec.entries(_lines.body_of(bytes(data))[0], self._where((kind, owner)))
            held.setdefault((kind, owner), {}).update({entry.id: entry for entry in entries})
        return held

    def _begun(self, db: Connection, owners: Iterable[Owner]) -> set[Owner]:
        """Tell which records hold an entry."""
        e, asked = tables.entry.c, listed(("kind", "owner"), owners)
        same = sa.and_(e.kind == asked.c.kind, e.owner == asked.c.owner)
        found = db.execute(
            sa.select(e.kind, e.owner).join_from(tables.entry, asked, same).where(self._of(tables.entry)).distinct()
        )
        return {(kind, owner) for kind, owner in found}

    def erase_record(self, owner: Owner, by: str, reason: str, clock: Clock | None = None) -> Receipt | None:
        """Erase all entries of a record for good; that there was one, who erased it and why, stays."""
        with self._writing() as db:
            before = self._heads(db, [owner])[owner]
            if before.sequence == 0:
                return None
            at = erased_after(clock, before.received)
            data, head = _lines.line(owner, before, at, _lines.erasure(by, reason))
            place = self._last_sequence(db) + 1
            erase = getattr(sa.func, tables.SCHEMA).erase
            db.execute(sa.select(erase(self._organisation, *owner, head.sequence, place, at, head.digest, data)))
            put(db, tables.log, [(self._organisation, place, _name(owner), head.sequence, head.digest)])
        return Receipt(owner, head.sequence, head.digest)

    # -- reading -----------------------------------------------------------------------------------------------------

    def read(self, owner: Owner) -> tuple[Entry, ...]:
        """Return all entries of one record in their place."""
        return entries_of(self._checked(owner), self._where(owner))

    def batches(self, owner: Owner) -> tuple[Batch, ...]:
        """Return one record as it was received, batch by batch."""
        return batches_of(self._checked(owner), owner, self._where(owner))

    def _checked(self, owner: Owner) -> Checked:
        c, logged = tables.line.c, tables.log.c
        lines = sa.select(c.data).where(self._of_record(tables.line, owner)).order_by(c.number)
        last = sa.select(sa.func.max(logged.number)).where(self._of(tables.log, logged.name == _name(owner)))
        with self._reading() as db:
            data, known = b"".join(map(bytes, db.scalars(lines))), db.scalar(last) or 0
        return self._whole(owner, data, known)

    def _whole(self, owner: Owner, data: bytes, known: int) -> Checked:
        """Check the lines of a record.

        Raises:
            StoreDamagedError: they are not what was put there, or some of those that the log of heads knows are gone.
        """
        found = _lines.check(data, owner, self._begins(owner))
        if found.damage is not None or found.torn:
            says = found.damage.says if found.damage else "it is cut short"
            line = found.damage.line if found.damage else len(found.bodies) + 1
            raise StoreDamagedError(f"{self._where(owner)} is damaged in line {line}: {says}. {MEND}")
        if known > found.head.sequence:
            says = f"{known} lines of it were stored, and it holds {found.head.sequence}"
            raise StoreDamagedError(f"{self._where(owner)} is damaged: {says}. {MEND}")
        return found

    def holds(self, owner: Owner) -> bool:
        """Tell whether anything is on record."""
        asked = sa.select(sa.exists().where(self._of_record(tables.entry, owner)))
        with self._reading() as db:
            return bool(db.scalar(asked))

    def owners(self, kind: str) -> Iterator[str]:
        """Return the ids of all that have a record, in order."""
        c = tables.entry.c
        asked = sa.select(c.owner).where(self._of(tables.entry, c.kind == owner_kind(kind))).distinct()
        with self._reading() as db:
            return iter(sorted(db.scalars(asked)))

    def read_all(self) -> Iterator[tuple[Owner, tuple[Entry, ...]]]:
        """Return every record once, in order, as the store was at one instant."""
        c, wrong = tables.line.c, list[str]()
        asked = sa.select(c.kind, c.owner, c.data).where(self._of(tables.line)).order_by(c.kind, c.owner, c.number)
        with self._reading(isolation_level="REPEATABLE READ", yield_per=1000) as db:
            logged = dict(self._logged_lengths(db))
            for owner, rows in groupby(db.execute(asked), key=lambda row: (row.kind, row.owner)):
                data = b"".join(bytes(row.data) for row in rows)
                try:
                    entries = entries_of(self._whole(owner, data, logged.pop(_name(owner), 0)), self._where(owner))
                except StoreDamagedError as error:
                    wrong += error.each
                else:
                    if entries:
                        yield owner, entries
        wrong += [f"The record '{name}' is gone: the log of heads knows of it. {MEND}" for name in logged]
        if wrong:
            raise StoreDamagedError(*wrong)

    def _logged_lengths(self, db: Connection) -> Iterator[tuple[str, int]]:
        """Return how many lines the log of heads knows of each record."""
        c = tables.log.c
        asked = sa.select(c.name, sa.func.max(c.number)).where(self._of(tables.log)).group_by(c.name)
        for name, number in db.execute(asked):
            if name.partition("/")[0] in _layout.FOLDERS.values():
                yield name, number

    def changes(self, after: int = 0) -> Iterator[Change]:
        """Return what became visible after a place in the order of the whole store, in that order."""
        c, after = tables.line.c, max(after, 0)
        with self._reading() as db:
            last = self._last_sequence(db)
        refuse_ahead(after, last)
        while after < last:
            here = self._of(tables.line, c.sequence > after, c.sequence <= last)
            asked = sa.select(c.sequence, c.kind, c.owner, c.data).where(here).order_by(c.sequence).limit(_SLAB)
            with self._database.begun() as db:
                rows = db.execute(asked).all()
            for sequence, kind, owner, data in rows:
                if not _lines.is_whole(bytes(data)):
                    raise StoreDamagedError(f"{self._where((kind, owner))} is damaged. {MEND}")
                yield change_of(bytes(data), sequence, self._where((kind, owner)))
            after = rows[-1].sequence if len(rows) == _SLAB else last

    def head(self) -> StoreHead:
        """Return what stands for everything the store holds."""
        c = tables.log.c
        asked = sa.select(c.name, c.number, c.digest).where(self._of(tables.log)).order_by(c.sequence)
        with self._reading() as db:
            log = Log([(name, number, digest) for name, number, digest in db.execute(asked)])
        return StoreHead(self._id, len(log.lines), log.root())

    def identified(self, what: str) -> Iterator[tuple[str, str]]:
        """Name the workers whose records may hold an identity entry, each with what it says."""
        c = tables.identity.c
        with self._reading() as db:
            found = db.execute(sa.select(c.worker, c.says).where(self._of(tables.identity, c.what == what)))
            return iter(sorted((worker, says) for worker, says in found))

    # -- people ------------------------------------------------------------------------------------------------------

    def put_person(self, person: Person) -> None:
        """Keep what is known of a person, in place of what was."""
        with self._writing() as db:
            now = db.scalar(sa.select(sa.func.clock_timestamp()))
            data, head = _people.stored(self._id, person, self._last_name(db, person.id), now)
            kept = insert(tables.person).values(organisation=self._organisation, id=person.id, data=data)
            db.execute(kept.on_conflict_do_update(index_elements=["organisation", "id"], set_={"data": data}))
            self._log_name(db, person.id, head.sequence, head.digest)

    def person(self, id: str) -> Person | None:  # noqa: A002
        """Return what is known of a person."""
        asked = sa.select(tables.person.c.data).where(self._of(tables.person, tables.person.c.id == id))
        with self._reading() as db:
            data = db.scalar(asked)
        return None if data is None else _people.within(bytes(data), self._whose_name(id)).person

    def people(self) -> Iterator[Person]:
        """Return everybody whose name is known, in order of their ids."""
        asked = sa.select(tables.person.c.id, tables.person.c.data).where(self._of(tables.person))
        with self._reading() as db:
            rows = sorted((id_, bytes(data)) for id_, data in db.execute(asked))
        return iter([_people.within(data, self._whose_name(id_)).person for id_, data in rows])

    def erase_person(self, id: str) -> bool:  # noqa: A002
        """Erase a person's name and details, leaving the ledger as it is; tell whether there was anything."""
        with self._writing() as db:
            erased = sa.delete(tables.person).where(self._of(tables.person, tables.person.c.id == id))
            if not db.execute(erased).rowcount:
                return False
            self._log_name(db, id, self._last_name(db, id).sequence + 1, _people.ERASED)
            return True

    def _last_name(self, db: Connection, id_: str) -> Head:
        """Return what comes last of a person's name, as the log of heads knows it."""
        c = tables.log.c
        last = sa.select(c.number, c.digest).where(self._of(tables.log, c.name == _name_of_person(id_)))
        row = db.execute(last.order_by(c.sequence.desc()).limit(1)).first()
        return _people.beginning(self._id, id_) if row is None else Head(row.number, row.digest)

    def _log_name(self, db: Connection, id_: str, number: int, digest: str) -> None:
        place = self._last_sequence(db) + 1
        put(db, tables.log, [(self._organisation, place, _name_of_person(id_), number, digest)])

    # -- beside the ledger -------------------------------------------------------------------------------------------

    def keep_catalogue(self, digest: str, text: Callable[[], str]) -> None:
        """Keep the catalogue that records were judged by, unless it is there; if it cannot be written, do nothing."""
        if digest in self.catalogues():
            return
        kept = insert(tables.catalogue).values(organisation=self._organisation, digest=digest, text=text())
        with self._database.begun() as db:
            db.execute(kept.on_conflict_do_nothing())

    def catalogues(self) -> tuple[str, ...]:
        """Return the digests of the catalogues that are kept."""
        with self._database.begun() as db:
            return tuple(sorted(db.scalars(sa.select(tables.catalogue.c.digest).where(self._of(tables.catalogue)))))

    def catalogue(self, digest: str) -> str | None:
        """Return the text of a catalogue that is kept; None where it is not."""
        c = tables.catalogue.c
        with self._database.begun() as db:
            return db.scalar(sa.select(c.text).where(self._of(tables.catalogue, c.digest == digest)))

    def keep_feed(self, feed: str, day: date) -> None:
        """Keep the day of the last full extract that was taken of a feed."""
        kept = insert(tables.feed).values(organisation=self._organisation, feed=feed, day=day)
        with self._database.begun() as db:
            db.execute(kept.on_conflict_do_update(index_elements=["organisation", "feed"], set_={"day": day}))

    def feed(self, feed: str) -> date | None:
        """Return the day of the last full extract that was taken of a feed; None where none was."""
        c = tables.feed.c
        with self._database.begun() as db:
            return db.scalar(sa.select(c.day).where(self._of(tables.feed, c.feed == feed)))

    @contextmanager
    def image(self) -> Iterator[Image]:
        """Hold all of it as it is at one instant while it is read, to be put into another store."""
        with self._reading(isolation_level="REPEATABLE READ", yield_per=1000) as db:
            yield copies.image(db, self._organisation, self._id)

    @classmethod
    def restored(cls, url: str, image: Image) -> "PostgreSQLStore":
        """Make an organisation's place in a database of what another store holds, by one transaction."""
        made = cls.create(url, id=image.id)
        with made._writing() as db:
            if made._id != image.id or made._last_sequence(db):
                raise StoreError(f"'{made._organisation}' has records in {made._database.named} already: name another.")
            copies.put_image(db, made._organisation, image)
        return made

    def close(self) -> None:
        """Let go of all connections."""
        self._database.close()

    def _begins(self, owner: Owner) -> str:
        return _lines.beginning(self._id, owner)

    def _where(self, owner: Owner) -> str:
        return f"The record of the {owner[0]} '{owner[1][:80]}' in {self._database.named}"

    def _whose_name(self, id_: str) -> str:
        return f"The name of '{id_[:80]}' in {self._database.named}"


class _Line(NamedTuple):
    """A line as it goes into the database."""

    owner: Owner
    head: Head
    data: bytes
    entries: Sequence[Entry]


@attrs.define(slots=True)
class _Growth:
    """What is about to be added to records.

    Args:
        heads: the end of each record.
        parts: what is new to each, was there before, or conflicts.
        lines: the lines to add.
    """

    heads: dict[Owner, Head] = attrs.field(factory=dict)
    parts: dict[Owner, Sorted] = attrs.field(factory=dict)
    lines: list[_Line] = attrs.field(factory=list)

    @property
    def conflicts(self) -> list[Entry]:
        return [entry for part in self.parts.values() for entry in part.conflicts]

    def add(self, owner: Owner, received: datetime, entries: Sequence[Entry]) -> None:
        """Add a line to a record."""
        data, self.heads[owner] = _lines.line(owner, self.heads[owner], received, _codec.body(entries))
        self.lines.append(_Line(owner, self.heads[owner], data, entries))

    def appended(self) -> Appended:
        """Return what became of the batch."""
        return Appended(
            added=tuple(entry for line in self.lines for entry in line.entries),
            already_there=tuple(entry for part in self.parts.values() for entry in part.already_there),
            receipts=tuple(Receipt(owner, head.sequence, head.digest) for owner, head in self.heads.items()),
        )


def _parts(batches: Mapping[Owner, list[Entry]]) -> Iterator[dict[Owner, list[Entry]]]:
    """Divide records into parts of some thousand entries, none of them cut."""
    part: dict[Owner, list[Entry]] = {}
    many = 0
    for owner, batch in batches.items():
        part[owner] = batch
        many += len(batch)
        if many >= _PART:
            yield part
            part, many = {}, 0
    if part:
        yield part


def _name(owner: Owner) -> str:
    return _layout.logged_name(owner)


def _name_of_person(id_: str) -> str:
    return _layout.logged_person(id_)
