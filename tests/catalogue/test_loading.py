"""Reading catalogues from files and folders."""

import os
import tomllib
from pathlib import Path

import pytest

from sw_competency.catalogue import layer_of, load, loading, problems, read_layer, shipped
from sw_competency.catalogue.loading import DEEPEST
from sw_competency.catalogue.sites import permitted_by_shipped
from sw_competency.errors import CatalogueError, UnreadableFileError

from .small import SMALL

SCENARIOS = Path(__file__).parents[3] / "shared" / "scenarios"
FIXED = {
    "tiers": ["clinical-support-worker", "senior-clinical-support-worker", "trainee-assistant-practitioner"],
    "modalities": ["xray", "fluoroscopy", "ct", "mr", "ultrasound", "nuclear-medicine", "dxa"],
    "rules": ["mr-area", "band-2-to-3-competencies", "to-registered-radiographer"],
}


def write(folder, **files):
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def test_nothing_is_wrong_in_the_shipped_catalogue():
    assert [str(problem) for problem in problems()] == []


def test_the_shipped_catalogue_is_there_with_its_names_and_files():
    for field, fixed in FIXED.items():
        assert set(fixed) <= set(getattr(shipped(), field))
    assert shipped().file_of("tier.clinical-support-worker.title") == "shipped/tiers.toml"
    assert len(shipped().digest) == 32
    assert load() is shipped()


def test_what_the_shipped_catalogue_says_of_permission_would_be_told():
    at_site = {"competency": {"b": {"permitted": True}}}
    tables = {"competency": {"a": {"permitted": True}, "b": {}}, "site": {"s": at_site}}
    assert [p.path for p in permitted_by_shipped(tables)] == ["competency.a.permitted", "site.s.competency.b.permitted"]


@pytest.mark.parametrize("path", sorted(SCENARIOS.glob("*.toml")), ids=lambda path: path.stem)
def test_the_catalogues_of_the_scenarios_can_be_loaded(path):
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    layer = layer_of(tables.get("catalogue", {}), path.name)
    catalogue = load(layer, over_shipped=tables["shipped_catalogue"])
    assert set(tables.get("catalogue", {}).get("competency", {})) <= set(catalogue.competencies)


@pytest.mark.skipif(not SCENARIOS.is_dir(), reason="the acceptance scenarios are not beside this checkout")
def test_there_are_catalogues_of_scenarios():
    assert list(SCENARIOS.glob("*.toml"))


def test_a_shipped_catalogue_that_is_damaged_is_told(monkeypatch):
    monkeypatch.setattr(loading.kept, "fetch", lambda mark: None)
    monkeypatch.setattr(loading, "_shipped_texts", lambda: [("shipped/a.toml", b"tier.x.rank = 'x'")])
    with pytest.raises(CatalogueError, match=r"shipped/a.toml: tier.x"):
        loading.shipped.__wrapped__()


def test_a_layer_lies_over_the_shipped_catalogue_and_leaves_the_rest(tmp_path):
    write(tmp_path, own='[competency.iv-cannulation]\ntitle = "Cannulas"\n')
    catalogue = load(read_layer(tmp_path))
    assert catalogue.competency("iv-cannulation").title == "Cannulas"
    assert catalogue.competency("mr-safety-screening") is shipped().competency("mr-safety-screening")
    assert catalogue.file_of("competency.iv-cannulation.title") == "own.toml"
    assert catalogue.digest != shipped().digest


def test_a_catalogue_says_itself_whether_it_is_used_alone(tmp_path):
    layer = read_layer(write(tmp_path, own=SMALL) / "own.toml")
    assert not layer.shipped_catalogue
    assert set(load(layer).competencies) == {"washing", "cannulation", "flushing"}
    assert "iv-cannulation" in load(layer, over_shipped=True).competencies
    assert (layer.title, load(layer).title) == ("A small catalogue", "A small catalogue")


def test_an_empty_layer_is_the_shipped_catalogue():
    assert load(layer_of({}, "x")) is shipped()
    assert load(layer_of({"shipped_catalogue": True}, "x")).digest == shipped().digest


def test_files_of_one_catalogue_are_joined(tmp_path):
    a, b = "[[rule.up]]\nstarts = 2020-01-01\n", "[[rule.up]]\nstarts = 2021-01-01\n[tier.x]\nband = 1\n"
    layer = read_layer(write(tmp_path, a=a, b=b, c="[tier.x]\nrank = 1\n"))
    assert [version["starts"].year for version in layer.tables["rule"]["up"]] == [2020, 2021]
    assert layer.tables["tier"]["x"] == {"band": 1, "rank": 1}
    assert (layer.files["rule.up[0].starts"], layer.files["rule.up[1].starts"]) == ("a.toml", "b.toml")
    assert (layer.files["tier.x.band"], layer.files["tier.x.rank"]) == ("b.toml", "c.toml")
    assert layer.problems == ()


