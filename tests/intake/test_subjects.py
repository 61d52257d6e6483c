"""What a heading that nobody wrote out may mean: shortened words, and a modality in whatever words."""

import pytest

from sw_competency.catalogue import shipped
from sw_competency.intake.subjects import Subjects

SCREENING = "mr-safety-screening"  # MR safety questionnaire: first pass with the patient


@pytest.fixture(scope="module")
def subjects():
    return Subjects(shipped())


@pytest.mark.parametrize(("heading", "first"), [
    ("MRI safety quest.", SCREENING), ("MR safety quest", SCREENING), ("MR safety q'aire", SCREENING),
    ("Magnetic resonance safety qnaire (local)", SCREENING), ("CT rm assist", "ct-room-assist"),
    ("Pt ID chk", "patient-id-check"), ("US rm assist", "us-room-assist"),
])  # fmt: skip
def test_a_title_whose_words_are_shortened_is_proposed_first(heading, first, subjects):
    assert subjects.exact(heading) is None  # it is asked
    assert subjects.near(heading)[0] == first


@pytest.mark.parametrize("heading", ["CT safety quest.", "Mammo", "q", "xx yy", "safety MR quest of CT"])
def test_no_short_word_stands_for_another_modality(heading, subjects):
    assert SCREENING not in subjects.near(heading)
