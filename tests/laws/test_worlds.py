"""Laws of what would change: what is predicted is what is found by asking everything in both worlds, day by day."""

import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from sw_competency.catalogue import layer_of, load
from sw_competency.dates import Moment
from sw_competency.errors import UnknownNameError
from sw_competency.judge import Records
from sw_competency.judge.turning import Turning
from sw_competency.model import SignOff
from sw_competency.questions import Questions

from .department import CATALOGUE, END, SPRING, asked

BASE = tomllib.loads((Path(__file__).parent / "catalogue.toml").read_text("utf-8"))
NEW = {"source": {"new": {"title": "New"}}}
CHANGES = tomllib.loads((Path(__file__).parent / "changes.toml").read_text("utf-8"))["change"]
GONE = {"competency": ["injector", "exposure"], "rule": ["kind", "either"]}


@cache
def changed_by(names, without):
    """The laws' catalogue with some changes laid over it, or with something taken out of it."""
    tables = {**BASE, **{table: {**BASE[table]} for table in GONE}}
    if without:  # two competencies, and two rules
        for table, gone in GONE.items():
            tables[table] = {name: one for name, one in tables[table].items() if name not in gone}
    over = [layer_of({**NEW, **CHANGES[name]}, f"{name}.toml") for name in names]
    return load(layer_of(tables, "base.toml"), *over, over_shipped=False)


@st.composite
def other_catalogues(draw):
    """Which changes make another catalogue; made of them where it is needed, since a whole one prints as a book."""
    names = draw(st.sets(st.sampled_from(sorted(CHANGES)), max_size=2))
    return tuple(sorted(names)), draw(st.integers(0, 5)) == 0


@st.composite
def stretches(draw):
    first = draw(SPRING.days())
    return first, first + timedelta(days=draw(st.integers(0, 60)))


def days_of(first, last):
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def one_answer(questions, worker, question, name):
    """Ask as anybody asks, each time of records that remember nothing; what nobody knows nobody may do."""
    if not questions.records.worker(worker).at(questions.moment.as_of).entries:
        return None if question == "status" else "cannot-tell", None
    try:
        if question == "status":
            found = questions.status(worker, name)
            return found.status, found.expires_on
        if question == "may":
            return questions.may(worker, name).answer, None
        found = questions.rebanding(worker, name)
    except UnknownNameError:
        return {"status": "not-started", "may": "may-not", "rebanding": "not-met"}[question], None
    return found.outcome.value, found.since


def every_name(*catalogues):
    names = sorted({name for c in catalogues for name in c.competencies})
    rules = sorted({name for c in catalogues for name in c.rules})
    return [(q, n) for n in names for q in ("status", "may")] + [("rebanding", n) for n in rules]


def worlds_apart(before, after, names, first, last):
    """Every question on every day whose answer differs, found by asking all of them."""
    found = set()
    for day in days_of(first, last):
        was, would = before(day), after(day)
        for worker in SPRING.workers:
            for question, name in names:
                a, b = one_answer(was, worker, question, name), one_answer(would, worker, question, name)
                if a != b:
                    found.add((worker, question, name, day, a, b))
    return found


def told(answer, last):
    """Every question on every day that the answer says differs."""
    found = set()
    for change in answer.changes:
        sides = [
            (state, None) if change.question == "may" else msgspec.structs.astuple(state)
            for state in (change.before, change.after)
        ]
        for day in days_of(change.first, change.until or last):
            found.add((change.worker, change.question, change.name, day, *sides))
    return found


def asked_under(entries, catalogue, day):
    return Questions(asked(entries, day).records, catalogue, Moment(day, END))


