"""The acceptance scenarios hold, and what is wrong in a file of scenarios is told in one sentence."""

from pathlib import Path

import pytest

from sw_competency.errors import CatalogueError, ScenarioError, UnreadableFileError
from sw_competency.testing.scenarios import Ran, run_file

SHARED = Path(__file__).parents[1] / "../shared/scenarios"
FILES = sorted(SHARED.glob("*.toml"))
HERE = Path(__file__).parent
OURS = [*sorted((HERE / "scenarios").glob("*.toml")), *sorted((HERE.parent / "docs/examples").glob("*scenarios.toml"))]

CATALOGUE = """
shipped_catalogue = false
[catalogue.source.handbook]
title = "Handbook"
[catalogue.modality.ct]
title = "CT"
[catalogue.tier.helper]
title = "Helper"
band = 2
rank = 1
source = ["handbook"]
[catalogue.competency.screening]
title = "Screening"
modalities = ["ct"]
tier = "helper"
kind = "safety"
introduced = 2020-01-01
authority = "local"
source = ["handbook"]
sign_off = { requires = [ { kind = "assessor-registered" } ] }
currency = { expires_after = "P12M" }
"""
SCENARIO = """
[[scenario]]
name = "Signed off"
as_of = 2024-03-01
given = [ { kind = "appointment", worker = "w1", on = 2024-01-08, site = "s", tier = "helper" },
          { kind = "registration", assessor = "a1", on = 2020-01-01 },
          { kind = "sign-off", id = "e1", worker = "w1", on = 2024-02-01, competency = "screening", assessor = "a1" } ]
"""
HOLDS = SCENARIO + 'expect = [ { ask = "status", worker = "w1", competency = "screening", status = "current" } ]'


@pytest.fixture
def run(tmp_path):
    def write_and_run(text, catalogue=CATALOGUE):
        path = tmp_path / "own.toml"
        path.write_text(catalogue + text, "utf-8")
        return run_file(path)

    return write_and_run


@pytest.mark.skipif(not FILES, reason="the acceptance scenarios do not lie beside this folder")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_acceptance_scenario_holds(path):
    ran = run_file(path)
    assert ran.scenarios > 0
    assert [failure.to_json() for failure in ran.failed] == []
    assert ran.holding == ran.scenarios


def test_a_scenario_that_holds(run):
    assert run(HOLDS) == Ran(scenarios=1, expectations=1)


def test_a_scenario_that_does_not_hold_tells_what_was_expected_and_what_came(run):
    ran = run(HOLDS.replace('"current"', '"lapsed", says_includes = "Lapsed", expires_on = 2025-02-01'))
    (failure,) = ran.failed
    assert (ran.scenarios, ran.holding) == (1, 0)
    assert failure.scenario == "Signed off"
    assert failure.expected == {"status": "lapsed", "says_includes": "Lapsed"}
    assert failure.came["status"] == "current"
    assert "Screening is current" in failure.came["says"]
    assert failure.to_json()["file"] == "own.toml"


def test_what_came_of_several_files_adds_up(run):
    both = run(HOLDS) + run(HOLDS.replace('"current"', '"due"'))
    assert (both.scenarios, both.expectations, both.holding) == (2, 2, 1)


def test_every_question_can_be_asked(run):
    asks = """expect = [
      { ask = "may", worker = "w1", task = "screening", modality = "ct", answer = "may" },
      { ask = "may", worker = "w1", task = "screening", device = "d", post = "main", because = "none" },
      { ask = "counts", sign_off = "e1", outcome = "met" },
      { ask = "counts", worker = "w1", sign_off = "e1", outcome = "met" },
      { ask = "rebanding", worker = "w1", rule = "r", outcome = "met", entries = ["e1"] },
      { ask = "since", worker = "w1", rule = "r", since = 2024-02-01 },
      { ask = "path", worker = "w1", to = "helper", outcome = "met", steps = [] },
      { ask = "outside-scope", worker = "w1", competencies = [] },
      { ask = "unused", worker = "w1", competencies = [] } ]"""
    rule = """
    [[catalogue.rule.r]]
    title = "R"
    starts = 2020-01-01
    effect = "supports-review"
    source = ["handbook"]
    requires = [ { kind = "holds", competency = "screening" } ]
    """
    assert run(SCENARIO + asks, CATALOGUE + rule).failed == ()


