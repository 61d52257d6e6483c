"""The command `changes`: what came in, in order, for people and for programs."""

import pytest

from tests.cli.conftest import Command, lines, one_sentence


def test_a_program_takes_up_where_it_left_off(filled: Command) -> None:
    first = filled("changes", "--json")
    assert (first.code, first.json["after"]) == (0, 0)
    found = first.json["changes"]
    assert {entry["id"] for change in found for entry in change["entries"]} == {"ap1", "ap2", "ab2", "r1", "e1", "p1"}
    assert [change["sequence"] for change in found] == sorted(change["sequence"] for change in found)
    assert {(c["record"]["kind"], c["record"]["id"]) for c in found} == {
        ("worker", "w1"), ("worker", "w2"), ("assessor", "a1"),
    }  # fmt: skip
    last = first.json["last"]
    assert last == found[-1]["sequence"]
    assert filled("changes", "--after", str(last), "--json").json == {"after": last, "last": last, "changes": []}
    new = {"kind": "practice", "id": "p9", "worker": "w2", "on": "2025-06-02", "competency": "iv-cannulation",
           "outcome": "successful"}  # fmt: skip
    assert filled("add", "-", stdin=lines(new)).code == 0
    [change] = filled("changes", "--after", str(last), "--json").json["changes"]
    assert [entry["id"] for entry in change["entries"]] == ["p9"]
    assert (change["erased"], change["received_at"] is not None) == (None, True)


def test_a_part_of_it_is_taken_at_a_time(filled: Command) -> None:
    every, taken, last = filled("changes", "--json").json["changes"], [], 0
    while part := filled("changes", "--after", str(last), "--most", "1", "--json").json["changes"]:
        [one] = part
        taken, last = [*taken, one], one["sequence"]
    assert taken == every


def test_a_person_reads_a_table_and_where_to_go_on(filled: Command) -> None:
    ran = filled("changes")
    assert ran.code == 0
    assert ran.out.splitlines()[0].split() == ["Number", "Received", "Whose", "record", "What"]
    assert "worker w2" in ran.out
    assert "appointment, absence, practice" in ran.out
    last = filled("changes", "--json").json["last"]
    assert ran.out.endswith(f"Go on after {last}.\n")
    assert filled("changes", "--after", str(last)).out == f"Nothing came after {last}.\n"


@pytest.mark.parametrize("words", [("--after", "-1"), ("--after", "x"), ("--most", "0"), ("--after", "9999")])
def test_what_is_no_number_that_was_given_is_told(filled: Command, words: tuple[str, ...]) -> None:
    ran = filled("changes", *words)
    assert one_sentence(ran, 2)