sites = st.sampled_from([None, "site-1"])
few = settings(max_examples=settings().max_examples // 2)


@few
@given(SPRING.records(most=12), other_catalogues(), stretches())
def test_the_impact_of_a_catalogue_is_what_asking_under_both_finds(entries, changes, stretch):
    first, last = stretch
    other = changed_by(*changes)
    found = worlds_apart(
        lambda day: asked(entries, day), lambda day: asked_under(entries, other, day),
        every_name(CATALOGUE, other), first, last,
    )  # fmt: skip
    answer = asked(entries, first).impact(other, last)
    assert told(answer, last) == found
    for site, counts in answer.by_site.items():
        for effect, count in msgspec.to_builtins(counts).items():
            there = [c for c in answer.changes if c.effect == effect and site in (c.sites or [""])]
            assert count == len({c.worker for c in there})


@few
@given(SPRING.records(most=12), st.sampled_from(SPRING.assessors), SPRING.days(), SPRING.days(), SPRING.days())
def test_what_rests_on_an_assessor_is_what_falls_when_nobody_else_vouches(entries, assessor, a, b, as_of):
    first, last = sorted((a, b))
    # nobody signs themselves off: put in the assessor's place, the worker's own word counts for nothing
    without = [
        replace(e, assessor=e.worker)
        if isinstance(e, SignOff) and e.assessor == assessor and first <= e.on <= last else e
        for e in entries
    ]  # fmt: skip
    answer = asked(entries, as_of).trace(assessor, first, last)
    names = every_name(CATALOGUE)
    assert told(answer, as_of) == worlds_apart(
        lambda day: asked(entries, day), lambda day: asked(without, day), names, as_of, as_of
    )
    was, would = asked(entries, as_of), asked(without, as_of)
    fell = {
        (e.worker, e.id) for e in was.records.worker("w1").entries + was.records.worker("w2").entries
        if e.kind in {"sign-off", "prior-learning"} and e.on <= as_of
        and was.counts(e.worker, e.id).outcome.value == "met" and would.counts(e.worker, e.id).outcome.value != "met"
    }  # fmt: skip
    assert {(one.worker, one.sign_off) for one in answer.fallen} == fell
    outside = {
        (worker, task.entry) for worker in SPRING.workers
        for task in would.outside_scope(worker).tasks
        if task.entry not in {t.entry for t in was.outside_scope(worker).tasks}
    }  # fmt: skip
    found = {(one.worker, one.entry) for one in answer.afterwards if one.what == "outside-scope"}
    assert found == outside


@few
@given(SPRING.records(most=10), SPRING.entry("withdrawal", "sign-off", "leaving", "absence"), stretches())
def test_what_an_entry_would_change_is_what_it_changes_once_recorded(entries, more, stretch):
    first, last = stretch
    answer = asked(entries, first).if_recorded(more, last)
    found = worlds_apart(
        lambda day: asked(entries, day), lambda day: asked([*entries, more], day), every_name(CATALOGUE), first, last
    )
    assert told(answer, last) == found


@few
@given(SPRING.records(most=12), other_catalogues(), stretches(), st.sampled_from(SPRING.workers))
def test_between_turning_days_no_answer_changes(entries, changes, stretch, worker):
    first, last = stretch
    catalogue = changed_by(*changes)
    turning = Turning(asked_under(entries, catalogue, first).judge(worker), first, last)
    before = {}
    for day in days_of(first, last):
        questions = asked_under(entries, catalogue, day)
        for name in catalogue.competencies:
            status, may = questions.judge(worker).status(name, day), questions.may(worker, name)
            now = ((status.status, status.expires_on), may.answer)
            if day != first:
                assert now[0] == before[name][0] or day in turning.of_status(name), (name, day)
                assert now[1] == before[name][1] or day in turning.of_may(name), (name, day)
            before[name] = now


@few
@given(SPRING.records(most=12), stretches(), st.sampled_from(sorted(CATALOGUE.competencies)), sites)
def test_cover_is_who_may_and_is_there_on_every_day(entries, stretch, task, site):
    first, last = stretch
    if site is not None and not any(getattr(e, "site", None) == site for e in entries if e.kind == "appointment"):
        site = None
    answer = asked(entries, first).cover(task, site, None, last)
    uncovered = set()
    for gap in answer.uncovered:
        uncovered.update(days_of(gap.first, gap.until or last))
    for day in days_of(first, last):
        there = asked(entries, day).who_may(task, site)
        able = [a.worker for a in there if a.answer == "may" and not a.absent]
        assert (day in uncovered) == (not able), day
        if day == first:
            assert set(answer.able) == set(able)


def test_a_world_asked_about_leaves_the_records_as_they_were():
    entries = [SPRING_ENTRY]
    records = Records(lambda owner: [e for e in entries if e.owner == owner])
    before = Questions(records, CATALOGUE, Moment(date(2024, 3, 1), END), lambda: ["w1"])
    assert before.trace("a1").fallen == ()
    assert not records.not_entitled


SPRING_ENTRY = SignOff(id="e1", on=date(2024, 2, 1), worker="w1", competency="coils", assessor="a1")
