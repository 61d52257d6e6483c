"""Re-banding, since, the path to a tier, working outside scope, what goes unused."""

from datetime import date

import pytest

from sw_competency.errors import UnknownNameError
from sw_competency.model import CANNOT_TELL, MET, NOT_MET
from sw_competency.testing.builders import (
    appointed,
    countersigned,
    entry,
    left,
    practised,
    registered,
    signed_off,
    trained,
    watched,
    withdrawn,
)

A1 = registered("a1", roles=["mr-lead"])
HELPER = appointed("w1", "2024-01-01", "helper", id="post")
SCREENED = signed_off("w1", "screening", "2024-01-10", id="s1")
LIFE = trained("w1", "life-support", "2024-02-10", id="t1")


# -- re-banding and since ------------------------------------------------------------------------------------


def test_a_rule_with_no_version_in_force_is_not_met(ask):
    answer = ask([HELPER], "2022-12-31").rebanding("w1", "changing")
    assert (answer.outcome, answer.effect) == (CANNOT_TELL, None)  # nothing is recorded yet either
    answer = ask([HELPER, LIFE], "2024-01-15").rebanding("w1", "of-site-2")
    assert answer.outcome is NOT_MET
    assert "no version of this rule was in force on 15 January 2024" in answer.says
    assert answer.finding.sources == ("handbook",)


def test_a_site_s_own_rule_is_not_met_elsewhere_and_says_so(ask):
    answer = ask([HELPER, LIFE], "2024-02-20").rebanding("w1", "of-site-2")
    assert answer.outcome is NOT_MET
    assert "the rule is site-2's own, and the post is at site-1" in answer.says
    there = appointed("w1", "2024-01-01", "helper", site="site-2")
    assert ask([there, LIFE], "2024-02-20").rebanding("w1", "of-site-2").since == date(2024, 2, 10)
    assert ask([LIFE], "2024-02-20").rebanding("w1", "of-site-2").outcome is CANNOT_TELL


def test_a_rule_is_met_if_one_post_meets_it_and_the_finding_names_that_post(ask):
    both = [HELPER, appointed("w1", "2024-01-01", "senior", site="site-2", post="bank", id="bank"), LIFE]
    answer = ask(both, "2024-02-20").rebanding("w1", "of-site-2")
    assert (answer.outcome, answer.post) == (MET, "bank")
    assert answer.says.startswith("In the post bank:")
    assert ask(both, "2024-02-20").rebanding("w1", "holds").post is None


@pytest.mark.parametrize(
    ("effect", "says"),
    [("current-training", "this opens the area of work"), ("practised", "this supports a review of the job")],
)
def test_what_being_met_does_is_said(ask, effect, says):
    twice = [practised("w1", "cannulation", f"2024-02-0{n}") for n in (1, 2)]
    assert says in ask([HELPER, LIFE, *twice], "2024-02-20").rebanding("w1", effect).says


def test_since_when_and_in_which_periods(ask):
    again = trained("w1", "life-support", "2024-05-01", id="t2")
    answer = ask([HELPER, LIFE, again], "2024-06-01").since("w1", "current-training")
    assert answer.since == date(2024, 5, 1)
    first, second = answer.periods
    assert (first.first, first.until) == (date(2024, 2, 10), date(2024, 4, 10))
    assert "expired on 10 April 2024" in first.ended_by
    assert (second.first, second.until, second.ended_by) == (date(2024, 5, 1), None, None)
    ended = ask([HELPER, LIFE], "2024-06-01").since("w1", "current-training")
    assert ended.since is None
    assert "It was last met up to 10 April 2024." in ended.says


def test_each_day_is_judged_by_the_version_then_in_force(ask):
    answer = ask([HELPER, A1, SCREENED], "2024-02-20").since("w1", "changing")
    assert answer.periods[0].until == date(2024, 2, 14)


def test_a_day_of_judgement_for_each_way_of_losing_it(ask):
    taken = withdrawn("w1", "2024-02-01", "screening", until="2024-02-10")
    periods = ask([HELPER, A1, SCREENED, taken], "2024-02-14").since("w1", "changing").periods
    assert [(str(p.first), str(p.until)) for p in periods] == [("2024-01-10", "2024-01-31"), ("2024-02-11", "None")]


def test_practice_with_a_first_day_but_no_tally_leaves_the_window_by_its_own_day(ask):
    """`from` says when a tally began; of a single task it says nothing."""
    single = [practised("w1", "coils", "2024-01-20", from_="2024-01-03", id=f"p{n}") for n in (1, 2)]
    given = [HELPER, A1, SCREENED, signed_off("w1", "coils", "2024-01-12"), *single]
    assert ask(given, "2024-03-10").rebanding("w1", "either").outcome is NOT_MET
    assert ask(given, "2024-03-10").since("w1", "either").since is None