@pytest.mark.parametrize(("first", "second", "path"), [
    ("[tier.x]\nband = 1\n", "[tier.x]\nband = 1\n", "tier.x.band"),
    ('[rule.x]\ntitle = "x"\n', '[[rule.x]]\ntitle = "x"\n', "rule.x"),
    ('competency.x.sign_off.requires = [{kind = "a"}]', 'competency.x.sign_off.requires = [{kind = "b"}]',
     "competency.x.sign_off.requires"),
    ("shipped_catalogue = false", "shipped_catalogue = false", "shipped_catalogue"),
])  # fmt: skip
def test_a_field_given_twice_in_one_catalogue_is_told(tmp_path, first, second, path):
    layer = read_layer(write(tmp_path, a=first, b=second))
    assert [str(problem) for problem in layer.problems] == [f"b.toml: {path}: is given twice: in a.toml and in b.toml"]
    with pytest.raises(CatalogueError, match="is given twice"):
        load(layer)


def test_every_broken_file_is_told_and_nothing_that_only_follows_from_it(tmp_path):
    layer = read_layer(write(tmp_path, a="[tier.x\n", b="band = \n", c='[competency.x]\ntier = "x"\n'))
    with pytest.raises(CatalogueError) as caught:
        load(layer)
    assert [problem.file for problem in caught.value.problems] == ["a.toml", "b.toml"]
    assert "cannot be read as TOML" in caught.value.problems[0].says
    assert "line 1" in caught.value.problems[0].says


def test_what_is_nested_too_deep_is_told(tmp_path):
    for text in ("a = " + "[" * 3000 + "]" * 3000, "[" + ".".join("a" * 3000) + "]", f"a.{'b.' * DEEPEST}c = 1"):
        with pytest.raises(CatalogueError, match="is nested deeper than"):
            load(read_layer(write(tmp_path, a=text)))


def test_a_number_too_long_to_read_is_told(tmp_path):
    with pytest.raises(CatalogueError, match="cannot be read as TOML"):
        load(read_layer(write(tmp_path, a="a = " + "1" * 5000)))


@pytest.mark.parametrize("raw", [
    b"\x00\x01\x02", b'title = "x\x00"', b'title = "it\x92s"', "title = 'x'".encode("utf-16"), b"\x89PNG\r\n\x1a\n\xff",
])  # fmt: skip
def test_what_is_no_text_is_said_in_one_sentence(tmp_path, raw):
    (tmp_path / "a.toml").write_bytes(raw)
    with pytest.raises(UnreadableFileError, match=r"^a.toml is not a text in UTF-8: .*\.$"):
        read_layer(tmp_path)


def test_what_editors_on_windows_write_is_read(tmp_path):
    (tmp_path / "a.toml").write_bytes(b'\xef\xbb\xbf[tier.x]\r\ntitle = "caf\xc3\xa9"\r\n')
    assert read_layer(tmp_path / "a.toml").tables == {"tier": {"x": {"title": "café"}}}


def test_a_catalogue_that_is_not_there_is_said_in_one_sentence(tmp_path):
    with pytest.raises(UnreadableFileError, match="There is no catalogue at"):
        read_layer(tmp_path / "nothing.toml")
    with pytest.raises(UnreadableFileError, match=r"holds no \.toml file"):
        read_layer(tmp_path)


def test_a_file_of_another_size_than_catalogues_have_is_not_read(tmp_path):
    with (tmp_path / "a.toml").open("wb") as file:
        file.truncate(10_000_001)
    with pytest.raises(UnreadableFileError, match="larger than"):
        read_layer(tmp_path)


def test_a_file_that_may_not_be_read_is_said_in_one_sentence(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied", "a.toml")

    write(tmp_path, a="")
    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(UnreadableFileError, match=r"^a.toml cannot be read: Permission denied\.$"):
        read_layer(tmp_path)


def test_versions_are_ordered_by_the_day_they_start():
    catalogue = load(layer_of(tomllib.loads(SMALL), "x"))
    assert [version.starts.year for version in catalogue.competency("cannulation").currency] == [2020, 2024]
    assert catalogue.competency("cannulation").currency[1].return_.practice == 3
    assert catalogue.rule("up")[0].from_ == "junior"
    assert catalogue.sources["policy"].details == {"isbn": "kept as it is"}
