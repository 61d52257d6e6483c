"""Whoever shares the work of a question about everybody, batch by batch, the answer is the judge's, in every byte."""

import os
import pickle
from datetime import UTC, datetime, time
from functools import partial
from operator import attrgetter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sw_competency import MemoryStore, Outcome, Questions, TinyDBStore, Tracker
from sw_competency.cohort.batch import judged, received
from sw_competency.cohort.carried import World, judged_apart, whole_records
from sw_competency.cohort.processes import Processes
from sw_competency.errors import (
    FieldError,
    StoreDamagedError,
    StoreError,
    SWCompetencyError,
    UnknownNameError,
    UnreadableFileError,
)
from sw_competency.formats.jsonl import line_of
from sw_competency.judge import Records
from sw_competency.model.mentions import mentioned
from sw_competency.questions import known
from sw_competency.stores import believed

from .department import CATALOGUE, DEPARTMENT, asked
from .test_schemas import ASKED, OURS

SHARED = [name for name, question in known().items() if question.by_worker]
OWNERS = [None, ("worker", "w1"), ("worker", "w2"), ("assessor", "a1"), ("site", "site-1")]


def reading(one: Questions, unread: tuple[str, str] | None, spread=None) -> Questions:
    """The same records, of which one cannot be read."""

    def stored(owner):
        if owner == unread:
            raise StoreDamagedError("it is damaged in line 1: restore it.")
        return one.records._stored(owner)

    return Questions(Records(stored), OURS, one.moment, lambda: DEPARTMENT.workers, spread=spread)


def outcome_of(questions: Questions, question):
    try:
        return questions.ask(question).to_json(), questions.records.damage, questions.records.unread
    except SWCompetencyError as error:
        return str(error)


@settings(max_examples=6, deadline=None)
@given(
    records=DEPARTMENT.records(), day=DEPARTMENT.days(), number=st.integers(0, 10), unread=st.sampled_from(OWNERS),
    size=st.integers(1, 2),
)  # fmt: skip
@pytest.mark.parametrize("name", SHARED)
def test_batches_judged_apart_and_put_together_say_what_the_judge_says(name, records, day, number, unread, size):
    question = ASKED[name][number % len(ASKED[name])]
    one = asked(records, day)

    def apart(everybody, question):
        for first in range(0, len(everybody.workers), size):
            elsewhere = reading(one, unread)  # nothing is shared with the other batches
            found = judged(elsewhere, question, everybody.workers[first : first + size])
            found = pickle.loads(pickle.dumps(found))
            received(everybody, found)
            yield from found.each

    assert outcome_of(reading(one, unread, apart), question) == outcome_of(reading(one, unread), question)


@settings(max_examples=6, deadline=None)
@given(
    records=DEPARTMENT.records(), day=DEPARTMENT.days(), number=st.integers(0, 10),
    clock=st.none() | DEPARTMENT.days(),
)  # fmt: skip
@pytest.mark.parametrize("name", SHARED)
def test_lines_that_are_handed_over_are_judged_as_the_store_they_came_from(name, records, day, number, clock):
    question, one = ASKED[name][number % len(ASKED[name])], asked(records, day)
    now = None if clock is None else datetime.combine(clock, time(), UTC)  # what was stamped later cannot be read
    lines, named = {}, set()
    for entry in records:
        lines.setdefault(entry.owner, []).append(line_of(entry))
        named |= {person for _, person in mentioned(entry) if person != entry.owner[1]}
    workers = sorted(id_ for kind, id_ in lines if kind == "worker")
    shared = {owner: record for owner, record in lines.items() if owner[0] != "worker" or owner[1] in named}
    world = World(OURS, one.moment, tuple(workers), shared, now=now)

    def apart(everybody, question):
        rows = [(w, n, len(lines["worker", w]), line) for w in workers for n, line in enumerate(lines["worker", w])]
        found = dict(judged_apart(pickle.loads(pickle.dumps(world)), question, rows))
        for worker in everybody.workers:
            each = found.get(worker) or judged(everybody, question, [worker])
            received(everybody, each)
            yield from each.each

    stored = one.records._stored
    here = Records(stored if now is None else lambda owner: believed(owner, stored(owner), now))
    there = world.questions({})
    there = Questions(there.records, OURS, one.moment, lambda: workers, spread=apart)
    assert outcome_of(there, question) == outcome_of(Questions(here, OURS, one.moment, lambda: workers), question)


@pytest.mark.parametrize("places", [[0], [1], [0, 0], [1, 0], [0, 1, 0, 1]])
def test_nobody_is_judged_by_a_part_of_a_record(places: list[int]) -> None:
    with pytest.raises(UnreadableFileError, match="w1 does not stand there whole"):
        list(whole_records(("w1", place, 2, "{}") for place in places))


