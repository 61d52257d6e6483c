"""What nobody published: where it stands, how it is named, and how it is confirmed."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from sw_competency.catalogue import layer_of, load, problems, read_layer, shipped
from sw_competency.catalogue.confirming import to_fill_in
from sw_competency.catalogue.differences import differences
from sw_competency.catalogue.placeholders import described, found_at, placeholders

from .small import small

NOBODY = """
tier.senior.authorities.rank = "placeholder"
modality.ct.authority = "placeholder"
[programme.theory]
authority = "placeholder"
[competency.cannulation]
authorities = { sign_off = "placeholder", standing = "placeholder" }
[[competency.cannulation.currency]]
expires_after = "P12M"
authority = "placeholder"
[[competency.cannulation.currency]]
starts = 2024-01-01
expires_after = "P6M"
notice = "P1M"
authority = "study"
authorities = { notice = "placeholder" }
[competency.washing.sign_off]
suggests = [{ kind = "practice-count", competency = "washing", at_least = 3 }]
authorities = { suggests = "placeholder" }
[[rule.up]]
title = "Junior to senior"
from = "junior"
to = "senior"
starts = 2020-01-01
effect = "moves-band"
authority = "placeholder"
source = ["policy"]
requires = [{ kind = "holds", competency = "cannulation" }]
[site.site-2.competency.cannulation]
currency = { starts = 2020-01-01, expires_after = "P3M", authority = "placeholder" }
[site.site-2.programme.theory]
expires_after = "P3Y"
"""
NAMED = {
    "tier.senior.rank", "programme.theory.expires_after", "competency.cannulation.standing",
    "competency.cannulation.sign_off.requires", "competency.cannulation.currency.expires_after",
    "competency.cannulation.currency.2024-01-01.notice", "competency.washing.sign_off.suggests",
    "rule.up.2020-01-01.requires", "site.site-2.competency.cannulation.currency.2020-01-01.expires_after",
    "site.site-2.programme.theory.expires_after",
}  # fmt: skip


def catalogue(change=NOBODY):
    return load(layer_of(small(change), "small.toml"))


def test_every_field_on_nobodys_word_is_named_by_its_path():
    assert set(placeholders(catalogue())) == NAMED


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("programme.theory.expires_after", "Theory: it lasts 1 year"),
        ("competency.cannulation.currency.2024-01-01.notice", "Cannulation: it is due 1 month before it expires"),
        ("competency.cannulation.sign_off.requires", "Cannulation: what a sign-off asks for"),
        ("competency.washing.sign_off.suggests", "Washing hands: what is suggested before a sign-off"),
        ("rule.up.2020-01-01.requires", "Junior to senior: what it asks for"),
        ("site.site-2.competency.cannulation.currency.2020-01-01.expires_after",
         "Cannulation at site-2: a sign-off lasts 3 months"),
        ("no.such.path", "no.such.path"),
    ],
)  # fmt: skip
def test_a_placeholder_is_told_in_words(path, says):
    assert described(catalogue(), path) == says


@pytest.mark.parametrize(
    ("path", "value", "authority"),
    [
        ("competency.cannulation.currency.2024-01-01.notice", "P1M", "placeholder"),
        ("competency.cannulation.currency[2024-01-01].expires_after", "P6M", "study"),
        ("competency.cannulation.currency[1].expires_after", "P6M", "study"),
        ("competency.cannulation.currency.expires_after", "P12M", "placeholder"),
        ("competency.cannulation.tier", "senior", "local"),
        ("site.site-2.competency.cannulation.currency.expires_after", "P3M", "placeholder"),
        ("programme.theory", small(NOBODY)["programme"]["theory"], "placeholder"),
    ],
)
def test_a_path_leads_to_a_value_and_to_who_stands_behind_it(path, value, authority):
    found = found_at(catalogue().tables, path)
    assert (found.value, found.authority) == (value, authority)


@pytest.mark.parametrize(
    "path",
    ["", "x", "programme.theory.nothing", "competency.cannulation.currency.2023-01-01", "programme.theory.title.x"],
)
def test_a_path_that_leads_nowhere_is_none(path):
    assert path == "" or found_at(catalogue().tables, path) is None


def test_a_site_that_confirms_a_value_of_its_own_leaves_the_common_one_alone():
    held = catalogue(NOBODY + 'authority = "local"\n')
    assert "site.site-2.programme.theory.expires_after" not in set(placeholders(held))
    assert held.programme("theory").unconfirmed("expires_after") == ("programme.theory.expires_after",)
    assert held.programme("theory", "site-2").unconfirmed("expires_after") == ()


CATALOGUES = {
    "shipped": shipped, "nine sites": lambda: load(read_layer("example:nine-sites")), "small": catalogue,
    "laws": lambda: load(read_layer(Path(__file__).parents[1] / "laws/catalogue.toml")),
}  # fmt: skip


@pytest.mark.parametrize("held", CATALOGUES.values(), ids=CATALOGUES)
def test_what_is_written_to_be_filled_in_changes_nothing_and_once_confirmed_is_no_longer_listed(held):
    before, text = held(), to_fill_in(held())
    beneath = layer_of(before.tables | {"shipped_catalogue": False}, "beneath.toml")
    as_it_is = layer_of(tomllib.loads(text), "to-fill-in.toml")
    # whose word a value takes from what it stands in is said beside it now; nothing else is
    told = {one.path.rpartition(".")[2] for one in differences(before, load(beneath, as_it_is))}
    assert told <= {"authority", "source"}
    confirmed = layer_of(tomllib.loads(text.replace('"placeholder"', '"local"')), "filled-in.toml")
    assert problems(beneath, confirmed) == ()
    after = load(beneath, confirmed)
    assert list(placeholders(before))
    assert list(placeholders(after)) == []
    told = [one.path for one in differences(before, after)]
    assert all(path.endswith((".authority", ".source")) or ".authorities." in path for path in told), told


def test_what_is_written_to_be_filled_in_says_what_each_is_what_it_rests_on_and_whom_to_ask():
    text = to_fill_in(catalogue())
    for path in NAMED:
        assert f"# {described(catalogue(), path)}." in text
    assert text.count("# Rests on: A policy.") == text.count("# Ask ") == 9
    assert all(line.startswith(("#", "[", " ", "]")) or "=" in line or not line for line in text.splitlines())


def test_an_answer_of_a_day_names_the_version_of_that_day():
    (old, new) = catalogue().competency("cannulation").currency
    assert (old.starts, old.unconfirmed("expires_after", "notice")) == (
        date.min, ("competency.cannulation.currency.expires_after",),
    )  # fmt: skip
    assert new.unconfirmed("expires_after", "notice") == ("competency.cannulation.currency.2024-01-01.notice",)
