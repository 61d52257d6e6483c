"""What is typed plainly is read without cyclopts, and means the same."""

from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sw_competency.cli import _answer, _app
from sw_competency.cli._answer import option
from sw_competency.cli._options import TAKING_A_VALUE
from sw_competency.cli._plain import commands, plain
from sw_competency.errors import SWCompetencyError
from sw_competency.questions import known
from sw_competency.questions._fields import fields_of

ASKED = [name for name, place in commands().items() if place.startswith("sw_competency.cli._question:")]
VALUES = ["w1", "a b", "a,b", "2026-03-02", "3", "P1Y", "5 March 2026", "-", "-1", "--", "", "x=y", "yes"]
OTHERS = ["--help", "--version", "--as-of=2026-01-01", "--as_of", "--no-json", "--out", "--processes", "--json"]


@st.composite
def lines(draw, command):
    """Command lines of a question: mostly what it takes, among it what it does not."""
    options = [*TAKING_A_VALUE, *(option(field) for field in fields_of(known()[command]))]
    pairs = st.tuples(st.sampled_from(options), st.sampled_from(VALUES))
    words = draw(st.lists(st.tuples(st.sampled_from(VALUES)), min_size=1, max_size=2))
    others = st.tuples(st.sampled_from([*OTHERS, *options]))
    after = words + draw(st.lists(pairs, max_size=3)) + draw(st.lists(others, max_size=1))
    typed = [*draw(st.lists(pairs, max_size=1)), (command,), *draw(st.permutations(after))]
    return [word for each in typed for word in each]


def _asked(read):
    """Return what a reading comes to: what would be asked, and what holds for it; or the sentence that refuses it."""
    with patch.object(_answer, "run_question", lambda *what: asked.append(what) or 0):
        asked = []
        try:
            return read(), asked
        except SWCompetencyError as error:
            return str(error)


@settings(max_examples=400)
@given(st.sampled_from(ASKED).flatmap(lines))
@example(["--as-of", "2026-03-02", "may", "w1", "iv-cannulation", "--json"])
@example(["scope", "w1", "--store", "here"])
def test_what_is_read_plainly_is_what_cyclopts_reads(tokens):
    def plainly():
        ask = plain(tokens)
        return "left" if ask is None else ask()

    read = _asked(plainly)
    if read != ("left", []):
        assert read == _asked(lambda: _app.run(tokens))


@pytest.mark.parametrize("tokens", [["may", "w1", "iv-cannulation"], ["--as-of", "2026-03-02", "scope", "w1"]])
def test_what_is_typed_most_is_read_plainly(tokens):
    assert plain(tokens) is not None

