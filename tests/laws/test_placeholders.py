"""What nobody published: an answer names every such number that it turns on, and nothing else changes with it."""

import tomllib
from copy import deepcopy
from datetime import timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from sw_competency.catalogue import layer_of, load
from sw_competency.catalogue.placeholders import found_at, placeholders
from sw_competency.dates import Moment
from sw_competency.judge import Records
from sw_competency.questions import Questions
from sw_competency.testing.builders import (
    absent,
    appointed,
    countersigned,
    registered,
    signed_off,
    trained,
    watched,
)

from .department import DEPARTMENT, END, given_to

TABLES = tomllib.loads((Path(__file__).parent / "catalogue.toml").read_text(encoding="utf-8"))
days = DEPARTMENT.days()


def all_placeholders(value):
    """Put every authority there is aside: nobody published anything."""
    if isinstance(value, dict):
        kept = {key: all_placeholders(inner) for key, inner in value.items() if key != "authorities"}
        cites = "authority" in kept or isinstance(kept.get("source"), list)
        return kept | ({"authority": "placeholder"} if cites else {})
    return [all_placeholders(one) for one in value] if isinstance(value, list) else value


NOBODY = all_placeholders(TABLES) | {"source": TABLES["source"]}
CATALOGUE = load(layer_of(NOBODY, "nobody.toml"))
# what a number may be instead; of a list of requirements, its counts
OTHERS = {
    "expires_after": ["P1M", "P3M", "P2Y"], "grace": ["P1D", "P1M"], "notice": ["P1D", "P40D"], "pauses": [[]],
    "practice": [{"at_least": 3, "within": "P1M"}, {"at_least": 1, "within": "P2Y"}],
    "return": [{"after": "P2D", "practice": 2}, {"after": "P2Y", "practice": 1}], "requires": [1, 4],
}  # fmt: skip
PATHS = sorted(path for path in placeholders(CATALOGUE) if path.rpartition(".")[2] in OTHERS)


def counting(requires, number):
    for item in requires:
        if "of" in item:
            counting(item["of"], number)
        elif item["kind"] == "practice-count":
            item["at_least"] = number


def changed(path, other):
    """Return the catalogue in which the number at a path is another."""
    tables = deepcopy(NOBODY)
    around, _, field = path.rpartition(".")
    value = found_at(tables, around).value
    if isinstance(value, list):  # the version without a first day
        value = next(version for version in value if "starts" not in version)
    if field == "requires":
        counting(value[field], other)
    else:
        value[field] = other
    return load(layer_of(tables, "changed.toml"))


CHANGED = [(path, changed(path, other)) for path in PATHS for other in OTHERS[path.rpartition(".")[2]]]


@st.composite
def careers(draw):
    """Draw a record in which every task was learnt, and some of it lapsed, was refreshed, or was left for a while."""
    def day(first=0, last=150):
        return (DEPARTMENT.first + timedelta(days=draw(st.integers(first, last)))).isoformat()

    tier, begun = draw(st.sampled_from(["helper", "senior"])), day(0, 60)
    entries = [
        registered("a1", roles=["mr-lead"]), appointed("w1", "2024-01-01", tier), trained("w1", "theory", begun),
        trained("w1", "life-support", day()),
    ]  # fmt: skip
    names = (name for name in CATALOGUE.competencies for _ in range(draw(st.integers(1, 2))))
    for number, name in enumerate(names):
        on = draw(st.sampled_from([begun, day(), day()]))
        entries += [watched("w1", name, on) for _ in range(draw(st.integers(0, 2)))]
        entries.append(signed_off("w1", name, on, id=f"s{number}"))
        entries.append(countersigned("w1", f"s{number}", on))
    if draw(st.booleans()):
        entries.append(absent("w1", day(60, 119), draw(st.sampled_from([None, day(120, 150)]))))
    return sorted(entries, key=lambda entry: entry.on)


def answers(entries, day, catalogue):
    by_owner = {}
    for entry in entries:
        by_owner.setdefault(entry.owner, []).append(entry)
    questions = Questions(Records(lambda owner: by_owner.get(owner, ()), END), catalogue, Moment(day, END))
    for name in catalogue.competencies:
        yield questions.status("w1", name)
        yield questions.may("w1", name)
    yield from (questions.rebanding("w1", name) for name in catalogue.rules)
    yield from (questions.counts("w1", given.id) for given in given_to(questions, "w1"))


def said(answer, path):
    """Return what an answer says; how near the end is, is named by an answer that says so."""
    if answer.question == "status":
        near_the_end = path.endswith(".notice") and answer.outcome.value == "met"
        return answer.outcome, None if near_the_end else answer.status, answer.expires_on
    return answer.outcome, answer.answer if answer.question == "may" else None


@given(careers(), days)
def test_an_answer_that_does_not_name_a_number_does_not_change_with_it(entries, day):
    as_it_is = list(answers(entries, day, CATALOGUE))
    for path, other in CHANGED:
        for before, after in zip(as_it_is, answers(entries, day, other), strict=True):
            if path not in before.placeholders:
                assert said(before, path) == said(after, path), (path, before.to_json(), after.to_json())


@given(careers() | DEPARTMENT.records(), days)
def test_what_is_named_stands_in_the_catalogue_and_nobody_published_it(entries, day):
    known = set(placeholders(CATALOGUE))
    for answer in answers(entries, day, CATALOGUE):
        assert set(answer.placeholders) <= known
        assert answer.to_json()["placeholders"] == list(dict.fromkeys(answer.placeholders))
