"""How catalogues lie over each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sw_competency.catalogue import layer_of, load
from sw_competency.catalogue.overlay import joined, merged, origins, paths
from sw_competency.errors import CatalogueError

from .small import small

LAWS = ("none", "psd", "pgd", "irmer-operator", "registrant-only")
TIGHTER = {
    ("none", "psd"), ("none", "pgd"), ("none", "irmer-operator"), ("none", "registrant-only"), ("psd", "pgd"),
    ("psd", "registrant-only"), ("pgd", "registrant-only"), ("irmer-operator", "registrant-only"),
}  # fmt: skip
ALLOWED = TIGHTER | {(law, law) for law in LAWS} | {("pgd", "psd")}

names = st.sampled_from(["title", "band", "tier", "rule"])
lists = st.lists(st.integers(), max_size=2) | st.lists(st.just({"starts": 1}), max_size=2)
leaves = st.integers() | st.text(max_size=3) | lists
tables = st.recursive(
    st.dictionaries(names, leaves, max_size=3), lambda inner: st.dictionaries(names, inner | leaves, max_size=3)
)


def laid(over, under=None, **options):
    return load(layer_of(under or small(), "under.toml"), layer_of(over, "over.toml"), over_shipped=False, **options)


def reached(table, where=()):
    """Return the value at every place that is no table."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from reached(value, (*where, key))
        else:
            yield (*where, key), value


@given(tables)
def test_nothing_laid_over_changes_nothing(under):
    assert merged(under, {}) == under
    assert merged({}, under) == under


def names_it(table, where):
    """Tell whether a table says anything of a place: a value there, or one in place of a table around it."""
    for key in where:
        if not isinstance(table, dict) or key not in table:
            return not isinstance(table, dict)
        table = table[key]
    return True


@given(tables, tables)
def test_what_is_named_is_replaced(under, over):
    both = dict(reached(merged(under, over)))
    assert all(both[where] == value for where, value in reached(over))


@given(tables, tables)
def test_what_is_not_named_stays(under, over):
    both = dict(reached(merged(under, over)))
    assert all(both[where] == value for where, value in reached(under) if not names_it(over, where))


@given(tables, tables)
def test_laying_the_same_over_it_again_changes_nothing(under, over):
    assert merged(merged(under, over), over) == merged(under, over)


@given(tables, tables)
def test_every_value_comes_from_the_file_that_gave_it_last(under, over):
    (_, lower, _), (_, upper, _) = joined([("u", under)]), joined([("o", over)])
    both, files = merged(under, over), origins(under, over, lower, upper)
    assert set(files) == {path for path in paths(both, ()) if path}
    assert all(files[".".join(where)] == "o" for where, _ in reached(over))
    assert all(files[".".join(where)] == "u" for where, _ in reached(under) if not names_it(over, where))


@pytest.mark.parametrize("old", LAWS)
@pytest.mark.parametrize("new", LAWS)
def test_a_law_is_tightened_never_loosened_save_a_group_direction_to_a_specific_one(old, new):
    under = small(f'competency.flushing.legal = "{old}"')
    over = {"competency": {"flushing": {"legal": new}}}
    if (old, new) in ALLOWED:
        assert laid(over, under).competency("flushing").legal == new
    else:
        says = f"over.toml: competency.flushing.legal: '{old}' cannot become '{new}'"
        with pytest.raises(CatalogueError, match=says):
            laid(over, under)


def test_a_site_keeps_the_law_the_layer_below_gave_it():
    under = small('site.site-2.competency.flushing.legal = "registrant-only"')
    with pytest.raises(CatalogueError, match=r"over.toml: site.site-2.competency.flushing.legal: 'registrant-only'"):
        laid({"site": {"site-2": {"competency": {"flushing": {"legal": "psd"}}}}}, under)


def test_a_site_may_turn_a_group_direction_into_a_specific_one_and_permit_it():
    under = small('competency.flushing.legal = "pgd"')
    there = {"site": {"site-2": {"competency": {"flushing": {"legal": "psd", "permitted": True}}}}}
    catalogue = laid(there, under)
    assert catalogue.competency("flushing").permitted is None
    assert catalogue.competency("flushing", "site-2").permitted is True


