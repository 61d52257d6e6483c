"""What sources were found to say, held as facts: each was once told otherwise, or more surely than anybody said it."""

import re
from datetime import date

import pytest

from sw_competency.catalogue import layer_of, load, shipped
from sw_competency.catalogue.terms import LEGAL
from sw_competency.dates import Length, said
from sw_competency.formats._base import Names
from sw_competency.formats._esr_names import programme_of
from sw_competency.job_titles.titles import judge_title
from sw_competency.portability.acceptance import judge_brought
from sw_competency.reports import Asked, write
from sw_competency.rules import walk
from sw_competency.rules.requirement import role_said
from sw_competency.testing.builders import appointed, entry, registered, signed_off, tracker_of, trained, watched

DAY = date(2026, 1, 5)
CSW, SCSW, TAP = "clinical-support-worker", "senior-clinical-support-worker", "trainee-assistant-practitioner"
AP, MA, LEAD = "assistant-practitioner", "mammography-associate", "lead-support-worker"
TIERS = (CSW, SCSW, TAP, MA, AP, LEAD)
NO_DOCUMENTS = {"site-policy", "starter-default"}


def asked(*entries):
    """Put entries on record under the shipped catalogue, and ask about a day."""
    return tracker_of(entries, shipped()).at(DAY)


def post(tier, **more):
    return appointed("w1", "2020-01-06", tier, **more)


# -- a level is no subject -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("level", [4, 5, 6, 7])
def test_a_degree_in_history_opens_no_path(tier, level):
    degree = entry("qualification", "2019-06-13", worker="w1", title="BA History", level=level)
    vacant = [entry("vacancy", "2020-01-06", site="site-1", tier=wanted) for wanted in TIERS]
    told = asked(post(tier, modalities=["mammography"]), degree, *vacant)
    for rule in ("to-registered-radiographer", "band-3-to-assistant-practitioner", "band-3-to-mammography-associate",
                 "apprentice-to-mammography-associate"):  # fmt: skip
        assert told.rebanding("w1", rule).outcome.value == "not-met", rule


def test_no_shipped_rule_or_sign_off_asks_for_a_level_alone():
    versions = [v for history in shipped().rules.values() for v in history]
    versions += [v for c in shipped().competencies.values() for v in (*c.sign_off, *c.renewal)]
    assert not [v for v in versions for item, _ in walk(v.requires) if item.kind == "qualification"]


# -- training everybody has, and what stands for what --------------------------------------------------------------


@pytest.mark.parametrize("tier", TIERS)
def test_learning_disability_and_autism_training_is_everybody_s_by_statute(tier):
    needed = asked(post(tier)).required("w1")
    assert "learning-disability-and-autism-training" in str(needed.to_json())
    table = shipped().required["learning-disability-and-autism"]
    assert (table.authority, table.tiers, table.modalities) == ("statute", (), ())
    programme = shipped().programme("learning-disability-and-autism-training")
    assert programme.authority == "statute"


@pytest.mark.parametrize("done", ["2015-06-01", "2022-08-01", "2025-10-01"])
def test_no_period_that_nobody_has_confirmed_ends_training_on_learning_disability_and_autism(done):
    programme = shipped().programme("learning-disability-and-autism-training")
    (reported,) = programme.elsewhere
    assert (programme.expires_after, str(reported.expires_after)) == (None, "3 years")
    told = tracker_of([post(CSW), trained("w1", programme.id, done)], shipped()).at(date(2035, 1, 1)).required("w1")
    (part,) = [part for part in told.parts if programme.title in part.says]
    assert part.outcome.value == "met"


LEVELS = [
    ("cstf-infection-prevention-2", "cstf-infection-prevention-1"),
    ("cstf-moving-and-handling-2", "cstf-moving-and-handling-1"),
    ("cstf-safeguarding-adults-2", "cstf-safeguarding-adults-1"),
    ("cstf-safeguarding-adults-3", "cstf-safeguarding-adults-2"),
    ("cstf-safeguarding-adults-3", "cstf-safeguarding-adults-1"),
    ("cstf-safeguarding-children-2", "cstf-safeguarding-children-1"),
    ("cstf-safeguarding-children-3", "cstf-safeguarding-children-2"),
    ("cstf-safeguarding-children-3", "cstf-safeguarding-children-1"),
]


