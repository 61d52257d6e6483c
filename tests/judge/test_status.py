"""The status of a competency through its life."""

from datetime import date

import pytest

from sw_competency.errors import UnknownNameError
from sw_competency.model import CANNOT_TELL, MET, NOT_MET
from sw_competency.testing.builders import (
    absent,
    appointed,
    assessed,
    countersigned,
    entry,
    practised,
    registered,
    signed_off,
    trained,
    watched,
    withdrawn,
)

A1 = registered("a1", roles=["mr-lead"])
SCREENED = signed_off("w1", "screening", "2024-01-10", id="s1")
CANNULATED = [
    trained("w1", "theory", "2024-01-02"),
    *[watched("w1", "cannulation", f"2024-01-0{n}") for n in (3, 4)],
    signed_off("w1", "cannulation", "2024-01-10", id="s2"),
]
SIGNED = [A1, *CANNULATED, countersigned("w1", "s2", "2024-01-12"), practised("w1", "cannulation", "2024-02-20")]


@pytest.mark.parametrize(
    ("entries", "day", "status"),
    [
        ([], "2024-01-10", "not-started"),
        ([practised("w1", "screening", "2024-01-02")], "2024-01-10", "not-started"),
        ([watched("w1", "screening", "2024-01-02")], "2024-01-10", "in-training"),
        ([entry("self-assessment", "2024-01-02", worker="w1", competency="screening")], "2024-01-10", "in-training"),
        ([assessed("w1", "screening", "2024-01-02")], "2024-01-10", "in-training"),
        ([assessed("w1", "screening", "2024-01-02", "deferred")], "2024-01-10", "in-training"),
        ([assessed("w1", "screening", "2024-01-02", "not-yet-competent")], "2024-01-10", "not-yet-competent"),
        ([signed_off("w1", "screening", "2024-01-02", "w1")], "2024-01-10", "in-training"),
        ([A1, SCREENED], "2024-01-09", "not-started"),
        ([A1, SCREENED], "2024-01-10", "current"),
        (
            [A1, SCREENED, assessed("w1", "screening", "2024-01-11", "not-yet-competent")],
            "2024-01-12",
            "not-yet-competent",
        ),
        (
            [
                A1,
                SCREENED,
                assessed("w1", "screening", "2024-01-11", "not-yet-competent"),
                assessed("w1", "screening", "2024-01-12"),
            ],
            "2024-01-12",
            "current",
        ),
        ([A1, SCREENED, assessed("w1", "screening", "2024-01-09", "not-yet-competent")], "2024-01-12", "current"),
        ([SCREENED], "2024-01-10", None),
        ([A1, SCREENED], "2024-04-10", "current"),
        ([A1, SCREENED], "2024-04-11", "lapsed"),
        ([A1, SCREENED, withdrawn("w1", "2024-02-01", "screening")], "2024-02-01", "withdrawn"),
        ([A1, SCREENED, withdrawn("w1", "2024-02-01")], "2024-02-01", "withdrawn"),
        ([A1, SCREENED, withdrawn("w1", "2024-02-01", "coils")], "2024-02-01", "current"),
        (
            [A1, SCREENED, withdrawn("w1", "2024-02-01"), signed_off("w1", "screening", "2024-02-01")],
            "2024-02-02",
            "withdrawn",
        ),
        (
            [A1, SCREENED, withdrawn("w1", "2024-02-01"), signed_off("w1", "screening", "2024-02-02")],
            "2024-02-02",
            "current",
        ),
        ([A1, SCREENED, withdrawn("w1", "2024-02-01", until="2024-02-10")], "2024-02-10", "suspended"),
        ([A1, SCREENED, withdrawn("w1", "2024-02-01", until="2024-02-10")], "2024-02-11", "current"),
        (
            [A1, SCREENED, withdrawn("w1", "2024-02-01", suspension=True), signed_off("w1", "screening", "2024-02-02")],
            "2024-03-01",
            "suspended",
        ),
        (
            [
                A1,
                SCREENED,
                withdrawn("w1", "2024-02-01", suspension=True),
                entry("reinstatement", "2024-02-05", worker="w1", by="m1"),
            ],
            "2024-02-05",
            "current",
        ),
        ([withdrawn("w1", "2024-02-01", "screening")], "2024-02-01", "withdrawn"),
        ([SCREENED, withdrawn("w1", "2024-01-05")], "2024-02-01", None),
        ([], "2024-06-01", "not-started"),
    ],
)
def test_the_status_of_screening(ask, entries, day, status):
    """Screening asks for a registered assessor, expires after three months, and for older sign-offs stays so."""
    post = appointed("w1", "2024-01-01", "helper")
    answer = ask([post, *entries], day).status("w1", "screening")
    assert answer.status == status, answer.says


