"""Frameworks of other systems: what goes out keeps to their rules, and what can be carried comes back the same."""

import csv
import io
import json
import tomllib
from datetime import date
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft201909Validator

from sw_competency.catalogue import Catalogue, layer_of, load, problems, shipped
from sw_competency.errors import UnreadableFileError
from sw_competency.portability import standards
from sw_competency.portability.frameworks import overlay, written
from sw_competency.portability.standards import case, dls, moodle

from .conftest import DAY, shared

FORMS = [case, dls, moodle]
CARRIED = {
    "case": None,  # all of a competency
    "dls": {"title", "modalities", "tier", "kind", "criteria"},
    "moodle": {"title", "modalities", "criteria", "prerequisites"},
}
EMPTY = Catalogue()


def catalogue_of(**competencies):
    """A catalogue of its own with these competencies, each with what it says beside the least."""
    least = {
        "title": "Task", "modalities": ["all"], "tier": "helper", "kind": "clinical", "introduced": date(2020, 1, 1),
        "authority": "local", "source": ["book"], "sign_off": {"requires": [{"kind": "assessor-registered"}]},
    }  # fmt: skip
    tables = {
        "source": {"book": {"title": "Book"}}, "modality": {"ct": {"title": "CT"}, "mr": {"title": "MRI; big"}},
        "tier": {"helper": {"title": "Helper", "band": 2, "rank": 1, "source": ["book"]}},
        "competency": {name.replace("_", "-"): {**least, **more} for name, more in competencies.items()},
    }  # fmt: skip
    return load(layer_of(tables, "own"), over_shipped=False)


def there_and_back(form, catalogue, folder, into=None):
    handed = form.write_catalogue(catalogue, DAY)
    path = folder / f"framework.{form.ENDING}"
    path.write_bytes(handed.content)
    assert standards.reading(path) is form
    return handed, form.read_catalogue(path, into or catalogue)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.NAME)
def test_what_is_shipped_comes_back_as_far_as_it_is_carried_and_the_rest_is_listed(form, tmp_path):
    handed, taken = there_and_back(form, shipped(), tmp_path)
    carried, told = CARRIED[form.NAME], {one.what for one in handed.left_out}
    for name, table in written(shipped()).items():
        expected = {field: value for field, value in table.items() if carried is None or field in carried}
        assert taken.competencies[name] == expected, name
        assert carried is None or set(table) - carried <= told
    tables = {f"[{name}]" for name in shipped().tables} - {"[competency]", "[modality]"}
    assert tables <= told


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.NAME)
def test_what_comes_back_changes_nothing_when_it_is_laid_over(form, tmp_path):
    _, taken = there_and_back(form, shipped(), tmp_path)
    laid = load(layer_of(tomllib.loads(overlay(taken, shipped(), DAY, "f")), "theirs"))
    assert written(laid) == written(shipped())
    changed = {**taken.competencies, "stock-control": {**taken.competencies["stock-control"], "title": "Stock"}}
    tables = tomllib.loads(overlay(evolve(taken, competencies=changed), shipped(), DAY, "f"))
    assert tables["competency"] == {"stock-control": {"source": ["brought-from-elsewhere"], "title": "Stock"}}
    assert list(problems(layer_of(tables, "theirs"))) == []


_WORDS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12)
_TITLES = st.lists(_WORDS, min_size=1, max_size=20).map(" ".join)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.NAME)
@settings(max_examples=8)
@given(data=st.data())
def test_whatever_it_says_comes_back_the_same(form, tmp_path_factory, data):
    titles = data.draw(st.lists(_TITLES, min_size=1, max_size=4, unique_by=str.casefold))
    own = {
        f"task-{n}": {
            "title": title, "criteria": data.draw(st.lists(_TITLES, min_size=1, max_size=3)),
            "modalities": data.draw(st.sampled_from([["all"], ["ct"]])),
            **({"prerequisites": ["task-0"]} if n and data.draw(st.booleans()) else {}),
        } for n, title in enumerate(titles)
    }  # fmt: skip
    catalogue = catalogue_of(**own)
    _, taken = there_and_back(form, catalogue, tmp_path_factory.mktemp("f"))
    for name, table in written(catalogue).items():
        carried = CARRIED[form.NAME]
        assert taken.competencies[name] == {f: v for f, v in table.items() if carried is None or f in carried}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.NAME)
