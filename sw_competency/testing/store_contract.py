"""What every store must do, as a suite of tests: for those who write a store, and for ours.

class TestMyStore(StoreContract):
    def make(self, tmp_path):
        return MyStore(tmp_path)
"""

import random
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from sw_competency.errors import ClockError, ConflictError, StoreError
from sw_competency.model import Correction, Entry, Identity, Person, Practice, Registration, Vacancy
from sw_competency.stores import Store

RECORDED = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = datetime(2026, 3, 2, 9, 30, 15, 250, tzinfo=UTC)
W1 = ("worker", "w1")
AWKWARD_IDS = (
    "../../etc/passwd", "/etc/passwd", "..", ".", "a/b", "a\\b", "con", "NUL", "com1.txt", "w1 ", "W1", "w1", "w 1",
    "é", "e\u0301", "名前", "~", "-", "x" * 200, "X" * 200, "a\nb", "%2e%2e", "'; drop table entries; --",
)  # fmt: skip


def practice(id_: str, worker: str = "w1", **fields: Any) -> Practice:
    """Make an entry as a store is given it."""
    said = {"on": date(2026, 3, 1), "competency": "iv-cannulation", "outcome": "successful", "recorded_at": RECORDED}
    return Practice(id=id_, worker=worker, **{**said, **fields})


