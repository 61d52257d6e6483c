"""How two catalogues differ, in words."""

import tomllib
from datetime import date
from functools import cache
from typing import Literal, get_args, get_origin

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sw_competency.catalogue import Currency, SignOffRule, layer_of, load, structure
from sw_competency.catalogue.described import TABLES
from sw_competency.catalogue.differences import differences
from sw_competency.catalogue.overlay import merged
from sw_competency.catalogue.tables import Said
from sw_competency.catalogue.terms import LEGAL
from sw_competency.catalogue.wording import clause, where_said
from sw_competency.dates import Length
from sw_competency.rules import Requirement, requirement_kinds

from .small import SMALL, small

# Each changes one thing, by itself and together with any of the others: the place it changes, and what it lays over.
EDITS = {
    "name": 'name = "Another name"',
    "source.policy.year": "source.policy.year = 2020",
    "source.policy.beds": "source.policy.beds = [1, { a = true }]",
    "source.policy.seen": "source.policy.seen = 2026-11-21",
    "source.policy.version": 'source.policy.version = "4th edition"',
    "source.new": 'source.new.title = "A new paper"',
    "tier.junior.title": 'tier.junior.title = "Youngest"',
    "tier.senior.scope_rank": "tier.senior.scope_rank = 1",
    "modality.xray": 'modality.xray.title = "X-ray"',
    "programme.theory.expires_after": 'programme.theory.expires_after = "P2Y"',
    "programme.theory.takes": 'programme.theory.takes = ["P1M", "P2M"]',
    "programme.theory.elsewhere": """
        [[programme.theory.elsewhere]]
        where = "another trust"
        authority = "local"
        starts = 2020-01-01
        expires_after = "P3Y"
        """,
    "programme.more-theory.counts_as": "programme.more-theory.counts_as = []",
    "competency.washing.prerequisites": 'competency.washing.prerequisites = ["theory"]',
    "competency.washing.criteria": 'competency.washing.criteria = ["Wets hands", "Dries them"]',
    "competency.washing.sign_off[always].countersigned": "competency.washing.sign_off.countersigned = true",
    "competency.washing.sign_off[always].requires":
        'competency.washing.sign_off.requires = [{ kind = "assessor-role", role = "educator" }]',
    "competency.washing.authorities.tier": 'competency.washing.authorities.tier = "study"',
    "competency.washing.version": 'competency.washing.version = "2.1"',
    "competency.washing.sign_off[always].suggests": """
        [competency.washing.sign_off]
        suggests = [{ kind = "practice-count", competency = "washing", at_least = 3 }]
        """,
    "competency.washing.sign_off[always].authorities.suggests":
        'competency.washing.sign_off.authorities.suggests = "placeholder"',
    "competency.washing.renewal": 'competency.washing.renewal.requires = [{ kind = "countersigned" }]',
    "competency.flushing.legal": 'competency.flushing.legal = "registrant-only"',
    "competency.washing.permitted": "competency.washing.permitted = false",
    "competency.flushing.currency": 'competency.flushing.currency = { expires_after = "P1Y", grace = "P1M" }',
    "competency.flushing.withdrawn": "competency.flushing.withdrawn = 2030-01-01",
    "competency.wiping": """
        [competency.wiping]
        title = "Wiping"
        modalities = ["all"]
        tier = "junior"
        kind = "clinical"
        introduced = 2020-01-01
        authority = "local"
        source = ["policy"]
        sign_off.requires = [{ kind = "assessor-registered" }]
        """,
    "rule.sideways": """
        [[rule.sideways]]
        title = "Sideways"
        starts = 2021-01-01
        effect = "supports-review"
        source = ["policy"]
        requires = [{ kind = "qualification", level = 3 }]
        """,
    "site.site-2.entry_band": "site.site-2.entry_band = 3",
    "site.site-2.competency.cannulation.tier": 'site.site-2.competency.cannulation.tier = "junior"',
    "site.site-3": 'site.site-3.title = "Third hospital"',
    "required.junior-post": """
        [required.junior-post]
        title = "A junior post"
        starts = 2020-01-01
        authority = "local"
        competencies = ["washing"]
        source = ["policy"]
        """,
    "acceptance.theory": """
        [acceptance.theory]
        title = "Theory from elsewhere"
        starts = 2020-01-01
        authority = "local"
        programmes = ["theory"]
        source = ["policy"]
        """,
    "recall.agent": """
        [recall.agent]
        title = "A new agent"
        competencies = ["flushing"]
        starts = 2024-01-01
        reassess_by = 2024-06-01
        authority = "local"
        source = ["policy"]
        """,
    "crosswalk.framework": """
        [crosswalk.framework]
        title = "A framework"
        authority = "national"
        starts = 2020-01-01
        source = ["policy"]
        items = { a = "First" }
        links = [{ competency = "washing", to = "a", relation = "same", confidence = "high" }]
        """,
    "title.imaging assistant": """
        [title."imaging assistant"]
        role = "support-worker"
        authority = "study"
        source = ["policy"]
        """,
}  # fmt: skip
SOME = st.sets(st.sampled_from(sorted(EDITS)))


