"""The inspector's pages: a day, what was known on it, and nobody's account that looks at anything else."""

import re

import pytest

from sw_competency.web import Role
from tests.web.test_roles import ALL, ASKED, SEES, STAFF

LOOKED_AT = "As of "
OPEN = [path for path in ASKED if path != "/inspector" and "inspector" in SEES.get(path, ALL)]


@pytest.fixture
def inspector(signed_in):
    return signed_in(Role.INSPECTOR)


@pytest.mark.parametrize("path", OPEN)
def test_an_inspector_names_a_day_before_anything_is_seen(path, inspector):
    found = inspector.get(ASKED[path])
    assert (found.status_code, found.headers["location"]) == (303, "/inspector")
    assert "Amina" not in inspector.get("/inspector").text


def test_every_page_is_then_of_that_day_until_another_is_named(inspector):
    status = "/ask/status?worker=w1&competency=ct-room-assist"
    assert inspector.get("/inspector?as_of=2025-04-30&known_by=2026-03-02").status_code == 200
    for path in ("/matrix", "/people/w1", "/ask", status, "/papers"):
        page = inspector.get(path).text
        assert re.search("As of .*30 April 2025.*, not today, by what was on record on .*2 March 2026", page), path
    assert "not started" in inspector.get(status).text.casefold()
    assert "current" in inspector.get(f"{status}&as_of=2025-05-02").text.casefold()
    page = inspector.get("/ask").text  # by what is known now, since the last address said no other
    assert re.search(r"As of .*2 May 2025[^,]*, not today\.", page)


@pytest.mark.parametrize("bad", ["soon", "2026-02-30", "2026-03-02T08:00", "-"])
def test_what_is_no_day_is_refused_and_not_kept(bad, inspector):
    assert inspector.get(f"/matrix?as_of={bad}").status_code == 400
    assert inspector.get("/matrix").status_code == 303
    assert inspector.get("/inspector?as_of=2026-03-02").status_code == 200
    assert inspector.get(f"/matrix?as_of={bad}").status_code == 400
    assert "2 March 2026" in inspector.get("/matrix").text


def test_what_was_known_then_is_one_choice_and_what_is_known_now_the_other(inspector):
    for known, to in (("then", "as_of=2026-03-01&known_by=2026-03-01"), ("now", "as_of=2026-03-01")):
        found = inspector.get(f"/inspector?as_of=2026-03-01&known={known}&competency=ct-room-assist")
        assert found.status_code == 303
        assert set(to.split("&")) <= set(found.headers["location"].partition("?")[2].split("&"))
        assert ("known_by" in found.headers["location"]) == (known == "then")
        page = inspector.get(found.headers["location"]).text
        assert f'<option value="{known}" selected>' in page


@pytest.mark.parametrize("role", [one for one in STAFF if one != "inspector"])
def test_nobody_else_is_held_to_a_day(role, signed_in):
    client = signed_in(Role(role))
    client.get("/matrix?as_of=2025-04-30")
    page = client.get("/matrix").text
    assert LOOKED_AT not in page
    both = signed_in(Role(role), Role.INSPECTOR)
    assert both.get("/matrix").status_code == 200
