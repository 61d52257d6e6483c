"""Every kind of entry there is can stand on a record that is judged: a law over the scan."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sw_competency.model import KINDS
from sw_competency.model.entries import Entry
from sw_competency.testing.builders import tracker_of
from sw_competency.testing.strategies import entries
from tests.staff import post


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=5)
@given(st.data())
def test_a_record_that_holds_one_is_judged(kind: str, data: st.DataObject) -> None:
    entry: Entry = data.draw(entries(kind, owner="w1"))
    asked = tracker_of([post("w1"), entry]).at("2026-03-02")
    assert asked.may("w1", "iv-cannulation").says
    assert asked.status("w1", "iv-cannulation").says
    assert asked.progress("w1").says
