"""What expires on a screen, by month or person, and as a calendar that other programs take in."""

from datetime import UTC, date, datetime

import pytest

from sw_competency.reports._icalendar import AllDay, icalendar
from sw_competency.testing.builders import registered, signed_off, tracker_of
from sw_competency.web import Account, Role, app
from tests.staff import SENIOR, post
from tests.web.conftest import NASTY, stranger


@pytest.fixture
def client():
    tracker = tracker_of([
        registered("a1"), post("w1", SENIOR), post("w2", SENIOR),
        *(signed_off(worker, "cannula-removal", on) for worker, on in (("w1", "2025-05-01"), ("w2", "2024-02-01"))),
    ])  # fmt: skip
    tracker.append([{"kind": "person", "worker": "w2", "name": NASTY}], "a1")
    pages = app(tracker)
    found = stranger(pages)
    found.get(f"/enter?token={pages.state.sessions.invite(Account('a1', (Role.EDUCATOR,)))}")
    return found


def test_what_expires_is_as_due_answers_whose_is_named_and_nothing_is_markup(client):
    page = client.get("/calendar?as_of=2026-03-02&weeks=200").text
    told = client.get("/ask/due?asked=yes&as_of=2026-03-02&weeks=200").text
    assert page.count("&amp;competency=") > 0
    assert all((f'href="/people/{who}' in page) == (f'href="/people/{who}' in told) for who in ("w1", "w2"))
    assert "<script>alert" not in page


@pytest.mark.parametrize("by", ["month", "person"])
def test_one_person_is_looked_for(by, client):
    page = client.get(f"/calendar?as_of=2026-03-02&weeks=200&worker=w1&by={by}").text
    assert "worker=w1&amp;competency=" in page
    assert "worker=w2&amp;competency=" not in page


def test_the_file_is_a_calendar_of_the_same(client):
    found = client.get("/calendar/as/ics?as_of=2026-03-02&weeks=200&worker=w2")
    text = found.text
    assert found.headers["content-type"].startswith("text/calendar")
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert text.endswith("END:VCALENDAR\r\n")
    assert text.count("BEGIN:VEVENT") == client.get(
        "/calendar?as_of=2026-03-02&weeks=200&worker=w2"
    ).text.count("worker=w2&amp;competency=") > 0  # fmt: skip


def test_a_line_is_short_no_letter_is_cut_and_nothing_written_begins_another():
    says = "ŵ" * 100 + "; a, b\\c\r\nEND:VEVENT\x00"
    text = icalendar([AllDay("a", date(2026, 3, 2), "x", says)], datetime(2026, 1, 1, tzinfo=UTC)).decode()
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert text.count("\r\nEND:VEVENT") == 1
    assert "ŵ" * 100 + "\\; a\\, b\\\\c\\nEND:VEVENT " in text.replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20260302\r\nDTEND;VALUE=DATE:20260303" in text
