"""Laws of `since`: worked out from the days on which anything can change, it agrees with trying every day."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from sw_competency.judge import Judge, Records
from sw_competency.judge.rebanding import judge_rebanding
from sw_competency.judge.since import periods_met
from sw_competency.model import MET, parse_entry
from sw_competency.rules.kinds.holds import Holds
from tests.benchmarks.records import AS_OF, RULE, catalogue

from .department import CATALOGUE, SPRING, asked

rules = st.sampled_from(list(CATALOGUE.rules))
often = settings(max_examples=2 * settings().max_examples)


def met_on_each_day(entries, rule, worker="w1"):
    """Try every day, each with a judge that remembers nothing of the days before."""
    day, found = SPRING.first - timedelta(days=40), {}
    while day <= SPRING.last:
        questions = asked(entries, day)
        found[day] = judge_rebanding(questions.judge(worker), rule, day).finding.outcome is MET
        day += timedelta(days=1)
    return found


@often
@given(SPRING.records(), rules)
def test_since_is_the_earliest_day_from_which_every_day_is_met(entries, rule):
    tried = met_on_each_day(entries, rule)
    streak = None
    for day, met in tried.items():
        streak = (streak or day) if met else None
    assert asked(entries, SPRING.last).since("w1", rule).since == streak


@often
@given(SPRING.records(), rules)
def test_the_periods_are_the_days_that_are_met_and_no_others(entries, rule):
    tried = met_on_each_day(entries, rule)
    told = set()
    for period in asked(entries, SPRING.last).since("w1", rule).periods:
        first = period.first
        until = period.until or SPRING.last
        told |= {first + timedelta(days=n) for n in range((until - first).days + 1)}
    assert told == {day for day, met in tried.items() if met}


@given(SPRING.records(), rules, SPRING.days())
def test_periods_are_in_order_and_apart(entries, rule, as_of):
    periods = asked(entries, as_of).since("w1", rule).periods
    reached = date.min
    for index, period in enumerate(periods):
        first = period.first
        until = period.until or as_of
        assert reached + timedelta(days=index > 0) < first <= until <= as_of
        # only the last can go on, and every other says what ended it
        assert (period.ended_by is None) == (period.until is None)
        assert period.until is not None or index == len(periods) - 1
        reached = until


@given(SPRING.records(), rules, SPRING.days())
def test_rebanding_and_since_agree(entries, rule, as_of):
    questions = asked(entries, as_of)
    now, through_time = questions.rebanding("w1", rule), questions.since("w1", rule)
    assert now.outcome is through_time.outcome
    assert now.since == through_time.since


def test_nobody_is_judged_by_the_rest_of_a_rule_while_something_of_it_is_lacking(monkeypatch):
    judged = []
    monkeypatch.setattr(Holds, "outcome", lambda _, case: judged.append(case.day) or MET)
    post = {"kind": "appointment", "id": "e1", "worker": "w1", "on": "2021-01-04", "site": "site-1", "tier": "b2"}
    done = {"kind": "practice", "worker": "w1", "competency": "task-0", "outcome": "successful"}
    for on, since in (("2021-06-01", date(2022, 1, 4)), ("2023-06-01", date(2023, 6, 1))):
        practised = [{**done, "id": f"p{n}", "on": on} for n in range(6)]
        records = Records(lambda _: ())
        judge = Judge(records.fold("w1", [parse_entry(one)[0] for one in (post, *practised)]), catalogue(), records)
        assert [period.first for period in periods_met(judge, RULE, AS_OF)] == [since]  # a year in post, and practice
        assert judged
        assert min(judged) == since
        judged.clear()
    assert periods_met(Judge(records.fold("w1", []), catalogue(), records), RULE, AS_OF) == []
    assert not judged
