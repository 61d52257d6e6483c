"""Job titles: each of the titles known, by hand; then noise, misspellings, contradictions, and laws."""

from typing import get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sw_competency.catalogue import layer_of, load, shipped
from sw_competency.catalogue.terms import Role
from sw_competency.errors import CatalogueError
from sw_competency.job_titles.spelling import distance, respelt
from sw_competency.job_titles.titles import judge_title
from sw_competency.job_titles.words import lexicon_of
from sw_competency.stores import MemoryStore
from sw_competency.tracker import Tracker

CSW, SCSW = "clinical-support-worker", "senior-clinical-support-worker"
AP, TAP, MA = "assistant-practitioner", "trainee-assistant-practitioner", "mammography-associate"
LEAD, SW, OUT = "lead-support-worker", "support-worker", "not-support-workforce"
OPEN = (SW, None, "unclear")
SENIOR = (SW, SCSW, "hinted")
STATED_AP = (AP, AP, "stated")

TABLE = {
    # the study's nine sites
    "Support worker/helper": OPEN,
    "Helper": OPEN,
    "Radiographic department assistant": OPEN,
    "Radiology department assistant": OPEN,
    "Radiology department assistant (RDA)": OPEN,
    "RDA": OPEN,
    "Health care assistant": OPEN,
    "Health care assistant (HCA)": OPEN,
    "Health care assistant/medical imaging assistant/radiology care assistant": OPEN,
    "Radiographic department assistant/health care assistant": OPEN,
    "Health care assistant/radiology assistant": OPEN,
    "Radiology support workers/clinical assistant": OPEN,
    "Medical imaging assistant": OPEN,
    "Radiology care assistant": OPEN,
    "Imaging assistant": OPEN,
    "Radiology assistant": OPEN,
    "Radiology support worker (RSW)": OPEN,
    "Clinical assistant": OPEN,
    "Support worker": OPEN,
    "Static RDA": OPEN,
    "RDA lead": (LEAD, LEAD, "stated"),
    "SW lead": (LEAD, LEAD, "stated"),
    "Lead support worker": (LEAD, LEAD, "stated"),
    # the frameworks' own
    "Clinical support worker": OPEN,
    "CSW": OPEN,
    "Senior clinical support worker": (SW, SCSW, "stated"),
    "SCSW": (SW, SCSW, "stated"),
    "Assistant practitioner": STATED_AP,
    "AP": STATED_AP,
    "Trainee AP": (TAP, TAP, "stated"),
    "TAP": (TAP, TAP, "stated"),
    "Apprentice AP": (TAP, TAP, "stated"),
    "Radiography department assistant": OPEN,
    "Diagnostic imaging support worker": OPEN,
    "Senior support worker": SENIOR,
    "Mammography associate": (MA, MA, "stated"),
    "Trainee mammography associate": ("apprentice", None, "unclear"),
    "Assistant practitioner (mammography, level 5)": STATED_AP,
    "Mammographer": ("unknown", None, "unclear"),
    # in use, as far as anybody knows
    "Healthcare support worker (imaging)": (SW, CSW, "hinted"),
    "HCSW": (SW, CSW, "hinted"),
    "Senior healthcare support worker": SENIOR,
    "X-ray assistant": OPEN,
    "X-ray department assistant": OPEN,
    "X-ray helper": OPEN,
    "X-ray support worker": OPEN,
    "Radiology helper": OPEN,
    "Imaging helper": OPEN,
    "Radiology healthcare assistant": OPEN,
    "Imaging healthcare assistant": OPEN,
    "Imaging HCA": OPEN,
    "Imaging support assistant": OPEN,
    "Imaging care assistant": OPEN,
    "Imaging clinical support worker": OPEN,
    "Radiology clinical support worker": OPEN,
    "Radiology healthcare support worker": OPEN,
    "Senior imaging assistant": SENIOR,
    "Senior RDA": SENIOR,
    "Senior radiology assistant": SENIOR,
    "CT support worker": SENIOR,
    "MRI support worker": SENIOR,
    "Cross-sectional imaging assistant": SENIOR,
    "Ultrasound assistant": OPEN,
    "Ultrasound HCA": OPEN,
    "Sonographer's assistant": OPEN,
    "Nuclear medicine assistant": OPEN,
    "Nuclear medicine support worker": OPEN,
    "PET-CT assistant": OPEN,
    "Breast imaging assistant": OPEN,
    "Breast screening assistant": OPEN,
    "Breast clinic HCA": OPEN,
    "Fluoroscopy assistant": OPEN,
    "Cath lab assistant": OPEN,
    "Angiography HCA": OPEN,
    "DXA assistant": OPEN,
    "Bone density technician": OPEN,
    "Imaging assistant practitioner": STATED_AP,
    "CT assistant practitioner": STATED_AP,
    "MRI assistant practitioner": STATED_AP,
    "Ultrasound assistant practitioner": STATED_AP,
    "Trainee imaging assistant practitioner": (TAP, TAP, "stated"),
    "Community diagnostic centre (CDC) imaging assistant": OPEN,
    "Mobile MRI clinic assistant": OPEN,
    "Imaging patient flow assistant": (SW, CSW, "hinted"),
    "Radiology patient liaison assistant": (SW, CSW, "hinted"),
    "RDA supervisor": (LEAD, LEAD, "hinted"),
    "Imaging support team leader": (LEAD, LEAD, "hinted"),
    "Senior RDA team leader": (LEAD, LEAD, "hinted"),
    "Apprentice healthcare support worker (imaging)": ("apprentice", CSW, "hinted"),
    "Imaging administrator": (OUT, None, "stated"),
    "Radiology clerk": (OUT, None, "stated"),
    "Film filer": (OUT, None, "stated"),
    "Radiology porter": (OUT, None, "stated"),
}
NOISE = [
    " (CT)", " (x-ray/MRI)", " - Bank", ", PT", " 37.5 hours", " 0.6 WTE", " (fixed term)", ", Somewhere NHS Trust",
    " at St Elsewhere's Hospital", " (Static)", " - Site 4", " 22.5 hrs/week", " [Ultrasound]", "  ", "\u200b", ".",
]  # fmt: skip
BANDS = [
    "Band 3", "band3", "BAND: 3", "B3", "b.3", "AfC 3", "AfC Band 3", "(Band 3)", "Band III", "- Band 3 -", "(AfC: B3)",
    "Agenda for Change Band three", "Pay Band 3",
]  # fmt: skip
NONSENSE = [
    "", "   ", "\t\n", "()", "?", "42", "xyzzy", "Рентген помощник", "放射科助理", "a" * 10_000, "((((", "[title]",
    "\udcff", "\x00", "of the", "/", "//", "Radiology", "nhs trust",
    "RDА",  # ends on a Cyrillic letter
]  # fmt: skip
WORDS = [*(word for title in TABLE for word in title.split()), "Band 2", "/", "Zog"]
titles = st.sampled_from(sorted(TABLE))


