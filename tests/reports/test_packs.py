"""The pages for many people, and the card for wards: register, certificates; one side; every cell of a matrix."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import attrs
import pytest

from sw_competency import MemoryStore, Tracker
from sw_competency.errors import ReportError
from sw_competency.model.marks import STATUS
from sw_competency.reports import Asked, matrix, role_card, sign_off_pack, write
from tests.reports.conftest import can_set
from tests.ugly import DAY, ugly

Ask = Callable[..., Asked]
PACK: dict[str, Any] = {"worker": None, "people": ("w1", "w2"), "competencies": ("greeting", "stock")}


@pytest.fixture(scope="module")
def department() -> Asked:
    tracker = ugly(8)
    questions = tracker.at(DAY)
    return Asked(questions=questions, person=tracker.person, workers=lambda: questions.workers)


def test_a_pack_has_a_line_a_sheet_and_a_certificate_for_whoever_is_signed_off(asked: Ask) -> None:
    view = sign_off_pack.view(asked(**PACK))
    assert [(line.id, line.competency) for line in view.register] == [
        ("w1", "Greeting and escorting"), ("w1", "Stock"), ("w2", "Greeting and escorting"), ("w2", "Stock"),
    ]  # fmt: skip
    assert [one.heading for one in view.sheets] == [line.competency for line in view.register]
    certified = [view.register[place] for place in view.certified]
    assert all(line.status in (STATUS["current"], STATUS["due"]) and line.signed_on for line in certified)
    assert ("w1", "Stock") not in [(line.id, line.competency) for line in certified]  # suspended


def test_a_certificate_names_its_limits_and_claims_no_qualification(asked: Ask) -> None:
    page = write("sign-off-pack", asked(**PACK), "md").decode()
    told = page.partition("# Certificate of local competence: Greeting and escorting")[2]
    assert "only: CT; weekdays" in told or "only:" in told
    assert "It is no qualification, no registration" in told


def test_a_pack_that_is_too_large_is_refused_in_one_sentence(asked: Ask) -> None:
    people = tuple(f"p{n}" for n in range(sign_off_pack.MOST + 1))
    with pytest.raises(ReportError, match="101 sheets"):
        write("sign-off-pack", asked(worker=None, people=people, competencies=("stock",)))


@pytest.mark.parametrize("name", ["sign-off-pack", "matrix"])
def test_a_table_is_a_workbook_too(asked: Ask, name: str) -> None:
    made = write(name, asked(**(PACK if name == "sign-off-pack" else {"worker": None})), "xlsx")
    assert b"Stock" in ZipFile(BytesIO(made)).read("xl/sharedStrings.xml")


@pytest.mark.parametrize("worker", [f"u{n:04}" for n in range(3)])
def test_a_card_has_one_answer_for_each_task_on_one_side(department: Asked, worker: str) -> None:
    can_set()
    pdfium = pytest.importorskip("pypdfium2")
    one = attrs.evolve(department, worker=worker)
    view = role_card.view(one)
    titles = [row.title for rows in (view.may, view.ask, view.may_not) for row in rows] + list(view.learning)
    assert len(titles) == len(set(titles))
    assert view.look_again == min(row.last for row in view.may if row.last)
    assert len(pdfium.PdfDocument(write("role-card", one, "pdf"))) == 1


def test_a_card_of_nobody_says_to_ask(department: Asked) -> None:
    page = write("role-card", attrs.evolve(department, worker="nobody"), "md").decode()
    assert "ask before you hand on any task" in page
    assert "Nothing today." in page


def test_the_matrix_says_what_the_question_answers(department: Asked) -> None:
    """Each cell that is begun stands once, with its status and last day; columns are shared out evenly."""
    answer, view = department.questions.matrix(), matrix.view(department)
    told = sorted(
        (person.id, title, cell.mark.word, str(cell.last))
        for part in view.parts for person in part.people
        for (title, _), cell in zip(part.across, person.cells, strict=True) if cell is not None
    )  # fmt: skip
    titled = department.titled
    assert told == sorted(
        (row.worker, titled(c.competency), STATUS[c.status].word, str(c.expires_on))
        for row in answer.rows for c in row.cells
    )  # fmt: skip
    assert sum(count for _, count in view.legend) == len(told)
    assert max(len(part.across) for part in view.parts) <= matrix.ACROSS
    days = [cell for grid in view.page.grids for row in grid.rows for cell in row[3:] if isinstance(cell, date)]
    assert days


def test_the_matrix_of_nobody_is_a_page_that_says_so() -> None:
    tracker = Tracker(MemoryStore())
    page = write("matrix", Asked(questions=tracker.at(DAY), person=tracker.person), "md").decode()
    assert "Nobody is in post, or nothing was begun." in page
