"""Every requirement kind: found by looking through the folder, documented, read from a table, judged three ways."""

import importlib
import inspect
from datetime import date
from typing import ClassVar

import attrs
import pytest

from sw_competency.catalogue import structure
from sw_competency.errors import CatalogueError
from sw_competency.model import CANNOT_TELL, MET, NOT_MET
from sw_competency.rules import Requirement, requirement, trainings_asked, walk
from sw_competency.rules.kinds.tier import Tier
from sw_competency.testing.builders import (
    absent,
    appointed,
    catalogue_of,
    countersigned,
    entry,
    left,
    practised,
    registered,
    signed_off,
    tracker_of,
    trained,
    watched,
)
from tests.catalogues import DEPARTMENT, REGISTERED, competency, programme, rule

KINDS = structure.requirement_kinds()
BASE = (
    DEPARTMENT
    + programme("course", "P1Y")
    + competency("task", "senior", requires="%s")
    + competency("other")
    + rule("asked", "%s")
)
NOTHING = '{ kind = "tier", tier = "helper" }'
POST = appointed("w1", "2024-01-08", "helper", deployment="static", modalities=["ct"])
VAGUE = appointed("w1", "2024-01-08", "helper")
COURSE = trained("w1", "course", "2025-03-01")
WATCHED = [watched("w1", "task", f"2026-0{n}-01", modality="ct") for n in (1, 2)]
FAILED = practised("w1", "task", "2026-02-10", "unsuccessful")
DAY = "2026-03-01"


def judged(requirement, entries, day=DAY):
    catalogue = catalogue_of(BASE % (REGISTERED, requirement))
    return tracker_of(entries, catalogue).at(day).rebanding("w1", "asked")


def judged_at_sign_off(requirement, entries, day=DAY):
    given = signed_off("w1", "task", "2026-02-15", id="s1")
    return tracker_of([given, *entries], catalogue_of(BASE % (requirement, NOTHING))).at(day).counts("w1", "s1")


# -- found by scan -------------------------------------------------------------------------------------------


def test_the_kinds_of_the_contract_are_all_there():
    assert set(KINDS) == {
        "all-of",
        "any-of",
        "at-least",
        "holds",
        "training",
        "practice-count",
        "tier",
        "time-in-post",
        "qualification",
        "deployed",
        "post-available",
        "approved-by",
        "works-above-tier",
        "assessor-registered",
        "assessor-role",
        "assessor-holds",
        "countersigned",
    }


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_documented_field_by_field_in_a_file_of_its_name(kind):
    cls = KINDS[kind]
    assert cls.__module__.endswith("." + kind.replace("-", "_"))
    text = inspect.getdoc(cls)
    assert text
    assert text.split("\n")[0].endswith(".")
    for field in attrs.fields(cls):
        assert f"    {field.name}: " in text, field.name
    assert importlib.import_module(cls.__module__).__doc__.startswith(f"`{kind}`")


INNER = {"kind": "tier", "tier": "helper"}
WHOLE = {
    "all-of": {"of": [INNER]},
    "any-of": {"of": [INNER]},
    "at-least": {"count": 1, "of": [INNER]},
    "holds": {"competency": "task"},
    "training": {"programme": "course", "within": "P6M"},
    "practice-count": {
        "competency": "task",
        "at_least": 3,
        "successful": True,
        "supervised": "direct",
        "within": "P6M",
        "modality": "ct",
        "distinct_supervisors": 2,
        "success_rate": 0.9,
        "sample": 10,
        "consecutive": 3,
        "since_last_sign_off": True,
    },
    "tier": {"tier": "helper"},
    "time-in-post": {
        "at_least": "P6M",
        "tier": "helper",
        "site": "s",
        "modality": "ct",
        "excluding_absence": True,
        "reasons": ["sickness"],
    },
    "qualification": {"level": 3},
    "deployed": {"deployment": "static", "modality": "ct"},
    "post-available": {"tier": "senior", "site": "s", "modality": "ct", "deployment": "static"},
    "approved-by": {"role": "manager"},
    "works-above-tier": {"at_least": 2, "within": "P6M", "distinct": 2, "not_counting": ["other"]},
    "assessor-registered": {},
    "assessor-role": {"role": "mr-lead"},
    "assessor-holds": {"competency": "task"},
    "countersigned": {"within": "P14D"},
}


