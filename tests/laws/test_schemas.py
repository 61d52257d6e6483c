"""Whatever is on record, answers, entries and catalogues fit their schemas; and a schema refuses what does not."""

import json
from datetime import date
from functools import cache
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sw_competency import Catalogue, Entry, Questions, load, read_layer, schema, shipped
from sw_competency.catalogue import examples, layer_of
from sw_competency.errors import SWCompetencyError, UnknownNameError
from sw_competency.model import KINDS, Withdrawal, plain
from sw_competency.model.extract import Assignment, Extract
from sw_competency.portability.badge_check import Presented
from sw_competency.questions import known
from sw_competency.questions._fields import fields_of
from sw_competency.questions.acceptance import Acceptance
from sw_competency.questions.bring_in import BringIn
from sw_competency.questions.check_badge import CheckBadge
from sw_competency.questions.entries import Entries
from sw_competency.questions.reconcile import Reconcile
from sw_competency.questions.sync import Sync
from sw_competency.questions.titles import Titles
from sw_competency.schemas import schemas
from sw_competency.testing.builders import signed_off, tracker_of
from sw_competency.testing.strategies import entries

from .department import CATALOGUE, DEPARTMENT, asked

SAMPLES = Path(__file__).parents[1] / "samples"
STAFF = Extract(file="staff.csv", tells=frozenset({"places"}), assignments=tuple(
    Assignment(row=n, numbers=(number,), places=(place,), title=title, band=band, away="maternity")
    for n, (number, place, title, band) in enumerate(
        [("w1", "site-1", None, 2), ("w9", "Somewhere", None, 3), ("W1", "site-1", None, 2), ("n1", "x", "Nurse", 5)], 1
    )
))  # fmt: skip
OF_FILES = {
    "bring-in": [BringIn(tracker_of([]).intake(SAMPLES / "esr_extract.csv"))],
    "acceptance": [Acceptance("site-1", (signed_off("w1", "screening", "2024-02-01"),))],
    "check-badge": [CheckBadge("site-1", (Presented('{"type": ["OpenBadgeCredential"], "issuer": "did:key:z6Mk"}'),))],
    "entries": [Entries(worker="w1"), Entries(assessor="a1"), Entries(site="site-1")],
    "reconcile": [Reconcile(tracker_of([]).read_extract(SAMPLES / "esr_extract.csv"))],
    "sync": [Sync(STAFF), Sync(STAFF, take_over=True)],
    "titles": [Titles(("Imaging assistant", "RDA", ""))],
}  # fmt: skip
THINGS = {
    "worker": ["w1", "w2"], "assessor": ["a1"], "site": ["site-1"], "competency": list(CATALOGUE.competencies),
    "rule": list(CATALOGUE.rules), "tier": list(CATALOGUE.tiers), "modality": list(CATALOGUE.modalities),
    "recall": ["changed"],
}  # fmt: skip
MORE = {
    "source": {"new": {"title": "New"}},
    "recall": {"changed": {"title": "A pump", "competencies": ["screening"], "starts": date(2024, 2, 1),
                           "reassess_by": date(2024, 4, 1), "authority": "local", "source": ["new"]}},
    "site": {"site-1": {"title": "The first", "job_titles": ["Helper"], "entry_band": 2, "source": ["new"]}},
}  # fmt: skip
OURS = load(read_layer(Path(__file__).parent / "catalogue.toml"), layer_of(MORE, "more"))
WITHDRAWN = Withdrawal(on=date(2024, 3, 1), id="w", worker="w1", by="m1")


@cache
def form_of(name):
    return schema(name)


@cache
def checker(name):
    return jsonschema.Draft202012Validator(form_of(name), format_checker=jsonschema.FormatChecker())


def problems_of(name, value):
    as_read = json.loads(json.dumps(value, default=str))
    return [f"{error.json_path}: {error.message}" for error in checker(name).iter_errors(as_read)]


def check(name, value):
    assert not problems_of(name, value), (name, problems_of(name, value))


def ways_to_ask(question):
    """Give every way to ask a question of the made-up department: with what must be said, and with all that can be."""
    fields = [f for f in fields_of(question) if f.required or f.named]
    needed = {f.name: _values(f) for f in fields if f.required}
    every = {f.name: _values(f) for f in fields}
    if not all(needed.values()):
        return None
    return [question(**dict(zip(given, values, strict=True))) for given in (needed, every) for values in _each(given)]


