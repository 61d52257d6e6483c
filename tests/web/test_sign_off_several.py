"""Signing off several at once: each a sign-off of its own, none twice, nobody forgotten."""

import re
from html import unescape

import pytest

from sw_competency import TinyDBStore, Tracker
from sw_competency.web import Account, Role, app
from tests.web.conftest import ENTRIES, hidden, stranger

FIVE = [f"w{n}" for n in range(11, 16)]
PATH = "/sign-off/several"
POST = {"kind": "appointment", "on": "2024-01-08", "site": "site-1", "tier": "clinical-support-worker"}


@pytest.fixture
def assessor(signed_in, tracker):
    tracker.append([{**POST, "worker": one} for one in FIVE], "a1")
    return signed_in(Role.ASSESSOR)


def ticks(*workers, task="buddying"):
    return {f"tick:{task}:{one}": "yes" for one in workers}


def send(client, *workers, **given):
    asked = {"competency": "buddying", "everything": "yes"}
    page = client.get(PATH, params=asked).text
    return client.post(PATH, data={**hidden(page), **asked, **ticks(*workers), **given})


def signed(tracker, *workers):
    return [one for who in workers for one in tracker.entries(who) if one.kind == "sign-off"]


def test_five_people_are_signed_off_by_who_is_signed_in_and_twice_sent_is_once(assessor, tracker):
    sent = {**hidden(assessor.get(f"{PATH}?competency=buddying&everything=yes").text), **ticks(*FIVE), "note": "a list"}
    for _ in range(2):
        found = assessor.post(PATH, data=sent)
        assert found.status_code == 303
    made = signed(tracker, *FIVE)
    assert [(one.worker, one.assessor, one.recorded_by, one.note, str(one.on)) for one in made] == [
        (who, "a1", "a1", "a list", "2026-03-02") for who in FIVE
    ]
    assert "Signed off: w11, w12, w13, w14, w15." in assessor.get(found.headers["location"]).text


def test_who_is_refused_stays_ticked_with_what_is_needed_and_the_others_are_signed(assessor, tracker):
    signed_before = {"kind": "sign-off", "worker": "w12", "competency": "buddying", "assessor": "a1"}
    withdrawn = {"kind": "withdrawal", "worker": "w12", "competency": "buddying", "by": "a1"}
    tracker.append([{**signed_before, "on": "2025-02-03"}, {**withdrawn, "on": "2025-09-01"}], "a1")
    found = send(assessor, *FIVE, note="a list")
    assert {one.worker for one in signed(tracker, *FIVE) if str(one.on) == "2026-03-02"} == {*FIVE} - {"w12"}
    page = assessor.get(found.headers["location"]).text
    assert "Not signed off: w12." in page
    assert page.count(" checked") == 2  # the one, and that everybody is listed
    assert "no relearning is on record since" in page
    assert 'value="a list"' in page


def test_those_who_asked_are_answered_with_a_reason_and_nobody_else(assessor, signed_in, tracker):
    for who, whom in (("w1", "a1"), ("w11", "a2")):
        tracker.record("sign-off-request", "a1", worker=who, competency="buddying", assessor=whom)
    assert send(assessor, "w1", answer="rejected").status_code == 422
    found = send(assessor, "w1", "w11", "w13", answer="rejected", reason="Twice more on the new rota")
    page = assessor.get(found.headers["location"]).text
    assert "with the reason: Amina Okafor, w11. Nothing was asked by: w13." in page
    assert signed(tracker, *FIVE) == []
    assert "Twice more on the new rota" in signed_in(Role.LEARNER, id_="w1").get("/people/w1").text


@pytest.mark.parametrize(("workers", "given", "says"), [
    ((), {}, "Who: is empty"),
    (("nobody",), {}, "has changed"),
    (("w11", "nobody"), {}, "has changed"),
    (("w11",), {"on": "2026-13-45"}, "On"),
    (("w11",), {"on": "2026-03-09"}, "has not come yet"),
])  # fmt: skip
def test_what_cannot_be_taken_is_said_and_nothing_is_signed(workers, given, says, assessor, tracker):
    found = send(assessor, *workers, **given)
    assert found.status_code in {400, 422}
    assert says in found.text
    assert signed(tracker, *FIVE) == []


def test_nobody_signs_themselves_off_from_the_list(signed_in, assessor):
    page = signed_in(Role.ASSESSOR, id_="w11").get(f"{PATH}?competency=buddying&everything=yes").text
    assert "tick:buddying:w12" in page
    assert "tick:buddying:w11" not in page


