"""People by their names and tasks by their titles, at every command that writes or shows."""

from pathlib import Path

import pytest

from tests.cli.conftest import Command, lines, one_sentence

TASK = "ct-room-assist"
PEOPLE = [
    {"kind": "person", "worker": "w1", "name": "Amina Okafor"},
    {"kind": "person", "worker": "w2", "name": "Amina Osei"},
    {"kind": "person", "assessor": "a1", "name": "Bethan O'Brien"},
    {"kind": "person", "assessor": "a2", "name": "Łukasz Zieliński"},
    {"kind": "registration", "id": "r2", "assessor": "a2", "on": "2015-09-01", "body": "HCPC", "number": "RA00002"},
]  # fmt: skip
AMINA, BETHAN = "Taken as Amina Okafor (w1).\n", "Taken as Bethan O'Brien (a1).\n"
ROOM = "Taken as Assisting in the CT room (ct-room-assist).\n"


@pytest.fixture
def staffed(filled: Command) -> Command:
    assert filled("add", "-", stdin=lines(*PEOPLE)).code == 0
    return filled


def test_a_sign_off_takes_names_and_a_title_and_says_as_whom(staffed: Command) -> None:
    given = ("--assessor", "bethan o", "--on", "2026-02-01")
    ran = staffed("sign-off", "amina ok", "assisting in the ct", *given)
    assert (ran.code, ran.err) == (0, AMINA + BETHAN + ROOM)
    ran = staffed("entries", "w1", "--json")
    assert {k: ran.json[-1][k] for k in ("kind", "worker", "competency", "assessor")} == {
        "kind": "sign-off", "worker": "w1", "competency": TASK, "assessor": "a1",
    }  # fmt: skip
    assert ran.err == ""


@pytest.mark.parametrize(
    ("words", "told", "kind", "fields"),
    [
        (("countersign", "okafor", "e1", "--by", "lukasz"), AMINA + "Taken as Łukasz Zieliński (a2).\n",
         "countersignature", {"worker": "w1", "sign_off": "e1", "by": "a2"}),
        (("withdraw", "Okafor, Amina", "CT room", "--by", "BETHAN"), AMINA + BETHAN + ROOM,
         "withdrawal", {"worker": "w1", "competency": TASK, "by": "a1"}),
        (("withdraw", "w1", "--by", "obrien"), BETHAN, "withdrawal", {"worker": "w1", "by": "a1"}),
        (("reinstate", "amina ok", "CT room", "--by", "m1"), AMINA + ROOM,
         "reinstatement", {"worker": "w1", "competency": TASK, "by": "m1"}),
        (("correct", "amina ok", "e1", "--reason", "wrong person"), AMINA, "correction", {"worker": "w1"}),
    ],
)  # fmt: skip
def test_what_is_recorded_names_ids(
    staffed: Command, words: tuple[str, ...], told: str, kind: str, fields: dict[str, str]
) -> None:
    ran = staffed(*words, "--json")
    assert (ran.code, ran.err) == (0, told)
    assert ran.json["appended"] == 1
    last = staffed("entries", "w1", "--json").json[-1]
    assert last["kind"] == kind
    assert {name: last.get(name) for name in ("worker", "sign_off", "by", "competency") if name in last} == fields


def test_a_correction_of_an_assessors_record_by_name(staffed: Command) -> None:
    ran = staffed("correct", "r1", "--assessor", "bethan", "--reason", "not hers")
    assert (ran.code, ran.err) == (0, BETHAN)
    shown = staffed("entries", "--assessor", "bethan", "--json").json
    assert [each["kind"] for each in shown] == ["registration", "correction"]


@pytest.mark.parametrize("words", [("entries", "amina ok"), ("report", "progression", "--worker", "amina ok")])
def test_a_record_is_shown_by_name(staffed: Command, words: tuple[str, ...], tmp_path: Path) -> None:
    ran, by_id = staffed(*words, "--json"), staffed(*words[:-1], "w1", "--json")
    assert (ran.code, ran.err, ran.out) == (0, AMINA, by_id.out.replace("w1-2", "w1"))


def test_a_sheet_is_printed_by_title(staffed: Command) -> None:
    page = staffed("report", "sign-off", "--competency", "ct room", "--blank", "--format", "md", "--out", "-")
    assert (page.code, page.err) == (0, ROOM)
    assert "Assisting in the CT room" in page.out


