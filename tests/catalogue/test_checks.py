"""Each thing that can be wrong in a catalogue is told with file, path and a sentence."""

import pytest

from sw_competency.catalogue import layer_of, load, problems
from sw_competency.errors import CatalogueError

from .small import small, wrong_in

NEW = """
[competency.x]
title = "X"
modalities = ["all"]
tier = "junior"
kind = "safety"
introduced = 2020-01-01
source = ["policy"]
"""
BY_RULE = """
[rule.up]
title = "Up"
starts = 2020-01-01
effect = "supports-review"
source = ["policy"]
requires = [{ kind = "all-of", of = [{ kind = "assessor-registered" }] }]
"""
WRONG = {
    # types
    "number as text": ('tier.junior.band = "2"', "tier.junior.band", "a whole number is asked for, not '2'"),
    "text as number": ("competency.cannulation.title = 5", "competency.cannulation.title", "text is asked for, not 5"),
    "true as number": ("tier.junior.rank = true", "tier.junior.rank", "a whole number is asked for, not true"),
    "fraction as whole number": ("tier.junior.rank = 1.0", "tier.junior.rank", "a whole number is asked for"),
    "number as true": (
        "competency.washing.permitted = 1",
        "competency.washing.permitted",
        "true or false is asked for",
    ),
    "text as list": ('programme.theory.source = "policy"', "programme.theory.source", "a list is asked for"),
    "list as table": ("tier.junior = []", "tier.junior", "a table is asked for, not a list"),
    "text as requirement": (
        'competency.washing.sign_off.requires = ["x"]',
        "competency.washing.sign_off.requires[0]",
        "a table with a `kind`",
    ),
    "top table": ('modality = "ct"', "modality", "is a table of tables"),
    "empty text": ('tier.junior.title = " "', "tier.junior.title", "is empty"),
    "true or number": (
        'competency.washing.sign_off.requires = [{kind = "practice-count", supervised = "dirct"}]',
        "competency.washing.sign_off.requires[0].supervised",
        "did you mean 'direct'?",
    ),
    # dates and lengths
    "time of day": (
        "competency.washing.introduced = 2020-01-01T10:00:00",
        "competency.washing.introduced",
        "without a time of day",
    ),
    "quoted date": ('competency.washing.introduced = "2020-01-01"', "competency.washing.introduced", "without quotes"),
    "length": ('programme.theory.expires_after = "12 months"', "programme.theory.expires_after", "write one as P12M"),
    "length as number": ("programme.theory.expires_after = 12", "programme.theory.expires_after", "text is asked for"),
    # fields
    "unknown field": ('competency.washing.titel = "x"', "competency.washing.titel", "did you mean 'title'?"),
    "unknown renamed field": (
        "competency.cannulation.currency = {retrun = 1}",
        "competency.cannulation.currency.retrun",
        "'return'",
    ),
    "missing field": ('modality.xray.tilte = "X-ray"', "modality.xray", "the field 'title' is missing"),
    "id as a field": ('tier.junior.id = "x"', "tier.junior.id", "not a field"),
    "choice": ('competency.washing.kind = "clinicl"', "competency.washing.kind", "did you mean 'clinical'?"),
    "choice of another type": ("competency.washing.legal = 1", "competency.washing.legal", "1 is none of none, psd"),
    "unknown table": ("competence.x.title = 'x'", "competence", "did you mean 'competency'?"),
    "name": ("name = 1", "name", "text is asked for"),
    "title": ("title = 1", "title", "is a table of tables"),
    "alone or not": ('shipped_catalogue = "no"', "shipped_catalogue", "true or false is asked for, not 'no'"),
    # requirements
    "unknown kind": (
        'competency.washing.sign_off.requires = [{kind = "traning"}]',
        "competency.washing.sign_off.requires[0]",
        "did you mean 'training'?",
    ),
    "no kind": (
        "competency.washing.sign_off.requires = [{}]",
        "competency.washing.sign_off.requires[0]",
        "'kind' is missing",
    ),
    "field of a kind": (
        'competency.washing.sign_off.requires = [{kind = "holds", competence = "x"}]',
        "competency.washing.sign_off.requires[0].competence",
        "did you mean 'competency'?",
    ),
    "nothing asked": ("competency.washing.sign_off.requires = []", "competency.washing.sign_off.requires", "is empty"),
    "nothing asked within": (
        'competency.washing.sign_off.requires = [{kind = "any-of", of = []}]',
        "competency.washing.sign_off.requires[0].of",
        "is empty",
    ),
    "fields taken together": (
        'competency.washing.sign_off.requires = [{kind = "at-least", count = 2, of = [{kind = "countersigned"}]}]',
        "competency.washing.sign_off.requires[0]",
        "asks for 2 of 1",
    ),
    "for a sign-off only": (
        BY_RULE,
        "rule.up.requires[0].of[0]",
        "can be asked of a sign-off only",
    ),
    # names
    "tier": ('competency.washing.tier = "junor"', "competency.washing.tier", "no tier 'junor'; did you mean 'junior'?"),
    "modality": (
        'competency.washing.modalities = ["cx"]',
        "competency.washing.modalities[0]",
        "there is no modality 'cx'",
    ),
    "source": ('competency.washing.source = ["polcy"]', "competency.washing.source[0]", "did you mean 'policy'?"),
    "source of a version": (
        'competency.washing.sign_off.source = ["x"]',
        "competency.washing.sign_off.source[0]",
        "there is no source 'x'",
    ),
    "prerequisite": (
        'competency.washing.prerequisites = ["teory"]',
        "competency.washing.prerequisites[0]",
        "no competency or programme 'teory'; did you mean 'theory'?",
    ),
    "standing": (
        'competency.washing.standing = ["x"]',
        "competency.washing.standing[0]",
        "no competency or programme 'x'",
    ),
    "counts as": ('programme.theory.counts_as = ["x"]', "programme.theory.counts_as[0]", "there is no programme 'x'"),
    "programme of a requirement": (
        'competency.washing.sign_off.requires = [{kind = "all-of", of = [{kind = "training", programme = "teory"}]}]',
        "competency.washing.sign_off.requires[0].of[0].programme",
        "no programme 'teory'; did you mean 'theory'?",
    ),
    "competency of a requirement": (
        'competency.washing.sign_off.requires = [{kind = "practice-count", competency = "x", at_least = 1}]',
        "competency.washing.sign_off.requires[0].competency",
        "there is no competency 'x'",
    ),
    "how a name is written": (
        'modality.X_Ray.title = "X-ray"',
        "modality.X_Ray",
        "not written lower-case-with-hyphens",
    ),
    "one name for two": (
        'programme.washing = {title = "W", source = ["policy"]}',
        "competency.washing",
        "names a programme too",
    ),
    # circles
    "prerequisites of each other": (
        'competency.washing.prerequisites = ["cannulation"]',
        "competency.",
        "goes round in a circle",
    ),
    "a prerequisite of itself": (
        'competency.washing.prerequisites = ["washing"]',
        "competency.washing",
        "washing asks first for washing",
    ),
    "holds itself": (
        'competency.washing.sign_off.requires = [{kind = "any-of", of = [{kind = "holds", competency = "washing"}]}]',
        "competency.washing",
        "washing asks first for washing",
    ),
    "standing on each other": ('competency.washing.standing = ["cannulation"]', "competency.", "stands on"),
    "programmes that count as each other": (
        'programme.theory.counts_as = ["more-theory"]',
        "programme.",
        "goes round in a circle",
    ),
    # competencies
    "no sign-off": (
        NEW + 'authority = "local"',
        "competency.x",
        "the field 'sign_off' is missing",
    ),
    "no authority": (
        NEW + 'legal = "pgd"',
        "competency.x",
        "the field 'authority' is missing",
    ),
    "no modality": ("competency.washing.modalities = []", "competency.washing.modalities", "is empty"),
    "no source": ("competency.washing.source = []", "competency.washing", "cites no source"),
    "withdrawn first": (
        "competency.washing.withdrawn = 2019-12-31",
        "competency.washing.withdrawn",
        "before it is introduced",
    ),
    "no version at first": (
        "competency.washing.sign_off.starts = 2021-01-01",
        "competency.washing.sign_off.starts",
        "after the competency was",
    ),
    "one day, two versions": (
        "competency.washing.currency = [{starts = 2020-01-01}, {starts = 2020-01-01}]",
        "competency.washing.currency[1]",
        "another version starts on 2020-01-01 too",
    ),
    "two versions without a day": (
        "competency.washing.currency = [{}, {}]",
        "competency.washing.currency[1]",
        "another version has no `starts` too",
    ),
    "no version": ("competency.washing.currency = []", "competency.washing.currency", "give a version"),
    "recency of none": (
        'competency.washing.currency.practice = {at_least = 0, within = "P6M"}',
        "competency.washing.currency.practice.at_least",
        "counts from 1 up",
    ),
    "standards of none": ("programme.theory.standards = 0", "programme.theory.standards", "counts from 1 up"),
    "permitted against the law": (
        NEW + 'authority = "local"\nlegal = "pgd"\npermitted = true',
        "competency.x.permitted",
        "nobody can permit",
    ),
    "suggestion of what is unknown": (
        'competency.washing.sign_off.suggests = [{kind = "practice-count", competency = "wshing", at_least = 1}]',
        "competency.washing.sign_off.suggests[0].competency",
        "did you mean 'washing'?",
    ),
    "suggestion within another": (
        'competency.washing.sign_off.suggests = [{kind = "any-of", of = [{kind = "works-above-tier", at_least = 0}]}]',
        "competency.washing.sign_off.suggests[0].of[0]",
        "the field 'within' is missing",
    ),
    "suggestion of a rule": (
        'rule.up = [{suggests = [{ kind = "holds", competency = "wash" }]}]',
        "rule.up[0].suggests[0].competency",
        "no competency 'wash'",
    ),
    # authorities
    "authority of a misspelt field": (
        'competency.washing.authorities.tir = "study"', "competency.washing.authorities.tir", "did you mean 'tier'?",
    ),
    "authority of a field of a version": (
        'competency.cannulation.currency = [{authorities = {notcie = "local"}}]',
        "competency.cannulation.currency[0].authorities.notcie",
        "did you mean 'notice'?",
    ),
    "unknown authority of a field": (
        'competency.washing.authorities.tier = "studdy"', "competency.washing.authorities.tier", "mean 'study'?",
    ),
    "authorities as text": ('tier.junior.authorities = "study"', "tier.junior.authorities", "a table is asked for"),
    "authority of the authority": (
        'tier.junior.authorities.authority = "study"', "tier.junior.authorities.authority", "there is no field",
    ),
    "authority of a field of a site": (
        'site.site-2.authorities.bedz = "local"', "site.site-2.authorities.bedz", "did you mean 'beds'?",
    ),
    "authority of a field at a site": (
        'site.site-2.competency.washing.authorities.tir = "local"',
        "site.site-2.competency.washing.authorities.tir",
        "did you mean 'tier'?",
    ),
    # sources
    "day a source was read": ('source.policy.seen = "2026-01-01"', "source.policy.seen", "without quotes"),
    "edition of a source": ("source.policy.version = 3", "source.policy.version", "text is asked for, not 3"),
    "ranks": ("tier.senior.band = 1", "tier.senior.band", "rank 2 is above rank 1 of 'junior'"),
    # sites
    "competency of a site": (
        "site.site-2.competency.canulation.permitted = true",
        "site.site-2.competency.canulation",
        "'cannulation'?",
    ),
    "programme of a site": (
        "site.site-2.programme.theory = 5",
        "site.site-2.programme.theory",
        "a table is asked for",
    ),
    "table of a site": ("site.site-2.competencies.x = 5", "site.site-2.competencies", "did you mean 'competency'?"),
    "no table of a site": ("site.site-2.competency = 5", "site.site-2.competency", "a table is asked for"),
    "rule of a site": ("site.site-2.rule.x = 5", "site.site-2.rule", "with site = 'site-2'"),
    "field of a site": (
        "site.site-2.competency.washing.introducd = 2020-01-01",
        "site.site-2.competency.washing.introducd",
        "'introduced'",
    ),
    "law of a site": (
        'site.site-2.competency.flushing.legal = "none"',
        "site.site-2.competency.flushing.legal",
        "'psd' cannot become 'none'",
    ),
    "circle of a site": (
        'site.site-2.competency.washing.prerequisites = ["cannulation"]',
        "site.site-2.competency.washing",
        "at this site it goes round in a circle",
    ),
    "permitted by a site": (
        'site.site-2.competency.flushing = {legal = "registrant-only", permitted = true}',
        "site.site-2.competency.flushing.permitted",
        "nobody can permit",
    ),
}


