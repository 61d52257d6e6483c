"""What a form asks for is done once, or refused as a check list in the form; tried on a screen of a test's own."""

import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path

import attrs
import pytest

from sw_competency import MemoryStore, Tracker
from sw_competency.web import Account, Accounts, Role
from sw_competency.web.roles import ASSESSORS, LEARNERS, STAFF
from sw_competency.web.screen import Screen
from sw_competency.web.serving import application
from sw_competency.web.visit import Done
from tests.web.conftest import hidden, stranger
from tests.web.test_roles import ASKED, DOES

TEMPLATE = """{% extends "web/_layout.html.j2" %}
{% import "web/_forms.html.j2" as w %}
{% block content %}
{% call w.form(v.frame, "sign", label="Sign off") %}{{ w.text("competency", "Task", v.view.competency) }}{% endcall %}
{% call w.form(v.frame, "other", label="Other") %}{% endcall %}
{% endblock %}
"""


@attrs.frozen
class Form:
    competency: str


class SignOff(Screen):
    """A sign-off, as small as one can be."""

    path = "/sign-off/{worker:path}"
    title = "Sign off"
    template = "own"
    sees = STAFF | LEARNERS
    does = ASSESSORS | LEARNERS
    own = LEARNERS

    def show(self, visit):
        return Form(visit.text("competency") or "")

    def do(self, visit):
        task, worker = visit.needed("competency", "task"), visit.meant("worker")
        visit.tracker.sign_off(worker, task, "a1", by=visit.by, anyway=visit.text("anyway"))
        return Done(visit.link("sign-off", worker), "Signed off.")


@pytest.fixture
def desk(tracker, tmp_path):
    """A browser in which an assessor is signed in, and the whole application."""
    (tmp_path / "web").mkdir()
    Path(tmp_path / "web" / "own.html.j2").write_text(TEMPLATE, "utf-8")
    screen = SignOff()
    screen.TEMPLATES = tmp_path
    pages = application(tracker, Accounts(), None, (), [screen])
    client = stranger(pages)
    client.get(f"/enter?token={pages.state.sessions.invite(Account('a1', (Role.ASSESSOR,)))}")
    return client


def signed(tracker, worker="w1"):
    return [one for one in tracker.entries(worker) if one.kind == "sign-off" and one.id != "s1"]


def test_what_was_done_is_said_once_and_was_by_whom_was_signed_in(desk, tracker):
    form = hidden(desk.get("/sign-off/w1").text)
    found = desk.post("/sign-off/w1", data={**form, "competency": "buddying"})
    assert (found.status_code, found.headers["location"]) == (303, "/sign-off/w1")
    assert "Signed off." in desk.get("/sign-off/w1").text
    assert "Signed off." not in desk.get("/sign-off/w1").text
    assert [one.recorded_by for one in signed(tracker)] == ["a1"]


def test_the_same_form_sent_twice_is_one_entry_also_at_once(desk, tracker):
    form = {**hidden(desk.get("/sign-off/w1").text), "competency": "buddying"}
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: desk.post("/sign-off/w1", data=form).status_code, range(4)))
    assert found == [303] * 4
    assert len(signed(tracker)) == 1


def test_a_form_that_was_changed_and_sent_again_is_another(desk, tracker):
    form = hidden(desk.get("/sign-off/w1").text)
    for task in ("buddying", "local-audit"):
        assert desk.post("/sign-off/w1", data={**form, "competency": task}).status_code == 303
    assert len(signed(tracker)) == 2


def test_a_refusal_is_a_check_list_in_its_form_and_keeps_what_was_filled_in(desk, tracker):
    form = hidden(desk.get("/sign-off/w1").text)
    found = desk.post("/sign-off/w1", data={**form, "competency": "iv-cannulation"})
    assert found.status_code == 422
    first, second = re.findall(r'<form method="post"[^>]*class="writes".*?</form>', found.text, re.DOTALL)
    assert re.search(r'role="alert"><p><b>Not saved\. Still needed:</b></p>\s*<ul class="check"><li>', first)
    assert 'value="iv-cannulation"' in first
    assert 'role="alert"' not in second
    assert signed(tracker) == []


