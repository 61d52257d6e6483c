"""Laws of the record as known, and of the answers that rest on it: two clocks, and the order of appending."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from sw_competency.model import KINDS, Correction, as_known

from .department import DEPARTMENT, END, everything

days = DEPARTMENT.days()
records = DEPARTMENT.records()
corrected = DEPARTMENT.records(corrections=True)
instants = days.map(lambda day: datetime.combine(day, time(18), UTC))
LATER = [kind for kind in KINDS if kind not in {"correction", "countersignature"}]


def shuffled(entries):
    return st.permutations(entries) if entries else st.just([])


@given(st.data(), corrected, instants)
def test_a_view_does_not_depend_on_the_order_of_appending(data, entries, known_by):
    """For entries recorded at different instants, corrections among them."""
    mixed = data.draw(shuffled(entries))
    mine = [e for e in entries if e.owner == ("worker", "w1")]
    theirs = [e for e in mixed if e.owner == ("worker", "w1")]
    assert as_known(theirs, known_by) == as_known(mine, known_by)


@given(st.data(), records)
def test_a_view_does_not_depend_on_the_order_of_appending_where_only_the_days_differ(data, entries):
    """A batch is recorded at one instant: then the days alone put it in order."""
    at = datetime(2024, 7, 1, tzinfo=UTC)
    one_a_day = {e.on: replace(e, recorded_at=at) for e in entries if e.owner == ("worker", "w1")}
    batch = list(one_a_day.values())
    assert as_known(data.draw(shuffled(batch)), END) == as_known(batch, END)


@given(st.data(), corrected, days)
def test_no_answer_depends_on_the_order_of_appending(data, entries, as_of):
    assert everything(data.draw(shuffled(entries)), as_of) == everything(entries, as_of)


@given(corrected, instants)
def test_the_entries_of_a_view_stand_in_the_order_of_their_days(entries, known_by):
    view = as_known(entries, known_by)
    assert view == sorted(view, key=lambda e: (e.on, e.recorded_at))
    assert not any(isinstance(e, Correction) for e in view)
    assert all(e.recorded_at <= known_by for e in view)


@given(corrected, instants)
def test_a_view_keeps_every_entry_known_that_nobody_corrected(entries, known_by):
    wrong = {e.corrects for e in entries if isinstance(e, Correction)}
    untouched = [e for e in entries if e.id not in wrong and e.recorded_at <= known_by and e.kind != "correction"]
    view = as_known(entries, known_by)
    assert all(e in view for e in untouched)
    assert {e.id for e in view} <= {e.id for e in entries}


@given(corrected, st.lists(DEPARTMENT.entry(*LATER), max_size=3), days)
def test_what_happens_after_the_day_asked_about_changes_nothing(entries, more, as_of):
    """Anything but a correction, dated after `as_of`; known or not."""
    later = [
        replace(e, id=f"more-{index}", on=as_of + timedelta(days=1 + index), **_ending_later(e, as_of))
        for index, e in enumerate(more)
    ]
    assert everything([*entries, *later], as_of) == everything(entries, as_of)


def _ending_later(entry, as_of):
    until = getattr(entry, "until", None)
    return {} if until is None else {"until": max(until, as_of + timedelta(days=10))}


@given(corrected, DEPARTMENT.records(corrections=True, most=4), days, days)
def test_an_answer_never_changes_once_known_by_is_past(entries, more, as_of, known):
    """Whatever is recorded later, about whichever day, corrections among it."""
    known_by = datetime.combine(known, time(18), UTC)
    past = timedelta(seconds=1)
    after = [replace(e, id=f"m-{e.id}", recorded_at=max(e.recorded_at, known_by) + past) for e in more]
    correction = [
        Correction(on=e.on, id=f"void-{e.id}", worker=e.owner[1], corrects=e.id, reason="a slip", recorded_at=END)
        for e in entries
        if e.owner[0] == "worker"
    ]
    assert everything([*entries, *after, *correction], as_of, known_by) == everything(entries, as_of, known_by)


@given(records, days)
def test_voiding_an_entry_is_as_if_it_had_never_been_recorded(entries, as_of):
    if not entries:
        return
    wrong = entries[len(entries) // 2]
    owner, named = wrong.owner
    at = datetime.combine(DEPARTMENT.last, time(), UTC) + timedelta(days=100)
    said = {"on": date(2024, 1, 1), "corrects": wrong.id, "reason": "a slip", owner: named}
    void = Correction(id="void", recorded_at=at, **said)
    assert everything([*entries, void], as_of) == everything([e for e in entries if e is not wrong], as_of)


@given(records, days)
def test_a_correction_that_was_itself_voided_changes_nothing(entries, as_of):
    at = datetime.combine(DEPARTMENT.last, time(), UTC) + timedelta(days=100)
    more = []
    for wrong in entries[:1]:
        owner, named = wrong.owner
        said = {"on": date(2024, 1, 1), "reason": "a slip", owner: named}
        more = [
            Correction(id="c1", corrects=wrong.id, recorded_at=at, **said),
            Correction(id="c2", corrects="c1", recorded_at=at + timedelta(days=1), **said),
        ]
    assert everything([*entries, *more], as_of) == everything(entries, as_of)