def catalogue(*changes):
    tables = small()
    tables["name"] = tables.pop("title")  # beside which [title] tables can stand
    for change in changes:
        tables = merged(tables, tomllib.loads(change))
    return load(layer_of(tables, "small.toml"), over_shipped=False)


@cache
def _edited(names):
    return catalogue(*(EDITS[name] for name in names))


def edited(names):
    return _edited(tuple(sorted(names)))


def told(before, after):
    return [d.says for d in differences(catalogue(*before), catalogue(*after))]


def covers(path, place):
    """Tell whether a place is a path, or what stands beneath it."""
    return place == path or place.startswith((f"{path}.", f"{path}["))


# -- laws ---------------------------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=50)
@given(SOME, SOME)
def test_what_differs_is_told_and_nothing_else(one, other):
    paths = [d.path for d in differences(edited(one), edited(other))]
    assert all(any(covers(name, path) or covers(path, name) for path in paths) for name in one ^ other), paths
    assert all(any(covers(name, path) or covers(path, name) for name in one ^ other) for path in paths), paths


@settings(deadline=None, max_examples=50)
@given(SOME, SOME)
def test_there_and_back_mirror_each_other(one, other):
    there, back = differences(edited(one), edited(other)), differences(edited(other), edited(one))
    mirrored = {"added": "removed", "removed": "added", "changed": "changed"}
    assert [(d.path, mirrored[d.change], d.after, d.before) for d in there] == [
        (d.path, d.change, d.before, d.after) for d in back
    ]


@pytest.mark.parametrize("name", EDITS)
def test_each_difference_is_one_sentence_with_its_file(name):
    for d in differences(edited(()), edited({name})):
        assert d.says.endswith(".")
        assert "\n" not in d.says
        assert "{" not in d.says.replace("{'a", ""), d.says
        assert d.file == "small.toml"
        assert (d.before is None) is (d.change == "added")
        assert d.to_json()["path"] == d.path


ORDERLESS = {
    "source", "modalities", "prerequisites", "standing", "counts_as", "pauses", "competencies", "programmes", "tiers",
}  # fmt: skip


def relaid(value, draw, key=""):
    """Write the same in another way: other orders where order says nothing, other units, histories of one as tables."""
    if isinstance(value, dict):
        keys = draw(st.permutations(list(value)))
        return {k: relaid(value[k], draw, k) for k in keys}
    if isinstance(value, list):
        inner = [relaid(one, draw) for one in value]
        if key in {*ORDERLESS, "requires", "of", "sign_off", "renewal", "currency"}:
            inner = draw(st.permutations(inner))
        wrapped = key in {"sign_off", "renewal", "currency"} and len(inner) == 1
        return inner[0] if wrapped and draw(st.booleans()) else inner
    if value == "P12M" and draw(st.booleans()):
        return "P1Y"
    return value