def test_training_that_expired_by_the_numbers_of_a_site_left_since(ask):
    """Life support lasts one month at site-2 and two elsewhere."""
    there = appointed("w1", "2024-01-01", "helper", site="site-2", until="2024-04-30")
    periods = ask([there, LIFE], "2024-05-05").since("w1", "current-training").periods
    assert [(str(p.first), str(p.until)) for p in periods] == [("2024-02-10", "2024-03-10")]


# -- the path ------------------------------------------------------------------------------------------------


def test_the_path_names_what_is_missing_prerequisites_first(ask):
    answer = ask([HELPER, A1, SCREENED], "2024-02-01").path("w1", "senior")
    assert answer.outcome is NOT_MET
    kinds = [(s.kind, s.name) for s in answer.steps]
    assert kinds
    by_rule = {other.rule: other.steps for other in answer.others} | {answer.rule: answer.steps}
    assert {"holds", "several"} <= set(by_rule)
    named = [(s.kind, s.name) for s in by_rule["holds"]]
    assert named == [("training", "theory"), ("practice-count", "cannulation"), ("sign-off", "cannulation")]
    assert "sign-off and countersignature for Cannulation" in by_rule["holds"][-1].says
    assert answer.steps == min(by_rule.values(), key=len)


def test_other_ways_to_the_same_end_are_shown(ask):
    answer = ask([HELPER, A1], "2024-02-01").path("w1", "senior")
    ways = {other.rule: other.steps for other in answer.others} | {answer.rule: answer.steps}
    assert [len(way) for way in ways["several"][0].alternatives] == [2]


def test_who_is_there_has_no_way_to_go(ask):
    answer = ask([appointed("w1", "2024-01-01", "senior", id="post")], "2024-02-01").path("w1", "senior")
    assert (answer.outcome, answer.steps) == (MET, ())
    assert "is at the tier Senior helper" in answer.says


def test_a_way_that_leads_through_another_tier(ask):
    answer = ask([HELPER], "2024-02-01").path("w1", "practitioner")
    kinds = [s.kind for s in answer.steps]
    assert "decision" in kinds
    assert kinds.index("decision") < kinds.index("qualification")
    assert "a decision that the post is at the tier Senior helper" in " ".join(s.says for s in answer.steps)


def test_nobody_walks_down(ask):
    answer = ask([appointed("w1", "2024-01-01", "practitioner", id="post")], "2024-02-01").path("w1", "trainee")
    assert (answer.outcome, answer.rule) == (NOT_MET, None)
    assert "No rule in force on this day leads w1 to Trainee" in answer.says


def test_a_way_with_nothing_missing(ask):
    given = [HELPER, entry("vacancy", "2024-03-01", site="site-1", tier="lead", id="v1")]
    answer = ask(given, "2024-03-10").path("w1", "lead")
    assert (answer.outcome, answer.steps, answer.effect) == (MET, (), "opens-application")
    assert "the post has to be applied for" in answer.says


def test_what_cannot_be_told_is_to_be_found_out(ask):
    answer = ask([trained("w1", "theory", "2024-01-05")], "2024-03-10").path("w1", "lead")
    assert answer.outcome is CANNOT_TELL
    assert all(s.says.startswith("to be found out: ") for s in answer.steps)


def test_a_suspended_competency_is_a_step_of_its_own(ask):
    taken = withdrawn("w1", "2024-02-01", "screening", suspension=True)
    answer = ask([HELPER, A1, SCREENED, taken], "2024-02-10").path("w1", "senior")
    ways = {other.rule: other.steps for other in answer.others} | {answer.rule: answer.steps}
    assert ("holds", "screening") in [(s.kind, s.name) for s in ways["holds"]]


# -- outside scope -------------------------------------------------------------------------------------------


def scope(ask, *entries, day="2024-03-01"):
    return ask([HELPER, A1, *entries], day).outside_scope("w1")


def test_practice_on_a_day_when_the_task_was_closed_is_outside_scope(ask):
    answer = scope(ask, practised("w1", "screening", "2024-01-05", id="p1"))
    assert answer.outcome is NOT_MET
    assert (answer.competencies, answer.finding.entries) == (("screening",), ("p1",))
    (task,) = answer.tasks
    assert (task.answer, task.because, task.concern, task.kind) == (
        "may-not",
        "status",
        "safety",
        "practice",
    )


def test_what_is_signed_off_or_watched_is_within_scope(ask):
    answer = scope(ask, watched("w1", "screening", "2024-01-05"), SCREENED, practised("w1", "screening", "2024-01-10"))
    assert (answer.outcome, answer.tasks) == (MET, ())


def test_where_only_the_tier_is_short_the_concern_is_the_banding(ask):
    flushed = [
        signed_off("w1", "flush", "2024-01-10"),
        practised("w1", "flush", "2024-01-11", supervision="indirect", supervisor="a1"),
    ]
    (task,) = scope(ask, *flushed).tasks
    assert (task.because, task.concern) == ("tier", "banding")