@pytest.mark.parametrize(("higher", "lower"), LEVELS)
def test_whoever_holds_the_higher_level_of_a_subject_lacks_no_lower_one(higher, lower):
    assert higher in shipped().counting_as(lower)
    assert lower not in shipped().counting_as(higher)
    lacking = {part.says for part in asked(post(CSW), trained("w1", higher, "2025-09-01")).required("w1").parts
               if part.outcome.value == "not-met"}  # fmt: skip
    assert not [says for says in lacking if shipped().titled(lower) in says]


def test_every_subject_that_comes_in_levels_is_in_that_table():
    higher = {n for n in shipped().programmes if n.startswith("cstf-") and n[-1] in "23"} - {"cstf-resuscitation-2"}
    assert {one for one, _ in LEVELS} == higher


@pytest.mark.parametrize(
    ("name", "programme"),
    [
        ("NHS|CSTF|Resuscitation - Level 2 - Adult Basic Life Support - 1 Year|", "cstf-resuscitation-2"),
        ("NHS|CSTF|Resuscitation - Level 2 - Paediatric Basic Life Support - 1 Year|", None),
        ("NHS|CSTF|Resuscitation - Level 2 - Newborn Basic Life Support - 1 Year|", None),
    ],
)
def test_life_support_of_children_is_not_the_adult_programme(name, programme):
    assert "adult" in shipped().titled("cstf-resuscitation-2")
    names = Names({p.id: p.title for p in shipped().programmes.values()})
    if programme is not None:
        assert programme_of(name, names) == programme
    else:
        with pytest.raises(ValueError, match="is no training we know"):
            programme_of(name, names)


# -- what law says, and what it does not ---------------------------------------------------------------------------


@pytest.mark.parametrize("tier", TIERS)
def test_nobody_is_told_by_law_about_the_mr_form(tier):
    told = asked(post(tier)).may("w1", "mr-safety-sign-off")
    assert (told.answer, told.because) == ("may-not", "law")  # the code of the step: what people read follows
    assert "professional guidance" in told.says
    assert "law" not in told.says
    assert "sor-mri-safety" in told.sources


@pytest.mark.parametrize("report", ["sign-off", "rule-book"])
@pytest.mark.parametrize("form", ["md", "html"])
def test_no_page_names_the_mr_form_beside_the_word_law(report, form):
    questions = asked(post(SCSW, modalities=["mr"]))
    about = {} if report == "rule-book" else {"worker": "w1", "competency": "mr-safety-sign-off"}
    page = write(report, Asked(questions=questions, **about), form).decode()
    title = shipped().titled("mr-safety-sign-off")
    assert title in page
    named = [line for line in page.splitlines() if title in line]
    if report == "rule-book" and form == "md":
        named += page.split("`mr-safety-sign-off`\n")[1].split("\n###")[0].splitlines()
    assert not [line for line in named if re.search(r"\blaw\b", line, re.IGNORECASE)]


# by the day from which each has held; what an answer of an earlier day rests on is something else
IN_FORCE = {
    "irmer-2017": date(2018, 2, 6), "health-and-care-act-2022": date(2022, 7, 1),
    "ld-autism-code-2025": date(2025, 9, 6), "mills-reeve-2025": date(2025, 9, 26),
}  # fmt: skip


@pytest.mark.parametrize("task", [c.id for c in shipped().competencies.values() if c.legal == "irmer-operator"])
@pytest.mark.parametrize("day", [date(2016, 7, 1), date(2018, 2, 5)])
def test_no_answer_cites_the_regulations_before_they_were_in_force(task, day):
    done = entry("practice", "2016-06-30", worker="w1", competency=task, outcome="successful", supervision="none")
    tracker = tracker_of([appointed("w1", "2015-01-05", AP), done], shipped())
    told = tracker.at(day)
    may, outside = told.may("w1", task), told.outside_scope("w1")
    assert (may.answer, may.because, outside.competencies) == ("may-not", "law", (task,))
    for answer in (may, outside):
        told_of = str(answer.to_json()).replace(shipped().titled(task), "")
        assert "irmer-2017" not in told_of
        assert "IR(ME)R" not in told_of
    introduced = shipped().competency(task).introduced
    assert f"no part of the framework before {said(introduced)}" in may.says
    assert f"part of the framework from {said(introduced)}" in told.status("w1", task).says
    assert "irmer-2017" in tracker.at(introduced).may("w1", task).sources


