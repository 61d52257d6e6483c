"""Who may see and do what: every route by every role, held against the table that the room promises."""

import re
from html import unescape

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from sw_competency import reports
from sw_competency.web import Account, Role, asking
from sw_competency.web.screen import screens
from tests.web.conftest import hidden, stranger

OTHERS = "w2"
# path as somebody would ask it, by the screen's own path; a screen that is added stands here too
ASKED = {
    "/": "/", "/ask": "/ask", "/find": "/find?q=cann", "/people/{worker:path}": "/people/w1",
    "/papers": "/papers", "/papers/{paper}": "/papers/progression?worker=w1&format=md",
    "/requests": "/requests?worker=w1", "/record": "/record?worker=w1&what=training",
    "/ask/{question}": "/ask/may?worker=w1&task=ct-room-assist",
    "/matrix": "/matrix", "/rebanding": "/rebanding", "/inspector": "/inspector",
    "/calendar": "/calendar", "/calendar/as/ics": "/calendar/as/ics",
    "/ask/{question}/as/{format}": "/ask/may/as/csv?worker=w1&task=ct-room-assist",
    "/log": "/log?worker=w1", "/confirm": "/confirm", "/sign-off": "/sign-off",
    "/sign-off/{competency}/{worker:path}": "/sign-off/buddying/w1",
    "/sign-off/several": "/sign-off/several?competency=buddying",
    "/our-rules": "/our-rules", "/our-rules/{path:path}": "/our-rules/programme.cstf-fire-safety.expires_after",
    "/what-if": "/what-if", "/tour": "/tour",
    "/bring-in": "/bring-in", "/bring-in/{held}": "/bring-in/gone",
    "/bring-in/{held}/{part}": "/bring-in/gone/plan.toml",
}  # fmt: skip
ALL = ["learner", "supervisor", "assessor", "educator", "manager", "inspector"]
STAFF = ALL[1:]
SIGNS = ["assessor", "educator"]
SHEETS = ("/sign-off", "/sign-off/several", "/sign-off/{competency}/{worker:path}")
RULES = ("/our-rules", "/our-rules/{path:path}", "/what-if")
EDUCATES, ASKS = ["educator"], ["learner", "educator"]
BRINGS = ("/bring-in", "/bring-in/{held}", "/bring-in/{held}/{part}")
CONFIRMS = ["supervisor", *SIGNS]
LOGS = ["learner", *CONFIRMS]
# all else is seen by everybody, learners their own
SEES = {
    **dict.fromkeys(("/", "/ask", "/find", "/matrix", "/rebanding", "/calendar", "/calendar/as/ics", *RULES), STAFF),
    "/log": LOGS, "/requests": ASKS, "/confirm": CONFIRMS, "/record": EDUCATES,
    "/inspector": ["educator", "manager", "inspector"], "/tour": STAFF,
    **dict.fromkeys(SHEETS, SIGNS), **dict.fromkeys(BRINGS, EDUCATES),
}  # fmt: skip
LEADS_ON = {"/find", *BRINGS[1:]}  # who may see them is led elsewhere where nothing is found or held
DOES = {
    **dict.fromkeys(("/ask/{question}", *RULES, *BRINGS[:2]), EDUCATES),
    "/log": LOGS, "/requests": ASKS, "/confirm": CONFIRMS, "/record": EDUCATES,
    "/tour": STAFF, **dict.fromkeys(SHEETS, SIGNS),
}  # fmt: skip


def test_every_screen_stands_in_the_table():
    assert {screen.path for screen in screens()} == set(ASKED)


@pytest.mark.parametrize("role", ALL)
@pytest.mark.parametrize("path", ASKED)
def test_a_role_sees_what_the_table_says(path, role, signed_in):
    client = signed_in(Role(role), id_="w1")
    if role == "inspector":  # who is led to choose a day first
        assert client.get("/inspector?as_of=2026-03-02").status_code == 200
    found = client.get(ASKED[path]).status_code
    elsewhere = 303 if path == "/" else 403  # from the first page, everybody is led to theirs
    assert found == (200 if role in SEES.get(path, ALL) else elsewhere) or (
        path in LEADS_ON and found == 303 and role in SEES[path]
    )


