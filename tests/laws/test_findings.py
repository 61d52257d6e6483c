"""Laws of findings: they hold values and no judge, say what they say, and are the same by what they say."""

import copy
import pickle
from datetime import date

import attrs
import msgspec
from hypothesis import example, given
from hypothesis import strategies as st

from sw_competency.catalogue import Catalogue
from sw_competency.judge import FoldedRecord, Judge, Records
from sw_competency.judge.one_day import Case
from sw_competency.model import MET, NOT_MET, Appointment, Finding, Outcome
from sw_competency.model.findings import said_of

from .department import CATALOGUE, DEPARTMENT, asked, every_answer
from .test_answers import every_finding

KEEPS_ALIVE = (Judge, Case, Records, FoldedRecord, Catalogue)
days = DEPARTMENT.days()
records = DEPARTMENT.records()
TWO_POSTS = [
    Appointment(id=f"e{n}", on=date(2024, 1, 1), worker="w1", site="site-1", tier="helper", post=post)
    for n, post in enumerate((None, "bank"))
]


def holds(value):
    """Return everything that something holds, however deep; functions hold nothing of a judgement."""
    yield value
    if isinstance(value, msgspec.Struct):
        inner = [getattr(value, name) for name in value.__struct_fields__]
    elif attrs.has(type(value)):
        inner = [getattr(value, field.name) for field in attrs.fields(type(value))]
    elif isinstance(value, (tuple, list, set, frozenset)):
        inner = list(value)
    else:
        inner = [*value.values()] if isinstance(value, dict) else [getattr(value, "__self__", None)]
    for one in inner:
        if one is not None and not isinstance(one, (str, type)):
            yield from holds(one)


def findings(entries, as_of):
    questions = asked(entries, as_of)
    for worker in DEPARTMENT.workers:
        for answer in every_answer(questions, worker):
            yield from every_finding(answer.finding)


def kept_alive(value):
    return [type(one).__name__ for one in holds(value) if isinstance(one, KEEPS_ALIVE)]


@given(records, days)
def test_neither_a_finding_nor_what_a_judge_remembers_keeps_a_judge_alive(entries, as_of):
    """So a judge is let go of the moment nobody asks it any more, however many are judged one after the other."""
    questions = asked(entries, as_of)
    for worker in DEPARTMENT.workers:
        for answer in every_answer(questions, worker):
            assert not [finding.says for finding in every_finding(answer.finding) if kept_alive(finding)]
        judge = questions.judge(worker)
        for name in Judge.__slots__:
            if name not in {"catalogue", "record", "records", "_others"}:
                assert not kept_alive(getattr(judge, name)), name


@given(records, days)
def test_findings_are_the_same_by_what_they_say_asked_again_or_packed_up(entries, as_of):
    for one, other in zip(findings(entries, as_of), findings(entries, as_of), strict=True):
        for again in (other, pickle.loads(pickle.dumps(one)), copy.deepcopy(one), copy.copy(one)):
            assert again == one
            assert hash(again) == hash(one)
            assert again.to_json() == one.to_json()


@example(TWO_POSTS, date(2024, 1, 1))
@given(records, days)
def test_a_finding_knows_whether_it_says_what_its_only_part_says(entries, as_of):
    """So whoever prints both does not say it twice, without reading any sentence."""
    for finding in findings(entries, as_of):
        if len(finding.parts) == 1:
            [part] = finding.parts
            assert (finding.heading is not None) == (part.says.casefold() in finding.says.casefold()), finding.says
        again = pickle.loads(pickle.dumps(finding))
        if finding.heading is not None:
            assert finding.outcome is MET or said_of(finding.heading) in finding.says
            assert again.heading == said_of(finding.heading)
        assert finding.says.endswith(finding.untitled())
        assert again.untitled("it") == finding.untitled("it")


made = st.recursive(
    st.builds(
        Finding, st.sampled_from(Outcome), st.sampled_from(["yes", "no"]), st.sampled_from([(), ("e1",)]),
        st.sampled_from([(), ("s1",)]), st.just(()), st.sampled_from([(), ("a",), ("a", "b")]),
    ),
    lambda parts: st.builds(
        lambda outcome, relied, parts: Finding(outcome, ("all of {}".format, 1), relied, None, parts),
        st.sampled_from(Outcome), st.sampled_from([None, ("e1",)]), st.lists(parts, min_size=1, max_size=3).map(tuple),
    ),
    max_leaves=4,
)  # fmt: skip


@given(made, made)
def test_findings_differ_where_what_they_say_does(one, other):
    assert (one == other) == (one.to_json() == other.to_json())
    if one == other:
        assert hash(one) == hash(other)


def test_a_finding_is_like_nothing_else():
    finding = Finding(MET, "yes", ("e1",))
    assert finding != "yes"
    assert finding != Finding(NOT_MET, "yes", ("e1",))
    assert Finding(MET, ("{}".format, "yes"), ("e1",)) == finding


def test_a_finding_is_shown_in_short():
    long = Finding(NOT_MET, "word " * 100, ("e1",) * 50, ("s1",), (Finding(MET, "yes"),) * 9)
    assert repr(Finding(MET, "yes")) == "<Finding met: yes>"
    assert len(repr(long)) < 120


def test_the_walk_finds_a_judge_where_one_is_held():
    """By a bound method, or in a tuple of a tuple."""
    judge = asked([], DEPARTMENT.last).judge(DEPARTMENT.workers[0])
    assert judge.catalogue is CATALOGUE
    for sentence in ((judge.status, "x"), (str, (judge,))):
        assert any(isinstance(one, Judge) for one in holds(Finding(MET, sentence)))
