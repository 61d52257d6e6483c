"""Questions are asked by names and titles as well as by ids, and the answer stands under the ids."""

import pytest

from sw_competency.errors import AmbiguousNameError, FieldError, UnknownNameError
from sw_competency.questions import known
from sw_competency.questions._fields import fields_of, help_of
from sw_competency.questions.may import May
from sw_competency.testing.builders import tracker_of
from tests.generated import METHODS, REFERENCE, methods, reference
from tests.staff import SENIOR, post

AMINA, AMIR = ({"kind": "person", "worker": w, "name": n} for w, n in (("w1", "Amina Okay"), ("w2", "Amir Okay")))


@pytest.fixture
def asked():
    tracker = tracker_of([post("w1", SENIOR), post("w2", SENIOR)])
    tracker.append([AMINA, AMIR])
    return tracker.at("2026-03-02")


@pytest.mark.parametrize("worker", ["w1", "Amina Okay", "amina ok", "okay amina"])
@pytest.mark.parametrize("task", ["iv-cannulation", "cannulation, adult", "PERIPHERAL intrav adult"])
def test_a_name_and_a_title_are_as_good_as_ids(asked, worker, task):
    assert asked.meant(May(worker, task)) == May("w1", "iv-cannulation")


def test_what_fits_several_is_a_sentence_that_lists_them(asked):
    with pytest.raises(AmbiguousNameError, match=r"Amina Okay \(w1\) and Amir Okay \(w2\)"):
        asked.meant(May("ami okay", "iv-cannulation"))


def test_a_task_that_nobody_knows_is_no_other_modality_s(asked):
    with pytest.raises(UnknownNameError) as caught:
        asked.may("w1", "CT rom assist")
    assert "us-room" not in str(caught.value)


def test_a_program_s_id_is_never_taken_for_the_beginning_of_a_name(asked):
    assert asked.may("amina", "iv-cannulation").says.startswith("Nothing is recorded of amina")


@pytest.mark.parametrize("misspelt", ["Amnia Okay", "Aminna Okay"])
def test_somebody_misspelt_is_told_with_who_may_be_meant(asked, misspelt):
    assert "perhaps Amina Okay (w1) is meant" in asked.may(misspelt, "iv-cannulation").says


def test_a_person_is_found_as_every_page_prints_them(asked):
    assert asked.meant(May("Amina Okay (w1)", "iv-cannulation")).worker == "w1"
    assert asked.meant(May("Amina Okay (w2)", "iv-cannulation")).worker == "Amina Okay (w2)"


@pytest.mark.parametrize(
    ("question", "says"),
    [
        (May("w1", 7), "task: 7 is no text"),
        (May(" ", "iv-cannulation"), "worker: is empty: give a name or an id"),
        (May("w1", "iv-cannulation", modality=["mr"]), "modality: .* is no text"),
    ],
)
def test_a_field_of_another_type_is_refused_by_its_name(asked, question, says):
    with pytest.raises(FieldError, match=says):
        asked.ask(question)


def test_keywords_are_checked(asked):
    with pytest.raises(TypeError, match="taks"):
        asked.may("w1", taks="iv-cannulation")


def test_the_methods_are_those_of_the_classes():
    assert METHODS.read_text(encoding="utf-8") == methods(), "run  python -m tests.generated"


def test_the_page_of_questions_is_that_of_the_classes():
    assert REFERENCE.read_text(encoding="utf-8") == reference(), "run  python -m tests.generated"


@pytest.mark.parametrize("name", known())
def test_every_question_and_each_of_its_fields_is_told_of(name):
    assert help_of(known()[name]).endswith(".")
    assert all(field.says.endswith(".") for field in fields_of(known()[name]))