def test_tables_merge_field_by_field():
    catalogue = laid({"competency": {"cannulation": {"title": "Cannulas"}}})
    assert catalogue.competency("cannulation").title == "Cannulas"
    assert catalogue.competency("cannulation").prerequisites == ("washing", "theory")
    assert catalogue.title == "A small catalogue"


def test_a_table_over_a_history_replaces_it_whole():
    catalogue = laid({"competency": {"cannulation": {"currency": {"expires_after": "P2Y"}}}})
    (only,) = catalogue.competency("cannulation").currency
    assert (only.expires_after.months, only.practice, only.notice) == (24, None, None)


def test_lists_are_replaced_whole():
    requires = [{"kind": "assessor-registered"}]
    catalogue = laid({"competency": {"cannulation": {"prerequisites": [], "sign_off": {"requires": requires}}}})
    assert catalogue.competency("cannulation").prerequisites == ()
    assert [item.kind for item in catalogue.competency("cannulation").sign_off[0].requires] == ["assessor-registered"]


def test_a_site_has_its_own_fields_and_shares_the_others():
    catalogue = load(layer_of(small('site.site-2.programme.theory.expires_after = "P3Y"'), "x"))
    assert catalogue.competency("cannulation", "site-2").title == "Cannulation, here"
    assert catalogue.competency("cannulation", "site-2").currency == catalogue.competency("cannulation").currency
    assert catalogue.competency("cannulation", "site-9").title == "Cannulation"
    assert catalogue.programme("theory", "site-2").expires_after.months == 36
    assert catalogue.sites["site-2"].details == {"beds": 200}


def test_a_field_that_only_the_overlay_gets_wrong_is_told_with_its_file():
    with pytest.raises(CatalogueError, match=r"over.toml: competency.cannulation.currency\[0\].notice: '60 days'"):
        laid({"competency": {"cannulation": {"currency": [{"notice": "60 days"}]}}})


def test_for_every_value_one_can_ask_which_file_it_came_from():
    catalogue = laid({"competency": {"cannulation": {"title": "Cannulas", "currency": [{"notice": "P1M"}]}}})
    assert catalogue.file_of("competency.cannulation.title") == "over.toml"
    assert catalogue.file_of("competency.cannulation.tier") == "under.toml"
    assert catalogue.file_of("competency.cannulation") == "under.toml"
    assert catalogue.file_of("competency.cannulation.currency[0].notice") == "over.toml"
    assert catalogue.file_of("competency.cannulation.sign_off.requires[1].of[0].kind") == "under.toml"
    assert "competency.cannulation.currency[1]" not in catalogue.files
    assert catalogue.file_of("competency.nobody") == "under.toml"
    assert catalogue.file_of("nothing") is None


def test_layers_do_not_share_what_they_were_made_of():
    given = small()
    catalogue = load(layer_of(given, "x"))
    given["competency"]["cannulation"]["currency"].clear()
    assert len(catalogue.tables["competency"]["cannulation"]["currency"]) == 2


def test_the_digest_follows_what_is_said_not_the_order_in_which():
    same = dict(reversed(small().items()))
    assert load(layer_of(same, "x")).digest == load(layer_of(small(), "y")).digest
    assert laid({"competency": {"washing": {"title": "Hands"}}}).digest != load(layer_of(small(), "y")).digest


def test_suggestions_are_laid_over_like_other_lists_and_taken_away_by_an_empty_one():
    count = [{"kind": "practice-count", "competency": "washing", "at_least": 3}]
    under = small()
    under["competency"]["washing"]["sign_off"] |= {"suggests": count, "authorities": {"suggests": "placeholder"}}
    kept = laid({"competency": {"washing": {"sign_off": {"countersigned": True}}}}, under)
    (rule,) = kept.competency("washing").sign_off
    assert [one.at_least for one in rule.suggests] == [3]
    assert rule.authorities == {"suggests": "placeholder"}
    (bare,) = laid({"competency": {"washing": {"sign_off": {"suggests": []}}}}, under).competency("washing").sign_off
    assert bare.suggests == ()
    assert bare.requires == rule.requires
