"""An educator puts on record what happened to somebody, and that an entry was wrong."""

import pytest

from sw_competency import MemoryStore, Tracker, load
from sw_competency.catalogue import layer_of
from sw_competency.web import Account, Role, app
from tests.web.conftest import hidden, stranger

NEW = {
    "appointment": {"site": "north", "tier": "senior-clinical-support-worker", "modality": "ct", "wte": "0.6"},
    "training": {"programme": "cstf-fire-safety", "outcome": "completed", "expires_on": "2027-03-01"},
    "absence": {"reason": "maternity", "until": "2026-06-01"},
    "leaving": {},
}


@pytest.fixture
def educator(signed_in):
    return signed_in(Role.EDUCATOR, id_="m1")


def send(client, what, worker="w1", **given):
    page = client.get(f"/record?worker={worker}&what={what}").text
    return client.post("/record", data={**hidden(page), "on": "2026-02-02", **given})


@pytest.mark.parametrize("what", NEW)
def test_what_is_filled_in_is_on_record_by_whoever_filled_it_in(what, educator, tracker):
    before = len(tracker.entries("w1"))
    answer = send(educator, what, **NEW[what])
    assert answer.status_code == 303, answer.text
    assert answer.headers["location"].startswith("/people/w1")
    entry = tracker.entries("w1")[-1]
    assert (len(tracker.entries("w1")), entry.kind, entry.recorded_by) == (before + 1, what, "m1")
    assert str(entry.on) == "2026-02-02"


@pytest.mark.parametrize(("site", "told"), [
    ("Nrth", True), ("Nort", False), ("north", False), ("North", False), ("a far place", False),
])  # fmt: skip
def test_a_site_that_is_nearly_one_of_the_catalogue_is_told(site, told, clock):
    there = {"title": "North", "authority": "local", "source": ["policy"]}
    own = layer_of({"site": {"north": there}, "source": {"policy": {"title": "Made up"}}}, "ours")
    tracker = Tracker(MemoryStore(), load(own), clock=clock)
    tracker.append([{"kind": "person", "worker": "w9", "name": "New Person"}])
    pages = app(tracker)
    client = stranger(pages)
    client.get(f"/enter?token={pages.state.sessions.invite(Account('m1', (Role.EDUCATOR,)))}")
    page = client.get("/record?worker=w9&what=appointment").text
    done = client.post("/record", data={**hidden(page), "on": "2026-02-02", **NEW["appointment"], "site": site})
    assert done.status_code == 303
    assert ("is new here. If North was meant" in client.get(done.headers["location"]).text) == told


def test_a_post_makes_an_answer_of_what_could_not_be_told(educator, tracker):
    tracker.append([{"kind": "person", "worker": "new", "name": "New Person"}])
    send(educator, "absence", "new", reason="sickness")

    def says():
        return tracker.at("2026-03-01").may("new", task="ct-room-assist").says

    assert "record one first" in says()
    assert send(educator, "appointment", "new", **NEW["appointment"]).status_code == 303
    assert "record one first" not in says()


def test_what_was_wrong_counts_no_longer_and_stays_to_be_read(educator, tracker):
    send(educator, "training", **NEW["training"])
    wrong = tracker.entries("w1")[-1]
    page = educator.get("/record?worker=w1&what=correction").text
    assert f'value="{wrong.id}"' in page
    assert send(educator, "correction", corrects=wrong.id, reason="another person's").status_code == 303
    assert tracker.entries("w1")[-1].corrects == wrong.id
    assert f'value="{wrong.id}"' not in educator.get("/record?worker=w1&what=correction").text


@pytest.mark.parametrize(("what", "given", "says"), [
    ("appointment", {**NEW["appointment"], "site": ""}, "Site"),
    ("appointment", {**NEW["appointment"], "tier": "no-such"}, "no-such"),
    ("appointment", {**NEW["appointment"], "wte": "much"}, "no number"),
    ("training", {**NEW["training"], "programme": ""}, "Course"),
    ("training", {**NEW["training"], "on": "2026-02-30"}, "Day"),
    ("absence", {"reason": ""}, "Why"), ("correction", {"corrects": "", "reason": "x"}, "Which entry"),
    ("correction", {"corrects": "no-such", "reason": "x"}, "no-such"), ("absence", {"worker": "nobody"}, "nobody"),
])  # fmt: skip
def test_what_cannot_be_taken_is_said_and_what_was_filled_in_is_kept(what, given, says, educator, tracker):
    before = tracker.entries("w1")
    answer = send(educator, what, **given)
    assert answer.status_code == 422
    assert says in answer.text
    assert tracker.entries("w1") == before


def test_a_form_that_is_not_there_is_a_sentence(educator):
    answer = educator.get("/record?worker=w1&what=sign-off")
    assert (answer.status_code, "choose what it is" in answer.text) == (400, True)