@pytest.mark.parametrize("day", [date(2020, 6, 1), date(2022, 7, 1), date(2025, 9, 5)])
@pytest.mark.parametrize("tier", TIERS)
def test_what_is_required_cites_no_law_and_no_code_before_its_day(tier, day):
    sources = tracker_of([post(tier)], shipped()).at(day).required("w1").to_json()
    cited = {name for name in IN_FORCE if f"'{name}'" in str(sources)}
    assert {name for name in cited if IN_FORCE[name] > day} == set()


CLOSED = {
    "device-flush": (SCSW, ["iv-cannulation"]), "oral-contrast": (SCSW, []),
    "mr-scanning": (AP, ["mr-authorised-supervisor", "mr-coil-handling", "mr-evacuation-drill"]),
}  # fmt: skip


@pytest.mark.parametrize("task", CLOSED)
@pytest.mark.parametrize("permitted", [True, False])
def test_no_paper_from_elsewhere_opens_what_a_site_has_not_permitted(task, permitted):
    own = {"competency": {task: {"permitted": permitted, "source": ["site-policy"]}}}
    catalogue = load(layer_of(own, "own.toml")) if permitted else shipped()
    tier, before = CLOSED[task]
    brought = [
        entry("prior-learning", "2025-12-01", worker="w1", competency=name, issuer="Other NHS Trust",
              signed_on="2025-11-03", accepted_by="m1")
        for name in ("mr-safety-awareness", "mr-authorised-person", *before, task)
    ]  # fmt: skip
    entries = [
        registered("a1"), post(tier), *brought, *[trained("w1", name, "2025-11-03") for name in
        ("antt", "bls-adult", "cannulation-theory", "mr-safety-training")],
    ]  # fmt: skip
    told = tracker_of(entries, catalogue).at(DAY).may("w1", task)
    if permitted:
        assert told.because != "law"
    else:
        assert (told.answer, told.because) == ("may-not", "law")
        assert "This site has not permitted it yet" in told.says
        assert not re.search(r"\blaw\b", told.says)


@pytest.mark.parametrize("task", CLOSED)
def test_a_closed_task_is_outside_scope_even_watched(task):
    done = watched("w1", task, "2025-12-01")
    told = asked(post(CLOSED[task][0]), done).outside_scope("w1")
    assert told.competencies == (task,)


@pytest.mark.parametrize("name", [c.id for c in shipped().competencies.values() if c.legal not in ("none", "pgd")])
def test_law_names_no_grade_so_no_tier_rests_on_statute(name):
    c = shipped().competency(name)
    assert c.authorities.get("tier", c.authority) != "statute"


@pytest.mark.parametrize("name", [c.id for c in shipped().competencies.values() if "irmer-2017" in c.source])
def test_nothing_rests_on_regulations_before_they_were_in_force(name):
    c = shipped().competency(name)
    assert c.introduced >= date(2018, 2, 6)
    assert c.legal_authority == "statute"


def test_a_direction_that_must_be_written_is_guidance_and_the_direction_itself_is_law():
    for name in ("saline-flush", "contrast-administration"):
        c = shipped().competency(name)
        assert c.authorities.get("criteria", c.authority) == "national"
        assert c.legal_authority == "statute"
        assert {"sps-psd", "mhra-psd", "medicines-regulations-2012"} <= {*c.source}


def test_a_flush_from_an_ampoule_is_a_medicine_and_a_flush_device_is_the_employer_s_decision():
    ampoule, device = shipped().competency("saline-flush"), shipped().competency("device-flush")
    assert (ampoule.legal, device.legal) == ("psd", "none")
    assert ampoule.awaits_permission
    assert device.awaits_permission
    assert "ampoule" in ampoule.title
    assert device.authority == "local"
    permitting = load(layer_of({"competency": {"device-flush": {"permitted": True, "source": ["site-policy"]}}}, "o"))
    entries = [
        registered("a1"), post(SCSW), trained("w1", "antt", "2025-09-01"), trained("w1", "bls-adult", "2025-09-01"),
        trained("w1", "cannulation-theory", "2025-09-01"), signed_off("w1", "iv-cannulation", "2025-09-02"),
        signed_off("w1", "device-flush", "2025-09-03"),
    ]  # fmt: skip
    assert tracker_of(entries, permitting).at(DAY).may("w1", "device-flush").answer == "only-supervised"
    scheme = trained("w1", "device-flush-scheme", "2025-09-01")
    assert tracker_of([*entries, scheme], permitting).at(DAY).may("w1", "device-flush").answer == "may"
    assert asked(*entries, scheme).may("w1", "device-flush").answer == "may-not"
    assert asked(*entries, scheme).may("w1", "saline-flush").answer == "may-not"


