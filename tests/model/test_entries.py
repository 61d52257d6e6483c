"""Ids made from what entries say, and the record as it was known."""

from datetime import UTC, date, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from sw_competency.model import Entry, as_known, content, field_names, plain, with_ids
from sw_competency.testing.builders import corrected, entry, practised, registered, signed_off, watched, withdrawn
from sw_competency.testing.strategies import entries

ONE = practised("w1", "iv-cannulation", "2026-03-01")


def at(one, instant, **more):
    return replace(one, recorded_at=datetime.fromisoformat(instant).replace(tzinfo=UTC), **more)


# -- ids -----------------------------------------------------------------------------------------------------


def test_two_of_the_same_in_one_batch_are_two_and_the_batch_again_brings_the_same_two():
    first, second = with_ids([ONE, ONE])
    assert first.id != second.id
    assert [e.id for e in with_ids([ONE, ONE])] == [first.id, second.id]


EXTRA = [{}, {"new": [1]}, {"kind": "other"}, {"id": "x"}, {"feed": None, "batch": 1}]


@given(st.builds(replace, entries(), extra=st.sampled_from(EXTRA)))
def test_the_content_is_all_that_is_said_but_the_id_and_the_stamps(entry: Entry) -> None:
    stamps = {"id", "recorded_at", "recorded_by", "recorded_at_source"}
    said = {name: value for name, value in plain(entry).items() if name not in stamps}
    assert content(entry) == msgspec.json.encode(said, order="sorted")


def test_an_id_that_was_given_stays():
    assert with_ids([replace(ONE, id="e1")])[0].id == "e1"


def test_an_id_does_not_depend_on_who_wrote_it_down_and_when():
    stamped = at(ONE, "2026-03-02", recorded_by="m1")
    assert with_ids([stamped])[0].id == with_ids([ONE])[0].id
    assert content(stamped) == content(ONE)


@pytest.mark.parametrize("other", [{"note": "n"}, {"worker": "w2"}, {"on": date(2026, 3, 2)}, {"extra": {"ward": 1}}])
def test_what_says_something_else_has_another_id(other):
    assert with_ids([replace(ONE, **other)])[0].id != with_ids([ONE])[0].id


def test_unknown_fields_are_content_whatever_their_order():
    one, other = replace(ONE, extra={"a": 1, "b": 2}), replace(ONE, extra={"b": 2, "a": 1})
    assert content(one) == content(other)


def test_the_fields_of_a_kind_as_a_file_writes_them():
    assert {"from", "count", "id", "recorded_at"} <= set(field_names("practice"))
    assert "extra" not in field_names("practice")


# -- what an entry says of itself ----------------------------------------------------------------------------


def test_a_supervisor_who_is_the_worker_is_none():
    assert watched("w1", "c", "2026-03-01").directly_supervised
    assert not watched("w1", "c", "2026-03-01", supervisor="w1").supervised
    assert not practised("w1", "c", "2026-03-01", supervision="indirect", supervisor="a1").directly_supervised


def test_a_withdrawal_with_an_end_is_a_suspension():
    assert withdrawn("w1", "2026-03-01", until="2026-04-01").suspends
    assert withdrawn("w1", "2026-03-01", suspension=True).suspends
    assert not withdrawn("w1", "2026-03-01").suspends


@pytest.mark.parametrize(("known", "first"), [(None, "2025-07-15"), ("month", "2025-07-01"), ("year", "2025-01-01")])
def test_a_day_known_to_the_month_or_year_is_its_first(known, first):
    given = entry(
        "prior-learning", "2026-01-01", worker="w1", competency="c", signed_on="2025-07-15", accepted_by="a1",
        date_known_to=known,
    )  # fmt: skip
    assert given.signed_first == date.fromisoformat(first)


# -- the record as known -------------------------------------------------------------------------------------

WRONG = at(replace(ONE, id="e1"), "2026-03-01T12:00:00", recorded_by="m1")
RIGHT = practised("w1", "iv-cannulation", "2026-02-20")
FIRST = at(corrected(WRONG, "2026-03-05", RIGHT, id="c1"), "2026-03-05")
MARCH = datetime(2026, 3, 31, tzinfo=UTC)


def known(*entries, by=MARCH):
    return as_known(entries, by)


def test_what_was_recorded_later_is_not_known():
    assert known(WRONG, by=datetime(2026, 3, 1, 11, tzinfo=UTC)) == []
    assert known(WRONG, by=WRONG.recorded_at) == [WRONG]
    assert known(WRONG, by=None) == [WRONG]


def test_an_entry_that_does_not_say_was_recorded_at_the_end_of_its_day():
    assert known(ONE, by=datetime(2026, 3, 1, 23, tzinfo=UTC)) == []
    assert known(ONE, by=datetime(2026, 3, 2, tzinfo=UTC)) == [ONE]


def test_a_correction_takes_the_place_of_the_entry_and_keeps_its_stamps():
    (seen,) = known(WRONG, FIRST)
    assert seen.on == RIGHT.on
    assert (seen.id, seen.recorded_at, seen.recorded_by) == ("e1", WRONG.recorded_at, "m1")


def test_a_correction_is_seen_from_when_it_was_known_whatever_its_day():
    assert known(WRONG, FIRST, by=datetime(2026, 3, 4, tzinfo=UTC)) == [WRONG]
    early = replace(FIRST, on=date(2027, 1, 1))
    assert known(WRONG, early)[0].on == RIGHT.on


