"""The shipped example of nine sites says what the study says of each (Tables 1 and 2, and the text), and no more."""

import tomllib

import attrs
import pytest

from sw_competency import MemoryStore, Tracker
from sw_competency.catalogue import Catalogue, Site, example, examples, layer_of, load, problems, read_layer
from sw_competency.errors import UnknownNameError
from sw_competency.model import CANNOT_TELL, MET
from sw_competency.questions.sites import FIELDS, SitesAnswer, known_sites
from sw_competency.testing.scenarios import run_file

NONE = "not-available"

# Table 1, row by row: group, full-time equivalents as the trust reports them and by ESR; and the ratio of the two
TABLE_1 = {
    "site-1": ("high", 29.2, 23.73, 0.81),
    "site-2": ("high", 27.97, 39.31, 1.41),
    "site-3": ("high", 46.8, 68.44, 1.46),
    "site-4": ("medium", 39.34, 15.35, 0.39),
    "site-5": ("medium", 28.96, 61.84, 2.14),
    "site-6": ("medium", NONE, 33.41, None),
    "site-7": ("low", 26.83, 19.36, 0.72),
    "site-8": ("low", 24.48, 1.33, 0.05),
    "site-9": ("low", NONE, 3.8, None),
}
# its second column in a few words: size, surroundings, main sites and others
SETTINGS = {
    "site-1": ("Medium", "coastal", "one main site", "community sites"),
    "site-2": ("Large", "coastal", "one main site", "a further satellite site"),
    "site-3": ("Medium", "city and rural", "one main site", "community sites"),
    "site-4": ("Small", "city", "one main site", "community sites"),
    "site-5": ("Large", "city", "two main sites", "two community sites"),
    "site-6": ("Large", "city", "two main sites", "a further community site"),
    "site-7": ("Large", "city", "one main site", "four satellite sites"),
    "site-8": ("Medium", "coastal", "one main site", "three satellite sites"),
    "site-9": ("Medium", "coastal and rural", "one main site"),
}
# Table 2, as printed
TABLE_2 = {
    "site-1": "Support worker/helper",
    "site-2": "Radiographic department assistant",
    "site-3": "Radiology department assistant",
    "site-4": "Health care assistant/medical imaging assistant/radiology care assistant",
    "site-5": "Radiographic department assistant/health care assistant",
    "site-6": "Imaging assistant",
    "site-7": "Health care assistant/radiology assistant",
    "site-8": "Radiology support workers/clinical assistant",
    "site-9": "Support worker",
}
# what else the text reports with a site's name to it; that seven sites have no lead follows from "only two sites"
TABLES = {"setting", "group", "job_titles", "establishment_wte", "esr_wte", "leads"}
REPORTED = {
    "site-1": {"deployment"},
    "site-2": {"entry_band", "routes"},
    "site-3": {"deployment", "entry_band", "line_management", "routes"},
    "site-4": {"routes"},
    "site-5": set(),
    "site-6": set(),
    "site-7": {"entry_band", "paired_for", "routes"},
    "site-8": set(),
    "site-9": {"out_of_hours"},
}
WAYS = {
    "site-2": {"band-2-to-3-competencies", "to-lead-support-worker-in-ultrasound"},
    "site-3": {"apprentice-to-band-2", "band-2-to-3-post", "band-3-to-assistant-practitioner",
               "to-lead-support-worker"},
    "site-4": {"band-2-to-3-job-evaluation"},
    "site-5": set(),
    "site-7": {"band-3-entry"},
}  # fmt: skip
ABOUT_THE_ENTRY = {"id", "title", "assumed", "starts", "authority", "source", "details"}
SAID = [a.name for a in attrs.fields(Site) if a.name not in ABOUT_THE_ENTRY]


def sites(catalogue: Catalogue, site: str | None = None) -> SitesAnswer:
    return Tracker(MemoryStore(), catalogue).at("2026-03-02").sites(site)


@pytest.fixture(scope="module")
def catalogue():
    return load(read_layer("example:nine-sites"))


@pytest.fixture(scope="module")
def told(catalogue):
    return {site["site"]: site for site in sites(catalogue).to_json()["sites"]}


