"""Signing off in the browser: the sheet, requests, countersignatures, what was held before."""

import re

import pytest

from sw_competency import MemoryStore, Tracker, load, read_layer
from sw_competency.web import Account, Role, app
from tests.cli.conftest import OVER
from tests.web.conftest import ENTRIES, hidden, stranger


def form(page, name):
    found = next(one for one in re.findall(r"<form.*?</form>", page, re.DOTALL) if f'name="form" value="{name}"' in one)
    return hidden(found)


def entries(tracker, kind):
    return [one for one in tracker.entries("w1") if one.kind == kind and one.id != "s1"]


@pytest.fixture
def assessor(signed_in):
    return signed_in(Role.ASSESSOR)


def send(client, name, task="buddying", **given):
    path = f"/sign-off/{task}/w1"
    return client.post(path, data={**form(client.get(path).text, name), **given})


def test_whom_and_what_lead_to_the_sheet(assessor):
    found = assessor.get("/sign-off?worker=Amina&competency=iv-cannulation")
    assert (found.status_code, found.headers["location"]) == (303, "/sign-off/iv-cannulation/w1")
    page = assessor.get(found.headers["location"]).text
    assert 'id="needed"' in page
    assert page.count('<ul class="lines">') >= 1


def test_an_assessor_signs_off_as_themselves_whatever_the_form_says(assessor, tracker):
    assert send(assessor, "sign", assessor="w2").status_code == 303
    assert [(one.assessor, one.recorded_by) for one in entries(tracker, "sign-off")] == [("a1", "a1")]


def test_looking_at_a_day_gone_by_the_sheet_signs_on_that_day(assessor, tracker):
    path = "/sign-off/buddying/w1?as_of=2026-02-20"
    page = assessor.get(path).text
    assert 'name="on" type="date" value="2026-02-20"' in page
    assert assessor.post(path, data={**form(page, "sign"), "on": "2026-02-20"}).status_code == 303
    assert [str(one.on) for one in entries(tracker, "sign-off")] == ["2026-02-20"]
    assert 'name="on" type="date" value=""' in assessor.get("/sign-off/buddying/w1").text


def test_what_is_still_needed_is_a_check_list_and_nothing_is_signed(assessor, tracker):
    found = send(assessor, "sign", "iv-cannulation")
    assert (found.status_code, "Not saved. Still needed:" in found.text) == (422, True)
    assert entries(tracker, "sign-off") == []


def test_a_request_is_rejected_with_a_reason_the_learner_sees(assessor, signed_in, tracker):
    tracker.record("sign-off-request", "w1", worker="w1", competency="buddying", assessor="a1")
    assert 'href="/sign-off/buddying/w1"' in assessor.get("/sign-off").text
    assert send(assessor, "reject").status_code == 422
    assert send(assessor, "reject", asked="a1", reason="Two more with the new rota").status_code == 303
    assert "Nobody waits for an answer" in assessor.get("/sign-off").text
    assert "Two more with the new rota" in signed_in(Role.LEARNER, id_="w1").get("/people/w1").text


def test_a_request_is_confirmed_by_the_sign_off(assessor, tracker):
    tracker.record("sign-off-request", "w1", worker="w1", competency="buddying", assessor="a1")
    assert send(assessor, "sign").status_code == 303
    assert "Nobody waits for an answer" in assessor.get("/sign-off").text


def test_what_was_held_before_has_the_day_of_its_paper(assessor, tracker):
    assert send(assessor, "before").status_code == 422
    given = {"signed_on": "2025-03-01", "date_known_to": "month", "issuer": "Elsewhere"}
    assert send(assessor, "before", **given).status_code == 303
    [made] = entries(tracker, "prior-learning")
    assert (str(made.signed_on), made.accepted_by, made.date_known_to) == ("2025-03-01", "a1", "month")


@pytest.mark.parametrize("path", ["/sign-off/no-such/w1", "/sign-off/buddying/nobody"])
def test_nobody_and_nothing_known_is_said(path, assessor):
    assert assessor.get(path).status_code == 400


def test_what_waits_is_countersigned_from_a_list_by_another_than_the_assessor(tmp_path, clock):
    (tmp_path / "over.toml").write_text(OVER, "utf-8")
    tracker = Tracker(MemoryStore(), load(read_layer(tmp_path / "over.toml")), clock=clock)
    tracker.append(ENTRIES, "a1")
    pages = app(tracker)
    client = {}
    for who in ("a1", "a2", "w1"):
        client[who] = stranger(pages)
        client[who].get(f"/enter?token={pages.state.sessions.invite(Account(who, (Role.ASSESSOR,)))}")
    page = client["a2"].get("/sign-off").text
    assert "sign-off:w1/s1" in page
    for not_second in ("a1", "w1"):
        assert "Nothing waits for a countersignature" in client[not_second].get("/sign-off").text
        own = hidden(client[not_second].get("/sign-off/ct-room-assist/w1").text)
        sent = {**own, "form": "countersign", "sign-off:w1/s1": "yes"}
        assert client[not_second].post("/sign-off", data=sent).status_code == 422
    assert client["a2"].post("/sign-off", data=form(page, "countersign")).status_code == 422
    sent = {**form(page, "countersign"), "sign-off:w1/s1": "yes"}
    assert client["a2"].post("/sign-off", data=sent).status_code == 303
    assert [(one.sign_off, one.by) for one in entries(tracker, "countersignature")] == [("s1", "a2")]