def _roles(name):
    (version,) = shipped().competency(name).sign_off
    return {item.role for item, _ in walk(version.requires) if item.kind in ("approved-by", "assessor-role")}, version


def test_entitlement_is_the_employer_s_and_dxa_the_lead_s_not_any_second_person_s():
    roles, version = _roles("irmer-operator-entitlement")
    assert (roles, version.countersigned) == ({"irmer-employer"}, False)
    roles, version = _roles("dxa-scan")
    assert (roles, version.countersigned) == ({"dxa-assessor", "lead-dxa-radiographer"}, False)
    assert "assessor-registered" not in {item.kind for item, _ in walk(version.requires)}


@pytest.mark.parametrize(
    ("name", "modality", "legal"),
    [
        ("ct-scanning", "ct", "irmer-operator"), ("nuclear-medicine-imaging", "nuclear-medicine", "irmer-operator"),
        ("fluoroscopy-operating", "fluoroscopy", "irmer-operator"), ("dxa-scan", "dxa", "irmer-operator"),
        ("mr-scanning", "mr", "none"),
    ],
)  # fmt: skip
def test_an_assistant_practitioner_s_tasks_stay_closed_until_a_site_opens_them(name, modality, legal):
    c = shipped().competency(name)
    assert (c.modalities, c.tier, c.legal, c.awaits_permission) == ((modality,), AP, legal, True)
    programme = trained("w1", "assistant-practitioner-programme", "2025-06-02")
    told = asked(registered("a1"), post(AP, modalities=[modality]), programme, signed_off("w1", name, "2025-09-01"))
    assert told.may("w1", name).answer != "may"


# -- the band ------------------------------------------------------------------------------------------------------


def test_taking_blood_alone_shows_nothing_about_the_band():
    (rule,) = shipped().rules["band-2-to-3-job-evaluation"]
    works = [item for item, _ in (*walk(rule.requires), *walk(rule.suggests)) if item.kind == "works-above-tier"]
    assert len(works) == 2
    assert (works[0].at_least, works[0].distinct, str(works[0].within)) == (1, 1, "50 years")  # all on record, no count
    assert all(item.not_counting == ("venepuncture",) for item in works)


def test_no_source_asks_a_mammography_associate_for_band_3():
    for name in ("band-3-to-mammography-associate", "apprentice-to-mammography-associate"):
        (rule,) = shipped().rules[name]
        assert (rule.authorities["from"], rule.authorities["requires"]) == ("placeholder", "placeholder")
    told = asked(post(CSW, modalities=["mammography"]), trained("w1", "mammography-associate-programme", "2025-09-01"))
    assert told.rebanding("w1", "apprentice-to-mammography-associate").outcome.value == "met"
    assert told.path("w1", MA).outcome.value == "met"
    refused = told.rebanding("w1", "band-3-to-mammography-associate")
    assert refused.outcome.value == "not-met"
    assert "rule.band-3-to-mammography-associate" in str(refused.to_json()["placeholders"])


def test_the_review_of_a_job_turns_on_no_number_and_shows_those_suggested():
    done = [entry("practice", "2025-12-01", worker="w1", competency=name, outcome="successful", supervision="none")
            for name in ("poct-egfr", "iv-cannulation")]  # fmt: skip
    told = asked(post(CSW), *done).rebanding("w1", "band-2-to-3-job-evaluation").to_json()
    assert told["outcome"] == "met"
    (suggested,) = told["suggests"]
    assert suggested["outcome"] == "not-met"
    assert "20 needed" in suggested["says"]
    assert "rule.band-2-to-3-job-evaluation.2020-01-01.suggests" in suggested["placeholders"]


def test_mr_the_study_s_part_and_the_list_of_authorised_persons_are_told_apart():
    (study,), (area,) = shipped().rules["mr-accompanied"], shipped().rules["mr-area"]
    assert (study.authorities["requires"], study.source[0]) == ("study", "etty-2025")
    assert {name for item, _ in walk(study.requires) for _, name, _ in item.references()} == {"mr-safety-training"}
    assert area.authority != "study"


