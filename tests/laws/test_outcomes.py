"""Laws of three outcomes: they combine as in Kleene's logic."""

from itertools import product
from typing import ClassVar

import attrs
from hypothesis import given
from hypothesis import strategies as st

from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Finding
from sw_competency.model.findings import all_of, at_least
from sw_competency.rules.kinds.all_of import AllOf
from sw_competency.rules.kinds.any_of import AnyOf
from sw_competency.rules.kinds.at_least import AtLeast
from sw_competency.rules.requirement import Requirement, requirement, walk

from .department import CATALOGUE, DEPARTMENT, asked

outcomes = st.sampled_from([MET, NOT_MET, CANNOT_TELL])


@requirement
class Told(Requirement):
    """A requirement whose outcome is given."""

    kind: ClassVar[str] = "told"
    outcome: object

    def judge(self, case):
        return Finding(self.outcome, f"told {self.outcome.value}", (), case.cites)


@attrs.frozen
class NoCase:
    """Nothing is asked of the case here but what it cites."""

    cites: tuple[str, ...] = ("handbook",)


def combined(parts):
    several = st.lists(parts, min_size=1, max_size=3).map(tuple)
    counted = several.flatmap(lambda of: st.integers(1, len(of)).map(lambda n: AtLeast(count=n, of=of)))
    return several.map(lambda of: AllOf(of=of)) | several.map(lambda of: AnyOf(of=of)) | counted


trees = st.recursive(outcomes.map(lambda o: Told(outcome=o)), combined, max_leaves=6)


def settlements(item):
    """Return the requirement with every 'cannot tell' settled, in every way."""
    if not item.parts():
        for outcome in (MET, NOT_MET) if item.outcome is CANNOT_TELL else (item.outcome,):
            yield Told(outcome=outcome)
        return
    for parts in product(*[list(settlements(part)) for part in item.parts()]):
        yield attrs.evolve(item, of=parts)


@given(trees)
def test_settling_a_part_that_cannot_be_told_never_changes_a_settled_whole(tree):
    whole = tree.judge(NoCase()).outcome
    settled = {each.judge(NoCase()).outcome for each in settlements(tree)}
    assert CANNOT_TELL not in settled
    assert whole is CANNOT_TELL or settled == {whole}


@given(st.lists(outcomes, max_size=6))
def test_all_of_is_the_least_of_its_parts(parts):
    expected = NOT_MET if NOT_MET in parts else CANNOT_TELL if CANNOT_TELL in parts else MET
    assert all_of(parts) is expected


@given(st.lists(outcomes, min_size=1, max_size=6))
def test_at_least_one_is_the_greatest_and_at_least_all_the_least(parts):
    assert at_least(1, parts) is (MET if MET in parts else CANNOT_TELL if CANNOT_TELL in parts else NOT_MET)
    assert at_least(len(parts), parts) is all_of(parts)


@given(st.lists(outcomes, min_size=1, max_size=6), st.data())
def test_asking_for_more_is_never_easier(parts, data):
    order = [NOT_MET, CANNOT_TELL, MET]
    count = data.draw(st.integers(1, len(parts)))
    assert order.index(at_least(count + 1, parts)) <= order.index(at_least(count, parts))


@given(st.lists(outcomes, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_parts_does_not_matter(parts, random):
    mixed = list(parts)
    random.shuffle(mixed)
    assert all_of(mixed) is all_of(parts)
    assert at_least(2, mixed) is at_least(2, parts)


@given(trees)
def test_a_whole_that_is_not_met_names_every_part_that_is_not(tree):
    finding = AllOf(of=(tree, Told(outcome=NOT_MET), Told(outcome=CANNOT_TELL))).judge(NoCase())
    for part in finding.parts:
        if part.outcome is not MET:
            assert part.says in finding.says


VERSIONS = [version for rule in CATALOGUE.rules.values() for version in rule]
AT_SIGN_OFF = [v for c in CATALOGUE.competencies.values() for v in (*c.sign_off, *c.renewal)]


@given(DEPARTMENT.records(), DEPARTMENT.days())
def test_the_quick_way_to_an_outcome_and_to_what_it_turns_on_gives_what_the_reasons_say(entries, as_of):
    questions = asked(entries, as_of)
    for judge in map(questions.judge, DEPARTMENT.workers):
        cases = [(judge.case(as_of, rule.id, rule.source), rule) for rule in VERSIONS]
        rows = judge.record.whole.given.items()
        given_ = [one for name, row in rows if name in CATALOGUE.competencies for one in row]
        cases += [(judge.signing(one, as_of, ()), rule) for one in given_ for rule in AT_SIGN_OFF]
        for case, rule in cases:
            for item, path in walk(rule.requires):
                found = item.judge(case)
                assert item.outcome(case) is found.outcome, (path, found.says)
                assert set(item.placeholders(case)) == set(found.placeholders), (path, found.says)
        for name in CATALOGUE.competencies:
            assert judge.case(as_of).held(name) is judge.status(name, as_of).finding.outcome