@settings(deadline=None, max_examples=50)
@given(SOME, st.data())
def test_another_layout_is_no_difference(names, data):
    one = edited(names)
    other = load(layer_of(relaid(one.tables, data.draw), "other.toml"), over_shipped=False)
    assert differences(one, other) == ()


def test_what_is_so_anyhow_may_be_left_out_or_said():
    said = """
        competency.washing.prerequisites = []
        competency.washing.legal = "none"
        competency.washing.sign_off.countersigned = false
        programme.theory.counts_as = []
        """
    assert told((), (said,)) == []


def test_a_first_version_as_old_as_its_competency_has_always_held():
    before = 'competency.flushing.currency = { expires_after = "P1Y" }'
    after = 'competency.flushing.currency = [{ starts = 2020-01-01, expires_after = "P12M" }]'
    assert told((before,), (after,)) == []


# -- words --------------------------------------------------------------------------------------------------------

FIRST = '[[competency.flushing.currency]]\nstarts = 2020-01-01\nexpires_after = "P12M"\ngrace = "P1M"\n'
THEN = '[[competency.flushing.currency]]\nstarts = 2026-04-01\nexpires_after = "P6M"\n'
SIGN_OFF = 'competency.washing.sign_off.requires = [{ kind = "assessor-registered" }, %s]'


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        (
            FIRST, FIRST + THEN + 'grace = "P1M"',
            "flushing: from 1 April 2026 a sign-off lasts 6 months; before, 1 year.",
        ),
        (
            FIRST, FIRST + THEN,
            (
                "flushing: from 1 April 2026 a sign-off lasts 6 months (before, 1 year); "
                "grace of 1 month is no longer given."
            ),
        ),
        (
            FIRST + THEN, FIRST,
            (
                "flushing: the version of how long it lasts that held from 1 April 2026 is gone "
                "(a sign-off lasts 6 months)."
            ),
        ),
        (FIRST, FIRST.replace('grace = "P1M"', ""), "flushing: grace of 1 month is no longer given."),
        (
            FIRST + THEN, FIRST + THEN + 'grace = "P2M"',
            "flushing: grace of 2 months is given after it expires (in the version from 1 April 2026).",
        ),
        (
            FIRST + 'authority = "placeholder"', FIRST + 'authority = "local"',
            "flushing: authority for how long it lasts changed from placeholder to local.",
        ),
        (
            "", SIGN_OFF % '{ kind = "training", programme = "theory" }',
            "washing (Washing hands): its sign-off now also asks for Theory, completed.",
        ),
        (
            SIGN_OFF % '{ kind = "training", programme = "theory" }', "",
            "washing (Washing hands): its sign-off no longer asks for Theory, completed.",
        ),
        (
            SIGN_OFF % '{ kind = "practice-count", competency = "washing", at_least = 3 }',
            SIGN_OFF % '{ kind = "practice-count", competency = "washing", at_least = 5, successful = true }',
            (
                "washing (Washing hands): its sign-off no longer asks for Washing hands done 3 times; "
                "it now also asks for Washing hands done 5 times (with success)."
            ),
        ),
        ("", EDITS["competency.flushing.legal"],
         f"flushing: it is under registered staff only; before, {LEGAL['psd']}."),
        (
            "", SMALL[SMALL.index("[[rule.up]]") : SMALL.index("[site.site-2]")]
            + '[[rule.up]]\ntitle = "Junior to senior"\nfrom = "junior"\nto = "senior"\nstarts = 2024-01-01\n'
            'effect = "moves-band"\nsource = ["policy"]\nrequires = [{ kind = "holds", competency = "washing" }]',
            (
                "rule up (Junior to senior): a new version from 1 January 2024: it no longer asks for a current "
                "sign-off for Cannulation; it now also asks for a current sign-off for Washing hands."
            ),
        ),
        ("", EDITS["competency.washing.authorities.tier"],
         "washing (Washing hands): the authority for its tier is the study."),
        ("", EDITS["competency.washing.sign_off[always].suggests"],
         "washing (Washing hands): the suggestions for its sign-off include Washing hands done 3 times."),
        (EDITS["competency.washing.sign_off[always].authorities.suggests"],
         'competency.washing.sign_off.authorities.suggests = "local"',
         "washing (Washing hands): authority for its suggestions for its sign-off changed from placeholder to local."),
        ("", EDITS["source.policy.seen"], "source policy (A policy): its text was read on 21 November 2026."),
        ("", EDITS["tier.senior.scope_rank"], "tier senior: its scope rank is 1."),
        ("", EDITS["tier.junior.title"], "tier junior (Youngest): its title is “Youngest”; before, “Junior”."),
        ("", "source.policy.beds = 12", "source policy (A policy): its beds is 12."),
        ("", EDITS["recall.agent"],
         ("recall agent (A new agent) is new: it holds from 1 January 2024; its competencies include Flushing; "
          "the last day for a re-assessment is 1 June 2024; until then they work under supervision only.")),
        ("", EDITS["recall.agent"] + 'until_then = "may-not"\nsite = "site-2"',
         ("recall agent (A new agent) is new: it holds from 1 January 2024; its competencies include Flushing; "
          "it holds at site-2 only; the last day for a re-assessment is 1 June 2024; until then they may not do it.")),
        ("", EDITS["required.junior-post"],
         ("required post junior-post (A junior post) is new: it holds from 1 January 2020; "
          "its competencies include Washing hands.")),
        ("", EDITS["acceptance.theory"],
         ("acceptance policy theory (Theory from elsewhere) is new: it holds from 1 January 2020; "
          "it takes over the whole of it; those it takes it from include anybody named; "
          "its programmes include Theory.")),
        ("", EDITS["acceptance.theory"] + 'accepts = "knowledge-only"\nissuers = ["*NHS*", "* CIC"]',
         ("acceptance policy theory (Theory from elsewhere) is new: it holds from 1 January 2020; "
          "it takes over the theory alone; those it takes it from include any name with NHS in it and any name that "
          "ends in the word CIC; its programmes include Theory.")),
        ("", EDITS["title.imaging assistant"],
         ("job title imaging assistant is new: its certainty is unclear; its role is support-worker.")),
        (EDITS["site.site-3"], "", "site-3 (Third hospital) is gone."),
        ("", EDITS["programme.theory.expires_after"], "programme theory: it lasts 2 years; before, 1 year."),
        ("", EDITS["name"], "the catalogue calls itself “Another name”; before, “A small catalogue”."),
        (
            "", EDITS["site.site-2.competency.cannulation.tier"],
            "site-2 (Second hospital): cannulation: the lowest tier is Junior; before, Senior.",
        ),
        (
            "", 'site.site-2.competency.flushing.currency = { expires_after = "P6M" }',
            "site-2 (Second hospital): flushing: always a sign-off lasts 6 months.",
        ),
        (
            "", 'site.site-2.competency.washing.sign_off.requires = [{ kind = "assessor-holds" }]',
            (
                "site-2 (Second hospital): washing (Washing hands): its sign-off no longer asks for a registered "
                "assessor; it now also asks for an assessor who holds it too."
            ),
        ),
    ],
)  # fmt: skip
def test_a_difference_in_words(before, after, says):
    assert told((before,), (after,)) == [says]


