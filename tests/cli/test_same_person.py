"""The commands `same-person` and `who-is`."""

import pytest

from tests.cli.staff import fill, post

NUMBER = {"kind": "identity", "worker": "w2", "on": "2024-01-08", "scheme": "esr-employee", "value": "20000001"}


@pytest.fixture
def twice(command):
    people = [{"kind": "person", "worker": w, "name": "Amina Example"} for w in ("w1", "w2")]
    return fill(command, post("w1"), NUMBER, *people)


def test_two_ids_are_joined_and_every_door_tells(twice):
    assert twice("may", "amina example", "patient-id-check").code == 2  # of two people of one name, neither
    ran = twice("same-person", "w2", "w1", "--reason", "entered twice", "--on", "2026-03-01")
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "w2 is kept under w1.")
    assert twice("may", "amina example", "patient-id-check", "--json").json["worker"] == "w1"
    answer = twice("may", "20000001", "patient-id-check", "--json")
    assert (answer.json["kept_under"], "Taken as Amina Example (w2)" in answer.err) == (
        [{"id": "w2", "under": "w1", "circle": []}], True,
    )  # fmt: skip
    assert "is kept under" in twice("may", "w2", "patient-id-check").out
    refused = twice("same-person", "w1", "w2")
    assert (refused.code, "two ids cannot each point to the other" in refused.err) == (2, True)


def test_who_is_ends_with_whether_it_can_be_told(twice):
    ran = twice("who-is", "20000001", "--json")
    assert (ran.code, ran.json["worker"], ran.json["known"][0]["scheme"]) == (0, "w2", "esr-employee")
    assert twice("who-is", "30000001").code == 3
    near = twice("who-is", "020000001")
    assert (near.code, "may be Amina Example (w2)" in near.out) == (3, True)


def test_an_id_that_nobody_has_is_told_once(twice):
    ran = twice("same-person", "w2", "w11")
    assert ran.code == 0
    assert ran.err.count("w11") == 1
    assert "othing is on record of 'w11'" in ran.err