def _own(text):
    return load(layer_of(tomllib.loads(text), "own.toml"))


def test_nothing_is_wrong_in_the_example():
    assert problems(read_layer("example:nine-sites")) == ()


def test_table_1_comes_out_of_the_data(catalogue):
    rows = {name: (s.group, s.establishment_wte, s.esr_wte) for name, s in catalogue.sites.items()}
    assert rows == {name: row[:3] for name, row in TABLE_1.items()}


def test_table_1_comes_out_of_the_answer_with_its_ratios(told):
    columns = ("group", "establishment_wte", "esr_wte", "esr_to_establishment")
    assert {name: tuple(site[c]["value"] for c in columns) for name, site in told.items()} == TABLE_1


def test_the_settings_are_those_of_table_1(told):
    assert set(told) == set(SETTINGS)
    for name, words in SETTINGS.items():
        assert all(word in told[name]["setting"]["value"] for word in words), name


def test_table_2_comes_out_of_data_and_answer(catalogue, told):
    assert {name: "/".join(site.job_titles) for name, site in catalogue.sites.items()} == TABLE_2
    assert {name: "/".join(site["job_titles"]["value"]) for name, site in told.items()} == TABLE_2


@pytest.mark.parametrize("name", TABLE_1)
def test_every_field_of_a_site_is_reported_by_the_study_or_listed_as_assumed(catalogue, name):
    site = catalogue.sites[name]
    given = {field for field in SAID if field in catalogue.tables["site"][name]}
    assert given == TABLES | REPORTED[name] | set(site.assumed)
    assert not (TABLES | REPORTED[name]) & set(site.assumed)
    assert site.source == ("etty-2025",)
    assert site.authority == "study"
    assert site.starts is not None


@pytest.mark.parametrize("name", WAYS)
def test_every_way_up_is_reported_by_the_study_or_listed_as_assumed(catalogue, told, name):
    site = catalogue.sites[name]
    ways = {way["rule"]: way["known"] for way in told[name]["routes"]["value"]}
    assert set(ways) == set(site.routes)
    assert {rule for rule, known in ways.items() if known == "reported"} == WAYS[name]
    assert set(site.details.get("assumed_routes", ())) <= set(site.routes)


def test_where_the_study_names_no_way_none_is_ruled_out(catalogue):
    assert {name for name, site in catalogue.sites.items() if site.routes is None} == set(TABLE_1) - set(WAYS)


def test_what_the_text_says_of_single_sites(catalogue):
    of = catalogue.sites
    assert [of[f"site-{n}"].deployment for n in (1, 2, 3, 4)] == ["static", "hybrid", "hybrid", "static"]
    assert (of["site-2"].entry_band, of["site-3"].entry_band, of["site-7"].entry_band) == (2, 2, 3)
    assert str(of["site-7"].paired_for) == "28 days"
    leads = {name: [(lead.people, lead.band, lead.leads) for lead in s.leads] for name, s in of.items() if s.leads}
    assert leads == {"site-2": [(1, 4, "ultrasound")], "site-3": [(3, 4, "department")]}
    assert "weekends, not nights" in of["site-9"].out_of_hours
    lengths = [s.training_shortest or s.training_longest for s in of.values() if "training_shortest" in s.assumed]
    assert sorted(str(length) for length in lengths) == ["42 days", "6 months"]


def test_a_rule_of_the_example_says_whose_its_numbers_are(catalogue):
    own = read_layer("example:nine-sites").tables["rule"]
    assert set(own) == {"band-2-to-3-competencies", "band-2-to-3-post", "to-lead-support-worker-in-ultrasound",
                        "apprentice-to-band-2"}  # fmt: skip
    for name in own:
        (rule,) = catalogue.rule(name)
        assert rule.authority == ("study" if name == "band-2-to-3-post" else "placeholder")
        assert "etty-2025" in rule.source


# -- what is known, and how surely ------------------------------------------------------------------------------------