@pytest.mark.parametrize(
    ("entries", "outside"),
    [
        ([watched("w1", "injector", "2024-01-05")], True),
        ([watched("w1", "flush", "2024-01-05")], False),
        ([left("w1", "2024-01-04"), watched("w1", "screening", "2024-01-05")], True),
        ([withdrawn("w1", "2024-01-04", suspension=True), watched("w1", "screening", "2024-01-05")], True),
        ([withdrawn("w1", "2024-01-04"), watched("w1", "screening", "2024-01-05")], False),
        ([watched("w1", "screening", "2024-01-05", supervisor="w1")], True),
    ],
)
def test_direct_supervision_is_training_save_where_the_task_is_closed(ask, entries, outside):
    assert bool(scope(ask, *entries).tasks) == outside


def test_a_request_accepted_counts_and_names_who_asked(ask):
    asked = {"worker": "w1", "competency": "screening", "asked_by": "r1"}
    (task,) = scope(ask, entry("request", "2024-01-05", **asked, answer="accepted")).tasks
    assert (task.kind, task.asked_by) == ("request", "r1")
    assert scope(ask, entry("request", "2024-01-05", **asked, answer="declined")).tasks == ()


def test_days_that_cannot_be_told_are_listed_apart(ask):
    unknown = [signed_off("w1", "screening", "2024-01-04", "a9"), practised("w1", "screening", "2024-01-05", id="p1")]
    answer = scope(ask, *unknown)
    assert (answer.outcome, answer.competencies) == (MET, ())
    assert [t.entry for t in answer.cannot_tell] == ["p1"]
    assert "it cannot be told" in answer.says


# -- unused --------------------------------------------------------------------------------------------------

KEPT = entry(
    "prior-learning", "2024-01-10", worker="w1", competency="kindness", signed_on="2024-01-10", accepted_by="m1"
)
FLUSHED = signed_off("w1", "flush", "2024-01-10", id="s3")


def test_what_is_held_and_not_used_within_six_months(ask):
    given = [HELPER, A1, FLUSHED, KEPT]
    assert ask(given, "2024-07-09").unused("w1").competencies == ()
    answer = ask(given, "2024-07-10").unused("w1")
    assert (answer.outcome, answer.competencies) == (NOT_MET, ("flush",))  # kindness is awareness, and not practised
    assert "Flush was last practised or signed off on 10 January 2024" in answer.finding.parts[0].says
    used = practised("w1", "flush", "2024-02-01")
    assert ask([*given, used], "2024-07-10").unused("w1").outcome is MET


# -- nothing recorded ----------------------------------------------------------------------------------------


def test_nothing_recorded_is_no_answer(ask):
    questions = ask([HELPER], "2023-12-31")
    answers = [
        questions.status("w1", "screening"),
        questions.may("w1", "screening"),
        questions.rebanding("w1", "holds"),
        questions.since("w1", "holds"),
        questions.path("w1", "senior"),
        questions.outside_scope("w1"),
        questions.unused("w1"),
        questions.counts("w1", "s1"),
    ]
    assert {answer.outcome for answer in answers} == {CANNOT_TELL}
    assert len(questions.progress("w1")) == 0


def test_progress_tells_of_what_the_record_says_anything_about(ask):
    given = [HELPER, A1, SCREENED, watched("w1", "coils", "2024-01-05"), practised("w1", "transfers", "2024-01-05")]
    told = {a.asked.competency: a.status for a in ask(given, "2024-02-01").progress("w1")}
    assert told == {"screening": "current", "coils": "in-training"}


def test_progress_says_nothing_of_what_is_still_to_come(ask):
    given = [left("w1", "2024-01-01"), practised("w1", "transfers", "2024-07-01")]
    assert ask(given, "2024-06-15").progress("w1").answers == ()


@pytest.mark.parametrize(
    ("question", "name"),
    [("rebanding", "rule"), ("since", "rule"), ("path", "tier"), ("status", "competency")],
)
def test_unknown_names(ask, question, name):
    with pytest.raises(UnknownNameError, match=f"There is no {name} 'nothing-like-it'"):
        getattr(ask([HELPER], "2024-02-01"), question)("w1", "nothing-like-it")


def test_a_countersignature_of_something_else_is_none(ask):
    questions = ask([HELPER, countersigned("w1", "s9", "2024-01-01")], "2024-02-01")
    assert questions.counts("w1", "s9").outcome is CANNOT_TELL


def test_a_sign_off_s_own_last_day_ends_a_rule_where_the_competency_has_no_period(ask):
    given = signed_off("w1", "flush", "2024-02-01", expires_on="2024-03-10")
    periods = ask([A1, appointed("w1", "2024-01-01", "senior"), given], "2024-04-01").since("w1", "flushes").periods
    assert [(str(p.first), str(p.until)) for p in periods] == [("2024-02-01", "2024-03-10")]
