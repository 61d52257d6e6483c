"""Where one record cannot be read, no answer is firmer than with it, and each that is another names the record."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sw_competency import Questions
from sw_competency.errors import StoreDamagedError, SWCompetencyError
from sw_competency.judge import Records
from sw_competency.model import MET
from sw_competency.model.answers import Answers
from sw_competency.questions._question import Several

from .department import DEPARTMENT, asked
from .test_schemas import ASKED, OURS

NO_RECORDS = {"reconcile", "titles"}
AS_WRITTEN = {"entries"}  # of a record that cannot be read there is nothing to give: it is refused


def answers_of(one, question, unread=None):
    """Give the answers by what each was asked, with the record of one that cannot be read."""
    read = one.records._stored

    def stored(owner):
        if owner == unread:
            raise StoreDamagedError("it is damaged in line 1: restore it.")
        return read(owner)

    questions = Questions(Records(stored), OURS, one.moment, lambda: DEPARTMENT.workers)
    found = questions.ask(question)
    found = list(found) if isinstance(found, Answers) else [found]
    return {_key(each, number): each for number, each in enumerate(found)}


def _key(answer, number):
    told = answer.to_json()
    return tuple(str(told.get(name)) for name in ("worker", "competency", "task", "rule", "site", "entry")) or number


@settings(max_examples=12)
@given(
    records=DEPARTMENT.records(), day=DEPARTMENT.days(), number=st.integers(0, 10),
    owner=st.sampled_from([("worker", "w1"), ("worker", "w2"), ("assessor", "a1"), ("site", "site-1")]),
)  # fmt: skip
@pytest.mark.parametrize("name", sorted(ASKED.keys() - NO_RECORDS - AS_WRITTEN))
def test_no_answer_is_firmer_without_a_record_and_each_that_is_another_names_it(name, records, day, number, owner):
    question = ASKED[name][number % len(ASKED[name])]
    one = asked(records, day)
    try:
        whole, partly = answers_of(one, question), answers_of(one, question, owner)
    except SWCompetencyError:  # such as a site that nobody in these records is at
        return
    for key, answer in partly.items():
        before = whole.get(key)
        told = [(each.kind, each.id) for each in answer.damaged]
        assert told in ([], [owner])
        assert ("damaged" in answer.to_json()) is bool(told)
        firm = answer.outcome.value != "cannot-tell"
        if before is None:
            assert not firm or isinstance(question, Several), answer
            assert told or not firm
            continue
        if answer.to_json() != before.to_json():
            assert told, (answer, before)
        if firm:
            assert answer.outcome is before.outcome, (answer, before)
        if told and not getattr(answer.asked, "weighs", False):
            assert answer.outcome is not MET, answer