@pytest.mark.parametrize(
    ("entries", "day", "status", "expires_on"),
    [
        (CANNULATED[:1], "2024-01-10", "not-started", None),
        (CANNULATED[:2], "2024-01-10", "in-training", None),
        ([A1, *CANNULATED], "2024-01-11", "awaiting-countersignature", None),
        (SIGNED, "2024-01-11", "awaiting-countersignature", None),
        (SIGNED, "2024-01-12", "current", "2024-03-10"),
        (SIGNED[:-1], "2024-02-10", "current", "2024-03-10"),
        (SIGNED[:-1], "2024-02-11", "out-of-practice", "2024-03-10"),
        (SIGNED, "2024-02-28", "current", "2024-03-10"),
        (SIGNED, "2024-02-29", "due", "2024-03-10"),
        (SIGNED, "2024-03-10", "due", "2024-03-10"),
        (SIGNED, "2024-03-11", "grace", "2024-03-10"),
        (SIGNED, "2024-03-15", "grace", "2024-03-10"),
        (SIGNED, "2024-03-16", "lapsed", "2024-03-10"),
        ([*SIGNED, absent("w1", "2024-02-25", "2024-02-29")], "2024-03-02", "current", "2024-03-15"),
        ([*SIGNED, absent("w1", "2024-02-25")], "2024-04-25", "out-of-practice", "2024-05-10"),
        ([*SIGNED, absent("w1", "2024-02-25", reason="maternity")], "2024-03-16", "lapsed", "2024-03-10"),
        ([*SIGNED, absent("w1", "2024-01-15", "2024-02-15")], "2024-02-20", "out-of-practice", "2024-04-11"),
        (
            [*SIGNED, absent("w1", "2024-01-15", "2024-02-15"), watched("w1", "cannulation", "2024-02-18")],
            "2024-02-20",
            "current",
            "2024-04-11",
        ),
        ([*SIGNED, signed_off("w1", "cannulation", "2024-02-25", id="s3")], "2024-02-26", "current", "2024-03-10"),
        (
            [
                *SIGNED,
                signed_off("w1", "cannulation", "2024-02-25", "a9", id="s3"),
                countersigned("w1", "s3", "2024-02-25"),
            ],
            "2024-02-26",
            "current",
            "2024-04-25",
        ),
    ],
)
def test_the_status_of_cannulation(ask, entries, day, status, expires_on):
    """Cannulation asks for theory, practice, a countersignature and recency; it pauses, falls due and has a grace."""
    answer = ask([appointed("w1", "2024-01-01", "helper"), *entries], day).status("w1", "cannulation")
    assert answer.status == status, answer.says
    assert answer.expires_on == (expires_on and date.fromisoformat(expires_on))


def test_a_competency_that_left_the_framework(ask):
    signed = [A1, signed_off("w1", "transfers", "2024-05-20", id="s"), countersigned("w1", "s", "2024-05-20")]
    assert ask(signed, "2024-05-31").status("w1", "transfers").status == "current"
    assert ask(signed, "2024-06-01").status("w1", "transfers").status == "withdrawn"
    late = [A1, signed_off("w1", "transfers", "2024-06-01", id="s"), countersigned("w1", "s", "2024-06-01")]
    assert "no part of the framework" in ask(late, "2024-06-02").counts("w1", "s").says


