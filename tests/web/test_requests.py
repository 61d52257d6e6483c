"""A learner asks to be signed off, sees the answer with its reason, and takes it back."""

import re

import pytest

from sw_competency import Tracker
from sw_competency.web import Role
from tests.web.conftest import hidden
from tests.web.test_sign_off import form

MINE = "/requests?worker=w1"


@pytest.fixture
def learner(signed_in):
    return signed_in(Role.LEARNER, id_="w1")


def ask(client, **given):
    page = client.get(MINE).text
    return client.post("/requests", data={**hidden(page), "competency": "buddying", "assessor": "a1", **given})


def waiting(tracker):
    asked = tracker.at() if isinstance(tracker, Tracker) else tracker
    return [(one.asked.worker, one.competency, one.assessor) for one in asked.requests(waiting=True)]


def test_she_asks_for_herself_whatever_the_form_says(learner, tracker):
    assert ask(learner, worker="w1").status_code == 303
    assert waiting(tracker) == [("w1", "buddying", "a1")]
    assert ask(learner, worker="w2").status_code == 403
    assert tracker.entries("w1")[-1].recorded_by == "w1"


@pytest.mark.parametrize(("given", "says"), [
    ({"competency": ""}, "What"), ({"competency": "no-such"}, "no-such"), ({"assessor": ""}, "Whom"),
    ({"assessor": "w2"}, "none of the assessors"), ({"assessor": "nobody"}, "none of the assessors"),
])  # fmt: skip
def test_what_cannot_be_asked_is_said(given, says, learner, tracker):
    found = ask(learner, **given)
    assert (found.status_code, says in found.text) == (422, True)
    assert waiting(tracker) == []


def test_what_waits_is_not_asked_twice_and_can_be_taken_back(learner, tracker):
    ask(learner)
    assert "was asked already" in ask(learner).text
    page = learner.get(MINE).text
    assert learner.post("/requests", data=form(page, "withdraw")).status_code == 303
    assert waiting(tracker) == []
    assert "Take it back" not in learner.get(MINE).text
    assert ask(learner).status_code == 303


def test_rejected_from_today_she_sees_why_mends_it_and_is_signed_off(learner, signed_in, tracker):
    ask(learner)
    assessor = signed_in(Role.ASSESSOR)
    today = assessor.get("/").text
    assert 'href="/sign-off/buddying/w1"' in today
    sheet = re.search(r'<form method="post" action="([^"]+)"[^>]*class="writes"', today)[1]
    sent = {**form(today, "reject"), "reason": "Two more with the new rota"}
    assert assessor.post(sheet, data={**sent, "reason": ""}).status_code == 422
    assert assessor.post(sheet, data=sent).status_code == 303
    assert "Nobody waits for an answer" in assessor.get("/").text
    assert "Two more with the new rota" in learner.get(MINE).text
    ask(learner)
    assessor.post("/sign-off/buddying/w1", data=form(assessor.get("/sign-off/buddying/w1").text, "sign"))
    assert "confirmed" in learner.get(MINE).text
    assert waiting(tracker) == []


def test_what_is_asked_and_answered_on_a_day_gone_by_is_seen_on_that_day(learner, signed_in, tracker):
    educator, path = signed_in(Role.EDUCATOR), f"{MINE}&as_of=2026-01-05"
    filled_in = re.compile(r'name="on" type="date" value="2026-01-05"')
    assert filled_in.search(learner.get(path).text)
    assert ask(learner, on="2026-01-05").status_code == 303
    assert waiting(tracker.at("2026-01-05")) == [("w1", "buddying", "a1")]
    sheet = "/sign-off/buddying/w1?as_of=2026-01-05"
    texts = [educator.get(page).text for page in ("/?as_of=2026-01-05", sheet)]
    rejecting = [one for text in texts for one in re.findall(r"<form.*?</form>", text, re.DOTALL) if "Why not" in one]
    assert [len(filled_in.findall(one)) for one in rejecting] == [1, 1]
    sent = {**form(texts[1], "reject"), "reason": "Not that day", "on": "2026-01-05"}
    assert educator.post(sheet, data=sent).status_code == 303
    assert waiting(tracker.at("2026-01-05")) == []
    assert "Not that day" in learner.get(path).text
    assert 'name="on"' not in learner.get(MINE).text  # today needs no day


def test_an_educator_asks_for_somebody_and_a_manager_rejects_nobody(signed_in, tracker):
    educator = signed_in(Role.EDUCATOR)
    assert ask(educator, worker="Amina Okafor").status_code == 303
    assert 'name="reason"' in educator.get("/").text
    assert 'name="reason"' not in signed_in(Role.MANAGER).get("/").text


def test_a_rejection_stands_first_on_her_page_until_she_asks_anew(learner, signed_in, tracker):
    """With the reason for whoever is told it; what waits again, or is signed off since, is no alarm."""

    def alarms(client):
        return re.findall(r'<div class="notice"><p>Not signed off: (.*?)</div>', client.get("/people/w1").text)

    ask(learner)
    tracker.record("sign-off-request", "a1", worker="w1", competency="buddying", assessor="a1", answer="rejected",
                   answered_by="a1", reason="Show one more shift")  # fmt: skip
    assert len(alarms(learner)) == 1
    assert "Show one more shift" in alarms(learner)[0]
    manager = alarms(signed_in(Role.MANAGER, id_="m1"))
    assert len(manager) == 1
    assert "Show one more shift" not in manager[0]
    ask(learner)
    assert alarms(learner) == []


def test_whoever_watched_or_assessed_before_is_offered_first(learner, tracker):
    """Of dozens of assessors a learner knows a few, and no record says where the others work."""
    tracker.append([{"kind": "registration", "assessor": "a0", "on": "2020-01-01", "body": "HCPC", "number": "RA0"},
                    {"kind": "person", "assessor": "a0", "name": "Aaron Unknown"}], "a0")  # fmt: skip
    page = learner.get(MINE).text
    offered = re.findall(r'<option value="(a\d)"', page)
    assert {"a0", "a1"} <= {*offered}
    assert offered.index("a1") < offered.index("a0")
