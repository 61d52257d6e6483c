"""A file of several organisations: whose rows are ours is asked once; the others are left out, counted, and told."""

import pytest

from sw_competency import Tracker
from sw_competency.stores import MemoryStore

from .mending import LAST_CHANGED, intake_of, kept, looked_at, mended
from .test_saving import standing

WIDE = """Name,Staff No,{heading},Chaperoning
Amina Okafor,22014567,North Trust,13/03/2025
Amina Okafor,33014567,South Trust,14/03/2025
Bethan Price,22014568,north  trust,15/03/2025
Chidi Eze,22014569,,16/03/2025
"""
LONG = """Name,Staff No,{heading},Competency,Date
Amina Okafor,22014567,North Trust,Chaperoning,13/03/2025
Amina Okafor,33014567,South Trust,Chaperoning,14/03/2025
,,,ANTT,14/03/2025
Bethan Price,22014568,NORTH TRUST,Chaperoning,15/03/2025
Chidi Eze,22014569,,Chaperoning,16/03/2025
"""


@pytest.fixture
def tracker():
    return Tracker(MemoryStore(), clock=lambda: LAST_CHANGED)


def written(folder, text, heading="Organisation"):
    (folder / "everybody.csv").write_text(text.format(heading=heading), "utf-8")
    return kept(folder / "everybody.csv")


@pytest.mark.parametrize("heading", ["Organisation", "Trust", "Employer", "Employing organisation"])
@pytest.mark.parametrize("text", [WIDE, LONG])
def test_whose_rows_are_ours_is_asked_once_and_before_anything_else_of_them(tracker, tmp_path, text, heading):
    answer = looked_at(tracker, written(tmp_path, text, heading))
    [asked] = [one for one in answer.questions if one.where == "rows"]
    assert (asked.line, asked.cells) == (heading, 4)
    assert "North Trust" in asked.says
    assert "South Trust" in asked.says
    assert not answer.taken
    assert not [one for one in answer.questions if one.where == "people"], "nor is anybody of theirs asked about"
    assert '[rows]\n# Whose rows are ours' in answer.plan


@pytest.mark.parametrize("text", [WIDE, LONG])
@pytest.mark.parametrize(("ours", "workers", "left"), [
    ("North Trust", {"22014567", "22014568"}, {"South Trust", "no organisation"}),
    ("south trust", {"33014567"}, {"North Trust", "north trust", "NORTH TRUST", "no organisation"}),
    ("North Trust; South Trust", {"22014567", "22014568", "33014567"}, {"no organisation"}),
    ("all rows", {"22014567", "22014568", "33014567", "22014569"}, set()),
])  # fmt: skip
def test_rows_of_others_are_left_out_counted_and_told(tracker, tmp_path, text, ours, workers, left):
    path = written(tmp_path, text)
    plan = mended(looked_at(tracker, path).plan, ('"Organisation" = "?', ours))
    plan = mended(looked_at(tracker, path, plan).plan)
    answer = looked_at(tracker, path, plan)
    assert not answer.questions
    told = [one for one in answer.remarks if "left out: by the plan not ours" in one]
    assert len(told) >= len(left) - 1 if left else not told
    assert all(any(name.casefold() in one.casefold() for one in told) for name in left)
    out = {cell.text for cell in answer.cells if "by the plan not ours" in cell.says}
    assert ("33014567" in out) == ("33014567" not in workers)
    tracker.bring_in(intake_of(tracker, path, plan), "m1")
    assert {entry.worker for entry in standing(tracker)} == workers


def test_a_column_of_one_organisation_asks_nothing(tracker, tmp_path):
    answer = looked_at(tracker, written(tmp_path, WIDE.replace("South Trust", "North Trust")))
    assert not [one for one in answer.questions if one.where == "rows"]
    assert '"Organisation" = "ignored"  # all rows name' in answer.plan


def test_a_plan_made_before_that_leaves_the_column_out_takes_all_rows_still(tracker, tmp_path):
    path = written(tmp_path, WIDE)
    plan = looked_at(tracker, path).plan.replace('"Organisation" = "organisation"', '"Organisation" = "ignored"')
    plan = plan.partition("[rows]")[0]
    plan = mended(looked_at(tracker, path, plan).plan)
    tracker.bring_in(intake_of(tracker, path, plan), "m1")
    assert len({entry.worker for entry in standing(tracker)}) == 4
