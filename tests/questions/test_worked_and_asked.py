"""Sessions, requests and claims: what is asked of them, and what nobody may do with a request at the desk."""

from datetime import date

import pytest

from sw_competency import MemoryStore, Tracker
from sw_competency.errors import MalformedEntryError, SignOffRefusedError, UnknownNameError
from sw_competency.testing.builders import appointed, entry, registered, signed_off, tracker_of
from tests.staff import over

DAY = "2026-03-02"
POST, A1 = appointed("w1", "2024-01-08"), registered("a1")


def session(on, modality="ct", **more):
    return entry("session", on, worker="w1", modality=modality, **more)


def request(on, **more):
    return entry("sign-off-request", on, **{"worker": "w1", "competency": "stock-control", "assessor": "a1", **more})


def asked(*entries, day=DAY):
    return tracker_of([POST, A1, *entries]).at(day)


# -- sessions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sessions", "told"),
    [
        ([("clinical", 6), ("clerical", 2)], [("clinical", 6, 75), ("clerical", 2, 25)]),
        ([("clinical", 6), ("clinical", None), ("clerical", 2)], [("clinical", None, 67), ("clerical", 2, 33)]),
        ([(None, 4), ("CLERICAL", 4)], [("clerical", 4, 50), (None, 4, 50)]),
        ([("clinical", None)], [("clinical", None, 100)]),
        ([], []),
    ],
)
def test_shares_are_of_the_hours_where_all_are_known_else_of_the_sessions(sessions, told):
    entries = [session(f"2026-02-{n:02}", role=role, hours=hours) for n, (role, hours) in enumerate(sessions, 2)]
    roles = asked(*entries).last_worked("w1").roles
    assert [(one.role, one.hours, one.percent) for one in roles] == told


def test_within_takes_the_days_after_the_corresponding_date():
    answer = asked(session("2025-12-02"), session("2025-12-03")).last_worked("w1", within="P3M")
    assert (answer.areas[0].sessions, answer.areas[0].last) == (1, date(2025, 12, 3))


def test_what_lies_ahead_is_not_worked_yet():
    tracker = tracker_of([POST, session("2026-02-02"), session("2026-02-20", "mr")])
    assert [one.modality for one in tracker.at("2026-02-10").last_worked("w1").areas] == ["ct"]


@pytest.mark.parametrize(("longer", "away"), [("P4W", True), ("P29D", False)])
def test_so_long_ago_is_from_the_corresponding_day_on(longer, away):
    """On the day itself the time is up: what lies within it lies after that day."""
    [one] = asked(session("2026-02-02"), day="2026-03-02").return_to_area("ct", longer=longer)
    assert one.away is away


def test_whoever_left_or_whom_the_area_does_not_concern_is_not_asked_to_return():
    worked, elsewhere = session("2026-02-02"), appointed("w2", "2024-01-08", modalities=["mr"])
    assert [one.asked.worker for one in asked(worked, elsewhere).return_to_area("ct")] == ["w1"]
    gone = entry("leaving", "2026-02-27", worker="w1")
    assert len(asked(worked, gone).return_to_area("ct")) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        lambda q: q.last_worked("w1", "xct"), lambda q: q.return_to_area("xct"),
        lambda q: q.return_to_area("ct", site="nowhere"), lambda q: q.who_last_worked("nowhere"),
        lambda q: q.who_last_worked(modality="xct"),
    ],
)  # fmt: skip
def test_areas_and_sites_nobody_knows_are_told(wrong):
    with pytest.raises(UnknownNameError):
        wrong(asked())


def test_the_tables_and_lines_are_made():
    answer = asked(session("2026-02-02", role="clerical", hours=7.5)).last_worked("w1")
    [table] = answer.tables()
    assert table.rows == (("ct", date(2026, 2, 2), None, 1, 7.5),)
    assert list(answer.lines()) == ["1 session on record; of the hours: 100% clerical."]
    returning = asked(session("2026-02-02", role="clerical")).return_to_area("ct")
    assert "never with patients" in returning[0].says


@pytest.mark.parametrize(("hours", "taken"), [(0, False), (24, True), (25, False), (-1, False)])
def test_a_session_lasts_no_longer_than_a_day(hours, taken):
    if taken:
        assert session("2026-02-02", hours=hours).hours == hours
    else:
        with pytest.raises(MalformedEntryError, match="at most 24"):
            session("2026-02-02", hours=hours)


# -- requests ---------------------------------------------------------------------------------------------------------


def answers(*entries, day=DAY):
    told = asked(*entries, day=day).requests("w1")
    return [(one.answer, str(one.answered_on or ""), one.answered_by) for one in told]


def test_what_came_of_a_request_is_seen_from_its_day_on():
    entries = [request("2026-02-02"), request("2026-02-09", answer="rejected", reason="more practice")]
    assert answers(*entries, day="2026-02-08") == [("waiting", "", None)]
    assert answers(*entries) == [("rejected", "2026-02-09", "a1")]


def test_it_may_be_made_again_and_each_keeps_its_own_answer():
    no, again = request("2026-02-09", answer="rejected", reason="more practice"), request("2026-02-16")
    signed = signed_off("w1", "stock-control", "2026-02-20")
    assert answers(request("2026-02-02"), no, again, signed) == [
        ("rejected", "2026-02-09", "a1"), ("confirmed", "2026-02-20", "a1"),
    ]  # fmt: skip


def test_one_answer_is_for_all_that_waits_with_that_assessor_and_no_other():
    entries = [request("2026-02-02"), request("2026-02-03", note="a reminder"), request("2026-02-03", assessor="a2")]
    withdrawn = request("2026-02-09", answer="withdrawn")
    assert answers(*entries, withdrawn) == [
        ("withdrawn", "2026-02-09", None), ("withdrawn", "2026-02-09", None), ("waiting", "", None),
    ]  # fmt: skip


