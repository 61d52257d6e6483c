"""Line management: a lead in post whom the site's catalogue names, else the site's own words, else the deployment."""

import pytest

from sw_competency.errors import UnknownNameError
from sw_competency.model import CANNOT_TELL, MET
from sw_competency.testing.builders import absent, entry
from tests.staff import CSW, LEAD, department, over, post

SITES = over("""
[source.board]
title = "Board paper"
[site.whole]
leads = [ { people = 2, band = 4 } ]
authority = "local"
source = ["board"]
[site.part]
leads = [ { people = 1, band = 4, leads = "ultrasound" } ]
authority = "local"
source = ["board"]
[site.nurse]
line_management = "the radiology lead nurse"
assumed = ["line_management"]
authority = "local"
source = ["board"]
[site.words-and-lead]
line_management = "the lead in ultrasound for her own"
leads = [ { people = 1, band = 4, leads = "ultrasound" } ]
authority = "local"
source = ["board"]
""")


def managed(staff, worker="w1", catalogue=SITES):
    (answer,) = (a for a in department(staff, catalogue=catalogue).line_management() if a.worker == worker)
    return answer


@pytest.mark.parametrize(
    ("more", "role", "words"),
    [
        ({"deployment": "static", "modalities": ["ct"]}, "modality-lead-radiographer",
         "the lead radiographer of Computed tomography, since the post is static"),
        ({"deployment": "static", "modalities": ["ct", "mr"]}, "modality-lead-radiographer",
         "the lead radiographers of Computed tomography and Magnetic resonance imaging"),
        ({"deployment": "static"}, "modality-lead-radiographer", "of their modality, which is not recorded"),
        ({"deployment": "rotational"}, "senior-radiographer-of-the-rota", "who runs the whole rota"),
    ],
)  # fmt: skip
def test_who_manages_follows_from_how_a_post_is_deployed(more, role, words):
    answer = managed([post("w1", **more)])
    assert (answer.outcome, answer.role, answer.because) == (MET, role, "deployment")
    assert answer.sources == ("etty-2025",)
    assert words in answer.says
    assert answer.entries == ("w1-main",)


@pytest.mark.parametrize("deployment", [None, "hybrid"])
def test_where_the_deployment_does_not_say_it_cannot_be_told(deployment):
    answer = managed([post("w1", deployment=deployment)])
    assert (answer.outcome, answer.role, answer.people) == (CANNOT_TELL, None, ())
    assert "cannot be told" in answer.says


def test_a_lead_in_post_leads_where_the_catalogue_says_so_and_is_named():
    staff = [post("w1", site="whole", deployment="static", modalities=["ct"]), post("boss", LEAD, site="whole")]
    answer = managed(staff)
    assert (answer.role, answer.people, answer.because) == ("lead-support-worker", ("boss",), "lead")
    assert answer.sources == ("board",)
    assert [part.entries for part in answer.parts] == [("boss-main",)]
    both = managed([*staff, post("second", LEAD, site="whole"), absent("second", "2026-02-01")])
    assert both.people == ("boss", "second")
    assert "boss and second (absent)" in both.says


def test_without_a_lead_in_post_the_pattern_holds_and_the_answer_says_what_is_lacking():
    elsewhere = post("boss", LEAD, site="part")
    answer = managed([post("w1", site="whole", deployment="rotational"), elsewhere])
    assert (answer.because, answer.people) == ("deployment", ())
    assert "none is in post on record" in answer.says


def test_a_lead_over_one_modality_leads_those_who_work_there_and_nowhere_else():
    boss = post("boss", LEAD, site="part", modalities=["ultrasound"])
    answer = managed([post("w1", site="part", deployment="static", modalities=["ultrasound"]), boss])
    assert (answer.people, answer.leads) == (("boss",), "ultrasound")
    for areas in (["ct"], ["ct", "ultrasound"], None):
        staff = [post("w1", site="part", deployment="rotational", modalities=areas), boss]
        assert managed(staff).because == "deployment"
    other = post("boss", LEAD, site="part", modalities=["ct"])
    answer = managed([post("w1", site="part", deployment="static", modalities=["ultrasound"]), other])
    assert answer.because == "deployment"


def test_a_lead_of_whom_nobody_says_whom_they_lead_is_named_and_decides_nothing():
    answer = managed([post("w1", deployment="rotational"), post("boss", LEAD)])
    assert answer.because == "deployment"
    assert "boss is in post as lead support worker; the catalogue does not say over whom" in answer.says


def test_the_site_s_own_words_go_before_the_pattern_and_are_marked_where_they_are_assumed():
    answer = managed([post("w1", site="nurse", deployment="static", modalities=["ct"])])
    assert (answer.role, answer.site_says) == ("as-the-site-says", "the radiology lead nurse")
    assert answer.by_deployment == "modality-lead-radiographer"
    assert "assumed" in answer.says
    assert answer.sources == ("board",)


def test_words_that_may_be_about_a_lead_of_one_modality_come_with_the_pattern():
    answer = managed([post("w1", site="words-and-lead", deployment="rotational", modalities=["ct"])])
    assert answer.because == "site"
    assert "By deployment: the senior radiographer" in answer.says
    assert answer.sources == ("board", "etty-2025")


def test_who_manages_a_lead_is_said_by_the_site_or_not_at_all():
    answer = managed([post("boss", LEAD, site="whole", deployment="static", modalities=["ct"])], "boss")
    assert (answer.outcome, answer.role) == (CANNOT_TELL, None)
    two = [post(name, LEAD, site="whole", deployment="static") for name in ("boss", "w1")]
    assert managed(two).people == ()
    assert managed([post("w1", LEAD, site="nurse")]).because == "site"


def test_whoever_is_re_banded_to_lead_leads_from_that_day():
    staff = [post("w1", site="whole", deployment="rotational"), post("boss", site="whole"),
             entry("rebanding", "2026-02-01", worker="boss", to=LEAD)]  # fmt: skip
    assert managed(staff).people == ("boss",)
    before = department(staff, "2026-01-31", SITES).line_management()
    assert all(answer.people == () for answer in before)


def test_each_post_has_a_manager_of_its_own_and_names_itself():
    staff = [post("w1", deployment="rotational"), post("w1", site="nurse", post="bank")]
    answers = department(staff, catalogue=SITES).line_management()
    assert [(a.site, a.post, a.because) for a in answers] == [
        ("site-1", "main", "deployment"), ("nurse", "bank", "site"),
    ]  # fmt: skip
    assert [a.site for a in department(staff, catalogue=SITES).line_management("nurse")] == ["nurse"]


def test_nobody_in_post_is_an_empty_list_and_an_unknown_site_an_error():
    assert department([]).line_management().answers == ()
    with pytest.raises(UnknownNameError):
        department([post("w1", CSW)], catalogue=SITES).line_management("nowhere")


def test_several_leads_of_whom_nobody_says_whom_they_lead_are_in_post():
    leads = [post("boss", tier=LEAD), post("chief", tier=LEAD)]
    answer = managed([post("w1", deployment="rotational"), *leads])
    assert "boss and chief are in post as lead support workers; the catalogue does not say over whom" in answer.says
