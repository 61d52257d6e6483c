"""All that is held about a person, and nothing about others beyond what it says of them."""

import json

from msgspec.structs import replace

from sw_competency import MemoryStore, Tracker
from sw_competency.model import Person
from sw_competency.testing.builders import (
    appointed,
    assessed,
    catalogue_of,
    corrected,
    countersigned,
    entry,
    registered,
    signed_off,
    tracker_of,
    watched,
)

POST = appointed("w1", "2024-01-08")
HELD = signed_off("w1", "ct-room-assist", "2024-02-01", id="s1")


def access(entries, worker, people=()):
    tracker = tracker_of(entries)
    for person in people:
        tracker.store.put_person(person)
    return tracker.at("2024-06-01").subject_access(worker)


def test_their_own_records_are_given_in_full_corrections_and_all():
    wrong = watched("w1", "ct-room-assist", "2024-01-20", id="p1", note="A bad day")
    answer = access([POST, wrong, HELD, corrected(wrong, "2024-03-01", id="c1"), registered("w1", id="r1")], "w1")
    assert [(one.record, one.entry.kind) for one in answer.own] == [
        ("worker", "appointment"), ("worker", "practice"), ("worker", "sign-off"), ("worker", "correction"),
        ("assessor", "registration"),
    ]  # fmt: skip
    assert answer.own[1].entry.note == "A bad day"
    assert all(one.received_at is not None for one in answer.own)
    assert (answer.outcome.value, answer.elsewhere) == ("met", ())


def test_what_lies_ahead_is_held_too():
    ahead = appointed("w1", "2027-01-01", recorded_at="2024-01-01T09:00:00Z")
    assert [one.entry.on.year for one in access([ahead], "w1").own] == [2027]


def test_every_role_in_which_others_records_name_them_is_found():
    entries = [
        HELD, countersigned("w1", "s1", "2024-02-02", by="m9"),
        assessed("w2", "ct-room-assist", "2024-02-03", assessor="m9"),
        watched("w2", "ct-room-assist", "2024-02-04", supervisor="m9"),
        entry("approval", "2024-02-05", worker="w1", role="head", by="m9"),
        entry("rebanding", "2024-02-06", worker="w1", to="x", decided_by="m9"),
        entry("prior-learning", "2024-02-07", worker="w1", competency="x", signed_on="2024-01-01", accepted_by="m9"),
        entry("withdrawal", "2024-02-08", worker="w1", by="m9", recorded_by="m9"),
        entry("request", "2024-02-09", worker="w1", competency="x", answer="declined", asked_by="m9"),
        entry("practice", "2024-02-10", worker="w1", competency="x", outcome="successful", count=3, confirmed_by="m9"),
        entry("vacancy", "2024-02-11", site="site-1", tier="t", recorded_by="m9"),
        corrected(HELD, "2024-02-12", with_=signed_off("w1", "ct-room-assist", "2024-02-01", assessor="m9")),
        registered("a2", recorded_by="m9"),
    ]  # fmt: skip
    found = access(entries, "m9").elsewhere
    assert {role for one in found for role in one.roles} == {
        "assessor", "by", "supervisor", "decided_by", "accepted_by", "recorded_by", "asked_by", "confirmed_by",
    }  # fmt: skip
    assert len(found) == len(entries) - 1


def test_what_a_correction_says_that_an_entry_should_have_been_is_told_with_its_fields():
    mended = {
        "approval": (entry("approval", "2024-02-05", worker="w1", role="head", by="a1", id="e1"), {"by": "m9"}),
        "assessment": (
            replace(assessed("w1", "ct-room-assist", "2024-02-03", assessor="a1"), id="e1"), {"assessor": "m9"},
        ),
        "practice": (watched("w1", "ct-room-assist", "2024-02-04", supervisor="a1", id="e1"), {"supervisor": "m9"}),
    }  # fmt: skip
    for kind, (wrong, change) in mended.items():
        [found] = access([wrong, corrected(wrong, "2024-02-12", with_=replace(wrong, **change))], "m9").elsewhere
        assert (found.kind, found.roles) == ("correction", tuple(change)), kind
        assert {name: found.says[f"with.{name}"] for name in change} == change
        assert found.says["with.worker"] == found.record
        assert "w1" not in json.dumps(found.says)


def test_an_id_written_otherwise_is_the_same_person():
    assert len(access([watched("w2", "ct-room-assist", "2024-02-04", supervisor="M9 ")], "m9").elsewhere) == 1


