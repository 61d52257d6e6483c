"""Dates as policies use them, by example; the laws stand in tests/laws/test_time.py."""

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sw_competency.catalogue.catalogue import Currency
from sw_competency.dates import (
    Length,
    after,
    before,
    end_of,
    in_force,
    last_day_within,
    parse_day,
    parse_instant,
    read_day,
    said,
)

YEAR, HALF = Length.parse("P12M"), Length.parse("P6M")


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("P12M", Length(months=12)),
        ("P90D", Length(days=90)),
        ("P2Y", Length(months=24)),
        ("P1Y6M", Length(months=18)),
        ("P2W", Length(days=14)),
        ("P1Y2M3W4D", Length(months=14, days=25)),
        ("P0D", Length()),
        ("P100Y", Length(months=1200)),
    ],
)
def test_a_length_is_read(text, length):
    assert Length.parse(text) == length


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "12M",
        "P1.5M",
        "PT1H",
        "P1DT1H",
        "-P1M",
        "P-1M",
        "P1M1Y",
        "p1m",
        "P1M ",
        "P1M\n",
        "P١M",
        "P" + "9" * 20 + "D",
    ],
)
def test_what_is_no_length_is_refused(text):
    with pytest.raises(ValueError, match="is not a length of time; write one as P12M, P90D or P2Y"):
        Length.parse(text)


@pytest.mark.parametrize(
    ("length", "words"),
    [
        ("P12M", "1 year"),
        ("P24M", "2 years"),
        ("P1M", "1 month"),
        ("P18M", "18 months"),
        ("P1D", "1 day"),
        ("P60D", "60 days"),
        ("P1M10D", "1 month and 10 days"),
        ("P0D", "0 days"),
    ],
)
def test_a_length_in_words(length, words):
    assert str(Length.parse(length)) == words


@pytest.mark.parametrize(
    ("day", "length", "last"),
    [
        ("2025-05-01", "P12M", "2026-05-01"),
        ("2024-02-29", "P12M", "2025-02-28"),
        ("2025-08-31", "P6M", "2026-02-28"),
        ("2023-08-31", "P6M", "2024-02-29"),
        ("2025-01-31", "P1M", "2025-02-28"),
        ("2025-12-31", "P2M", "2026-02-28"),
        ("2025-01-31", "P1M1D", "2025-03-01"),
        ("2025-01-01", "P90D", "2025-04-01"),
    ],
)
def test_the_corresponding_date(day, length, last):
    assert after(parse_day(day), Length.parse(length)) == parse_day(last)


def test_the_window_before_a_day():
    """Within six months of a day: after the corresponding date six months before, up to and including the day."""
    day = date(2026, 3, 31)
    assert before(day, HALF) == date(2025, 9, 30)
    assert last_day_within(date(2025, 9, 30), HALF) == date(2026, 3, 29)
    assert last_day_within(date(2025, 10, 1), HALF) == date(2026, 3, 31)


def test_the_calendar_ends():
    assert after(date(9999, 6, 1), YEAR) == date.max
    assert before(date(1, 6, 1), YEAR) == date.min
    assert after(date(9999, 12, 1), Length(days=60)) == date.max
    assert before(date(1, 1, 5), Length(days=60)) == date.min
    assert last_day_within(date(9999, 6, 1), YEAR) == date.max


@pytest.mark.parametrize(
    "text", ["2026-3-1", "20260301", "2026-03-01T00:00:00", "01/03/2026", "today", "", "٢026-03-01"]
)
def test_what_is_no_day_is_refused(text):
    with pytest.raises(ValueError, match="is not a date; write it as YYYY-MM-DD"):
        parse_day(text)


def test_a_day_there_is_none_of():
    with pytest.raises(ValueError, match="there is no day 2025-02-29"):
        parse_day("2025-02-29")


def test_an_instant_has_an_offset_or_is_the_end_of_a_day():
    assert parse_instant("2026-03-01") == end_of(date(2026, 3, 1)) == datetime(2026, 3, 1, 23, 59, 59, 999999, UTC)
    assert parse_instant("2026-03-01T12:00:00Z") == parse_instant("2026-03-01T13:00:00+01:00")
    for text in ("2026-03-01T12:00:00", "noon", "2026-02-30"):
        with pytest.raises(ValueError, match=r"is not an instant|there is no day"):
            parse_instant(text)


def test_an_instant_beyond_the_calendar_is_refused():
    with pytest.raises(ValueError, match="is not an instant"):
        parse_instant("0001-01-01T00:00:00+01:00")


def test_a_day_as_a_sentence_says_it():
    assert said(date(2026, 5, 1)) == "1 May 2026"


def test_the_version_in_force():
    old, new = Currency(starts=date(2021, 1, 1)), Currency(starts=date(2025, 4, 1))
    assert in_force([old, new], date(2020, 12, 31)) is None
    assert in_force([old, new], date(2025, 3, 31)) is old
    assert in_force([old, new], date(2025, 4, 1)) is new
    assert in_force([old], date(2021, 1, 1)) is old
    assert in_force([old], date(2020, 1, 1)) is None
    assert in_force([], date(2020, 1, 1)) is None


@pytest.mark.parametrize(
    ("text", "day", "told"),
    [
        ("2026-05-01", date(2026, 5, 1), None),
        ("1 May 2026", date(2026, 5, 1), None),
        ("10/10/2025", date(2025, 10, 10), "'10/10/2025' is taken as 10 October 2025"),
        (" 3/4/2026", date(2026, 4, 3), "'3/4/2026' is taken as 3 April 2026"),
        ("03.04.2026", date(2026, 4, 3), "'03.04.2026' is taken as 3 April 2026"),
        ("3-4-2026", date(2026, 4, 3), "'3-4-2026' is taken as 3 April 2026"),
        ("3-Sep-2026", date(2026, 9, 3), "'3-Sep-2026' is taken as 3 September 2026"),
        ("3 sept 2026", date(2026, 9, 3), "'3 sept 2026' is taken as 3 September 2026"),
        ("29/2/2028", date(2028, 2, 29), "'29/2/2028' is taken as 29 February 2028"),
    ],
)
def test_a_day_is_read_as_people_write_it(text, day, told):
    assert read_day(text) == (day, told)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("10/25/2025", "'10/25/2025' has no month 25: the day goes first"),
        ("1/5/26", "a year of two digits"),
        ("31/2/2026", "there is no day 2026-02-31"),
        ("0/1/2026", "there is no day"),
        ("1/1/0000", "there is no day"),
        ("10/10-2025", "is not a date; write it as YYYY-MM-DD"),
        ("1 5 2026", "is not a date"),
        ("2026/05/01", "is not a date"),
        ("2026-5-1", "is not a date"),
        ("١/١/2026", "is not a date"),
        ("1/1/20266", "is not a date"),
        ("1 Mayor 2026", "is not a date"),
        ("", "is not a date"),
    ],
)
def test_what_is_no_day_however_it_is_written(text, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        read_day(text)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_says_the_same_however_it_is_written(day):
    slashed, words = f"{day.day}/{day.month}/{day.year}", said(day)
    assert read_day(day.isoformat())[0] == read_day(slashed)[0] == read_day(words)[0] == day


@pytest.mark.parametrize("text", ["P99999999Y", "P101Y", "P1201M", "P99Y13M", "P99999W", "P99999999999D"])
def test_a_length_beyond_any_policy_is_refused(text):
    with pytest.raises(ValueError, match="longer than 100 years"):
        Length.parse(text)
