"""Records in the forms of other systems: what keeps to their rules, what comes back the same, and what is listed."""

import json
import os
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from jsonschema import Draft6Validator

from sw_competency import MemoryStore, Tracker, shipped
from sw_competency.catalogue import load, read_layer
from sw_competency.formats import Names
from sw_competency.model import Training, plain
from sw_competency.portability.handing import Handing
from sw_competency.portability.standards import fhir, xapi
from sw_competency.testing.builders import (
    appointed,
    assessed,
    corrected,
    entry,
    left,
    practised,
    registered,
    signed_off,
    tracker_of,
    trained,
    watched,
)
from sw_competency.testing.strategies import Department

from .conftest import DAY, SHARED, shared

MADE_UP = Department(load(read_layer(Path(__file__).parents[1] / "laws/catalogue.toml")))
HOME = "https://trust.example/staff"
RECORD = [
    appointed("w1", "2024-01-08", id="p1", title="Imaging assistant", modalities=["ct", "mr"], wte=0.6),
    appointed("w1", "2025-06-02", id="p2", site="site-2", post="bank", until="2025-12-31"),
    registered(), trained("w1", "local-induction", "2024-01-12", id="t1", provider="Learning team"),
    trained("w1", "bls-adult", "2025-09-01", id="t2", expires_on="2026-08-31"),
    trained("w1", "antt", "2025-09-02", "failed", id="t3"),
    entry("qualification", "2022-07-01", worker="w1", level=3, title="Diploma", id="q1"),
    watched("w1", "cannula-removal", "2025-12-01", id="d1"), practised("w1", "patient-flow", "2025-12-02", id="d2"),
    assessed("w1", "cannula-removal", "2026-01-04", "deferred"),
    signed_off("w1", "cannula-removal", "2026-01-05", id="s1", note="Résumé", evidence=["d1"]),
]  # fmt: skip


def handed(form, entries, workers=("w1",)):
    tracker = tracker_of(entries)
    return tracker, form.write_records(Handing(
        everybody=tracker.at(DAY), workers=workers, written=tracker.entries, person=tracker.person, home=HOME
    ))  # fmt: skip


def read_back(form, content, folder):
    path = folder / "records.json"
    path.write_bytes(content)
    assert form.recognises(path, content)
    titles = {name: programme.title for name, programme in shipped().programmes.items()}
    return form.read(path, Names(programmes=titles))


# -- xAPI ----------------------------------------------------------------------------------------------------------


def test_statements_come_back_as_the_entries_they_were_and_the_rest_is_listed(tmp_path):
    tracker, out = handed(xapi, RECORD)
    reading = read_back(xapi, out.content, tmp_path)
    assert [row.problems for row in reading.rows if row.problems] == []
    there = {e.id: e for e in tracker.entries("w1")}
    back = {row.entry.id: row.entry for row in reading.rows}
    assert back == {id_: e for id_, e in there.items() if e.kind in {"training", "practice", "assessment", "sign-off"}}
    assert {one.what: set(one.of) for one in out.left_out} == {
        "appointment": {"p1", "p2"}, "qualification": {"q1"},
    }  # fmt: skip


def test_a_correction_voids_a_statement_and_says_what_should_have_been(tmp_path):
    wrong = trained("w1", "antt", "2025-09-02", id="t3")
    right = trained("w1", "bls-adult", "2025-09-02")
    record = [wrong, corrected(wrong, "2025-09-03", right, id="c1")]
    record.append(entry("correction", "2025-09-04", worker="w1", corrects="c1", reason="no slip", id="c2"))
    tracker, out = handed(xapi, record)
    statements = json.loads(out.content)
    first, voids, instead, again = statements
    assert (voids["object"]["id"], again["object"]["id"]) == (first["id"], instead["id"])
    assert (voids["verb"]["id"], instead["verb"]["id"]) == (
        "http://adlnet.gov/expapi/verbs/voided", "http://adlnet.gov/expapi/verbs/completed",
    )  # fmt: skip
    reading = read_back(xapi, out.content, tmp_path)
    assert {row.entry.id: row.entry for row in reading.rows} == {e.id: e for e in tracker.entries("w1")}
    assert [one.what for one in reading.skipped] == ["statement 3"]