def written(value):
    """Return a requirement, or a field of one, as a catalogue writes it."""
    if isinstance(value, Requirement):
        said = {f.name: written(getattr(value, f.name)) for f in attrs.fields(type(value))}
        return {"kind": value.kind, **said}
    if isinstance(value, tuple):
        return [written(item) for item in value]
    return value.iso() if hasattr(value, "iso") else value


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_read_from_a_table_with_all_its_fields(kind):
    assert set(WHOLE[kind]) == {f.name for f in attrs.fields(KINDS[kind])}
    made = structure.requirement({"kind": kind, **WHOLE[kind]})
    assert type(made) is KINDS[kind]
    assert structure.requirement(written(made)) == made
    assert {k: v for k, v in written(made).items() if k not in {"kind", "of", "within", "at_least"}} == {
        k: v for k, v in WHOLE[kind].items() if k not in {"of", "within", "at_least"}
    }


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_refuses_a_field_it_does_not_know(kind):
    assert structure.requirement({"kind": kind, **WHOLE[kind], "unheard_of": 1}) is None


@pytest.mark.parametrize(
    ("requirement", "says"),
    [
        ('{ kind = "at-least", count = 3, of = [ { kind = "tier", tier = "helper" } ] }', "asks for 3 of 1"),
        ('{ kind = "practice-count", competency = "task", at_least = 0 }', "counts from 1 up"),
        (
            '{ kind = "practice-count", competency = "task", at_least = 1, success_rate = 90 }',
            "a success rate is a fraction",
        ),
        ('{ kind = "deployed" }', "asks neither for a deployment nor for a modality"),
        ('{ kind = "holds", competency = "tsk" }', "did you mean 'task'?"),
        ('{ kind = "training", programme = "corse" }', "did you mean 'course'?"),
        ('{ kind = "deployed", modality = "cd" }', "there is no modality 'cd'"),
        ('{ kind = "post-available", tier = "senor" }', "did you mean 'senior'?"),
        ('{ kind = "time-in-post", at_least = "P1M", tier = "helpr" }', "did you mean 'helper'?"),
        ('{ kind = "assessor-registered" }', "can be asked of a sign-off only"),
        ('{ kind = "all-of", of = [] }', "is empty"),
    ],
)
def test_what_a_requirement_cannot_ask(requirement, says):
    with pytest.raises(CatalogueError) as error:
        judged(requirement, [])
    assert says in str(error.value)


def test_walking_through_requirements_and_the_training_they_ask_for():
    made = structure.requirement(
        {"kind": "all-of", "of": [{"kind": "any-of", "of": [{"kind": "training", "programme": "course"}, INNER]}]}
    )
    assert [path for _, path in walk([made])] == [
        "requires[0]",
        "requires[0].of[0]",
        "requires[0].of[0].of[0]",
        "requires[0].of[0].of[1]",
    ]
    assert trainings_asked([made]) == {"course"}


# -- judged of a worker --------------------------------------------------------------------------------------

HELD = [registered("a1"), signed_off("w1", "other", "2025-01-01", id="s0")]
UNKNOWN = [signed_off("w1", "other", "2025-01-01", assessor="a9", id="s0")]
TIER, HOLDS = '{ kind = "tier", tier = "helper" }', '{ kind = "holds", competency = "other" }'
QUALIFIED = '{ kind = "qualification", level = 3 }'
COUNT = '{ kind = "practice-count", competency = "task", at_least = '
VACANT = '{ kind = "post-available", tier = "senior", modality = "ct" }'
SERVED = '{ kind = "time-in-post", at_least = "P12M"'
vacancy = {"site": "site-1", "tier": "senior"}

