"""The matrix: every cell is what `status` answers, and every count is of the cells."""

import pytest

from sw_competency.errors import UnknownNameError
from sw_competency.questions.matrix import Matrix
from sw_competency.testing.builders import left, registered, signed_off
from tests.staff import AP, SENIOR, department, post

ENTRIES = [
    registered("a1"), post("w1", SENIOR), post("w2", AP, site="site-2"), post("w3", SENIOR),
    post("w2", SENIOR, post="second"), post("w4", SENIOR), left("w4", "2025-01-31"),
    signed_off("w1", "ct-room-assist", "2025-05-01"), signed_off("w1", "stock-control", "2024-05-01"),
    signed_off("w2", "ct-room-assist", "2024-05-01"), signed_off("w4", "ct-room-assist", "2024-05-01"),
]  # fmt: skip


@pytest.mark.parametrize("day", ["2024-06-01", "2025-06-01", "2026-03-01", "2027-03-01"])
def test_each_cell_is_the_status_on_the_day_and_all_else_is_not_started(day):
    asked = department(ENTRIES, day)
    answer = asked.matrix(everything=True)
    assert answer.competencies
    for row in (one for one in answer.rows if one.post is None):
        cells = {cell.competency: cell for cell in row.cells}
        for name in answer.competencies:
            found = asked.status(row.worker, name)
            told = (cells[name].status, cells[name].expires_on) if name in cells else ("not-started", None)
            assert told == (found.status, found.expires_on if name in cells else None)


def test_nobody_else_is_looked_at_because_somebody_watches_how_far_it_has_come():
    some, told = department(ENTRIES).only(["w2", "w3"]), []
    answer = some.ask(Matrix(), lambda *how_far: told.append(how_far))
    assert told == [("Looking at records", 0, 2), ("Looking at records", 1, 2)]
    assert answer.rows == some.matrix().rows
    assert {row.worker for row in answer.rows} == {"w2", "w3"}


def test_everybody_in_post_is_there_each_post_once_and_each_person_counted_once():
    answer = department(ENTRIES).matrix()
    assert [(row.worker, row.post) for row in answer.rows] == [
        ("w1", None), ("w2", None), ("w2", "second"), ("w3", None),
    ]  # fmt: skip
    assert set(answer.competencies) == {"ct-room-assist", "stock-control"}
    people = {(row.worker, cell.competency) for row in answer.rows for cell in row.cells}
    counted = {one.competency: one.held + one.ended + one.unknown for one in answer.totals}
    assert counted == {name: sum(c == name for _, c in people) for name in answer.competencies}


@pytest.mark.parametrize(("asked", "workers", "competencies"), [
    ({"site": "site-2"}, ["w2"], {"ct-room-assist"}), ({"tier": AP}, ["w2"], {"ct-room-assist"}),
    ({"modality": "ct"}, ["w1", "w2", "w2", "w3"], {"ct-room-assist", "stock-control"}),
    ({"modality": "mr"}, ["w1", "w2", "w2", "w3"], {"stock-control"}),
])  # fmt: skip
def test_it_is_of_a_site_a_tier_or_an_area(asked, workers, competencies):
    answer = department(ENTRIES).matrix(**asked)
    assert ([row.worker for row in answer.rows], set(answer.competencies)) == (workers, competencies)


@pytest.mark.parametrize("asked", [{"site": "nowhere"}, {"tier": "none"}, {"modality": "none"}])
def test_what_nobody_knows_is_said(asked):
    with pytest.raises(UnknownNameError, match=r"(?i)there is no"):
        department(ENTRIES).matrix(**asked)


def test_nobody_in_post_is_said():
    answer = department(ENTRIES, "2020-01-01").matrix()
    assert (answer.rows, answer.says) == ((), "Nobody is in post on 1 January 2020")
