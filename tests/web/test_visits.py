"""Who looked at what is told, whatever came of it; where it cannot be written down, nothing is shown."""

import json

import pytest

from sw_competency.errors import StoreError
from sw_competency.web import Account, Accounts, Role, app
from sw_competency.web.guards.visits import into
from tests.web.conftest import stranger


def visitor(tracker, on_visit, role=Role.EDUCATOR, id_="a1"):
    account = Account(id_, (role,))
    made = app(tracker, people=Accounts((account,)), on_visit=on_visit)
    client = stranger(made)
    client.get(f"/enter?token={made.state.sessions.invite(account)}")
    return client


def test_each_visit_is_a_line(tracker, tmp_path):
    log = tmp_path / "visits.jsonl"
    client = visitor(tracker, into(log))
    for path in ("/people/w1", "/ask/may?worker=Amina+Okafor&task=ct-room-assist", "/matrix", "/people/nobody"):
        client.get(path)
    client.post("/log", data={"worker": "w2"})
    visitor(tracker, into(log), Role.LEARNER, "w1").get("/people/w2")
    said = [json.loads(line) for line in log.read_text().splitlines()]
    assert [(one["by"], one["method"], one["path"], one["about"], one["status"]) for one in said] == [
        ("a1", "GET", "/people/w1", "w1", 200), ("a1", "GET", "/ask/may", "w1", 200),
        ("a1", "GET", "/matrix", None, 200),
        ("a1", "GET", "/people/nobody", "nobody", 400), ("a1", "POST", "/log", "w2", 403),
        ("w1", "GET", "/people/w2", "w2", 403),
    ]  # fmt: skip
    assert {one["at"] for one in said} == {"2026-03-02T08:00:00Z"}
    assert log.stat().st_mode & 0o777 == 0o600


def test_where_it_cannot_be_written_nothing_is_shown(tracker, tmp_path):
    with pytest.raises(StoreError, match="name another file"):
        into(tmp_path)
    log = tmp_path / "visits.jsonl"
    client = visitor(tracker, into(log))
    log.unlink()
    log.mkdir()
    answer = client.get("/people/w1")
    assert (answer.status_code, "Amina" in answer.text) == (503, False)
