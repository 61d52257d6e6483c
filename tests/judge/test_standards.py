"""A Care Certificate of fifteen standards is valid, and every answer and page that tells of it says what it lacks."""

from datetime import date

import pytest

from sw_competency.catalogue.catalogue import Edition, Programme
from sw_competency.catalogue.standards import lacking
from sw_competency.judge.progress import certificates
from sw_competency.model import MET
from sw_competency.reports import Asked, write
from sw_competency.testing.builders import appointed, catalogue_of, registered, signed_off, tracker_of, trained
from tests.catalogues import DEPARTMENT, competency, programme, rule, trained_in

FIRST = Edition(starts=date(2015, 4, 1), until=date(2025, 7, 31), standards=("a", "b"))
SECOND = Edition(starts=date(2025, 3, 1), standards=("a", "new b", "c", "d"))
PROGRAMME = Programme(id="p", title="P", standards=4, editions=(FIRST, SECOND))
NAMED = "15 of 16 standards: it lacks standard 16 (Awareness of learning disability and autism)"
POST = appointed("w1", "2021-01-04", "clinical-support-worker")
CATALOGUE = catalogue_of(
    DEPARTMENT
    + programme("certificate", standards=10)
    + programme("diploma", counts_as=["certificate"])
    + competency("x", requires=trained_in("certificate"))
    + rule("r", trained_in("certificate"))
)


@pytest.mark.parametrize(
    ("had", "on", "day", "says"),
    [
        (2, "2020-01-01", "2024-01-01", None),  # complete as the programme then stood
        (2, "2020-01-01", "2026-01-01", "2 of 4 standards: it lacks standard 3 (c) and standard 4 (d)"),
        (2, "2025-07-31", "2026-01-01", "2 of 4 standards: it lacks standard 3 (c) and standard 4 (d)"),
        (2, "2025-08-01", "2026-01-01", "2 of 4 standards: it lacks 2"),  # too late for the first edition: which two?
        (1, "2020-01-01", "2026-01-01", "1 of 4 standards: it lacks 3"),
        (1, "2020-01-01", "2024-01-01", "1 of 2 standards: it lacks 1"),
        (4, "2026-01-01", "2026-01-01", None),
        (5, "2026-01-01", "2026-01-01", None),
        (3, "2015-01-01", "2015-03-31", "3 of 4 standards: it lacks 1"),  # no edition yet: the programme's own number
    ],
)
def test_what_is_lacking_is_named_where_the_edition_can_be_told(had, on, day, says):
    found = lacking(PROGRAMME, had, date.fromisoformat(on), date.fromisoformat(day))
    assert (None if found is None else str(found)) == says


def test_a_programme_of_no_standards_lacks_none():
    assert lacking(Programme(id="p", title="P"), 3, date(2020, 1, 1), date(2020, 1, 1)) is None


def said_of(entries, day, rule="band-2-to-3-competencies"):
    answer = tracker_of([POST, *entries]).at(day).rebanding("w1", rule)
    return next(part for part in answer.finding.parts if "Care Certificate" in part.says)


def test_a_certificate_of_fifteen_meets_the_requirement_and_names_the_sixteenth():
    part = said_of([trained("w1", "care-certificate", "2021-03-29", standards=15)], "2026-01-10")
    assert part.outcome is MET
    assert part.says == f"Care Certificate was completed on 29 March 2021, with {NAMED}"


@pytest.mark.parametrize("standards", [None, 16])
def test_nothing_is_said_to_be_lacking_where_nothing_is_or_nothing_is_recorded(standards):
    part = said_of([trained("w1", "care-certificate", "2025-09-29", standards=standards)], "2026-01-10")
    assert part.says == "Care Certificate was completed on 29 September 2025"


def test_before_the_edition_of_sixteen_a_certificate_of_fifteen_lacked_nothing():
    entries = [trained("w1", "care-certificate", "2021-03-29", standards=15)]
    assert said_of(entries, "2025-02-28").says == "Care Certificate was completed on 29 March 2021"
    assert said_of(entries, "2025-03-01").says.endswith(NAMED)


def test_what_counts_as_a_programme_is_measured_by_its_own_standards():
    for name, says in (("certificate", "with 4 of 10 standards: it lacks 6"), ("diploma", "on 1 March 2024")):
        entries = [appointed("w1", "2024-01-08", "helper"), trained("w1", name, "2024-03-01", standards=4)]
        questions = tracker_of(entries, CATALOGUE).at("2024-06-01")
        assert questions.rebanding("w1", "r").finding.parts[0].says.endswith(says)


def test_a_sign_off_that_asks_for_it_counts():
    entries = [
        appointed("w1", "2024-01-08", "helper"), registered(), trained("w1", "certificate", "2024-03-01", standards=4),
        signed_off("w1", "x", "2024-04-01", id="s1"),
    ]  # fmt: skip
    assert tracker_of(entries, CATALOGUE).at("2024-06-01").counts("w1", "s1").outcome is MET


@pytest.mark.parametrize(("outcome", "lacks"), [("completed", NAMED), ("attended", "12 of 16 standards: it lacks 4")])
def test_progress_and_pages_say_the_same(outcome, lacks):
    standards = 15 if outcome == "completed" else 12
    entry = trained("w1", "care-certificate", "2021-03-29", outcome, standards=standards)
    tracker = tracker_of([POST, entry])
    questions = tracker.at("2026-01-10")
    [held] = certificates(questions.judge("w1"), date(2026, 1, 10))
    assert held.lacks == lacks
    for form in ("md", "html"):
        page = write("progression", Asked(questions=questions, worker="w1", person=tracker.person), form).decode()
        assert lacks in " ".join(page.split())