def test_what_is_about_the_assessor_is_said_once(signed_in, assessor):
    page = signed_in(Role.ASSESSOR, id_="a9").get(f"{PATH}?competency=iv-cannulation&everything=yes").text
    assert page.count("egistration of the assessor a9 is on record") == 1


def test_one_person_is_signed_off_for_several_tasks(assessor, tracker):
    asked = {"worker": "w11", "everything": "yes"}
    page = assessor.get(PATH, params=asked).text
    tasks = [tick for task in ("buddying", "ct-room-assist") for tick in ticks("w11", task=task)]
    assert all(f'name="{one}"' in page for one in tasks)
    found = assessor.post(PATH, data={**hidden(page), **dict.fromkeys(tasks, "yes")})
    assert found.status_code == 303
    done = [one.competency for one in signed(tracker, "w11")]
    told = assessor.get(found.headers["location"]).text
    assert done
    assert "Signed off: " in told


@pytest.mark.parametrize(("query", "to"), [
    ("worker=w11", f"{PATH}?worker=w11"), ("competency=buddying", f"{PATH}?competency=buddying"),
])  # fmt: skip
def test_a_person_or_a_task_alone_leads_to_the_list(query, to, assessor):
    found = assessor.get(f"/sign-off?{query}")
    assert (found.status_code, found.headers["location"]) == (303, to)


@pytest.mark.parametrize("query", ["", "competency=no-such", "worker=nobody"])
def test_nobody_and_nothing_known_is_said(query, assessor):
    assert assessor.get(f"{PATH}?{query}").status_code == 400


def test_the_list_leads_to_the_sheets_of_everybody_on_it(assessor):
    page = assessor.get(f"{PATH}?competency=buddying&everything=yes").text
    to = unescape(re.search(r'href="(/papers/sign-off-pack[^"]*)"', page)[1])
    form = assessor.get(to).text
    assert all(f'name="people:{one}" type="checkbox" value="yes" checked' in form for one in FIVE)
    written = assessor.get(f"{to}&format=md")
    assert written.status_code == 200
    assert all(one in written.text for one in FIVE)


def test_names_do_where_nobody_is_ticked(assessor):
    asked = {"people": "Amina Okafor\nw12\n", "competencies:buddying": "yes", "format": "md"}
    written = assessor.get("/papers/sign-off-pack", params=asked)
    assert (written.status_code, "Amina Okafor" in written.text, "w12" in written.text) == (200, True, True)


def test_what_several_asked_for_is_answered_together(assessor, tracker):
    for who, task in (("w11", "buddying"), ("w12", "buddying"), ("w13", "ct-room-assist")):
        tracker.record("sign-off-request", who, worker=who, competency=task, assessor="a1")
    page = assessor.get("/sign-off").text
    assert f'href="{PATH}?competency=buddying">2 people asked' in page
    assert page.count("answer them together") == 1
    assert 'name="answer"' in assessor.get(f"{PATH}?competency=buddying").text


def test_a_record_that_is_written_to_just_now_is_told_and_holds_up_nobody_else(tmp_path, clock):
    store = TinyDBStore.create(tmp_path / "records", wait=0)
    tracker = Tracker(store, clock=clock)
    tracker.append([*ENTRIES, *({**POST, "worker": one} for one in FIVE)], "a1")
    pages = app(tracker)
    client = stranger(pages)
    client.get(f"/enter?token={pages.state.sessions.invite(Account('a1', (Role.ASSESSOR,)))}")
    page = client.get(f"{PATH}?competency=buddying&everything=yes").text
    sent = {**hidden(page), "competency": "buddying", "everything": "yes"}
    with TinyDBStore(tmp_path / "records")._held([("worker", "w11")]):
        found = client.post(PATH, data={**sent, **ticks("w11")})
        assert (found.status_code, "try again" in found.text) == (422, True)
        found = client.post(PATH, data={**sent, **ticks("w11", "w12")})
        told = client.get(found.headers["location"]).text.partition('role="status">')[2].partition("</p>")[0]
    assert re.match("Signed off: w12. Not signed off: w11. .*try again", told)
    assert client.post(PATH, data={**sent, **ticks("w11")}).status_code == 303  # what came to nothing may be sent again
    assert [len(signed(tracker, one)) for one in ("w11", "w12")] == [1, 1]


@pytest.mark.parametrize(("on", "told"), [("2026-02-02", True), ("2026-03-02", False), ("", False)])
def test_a_day_gone_by_is_said_to_be_one(on, told, signed_in):
    asked = {"competency": "buddying", "on": on, "everything": "yes"}
    page = signed_in(Role.ASSESSOR).get("/sign-off/several", params=asked).text
    assert ("a day gone by: what you send is about that day" in page) == told