def test_each_value_is_marked_and_what_is_reported_cites_the_study(told):
    for site in told.values():
        for field in FIELDS:
            said = site[field]
            assert (said["value"] is None) == (said["known"] == "not-reported"), field
            assert said["sources"] == (["etty-2025"] if said["known"] in {"reported", "partly-assumed"} else [])


def test_a_missing_figure_is_kept_as_the_study_has_it_and_gives_no_ratio(told):
    assert told["site-6"]["establishment_wte"] == {"value": NONE, "known": "reported", "sources": ["etty-2025"]}
    assert told["site-6"]["esr_to_establishment"] == {"value": None, "known": "not-reported", "sources": []}


def test_the_answer_counts_the_sites_and_cites_the_study(catalogue):
    answer = sites(catalogue)
    assert answer.outcome is MET
    assert answer.says.startswith("9 sites are described")
    assert answer.sources == ("etty-2025",)
    assert len(answer.parts) == 9


def test_one_site_can_be_asked_about_and_a_misspelt_one_is_told(catalogue):
    assert [one.site for one in sites(catalogue, "site-7").sites] == ["site-7"]
    with pytest.raises(UnknownNameError, match="did you mean 'site-7'"):
        sites(catalogue, "site7")


def test_a_catalogue_without_sites_names_the_example():
    answer = sites(load(), "site-1")
    assert answer.outcome is CANNOT_TELL
    assert "example:nine-sites" in answer.says
    assert answer.sites == ()


def test_what_nobody_vouches_for_is_assumed():
    ours = _own('[site.ours]\nestablishment_wte = 10.0\nesr_wte = 4.0\nroutes = ["band-3-entry"]\nbeds = 200')
    (site,) = known_sites(ours)
    assert (site.establishment_wte.known, site.esr_wte.sources) == ("assumed", ())
    ratio = site.esr_to_establishment
    assert (ratio.value, ratio.known) == (0.4, "assumed")
    assert [way.known for way in site.routes.value] == ["assumed"]
    assert (site.title, site.more) == ("ours", {"beds": 200})
    assert sites(ours).outcome is CANNOT_TELL


def test_a_ratio_is_no_surer_than_its_figures():
    text = '[site.ours]\nestablishment_wte = 10.0\nesr_wte = 5.0\nassumed = ["esr_wte"]\nsource = ["site-policy"]'
    assert known_sites(_own(text))[0].esr_to_establishment.known == "assumed"


def test_an_establishment_of_nothing_gives_no_ratio():
    text = '[site.ours]\nestablishment_wte = 0.0\nesr_wte = 5.0\nsource = ["site-policy"]'
    assert known_sites(_own(text))[0].esr_to_establishment.value is None


# -- the example as a catalogue ---------------------------------------------------------------------------------------


def test_an_example_is_read_by_its_name():
    assert "nine-sites" in examples()
    assert read_layer("example:nine-sites").tables == read_layer(example("nine-sites")).tables


@pytest.mark.parametrize(
    ("name", "says"), [("nine-site", "did you mean 'nine-sites'"), ("../data", "the examples are: nine-sites")]
)
def test_an_unknown_example_is_told_with_those_there_are(name, says):
    with pytest.raises(UnknownNameError, match=says) as error:
        read_layer(f"example:{name}")
    assert "nine-sites" in str(error.value)


def test_a_file_of_scenarios_names_an_example_as_its_catalogue(tmp_path):
    file = tmp_path / "scenarios.toml"
    file.write_text(
        'catalogue = "example:nine-sites"\n[[scenario]]\nname = "n"\nas_of = 2026-03-02\n'
        'given = [ { kind = "appointment", worker = "w1", on = 2025-01-06, site = "site-7", '
        'tier = "clinical-support-worker" } ]\n'
        'expect = [ { ask = "rebanding", worker = "w1", rule = "band-2-to-3-programme", outcome = "not-met", '
        'says_includes = "site-7 has agreed other ways" } ]\n'
    )
    assert run_file(file).failed == ()
    file.write_text(file.read_text().replace("nine-sites", "nine-sitez"))
    with pytest.raises(UnknownNameError, match="did you mean 'nine-sites'"):
        run_file(file)
