"""A name that fits several people: the page asks which one is meant, and goes on with what was asked."""

import re
from html import unescape

import pytest

from sw_competency.web import Role
from tests.web.conftest import hidden

TWO = [
    {"kind": "appointment", "worker": "w3", "on": "2024-01-08", "site": "site-1", "tier": "clinical-support-worker"},
    {"kind": "person", "worker": "w3", "name": "Amina Said"},
]
CHOICE = re.compile(r'<li><a href="([^"]*)"><bdi>(Amina [^<]*)</bdi></a></li>')
BUTTON = re.compile(r'<button class="quiet" name="(\w+)" value="(w\d)"><bdi>(Amina [^<]*)</bdi>')


@pytest.fixture(autouse=True)
def _two_of_one_first_name(tracker):
    tracker.append(TWO, "a1")


@pytest.mark.parametrize("path", [
    "/?worker=amina&task=ct-room-assist", "/ask/may?worker=amina&task=ct-room-assist", "/ask/scope?worker=+Amina+",
    "/people/amina", "/people/amina?as_of=2026-01-05", "/record?worker=amina&what=training", "/log?worker=amina",
    "/requests?worker=amina", "/sign-off?worker=amina", "/sign-off/buddying/amina", "/sign-off/several?worker=amina",
    "/papers/progression?worker=amina&format=html",
    "/papers/sign-off-pack?people=amina%0Aw2&competencies=buddying&format=html",
    "/what-if?change=leaving&try=yes&worker=amina", "/what-if?change=assessor&try=yes&assessor=amina",
    "/ask/scope/as/csv?worker=amina",
])  # fmt: skip
def test_the_same_is_asked_of_each(path, signed_in):
    client = signed_in(Role.EDUCATOR)
    found = client.get(path)
    assert (found.status_code, "Which one is meant?" in found.text) == (400, True)
    offered = {title: unescape(to) for to, title in CHOICE.findall(found.text)}
    assert set(offered) == {"Amina Okafor (w1)", "Amina Said (w3)"}
    for title, to in offered.items():
        gone = client.get(to, follow_redirects=True)
        assert gone.status_code == 200, to
        assert "/as/" in to or title.partition(" (")[0] in gone.text
        assert ("as_of=2026-01-05" in to) == ("as_of=2026-01-05" in path)


def test_a_title_that_fits_several_is_asked_about_likewise(signed_in):
    client = signed_in(Role.EDUCATOR)
    found = client.get("/ask/may?worker=w1&task=room")
    offered = [unescape(to) for to in re.findall(r'<li><a href="([^"]*)">', found.text) if "/ask/may?" in to]
    assert len(offered) > 1
    assert [client.get(to).status_code for to in offered] == [200] * len(offered)


def test_a_form_keeps_what_was_filled_in_and_is_sent_again_with_the_one_that_is_meant(signed_in, tracker):
    client, path = signed_in(Role.EDUCATOR), "/sign-off/buddying/w2"
    form = {**hidden(client.get(path).text), "form": "sign", "note": "seen twice"}
    found = client.post(path, data={**form, "assessor": "amina"})
    assert (found.status_code, "seen twice" in found.text) == (422, True)
    [first, second] = BUTTON.findall(found.text)
    assert {first[2], second[2]} == {"Amina Okafor (w1)", "Amina Said (w3)"}
    assert found.text.index(">Sign off</button>") < found.text.index('<button class="quiet" name="assessor"')  # Enter
    again = client.post(path, data={**form, "assessor": ["amina", first[1]]})  # as a browser sends the button
    assert "Which one" not in again.text
    assert "Amina Okafor" in again.text or tracker.entries("w2")[-1].kind == "sign-off"


@pytest.mark.parametrize("path", ["/people/amina", "/log?worker=amina", "/ask/may?worker=amina&task=buddying"])
def test_a_learner_is_told_of_nobody(path, signed_in):
    found = signed_in(Role.LEARNER, id_="w1").get(path)
    assert found.status_code == 400
    assert "Said" not in found.text
    assert CHOICE.search(found.text) is None