@pytest.mark.parametrize("role", ALL)
@pytest.mark.parametrize("path", ASKED)
def test_a_role_sends_what_the_table_says(path, role, signed_in):
    client = signed_in(Role(role), id_="w1")
    found = client.post(ASKED[path], data={"token": "none", "key": "k"})
    screen = next(one for one in screens() if one.path == path)
    if not screen.does:
        assert (found.status_code, "GET" in found.headers["allow"]) == (405, True)
    elif role in DOES[path]:
        assert "Nothing was saved" in found.text  # it is let in, and its token then refused
    else:
        assert (found.status_code, "role" in found.text) == (403, True)


@pytest.mark.parametrize("path", [
    f"/people/{OTHERS}", f"/people/{OTHERS}?worker=w1", f"/ask/may?worker={OTHERS}&task=ct-room-assist",
    f"/ask/may?worker=w1&worker={OTHERS}&task=ct-room-assist", "/ask/may?task=ct-room-assist", "/ask/due?asked=yes",
    "/ask/entries?assessor=a1&worker=w1", "/ask/requests?worker=w1&assessor=a1",
    "/ask/cover?task=ct-room-assist&worker=w1",
    f"/requests?worker={OTHERS}",
    f"/ask/scope/as/csv?worker={OTHERS}", f"/papers/progression?worker={OTHERS}&format=md",
    "/ask/who-is?number=w2&worker=w1",
    "/ask/subject-access?worker=O’Neil", "/find?q=O", f"/log?worker={OTHERS}", f"/log?worker=w1&worker={OTHERS}",
])  # fmt: skip
def test_a_learner_sees_nobody_else(path, signed_in):
    found = signed_in(Role.LEARNER, id_="w1").get(path)
    assert found.status_code == 403
    assert "Neil" not in found.text


def test_a_learner_sees_her_own_by_name_too(signed_in):
    client = signed_in(Role.LEARNER, id_="w1")
    assert client.get("/ask/scope?worker=amina").status_code == 200
    page = client.get("/people/amina").text
    assert "Amina Okafor" in page
    assert 'href="/people/a1' not in page
    for to in set(re.findall(r'href="(/[^"#]*)"', page)) - {"/style.css"}:
        assert client.get(unescape(to)).status_code == 200, to


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.LEARNER])
def test_a_person_s_page_leads_nobody_where_they_may_not_go(role, signed_in):
    client = signed_in(role)
    for to in set(re.findall(r'href="(/[^"#]*)"', client.get("/people/w1").text)) - {"/style.css"}:
        assert client.get(unescape(to), follow_redirects=True).status_code == 200, to


WHY = "Reason-of-hers"
REASONS = [
    {"kind": "absence", "worker": "w2", "on": "2025-06-01", "until": "2025-12-01", "reason": WHY},
    {"kind": "absence", "worker": "w2", "on": "2026-02-20", "reason": WHY},
    {"kind": "sign-off", "worker": "w2", "on": "2025-05-01", "competency": "ct-room-assist", "assessor": "a1"},
    {"kind": "withdrawal", "worker": "w2", "on": "2026-01-05", "competency": "buddying", "by": "a1", "reason": WHY},
    {"kind": "rebanding", "worker": "w2", "on": "2026-01-25", "to": "mammography-associate", "decided_by": "a1",
     "outcome": "refused", "reason": WHY},
    {"kind": "practice", "worker": "w2", "on": "2026-01-20", "competency": "ct-room-assist", "outcome": "successful",
     "note": WHY},
]  # fmt: skip
FILLED_IN = {
    "worker": "w2", "task": "ct-room-assist", "competency": "ct-room-assist", "rule": "band-2-to-3-competencies",
    "to": "mammography-associate", "number": "w2", "sign_off": "s1", "people:w2": "yes", "asked": "yes",
    "competencies:ct-room-assist": "yes", "since": "2025-01-01", "as_of": "2026-03-02", "format": "md",
}  # fmt: skip
IN_FULL = {"entries", "subject-access"}


def told(client):
    """Return which questions and papers say why somebody was away or refused something."""
    asked = [(name, f"/ask/{name}{end}") for name in asking.questions() for end in ("", "/as/csv")]
    printed = [(one["name"], f"/papers/{one['name']}") for one in reports.listing()]
    return {name for name, path in [*asked, *printed] if WHY in client.get(path, params=FILLED_IN).text}


