"""Variation: only what differs between sites, in words, and what of it nobody reported."""

from sw_competency.model import CANNOT_TELL, MET
from sw_competency.testing.builders import entry, left, registered, signed_off
from tests.staff import CSW, SENIOR, department, over, post

CANNULATION = "Peripheral intravenous cannulation, adult"
OURS = """
[source.board]
title = "Board paper"
[site.site-1]
job_titles = ["Imaging assistant"]
deployment = "static"
training_shortest = "P6W"
training_longest = "P6M"
routes = ["band-2-to-3-programme"]
starts = 2024-01-01
authority = "local"
source = ["board"]
[site.site-2]
job_titles = ["Imaging assistant"]
deployment = "hybrid"
training_shortest = "P3M"
training_longest = "P3M"
assumed = ["deployment"]
starts = 2024-01-01
authority = "local"
source = ["board"]
[site.site-3]
starts = 2024-01-01
authority = "local"
source = ["board"]
[[site.site-1.competency.iv-cannulation.currency]]
starts = 2015-01-01
expires_after = "P12M"
notice = "P60D"
authority = "local"
source = ["board"]
[[site.site-1.competency.iv-cannulation.currency]]
starts = 2026-03-01
expires_after = "P6M"
notice = "P60D"
authority = "local"
source = ["board"]
[[site.site-2.competency.iv-cannulation.currency]]
starts = 2015-01-01
expires_after = "P6M"
notice = "P60D"
authority = "placeholder"
source = ["starter-default"]
[site.site-2.programme.bls-adult]
expires_after = "P2Y"
authority = "local"
source = ["board"]
"""


def differences(entries=(), day="2026-02-01", text=OURS):
    answer = department(list(entries), day, over(text)).variation()
    return {(one.topic, one.about, one.what): one.says for one in answer.differences}


def test_the_periods_of_a_competency_are_told_site_by_site_with_what_is_to_be_confirmed():
    assert differences()["competency", "iv-cannulation", "a sign-off lasts"] == (
        f"{CANNULATION} (a sign-off lasts): site-1 1 year, site-2 6 months (to be confirmed), "
        "site-3 1 year (to be confirmed)"
    )


def test_the_numbers_in_force_on_the_day_count():
    later = differences(day="2026-03-01")["competency", "iv-cannulation", "a sign-off lasts"]
    assert later.startswith(f"{CANNULATION} (a sign-off lasts): site-1 6 months, site-2 6 months (to be confirmed)")


def test_only_what_differs_is_told():
    told = differences()
    assert ("competency", "iv-cannulation", "notice") not in told
    assert not any(about == "mr-safety-screening" for _, about, _ in told)
    assert ("site", "", "job titles") not in told
    assert ("site", "", "ways up") not in told, "one site alone states any"


def test_requirements_law_permission_and_tier_are_told_in_words():
    told = differences(text=OURS + """
[site.site-3.competency.iv-cannulation]
tier = "assistant-practitioner"
[site.site-3.competency.iv-cannulation.sign_off]
requires = [ { kind = "assessor-registered" } ]
countersigned = true
authority = "local"
source = ["board"]
[site.site-3.competency.saline-flush]
permitted = true
""")
    tier = told["competency", "iv-cannulation", "lowest tier"]
    assert tier == (
        f"{CANNULATION} (lowest tier): site-1 and site-2 Senior clinical support worker, site-3 Assistant practitioner"
    )
    assert ("competency", "iv-cannulation", "a sign-off asks for") in told
    assert "site-3 yes" in told["competency", "iv-cannulation", "a sign-off is countersigned"]
    assert told["competency", "saline-flush", "permitted"].endswith(": site-1 and site-2 no, site-3 yes")


def test_the_period_of_a_programme_is_told():
    said = "Basic life support, adult (lasts): site-1 and site-3 1 year, site-2 2 years"
    assert differences()["programme", "bls-adult", "lasts"] == said


def test_whatever_a_site_may_have_its_own_way_is_compared():
    told = differences(text=OURS + """
[site.site-1.recording.practice]
late_after = "P6W"
authority = "local"
source = ["board"]
""")
    assert told["recording", "practice", "late after"] == (
        "Writing down practice (late after): site-1 6 weeks, site-2 and site-3 30 days (to be confirmed)"
    )


def test_what_nobody_reported_of_a_site_is_marked_and_what_nobody_stated_is_said():
    deployment = differences()["site", "", "deployment"]
    assert deployment == "deployment: site-1 static, site-2 hybrid (assumed), site-3 not stated"
    assert differences()["site", "", "length of training"] == (
        "length of training: site-1 6 weeks to 6 months, site-2 3 months, site-3 not stated"
    )