def test_a_correction_without_an_entry_makes_it_void():
    assert known(WRONG, at(corrected(WRONG, "2026-03-05", id="c1"), "2026-03-05")) == []


def test_of_several_corrections_the_one_recorded_last_holds():
    again = at(corrected(WRONG, "2026-03-02", practised("w1", "poct-egfr", "2026-03-01"), id="c2"), "2026-03-06")
    for order in ((WRONG, FIRST, again), (again, FIRST, WRONG)):
        assert known(*order)[0].competency == "poct-egfr"


def test_a_corrected_correction():
    other = corrected(WRONG, "2026-03-05", practised("w1", "poct-egfr", "2026-03-01"))
    mended = at(corrected(FIRST, "2026-03-06", other, id="c2"), "2026-03-06")
    assert known(WRONG, FIRST, mended)[0].competency == "poct-egfr"
    voided = at(corrected(FIRST, "2026-03-06", id="c2"), "2026-03-06")
    assert known(WRONG, FIRST, voided) == [WRONG]
    restored = at(corrected(voided, "2026-03-07", id="c3"), "2026-03-07")
    assert known(WRONG, FIRST, voided, restored)[0].on == RIGHT.on


def test_a_correction_of_nothing_or_to_another_kind_or_person_changes_nothing():
    nowhere = replace(FIRST, corrects="e9")
    other_kind = replace(FIRST, with_=signed_off("w1", "iv-cannulation", "2026-03-01"))
    somebody = replace(FIRST, with_=practised("w2", "iv-cannulation", "2026-03-01"))
    itself = replace(FIRST, corrects="c1")
    for correction in (nowhere, other_kind, somebody, itself):
        assert known(WRONG, correction) == [WRONG]


def test_a_correction_recorded_before_what_it_corrects_holds_all_the_same():
    """Only the instant up to which we knew decides whether it is seen."""
    early = at(corrected(FIRST, "2026-03-01", id="c0"), "2026-03-02")
    assert known(WRONG, FIRST, early) == [WRONG]
    assert known(WRONG, early, by=datetime(2026, 3, 4, tzinfo=UTC)) == [WRONG]


def test_a_later_correction_that_was_voided_leaves_the_earlier_one():
    later = at(corrected(WRONG, "2026-03-06", id="c2"), "2026-03-06")
    voided = at(corrected(later, "2026-03-07", id="c3"), "2026-03-07")
    for order in ((WRONG, FIRST, later, voided), (voided, later, FIRST, WRONG)):
        assert known(*order)[0].on == RIGHT.on


def test_a_correction_corrected_into_one_of_another_entry():
    other = at(replace(ONE, id="e2"), "2026-03-01")
    moved = at(corrected(FIRST, "2026-03-06", corrected(other, "2026-03-05"), id="c2"), "2026-03-06")
    for order in ((WRONG, other, FIRST, moved), (moved, FIRST, other, WRONG)):
        assert known(*order) == [WRONG]


def test_of_corrections_that_correct_each_other_the_one_recorded_last_holds():
    one = at(replace(FIRST, corrects="c2"), "2026-03-05")
    two = at(replace(FIRST, id="c2", corrects="c1", with_=None), "2026-03-06")
    void = at(replace(FIRST, id="c3", corrects="e1", with_=None), "2026-03-04")
    assert known(WRONG, one, two, void) == []


def test_a_row_of_corrections_of_each_other_may_be_long():
    row, last = [WRONG], WRONG
    for number in range(3000):
        last = corrected(last, "2026-03-05", id=f"c{number}")
        row.append(at(last, f"2026-03-05T{number // 60 // 60:02}:{number // 60 % 60:02}:{number % 60:02}"))
    assert known(*row) == [WRONG]
    assert known(*row[:-1]) == []


def test_correcting_the_day_of_an_entry_does_not_change_when_it_was_written_down():
    """Not even where nobody said when: then it was the end of the day it was first given."""
    bare = replace(ONE, id="e5", on=date(2026, 3, 10))
    (seen,) = known(bare, corrected(bare, "2026-03-12", RIGHT, id="c1"))
    assert (seen.on, seen.recorded_at) == (RIGHT.on, datetime(2026, 3, 10, 23, 59, 59, 999999, tzinfo=UTC))


def test_a_registration_can_be_corrected():
    wrong = at(registered("a1", id="r1"), "2026-03-01")
    right = registered("a1", "2020-01-01", until="2025-12-31")
    (seen,) = known(wrong, at(corrected(wrong, "2026-03-02", right, id="c1"), "2026-03-02"))
    assert seen.until == date(2025, 12, 31)


def test_entries_of_one_day_stand_in_the_order_they_were_recorded_then_of_their_place():
    late, early = at(ONE, "2026-03-02", id="e2"), at(ONE, "2026-03-01", id="e3")
    same = at(ONE, "2026-03-01", id="e4")
    assert [e.id for e in known(late, early, same)] == ["e3", "e4", "e2"]


def test_corrections_of_one_instant_hold_by_their_day_whatever_the_order():
    """A batch is recorded at one instant: then the later day is the later word."""
    batch = [
        at(corrected(WRONG, day, practised("w1", name, "2026-03-01"), id=id_), "2026-03-09")
        for day, name, id_ in (("2026-03-05", "poct-egfr", "c1"), ("2026-03-06", "patient-flow", "c2"))
    ]
    assert known(WRONG, *batch) == known(WRONG, *reversed(batch))
