"""What happens if: who loses, who gains; and nothing is written, whatever is tried."""

import re
from html import unescape

import pytest

from sw_competency.web import Role
from tests.web.conftest import hidden

LASTS_A_DAY = b"""
[[competency.ct-room-assist.currency]]
starts = 2015-01-01
expires_after = "P1D"
source = ["site-policy"]
authority = "local"
"""
TRIED = {
    "absence": ({"worker": "Amina", "on": "2026-03-09"}, "If Amina Okafor is away from 9 March 2026"),
    "leaving": ({"worker": "w1"}, "nobody else can."),
    "sign-off": ({"worker": "w1", "competency": "buddying", "assessor": "a1"}, "1 person gains"),
    "withdrawal": ({"worker": "w1", "competency": "ct-room-assist"}, "1 person loses"),
    "assessor": ({"assessor": "Bethan Hughes"}, "1 person loses"),
    "recall": ({"competency": "ct-room-assist", "reassess_by": "2026-03-31", "until_then": "may-not"},
               "1 person loses"),
}  # fmt: skip


@pytest.fixture
def untouched(tracker):
    """Nothing may be written."""
    before = tracker.store.head(), tracker.catalogue.digest, list(tracker.entries("w1"))
    yield
    assert (tracker.store.head(), tracker.catalogue.digest, list(tracker.entries("w1"))) == before


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("change", TRIED)
def test_it_says_who_gains_and_who_loses(change, signed_in):
    given, says = TRIED[change]
    page = signed_in(Role.MANAGER).get("/what-if", params={"change": change, "try": "yes", **given})
    assert (page.status_code, says in unescape(page.text)) == (200, True), re.sub("<[^>]*>", " ", page.text)


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("change", TRIED)
def test_what_is_lacking_is_said_and_the_form_stays(change, signed_in):
    page = signed_in(Role.EDUCATOR).get("/what-if", params={"change": change, "try": "yes"})
    assert (page.status_code, "This cannot be tried:" in page.text) == (200, True)
    assert "What would change?" in page.text


@pytest.mark.parametrize("given", [
    {"change": "leaving", "worker": "nobody"}, {"change": "withdrawal", "worker": "w1", "competency": "no-such"},
    {"change": "absence", "worker": "w1", "on": "soon"}, {"change": "assessor", "assessor": "nobody"},
    {"change": "recall", "competency": "buddying", "reassess_by": "2026-03-31", "until_then": "never"},
])  # fmt: skip
def test_what_nobody_knows_is_refused(given, signed_in):
    page = signed_in(Role.EDUCATOR).get("/what-if", params={"try": "yes", **given}).text
    assert "This cannot be tried:" in page


def test_an_unknown_change_is_the_first_one(signed_in):
    assert "Last day away" in signed_in(Role.EDUCATOR).get("/what-if?change=<x>").text


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize(("content", "says"), [
    (LASTS_A_DAY, "1 person loses"), (b"\xff\xfe", "is no catalogue"), (b"x =", "is no catalogue"),
    (b"[competency.x]\ntitle = 1", "competency.x"), (None, "choose a file"),
])  # fmt: skip
def test_a_catalogue_is_tried_over_the_rules_as_they_are(content, says, signed_in):
    client = signed_in(Role.EDUCATOR)
    own = hidden(client.get("/what-if?change=catalogue").text)
    files = {"file": ("../draft.toml", content)} if content is not None else None
    page = client.post("/what-if", data={**own, "change": "catalogue"}, files=files)
    assert (page.status_code, says in page.text) == (200, True), re.sub("<[^>]*>", " ", page.text)


def test_who_may_not_send_a_file_is_told(signed_in):
    assert "Ask the practice educator" in signed_in(Role.MANAGER).get("/what-if?change=catalogue").text
