"""What a form asks for is done once, or refused as a check list in the form; tried on a screen of a test's own."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import attrs
import pytest

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
        assert ("the one you fill in" in form) == (records and 'name="on"' in form)
