"""Marks: one sign, one word."""

import pytest

from sw_competency.judge.may import CAUTION
from sw_competency.model import Outcome
from sw_competency.model.marks import ANSWER, COURSE, OUTCOME, STATUS


@pytest.mark.parametrize("family", [STATUS, ANSWER, OUTCOME, COURSE])
def test_each_sign_of_a_family_stands_for_one_word(family):
    marks = list(family.values())
    for said in ([m.shape for m in marks], [m.word for m in marks], [m.sign for m in marks]):
        assert len(set(said)) == len(marks)


def test_the_same_word_has_the_same_sign_in_every_family():
    signs = {(m.word, m.shape, m.tone) for family in (STATUS, ANSWER, OUTCOME, COURSE) for m in family.values()}
    assert len({word for word, *_ in signs}) == len(signs)


def test_every_answer_and_outcome_has_a_mark():
    assert set(ANSWER) == set(CAUTION)
    assert set(OUTCOME) == {outcome.value for outcome in Outcome}


def test_words_are_words():
    assert not [m.word for family in (STATUS, ANSWER, OUTCOME, COURSE) for m in family.values() if "-" in m.word]
