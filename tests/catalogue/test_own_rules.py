"""A site's own rules: each value that nobody published is decided by itself, and nothing else is touched."""

import tomllib
from datetime import date

import pytest

from sw_competency.catalogue import example, layer_of, load, problems, read_layer, shipped
from sw_competency.catalogue.own_rules import Decision, decided, leaves, own_tables, read, shown, text_of, with_leaf
from sw_competency.catalogue.placeholders import found_at, placeholders
from sw_competency.errors import FieldError, UnknownNameError

from .test_placeholders import catalogue

CATALOGUES = {"shipped": shipped, "nine sites": lambda: load(read_layer("example:nine-sites")), "small": catalogue}
EXPIRES = "competency.iv-cannulation.currency.2015-01-01.expires_after"


def decision(path=EXPIRES, value="P6M", **more):
    return Decision(path=path, value=value, **{
        "authority": "local", "document": "Policy 7", "decided_by": "the training group",
        "decided_on": date(2026, 2, 27), "written_by": "Bethan Hughes", **more,
    })  # fmt: skip


def laid_over(held, own):
    return load(layer_of(held.tables | {"shipped_catalogue": False}, "beneath.toml"), layer_of(own, "our-rules.toml"))


@pytest.mark.parametrize("held", CATALOGUES.values(), ids=CATALOGUES)
def test_each_is_decided_by_itself_as_it_is_until_none_is_left(held):
    before = held()
    own, every = {}, list(placeholders(before))
    some = every if len(every) < 30 else every[3::60]
    for count, path in enumerate(some, 1):
        now = laid_over(before, own)
        own = decided(now, own, decision(path, found_at(now.tables, path).value))
        after = laid_over(before, own)
        assert set(placeholders(now)) - set(placeholders(after)) == {path}
        assert set(placeholders(after)) < set(placeholders(now))
        assert found_at(after.tables, path).value == found_at(before.tables, path).value
        assert len([name for name in after.sources if name.startswith("our-rules-")]) == count
    assert problems(layer_of(before.tables | {"shipped_catalogue": False}, "b"), layer_of(own, "o")) == ()
    assert own_tables(text_of(own)) == own == tomllib.loads(text_of(own))


def test_a_decision_says_who_decided_when_where_and_who_wrote_it_down():
    after = laid_over(shipped(), decided(shipped(), {}, decision()))
    found = found_at(after.tables, EXPIRES)
    assert (found.value, found.authority, found.source) == ("P6M", "local", ("starter-default", "our-rules-1"))
    source = after.sources["our-rules-1"]
    assert (source.title, source.seen) == ("Policy 7", date(2026, 2, 27))
    assert source.clause == (
        "Peripheral intravenous cannulation, adult: a sign-off lasts 6 months; decided by the training group on "
        "27 February 2026, written down by Bethan Hughes"
    )


def test_from_a_day_on_it_follows_the_default_and_before_it_changes_nothing():
    after = laid_over(shipped(), decided(shipped(), {}, decision(starts=date(2026, 4, 1))))
    versions = after.competency("iv-cannulation").currency
    assert [(str(one.starts), one.expires_after.months) for one in versions] == [("2015-01-01", 12), ("2026-04-01", 6)]
    assert EXPIRES in set(placeholders(after))


@pytest.mark.parametrize(("wrong", "error"), [
    ({"path": "competency.nothing.currency"}, UnknownNameError),
    ({"path": "programme.cstf-fire-safety.expires_after", "starts": date(2026, 4, 1)}, FieldError),
])  # fmt: skip
def test_what_is_not_there_or_has_no_versions_is_refused(wrong, error):
    with pytest.raises(error):
        decided(shipped(), {}, decision(**wrong))


@pytest.mark.parametrize("held", CATALOGUES.values(), ids=CATALOGUES)
def test_a_value_written_as_it_is_shown_is_kept_to_the_letter(held):
    tables = held().tables
    for path in placeholders(held()):
        value = found_at(tables, path).value
        made = value
        for at, leaf in leaves(value):
            made = with_leaf(made, at, read(leaf, shown(leaf)))
        assert made == value


@pytest.mark.parametrize(("leaf", "text", "means"), [
    ("P12M", "6 months", "P6M"), ("P12M", "90 days", "P90D"), ("P12M", "2 Years", "P2Y"), ("P12M", "P1Y6M", "P1Y6M"),
    (10, " 12 ", 12), (0.9, "0.85", 0.85), (["a"], "a, b", ["a", "b"]), ("ct", "mr", "mr"),
])  # fmt: skip
def test_a_value_is_read_as_people_write_it(leaf, text, means):
    assert read(leaf, text) == means


@pytest.mark.parametrize(("leaf", "text"), [
    ("P12M", "a while"), ("P12M", ""), ("P12M", "0 days"), (10, "ten"), (10, "1.5"), (0.9, "most"),
])  # fmt: skip
def test_what_is_no_number_and_no_time_is_refused(leaf, text):
    with pytest.raises(ValueError, match="is no"):
        read(leaf, text)


@pytest.mark.parametrize("text", ["# by hand\nname = 'x'\n", "name = 'x'", "not toml", "name = \"x\"\n"])
def test_a_file_written_by_hand_is_not_ours(text):
    assert own_tables(text) is None


def test_an_empty_file_and_the_example_are_ours_to_write():
    text = (example("our-rules") / "our-rules.toml").read_text("utf-8")
    assert own_tables("") == {}
    assert own_tables(text) == {"name": "Our rules"}
