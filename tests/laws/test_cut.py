"""The record is cut once at a day: whatever lies ahead of it, no judgement has seen."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sw_competency
from sw_competency import Questions
from sw_competency.errors import SWCompetencyError
from sw_competency.judge import FoldedRecord, Records

from .department import DEPARTMENT, asked
from .test_schemas import ASKED, OF_FILES, OURS

# about the days ahead: appointments, leavings and absences already on record are what they ask for
LOOKS_AHEAD = {"cover", "due", "entries"}
OWN_RECORDS = {"if-recorded"}  # it folds records of its own, with one more entry


class CutRecords(Records):
    """Records of which each is folded from what had happened by a day alone."""

    def __init__(self, read, day):
        super().__init__(read)
        self.day = day

    def fold(self, worker, entries):
        whole = super().fold(worker, entries)
        return FoldedRecord(worker, whole.at(self.day).entries, whole.written)


@settings(max_examples=10)
@given(records=DEPARTMENT.records(), day=DEPARTMENT.days(), number=st.integers(0, 10))
@pytest.mark.parametrize("name", sorted({n for n in ASKED if ASKED[n]} - OF_FILES.keys() - LOOKS_AHEAD - OWN_RECORDS))
def test_the_whole_record_and_the_record_up_to_the_day_answer_alike(name, records, day, number):
    question, one = ASKED[name][number % len(ASKED[name])], asked(records, day)
    try:
        whole, cut = (
            Questions(each, OURS, one.moment, lambda: DEPARTMENT.workers).ask(question).to_json()
            for each in (Records(one.records._stored), CutRecords(one.records._stored, day))
        )
    except SWCompetencyError:  # such as a site that nobody in these records is at
        return
    assert cut == whole


@settings(max_examples=25)
@given(records=DEPARTMENT.records(), day=DEPARTMENT.days())
def test_a_snapshot_holds_what_had_happened_and_nothing_else(records, day):
    for worker in DEPARTMENT.workers:
        whole = asked(records, day).records.worker(worker)
        then = whole.at(day)
        assert list(then.entries) == [entry for entry in whole.entries if entry.on <= day]
        assert list(then.practised) == [entry for entry in whole.whole.practised if entry.on <= day]
        for table, every in ((then.given, whole.whole.given), (then.practice, whole.whole.practice)):
            assert {name: list(rows) for name, rows in table.items()} == {
                name: up_to for name, rows in every.items() if (up_to := [one for one in rows if one.on <= day])
            }
            assert len(table) == len(list(table))
            assert all((name in table) is bool(table[name]) for name in every)
            assert "of which nothing is on record" not in table


def test_lists_are_cut_in_one_place():
    """Nobody else looks up a day in a list of entries: whoever wants what had happened asks for a snapshot."""
    modules = Path(sw_competency.__file__).parent.rglob("*.py")
    assert [path.name for path in modules if re.search(r"\bup_to\(", path.read_text("utf-8"))] == ["folded.py"]
