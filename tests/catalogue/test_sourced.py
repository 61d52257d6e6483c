"""Of what is shipped, every value says who stands behind it, and every number since when."""

import tomllib
from copy import deepcopy
from datetime import date

import pytest

from sw_competency.catalogue import layer_of, load, loading, problems, shipped
from sw_competency.catalogue.loading import examples, read_layer
from sw_competency.catalogue.overlay import merged
from sw_competency.catalogue.sourced import authorities, numbers_nobody_published, unsourced

STRICT = """
[source.policy]
title = "A policy"
year = 2020

[modality.ct]
title = "Computed tomography"
authority = "local"
source = ["policy"]

[tier.junior]
title = "Junior"
band = 2
rank = 1
starts = 2020-01-01
authority = "study"
source = ["policy"]

[programme.theory]
title = "Theory"
expires_after = "P1Y"
standards = 1
starts = 2020-01-01
authority = "placeholder"
source = ["policy"]
elsewhere = [ { where = "x", expires_after = "P2Y", starts = 2021-01-01, authority = "local", source = ["policy"] } ]
editions = [ { starts = 2020-01-01, standards = ["First"] } ]

[competency.washing]
title = "Washing hands"
modalities = ["all"]
tier = "junior"
kind = "clinical"
introduced = 2020-01-01
authority = "national"
source = ["policy"]

[competency.washing.sign_off]
requires = [ { kind = "practice-count", competency = "washing", at_least = 3 } ]
authority = "placeholder"
source = ["policy"]

[[competency.washing.currency]]
starts = 2020-01-01
expires_after = "P1Y"

[[rule.up]]
title = "Up"
from = "junior"
starts = 2020-01-01
effect = "supports-review"
authority = "study"
source = ["policy"]
requires = [ { kind = "time-in-post", at_least = "P6M" } ]

[site.north]
title = "North"
establishment_wte = 12.5
starts = 2020-01-01
authority = "study"
source = ["policy"]

[site.north.competency.washing.sign_off]
requires = [ { kind = "practice-count", competency = "washing", at_least = 5 } ]

[required.posts]
title = "Posts"
competencies = ["washing"]
starts = 2020-01-01
authority = "local"
source = ["policy"]

[acceptance.theory]
title = "Theory from elsewhere"
programmes = ["theory"]
within = "P1Y"
starts = 2020-01-01
authority = "local"
source = ["policy"]

[recall.soap]
title = "New soap"
competencies = ["washing"]
starts = 2024-01-01
reassess_by = 2024-06-30
authority = "local"
source = ["policy"]

[crosswalk.hands]
title = "Hands"
items = { one = "One" }
starts = 2020-01-01
authority = "placeholder"
source = ["policy"]

[title.washer]
role = "support-worker"
authority = "local"
source = ["policy"]
"""
SOURCE, AUTHORITY = "cites no source", "does not say who stands behind it"
SINCE = "since when? Give the day under `starts`"


def strict():
    return tomllib.loads(STRICT)


def without(*paths):
    """Return the tables without some of their fields, each named by its keys."""
    tables = strict()
    for path in paths:
        *way, last = path.split(".")
        inner = tables
        for key in way:
            inner = inner[int(key) if isinstance(inner, list) else key]
        del inner[int(last) if isinstance(inner, list) else last]
    return tables


def told(tables):
    return [(problem.path, problem.says.split(":")[0].split(", beside")[0]) for problem in unsourced(tables)]


def test_nothing_is_missing_where_all_is_said():
    assert told(strict()) == []
    assert problems(layer_of({"shipped_catalogue": False, **strict()}, "strict.toml")) == ()


TABLES = [
    "modality.ct", "tier.junior", "programme.theory", "competency.washing", "rule.up.0", "site.north", "required.posts",
    "acceptance.theory", "recall.soap", "crosswalk.hands", "title.washer",
]  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(("field", "says"), [("source", SOURCE), ("authority", AUTHORITY)])
def test_a_value_without_source_or_authority_is_refused(table, field, says):
    path = table.replace(".0", "[0]")
    assert (path, says) in told(without(f"{table}.{field}"))


@pytest.mark.parametrize(
    ("removed", "number"),
    [
        ("tier.junior.starts", "tier.junior.band"),
        ("programme.theory.starts", "programme.theory.expires_after"),
        ("rule.up.0.starts", "rule.up[0].requires[0].at_least"),
        ("site.north.starts", "site.north.establishment_wte"),
        ("acceptance.theory.starts", "acceptance.theory.within"),
    ],
)
def test_a_number_or_length_without_a_start_date_is_refused(removed, number):
    assert told(without(removed)) == [(number, SINCE)]


