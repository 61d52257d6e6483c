"""What a post requires, what is lacking, and what is held that it does not require: kept, silent, and revived."""

from datetime import date

import pytest

from sw_competency.judge.next_actions import next_actions
from sw_competency.judge.required import silent
from sw_competency.model import CANNOT_TELL, MET, NOT_MET
from sw_competency.reports import Asked, write
from sw_competency.testing.builders import (
    appointed,
    catalogue_of,
    entry,
    left,
    practised,
    registered,
    signed_off,
    tracker_of,
    trained,
    watched,
    withdrawn,
)
from tests.catalogues import DEPARTMENT, competency, currency, programme, required

FRAMEWORK = (
    DEPARTMENT
    + programme("mr-course", "P1Y", title="MR course")
    + programme("fire", "P1Y")
    + programme("fire-warden", "P1Y", counts_as=["fire"])
    + programme("first-aid", "P1Y")
    + competency("coils", "senior", ("mr",), standing=["mr-course"])
    + currency("coils", "P12M", notice="P60D")
    + competency("probes", "helper", ("ultrasound",))
    + currency("probes", "P12M", notice="P60D")
)
EVERYBODY = required("everybody", "2020-01-01", programmes=["fire"])
TABLES = (
    EVERYBODY
    + required("mr", "2020-01-01", title="MR posts", modalities=["mr"], competencies=["coils"])
    + required("static-seniors", "2024-01-01", title="Static seniors of site-2", tiers=["senior"], deployment="static",
               site="site-2", competencies=["probes"])
)  # fmt: skip
CATALOGUE = catalogue_of(FRAMEWORK + TABLES)
MR = appointed("w1", "2024-01-08", "senior", modalities=["mr"], deployment="static")
ULTRASOUND = appointed("w1", "2025-06-02", "senior", modalities=["ultrasound"], deployment="static")
BACK = appointed("w1", "2025-12-01", "senior", modalities=["mr"], deployment="static")
COILS = [
    registered(),
    signed_off("w1", "coils", "2025-02-03"),
    trained("w1", "mr-course", "2025-02-03"),
    trained("w1", "fire", "2025-02-03"),
]


def about(entries, day, catalogue=CATALOGUE):
    return tracker_of(entries, catalogue).at(day).required("w1")


def told(entries, day, catalogue=CATALOGUE):
    judge = tracker_of(entries, catalogue).at(day).judge("w1")
    return [action.says for action in next_actions(judge, date.fromisoformat(day))]


def test_what_a_post_requires_is_what_all_tables_that_fit_it_name():
    answer = about([MR, *COILS], "2025-03-03")
    assert answer.required_by == ("everybody", "mr")
    assert answer.required_and_held == ("fire", "coils")
    assert (answer.outcome, answer.lacking, answer.perhaps) == (MET, (), ())
    assert answer.sources == ("policy",)


@pytest.mark.parametrize(
    ("fields", "day", "fitting"),
    [
        ({}, "2025-03-03", True),
        ({}, "2023-12-31", False),
        ({"tier": "helper"}, "2025-03-03", False),
        ({"site": "site-1"}, "2025-03-03", False),
        ({"deployment": "hybrid"}, "2025-03-03", False),
    ],
)
def test_a_table_fits_by_tier_deployment_site_and_its_first_day(fields, day, fitting):
    post = appointed("w1", "2022-01-10", **{"tier": "senior", "site": "site-2", "modalities": ["ultrasound"],
                                           "deployment": "static", **fields})  # fmt: skip
    assert ("static-seniors" in about([post], day).required_by) is fitting


def test_what_the_appointment_does_not_say_leaves_a_table_open():
    unsaid = appointed("w1", "2024-01-08", "senior", site="site-2")
    answer = about([unsaid, trained("w1", "fire", "2025-02-03")], "2025-03-03")
    assert answer.required_by == ("everybody",)
    assert answer.perhaps == ("mr", "static-seniors")
    assert answer.outcome is CANNOT_TELL
    assert "does not say" in answer.says


def test_a_post_over_all_modalities_covers_each():
    assert "mr" in about([appointed("w1", "2024-01-08", "helper", modalities=["all"])], "2025-03-03").required_by


def test_what_is_lacking_says_how_it_stands():
    answer = about([MR, *COILS], "2026-02-04")
    rows = {row.name: row for row in answer.required}
    assert answer.outcome is NOT_MET
    assert answer.lacking == ("fire", "coils")
    assert (rows["fire"].status, str(rows["fire"].expires_on)) == ("expired", "2026-02-03")
    assert (rows["coils"].status, rows["coils"].tables) == ("lapsed", ("mr",))
    assert about([MR], "2025-03-03").required[0].status == "not-completed"


