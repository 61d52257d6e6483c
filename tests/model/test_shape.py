"""What an entry must look like to be taken: every refusal with its sentence."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given

from sw_competency.errors import MalformedEntryError
from sw_competency.model import KINDS, Person, field_names, parse_entry, parse_person, plain, plain_person
from sw_competency.testing.strategies import entries, people

PRACTICE = {
    "kind": "practice",
    "worker": "w1",
    "on": "2026-03-01",
    "competency": "iv-cannulation",
    "outcome": "successful",
}
NHS = "943 476 5919"
NEEDED = {
    "appointment": {"worker", "site", "tier"},
    "leaving": {"worker"},
    "absence": {"worker", "reason"},
    "training": {"worker", "programme", "outcome"},
    "qualification": {"worker", "level"},
    "practice": {"worker", "competency", "outcome"},
    "self-assessment": {"worker", "competency"},
    "assessment": {"worker", "competency", "assessor", "outcome"},
    "sign-off": {"worker", "competency", "assessor"},
    "countersignature": {"worker", "sign_off", "by"},
    "withdrawal": {"worker", "by"},
    "reinstatement": {"worker", "by"},
    "request": {"worker", "competency", "answer"},
    "approval": {"worker", "role", "by"},
    "rebanding": {"worker", "to"},
    "prior-learning": {"worker", "competency", "signed_on", "accepted_by"},
    "correction": {"worker", "corrects", "reason"},
    "registration": {"assessor"},
    "vacancy": {"site", "tier"},
    "banding-claim": {"worker"},
    "session": {"worker", "modality"},
    "sign-off-request": {"worker", "competency", "assessor"},
    "identity": {"worker"},
}


def refused(raw):
    """Return the problems of an entry that cannot be taken: each field with its sentence."""
    with pytest.raises(MalformedEntryError) as error:
        parse_entry(raw)
    return {problem.path: problem.says for problem in error.value.problems}


def test_every_kind_is_known():
    assert set(KINDS) == set(NEEDED)


@pytest.mark.parametrize("kind", NEEDED)
def test_each_kind_needs_its_fields(kind):
    assert set(refused({"kind": kind})) == NEEDED[kind] | {"on"}
    assert set(refused({"kind": kind, **dict.fromkeys(NEEDED[kind])})) == NEEDED[kind] | {"on"}


IDENTITY = {"kind": "identity", "worker": "w1", "on": "2026-03-01"}
EITHER = "an identity gives a scheme and a value, such as esr-employee and 20000001, or same_as, and not both"


@pytest.mark.parametrize(
    ("fields", "problems"),
    [
        ({}, {"scheme": EITHER}),
        ({"scheme": "moodle"}, {"value": EITHER}),
        ({"value": "7"}, {"scheme": EITHER}),
        ({"same_as": "w2", "value": "7"}, {"same_as": EITHER}),
        ({"same_as": "w2", "scheme": "moodle", "value": "7"}, {"same_as": EITHER}),
        ({"same_as": "w1"}, {"same_as": "is the worker's own id: give the other one"}),
        ({"same_as": " "}, {"same_as": "is empty"}),
        ({"scheme": "moodle", "value": "\u200b"}, {"value": "is empty"}),
    ],
)
def test_an_identity_says_one_thing(fields, problems):
    assert refused({**IDENTITY, **fields}) == problems


@pytest.mark.parametrize("fields", [{"scheme": "esr-person", "value": "943 476 5919"}, {"same_as": "9434765919"}])
def test_a_number_of_staff_is_not_looked_at_for_a_patients(fields):
    assert plain(parse_entry({**IDENTITY, **fields})[0]) == {**IDENTITY, **fields}


def test_a_missing_field_is_named_with_its_kind():
    assert refused({k: v for k, v in PRACTICE.items() if k != "outcome"}) == {"outcome": "a practice needs this field"}


@pytest.mark.parametrize(
    ("fields", "path", "says"),
    [
        ({"kind": "practise"}, "kind", "'practise' is no kind of entry; did you mean 'practice'?"),
        ({"kind": ""}, "kind", "every entry says its kind"),
        ({"kind": 1}, "kind", "every entry says its kind"),
        ({"kind": ["practice"]}, "kind", "every entry says its kind"),
        ({"on": "1/3/2026"}, "on", "'1/3/2026' is not a date; write it as YYYY-MM-DD"),
        ({"on": "2026-02-30"}, "on", "there is no day 2026-02-30"),
        ({"on": datetime(2026, 3, 1, tzinfo=UTC)}, "on", "is not a date"),
        ({"on": 20260301}, "on", "is not a date"),
        ({"recorded_at": "2026-03-01T12:00:00"}, "recorded_at", "is not an instant"),
        ({"recorded_at": datetime(2026, 3, 1, tzinfo=UTC).replace(tzinfo=None)}, "recorded_at", "with its offset"),
        ({"recorded_at": 5}, "recorded_at", "is not an instant with its offset"),
        (
            {"outcome": "sucessful"},
            "outcome",
            "'sucessful' is none of successful, unsuccessful; did you mean 'successful'?",
        ),
        ({"outcome": 1}, "outcome", "'1' is none of"),
        ({"worker": 7}, "worker", "is asked for"),
        ({"worker": " "}, "worker", "is empty"),
        ({"id": ""}, "id", "is empty"),
        ({"count": 0}, "count", "is a tally of at least 1"),
        ({"count": "3"}, "count", "is asked for"),
        ({"count": True}, "count", "is asked for"),
        ({"from": "2026-03-02"}, "from", "a tally begins no later than its last day, 2026-03-01"),
        ({"note": f"for {NHS}"}, "note", "holds a valid NHS number"),
        ({"note": "a\x00b"}, "note", "a control character"),
        ({"note": "a\ud800b"}, "note", "a control character"),
        ({"note": "x" * 20_001}, "note", "holds 20001 characters; at most 20000 are taken"),
        ({"worker": "x" * 201}, "worker", "holds 201 characters; at most 200 are taken"),
        ({"kind": "appointment", "site": "s", "tier": "t", "wte": 0}, "wte", "is a share of full time"),
        ({"kind": "appointment", "site": "s", "tier": "t", "wte": 2.1}, "wte", "is a share of full time"),
        (
            {"kind": "appointment", "site": "s", "tier": "t", "until": "2026-02-28"},
            "until",
            "28 February 2026 lies before 1 March 2026, the day it begins: give a later last day",
        ),
        ({"kind": "qualification", "level": 9}, "level", "is a level from 0 to 8"),
        ({"kind": "sign-off", "assessor": "a1", "evidence": "e1"}, "evidence", "is asked for"),
        (
            {"kind": "prior-learning", "accepted_by": "a1", "signed_on": "2026-03-02"},
            "signed_on",
            "was signed after it was accepted",
        ),
    ],
)
def test_what_is_refused_and_why(fields, path, says):
    problems = refused({**PRACTICE, **fields})
    assert list(problems) == [path]
    assert says in problems[path]


def test_all_problems_are_told_at_once():
    problems = refused({"kind": "practice", "worker": "", "on": "soon", "outcome": "good"})
    assert set(problems) == {"worker", "on", "outcome", "competency"}


@pytest.mark.parametrize("field", ["worker", "supervisor", "id", "recorded_by", "confirmed_by"])
def test_ids_are_other_peoples_and_not_looked_at(field):
    assert parse_entry({**PRACTICE, field: NHS})[0].owner[0] == "worker"


def test_a_registration_number_is_not_looked_at():
    entry, _ = parse_entry({"kind": "registration", "assessor": "a1", "on": "2020-01-01", "number": NHS})
    assert entry.number == NHS


@pytest.mark.parametrize(
    "fields",
    [
        {"staff_number": NHS}, {"Staff Number": NHS}, {"employee_no": NHS}, {"person-number": 9434765919},
        {"assignment_number": NHS}, {"payroll_id": NHS}, {"hcpc_number": NHS}, {"nmc_pin": NHS}, {"registration": NHS},
        {"device": NHS}, {"device_serial_number": NHS}, {"asset_tag": NHS}, {"esr_employee_number": NHS},
        {"details": {"staff_number": NHS}}, {"details": [{"device": [NHS]}]},
    ],
)  # fmt: skip
def test_numbers_of_staff_registrations_and_devices_are_not_looked_at(fields):
    assert parse_person({"kind": "person", "worker": "w1", **fields}).details == fields
    assert parse_entry({**PRACTICE, **fields})[0].extra == fields


@pytest.mark.parametrize(
    "fields",
    [
        {"phone": NHS}, {"name": NHS}, {"person": NHS}, {"staff": NHS}, {"number": NHS}, {"patient_number": NHS},
        {"hospital_number": NHS}, {"patient_device_number": NHS}, {"staff_number_of_patient": NHS}, {"nhs_number": NHS},
        {"details": {"staff_number": "7", "comment": NHS}}, {"device": {NHS: 1}}, {"id": NHS},
    ],
)  # fmt: skip
def test_other_fields_of_a_person_are_looked_at(fields):
    with pytest.raises(MalformedEntryError, match="NHS number"):
        parse_person({"kind": "person", "worker": "w1", **fields})


def test_a_device_in_a_restriction_is_not_looked_at_and_patients_are():
    sign_off = {"kind": "sign-off", "worker": "w1", "on": "2026-03-01", "competency": "c", "assessor": "a1"}
    assert parse_entry({**sign_off, "restrictions": [{"device": NHS}]})[0].restrictions == ({"device": NHS},)
    for restriction in ({"patients": NHS}, {"modality": NHS}, NHS):
        assert "NHS number" in refused({**sign_off, "restrictions": [restriction]})["restrictions"]


@pytest.mark.parametrize("blank", ["", " ", "\u200b", "\u00a0", "\u2060\u3164"])
def test_an_id_that_nobody_can_see_is_empty(blank):
    for field in ("worker", "competency", "id", "recorded_by"):
        assert refused({**PRACTICE, field: blank}) == {field: "is empty"}


def test_a_misspelt_field_within_a_correction_is_told():
    within = {**PRACTICE, "superviser": "a1"}
    _, warnings = parse_entry({**CORRECTION, "with": within})
    assert warnings == ["a practice has no field 'superviser'; kept as it is: did you mean 'supervisor'?"]


@pytest.mark.parametrize(
    "unknown",
    [{"comment": NHS}, {"comment": [{"deep": NHS}]}, {"comment": 9434765919}, {NHS: 1}, {"comment": {NHS: 1}}],
)
def test_fields_nobody_knows_are_looked_at(unknown):
    assert any("NHS number" in says for says in refused({**PRACTICE, **unknown}).values())


@pytest.mark.parametrize("field", ["number", "by", "evidence", "site"])
def test_a_field_is_an_id_only_where_its_kind_has_it(field):
    """A practice has no registration number: what stands there is a field nobody knows."""
    assert "NHS number" in refused({**PRACTICE, field: NHS})[field]


def test_nothing_is_nested_too_deep():
    deep = []
    for _ in range(30):
        deep = [deep]
    assert refused({**PRACTICE, "comment": deep}) == {"comment": "is nested too deep"}


def test_unknown_fields_are_kept_and_given_back():
    raw = {**PRACTICE, "ward": {"name": "Ä", "beds": [1, None, True]}, "nothing": None}
    entry, warnings = parse_entry(raw)
    assert entry.extra == {"ward": {"name": "Ä", "beds": [1, None, True]}, "nothing": None}
    assert plain(entry) == raw
    assert warnings == []


def test_a_known_field_misspelt_is_kept_with_a_warning():
    entry, warnings = parse_entry({**PRACTICE, "superviser": "a1"})
    assert entry.extra == {"superviser": "a1"}
    assert warnings == ["a practice has no field 'superviser'; kept as it is: did you mean 'supervisor'?"]


def test_values_are_taken_as_they_are_meant():
    entry, _ = parse_entry(
        {
            **PRACTICE,
            "on": date(2026, 3, 1),
            "recorded_at": datetime(2026, 3, 1, 13, tzinfo=timezone(timedelta(hours=1))),
            "count": 3,
            "from": "2026-02-01",
            "supervisor": None,
        }
    )
    assert (entry.on, entry.times, entry.from_, entry.supervisor) == (date(2026, 3, 1), 3, date(2026, 2, 1), None)
    assert entry.recorded_at == datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert plain(entry)["recorded_at"] == "2026-03-01T12:00:00Z"
    assert plain(entry)["from"] == "2026-02-01"


@pytest.mark.parametrize(
    "restrictions", [["under guidance"], [{"modality": "ct"}, {"device": ["d1", "d2"], "patients": "adults"}]]
)
def test_restrictions_are_text_or_tables(restrictions):
    raw = {
        "kind": "sign-off",
        "worker": "w1",
        "on": "2026-03-01",
        "competency": "c",
        "assessor": "a1",
        "restrictions": restrictions,
    }
    entry, _ = parse_entry(raw)
    assert plain(entry) == raw


SIGN_OFF = {"kind": "sign-off", "worker": "w1", "on": "2026-03-01", "competency": "c", "assessor": "a1"}


@pytest.mark.parametrize(
    "empty",
    ["", " ", "\u200b", {}, {"modality": ""}, {"device": " "}, {"modality": []}, {"modality": ["ct", ""]},
     {"modality": "ct", "patients": "\u00a0"}],
)  # fmt: skip
def test_a_restriction_says_something(empty):
    for restrictions in ([empty], ["with care", empty]):
        assert "says nothing" in refused({**SIGN_OFF, "restrictions": restrictions})["restrictions"]
    assert parse_entry({**SIGN_OFF, "restrictions": []})[0].restrictions == ()


@pytest.mark.parametrize(
    ("restriction", "told"),
    [
        ("modality=mr", "give the modality as a table"), ("device = Siemens", "give the device as a table"),
        ("patients: adults", "give the patients as a table"),
        ("modalities=mr", "did you mean 'modality'?"), ("Modality=mr", "did you mean 'modality'?"),
        ("devices=Siemens", "did you mean 'device'?"), ("patient=adults", "did you mean 'patients'?"),
        ("patient: adults", "did you mean 'patients'?"), (" MODALITY = mr", "did you mean 'modality'?"),
        ("ward=B", "not to 'ward'"), ({"modalities": "mr"}, "did you mean 'modality'?"),
        ("with care", None), ("left arm: only", None), ("adults, eGFR >= 60", None), ({"modality": "mr"}, None),
    ],
)  # fmt: skip
def test_a_text_that_reads_like_a_restriction_to_something_is_told(restriction, told):
    entry, warnings = parse_entry({**SIGN_OFF, "restrictions": [restriction]})
    assert entry.restrictions == (restriction,)
    if told is None:
        assert warnings == []
    else:
        (warning,) = warnings
        assert told in warning


def test_an_empty_list_says_something_else_than_nothing():
    """Nobody is deployed in no modality by accident: what was said is given back."""
    raw = {"kind": "appointment", "worker": "w1", "on": "2026-03-01", "site": "s", "tier": "t", "modalities": []}
    entry, _ = parse_entry(raw)
    assert parse_entry(plain(entry))[0] == entry


# -- ends ----------------------------------------------------------------------------------------------------

ENDS = [
    *[(kind, "until", {}) for kind in ("appointment", "absence", "withdrawal", "registration", "vacancy")],
    *[(kind, "expires_on", {}) for kind in ("training", "sign-off")],
    ("prior-learning", "expires_on", {"signed_on": "2026-03-01"}),
    ("withdrawal", "until", {"suspension": True}),
    ("appointment", "until", {"post": "bank", "basis": "acting-up"}),
    ("training", "expires_on", {"outcome": "failed"}),
]
FILLED = {
    "worker": "w1", "assessor": "a1", "site": "s", "tier": "t", "reason": "sickness", "programme": "p",
    "outcome": "completed", "competency": "c", "by": "m1",
    "signed_on": "2026-01-01", "accepted_by": "m1",
}  # fmt: skip


def ending(kind, field, more, last):
    needed = {name: FILLED[name] for name in NEEDED[kind]}
    return {"kind": kind, **needed, **more, "on": "2026-03-01", field: last}


@pytest.mark.parametrize(("kind", "field", "more"), ENDS)
def test_an_end_before_its_beginning_is_malformed_wherever_it_stands(kind, field, more):
    wrong = ending(kind, field, more, "2026-02-28")
    assert "28 February 2026 lies before 1 March 2026" in refused(wrong)[field]
    owner = {name: wrong[name] for name in ("worker", "assessor", "site") if name == KINDS[kind].owner_field}
    correction = {"kind": "correction", "on": "2026-03-02", "corrects": "e1", "reason": "r", **owner}
    assert f"with.{field}" in refused({**correction, "with": wrong})
    inner = {**correction, "with": {**correction, "with": wrong}}
    assert f"with.with.{field}" in refused(inner)
    assert parse_entry(ending(kind, field, more, "2026-03-01"))[0]


def test_every_kind_that_has_an_end_is_in_that_table():
    there = {(kind, name) for kind in KINDS for name in ("until", "expires_on") if name in field_names(kind)}
    assert there == {(kind, field) for kind, field, _ in ENDS}


ANOTHER_KINDS = [  # a field, what this kind calls it if it has it
    ("registration", "expires_on", "until"), ("appointment", "expires_on", "until"), ("absence", "expires_on", "until"),
    ("vacancy", "expires_on", "until"), ("withdrawal", "expires_on", "until"), ("absence", "end_date", "until"),
    ("training", "until", "expires_on"), ("sign-off", "until", "expires_on"), ("sign-off", "end_date", "expires_on"),
    ("withdrawal", "task", "competency"), ("prior-learning", "until", "expires_on"), ("practice", "until", None),
    ("prior-learning", "restrictions", None), ("practice", "assessor", None), ("training", "competency", None),
]  # fmt: skip
VALUES = {"restrictions": [{"modality": "ct"}], "task": "c", "assessor": "a1", "competency": "c"}
SUCCESS = {"practice": {"outcome": "successful"}}


@pytest.mark.parametrize(("kind", "field", "meant"), ANOTHER_KINDS)
def test_a_field_of_another_kind_is_kept_and_told(kind, field, meant):
    given = ending(kind, field, SUCCESS.get(kind, {}), VALUES.get(field, "2026-04-01"))
    entry, warnings = parse_entry(given)
    assert entry.extra == {field: given[field]}
    hint = f": did you mean '{meant}'?" if meant else ", and no answer looks at it"
    article = "an" if kind[0] == "a" else "a"
    assert warnings == [f"{article} {kind} has no field '{field}'; kept as it is{hint}"]
    owner = KINDS[kind].owner_field
    correction = {"kind": "correction", "on": "2026-03-02", "corrects": "e1", "reason": "r", owner: given[owner]}
    assert parse_entry({**correction, "with": given})[1] == warnings


@pytest.mark.parametrize(("kind", "field"), [(k, f) for k, f, _ in ANOTHER_KINDS if f not in VALUES])
def test_an_end_that_stands_in_a_field_that_is_not_read_is_looked_at(kind, field):
    more = SUCCESS.get(kind, {})
    assert "lies before 1 March 2026" in refused(ending(kind, field, more, "2026-02-28"))[field]
    for kept in ("some day", 7, None, ["2026-02-28"]):
        assert parse_entry(ending(kind, field, more, kept))[0].extra == {field: kept}


@pytest.mark.parametrize(
    ("signed_on", "known_to", "taken"),
    [
        ("2026-12-31", "year", True), ("2026-03-31", "month", True), ("2026-03-02", None, False),
        ("2027-01-01", "year", False), ("2026-04-01", "month", False), ("2026-12-31", "month", False),
        ("2026-03-01", None, True),
    ],
)  # fmt: skip
def test_a_paper_known_to_the_year_or_month_counts_from_its_first_day(signed_on, known_to, taken):
    raw = {"kind": "prior-learning", "worker": "w1", "on": "2026-03-01", "competency": "c", "accepted_by": "m1"}
    raw |= {"signed_on": signed_on, "date_known_to": known_to}
    if taken:
        assert parse_entry(raw)[0].signed_first <= date(2026, 3, 1)
    else:
        assert "was signed after it was accepted" in refused(raw)["signed_on"]


@pytest.mark.parametrize(
    ("known_to", "expires_on", "taken"),
    [
        (None, "2025-06-29", False), (None, "2025-06-30", True), ("month", "2025-06-01", True),
        ("month", "2025-05-31", False),
    ],
)  # fmt: skip
def test_a_paper_may_have_ended_before_it_was_accepted_and_not_before_it_was_signed(known_to, expires_on, taken):
    raw = {"kind": "prior-learning", "worker": "w1", "on": "2026-03-01", "competency": "c", "accepted_by": "m1"}
    raw |= {"signed_on": "2025-06-30", "date_known_to": known_to, "expires_on": expires_on}
    if taken:
        assert str(parse_entry(raw)[0].expires_on) == expires_on
    else:
        assert "the day it begins" in refused(raw)["expires_on"]


@pytest.mark.parametrize(("band", "taken"), [(1, True), (9, True), (0, False), (10, False), (13, False), (-3, False)])
def test_a_band_is_one_of_nine(band, taken):
    raw = {"kind": "appointment", "worker": "w1", "on": "2026-03-01", "site": "s", "tier": "t", "band": band}
    if taken:
        assert parse_entry(raw)[0].band == band
    else:
        assert refused(raw) == {"band": "is a band of Agenda for Change, from 1 to 9"}


# -- corrections ---------------------------------------------------------------------------------------------

CORRECTION = {"kind": "correction", "worker": "w1", "on": "2026-03-01", "corrects": "e1", "reason": "a slip"}


def test_a_correction_carries_the_entry_as_it_should_have_been():
    entry, _ = parse_entry({**CORRECTION, "with": PRACTICE})
    assert plain(entry.with_) == PRACTICE
    assert plain(entry)["with"] == PRACTICE
    assert entry.owner == ("worker", "w1")


@pytest.mark.parametrize(
    ("fields", "path", "says"),
    [
        ({"with": "e2"}, "with", "is the entry as it should have been, or is left out"),
        ({"with": {**PRACTICE, "worker": "w2"}}, "with", "is about somebody else"),
        ({"with": {**PRACTICE, "outcome": "good"}}, "with.outcome", "is none of"),
        ({"with": {"kind": "practise"}}, "with.kind", "no kind of entry"),
        ({"worker": None}, "worker", "names one worker, assessor or site"),
        ({"site": "s"}, "worker", "names one worker, assessor or site"),
        ({"with": {**CORRECTION, "with": {**CORRECTION, "with": PRACTICE}}}, "with", "entered as one of its own"),
        ({"with": {**PRACTICE, "note": NHS}}, "with.note", "NHS number"),
    ],
)
def test_what_a_correction_cannot_say(fields, path, says):
    problems = refused({**CORRECTION, **fields})
    assert path in problems
    assert says in problems[path]


def test_a_correction_can_correct_a_correction():
    entry, _ = parse_entry({**CORRECTION, "with": {**CORRECTION, "with": PRACTICE}})
    assert entry.with_.with_.kind == "practice"


def test_a_correction_of_a_registration_belongs_to_the_assessor():
    entry, _ = parse_entry(
        {"kind": "correction", "assessor": "a1", "on": "2026-03-01", "corrects": "r1", "reason": "a slip"}
    )
    assert entry.owner == ("assessor", "a1")


def test_a_correction_of_nobody_belongs_to_nobody():
    nobody = KINDS["correction"](on=date(2026, 3, 1), corrects="e1", reason="a slip")
    with pytest.raises(AttributeError, match="belongs to a worker"):
        _ = nobody.owner


# -- people --------------------------------------------------------------------------------------------------


def test_a_person_is_kept_with_what_else_is_known():
    raw = {"kind": "person", "worker": "w1", "name": "Ada", "staff_number": "0042"}
    person = parse_person(raw)
    assert person == Person(role="worker", id="w1", name="Ada", details={"staff_number": "0042"})
    assert plain_person(person) == raw


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"worker": None}, "worker"),
        ({"assessor": "a1"}, "worker"),
        ({"worker": 5}, "worker"),
        ({"name": 5}, "name"),
        ({"note": NHS}, "note"),
        ({"name": NHS}, "name"),
        ({"note": "\x01"}, "note"),
        ({"note": [[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]}, "note"),
    ],
)
def test_what_no_person_line_says(fields, path):
    with pytest.raises(MalformedEntryError) as error:
        parse_person({"kind": "person", "worker": "w1", "name": "Ada", **fields})
    assert path in {problem.path for problem in error.value.problems}


# -- laws ----------------------------------------------------------------------------------------------------


@given(entries())
def test_every_entry_survives_being_written_and_read(entry):
    """Whatever it says, unknown fields too."""
    assert parse_entry(plain(entry))[0] == entry


@given(entries())
def test_what_is_written_says_the_same_when_read_and_written_again(entry):
    once = plain(entry)
    assert plain(parse_entry(once)[0]) == once


@given(people())
def test_every_person_survives_being_written_and_read(person):
    assert plain_person(parse_person(plain_person(person))) == plain_person(person)
