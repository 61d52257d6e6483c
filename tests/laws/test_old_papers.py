"""An old paper undoes nothing: prior learning stands where it was signed, however late it is typed in."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sw_competency.dates import ONE_DAY
from sw_competency.model import PriorLearning

from .department import CATALOGUE, DEPARTMENT, asked

LATER = DEPARTMENT.last + ONE_DAY
TYPED_IN = datetime(2024, 12, 1, tzinfo=UTC)
papers = st.builds(
    lambda name, signed, known: PriorLearning(
        id="paper", worker="w1", on=LATER, competency=name, signed_on=signed, accepted_by="m1", date_known_to=known,
        recorded_at=TYPED_IN,
    ),
    st.sampled_from(sorted(CATALOGUE.competencies)),
    st.dates(DEPARTMENT.first - timedelta(days=60), DEPARTMENT.last),
    st.none() | st.sampled_from(["year", "month"]),
)  # fmt: skip


def newest(questions, name):
    """The day of whatever decides that a paper might undo: the sign-off that counts, a withdrawal, an assessment."""
    record = questions.records.worker("w1").whole
    found = questions.judge("w1").status(name, LATER)
    days = [record.record.stands(found.given)] if found.given else []
    if found.status == "withdrawn":
        days += [w.on for w in record.withdrawals if w.competency in {None, name} and not w.suspends]
    if found.status == "not-yet-competent":
        days += [a.on for a in record.assessments[name] if a.outcome != "deferred"][-1:]
    return max(days, default=date.min), found


@given(DEPARTMENT.records(), papers)
def test_typing_in_an_old_paper_undoes_nothing_newer(entries, paper):
    """Neither a sign-off, nor a withdrawal, nor an assessment that came after the day it was signed."""
    before, after = asked(entries, LATER), asked([*entries, paper], LATER)
    name = paper.competency
    day, was = newest(before, name)
    if paper.signed_first >= day:
        return
    now = after.judge("w1").status(name, LATER)
    assert (now.status, now.expires_on) == (was.status, was.expires_on)
    assert after.may("w1", name).answer == before.may("w1", name).answer


@given(DEPARTMENT.records(), papers, DEPARTMENT.days())
def test_a_paper_is_not_seen_before_it_was_accepted(entries, paper, as_of):
    before, after = asked(entries, as_of), asked([*entries, paper], as_of)
    for name in CATALOGUE.competencies:
        assert after.status("w1", name).to_json() == before.status("w1", name).to_json()
