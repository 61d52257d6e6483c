"""What columns tell of many workers at once is what the judge finds of each; what they leave open holds his answer."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sw_competency import dates
from sw_competency.formats import write
from sw_competency.model import parse_entry
from sw_competency.rules import walk
from tests.oracle.agreement import tracker
from tests.oracle.catalogues import DAYS, PROGRAMMES, RULES, SITES, TASKS, TIERS, catalogue
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


def crowd(random, people=40):
    """Records of many people, mostly about learning, on few days: what is rare in one is there in another."""
    entries = [{"kind": "registration", "id": f"r{n}", "assessor": name, "on": on, "roles": ["lead"], **until}
               for n, (name, on, until) in enumerate([
                   ("a1", LONG_AGO, {}), ("a2", DAYS[1], {}), ("a3", LONG_AGO, {"until": DAYS[2]}),
                   ("a3", DAYS[4], {})])]  # fmt: skip
    for person in range(people):
        worker, focus = f"w{person}", random.choice(MOSTLY)
        for number in range(random.randint(1, 14)):
            kind, on = random.choice(focus if random.random() < 0.9 else [*SAYS]), random.choice(DAYS)
            said = {name: value for name, value in SAYS[kind](random, worker).items() if value is not None}
            for name, limit in (("until", max), ("expires_on", max), ("from", min), ("signed_on", min)):
                if name in said:
                    said[name] = limit(on, said[name])
            at = datetime.combine(on + timedelta(days=random.choice([0, 0, 0, 9])), time(random.choice([9, 17])), UTC)
            entries.append({"kind": kind, "worker": worker, "on": on, "id": f"e{number}", "recorded_at": at, **said})
    return entries


DAYS, LONG_AGO = DAYS[::2], date(2015, 1, 1)
_END = [None, None, None, *DAYS]
MOSTLY = [
    ["training", "practice", "practice", "practice", "sign-off", "sign-off", "assessment"],
    ["training", "practice", "practice", "sign-off", "withdrawal", "sign-off"],
    ["appointment", "appointment", "leaving", "practice", "sign-off"],
]
ONE_OF_TWO = TASKS[:2]
SAYS = {
    "training": lambda r, _: {
        "programme": r.choice(PROGRAMMES), "outcome": r.choice(["completed"] * 4 + ["failed"]),
        "expires_on": r.choice(_END)},
    "practice": lambda r, w: {
        "competency": r.choice(ONE_OF_TWO), "outcome": r.choice(["successful"] * 3 + ["unsuccessful"]),
        "supervision": r.choice(["direct", "direct", "indirect", None]), "modality": r.choice(["ct", "mr", None]),
        "supervisor": r.choice(["a1", "a1", "a2", w, w.upper(), None]),
        **r.choice([{}] * 4 + [{"count": 2}, {"count": 2, "from": r.choice(DAYS)}])},
    "sign-off": lambda r, w: {
        "competency": r.choice(ONE_OF_TWO), "assessor": r.choice(["a1"] * 5 + ["a2", "a3", "a4", w]),
        "expires_on": r.choice([*_END, None, None, None])},
    "assessment": lambda r, _: {
        "competency": r.choice(ONE_OF_TWO), "assessor": "a1",
        "outcome": r.choice(["competent", "not-yet-competent", "deferred"])},
    "withdrawal": lambda r, _: {
        "by": "m1", "competency": r.choice([*TASKS[:2], *TASKS[:2], None]),
        "until": r.choice([*_END, *[None] * 9]), "suspension": r.choice([None] * 9 + [True])},
    "appointment": lambda r, _: {
        "site": r.choice(SITES), "tier": r.choice(TIERS), "until": r.choice([*[None] * 30, *DAYS]),
        "deployment": r.choice(["static", "hybrid", None]), "modalities": r.choice([["ct"], None]),
        "post": r.choice([None] * 9 + ["bank"])},
    "leaving": lambda r, _: {"post": r.choice([None, None, None, "bank"])},
    "qualification": lambda r, _: {"level": r.choice([2, 3])},
    "approval": lambda r, w: {
        "role": r.choice(["manager", "lead"]), "by": r.choice(["m1", w]), "rule": r.choice([None, *RULES])},
    "absence": lambda r, _: {"reason": r.choice(["sickness", "maternity"]), "until": r.choice(_END)},
    "prior-learning": lambda r, _: {
        "competency": r.choice(ONE_OF_TWO), "signed_on": r.choice(DAYS), "accepted_by": "m1"},
    "rebanding": lambda r, _: {"to": r.choice(TIERS), "outcome": r.choice([None, "refused"])},
    "countersignature": lambda r, _: {"sign_off": f"e{r.randint(0, 9)}", "by": "a2"},
}  # fmt: skip


@settings(TOGETHER, max_examples=10)
@given(st.integers(0, 1000), st.integers(0, 10**6).map(Random), st.sampled_from(DAYS), st.sampled_from([None, *DAYS]))
def test_the_bounds_of_each_requirement_hold_what_the_judge_finds(path, number, random, day, known):
    _, read = catalogue(number)
    file = handed_over([parse_entry(one)[0] for one in crowd(random)], path)
    known_by = datetime.combine(known or date(2027, 1, 1), time(12), UTC)
    for later in (0, 1, 30):
        for worker, what, outcome, least, most in told(file, read, day + timedelta(days=later), known_by):
            assert least <= ORDER.index(outcome) <= most, (worker, what, later)


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
