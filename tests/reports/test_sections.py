"""What stands on the papers made of sections, where it must not be left out or made up."""

import re
from collections.abc import Iterable
from datetime import date
from io import BytesIO
from typing import Any

import attrs
import pytest

from sw_competency import Catalogue, MemoryStore, Tracker, load, plugins, read_layer
from sw_competency.catalogue import shipped
from sw_competency.reports import Asked, cover, due, inspection, listing, rebanding_case, supervision, variation, write
from sw_competency.reports._base import day_of
from sw_competency.reports._paper import plain
from sw_competency.reports._sections import Paper
from tests.reports.conftest import DAY, HERE, KNOWN, RECORD, SECRETS
from tests.ugly import ugly

LAPSED = [{"kind": "appointment", "worker": "w5", "on": "2020-01-06", "site": "site-1", "tier": "support"},
          {"kind": "sign-off", "worker": "w5", "on": "2020-02-03", "competency": "stock", "assessor": "a1"},
          {"kind": "practice", "worker": "w5", "on": str(DAY), "competency": "stock", "outcome": "successful",
           "supervision": "none"}]  # fmt: skip
LISTED = {one["name"]: one for one in listing()}
PAPERS = [name for name in LISTED if isinstance(vars(plugins.members("reports")[name]).get("Paper"), type)]


def asked_of(*entries: dict[str, Any], **given: Any) -> Asked:
    held = load(read_layer(HERE / "catalogue.toml"), over_shipped=False)
    return told([*RECORD, *entries], held, **given)


def told(entries: Iterable[dict[str, Any]], held: Catalogue, **given: Any) -> Asked:
    tracker = Tracker(MemoryStore(), held, clock=lambda: KNOWN)
    tracker.append(entries, recorded_by="edu-1")
    return Asked(questions=tracker.at(DAY, KNOWN), person=tracker.person, **given)


def section(paper: Paper, title: str) -> Any:
    return next(one for one in paper.sections if one.title.startswith(title))


def cells(one: Any) -> list[tuple[str, ...]]:
    return [tuple(getattr(cell, "word", str(cell)) for cell in row) for table in one.grids for row in table.rows]


def test_a_case_asserts_no_band_and_leaves_the_factors_blank() -> None:
    """The panel decides: nothing of the record stands in its part, and no outcome is ticked."""
    paper = rebanding_case.view(asked_of(worker="w1", rule="review"))
    factors = section(paper, "The sixteen factors")
    assert len(factors.grids[0].rows) == len(rebanding_case.FACTORS) == 16
    assert {cell for row in factors.grids[0].rows for cell in row[1:]} == {""}
    assert not re.search(r"band [2-9]", " ".join((*paper.lead, *section(paper, "Decision").boxes)))


def test_safety_findings_are_apart_from_work_above_the_tier() -> None:
    """What was done when it was not open is a page of its own, and is counted only there."""
    paper = rebanding_case.view(asked_of(*LAPSED, worker="w5", rule="review"))
    assert cells(section(paper, "Safety findings"))
    assert section(paper, "Safety findings").fresh
    assert not cells(section(paper, "Work above"))
    assert "Safety findings" in section(paper, "Work above").nothing  # a rule may count it all the same
    assert "Safety findings" in paper.alarms[0]


def test_the_day_of_a_claim_and_its_job_description() -> None:
    facts = dict(rebanding_case.view(asked_of(worker="w1", rule="review")).facts)
    assert facts["Review asked for on"] == date(2025, 9, 15)
    assert facts["Job description"] == "2019"
    assert dict(rebanding_case.view(asked_of(worker="w2", rule="review")).facts)["Review asked for on"] == (
        "no claim is on record"
    )


def test_an_inspector_sees_who_did_it_though_it_was_not_open() -> None:
    """Practice on the day without a sign-off that counts comes first; its evidence is judged as known then."""
    paper = inspection.view(asked_of(*LAPSED, competency="stock"))
    assert any("w5" in one and "without direct supervision" in one for one in paper.alarms)
    [row] = cells(section(paper, "Done on"))
    assert row[0] == "w5"
    assert row[1] != "may"