def test_a_length_of_training_with_one_end_alone_is_told_as_such():
    told = differences(text=OURS.replace('training_longest = "P6M"\n', "").replace('training_shortest = "P3M"\n', ""))
    assert told["site", "", "length of training"] == (
        "length of training: site-1 at least 6 weeks, site-2 at most 3 months, site-3 not stated"
    )


def test_what_was_not_known_of_a_site_on_the_day_is_not_told():
    assert not any(topic == "site" for topic, _, _ in differences(day="2023-12-31"))


def test_a_value_that_cites_a_document_names_it():
    answer = department([], "2026-02-01", over(OURS)).variation()
    assert answer.outcome is MET
    assert {"board", "starter-default"} <= set(answer.sources)
    assert all(part.sources for part in answer.parts)


# -- by what is on record ----------------------------------------------------------------------------------------


STAFF = [
    post("w1", SENIOR, title="Imaging assistant", wte=1.0), post("w2", CSW, title="imaging  assistant", wte=0.5),
    post("w3", SENIOR, site="site-2", title="Helper", wte=1.0),
    post("w4", SENIOR, site="site-2", title="Imaging assistant", wte=0.6, band=4),
]  # fmt: skip


def test_titles_of_one_tier_and_bands_of_one_title_are_told():
    told = differences(STAFF, text="")
    title = "Senior clinical support worker"
    assert told["title", title, "titles on record"] == (
        f"{title}, titles on record: site-1 Imaging assistant, site-2 Helper/Imaging assistant"
    )
    assert told["title", "Imaging assistant", "bands on record"] == (
        "Imaging assistant, bands on record: site-1 band 2 and band 3, site-2 band 4"
    )
    assert ("title", "Helper", "bands on record") not in told


def test_a_re_banding_puts_the_band_of_the_tier_in_place_of_the_appointment_s_own():
    staff = [post("w1", CSW, title="Helper", band=2), post("w2", CSW, title="Helper", band=2, site="site-2")]
    assert not differences(staff, text="")
    moved = differences([*staff, entry("rebanding", "2026-01-01", worker="w2", to=SENIOR)], text="")
    assert moved["title", "Helper", "bands on record"] == "Helper, bands on record: site-1 band 2, site-2 band 3"


def test_the_mix_of_bands_is_told_in_people_and_whole_time_equivalents():
    told = differences(STAFF, text="")["band", "", "mix of bands on record"]
    assert "site-1 band 2: 1 person, 0.5 WTE; band 3: 1 person, 1 WTE" in told
    assert "site-2 band 3: 1 person, 1 WTE; band 4: 1 person, 0.6 WTE" in told
    alike = [post("w1", SENIOR, wte=1.0), post("w2", SENIOR, wte=0.5, site="site-2"), post("w3", SENIOR, site="site-2")]
    assert not differences(alike, text=""), "the same share of each band is no difference"


def test_the_days_from_the_first_appointment_to_the_first_sign_off_are_the_median_of_a_site():
    a1 = registered("a1")
    staff = [post(f"w{i}", on="2025-01-01", site="site-1" if i < 3 else "site-2") for i in range(4)]
    signed = [signed_off(f"w{i}", "decontamination", f"2025-01-{day}") for i, day in enumerate((11, 21, 31, 31))]
    again = signed_off("w0", "ct-room-assist", "2025-02-01")
    told = differences([a1, *staff, *signed, again], text="")
    assert told["time", "", "first appointment to first sign-off, median"] == (
        "first appointment to first sign-off, median: site-1 20 days (of 3 people), site-2 30 days (of 1 person)"
    )


def test_whoever_left_is_not_compared():
    assert not differences([post("w1", SENIOR), post("w2", CSW, site="site-2"), left("w2", "2026-01-01")], text="")


def test_one_site_alone_cannot_be_compared_and_like_sites_are_said_to_be_alike():
    answer = department([post("w1")], "2026-02-01").variation()
    assert (answer.outcome, answer.says) == (CANNOT_TELL, "One site is known: nothing to compare")
    assert department([]).variation().says == "No site is known: nothing to compare"
    answer = department([post("w1"), post("w2", site="site-2")], "2026-02-01").variation()
    assert (answer.outcome, answer.differences) == (MET, ())
    assert "site-1 and site-2 do not differ" in answer.says


def test_the_order_of_records_does_not_matter():
    first, second = (department(staff, "2026-02-01").variation().to_json() for staff in (STAFF, STAFF[::-1]))
    assert first["differences"] == second["differences"]
