"""Which known name a misspelt one stands for: by id or title, and never of another modality."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sw_competency.catalogue import shipped
from sw_competency.cli._plain import commands
from sw_competency.errors import UnknownNameError, did_you_mean, nearest
from sw_competency.names import first_few, in_numbers, listed, suggestions, titles

SHIPPED = shipped()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("CT room assist", ["ct-room-assist"]),
        ("ct_room_assist", ["ct-room-assist"]),
        ("Assisting in the CT room", ["ct-room-assist"]),
        ("ct-room-asist", ["ct-room-assist"]),
        ("Ultrasound room", ["us-room-assist"]),
        ("room assist", ["ct-room-assist", "us-room-assist"]),  # as near; which of the two nobody said
        ("Ultrasound guided cannulation", ["us-guided-cannulation"]),
        ("mri safety screening", ["mr-safety-screening"]),
        ("plain X-ray", ["plain-xray"]),
        ("mr-room-assist", []),  # another modality's is not meant
        ("Assisting in the MR room", []),
        ("dxa room assist", []),
        ("Potato", []),
        ("banana", []),
        ("", []),
        ("-", []),
    ],
)
def test_the_competency_that_is_meant(typed: str, meant: list[str]) -> None:
    assert suggestions(typed, SHIPPED.competencies) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("MRI", "mr"), ("us", "ultrasound"), ("Computed Tomography", "ct"), ("x-ray", "xray"), ("ultrasond", "ultrasound"),
     ("potato", None)],
)  # fmt: skip
def test_the_modality_that_is_meant(typed: str, meant: str | None) -> None:
    assert nearest(typed, SHIPPED.modalities) == meant


@pytest.mark.parametrize("word", ["Potato", "banana", "Turnip", "xyzzy", "lorem ipsum"])
def test_a_word_of_another_world_is_near_nothing(word: str) -> None:
    """No table of the catalogue, and no command: a suggestion that fits nothing misleads."""
    for table in SHIPPED.tables.values():
        if isinstance(table, dict):
            assert suggestions(word, table) == []
    assert did_you_mean(word, commands()) == ""


def test_tiers_programmes_and_rules_are_known_by_their_titles() -> None:
    assert nearest("Senior Clinical Support Worker", SHIPPED.tiers) == "senior-clinical-support-worker"
    assert nearest("BLS (adult)", SHIPPED.programmes) == "bls-adult"
    assert nearest(SHIPPED.rules["mr-area"][-1].title.upper(), SHIPPED.rules) == "mr-area"


def test_a_modality_of_a_catalogues_own_is_kept_apart_too() -> None:
    class Task:
        def __init__(self, title: str, *modalities: str) -> None:
            self.title, self.modalities = title, modalities

    known = {"ot-assist": Task("Assist", "ot"), "er-assist": Task("Assist", "er"), "any-assist": Task("Assist", "all")}
    assert suggestions("ot-asist", known) == ["ot-assist"]
    del known["ot-assist"], known["any-assist"]
    assert suggestions("ct-assist", known) == []
    assert suggestions("assist", known) == ["er-assist"]


def test_the_sentence_names_one_or_two() -> None:
    with pytest.raises(UnknownNameError, match=r"did you mean 'ct-room-assist' or 'us-room-assist'\?"):
        SHIPPED.competency("room assist")
    assert did_you_mean("screning", ["screening", "other"]) == "; did you mean 'screening'?"


@given(st.text(max_size=30), st.lists(st.text(max_size=12), max_size=6, unique=True))
def test_what_is_suggested_is_known(typed: str, known: list[str]) -> None:
    found = suggestions(typed, known)
    assert set(found) <= set(known)
    assert len(found) <= 2


@pytest.mark.parametrize(
    ("what", "typed", "meant"),
    [
        ("competency", "cannulation, adult", "iv-cannulation"), ("competency", "IV cann", "iv-cannulation"),
        ("modality", "MRI", "mr"), ("modality", "X-ray", "xray"), ("modality", "computed", "ct"),
        ("tier", "senior clinical", "senior-clinical-support-worker"), ("programme", "fire", "cstf-fire-safety"),
        ("rule", "defined competencies", "band-2-to-3-competencies"),
    ],
)  # fmt: skip
def test_the_catalogue_takes_titles_where_it_takes_ids(what: str, typed: str, meant: str) -> None:
    assert SHIPPED.find(what, typed) == meant


def test_every_id_and_every_title_of_the_catalogue_finds_its_own() -> None:
    for what in ("competency", "programme", "modality", "tier", "rule"):
        for id_, thing in SHIPPED.table(what).items():
            assert SHIPPED.find(what, id_) == SHIPPED.find(what, titles(thing)[0]) == id_


@pytest.mark.parametrize("typed", ["Computed tomography room assist", "Magnetic resonance imaging room assist"])
def test_the_catalogues_own_words_for_modalities_count(typed: str) -> None:
    known = {name: one for name, one in SHIPPED.competencies.items() if name == "us-room-assist"}
    assert suggestions(typed.replace("assist", "asist"), known, SHIPPED.modality_words) == []
    assert suggestions("ultrasound room asist", known, SHIPPED.modality_words) == ["us-room-assist"]


def test_a_programme_is_no_competency() -> None:
    with pytest.raises(UnknownNameError, match=r"'bls-adult'; it is a programme"):
        SHIPPED.find("competency", "bls-adult")


@pytest.mark.parametrize(("names", "said"), [("", ""), ("a", "a"), ("ab", "a and b"), ("abc", "a, b and c")])
def test_names_in_a_sentence(names: str, said: str) -> None:
    assert listed([*names]) == said


@pytest.mark.parametrize(
    ("most", "said"), [(1, "a and 2 more"), (2, "a, b and 1 more"), (3, "a, b, c"), (4, "a, b, c")]
)
def test_the_first_few_names_and_how_many_more(most: int, said: str) -> None:
    assert first_few(["a", "b", "c"], most) == said


@given(st.lists(st.text("Aab01", max_size=4), unique=True), st.randoms())
def test_names_stand_in_one_order_wherever_they_come_from(names, random):
    """Also those that differ in capitals or in a nought alone: a page of the same records is the same."""
    other = random.sample(names, len(names))
    assert sorted(names, key=in_numbers) == sorted(other, key=in_numbers)


def test_names_with_numbers_stand_in_the_order_of_these():
    """Site 2 stands before Site 10, by whatever letters; what has no number stands by its letters."""
    assert sorted(["Site 10", "site 2", "Annexe", "Site 1b", "Site 1"], key=in_numbers) == [
        "Annexe", "Site 1", "Site 1b", "site 2", "Site 10",
    ]  # fmt: skip
