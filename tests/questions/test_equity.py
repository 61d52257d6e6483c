"""Equity of progression: who moved up from a tier within a time, counted by where they stood; nobody is named."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sw_competency.dates import Length
from sw_competency.errors import FieldError, SWCompetencyError, ThresholdError, UnknownNameError
from sw_competency.model import CANNOT_TELL, MET
from sw_competency.questions._disclosure import Tally, shown
from sw_competency.questions.equity import career
from sw_competency.testing.builders import entry, left
from tests.staff import AP, CSW, SENIOR, department, post

DAY, START = "2026-03-01", "2024-03-01"


def re_banded(worker, on="2025-06-01", to=SENIOR):
    return entry("rebanding", on, worker=worker, to=to)


def group(name, moved, stayed, gone=0, **more):
    """So many people at band 2 when the time began, and what became of them."""
    fates = ["moved"] * moved + ["stayed"] * stayed + ["left"] * gone
    for number, fate in enumerate(fates):
        worker = f"{name}-{number}"
        yield post(worker, on="2023-01-09", **more)
        if fate == "moved":
            yield re_banded(worker)
        if fate == "left":
            yield left(worker, "2025-06-01")


def followed(asked, worker="w1"):
    start = date.fromisoformat(START)
    return career(asked.judge(worker), asked.catalogue.tier(CSW), start, asked.moment.as_of)


def fate(*entries, worker="w1"):
    asked = department([post("w1", on="2023-01-09"), *entries], DAY)
    found = followed(asked, worker)
    return found.fate if found else "not among them"


@pytest.mark.parametrize("threshold", [2, 4.5, float("nan"), float("inf"), True])
def test_a_threshold_that_is_no_whole_number_from_three_up_is_refused(threshold):
    with pytest.raises((ThresholdError, FieldError), match=r"take 3 or more|is no whole number"):
        department([post("w1", on="2023-01-09")], DAY).equity(suppress_below=threshold)


# -- what becomes of one person ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entries", "what"),
    [
        ([], "stayed"),
        ([re_banded("w1")], "moved"),
        ([re_banded("w1", DAY)], "moved"),
        ([re_banded("w1", "2026-03-02")], "stayed"),
        ([post("w1", SENIOR, "2025-01-06", id="new")], "moved"),
        ([post("w1", CSW, "2025-01-06", id="new", site="site-2")], "stayed"),
        ([post("w1", SENIOR, "2025-01-06", id="new", post="second")], "moved"),
        ([left("w1", "2025-06-01")], "left"),
        ([left("w1", DAY)], "stayed"),
        ([re_banded("w1"), left("w1", "2026-01-01")], "moved"),
        ([re_banded("w1"), re_banded("w1", "2026-01-01", CSW)], "stayed"),
        ([entry("rebanding", "2025-06-01", worker="w1", to=SENIOR, outcome="refused")], "stayed"),
        ([post("w1", SENIOR, "2025-01-06", id="up", basis="acting-up", until="2027-01-01")], "stayed"),
        ([post("w1", SENIOR, "2025-01-06", id="up", until="2025-12-31")], "stayed"),
        ([left("w1", "2025-06-01"), post("w1", SENIOR, "2025-09-01", id="back")], "moved"),
        ([post("w1", "no-such-tier", "2025-01-06", id="new")], None),
        ([re_banded("w1", START)], "not among them"),
        ([post("w1", SENIOR, "2024-01-08", id="second", post="second")], "not among them"),
        ([left("w1", "2024-02-29")], "not among them"),
    ],
)
def test_what_became_of_somebody_at_band_2_when_the_time_began(entries, what):
    assert fate(*entries) == what


def test_whoever_came_later_is_not_among_them():
    staff = [post("w1", on="2024-03-02")]
    asked = department(staff, DAY)
    assert followed(asked) is None


def test_everybody_stands_where_they_stood_when_the_time_began_and_once():
    moved_on = post("w1", SENIOR, "2025-01-06", id="new", site="site-2", modalities=["ct"], deployment="rotational")
    first = post("w1", on="2023-01-09", modalities=["xray"], deployment="static")
    bank = post("w1", on="2023-01-09", modalities=["mr"], post="bank", site="site-9")
    asked = department([bank, first, moved_on], DAY)
    found = followed(asked)
    assert found.began == {"modality": "xray", "site": "site-1", "deployment": "static"}
    both = department([post("w1", on="2023-01-09", modalities=["ct", "mr"])], DAY)
    found = followed(both)
    assert found.began == {"modality": "several", "site": "site-1", "deployment": None}


# -- the answer ----------------------------------------------------------------------------------------------------


def test_nought_of_twelve_in_plain_radiography_is_told_beside_eight_of_twenty_in_ct():
    staff = [*group("x", 0, 12, modalities=["xray"]), *group("c", 8, 12, modalities=["ct"])]
    answer = department(staff, DAY).equity()
    assert answer.outcome is MET
    assert [(r.groups, r.progressed, r.at_start, r.percent) for r in answer.by_modality] == [
        (("ct",), 8, 20, 40), (("xray",), 0, 12, 0),
    ]  # fmt: skip
    assert answer.total.progressed == 8
    assert "Of 32 people at Clinical support worker on 1 March 2024, 8 of 32 (25 %) had moved up" in answer.says
    assert set(answer.sources) >= {"etty-2025", "starter-default"}
    assert any("local default that no law sets" in note for note in answer.notes)


def test_small_groups_are_put_together_and_the_answer_says_so():
    moved = {"a": (6, 6), "b": (7, 7), "c": (1, 1), "d": (0, 8)}
    staff = [entry for site, numbers in moved.items() for entry in group(site, *numbers, site=site)]
    answer = department(staff, DAY).equity()
    told = [(row.groups, row.progressed) for row in answer.by_site]
    assert told == [(("b",), 7), (("d",), 0), (("a", "c"), 7)]
    assert any("put together" in note for note in answer.notes)


def test_where_too_few_moved_only_the_number_of_people_is_shown():
    answer = department([*group("a", 2, 12)], DAY).equity()
    assert (answer.outcome, answer.total.at_start, answer.total.progressed) == (CANNOT_TELL, 14, None)
    assert answer.by_site == answer.by_modality == answer.by_deployment == ()


def test_nobody_and_too_few_people_give_the_same_answer():
    nobody, few = (department(staff, DAY).equity().to_json() for staff in ([], list(group("a", 0, 4))))
    assert nobody == few
    assert nobody["outcome"] == "cannot-tell"
    assert nobody["total"] is None


def test_those_who_left_are_told_apart_where_they_are_many_enough():
    answer = department([*group("a", 5, 5, 5)], DAY).equity()
    assert (answer.total.stayed, answer.total.left) == (5, 5)
    answer = department([*group("a", 5, 6, 2)], DAY).equity()
    assert (answer.total.not_progressed, answer.total.left) == (8, None)
    assert any("not told apart" in note for note in answer.notes)


def test_another_tier_time_and_threshold_can_be_asked_about():
    staff = [post(f"w{i}", SENIOR, "2023-01-09") for i in range(8)] + [re_banded(f"w{i}", to=AP) for i in range(4)]
    answer = department(staff, DAY).equity(SENIOR, Length(months=12), 4)
    assert (answer.total.progressed, str(answer.first)) == (4, "2025-03-01")
    assert answer.within == Length(months=12)
    assert "site-policy" in answer.sources
    later = department(staff, DAY).equity(SENIOR, Length(months=6), 4).total
    assert (later.at_start, later.progressed) == (4, 0), "the others had moved before"


def test_people_at_a_tier_nobody_knows_are_left_out_and_not_counted_either():
    staff = [*group("a", 5, 5), post("w1", on="2023-01-09"), post("w1", "no-such-tier", "2025-01-06", id="new")]
    answer = department(staff, DAY).equity()
    assert answer.total.at_start == 10
    assert any("the catalogue does not know" in note for note in answer.notes)


def test_a_tier_nobody_knows_and_a_threshold_that_hides_nothing_are_refused():
    with pytest.raises(UnknownNameError, match="did you mean"):
        department([], DAY).equity("clinical-suport-worker")
    with pytest.raises(SWCompetencyError, match="3 or more"):
        department([], DAY).equity(suppress_below=2)


def test_the_answer_of_the_highest_tier_says_that_there_is_none_above():
    answer = department([post(f"w{i}", AP, "2023-01-09") for i in range(6)], DAY).equity(AP)
    assert any("ranked higher" in note for note in answer.notes)


# -- laws ----------------------------------------------------------------------------------------------------------

people = st.lists(
    st.tuples(
        st.sampled_from(["site-1", "site-2", "site-3"]), st.sampled_from([None, ("ct",), ("xray",), ("ct", "mr")]),
        st.sampled_from([None, "static", "rotational"]),
        st.sampled_from(["moved", "moved", "stayed", "stayed", "left"]),
    ),
    max_size=26,
)  # fmt: skip


def staffed(given_people, name):
    for number, (site, areas, deployment, what) in enumerate(given_people):
        more = {"site": site, "modalities": areas, "deployment": deployment}
        yield from group(name(number), what == "moved", what == "stayed", what == "left", **more)


def numbers(answer):
    for table in ("by_modality", "by_site", "by_deployment"):
        yield from getattr(answer, table)
    if answer.total is not None:
        yield answer.total


@given(people, st.integers(3, 5))
def test_no_number_told_is_small_nor_all_but_a_small_number(given_people, k):
    answer = department(list(staffed(given_people, "secret{}".format)), DAY).equity(suppress_below=k)
    for row in numbers(answer):
        assert row.at_start >= k
        for name in ("progressed", "not_progressed", "stayed", "left"):
            if getattr(row, name) is not None:
                assert getattr(row, name) not in range(1, k)
                assert row.at_start - getattr(row, name) not in range(1, k)


@given(people, st.integers(3, 5), st.randoms())
def test_it_depends_on_no_id_and_no_order_and_names_no_worker_and_no_entry(given_people, k, chance):
    staff = list(staffed(given_people, "secret{}".format))
    first = department(staff, DAY).equity(suppress_below=k).to_json()
    chance.shuffle(given_people)
    others = list(staffed(given_people, lambda number: f"other{(7 * number) % 29}"))
    assert department(others, DAY).equity(suppress_below=k).to_json() == first
    assert "secret" not in json.dumps(first)
    assert first["entries"] == []


@given(people, st.integers(3, 5))
def test_it_shows_what_may_be_told_of_the_true_numbers(given_people, k):
    answer = department(list(staffed(given_people, "w{}".format)), DAY).equity(suppress_below=k)
    told = {site for site, *_ in given_people}
    sites = {
        site: Tally(*(sum(p[0] == site and p[3] == what for p in given_people) for what in ("moved", "stayed", "left")))
        for site in told
    }
    told = [(row.groups, row.at_start, row.progressed, row.stayed, row.left) for row in answer.by_site]
    true = shown({"site": sites}, k).tables["site"]
    assert told == [(row.groups, row.people, row.moved, row.stayed, row.left) for row in true]
