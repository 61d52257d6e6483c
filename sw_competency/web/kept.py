"""What was found of each person is kept from one visit to the next, until anything it rests on is recorded.

Nothing is kept of what somebody asks by what was known at another instant, nor of a person whose answer rests on a
record that cannot be read, or on one that holds something recorded after the visit began. Who is told of every record
that is read has every record read: then nothing is kept at all.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator
from threading import Lock
from typing import Any, TypeVar

from sw_competency.bulk import undisturbed
from sw_competency.errors import StoreError
from sw_competency.judge.case import Judge
from sw_competency.judge.everybody import Everybody
from sw_competency.model import Identity
from sw_competency.stores import Change, Store

T = TypeVar("T")
_MOST = 6  # questions on a day, each of everybody: the one asked longest ago goes
Found = dict[str, tuple[frozenset[str], Any]]  # by worker: whose records it rests on, and what was found


class Kept:
    """What was found of each person, as the store holds their records now.

    Args:
        store: where the records are.
    """

    def __init__(self, store: Store) -> None:
        self._store, self._lock = store, Lock()
        self._after: int | None = None  # the last change that is taken account of
        self._found: OrderedDict[Hashable, Found] = OrderedDict()

    def of_each(self, everybody: Everybody, what: Hashable, found: Callable[[Judge], T]) -> Iterator[T]:
        """Return what is found of everybody, one by one: what is kept, else worked out and kept.

        Args:
            everybody: whose records, on which day, by which catalogue.
            what: what is found; of the same, day and catalogue what is found must be the same.
            found: finds it, as a value that holds on to no record.
        """
        with self._lock:
            known = self._under((what, everybody.moment.as_of, everybody.records.up_to, everybody.moment.catalogue))
            return iter([self._of(everybody, known, worker, found) for worker in everybody.each()])

    def _of(self, everybody: Everybody, known: Found, worker: str, found: Callable[[Judge], T]) -> T:
        if worker in known:
            one: T = known[worker][1]
            return one
        records = everybody.records
        records.forget()  # of what was worked out before nobody noted on whom it rests
        with undisturbed(), records.noting() as unread:
            one = found(everybody.judge(worker))
            rests = frozenset(records.rows.looked_at or ())
        if self._after is not None and not unread and not records.holds_later():
            known[worker] = rests, one
        records.forget()
        return one

    def _under(self, key: Hashable) -> Found:
        """Return what is kept under a key, once all that rests on what was recorded since is let go of."""
        try:
            if self._after is None:
                head = self._store.head()
                self._after = None if head is None else head.size
            else:
                self._take_account(self._store.changes(self._after))
        except StoreError:  # it keeps no order, is damaged, or is another than it was
            self._after = None
            self._found.clear()
        known = self._found.setdefault(key, {})
        self._found.move_to_end(key)
        while len(self._found) > _MOST:
            self._found.popitem(last=False)
        return known

    def _take_account(self, changes: Iterable[Change]) -> None:
        changed, joined = set[str](), {worker for worker, _ in self._store.identified("same_as")}
        for change in changes:
            kind, whose = change.receipt.record
            who = whose in joined or any(isinstance(entry, Identity) for entry in change.entries)
            if kind != "worker" or who or change.erased is not None:  # many answers may rest on it
                self._found.clear()
            changed.add(whose)
            self._after = change.sequence
        for known in self._found.values() if changed else ():
            for worker in [worker for worker, (rests, _) in known.items() if not rests.isdisjoint(changed)]:
                del known[worker]