def said(title: str) -> tuple[str, str | None, str]:
    found = judge_title(shipped(), title)
    return found.role, found.tier, found.certainty


def why(title: str) -> str:
    return judge_title(shipped(), title).why


def with_lines(lines: dict[str, dict], **sites: list[str]):
    """The shipped catalogue with a site's own lines over it."""
    own = {name: {"authority": "local", "source": ["site-policy"], **given} for name, given in lines.items()}
    return load(layer_of({"title": own, "site": {site: {"job_titles": used} for site, used in sites.items()}}, "own"))


@pytest.mark.parametrize("title", TABLE)
def test_a_known_title_means_what_is_known_of_it(title):
    assert said(title) == TABLE[title]


def test_the_answer_has_the_contracts_keys_in_its_order():
    found = judge_title(shipped(), "RDA (CT)")
    assert found.sources == ("etty-2025", "xr-513")


def test_a_tracker_answers_by_its_own_catalogue():
    own = with_lines({"ray helper": {"role": SW, "tier": CSW, "certainty": "stated"}})
    [found] = Tracker(MemoryStore(), own).at().titles(["Ray Helper"])
    assert list(found.to_json()) == ["title", "role", "tier", "certainty", "why"]
    assert found.title == "Ray Helper"
    assert (found.role, found.tier, found.certainty) == (SW, CSW, "stated")


# -- what the sentence says ------------------------------------------------------------------------------------------