CASES = [
    ("all of", f'{{ kind = "all-of", of = [ {TIER}, {HOLDS} ] }}', [POST, *HELD], MET),
    ("all of, one is not", f'{{ kind = "all-of", of = [ {QUALIFIED}, {HOLDS} ] }}', [POST, *UNKNOWN], NOT_MET),
    ("all of, one cannot be told", f'{{ kind = "all-of", of = [ {TIER}, {HOLDS} ] }}', [POST, *UNKNOWN], CANNOT_TELL),
    ("any of", f'{{ kind = "any-of", of = [ {TIER}, {HOLDS} ] }}', [POST, *UNKNOWN], MET),
    ("any of, none is", f'{{ kind = "any-of", of = [ {QUALIFIED}, {HOLDS} ] }}', [POST], NOT_MET),
    (
        "any of, one cannot be told",
        f'{{ kind = "any-of", of = [ {QUALIFIED}, {HOLDS} ] }}',
        [POST, *UNKNOWN],
        CANNOT_TELL,
    ),
    ("two of three", f'{{ kind = "at-least", count = 2, of = [ {TIER}, {HOLDS}, {QUALIFIED} ] }}', [POST, *HELD], MET),
    ("one of three", f'{{ kind = "at-least", count = 2, of = [ {TIER}, {HOLDS}, {QUALIFIED} ] }}', [POST], NOT_MET),
    (
        "perhaps two of three",
        f'{{ kind = "at-least", count = 2, of = [ {TIER}, {HOLDS}, {QUALIFIED} ] }}',
        [POST, *UNKNOWN],
        CANNOT_TELL,
    ),
    ("holds", HOLDS, [POST, *HELD], MET),
    ("holds not", HOLDS, [POST], NOT_MET),
    ("holds, nobody knows", HOLDS, [POST, *UNKNOWN], CANNOT_TELL),
    ("trained", '{ kind = "training", programme = "course" }', [COURSE], MET),
    (
        "trained too long ago",
        '{ kind = "training", programme = "course" }',
        [trained("w1", "course", "2025-02-28")],
        NOT_MET,
    ),
    (
        "trained on the first day that counts",
        '{ kind = "training", programme = "course", within = "P6M" }',
        [trained("w1", "course", "2025-09-02")],
        MET,
    ),
    (
        "trained on the last day that does not",
        '{ kind = "training", programme = "course", within = "P6M" }',
        [trained("w1", "course", "2025-09-01")],
        NOT_MET,
    ),
    (
        "training failed",
        '{ kind = "training", programme = "course" }',
        [trained("w1", "course", DAY, "failed")],
        NOT_MET,
    ),
    ("training not begun", '{ kind = "training", programme = "course" }', [POST], NOT_MET),
    (
        "training that the issuer ended",
        '{ kind = "training", programme = "course" }',
        [trained("w1", "course", "2025-12-01", expires_on="2026-02-28")],
        NOT_MET,
    ),
    ("practised", COUNT + "2 }", WATCHED, MET),
    ("practised once", COUNT + "2 }", WATCHED[:1], NOT_MET),
    ("a tally", COUNT + "9 }", [practised("w1", "task", "2026-01-01", count=9)], MET),
    (
        "a tally is never supervised",
        COUNT + "2, supervised = true }",
        [watched("w1", "task", "2026-01-01", count=9)],
        NOT_MET,
    ),
    ("a tally within", COUNT + '9, within = "P1M" }', [practised("w1", "task", DAY, count=9, from_="2026-02-02")], MET),
    (
        "a tally begun before",
        COUNT + '9, within = "P1M" }',
        [practised("w1", "task", DAY, count=9, from_="2026-02-01")],
        NOT_MET,
    ),
    (
        "a tally begun nobody knows when",
        COUNT + '9, within = "P1M" }',
        [practised("w1", "task", DAY, count=9)],
        NOT_MET,
    ),
    ("supervised", COUNT + "2, supervised = true }", WATCHED, MET),
    ("supervised otherwise", COUNT + '2, supervised = "indirect" }', WATCHED, NOT_MET),
    ("supervised by oneself", COUNT + "1, supervised = true }", [watched("w1", "task", DAY, supervisor="w1")], NOT_MET),
    ("successful", COUNT + "3, successful = true }", [*WATCHED, FAILED], NOT_MET),
    ("in a modality", COUNT + '2, modality = "ct" }', WATCHED, MET),
    ("in another modality", COUNT + '1, modality = "mr" }', WATCHED, NOT_MET),
    ("before two", COUNT + "1, distinct_supervisors = 2 }", [*WATCHED, watched("w1", "task", DAY, "a2")], MET),
    ("before one", COUNT + "1, distinct_supervisors = 2 }", WATCHED, NOT_MET),
    ("two of three succeeded", COUNT + "1, success_rate = 0.66, sample = 3 }", [*WATCHED, FAILED], MET),
    ("too few of three succeeded", COUNT + "1, success_rate = 0.7, sample = 3 }", [*WATCHED, FAILED], NOT_MET),
    ("a rate of too few", COUNT + "1, success_rate = 0.5, sample = 4 }", [*WATCHED, FAILED], NOT_MET),
    ("a rate of all", COUNT + "1, success_rate = 0.6 }", [*WATCHED, FAILED], MET),
    ("a rate of none", COUNT + "1, success_rate = 0.6 }", [POST], NOT_MET),
    ("in a row", COUNT + "1, consecutive = 2 }", WATCHED, MET),
    ("a row that broke", COUNT + "1, consecutive = 1 }", [*WATCHED, FAILED], NOT_MET),
    (
        "since the last sign-off",
        COUNT + "1, since_last_sign_off = true }",
        [*WATCHED, registered("a1"), signed_off("w1", "task", "2026-01-15")],
        MET,
    ),
    (
        "not since the last sign-off",
        COUNT + "1, since_last_sign_off = true }",
        [*WATCHED, registered("a1"), signed_off("w1", "task", "2026-02-01")],
        NOT_MET,
    ),
    (
        "since a sign-off nobody can judge",
        COUNT + "1, since_last_sign_off = true }",
        [*WATCHED, signed_off("w1", "task", "2026-02-01")],
        CANNOT_TELL,
    ),
    ("at the tier", TIER, [POST], MET),
    ("at another tier", TIER, [appointed("w1", "2024-01-08", "senior")], NOT_MET),
    ("left", TIER, [POST, left("w1", "2026-02-28")], NOT_MET),
    ("never appointed", TIER, [COURSE], CANNOT_TELL),
    ("re-banded", TIER, [POST, entry("rebanding", "2026-01-01", worker="w1", to="senior")], NOT_MET),
    (
        "re-banding refused",
        TIER,
        [POST, entry("rebanding", "2026-01-01", worker="w1", to="senior", outcome="refused")],
        MET,
    ),
    ("served", SERVED + " }", [appointed("w1", "2025-03-01", "helper")], MET),
    ("served a day less", SERVED + " }", [appointed("w1", "2025-03-02", "helper")], NOT_MET),
    (
        "served with a break",
        SERVED + " }",
        [POST, left("w1", "2025-06-30"), appointed("w1", "2025-07-02", "helper")],
        NOT_MET,
    ),
    (
        "served without a break",
        SERVED + " }",
        [POST, left("w1", "2025-06-30"), appointed("w1", "2025-07-01", "helper")],
        MET,
    ),
    (
        "absence counts",
        SERVED + " }",
        [appointed("w1", "2025-03-01", "helper"), absent("w1", "2025-04-01", "2025-04-30")],
        MET,
    ),
    (
        "absence does not count",
        SERVED + ", excluding_absence = true }",
        [appointed("w1", "2025-03-01", "helper"), absent("w1", "2025-04-01", "2025-04-30")],
        NOT_MET,
    ),
    (
        "absence for another reason",
        SERVED + ', reasons = ["maternity"] }',
        [appointed("w1", "2025-03-01", "helper"), absent("w1", "2025-04-01", "2025-04-30")],
        MET,
    ),
    ("served elsewhere", SERVED + ', site = "site-9" }', [POST], NOT_MET),
    ("served at another tier", SERVED + ', tier = "senior" }', [POST], NOT_MET),
    ("served in CT", SERVED + ', modality = "ct" }', [POST], MET),
    ("served who knows where", SERVED + ', modality = "ct" }', [VAGUE], CANNOT_TELL),
    ("never served", SERVED + " }", [COURSE], CANNOT_TELL),
    ("qualified", QUALIFIED, [entry("qualification", DAY, worker="w1", level=3)], MET),
    ("qualified below", QUALIFIED, [entry("qualification", DAY, worker="w1", level=2, title="Diploma")], NOT_MET),
    ("not qualified", QUALIFIED, [POST], NOT_MET),
    ("deployed", '{ kind = "deployed", deployment = "static", modality = "ct" }', [POST], MET),
    ("deployed otherwise", '{ kind = "deployed", deployment = "rotational" }', [POST], NOT_MET),
    ("deployed elsewhere", '{ kind = "deployed", modality = "mr" }', [POST], NOT_MET),
    (
        "deployed nobody knows how",
        '{ kind = "deployed", deployment = "static", modality = "ct" }',
        [VAGUE],
        CANNOT_TELL,
    ),
    ("deployed, left", '{ kind = "deployed", modality = "ct" }', [POST, left("w1", "2026-02-28")], NOT_MET),
    ("a post is vacant", VACANT, [POST, entry("vacancy", DAY, **vacancy, modality="ct", until=DAY)], MET),
    (
        "a vacancy is over",
        VACANT,
        [POST, entry("vacancy", "2026-02-01", **vacancy, modality="ct", until="2026-02-28")],
        NOT_MET,
    ),
    ("a funded post", VACANT, [POST, entry("vacancy", DAY, **vacancy, modality="ct", status="funded")], MET),
    ("a frozen post", VACANT, [POST, entry("vacancy", DAY, **vacancy, modality="ct", status="frozen")], NOT_MET),
    ("a refused post", VACANT, [POST, entry("vacancy", DAY, **vacancy, modality="ct", status="refused")], NOT_MET),
    ("a frozen post that says little", VACANT, [POST, entry("vacancy", DAY, **vacancy, status="frozen")], NOT_MET),
    ("another is vacant", VACANT, [POST, entry("vacancy", DAY, **vacancy, modality="mr")], NOT_MET),
    (
        "one is vacant elsewhere",
        VACANT,
        [POST, entry("vacancy", DAY, site="site-2", tier="senior", modality="ct")],
        NOT_MET,
    ),
    ("a vacancy that says little", VACANT, [POST, entry("vacancy", DAY, **vacancy)], CANNOT_TELL),
    ("vacant for whom", VACANT, [COURSE, entry("vacancy", DAY, **vacancy, modality="ct")], CANNOT_TELL),
    (
        "approved",
        '{ kind = "approved-by", role = "manager" }',
        [entry("approval", DAY, worker="w1", role="manager", by="m1")],
        MET,
    ),
    (
        "approved for this rule",
        '{ kind = "approved-by", role = "manager" }',
        [entry("approval", DAY, worker="w1", role="manager", by="m1", rule="asked")],
        MET,
    ),
    (
        "approved for another rule",
        '{ kind = "approved-by", role = "manager" }',
        [entry("approval", DAY, worker="w1", role="manager", by="m1", rule="r")],
        NOT_MET,
    ),
    (
        "approved by another role",
        '{ kind = "approved-by", role = "manager" }',
        [entry("approval", DAY, worker="w1", role="lead", by="m1")],
        NOT_MET,
    ),
    (
        "works above",
        '{ kind = "works-above-tier", at_least = 2, within = "P6M" }',
        [POST, practised("w1", "task", "2026-01-01", count=2, from_="2026-01-01")],
        MET,
    ),
    ("is trained above", '{ kind = "works-above-tier", at_least = 1, within = "P6M" }', [POST, *WATCHED], NOT_MET),
    (
        "worked above long ago",
        '{ kind = "works-above-tier", at_least = 1, within = "P6M" }',
        [POST, practised("w1", "task", "2025-09-01")],
        NOT_MET,
    ),
    (
        "works at the tier",
        '{ kind = "works-above-tier", at_least = 1, within = "P6M" }',
        [POST, practised("w1", "other", DAY)],
        NOT_MET,
    ),
    (
        "one task above",
        '{ kind = "works-above-tier", at_least = 1, within = "P6M", distinct = 2 }',
        [POST, practised("w1", "task", DAY)],
        NOT_MET,
    ),
    (
        "a task above that shows nothing about the band",
        '{ kind = "works-above-tier", at_least = 1, within = "P6M", not_counting = ["task"] }',
        [POST, practised("w1", "task", DAY)],
        NOT_MET,
    ),
    (
        "works above what",
        '{ kind = "works-above-tier", at_least = 1, within = "P6M" }',
        [practised("w1", "task", DAY)],
        CANNOT_TELL,
    ),
]


