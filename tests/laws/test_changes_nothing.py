"""What is kept beside the judgements and changes none of them: sessions, requests to be signed off, claims."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sw_competency.model import MET

from .department import DEPARTMENT, asked, every_answer

records, days = DEPARTMENT.records(), DEPARTMENT.days()


def told(entries, as_of):
    questions = asked(entries, as_of)
    return [(a.question, a.finding) for worker in DEPARTMENT.workers for a in every_answer(questions, worker)]


@pytest.mark.parametrize("kind", ["session", "banding-claim"])
@settings(max_examples=15)
@given(records, days, st.data())
def test_a_session_changes_no_status_and_a_claim_no_outcome(kind, entries, as_of, data):
    more = data.draw(DEPARTMENT.entry(kind))
    known = [e for e in entries if e.owner == more.owner and e.on <= as_of]
    if known:  # of somebody nobody wrote about, something is on record now
        assert told([*entries, more], as_of) == told(entries, as_of)


@settings(max_examples=30)
@given(records, days, DEPARTMENT.entry("sign-off-request"))
def test_a_request_never_makes_anything_held(entries, as_of, request):
    def met(entries):
        questions = asked(entries, as_of)
        every = (a for worker in DEPARTMENT.workers for a in every_answer(questions, worker))
        judged = {"status", "may", "rebanding", "since", "counts", "path"}
        return {(a.question, a.asked) for a in every if a.outcome is MET and a.question in judged}

    assert met([*entries, request]) <= met(entries)