def test_the_sentence_names_what_was_read_mended_left_aside_and_why_no_band_is_fixed():
    sentence = why("RDA (CT), Somewhere NHS Trust, 30 hours")
    assert "'radiology department assistant', a support worker" in sentence
    assert "'rda' stands for 'radiology department assistant'" in sentence
    assert "fixes no band" in sentence
    assert "left aside: 30 hours, somewhere nhs trust, ct" in sentence
    assert "'What is Your Job?' (2025)" in sentence
    assert "'asistant' read as 'assistant'" in why("Imaging asistant")
    assert "\n" not in sentence


def test_the_sentence_says_that_nobody_published_a_usage():
    assert "nobody published" in why("Senior RDA")
    assert "no published source" in why("X-ray helper")


def test_the_sentence_names_the_sites_that_use_a_title():
    own = with_lines({}, **{"site-a": ["Imaging Assistants", "RDA/HCA"], "site-b": ["IA"]})
    assert "'imaging assistant' (used at site-a, site-b)" in judge_title(own, "imaging assistant").why
    assert "'health care assistant' (used at site-a)" in judge_title(own, "HCA (CT)").why
    assert "used at" not in judge_title(own, "support worker").why


# -- typing, order, noise --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ASSISTANT, RADIOLOGY DEPARTMENT", "Radiology department assistant"),
        ("Radiology Dept. Asst.", "Radiology department assistant"),
        ("R.D.A.", "RDA"),
        ("Ｒ Ｄ Ａ", "RDA"),  # as some keyboards type
        ("rdas", "RDA"),
        ("Healthcare Assistants", "Health care assistant"),
        ("Health-Care Assistant", "Health care assistant"),
        ("X ray\u00a0assistant", "X-ray assistant"),
        ("Xray Assistant", "X-ray assistant"),
        ("Sonographer\u2019s Assistant", "Ultrasound assistant"),
        ("Sonographers assistant", "Ultrasound assistant"),
        ("Support Worker \u2013 MRI", "MRI support worker"),
        ("Magnetic Resonance Imaging support worker", "MRI support worker"),
        ("CT/MRI support worker", "CT support worker"),
        ("Assistant Practitioner in Mammography", "Assistant practitioner"),
        ("Associate (mammography)", "Mammography associate"),
        ("Assistant (Ultrasound)", "Ultrasound assistant"),
        ("RDA (Lead)", "RDA lead"),
        ("AP - Trainee", "Trainee AP"),
        ("Trainee/apprentice AP", "Trainee AP"),
        ("Support worker/support worker", "Support worker"),
        ("Assistant practitioner, Barking Teaching Hospitals NHS Foundation Trust", "Assistant practitioner"),
        ("Guy\u2019s and St Thomas\u2019 NHS Trust Assistant Practitioner", "Assistant practitioner"),
    ],
)
def test_however_it_is_typed_a_title_means_the_same(typed, meant):
    assert said(typed) == said(meant)
    assert said(typed)[0] != "unknown"


@pytest.mark.parametrize(
    ("misspelt", "meant"),
    [
        ("Radiolgy Departmnt Assitant", "Radiology department assistant"),
        ("Asistant practioner", "Assistant practitioner"),
        ("Imagign assistant", "Imaging assistant"),
        ("Suport wroker", "Support worker"),
        ("Senoir clincal support worker", "Senior clinical support worker"),
        ("Helpr", "Helper"),
        ("Traniee assistant practitioner", "Trainee AP"),
        ("Mamography associate", "Mammography associate"),
        ("Radiograpers", "Radiographer"),
        ("Supportworker", "Support worker"),
    ],
)
def test_a_letter_or_two_may_be_wrong(misspelt, meant):
    assert said(misspelt) == said(meant)
    assert "read as" in why(misspelt)


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Clerical assistant", OUT),  # two letters from "clinical"
        ("Trained support worker", SW),  # one from "trainee"
        ("AP trainer", OUT),
        ("Film reader", "unknown"),  # one from "leader"
        ("Radiographr assistant", "unknown"),  # as near to "radiographer" as to "radiography"
        ("RDB", "unknown"),  # short words are soon others
        ("Ward manager", OUT),
    ],
)
def test_no_word_is_taken_for_another_one(title, role):
    assert said(title)[0] == role


