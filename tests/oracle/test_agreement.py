"""The library and a second reading of the contract answer alike, whatever is on record and whatever is asked."""

import os

from hypothesis import Phase, given, settings

from .agreement import disagreements
from .catalogues import catalogue
from .made_up import situations

# The same situations in every run, save where somebody looks for new ones.
ALWAYS_THE_SAME = os.environ.get("HYPOTHESIS_PROFILE", "fast") == "fast"


# Not made smaller: every attempt asks everything anew. What fails is few entries, and its catalogue goes by a number.
@settings(max_examples=3 * settings().max_examples, phases=[Phase.generate], derandomize=ALWAYS_THE_SAME)
@given(situations())
def test_two_evaluations_agree_on_everything_asked(situation):
    number, entries, days, known_by = situation
    tables, read = catalogue(number)
    assert list(disagreements(tables, read, entries, days, known_by)) == []
