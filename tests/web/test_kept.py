"""What is kept between visits: after whatever is recorded, every page is the page of an application just begun."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from sw_competency import MemoryStore, TinyDBStore, Tracker
from sw_competency.web import Account, Role, app
from sw_competency.web.kept import Kept
from tests.web.conftest import ENTRIES, HOME, Clock

PATHS = ("/", "/matrix?who=amina", "/matrix", "/calendar?weeks=100", "/matrix?as_of=2026-09-01&site=site-1",
         "/?known_by=2026-03-01")  # fmt: skip
CT = {"competency": "ct-room-assist", "on": "2026-02-20"}
WRITTEN: dict[str, dict[str, Any]] = {
    "a sign-off by a stranger": {"kind": "sign-off", "worker": "w2", "assessor": "a2", **CT},
    "the stranger is registered": {"kind": "registration", "assessor": "a2", "on": "2015-09-01", "body": "HCPC",
                                   "number": "RA00002"},
    "a suspension": {"kind": "withdrawal", "worker": "w1", "by": "a1", "reason": "unsafe", "suspension": True, **CT},
    "an absence": {"kind": "absence", "worker": "w1", "on": "2026-02-27", "until": "2026-03-20", "reason": "sickness"},
    "a leaving": {"kind": "leaving", "worker": "w1", "on": "2026-02-28"},
    "a newcomer": {"kind": "appointment", "worker": "w3", "on": "2026-02-02", "site": "site-2",
                   "tier": "clinical-support-worker"},
    "a person of two ids": {"kind": "identity", "id": "same", "worker": "w2", "on": "2026-02-01", "same_as": "w1"},
    "they are two": {"kind": "correction", "worker": "w2", "on": "2026-02-21", "corrects": "same", "reason": "slip"},
    "a name": {"kind": "person", "worker": "w1", "name": "Amina Okafor-Hughes"},
    "a request": {"kind": "sign-off-request", "worker": "w1", "on": "2026-02-28", "competency": "iv-cannulation",
                  "assessor": "a1"},
}  # fmt: skip


def _browser(tracker: Tracker) -> Any:
    pages = app(tracker)
    client = TestClient(pages, base_url=HOME, follow_redirects=False)
    client.get(f"/enter?token={pages.state.sessions.invite(Account('a1', (Role.EDUCATOR,)))}")
    return client


def _text(client: Any, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return re.sub(r'(name="(?:token|key)" value)="[^"]*"', r"\1", answer.text)


def _differing(tracker: Tracker, client: Any) -> list[str]:
    anew = _browser(tracker)
    return [path for path in PATHS if _text(client, path) != _text(anew, path)]


@pytest.mark.parametrize("kept_in", ["memory", "folder"])
def test_after_whatever_is_recorded_a_page_is_that_of_an_application_just_begun(kept_in, tmp_path):
    tracker = Tracker(MemoryStore() if kept_in == "memory" else TinyDBStore.create(tmp_path / "records"), clock=Clock())
    tracker.append(ENTRIES, "a1")
    client = _browser(tracker)
    assert _differing(tracker, client) == []
    for what, one in WRITTEN.items():
        before = _text(client, "/"), _text(client, "/matrix")
        tracker.append([one], "a1")
        assert (what, _differing(tracker, client)) == (what, [])
        assert what in {"an absence", "they are two"} or (_text(client, "/"), _text(client, "/matrix")) != before, what
    tracker.store.erase_record(("worker", "w1"), "a1", "asked for")
    assert _differing(tracker, client) == []


@given(st.permutations([*WRITTEN]), st.lists(st.sampled_from([0, 1, 30]), min_size=5, max_size=5))
@settings(max_examples=12, deadline=None)
def test_in_whatever_order_it_is_recorded_answers_are_those_of_who_keeps_nothing(order, hours):
    clock = Clock()
    tracker = Tracker(MemoryStore(), clock=clock)
    tracker.append(ENTRIES, "a1")
    kept = Kept(tracker.store)
    for what, by in zip(order, hours, strict=False):
        keeping, anew = tracker.at(), tracker.at()
        keeping.kept = kept
        assert (keeping.matrix(), keeping.due()) == (anew.matrix(), anew.due())
        tracker.append([WRITTEN[what]], "a1")
        clock.on(hours=by)


def _judged(tracker: Tracker, kept: Kept) -> list[str]:
    """Return who is judged anew."""
    asked, found = tracker.at(), list[str]()
    asked.kept = kept
    assert list(asked.of_each("who", lambda judge: found.append(judge.record.worker) or judge.record.worker)) == list(
        asked.workers
    )
    return found


def test_only_those_are_judged_anew_whose_records_changed(tracker, clock):
    kept = Kept(tracker.store)
    assert _judged(tracker, kept) == ["w1", "w2"]
    assert _judged(tracker, kept) == []
    tracker.append([WRITTEN["an absence"]], "a1")
    assert _judged(tracker, kept) == ["w1"]
    tracker.append([WRITTEN["the stranger is registered"]], "a1")
    assert _judged(tracker, kept) == ["w1", "w2"]
    clock.on(days=1)
    assert _judged(tracker, kept) == ["w1", "w2"]


def test_what_was_recorded_after_a_visit_began_is_not_passed_over_by_those_that_follow(tracker, clock):
    kept, before = Kept(tracker.store), tracker.at()
    clock.on(minutes=1)
    tracker.append([WRITTEN["an absence"]], "a1")
    for asked, many in ((before, 1), (tracker.at(), 2)):
        asked.kept = kept
        each = asked.of_each("many", lambda judge: (judge.record.worker, len(judge.record.whole.absences)))
        assert dict(each)["w1"] == many - 1


def test_a_record_that_cannot_be_read_is_looked_at_each_time(tmp_path):
    tracker = Tracker(TinyDBStore.create(tmp_path / "records"), clock=Clock())
    tracker.append(ENTRIES, "a1")
    (file,) = (one for one in (tmp_path / "records").rglob("*w1*") if one.is_file() and "people" not in one.parts)
    file.write_bytes(file.read_bytes().replace(b"site-1", b"site-9"))
    kept = Kept(tracker.store)
    assert [_judged(tracker, kept), _judged(tracker, kept)] == [["w1", "w2"], ["w1"]]


def test_who_is_told_of_each_record_that_is_read_is_told_at_every_visit(tracker, clock):
    read: list[tuple[str, str]] = []
    telling = Tracker(tracker.store, clock=clock, on_read=read.append)
    client, counts = _browser(telling), []
    for _ in range(2):
        read.clear()
        _text(client, "/matrix")
        counts.append(read.count(("worker", "w2")))
    assert counts[0] == counts[1] > 0


def test_little_is_kept_and_the_oldest_goes(tracker):
    kept = Kept(tracker.store)
    for day in range(1, 20):
        asked = tracker.at(f"2026-01-{day:02}")
        asked.kept = kept
        assert len(list(asked.of_each("x", lambda judge: judge.record.worker))) == 2
    assert len(kept._found) == 6