def test_a_site_that_keeps_what_changes_elsewhere_is_told_of():
    common, own = 'competency.flushing.version = "2"', 'site.site-2.competency.flushing.version = "1"'
    before = 'competency.flushing.version = "1"'
    assert told((before,), (common, own)) == [
        "flushing: its policy's version is 2; before, 1.",
        "site-2 (Second hospital): flushing: stays as it is, now of its own: its policy's version is 1.",
    ]


def test_a_difference_names_the_file_and_the_documents_of_what_changed():
    own = {"source": {"ours": {"title": "Ours"}},
           "competency": {"flushing": {"currency": [{"starts": date(2020, 1, 1), "expires_after": "P6M",
                                                     "source": ["ours"]}]}}}  # fmt: skip
    under = layer_of(small('competency.flushing.currency = { expires_after = "P1Y" }'), "under.toml")
    one, other = load(under, over_shipped=False), load(under, layer_of(own, "ours.toml"), over_shipped=False)
    by_path = {d.path: d for d in differences(one, other)}
    lasts = by_path["competency.flushing.currency[always].expires_after"]
    assert (lasts.change, lasts.before, lasts.after) == ("changed", "P1Y", "P6M")
    assert (lasts.file, lasts.source) == ("ours.toml", ("ours",))
    (gone,) = [d for d in differences(other, one) if d.path == "source.ours"]
    assert (gone.change, gone.file, gone.before) == ("removed", "ours.toml", {"title": "Ours"})