@pytest.mark.parametrize(
    ("title", "role", "certainty"),
    [
        ("Mammographer", "unknown", "unclear"),
        ("Mammographer (band 4)", "unknown", "unclear"),
        ("Senior mammographer", "unknown", "unclear"),
        ("Radiographer, mammographer", "not-support-workforce", "stated"),
        ("Assistant practitioner mammographer", "assistant-practitioner", "stated"),
        ("Trainee mammographer", "apprentice", "unclear"),
    ],
)
def test_a_mammographer_may_be_registered_or_an_assistant_practitioner(title, role, certainty):
    told = judge_title(shipped(), title)
    assert (told.role, told.certainty) == (role, certainty), told.why


# -- who said it, where it was seen, and how sure it is ------------------------------------------------------------


def test_every_document_says_when_it_was_read_and_in_which_version():
    for name, source in shipped().sources.items():
        known = (source.seen is not None, bool(source.version))
        assert known == ((False, False) if name in NO_DOCUMENTS else (True, True)), name
        assert source.seen is None or date(2026, 1, 1) <= source.seen <= date(2026, 12, 31)


@pytest.mark.parametrize(
    ("thing", "authority"),
    [
        (shipped().acceptances["statutory-and-mandatory-training"], "national"),
        (shipped().programme("clinical-imaging-support-certificate"), "local"),
        (shipped().programme("diagnostic-imaging-support-apprenticeship"), "national"),
        (shipped().job_titles["radiography department assistant"], "local"),
        (shipped().competency("mr-safety-sign-off"), "professional-body"),
        (shipped().competency("contrast-administration").sign_off[0], "local"),
        (shipped().competency("contrast-administration").renewal[0], "local"),
        (shipped().competency("injector-set-up").sign_off[0], "local"),
        (shipped().competency("iv-cannulation").renewal[0], "local"),
        (shipped().programme("learning-disability-awareness-course"), "local"),
        (shipped().competency("learning-disability-awareness"), "local"),
        (shipped().rules["mr-accompanied"][0], "local"),
        (shipped().acceptances["life-support"], "local"),
    ],
    ids=lambda value: getattr(value, "id", str(value)[:20]),
)
def test_no_authority_is_higher_than_what_was_seen(thing, authority):
    assert thing.authority == authority


@pytest.mark.parametrize("name", list(shipped().competencies))
def test_no_source_asks_for_a_registered_assessor_so_whoever_does_is_the_site(name):
    c = shipped().competency(name)
    for version in (*c.sign_off, *c.renewal):
        if any(item.kind == "assessor-registered" for item, _ in walk(version.requires)):
            assert (version.authorities.get("requires") or version.authority or c.authority) in ("local", "placeholder")
            assert {"site-policy", "starter-default"} & {*version.source}


@pytest.mark.parametrize(
    ("programme", "issuer", "answer"),
    [
        ("cstf-fire-safety", "European Resuscitation Council", "not-accepted"),
        ("cstf-fire-safety", "Resuscitation Council UK", "not-accepted"),
        ("cstf-fire-safety", "Other NHS Trust", "accepted"),
        ("bls-adult", "Resuscitation Council UK", "accepted"),
        ("bls-adult", "European Resuscitation Council", "accepted"),
        ("cstf-resuscitation-2", "Resuscitation Council UK", "accepted"),
        ("cstf-resuscitation-2", "Other NHS Trust", "accepted"),
        *[(f"cstf-safeguarding-{whom}-{level}", "Other NHS Trust", "accepted")
          for whom in ("adults", "children") for level in (1, 2, 3)],
    ],
)  # fmt: skip
def test_whose_training_is_taken_over_depends_on_the_subject(programme, issuer, answer):
    brought = trained("w1", programme, "2025-09-01", provider=issuer, id="t1")
    told = judge_brought(shipped(), "site-1", DAY, brought)
    assert told.answer == answer, told.finding.says


@pytest.mark.parametrize(
    ("thing", "field", "authority"),
    [
        (shipped().competency("patient-id-check"), "tier", "local"),
        (shipped().competency("poct-egfr"), "modalities", "local"),
        (shipped().competency("iv-cannulation").renewal[0], "suggests", "placeholder"),
        (shipped().acceptances["statutory-and-mandatory-training"], "issuers", "local"),
        (shipped().programme("senior-healthcare-support-worker-apprenticeship"), "takes", "placeholder"),
        (shipped().required["care-certificate"], "tiers", "national"),
        *[(shipped().competency("mr-authorised-person"), field, "local")
          for field in ("tier", "prerequisites", "criteria")],
        *[(shipped().competency("poct-quality-control"), field, "local") for field in ("tier", "prerequisites")],
        (shipped().competency("irmer-operator-entitlement"), "criteria", "local"),
    ],
    ids=lambda value: getattr(value, "id", str(value)[:20]),
)
def test_where_fields_of_one_table_rest_on_different_people_each_says_on_whom(thing, field, authority):
    assert thing.authorities[field] == authority


