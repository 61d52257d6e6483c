"""What the shipped catalogue holds: every task and course that was named, each cited, each linked, each rule tried."""

import re
import tomllib
from pathlib import Path

import pytest

from sw_competency.catalogue import shipped
from sw_competency.catalogue.loading import examples
from sw_competency.dates import Length
from sw_competency.rules import walk

SCENARIOS = Path(__file__).parents[1] / "scenarios"
# what support workers do, area by area
AREAS = {
    "environment": {
        "decontamination", "spills-and-sharps", "radiation-area-awareness", "safety-support", "electrical-checks",
        "mobile-equipment-moving",
    },
    "quality": {
        "equipment-quality-control", "routine-equipment-testing", "radiation-quality-assurance",
        "out-of-tolerance-response", "local-audit",
    },
    "stock": {"stock-control", "contrast-stock", "contrast-ordering"},
    "data": {
        "imaging-data-entry", "examination-data", "examination-paperwork", "pathology-check",
        "cancer-pathway-tracking", "reception-cover",
    },
    "care": {
        "patient-flow", "patient-id-check", "patient-information", "patient-transfers", "vital-signs", "chaperoning",
        "patient-positioning", "paediatric-support", "dementia-awareness", "autism-awareness",
        "hearing-impairment-awareness", "learning-disability-awareness", "patient-needs-champion",
    },
    "access and contrast": {
        "venepuncture", "iv-cannulation", "us-guided-cannulation", "paediatric-cannulation", "cannula-removal",
        "saline-flush", "device-flush", "injector-set-up", "contrast-administration", "extravasation-recognition",
        "oral-contrast",
    },
    "point of care": {"poct-egfr", "poct-quality-control"},
    "MR": {
        "mr-safety-awareness", "mr-authorised-person", "mr-authorised-supervisor", "mr-safety-screening",
        "mr-safety-sign-off", "mr-coil-handling", "mr-evacuation-drill", "mr-scanning",
    },
    "rooms": {
        "ct-room-assist", "us-room-assist", "fluoroscopy-assist", "biopsy-assist", "specimen-labelling",
        "post-procedure-observation", "interventional-scrub-assist", "nuclear-medicine-support", "breast-clinic-assist",
    },
    "operators": {
        "irmer-operator-entitlement", "plain-xray", "two-view-mammography", "extended-mammography", "dxa-scan",
        "ct-scanning", "nuclear-medicine-imaging", "fluoroscopy-operating",
    },
    "people": {"buddying", "lead-support-work", "delegating-and-supervising"},
}  # fmt: skip


def test_every_area_of_the_work_is_there_and_nothing_twice():
    named = [name for names in AREAS.values() for name in names]
    assert len(named) == len(set(named))
    assert set(named) <= set(shipped().competencies)
    titles = [c.title.casefold() for c in shipped().competencies.values()]
    assert len(titles) == len(set(titles))


def test_every_shipped_rule_is_tried_by_a_scenario():
    """A rule counts as tried once one scenario says it is met, one since when, and one that it is not met."""
    met, unmet, since = set(), set(), set()
    for path in SCENARIOS.glob("*.toml"):
        tables = tomllib.loads(path.read_text("utf-8"))
        if not tables.get("shipped_catalogue", True) or "rule" in tables.get("catalogue", {}):
            continue  # its rules are its own
        for expected in (e for scenario in tables["scenario"] for e in scenario["expect"]):
            if expected["ask"] == "rebanding":
                (met if expected.get("outcome") == "met" else unmet).add(expected["rule"])
            elif expected["ask"] == "since" and expected.get("since") not in (None, "none"):
                since.add(expected["rule"])
    for tried in (met, unmet, since):
        assert sorted(set(shipped().rules) - tried) == []


def test_whatever_is_a_placeholder_cites_the_starter_default_and_nothing_else_does():
    c = shipped()
    tables = [*c.tiers.values(), *c.programmes.values(), *c.competencies.values(), *c.crosswalks.values()]
    versions = [v for one in c.competencies.values() for v in (*one.sign_off, *one.renewal, *one.currency)]
    rules = [version for history in c.rules.values() for version in history]
    for one in (*tables, *versions, *rules):
        stands_behind = {one.authority, *one.authorities.values()}
        assert ("placeholder" in stands_behind) == ("starter-default" in one.source), one


def test_numbers_that_were_published_are_the_only_ones_not_a_placeholder():
    """Three come from one audit: life support and the injector every year, access in 90 % of 30."""
    c = shipped()
    lasting = [
        p for p in c.programmes.values()
        if p.expires_after and p.authorities.get("expires_after", p.authority) != "placeholder"
    ]  # fmt: skip
    years = {"bls-adult": "1 year", "injector-pump-assessment": "1 year"}
    assert {p.id: str(p.expires_after) for p in lasting} == years
    assert not [one.id for one in c.competencies.values() for v in one.currency
                if v.expires_after and v.authority != "placeholder"]  # fmt: skip
    versions = [(one.id, v) for one in c.competencies.values() for v in (*one.sign_off, *one.renewal)]
    counts = [(name, item.at_least, item.success_rate) for name, v in versions for item, _ in walk(v.requires)
              if item.kind == "practice-count"]  # fmt: skip
    assert counts == [("contrast-administration", 30, 0.9)]


