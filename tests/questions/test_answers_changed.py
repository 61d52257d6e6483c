"""Whose answers changed: by what was recorded that day, whenever it happened, or by the calendar alone."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from sw_competency.catalogue import layer_of, load
from sw_competency.errors import PeriodError, UnknownNameError
from sw_competency.testing.builders import (
    appointed,
    corrected,
    entry,
    left,
    registered,
    signed_off,
    tracker_of,
    withdrawn,
)

LAWS = load(
    layer_of(tomllib.loads((Path(__file__).parents[1] / "laws/catalogue.toml").read_text("utf-8")), "laws"),
    over_shipped=False,
)
A1 = registered("a1", recorded_at="2015-01-01T12:00:00Z")
POST = appointed("w1", "2024-01-01", "senior", site="site-1")
HELD = signed_off("w1", "flush", "2024-01-10", id="s1")


def changed(entries, first, until=None, as_of="2024-12-31", **about):
    answer = tracker_of([A1, POST, *entries], LAWS).at(as_of).answers_changed(first, until or first, **about)
    return answer, [(c.on.isoformat(), c.question, c.name, c.by) for c in answer.changes]


def test_nothing_recorded_and_nothing_due_changes_nothing():
    answer, told = changed([HELD], "2024-01-15")
    assert (told, answer.outcome.value, answer.workers) == ([], "met", ())
    assert answer.says == "On 15 January 2024 nobody's answers change"


def test_a_sign_off_changes_answers_on_the_day_it_is_recorded_whenever_it_happened():
    late = entry("sign-off", "2024-01-10", worker="w1", competency="flush", assessor="a1", id="s1",
                 recorded_at="2024-01-20T09:00:00Z")  # fmt: skip
    answer, told = changed([late], "2024-01-01", "2024-01-31")
    by_entry = [one for one in told if one[2] == "flush"]
    assert by_entry == [("2024-01-20", "status", "flush", "entry"), ("2024-01-20", "may", "flush", "entry")]
    may = next(c for c in answer.changes if c.question == "may")
    assert (may.worker, may.site, may.before, may.after, may.effect) == ("w1", "site-1", "may-not", "may", "gains")
    assert (may.recorded, may.entries) == (("s1",), ("s1",))
    assert may.says.endswith("'may not do it' becomes 'may do it'")


@pytest.mark.parametrize("as_of", ["2025-06-01", "2026-12-31"])
def test_what_runs_out_is_told_with_its_day_before_it_comes_and_after(as_of):
    held = [appointed("w1", "2024-01-08"), A1, signed_off("w1", "ct-room-assist", "2025-05-01")]
    answer = tracker_of(held).at(as_of).answers_changed("2025-06-01", "2026-05-02")
    [due, *lapsed] = [c for c in answer.changes if c.name == "ct-room-assist"]
    assert (due.before.status, due.after.status, due.by) == ("current", "due", "calendar")
    assert [(c.on.isoformat(), c.question, c.effect, c.by, c.recorded) for c in lapsed] == [
        ("2026-05-02", "status", "loses", "calendar", ()), ("2026-05-02", "may", "loses", "calendar", ()),
    ]  # fmt: skip


def test_a_correction_and_a_withdrawal_change_answers_when_they_are_recorded():
    void = corrected(HELD, "2024-01-14", reason="another worker's")
    assert ("2024-01-14", "status", "flush", "entry") in changed([HELD, void], "2024-01-12", "2024-01-16")[1]
    gone = withdrawn("w1", "2024-01-14", "flush")
    answer, told = changed([HELD, gone], "2024-01-12", "2024-01-16")
    assert told[:2] == [("2024-01-14", "status", "flush", "entry"), ("2024-01-14", "may", "flush", "entry")]
    assert answer.changes[0].after.status == "withdrawn"


def test_a_leaving_written_down_ahead_changes_answers_on_the_day_after_it_and_that_is_the_calendars():
    ahead = left("w1", "2024-02-10", recorded_at="2024-01-20T09:00:00Z")
    answer, told = changed([HELD, ahead], "2024-01-15", "2024-02-20")
    assert ("2024-02-11", "may", "flush", "calendar") in told
    assert next(c for c in answer.changes if c.question == "may").effect == "loses"


def test_the_registration_of_an_assessor_changes_the_answers_of_those_they_signed_off():
    entries = [
        POST, signed_off("w1", "flush", "2024-01-10", "a9", id="s1"),
        registered("a9", "2020-01-01", recorded_at="2024-01-25T09:00:00Z"),
    ]  # fmt: skip
    answer = tracker_of(entries, LAWS).at("2024-02-01").answers_changed("2024-01-24", "2024-01-26")
    told = {(c.question, c.name): c for c in answer.changes}
    if not told:
        pytest.fail("nothing rests on the assessor in this catalogue")
    assert {(c.on.isoformat(), c.by, c.recorded) for c in told.values()} == {("2024-01-25", "entry", ())}


def test_nothing_is_known_that_was_recorded_after_the_instant_asked_about():
    late = entry("sign-off", "2024-01-10", worker="w1", competency="flush", assessor="a1",
                 recorded_at="2024-01-20T09:00:00Z")  # fmt: skip
    there = tracker_of([A1, POST, late], LAWS).at("2024-01-31", "2024-01-20T08:00:00Z")
    assert "flush" not in {c.name for c in there.answers_changed("2024-01-02", "2024-01-31").changes}


def test_only_those_at_a_site_are_told_where_one_is_named():
    other = [appointed("w2", "2024-01-01", "senior", site="site-2"), signed_off("w2", "flush", "2024-01-10")]
    answer, _ = changed([HELD, *other], "2024-01-10")
    assert answer.workers == ("w1", "w2")
    assert changed([HELD, *other], "2024-01-10", site="site-2")[0].workers == ("w2",)
    with pytest.raises(UnknownNameError):
        changed([HELD], "2024-01-10", site="nowhere")


def test_left_out_it_is_about_the_day_asked_about():
    answer = tracker_of([A1, POST, HELD], LAWS).at("2024-01-10").answers_changed()
    assert (answer.first, answer.until) == (date(2024, 1, 10), date(2024, 1, 10))
    assert "flush" in {c.name for c in answer.changes}
    with pytest.raises(PeriodError, match="the first day"):
        tracker_of([], LAWS).at("2024-01-10").answers_changed("2024-01-09", "2024-01-08")


def test_the_table_tells_a_task_once():
    answer, _ = changed([HELD], "2024-01-10")
    [table] = answer.tables()
    assert [column.heading for column in table.columns] == ["Day", "Worker", "What changes", "By", "Why"]
    assert len([row for row in table.rows if "becomes 'may do it'" in str(row[2])]) == 1
    assert not [row for row in table.rows if "becomes 'current" in str(row[2])]