def test_the_number_in_force_judges_by_the_day_it_says(ask):
    """From 15 March the rule is one month, but an older sign-off keeps the three months it was given under."""
    new = signed_off("w1", "screening", "2024-03-20", id="s2")
    assert ask([A1, SCREENED], "2024-03-20").status("w1", "screening").expires_on == date(2024, 4, 10)
    answer = ask([A1, SCREENED, new], "2024-03-20").status("w1", "screening")
    assert (answer.expires_on, answer.finding.sources) == (date(2024, 4, 20), ("handbook-2",))


def test_a_site_has_numbers_of_its_own(ask):
    there = appointed("w1", "2024-01-01", "helper", site="site-2")
    assert ask([there, A1, SCREENED], "2024-01-20").status("w1", "screening").expires_on == date(2024, 1, 30)


def test_an_earlier_end_stated_on_the_sign_off_holds(ask):
    stated = signed_off("w1", "screening", "2024-01-10", expires_on="2024-01-31")
    assert ask([A1, stated], "2024-01-20").status("w1", "screening").expires_on == date(2024, 1, 31)
    later = signed_off("w1", "screening", "2024-01-10", expires_on="2030-01-31")
    assert ask([A1, later], "2024-01-20").status("w1", "screening").expires_on == date(2024, 4, 10)


def test_prior_learning_counts_from_its_day_and_expires_from_the_signature(ask):
    brought = entry(
        "prior-learning",
        "2024-02-01",
        worker="w1",
        competency="screening",
        signed_on="2023-12-20",
        accepted_by="m1",
        date_known_to="month",
        id="p1",
    )
    answer = ask([brought], "2024-02-01").status("w1", "screening")
    assert (answer.status, answer.expires_on) == ("current", date(2024, 3, 1))
    assert "accepted from elsewhere" in answer.says
    own = entry(
        "prior-learning",
        "2024-02-01",
        worker="w1",
        competency="screening",
        signed_on="2023-12-20",
        accepted_by="w1",
        id="p2",
    )
    assert "nobody accepts their own" in ask([own], "2024-02-01").counts("w1", "p2").says


@pytest.mark.parametrize(
    ("stated", "status", "last"),
    [
        ("2024-02-20", "current", "2024-02-20"), ("2030-01-01", "current", "2024-03-20"),
        ("2024-01-15", "lapsed", "2024-01-15"),
    ],
)  # fmt: skip
def test_a_paper_that_states_a_last_day_ends_then_where_that_is_earlier_than_by_the_rule(ask, stated, status, last):
    fields = {"worker": "w1", "competency": "screening", "signed_on": "2023-12-20", "accepted_by": "m1"}
    paper = entry("prior-learning", "2024-02-01", **fields, expires_on=stated)
    answer = ask([paper], "2024-02-02").status("w1", "screening")
    assert (answer.status, str(answer.expires_on)) == (status, last)


def test_whether_a_sign_off_counts_and_what_it_lacks(ask):
    coils = signed_off("w1", "coils", "2024-02-01", id="s2")
    answer = ask([A1, coils], "2024-02-01").counts("w1", "s2")
    assert "does not count: Screening has not been started" in answer.says
    assert ask([A1, SCREENED, coils], "2024-02-01").counts("w1", "s2").outcome is MET
    assert ask([A1], "2024-02-01").counts("w1", "s9").outcome is CANNOT_TELL
    assert ask([A1, *CANNULATED], "2024-02-01").counts("w1", "s2").awaiting


def test_two_who_sign_each_other_off_are_no_proof(ask):
    pair = [
        signed_off("w1", "coils", "2024-02-01", "w2", id="x"),
        signed_off("w2", "coils", "2024-02-01", "w1", id="y"),
        registered("w1"),
        registered("w2"),
        *[signed_off(w, "screening", "2024-01-10", id=f"s-{w}") for w in ("w1", "w2")],
        A1,
    ]
    for worker, given in (("w1", "x"), ("w2", "y")):
        answer = ask(pair, "2024-02-01").counts(worker, given)
        assert answer.outcome is NOT_MET
        assert "did not hold Coil handling" in answer.says
        answer.to_json()  # neither explains the other for ever


def test_an_unknown_competency_is_an_unknown_name(ask):
    with pytest.raises(UnknownNameError, match="There is no competency 'screning'; did you mean 'screening'"):
        ask([], "2024-01-01").status("w1", "screning")
