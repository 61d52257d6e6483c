"""What runs out is told in its tense: a day to come is no day gone by."""

import re

import pytest

from sw_competency import demo

PAST = re.compile(r"\b(lapsed|expired|was|has lapsed)\b")


@pytest.fixture(scope="module")
def rows(questions):
    return questions.due(until="2026-12-31").due


def test_what_ends_is_told_as_to_come(rows):
    ahead = [one for one in rows if one.state == "ends"]
    assert {one.kind for one in ahead} == {"competency", "programme"}
    for one in ahead:
        assert one.last >= demo.MOMENT.as_of
        assert not PAST.search(one.says.replace(one.title, "")), one.says


def test_what_has_ended_is_told_as_gone(rows):
    over = [one for one in rows if one.state == "ended"]
    assert over
    for one in over:
        assert "is held to" not in one.says
        assert PAST.search(one.says.replace(one.title, "")) or "is out of practice" in one.says, one.says
