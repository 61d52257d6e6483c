"""The matrix on a screen: filtered, sorted and paged on the server, each cell leading to its evidence."""

import re

import pytest

from sw_competency.web import Role
from sw_competency.web.screens import matrix


def test_a_cell_leads_to_its_answer_and_a_name_to_the_person(signed_in):
    client = signed_in(Role.MANAGER)
    page = client.get("/matrix").text
    cell = "/ask/status?worker=w1&amp;competency=ct-room-assist"
    assert f'href="{cell}"' in page
    assert 'href="/people/w1"' in page
    assert "<script>alert" not in page
    assert 'id="answer"' in client.get(cell.replace("&amp;", "&")).text


@pytest.mark.parametrize(("query", "shown"), [
    ("who=amina", ["w1"]), ("who=nobody", []), ("tier=clinical-support-worker&everything=yes", ["w2"]),
    ("sort=fewest", ["w2", "w1"]), ("sort=name", ["w1", "w2"]), ("as_of=2020-01-01", []),
])  # fmt: skip
def test_people_are_filtered_and_sorted(query, shown, signed_in):
    page = signed_in(Role.EDUCATOR).get(f"/matrix?{query}").text
    found = re.findall(r'<tr><th scope="row"><a href="/people/(\w+)', page)
    assert list(dict.fromkeys(found)) == shown


@pytest.mark.parametrize(("page", "shown"), [("1", "w1"), ("2", "w2"), ("9", "w2"), ("0", "w1"), ("x", "w1")])
def test_a_page_holds_so_many_and_leads_to_the_others(page, shown, signed_in, monkeypatch):
    monkeypatch.setattr(matrix, "_MOST", 1)
    text = signed_in(Role.EDUCATOR).get(f"/matrix?page={page}&as_of=2026-01-01").text
    assert set(re.findall(r'<tr><th scope="row"><a href="/people/(\w+)', text)) == {shown}
    other = "2" if shown == "w1" else "1"
    assert f"/matrix?as_of=2026-01-01&amp;page={other}" in text
