"""What columns tell of many workers at once is what the judge finds of each; what they leave open holds his answer."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sw_competency import dates
from sw_competency.formats import write
from sw_competency.rules import walk
from tests.oracle.agreement import tracker
from tests.oracle.catalogues import RULES, TASKS, catalogue
from tests.oracle.made_up import situations

from .department import CATALOGUE, DEPARTMENT, END, asked

np = pytest.importorskip("numpy", reason="columns need the extra 'cohort'")
pytest.importorskip("pyarrow", reason="columns need the extra 'cohort'")

from sw_competency.cohort import parquet  # noqa: E402
from sw_competency.cohort.cases import Cases, World, after, before  # noqa: E402
from sw_competency.rules.bounds import ORDER, epoch  # noqa: E402

TOGETHER = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("columns") / "entries.parquet"


def handed_over(entries, path):
    """Write entries as they leave a store: record after record."""
    records = {}
    for entry in entries:
        records.setdefault(entry.owner, []).append(entry)
    with path.open("w", encoding="utf-8") as out:
        write("parquet", [entry for owner in sorted(records) for entry in records[owner]], out)
    return path


def stored(store):
    return [entry for _, record in store.read_all() for entry in record]


@given(
    st.lists(st.dates() | st.dates(dates.date(2024, 1, 27), dates.date(2024, 3, 2)), min_size=1),
    st.builds(dates.Length, st.integers(0, 1200), st.integers(0, 400)),
)  # fmt: skip
def test_many_days_are_moved_as_one_is(days, length):
    many = np.array([epoch(day) for day in days])
    assert after(many, length).tolist() == [epoch(dates.after(day, length)) for day in days]
    assert before(many, length).tolist() == [epoch(dates.before(day, length)) for day in days]


def outcomes(questions, rule):
    told = questions.outcomes(rule)
    return told.met, told.not_met, told.cannot_tell


@settings(TOGETHER, max_examples=settings().max_examples)
@given(situations())
def test_whom_columns_decide_the_judge_decides_alike(path, situation):
    number, entries, days, known_by = situation
    _, read = catalogue(number)
    theirs = tracker(read, entries)
    file = handed_over(stored(theirs.store), path)
    for day in days:
        here = theirs.at(day, known_by or "2027-01-01")
        there = parquet.at(file, read, day, known_by or "2027-01-01")
        for rule in RULES:
            assert outcomes(there, rule) == outcomes(here, rule), (rule, day)


@settings(TOGETHER, max_examples=settings().max_examples)
@given(situations())
def test_the_bounds_of_each_requirement_hold_what_the_judge_finds(path, situation):
    number, entries, days, known_by = situation
    _, read = catalogue(number)
    file = handed_over(stored(tracker(read, entries).store), path)
    for day in days:
        for worker, what, outcome, least, most in told(file, read, day, known_by or datetime(2027, 1, 1, tzinfo=UTC)):
            assert least <= ORDER.index(outcome) <= most, (worker, what, day)


def told(file, read, day, known_by):
    """Say of every worker who corrected nothing what is found of each requirement and task, and the bounds of it."""
    questions = parquet.at(file, read, day, known_by)
    for columns, _ in parquet.EntriesFile(file).batches(questions.moment.known_by):
        world, whole = World(columns, read, questions.records, epoch(day)), range(len(columns))
        corrected = {columns.owners[n] for n in columns.of_kind("correction").worker}
        for name in RULES:
            rule = read.rule_in_force(name, day)
            cases = Cases(world, np.arange(len(columns)), np.full(len(columns), epoch(day)), name)
            for item, path in walk(rule.requires if rule else ()):
                bounds = item.bounds(cases)
                for n in whole:
                    if columns.owners[n] not in corrected:
                        case = questions.judge(columns.owners[n]).case(day, name)
                        yield columns.owners[n], (name, path), item.outcome(case), bounds.least[n], bounds.most[n]
        for task in TASKS:
            held = cases.held(task)
            for n in whole:
                if columns.owners[n] not in corrected:
                    case = questions.judge(columns.owners[n]).case(day)
                    yield columns.owners[n], task, case.held(task), held.least[n], held.most[n]


@settings(TOGETHER, max_examples=20)
@given(DEPARTMENT.records(corrections=True), DEPARTMENT.days())
@pytest.mark.parametrize("rule", CATALOGUE.rules)
def test_whatever_is_on_record_a_file_is_answered_from_as_its_entries(path, rule, records, day):
    here = asked(records, day)
    there = parquet.at(handed_over(records, path), CATALOGUE, day, END)
    assert outcomes(there, rule) == outcomes(here, rule)
    assert there.who_meets(rule).to_json() == here.who_meets(rule).to_json()