def test_a_correction_never_takes_away_or_adds_a_not():
    for word in ("unqualified", "inqualified"):
        assert respelt(word, {"qualified"}) == ()
    assert respelt("qualified", {"unqualified"}) == respelt("clinical", {"nonclinical", "inclinical"}) == ()
    assert respelt("qualifed", {"qualified", "unqualified"}) == ("qualified",)
    assert respelt("nterventional", {"interventional"}) == ("interventional",)
    assert "not understood: unqualified" in why("Unqualified Radiographer")
    assert "read as" not in why("Unqualified Radiographer")


def test_words_nobody_knows_take_the_certainty_away():
    assert said("Assistant practitioner Smithtown") == (AP, AP, "hinted")
    assert "not understood: smithtown" in why("Assistant practitioner Smithtown")


def test_distances_count_letters_left_out_put_in_changed_and_swapped():
    assert distance("abcd", "abcd", 3) == 0
    assert [distance("abcd", other, 3) for other in ("abd", "abxcd", "axcd", "abdc")] == [1, 1, 1, 1]
    assert distance("abcd", "badc", 3) == 2
    assert distance("abcdefgh", "stuvwxyz", 2) == 3
    assert respelt("porter", {"porter", "sorter"}) == ()
    assert respelt("portre", {"porter", "sorter"}) == ("porter",)
    assert respelt("x" * 5000, {"porter"}) == ()


# -- bands -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("band", BANDS)
def test_a_band_in_the_title_fixes_the_tier_of_a_support_worker(band):
    assert said(f"RDA {band}") == (SW, SCSW, "stated")
    assert said(f"{band} RDA") == (SW, SCSW, "stated")
    assert "band 3, which it states" in why(f"RDA {band}")


@pytest.mark.parametrize(
    ("title", "answer"),
    [
        ("Support worker Band 2", (SW, CSW, "stated")),
        ("Clinical support worker Band 3", (SW, SCSW, "stated")),
        ("HCSW Band 3", (SW, SCSW, "stated")),  # a hint gives way to a band
        ("CT support worker Band 2", (SW, CSW, "stated")),
        ("Senior RDA Band 3", (SW, SCSW, "stated")),
        ("Assistant practitioner Band 4", STATED_AP),
        ("RDA supervisor Band 4", (LEAD, LEAD, "stated")),
        ("Trainee AP Band 3", (TAP, TAP, "stated")),
        ("Trainee AP Band 4", (TAP, TAP, "stated")),  # what is paid while training is the trust's choice
        ("Apprentice HCSW Band 2", ("apprentice", CSW, "hinted")),
        ("Apprentice RDA Band 2", ("apprentice", None, "unclear")),
        ("Radiographer Band 5", (OUT, None, "stated")),
        ("Band 3", ("unknown", None, "unclear")),
    ],
)
def test_a_band_adds_what_it_can(title, answer):
    assert said(title) == answer


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Assistant Practitioner Band 2", "contradict"),
        ("Assistant Practitioner Band 5", "contradict"),
        ("Senior clinical support worker Band 2", "contradict"),
        ("Senior RDA Band 2", "contradict"),
        ("Lead support worker Band 3", "contradict"),
        ("Apprentice HCSW Band 3", "contradict"),
        ("RDA Band 2/3", "bands 2 and 3"),
        ("RDA B2/B3", "bands 2 and 3"),
        ("RDA Band 2 - 3", "bands 2 and 3"),
        ("RDA Band 2 rising to Band 3", "bands 2 and 3"),
        ("Support Worker Band 4", "assistant practitioner"),
        ("Support Worker Band 5", "band 5"),
        ("Support Worker Band 8a", "band 8a"),
        ("Radiology CT support worker", "different tiers"),
    ],
)
def test_what_contradicts_itself_or_fits_several_tiers_is_unclear_and_says_why(title, words):
    assert said(title)[1:] == (None, "unclear")
    assert words in why(title)


@pytest.mark.parametrize("title", ["RDA Grade 3", "RDA Level 3", "RDA 3", "RDA, 3 posts", "RDA 3 days", "RDA B 3"])
def test_another_number_is_no_band(title):
    assert said(title)[1:] == (None, "unclear")


