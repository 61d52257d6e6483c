"""Small numbers: nothing shown is small, nothing hidden can be worked out: all tables that might be meant are tried."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sw_competency.errors import SWCompetencyError, ThresholdError
from sw_competency.questions._disclosure import Row, Tally, shown

K = 3


def only(table, k=K):
    found = shown({"table": table}, k)
    return found.total, found.tables["table"]


def rows(table, k=K):
    return [(row.groups, row.people, row.moved) for row in only(table, k)[1]]


# -- one by one ------------------------------------------------------------------------------------------------


def test_nought_of_a_group_large_enough_is_shown():
    assert rows({"xray": Tally(0, 12), "ct": Tally(8, 12)}, 5) == [(("ct",), 20, 8), (("xray",), 12, 0)]


@pytest.mark.parametrize("moved", [1, 4, 8, 11, 12])
def test_few_of_a_group_or_all_of_it_or_all_but_few_are_not_shown(moved):
    total, table = only({"a": Tally(moved, 12 - moved)}, 5)
    assert (total, table) == (Row(groups=(), people=12), ())


def test_fewer_people_than_the_threshold_are_told_in_the_same_way_as_nobody_at_all():
    assert only({"a": Tally(0, 4)}, 5) == only({}, 5) == (None, ())


def test_a_group_too_small_is_put_together_with_the_smallest_that_makes_it_fit():
    table = {"a": Tally(0, 2), "b": Tally(0, 9), "c": Tally(6, 6), "d": Tally(7, 7)}
    assert rows(table, 5) == [(("c",), 12, 6), (("d",), 14, 7), (("a", "b"), 11, 0)]
    table["a"] = Tally(2, 0)  # with b there would still be too few who moved
    assert rows(table, 5) == [(("b",), 9, 0), (("d",), 14, 7), (("a", "c"), 14, 8)]


def test_where_no_group_can_stand_by_itself_the_table_is_left_out_and_no_group_is_named():
    assert rows({"a": Tally(3, 3), "b": Tally(1, 1)}) == []
    assert only({"a": Tally(3, 3), "b": Tally(1, 1)})[0].moved == 4


def test_small_groups_put_together_leave_room_for_each_to_be_a_large_one():
    small = {name: Tally(0, 1) for name in "abcd"}
    assert rows({**small, "x": Tally(0, 9), "y": Tally(0, 9)}, 5) == [(("y",), 9, 0), ((*"abcd", "x"), 13, 0)]


def test_those_who_left_are_told_apart_only_where_no_row_of_the_table_gives_a_small_number():
    total, table = only({"a": Tally(0, 5, 1), "b": Tally(0, 4, 4)})
    assert [(row.others, row.left) for row in table] == [(6, None), (8, None)]
    assert (total.stayed, total.left) == (9, 5)
    total, table = only({"a": Tally(0, 5, 0), "b": Tally(0, 4, 4)})
    assert [(row.stayed, row.left) for row in table] == [(5, 0), (4, 4)]


@pytest.mark.parametrize("k", [-1, 0, 2, True, 2.6, 4.5, 5.0, float("nan"), float("inf")])
def test_a_threshold_that_hides_next_to_nothing_is_refused(k):
    with pytest.raises(ThresholdError, match="3 or more") as error:
        shown({"table": {}}, k)
    assert isinstance(error.value, SWCompetencyError)


# -- laws ------------------------------------------------------------------------------------------------------

tallies = st.builds(Tally, st.integers(0, 9), st.integers(0, 9), st.integers(0, 4))
tables = st.dictionaries(st.sampled_from([*"abcdef", None]), tallies.filter(lambda t: t.people > 0), max_size=6)
thresholds = st.integers(3, 6)


@given(tables, thresholds)
def test_no_number_shown_is_small_nor_all_but_a_small_number(table, k):
    total, found = only(table, k)
    for row in (total, *found) if total else ():
        for number in (row.moved, row.others, row.stayed, row.left):
            if number is not None:
                assert number not in range(1, k)
                assert row.people - number not in range(1, k)
        assert row.people >= k
        assert row.moved is None or row.moved == 0 or row.others >= k


@given(tables, thresholds)
def test_what_is_shown_is_true_and_adds_up_and_names_every_group_once_or_none(table, k):
    total, found = only(table, k)
    if found:
        assert sorted((g for row in found for g in row.groups), key=str) == sorted(table, key=str)
        assert sum(row.people for row in found) == total.people
        assert sum(row.moved for row in found) == total.moved
    for row in found:
        assert row.people == sum(table[group].people for group in row.groups)
        assert row.moved == sum(table[group].moved for group in row.groups)
        assert row.left in {None, sum(table[group].left for group in row.groups)}


@given(tables, thresholds, st.randoms())
def test_the_order_of_groups_does_not_matter(table, k, chance):
    mixed = list(table.items())
    chance.shuffle(mixed)
    assert only(dict(mixed), k) == only(table, k)


# -- whoever tries to work out what is hidden ---------------------------------------------------------------------


def splits(number, parts):
    """Every way to share a number among so many."""
    if parts == 1:
        yield (number,)
        return
    for first in range(number + 1):
        yield from ((first, *rest) for rest in splits(number - first, parts - 1))


def guesses_of(row):
    """Every way to share the numbers of a row among its groups, with somebody in each."""
    size = len(row.groups)
    left = range(row.others + 1) if row.left is None else [row.left]
    lefts = [split for number in left for split in splits(number, size)]
    for parts in product(splits(row.moved, size), splits(row.others, size), lefts):
        tallies = [Tally(moved, others - gone, gone) for moved, others, gone in zip(*parts, strict=True)]
        if all(tally.stayed >= 0 and tally.people > 0 for tally in tallies):
            yield dict(zip(row.groups, tallies, strict=True))


def guesses(total, found):
    """Every table that agrees with all that is shown."""
    for parts in product(*(list(guesses_of(row)) for row in found)):
        guess = {group: tally for part in parts for group, tally in part.items()}
        if total.left is None or sum(tally.left for tally in guess.values()) == total.left:
            yield guess


def is_shown(row, total, field):
    """Whether a number of the groups of a row is shown: by itself, or as a nought of the row or of all."""
    number = getattr(row, field)
    return (number is not None and len(row.groups) == 1) or number == 0 or getattr(total, field) == 0


ALONE = [Tally(0, 3), Tally(0, 1, 3), Tally(3, 3), Tally(3, 2, 1)]  # each can stand by itself
SMALL = [Tally(*parts) for parts in product(range(3), range(4), range(2)) if 0 < sum(parts) < 6]


@pytest.mark.parametrize("alone", ALONE)
def test_nobody_can_work_out_a_hidden_number_or_that_it_is_small(alone):
    """With the numbers shown, the threshold, and that somebody is in every group named."""
    tried = {}
    for first, second in product(ALONE + SMALL, SMALL):
        table = {"alone": alone, "first": first, "second": second}
        total, found = only(table)
        if found and (total, found) not in tried:
            tried[total, found] = list(guesses(total, found))
            agree_on_nothing_hidden(total, found, tried[total, found])
        assert not found or table in tried[total, found]
    assert len(tried) > 10


def agree_on_nothing_hidden(total, found, possible):
    for row, field in product(found, ("people", "moved", "others", "stayed", "left")):
        for group in () if is_shown(row, total, field) else row.groups:
            numbers = {getattr(guess[group], field) for guess in possible}
            assert len(numbers) > 1, (found, group, field)
            assert max(numbers) >= K, (found, group, field)


FATES = ("moved", "stayed", "left")
people_by_fate = st.fixed_dictionaries({fate: st.lists(st.sampled_from("abc"), max_size=8) for fate in FATES})


def tallied(people):
    groups = {group for each in people.values() for group in each}
    return {group: Tally(*(each.count(group) for each in people.values())) for group in groups}


@given(people_by_fate, st.data())
def test_a_table_of_the_same_people_tells_nothing_of_another_but_the_total(people, data):
    """Whatever the groups of one table are, the same people can stand in those of another just as it shows them."""

    def drawn(groups):
        return {fate: data.draw(st.lists(st.sampled_from(groups), min_size=len(each), max_size=len(each)))
                for fate, each in people.items()}  # fmt: skip

    other = tallied(drawn("xy"))
    for one in (people, drawn("abc")):
        both = shown({"one": tallied(one), "other": other}, K)
        assert (both.total, both.tables["other"]) == only(other)
        assert (both.total, both.tables["one"]) == only(tallied(one))
