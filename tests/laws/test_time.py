"""Laws of dates: lengths of months, windows, histories."""

from datetime import UTC, date, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from sw_competency.catalogue.catalogue import Currency
from sw_competency.dates import (
    ONE_DAY,
    Length,
    after,
    before,
    end_of,
    in_force,
    last_day_within,
    parse_day,
    parse_instant,
)

days = st.dates(date(1950, 1, 1), date(2100, 12, 31))
months = st.builds(Length, months=st.integers(0, 60))
counted_days = st.builds(Length, days=st.integers(0, 800))
lengths = months | counted_days | st.builds(Length, months=st.integers(0, 30), days=st.integers(0, 60))
some = lengths.filter(lambda length: length != Length())


@given(days, months)
def test_a_length_of_months_runs_to_the_same_day_of_a_month_or_to_the_last_of_a_shorter_one(day, length):
    last = after(day, length)
    assert (last.year - day.year) * 12 + last.month - day.month == length.months
    assert last.day == day.day or (last.day < day.day and (last + ONE_DAY).day == 1)


@given(days, months)
def test_a_length_before_a_day_runs_to_the_same_day_of_a_month_or_to_the_last_of_a_shorter_one(day, length):
    first = before(day, length)
    assert (day.year - first.year) * 12 + day.month - first.month == length.months
    assert first.day == day.day or (first.day < day.day and (first + ONE_DAY).day == 1)


@given(days, counted_days)
def test_a_length_of_days_is_counted_day_by_day(day, length):
    assert after(day, length) - day == timedelta(days=length.days) == day - before(day, length)


@given(days, days, lengths)
def test_who_begins_no_later_ends_no_later(one, other, length):
    first, second = sorted((one, other))
    assert after(first, length) <= after(second, length)
    assert before(first, length) <= before(second, length)


@given(days, lengths)
def test_no_length_runs_backwards(day, length):
    assert before(day, length) <= day <= after(day, length)


@given(days, some)
@example(date(2025, 1, 31), Length(months=1))
@example(date(2025, 2, 28), Length(months=6))
@example(date(2025, 1, 30), Length(months=1, days=2))
def test_the_last_day_within_is_in_the_window_and_the_next_is_not(day, length):
    """A window that ends on D begins after the day a length before D."""
    last = last_day_within(day, length)
    assert before(last, length) < day
    assert before(last + ONE_DAY, length) >= day


@given(lengths)
def test_a_length_survives_being_written_and_read(length):
    assert Length.parse(length.iso()) == length


@given(days)
def test_a_day_survives_being_written_and_read(day):
    assert parse_day(day.isoformat()) == day
    assert parse_instant(day.isoformat()) == end_of(day)


@given(st.datetimes(timezones=st.timezones()))
def test_an_instant_survives_being_written_and_read(instant):
    try:
        moved = instant.astimezone(UTC)
    except OverflowError:  # the first and the last day of the calendar
        return
    assert parse_instant(instant.isoformat()) == moved == parse_instant(moved.isoformat().replace("+00:00", "Z"))


@given(st.lists(days, unique=True, min_size=1), days)
def test_the_version_in_force_is_the_latest_that_has_started(starts, day):
    history = [Currency(starts=start) for start in sorted(starts)]
    found = in_force(history, day)
    started = [version for version in history if version.starts <= day]
    assert found is (started[-1] if started else None)


@given(st.dates(), some)
def test_the_calendar_has_ends_and_nothing_runs_past_them(day, length):
    huge = Length(months=200_000, days=4_000_000)
    assert after(day, huge) == date.max
    assert before(day, huge) == date.min
    assert date.min <= before(day, length) <= last_day_within(day, length) <= date.max