# -- words that decide -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "answer"),
    [
        ("Apprentice radiographer", (OUT, None, "stated")),  # training for a registered profession
        ("Student radiographer", (OUT, None, "stated")),
        ("Senior Radiographer Band 6", (OUT, None, "stated")),
        ("Lead sonographer", (OUT, None, "stated")),
        ("Imaging nurse", (OUT, None, "stated")),
        ("Nursing associate", (OUT, None, "stated")),
        ("Administrative support worker", (OUT, None, "hinted")),
        ("Assistant radiographer", (OUT, None, "hinted")),
        ("Radiographer's assistant", OPEN),
        ("Radiographer's helper", OPEN),
        ("Radiographer helper", OPEN),
        ("Radiologist assistant", OPEN),
        ("Radiologists' assistant", OPEN),
        ("Radiographer support worker", OPEN),
        ("Radiographers\u2019 support worker (CT)", OPEN),
        ("Assistant radiologist", (OUT, None, "hinted")),
        ("Unqualified radiographer", (OUT, None, "hinted")),
        ("Trainee RDA", ("apprentice", None, "unclear")),
        ("RDA (Trainee)", ("apprentice", None, "unclear")),
        ("Trainee", ("apprentice", None, "unclear")),
        ("Trainee senior clinical support worker", ("apprentice", None, "unclear")),
        ("Radiology management trainee scheme", ("unknown", None, "unclear")),
        ("Senior HCA", SENIOR),
        ("Higher level RDA", SENIOR),
        ("Senior CT support worker", SENIOR),
        ("Imaging senior clinical support worker", (SW, SCSW, "stated")),
        ("Senior assistant practitioner", (AP, AP, "hinted")),
        ("Lead assistant practitioner", (AP, AP, "hinted")),
        ("Lead imaging assistant", (LEAD, LEAD, "hinted")),
        ("Radiology support worker (team leader)", (LEAD, LEAD, "hinted")),
        ("Senior", ("unknown", None, "unclear")),
        ("Radiology lead", ("unknown", None, "unclear")),
        ("Porter/clerk", (OUT, None, "stated")),
        ("HCA/Porter", ("unknown", None, "unclear")),
        ("AP/trainee", ("unknown", None, "unclear")),
        ("Assistant practitioner / trainee AP", ("unknown", None, "unclear")),
        ("SCSW/RDA", (SW, None, "unclear")),
    ],
)
def test_words_that_decide(title, answer):
    assert said(title) == answer


@pytest.mark.parametrize("title", NONSENSE)
def test_nonsense_is_unknown_and_says_what_to_do(title):
    assert said(title) == ("unknown", None, "unclear")
    assert any(word in why(title) for word in ("give", "add a line"))
    assert len(why(title)) < 300


def test_another_alphabet_is_named_as_such():
    assert "another alphabet" in why("Рентген помощник")
    assert "another alphabet" not in why("Röntgen")
    assert "empty" in why(" ")
    assert "too long" in why("a" * 301)


# -- titles are data -------------------------------------------------------------------------------------------------


def test_a_site_adds_a_title_by_one_line():
    own = with_lines({"scan buddy": {"role": SW}, "sb": {"means": "scan buddy"}})
    assert said("Scan buddy") == ("unknown", None, "unclear")
    for title in ("Scan buddy", "SB (CT)", "Buddy, scan", "Scan budddy", "SBs"):
        assert judge_title(own, title).role == SW, title
    assert judge_title(own, "Senior SB").tier == SCSW


def test_a_site_says_otherwise_of_a_title_the_shipped_catalogue_knows():
    own = with_lines({"imaging assistant": {"role": SW, "tier": SCSW, "certainty": "stated"}})
    assert judge_title(own, "IA").tier == SCSW
    other = with_lines({"healthcare  Assistant": {"role": SW, "tier": CSW, "certainty": "hinted"}})
    assert judge_title(other, "HCA").tier == CSW


def test_a_line_that_leaves_its_certainty_open_gives_no_tier():
    own = with_lines({"scan buddy": {"role": SW, "tier": CSW}})
    assert (judge_title(own, "Scan buddy").tier, judge_title(own, "Scan buddy").certainty) == (None, "unclear")