def test_what_may_be_recorded_all_the_same_asks_for_a_reason(desk, tracker):
    tracker.sign_off("w1", "buddying", "a1", by="a1", note="on paper")
    form = {**hidden(desk.get("/sign-off/w1").text), "competency": "buddying"}
    found = desk.post("/sign-off/w1", data=form)
    assert (found.status_code, 'name="anyway"' in found.text) == (422, True)
    again = {**hidden(found.text), "competency": "buddying", "anyway": "two of them were taught"}
    assert desk.post("/sign-off/w1", data=again).status_code == 303
    assert "two of them were taught" in signed(tracker)[-1].note


@pytest.mark.parametrize(("given", "says"), [
    ({"competency": ""}, "Task: is empty"), ({"competency": "no-such"}, "no competency"),
])  # fmt: skip
def test_a_slip_is_said_in_the_form(given, says, desk):
    found = desk.post("/sign-off/w1", data={**hidden(desk.get("/sign-off/w1").text), **given})
    assert (found.status_code, says in found.text) == (422, True)


def test_a_form_of_a_learner_is_about_her_own_record_whatever_it_says(tracker, desk):
    pages = desk.app
    client = stranger(pages)
    client.get(f"/enter?token={pages.state.sessions.invite(Account('w1', (Role.LEARNER,)))}")
    form = {**hidden(client.get("/sign-off/w1").text), "competency": "buddying"}
    for path in ("/sign-off/w2", "/sign-off/w2?worker=w1"):
        assert client.post(path, data={**form, "worker": "w1"}).status_code == 403
    assert signed(tracker, "w2") == []


@pytest.mark.parametrize("path", [path for path, roles in DOES.items() if "educator" in roles])
@pytest.mark.parametrize("then", ["as_of=2026-01-05", "known_by=2026-01-05", ""])
def test_what_is_saved_while_another_day_is_looked_at_says_on_which_day_it_is_recorded(
    path, then, signed_in, tracker
):
    """Of each form, also where a list has one for each line; what puts nothing on record says nothing."""
    tracker.append([
        {"kind": "sign-off-request", "worker": "w1", "on": "2026-01-04", "competency": "buddying", "assessor": "a1"},
    ], "a1")
    to = ASKED[path] + ("&" if "?" in ASKED[path] else "?") + then
    page = signed_in(Role.EDUCATOR).get(to, follow_redirects=True).text
    for form in re.findall(r'<form method="post"[^>]*class="writes".*?</form>', page, re.DOTALL):
        name = re.search(r'name="form" value="([\w-]*)"', form)[1]
        records = bool(then) and name not in {"file", "try"} and not path.startswith("/ask")
        assert ("is put on record today" in form) == records, name
        assert ("the day you fill in" in form) == (records and 'name="on"' in form)


@pytest.mark.parametrize(("path", "kind", "form"), [
    ("/record?worker=w1&what=training", "training", {"form": "training", "programme": "cstf-fire-safety"}),
    ("/log?worker=w1", "practice", {"form": "log", "competency": "buddying", "outcome": "successful", "watched": "-"}),
    ("/sign-off/buddying/w1", "sign-off", {"form": "sign"}),
])  # fmt: skip
def test_a_form_offers_the_day_that_is_looked_at_and_what_is_saved_is_seen_there(
    path, kind, form, signed_in, tracker
):
    client, to = signed_in(Role.EDUCATOR), f"{path}{'&' if '?' in path else '?'}as_of=2026-01-05"
    page = client.get(to).text
    assert 'name="on" type="date" value="2026-01-05"' in page
    assert 'name="on" type="date" value=""' in client.get(path).text
    done = client.post(to, data={**hidden(page), "outcome": "completed", **form, "on": "2026-01-05"})
    assert done.status_code == 303
    told = client.get(done.headers["location"]).text
    assert "Recorded today, 2 March 2026; this page shows 5 January 2026." in unspaced(told)
    entries = tracker.at("2026-01-05").records.worker("w1").entries
    [saved] = [one for one in entries if one.kind == kind and one.id != "s1"]
    assert str(saved.on) == "2026-01-05"


