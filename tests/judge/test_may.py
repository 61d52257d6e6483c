"""May somebody do a task: each step of the answer, and what it names."""

import gc
import weakref
from pathlib import Path

import pytest

from sw_competency.catalogue import layer_of, load, read_layer
from sw_competency.errors import UnknownNameError
from sw_competency.judge.folded import FoldedRecord
from sw_competency.model import CANNOT_TELL, MET
from sw_competency.questions.who_may import WhoMay
from sw_competency.testing.builders import (
    absent,
    appointed,
    assessed,
    countersigned,
    left,
    practised,
    registered,
    signed_off,
    tracker_of,
    trained,
    watched,
    withdrawn,
)

LAWS = Path(__file__).parents[1] / "laws/catalogue.toml"
A1 = registered("a1", roles=["mr-lead"])
HELPER = appointed("w1", "2024-01-01", "helper", id="post")
SENIOR = appointed("w1", "2024-01-01", "senior", id="post")
SCREENED = signed_off("w1", "screening", "2024-01-10", id="s1")
LIFE = trained("w1", "life-support", "2024-01-02")
FLUSHED = signed_off("w1", "flush", "2024-01-10", id="s3")
CANNULATED = [
    A1,
    trained("w1", "theory", "2024-01-02"),
    *[watched("w1", "cannulation", f"2024-01-0{n}") for n in (3, 4)],
    signed_off("w1", "cannulation", "2024-01-10", id="s2"),
    countersigned("w1", "s2", "2024-01-10"),
]


@pytest.mark.parametrize(
    ("entries", "task", "answer", "because"),
    [
        ([], "screening", "cannot-tell", "post"),
        ([SCREENED, A1], "screening", "cannot-tell", "post"),
        ([HELPER, left("w1", "2024-01-31")], "screening", "may-not", "post"),
        ([SENIOR], "injector", "may-not", "law"),
        ([SENIOR], "exposure", "may-not", "law"),
        ([HELPER], "screening", "may-not", "status"),
        ([HELPER, SCREENED], "screening", "cannot-tell", "status"),
        ([HELPER, A1, SCREENED], "screening", "may", None),
        ([HELPER, A1, SCREENED, withdrawn("w1", "2024-02-01")], "screening", "may-not", "status"),
        ([HELPER, A1, SCREENED, withdrawn("w1", "2024-02-01", suspension=True)], "screening", "may-not", "status"),
        ([HELPER, watched("w1", "screening", "2024-01-31")], "screening", "only-supervised", "status"),
        ([SENIOR, *CANNULATED], "cannulation", "only-supervised", "standing"),
        ([SENIOR, LIFE, *CANNULATED], "cannulation", "may", None),
        ([HELPER, LIFE, *CANNULATED], "cannulation", "only-supervised", "tier"),
        ([appointed("w1", "2024-01-01", "trainee"), LIFE, *CANNULATED], "cannulation", "only-supervised", "tier"),
        ([appointed("w1", "2024-01-01", "lead"), LIFE, *CANNULATED], "cannulation", "may", None),
        ([appointed("w1", "2024-01-01", "porter"), LIFE, *CANNULATED], "cannulation", "cannot-tell", "tier"),
        ([SENIOR, A1, FLUSHED], "flush", "may", None),
        ([appointed("w1", "2024-01-01", "senior", site="site-2"), A1, FLUSHED], "flush", "only-supervised", "tier"),
        (
            [HELPER, A1, SCREENED, signed_off("w1", "coils", "2024-01-11"), withdrawn("w1", "2024-02-01", "screening")],
            "coils",
            "may-not",
            "standing",
        ),
        (
            [
                HELPER,
                A1,
                SCREENED,
                signed_off("w1", "coils", "2024-01-11"),
                signed_off("w1", "screening", "2024-01-12", "a9"),
            ],
            "coils",
            "may",
            None,
        ),
        (
            [
                HELPER,
                A1,
                SCREENED,
                signed_off("w1", "coils", "2024-01-11"),
                assessed("w1", "screening", "2024-01-12", "not-yet-competent"),
            ],
            "coils",
            "only-supervised",
            "standing",
        ),
    ],
)
def test_the_first_step_that_applies_decides(ask, entries, task, answer, because):
    told = ask(entries, "2024-02-01").may("w1", task)
    assert (told.answer, told.because) == (answer, because), told.says


