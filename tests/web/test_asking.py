"""Any question as a form and as a page: made from its class, whoever brought it."""

from html import escape
from urllib.parse import quote

import pytest

from sw_competency import MemoryStore, Tracker
from sw_competency.questions import known
from sw_competency.web import Account, Role, app, asking
from tests.web.conftest import stranger


def test_every_question_is_listed_or_takes_what_nobody_can_type(signed_in):
    page = signed_in(Role.EDUCATOR).get("/ask").text
    left_out = set(known()) - set(asking.questions())
    assert left_out == {"if-recorded", "impact"}
    for name in asking.questions():
        assert f'href="/ask/{name}"' in page


@pytest.mark.parametrize("name", sorted(asking.questions()))
def test_every_question_has_a_form(name, signed_in):
    found = signed_in(Role.EDUCATOR).get(f"/ask/{name}")
    assert found.status_code == 200
    assert "<form" in found.text


@pytest.mark.parametrize("asked", [
    "may?worker=amina&task=assisting+in+the+ct", "due?asked=yes&weeks=60", "who-may?task=ct-room-assist",
    "scope?worker=Amina+Okafor+(w1)&as_of=2025-06-01", "requests?asked=yes", "establishment?asked=yes&by=site",
    "newcomers?asked=yes&started_within=P36M", "trace?assessor=bethan&first=2025-01-01", "variation?asked=yes",
])  # fmt: skip
def test_a_question_is_answered_by_names_and_titles_on_any_day(asked, signed_in):
    found = signed_in(Role.EDUCATOR).get(f"/ask/{asked}")
    assert found.status_code == 200
    assert 'id="answer"' in found.text


@pytest.mark.parametrize(("asked", "says"), [
    ("may?worker=amina&task=nothing-like-it", "no competency"), ("due?asked=yes&weeks=many", "whole number"),
    ("due?asked=yes&until=someday", "not a date"), ("may?worker=amina&task=mr", "fits more than one"),
    ("due?asked=yes&as_of=2026-13-01", "no day"), ("nothing", "no question"),
    ("newcomers?asked=yes&started_within=long", "length of time"),
])  # fmt: skip
def test_what_cannot_be_asked_is_said_in_a_sentence(asked, says, signed_in):
    found = signed_in(Role.EDUCATOR).get(f"/ask/{asked}")
    assert found.status_code == 400
    assert says in found.text


@pytest.mark.parametrize("format_", ["html", "xlsx", "csv", "md", "pdf"])
def test_an_answer_is_kept_as_a_file(format_, signed_in):
    found = signed_in(Role.EDUCATOR).get(f"/ask/scope/as/{format_}?worker=amina")
    assert found.status_code == 200
    assert found.headers["content-disposition"] == f'attachment; filename="scope.{format_}"'
    assert len(found.content) > 100


def test_people_and_tasks_in_an_answer_lead_to_theirs(signed_in):
    page = signed_in(Role.EDUCATOR).get("/ask/who-may?task=ct-room-assist&as_of=2025-06-01").text
    assert 'href="/people/w1?as_of=2025-06-01"' in page
    assert ">1 June 2025</span>, not today" in page


def test_who_and_what_are_found_together(signed_in):
    client = signed_in(Role.EDUCATOR)
    assert client.get("/find?q=amina ct room assist").headers["location"] == "/ask/may?worker=w1&task=ct-room-assist"
    assert client.get("/find?q=okaf").headers["location"] == "/people/w1"
    assert "Nobody and nothing" in client.get("/find?q=qqqq").text


