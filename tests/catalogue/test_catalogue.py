"""What one asks a catalogue."""

from datetime import date

import pytest

from sw_competency.catalogue import layer_of, load
from sw_competency.errors import UnknownNameError

from .small import small


@pytest.fixture(scope="module")
def catalogue():
    return load(layer_of(small("tier.senior.scope_rank = 1\ncompetency.washing.withdrawn = 2025-01-01"), "small.toml"))


@pytest.mark.parametrize(("ask", "misspelt", "near"), [
    ("competency", "canulation", "cannulation"), ("programme", "teory", "theory"), ("tier", "junor", "junior"),
    ("rule", "upp", "up"),
])  # fmt: skip
def test_a_misspelt_name_is_told_with_the_nearest(catalogue, ask, misspelt, near):
    with pytest.raises(UnknownNameError, match=f"There is no {ask} '{misspelt}'; did you mean '{near}'"):
        getattr(catalogue, ask)(misspelt)


def test_the_version_of_a_rule_is_that_of_the_day(catalogue):
    assert catalogue.rule_in_force("up", date(2019, 12, 31)) is None
    assert catalogue.rule_in_force("up", date(2020, 1, 1)).to == "senior"


def test_a_title_is_given_for_whatever_has_the_name(catalogue):
    assert [catalogue.titled(name) for name in ("washing", "theory", "junior", "ct", "nobody")] == [
        "Washing hands", "Theory", "Junior", "Computed tomography", "nobody",
    ]  # fmt: skip


def test_a_competency_is_part_of_the_framework_from_its_introduction_to_the_day_before_its_withdrawal(catalogue):
    washing = catalogue.competency("washing")
    days = [date(2019, 12, 31), date(2020, 1, 1), date(2024, 12, 31), date(2025, 1, 1)]
    assert [washing.in_framework(day) for day in days] == [False, True, True, False]


def test_the_scope_of_a_tier_is_its_rank_unless_it_says_otherwise(catalogue):
    assert (catalogue.tier("junior").scope, catalogue.tier("senior").rank, catalogue.tier("senior").scope) == (1, 2, 1)


def test_chains_of_programmes_that_count_as_others_count():
    longest = '[programme.longest]\ntitle = "Longest"\nsource = ["policy"]\ncounts_as = ["more-theory"]'
    catalogue = load(layer_of(small(longest), "x"))
    assert catalogue.counting_as("theory") == {"theory", "more-theory", "longest"}
    assert catalogue.counting_as("longest") == {"longest"}
