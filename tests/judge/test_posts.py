"""Posts through time: what holds on a day, at which tier."""

from datetime import date

import pytest

from sw_competency.judge import FoldedRecord, Judge, Records
from sw_competency.testing.builders import appointed, entry, left

from .conftest import CATALOGUE

MAIN = appointed("w1", "2024-01-08", "helper", id="main")


def held(*entries, post=None):
    """Return the post of a worker, to be asked about days."""
    in_order = sorted(entries, key=lambda e: e.on)
    judge = Judge(FoldedRecord("w1", in_order), CATALOGUE, Records(lambda _: ()), post)

    def on(day):
        span = judge.span(date.fromisoformat(day))
        return span and (span.appointment.id, span.tier)

    return on


def decided(on, to, **more):
    return entry("rebanding", on, worker="w1", to=to, id=f"d-{on}", **more)


def test_in_post_from_the_first_day_to_the_last_included():
    on = held(MAIN, left("w1", "2024-03-31"))
    assert [on("2024-01-07"), on("2024-01-08"), on("2024-03-31"), on("2024-04-01")] == [
        None,
        ("main", "helper"),
        ("main", "helper"),
        None,
    ]


def test_a_new_appointment_replaces_the_one_before():
    on = held(MAIN, appointed("w1", "2024-03-01", "senior", id="next"))
    assert on("2024-02-29") == ("main", "helper")
    assert on("2024-03-01") == ("next", "senior")


def test_acting_up_lies_over_the_post_and_afterwards_it_stands_again():
    on = held(MAIN, appointed("w1", "2024-03-01", "senior", id="up", until="2024-03-31"))
    assert on("2024-03-01") == on("2024-03-31") == ("up", "senior")
    assert on("2024-04-01") == ("main", "helper")


def test_a_new_appointment_ends_the_acting_up_too():
    on = held(
        MAIN,
        appointed("w1", "2024-03-01", "senior", id="up", until="2024-03-31"),
        appointed("w1", "2024-03-15", "helper", id="next"),
    )
    assert on("2024-03-14") == ("up", "senior")
    assert on("2024-03-15") == on("2024-04-01") == ("next", "helper")


def test_leaving_ends_the_acting_up_too():
    on = held(MAIN, appointed("w1", "2024-03-01", "senior", id="up", until="2024-03-31"), left("w1", "2024-03-10"))
    assert on("2024-03-10") == ("up", "senior")
    assert on("2024-03-11") is None


def test_somebody_who_left_comes_back():
    on = held(MAIN, left("w1", "2024-03-31"), appointed("w1", "2024-05-01", "senior", id="next"))
    assert on("2024-04-30") is None
    assert on("2024-05-01") == ("next", "senior")


def test_two_posts_are_apart():
    bank = appointed("w1", "2024-02-01", "senior", post="bank", id="bank")
    gone = left("w1", "2024-03-31", post="bank")
    assert held(MAIN, bank, gone)("2024-04-01") == ("main", "helper")
    assert held(MAIN, bank, gone, post="bank")("2024-03-31") == ("bank", "senior")
    assert held(MAIN, bank, gone, post="bank")("2024-04-01") is None
    assert held(MAIN, bank, left("w1", "2024-03-31"), post="bank")("2024-04-01") is None


def test_a_decision_upheld_sets_the_tier_from_its_day():
    on = held(MAIN, decided("2024-03-01", "senior"))
    assert on("2024-02-29") == ("main", "helper")
    assert on("2024-03-01") == on("2025-01-01") == ("main", "senior")


@pytest.mark.parametrize("outcome", ["refused", "deferred"])
def test_a_decision_not_upheld_changes_nothing(outcome):
    assert held(MAIN, decided("2024-03-01", "senior", outcome=outcome))("2024-03-01") == ("main", "helper")


def test_a_decision_on_the_first_day():
    assert held(MAIN, decided("2024-01-08", "senior"))("2024-01-08") == ("main", "senior")


def test_a_decision_about_another_post():
    bank = appointed("w1", "2024-01-08", "helper", post="bank", id="bank")
    decision = decided("2024-03-01", "senior", post="bank")
    assert held(MAIN, bank, decision)("2024-03-01") == ("main", "helper")
    assert held(MAIN, bank, decision, post="bank")("2024-03-01") == ("bank", "senior")


def test_who_acts_higher_than_decided_keeps_acting():
    up = appointed("w1", "2024-02-01", "practitioner", id="up", until="2024-04-30")
    on = held(MAIN, up, decided("2024-03-01", "senior"))
    assert on("2024-03-01") == ("up", "practitioner")
    assert on("2024-05-01") == ("main", "senior")


def test_nobody_is_in_a_post_they_were_never_appointed_to():
    assert held(left("w1", "2024-01-01"))("2024-01-01") is None