APART = [
    ("O’Brien, Siân", ["o'brien", "OBrien", "brien", "sian o’b", "Siân, O'Brien"]),
    ("May Łukasz-Ng", ["may luk", "lukasz", "ng, may"]), ("ليلى كريم", ["كريم", "ليلى"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "asked"), [(name, asked) for name, every in APART for asked in every])
def test_a_name_is_found_whatever_people_leave_out_of_it(name, asked, signed_in, tracker):
    post = {"worker": "w9", "on": "2024-01-08", "site": "site-1", "tier": "clinical-support-worker"}
    tracker.append([{"kind": "appointment", **post}, {"kind": "person", "worker": "w9", "name": name}], "a1")
    client = signed_in(Role.EDUCATOR)
    assert client.get("/find", params={"q": asked}).headers["location"] == "/people/w9"
    for path in ("/matrix?everything=yes&", "/sign-off/several?competency=ct-room-assist&everything=yes&"):
        assert escape(name) in client.get(f"{path}who={quote(asked)}").text, path


@pytest.mark.parametrize("words", [",", "'", "  ", "may she today?"])
def test_words_that_name_nobody_find_nobody(words, signed_in):
    found = signed_in(Role.EDUCATOR).get("/find", params={"q": words})
    assert (found.status_code, "/people/w" in found.text) == (200, False)


@pytest.mark.parametrize("words", [
    "amina cannulation", "cannulation amina", "am okaf cannul", "Amina, cannulation", "Okafor, Amina cannulation",
    "amina cannulate", "May Amina cannulate today?", "can amina okafor cannulate",
])  # fmt: skip
def test_a_word_that_fits_several_tasks_leads_to_the_answer_of_each(words, signed_in):
    found = signed_in(Role.EDUCATOR).get(f"/find?q={words}").text
    assert "Nobody and nothing" not in found
    for task in ("iv-cannulation", "paediatric-cannulation", "us-guided-cannulation"):
        assert f'href="/ask/may?worker=w1&amp;task={task}"' in found
    assert "worker=w2" not in found


def test_the_day_that_is_looked_at_can_be_set_for_all_pages(tracker):
    pages = app(tracker, as_of="2025-04-30")
    client = stranger(pages)
    client.get(f"/enter?token={pages.state.sessions.invite(Account('a1', (Role.EDUCATOR,)))}")
    page = client.get("/ask/status?worker=w1&competency=ct-room-assist").text
    assert ">30 April 2025</span>, not today" in page
    assert "not started" in page
    later = client.get("/ask/status?worker=w1&competency=ct-room-assist&as_of=2025-06-01").text
    assert ">1 June 2025</span>, not today" in later


def test_today_is_about_the_day_and_says_who_can_be_relied_on(tracker, signed_in):
    client = signed_in(Role.EDUCATOR)
    page = client.get("/").text
    assert "<h1>Today, 2 March 2026</h1>" in page
    assert "<h1>1 June 2025</h1>" in client.get("/?as_of=2025-06-01").text
    assert "Amina Okafor" in page.partition("Cover this morning")[2].partition("</table>")[0]
    tracker.record("sign-off-request", "w1", worker="w1", competency="buddying", assessor="a1")
    waiting = client.get("/").text.partition("Asked to be signed off")[2]
    assert 'href="/people/w1"' in waiting
    assert "2 March 2026" in waiting


@pytest.mark.parametrize("role", [Role.EDUCATOR, Role.ASSESSOR])
def test_a_department_without_anybody_is_told_how_to_begin(role):
    pages = app(Tracker(MemoryStore()))
    client = stranger(pages)
    client.get(f"/enter?token={pages.state.sessions.invite(Account('a1', (role,)))}")
    page = client.get("/").text.partition("<main")[2]
    assert "Nobody is on record yet." in page
    assert ('href="/bring-in"' in page) == (role is Role.EDUCATOR)


def test_who_is_on_record_without_an_appointment_is_named_on_the_first_page():
    tracker = Tracker(MemoryStore())
    tracker.record("prior-learning", "m1", worker="w7", competency="chaperoning", on="2026-03-01",
                   signed_on="2025-03-01", accepted_by="m1")  # fmt: skip
    pages = app(tracker)
    client = stranger(pages)
    client.get(f"/enter?token={pages.state.sessions.invite(Account('a1', (Role.EDUCATOR,)))}")
    [notice] = [one for one in client.get("/").text.split("</p>") if "No appointment is on record of" in one]
    assert 'href="/people/w7"' in notice
    tracker.record("appointment", "m1", worker="w7", on="2024-01-08", site="site-1", tier="lead-support-worker")
    assert "No appointment is on record of" not in client.get("/").text