@pytest.mark.parametrize(
    "words",
    [
        ("sign-off", "amina", TASK, "--assessor", "a1"), ("countersign", "amina", "e1", "--by", "a2"),
        ("countersign", "w1", "e1", "--by", "amina"), ("withdraw", "amina", "--by", "a1"),
        ("reinstate", "amina", "--by", "a1"), ("correct", "amina", "e1", "--reason", "x"), ("entries", "amina"),
        ("report", "progression", "--worker", "amina"), ("withdraw", "w1", "--by", "AMINA"),
    ],
)  # fmt: skip
def test_a_name_that_fits_two_people_is_refused_with_both(staffed: Command, words: tuple[str, ...]) -> None:
    assert one_sentence(staffed(*words), 2, "Amina Okafor (w1) and Amina Osei (w2). Give more of the name, or the id.")
    assert len(staffed("entries", "w1", "--json").json) == 2


@pytest.mark.parametrize(
    "words",
    [
        ("sign-off", "w1", "assisting room", "--assessor", "a1"),
        ("withdraw", "w1", "assisting room", "--by", "a1", "--dry-run"),
        ("report", "sign-off", "--competency", "assisting room"),
    ],
)
def test_a_title_that_fits_two_tasks_is_refused_with_both(staffed: Command, words: tuple[str, ...]) -> None:
    assert one_sentence(staffed(*words), 2, "(ct-room-assist) and ", "(us-room-assist).")


def test_an_id_goes_before_a_name_and_a_new_id_begins_a_record(staffed: Command) -> None:
    appointed = {"kind": "appointment", "worker": "okafor", "on": "2024-01-08", "site": "site-1",
                 "tier": "clinical-support-worker"}  # fmt: skip
    assert staffed("add", "-", stdin=lines(appointed)).code == 0  # files carry ids
    assert staffed("entries", "okafor", "--json").json[0]["worker"] == "okafor"
    assert staffed("withdraw", "w77", "--by", "a1").err.startswith("Nothing else is recorded of w77")
    assert staffed("entries", "w77", "--json").json[0]["worker"] == "w77"
    assert staffed("withdraw", "2", "--by", "a1").err.startswith("Nothing else is recorded of 2")
    assert one_sentence(staffed("entries", "potato"), 3, "Nothing is recorded of potato.")


@pytest.mark.parametrize(
    "words",
    [("entries", "amina okafr"), ("withdraw", "amina okafr", "--by", "a1"), ("reinstate", "amina okafr", "--by", "a1")],
)
def test_a_misspelt_name_is_told_with_the_nearest(staffed: Command, words: tuple[str, ...]) -> None:
    assert "recorded of amina okafr" in (said := staffed(*words).err)
    assert "Did you mean Amina Okafor (w1)?" in said


def test_a_damaged_name_stops_nobody(staffed: Command, tmp_path: Path) -> None:
    kept = [f for f in (tmp_path / "records" / "people").iterdir() if "Osei" in f.read_text("utf-8")]
    kept[0].write_text(kept[0].read_text("utf-8").replace("Osei", "Obi"), "utf-8")
    ran = staffed("entries", "amina", "--json")
    assert ran.code == 0
    assert ran.err.startswith(AMINA)
    assert "A name cannot be trusted" in ran.err
    assert {e["worker"] for e in ran.json} == {"w1"}


def test_the_catalogue_is_shown_by_title(command: Command) -> None:
    ran = command("catalogue", "show", "peripheral adult", "--json")
    assert ran.err == "Taken as Peripheral intravenous cannulation, adult (iv-cannulation).\n"
    assert ran.out == command("catalogue", "show", "iv-cannulation", "--json").out
    assert one_sentence(command("catalogue", "show", "assisting in the"), 2, "(ct-room-assist)", "(us-room-assist)")
    assert one_sentence(command("catalogue", "show", "peripheral intravenus"), 2, "did you mean")


def test_whoever_fits_is_a_person_whatever_was_asked_for(staffed: Command) -> None:
    ran = staffed("sign-off", "w1", TASK, "--assessor", "amina")
    assert one_sentence(ran, 2, "'amina' fits more than one person: Amina Okafor (w1) and Amina Osei (w2).")