@pytest.mark.parametrize(
    ("stands_behind", "says"),
    [
        ("statute", "by law, it is for registered practitioners only"),
        ("national", "by national guidance, it is"),
        ("professional-body", "by professional guidance, it is"),
        ("study", "by the practice a study reports, it is"),
        ("local", "by local policy, it is"),
    ],
)
def test_what_is_left_to_registered_staff_is_said_to_be_law_only_where_it_is(stands_behind, says):
    for given in ({"authority": stands_behind}, {"authority": "statute", "authorities": {"legal": stands_behind}}):
        own = load(read_layer(LAWS), layer_of({"competency": {"coils": {"legal": "registrant-only", **given}}}, "own"))
        told = tracker_of([HELPER], own).at("2024-02-01").may("w1", "coils")
        assert (told.answer, told.because) == ("may-not", "law")  # the code of the step, whoever stands behind it
        assert says in told.says.lower()
        assert (stands_behind == "statute") or "law" not in told.says


def test_of_somebody_nothing_is_recorded_of_it_cannot_be_told(ask):
    told = ask([], "2024-02-01").may("nobody", "screening")
    assert told.outcome is CANNOT_TELL
    assert "Nothing is recorded of nobody" in told.says


@pytest.mark.parametrize(
    "again",
    [watched("w1", "screening", "2024-04-20"), assessed("w1", "screening", "2024-04-20", "not-yet-competent")],
)
def test_relearning_after_a_lapse_opens_it_under_supervision(ask, again):
    lapsed = [HELPER, A1, SCREENED]
    assert ask(lapsed, "2024-04-20").may("w1", "screening").answer == "may-not"
    assert ask([*lapsed, again], "2024-04-19").may("w1", "screening").answer == "may-not"
    told = ask([*lapsed, again], "2024-04-20").may("w1", "screening")
    assert told.answer == "only-supervised"
    assert "relearning has been on record since 20 April 2024" in told.says


def test_practice_alone_is_no_relearning(ask):
    again = practised("w1", "screening", "2024-04-20")
    assert ask([HELPER, A1, SCREENED, again], "2024-04-21").may("w1", "screening").answer == "may-not"


@pytest.mark.parametrize(
    ("restrictions", "asked", "answer"),
    [
        ([{"modality": "mr"}], {"modality": "mr"}, "may"),
        ([{"modality": "mr"}], {"modality": "ct"}, "only-supervised"),
        ([{"device": ["d1", "d2"]}], {"device": "d2"}, "may"),
        ([{"device": ["d1"]}, {"device": "d2"}], {"device": "d2"}, "may"),
        ([{"device": ["d1", "d2"]}], {"device": "d3"}, "only-supervised"),
        ([{"modality": "mr"}], {"device": "d3"}, "may"),
        (["adults only"], {"modality": "mr"}, "may"),
        (["adults only"], {"modality": "ct"}, "only-supervised"),
    ],
)
def test_a_restriction_closes_what_it_leaves_out(ask, restrictions, asked, answer):
    given = signed_off("w1", "screening", "2024-01-10", restrictions=restrictions)
    told = ask([HELPER, A1, given], "2024-02-01").may("w1", "screening", **asked)
    assert told.answer == answer
    assert list(told.restrictions) == restrictions
    assert (told.because == "restriction") == (answer != "may")
    assert "Restricted to" in told.says


def test_conditions_are_named(ask):
    told = ask([SENIOR, A1, FLUSHED], "2024-02-01").may("w1", "flush", modality="mr")
    assert told.conditions[0] == "on a written direction for the named patient"
    assert told.because == "restriction"
    assert "written for ct, which leaves out mr" in told.says
    training = [SENIOR, watched("w1", "flush", "2024-01-31")]
    assert "under direct supervision" in ask(training, "2024-02-01").may("w1", "flush").conditions