def test_an_answer_that_repeats_what_a_sign_off_said_is_no_second_request():
    signed = signed_off("w1", "stock-control", "2026-02-05")
    assert len(answers(request("2026-02-02"), signed, request("2026-02-06", answer="confirmed"))) == 1


def test_an_old_sign_off_settles_no_later_request():
    assert answers(signed_off("w1", "stock-control", "2026-01-05"), request("2026-02-02")) == [("waiting", "", None)]


def test_a_corrected_request_is_as_it_should_have_been():
    wrong = request("2026-02-02", id="r1")
    void = entry("correction", "2026-02-03", worker="w1", corrects="r1", reason="for somebody else")
    assert answers(wrong, void) == []


@pytest.fixture
def desk():
    tracker = Tracker(MemoryStore())
    tracker.append([POST, A1])
    return tracker


def ask(desk, **more):
    return desk.record("sign-off-request", **{"worker": "w1", "competency": "stock-control", "assessor": "a1", **more})


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"answer": "confirmed"}, "No request of w1 to a1 for .* is on record"),
        ({"answer": "withdrawn", "assessor": "a2"}, "one waits for a1"),
        ({"answer": "rejected"}, "needs the reason"),
        ({"answer": "rejected", "reason": " "}, "needs the reason"),
        ({"answer": "confirmed", "answered_by": "W1 "}, "Nobody answers their own request"),
        ({"assessor": "w1"}, "Nobody signs themselves off"),
    ],
)
def test_what_is_no_answer_is_refused_and_nothing_is_stored(desk, given, says):
    if given.get("assessor") == "a2":
        ask(desk)
    before = desk.entries("w1")
    with pytest.raises((MalformedEntryError, SignOffRefusedError), match=says):
        ask(desk, **given)
    assert desk.entries("w1") == before


@pytest.mark.parametrize("answer", ["confirmed", "rejected", "withdrawn"])
def test_what_is_answered_is_not_answered_again_and_may_be_asked_again(desk, answer):
    ask(desk)
    ask(desk, answer=answer, reason="as told")
    with pytest.raises(SignOffRefusedError, match=f"answered already: {answer}") as caught:
        ask(desk, answer="rejected", reason="no")
    [refusal] = caught.value.refusals
    assert (refusal.kind, refusal.before.answer) == ("answered-already", answer)
    assert not caught.value.may_be_recorded_anyway
    assert len(ask(desk).added) == 1
    assert len(ask(desk).already_there) == 1  # it waits already
    assert [one.answer for one in desk.at().requests("w1")] == [answer, "waiting"]


# -- claims -----------------------------------------------------------------------------------------------------------


def claim(on, **more):
    return entry("banding-claim", on, worker="w1", **more)


def test_a_decision_before_the_claim_is_none_about_it():
    decided = [entry("rebanding", on, worker="w1", to="assistant-practitioner", outcome="refused")
               for on in ("2026-01-05", "2026-02-16", "2026-02-20")]  # fmt: skip
    [one] = asked(claim("2026-02-02"), *decided).claims("w1")
    assert (one.decision, str(one.decided_on)) == ("refused", "2026-02-16")
    [one] = asked(claim("2026-02-02"), *decided, day="2026-02-10").claims("w1")
    assert (one.decision, one.decided_on) == (None, None)


def test_nothing_on_record_is_said():
    assert asked().claims().says.startswith("No review")
    assert asked().requests().says.startswith("No request")


def test_the_lines_of_a_rule_name_the_day_and_the_work():
    work = session("2026-02-02", role="clerical")
    answer = asked(claim("2026-02-02"), work).rebanding("w1", "band-2-to-3-job-evaluation")
    assert list(answer.lines()) == [
        "A review of the banding was asked for on 2 February 2026.",
        "Work: 1 session on record; of the sessions: 100% clerical.",
    ]


# -- return -----------------------------------------------------------------------------------------------------------

OWN = """
[source.own]
title = "A site's own policy, made up"
year = 2025
[site.site-1]
return_after = "P6W"
on_return = "a day beside somebody experienced, and the safety questions again"
source = ["own"]
"""


@pytest.mark.parametrize(("longer", "judged_by", "away"), [(None, "P42D", True), ("P3M", "P3M", False)])
def test_a_site_says_after_how_long_it_asks_for_more_and_the_asker_goes_before_it(longer, judged_by, away):
    tracker = tracker_of([POST, session("2026-01-12")], over(OWN))
    answers = tracker.at(DAY).return_to_area("ct", longer=longer)
    [one] = answers
    assert (one.longer.iso(), one.away, one.site_asks[:5], one.sources) == (judged_by, away, "a day", ("own",))
    assert any("site-1 asks on return: a day beside" in line for line in answers.lines())
    assert ("as long as their site says" in answers.says) is (longer is None)


def test_without_a_length_nobody_is_said_to_have_been_away():
    [one] = asked(session("2020-01-12")).return_to_area("ct")
    assert (one.away, one.longer, one.outcome.value) == (None, None, "met")


def test_the_department_sees_how_often_an_unused_task_could_have_been_done():
    held = signed_off("w1", "ct-room-assist", "2025-06-02")
    [table] = asked(held, session("2026-01-12"), session("2026-01-13")).who_has_unused().tables()
    assert [row[2] for row in table.rows] == [2]
    [table] = asked(held).who_has_unused().tables()
    assert [row[2] for row in table.rows] == [None]