def test_what_has_no_number_needs_no_start_date():
    numbers = ["programme.theory.expires_after", "programme.theory.standards"]
    assert told(without("programme.theory.starts", *numbers)) == []
    assert told(without("recall.soap.starts")) == []


def test_a_version_takes_from_its_competency_what_it_does_not_say():
    assert told(without("competency.washing.sign_off.authority", "competency.washing.currency.0.starts")) == []


def test_a_version_is_refused_where_its_competency_does_not_say_it_either():
    left_out = without("competency.washing.introduced", "competency.washing.currency.0.starts")
    assert ("competency.washing.sign_off.requires[0].at_least", SINCE) in told(left_out)
    assert ("competency.washing.currency[0].expires_after", SINCE) in told(left_out)
    assert told(without("competency.washing.authority")) == [
        ("competency.washing", AUTHORITY), ("competency.washing.currency[0]", AUTHORITY),
        ("site.north.competency.washing", AUTHORITY),
    ]  # fmt: skip


def test_a_period_elsewhere_takes_from_its_programme_what_it_does_not_say():
    assert told(without("programme.theory.elsewhere.0.authority")) == []
    both = without("programme.theory.elsewhere.0.starts", "programme.theory.starts")
    assert ("programme.theory.elsewhere[0].expires_after", SINCE) in told(both)


def test_true_is_no_number_and_a_word_is_no_length():
    tables = merged(without("competency.washing.introduced"), {"competency": {"washing": {"permitted": True}}})
    assert "competency.washing.permitted" not in [path for path, _ in told(tables)]
    assert "competency.washing.title" not in [path for path, _ in told(tables)]


def test_the_check_of_the_shipped_catalogue_refuses_a_value_without(monkeypatch):
    text = STRICT.replace('rank = 1\nstarts = 2020-01-01\nauthority = "study"\n', "rank = 1\n")
    text = text.replace('authority = "placeholder"', 'authority = "local"')
    monkeypatch.setattr(loading, "_shipped_texts", lambda: [("shipped/a.toml", text.encode())])
    assert [str(problem).split(":", 2) for problem in problems()] == [
        ["shipped/a.toml", " tier.junior", " does not say who stands behind it: name the `authority`"],
        ["shipped/a.toml", " tier.junior.band", f" {SINCE}, beside it or in the table it stands in"],
    ]


def test_a_catalogue_laid_over_the_shipped_one_is_not_asked_for_it():
    assert problems(layer_of({"modality": {"pet": {"title": "PET"}}}, "own.toml")) == ()


def refused(table, name, field):
    """Tell whether a shipped table would be refused without a field."""
    bare = deepcopy(shipped().tables[table][name])
    for version in bare if isinstance(bare, list) else [bare]:
        version.pop(field, None)
    return any(problem.path.startswith(f"{table}.{name}") for problem in unsourced({table: {name: bare}}))


@pytest.mark.parametrize("field", ["source", "authority"])
def test_each_table_of_the_shipped_catalogue_would_be_refused_without(field):
    tables = {name: table for name, table in shipped().tables.items() if isinstance(table, dict) and name != "source"}
    assert len(tables) >= 8
    assert [f"{t}.{name}" for t, named in tables.items() for name in named if not refused(t, name, field)] == []


def test_each_shipped_number_would_be_refused_without_its_start_date():
    c = shipped()
    numbered = [p.id for p in c.programmes.values() if p.expires_after or p.takes or p.level or p.standards]
    assert len(numbered) > 20
    assert [name for name in numbered if not refused("programme", name, "starts")] == []
    assert [name for name in c.tiers if not refused("tier", name, "starts")] == []


COUNT = {"kind": "any-of", "of": [{"kind": "practice-count", "competency": "washing", "at_least": 3}]}
LENGTH = {"kind": "time-in-post", "at_least": "P1Y"}
WORD = {"kind": "assessor-registered"}


