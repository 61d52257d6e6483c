"""Records of one person are judged as if all their entries stood in one, in whatever order it was said."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from sw_competency.dates import Moment
from sw_competency.judge import Records
from sw_competency.model import Correction, Entry, Identity
from sw_competency.model.joining import identities_in
from sw_competency.model.mentions import NAMING_PEOPLE
from sw_competency.questions import Questions

from .department import CATALOGUE, DEPARTMENT, END, every_answer

WORKERS = DEPARTMENT.workers
FIRST, OTHER, THIRD = "w1", "w1-again", "w1-once-more"
days = DEPARTMENT.days()
JOINED_AT = datetime.combine(DEPARTMENT.last, datetime.min.time(), UTC) + timedelta(days=90)


def same(worker: str, other: str, at: datetime = JOINED_AT) -> Identity:
    return Identity(id=f"{worker}={other}", worker=worker, on=at.date(), same_as=other, recorded_at=at)


def asked(entries: list[Entry], as_of: date, known_by: datetime = END) -> Questions:
    by_owner: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        by_owner.setdefault(entry.owner, []).append(entry)
    records = Records(lambda owner: by_owner.get(owner, ()), known_by)
    workers = sorted(id_ for kind, id_ in by_owner if kind == "worker")
    records.identified = lambda what: identities_in(entries, what)
    return Questions(records, CATALOGUE, Moment(as_of, known_by), lambda: workers)


def renamed(entry: Entry, id_: str) -> Entry:
    """Return an entry in which the first worker is named by another id, wherever."""
    changed: dict[str, Any] = {name: id_ for name in NAMING_PEOPLE if getattr(entry, name, None) == FIRST}
    if isinstance(entry, Correction) and entry.with_ is not None:
        changed["with_"] = renamed(entry.with_, id_)
    return replace(entry, **changed)


@st.composite
def departments(draw: st.DrawFn) -> tuple[list[Entry], list[Entry]]:
    """Entries, and the same with those of one worker spread over several ids; references stay in their record."""
    entries = draw(DEPARTMENT.records(most=6, corrections=True))
    spread = []
    ids: dict[str, str] = {}
    for entry in entries:
        named = {getattr(entry, name, None) for name in ("sign_off", "corrects")} - {None}
        known = next((ids[id_] for id_ in named if id_ in ids), None)
        ids[entry.id] = known or draw(st.sampled_from([FIRST, OTHER, THIRD]))
        spread.append(renamed(entry, ids[entry.id]))
    return entries, spread


def answers(questions: Questions, worker: str) -> list[dict[str, Any]]:
    """Return everything there is to ask about a worker, but for which of the ids it was asked by."""
    apart = ("kept_under", "worker")
    told = [answer.to_json() for answer in every_answer(questions, worker)]
    said = f"; {worker} is kept under {FIRST}"
    return [{k: v.replace(said, "") if k == "says" else v for k, v in one.items() if k not in apart} for one in told]


@given(departments(), days, st.permutations([same(OTHER, FIRST), same(THIRD, OTHER)]), st.sampled_from([FIRST, OTHER]))
@settings(max_examples=25)
def test_joined_records_are_judged_as_one_in_whatever_order_it_was_said(both, day, said, worker):
    entries, spread = both
    joined = asked([*spread, *said], day)
    assert {*joined.workers} <= {*WORKERS}
    assert answers(joined, worker) == answers(asked(entries, day), FIRST)
    assert answers(joined, "w2") == answers(asked(entries, day), "w2")


@given(departments(), days)
@settings(max_examples=15)
def test_an_answer_from_before_it_was_known_does_not_change_and_a_correction_undoes_it(both, day):
    _, spread = both
    before = JOINED_AT - timedelta(seconds=1)
    said = [same(OTHER, FIRST), same(THIRD, FIRST)]
    stamps = {"on": JOINED_AT.date(), "recorded_at": JOINED_AT}
    void = [Correction(id=f"-{e.id}", worker=e.worker, corrects=e.id, reason="two people", **stamps) for e in said]
    for worker in (FIRST, OTHER):
        apart = answers(asked(spread, day, before), worker)
        assert answers(asked([*spread, *said], day, before), worker) == apart
        undone = answers(asked([*spread, *said, *void], day), worker)
        assert undone == answers(asked(spread, day), worker)


CHAINS = {
    "one after the other": ([("a", "b"), ("b", "c")], "c"),
    "two to one": ([("a", "c"), ("b", "c")], "c"),
    "two from one": ([("a", "b"), ("a", "c")], "c"),  # the one pointed to last
    "a circle": ([("a", "b"), ("b", "c"), ("c", "a")], "a"),
    "a circle with a way out": ([("a", "b"), ("b", "a"), ("b", "c")], "c"),
}


@pytest.mark.parametrize("name", CHAINS)
def test_everybody_is_listed_once_under_one_id(name):
    pairs, kept = CHAINS[name]
    said = [same(one, other, JOINED_AT + timedelta(days=n)) for n, (one, other) in enumerate(pairs)]
    questions = asked(said, date(2024, 12, 31))
    assert questions.workers == (kept,)
    assert {questions.records.joining.kept(each) for each in "abc"} == {kept}
    assert questions.records.joining.circle("a") == (("a", "b", "c") if name == "a circle" else ())
