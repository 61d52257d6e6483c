"""Establishment: heads and whole-time equivalents of who is in post on the day, beside what a site says of itself."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sw_competency.errors import UnknownNameError
from sw_competency.model import CANNOT_TELL, MET
from sw_competency.testing.builders import absent, corrected, entry, left
from tests.staff import CSW, SENIOR, department, over, post

SITES = over("""
[source.board]
title = "Board paper"
[site.site-1]
title = "The General"
establishment_wte = 3.5
esr_wte = 2.1
assumed = ["esr_wte"]
starts = 2025-01-01
authority = "local"
source = ["board"]
[site.site-2]
establishment_wte = "not-available"
esr_wte = 1.0
authority = "local"
source = ["board"]
[site.site-3]
title = "No figures"
""")


def rows(answer, *columns):
    return [tuple(getattr(row, name) for name in columns) for row in answer.rows]


def vacant(site, on, **more):
    return entry("vacancy", on, site=site, tier=SENIOR, **more)


def test_people_and_whole_time_equivalents_are_counted_by_site_and_tier_of_the_day():
    answer = department([
        post("w1", wte=0.6), post("w2", SENIOR, wte=1.0), post("w3", SENIOR, wte=0.8, site="site-2"),
        post("gone", wte=1.0), left("gone", "2026-02-28"), post("to-come", on="2026-03-02", wte=1.0),
    ]).establishment()  # fmt: skip
    assert rows(answer, "site", "tier", "heads", "wte") == [
        ("site-1", CSW, 1, 0.6), ("site-1", SENIOR, 1, 1.0), ("site-2", SENIOR, 1, 0.8),
    ]  # fmt: skip
    assert (answer.total.heads, answer.total.wte) == (3, 2.4)
    assert answer.outcome is MET
    assert answer.says == "In post on 1 March 2026: 3 people, 2.4 WTE (whole-time equivalents)"
    assert set(answer.entries) == {"w1-main", "w2-main", "w3-main"}


def test_somebody_is_still_in_post_on_the_last_day():
    staff = [post("w1", wte=1.0), left("w1", "2026-03-01")]
    assert department(staff, "2026-03-01").establishment().total.heads == 1
    assert department(staff, "2026-03-02").establishment().total.heads == 0


def test_a_re_banding_moves_somebody_to_the_other_tier_from_its_day():
    staff = [post("w1", wte=1.0), entry("rebanding", "2026-02-01", worker="w1", to=SENIOR)]
    assert rows(department(staff, "2026-01-31").establishment(["tier"]), "tier") == [(CSW,)]
    assert rows(department(staff, "2026-02-01").establishment(["tier"]), "tier") == [(SENIOR,)]


def test_two_posts_at_two_sites_are_two_rows_and_one_person():
    staff = [post("w1", wte=0.6), post("w1", SENIOR, site="site-2", post="second", wte=0.4)]
    answer = department(staff).establishment()
    assert rows(answer, "site", "heads", "wte") == [("site-1", 1, 0.6), ("site-2", 1, 0.4)]
    assert (answer.total.heads, answer.total.posts, answer.total.wte) == (1, 2, 1.0)
    assert any("counts everybody once" in note for note in answer.notes)


def test_where_the_equivalents_of_a_post_are_not_on_record_no_sum_is_given_rather_than_one_too_low():
    answer = department([post("w1", wte=0.6), post("w2"), post("w3", SENIOR, wte=1.0)]).establishment(["tier"])
    assert rows(answer, "tier", "heads", "wte", "wte_unknown") == [(CSW, 2, None, 1), (SENIOR, 1, 1.0, 0)]
    assert answer.total.wte is None
    assert "WTE not available" in answer.says


def test_a_bank_contract_without_set_hours_is_a_person_and_no_whole_time_equivalent():
    answer = department([post("w1", wte=0.6), post("w2", basis="bank"), post("w3", basis="bank", wte=0.2)])
    total = answer.establishment().total
    assert (total.heads, total.wte, total.wte_unknown, total.bank) == (3, 0.8, 0, 1)


def test_titles_that_differ_in_capitals_and_blanks_only_are_one_as_most_often_written():
    titles = ["Imaging assistant", "imaging  Assistant", "Imaging assistant ", "Helper", "  ", None]
    staff = [post(f"w{i}", wte=1.0, title=title) for i, title in enumerate(titles)]
    assert rows(department(staff).establishment(["title"]), "title", "heads") == [
        ("Helper", 1), ("Imaging assistant", 3), (None, 2),
    ]  # fmt: skip


def test_a_post_of_three_modalities_stands_under_each_and_once_in_the_total_and_the_answer_says_so():
    three = post("w1", wte=1.0, modalities=["ct", "mr", "xray"])
    staff = [three, post("w2", wte=0.5, modalities=["ct"]), post("w3", wte=0.5)]
    answer = department(staff).establishment(["modality"])
    assert rows(answer, "modality", "wte") == [("ct", 1.5), ("mr", 1.0), ("xray", 1.0), (None, 0.5)]
    assert answer.total.wte == 2.0
    assert any("overlap" in note for note in answer.notes)
    alone = department(staff[1:]).establishment(["modality"])
    assert not any("overlap" in note for note in alone.notes)


def test_the_absent_are_in_post_and_counted_apart():
    answer = department([post("w1", wte=0.6), post("w2", wte=0.5), absent("w2", "2026-02-01", "2026-03-01")])
    total = answer.establishment().total
    assert (total.heads, total.absent, total.absent_wte) == (2, 1, 0.5)
    assert department([post("w1"), absent("w1", "2026-03-02")]).establishment().total.absent == 0


def test_beside_each_site_stand_its_own_figures_the_vacancies_of_the_day_and_the_difference():
    answer = department([
        post("w1", wte=1.0), post("w2", SENIOR, wte=0.5), post("w3", site="elsewhere", wte=1.0),
        vacant("site-1", "2026-02-01"), vacant("site-1", "2026-02-02"), vacant("site-1", "2026-03-02"),
        vacant("site-1", "2026-02-01", until="2026-02-28"), vacant("site-3", "2026-01-01"),
    ], catalogue=SITES).establishment(["tier"])  # fmt: skip
    by_site = {row.site: row for row in answer.sites}
    assert list(by_site) == ["elsewhere", "site-1", "site-2", "site-3"]
    first = by_site["site-1"]
    assert (first.establishment_wte, first.wte, first.difference, first.esr_wte) == (3.5, 1.5, -2.0, 2.1)
    assert (first.vacancies, first.vacancies_by_tier, first.assumed) == (2, {SENIOR: 2}, ("esr_wte",))
    assert (by_site["site-2"].establishment_wte, by_site["site-2"].difference) == ("not-available", None)
    assert by_site["elsewhere"].establishment_wte is None
    assert by_site["site-3"].vacancies == 1
    assert "board" in answer.sources


def test_figures_that_were_not_known_yet_are_not_told():
    early = department([post("w1")], "2024-12-31", SITES).establishment(site="site-1")
    assert [row.establishment_wte for row in early.sites] == [None]


def test_one_site_alone_is_counted_where_it_is_asked_for():
    staff = [post("w1", wte=1.0), post("w2", site="site-2", wte=1.0)]
    answer = department(staff, catalogue=SITES).establishment(site="site-2")
    assert (answer.total.heads, [row.site for row in answer.sites]) == (1, ["site-2"])
    assert answer.site == "site-2"


def test_an_empty_department_is_one_sentence():
    for staff in ([], [post("w1"), left("w1", "2026-01-01")]):
        answer = department(staff).establishment()
        assert answer.outcome is CANNOT_TELL
        assert answer.says == "Nobody is in post on 1 March 2026, as far as is recorded"
        assert answer.rows == answer.sites == answer.notes == ()


def test_a_site_or_a_grouping_that_nobody_knows_is_told_with_the_nearest():
    with pytest.raises(UnknownNameError, match="did you mean 'site-1'"):
        department([post("w1")]).establishment(site="site1")
    with pytest.raises(UnknownNameError, match="did you mean 'deployment'"):
        department([post("w1")]).establishment(["deploymnt"])


def test_groupings_may_be_given_as_the_command_takes_them():
    asked = department([post("w1")])
    for by, same in (("site", ("site",)), ("site,tier", ("site", "tier")), (" tier , site ", ("tier", "site"))):
        assert asked.establishment(by=by).to_json() == asked.establishment(by=same).to_json()


@pytest.mark.parametrize("by", ["", ",", "site,", "sites", [1], ["site", None], None, 7])
def test_a_mistaken_grouping_is_one_sentence(by):
    with pytest.raises(UnknownNameError, match="grouping") as caught:
        department([post("w1")]).establishment(by=by)
    assert "\n" not in str(caught.value)


def test_what_was_not_yet_recorded_does_not_count():
    wrong = post("w1", wte=0.6)
    put_right = corrected(wrong, "2026-02-20", post("w1", wte=0.9))
    assert department([wrong, put_right], known_by="2026-02-19").establishment().total.wte == 0.6
    assert department([wrong, put_right]).establishment().total.wte == 0.9


shares = st.sampled_from([None, 0.2, 0.1, 0.3, 0.6, 1.0])
posts = st.builds(
    post, st.sampled_from(["w1", "w2", "w3"]), st.sampled_from([CSW, SENIOR]), wte=shares,
    post=st.sampled_from(["a", "b", "c"]), site=st.sampled_from(["site-1", "site-2"]),
    basis=st.sampled_from([None, "bank"]), title=st.sampled_from([None, "Helper", "HELPER"]),
    modalities=st.lists(st.sampled_from(["ct", "mr"]), unique=True),
)  # fmt: skip


@given(st.lists(posts, max_size=6, unique_by=lambda e: (e.worker, e.post)), st.randoms())
def test_rows_without_modalities_add_up_to_the_total_and_the_order_of_records_does_not_matter(staff, chance):
    answer = department(staff).establishment(["site", "tier", "title"])
    total = answer.total
    assert sum(row.posts for row in answer.rows) == total.posts == len(staff)
    if total.wte is not None:
        exact = sum(Fraction(str(e.wte)) for e in staff if e.wte is not None)
        assert Fraction(str(total.wte)) == exact
        assert all(row.wte is not None for row in answer.rows)
    chance.shuffle(staff)
    assert department(staff).establishment(["site", "tier", "title"]).rows == answer.rows