class StoreContract:
    """The contract: subclass it, say how your store is made, and let pytest collect the subclass.

    Set `durable` to False for a store that does not outlive the program.
    """

    durable = True

    def make(self, tmp_path: Path) -> Store:
        """Open the store at a place, making it where there is none: twice gives the same store, if it is durable."""
        raise NotImplementedError

    @pytest.fixture
    def store(self, tmp_path: Path) -> Store:
        """An empty store."""
        return self.make(tmp_path)

    def test_the_day_of_a_feed_is_kept_or_nothing_is(self, tmp_path: Path) -> None:
        """A store that keeps the day of a feed's last extract gives the last one."""
        store = self.make(tmp_path)
        assert store.feed("esr-staff") is None
        for day in (date(2026, 3, 2), date(2026, 3, 1)):
            store.keep_feed("esr-staff", day)
            assert store.feed("esr-staff") in {None, day}
        assert store.feed("esr-training") is None

    def test_a_record_nobody_knows_is_empty(self, store: Store) -> None:
        """Nothing is invented, and asking leaves no trace."""
        assert store.read(("worker", "w1")) == ()
        assert list(store.owners("worker")) == []
        assert list(store.read_all()) == []
        assert store.person("w1") is None

    def test_entries_come_back_as_they_were_in_their_place(self, store: Store) -> None:
        """The order of a record is the order of appending, whatever the days say."""
        batch = [
            practice("e1"),
            practice("e2", on=date(2020, 1, 1)),
            practice("e3", note="", extra={"until": None, "n": [1]}),
        ]
        assert store.append(batch[:2]).added == tuple(batch[:2])
        assert store.append(batch[2:]).added == (batch[2],)
        assert store.read(("worker", "w1")) == tuple(batch)

    def test_an_empty_batch_does_nothing(self, store: Store) -> None:
        """No entries, nothing to do."""
        done = store.append([])
        assert (done.added, done.already_there) == ((), ())

    def test_worker_assessor_and_site_of_one_id_are_three_records(self, store: Store) -> None:
        """A worker may assess; a site may be called like anybody."""
        batch: list[Entry] = [
            practice("e1", worker="x"),
            Registration(id="e1", assessor="x", on=date(2020, 1, 1), recorded_at=RECORDED),
            Vacancy(id="e1", site="x", tier="t", on=date(2020, 1, 1), recorded_at=RECORDED),
            Correction(id="e2", site="x", corrects="e1", reason="never", on=date(2020, 1, 1), recorded_at=RECORDED),
        ]
        assert store.append(batch).added == tuple(batch)
        assert dict(store.read_all()) == {
            ("worker", "x"): (batch[0],), ("assessor", "x"): (batch[1],), ("site", "x"): (batch[2], batch[3]),
        }  # fmt: skip
        assert [list(store.owners(kind)) for kind in ("worker", "assessor", "site")] == [["x"]] * 3

    def test_an_unknown_kind_of_record_is_a_mistake(self, store: Store) -> None:
        """Workers, assessors and sites have records."""
        with pytest.raises(ValueError, match="ward"):
            list(store.owners("ward"))

    def test_the_same_entry_twice_is_one_whoever_recorded_it(self, store: Store) -> None:
        """An import can be repeated."""
        first = practice("e1", recorded_by="a")
        again = replace(first, recorded_by="b", recorded_at=RECORDED + timedelta(1))
        store.append([first])
        done = store.append([again, practice("e2"), practice("e2")])
        assert (done.added, done.already_there) == ((practice("e2"),), (again, practice("e2")))
        assert store.read(("worker", "w1")) == (first, practice("e2"))

    @pytest.mark.parametrize(
        "other", [{"note": "other"}, {"extra": {"x": 1}}, {"extra": {"x": True}}, {"outcome": "unsuccessful"}]
    )
    def test_an_id_with_other_content_is_refused_with_the_whole_batch(
        self, store: Store, other: dict[str, Any]
    ) -> None:
        """Every entry in conflict is named, and nothing of the batch is stored, in no record."""
        store.append([practice("e1", extra={"x": 1.0}), practice("e2")])
        before = dict(store.read_all())
        wrong = [practice("e1", **other), practice("e2", note="other")]
        with pytest.raises(ConflictError) as caught:
            store.append([practice("e0", "w0"), wrong[0], practice("e3"), wrong[1], practice("e9", "w9")])
        assert caught.value.conflicts == tuple(wrong)
        assert dict(store.read_all()) == before

    def test_two_entries_of_one_batch_may_conflict(self, store: Store) -> None:
        """A batch is held against itself too."""
        with pytest.raises(ConflictError):
            store.append([practice("e1"), practice("e1", note="other")])
        assert list(store.read_all()) == []

    def test_an_entry_without_id_is_the_callers_mistake(self, store: Store) -> None:
        """It is given before an entry reaches a store."""
        with pytest.raises(ValueError, match="without id"):
            store.append([practice("e0", "w0"), practice("")])
        assert list(store.read_all()) == []

    def test_an_entry_without_stamp_is_stamped_when_it_is_received(self, store: Store) -> None:
        """By the store, while nobody else can write to the record; one that brings its own keeps it."""
        done = store.append([practice("e1", recorded_at=None), practice("e2")], lambda: LATER)
        assert [entry.recorded_at for entry in done.added] == [LATER, RECORDED]
        assert store.read(("worker", "w1")) == done.added

    def test_a_clock_set_back_stamps_nothing_before_the_last(self, store: Store) -> None:
        """What was known at an instant does not change later."""
        store.append([practice("e1", recorded_at=None)], lambda: LATER)
        [late] = store.append([practice("e2", recorded_at=None)], lambda: LATER - timedelta(seconds=59)).added
        assert late.recorded_at == LATER
        assert [batch.received_at for batch in store.batches(W1)] == [LATER, LATER]

    def test_a_clock_that_is_plainly_wrong_is_refused(self, store: Store) -> None:
        """Set back by days, without power, or far ahead: nothing is stored under an instant nobody can put right."""
        store.append([practice("e1")], lambda: LATER)
        before = list(store.read_all())
        for year in (1970, 2000, LATER.year - 1, 2106, 9999):
            with pytest.raises(ClockError, match=f"clock says that it is 1 January {year}"):
                store.append([practice("e2")], lambda year=year: datetime(year, 1, 1, tzinfo=UTC))  # type: ignore[misc]
        assert list(store.read_all()) == before
        assert store.append([practice("e2")], lambda: LATER + timedelta(1)).added

    def test_a_clock_far_behind_what_is_on_record_is_refused(self, store: Store) -> None:
        """Either it is wrong, or the one before was: what it stamps would stay hidden until then."""
        ahead = LATER.replace(year=2060)
        store.append([practice("e1", recorded_at=None)], lambda: ahead)
        for batch in ([practice("e2")], [practice("e2"), practice("e1", "w2")]):
            with pytest.raises(ClockError, match="2 March 2060, 09:30 UTC: set the clock"):
                store.append(batch, lambda: LATER)
        assert dict(store.read_all()) == {W1: (practice("e1", recorded_at=ahead),)}

    def test_a_clock_without_its_offset_is_refused(self, store: Store) -> None:
        """Nobody could tell which instant it gives."""
        with pytest.raises(ClockError, match="without its offset"):
            store.append([practice("e1")], lambda: LATER.replace(tzinfo=None))
        assert list(store.read_all()) == []

    def test_a_record_says_what_was_received_when(self, store: Store) -> None:
        """Batch by batch, each with its receipt, whatever instants the entries bring."""
        first = store.append([practice("e1"), practice("e2")], lambda: LATER)
        second = store.append([practice("e3"), practice("e1")], lambda: LATER + timedelta(1))
        found = store.batches(W1)
        assert [[entry.id for entry in batch.entries] for batch in found] == [["e1", "e2"], ["e3"]]
        assert [batch.received_at for batch in found] == [LATER, LATER + timedelta(1)]
        assert [batch.receipt for batch in found] == [*first.receipts, *second.receipts]
        assert store.batches(("worker", "nobody")) == ()

    def test_a_receipt_names_the_record_its_length_and_all_before(self, store: Store) -> None:
        """One for each record of a batch; a batch that adds nothing has the receipt of what is there."""
        [one] = store.append([practice("e1")]).receipts
        assert (one.record, one.sequence, len(one.head)) == (W1, 1, 64)
        assert store.append([practice("e1")]).receipts == (one,)
        [two] = store.append([practice("e2")]).receipts
        assert (two.sequence, two.head == one.head) == (2, False)
        both = store.append([practice("e9", "w9"), practice("e3")]).receipts
        assert [(receipt.record[1], receipt.sequence) for receipt in both] == [("w9", 1), ("w1", 3)]

    def test_what_is_taken_in_is_taken_record_by_record(self, store: Store) -> None:
        """What conflicts is given back, and all else is on record."""
        store.append([practice("e1"), practice("e1", "w2")])
        wrong = practice("e1", note="other")
        done, clashing = store.take_in([wrong, practice("e2"), practice("e1", "w2"), practice("e1", "w3")])
        assert clashing == (wrong,)
        assert done.added == (practice("e2"), practice("e1", "w3"))
        assert done.already_there == (practice("e1", "w2"),)
        assert store.read(W1) == (practice("e1"), practice("e2"))

    def test_an_erased_record_holds_nothing_and_says_by_whom(self, store: Store) -> None:
        """Its place stays: what comes later stands behind it."""
        store.put_person(Person(role="worker", id="w1", name="Name"))
        store.append([practice("e1"), practice("e1", "w2")], lambda: LATER)
        before = store.append([practice("e2")], lambda: LATER).receipts[0]
        erased = store.erase_record(W1, "the data officer", "asked for", lambda: LATER)
        assert erased is not None
        assert (erased.record, erased.sequence) == (W1, before.sequence + 1)
        assert (store.read(W1), store.read(("worker", "w2"))) == ((), (practice("e1", "w2"),))
        [left] = store.batches(W1)
        assert (left.receipt, left.entries) == (erased, ())
        assert left.erased == {"by": "the data officer", "reason": "asked for"}
        assert dict(store.read_all()) == {("worker", "w2"): (practice("e1", "w2"),)}
        assert list(store.owners("worker")) == ["w2"]
        store.append([practice("e1", note="again")])
        assert store.read(W1) == (practice("e1", note="again"),)
        assert store.batches(W1)[-1].receipt.sequence == erased.sequence + 1
        assert store.person("w1") is not None

    def test_a_record_is_not_erased_before_it_was_written(self, store: Store) -> None:
        """A clock that lies before the record's last is wrong, and nothing is erased by it."""
        store.append([practice("e1")], lambda: LATER)
        with pytest.raises(ClockError):
            store.erase_record(W1, "a", "b", lambda: LATER - timedelta(days=2000))
        assert store.read(W1) == (practice("e1"),)
        store.erase_record(W1, "a", "b", lambda: LATER - timedelta(seconds=9))
        assert store.batches(W1)[0].received_at == LATER

    def test_a_store_tells_whether_it_holds_a_record(self, store: Store) -> None:
        """A record holds something from its first entry to its erasure."""
        store.append([practice("e0", "w2")])
        assert not store.holds(W1)
        store.append([practice("e1")])
        assert store.holds(W1)
        assert not store.holds(("assessor", "w1"))
        store.erase_record(W1, "a", "b")
        assert not store.holds(W1)
        store.append([practice("e2")])
        assert store.holds(W1)

    def test_a_record_nobody_knows_cannot_be_erased(self, store: Store) -> None:
        """And trying leaves no trace."""
        assert store.erase_record(W1, "a", "b") is None
        assert list(store.read_all()) == []

    def test_what_stands_for_everything_changes_with_everything(self, store: Store) -> None:
        """If a store keeps a head, no two states of it have the same."""
        heads = [store.head()]
        if heads[0] is None:
            pytest.skip("this store keeps no head")
        for change in (
            lambda: store.append([practice("e1"), practice("e1", "w2")]),
            lambda: store.append([practice("e2")]),
            lambda: store.erase_record(W1, "a", "b"),
        ):
            change()
            heads.append(store.head())
        assert len({head.root for head in heads if head}) == 4
        store.append([practice("e1", "w2")])
        assert store.head() == heads[-1]

    @pytest.fixture
    def ordered(self, store: Store) -> Store:
        """An empty store that keeps an order of what came."""
        if type(store).changes is Store.changes:
            pytest.skip("this store keeps no order of what came")
        return store

    def test_changes_come_in_the_order_in_which_they_became_visible(self, ordered: Store) -> None:
        """Batch by batch, each with its receipt, whatever days and instants the entries bring."""
        assert list(ordered.changes()) == []
        first = ordered.append([practice("e1"), practice("e2")], lambda: LATER)
        second = ordered.append([practice("e1", "w0", on=date(2020, 1, 1))], lambda: LATER - timedelta(seconds=9))
        third = ordered.append([practice("e3"), practice("e1")], lambda: LATER)
        found = list(ordered.changes())
        assert [[entry.id for entry in change.entries] for change in found] == [["e1", "e2"], ["e1"], ["e3"]]
        assert [change.receipt for change in found] == [*first.receipts, *second.receipts, *third.receipts]
        assert [change.received_at for change in found] == [LATER, LATER - timedelta(seconds=9), LATER]
        assert {change.erased for change in found} == {None}

    def test_changes_are_taken_up_where_they_were_left(self, ordered: Store) -> None:
        """After any number that was given: all that came later, and nothing else."""
        for n in range(9):
            ordered.append([practice(f"e{n}", f"w{n % 3}")])
            ordered.append([practice(f"e{n}", f"w{n % 3}")])  # nothing new
            ordered.put_person(Person(role="worker", id=f"w{n % 3}", name=f"Name {n}"))  # no entry
        found = list(ordered.changes())
        assert [change.entries[0].id for change in found] == [f"e{n}" for n in range(9)]
        numbers = [change.sequence for change in found]
        assert all(numbers[0] > 0 and one < other for one, other in pairwise(numbers))
        for place, number in enumerate(numbers, 1):
            assert list(ordered.changes(number)) == found[place:]
        ordered.append([practice("late")])
        [late] = ordered.changes(numbers[-1])
        assert (late.entries, late.sequence > numbers[-1]) == ((practice("late"),), True)

    def test_a_batch_over_several_records_is_a_change_of_each(self, ordered: Store) -> None:
        """None of them is missing, and none comes twice."""
        ordered.append([practice("e1", f"w{n}") for n in range(9)] + [practice("e2", "w3")])
        found = {change.receipt.record[1]: [entry.id for entry in change.entries] for change in ordered.changes()}
        assert found == {f"w{n}": ["e1"] for n in range(9)} | {"w3": ["e1", "e2"]}

    def test_an_erasure_is_a_change_and_what_it_erased_is_none(self, ordered: Store) -> None:
        """Whoever was given it before is told; whoever was not never sees it."""
        ordered.append([practice("e1")])
        ordered.append([practice("e1", "w2")])
        [first, second] = ordered.changes()
        ordered.erase_record(W1, "the data officer", "asked for")
        ordered.append([practice("e2")])
        [erased, new] = ordered.changes(second.sequence)
        assert (erased.erased, erased.entries) == ({"by": "the data officer", "reason": "asked for"}, ())
        assert (new.erased, new.entries) == (None, (practice("e2"),))
        assert list(ordered.changes()) == [second, erased, new]
        assert list(ordered.changes(first.sequence)) == [second, erased, new]

    def test_a_number_nobody_gave_is_no_place_in_the_order(self, ordered: Store) -> None:
        """It is another store's, or this one was put back from a backup: silence would hide what comes."""
        ordered.append([practice("e1")])
        [change] = ordered.changes()
        with pytest.raises(StoreError, match="put back from a backup"):
            list(ordered.changes(change.sequence + 100))

    def test_ids_are_other_peoples_and_compared_exactly(self, store: Store) -> None:
        """No id reaches another record, a folder, or a statement."""
        batch = [practice("e1", worker=id_) for id_ in AWKWARD_IDS]
        store.append(batch)
        store.append([practice(id_, worker="ids") for id_ in AWKWARD_IDS])
        assert list(store.owners("worker")) == sorted([*AWKWARD_IDS, "ids"])
        assert [store.read(entry.owner) for entry in batch] == [(entry,) for entry in batch]
        assert [entry.id for entry in store.read(("worker", "ids"))] == list(AWKWARD_IDS)

    def test_what_the_caller_does_to_an_entry_later_changes_nothing(self, store: Store) -> None:
        """A store keeps what was said, not the object."""
        entry = practice("e1", extra={"list": [1]})
        store.append([entry])
        entry.extra["list"].append(2)
        store.read(entry.owner)[0].extra["list"].append(3)
        assert store.read(entry.owner)[0].extra == {"list": [1]}

    def test_all_records_are_read_once_each(self, store: Store) -> None:
        """Reading everything gives what reading one by one gives."""
        batch = [practice(f"e{n}", worker=f"w{n % 7}") for n in range(50)]
        random.Random(1).shuffle(batch)  # noqa: S311
        store.append(batch)
        everything = list(store.read_all())
        assert len(everything) == 7
        assert dict(everything) == {("worker", id_): store.read(("worker", id_)) for id_ in store.owners("worker")}

    def test_whoever_has_an_identity_is_named(self, store: Store) -> None:
        """Nobody is left out, be it said in a correction; of whoever is erased nothing is left."""
        said: dict[str, Any] = {"on": date(2026, 3, 1), "recorded_at": RECORDED}
        number = Identity(id="i1", worker="w1", scheme="moodle", value="7", **said)
        other = Identity(id="i1", worker="w2", same_as="w1", **said)
        again = Identity(id="i2", worker="w3", same_as="w1", **said)
        store.append([number, other, practice("e1", "w3"), practice("e1", "w4")])
        store.append([Correction(id="c1", worker="w3", corrects="i1", reason="a slip", with_=again, **said)])
        assert ("w1", "7") in set(store.identified("scheme"))
        assert {("w2", "w1"), ("w3", "w1")} <= set(store.identified("same_as"))
        store.erase_record(("worker", "w1"), "m1", "she asked for it")
        store.erase_record(("worker", "w3"), "m1", "he asked for it")
        assert (set(store.identified("scheme")), set(store.identified("same_as"))) == (set(), {("w2", "w1")})

    def test_a_person_is_replaced_and_erased_without_touching_the_ledger(self, store: Store) -> None:
        """Names are no part of the ledger."""
        store.append([practice("e1")])
        store.put_person(
            Person(role="worker", id="w1", name="Åsa 'O\u2019Neil'", details={"staff_number": "0012", "x": None})
        )
        store.put_person(Person(role="assessor", id="w1", name="Other"))
        assert store.person("w1") == Person(role="assessor", id="w1", name="Other")
        assert store.erase_person("w1") is True
        assert store.erase_person("w1") is False
        assert (store.person("w1"), list(store.people())) == (None, [])
        assert store.read(("worker", "w1")) == (practice("e1"),)

    def test_people_are_given_in_order_whatever_their_ids(self, store: Store) -> None:
        """Every id can have a name."""
        everybody = [Person(role="worker", id=id_, name=f"Name of {id_!r}", details={"a": [1]}) for id_ in AWKWARD_IDS]
        for person in everybody:
            store.put_person(person)
        assert list(store.people()) == sorted(everybody, key=lambda person: person.id)
        assert [store.person(id_) for id_ in AWKWARD_IDS] == everybody
        assert list(store.read_all()) == []

    def test_everything_is_there_when_opened_again(self, tmp_path: Path) -> None:
        """What was acknowledged outlives the program."""
        if not self.durable:
            pytest.skip("this store does not outlive the program")
        with self.make(tmp_path) as store:
            store.append([practice("e1"), practice("e1", worker="w2")])
            store.put_person(Person(role="worker", id="w1", name="Name"))
        with self.make(tmp_path) as again:
            assert again.read(("worker", "w1")) == (practice("e1"),)
            assert list(again.owners("worker")) == ["w1", "w2"]
            assert again.person("w1") == Person(role="worker", id="w1", name="Name")
            assert again.append([practice("e1")]).added == ()

    def test_the_order_of_changes_outlives_the_program(self, tmp_path: Path) -> None:
        """Numbers given before stay good."""
        if not self.durable or type(self.make(tmp_path)).changes is Store.changes:
            pytest.skip("this store keeps no order that outlives the program")
        with self.make(tmp_path) as store:
            store.append([practice("e1")])
            store.append([practice("e1", "w0")])
            before = list(store.changes())
        with self.make(tmp_path) as again:
            again.append([practice("e2")])
            assert list(again.changes())[:2] == before
            assert [change.entries for change in again.changes(before[-1].sequence)] == [(practice("e2"),)]
