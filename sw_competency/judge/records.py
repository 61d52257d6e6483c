"""The training records an answer may need: read, known at one instant, each folded once; and what could not be read."""

import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sw_competency.errors import StoreDamagedError
from sw_competency.judge.folded import FoldedRecord
from sw_competency.model import Entry, Identity, as_known, loose_key, recorded
from sw_competency.model.joining import Joining, as_one, identities, identities_in

_LOG = logging.getLogger(__name__)
Owner = tuple[str, str]


class _Rows(threading.local):
    """Of this thread: how many sign-offs call each other, and what the answer being made has looked at."""

    depth = 0
    looked_at: set[str] | None = None  # workers
    unread: set[Owner] | None = None  # records that could not be read


def _nobody(what: str) -> Iterable[tuple[str, str]]:  # noqa: ARG001 - in no store
    return ()


def _never(owner: Owner) -> Iterable[tuple[datetime, Mapping[str, str]]]:  # noqa: ARG001 - in no store
    return ()


def _unknown(owner: Owner) -> Mapping[str, datetime]:  # noqa: ARG001 - of records that are in no store
    return {}


class Records:
    """The training records an answer may need, as known at one instant, each read and folded once.

    Args:
        read: gives all entries of one record, by its owner; the judge itself opens no file.
        known_by: the instant; None for everything.
        not_entitled: assessors taken as not entitled from one day to another, for the question what rests on them.
    """

    def __init__(
        self,
        read: Callable[[Owner], Iterable[Entry]],
        known_by: datetime | None = None,
        not_entitled: Mapping[str, tuple[date, date]] | None = None,
    ) -> None:
        self._stored, self.known_by, self.not_entitled = read, known_by, not_entitled or {}
        self.damage: dict[Owner, str] = {}  # of records that could not be read, what is wrong with them
        self.unread: dict[Owner, str] = {}  # those of them that these records came upon
        self._rests: defaultdict[str, set[Owner]] = defaultdict(set)  # what could not be read for each worker's answers
        self._workers: dict[str, FoldedRecord] = {}
        self._others: dict[Owner, FoldedRecord] = {}  # of assessors and sites
        self.judges: dict[Any, Any] = {}
        self.rows = _Rows()
        self.owners: Callable[[str], Iterable[str]] | None = None  # names everybody of whom there is a record
        self.erased: Callable[[Owner], Iterable[tuple[datetime, Mapping[str, str]]]] = _never  # when, who and why
        self.received: Callable[[Owner], Mapping[str, datetime]] = _unknown  # when the store took each entry in
        self.up_to: date | None = None  # the day that was named, where one was: a record as written may look ahead
        self.identified: Callable[[str], Iterable[tuple[str, str]]] = _nobody  # see `Store.identified`
        self._alike: dict[str, dict[str, list[str]]] = {}

    @cached_property
    def joining(self) -> Joining:
        """Which ids are one person's."""
        return Joining(self.identified("same_as"), self._identities)

    def identities(self) -> list[Identity]:
        """Return everybody's numbers and other ids."""
        return self._identities(worker for what in ("scheme", "same_as") for worker, _ in self.identified(what))

    def _identities(self, workers: Iterable[str]) -> list[Identity]:
        return identities(workers, self._legible, self.known_by)

    def _legible(self, owner: Owner) -> Iterable[Entry]:
        """Read a record to look for identities in it; that one is damaged is told, and it says nothing."""
        try:
            return self._stored(owner)
        except StoreDamagedError as error:
            self.damage[owner] = str(error)
            return ()

    def looks_like(self, kind: str, name: str) -> list[str]:
        """Name those on record whose ids differ from one only in what is not seen, capitals or zeros."""
        if self.owners is None:
            return []
        if kind not in self._alike:
            self._alike[kind] = {}
            for each in self.owners(kind):
                self._alike[kind].setdefault(loose_key(each), []).append(each)
        return [each for each in self._alike[kind].get(loose_key(name), ()) if each != name]

    def written(self, owner: Owner, *, whole: bool = False) -> list[Entry]:
        """Return a record as it was written, what lies ahead too unless a day was named.

        Args:
            owner: whose record.
            whole: whether what lies ahead is wanted in any case.

        Raises:
            StoreDamagedError: it cannot be read.
        """
        known = [e for e in self._stored(owner) if self.known_by is None or recorded(e) <= self.known_by]
        return [e for e in known if whole or self.up_to is None or e.on <= self.up_to]

    def _read(self, owner: Owner) -> Iterable[Entry]:
        """Read all records of one person; if one is damaged they say nothing, and that is kept in mind.

        Nor do they where another record perhaps says that it is the same person's, and cannot be read.
        """
        perhaps = self.joining.perhaps(owner[1]) if owner[0] != "site" else ()
        if (says := next((self.damage[one] for one in (("worker", id_) for id_ in perhaps) if one in self.damage), "")):
            self.unread[owner] = says
            return ()
        try:
            return as_one(owner, self._stored, self.joining) if self.joining else self._stored(owner)
        except StoreDamagedError as error:
            self.lost(owner, str(error))
            return ()

    def lost(self, owner: Owner, says: str) -> None:
        """Keep in mind that a record cannot be read, and what is wrong with it."""
        _LOG.warning("The record of the %s %s cannot be read, and nothing in it counts: %s", *owner, says)
        self.damage[owner] = self.unread[owner] = says

    def readable(self, owner: Owner) -> list[Entry]:
        """Return a whole record as it was written; of one that cannot be read nothing, and the answer names it."""
        try:
            return self.written(owner, whole=True)
        except StoreDamagedError as error:
            self.lost(owner, str(error))
            self.note(owner)
            return []

    def unreadable(self, worker: str) -> str | None:
        """Say what is wrong with a worker's record, where it cannot be read."""
        self.worker(worker)
        return self.unread.get(("worker", self.joining.kept(worker)))

    def is_unread(self, kind: str, name: str) -> bool:
        """Tell whether a record that was looked at could not be read."""
        return (kind, self.joining.kept(name)) in self.unread

    def note(self, owner: Owner) -> None:
        """Note that the answer being made looked at a record."""
        if self.rows.looked_at is None or self.rows.unread is None:
            return
        if owner[0] == "worker":
            self.rows.looked_at.add(owner[1])
        if owner in self.unread:
            self.rows.unread.add(owner)

    @contextmanager
    def noting(self) -> Iterator[dict[Owner, str]]:
        """Note, while one answer is made, which records it would rest on that cannot be read; filled in at the end.

        What was worked out before about somebody it looks at rests on what that did.
        """
        rows, outer = self.rows, (self.rows.looked_at, self.rows.unread)
        found: dict[Owner, str] = {}
        rows.looked_at, rows.unread = looked_at, unread = set[str](), set[Owner]()
        try:
            yield found
        finally:
            rows.looked_at, rows.unread = outer
            if self.unread:
                unread = unread.union(*(self._rests[worker] for worker in looked_at))
                for worker in looked_at & self._workers.keys() if unread else ():
                    self._rests[worker] |= unread
                found |= {owner: self.unread[owner] for owner in sorted(unread)}
            if rows.looked_at is not None and rows.unread is not None:
                rows.looked_at |= looked_at
                rows.unread |= unread

    def worker(self, worker: str) -> FoldedRecord:
        """Return a worker's record, with all that is one person's; an empty one where nothing is recorded."""
        worker = self.joining.kept(worker)
        known = self._workers.get(worker)
        if known is None:  # of two threads that fold it, both go on with the one that came first
            known = self._workers.setdefault(worker, self.fold(worker, self._read(("worker", worker))))
        self.note(("worker", worker))
        return known

    def holds_later(self) -> bool:
        """Tell whether a record at hand holds anything that was recorded after the instant we look from."""
        known_by, at_hand = self.known_by, (*self._workers.values(), *self._others.values())
        return known_by is not None and any(recorded(entry) > known_by for each in at_hand for entry in each.written)

    def forget(self) -> None:
        """Let go of all workers' records and of what was worked out about them; assessors and sites stay."""
        self._workers.clear()
        self.judges.clear()
        self._rests.clear()

    def without(self, not_entitled: Mapping[str, tuple[date, date]]) -> "Records":
        """Return the same records in a world in which some assessors were not entitled, from one day to another."""
        return self._sharing(Records(self._stored, self.known_by, not_entitled))

    def with_entry(self, entry: Entry) -> "Records":
        """Return the same records in a world in which one more entry stands at the end of them."""
        there = self._sharing(Records(
            lambda owner: [*self._stored(owner), entry] if owner == entry.owner else self._stored(owner),
            self.known_by, self.not_entitled,
        ))  # fmt: skip
        there.identified = lambda what: (*self.identified(what), *identities_in([entry], what))
        return there

    def known(self, known_by: datetime) -> "Records":
        """Return the same records as they were known at another instant."""
        return self._sharing(Records(self._stored, known_by, self.not_entitled))

    def _sharing(self, other: "Records") -> "Records":
        other.damage, other.unread, other.rows = self.damage, self.unread, self.rows
        other.identified = self.identified
        return other

    def fold(self, worker: str, entries: Iterable[Entry]) -> FoldedRecord:
        """Fold entries already at hand, without keeping them."""
        written = list(entries)
        return FoldedRecord(worker, as_known(written, self.known_by), written)

    def assessor(self, assessor: str) -> FoldedRecord:
        """Return an assessor's record, with all that is one person's: their registrations."""
        known = self._others.get(("assessor", assessor))  # there is none under an id that is another's
        if known is None:
            owner = ("assessor", self.joining.kept(assessor))
            known = self._others.get(owner) or self._kept(owner)
        return known

    def site(self, site: str) -> FoldedRecord:
        """Return a site's record: its vacancies."""
        return self._others.get(("site", site)) or self._kept(("site", site))

    def _kept(self, owner: Owner) -> FoldedRecord:
        """Read the record of an assessor or a site, and keep it; one that cannot be read is noted for every answer."""
        record = self.fold(owner[1], () if owner in self.unread else self._read(owner))
        self.note(owner)
        return record if owner in self.unread else self._others.setdefault(owner, record)