def test_texts_that_name_them_are_found_by_name_and_by_id_and_no_others():
    people = [Person(role="worker", id="w1", name="Amina Okafor")]
    noted = [
        watched("w2", "ct-room-assist", "2024-02-01", note="Swapped with amina okafor that day"),
        watched("w2", "ct-room-assist", "2024-02-02", note="See w1, too"),
        watched("w2", "ct-room-assist", "2024-02-03", note="See w12"),
        watched("w2", "ct-room-assist", "2024-02-04", remarks={"more": ["asked W1"]}),
        entry("vacancy", "2024-02-05", site="site-1", tier="t", note="For Amina Okafor"),
    ]
    answer = access(noted, "w1", people)
    assert [(one.on, one.roles, one.record) for one in answer.elsewhere] == [
        ("2024-02-01", ("text",), "person 1"), ("2024-02-02", ("text",), "person 1"),
        ("2024-02-04", ("text",), "person 1"), ("2024-02-05", ("text",), "site site-1"),
    ]  # fmt: skip
    assert answer.elsewhere[2].says["remarks.more[0]"] == "asked W1"
    assert answer.person == {"name": "Amina Okafor", "role": "worker"}


def test_nothing_of_others_is_told():
    """Neither their ids nor texts about them; the same person has the same number throughout."""
    entries = [
        entry("assessment", "2024-02-01", worker="secret-1", competency="ct-room-assist", assessor="m9", id="secret-9",
              outcome="not-yet-competent", note="secret-1 was late", action_plan="Rest"),
        watched("secret-2", "ct-room-assist", "2024-02-02", supervisor="m9", recorded_by="secret-1", remark="secret-2"),
        watched("secret-1", "ct-room-assist", "2024-02-03", supervisor="m9"),
    ]  # fmt: skip
    answer = access(entries, "m9")
    told = json.dumps(answer.to_json()) + str(list(answer.tables())) + answer.says
    assert "secret" not in told
    assert "Rest" not in told
    assert [one.record for one in answer.elsewhere] == ["person 1", "person 1", "person 2"]
    assert answer.elsewhere[2].says["recorded_by"] == "person 1"


def test_the_catalogue_is_looked_through_for_the_name():
    catalogue = catalogue_of('[source.x]\ntitle = "By Amina Okafor, superintendent"\n')
    tracker = Tracker(MemoryStore(), catalogue)
    tracker.store.put_person(Person(role="worker", id="w1", name="Amina Okafor"))
    [line] = tracker.at().subject_access("w1").in_catalogue
    assert "Amina Okafor" in line


def test_of_whom_nothing_is_held_nothing_can_be_told():
    answer = access([POST], "w9")
    assert (answer.outcome.value, answer.says) == ("cannot-tell", "Nothing is held about w9")


def test_of_somebody_with_several_ids_all_records_are_given_whichever_was_asked_about():
    same = entry("identity", "2024-03-01", worker="w9", same_as="w1")
    people = [Person(role="worker", id="w9", name="Amina Example"), Person(role="worker", id="w1", name="A. Example")]
    for asked in ("w1", "w9"):
        answer = access([POST, same, HELD, registered("w9", id="r1")], asked, people)
        assert answer.ids == ("w1", "w9")
        assert sorted((one.record, one.id, one.entry.kind) for one in answer.own) == [
            ("assessor", "w9", "registration"), ("worker", "w1", "appointment"), ("worker", "w1", "sign-off"),
            ("worker", "w9", "identity"),
        ]  # fmt: skip
        assert (answer.person["name"], answer.person["name (w9)"]) == ("A. Example", "Amina Example")


def test_their_numbers_of_other_schemes_are_looked_for_too():
    entries = [
        POST, entry("identity", "2024-02-01", worker="w1", scheme="esr-employee", value="20012345"),
        watched("w2", "ct-room-assist", "2024-02-02", supervisor="20012345"),
        watched("w2", "ct-room-assist", "2024-02-03", note="with 20012345"),
        watched("w2", "ct-room-assist", "2024-02-04", note="with 200123456"),
    ]  # fmt: skip
    assert [one.on for one in access(entries, "w1").elsewhere] == ["2024-02-02", "2024-02-03"]


def test_that_a_record_was_erased_is_held_and_told():
    tracker = tracker_of([POST, registered("w1", id="r1"), appointed("w2", "2024-01-08")])
    for kind in ("worker", "assessor"):
        tracker.store.erase_record((kind, "w1"), "m9", "Asked for by w1", tracker.now)
    answer = tracker.at().subject_access("w1")
    assert [(one.record, one.by, one.reason) for one in answer.erased] == [
        ("worker", "m9", "Asked for by w1"), ("assessor", "m9", "Asked for by w1"),
    ]  # fmt: skip
    assert (answer.outcome.value, answer.own) == ("met", ())
    assert "Asked for by w1" in " ".join(answer.lines())
    assert tracker.at(known_by="2020-01-01").subject_access("w1").erased == ()
    assert tracker.at().subject_access("w2").erased == ()
