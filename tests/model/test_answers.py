"""Answers: their facts are attributes, and the older way to them says which."""

from operator import attrgetter

import pytest

from sw_competency.model.findings import jsonable
from sw_competency.testing.builders import appointed, signed_off, tracker_of

GIVEN = [appointed("w1", "2024-01-08"), signed_off("w1", "us-room-assist", "2025-02-03")]
QUESTIONS = tracker_of(GIVEN).at("2026-03-01")
STATUS = QUESTIONS.status("w1", "us-room-assist")


def test_three_outcomes_do_not_fit_in_two():
    with pytest.raises(TypeError, match="three outcomes"):
        bool(STATUS)


def test_the_shape_of_an_answer():
    told = jsonable({"answer": STATUS})["answer"]
    assert list(told) == [
        "question", "schema", "worker", "competency", "as_of", "known_by", "catalogue", "outcome", "says", "status",
        "expires_on", "suggests", "late", "entries", "sources", "placeholders", "parts",
    ]  # fmt: skip
    assert (told["question"], told["as_of"], told["outcome"]) == ("status", "2026-03-01", "cannot-tell")
    assert [part["says"] for part in told["parts"]] == [part.says for part in STATUS.parts]


@pytest.mark.parametrize(
    ("answer", "name", "attribute"),
    [
        (QUESTIONS.may("w1", "us-room-assist"), "answer", "answer"),
        (QUESTIONS.may("w1", "us-room-assist"), "worker", "worker"),
        (STATUS, "expires_on", "expires_on"),
        (STATUS, "outcome", "outcome"),
        (STATUS, "entries", "entries"),
        (QUESTIONS.equity(), "from", "first"),
    ],
)
def test_a_fact_by_its_name_in_json_still_comes_and_names_the_attribute(answer, name, attribute):
    with pytest.warns(DeprecationWarning, match=rf"use answer\.{attribute}$"):
        assert answer[name] == attrgetter(attribute)(answer)


def test_a_name_that_an_answer_has_not_is_told_with_those_it_has():
    with pytest.raises(KeyError, match="has no 'colour'; it has worker, task, "):
        QUESTIONS.may("w1", "us-room-assist")["colour"]


@pytest.mark.parametrize("through", [list, dict, tuple, lambda answer: "outcome" in answer])
def test_an_answer_is_no_mapping_and_says_so(through):
    with pytest.raises(TypeError, match=r"its facts are attributes, as answer\.says"):
        through(STATUS)


def test_several_answers_say_as_of_when_and_what_they_rest_on():
    several = QUESTIONS.progress("w1")
    assert (several.as_of, several.known_by, several.catalogue) == (STATUS.as_of, STATUS.known_by, STATUS.catalogue)
    assert several.entries == STATUS.entries != ()
