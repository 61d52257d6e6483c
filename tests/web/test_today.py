"""Today: what hangs on one person by the tasks that are done at a site, and what has run out as it really stands."""

import re

import pytest

from sw_competency import MemoryStore, Tracker, demo, load
from sw_competency.catalogue import layer_of
from sw_competency.demo import building
from sw_competency.questions import Questions
from sw_competency.questions.cover import standing
from sw_competency.web import Account, Role, app
from tests.web.conftest import ENTRIES, stranger

HERE = "Cover this morning"


def shown(tracker, path="/"):
    pages = app(tracker)
    client = stranger(pages)
    client.get(f"/enter?token={pages.state.sessions.invite(Account('a1', (Role.EDUCATOR,)))}")
    text = client.get(path).text
    return re.sub(r"<[^>]*>", " ", text.partition(HERE)[2]), text


def tracker_of(*entries, clock, tables=None):
    made = Tracker(MemoryStore(), load(layer_of(tables, "site")) if tables else None, clock=clock)
    made.append([*ENTRIES, *entries], "a1")
    return made


def site(**told):
    return {"site": {"site-1": {"title": "Site One", "source": ["site-policy"], **told}}}


def test_looked_at_is_what_somebody_there_was_signed_off_for(clock):
    words, _ = shown(tracker_of(clock=clock))
    assert "Assisting in the CT room" in words
    assert "one person" in words
    assert "cannulation" not in words.partition("Overdue")[0]


def test_a_site_names_the_tasks_it_wants_to_see(clock):
    words, _ = shown(tracker_of(clock=clock, tables=site(watched=["iv-cannulation", "no-such-task"])))
    cover = words.partition("Overdue")[0]
    assert "Peripheral intravenous cannulation" in cover
    assert "nobody" in cover
    assert "Assisting in the CT room" not in cover
    assert "Site One" in cover


def test_what_several_can_do_stands_apart(clock):
    second = {"kind": "sign-off", "id": "s2", "worker": "w2", "on": "2025-05-01", "competency": "ct-room-assist",
              "assessor": "a1"}  # fmt: skip
    raised = {"kind": "appointment", "worker": "w2", "on": "2025-01-08", "site": "site-1",
              "tier": "senior-clinical-support-worker"}  # fmt: skip
    words, _ = shown(tracker_of(raised, second, clock=clock))
    assert "Nothing hangs on one person, or on nobody." in words
    assert "Covered by several: 1" in words


def test_of_several_sites_one_is_looked_at(clock):
    other = [{"kind": "appointment", "worker": "w3", "on": "2024-01-08", "site": "site-2",
              "tier": "senior-clinical-support-worker"},
             {"kind": "sign-off", "worker": "w3", "on": "2025-05-01", "competency": "us-room-assist",
              "assessor": "a1"}]  # fmt: skip
    tracker = tracker_of(*other, clock=clock)
    assert "Assisting in the ultrasound room" in shown(tracker)[0]
    words = shown(tracker, "/?site=site-1")[0].partition("Overdue")[0]
    assert ("CT room" in words, "ultrasound room" in words) == (True, False)


@pytest.mark.parametrize(("month", "word"), [(3, "current"), (5, "in grace"), (12, "lapsed")])
def test_what_is_in_grace_is_not_called_lapsed(month, word, clock):
    grace = {"competency": {"ct-room-assist": {"currency": [
        {"expires_after": "P12M", "grace": "P3M", "authority": "local", "source": ["site-policy"]},
    ]}}}  # fmt: skip
    tracker = tracker_of(clock=clock, tables=grace)
    words, _ = shown(tracker, f"/?as_of=2026-{month:02}-20")
    due = words.partition("Overdue, and due")[2].partition("Asked to be")[0]
    assert (word in due) == (word != "current"), due
    assert ("lapsed" in due) == (word == "lapsed")


def test_what_somebody_has_not_begun_they_may_not_do_in_any_way():
    people = [one.id for one in building.everybody()[0]][::9]
    asked = Questions(demo.records(), demo.catalogue(), demo.MOMENT, lambda: people)
    day = asked.moment.as_of
    for judge in asked.judges():
        begun = set(judge.begun(day))
        for task in set(asked.catalogue.competencies) - begun:
            assert standing(judge, task, day, judge.where(day), None).answer in {"may-not", "not-here"}, task