def test_what_counts_as_a_programme_required_is_enough():
    answer = about([MR, trained("w1", "fire-warden", "2025-02-03")], "2025-03-03")
    assert "fire" in answer.required_and_held


def test_what_cannot_be_told_is_neither_held_nor_lacking():
    answer = about([MR, trained("w1", "fire", "2025-02-03"), signed_off("w1", "coils", "2025-02-03")], "2025-03-03")
    assert (answer.outcome, answer.cannot_tell, answer.lacking) == (CANNOT_TELL, ("coils",), ())


def test_several_posts_require_what_each_of_them_does():
    bank = appointed("w1", "2025-01-06", "senior", site="site-2", post="bank", modalities=["ultrasound"],
                     deployment="static")  # fmt: skip
    assert about([MR, bank], "2025-03-03").required_by == ("everybody", "mr", "static-seniors")


def test_somebody_not_in_post_is_told_so():
    gone = about([MR, left("w1", "2025-02-28")], "2025-03-03")
    never = about([trained("w1", "fire", "2025-02-03")], "2025-03-03")
    assert (gone.outcome, gone.required, gone.held_not_required) == (NOT_MET, (), ())
    assert "not in post" in gone.says
    assert gone.entries
    assert never.outcome is CANNOT_TELL
    assert tracker_of([], CATALOGUE).at("2025-03-03").required("w1").outcome is CANNOT_TELL


def test_where_no_table_fits_nothing_is_known_and_nothing_is_called_not_required():
    for catalogue in (catalogue_of(FRAMEWORK), catalogue_of(FRAMEWORK + EVERYBODY.replace("2020", "2026"))):
        answer = about([ULTRASOUND, *COILS], "2025-07-01", catalogue)
        assert answer.outcome is CANNOT_TELL
        assert (answer.required, answer.held_not_required, answer.also_held) == ((), (), ())
        judge = tracker_of([ULTRASOUND, *COILS], catalogue).at("2025-07-01").judge("w1")
        assert silent(judge, date(2025, 7, 1)) == set()


# -- held, not required -------------------------------------------------------------------------------------------


def test_moving_from_mr_to_ultrasound_silences_what_is_for_mr_alone_and_moving_back_revives_it():
    entries = [MR, ULTRASOUND, *COILS]
    away = about(entries, "2026-01-12")
    assert away.held_not_required == ("coils", "mr-course")
    assert about([*entries, BACK], "2026-01-12").held_not_required == ()
    renew, again = "Renew the sign-off for Coils", "Complete MR course again"
    assert {renew, again} <= set(told([MR, *COILS], "2026-01-12"))
    assert {renew, again}.isdisjoint(told(entries, "2026-01-12"))
    assert {renew, again} <= set(told([*entries, BACK], "2026-01-12"))


def test_what_has_lapsed_is_silent_too_and_what_everybody_needs_never_is():
    actions = told([MR, ULTRASOUND, *COILS], "2026-02-04")
    assert not any("Coils" in says or "MR course" in says for says in actions)
    assert "Complete Fire again" in actions


def test_nothing_is_silenced_for_somebody_who_is_not_in_post_or_without_a_table():
    assert any("Coils" in says for says in told([MR, left("w1", "2025-05-30"), *COILS], "2026-02-04"))
    assert any("Coils" in says for says in told([MR, ULTRASOUND, *COILS], "2026-02-04", catalogue_of(FRAMEWORK)))


def test_a_second_post_in_mr_keeps_it_needed():
    bank = appointed("w1", "2025-06-02", "senior", post="bank", modalities=["mr"])
    assert about([MR, ULTRASOUND, bank, *COILS], "2026-01-12").held_not_required == ()


def test_an_appointment_that_names_no_modality_silences_nothing():
    unsaid = appointed("w1", "2025-06-02", "senior")
    assert about([MR, unsaid, *COILS], "2026-01-12").held_not_required == ()


@pytest.mark.parametrize(
    ("on", "needed"),
    [("2025-06-01", False), ("2025-06-02", True), ("2025-07-12", True)],
)
def test_practice_in_this_post_keeps_it_needed_but_practice_before_it_does_not(on, needed):
    entries = [MR, ULTRASOUND, *COILS, practised("w1", "coils", on, modality="mr")]
    assert ("coils" not in about(entries, "2025-11-30").held_not_required) is needed


def test_practice_more_than_six_months_ago_keeps_nothing_needed():
    entries = [MR, ULTRASOUND, *COILS, practised("w1", "coils", "2025-07-12", modality="mr")]
    assert "coils" not in about(entries, "2026-01-11").held_not_required
    assert "coils" in about(entries, "2026-01-12").held_not_required


