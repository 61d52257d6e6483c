"""Findings: three outcomes, one shape."""

from datetime import UTC, date, datetime

import pytest

from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Finding, Outcome
from sw_competency.model.findings import jsonable

KNOWN_BY = datetime(2026, 3, 31, 12, tzinfo=UTC)
PART = Finding(NOT_MET, "no", ("e1",), ("s1",))
WHOLE = Finding(CANNOT_TELL, ("{} and {}".format, "this", "that"), ("e1", "e2"), (), (PART, Finding(MET, "yes")))


@pytest.mark.parametrize("value", [PART, WHOLE, MET, NOT_MET, CANNOT_TELL])
def test_three_outcomes_do_not_fit_in_two(value):
    with pytest.raises(TypeError, match="three outcomes"):
        bool(value)


def test_a_sentence_is_said_when_somebody_asks():
    assert WHOLE.says == "this and that"


def test_the_shape_of_a_finding():
    assert PART.to_json() == {
        "outcome": "not-met", "says": "no", "entries": ["e1"], "sources": ["s1"], "placeholders": [], "parts": [],
    }  # fmt: skip


def test_a_finding_names_the_placeholders_of_itself_and_of_the_parts_that_decide():
    short, long = (Finding(outcome, "x", (), (), (), (path,)) for outcome, path in ((NOT_MET, "a"), (MET, "b")))
    assert Finding(NOT_MET, "", None, None, (short, long), ("c", "a")).placeholders == ("c", "a")
    assert Finding(MET, "", None, None, (long,)).placeholders == ("b",)
    told_anew = Finding(NOT_MET, "", ("e1",), ("s1",), (short, long)).retold("in other words")
    assert (told_anew.placeholders, told_anew.entries, told_anew.sources) == (("a",), ("e1",), ("s1",))


def test_the_leaves_of_a_finding():
    assert [leaf.says for leaf in WHOLE.leaves()] == ["no", "yes"]
    assert list(PART.leaves()) == [PART]


def test_facts_become_plain_values():
    value = {"a": (date(2026, 1, 1), KNOWN_BY, {Outcome.MET}), "b": [PART, None, 1.5]}
    assert jsonable(value) == {"a": ["2026-01-01", "2026-03-31T12:00:00Z", ["met"]], "b": [PART.to_json(), None, 1.5]}