@settings(max_examples=30, deadline=None)
@given(records=DEPARTMENT.records(), day=DEPARTMENT.days(), unread=st.sampled_from(OWNERS))
@pytest.mark.parametrize("rule", CATALOGUE.rules)
def test_without_reasons_everybody_is_judged_alike(rule, records, day, unread):
    told = reading(asked(records, day), unread).outcomes(rule)
    reasons = reading(asked(records, day), unread).who_meets(rule)
    by = {Outcome.MET: told.met, Outcome.NOT_MET: told.not_met, Outcome.CANNOT_TELL: told.cannot_tell}
    assert by == {each: tuple(one.worker for one in reasons if one.outcome is each) for each in Outcome}


POST = {"kind": "appointment", "on": "2021-01-04", "site": "site-1", "tier": "senior-clinical-support-worker"}
SIGNED = {"kind": "sign-off", "on": "2024-02-05", "competency": "iv-cannulation", "assessor": "a1"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of nine, of whom the record of one is damaged and one is known by two ids."""
    place = tmp_path_factory.mktemp("cohort") / "records"
    tracker = Tracker(TinyDBStore.create(place))
    tracker.append([{**entry, "worker": f"w{n}"} for n in range(9) for entry in (POST, SIGNED)])
    tracker.append([{"kind": "identity", "worker": "w8", "on": "2024-01-01", "same_as": "w7"}])
    file = next(place.rglob("w3.json*"))
    file.write_bytes(file.read_bytes().replace(b"iv-cannulation", b"iv-cannulatiom"))
    return place


@pytest.mark.parametrize("name", ["who-meets", "who-has-met", "matrix"])
def test_two_processes_answer_as_one_does(folder: Path, name: str) -> None:
    question, told, steps = ASKED[name][0], [], []
    for count in (1, 2):
        tracker = Tracker(TinyDBStore(folder), OURS)
        questions = tracker.at("2026-03-01", "2027-01-01", processes=count)
        answer = questions.ask(question, lambda *step: steps.append(step[1:]))
        told.append((answer.to_json(), tracker.damage, questions.records.unread))
    assert told[0] == told[1]
    assert told[0][1].keys() == {("worker", "w3")}
    assert {total for _, total in steps} == {8}  # two of the nine are one person


def test_two_processes_send_of_each_answer_what_is_wanted(folder: Path) -> None:
    question, wanted = ASKED["who-meets"][0], attrgetter("outcome", "says")
    one, two = (Tracker(TinyDBStore(folder), OURS).at("2026-03-01", "2027-01-01", processes=n) for n in (1, 2))
    assert list(two.from_each(question, wanted)) == [wanted(answer) for answer in one.ask(question)]
    with pytest.raises(FieldError, match="no lambda"):
        two.from_each(question, lambda answer: answer.outcome)


def test_what_one_process_refuses_two_refuse_in_the_same_words(folder: Path) -> None:
    with pytest.raises(UnknownNameError, match="no-such-rule"):
        Tracker(TinyDBStore(folder)).at(processes=2).who_meets("no-such-rule")


def test_a_store_that_no_other_process_can_open_is_judged_by_this_one() -> None:
    assert Tracker(MemoryStore()).at(processes=2).matrix().rows == ()


def test_what_is_read_under_a_log_is_judged_by_the_process_that_keeps_it(folder: Path) -> None:
    read = []
    Tracker(TinyDBStore(folder), on_read=read.append).at("2026-03-01", processes=2).matrix()
    assert ("worker", "w1") in read


@pytest.mark.parametrize("count", [0, -1])
def test_fewer_than_one_process_is_refused(count: int) -> None:
    with pytest.raises(FieldError, match="processes"):
        Tracker(MemoryStore()).at(processes=count)


def test_a_process_that_ends_before_it_is_done_is_told_in_a_sentence(folder: Path) -> None:
    one = Tracker(TinyDBStore(folder)).at("2026-03-01")
    broken = Questions(one.records, OURS, one.moment, lambda: one.workers, spread=Processes(partial(os._exit, 9), 2))
    with pytest.raises(StoreError, match="ended before it was done"):
        broken.matrix()


def test_of_a_record_that_is_elsewhere_nothing_is_said() -> None:
    world = World(OURS, Tracker(MemoryStore()).at("2026-03-02").moment, ("w1",), {})
    for ask in (lambda asked: asked.may("w1", "iv-cannulation"), lambda asked: asked.subject_access("w1")):
        with pytest.raises(UnreadableFileError, match="w1 is not at hand"):
            ask(world.questions({}))