def test_known_by_leaves_out_what_was_recorded_later(run):
    early = HOLDS.replace("as_of = 2024-03-01", "as_of = 2024-03-01\nknown_by = 2024-01-31").replace(
        "current", "not-started"
    )
    assert run(early).failed == ()
    instant = HOLDS.replace("as_of = 2024-03-01", "as_of = 2024-03-01\nknown_by = 2024-02-02T00:00:00Z")
    assert run(instant).failed == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "holds no [[scenario]]"),
        (HOLDS.replace("name =", "nam ="), "no field 'nam' here; did you mean 'name'?"),
        (HOLDS.replace('name = "Signed off"', ""), "a scenario has a name"),
        (HOLDS.replace("as_of = 2024-03-01", ""), "as_of is a day"),
        (HOLDS.replace("as_of = 2024-03-01", "as_of = 2024-03-01T12:00:00Z"), "as_of is a day"),
        (
            HOLDS.replace("as_of = 2024-03-01", 'as_of = 2024-03-01\nknown_by = "now"'),
            "known_by is an instant or a date",
        ),
        (HOLDS.replace("as_of = 2024-03-01", "as_of = 2024-03-01\nknown_by = 2024-03-01T12:00:00"), "has an offset"),
        (SCENARIO, "expects nothing"),
        (SCENARIO + "expect = []", "expects nothing"),
        (SCENARIO + "expect = [1]", "an expectation is a table"),
        (SCENARIO + 'expect = [ { ask = "statsu" } ]', "no question 'statsu'; did you mean 'status'?"),
        (SCENARIO + 'expect = [ { ask = "status", worker = "w1" } ]', "status names its competency"),
        (HOLDS.replace(', status = "current"', ""), "expects nothing of the answer"),
        (HOLDS.replace("status = ", "statuss = "), "no field 'statuss' here; did you mean 'status'?"),
        (
            HOLDS.replace('competency = "screening", status', 'competency = "sreening", status'),
            "did you mean 'screening'?",
        ),
        (HOLDS.replace('{ ask = "status", worker = "w1"', '{ ask = "status", worker = "w9"'), "about a worker 'w9'"),
        (SCENARIO + 'expect = [ { ask = "counts", sign_off = "e9", outcome = "met" } ]', "no sign-off 'e9' is given"),
        (
            HOLDS.replace('competency = "screening", assessor', 'competency = "sreening", assessor'),
            "did you mean 'screening'",
        ),
        (HOLDS.replace('kind = "sign-off"', 'kind = "signoff"'), "did you mean 'sign-off'"),
        (HOLDS.replace("given = [", "given = [ 1, "), "every entry says its kind"),
        ('[[scenario]]\nname = "n"\nas_of = 2024-01-01\ngiven = 1\nexpect = []', "given is a list"),
        (HOLDS.replace("given = [ {", 'given = [ { id = "e1",'), "'e1' is given twice"),
    ],
)
def test_what_cannot_be_run_is_an_error_of_the_file(run, text, says):
    with pytest.raises(ScenarioError) as error:
        run(text)
    assert says in str(error.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("scenario = []", "holds no [[scenario]]"),
        ("scenario = [1]", "a scenario is a table"),
        ("scenarios = 1", "no field 'scenarios' here; did you mean 'scenario'?"),
    ],
)
def test_what_stands_at_the_top_of_a_file_is_looked_at(run, text, says):
    with pytest.raises(ScenarioError) as error:
        run("", f"{text}\n{CATALOGUE}")
    assert says in str(error.value)


def test_a_file_that_cannot_be_read(tmp_path):
    path = tmp_path / "own.toml"
    with pytest.raises(UnreadableFileError, match="is not there"):
        run_file(path)
    path.write_bytes(b"\xff")
    with pytest.raises(UnreadableFileError, match="no UTF-8"):
        run_file(path)
    path.write_text("= 1")
    with pytest.raises(UnreadableFileError, match="no TOML"):
        run_file(path)


def test_a_catalogue_lies_beside_the_file_or_within_it(tmp_path):
    own = CATALOGUE.replace("[catalogue.", "[")
    (tmp_path / "trust.toml").write_text(own)
    path = tmp_path / "own.toml"
    path.write_text('catalogue = "trust.toml"\n' + HOLDS)
    assert run_file(path).failed == ()
    path.write_text("catalogue = 1\n" + HOLDS)
    with pytest.raises(ScenarioError, match="the name of a file"):
        run_file(path)
    path.write_text("shipped_catalogue = 1\n" + HOLDS)
    with pytest.raises(ScenarioError, match="true or false"):
        run_file(path)


def test_a_catalogue_that_is_wrong_is_told_as_one(run):
    with pytest.raises(CatalogueError, match="rank"):
        run(HOLDS, CATALOGUE.replace("rank = 1", 'rank = "one"'))


