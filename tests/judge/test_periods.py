"""A period that ends before it begins is refused, and not answered."""

from datetime import date

import pytest

from sw_competency.catalogue import shipped
from sw_competency.errors import PeriodError, SWCompetencyError
from sw_competency.testing.builders import withdrawn
from tests.staff import department, post

EARLIER = date(2020, 1, 1)


@pytest.mark.parametrize(
    "ask",
    [
        lambda asked: asked.cover("ct-room-assist", until=EARLIER),
        lambda asked: asked.due(until="2020-01-01"),
        lambda asked: asked.impact(shipped(), until="2020-01-01"),
        lambda asked: asked.if_recorded(withdrawn("w1", "2026-03-01", "ct-room-assist"), until=EARLIER),
    ],
)
def test_a_look_ahead_that_ends_before_the_day_asked_about_is_refused(ask):
    with pytest.raises(PeriodError, match="until: 2020-01-01 lies before the day asked about, 2026-03-01"):
        ask(department([post("w1")]))


@pytest.mark.parametrize("period", [("2026-02-01", "2026-01-31"), ("2026-03-02", None)])
def test_a_trace_from_a_day_after_its_last_is_refused(period):
    with pytest.raises(PeriodError, match="lies before the first day"):
        department([post("w1")]).trace("a1", *period)


def test_it_is_an_error_of_this_library_and_of_a_value():
    error = PeriodError(EARLIER, date(2026, 3, 1), "the day asked about")
    assert isinstance(error, SWCompetencyError)
    assert isinstance(error, ValueError)


def test_a_period_of_one_day_is_answered():
    asked = department([post("w1")])
    assert asked.due(until="2026-03-01").until == date(2026, 3, 1)
    assert asked.trace("a1", "2026-03-01").last == date(2026, 3, 1)
