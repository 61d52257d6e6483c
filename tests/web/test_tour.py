"""The made-up department offers a tour: every step leads somewhere, and whoever hides the offer sees it no more."""

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from sw_competency import MemoryStore, Tracker, demo
from sw_competency.web import Account, Role, app
from tests.web.conftest import HOME, hidden


@pytest.fixture(scope="module")
def made_up():
    tracker = Tracker(MemoryStore(), demo.catalogue())
    tracker.store.append(list(demo.entries()))
    for person in demo.people():
        tracker.store.put_person(person)
    return app(tracker, as_of=str(demo.AS_OF))


@pytest.fixture
def visitor(made_up):
    client = TestClient(made_up, base_url=HOME, follow_redirects=True)
    client.headers["origin"] = HOME
    client.get("/enter", params={"token": made_up.state.sessions.invite(Account("r11", (Role.EDUCATOR,)))})
    return client


def test_each_step_leads_to_a_screen_that_shows_what_it_says(visitor):
    page = visitor.get("/tour").text
    steps = [unescape(to) for to in re.findall(r'<li><a href="([^"]+)">[^<]*</a><span>', page)]
    assert len(steps) == len(set(steps)) >= 6
    for to in steps:
        answer = visitor.get(to)
        assert answer.status_code == 200, to
        assert 'role="alert"' not in answer.text, to


def test_the_offer_is_put_away_for_good_and_the_tour_stays(visitor):
    first = visitor.get("/").text
    assert "Take the two-minute tour" in first
    assert "Take the two-minute tour" not in visitor.get("/calendar").text
    visitor.post("/tour", data=hidden(first))
    again = visitor.get("/").text
    assert "Take the two-minute tour" not in again
    assert '/tour">Tour</a>' in again


def test_there_is_none_of_ones_own_records(signed_in):
    assert "tour" not in signed_in(Role.EDUCATOR).get("/").text
    assert "your own records" in signed_in(Role.EDUCATOR).get("/tour").text


@pytest.mark.parametrize("address", [
    "/people/w101", "/papers/progression?worker=w101&format=html",
    "/papers/sign-off?worker=w101&competency=iv-cannulation&format=html",
    "/papers/sign-off-pack?people=w101&competencies=iv-cannulation&format=html",
])  # fmt: skip
def test_whoever_has_a_name_is_called_by_it_in_a_reason(visitor, address):
    page = visitor.get(address).text
    assert "assessor Farah Sanderling (l15) was not registered" in page
    assert not re.search(r"vacant at site-\d", page)
