"""A machine that uses a store at random, and holds it against a plain dict after every step.

TestMyStore = store_machine(MyStore).TestCase
"""

import shutil
import tempfile
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar

import attrs
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from msgspec.structs import replace

from sw_competency.errors import ConflictError
from sw_competency.model import Entry, Person, Vacancy
from sw_competency.stores import Owner, Store
from sw_competency.testing.store_contract import RECORDED, practice
from sw_competency.testing.strategies import people

_NAMES = st.sampled_from(["w1", "W1", "../w1", "é"])
_IDS = st.sampled_from([f"e{n}" for n in range(8)])


def _made(owner: str, id_: str, note: str, at_site: bool) -> Entry:
    if at_site:
        return Vacancy(id=id_, site=owner, tier="t", note=note, on=date(2026, 3, 1), recorded_at=RECORDED)
    return practice(id_, worker=owner, note=note)


# Few names, ids and contents, so that batches meet one another.
_BATCHES = st.lists(st.builds(_made, _NAMES, _IDS, st.sampled_from(["a", "b"]), st.booleans()), max_size=5)


class StoreMachine(RuleBasedStateMachine):
    """A store beside a plain dict; `store_machine` gives it the store."""

    make: "ClassVar[staticmethod[[Path], Store]]"  # subscripting it at run time needs Python 3.12
    durable: ClassVar[bool]

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp())
        self.store = self.make(self.place)
        self.records: dict[Owner, dict[str, Entry]] = {}
        self.names: dict[str, Person] = {}
        self.last: Sequence[Entry] = ()
        self.told: dict[Owner, dict[str, Entry]] = {}
        self.told_to = 0

    def _meets(self, batch: Sequence[Entry]) -> bool:
        """Whether any entry of the batch has an id that stands for something else, on record or in the batch."""
        notes: dict[tuple[Any, str], Any] = {
            (owner, id_): entry.note for owner, record in self.records.items() for id_, entry in record.items()
        }
        return any(notes.setdefault((entry.owner, entry.id), entry.note) != entry.note for entry in batch)

    @rule(batch=_BATCHES)
    def append(self, batch: list[Entry]) -> None:
        """A batch is added; where it meets something else, it is refused whole."""
        if self._meets(batch):
            with pytest.raises(ConflictError):
                self.store.append(batch)
            return
        done = self.store.append(batch)
        assert len(done.added) + len(done.already_there) == len(batch)
        for entry in batch:
            record = self.records.setdefault(entry.owner, {})
            assert (entry.id in record) or entry in done.added
            record.setdefault(entry.id, entry)
        self.last = batch

    @rule(later=st.integers(0, 9))
    def append_again(self, later: int) -> None:
        """The last batch again adds nothing."""
        again = [replace(entry, recorded_at=RECORDED + timedelta(later)) for entry in self.last]
        assert self.store.append(again).added == ()

    @rule(id_=_NAMES, kind=st.sampled_from(["worker", "site"]))
    def erase_record(self, id_: str, kind: str) -> None:
        """A record is erased, if there is one; what comes later begins anew."""
        erased = self.store.erase_record((kind, id_), "a", "b")
        assert (erased is not None) or (kind, id_) not in self.records
        self.records.pop((kind, id_), None)
        self.last = [entry for entry in self.last if entry.owner != (kind, id_)]

    @rule()
    def ask_what_changed(self) -> None:
        """Whoever follows the changes holds what the store holds: nothing is missing, repeated or out of order."""
        if type(self.store).changes is Store.changes:
            return
        for change in self.store.changes(self.told_to):
            assert change.sequence > self.told_to
            self.told_to = change.sequence
            record = self.told.setdefault(change.receipt.record, {})
            if change.erased is not None:
                record.clear()
            for entry in change.entries:
                assert record.setdefault(entry.id, entry) is entry
        assert {owner: record for owner, record in self.told.items() if record} == self.records

    @rule(person=people(), id_=_NAMES)
    def put_person(self, person: Person, id_: str) -> None:
        """A name is put down, or another in its place."""
        self.names[id_] = attrs.evolve(person, id=id_)
        self.store.put_person(self.names[id_])

    @rule(id_=_NAMES)
    def erase_person(self, id_: str) -> None:
        """A name is erased, if there is one."""
        assert self.store.erase_person(id_) is (self.names.pop(id_, None) is not None)

    @precondition(lambda self: self.durable)
    @rule()
    def open_again(self) -> None:
        """The program ends, and another begins."""
        self.store.close()
        self.store = self.make(self.place)

    @invariant()
    def holds_what_was_put_in(self) -> None:
        """Every way of reading gives what was put in."""
        expected = {owner: tuple(record.values()) for owner, record in self.records.items()}
        assert dict(self.store.read_all()) == expected
        assert {owner: self.store.read(owner) for owner in expected} == expected
        for kind in ("worker", "assessor", "site"):
            assert list(self.store.owners(kind)) == sorted(id_ for kind_, id_ in expected if kind_ == kind)
        assert list(self.store.people()) == [self.names[id_] for id_ in sorted(self.names)]

    def teardown(self) -> None:
        """Leave nothing behind."""
        self.store.close()
        shutil.rmtree(self.place, ignore_errors=True)


def store_machine(make: Callable[[Path], Store], *, durable: bool = True) -> type[StoreMachine]:
    """Make a state machine for a store.

    Args:
        make: opens the store at a place, making it where there is none.
        durable: whether opening again finds what was there.
    """
    return type("StoreMachineOfOne", (StoreMachine,), {"make": staticmethod(make), "durable": durable})
