"""Which thing is meant by an id, a title or name, or the beginnings of its words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sw_competency.errors import AmbiguousNameError, SWCompetencyError, UnknownNameError
from sw_competency.lookup import Candidate, find, meant
from sw_competency.names import key

PEOPLE = {
    "w1": Candidate(("Amina Okafor",)), "w2": Candidate(("Bethan O'Brien",)), "w3": Candidate(("Łukasz Søndergård",)),
    "w4": Candidate(("Max Ray",)), "w5": Candidate(("Zoë Smith-Jones",)), "w6": Candidate(("John Smith",)),
    "w7": Candidate(("Johnny Smithson",)), "2201": Candidate(("Priya D’Souza",)), "amina": Candidate(("Carl May",)),
    "w8": Candidate(()),
}  # fmt: skip
TASKS = {
    "iv-cannulation": Candidate(("Peripheral intravenous cannulation, adult", "iv-cannulation"), ("ct", "mr")),
    "us-guided-cannulation": Candidate(("Ultrasound-guided cannulation", "us-guided-cannulation"), ("ultrasound",)),
    "ct-room-assist": Candidate(("Assisting in the CT room", "ct-room-assist"), ("ct",)),
    "us-room-assist": Candidate(("Assisting in the ultrasound room", "us-room-assist"), ("ultrasound",)),
    "plain-xray": Candidate(("Plain X-ray imaging", "plain-xray"), ("xray",)),
    "room-assist": Candidate(("Help", "room-assist"), ("ultrasound",)),
}


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("w1", "w1"), ("amina", "amina"), ("amina ok", "w1"), ("AMINA OKAFOR", "w1"), ("okafor amina", "w1"),
        ("Okafor, A.", "w1"), ("O'Brien", "w2"), ("O’Brien", "w2"), ("obrien", "w2"), ("o brien", "w2"),
        ("bethan o", "w2"), ("lukasz", "w3"), ("Ł Søndergård", "w3"), ("sondergard", "w3"), ("ray max", "w4"),
        ("ray", "w4"), ("zoe jones smith", "w5"), ("Zoe\u0308", "w5"), ("Zo\u200bë", "w5"), ("john smith", "w6"),
        ("johnny s", "w7"), ("d'souza", "2201"), ("w", None), ("220", None), ("W1", None), ("w 1", None), ("", None),
        (" - ", None), ("k", None), ("ka", None), ("amina amina", None), ("a b", None), ("smith smith", None),
    ],
)  # fmt: skip
def test_the_person_who_is_meant(text: str, id_: str | None) -> None:
    assert meant(text, PEOPLE, "worker") == id_


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("cannulation, adult", "iv-cannulation"), ("IV cann", "iv-cannulation"), ("IV-Cannulation", "iv-cannulation"),
        ("iv_cannulation", "iv-cannulation"), ("adult", "iv-cannulation"),
        ("ultrasound guided", "us-guided-cannulation"),
        ("assisting in the ct room", "ct-room-assist"), ("ct", "ct-room-assist"), ("x-ray", "plain-xray"),
        ("x ray imaging", "plain-xray"), ("help", "room-assist"), ("room assist", "room-assist"),
    ],
)  # fmt: skip
def test_the_task_that_is_meant(text: str, id_: str) -> None:
    assert find(text, TASKS, "task") == id_


def test_what_fits_several_things_is_listed_and_never_guessed() -> None:
    with pytest.raises(AmbiguousNameError) as caught:
        find("cann", TASKS, "task")
    assert str(caught.value) == (
        "'cann' fits more than one task: Peripheral intravenous cannulation, adult (iv-cannulation) and "
        "Ultrasound-guided cannulation (us-guided-cannulation). Give more of the name, or the id."
    )
    assert list(caught.value.fitting) == ["iv-cannulation", "us-guided-cannulation"]
    twins = {"w2": Candidate(("John Smith",)), "w1": Candidate(("john SMITH",)), "w3": Candidate(("John Smithson",))}
    with pytest.raises(AmbiguousNameError, match=r"more than one worker: John Smith \(w2\) and john SMITH \(w1\)\."):
        find("John Smith", twins, "worker")


@pytest.mark.parametrize(("count", "end"), [(8, "hi 7 (7)"), (9, "1 more"), (5000, "4992 more")])
def test_a_long_list_is_cut_after_eight(count: int, end: str) -> None:
    with pytest.raises(AmbiguousNameError) as caught:
        find("hi", {str(i): Candidate((f"hi {i}",)) for i in range(count)}, "worker")
    assert f" and {end}. Give" in str(caught.value)
    assert str(caught.value).count("(") == 8


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("CT room asist", "'ct-room-assist'"), ("MR room assist", None), ("dxa room assist", None),
        ("Computed tomography assist", None), ("ultrasound room asist", "'us-room-assist'"), ("potato", None),
        ("OPG room assist", None),
    ],
)  # fmt: skip
def test_a_suggestion_never_swaps_the_modality(text: str, hint: str | None) -> None:
    words = {"ct": "ct", "computed tomography": "ct", "ultrasound": "ultrasound", "dxa": "dxa", "opg": "opg"}
    known = {id_: c for id_, c in TASKS.items() if id_ not in {"ct-room-assist", "room-assist"} or "CT" in text}
    with pytest.raises(UnknownNameError) as caught:
        find(text, known, "task", words)
    assert str(caught.value) == f"There is no task '{text}'" + (f"; did you mean {hint}?" if hint else ".")


@pytest.mark.parametrize("text", ["943 476 5919", "9434765919", "patient 943-476-5919", "９４３ 476 5919"])
@pytest.mark.parametrize("titles", [(), ("patient 943 476 5919 a", "patient 943 476 5919 b")])
def test_a_patients_number_is_never_repeated(text: str, titles: tuple[str, ...]) -> None:
    known = {title[-1]: Candidate(("one", title)) for title in titles}
    with pytest.raises(SWCompetencyError) as caught:
        find(text, known, "worker")
    assert "5919" not in str(caught.value)


# -- laws --------------------------------------------------------------------------------------------------------------

WORDS = st.text("abcABC éłØ'’-1ßıİßſ", min_size=1, max_size=6)
NAMES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
IDS = st.text("ab1-", min_size=1, max_size=4)
KNOWN = st.dictionaries(IDS, st.lists(NAMES, max_size=2).map(lambda t: Candidate(tuple(t))), max_size=6)


def _answer(text: str, known: dict[str, Candidate]) -> object:
    try:
        return meant(text, known, "thing")
    except AmbiguousNameError as error:
        return str(error)


@given(KNOWN)
def test_every_id_finds_itself(known: dict[str, Candidate]) -> None:
    assert {id_: meant(id_, known, "thing") for id_ in known} == {id_: id_ for id_ in known}


@given(KNOWN)
def test_every_title_that_one_thing_has_finds_it(known: dict[str, Candidate]) -> None:
    owners: dict[str, set[str]] = {}
    for id_, candidate in known.items():
        for title in candidate.titles:
            owners.setdefault(key(title), set()).add(id_)
    for id_, candidate in known.items():
        for title in candidate.titles:
            if key(title) and owners[key(title)] == {id_} and title not in known:
                assert meant(title, known, "thing") == id_


@given(NAMES | IDS, KNOWN, IDS, NAMES)
def test_what_does_not_fit_changes_nothing(text: str, known: dict[str, Candidate], id_: str, title: str) -> None:
    other = Candidate((title,))
    if id_ not in known and _answer(text, {id_: other}) is None:
        assert _answer(text, known | {id_: other}) == _answer(text, known)


@given(NAMES | IDS, KNOWN, st.randoms(use_true_random=False))
def test_the_order_of_what_is_known_never_matters(text: str, known: dict[str, Candidate], random: object) -> None:
    turned = list(known.items())
    random.shuffle(turned)  # type: ignore[attr-defined]
    assert _answer(text, dict(turned)) == _answer(text, known)


@given(NAMES, KNOWN)
def test_capitals_never_matter(text: str, known: dict[str, Candidate]) -> None:
    others = {id_: c for id_, c in known.items() if id_ not in {text, text.upper(), text.lower()}}
    found = {str(_answer(each, others)).replace(f"'{each}'", "") for each in (text, text.upper(), text.lower())}
    assert len(found) == 1


@given(st.text(max_size=12))
def test_a_key_has_no_capitals_and_one_more_look_changes_nothing(text: str) -> None:
    assert key(text.upper()) == key(text) == key(key(text))


@given(NAMES, st.data())
def test_a_beginning_of_a_name_fits_it(title: str, data: st.DataObject) -> None:
    words = key(title).split()
    begun = [word[: data.draw(st.integers(1, len(word)))] for word in words]
    chosen = data.draw(st.permutations(begun))
    if len("".join(chosen)) > 1:
        assert meant(" ".join(chosen), {"\0": Candidate((title,))}, "thing") == "\0"
