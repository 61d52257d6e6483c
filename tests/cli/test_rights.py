"""What a person may ask, at the command line: what is held, what is due for disposal, and erasing it."""

import pytest

from tests.cli.conftest import Command, lines, one_sentence


def test_all_that_is_held_is_shown_and_is_one_document_of_json(filled: Command) -> None:
    ran = filled("subject-access", "a1")
    assert ran.code == 0
    assert "Their own records" in ran.out
    assert "In others' records" in ran.out
    held = filled("subject-access", "a1", "--json").json
    assert [one["entry"]["id"] for one in held["own"]] == ["r1"]
    assert [(one["record"], one["roles"]) for one in held["elsewhere"]] == [("person 1", ["assessor"])]
    assert filled("subject-access", "w1", "--format", "md", "--out", "-").out.startswith("# ")


def test_what_is_to_be_kept_is_not_erased_unless_somebody_insists(filled: Command) -> None:
    ran = filled("erase", "w2", "--reason", "asked for")
    assert one_sentence(ran, 1, "Nothing was erased", "Records of employment", "--anyway")
    assert filled("entries", "w2").code == 0
    ran = filled("erase", "w2", "--reason", "asked for", "--dry-run")
    assert (ran.code, "Would be erased: 3 entries of w2." in ran.out) == (0, True)
    assert filled("entries", "w2").code == 0
    ran = filled("erase", "w2", "--reason", "asked for", "--by", "m1", "--anyway", "--json")
    assert (ran.code, ran.json["entries"], ran.json["records"]) == (0, 3, ["worker"])
    assert filled("entries", "w2").code == 3
    assert filled("changes", "--json").json["changes"][-1]["erased"] == {"by": "m1", "reason": "asked for"}
    assert filled("verify").code == 0


def test_a_name_alone_is_erased_and_a_person_is_found_by_it(filled: Command) -> None:
    assert filled("add", "-", stdin=lines({"kind": "person", "worker": "w2", "name": "Amina Okafor"})).code == 0
    ran = filled("erase", "amina ok", "--reason", "asked for", "--name-only")
    assert (ran.code, ran.out) == (0, "The name of w2 was erased.\n")
    assert filled("entries", "w2").code == 0
    again = filled("erase", "w2", "--reason", "asked for", "--name-only", "--json")
    assert again.json == {"worker": "w2", "name": False}


def test_of_whom_nothing_is_on_record_nothing_is_erased(filled: Command) -> None:
    assert one_sentence(filled("erase", "w9", "--reason", "asked for"), 2, "Nothing is recorded of 'w9'")
    assert one_sentence(filled("erase", "w1"), 2, "--reason")
    assert one_sentence(filled("erase", "w1", "--reason", " "), 2, "reason")


def test_what_is_due_is_told_by_rule_and_source(filled: Command) -> None:
    ran = filled("retention", "w2", "--as-of", "2026-03-02", "--json")
    assert ran.code == 0
    assert {one["rule"]: one["state"] for one in ran.json["kept"]} == {
        "staff-record": "kept", "clinical-training": "kept",
    }  # fmt: skip
    assert ran.json["due"] == []
    assert "records-management-code" in ran.json["sources"]


@pytest.mark.parametrize("more", [(), ("--name-only",), ("--dry-run",)], ids=" ".join)
def test_whoever_repeats_it_erases_nobody_else_who_has_that_number(filled: Command, more: tuple[str, ...]) -> None:
    post = {"kind": "appointment", "on": "2024-01-08", "site": "site-1", "tier": "clinical-support-worker"}
    told = [
        {**post, "worker": "10000077"}, {**post, "worker": "20000088"},
        {"kind": "identity", "worker": "20000088", "on": "2024-01-08", "scheme": "esr-employee", "value": "10000077"},
        {"kind": "person", "worker": "20000088", "name": "Robin Example"},
    ]  # fmt: skip
    assert filled("add", "-", stdin=lines(*told)).code == 0
    for code in (0, 2):
        ran = filled("erase", "10000077", "--reason", "a duplicate", "--anyway", *(more if code else ()))
        assert (ran.code, "20000088" in ran.out) == (code, False)
    assert one_sentence(ran, 2, "'10000077'", "number of 20000088")
    assert len(filled("entries", "20000088", "--json").json) == 2
    assert filled("erase", "robin", "--reason", "asked for", "--name-only").out == "The name of 20000088 was erased.\n"


def test_texts_that_name_them_are_told_before_nobody_can_find_them_any_more(filled: Command) -> None:
    done = {"kind": "practice", "worker": "w1", "on": "2026-01-09", "competency": "patient-flow"}
    done |= {"outcome": "successful"}
    told = [
        {"kind": "person", "worker": "w2", "name": "Amina Okafor"},
        {"kind": "identity", "worker": "w2", "on": "2024-01-08", "scheme": "moodle", "value": "mo-778"},
        {**done, "note": "beside Amina Okafor"}, {**done, "note": "see mo-778"}, {**done, "supervisor": "w2"},
    ]  # fmt: skip
    before = filled("erase", "w2", "--reason", "asked for", "--dry-run", "--json").json
    assert filled("add", "-", stdin=lines(*told)).code == 0
    after = filled("erase", "w2", "--reason", "asked for", "--dry-run", "--json").json
    assert (after["elsewhere"] - before["elsewhere"], after["texts"] - before["texts"]) == (3, 2)
    ran = filled("erase", "w2", "--reason", "asked for", "--anyway")
    assert f"{after['texts']} of them name the person in a text" in ran.out
