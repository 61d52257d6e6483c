"""Laws of what changed: it is what anybody finds who asks everything at the end of every day."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from sw_competency.dates import end_of
from sw_competency.questions.answers_changed import AnswersChanged

from .department import CATALOGUE, SPRING, asked
from .test_worlds import days_of, every_name, one_answer

NOTHING = {None, "not-started", "withdrawn", "cannot-tell", "may-not", "not-met"}


@st.composite
def stretches(draw):
    first = draw(SPRING.days())
    return first, first + timedelta(days=draw(st.integers(0, 12)))


def evening(entries, day, worker, question, name):
    word, last = one_answer(asked(entries, day, end_of(day)), worker, question, name)
    return word, last if question == "status" else None


def told_of(entries, first, last):
    answer = asked(entries, first).ask(AnswersChanged(first, last))
    return answer, {
        (c.worker, c.question, c.name, c.on): tuple(
            (then.status, then.expires_on) if c.question == "status"
            else (then.rebanding if c.question == "rebanding" else then, None)
            for then in (c.before, c.after)
        )
        for c in answer.changes
    }  # fmt: skip


@given(SPRING.records(), stretches())
def test_what_changes_is_what_differs_from_one_evening_to_the_next(entries, stretch):
    first, last = stretch
    answer, told = told_of(entries, first, last)
    assert [c.on for c in answer.changes] == sorted(c.on for c in answer.changes)
    evenings = days_of(first - timedelta(days=1), last)
    for worker in sorted({e.worker for e in entries if e.owner[0] == "worker"}):
        known = [asked(entries, day, end_of(day)).records.worker(worker) for day in evenings]
        for question, name in every_name(CATALOGUE):
            if question == "may" and not any(name in record.whole.given for record in known):
                continue
            found = [evening(entries, day, worker, question, name) for day in evenings]
            for day, before, after in zip(evenings[1:], found, found[1:], strict=False):
                said = told.pop((worker, question, name, day), None)
                if said is None:
                    assert before == after or {before[0], after[0]} <= NOTHING
                else:
                    assert said == (before, after)
                    assert before != after
    assert not told


@given(SPRING.records(), stretches())
def test_what_the_calendar_did_is_what_was_foreseen(entries, stretch):
    """Asked the evening before, the same changes are told of the days to come, if nothing is recorded meanwhile."""
    first, last = stretch
    known_by = end_of(first - timedelta(days=1))
    before = asked(entries, first - timedelta(days=1), known_by).ask(AnswersChanged(first, last))
    assert {c.by for c in before.changes} <= {"calendar"}
    if all(not first <= (e.recorded_at or end_of(e.on)).date() <= last for e in entries):
        after = asked(entries, last, end_of(last)).ask(AnswersChanged(first, last))
        assert [c.says for c in after.changes] == [c.says for c in before.changes]