@pytest.mark.parametrize("role", ["educator", "manager"])
def test_why_somebody_was_away_or_refused_is_told_to_educators_alone(role, tracker, signed_in):
    tracker.append(REASONS, "a1")
    assert told(signed_in(Role(role))) == (IN_FULL if role == "educator" else set())


@pytest.mark.parametrize("role", [one for one in ALL if one != "educator"])
def test_what_is_held_is_given_to_whom_it_is_about(role, tracker, signed_in):
    tracker.append(REASONS, "a1")
    client = signed_in(Role(role), id_="w2")
    for where in ("/ask/subject-access?", "/ask/subject-access/as/csv?", "/papers/subject-access?format=md&"):
        path = f"{where}worker="
        assert WHY in client.get(f"{path}w2&as_of=2026-03-02").text
        assert client.get(f"{path}w1&as_of=2026-03-02").status_code == 403
    assert client.get("/ask/entries?worker=w1&as_of=2026-03-02").status_code == 403


WHY_NOT = "Why-it-was-not-yet"
ASKED_FOR = {"kind": "sign-off-request", "worker": "w2", "competency": "buddying", "assessor": "a1"}
REJECTED = [
    {**ASKED_FOR, "on": "2026-02-01"},
    {**ASKED_FOR, "on": "2026-02-03", "answer": "rejected", "answered_by": "a1", "reason": WHY_NOT},
]


@pytest.mark.parametrize("role", ALL)
@pytest.mark.parametrize("id_", ["w1", "w2", "a1"])
def test_why_somebody_was_not_signed_off_is_told_to_her_and_to_who_decides_about_it(role, id_, tracker, signed_in):
    """To the learner herself, to whom she asked, to assessors and educators; on paper to nobody unless asked for."""
    tracker.append(REJECTED, "a1")
    client = signed_in(Role(role), id_=id_)
    told = id_ in {"w2", "a1"} or role in SIGNS
    if role == "inspector":
        client.get("/inspector?as_of=2026-03-02")
    shown = {"/people/w2", "/ask/requests?worker=w2&asked=yes", "/ask/requests/as/csv?worker=w2"}
    if role == "learner":
        shown = {"/people/w2", "/requests?worker=w2"} if id_ == "w2" else set()
    for path in shown:
        found = client.get(path)
        assert (found.status_code, WHY_NOT in found.text) == (200, told), path
    if id_ != "w1":
        return
    pages = [f"/papers/{one['name']}" for one in reports.listing() if one["name"] not in IN_FULL]
    pages += [f"/ask/{name}" for name in asking.questions() if name not in {"requests", *IN_FULL}]
    assert [path for path in pages if WHY_NOT in client.get(path, params=FILLED_IN).text] == []


def test_the_first_page_of_a_learner_is_her_own(signed_in):
    found = signed_in(Role.LEARNER, id_="w1").get("/")
    assert (found.status_code, found.headers["location"]) == (303, "/people/w1")


def test_a_form_is_made_for_each_role_that_may_send_it(signed_in):
    page = signed_in(Role.EDUCATOR).get("/ask/reconcile").text
    assert {"token", "key", "form"} <= set(hidden(page))


def test_mounted_in_another_application_every_address_is_beneath_it(tracker, pages):
    outer = Starlette(routes=[Mount("/training", app=pages)])
    client = stranger(outer)
    token = pages.state.sessions.invite(Account("a1", (Role.EDUCATOR,)))
    entered = client.get(f"/training/enter?token={token}")
    assert entered.headers["location"] == "/training/"
    assert "path=/training" in entered.headers["set-cookie"].lower()
    for path in ("/training/", "/training/people/w1", "/training/ask/who-may?task=ct-room-assist"):
        found = client.get(path)
        assert found.status_code == 200
        addresses = re.findall(r'(?:href|src|action)="(/[^"]*)"', found.text)
        assert len(addresses) > 3
        assert not [one for one in addresses if not one.startswith("/training/")]
    assert stranger(outer).get("/training/people/w1").headers["location"].startswith("/training/sign-in")