@pytest.mark.parametrize("file", OURS, ids=lambda file: file.stem)
def test_our_own_scenarios_hold(file):
    ran = run_file(file)
    assert ran.scenarios > 0
    assert not ran.failed, "\n".join(f"{f.scenario}: expected {f.expected}, came {f.came}" for f in ran.failed)


def test_a_field_nobody_knows_is_kept_and_told(run):
    """Under `given` too: entries there are what entries are everywhere."""
    ran = run(HOLDS.replace('id = "e1"', 'id = "e1", restriction = "with care", ward = "B"'))
    assert (ran.scenarios, ran.failed) == (1, ())
    assert [warning.partition(".given[2]: ")[2] for warning in ran.warnings] == [
        "a sign-off has no field 'restriction'; kept as it is: did you mean 'restrictions'?",
        "a sign-off has no field 'ward'; kept as it is",
    ]


@pytest.mark.parametrize("end", ['expires_on = 2024-01-31', 'restrictions = [ { modality = "CTT" } ]'])
def test_what_the_front_desk_refuses_is_an_error_of_a_scenario(run, end):
    with pytest.raises(ScenarioError, match=r"given\[2\]: .*(lies before|there is no modality)"):
        run(HOLDS.replace('id = "e1"', f'id = "e1", {end}'))


# -- every question can be asked ---------------------------------------------------------------------------------------

ASKED = {
    "who-may": 'task = "screening", count = 1',
    "who-may, one": 'task = "screening", worker = "w1", answer = "may"',
    "scope": 'worker = "w1", task = "screening", answer = "may"',
    "progress": 'worker = "w1", competency = "screening", status = "current"',
    "cover": 'task = "screening", until = 2024-04-01, able = ["w1"], uncovered = []',
    "due": 'until = 2025-03-01, outcome = "not-met"',
    "entries": 'worker = "w1", id = "e1", kind = "sign-off"',
    "entries, of an assessor": 'assessor = "a1", count = 1',
    "titles": 'titles = ["Scan buddy"], title = "Scan buddy", role = "unknown"',
    "sites": 'outcome = "cannot-tell", sites = []',
    "trace": 'assessor = "a1", given = 1',
    "if-recorded": 'entry = { kind = "leaving", worker = "w1", on = 2024-02-20 }, outcome = "not-met"',
    "impact": 'other = "other.toml", changes = []',
    "acceptance": 'site = "s", brought = [ { kind = "qualification", id = "q1", worker = "x9", on = 2020-01-01,'
                  ' level = 3 } ],'
                  ' entry = "q1", answer = "accepted"',
    "reconcile": 'extract = "esr.csv", missing = [], file = "esr.csv"',
}  # fmt: skip


@pytest.mark.parametrize("ask", ASKED)
def test_any_question_there_is_can_be_asked(run, tmp_path, ask):
    (tmp_path / "other.toml").write_text(CATALOGUE.replace("[catalogue.", "["), "utf-8")
    (tmp_path / "esr.csv").write_text("Employee Number,Location,FTE\nw1,s,1\n", "utf-8")
    ran = run(SCENARIO + f'expect = [ {{ ask = "{ask.partition(",")[0]}", {ASKED[ask]} }} ]')
    assert (ran.expectations, [failure.to_json() for failure in ran.failed]) == (1, [])


@pytest.mark.parametrize(
    ("expects", "came"),
    [
        ('task = "screening", count = 2', {"count": 1}),
        ('task = "screening", worker = "w9", answer = "may"', {"worker": None}),
        ('task = "screening", worker = "w1", answer = "may-not"', {"answer": "may"}),
        ('task = "screening", worker = "w1", count = 0', {"count": 1}),
    ],
)
def test_what_does_not_hold_of_several_answers_is_told(run, expects, came):
    (failure,) = run(SCENARIO + f'expect = [ {{ ask = "who-may", {expects} }} ]').failed
    assert failure.came == came


@pytest.mark.parametrize(
    ("expects", "says"),
    [
        ('task = "screening", worker = "w1"', "expect something of one of them, or a count"),
        ('task = "screening", answer = "may"', "there are several answers: name one"),
        ('task = "screening", site = 1, count = 1', "who-may names its site"),
        ('task = "screening", worker = "w1", answer = "mya"', "answer is never 'mya'"),
    ],
)
def test_what_cannot_be_expected_of_several_answers_is_an_error_of_the_file(run, expects, says):
    with pytest.raises(ScenarioError) as error:
        run(SCENARIO + f'expect = [ {{ ask = "who-may", {expects} }} ]')
    assert says in str(error.value)