def test_lines_that_say_nothing_or_explain_each_other_do_no_harm():
    odd = {"of the": {"role": SW}, "???": {"role": SW}, "/": {"role": "unknown"}, "...": {"means": "rda"},
           "aaa": {"means": "bbb"}, "bbb": {"means": "aaa"}, "ccc": {"means": "c.c.c ccc's"}}  # fmt: skip
    own = with_lines(odd)
    assert judge_title(own, "aaa bbb ccc").role == "unknown"
    assert judge_title(own, "RDA").role == SW


def test_words_that_stand_for_words_with_themselves_in_them_are_refused():
    with pytest.raises(CatalogueError, match=r"title\.ccc\.means: stands for words that hold itself"):
        with_lines({"ccc": {"means": "senior CCC"}})


def test_a_band_is_read_as_badges_write_it():
    for written in ("RDA (MRI) Bd 3 - Bank", "RDA Bd. 3", "RDA bd3", "RDA Bnd 3"):
        assert judge_title(shipped(), written).tier == "senior-clinical-support-worker", written


def test_a_catalogue_without_titles_knows_none():
    bare = load(layer_of({"shipped_catalogue": False}, "bare"))
    assert judge_title(bare, "Senior RDA (CT) Band 3").role == "unknown"


@pytest.mark.parametrize("line", shipped().job_titles.values(), ids=lambda line: line.id)
def test_every_line_shipped_is_plain_cited_and_reached_by_its_own_words(line):
    assert line.id == line.id.lower().strip()
    assert line.source
    if line.role in (None, "unknown") or line.id in ("senior", "lead", "supervisor"):
        return
    assert said(line.id) == (line.role, line.tier, line.certainty)
    lexicon = lexicon_of(shipped())
    assert line in (*lexicon.titles.values(), *lexicon.pairs.values()), "another line has the same words"


# -- laws ------------------------------------------------------------------------------------------------------------


@given(titles, st.randoms(use_true_random=False))
def test_law_case_and_spaces_never_change_an_answer(title, random):
    typed = "".join(random.choice((c.upper(), c.lower())) for c in title)
    typed = typed.replace(" ", random.choice((" ", "  ", "\t ")))
    assert said(f" {typed} ") == said(title)


@given(titles, st.lists(st.sampled_from(NOISE), max_size=4))
def test_law_noise_never_changes_role_or_tier(title, noise):
    assert said(title + "".join(noise)) == said(title)


@given(titles, st.integers(1, 9))
def test_law_a_band_gives_a_tier_of_that_band_or_none(title, band):
    role, tier, certainty = said(f"{title} Band {band}")
    assert role == said(title)[0]
    if tier is not None:
        found = shipped().tiers[tier]
        assert found.band == band or found.authority == "local"
    if said(title)[2] == "stated" and role != OUT:
        assert tier in (None, said(title)[1])
    assert (tier is None) == (certainty == "unclear") or role == OUT


@given(titles, st.data())
def test_law_one_letter_wrong_in_a_long_word_never_names_another_role(title, data):
    words = title.split(" ")
    long = [i for i, word in enumerate(words) if len(word) >= 8 and word.isalpha()]
    assume(long)
    at = data.draw(st.sampled_from(long))
    letter = data.draw(st.integers(1, len(words[at]) - 2))
    words[at] = words[at][:letter] + words[at][letter + 1 :]
    role, tier, _ = said(" ".join(words))
    assert role in (said(title)[0], "unknown")
    assert role == "unknown" or tier == said(title)[1]


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(WORDS)).map(" ".join)))
def test_law_every_answer_is_one_of_the_contracts(title):
    found = judge_title(shipped(), title)
    assert found.title == title
    assert found.role in get_args(Role)
    assert found.certainty in ("stated", "hinted", "unclear")
    assert found.tier is None or found.tier in shipped().tiers
    assert found.tier is None or found.certainty != "unclear"
    assert found.tier is not None or found.certainty == "unclear" or found.role == OUT
    assert found.why.endswith(".")
    assert judge_title(shipped(), title) == found


@given(titles, titles)
def test_law_two_titles_with_a_slash_say_only_what_both_say(one, other):
    assume("/" not in one + other)
    role, tier, _ = said(f"{one} / {other}")
    assert role in (said(one)[0], "unknown")
    assert tier in (None, said(one)[1])
    assert tier in (None, said(other)[1])