@pytest.mark.parametrize(
    ("requirement", "entries", "outcome"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_judged_of_a_worker(requirement, entries, outcome):
    answer = judged(requirement, entries)
    assert answer.outcome is outcome, answer.says
    assert answer.finding.sources == ("policy",)


def test_judged_of_a_worker_covers_every_kind():
    tried = {kind for kind in KINDS if any(f'kind = "{kind}"' in case[1] for case in CASES)}
    assert tried == {kind for kind, cls in KINDS.items() if not cls.only_for_sign_off}


def test_the_finding_names_every_unmet_part_not_the_first():
    answer = judged(f"{TIER}, {HOLDS}, {QUALIFIED}", [VAGUE])
    assert "Other has not been started" in answer.says
    assert "no qualification is on record" in answer.says
    assert "tier" not in answer.says


# -- judged of a sign-off ------------------------------------------------------------------------------------

HIS = [registered("a9"), signed_off("a1", "task", "2025-01-01", assessor="a9", id="s9")]
SIGNED = [
    ("registered", REGISTERED, [registered("a1")], MET),
    ("no longer registered", REGISTERED, [registered("a1", until="2026-02-14")], NOT_MET),
    ("not yet registered", REGISTERED, [registered("a1", "2026-02-16")], NOT_MET),
    ("registration unknown", REGISTERED, [], CANNOT_TELL),
    ("in the role", '{ kind = "assessor-role", role = "mr-lead" }', [registered("a1", roles=["x", "mr-lead"])], MET),
    ("in no role", '{ kind = "assessor-role", role = "mr-lead" }', [registered("a1")], NOT_MET),
    ("role unknown", '{ kind = "assessor-role", role = "mr-lead" }', [], CANNOT_TELL),
    (
        "holds another",
        '{ kind = "assessor-holds", competency = "other" }',
        [registered("a9"), signed_off("a1", "other", "2025-01-01", "a9")],
        MET,
    ),
    (
        "held another",
        '{ kind = "assessor-holds", competency = "other" }',
        [practised("a1", "other", "2025-01-01")],
        NOT_MET,
    ),
    ("holds nobody knows what", '{ kind = "assessor-holds" }', [practised("a1", "other", "2025-01-01")], CANNOT_TELL),
    ("an assessor nobody knows", '{ kind = "assessor-holds" }', [], CANNOT_TELL),
    ("countersigned", '{ kind = "countersigned" }', [countersigned("w1", "s1", "2026-02-20")], MET),
    ("not countersigned", '{ kind = "countersigned" }', [], NOT_MET),
    (
        "countersigned by the assessor",
        '{ kind = "countersigned" }',
        [countersigned("w1", "s1", "2026-02-20", "a1")],
        NOT_MET,
    ),
    (
        "countersigned by the worker",
        '{ kind = "countersigned" }',
        [countersigned("w1", "s1", "2026-02-20", "w1")],
        NOT_MET,
    ),
    ("countersigned before", '{ kind = "countersigned" }', [countersigned("w1", "s1", "2026-02-14")], NOT_MET),
    (
        "countersigned in time",
        '{ kind = "countersigned", within = "P5D" }',
        [countersigned("w1", "s1", "2026-02-20")],
        MET,
    ),
    (
        "countersigned too late",
        '{ kind = "countersigned", within = "P4D" }',
        [countersigned("w1", "s1", "2026-02-20")],
        NOT_MET,
    ),
]


@pytest.mark.parametrize(
    ("requirement", "entries", "outcome"), [case[1:] for case in SIGNED], ids=[case[0] for case in SIGNED]
)
def test_judged_of_a_sign_off(requirement, entries, outcome):
    answer = judged_at_sign_off(requirement, entries)
    assert answer.outcome is outcome, answer.says


def test_judged_of_a_sign_off_covers_every_kind():
    tried = {kind for kind in KINDS if any(f'kind = "{kind}"' in case[1] for case in SIGNED)}
    assert tried == {kind for kind, cls in KINDS.items() if cls.only_for_sign_off}


def test_a_countersignature_counts_from_its_day():
    asked = '{ kind = "countersigned" }'
    signature = countersigned("w1", "s1", "2026-02-20")
    assert judged_at_sign_off(asked, [signature], "2026-02-19").outcome is NOT_MET
    assert judged_at_sign_off(asked, [signature], "2026-02-20").outcome is MET


def test_an_assessor_who_holds_it_may_pass_it_on():
    """The assessor's own sign-off is judged by the same rule: somebody must have been the first."""
    own = '{ kind = "any-of", of = [ { kind = "assessor-holds" }, { kind = "assessor-registered" } ] }'
    answer = judged_at_sign_off(own, HIS)
    assert answer.outcome is MET
    assert date(2025, 1, 1) < answer.moment.as_of


def test_a_kind_that_judges_in_its_own_way_takes_no_bounds_from_the_one_it_extends() -> None:
    @requirement
    class Stricter(Tier):
        kind: ClassVar[str] = "stricter"

        def judge(self, case):
            return super().judge(case)

    @requirement
    class Renamed(Tier):
        kind: ClassVar[str] = "renamed"

    assert Stricter.bounds is Requirement.bounds
    assert Renamed.bounds is Tier.bounds
