"""What a catalogue suggests is judged and shown beside what it asks for, and decides nothing."""

import attrs
import pytest

from sw_competency.model import MET, NOT_MET
from sw_competency.testing.builders import appointed, registered, signed_off, tracker_of, watched
from tests.staff import over

TEXT = """
[competency.washing]
title = "Washing hands"
modalities = ["all"]
tier = "clinical-support-worker"
kind = "clinical"
introduced = 2020-01-01
authority = "local"
source = ["site-policy"]
[competency.washing.sign_off]
requires = [{ kind = "assessor-registered" }]
suggests = [{ kind = "practice-count", competency = "washing", at_least = 3, successful = true },
            { kind = "assessor-role", role = "educator" }]
authorities = { suggests = "placeholder" }
[competency.washing.renewal]
requires = [{ kind = "assessor-registered" }]
suggests = [{ kind = "practice-count", competency = "washing", at_least = 1, since_last_sign_off = true }]
[[rule.up]]
title = "Up"
from = "clinical-support-worker"
to = "senior-clinical-support-worker"
starts = 2020-01-01
effect = "moves-band"
authority = "local"
source = ["site-policy"]
requires = [{ kind = "holds", competency = "washing" }]
suggests = [{ kind = "time-in-post", at_least = "P2Y" }]
"""
PATH = "competency.washing.sign_off.suggests"
ASKED = ("sign_off", "renewal")
BEGUN = [
    appointed("w1", "2026-01-05", "clinical-support-worker"), registered(),
    watched("w1", "washing", "2026-01-06", id="p1"),
]  # fmt: skip
SIGNED = [*BEGUN, signed_off("w1", "washing", "2026-01-07", id="s1")]


def asked(entries, day="2026-01-10"):
    return tracker_of(entries, over(TEXT)).at(day)


def test_a_sign_off_counts_whatever_is_suggested_and_its_answer_shows_how_that_stood():
    counts = asked(SIGNED).counts("w1", "s1")
    assert counts.outcome is MET
    assert counts.suggests[0].outcome is NOT_MET
    assert "done once" in counts.suggests[0].says
    assert all("done once" not in part.says for part in counts.parts)
    assert counts.suggests[0].placeholders == (PATH,)
    assert counts.to_json()["suggests"][0]["placeholders"] == [PATH]


def test_before_a_sign_off_the_status_shows_what_the_record_can_show():
    status = asked(BEGUN).status("w1", "washing")
    assert [(one.outcome, one.entries) for one in status.suggests] == [(NOT_MET, ("p1",))]
    (in_progress,) = asked(BEGUN).progress("w1")
    assert in_progress.to_json()["suggests"] == status.to_json()["suggests"]
    assert PATH not in status.placeholders  # no answer turns on what decides nothing


def test_while_it_is_held_the_suggestions_are_the_renewals():
    held = asked(SIGNED).status("w1", "washing")
    assert held.status == "current"
    assert ["since the last sign-off" in one.says for one in held.suggests] == [True]


def test_a_path_shows_them_beside_the_sign_off_and_asks_for_no_step_more():
    path = asked(BEGUN).path("w1", "senior-clinical-support-worker")
    ways = [path, *path.others]
    (step,) = next(way.steps for way in ways if way.rule == "up")
    assert step.kind == "sign-off"
    assert [one.outcome for one in step.suggests] == [NOT_MET]


def test_a_rule_is_met_whatever_it_suggests():
    answer = asked(SIGNED).rebanding("w1", "up")
    assert answer.outcome is MET
    assert [one.outcome for one in answer.suggests] == [NOT_MET]


@pytest.mark.parametrize("entries", [BEGUN, SIGNED])
def test_no_outcome_changes_when_suggestions_are_taken_away(entries):
    bare = over(TEXT)
    washing, (up,) = bare.competencies["washing"], bare.rules["up"]
    histories = {name: tuple(attrs.evolve(v, suggests=()) for v in getattr(washing, name)) for name in ASKED}
    bare.competencies["washing"] = attrs.evolve(washing, **histories)
    bare.rules["up"] = (attrs.evolve(up, suggests=()),)
    without, with_ = tracker_of(entries, bare).at("2026-01-10"), asked(entries)
    for one, other in zip(every_answer(without), every_answer(with_), strict=True):
        assert (one.outcome, one.says, one.placeholders) == (other.outcome, other.says, other.placeholders)


def every_answer(questions):
    yield questions.status("w1", "washing")
    yield questions.may("w1", "washing")
    yield questions.rebanding("w1", "up")
    yield questions.since("w1", "up")
    yield questions.counts("w1", "s1")