@pytest.mark.parametrize(("known_by", "day"), [("2026-03-10T12:00:00Z", "10 March 2026"), ("2026-05-02", "2 May 2026")])
def test_an_inspection_says_by_what_records_it_judges(known_by: str, day: str) -> None:
    """What was put on record since counts only where it is asked for, and the page says which it is."""
    asked = asked_of(competency="greeting")
    asked = attrs.evolve(asked, questions=Tracker(MemoryStore(), asked.questions.catalogue).at(DAY, known_by))
    assert section(inspection.view(asked), "Sign-offs").title.endswith(f"records up to {day}")


def test_an_inspector_of_a_site_sees_who_is_in_post_there() -> None:
    names = {row[0] for row in cells(section(inspection.view(asked_of(competency="greeting", site="site-2")), "Every"))}
    assert names == {"Amara Okonkwo (w1)"}
    assert not cells(section(inspection.view(asked_of(*LAPSED, competency="greeting", site="site-1")), "Done on"))


def test_a_one_to_one_looks_back_to_the_day_given() -> None:
    """What happened on that day was talked of then."""
    for since, tasks in ((date(2025, 6, 4), 0), (date(2025, 6, 3), 1)):
        paper = supervision.view(asked_of(worker="w1", since=since))
        assert len(cells(section(paper, "Practised"))) == tasks


@pytest.mark.parametrize("name", [name for name in PAPERS if name != "subject-access"])
def test_reasons_stay_off_papers(name: str) -> None:
    """Reasons for absence, withdrawal, refusal and leaving are health and conduct data."""
    page = _written(name)
    assert [one for one in SECRETS if one in page] == []


def _written(name: str, **more: Any) -> str:
    return _made(name, **more).decode()


def _made(name: str, form: str = "md", **more: Any) -> bytes:
    given = {"worker": "w1", "competency": "screening", "rule": "review"}
    return write(name, asked_of(**{need: given[need] for need in LISTED[name]["needs"]}, **more), form)


def test_what_is_held_about_somebody_is_given_whole() -> None:
    """Their own reasons are theirs to read, and who assessed them too."""
    page = _written("subject-access")
    assert [one for one in SECRETS if one not in page] == []
    assert "Assessor: Priya Raman (a1)" in page


@pytest.mark.parametrize("name", [name for name in PAPERS if "worker" in LISTED[name]["needs"]])
def test_of_somebody_nobody_knows_there_is_a_short_page(name: str) -> None:
    given = {"rule": "review"} if name == "rebanding-case" else {}
    page = write(name, asked_of(worker="nobody", **given), "md").decode()
    assert re.search(r"Nothing is (recorded of|held about) nobody", page)


def stocked(worker: str, on: str) -> list[dict[str, Any]]:
    """Somebody signed off for stock, which lasts two years, in post where nobody else is."""
    return [{"kind": "appointment", "worker": worker, "on": "2023-01-02", "site": "site-9", "tier": "support"},
            {"kind": "sign-off", "worker": worker, "on": on, "competency": "stock", "assessor": "a1"}]  # fmt: skip


FIRST = stocked("w6", "2024-03-12")  # to 12 March 2026, two days ahead


@pytest.mark.parametrize(
    ("others", "word", "week"),
    [
        (stocked("w7", "2026-01-05"), "covered", "Only w7 from 13 March 2026 to 16 March 2026"),
        ([], "one person", "Nobody can from 13 March 2026, since w6 may not do it. Only w6 from 10 March 2026 to"),
        (stocked("w7", "2026-01-05") + stocked("w8", "2026-01-05"), "covered", "Covered every day"),
    ],
    ids=["from a day on", "then nobody", "all week"],
)
def test_cover_says_when_it_hangs_on_one_person(others: list[dict[str, Any]], word: str, week: str) -> None:
    paper = cover.view(asked_of(*FIRST, *others, competencies=("stock",), site="site-9"))
    [row] = cells(paper.sections[0])
    assert row[1] == word
    assert row[-1].startswith(week)


def test_nobody_can_is_said_once_for_all_sites() -> None:
    paper = cover.view(asked_of(*stocked("w6", "2020-03-12"), competencies=("stock",)))
    assert [one for one in paper.alarms if "site-9" in one] == list(paper.alarms)