def test_what_else_was_put_right():
    c = shipped()
    assert c.crosswalks["ahp-domains"].items["domain-3"].endswith("scientific roles and responsibilities")
    assert c.programme("care-certificate").editions[1].standards[8] == "Awareness of mental health and dementia"
    assert AP in c.required["care-certificate"].tiers
    imaging = "diagnostic-imaging-support-apprenticeship"
    assert imaging in c.counting_as("senior-healthcare-support-worker-apprenticeship")
    assert c.programme("senior-healthcare-support-worker-apprenticeship").takes[0] == Length.parse("P15M")
    assert c.programme("healthcare-support-worker-apprenticeship").takes[0] == Length.parse("P8M")
    assert {"nhsbsp-remote-supervision"} <= {*c.competency("two-view-mammography").source}
    assert "SI 2024/896" in c.sources["irmer-2017"].version
    standards = ("st0215", "st0216", "st0217", "st0583", "st0619")
    assert all("Skills England" in c.sources[name].publisher for name in standards)
    assert c.sources["sps-contrast-pgd"].url.endswith("administration-of-contrast-agents-under-a-pgd-by-multiple-hcps")
    vital = c.competency("vital-signs")
    assert "nursing-profiles-2025" not in {*vital.source, *c.sources}  # they are about bands 4 and above
    assert "phlebotom" not in c.sources["staff-council-profiles-2021"].clause
    assert "aged 19 or over when they began" in c.sources["st0216"].clause
    assert "written" not in LEGAL["psd"].split("(")[0]


def test_those_who_supervise_can_be_asked_for_training_in_it():
    assert shipped().programme("delegation-training").source[0] == "etty-2025"
    assert "delegation-training" in str(shipped().competency("lead-support-work").sign_off[0].suggests)
    told = asked(registered("a1"), trained("a2", "delegation-training", "2025-09-01"),
                 signed_off("a2", "delegating-and-supervising", "2025-09-02"))  # fmt: skip
    assert told.status("a2", "delegating-and-supervising").status == "current"


def test_a_usage_that_a_page_has_is_not_said_to_be_nobody_s():
    told = judge_title(shipped(), "Radiography department assistant").why
    assert told.endswith("a local usage; source: Radiography department assistant (Careers Wales).")
    assert "no published source was seen" in judge_title(shipped(), "X-ray helper").why


def test_a_title_that_gives_its_band_is_not_asked_for_it():
    assert "ask for the job description" in (why := judge_title(shipped(), "Mammographer Band 4").why)
    assert not re.search("ask for (the|registration or) band", why)
    assert "ask for the band" in judge_title(shipped(), "Mammographer").why


def test_the_sheet_says_by_whose_guidance_a_task_is_left_to_registered_staff_and_the_book_that_no_tier_opens_it():
    questions = asked(post(SCSW, modalities=["mr"]))
    page = write("sign-off", Asked(questions=questions, worker="w1", competency="mr-safety-sign-off"), "md").decode()
    assert "For registered practitioners only, by professional guidance." in page
    book = write("rule-book", Asked(questions=questions), "md").decode()
    about = book.split("`mr-safety-sign-off`\n")[1].split("\n###")[0]
    assert "**Lowest tier**: None: left to registered practitioners" in about
    for said_so in ("Takes 6 weeks to 6 months", "Takes 1 year at the least"):
        assert said_so in book


@pytest.mark.parametrize(
    ("role", "words"),
    [("irmer-employer", "IR(ME)R employer"), ("dxa-assessor", "DXA assessor"), ("poct-trainer", "PoCT trainer"),
     ("lead-dxa-radiographer", "lead DXA radiographer"), ("mr-responsible-person", "MR responsible person")],
)  # fmt: skip
def test_a_role_is_named_alike_in_what_is_asked_and_in_what_was_found(role, words):
    assert role_said(role) == words
    names = ("dxa-scan", "irmer-operator-entitlement", "poct-egfr", "mr-authorised-person")
    told = asked(registered("a1"), post(AP), *[signed_off("w1", name, "2025-09-01") for name in names])
    assert role.replace("-", " ") not in str([told.status("w1", name).to_json() for name in names])
