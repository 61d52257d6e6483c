"""Practice is logged in three taps; what a learner logs waits until somebody else confirms it."""

import re

import pytest

from sw_competency.web import Role
from tests.web.conftest import hidden

LOGGED = {"competency": "iv-cannulation", "outcome": "successful", "watched": "", "watcher": "a1"}


def practice(tracker, worker="w1"):
    return [one for one in tracker.at().records.worker(worker).entries if one.kind == "practice"]


@pytest.fixture
def learner(signed_in):
    return signed_in(Role.LEARNER, id_="w1")


def log(client, **given):
    return client.post("/log", data={**hidden(client.get("/log?worker=w1").text), **LOGGED, **given})


def confirm(client, **given):
    page = client.get("/confirm").text
    ticks = re.findall(r'name="(tick:[^"]+)"', page)
    return client.post("/confirm", data={**hidden(page), **dict.fromkeys(ticks, "yes"), **given})


def test_a_learners_entry_waits_for_its_supervisor(learner, signed_in, tracker):
    assert log(learner).status_code == 303
    [made] = practice(tracker)
    assert (made.recorded_by, made.supervisor, made.supervision, made.confirmed_by) == ("w1", "a1", "direct", None)
    assert "Waiting to be confirmed" in learner.get("/log").text
    supervisor = signed_in(Role.SUPERVISOR)
    assert "You watched." in supervisor.get("/confirm").text
    assert confirm(supervisor, answer="confirmed").status_code == 303
    [made] = practice(tracker)
    assert (made.recorded_by, made.confirmed_by) == ("w1", "a1")
    assert "Nothing waits" in supervisor.get("/confirm").text
    assert "Waiting to be confirmed" not in learner.get("/log").text


def test_what_is_not_confirmed_is_void_and_the_learner_sees_why(learner, signed_in, tracker):
    log(learner)
    supervisor = signed_in(Role.SUPERVISOR)
    assert confirm(supervisor, answer="rejected").status_code == 422
    assert len(practice(tracker)) == 1
    assert confirm(supervisor, answer="rejected", reason="This was on Tuesday").status_code == 303
    assert practice(tracker) == []
    assert "This was on Tuesday" in learner.get("/log").text


def test_what_a_supervisor_logs_is_confirmed_at_once_but_never_their_own(signed_in, tracker):
    assert log(signed_in(Role.SUPERVISOR)).status_code == 303
    assert [one.confirmed_by for one in practice(tracker)] == ["a1"]
    herself = signed_in(Role.SUPERVISOR, Role.LEARNER, id_="w1")
    assert log(herself, outcome="unsuccessful").status_code == 303
    assert [one.confirmed_by for one in practice(tracker)] == ["a1", None]
    assert "Nothing waits" in herself.get("/confirm").text


@pytest.mark.parametrize(("given", "says"), [
    ({"competency": ""}, "What: is empty"), ({"outcome": ""}, "How it went: is empty"),
    ({"watcher": ""}, "Who watched: is empty"), ({"watcher": "w1"}, "nobody watches themselves"),
    ({"watcher": "Nobody Known"}, "nobody on record is called Nobody Known"), ({"competency": "no-such"}, "no-such"),
    ({"on": "2026-03-09"}, "has not come yet"), ({"on": "soon"}, "soon"),
])  # fmt: skip
def test_a_slip_is_said_and_nothing_is_logged(given, says, learner, tracker):
    found = log(learner, **given)
    assert (found.status_code, says in found.text) == (422, True)
    assert practice(tracker) == []


def test_a_learner_logs_nothing_for_others(learner, tracker):
    assert log(learner, worker="w2").status_code == 403
    assert practice(tracker, "w2") == []


def test_done_alone_is_said_so(learner, tracker):
    assert log(learner, watcher="", watched="-").status_code == 303
    assert [(one.supervisor, one.supervision) for one in practice(tracker)] == [(None, "none")]


def test_confirming_nothing_or_what_was_answered_meanwhile_is_refused(learner, signed_in, tracker):
    log(learner)
    supervisor, educator = signed_in(Role.SUPERVISOR), signed_in(Role.EDUCATOR)
    page = supervisor.get("/confirm").text
    [tick] = re.findall(r'name="(tick:[^"]+)"', page)
    assert supervisor.post("/confirm", data={**hidden(page), "answer": "confirmed"}).status_code == 422
    confirm(educator, answer="rejected", reason="twice")
    found = supervisor.post("/confirm", data={**hidden(page), tick: "yes", "answer": "confirmed"})
    assert (found.status_code, practice(tracker)) == (422, [])


def test_done_alone_or_signed_off_since_nothing_waits(learner, signed_in, tracker):
    log(learner, watcher="", watched="-")
    log(learner, competency="buddying")
    supervisor = signed_in(Role.SUPERVISOR)
    assert len(re.findall(r'name="(tick:[^"]+)"', supervisor.get("/confirm").text)) == 1
    tracker.sign_off("w1", "buddying", "a1")
    assert "Nothing waits" in supervisor.get("/confirm").text


def test_what_waits_is_found_without_reading_what_waits_for_nothing(tracker, signed_in, monkeypatch):
    supervisor, read = signed_in(Role.SUPERVISOR), []
    entries = tracker.entries
    monkeypatch.setattr(tracker, "entries", lambda worker: read.append(worker) or entries(worker))
    for logged in ((), ("w2",), ("w2", "w1")):
        for worker in logged[-1:]:
            tracker.record("practice", worker, worker=worker, competency="ct-room-assist", outcome="successful",
                           supervisor="a1", supervision="direct")  # fmt: skip
        read.clear()
        page = supervisor.get("/confirm").text
        assert (sorted(read), page.count('type="checkbox"')) == (sorted(logged), len(logged))