def unspaced(page):
    return page.replace("\N{NO-BREAK SPACE}", " ")


# -- signed out, or another session, in the middle of a form -----------------------------------------------------------

WRONGLY = "/record?worker=w1&what=training"
COURSE = {"form": "training", "programme": "cstf-fire-safety", "outcome": "completed", "provider": "The skills centre"}


def by_pin(client, who="a1", pin="1470"):
    return client.post("/sign-in", data={**hidden(client.get("/sign-in").text), "who": who, "pin": pin})


def test_what_was_filled_in_outlasts_the_session_it_was_filled_in_in(pages, tracker, clock):
    client = stranger(pages)
    by_pin(client)
    form = {**hidden(client.get(WRONGLY).text), **COURSE}
    clock.on(minutes=31)
    found = client.post(WRONGLY, data=form)
    assert (found.status_code, "go on with what you had filled in" in found.text) == (403, True)
    assert "The skills centre" not in found.text  # whoever stands there now has not said who they are
    again = by_pin(client)
    assert again.headers["location"] == WRONGLY
    page = client.get(WRONGLY).text
    assert "You had been signed out, and nothing was saved" in page
    assert 'value="The skills centre"' in page
    before = tracker.head()
    assert client.post(WRONGLY, data={**COURSE, **hidden(page)}).status_code == 303
    assert tracker.head() != before
    assert "The skills centre" not in client.get(WRONGLY).text  # it is given once


def test_a_file_that_is_sent_when_the_session_is_over_is_sent_again(pages, clock):
    client = stranger(pages)
    by_pin(client)
    form = hidden(client.get("/bring-in").text)
    clock.on(minutes=31)
    found = client.post("/bring-in", data=form, files={"file": ("m.csv", b"Name,BLS\n" + b"x" * 100_000)})
    assert (found.status_code, "Sign in, and send it again" in found.text) == (403, True)
    assert by_pin(client).headers["location"] == "/"


def test_what_was_filled_in_is_given_to_nobody_else(pages, clock):
    client = stranger(pages)
    by_pin(client)
    form = {**hidden(client.get(WRONGLY).text), **COURSE}
    clock.on(minutes=31)
    client.post(WRONGLY, data=form)
    other = stranger(pages)
    by_pin(other)
    assert "The skills centre" not in other.get(WRONGLY).text
    by_pin(client, "w1", "2580")  # somebody else at the same computer
    for path in ("/people/w1", "/log?worker=w1"):
        assert "The skills centre" not in client.get(path).text
    by_pin(client)
    assert "The skills centre" not in client.get(WRONGLY).text


def test_after_signing_out_nothing_is_kept(pages):
    client = stranger(pages)
    by_pin(client)
    form = hidden(client.get(WRONGLY).text)
    client.post("/sign-out", data={"token": form["token"]})
    found = client.post(WRONGLY, data={**form, **COURSE})
    assert (found.status_code, "send it again" in found.text) == (403, True)
    by_pin(client)
    assert "The skills centre" not in client.get(WRONGLY).text


def test_a_form_of_the_session_before_is_shown_again_with_what_was_filled_in(pages, tracker):
    """As when somebody signed in again in another tab."""
    client, before = stranger(pages), tracker.head()
    by_pin(client)
    form = {**hidden(client.get(WRONGLY).text), **COURSE}
    by_pin(client)
    found = client.post(WRONGLY, data=form)
    assert (found.status_code, "Nothing was saved" in found.text) == (403, True)
    assert 'value="The skills centre"' in found.text
    assert tracker.head() == before
    assert client.post(WRONGLY, data={**COURSE, **hidden(found.text)}).status_code == 303