def test_nothing_is_wrong_in_the_small_catalogue():
    assert wrong_in(small()) == []


@pytest.mark.parametrize(("change", "path", "says"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_told_with_its_place(change, path, says):
    told = wrong_in(small(change))
    assert any(one.startswith(f"small.toml: {path}") and says in one for one in told), told


@pytest.mark.parametrize(("field", "value", "path", "says"), [
    ("from", "junor", "rule.up[0].from", "no tier 'junor'; did you mean 'junior'?"),
    ("to", "snior", "rule.up[0].to", "did you mean 'senior'?"),
    ("effect", "opens-area", "rule.up[0]", "the field 'area' is missing"),
    ("area", "ct", "rule.up[0].area", "only a rule whose effect is 'opens-area'"),
    ("site", "SITE 2", "rule.up[0].site", "no site 'SITE 2'; did you mean 'site-2'?"),
    ("source", [], "rule.up[0]", "cites no source"),
    ("requires", [], "rule.up[0].requires", "is empty"),
    ("requires", [{"kind": "holds", "competency": "canulation"}], "rule.up[0].requires[0].competency", "'cannulation'"),
    ("starts", "2020", "rule.up[0].starts", "without quotes"),
])  # fmt: skip
def test_what_is_wrong_in_a_rule_is_told_with_its_place(field, value, path, says):
    tables = small()
    tables["rule"]["up"][0][field] = value
    told = wrong_in(tables)
    assert any(one.startswith(f"small.toml: {path}: ") and says in one for one in told), told


@pytest.mark.parametrize("field", ["title", "starts", "effect", "requires", "from"])
def test_a_field_that_a_rule_lacks_is_told(field):
    tables = small()
    del tables["rule"]["up"][0][field]
    assert [one for one in wrong_in(tables) if f"the field '{field}' is missing" in one]


def test_two_versions_of_a_rule_cannot_start_on_one_day():
    tables = small()
    tables["rule"]["up"] *= 2
    assert any("rule.up[1]: another version starts on 2020-01-01 too" in one for one in wrong_in(tables))


def test_a_rule_has_a_version():
    assert wrong_in(small("rule.up = []")) == ["small.toml: rule.up: is empty: give a version, or leave it out"]


def test_a_site_nobody_described_is_taken_as_it_is():
    tables = small()
    tables["rule"]["up"][0]["site"] = "site-20"
    assert wrong_in(tables) == []


def test_everything_is_told_at_once_also_within_one_table():
    told = wrong_in(small('''
        [competency.washing]
        tier = "junor"
        introduced = "2020"
        source = ["x"]
        prerequisites = ["y"]
        sign_off.requires = [{ kind = "training", programme = "z" }, { kind = "x" }]
    '''))  # fmt: skip
    assert len(told) == 6, told


def test_a_problem_of_the_common_table_is_told_once_though_a_site_has_its_own():
    told = wrong_in(small('competency.cannulation = { tier = "junor", kind = "x" }'))
    assert [one.split(": ")[1] for one in told] == ["competency.cannulation.kind", "competency.cannulation.tier"]


def test_practice_of_oneself_and_assessors_who_hold_it_close_no_circle():
    practice = '{kind = "practice-count", competency = "washing", at_least = 1}'
    held = '{kind = "assessor-holds", competency = "washing"}'
    assert wrong_in(small(f"competency.washing.sign_off.requires = [{practice}, {held}]")) == []


@pytest.mark.parametrize("legal", ["pgd", "registrant-only"])
def test_what_the_law_closes_needs_no_sign_off(legal):
    tables = small(f'competency.flushing.legal = "{legal}"')
    del tables["competency"]["flushing"]["sign_off"]
    assert wrong_in(tables) == []


def test_a_competency_without_a_currency_never_expires():
    assert load(layer_of(small(), "x")).competency("washing").currency == ()


def test_loading_tells_all_problems_in_one_error():
    with pytest.raises(CatalogueError, match="2 problems") as caught:
        load(layer_of(small('tier.junior = { rank = "x", band = "y" }'), "a.toml"))
    assert [problem.to_json() for problem in caught.value.problems] == [
        {"file": "a.toml", "path": "tier.junior.band", "says": "a whole number is asked for, not 'y'"},
        {"file": "a.toml", "path": "tier.junior.rank", "says": "a whole number is asked for, not 'x'"},
    ]


def test_problems_of_a_good_catalogue_are_none():
    assert problems(layer_of(small(), "x")) == ()
