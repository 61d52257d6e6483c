"""Records that were once answered wrongly, with the right answer: scenarios, and small stores asked in full."""

from datetime import date
from pathlib import Path

import pytest

from sw_competency import MemoryStore, Tracker
from sw_competency.catalogue import load, read_layer, shipped
from sw_competency.model import MET
from sw_competency.testing.scenarios import run_file

CASES = Path(__file__).parents[1] / "../shared/cases"
JUDGE = CASES / "judge"
SCENARIOS = [*sorted(CASES.glob("0[12]-*.toml")), *sorted(JUDGE.glob("*.toml"))]
JUNE = date(2024, 6, 1)

pytestmark = pytest.mark.skipif(not JUDGE.exists(), reason="the cases do not lie beside this folder")


def asked(case, catalogue):
    """The tracker of a case: its entries imported under its catalogue."""
    layer = read_layer(JUDGE / case / catalogue)
    tracker = Tracker(MemoryStore(), load(layer, over_shipped=None if case != "14-due-counts-as" else shipped()))
    assert tracker.import_file(JUDGE / case / "given.jsonl").rejected == 0
    return tracker


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_case_that_is_a_scenario_holds(path):
    ran = run_file(path)
    assert ran.scenarios > 0
    assert not ran.failed, "\n".join(f"{f.scenario}: expected {f.expected}, came {f.came}" for f in ran.failed)


def test_what_runs_out_is_known_by_what_counts_as_it():
    tracker = asked("14-due-counts-as", "req.toml")
    row = next(row for row in tracker.at(JUNE).required("w1").required if row.name == "bls-adult")
    assert (row.status, str(row.expires_on)) == ("current", "2025-01-10")
    due = tracker.at(date(2024, 12, 1)).due().due
    assert {(one.name, str(one.last), one.state) for one in due} >= {("bls-adult", "2025-01-10", "ends")}
    for day, until in (("2024-06-01", "2024-07-01"), ("2024-01-15", "2024-02-12")):
        names = {one.name for one in tracker.at(day).due(until=until).due}
        assert "bls-adult" not in names


def test_the_scope_is_that_of_the_site():
    answers = asked("15-scope-site", "cat.toml").at(JUNE).scope("w1")
    assert [(a.asked.task, a.answer) for a in answers] == [("task", "may")]


def test_asked_of_a_site_only_the_posts_there_count():
    tracker = asked("16-three-posts", "cat.toml")
    questions = tracker.at(JUNE)
    at_site = {site: [a.answer for a in questions.who_may("task", site)] for site in ("site-1", "site-2")}
    assert at_site == {"site-1": ["may"], "site-2": ["may-not"]}
    assert questions.may("w1", "task").answer == "may-not"
    cover = tracker.at(JUNE).cover("task", site="site-1")
    assert (cover.outcome, cover.able) == (MET, ("w1",))


def test_no_answer_cites_a_source_that_the_catalogue_does_not_hold():
    tracker = asked("17-sources", "cat.toml")
    department = tracker.at(JUNE)
    answers = [
        department.continuity("w1"), department.newcomers(), department.equity("csw"), *department.line_management(),
    ]  # fmt: skip
    assert all(set(answer.sources) <= set(tracker.catalogue.sources) for answer in answers)
