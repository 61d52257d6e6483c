"""Recalls: of one device, at one site, in a second post, of prior learning; and a shorter period yet to come."""

import tomllib
from pathlib import Path

import pytest

from sw_competency.catalogue import layer_of, load
from sw_competency.testing.builders import appointed, entry, registered, signed_off, tracker_of

LAWS = tomllib.loads((Path(__file__).parents[1] / "laws/catalogue.toml").read_text("utf-8"))
A1 = registered("a1")
HELD = signed_off("w1", "flush", "2024-01-10", id="s1")
POST = appointed("w1", "2024-01-01", "senior", site="site-1")


def recalling(**more):
    recall = {
        "title": "New coils", "competencies": ["flush"], "starts": "2024-03-01", "reassess_by": "2024-04-15",
        "authority": "local", "source": ["new"], **more,
    }  # fmt: skip
    written = "\n".join(f"{key} = {_toml(key, value)}" for key, value in recall.items())
    text = f'[source.new]\ntitle = "New"\n[recall.r]\n{written}\n'
    return load(layer_of(LAWS, "laws"), layer_of(tomllib.loads(text), "over"), over_shipped=False)


def _toml(key, value):
    return value if key in {"starts", "reassess_by"} else repr(value)


def asked(catalogue, entries, day):
    return tracker_of(entries, catalogue).at(day)


def told(department, **about):
    rows = department.recall("r", **about).workers
    return [(one.worker, one.site, one.state, str(one.reassess_by)) for one in rows]


def test_a_recalled_sign_off_lapses_with_the_deadline_and_has_no_grace():
    catalogue = recalling()
    for day, answer, status in (("2024-02-29", "may", "current"), ("2024-03-01", "only-supervised", "current"),
                                ("2024-04-15", "only-supervised", "current"), ("2024-04-16", "may-not", "lapsed")):
        questions = asked(catalogue, [A1, POST, HELD], day)
        assert questions.may("w1", "flush").answer == answer, day
        assert questions.status("w1", "flush").status == status, day


@pytest.mark.parametrize("until_then", ["may", "only-supervised", "may-not"])
def test_up_to_the_deadline_the_recall_says_what_may_be_done(until_then):
    answer = asked(recalling(until_then=until_then), [A1, POST, HELD], "2024-03-20").may("w1", "flush")
    assert answer.answer == until_then
    assert "new" in answer.sources


def test_a_recall_of_one_device_leaves_the_others_alone():
    catalogue = recalling(device="pump-1", until_then="may")
    for day, one, other in (("2024-04-15", "may", "may"), ("2024-04-16", "only-supervised", "may")):
        questions = asked(catalogue, [A1, POST, HELD], day)
        assert questions.may("w1", "flush", device="pump-1").answer == one, day
        assert questions.may("w1", "flush", device="pump-2").answer == other, day
        assert questions.may("w1", "flush").answer == other, day
        assert questions.status("w1", "flush").status == "current", day
    only = signed_off("w1", "flush", "2024-01-10", restrictions=[{"device": "pump-1"}])
    assert asked(catalogue, [A1, POST, only], "2024-04-16").status("w1", "flush").status == "lapsed"
    assert told(asked(catalogue, [A1, POST, HELD], "2024-04-16")) == [("w1", "site-1", "overdue", "2024-04-15")]


def test_a_second_post_at_the_recalled_site_is_found():
    bank = appointed("w1", "2024-01-02", "senior", site="site-2", post="bank")
    department = asked(recalling(site="site-2", until_then="may-not"), [A1, POST, bank, HELD], "2024-03-20")
    assert department.may("w1", "flush").answer == "may-not"
    assert told(department) == told(department, site="site-2") == [("w1", "site-2", "to-do", "2024-04-15")]
    assert told(department, site="site-1") == []


def test_prior_learning_from_before_the_change_is_recalled_though_accepted_since():
    said = {"worker": "w1", "competency": "flush", "signed_on": "2024-02-20", "accepted_by": "m1"}
    brought = entry("prior-learning", "2024-03-10", **said)
    assert told(asked(recalling(), [POST, brought], "2024-03-15")) == [("w1", "site-1", "to-do", "2024-04-15")]
    assert told(asked(recalling(), [POST, brought], "2024-04-20")) == [("w1", "site-1", "overdue", "2024-04-15")]


def test_before_its_day_a_recall_is_told_as_to_come():
    answer = asked(recalling(), [A1, POST, HELD], "2024-02-01").recall("r")
    assert answer.outcome.value == "met"
    assert "to be recalled on 1 March 2024: 1 of 1 sign-offs to be re-assessed" in answer.says


def test_a_shorter_period_yet_to_come_is_told_beforehand():
    shorter = """
    [source.new]
    title = "New"
    [[competency.flush.currency]]
    starts = 2023-01-01
    expires_after = "P12M"
    source = ["handbook"]
    [[competency.flush.currency]]
    starts = 2024-05-01
    expires_after = "{length}"
    counted_by = "{by}"
    source = ["new"]
    """
    def status(length, by):
        over = layer_of(tomllib.loads(shorter.format(length=length, by=by)), "over")
        catalogue = load(layer_of(LAWS, "laws"), over, over_shipped=False)
        return asked(catalogue, [A1, POST, HELD], "2024-04-01").status("w1", "flush")

    assert str(status("P6M", "as-of-day").expires_on) == "2025-01-10"
    then = "from 1 May 2024, by the numbers that hold from then"
    assert f"{then}, its last day is 10 July 2024" in status("P6M", "as-of-day").says
    assert f"{then}, it has lapsed" in status("P2M", "as-of-day").says
    assert "new" in status("P2M", "as-of-day").sources
    assert "by the numbers" not in status("P2M", "sign-off-day").says
    assert "by the numbers" not in status("P24M", "as-of-day").says


def test_what_lapses_by_a_recall_at_the_site_of_a_second_post_runs_out_there():
    bank = appointed("w1", "2024-01-02", "senior", site="site-2", post="bank")
    department = asked(recalling(site="site-2"), [A1, POST, bank, HELD], "2024-03-20")
    for site in (None, "site-2"):
        (one,) = department.due(site, "2024-04-30").due
        assert (one.site, str(one.last)) == ("site-2", "2024-04-15")
    assert department.due("site-1", "2024-04-30").due == ()


def test_a_withdrawal_that_lies_far_ahead_is_looked_at_for_a_year_from_its_day():
    department = asked(recalling(device="none"), [A1, POST, HELD], "2024-03-20")
    said = {"worker": "w1", "competency": "flush", "by": "m1", "id": "x", "recorded_at": "2024-03-20T00:00:00Z"}
    later = entry("withdrawal", "2026-01-10", **said)
    changes = department.if_recorded(later).changes
    assert {(change.question, str(change.first)) for change in changes} >= {("may", "2026-01-10")}
