"""Numbers that cannot be, and texts that would steer a screen, are told with their place, wherever they stand."""

import json

import pytest

from sw_competency.catalogue import shipped

from .small import small, wrong_in

RULE = 'title = "Up", starts = 2020-01-01, effect = "supports-review", source = ["policy"]'
NUMBERS = {
    "site.site-2.establishment_wte": ("nan", "inf", "-inf", "-1", "-0.5", "100001", "1e300", "1" + "0" * 400),
    "site.site-2.esr_wte": ("nan", "-0.01", "1e6"),
    "site.site-2.entry_band": ("-2", "0", "10", "99999999999999999999999"),
    "tier.junior.band": ("0", "-3"),
    "tier.senior.band": ("10", "999999999999"),
    "tier.junior.rank": ("-1",),
    "tier.senior.rank": ("100", "99999999999999999999999"),
    "tier.senior.scope_rank": ("-1", "100"),
    "programme.theory.level": ("-1", "9"),
    "site.site-2.programme.theory.level": ("9",),
    "site.site-2.beds": ("nan", "inf"),
    "source.policy.pages": ("[1, inf]",),
}


@pytest.mark.parametrize(("place", "value"), [(place, value) for place, all_ in NUMBERS.items() for value in all_])
def test_a_number_that_cannot_be_is_one_problem_with_its_place(place: str, value: str) -> None:
    (told,) = wrong_in(small(f"{place} = {value}"))
    assert told.startswith(f"small.toml: {place}"), told
    assert "is asked for, not" in told


@pytest.mark.parametrize(
    "fine",
    [
        "site.site-2.establishment_wte = 0", "site.site-2.establishment_wte = 100000", "site.site-2.entry_band = 9",
        'site.site-2.esr_wte = "not-available"', "tier.junior.rank = 0", "tier.senior.rank = 99",
        "programme.theory.level = 0", "programme.theory.level = 8", "site.site-2.beds = 1.5",
    ],
)  # fmt: skip
def test_a_number_at_the_edge_is_taken(fine: str) -> None:
    assert wrong_in(small(fine)) == []


@pytest.mark.parametrize("lead", ["people = 1, band = 12", "people = -1, band = 4"])
def test_leads_are_people_at_a_band(lead: str) -> None:
    text = f'site.site-2.leads = [{{ {lead}, leads = "ct", tier = "senior" }}]'
    (told,) = wrong_in(small(text))
    assert told.startswith("small.toml: site.site-2.leads[0].")


@pytest.mark.parametrize(("level", "said"), [("9", "from 0 to 8"), ("-1", "from 0 to 8")])
def test_a_level_asked_for_is_one_there_is(level: str, said: str) -> None:
    (told,) = wrong_in(small(f'rule.up = [{{ {RULE}, requires = [{{ kind = "qualification", level = {level} }}] }}]'))
    assert told.startswith("small.toml: rule.up[0].requires[0]")
    assert said in told


@pytest.mark.parametrize(
    "place",
    ["tier.junior.title", "source.policy.title", "source.policy.isbn", "site.site-2.title", "site.site-2.nickname"],
)
@pytest.mark.parametrize("character", ["\x1b", "\x00", "\x7f", "\x9b", "\r"])
def test_a_control_character_is_one_problem_with_its_place(place: str, character: str) -> None:
    (told,) = wrong_in(small(f"{place} = {json.dumps(f'a{character}b')}".replace("\x7f", r"\u007f")))
    assert told == f"small.toml: {place}: holds a control character: leave it out"


def test_lines_and_tabs_may_stand_in_a_text_but_in_no_title_and_in_no_name() -> None:
    assert wrong_in(small(r'competency.washing.criteria = ["One\n\ttwo"]')) == []
    assert wrong_in(small(r'competency.washing.title = "One\ntwo"')) == [
        "small.toml: competency.washing.title: holds a control character: leave it out"
    ]
    (told,) = wrong_in(small(r'site."a\nb".title = "A"'))
    assert told.endswith(": holds a control character: leave it out")


def test_numbers_of_the_shipped_catalogue_are_kept_as_they_are() -> None:
    assert {tier.band for tier in shipped().tiers.values()} == {2, 3, 4}
