"""What a cell says: days as people write them, and the words beside them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sw_competency.dates import MONTHS, said
from sw_competency.intake.said import read

DAYS = st.dates(date(1951, 1, 1), date(2049, 12, 31))


@pytest.mark.parametrize(
    ("text", "day", "known_to", "rest"),
    [
        ("2026-03-12", date(2026, 3, 12), "day", ""), ("12/03/2026", date(2026, 3, 12), "day", ""),
        ("12.3.26", date(2026, 3, 12), "day", ""), ("12-MAR-26", date(2026, 3, 12), "day", ""),
        ("2nd Sept 2025", date(2025, 9, 2), "day", ""), ("2025/12/02 00:00:00", date(2025, 12, 2), "day", ""),
        ("March 2025", date(2025, 3, 1), "month", ""), ("Mar-25", date(2025, 3, 1), "month", ""),
        ("Mar'25", date(2025, 3, 1), "month", ""), ("03/26", date(2026, 3, 1), "month", ""),
        ("03/2026", date(2026, 3, 1), "month", ""), ("2024", date(2024, 1, 1), "year", ""),
        ("exp 03/26", date(2026, 3, 1), "month", "exp"), ("exp: 03/26", date(2026, 3, 1), "month", "exp"),
        ("JT 12/03/25", date(2025, 3, 12), "day", "JT"), ("12/03/25 (JT)", date(2025, 3, 12), "day", "JT"),
        ("✓ 2024", date(2024, 1, 1), "year", "✓"), ("✓", None, "day", "✓"), ("N/A", None, "day", "N/A"),
        ("Mon 12/03/25, 10:22 AM", date(2025, 3, 12), "day", ""), ("12/03/25\nJT", date(2025, 3, 12), "day", "JT"),
        ("10/10", None, "day", "10/10"), ("22014567", None, "day", "22014567"), ("level 3", None, "day", "level 3"),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_people_write_it(text, day, known_to, rest):
    found = read(text)
    assert (found.day, found.known_to, found.rest, found.wrong) == (day, known_to, rest, "")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("31/02/2026", "no such day"), ("12/25/2026", "no such day"), ("01/02/2024 - 01/02/2025", "two days"),
        ("12/03/1926", "before 1950"), ("13/2026", "no such day"),
    ],
)  # fmt: skip
def test_what_is_no_day_is_told(text, why):
    assert why in read(text).wrong


@pytest.mark.parametrize("text", ["12/03/25 exp 11/03/26", "12/03/2025 (expires 11/03/2026)", "12/03/25 due: 11/3/26"])
def test_a_last_day_beside_the_day_is_told_apart(text):
    found = read(text)
    assert (found.day, found.until, found.wrong) == (date(2025, 3, 12), date(2026, 3, 11), "")


@given(DAYS, st.sampled_from(["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d", "%d/%m/%y"]))
def test_every_day_is_read_back_whatever_the_form(day, form):
    text = day.strftime(form)
    if form.endswith("%y") and day.year < 2000:
        return
    assert (read(text).day, read(text).rest) == (day, "")
    assert read(said(day)).day == day


@given(DAYS)
def test_a_paper_runs_to_the_end_of_the_month_it_names(day):
    last = read(f"exp {MONTHS[day.month - 1]} {day.year}").last
    assert last is not None
    assert (last.year, last.month) == (day.year, day.month)
    assert last >= day


@given(st.text(max_size=30))
def test_any_text_is_read_or_told(text):
    found = read(text)
    assert found.day is None or not found.wrong
