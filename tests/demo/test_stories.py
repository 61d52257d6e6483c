from datetime import date

import pytest

from sw_competency import demo
from sw_competency.dates import Moment, end_of
from sw_competency.demo.ledger import by_owner
from sw_competency.demo.stories import TOLD
from sw_competency.judge import Records
from sw_competency.questions import Questions

SET, REVIEW = "band-2-to-3-competencies", "band-2-to-3-job-evaluation"


@pytest.fixture
def at():
    """Ask on another day, or by what was known then."""

    def ask(day, known_by=None):
        held = by_owner()
        known = end_of(known_by) if known_by else demo.MOMENT.known_by
        return Questions(Records(lambda owner: held.get(owner, ()), known), demo.catalogue(), Moment(day, known))

    return ask


def test_a_rebanding_is_upheld_eleven_weeks_after_the_rule_was_met(questions, at):
    before = at(date(2025, 8, 31))
    assert before.since("w201", SET).since == date(2025, 6, 16)
    assert before.may("w201", "iv-cannulation").answer == "only-supervised"
    now = questions.since("w201", SET)
    assert now.since is None
    assert [(p.first, p.until) for p in now.periods] == [(date(2025, 6, 16), date(2025, 8, 31))]
    assert questions.may("w201", "iv-cannulation").answer == "may"
    assert questions.outside_scope("w201").tasks == ()


def test_a_rebanding_is_refused_and_the_evidence_grows(questions, at):
    then, now = at(date(2025, 5, 6)).rebanding("w401", REVIEW).to_json(), questions.rebanding("w401", REVIEW)
    assert (then["outcome"], then["suggests"][0]["outcome"]) == ("met", "not-met")
    assert "1 different tasks where 2 are needed" in then["suggests"][0]["says"]
    assert "2 different tasks" in now.to_json()["suggests"][0]["says"]
    assert (now.outcome.value, now.effect, now.since) == ("met", "supports-review", date(2025, 1, 9))
    assert questions.judge("w401").span(demo.AS_OF).tier == "clinical-support-worker"
    assert {t.concern for t in questions.outside_scope("w401").tasks} == {"banding"}


def test_a_lapsed_cannulator_must_relearn_first(questions):
    lapsed = questions.status("w601", "iv-cannulation")
    assert (lapsed.status, lapsed.expires_on) == ("lapsed", date(2025, 10, 21))
    assert questions.may("w601", "iv-cannulation").answer == "may-not"


def test_a_lapsed_cannulator_who_relearns_is_watched(questions):
    assert questions.status("w602", "iv-cannulation").status == "lapsed"
    assert questions.may("w602", "iv-cannulation").answer == "only-supervised"
    assert questions.status("w602", "poct-egfr").status == "in-training"


def test_a_returner_is_out_of_practice_under_the_site_s_own_rule(questions):
    back = questions.status("w801", "iv-cannulation")
    # 2 December 2025, and the 300 days from 7 April 2025 to 31 January 2026
    assert (back.status, back.expires_on) == ("out-of-practice", date(2026, 9, 28))
    assert "1 of" in back.says
    assert questions.may("w801", "iv-cannulation").answer == "only-supervised"


def test_one_declines_to_sign_the_mr_form_and_one_accepts(questions):
    assert questions.outside_scope("w301").tasks == ()
    asked = questions.outside_scope("w302")
    assert asked.competencies == ("mr-safety-sign-off",)
    assert {(t.answer, t.because, t.concern) for t in asked.tasks} == {("may-not", "law", "safety")}
    assert {t.asked_by for t in asked.tasks if t.kind == "request"} == {"r31"}


def test_cannulating_alone_at_band_2_supports_a_review(questions):
    outside = questions.outside_scope("w303")
    assert outside.competencies == ("ct-room-assist", "iv-cannulation")
    concerns = [t.concern for t in outside.tasks]
    assert concerns.count("safety") == 4
    assert concerns.count("banding") > 20
    review = questions.rebanding("w303", REVIEW)
    assert (review.outcome.value, review.effect) == ("met", "supports-review")


def test_a_sign_off_by_somebody_no_longer_registered_does_not_count(questions):
    status = questions.status("w101", "iv-cannulation")
    assert status.status == "in-training"
    assert "l15" in status.says
    assert questions.may("w101", "iv-cannulation").answer == "only-supervised"
    assert {t.concern for t in questions.outside_scope("w101").tasks} == {"safety"}


def test_a_correction_is_seen_from_the_day_it_was_recorded(questions, at):
    before = at(demo.AS_OF, date(2026, 2, 1)).status("w701", "ct-room-assist")
    assert (before.status, before.expires_on) == ("lapsed", date(2025, 6, 10))
    now = questions.status("w701", "ct-room-assist")
    assert (now.status, now.expires_on) == ("current", date(2026, 6, 10))


def test_two_posts_give_two_answers(questions):
    assert questions.may("w501", "iv-cannulation").answer == "only-supervised"
    assert questions.may("w501", "iv-cannulation", post="bank").answer == "may"


def test_acting_up_ends_and_the_sign_off_does_not(questions, at):
    assert questions.may("w901", "iv-cannulation").answer == "may"
    after = at(date(2026, 6, 1)).may("w901", "iv-cannulation")
    assert (after.answer, after.because, after.status) == ("only-supervised", "tier", "current")


def test_a_newcomer_is_in_training(questions):
    assert questions.status("w202", "patient-flow").status == "in-training"
    assert questions.rebanding("w202", SET).outcome.value == "not-met"


def test_a_sign_off_nobody_can_judge_is_neither_yes_nor_no(questions):
    status = questions.status("w402", "iv-cannulation")
    assert (status.status, status.outcome.value) == (None, "cannot-tell")
    assert questions.may("w402", "iv-cannulation").answer == "cannot-tell"


@pytest.mark.parametrize(
    ("worker", "rule", "since"),
    [
        ("w304", "band-2-to-3-static-post", date(2026, 2, 2)),
        ("w502", "band-2-to-3-programme", date(2025, 2, 8)),
        ("w702", "band-3-entry", date(2026, 2, 16)),
        ("w802", "mr-area", date(2024, 4, 15)),
    ],
)
def test_each_way_up_is_open_to_somebody(questions, worker, rule, since):
    assert questions.rebanding(worker, rule).since == since


@pytest.mark.parametrize("story", demo.STORIES, ids=lambda story: story.id)
def test_a_story_is_about_people_told_and_what_it_asks_is_answered(story):
    assert story.workers
    assert set(story.workers) <= set(TOLD)
    assert all(f"{{{worker}}}" in story.text for worker in story.workers)
    for ask in story.asks:
        options, question = ask.typed
        assert options.startswith("sw-competency --catalogue catalogue --as-of 20")
        assert question.split()[:2] == [ask.question, ask.about["worker"]]


def test_everybody_told_is_in_a_story():
    assert sorted(worker for story in demo.STORIES for worker in story.workers) == sorted(TOLD)
