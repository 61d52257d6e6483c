"""How late a thing was written down: by whose number, of which kinds, in which words."""

from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace

from sw_competency.catalogue import layer_of, load, shipped
from sw_competency.catalogue.department import NOBODY_SAYS
from sw_competency.dates import time_between
from sw_competency.errors import CatalogueError
from sw_competency.judge.lateness import how_late
from sw_competency.testing.builders import (
    appointed,
    assessed,
    countersigned,
    entry,
    practised,
    signed_off,
    trained,
    withdrawn,
)

from .conftest import CATALOGUE

MAY = "2024-05-01"
NEXT_MARCH = datetime(2025, 3, 2, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("last", "words"),
    [
        ("2024-05-02", "1 day"), ("2024-06-01", "31 days"), ("2024-06-30", "60 days"), ("2024-07-01", "2 months"),
        ("2025-03-02", "10 months"), ("2026-04-30", "23 months"), ("2026-05-01", "2 years"),
        ("2026-06-15", "2 years and 1 month"), ("2027-05-01", "3 years"),
    ],
)  # fmt: skip
def test_the_time_between_two_days(last, words):
    assert time_between(date.fromisoformat(MAY), date.fromisoformat(last)) == words


def test_the_end_of_a_short_month_is_a_whole_month():
    assert time_between(date(2023, 12, 31), date(2024, 2, 29)) == "2 months"


PAPER = {"worker": "w1", "competency": "screening", "signed_on": "2023-01-01", "accepted_by": "m1"}


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (signed_off("w1", "screening", MAY), True), (practised("w1", "screening", MAY), True),
        (countersigned("w1", "s1", MAY), True), (entry("prior-learning", MAY, **PAPER), True),
        (trained("w1", "theory", MAY), False), (assessed("w1", "screening", MAY), False),
        (appointed("w1", MAY, "helper"), False), (withdrawn("w1", MAY), False),
    ],
    ids=lambda value: value.kind if hasattr(value, "kind") else "",
)  # fmt: skip
def test_sign_offs_and_practice_are_told(ask, written, told):
    """Courses come from extracts, and posts from HR, long after their day: of them nothing is told."""
    late = how_late(ask([], MAY).judge("w1"), replace(written, recorded_at=NEXT_MARCH))
    assert (late is not None) == told
    if late is not None:
        assert (late.words, late.days) == ("recorded 10 months later", 305)


def test_a_paper_is_measured_from_the_day_it_was_accepted(ask):
    """It was signed long before; it counts from its acceptance."""
    paper = replace(entry("prior-learning", MAY, **PAPER), recorded_at=datetime(2024, 5, 2, tzinfo=UTC))
    assert how_late(ask([], MAY).judge("w1"), paper) is None


def test_what_a_file_says_of_its_own_instants_makes_nothing_timely(ask):
    """An import into a record in use is stamped now; when it was written down elsewhere is told beside."""
    late = how_late(ask([], MAY).judge("w1"), replace(
        practised("w1", "screening", MAY), recorded_at=NEXT_MARCH, recorded_at_source=datetime(2024, 5, 2, tzinfo=UTC),
    ))  # fmt: skip
    assert late is not None
    assert late.words == "recorded 10 months later (where it came from, on 2 May 2024)"


def test_an_entry_nobody_stamped_is_in_time(ask):
    assert how_late(ask([], MAY).judge("w1"), replace(practised("w1", "screening", MAY), recorded_at=None)) is None


def test_what_is_shipped_is_a_placeholder_and_the_same_as_where_nobody_says():
    for one in shipped().recordings.values():
        assert one.late_after == NOBODY_SAYS.late_after
        assert one.placeholders
    assert not CATALOGUE.recordings
    assert CATALOGUE.recording("practice") is NOBODY_SAYS


def own(text_of_table):
    said = {"title": "Ours", "late_after": "P7D", "authority": "local", "source": ["memo"]}
    return load(layer_of({"source": {"memo": {"title": "A memo"}}, **text_of_table(said)}, "own.toml"))


def test_a_site_has_its_own_number_and_stands_behind_it():
    held = own(lambda said: {"site": {"north": {"title": "North", "recording": {"practice": said}}}})
    north, elsewhere = held.recording("practice", "north"), held.recording("practice", "south")
    assert (north.late_after.days, north.unconfirmed("late_after")) == (7, ())
    assert (elsewhere.late_after.days, elsewhere.unconfirmed("late_after")) == (30, ("recording.practice.late_after",))


@pytest.mark.parametrize(
    "table",
    [
        lambda said: {"recording": {"sing-off": said}},
        lambda said: {"site": {"north": {"recording": {"sing-off": said}}}},
        lambda said: {"recording": {"practice": {**said, "late_after": 30}}},
        lambda said: {"recording": {"practice": {**said, "late_afer": "P1D"}}},
    ],
)
def test_what_is_written_wrong_is_told(table):
    with pytest.raises(CatalogueError) as told:
        own(table)
    assert "recording" in str(told.value)