def test_into_a_catalogue_that_knows_none_of_it_what_is_lacking_is_to_be_filled_in(form, tmp_path):
    own = catalogue_of(scanning={"title": "Scanning", "modalities": ["ct"], "criteria": ["Looks"]})
    _, taken = there_and_back(form, own, tmp_path, into=shipped())
    text = overlay(taken, shipped(), DAY, "theirs")
    assert form is case or "# To be filled in or confirmed (" in text
    # the words of the other catalogue, such as its tiers, are for whoever fills it in
    found = map(str, problems(layer_of(tomllib.loads(text), "theirs")))
    assert [problem for problem in found if "helper" not in problem and "book" not in problem] == []


# -- each form's own rules -----------------------------------------------------------------------------------------


def test_a_package_keeps_to_the_published_schema():
    path = shared("schemas", "case", "v1_1", "case_v1p1_cfpackage-jsonschema1.json")
    check = Draft201909Validator(
        json.loads(path.read_text("utf-8")), format_checker=Draft201909Validator.FORMAT_CHECKER
    )
    own = catalogue_of(scanning={"withdrawn": date(2026, 1, 1), "version": "2"}, both={"modalities": ["ct", "mr"]})
    for catalogue in (shipped(), own):
        said = json.loads(case.write_catalogue(catalogue, DAY).content)
        assert [error.message for error in check.iter_errors(said)] == []
        names = {one["identifier"] for one in (*said["CFItems"], said["CFDocument"])}
        assert len(names) == len(said["CFItems"]) + 1
        for end in ("originNodeURI", "destinationNodeURI"):
            assert {one[end]["identifier"] for one in said["CFAssociations"]} <= names


def test_the_same_competency_has_the_same_name_in_every_trust():
    one = json.loads(case.write_catalogue(shipped(), DAY).content)
    over = load(layer_of({"name": "Another trust"}, "over"))
    other = json.loads(case.write_catalogue(over, date(2027, 1, 1)).content)
    assert [item["identifier"] for item in one["CFItems"]] == [item["identifier"] for item in other["CFItems"]]


def test_packages_of_others_are_read_with_what_is_not_taken():
    folder = shared("samples", "case", "opensalt")
    read = {path.stem: case.read_catalogue(path, shipped()) for path in sorted(folder.glob("*.json"))}
    assert {name: len(taken.competencies) for name, taken in read.items()} == {
        "AdoptedTestFramework": 1, "EmptyExternalFramework": 0, "ItemTypeTestFramework": 1, "MarkdownFramework": 2,
        "Ordering": 24, "SequenceNumberFramework": 2, "SmartLevelFramework": 12, "Utf8TestFramework": 1,
    }  # fmt: skip
    assert [one.what for one in read["SmartLevelFramework"].left_out] == ["headings"]
    assert "notes" in {one.what for one in read["Ordering"].left_out}
    for name, taken in read.items():
        if taken.competencies:
            tables = tomllib.loads(overlay(taken, shipped(), DAY, name))
            assert [str(p) for p in problems(layer_of(tables, name))] == []


def test_a_framework_of_moodles_has_its_columns_and_one_framework():
    header, *rows = csv.reader(io.StringIO(moodle.write_catalogue(shipped(), DAY).content.decode()))
    assert (len(header), {len(row) for row in rows}) == (14, {14})
    [framework] = [row for row in rows if row[12] == "1"]
    assert json.loads(framework[6])[1] == {"id": 2, "scaledefault": 1, "proficient": 1}
    numbers = [row[1] for row in rows]
    assert len(numbers) == len(set(numbers))
    assert {row[0] for row in rows} - {""} <= set(numbers)
    assert all(0 < len(row[2]) <= moodle.SHORT and row[1] for row in rows)


