"""The store for many writers: PostgreSQL. It keeps the same lines as the files of a folder, with the same digests.

Whoever writes holds the turn of the whole store until the transaction ends, so the order of the log of heads is the
order in which batches became visible. Whoever reads lets a writer end first, so that all that was stamped before is
there.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any
from zlib import crc32

import sqlalchemy as sa
from msgspec.structs import replace
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Connection

from sw_competency.bulk import undisturbed
from sw_competency.errors import ConflictError, ConnectionLostError, NoStoreError, StoreDamagedError, StoreError
from sw_competency.model import Entry, Person
from sw_competency.stores import _lines, _people
from sw_competency.stores._base import (
    Appended,
    Batch,
    Change,
    Clock,
    Image,
    Owner,
    Receipt,
    Store,
    by_record,
    joined,
    owner_kind,
    received_after,
    refuse_ahead,
    sort_out,
    stamped,
)
from sw_competency.stores._batches import MEND, batches_of, change_of, entries_of
from sw_competency.stores._layout import FOLDERS, logged_name
from sw_competency.stores._lines import Checked
from sw_competency.stores._log import Log
from sw_competency.stores._verified import Found, StoreHead, Verification
from sw_competency.stores.postgresql import copies, tables
from sw_competency.stores.postgresql.database import Database
from sw_competency.stores.postgresql.ledger import Growth, Ledger, Line
from sw_competency.stores.postgresql.rows import is_text
from sw_competency.stores.tinydb import TinyDBStore
from sw_competency.stores.verify import verify

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
        self._database, self._place = Database(url), url
        try:
            with self._database.begun() as db:
                _refuse_other_version(db.scalar(sa.select(tables.version.c.version_num)))
                self._organisation, self._id = self._store(db)
        except StoreError:
            self.close()
            raise

    @property
    def place(self) -> str:
        """What opens it again in another process, password and all: to be shown to nobody."""
        return self._place

    @classmethod
    def create(cls, url: str, *, role: str | None = None, backup: Path | None = None) -> "PostgreSQLStore":
        """Make a place for an organisation's records, and open it; where there is one already, only open it.

        Args:
            url: as for the class; whoever it names owns the tables.
            role: the role by which programs will use the records; left out, that same one.
            backup: a folder that is not there yet. Where the tables are of an older version, the records of every
                organisation are copied into it, and the tables then brought to this version; left out, that is refused.
        """
        return cls._made(url, role, backup=backup)

    @classmethod
    def restored(cls, url: str, image: Image) -> "PostgreSQLStore":
        """Make an organisation's place in a database of what another store holds, by one transaction."""
        return cls._made(url, None, image)

    @classmethod
    def _made(
        cls, url: str, role: str | None, image: Image | None = None, backup: Path | None = None
    ) -> "PostgreSQLStore":
        from sw_competency.stores.postgresql.setting_up import admit, make_tables

        database = Database(url)
        if (whose := database.organisation) is None:
            raise NoStoreError(
                f"Say whose records they will be: add  ?organisation=NAME  to the URL of {database.named}."
            )
        with database.begun() as db:
            make_tables(db, backup)
            roles = {role, db.scalar(sa.select(sa.func.current_user()))} - {None}
            begun = [admit(db, whose, str(each), image.id if image else None) for each in roles]
            if image is not None:
                if not any(begun):
                    raise StoreError(f"'{whose}' is an organisation of {database.named} already: name another.")
                copies.put_image(db, whose, image)
        database.close()
        return cls(url)

    def _store(self, db: Connection) -> tuple[str, str]:
        c, asked = tables.store.c, self._database.organisation
        found = db.execute(
            sa.select(c.organisation, c.id).where(sa.true() if asked is None else c.organisation == asked)
        ).all()
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
    def _writing(self) -> Iterator[Ledger]:
        """Hold the turn of the whole store until what is written is durable."""
        with self._database.begun() as db:
            self._take_turn(db, sa.func.pg_advisory_xact_lock)
            yield Ledger(db, self._organisation, self._id)

    @contextmanager
    def _reading(self, **options: Any) -> Iterator[Connection]:
        """Read what is there once whoever is just writing has ended."""
        with self._database.begun() as db:
            self._take_turn(db, sa.func.pg_advisory_xact_lock_shared)
            if not options:
                yield db
                return
        with self._database.begun(**options) as db:
            yield db

    def _take_turn(self, db: Connection, lock: Any) -> None:
        """Wait for a turn; whoever brings the tables to another version waits until it is over, or was there before.

        Raises:
            StoreError: the tables were brought to a newer version since the store was opened.
        """
        _refuse_other_version(db.execute(sa.select(tables.version.c.version_num, lock(self._turn))).one()[0])

    @property
    def _turn(self) -> int:
        return crc32(self._id.encode())

    def _of(self, table: sa.TableClause, *conditions: Any) -> Any:
        """Return the condition that rows are this organisation's, and others besides."""
        return sa.and_(table.c.organisation == self._organisation, *conditions)

    def _of_record(self, table: sa.TableClause, owner: Owner) -> Any:
        whose = owner[1] if is_text(owner[1]) else None
        return self._of(table, table.c.kind == owner_kind(owner[0]), table.c.owner == whose)

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
        growth = Growth()
        try:
            self._grow(growth, batches, clock, history=history, leaving=leaving)
        except ConnectionLostError:
            if not (growth.lines and self._is_logged(growth.lines[-1])):  # else it was lost after all was durable
                growth = Growth()
                self._grow(growth, batches, clock, history=history, leaving=leaving)
        return growth.appended(), growth.conflicts

    def _grow(
        self,
        growth: Growth,
        batches: Mapping[Owner, Sequence[Entry]],
        clock: Clock | None,
        *,
        history: bool,
        leaving: bool,
    ) -> None:
        with undisturbed(), self._writing() as ledger:
            growth.heads, held = ledger.heads(batches), ledger.held(batches)
            growth.parts = {owner: sort_out(batch, held.get(owner, {})) for owner, batch in batches.items()}
            if growth.conflicts and not leaving:
                raise ConflictError(growth.conflicts)
            begun = set() if history else ledger.begun(batches)
            for owner, part in growth.parts.items():
                received = received_after(clock, growth.heads[owner].received)
                if part.added:
                    growth.add(owner, received, stamped(part.added, received, anew=owner in begun))
            ledger.put(growth.lines)

    def _is_logged(self, line: Line) -> bool:
        c, head = tables.log.c, line.head
        here = self._of(tables.log, c.name == logged_name(line.owner), c.number == head.sequence)
        with self._reading() as db:
            return db.scalar(sa.select(c.digest).where(here)) == head.digest

    def erase_record(self, owner: Owner, by: str, reason: str, clock: Clock | None = None) -> Receipt | None:
        """Erase all entries of a record for good; that there was one, who erased it and why, stays."""
        if not is_text(owner[1]):
            return None
        with self._writing() as ledger:
            head = ledger.erase_record(owner, _lines.erasure(by, reason), clock)
        return None if head is None else Receipt(owner, head.sequence, head.digest)

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
        last = sa.select(sa.func.max(logged.number)).where(self._of(tables.log, logged.name == logged_name(owner)))
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
                    checked = self._whole(owner, data, logged.pop(logged_name(owner), 0))
                    entries = entries_of(checked, self._where(owner))
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
            if name.partition("/")[0] in FOLDERS.values():
                yield name, number

    def changes(self, after: int = 0) -> Iterator[Change]:
        """Return what became visible after a place in the order of the whole store, in that order."""
        c, after = tables.line.c, max(after, 0)
        with self._reading() as db:
            last = Ledger(db, self._organisation, self._id).last_sequence()
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
        log = self._log()
        return StoreHead(self._id, len(log.lines), log.root())

    def had(self, head: StoreHead) -> bool:
        """Tell whether the store once held what a head stands for, by its log of heads."""
        return self._log().had(head.size, head.root)

    def _log(self) -> Log:
        c = tables.log.c
        asked = sa.select(c.name, c.number, c.digest).where(self._of(tables.log)).order_by(c.sequence)
        with self._reading() as db:
            return Log([(name, number, digest) for name, number, digest in db.execute(asked)])

    def verify(self, against: StoreHead | None = None, receipts: Iterable[Receipt] = ()) -> Verification:
        """Check all of it as a folder of the same lines is checked, and whether the user could change any."""
        with tempfile.TemporaryDirectory() as place:
            root = Path(place) / "records"
            with self.image() as image:
                TinyDBStore.restored(str(root), image)
            done = verify(root, against, receipts)
        named = [_renamed(found, str(root), self._database.named) for found in done.found]
        told = [sentence.replace(str(root), self._database.named) for sentence in done.cannot_tell]
        return replace(done, found=named, cannot_tell=told, notes=[*done.notes, *self._misgivings()])

    def _misgivings(self) -> Iterator[str]:
        """Say what the user could do to the records that nobody should."""
        roles = sa.table("pg_roles", sa.column("rolname"), sa.column("rolsuper"), sa.column("rolbypassrls"))
        may = [sa.func.has_table_privilege(f"{tables.SCHEMA}.line", what) for what in ("UPDATE", "DELETE")]
        asked = sa.select(sa.or_(*may), sa.or_(roles.c.rolsuper, roles.c.rolbypassrls))
        with self._database.begun() as db:
            row = db.execute(asked.where(roles.c.rolname == sa.func.current_user())).one()
        if row[0]:
            yield "This user of the database may change records: let programs use another (sw-competency init --role)."
        if row[1]:
            yield "This user of the database may see every organisation's records: let programs use another."

    def identified(self, what: str) -> Iterator[tuple[str, str]]:
        """Name the workers whose records may hold an identity entry, each with what it says."""
        c = tables.identity.c
        with self._reading() as db:
            found = db.execute(sa.select(c.worker, c.says).where(self._of(tables.identity, c.what == what)))
            return iter(sorted((worker, says) for worker, says in found))

    # -- people ------------------------------------------------------------------------------------------------------

    def put_person(self, person: Person) -> None:
        """Keep what is known of a person, in place of what was."""
        with self._writing() as ledger:
            ledger.keep_person(person)

    def person(self, id: str) -> Person | None:  # noqa: A002
        """Return what is known of a person."""
        if not is_text(id):
            return None
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
        if not is_text(id):
            return False
        with self._writing() as ledger:
            return ledger.erase_person(id)

    # -- beside the ledger -------------------------------------------------------------------------------------------

    def keep_catalogue(self, digest: str, text: Callable[[], str]) -> None:
        """Keep the catalogue that records were judged by, unless it is there; if it cannot be written, do nothing."""
        with suppress(StoreError):
            if digest in self.catalogues():
                return
            kept = insert(tables.catalogue).values(organisation=self._organisation, digest=digest, text=text())
            with self._writing() as ledger:
                ledger.db.execute(kept.on_conflict_do_nothing())

    def catalogues(self) -> tuple[str, ...]:
        """Return the digests of the catalogues that are kept."""
        with self._reading() as db:
            return tuple(sorted(db.scalars(sa.select(tables.catalogue.c.digest).where(self._of(tables.catalogue)))))

    def catalogue(self, digest: str) -> str | None:
        """Return the text of a catalogue that is kept; None where it is not."""
        c = tables.catalogue.c
        with self._reading() as db:
            return db.scalar(sa.select(c.text).where(self._of(tables.catalogue, c.digest == digest)))

    def keep_feed(self, feed: str, day: date) -> None:
        """Keep the day of the last full extract that was taken of a feed."""
        kept = insert(tables.feed).values(organisation=self._organisation, feed=feed, day=day)
        with self._writing() as ledger:
            ledger.db.execute(kept.on_conflict_do_update(index_elements=["organisation", "feed"], set_={"day": day}))

    def feed(self, feed: str) -> date | None:
        """Return the day of the last full extract that was taken of a feed; None where none was."""
        c = tables.feed.c
        with self._reading() as db:
            return db.scalar(sa.select(c.day).where(self._of(tables.feed, c.feed == feed)))

    @contextmanager
    def image(self) -> Iterator[Image]:
        """Hold all of it as it is at one instant while it is read, to be put into another store."""
        with self._reading(isolation_level="REPEATABLE READ") as db:
            yield copies.image(db, self._organisation, self._id)

    def close(self) -> None:
        """Let go of all connections."""
        self._database.close()

    def _begins(self, owner: Owner) -> str:
        return _lines.beginning(self._id, owner)

    def _where(self, owner: Owner) -> str:
        return f"The record of the {owner[0]} '{owner[1][:80]}' in {self._database.named}"

    def _whose_name(self, id_: str) -> str:
        return f"The name of '{id_[:80]}' in {self._database.named}"


def _refuse_other_version(found: Any) -> None:
    if found != tables.REVISION:
        raise tables.other_version(str(found))


def _renamed(found: Found, root: str, named: str) -> Found:
    return replace(found, file=found.file.replace(root, named), says=found.says.replace(root, named))


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
