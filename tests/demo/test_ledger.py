import hashlib
import os
import re
import subprocess
import sys
from collections import Counter

import pytest

from sw_competency import demo
from sw_competency.catalogue import load, problems, read_layer
from sw_competency.demo import ledger
from sw_competency.demo.diary import AS_OF, MOMENT
from sw_competency.demo.people import everybody
from sw_competency.demo.sites import OWN, catalogue_files
from sw_competency.demo.stories import TOLD
from sw_competency.model import MAY_LIE_AHEAD, Rebanding, SignOff, parse_entry, plain

DIGEST = """
import hashlib
from sw_competency import demo
from sw_competency.model import plain
print(hashlib.sha256(repr([plain(e) for e in demo.entries()]).encode()).hexdigest())
"""
# the study's Table 2
TITLES = {
    "site-1": {"Support worker/helper"},
    "site-2": {"Radiographic department assistant"},
    "site-3": {"Radiology department assistant"},
    "site-4": {"Health care assistant", "Medical imaging assistant", "Radiology care assistant"},
    "site-5": {"Radiographic department assistant", "Health care assistant"},
    "site-6": {"Imaging assistant"},
    "site-7": {"Health care assistant", "Radiology assistant"},
    "site-8": {"Radiology support worker", "Clinical assistant"},
    "site-9": {"Support worker"},
}


def test_every_entry_is_valid_and_raises_no_warning():
    for entry in demo.entries():
        assert parse_entry(plain(entry)) == (entry, [])


def test_the_ledger_is_the_same_in_every_process():
    ours = hashlib.sha256(repr([plain(e) for e in demo.entries()]).encode()).hexdigest()
    around = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    theirs = subprocess.run([sys.executable, "-c", DIGEST], env=around, capture_output=True, text=True, check=True)
    assert theirs.stdout.strip() == ours


def test_ids_are_unique_within_each_record():
    for entries in ledger.by_owner().values():
        assert len({e.id for e in entries}) == len(entries)


def test_each_entry_was_recorded_after_it_happened_and_before_the_day_of_the_demo_ended():
    for entry in demo.entries():
        assert entry.recorded_at <= MOMENT.known_by
        assert entry.on <= AS_OF
        assert entry.on <= entry.recorded_at.date() or entry.kind in MAY_LIE_AHEAD


def test_entries_are_recorded_with_plausible_delays():
    late = Counter((e.recorded_at.date() - e.on).days for e in demo.entries() if e.kind == "practice")
    assert {0, 1, 2, 4, 7} <= set(late)
    assert max(late) == 7


@pytest.mark.parametrize(
    ("field", "table"),
    [("competency", "competencies"), ("programme", "programmes"), ("tier", "tiers"), ("rule", "rules"),
     ("site", "sites"), ("modality", "modalities"), ("to", "tiers")],
)  # fmt: skip
def test_every_name_used_exists_in_the_catalogue(field, table):
    known = getattr(demo.catalogue(), table)
    used = {value for e in demo.entries() if isinstance(value := getattr(e, field, None), str)}
    assert used
    assert used <= set(known)


def test_the_demo_s_catalogue_has_no_problem():
    assert problems(read_layer("example:nine-sites"), read_layer(OWN)) == ()


def test_the_folder_of_catalogue_files_says_the_same_as_the_demo_s_catalogue(tmp_path):
    for name, text in catalogue_files().items():
        (tmp_path / name).write_bytes(text)
    assert load(read_layer(tmp_path)).digest == demo.catalogue().digest


def test_the_titles_people_bear_are_those_of_the_study():
    workers, _ = everybody()
    own = [w for w in workers if w.tier in {"clinical-support-worker", "senior-clinical-support-worker"}]
    borne = {site: {w.title for w in own if w.site == site} for site in TITLES}
    assert borne == TITLES


def test_leads_stand_where_the_study_reports_them():
    leads = Counter(w.site for w in everybody()[0] if w.tier == "lead-support-worker")
    assert leads == {"site-2": 1, "site-3": 3}


def test_the_demo_makes_up_of_the_sites_no_more_than_it_says():
    own = read_layer(OWN).tables["site"]
    assert set(own) == {"site-8"}
    assert set(own["site-8"]) == {"made_up", "competency"}


def test_leads_are_as_many_as_the_catalogue_says():
    said = {name: sum(lead.people for lead in site.leads) for name, site in demo.catalogue().sites.items()}
    assert {name: number for name, number in said.items() if number} == {"site-2": 1, "site-3": 3}


def test_there_are_some_seventy_people_each_with_a_name_of_their_own():
    people = demo.people()
    assert 60 <= sum(p.role == "worker" for p in people) <= 75
    assert len({p.name for p in people}) == len(people)
    assert len({p.id for p in people}) == len(people)


def test_nothing_looks_like_an_nhs_number_or_another_long_number():
    texts = repr([plain(e) for e in demo.entries()]) + repr(demo.people())
    assert not re.search(r"\d{7,}|\d{3}[ -]\d{3}[ -]\d{4}", texts)


def test_only_the_stories_hold_work_outside_scope(questions, workers):
    outside = {w for w in workers if questions.outside_scope(w).tasks}
    assert outside == {"w101", "w302", "w303", "w401"}


def test_every_sign_off_counts_save_in_two_stories(questions, workers):
    given = [e for e in demo.entries() if isinstance(e, SignOff)]
    refused = {e.worker for e in given if questions.counts(e.worker, e.id).outcome.value != "met"}
    assert refused == {"w101", "w402"}


def test_ordinary_people_are_up_to_date_but_for_a_thing_or_two(questions, workers):
    found = Counter(a.status for w in workers if w not in TOLD for a in questions.progress(w))
    assert found["current"] > 10 * found["lapsed"] > 0
    assert found["due"] > 0


def test_every_site_has_somebody_who_may_cannulate_or_could_soon(questions, workers):
    for site in demo.catalogue().sites:
        answers = {a.answer for a in questions.who_may("iv-cannulation", site)}
        assert answers & {"may", "only-supervised"}


def test_each_story_s_decision_names_who_took_it():
    decided = [e for e in demo.entries() if isinstance(e, Rebanding)]
    assert {e.outcome for e in decided} == {"upheld", "refused"}
    known = {p.id for p in demo.people()}
    assert all(e.decided_by in known for e in decided)
