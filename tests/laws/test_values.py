"""Answers as values, whatever is on record: they compare, hash and pickle, are short, and hold what was asked."""

import inspect
import pickle
from typing import get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sw_competency import Answers, Questions
from sw_competency.errors import SWCompetencyError
from sw_competency.model.answers import Asked
from sw_competency.questions import Question, known
from sw_competency.questions._fields import answer_of, asked_by, fields_of

from .department import DEPARTMENT, asked
from .test_findings import kept_alive
from .test_schemas import ASKED, OURS


@settings(max_examples=5)
@given(records=DEPARTMENT.records(), day=DEPARTMENT.days(), number=st.integers(0, 10))
@pytest.mark.parametrize("name", ASKED)
def test_an_answer_compares_hashes_pickles_and_is_short(name, records, day, number):
    question = ASKED[name][number % len(ASKED[name])]
    try:
        found, anew = (
            Questions(one.records, OURS, one.moment, lambda: DEPARTMENT.workers).ask(question)
            for one in (asked(records, day), asked(records, day))
        )
    except SWCompetencyError:  # such as a site that nobody in these records is at
        return
    brought = pickle.loads(pickle.dumps(found))
    for one, two, three in zip(*(each_of(a) for a in (found, anew, brought)), strict=True):
        assert one.to_json() == two.to_json() == three.to_json()
        assert one == two
        assert hash(one) == hash(two) == hash(three)
        assert len(repr(one)) < 160
        assert isinstance(one, Answers) or not kept_alive(one.finding), one.says
    assert (found, hash(found)) == (anew, hash(anew))
    assert (found.as_of, found.known_by, found.catalogue) == (day, anew.moment.known_by, anew.moment.catalogue)
    assert isinstance(found.entries, tuple)


def each_of(found):
    return [found, *found] if isinstance(found, Answers) else [found]


@pytest.mark.parametrize("name", known())
def test_an_answer_declares_what_was_asked(name):
    answer = answer_of(known()[name])
    question = asked_by(answer)
    facts = {one.name for one in msgspec.structs.fields(answer)}
    for one in fields_of(question) if issubclass(question, Question) else ():
        declared = inspect.getattr_static(answer, one.name, None)
        if one.name in facts:
            continue
        assert isinstance(declared, Asked), f"{answer.__name__}: {one.name} = Asked[...]()"
        [kind] = get_args(declared.__orig_class__)
        optional = not one.required and one.default is None
        assert kind == (one.type | None if optional else one.type), one.name