def test_sent_again_it_is_the_same_statement_and_every_statement_is_whole():
    _, out = handed(xapi, RECORD)
    _, again = handed(xapi, [*RECORD, practised("w1", "patient-flow", "2026-02-02", id="d3")])
    first, second = json.loads(out.content), json.loads(again.content)
    assert second[: len(first)] == first
    assert len({one["id"] for one in second}) == len(second)
    for one in second:
        assert UUID(one["id"]).variant == "specified in RFC 4122"
        assert set(one) <= {"id", "actor", "verb", "object", "result", "context", "timestamp", "version"}
        assert set(one["actor"]) == {"objectType", "account"}
        assert one["verb"]["id"].startswith("http://adlnet.gov/expapi/verbs/")
        assert all(":" in name for name in one["context"]["extensions"])


FOREIGN = {
    "id": "6690e6c9-3ef0-4ed3-8b37-7f3964730bee", "timestamp": "2026-01-05T10:00:00+01:00",
    "actor": {"account": {"homePage": "https://lms.example", "name": "20000001"}},
    "verb": {"id": "http://adlnet.gov/expapi/verbs/completed"},
    "object": {"id": "https://lms.example/c/7", "definition": {"name": {"en": "Fire Safety"}}},
}  # fmt: skip


def test_training_of_others_is_taken_by_the_programmes_title(tmp_path):
    title = shipped().programmes["cstf-fire-safety"].title
    named = {**FOREIGN, "object": {"id": "https://lms.example/c/7", "definition": {"name": {"en": title.upper()}}}}
    [row] = read_back(xapi, json.dumps([named]).encode(), tmp_path).rows
    assert row.entry == Training(
        on=date(2026, 1, 5), id=FOREIGN["id"], worker="20000001", programme="cstf-fire-safety", outcome="completed"
    )