def test_a_number_nobody_published_is_suggested_and_never_asked_for():
    c = shipped()
    asking = [(one.id, v) for one in c.competencies.values() for v in (*one.sign_off, *one.renewal)]
    asking += [(rule.id, rule) for history in c.rules.values() for rule in history]
    suggested = [name for name, v in asking if v.suggests]
    assert {"iv-cannulation", "mr-safety-screening", "buddying", "to-lead-support-worker"} <= {*suggested}
    for name, v in asking:
        assert not (v.suggests and v.authorities.get("suggests", v.authority) not in {"placeholder", "local"}), name
        numbers = {item.kind for item, _ in walk(v.requires)} & {"practice-count", "time-in-post", "at-least"}
        assert numbers <= ({"practice-count"} if name == "contrast-administration" else set()), name


def test_every_document_cited_is_there_and_every_one_there_is_cited():
    text = "".join(str(tables) for name, tables in shipped().tables.items() if name != "source")
    text += "".join(file.read_text("utf-8") for folder in examples().values() for file in folder.glob("*.toml"))
    assert [name for name in shipped().sources if not re.search(rf"['\"]{name}['\"]", text)] == []


def test_no_support_worker_gives_medicines_or_radiation_as_shipped():
    closed = {c.id for c in shipped().competencies.values() if c.legal != "none"}
    assert closed == {
        "saline-flush", "injector-set-up", "contrast-administration", "mr-safety-sign-off",
        "irmer-operator-entitlement", "radiation-quality-assurance", "plain-xray", "two-view-mammography",
        "extended-mammography", "dxa-scan", "ct-scanning", "nuclear-medicine-imaging", "fluoroscopy-operating",
    }  # fmt: skip
    for name in closed - {"mr-safety-sign-off", "irmer-operator-entitlement"}:
        competency = shipped().competency(name)
        if competency.legal == "irmer-operator":
            assert "irmer-operator-entitlement" in competency.standing
    assert not any(c.permitted for c in shipped().competencies.values())


# -- programmes ----------------------------------------------------------------------------------------------------


def test_the_care_certificate_has_two_editions():
    first, second = shipped().programme("care-certificate").editions
    assert (len(first.standards), str(first.until)) == (15, "2025-07-31")
    assert (len(second.standards), str(second.starts), second.until) == (16, "2025-03-01", None)
    assert second.standards[15] == "Awareness of learning disability and autism"


def test_every_core_skills_subject_is_there_with_what_others_have():
    subjects = {name.removeprefix("cstf-").rstrip("-123") for name in shipped().programmes if name.startswith("cstf-")}
    assert subjects == {
        "conflict-resolution", "equality-diversity", "fire-safety", "health-and-safety", "infection-prevention",
        "information-governance", "moving-and-handling", "preventing-radicalisation", "resuscitation",
        "safeguarding-adults", "safeguarding-children",
    }  # fmt: skip
    fire = shipped().programme("cstf-fire-safety")
    assert fire.expires_after == Length.parse("P2Y")
    assert {str(p.expires_after) for p in fire.elsewhere} == {"1 year", "2 years"}
    theory = shipped().programme("cstf-moving-and-handling-1").elsewhere[0]
    assert (theory.expires_after, theory.source) == (None, ("uhb-mandatory-training",))


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("healthcare-support-worker-apprenticeship", 2), ("clinical-imaging-support-certificate", 2),
        ("senior-healthcare-support-worker-apprenticeship", 3), ("mammography-associate-programme", 4),
        ("assistant-practitioner-apprenticeship", 5), ("foundation-degree-imaging", 5),
        ("diagnostic-radiographer-apprenticeship", 6),
    ],
)  # fmt: skip
def test_apprenticeships_and_qualifications_say_their_level(name, level):
    assert shipped().programme(name).level == level


def test_a_foundation_degree_and_an_apprenticeship_are_the_assistant_practitioner_programme_too():
    counting = shipped().counting_as("assistant-practitioner-programme")
    assert counting == {
        "assistant-practitioner-programme", "assistant-practitioner-apprenticeship", "foundation-degree-imaging",
    }  # fmt: skip


def test_the_in_house_programme_takes_as_long_as_the_study_reports():
    assert shipped().programme("imaging-support-programme").takes == (Length.parse("P6W"), Length.parse("P6M"))


# -- crosswalks ----------------------------------------------------------------------------------------------------


def test_every_competency_is_linked_to_a_domain_and_none_more_surely_than_was_seen():
    domains = shipped().crosswalks["ahp-domains"]
    assert set(domains.items) == {f"domain-{number}" for number in range(1, 9)}
    assert {link.competency for link in domains.links} == set(shipped().competencies)
    assert {link.confidence for link in domains.links} <= {"medium", "low"}
    assert {link.confidence for link in domains.links if link.to in {"domain-6", "domain-7", "domain-8"}} == {"low"}
    assert domains.authority == "placeholder"


@pytest.mark.parametrize("name", ["cor-ecf-levels", "ahp-stages"])
def test_every_tier_is_linked_to_a_level_with_a_reason(name):
    crosswalk = shipped().crosswalks[name]
    assert {link.tier for link in crosswalk.links} == set(shipped().tiers)
    assert all(link.why for link in crosswalk.links)
    lead = next(link for link in crosswalk.links if link.tier == "lead-support-worker")
    assert (lead.relation, lead.confidence) == ("related", "low")


def test_no_crosswalk_links_a_band():
    assert "gives no guide to banding" in shipped().crosswalks["ahp-stages"].title
    for crosswalk in shipped().crosswalks.values():
        assert len({(link.competency or link.tier, link.to) for link in crosswalk.links}) == len(crosswalk.links)
        assert not any(re.search(r"\bband\b", title, re.IGNORECASE) for title in crosswalk.items.values())