@pytest.mark.parametrize("asked", [COUNT, LENGTH, WORD])
@pytest.mark.parametrize("said", ["authority", "authorities", "around", "local", "suggests"])
@pytest.mark.parametrize("field", ["sign_off", "renewal", "rule"])
def test_no_number_that_nobody_published_is_asked_for(asked, said, field):
    """Whether the rule says so, its field, or the competency around it; what is suggested may be anybody's."""
    own = {"requires": [WORD, asked]}
    if said == "suggests":
        own = {"requires": [WORD], "suggests": [asked], "authority": "placeholder"}
    more = {"authorities": {"authorities": {"requires": "placeholder"}}, "authority": {"authority": "placeholder"}}
    own |= more.get(said, {})
    around = "placeholder" if said == "around" else "local"
    own = {"authority": around} | own if field == "rule" else own
    tables = {"rule": {"up": [own]}} if field == "rule" else {"competency": {"x": {"authority": around, field: own}}}
    found = [problem.path for problem in numbers_nobody_published(tables)]
    place = "rule.up[0]" if field == "rule" else f"competency.x.{field}"
    wrong = asked is not WORD and said in {"authority", "authorities", "around"}
    inner = "of[0].at_least" if asked is COUNT else "at_least"
    assert found == ([f"{place}.requires[1].{inner}"] if wrong else [])


def test_the_shipped_catalogue_asks_for_none():
    assert list(numbers_nobody_published(shipped().tables)) == []


@pytest.mark.parametrize("name", examples())
def test_the_example_catalogues_say_it_all_too(name):
    tables = merged(shipped().tables, read_layer(f"example:{name}").tables)
    assert [str(problem) for problem in unsourced(tables)] == []


def test_authorities_are_counted_table_by_table_inherited_ones_with_them():
    catalogue = load(layer_of({"shipped_catalogue": False, **strict()}, "strict.toml"))
    # study: tier, rule, site; national: competency, its currency, what differs at the site; placeholder: programme,
    # edition, sign-off, the site's sign-off, crosswalk
    assert authorities(catalogue) == {"national": 3, "study": 3, "local": 6, "placeholder": 5}


def test_a_value_that_states_no_authority_is_counted_so():
    over = layer_of({"shipped_catalogue": False, **without("modality.ct.authority")}, "x")
    assert authorities(load(over)) == {"national": 3, "study": 3, "local": 5, "placeholder": 5, "not stated": 1}


def test_every_value_of_the_shipped_catalogue_is_counted():
    counted = authorities(shipped())
    assert "not stated" not in counted
    c = shipped()
    least = [c.tiers, c.modalities, c.programmes, c.competencies, c.rules, c.crosswalks, c.job_titles]
    assert sum(counted.values()) > sum(map(len, least))
    assert all(counted[name] for name in ("statute", "national", "professional-body", "study", "local", "placeholder"))


SIX_MONTHS = {"starts": date(2015, 1, 1), "expires_after": "P6M"}
OVER = {
    "a number": ({"competency": {"iv-cannulation": {"currency": [SIX_MONTHS]}}},
                 "competency.iv-cannulation.currency[0]"),
    "a tier": ({"competency": {"iv-cannulation": {"tier": "clinical-support-worker"}}}, "competency.iv-cannulation"),
    "a period": ({"programme": {"antt": {"expires_after": "P1Y"}}}, "programme.antt"),
    "a site's own rule": ({"site": {"s": {"competency": {"iv-cannulation": {"sign_off": {"countersigned": True}}}}}},
                          "site.s.competency.iv-cannulation.sign_off"),
}  # fmt: skip


@pytest.mark.parametrize(("given", "path"), OVER.values(), ids=OVER)
def test_a_value_laid_over_ours_without_a_source_passes_no_check(given, path):
    (problem,) = problems(layer_of(given, "trust.toml"))
    assert (problem.file, problem.path) == ("trust.toml", path)
    assert "cites no source of its own" in problem.says
    assert load(layer_of(given, "trust.toml"))  # it can be used all the same


def test_a_source_of_the_value_its_table_or_its_site_is_enough():
    source = {"source": {"policy": {"title": "Policy"}}}
    own = {"starts": date(2015, 1, 1), "expires_after": "P6M", "source": ["policy"]}
    beside = {"iv-cannulation": {"currency": [own]}}
    around = {"iv-cannulation": {"tier": "clinical-support-worker", "source": ["policy"]}}
    at_site = {"s": {"source": ["policy"], "competency": {"iv-cannulation": {"permitted": False}}}}
    for table, given in (("competency", beside), ("competency", around), ("site", at_site)):
        assert not problems(layer_of({**source, table: given}, "trust.toml"))
