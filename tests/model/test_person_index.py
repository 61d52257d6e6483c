"""Whose number it is: exactly somebody's, somebody's who is asked about, or nobody's on record."""

from datetime import date

import pytest

from sw_competency.model import Identity, Person
from sw_competency.model.person_index import Match, PersonIndex

EMPLOYEE, MOODLE = "esr-employee", "moodle"


def number(worker, value, scheme=EMPLOYEE, on="2024-01-01"):
    return Identity(worker=worker, on=date.fromisoformat(on), scheme=scheme, value=value)


def same(worker, other):
    return Identity(worker=worker, on=date(2024, 1, 1), same_as=other)


def index(*identities, ids=("w1", "w2"), people=()):
    return PersonIndex(ids.__contains__, lambda: ids, lambda: identities, lambda: people)


AMINA = Person(role="worker", id="w1", name="Amina Example", details={"staff_number": "0077"})


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("w1", "w1"),  # an exact id goes first
        ("20000001", "w1"),
        ("20000009", None),  # somebody new
    ],
)
def test_a_number_is_one_persons_or_nobodys(value, found):
    match = index(number("w1", "20000001"), number("w2", "w1")).who(value, EMPLOYEE)
    assert match == Match(found)


@pytest.mark.parametrize("value", ["020000001", " 20000001", "2000 0001", "2000000\uff11", "W1", "w\u200b1", "w01"])
def test_what_differs_only_in_what_is_not_seen_is_asked_about(value):
    match = index(number("w1", "20000001"), ids=("w1",), people=[AMINA]).who(value)
    assert (match.worker, match.candidates) == (None, ("w1",))
    says = "may be Amina Example (w1): write the id of the one who is meant, or add somebody new first"
    assert match.asks == f"'{value}' {says}"


def test_the_number_of_a_person_line_counts_too():
    assert index(people=[AMINA]).who("0077", EMPLOYEE).worker == "w1"
    assert index(people=[AMINA]).who("77").candidates == ("w1",)


def test_a_number_of_two_people_is_asked_about_unless_they_are_one():
    both = number("w1", "7"), number("w2", "7")
    assert index(*both).who("7") == Match(
        asks="'7' may be w1 or w2: write the id of the one who is meant", candidates=("w1", "w2")
    )
    assert index(*both, same("w2", "w1")).who("7").worker == "w1"


def test_a_number_of_another_scheme_is_asked_about_and_of_any_is_found():
    known = index(number("w1", "7", MOODLE))
    assert known.who("7", EMPLOYEE).candidates == ("w1",)
    assert known.who("7", MOODLE).worker == known.who("7").worker == "w1"
    two = index(number("w1", "7", MOODLE), number("w2", "7", EMPLOYEE, "2025-01-01"))
    assert (two.who("7", MOODLE).worker, two.who("7", EMPLOYEE).worker, two.who("7").worker) == ("w1", "w2", None)


@pytest.mark.parametrize(
    ("day", "found"),
    [("2023-12-31", None), ("2024-01-01", "w1"), ("2024-12-31", "w1"), ("2025-01-01", "w2"), ("2026-01-01", "w2")],
)
def test_of_a_number_used_again_the_newest_on_the_day_counts_and_is_told(day, found):
    match = index(number("w1", "7"), number("w2", "7", on="2025-01-01")).who("7", EMPLOYEE, date.fromisoformat(day))
    assert match.worker == found
    told = "7 was given more than once (w1 from 1 January 2024, w2 from 1 January 2025): taken for"
    assert match.states == (f"{told} {found}" if found else "")
    assert match.candidates == (() if found else ("w1", "w2"))


def test_a_number_only_one_person_ever_had_is_theirs_before_its_first_day():
    assert index(number("w1", "7")).who("7", EMPLOYEE, date(2019, 1, 1)) == Match("w1")


@pytest.mark.parametrize("value", ["w1", "20000001"])
@pytest.mark.parametrize(
    ("name", "differs"), [("Example, Amina", False), ("Amina Married", False), ("Ben Other", True)]
)
def test_a_name_that_is_plainly_anothers_is_told_and_decides_nothing(value, name, differs):
    match = index(number("w1", "20000001"), people=[AMINA]).who(value, name=name)
    assert match.worker == "w1"
    says = "the number is that of Amina Example (w1), and the name beside it is another: check it"
    assert match.states == (says if differs else "")


@pytest.mark.parametrize("name", ["Amina Example", "EXAMPLE, Amina", "amina  example"])
def test_a_name_alone_is_asked_about(name):
    assert index(people=[AMINA]).who(name).candidates == ("w1",)
    assert index(people=[AMINA]).who("Amina").candidates == ()


def test_several_numbers_of_one_row_are_one_persons():
    known = index(number("w1", "1", "esr-person"), number("w1", "2"), number("w2", "3", "esr-assignment"))
    one = [("esr-person", "1"), (EMPLOYEE, "2"), ("esr-assignment", "99")]
    assert known.one_of(one) == Match("w1")
    two = known.one_of([("esr-person", "1"), ("esr-assignment", "3")])
    assert two.asks == "its numbers are of w1 and w2: whose row is it? Correct one"
    assert known.one_of([(EMPLOYEE, "02"), ("esr-person", "98")]).candidates == ("w1",)
    assert known.one_of([(EMPLOYEE, "98")]) == Match()
