"""What a sign-off sheet has beside its rule and its log: policy, theory, knowledge, stages, and who may assess."""

import re
from typing import Any

import pytest

from sw_competency import MemoryStore, Tracker, load, read_layer
from sw_competency.reports import Asked, sign_off, write
from tests.reports.conftest import DAY, HERE


def asked_of(*entries: dict[str, Any], **more: Any) -> Asked:
    tracker = Tracker(MemoryStore(), load(read_layer(HERE / "catalogue.toml"), over_shipped=False))
    tracker.append([{"worker": "w1", **entry} for entry in entries])
    questions = tracker.at(DAY, tracker.now())
    return Asked(questions=questions, worker="w1", person=tracker.person, competency="cannulation", **more)


def test_the_sheet_of_a_task_says_what_the_catalogue_has_for_it() -> None:
    page = write("sign-off", asked_of(blank=True), "md").decode()
    for says in (
        "Policy, number or name: Policy 7", "Version: 3", "To be reviewed by: 31 January 2027",
        "Copies held by: the learner, the educator", "- Operator code issued on:", "| The learner knows | Method |",
        "| Veins of the arm | | | | | | |", "| The learner | Method | Achieved | Not yet | Not applicable | Comment |",
        "| Gauge † | Limb and site † |", "Assessor’s declaration:",
    ):  # fmt: skip
        assert says in page, says


def test_theory_log_and_dates_come_from_the_record() -> None:
    asked = asked_of(
        {"kind": "training", "on": "2026-01-05", "programme": "cannulation-theory", "outcome": "completed",
         "provider": "Skills centre"},
        {"kind": "practice", "on": "2026-01-10", "competency": "cannulation", "outcome": "successful",
         "gauge": "20G", "limb_and_site": "left forearm"},
    )  # fmt: skip
    view = sign_off.view(asked)
    theory = {one.title: (one.provider, one.mark and one.mark.word) for one in view.extras.theory}
    assert theory == {"Life support": ("", None), "Cannulation theory": ("Skills centre", "current")}
    assert [row.own for row in view.log.rows] == [("20G", "left forearm")]
    assert str(view.extras.began) == "2026-01-05"
    assert "20G" in write("sign-off", asked).decode()


@pytest.mark.parametrize(
    ("levels", "told"),
    [((), ("", "", "")), ((1,), ("1, 1 January 2026", "", "")),
     ((1, 3), ("1, 1 January 2026", "", "3, 2 January 2026")),
     ((1, 2, 3), ("1, 1 January 2026", "2, 2 January 2026", "3, 3 January 2026"))],
)  # fmt: skip
def test_self_assessment_at_three_stages(levels: tuple[int, ...], told: tuple[str, ...]) -> None:
    own = [{"kind": "self-assessment", "on": f"2026-01-0{n}", "competency": "cannulation", "level": level}
           for n, level in enumerate(levels, 1)]  # fmt: skip
    assert tuple(one.told for one in sign_off.view(asked_of(*own)).extras.stages) == told


@pytest.mark.parametrize(("registered", "word"), [(True, "met"), (False, "cannot tell")])
def test_the_assessors_right_to_assess_stands_once_and_by_name(registered: bool, word: str) -> None:
    known = {"kind": "registration", "worker": None, "assessor": "a1", "on": "2015-09-01"}
    entries = [{k: v for k, v in known.items() if v}] if registered else []
    tracker = Tracker(MemoryStore(), load(read_layer(HERE / "catalogue.toml"), over_shipped=False))
    tracker.append([
        *entries, {"kind": "person", "assessor": "a1", "name": "Priya Raman"},
        {"kind": "sign-off", "worker": "w1", "on": "2026-01-10", "competency": "stock", "assessor": "a1"},
    ])  # fmt: skip
    view = sign_off.view(Asked(questions=tracker.at(DAY, tracker.now()), worker="w1", competency="stock"))
    assert [line.mark.word for line in view.extras.eligible] == [word]
    assert not set(view.extras.eligible) & set(view.first_asks)
    assert "Priya Raman" in view.extras.eligible[0].says




@pytest.mark.parametrize("format_", ["html", "md"])
def test_a_filed_sheet_says_that_its_courses_are_as_on_the_day_of_the_sign_off(format_: str) -> None:
    """A course that was renewed since is shown as it stood when somebody was signed off, and the sheet says so."""
    course = {"kind": "training", "programme": "cannulation-theory", "outcome": "completed"}
    entries = [{**course, "on": day} for day in ("2025-01-05", "2026-01-20")]
    signed = {"kind": "sign-off", "on": "2025-02-10", "competency": "cannulation", "assessor": "a1"}
    filed = write("sign-off", asked_of(*entries, signed), format_).decode()
    assert re.search("s they stood on .*10 February 2025", filed)
    assert "20 January 2026" not in filed
    assert "s they stood on" not in write("sign-off", asked_of(*entries), format_).decode()
