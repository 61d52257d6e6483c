"""Papers in the browser: each in every format, by who may print it, and with a policy that fits what it holds."""

import re
from base64 import b64encode
from hashlib import sha256

import pytest

from sw_competency import reports
from sw_competency.web import Role
from sw_competency.web.screens.ask import TYPES
from tests.web.test_attacks import Tags

ABOUT = {
    "worker": "w1", "competency": "ct-room-assist", "people:w1": "yes", "people:w2": "yes", "since": "2025-01-01",
    "competencies:ct-room-assist": "yes", "rule": "band-2-to-3-competencies", "site": "site-1", "area": "ct",
}  # fmt: skip
PAPERS = {one["name"]: one for one in reports.listing()}
WRITTEN = [(name, one) for name, paper in PAPERS.items() for one in paper["formats"] if one != "pdf"]


def about(name, **more):
    told = [*PAPERS[name]["needs"], *PAPERS[name]["takes"]]
    return {key: value for key, value in {**ABOUT, **more}.items() if key.partition(":")[0] in (*told, "format")}


@pytest.mark.parametrize(("name", "format_"), [*WRITTEN, ("progression", "pdf")])
def test_every_paper_comes_as_what_it_was_asked_for(name, format_, signed_in):
    client = signed_in(Role.EDUCATOR)
    assert f'href="/papers/{name}"' in client.get("/papers").text
    form = client.get(f"/papers/{name}").text
    assert f'name="format" value="{format_}"' in form
    found = client.get(f"/papers/{name}", params=about(name, format=format_))
    assert (found.status_code, found.headers["content-type"].partition(";")[0]) == (200, TYPES[format_])
    assert found.headers["cache-control"] == "no-store"
    assert ("inline" in found.headers["content-disposition"]) == (format_ == "html")


@pytest.mark.parametrize("name", [name for name, one in PAPERS.items() if "html" in one["formats"]])
def test_a_page_that_is_shown_may_use_its_own_style_and_nothing_else(name, signed_in):
    found = signed_in(Role.EDUCATOR).get(f"/papers/{name}", params=about(name, format="html", worker="w2"))
    [policy] = found.headers.get_list("content-security-policy")
    styles = re.findall(r"<style>(.*?)</style>", found.text, re.DOTALL)
    marks = [f"'sha256-{b64encode(sha256(one.encode()).digest()).decode()}'" for one in styles]
    assert f"style-src {' '.join(marks)};" in policy
    assert "default-src 'none'" in policy
    assert not re.search(r"unsafe|script-src|style-src[^;]*'self'", policy)
    read = Tags()
    read.feed(found.text)
    assert "script" not in {tag for tag, _ in read.found}
    assert not [one for _, told in read.found for one in told if one == "style" or one.startswith("on")]


def test_a_screen_keeps_its_own_policy(signed_in):
    for path in ("/papers", "/papers/progression", "/papers/progression?format=html"):
        [policy] = signed_in(Role.EDUCATOR).get(path).headers.get_list("content-security-policy")
        assert "style-src 'self'" in policy
        assert "sha256" not in policy


@pytest.mark.parametrize(("path", "says"), [
    ("progression?format=html", "Whom it is about: is empty"),
    ("progression?format=html&worker=nobody", "nobody"),
    ("sign-off?format=html&worker=w1", "“Which competency”"),
])  # fmt: skip
def test_what_is_missing_is_said_on_the_form_as_the_form_calls_it(path, says, signed_in):
    page = signed_in(Role.EDUCATOR).get(f"/papers/{path}").text
    assert says in page.partition('role="alert"')[2].partition("</p>")[0]
    assert "--" not in page.partition('role="alert"')[2].partition("</p>")[0]
    assert 'name="format"' in page


@pytest.mark.parametrize("name", PAPERS)
def test_a_learner_prints_her_own_and_of_others_nothing(name, signed_in):
    client, told = signed_in(Role.LEARNER, id_="w1"), [*PAPERS[name]["needs"], *PAPERS[name]["takes"]]
    hers = "worker" in told and "people" not in told
    may = hers or not reports.needs_records(name)
    assert (f'href="/papers/{name}"' in client.get("/papers").text) == may
    left_out = {key: value for key, value in about(name, format="md").items() if key not in {"worker", "site"}}
    assert client.get(f"/papers/{name}", params=left_out).status_code == (200 if may else 403)
    if hers:
        assert client.get(f"/papers/{name}", params={**left_out, "worker": "w2"}).status_code == 403
        assert "Neil" not in client.get(f"/papers/{name}", params=left_out).text


@pytest.mark.parametrize(("role", "ticked", "told"), [
    (Role.EDUCATOR, True, True), (Role.EDUCATOR, False, False), (Role.MANAGER, False, False),
    (Role.MANAGER, True, None), (Role.ASSESSOR, True, None), (Role.LEARNER, True, None), (Role.INSPECTOR, True, None),
])  # fmt: skip
def test_reasons_are_for_educators_and_only_when_asked_for(role, ticked, told, signed_in, tracker):
    gone = {"worker": "w1", "competency": "ct-room-assist", "by": "a1", "reason": "a long back ache"}
    tracker.record("withdrawal", "a1", **gone)
    client = signed_in(role, id_="w1" if role is Role.LEARNER else "a1")
    asked = {"worker": "w1", "format": "html", "as_of": "2026-03-02", **({"with_reasons": "yes"} if ticked else {})}
    found = client.get("/papers/progression", params=asked)
    assert found.status_code == (403 if told is None else 200)
    assert ("a long back ache" in found.text) == bool(told)
    assert ("with_reasons" in client.get("/papers/progression?as_of=2026-03-02").text) == (role is Role.EDUCATOR)


def test_the_pages_of_a_person_and_of_a_sheet_lead_to_their_papers(signed_in):
    client = signed_in(Role.EDUCATOR)
    for path in ("/people/w1", "/sign-off/buddying/w1"):
        found = re.findall(r'href="(/papers/[^"]*)"', client.get(path).text)
        assert found
        for to in found:
            assert client.get(to.replace("&amp;", "&")).status_code == 200, to
