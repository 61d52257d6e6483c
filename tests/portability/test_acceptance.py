"""What is brought from another organisation: issuers, age, clocks, what was ended there; and what is written of it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sw_competency.catalogue import layer_of, load, shipped
from sw_competency.errors import UnknownNameError
from sw_competency.judge.policies import fits
from sw_competency.model import CANNOT_TELL, MET, NOT_MET
from sw_competency.portability.acceptance import OUTCOMES, judge_brought
from sw_competency.portability.brought import cannot_be_carried
from sw_competency.questions.acceptance import Acceptance
from sw_competency.testing.builders import (
    appointed,
    assessed,
    corrected,
    entry,
    signed_off,
    tracker_of,
    trained,
    withdrawn,
)

DAY = date(2026, 3, 2)
NHS = "Leeds Teaching Hospitals NHS Trust"


def policy(**fields):
    return {"title": "Ours", "starts": date(2020, 1, 1), "authority": "local", "source": ["site-policy"], **fields}


def under(**policies):
    """The shipped catalogue with these policies; `own_site` becomes the id `own-site`."""
    laid = {name.replace("_", "-"): one for name, one in policies.items()}
    return load(layer_of({"acceptance": laid}, "ours"))


def taken(one, catalogue=None, sender=NHS, site="site-1", day=DAY):
    return judge_brought(catalogue or shipped(), site, day, one, sender)


def cannulation(on="2025-10-06", **more):
    return signed_off("x9", "iv-cannulation", on, **{"id": "s1", **more})


@pytest.mark.parametrize(
    ("name", "pattern", "fitting"),
    [
        ("Leeds Teaching Hospitals NHS Trust", "*NHS*", True),
        ("leeds  teaching hospitals nhs trust", "Leeds Teaching Hospitals NHS Trust", True),
        ("Leeds", "*NHS*", False),
        ("Homely CIC", "* CIC", True),
        ("Cicero", "* CIC", False),
        ("NHS", "*NHS*", True),
        ("aba", "ab*ba", False),
        ("abba", "ab*ba", True),
        ("one two three", "one*two*three", True),
        ("one three two", "one*two*three", False),
        ("A.B", "A?B", False),
        ("anything", "*", True),
    ],
)
def test_an_issuer_is_compared_by_name_with_a_star_for_anything(name, pattern, fitting):
    assert fits(name, pattern) is fitting


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_whatever_stands_in_place_of_the_star_fits(first, between, last):
    pattern = f"{first.replace('*', '')}*{last.replace('*', '')}"
    assert fits(pattern.replace("*", between), pattern)


def test_national_training_from_the_nhs_moves():
    found = taken(trained("x9", "cstf-fire-safety", "2025-06-02", id="t1"))
    assert (found.answer, found.policy, found.accepts) == (
        "accepted", "statutory-and-mandatory-training", "observed-practice",
    )  # fmt: skip
    assert found.finding.outcome is MET
    assert found.finding.entries == ("t1",)
    assert "imperial-prior-training" in found.finding.sources


@pytest.mark.parametrize("provider", ["Bridge Street GP Practice", "Training Partners Ltd", "Leeds City Council"])
def test_training_from_whom_the_policy_does_not_take_it_does_not_move(provider):
    found = taken(trained("x9", "cstf-fire-safety", "2025-06-02", id="t1", provider=provider))
    assert found.answer == "not-accepted"
    assert provider in found.finding.says


def test_a_refusal_says_from_whom_it_is_taken_in_words():
    catalogue = under(ours=policy(programmes=["cstf-fire-safety"], site="site-1", issuers=["*NHS*", "Eastmoor Trust"]))
    one = trained("x9", "cstf-fire-safety", "2025-06-02", id="t1")
    says = taken(one, catalogue, sender="Eastmor").finding.says
    assert "Eastmor is none of those it is taken from: any name with NHS in it; Eastmoor Trust" in says
    assert says.endswith("; did you mean 'Eastmoor Trust'?")
    assert "did you mean" not in taken(one, catalogue, sender="Quite Another").finding.says


def test_a_long_list_of_those_it_is_taken_from_is_shortened():
    says = taken(trained("x9", "cstf-fire-safety", "2025-06-02", id="t1"), sender="Eastmoor").finding.says
    assert "none of those it is taken from: any name with NHS in it; any name that ends in the word ICB; " in says
    assert says.endswith(" and 6 more")


def test_an_issuer_of_the_same_file_is_offered_where_it_would_be_taken():
    full, short, firm = "Eastmoor Hospitals NHS Foundation Trust", "Eastmoor", "Eastmoor Training Ltd"
    brought = [
        trained("x9", "cstf-fire-safety", "2025-06-02", id=f"t{n}", provider=name)
        for n, name in enumerate((full, short, firm))
    ]
    answers = tracker_of([appointed("w1", "2024-01-08")]).at(DAY).acceptance("site-1", brought)
    assert [answer.answer for answer in answers] == ["accepted", "not-accepted", "not-accepted"]
    assert f"did you mean '{full}'?" in answers[1].says
    assert "did you mean" not in answers[2].says  # it is refused by name: nothing is misspelt


def test_the_provider_goes_before_the_sender_unless_it_is_a_number_of_a_person():
    of_firm = trained("x9", "cstf-fire-safety", "2025-06-02", id="t1", provider="Training Partners Ltd")
    of_person = trained("x9", "cstf-fire-safety", "2025-06-02", id="t1", provider="12345678")
    assert taken(of_firm).answer == "not-accepted"
    assert (taken(of_person).answer, taken(of_person).issuer) == ("accepted", NHS)
    assert taken(of_person, sender=None).answer == "cannot-tell"


def test_without_any_issuer_it_cannot_be_told_but_what_has_expired_is_not_accepted():
    fresh = taken(trained("x9", "cstf-fire-safety", "2025-06-02", id="t1"), sender=None)
    stale = taken(trained("x9", "cstf-fire-safety", "2023-06-02", id="t1"), sender=None)
    assert (fresh.answer, fresh.finding.outcome) == ("cannot-tell", CANNOT_TELL)
    assert (stale.answer, stale.finding.outcome) == ("not-accepted", NOT_MET)


def test_it_expires_by_its_issuers_date_and_by_the_receiving_sites_period():
    site = {"site-9": {"programme": {"cstf-fire-safety": {"expires_after": "P1Y"}}}}
    catalogue = load(layer_of({"site": site}, "ours"))
    by_issuer = trained("x9", "cstf-fire-safety", "2025-06-02", id="t1", expires_on="2026-03-01")
    two_years = trained("x9", "cstf-fire-safety", "2025-03-01", id="t1", expires_on="2027-03-01")
    assert taken(by_issuer, catalogue).answer == "not-accepted"
    assert taken(by_issuer, catalogue, day=date(2026, 3, 1)).answer == "accepted"
    assert taken(two_years, catalogue).answer == "accepted"
    assert taken(two_years, catalogue, site="site-9").answer == "not-accepted"
    assert taken(two_years, catalogue, site="site-9", day=date(2026, 3, 1)).answer == "accepted"


def test_a_care_certificate_of_fifteen_standards_is_accepted_and_says_what_it_lacks():
    found = taken(trained("x9", "care-certificate", "2020-06-01", id="t1", standards=15, provider="A care home"))
    assert found.answer == "accepted"
    assert found.conditions
    assert "15 of 16" in found.conditions[0]


def test_a_local_sign_off_does_not_move_without_a_policy_and_says_to_assess_here():
    found = taken(cannulation())
    assert (found.answer, found.policy, found.accepts) == ("not-accepted", None, None)
    assert "no policy of site-1" in found.finding.says
    assert "assess here" in found.finding.says


def test_no_shipped_policy_takes_over_any_sign_off():
    assert not any(one.competencies for one in shipped().acceptances.values())


def test_a_sites_own_policy_goes_before_the_common_one():
    catalogue = under(
        common=policy(competencies=["iv-cannulation"]),
        own=policy(competencies=["iv-cannulation"], site="site-1", accepts="knowledge-only"),
    )
    here, elsewhere = taken(cannulation(), catalogue), taken(cannulation(), catalogue, site="site-2")
    assert (here.answer, here.accepts, here.policy) == ("knowledge-only", "knowledge-only", "own")
    assert here.finding.outcome is NOT_MET
    assert (elsewhere.answer, elsewhere.policy) == ("accepted", "common")


def test_of_several_policies_side_by_side_one_that_accepts_is_enough():
    catalogue = under(
        nhs=policy(competencies=["iv-cannulation"], issuers=["*NHS*"], within="P12M"),
        anybody=policy(competencies=["iv-cannulation"], accepts="knowledge-only"),
    )
    assert taken(cannulation(), catalogue).answer == "accepted"
    assert taken(cannulation(), catalogue, sender="A clinic").answer == "knowledge-only"
    assert taken(cannulation("2024-10-07"), catalogue).answer == "not-accepted"  # lapsed as it is counted here


@pytest.mark.parametrize(("on", "answer"), [("2025-09-03", "accepted"), ("2025-09-02", "not-accepted")])
def test_the_age_is_counted_back_from_the_day_of_acceptance(on, answer):
    catalogue = under(recent=policy(competencies=["iv-cannulation"], within="P6M"))
    assert taken(cannulation(on), catalogue).answer == answer


def test_a_policy_counts_from_its_first_day():
    catalogue = under(new=policy(competencies=["iv-cannulation"], starts=date(2026, 3, 3)))
    assert taken(cannulation(), catalogue).answer == "not-accepted"
    assert taken(cannulation(), catalogue, day=date(2026, 3, 3)).answer == "accepted"


@pytest.mark.parametrize(
    ("one", "word"),
    [
        (signed_off("x9", "mr-safety-sign-off", "2025-10-06", id="s1"), "registered practitioners only"),
        (signed_off("x9", "injector-set-up", "2025-10-06", id="s1"), "patient group direction"),
        (signed_off("x9", "iv-canulation", "2025-10-06", id="s1"), "did you mean 'iv-cannulation'?"),
        (signed_off("x9", "iv-cannulation", "2025-10-06", id="s1", assessor="x9"), "nobody signs themselves off"),
        (signed_off("x9", "iv-cannulation", "2026-03-03", id="s1"), "lies after 2 March 2026"),
        (trained("x9", "cstf-fire-safty", "2025-10-06", id="s1"), "did you mean 'cstf-fire-safety'?"),
        (trained("x9", "cstf-fire-safety", "2025-10-06", "attended", id="s1"), "not completed"),
    ],
)
def test_some_things_no_policy_takes_over(one, word):
    catalogue = under(
        all_of_it=policy(
            competencies=["mr-safety-sign-off", "injector-set-up", "iv-cannulation"], programmes=["cstf-fire-safety"]
        )
    )
    found = taken(one, catalogue)
    assert found.answer == "not-accepted"
    assert word in found.finding.says
    assert found.finding.entries == ("s1",)


def test_prior_learning_of_theirs_was_signed_by_its_own_issuer():
    catalogue = under(nhs=policy(competencies=["iv-cannulation"], issuers=["*NHS*"]))
    fields = {"worker": "x9", "competency": "iv-cannulation", "accepted_by": "q2", "id": "p1"}
    by_clinic = entry("prior-learning", "2025-12-01", signed_on="2025-10-06", issuer="A clinic", **fields)
    by_nobody = entry("prior-learning", "2025-12-01", signed_on="2025-10-06", **fields)
    assert taken(by_clinic, catalogue).answer == "not-accepted"
    assert taken(by_nobody, catalogue).answer == "cannot-tell"


def test_a_qualification_is_the_holders_own():
    found = taken(entry("qualification", "2019-07-01", worker="x9", level=3, id="q1"), sender=None)
    assert (found.answer, found.finding.outcome, found.finding.entries) == ("accepted", MET, ("q1",))


# -- whole records ------------------------------------------------------------------------------------------------

OPEN = under(open=policy(competencies=["iv-cannulation", "us-room-assist"]))


def answers(entries, catalogue=OPEN):
    found = tracker_of([appointed("w1", "2024-01-08")], catalogue).at(DAY).acceptance("site-1", entries, NHS)
    return {a.entry: a for a in found}


def test_what_was_withdrawn_suspended_or_found_wanting_there_is_not_accepted_here():
    suspended = withdrawn("x9", "2026-01-05", "us-room-assist", id="w2", suspension=True)
    ends = {
        "withdrawn": [withdrawn("x9", "2026-01-05", "iv-cannulation", id="w1")],
        "all": [withdrawn("x9", "2026-01-05", id="w1")],
        "suspended": [withdrawn("x9", "2026-01-05", "iv-cannulation", id="w1", until="2026-03-02")],
        "refused": [assessed("x9", "iv-cannulation", "2026-01-05", "not-yet-competent")],
    }
    for what, ended in ends.items():
        found = answers([cannulation(), *ended, suspended])["s1"]
        assert found.answer == "not-accepted", what
        assert "ended there on 5 January 2026" in found.says


def test_what_is_over_or_came_before_ends_nothing():
    over = [
        withdrawn("x9", "2025-12-01", "iv-cannulation", id="w1", until="2026-03-01"),
        withdrawn("x9", "2025-12-01", "iv-cannulation", id="w2", suspension=True),
        entry("reinstatement", "2025-12-05", worker="x9", by="m1", competency="iv-cannulation"),
        withdrawn("x9", "2025-09-01", "iv-cannulation", id="w3"),
        withdrawn("x9", "2026-01-05", "us-room-assist", id="w4"),
        withdrawn("x9", "2026-03-03", "iv-cannulation", id="w5"),
        assessed("x9", "iv-cannulation", "2025-09-01", "not-yet-competent"),
        assessed("x9", "iv-cannulation", "2026-01-05", "deferred"),
    ]
    assert answers([cannulation(), *over])["s1"].answer == "accepted"


def test_corrections_made_there_are_applied_and_other_entries_passed_over():
    wrong = cannulation(assessor="x9")
    right = cannulation()
    others = [appointed("x9", "2024-01-08"), assessed("x9", "iv-cannulation", "2025-10-01")]
    found = answers([wrong, corrected(wrong, "2025-11-03", right), *others])
    assert list(found) == ["s1"]
    assert found["s1"].answer == "accepted"


def test_an_answer_holds_its_outcome_and_names_an_entry():
    one = answers([cannulation()])["s1"].to_json()
    assert one["question"] == "acceptance"
    assert OUTCOMES[one["answer"]].value == one["outcome"]
    assert (one["worker"], one["site"], one["competency"], one["issuer"]) == ("x9", "site-1", "iv-cannulation", NHS)
    assert one["conditions"] == ["it counts here only where these are current: Aseptic non-touch technique"]
    assert one["signed_on"] == "2025-10-06"


def test_a_site_is_known_by_the_catalogue_a_policy_or_an_appointment():
    catalogue = under(own=policy(competencies=["iv-cannulation"], site="site-of-a-policy"))
    department = tracker_of([appointed("w1", "2024-01-08", site="site-of-w1")], catalogue).at(DAY)
    assert department.acceptance("site-of-w1", [cannulation()])[0].answer == "not-accepted"
    assert department.acceptance("site-of-a-policy", [cannulation()], NHS)[0].answer == "accepted"
    with pytest.raises(UnknownNameError, match="no site 'site-of-w2'; did you mean 'site-of-w1'"):
        department.acceptance("site-of-w2", [cannulation()])


def test_what_is_accepted_becomes_entries_of_ours():
    questions = tracker_of([appointed("w1", "2024-01-08")], OPEN).at(DAY)
    brought = [
        cannulation(note="seen twice"),
        cannulation("2025-11-03", id="s2", restrictions=["adults only"]),
        trained("x9", "cstf-fire-safety", "2025-06-02", id="t1", provider="12345678", expires_on="2027-06-02"),
        trained("x9", "cstf-information-governance", "2022-06-02", id="t2"),
        entry("prior-learning", "2026-01-05", worker="x9", competency="us-room-assist", accepted_by="q2",
              signed_on="2025-12-24", date_known_to="month", issuer="A clinic"),
        entry("qualification", "2019-07-01", worker="x9", level=3),
    ]  # fmt: skip
    ready = Acceptance("site-1", tuple(brought), NHS, "w1").accepted(questions, "m1")
    told = {(e.kind, getattr(e, "competency", None) or getattr(e, "programme", None)): e for e in ready}
    assert set(told) == {
        ("prior-learning", "iv-cannulation"), ("training", "cstf-fire-safety"), ("qualification", None),
        ("prior-learning", "us-room-assist"),
    }  # fmt: skip
    assert all((e.worker, e.id, e.recorded_at) == ("w1", "", None) for e in ready)
    ours = told["prior-learning", "iv-cannulation"]
    assert (ours.on, ours.signed_on, ours.issuer, ours.accepted_by) == (DAY, date(2025, 10, 6), NHS, "m1")
    assert ours.note == "seen twice"
    training = told["training", "cstf-fire-safety"]
    assert (training.provider, training.expires_on) == (NHS, date(2027, 6, 2))
    known = told["prior-learning", "us-room-assist"]
    assert (known.issuer, known.signed_on, known.date_known_to) == ("A clinic", date(2025, 12, 24), "month")


def test_without_anybody_who_accepts_no_sign_off_is_given():
    questions = tracker_of([appointed("w1", "2024-01-08")], OPEN).at(DAY)
    ready = Acceptance("site-1", (cannulation(),), NHS).accepted(questions)
    assert ready == []


# -- prior learning on record -------------------------------------------------------------------------------------


def test_a_broken_policy_is_said_with_the_sign_off_and_cited():
    theirs = policy(competencies=["us-room-assist"], issuers=["*NHS*"], source=["imperial-prior-training"])
    catalogue = under(nhs=theirs)
    prior = entry("prior-learning", "2026-01-05", worker="w1", competency="us-room-assist", accepted_by="m1", id="p1",
                  signed_on="2025-12-24", issuer="A clinic")  # fmt: skip
    answer = tracker_of([appointed("w1", "2024-01-08"), prior], catalogue).at(DAY).counts("w1", "p1")
    assert answer.outcome is NOT_MET
    assert "A clinic is none of those" in answer.says
    assert "imperial-prior-training" in answer.sources


def test_several_policies_are_told_part_by_part():
    catalogue = under(
        nhs=policy(title="The NHS", competencies=["us-room-assist"], issuers=["*NHS*"]),
        fresh=policy(title="Lately", competencies=["us-room-assist"], within="P1M"),
    )
    prior = entry("prior-learning", "2026-02-05", worker="w1", competency="us-room-assist", accepted_by="m1", id="p1",
                  signed_on="2025-12-24", issuer="A clinic")  # fmt: skip
    answer = tracker_of([prior], catalogue).at(DAY).counts("w1", "p1")
    assert answer.outcome is NOT_MET
    assert "'The NHS'" in answer.says
    assert "'Lately'" in answer.says


def test_whether_it_counts_never_depends_on_the_day_asked_about():
    catalogue = under(own=policy(competencies=["us-room-assist"], within="P6M", site="site-2"))
    prior = entry("prior-learning", "2025-01-06", worker="w1", competency="us-room-assist", accepted_by="m1", id="p1",
                  signed_on="2024-03-04")  # fmt: skip
    moved = appointed("w1", "2025-06-02", site="site-2")
    tracker = tracker_of([appointed("w1", "2024-01-08"), prior, moved], catalogue)
    assert {tracker.at(day).counts("w1", "p1").outcome for day in ("2025-01-06", "2025-06-02", "2026-02-02")} == {MET}


@pytest.mark.parametrize("blank", ["", "  \t"])
def test_a_blank_issuer_is_not_known(blank):
    anyone = under(anyone=policy(competencies=["iv-cannulation"], issuers=["*"]))
    assert taken(cannulation(), anyone, sender=blank).answer == "cannot-tell"
    own = entry("prior-learning", worker="x9", competency="iv-cannulation", on="2025-10-06", signed_on="2025-10-06",
                accepted_by="q1", issuer=blank)  # fmt: skip
    assert taken(own, anyone).answer == "cannot-tell"
    assert taken(own, anyone).issuer is None


def test_a_sign_off_that_its_issuer_restricts_cannot_be_carried_over_as_prior_learning_and_one_it_ends_can() -> None:
    plain = {"worker": "x1", "competency": "us-room-assist", "on": "2026-01-05", "assessor": "z1"}
    assert not cannot_be_carried(entry("sign-off", **plain))
    assert not cannot_be_carried(entry("sign-off", **plain, expires_on="2026-04-01"))
    assert cannot_be_carried(entry("sign-off", **plain, restrictions=["left arm only"]))


# -- what happened here since -------------------------------------------------------------------------------------

SKILLS = {"competencies": ["ct-room-assist"], "site": "site-1", "issuers": ["*NHS*"]}


@pytest.mark.parametrize(
    ("ends", "says"),
    [
        ([("withdrawal", {"competency": "ct-room-assist"})], "withdrawn on 5 January 2026"),
        ([("withdrawal", {})], "withdrawn on 5 January 2026"),
        ([("withdrawal", {"suspension": True})], "only a reinstatement ends that"),
        ([("assessment", {"competency": "ct-room-assist", "outcome": "not-yet-competent"})], "not yet competent on 5"),
        ([], None),
        ([("withdrawal", {"competency": "iv-cannulation"})], None),
        ([("assessment", {"competency": "ct-room-assist", "outcome": "deferred"})], None),
        ([("withdrawal", {"on": "2025-09-01"})], None),
    ],
)
def test_it_says_so_where_the_task_was_withdrawn_or_failed_here_since_it_was_signed(ends, says):
    catalogue = under(ours=policy(**SKILLS))
    here = [
        entry(kind, fields.get("on", "2026-01-05"), worker="x9", **{"withdrawal": {"by": "m1"}, "assessment": {
            "assessor": "a1"}}[kind], **{k: v for k, v in fields.items() if k != "on"})
        for kind, fields in ends
    ]  # fmt: skip
    brought = [signed_off("x9", "ct-room-assist", "2025-10-06", id="s1")]
    (answer,) = tracker_of(here, catalogue).at(DAY).acceptance("site-1", brought, NHS)
    assert answer.answer == "accepted"
    told = "; ".join(answer.conditions)
    assert (says in told) if says else "here it" not in told
