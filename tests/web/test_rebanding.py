"""Re-banding in the browser: who meets a rule and since when, who is close, which reviews were asked for."""

import re

import pytest

from sw_competency import MemoryStore, Tracker
from sw_competency.testing.builders import appointed
from sw_competency.web import Account, Role, app
from tests.web.conftest import Clock, stranger

LOW, HIGH = "clinical-support-worker", "senior-clinical-support-worker"
PRACTICE = {"kind": "practice", "competency": "iv-cannulation", "outcome": "successful", "supervision": "indirect"}
ENTRIES = [
    *(appointed(one, "2024-01-08", tier=LOW) for one in ("near", "there")), appointed("high", "2024-01-08", tier=HIGH),
    *({**PRACTICE, "worker": "there", "on": f"2025-0{month}-03"} for month in range(1, 9)),
    {"kind": "banding-claim", "worker": "there", "on": "2025-09-01", "raised_by": "there", "job_description": "JD 7"},
    {"kind": "banding-claim", "worker": "high", "on": "2025-08-01", "raised_by": "u1", "collective": True},
    {"kind": "rebanding", "worker": "high", "on": "2025-10-01", "to": HIGH, "outcome": "refused", "decided_by": "m1"},
]  # fmt: skip


@pytest.fixture
def client():
    tracker = Tracker(MemoryStore(), clock=Clock())
    tracker.append(ENTRIES, "a1")
    pages = app(tracker)
    made = stranger(pages)
    made.get(f"/enter?token={pages.state.sessions.invite(Account('a1', (Role.MANAGER,)))}")
    return made


def part(page, name):
    return page.partition(f'<section aria-labelledby="{name}">')[2].partition("</section>")[0]


def test_who_meets_a_rule_stands_with_the_day_and_the_evidence(client):
    met = part(client.get("/rebanding").text, "met")
    [row] = [one for one in met.split("<tr>") if "/people/there" in one and "supports a review" in one]
    assert "3 January 2025" in row
    to = re.search(r'href="(/ask/rebanding\?[^"]*)"', row)[1].replace("&amp;", "&")
    assert "worker=there" in to
    assert "met" in client.get(to).text
    assert "/people/near" not in met


def test_who_is_close_stands_with_what_is_missing_and_never_above_the_band_held(client):
    close = part(client.get("/rebanding").text, "close")
    assert "/people/near" in close
    assert re.search(r"\d of \d parts met", close)
    assert "not met" in close
    ranks = [int(lacks) - int(met) for met, lacks in re.findall(r"(\d) of (\d) parts met", close)]
    assert ranks == sorted(ranks)


def test_reviews_stand_with_their_day_the_open_ones_first(client):
    claims = part(client.get("/rebanding").text, "claims")
    assert claims.index("1 September 2025") < claims.index("1 August 2025")
    assert re.search(r"JD 7.*open.*for a group.*refused", claims, re.DOTALL)


@pytest.mark.parametrize(("query", "there"), [
    ("who=there", {"there"}), ("who=nobody", set()), ("site=elsewhere", set()), ("rule=no-such", {"there", "high"}),
    ("as_of=2024-12-31&who=near", {"near"}), ("as_of=2023-01-01", set()),
])  # fmt: skip
def test_it_is_filtered_and_looked_at_on_any_day(query, there, client):
    found = client.get(f"/rebanding?{query}")
    assert found.status_code == 200
    assert {*re.findall(r'href="/people/(\w+)', found.text)} == there