def test_what_runs_out_stands_in_its_month_and_what_has_stands_first() -> None:
    paper = due.view(asked_of(*FIRST, *stocked("w7", "2020-03-12"), site="site-9"))
    over, month = paper.sections[1:3]
    assert over.title.startswith("Run out")
    assert [row[1] for row in cells(over)] == ["w7"]
    assert month.title == "March 2026"
    assert [row[:2] for row in cells(month)] == [("2026-03-12", "w6")]


def test_sites_side_by_side_or_a_row_for_each_value() -> None:
    """As many sites as have room stand beside each other; of more, each value is a row with its sites."""
    most = variation.SIDE_BY_SIDE
    for count, columns in ((2, 4), (most, most + 2), (most + 1, 4)):
        posts = [
            {"kind": "appointment", "worker": f"v{n}", "on": "2024-01-01", "site": f"place-{n}",
             "tier": "clinical-support-worker", "title": f"Title {n}"}
            for n in range(count)
        ]  # fmt: skip
        paper = variation.view(told(posts, shipped()))
        assert {len(one.columns) for one in section(paper, "Titles").grids} == {columns}
        assert paper.wide == (columns > 6)


@pytest.mark.parametrize("name", [name for name in PAPERS if "xlsx" in LISTED[name]["formats"]])
def test_a_paper_is_a_workbook_too(name: str) -> None:
    """Each table is a sheet; what is filled in by hand is none."""
    calamine = pytest.importorskip("python_calamine", reason="the extra 'xlsx' is not installed")
    sheets = calamine.CalamineWorkbook.from_filelike(BytesIO(_made(name, "xlsx"))).sheet_names
    assert sheets[-1] == "About"
    assert not [each for each in sheets if "factors" in each]


@pytest.mark.parametrize(("name", "given"), [
    ("due", {}), ("matrix", {}), ("scope-statement", {"worker": "u0001"}), ("supervision", {"worker": "u0001"}),
])  # fmt: skip
def test_a_day_that_rests_on_a_local_default_has_a_dagger_beside_it(name: str, given: dict[str, Any]) -> None:
    """On the screen, in Markdown and on paper; the day stays a day in a workbook."""
    tracker = ugly(2)
    page = tracker.report(name, format="html", **given).decode()
    assert re.search(r'\d{4}</time><sup title="local default, to be confirmed">†</sup>', page)
    assert re.search(r"\d{4} †", tracker.report(name, format="md", **given).decode())


def test_on_paper_and_in_a_workbook_a_presumed_day_is_still_a_day() -> None:
    day = day_of(date(2026, 3, 2), presumed=True)
    assert plain(day) == "2 March 2026†"
    assert day == date(2026, 3, 2)
    assert day_of(None, presumed=True) is None


def test_variation_names_what_nobody_has_published() -> None:
    """Beside the value it says so, and at the end which it is about."""
    paper = variation.view(told([], load(read_layer("example:nine-sites"))))
    marked = [row for one in paper.sections for grid in one.grids for row in grid.rows if "to be confirmed" in str(row)]
    assert bool(marked) == bool(paper.defaults)


def test_in_a_one_to_one_stand_second_posts_and_what_was_declined() -> None:
    paper = supervision.view(asked_of(worker="w1", since=date(2025, 5, 31)))
    happened = [row[1] for row in cells(section(paper, "What else happened"))]
    assert "In post: Support worker, site-2, to 31 May 2026" in happened
    assert "Asked to do Cannulation: declined" in happened


def test_an_alarm_about_many_tasks_names_the_first_and_says_where_the_others_stand() -> None:
    """A wall of titles is read by nobody: all of them stand beneath, each with the reason."""
    page = ugly(1, lapsed=True).report("scope-statement", worker="u0000", format="md").decode()
    alarm = re.search(r"\*\*Do not do: (.*?)\*\*", page)
    assert alarm is not None
    assert re.search(r"; and \d+ more, under “Not to be done”\.$", alarm[1])
    assert alarm[1].count(";") == 6