def test_the_absent_are_marked(ask):
    told = ask([HELPER, A1, SCREENED, absent("w1", "2024-01-20", "2024-02-20")], "2024-02-01").may("w1", "screening")
    assert told.absent
    assert told.answer == "may"
    assert "absent on that day" in told.says
    assert not ask([HELPER, absent("w1", "2024-01-20", "2024-01-31")], "2024-02-01").may("w1", "screening").absent


def test_of_two_posts_the_most_cautious_answer_holds(ask):
    both = [SENIOR, appointed("w1", "2024-01-01", "helper", post="bank", id="bank"), LIFE, *CANNULATED]
    questions = ask(both, "2024-02-01")
    assert questions.may("w1", "cannulation").answer == "only-supervised"
    assert questions.may("w1", "cannulation").post == "bank"
    assert questions.may("w1", "cannulation", post="main").answer == "may"
    assert questions.may("w1", "cannulation", post="bank").because == "tier"
    assert questions.may("w1", "cannulation", post="other").because == "post"


def test_unknown_names(ask):
    with pytest.raises(UnknownNameError, match="modality 'cat'"):
        ask([HELPER], "2024-02-01").may("w1", "screening", modality="cat")
    with pytest.raises(UnknownNameError, match="competency 'screaning'"):
        ask([HELPER], "2024-02-01").may("w1", "screaning")


def test_who_may_names_everybody_in_post(ask):
    others = [
        appointed("w2", "2024-01-01", "helper", site="site-2"),
        appointed("w3", "2024-01-01", "helper"),
        left("w3", "2024-01-15"),
    ]
    questions = ask([HELPER, A1, SCREENED, *others], "2024-02-01")
    assert [(a.worker, a.answer) for a in questions.who_may("screening")] == [
        ("w1", "may"),
        ("w2", "may-not"),
    ]
    assert [a.worker for a in questions.who_may("screening", site="site-2", modality="mr")] == ["w2"]
    with pytest.raises(UnknownNameError):
        questions.who_may("screening", modality="cat")


def test_of_two_posts_the_one_at_the_site_asked_about_is_meant(ask):
    both = [SENIOR, appointed("w1", "2024-01-01", "helper", site="site-2", post="bank"), LIFE, *CANNULATED]
    questions = ask(both, "2024-02-01")
    assert questions.who_may("cannulation", site="site-1")[0].answer == "may"
    assert questions.who_may("cannulation", site="site-2")[0].answer == "only-supervised"


def test_scope_asks_about_every_task_of_the_framework(ask):
    asked = {a.asked.task for a in ask([HELPER], "2024-02-01").scope("w1")}
    assert "transfers" in asked
    assert "transfers" not in {a.asked.task for a in ask([HELPER], "2024-07-01").scope("w1")}
    assert ask([HELPER, A1, SCREENED], "2024-02-01").may("w1", "screening").outcome is MET


def test_everybody_is_answered_one_by_one_and_nobodys_record_is_kept():
    """What an answer explains itself by is let go of as well, be it a sign-off that does not count."""
    everybody = [f"w{n:02}" for n in range(40)]
    entries = [appointed(worker, "2024-01-08", "helper") for worker in everybody]
    entries += [signed_off(worker, "coils", "2025-01-06") for worker in everybody]
    questions = tracker_of(entries, load(read_layer(LAWS))).at("2025-03-01")
    records, fold = list[weakref.ref[FoldedRecord]](), questions.records.fold

    def folded(worker, written):
        record = fold(worker, written)
        records.append(weakref.ref(record))
        return record

    questions.records.fold = folded
    for answer in WhoMay("coils").each(questions):
        assert answer.to_json()["says"]
    del answer
    gc.collect()
    assert len(records) >= 40
    assert sum(record() is not None for record in records) <= 1
    assert [a.worker for a in questions.who_may("coils")] == everybody