def _each(given):
    longest = max((len(values) for values in given.values()), default=1)
    return [[values[n % len(values)] if values else None for values in given.values()] for n in range(longest)]


def _values(field):
    if field.named is not None:
        return THINGS.get(field.named.what, [])
    return {Catalogue: [CATALOGUE], Entry: [WITHDRAWN], str: ["s1"]}.get(field.type, [])


ASKED = {name: OF_FILES.get(name) or ways_to_ask(question) for name, question in known().items()}


def test_every_question_is_tried():
    assert all(ASKED.values()), "made up for each field, or told under OF_FILES"


@settings(max_examples=8)
@given(records=DEPARTMENT.records(), day=DEPARTMENT.days(), number=st.integers(0, 10))
@pytest.mark.parametrize("name", ASKED)
def test_every_answer_fits_its_schema(name, records, day, number):
    question = ASKED[name][number % len(ASKED[name])]
    one = asked(records, day)
    try:
        found = Questions(one.records, OURS, one.moment, lambda: DEPARTMENT.workers).ask(question).to_json()
    except SWCompetencyError:  # such as a site that nobody in these records is at
        return
    check(name, found)
    form = form_of(name)
    told = (form.get("items") or form).get("properties", {})
    for answer in found if told and isinstance(found, list) else [found] if told else []:
        assert set(told) - set(answer) <= {"damaged", "kept_under"}, "told of in the schema, and not given"
        assert set(answer) <= set(told), "given, and not told of in the schema"


@given(st.sampled_from(list(KINDS)).flatmap(entries))
def test_every_entry_fits_the_schema_of_its_kind_and_that_of_all(entry):
    check(f"entry.{entry.kind}", plain(entry))
    check("entry", plain(entry))


@pytest.mark.parametrize("kind", KINDS)
def test_an_entry_that_lacks_a_field_or_is_of_another_kind_does_not_fit(kind):
    needed = schema(f"entry.{kind}")["$defs"][KINDS[kind].__name__]["required"]
    assert {"kind", "on"} <= set(needed)
    assert len(problems_of(f"entry.{kind}", {})) == len(needed)
    assert problems_of(f"entry.{kind}", {"kind": "unheard-of"})


@pytest.mark.parametrize("name", examples())
def test_every_example_of_a_catalogue_fits_its_schema(name):
    check("catalogue", read_layer(f"example:{name}").tables)


def test_the_shipped_catalogue_fits_its_schema_and_so_does_one_with_everything_in_it():
    check("catalogue", shipped().tables)
    check("catalogue", OURS.tables)


@pytest.mark.parametrize(
    ("tables", "where"),
    [
        ({"competency": {"x": {"titel": "X"}}}, "$.competency.x"),
        ({"tier": {"x": {"band": 12}}}, "$.tier.x.band"),
        ({"competency": {"x": {"currency": [{"expires_after": "12 months"}]}}}, "$.competency.x.currency"),
        ({"rule": {"x": [{"requires": [{"kind": "holds"}]}]}}, "$.rule.x"),
        ({"site": {"x": {"competency": {"y": {"legal": "maybe"}}}}}, "$.site.x.competency.y.legal"),
        ({"rules": {}}, "$"),
    ],
)
def test_what_is_written_wrong_in_a_catalogue_does_not_fit(tables, where):
    assert [problem.partition(":")[0] for problem in problems_of("catalogue", tables)] == [where]


@pytest.mark.parametrize("name", schemas())
def test_every_schema_is_one_and_holds_all_it_refers_to(name):
    form = schema(name)
    jsonschema.Draft202012Validator.check_schema(form)
    assert form["$schema"].endswith("2020-12/schema")
    text = json.dumps(form)
    for each in form["$defs"]:
        assert f'"#/$defs/{each}"' in text, f"{each} is told of and used nowhere"
    assert text.count('"$ref"') == sum(text.count(f'"#/$defs/{each}"') for each in form["$defs"])


def test_a_schema_of_nothing_we_know_is_refused_with_the_nearest():
    with pytest.raises(UnknownNameError, match="did you mean 'who-may'"):
        schema("who-mai")