# -- every field ----------------------------------------------------------------------------------------------------

PLAIN = {str: "word", int: 3, float: 2.5, bool: True, date: date(2025, 5, 1), Length: "P6M"}


def _sample(cls):
    if get_origin(cls) is Literal:
        return get_args(cls)[0]
    if get_origin(cls) is tuple:
        return [_sample(get_args(cls)[0])]
    if get_origin(cls) is dict:
        return {"a": "word"}
    if attrs.has(cls) and issubclass(cls, Requirement):
        return {"kind": "assessor-registered"}
    if attrs.has(cls):
        return {a.name.rstrip("_"): _sample(a.type) for a in attrs.fields(cls)}
    if get_args(cls):
        return _sample(get_args(cls)[0])
    return PLAIN[cls]


FIELDS = {
    (table, a.name.rstrip("_")): a.type
    for table, one in TABLES.items() for a in attrs.fields(one.cls) if a.name not in {"id", "details"}
} | {
    ("competency", history, "2025-01-01", a.name.rstrip("_")): a.type
    for history, cls in (("sign_off", SignOffRule), ("currency", Currency)) for a in attrs.fields(cls)
}  # fmt: skip


@pytest.mark.parametrize("place", FIELDS, ids=".".join)
def test_every_field_can_be_said_new_gone_and_changed(place):
    said = Said("new", _sample(FIELDS[place]), "")
    for old, new in ((None, said), (said, None), (said, Said("other", said.plain, ""))):
        words = clause(place[1:], old, new, lambda name: f"<{name}>")
        assert words
        assert "{" not in words
        assert "None" not in words


def test_a_version_is_named_by_its_day():
    place = ("competency", "x", "currency", "2026-04-01", "grace")
    assert where_said(place) == "competency.x.currency[2026-04-01].grace"


@pytest.mark.parametrize("kind", requirement_kinds().values(), ids=lambda kind: kind.kind)
def test_every_requirement_is_said_from_its_fields_where_it_has_no_words_of_its_own(kind):
    fields = {a.name.rstrip("_"): _sample(a.type) for a in attrs.fields(kind) if a.default is attrs.NOTHING}
    fields |= {"level": 3} if "level" in fields else {}
    made = structure.requirement({"kind": kind.kind, **fields})
    assert made is not None
    plain = Requirement.asks(made, str.upper)
    assert plain.startswith(kind.kind.replace("-", " "))
    assert all(str(value).upper() in plain.upper() for value in fields.values() if isinstance(value, int)), plain
    assert made.asks(str.upper)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        (None, True, "it is permitted"), (None, False, "it is closed until a site permits it"),
        (False, True, "it is permitted"), (True, False, "it is no longer permitted"),
        (True, None, "it is no longer permitted"), (False, None, "it no longer waits for a site to permit it"),
    ],
)  # fmt: skip
def test_whether_a_task_is_permitted_is_told_by_what_it_says(before, after, says):
    old, new = (None if one is None else Said(one, one, "") for one in (before, after))
    assert str(clause(("permitted",), old, new, str)) == says