OLD = """\
"Parent","ID","Nom abrégé","Description","Format","Barème","Configuration","Type","Résultat","Règle","Cadre","Niveaux"
"","f1","Référentiel d'ailleurs","","1","A,B","[{""scaleid"":""2""}]","","","","1","competency"
"","c1","Sécurité","<p>En général</p>","1","","","","0","null","",""
"c1","c1.1","Zone contrôlée","<p>Sait où elle est &amp; pourquoi</p>","1","","","rule","0","null","",""
"""


def test_an_older_framework_in_another_language_is_read_and_what_is_not_taken_is_listed(tmp_path):
    path = tmp_path / "old.csv"
    path.write_text(OLD, "utf-8")
    assert standards.reading(path) is moodle
    taken = moodle.read_catalogue(path, shipped())
    assert taken.competencies == {"c1-1": {"title": "Zone contrôlée"}}
    assert {one.what: one.of for one in taken.left_out} == {
        "scale and levels": ("Référentiel d'ailleurs",), "headings": ("Sécurité",), "rules of completion": ("c1-1",),
        "descriptions": ("c1-1",),
    }  # fmt: skip


def test_training_asked_for_before_is_not_lost_by_a_form_that_cannot_name_it(tmp_path):
    _, taken = there_and_back(moodle, shipped(), tmp_path)
    changed = {"iv-cannulation": {**taken.competencies["iv-cannulation"], "title": "Cannulation"}}
    laid = load(layer_of({"competency": changed}, "theirs"))
    assert laid.competencies["iv-cannulation"].prerequisites == shipped().competencies["iv-cannulation"].prerequisites


def test_a_workbook_for_dls_is_a_table_with_the_headings_exactly():
    pytest.importorskip("xlsxwriter")
    import zipfile

    with zipfile.ZipFile(io.BytesIO(dls.write_catalogue(shipped(), DAY).content)) as book:
        table, sheets = book.read("xl/tables/table1.xml").decode(), book.read("xl/workbook.xml").decode()
    assert [f'name="{name}"' in table for name in dls.columns()] == [True] * 7
    assert 'name="FrameworkBulkUpload"' in sheets


@pytest.mark.parametrize("word", ["Proficiency", "Capability"])
def test_a_workbook_of_dls_is_read_by_whatever_it_calls_its_items(word, tmp_path):
    xlsxwriter = pytest.importorskip("xlsxwriter")
    path = tmp_path / "dls.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("FrameworkBulkUpload")
        rows = [dls.columns(word), (7, "Scanning rooms", "All of them", "Moves the couch", "Looks\nAsks", True, "new"),
                (None, "CT", "", "Cannulation", "", "", ""), (8, "CT", "", "", "", "", "")]
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    taken = dls.read_catalogue(path, catalogue_of(iv_cannulation={"title": "Cannulation"}))
    assert taken.competencies == {
        "moves-the-couch": {"title": "Moves the couch", "criteria": ["Looks", "Asks"]},
        "iv-cannulation": {"title": "Cannulation", "modalities": ["ct"]},
    }
    assert {one.what: one.of for one in taken.left_out} == {
        "groups": ("Scanning rooms",), "flags": ("new",), "ID": ("moves-the-couch",),
        "GroupDescription": ("All of them",), "rows": (),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", b"{}"), ("a.json", b'{"CFDocument": 3}'), ("a.json", b'{"CFDocument": {}'), ("a.json", b"\xff"),
        ("a.csv", b"a,b\n1,2\n"), ("a.txt", b""), ("a.xlsx", b"PK no workbook"),
    ],
)  # fmt: skip
def test_what_is_no_framework_is_no_framework_or_one_sentence(name, content, tmp_path):
    path = tmp_path / name
    path.write_bytes(content)
    try:
        form = standards.reading(path)
    except UnreadableFileError as error:
        assert str(error).endswith(".")  # noqa: PT017 - either is right
        return
    if form is not None:
        with pytest.raises(UnreadableFileError, match="is no"):
            form.read_catalogue(path, EMPTY)


@given(st.binary(max_size=200))
@example(b"PK\x03\x04\r\x00a,b\r")
@example(b"\xef\xbb\xbf\"a\r\n\0")
def test_whatever_a_file_begins_with_it_is_told_or_passed_on(head):
    for importer in standards.importers():
        assert importer.recognises(Path("some.bin"), head) in {True, False}
