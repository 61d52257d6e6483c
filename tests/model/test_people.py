"""Who is one person where the rules ask that two people be different, and who is another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sw_competency.model import same_person


@pytest.mark.parametrize(
    "other",
    [
        "A1.Lee", " a1.lee", "a1.lee\t", "a1 .lee", "a1\u00a0.lee", "a1\u200b.lee", "\ufeffa1.lee", "a1.\u00adlee",
        "a1.lee\u200e", "a1.le\u2060e", "\uff41\uff11.lee", "a1\uff0elee", "a1.lee\ufe0f", "a1.\u3164lee", "A1.LEE\r\n",
        "a1.\U000e0041lee", "a1.\u2800lee", "a1.l\u034fee", "\u2003a1.lee\u2003",
    ],
)  # fmt: skip
def test_spellings_that_people_do_not_tell_apart_are_one_person(other: str) -> None:
    assert same_person("a1.lee", other)
    assert same_person(other, "a1.lee")


@pytest.mark.parametrize("other", ["a1-lee", "a1lee", "al.lee", "a01.lee", "a1.l\u00e9e", "a1.leee", "1a.lee", "", " "])
def test_other_ids_are_other_people(other: str) -> None:
    assert not same_person("a1.lee", other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("STRASSE", "stra\u00dfe"), ("\u00e9va", "E\u0301VA"), ("\ufb01n", "FIN"), ("\uff76\uff9e", "\u30ac")],
)
def test_it_holds_in_any_script(one: str, other: str) -> None:
    assert same_person(one, other)


@pytest.mark.parametrize(("one", "other"), [(None, None), (None, "a1"), ("a1", None)])
def test_nobody_named_is_no_person(one: str | None, other: str | None) -> None:
    assert not same_person(one, other)


@given(st.text(max_size=8), st.text(max_size=8), st.text(max_size=8))
def test_being_one_person_is_an_equivalence(a: str, b: str, c: str) -> None:
    assert same_person(a, a)
    assert same_person(a, b) == same_person(b, a)
    assert same_person(a, c) or not (same_person(a, b) and same_person(b, c))
