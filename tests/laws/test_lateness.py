"""What was written down late is named, and nothing else is; naming it changes no answer; none of it is left out."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from sw_competency.catalogue import layer_of, load
from sw_competency.dates import Moment, after, end_of, length_of
from sw_competency.judge import Records
from sw_competency.model import MET, as_known
from sw_competency.questions import Questions
from sw_competency.testing.builders import absent, appointed, countersigned, registered, signed_off, trained, watched

from .department import DEPARTMENT, END, every_answer

TABLES = tomllib.loads((Path(__file__).parent / "catalogue.toml").read_text(encoding="utf-8"))
LIMIT = "P3D"
TOLD = {"sign-off", "prior-learning", "countersignature", "practice"}


def catalogue(limit):
    said = {"title": "Writing down", "late_after": limit, "authority": "local", "source": ["handbook"]}
    return load(layer_of({**TABLES, "recording": {"sign-off": said, "practice": said}}, f"{limit}.toml"))


SHORT, NEVER = catalogue(LIMIT), catalogue("P100Y")


@st.composite
def careers(draw):
    """Draw records of which some entries were written down days or months after their day."""
    entries = draw(DEPARTMENT.records(most=12, corrections=True))
    later = st.sampled_from([0, 0, 2, 5, 300]).map(lambda days: timedelta(days=days))
    return [replace(entry, recorded_at=entry.recorded_at + draw(later)) for entry in entries]


def asked(entries, day, under):
    by_owner = {}
    for entry in sorted(entries, key=lambda entry: entry.recorded_at):
        by_owner.setdefault(entry.owner, []).append(entry)
    return Questions(Records(lambda owner: by_owner.get(owner, ())), under, Moment(day, END))


def named(answer):
    return {late["entry"] for late in answer.to_json().get("late", ())}


@given(careers(), DEPARTMENT.days())
def test_what_was_written_down_in_time_is_never_named(entries, day):
    known = {e.id: e for e in as_known([e for e in entries if e.owner == ("worker", "w1")], None)}
    for answer in every_answer(asked(entries, day, SHORT), "w1"):
        for late in answer.to_json().get("late", ()):
            entry = known[late["entry"]]
            assert entry.kind in TOLD
            assert is_late(entry)
            assert late["days"] == (entry.recorded_at.date() - entry.on).days
            assert entry.on <= day


def decided(value):
    """Return an answer without what only tells of it."""
    if isinstance(value, dict):
        return {k: decided(v) for k, v in value.items() if k not in {"says", "late", "catalogue", "ended_by"}}
    return [decided(one) for one in value] if isinstance(value, list) else value


@given(careers(), DEPARTMENT.days())
def test_naming_what_is_late_changes_no_answer(entries, day):
    told, silent = (every_answer(asked(entries, day, under), "w1") for under in (SHORT, NEVER))
    assert [decided(a.to_json()) for a in told] == [decided(a.to_json()) for a in silent]
    assert all(named(answer) == set() for answer in silent)


def is_late(entry):
    return entry.recorded_at.date() > after(entry.on, length_of(LIMIT))


def covers(periods, period):
    """Tell whether a time lies within one of some periods."""
    last = period.until or date.max
    return any(p.first <= period.first and (p.until or date.max) >= last for p in periods)


LEARNT = ("cannulation", "screening", "coils", "transfers", "kindness", "flush")


@st.composite
def learners(draw):
    """Draw the record of somebody who learns every task, is signed off again, and is away for a while."""
    def day(first, last):
        return (DEPARTMENT.first + timedelta(days=draw(st.integers(first, last)))).isoformat()

    entries = [
        registered("a1", roles=["mr-lead"]), appointed("w1", "2024-01-01", draw(st.sampled_from(["helper", "senior"]))),
        trained("w1", "theory", "2024-01-01"), trained("w1", "life-support", day(0, 60)),
    ]  # fmt: skip
    for number, (name, last) in enumerate((name, last) for name in LEARNT for last in (40, 90, 150)):
        on = day(max(last - 60, 0), last)
        entries += [watched("w1", name, day(0, 150), id=f"p{number}-{n}") for n in range(draw(st.integers(0, 2)))]
        entries.append(watched("w1", name, on, id=f"p{number}"))
        if draw(st.integers(0, 3)):
            entries.append(signed_off("w1", name, on, id=f"s{number}"))
            entries.append(replace(countersigned("w1", f"s{number}", on), id=f"c{number}"))
    if draw(st.booleans()):
        entries.append(absent("w1", day(60, 100), day(101, 140)))
    late = st.sampled_from([1, 1, 1, 300]).map(lambda days: timedelta(days=days))
    return [replace(entry, recorded_at=end_of(entry.on) + draw(late)) for entry in entries]


@given(learners(), DEPARTMENT.days())
def test_since_names_everything_late_that_its_periods_rest_on(entries, day):
    """Whatever is late and not named can be taken away, and a rule was met on all the days it was met on before."""
    questions = asked(entries, day, SHORT)
    for rule in SHORT.rules:
        answer = questions.since("w1", rule)
        kept = [e for e in entries if e.kind not in TOLD or e.id in named(answer) or not is_late(e)]
        without = asked(kept, day, SHORT).since("w1", rule)
        assert all(covers(without.periods, period) for period in answer.periods)


@given(learners(), DEPARTMENT.days())
def test_a_rule_that_is_met_names_everything_late_that_it_rests_on(entries, day):
    questions = asked(entries, day, SHORT)
    for rule in SHORT.rules:
        answer = questions.rebanding("w1", rule)
        if answer.outcome is MET:
            kept = [e for e in entries if e.kind not in TOLD or e.id in named(answer) or not is_late(e)]
            assert asked(kept, day, SHORT).rebanding("w1", rule).outcome is MET


@settings(max_examples=30)
@given(learners(), DEPARTMENT.days())
def test_whoever_reads_a_table_is_told_of_all_that_is_late_and_answers_hash(entries, day):
    alone = asked(entries, day, SHORT)
    questions = Questions(alone.records, SHORT, alone.moment, lambda: ["w1"])
    lists = [questions.progress("w1"), *(questions.who_meets(rule) for rule in SHORT.rules)]
    lists += [questions.who_may(name) for name in SHORT.competencies]
    for answers in lists:
        cells = [str(cell) for table in answers.tables() for row in table.rows for cell in row]
        told = "\n".join([*cells, *answers.lines()])
        for answer in answers:
            assert all(late.words in told for late in answer.late)
            assert len({answer.late, tuple(answer.late)}) == 1