@pytest.mark.parametrize(
    ("changed", "column", "says"),
    [
        ({"actor": {"mbox": "mailto:a@b.example"}}, "worker", "nobody's number is said"),
        ({"timestamp": "yesterday"}, "on", "no day is said"),
        ({"verb": {"id": "http://adlnet.gov/expapi/verbs/liked"}}, "outcome", "its verb is none of"),
        ({"object": {"id": "https://lms.example/9"}}, "programme", "'https://lms.example/9' is no programme of ours"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_a_row_with_its_reason(tmp_path, changed, column, says):
    [row] = read_back(xapi, json.dumps([{**FOREIGN, **changed}]).encode(), tmp_path).rows
    assert row.entry is None
    assert says in {problem.path: problem.says for problem in row.problems}[column]


def test_the_statements_of_the_specification_are_read_or_told(tmp_path):
    for path in sorted(shared("samples", "xapi", "xapi-spec").glob("*.json")):
        if xapi.recognises(path, path.read_bytes()):
            for row in xapi.read(path, Names()).rows:
                assert row.entry is None
                assert row.problems


# -- FHIR ----------------------------------------------------------------------------------------------------------


def _resources(content):
    return [one["resource"] for one in json.loads(content)["entry"]]


def test_a_practitioner_says_what_is_current_and_a_role_whether_it_runs():
    _, out = handed(fhir, RECORD)
    practitioner, *roles = _resources(out.content)
    coded = {q["code"]["coding"][0]["code"]: q["period"] for q in practitioner["qualification"]}
    assert coded["cannula-removal"] == {"start": "2026-01-05", "end": "2028-01-05"}
    assert coded["bls-adult"]["end"] == "2026-08-31"
    assert "antt" not in coded
    assert [role["active"] for role in roles] == [True, False]
    assert practitioner["active"] is True
    _, gone = handed(fhir, [*RECORD, left("w1", "2026-02-01")])
    assert [one["active"] for one in _resources(gone.content)] == [False, False, False]


def test_what_can_be_carried_comes_back_the_same_and_every_field_that_cannot_is_listed(tmp_path):
    tracker, out = handed(fhir, RECORD)
    reading = read_back(fhir, out.content, tmp_path)
    there, told = {e.id: plain(e) for e in tracker.entries("w1")}, {one.what: one.of for one in out.left_out}
    back = {row.entry.id: plain(row.entry) for row in reading.rows}
    for id_, said in there.items():
        if id_ not in back:
            assert id_ in told[said["kind"]]
            continue
        assert back[id_].items() <= said.items()
        assert all(id_ in told[f"{field} of {said['kind']}"] for field in said.keys() - back[id_].keys())
    assert set(back) == {"p1", "p2", "t1", "t2", "q1"}
    assert "wte of appointment" in told
    assert [one.why for one in reading.skipped] == [
        "cannula-removal was signed off elsewhere: bring it as a badge, or ask acceptance"
    ]


def test_it_keeps_to_the_published_schema():
    path = Path(os.environ.get("SWC_FHIR_SCHEMA", SHARED / "schemas/fhir/fhir.schema.json"))
    if not path.exists():
        pytest.skip("the FHIR schema does not lie beside this folder")
    check = Draft6Validator(json.loads(path.read_text("utf-8")))
    assert list(check.iter_errors({"resourceType": "Practitioner", "gender": "x"}))  # it can fail
    assert [e.message[:200] for e in check.iter_errors(json.loads(handed(fhir, RECORD)[1].content))] == []


def test_a_practitioner_of_another_system_is_read_as_far_as_it_says(tmp_path):
    said = json.loads(shared("mappings", "fhir_practitioner.json").read_text("utf-8"))
    reading = read_back(fhir, json.dumps(said).encode(), tmp_path)
    assert [row.person.name for row in reading.rows if row.person] == ["Sam Test"]
    called = "'MR safety (support worker)' is no programme and no level that we know"
    assert [one.why for one in reading.skipped] == [called]
    role = json.loads(shared("mappings", "fhir_practitionerrole.json").read_text("utf-8"))
    both = {"resourceType": "Bundle", "entry": [{"resource": said}, {"resource": role}]}
    *_, row = read_back(fhir, json.dumps(both).encode(), tmp_path).rows
    assert {problem.path for problem in row.problems} == {"tier"}
    assert row.cells["worker"] == "555000000001"
    [alone] = read_back(fhir, json.dumps(role).encode(), tmp_path).rows
    assert {problem.path for problem in alone.problems} == {"tier", "worker"}


# -- both ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", [xapi, fhir], ids=lambda form: form.NAME)
@settings(max_examples=10)
@given(record=MADE_UP.records(most=4, corrections=True))
def test_whatever_is_on_record_comes_back_or_is_listed(form, tmp_path_factory, record):
    tracker = tracker_of(record, MADE_UP.catalogue)
    workers = tuple(tracker.workers())
    out = form.write_records(Handing(
        everybody=tracker.at(DAY), workers=workers, written=tracker.entries, person=tracker.person, home=HOME
    ))  # fmt: skip
    reading = read_back(form, out.content, tmp_path_factory.mktemp("r")) if workers and b'"' in out.content else None
    told = {id_ for one in out.left_out for id_ in one.of}
    back = {row.entry.id for row in (reading.rows if reading else ()) if row.entry is not None}
    for worker in workers:
        assert {one.id for one in tracker.entries(worker)} <= back | told


@pytest.mark.parametrize("form", [xapi, fhir], ids=lambda form: form.NAME)
def test_a_store_takes_them_by_its_own_door(form, tmp_path):
    _, out = handed(form, RECORD)
    path = tmp_path / "records.json"
    path.write_bytes(out.content)
    other = Tracker(MemoryStore())
    imported = other.import_file(path)
    assert (imported.rejected, imported.appended > 3) == (0, True)
    assert other.import_file(path).appended == 0