def test_who_has_no_pin_goes_on_by_a_new_address_that_only_they_can_read(clock):
    told, me = [], Account("a2", (Role.EDUCATOR,))
    client = stranger(application(Tracker(MemoryStore(), clock=clock), Accounts(), None, ()))
    client.app.state.sessions.invites = lambda: told.append(client.app.state.sessions.invite(me))
    client.get(f"/enter?token={client.app.state.sessions.invite(me)}")
    assert told == []
    clock.on(minutes=31)
    for _ in range(3):
        assert client.get("/ask", follow_redirects=True).status_code == 200
    assert len(told) == 1  # not one for each try
    assert told[0] not in client.get("/sign-in").text
    assert client.get(f"/enter?token={told[0]}").status_code == 303
    assert client.get("/ask").status_code == 200


def test_signing_in_leads_to_the_whole_address_that_was_asked_for(pages):
    client = stranger(pages)
    asked = "/ask/may?worker=w1&task=ct-room-assist"
    to = client.get(asked).headers["location"]
    form = {name: unescape(value) for name, value in hidden(client.get(to).text).items()}
    found = client.post("/sign-in", data={**form, "who": "a1", "pin": "1470"})
    assert found.headers["location"] == asked


# -- a form again, by the button of the browser that goes back ---------------------------------------------------------

LOGGED = {"form": "log", "competency": "buddying", "outcome": "successful", "watched": "-"}
SENT = {
    "/record?worker=w1&what=training": COURSE,
    "/record?worker=w1&what=absence": {"form": "absence", "reason": "secondment"},
    "/log?worker=w1": LOGGED,
    "/requests?worker=w1": {"form": "ask", "competency": "buddying", "assessor": "a1"},
    "/sign-off/buddying/w1": {"form": "sign"},
    "/sign-off/ct-room-assist/w1": {"form": "before", "signed_on": "2025-02-01"},
    "/sign-off/several?competency=buddying&everything=yes": {
        "form": "several", "answer": "signed", "tick:buddying:w1": "yes"
    },
}


WAITS = [
    {"kind": "practice", "id": "p1", "worker": "w1", "on": "2026-02-01", "competency": "buddying",
     "outcome": "successful", "supervisor": "a1", "supervision": "direct"},
    {"kind": "sign-off-request", "worker": "w1", "on": "2026-02-02", "competency": "local-audit", "assessor": "a1"},
]  # fmt: skip
ANSWERS = {
    "/confirm": {"form": "confirm", "answer": "confirmed", "tick:w1/p1": "yes"},
    "/sign-off/local-audit/w1": {"form": "reject", "asked": "a1", "reason": "Once more"},
}


@pytest.mark.parametrize("path", ANSWERS)
def test_an_answer_sent_again_is_one_answer(path, signed_in, tracker):
    tracker.append(WAITS, "w1")
    client = signed_in(Role.EDUCATOR)
    form = {**hidden(client.get(path).text), **ANSWERS[path]}
    assert client.post(path, data=form).status_code == 303
    after = tracker.head()
    assert client.post(path, data=form).status_code == 303
    assert tracker.head() == after
    other = {**form, "key": "another-tab"}  # the same answer from another tab is told that it was given meanwhile
    assert client.post(path, data=other).status_code in {303, 422}
    assert len({one.id for one in tracker.entries("w1")}) == len(tracker.entries("w1"))


@pytest.mark.parametrize("path", SENT)
def test_the_same_form_sent_again_is_one_entry_and_says_the_same(path, signed_in, tracker):
    client = signed_in(Role.EDUCATOR)
    form = {**hidden(client.get(path).text), "worker": "w1", **SENT[path]}
    first = client.post(path, data=form)
    after = tracker.head()
    again = client.post(path, data=form)
    assert (first.status_code, again.status_code, again.headers.get("location")) == (
        again.status_code, first.status_code, first.headers.get("location")
    )  # fmt: skip
    assert tracker.head() == after
    assert first.status_code == 303