def test_what_is_being_learnt_in_this_post_is_not_silent():
    entries = [MR, ULTRASOUND, watched("w1", "coils", "2025-11-03")]
    assert "Be signed off for Coils" in told(entries, "2026-01-12")
    before = [*entries[:2], watched("w1", "coils", "2025-05-05")]
    assert "Be signed off for Coils" not in told(before, "2026-01-12")


def test_a_programme_of_which_nobody_says_whom_it_is_for_is_not_silent():
    answer = about([ULTRASOUND, *COILS, trained("w1", "first-aid", "2025-02-03")], "2025-07-01")
    assert "first-aid" in answer.also_held
    assert "fire-warden" not in answer.held_not_required


def test_what_rests_on_something_needed_is_needed():
    chained = FRAMEWORK.replace('[competency.probes]\n', '[competency.probes]\nstanding = ["coils"]\n') + TABLES
    assert about([MR, ULTRASOUND, *COILS], "2026-01-12", catalogue_of(chained)).held_not_required == ()


def test_one_of_several_alternatives_is_not_needed_for_being_named():
    either = """requires = [ { kind = "any-of", of = [ { kind = "holds", competency = "coils" },
                                            { kind = "training", programme = "fire" } ] } ]"""
    mended = FRAMEWORK.replace("[competency.probes.sign_off]\nrequires = [ { kind = \"assessor-registered\" } ]",
                               f"[competency.probes.sign_off]\n{either}") + TABLES  # fmt: skip
    assert mended != FRAMEWORK + TABLES
    assert "coils" in about([MR, ULTRASOUND, *COILS], "2026-01-12", catalogue_of(mended)).held_not_required
    both = mended.replace("any-of", "all-of")
    assert about([MR, ULTRASOUND, *COILS], "2026-01-12", catalogue_of(both)).held_not_required == ()


def test_a_suspension_is_to_be_decided_on_whatever_the_post():
    entries = [MR, ULTRASOUND, *COILS, withdrawn("w1", "2025-05-05", "coils", suspension=True)]
    assert any("suspension of Coils" in says for says in told(entries, "2026-01-12"))


def test_what_is_unused_stays_what_it_was():
    asked = tracker_of([MR, ULTRASOUND, *COILS], CATALOGUE).at("2026-01-12")
    assert asked.unused("w1").competencies == ("coils",)


def test_the_shipped_tables_silence_no_task_of_the_post():
    ct = appointed("w1", "2024-01-08", modalities=["ct"], deployment="static")
    entries = [
        ct, registered(), trained("w1", "antt", "2024-02-05"), trained("w1", "cannulation-theory", "2024-02-05"),
        trained("w1", "bls-adult", "2025-02-05"), trained("w1", "mr-safety-training", "2023-12-05"),
        entry("prior-learning", "2025-02-05", worker="w1", competency="iv-cannulation", signed_on="2025-02-05",
              accepted_by="m1"),
    ]  # fmt: skip
    quiet = silent(tracker_of(entries).at("2025-12-20").judge("w1"), date(2025, 12, 20))
    assert not {"iv-cannulation", "antt", "bls-adult", "cannulation-theory", "cstf-safeguarding-adults-2"} & quiet
    assert {"mr-safety-training", "mr-coil-handling", "us-room-assist"} <= quiet


def test_a_sites_table_for_others_says_whom_a_programme_is_for():
    tables = """
    [required.wardens]
    title = "Wardens"
    site = "site-2"
    programmes = ["first-aid"]
    starts = 2020-01-01
    authority = "local"
    source = ["policy"]
    """
    catalogue = catalogue_of(FRAMEWORK + EVERYBODY + tables)
    here = [MR, trained("w1", "first-aid", "2025-02-03"), trained("w1", "fire", "2025-02-03")]
    assert about(here, "2025-03-03", catalogue).held_not_required == ("first-aid",)


def test_the_page_lists_it_in_one_quiet_line_and_not_among_what_is_due():
    tracker = tracker_of([MR, ULTRASOUND, *COILS], CATALOGUE)
    asked = Asked(questions=tracker.at("2026-01-12", "2026-01-12"), worker="w1", person=tracker.person)
    page = write("progression", asked, "md").decode()
    (quiet,) = [line for line in page.splitlines() if line.startswith("Held, not required in this post")]
    assert "Coils (due, last day 3 February 2026)" in quiet
    assert "MR course (current, last day 3 February 2026)" in quiet
    (signed,) = [line for line in page.splitlines() if line.startswith("| Coils")]
    assert "due" not in signed
    assert "Also due" not in page
    assert 'id="kept"' in write("progression", asked, "html").decode()
