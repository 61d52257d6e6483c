"""Laws of a feed: once a full extract is taken, `reconcile` agrees with it, and the same extract changes nothing."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain

import attrs
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sw_competency.feeds.proposal import Proposal
from sw_competency.model.extract import Assignment, Extract, HeldInExtract
from sw_competency.stores import MemoryStore
from sw_competency.testing.builders import appointed, tracker_of
from sw_competency.tracker import Tracker
from tests.year import catalogue

CATALOGUE = catalogue()
TELLS = frozenset({"wte", "band", "places", "starts", "ends", "status", "title"})
FIRST = date(2026, 3, 2)
NUMBERS = ("20000001", "20000002")

STAYS = Assignment(row=1, numbers=("20000009",), assignment="20000009", places=("Coast",), band=2, wte=Decimal(1))

days = st.integers(-40, 10).map(lambda n: FIRST + timedelta(days=n))


@st.composite
def rows(draw: st.DrawFn, number: str) -> list[Assignment]:
    """What an extract says of one person: no post, one or two."""
    away = draw(st.sampled_from([None, None, "maternity"]))
    found = []
    for post in ("", "-2")[: draw(st.sampled_from([0, 1, 1, 1, 2]))]:
        starts = draw(days)
        ends = draw(st.none() | st.integers(0, 30).map(lambda n, first=starts: first + timedelta(days=n)))
        found.append(Assignment(
            row=len(found) + 1, numbers=tuple(dict.fromkeys((number + post, number))), assignment=number + post,
            wte=Decimal(draw(st.sampled_from(["1", "0.8", "0"]))), band=draw(st.sampled_from([2, 3])),
            places=(draw(st.sampled_from(["Coast", "City"])),), starts=starts, ends=ends, away=away,
            ended=draw(st.sampled_from([False, False, False, True])),
        ))  # fmt: skip
    return found


staff_lists = st.tuples(*map(rows, NUMBERS)).map(
    lambda found: Extract(
        file="staff.csv", tells=TELLS,
        assignments=(STAYS, *(attrs.evolve(row, row=n) for n, row in enumerate(chain(*found), 2))),
    )
)  # fmt: skip


def taken(tracker: Tracker, extracts: Sequence[Extract]) -> date:
    """Take extracts night by night; return the last night."""
    day = FIRST
    for extract in extracts:
        answer = tracker.sync(extract, extract_date=day, apply=True, stop_at=100)
        assert not answer.by_hand
        assert not tracker.sync(extract, extract_date=day).proposed, "the same extract again changes nothing"
        assert not away_after_leaving(tracker), "an absence ends with the leaving"
        last, day = day, day + timedelta(days=1)
    return last


def away_after_leaving(tracker: Tracker) -> list[str]:
    """Name whoever is away on a day on which none of their posts goes on any more."""
    found = []
    for worker in tracker.workers():
        judge = tracker.at(FIRST + timedelta(days=99)).judge(worker)
        posts = {a.post for a in judge.record.whole.appointments}
        last = max((span.last for post in posts for span in judge.post_named(post).spans), default=date.max)
        found += [worker for a in judge.record.whole.absences if (a.until or date.max) > max(last, a.on)]
    return found


@given(st.lists(staff_lists, min_size=1, max_size=5))
@settings(max_examples=25, deadline=None, phases=(Phase.generate, Phase.shrink))
def test_once_a_staff_list_is_taken_reconcile_agrees(extracts: list[Extract]) -> None:
    tracker = Tracker(MemoryStore(), CATALOGUE)
    day = taken(tracker, extracts)
    settled = {each.worker for each in tracker.sync(extracts[-1], extract_date=day).to_settle}
    if tracker.at(day).workers:
        left = [each for each in tracker.at(day).reconcile(extracts[-1]).differences if each.worker not in settled]
        assert [each.says for each in left] == []


@st.composite
def completions(draw: st.DrawFn) -> tuple[HeldInExtract, ...]:
    """What an extract says of the training of one person; there is always something of each."""
    found = {("theory", FIRST - timedelta(days=400))} | draw(
        st.sets(st.tuples(st.sampled_from(["fire", "bls"]), days), max_size=3)
    )
    return tuple(
        HeldInExtract(
            row=row, numbers=("20000001",), title=name, programme=name, on=on,
            expires_on=draw(st.none() | st.integers(1, 3).map(lambda n, on=on: on + timedelta(days=365 * n))),
        )
        for row, (name, on) in enumerate(sorted(found), 1)
    )  # fmt: skip


@given(st.lists(completions(), min_size=1, max_size=5))
@settings(max_examples=25, deadline=None, phases=(Phase.generate, Phase.shrink))
def test_once_a_training_extract_is_taken_our_newest_completions_are_its(
    nights: list[tuple[HeldInExtract, ...]],
) -> None:
    tracker = tracker_of([appointed("20000001", "2024-01-08", "helper", site="coast")], CATALOGUE)
    extracts = [Extract(file="t.csv", held=held, learners=(("20000001",),)) for held in nights]
    day = taken(tracker, extracts)
    left = tracker.at(day).reconcile(extracts[-1]).differences
    newest = {h.programme: h.on for h in sorted(nights[-1], key=lambda h: h.on) if h.on <= day}
    assert [each.says for each in left if each.what in newest and each.kind != "other_dates"] == []
    assert all(isinstance(each, Proposal) for each in tracker.sync(extracts[-1], extract_date=day).proposed)
