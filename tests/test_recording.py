"""The front desk: what may be put on record, what is told, and which sign-offs given now are refused."""

import json
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sw_competency import reports
from sw_competency.catalogue import layer_of, load
from sw_competency.errors import (
    ConflictError,
    MalformedEntryError,
    NotOnRecordError,
    SignOffRefusedError,
    UnknownNameError,
)
from sw_competency.model import MET, plain
from sw_competency.stores import MemoryStore
from sw_competency.testing.builders import (
    Clock,
    appointed,
    assessed,
    corrected,
    registered,
    signed_off,
    tracker_of,
    trained,
    watched,
    withdrawn,
)
from sw_competency.tracker import Tracker

SHARED = Path(__file__).parents[2] / "shared" / "cases"
TASK = "ct-room-assist"  # of the shipped catalogue: a registered assessor, P12M
POST, A1 = appointed("w1", "2024-01-08", id="ap"), registered("a1")
SIGNED = signed_off("w1", TASK, "2025-01-12", id="s1")


def desk(*entries, today="2026-11-02T12:00:00Z", catalogue=None):
    clock = Clock()
    clock.set(today)
    return tracker_of(entries, catalogue, clock)


def refused(tracker, *words, **more):
    """Return the kinds of reasons for which a sign-off is refused; nothing is stored."""
    before = dict(tracker.store.read_all())
    with pytest.raises(SignOffRefusedError) as error:
        tracker.sign_off(*words, **more)
    assert dict(tracker.store.read_all()) == before
    assert all(refusal.says in str(error.value) for refusal in error.value.refusals)
    return [refusal.kind for refusal in error.value.refusals]


# -- which sign-offs are refused -------------------------------------------------------------------------------------

LATER = "2026-06-01"  # after the expiry of 12 January 2026


@pytest.mark.parametrize(
    ("entries", "kinds"),
    [
        ([POST, A1], []),
        ([A1], ["unknown-worker"]),
        ([A1, watched("w1", TASK, LATER)], ["unknown-worker"]),  # practice is no appointment
        ([A1, registered("w1")], []),  # one name space: a registered worker is somebody we know
        ([POST], ["cannot-tell", "unknown-assessor"]),
        ([POST, appointed("a1", "2024-01-01")], ["cannot-tell"]),  # known, and no registration is on record
        ([], ["cannot-tell", "unknown-worker", "unknown-assessor"]),
        ([POST, corrected(POST, LATER), A1], ["unknown-worker"]),  # a voided appointment is none
        ([POST, A1, SIGNED], ["no-relearning"]),
        ([POST, A1, SIGNED, watched("w1", TASK, "2026-01-12")], ["no-relearning"]),  # on its last day it was current
        ([POST, A1, SIGNED, watched("w1", TASK, "2026-01-13")], []),
        ([POST, A1, SIGNED, assessed("w1", TASK, LATER, outcome="not-yet-competent")], []),  # whatever came of it
        ([POST, A1, SIGNED, watched("w1", TASK, LATER, outcome="unsuccessful")], []),
        ([POST, A1, SIGNED, watched("w1", TASK, LATER, supervisor="W1 ")], ["no-relearning"]),  # under one's own eyes
        ([POST, A1, SIGNED, watched("w1", "us-room-assist", LATER)], ["no-relearning"]),
        ([POST, A1, SIGNED, withdrawn("w1", "2025-03-01", TASK)], ["no-relearning"]),
        ([POST, A1, SIGNED, withdrawn("w1", "2025-03-01")], ["no-relearning"]),  # withdrawn with everything
        ([POST, A1, SIGNED, withdrawn("w1", "2025-03-01", TASK), watched("w1", TASK, "2025-03-02")], []),
        ([POST, A1, SIGNED, withdrawn("w1", "2025-03-01", TASK), watched("w1", TASK, "2025-02-28")], ["no-relearning"]),
        ([POST, A1, withdrawn("w1", "2026-11-02", TASK)], ["no-relearning"]),  # this very day
        ([POST, A1, withdrawn("w1", "2025-03-01", TASK, id="x"), corrected(withdrawn("w1", "2025-03-01", TASK, id="x"),
          LATER)], []),
        ([POST, A1, signed_off("w1", TASK, "2026-11-02", assessor="a2")], ["same-day"]),
        ([POST, A1, signed_off("w1", "us-room-assist", "2026-11-02")], []),
        ([POST, A1, signed_off("w1", TASK, "2026-11-01")], []),
        ([POST, A1, signed_off("w1", TASK, "2026-11-02", id="s"),
          corrected(signed_off("w1", TASK, "2026-11-02", id="s"), "2026-11-02")], []),  # voided: it never was
    ],
)  # fmt: skip
def test_why_a_sign_off_given_now_is_refused(entries, kinds):
    tracker = desk(*entries)
    before = dict(tracker.store.read_all())
    assert [one.kind for one in tracker.still_needed("w1", TASK, "a1")] == kinds  # asked first, and nothing is stored
    assert dict(tracker.store.read_all()) == before
    if kinds:
        assert refused(tracker, "w1", TASK, "a1") == kinds
    else:
        assert tracker.sign_off("w1", TASK, "a1").added


SUSPENDED = {"suspension": True}
TALLY = {"count": 4}
WITHDRAWN = withdrawn("w1", "2025-03-01", TASK)
UNKNOWN = signed_off("w1", TASK, LATER, assessor="nobody-knows")


@pytest.mark.parametrize(
    "hiding",
    [
        [], [withdrawn("w1", "2026-10-01", TASK, **SUSPENDED)], [withdrawn("w1", "2026-10-01", **SUSPENDED)],
        [withdrawn("w1", "2026-10-01", TASK, until="2026-12-01")],
        [withdrawn("w1", "2025-10-01", TASK, **SUSPENDED)], [withdrawn("w1", "2026-11-02", TASK, **SUSPENDED)],
        [UNKNOWN], [UNKNOWN, withdrawn("w1", "2026-10-01", TASK, **SUSPENDED)],
    ],
)  # fmt: skip
@pytest.mark.parametrize("gone", [[], [WITHDRAWN]])
def test_nothing_hides_from_the_front_desk_that_a_competency_is_no_longer_current(hiding, gone):
    gave_it_up = [POST, A1, SIGNED, *gone, *hiding]
    assert refused(desk(*gave_it_up), "w1", TASK, "a1") == ["no-relearning"]
    assert desk(*gave_it_up, watched("w1", TASK, LATER)).sign_off("w1", TASK, "a1").added


def test_a_suspension_of_what_is_current_keeps_no_sign_off_away():
    signed = signed_off("w1", TASK, LATER)
    assert desk(POST, A1, signed, withdrawn("w1", "2026-10-01", TASK, **SUSPENDED)).sign_off("w1", TASK, "a1").added


@pytest.mark.parametrize("gone", [[], [WITHDRAWN]])
@pytest.mark.parametrize(
    ("tally", "relearnt"),
    [
        (TALLY | {"from": "2026-01-13"}, True), (TALLY | {"from": "2025-02-28"}, False), (TALLY, False),
        ({"count": 1}, True), ({}, True),
    ],
)  # fmt: skip
def test_a_tally_shows_relearning_only_where_all_of_it_came_since(gone, tally, relearnt):
    tracker = desk(POST, A1, SIGNED, *gone, watched("w1", TASK, LATER, **tally))
    if not gone:
        assert tracker.at().may("w1", TASK).answer == ("only-supervised" if relearnt else "may-not")
    if relearnt:
        assert tracker.sign_off("w1", TASK, "a1").added
    else:
        assert refused(tracker, "w1", TASK, "a1") == ["no-relearning"]


def test_an_id_that_looks_like_one_on_record_is_named():
    tracker = desk(POST, A1)
    for words, near in ((("W1", TASK, "a1"), "w1"), (("w01", TASK, "a1"), "w1"), (("w1", TASK, " A1"), "a1")):
        with pytest.raises(SignOffRefusedError, match=rf"Did you mean {near}\?"):
            tracker.sign_off(*words)


@pytest.mark.parametrize(("known", "asked"), [("abc", "ABC"), ("12", "012"), ("000012", "12"), ("w 1", "w1")])
def test_a_question_about_an_id_that_looks_like_one_on_record_names_it(known, asked):
    tracker = desk(appointed(known, "2026-01-08"), A1, signed_off(known, TASK, "2026-01-09", assessor="b7"))
    questions = tracker.at()
    for answer in (questions.may(asked, TASK), questions.status(asked, TASK), questions.unused(asked)):
        assert f"perhaps '{known}' is meant" in answer.says
    assert "perhaps 'b7' is meant" in tracker.at().trace("B07").says
    assert "perhaps 'a1' is meant" in tracker.at().trace("A1").says
    assert "perhaps" not in questions.may("nobody", TASK).says
    assert "perhaps" not in tracker.at("2025-12-31").may(asked, TASK).says  # nothing was known of them then
    assert "perhaps" not in tracker.at(known_by="2025-12-31").may(asked, TASK).says


def test_what_the_catalogue_no_longer_holds_does_not_pass_in_silence():
    entries = [POST, signed_off("w1", "gone", "2026-01-09"), trained("w1", "gone-too", "2026-01-09")]
    tracker = desk(*entries)
    assert "'gone'" in tracker.at().unused("w1").says
    assert "'gone', 'gone-too'" in tracker.at().due().says
    assert "'gone'" not in tracker.at("2026-01-08").due().says
    with pytest.raises(UnknownNameError, match="is on record of w1"):
        tracker.at().may("w1", "gone")
    asked = reports.Asked(questions=tracker.at(), worker="w1", person=tracker.person, competency="gone")
    with pytest.raises(UnknownNameError, match="is on record of w1"):
        reports.write("sign-off", asked, "html")


def test_refused_or_not_is_asked_of_the_day_of_the_sign_off():
    lapsed_since = desk(POST, A1, SIGNED)
    assert lapsed_since.sign_off("w1", TASK, "a1", on=date(2026, 1, 12)).added  # renewed on its last day
    withdrawn_since = desk(POST, A1, SIGNED, withdrawn("w1", "2025-03-01", TASK))
    assert withdrawn_since.sign_off("w1", TASK, "a1", on=date(2025, 2, 1)).added
    assert withdrawn_since.at().status("w1", TASK).status == "withdrawn"


@pytest.mark.parametrize(
    ("entries", "kinds"),
    [
        ([A1], ["unknown-worker"]),
        ([POST, A1, SIGNED], ["no-relearning"]),
        ([POST, A1, signed_off("w1", TASK, "2026-11-02", assessor="a2")], ["same-day"]),
        ([A1, SIGNED, signed_off("w1", TASK, "2026-11-02", assessor="a2")],
         ["unknown-worker", "no-relearning", "same-day"]),
    ],
)  # fmt: skip
def test_with_a_reason_it_is_recorded_all_the_same_where_it_would_count(entries, kinds):
    tracker = desk(*entries)
    assert refused(tracker, "w1", TASK, "a1") == kinds
    (entry,) = tracker.sign_off("w1", TASK, "a1", anyway="reassessed in theatre", note="seen by two").added
    assert entry.note == "seen by two. Recorded all the same: reassessed in theatre"
    assert tracker.at().counts("w1", entry.id).outcome is MET


def test_no_reason_makes_count_what_does_not():
    for entries, assessor in (([POST, A1], "w1"), ([POST, A1], "W1"), ([POST], "a1"), ([POST, A1], "a9")):
        tracker = desk(*entries)
        kinds = refused(tracker, "w1", TASK, assessor, anyway="we know")
        assert {"does-not-count", "cannot-tell"} & {*kinds}


@pytest.mark.parametrize("reason", ["", " ", 5, "\u00a0", "\u200b\u2060", "9434765919", "x" * 20_001, "a\x00b"])
def test_a_reason_is_a_reason(reason):
    tracker = desk(POST, A1, SIGNED)
    with pytest.raises(MalformedEntryError):
        tracker.sign_off("w1", TASK, "a1", anyway=reason)
    assert len(tracker.entries("w1")) == 2


SLIPS = [
    ({"kind": "assessment"}, "kind"), ({"kind": "sign-off"}, "kind"), ({"note": 5}, "note"),
    ({"note": 5, "anyway": "x"}, "note"), ({"note": ["a"], "anyway": "x"}, "note"), ({"on": ""}, "on"),
    ({"on": 0}, "on"), ({"on": False}, "on"), ({"recorded_at": "2026-01-01T00:00:00Z"}, "recorded_at"),
    ({"recorded_at_source": "2026-01-01T00:00:00Z"}, "recorded_at_source"), ({"id": ""}, "id"),
    ({"by": ""}, "recorded_by"),
]  # fmt: skip


@pytest.mark.parametrize(("more", "field"), SLIPS)
def test_what_no_sign_off_can_say_is_a_sentence(more, field):
    tracker = desk(POST, A1)
    with pytest.raises(MalformedEntryError, match=field):
        tracker.sign_off("w1", TASK, "a1", **more)
    more = {"recorded_by" if name == "by" else name: value for name, value in more.items() if name != "kind"}
    if more and "anyway" not in more:
        with pytest.raises(MalformedEntryError, match=field):
            tracker.record("sign-off", worker="w1", competency=TASK, assessor="a1", **more)
    assert len(tracker.entries("w1")) == 1


@pytest.mark.parametrize("stamp", ["recorded_at", "recorded_at_source"])
def test_stamps_are_the_librarys(stamp):
    raw = {"kind": "leaving", "worker": "w1", "on": "2026-01-01", stamp: "2026-01-01T00:00:00Z"}
    with pytest.raises(MalformedEntryError, match="stamped by the library"):
        desk(POST).append([raw])


def test_an_id_that_is_on_record_is_no_new_sign_offs():
    tracker = desk(POST, A1, SIGNED)
    for taken in ("ap", "s1"):
        for anyway in (None, "we know"):
            with pytest.raises(ConflictError, match=f"already holds an entry with the id '{taken}'"):
                tracker.sign_off("w1", TASK, "a1", id=taken, anyway=anyway)


def test_evidence_that_is_not_on_record_is_told():
    tracker = desk(POST, A1, SIGNED, watched("w1", TASK, LATER, id="p1"))
    (warning,) = tracker.sign_off("w1", TASK, "a1", evidence=["p1", "nosuch"]).warnings
    assert "rests on the entry 'nosuch', and none of that id is on record of w1" in warning
    raw = {"kind": "sign-off", "worker": "w1", "on": "2026-11-01", "competency": TASK, "assessor": "a1"}
    assert len(tracker.append([{**raw, "evidence": ["q", "p1"]}]).warnings) == 1
    practice = {**raw, "kind": "practice", "outcome": "successful", "id": "q2"}
    del practice["assessor"]
    assert tracker.append([{**raw, "competency": "us-room-assist", "evidence": ["q2"]}, practice]).warnings == ()


def test_all_problems_of_a_row_are_told_at_once(tmp_path):
    tracker = desk(POST)
    raw = {"kind": "practice", "worker": "w1", "on": "yesterday", "competency": "ct-room-asist", "outcome": "good",
           "modality": "CTT", "supervisor": "a1"}  # fmt: skip
    correction = {"kind": "correction", "worker": "w1", "on": "2026-10-02", "corrects": "e", "with": raw}
    with pytest.raises(MalformedEntryError) as error:
        tracker.append([raw, correction])
    fields = ["on", "outcome", "competency", "modality"]
    within = [f"[1].with.{field}" for field in fields]
    assert [p.path for p in error.value.problems if p.path != "[1].reason"] == [*(f"[0].{f}" for f in fields), *within]
    path = tmp_path / "file.jsonl"
    path.write_text(f"{json.dumps(raw)}\n{json.dumps(correction)}\n", "utf-8")
    assert tracker.import_file(path).rejected == 2
    told = (tmp_path / "file.jsonl.rejected.csv").read_text("utf-8").splitlines()[1:]
    assert [line.split(",")[1] for line in told if line.startswith("1,")] == fields
    for odd in ({"competency": 5}, {"competency": ["x"]}, {"modality": {"modality": "x"}}, {"with": 7}):
        with pytest.raises(MalformedEntryError):
            tracker.append([{**raw, **odd}])


def test_a_reason_that_was_not_needed_is_kept():
    (entry,) = desk(POST, A1).sign_off("w1", TASK, "a1", anyway="to be sure").added
    assert entry.note == "Recorded all the same: to be sure"


def test_everything_that_stands_against_it_is_told_at_once():
    tracker = desk(SIGNED, signed_off("w1", TASK, "2026-11-02", assessor="a2"))
    with pytest.raises(SignOffRefusedError) as error:
        tracker.sign_off("w1", TASK, "a1")
    assert [r.kind for r in error.value.refusals] == [
        "cannot-tell", "unknown-worker", "unknown-assessor", "same-day",
    ]  # fmt: skip
    assert not error.value.can_be_told
    assert not error.value.may_be_recorded_anyway
    for words in ("no registration of the assessor a1", "Nothing is on record of w1", "was signed off that day"):
        assert words in str(error.value)


# -- slips that would widen authority ------------------------------------------------------------------------------


@pytest.mark.parametrize("slip", ["restriction", "untill", "expires", "Restrictions", "patients", "no such thing"])
def test_a_keyword_that_is_no_field_is_refused(slip):
    tracker = desk(POST, A1)
    with pytest.raises(MalformedEntryError, match=f"a sign-off has no field '{slip}'"):
        tracker.sign_off("w1", TASK, "a1", **{slip: ["with care"]})
    with pytest.raises(MalformedEntryError, match=f"a withdrawal has no field '{slip}'"):
        tracker.record("withdrawal", worker="w1", by="m1", **{slip: "2026-11-03"})
    with pytest.raises(MalformedEntryError, match=f"a withdrawal has no field '{slip}'"):
        tracker.foresee("withdrawal", worker="w1", by="m1", **{slip: "2026-11-03"})
    assert len(tracker.entries("w1")) == 1


def test_a_slip_within_a_restriction_is_refused_by_hand_and_told_of_a_file():
    tracker = desk(POST, A1)
    with pytest.raises(MalformedEntryError, match="not to 'modalty'; did you mean 'modality'"):
        tracker.sign_off("w1", TASK, "a1", restrictions=[{"modalty": "ct"}])
    raw = {"kind": "sign-off", "worker": "w1", "on": "2026-11-01", "competency": TASK, "assessor": "a1"}
    (warning,) = tracker.append([{**raw, "restrictions": [{"modalty": "ct"}, {"device": "d1"}, "with care"]}]).warnings
    assert "not to 'modalty'; did you mean 'modality'?; kept as it is" in warning
    assert tracker.sign_off("w1", "us-room-assist", "a1", restrictions=[{"patients": "adults"}]).warnings == ()


@pytest.mark.parametrize("text", ["modality=mr", "modalities=mr", "Patient: adults"])
def test_a_text_that_reads_like_a_restriction_is_refused_by_hand(text):
    tracker = desk(POST, A1)
    with pytest.raises(MalformedEntryError, match="restrictions: "):
        tracker.sign_off("w1", TASK, "a1", restrictions=[text])
    raw = {"kind": "sign-off", "worker": "w1", "on": "2026-11-01", "competency": TASK, "assessor": "a1"}
    (warning,) = tracker.append([{**raw, "restrictions": [text]}]).warnings
    assert warning.endswith("; kept as it is")


def test_the_nearest_keyword_is_named_and_words_python_keeps_take_a_line_beneath():
    tracker = desk(POST, A1)
    with pytest.raises(MalformedEntryError, match="did you mean 'until'"):
        tracker.record("withdrawal", worker="w1", by="m1", untill="2026-11-03")
    tally = {"competency": TASK, "outcome": "successful", "count": 3}
    (entry,) = tracker.record("practice", worker="w1", **tally, from_="2026-10-01").added
    assert entry.from_ == date(2026, 10, 1)


def test_where_an_entry_stands_is_said_in_the_words_of_whoever_gives_it():
    tracker, sheet = desk(POST), lambda index, field: f"row {index + 2}{f', column {field}' if field else ''}"
    raw = {"kind": "withdrawal", "worker": "w1", "on": "2026-11-01", "by": "m1"}
    with pytest.raises(MalformedEntryError) as error:
        tracker.append([raw, {**raw, "on": "2099-11-01"}, {**raw, "kind": "unheard"}], called=sheet)
    assert [p.path for p in error.value.problems] == ["row 3, column on", "row 4, column kind"]
    (warning,) = tracker.append([{**raw, "untill": "2026-12-01"}], called=sheet).warnings
    assert warning == "row 2: a withdrawal has no field 'untill'; kept as it is: did you mean 'until'?"


def test_in_a_file_a_misspelt_field_is_kept_and_told():
    tracker = desk(POST)
    raw = {"kind": "withdrawal", "worker": "w1", "on": "2026-11-01", "by": "m1", "untill": "2026-12-01"}
    assert tracker.append([raw]).warnings == (
        "[0]: a withdrawal has no field 'untill'; kept as it is: did you mean 'until'?",
    )
    within = {"kind": "correction", "worker": "w1", "on": "2026-11-01", "corrects": "x", "reason": "r", "with": raw}
    assert "did you mean 'until'?" in tracker.append([within]).warnings[0]
    corrected_by_hand = tracker.record("correction", worker="w1", corrects="y", reason="r", with_=raw)
    assert "did you mean 'until'?" in corrected_by_hand.warnings[0]


# -- names nobody knows -------------------------------------------------------------------------------------------

UNKNOWN = [
    ({"kind": "appointment", "site": "s", "tier": "Senior Support Worker"}, "tier", "senior-clinical-support-worker"),
    ({"kind": "appointment", "site": "s", "tier": "assistant-practitioner", "modalities": ["mri"]}, "modalities", "mr"),
    ({"kind": "rebanding", "to": "band-3"}, "to", ""),
    ({"kind": "rebanding", "to": "assistant-practitioner", "rule": "band-3-to-asistant-practitioner"}, "rule",
     "band-3-to-assistant-practitioner"),
    ({"kind": "approval", "role": "r", "by": "m1", "rule": "mr area"}, "rule", "mr-area"),
    ({"kind": "practice", "competency": "mr-room-assist", "outcome": "successful"}, "competency", ""),
    ({"kind": "practice", "competency": TASK, "outcome": "successful", "modality": "CTT"}, "modality", "ct"),
    ({"kind": "training", "programme": "BLS (adult)", "outcome": "completed"}, "programme", "bls-adult"),
    ({"kind": "sign-off", "competency": TASK, "assessor": "a1", "restrictions": [{"modality": "x-ray"}]},
     "restrictions", "xray"),
    ({"kind": "sign-off", "competency": TASK, "assessor": "a1", "restrictions": [{"modality": ["ct", "us"]}]},
     "restrictions", "ultrasound"),
    ({"kind": "withdrawal", "by": "m1", "competency": "CT room asist"}, "competency", "ct-room-assist"),
    ({"kind": "reinstatement", "by": "m1", "competency": "potato"}, "competency", ""),
    ({"kind": "request", "competency": "Asisting in the CT room", "answer": "accepted"}, "competency", TASK),
    ({"kind": "self-assessment", "competency": "ct-room-asist"}, "competency", TASK),
    ({"kind": "prior-learning", "competency": "x", "signed_on": "2025-01-01", "accepted_by": "m1"}, "competency", ""),
    ({"kind": "vacancy", "tier": "band 4"}, "tier", ""),
    ({"kind": "vacancy", "tier": "assistant-practitioner", "modality": "nuclear medicin"}, "modality",
     "nuclear-medicine"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "field", "near"), UNKNOWN)
def test_a_name_nobody_knows_is_refused_by_every_door(fields, field, near, tmp_path):
    owner = {"site": "s"} if fields["kind"] == "vacancy" else {"worker": "w1"}
    raw = {**fields, **owner, "on": "2026-10-01"}
    tracker = desk(POST)
    says = f"did you mean '{near}'" if near else "there is no"
    with pytest.raises(MalformedEntryError, match=says) as error:
        tracker.append([raw])
    assert error.value.problems[0].path == f"[0].{field}"
    correction = {"kind": "correction", **owner, "on": "2026-10-02", "corrects": "e", "reason": "r", "with": raw}
    with pytest.raises(MalformedEntryError, match=says):
        tracker.append([correction])
    with pytest.raises(MalformedEntryError, match=says):
        tracker.record(raw["kind"], **{name: value for name, value in raw.items() if name != "kind"})
    path = tmp_path / "file.jsonl"
    path.write_text(f"{json.dumps(raw)}\n{json.dumps(correction)}\n", "utf-8")
    assert tracker.import_file(path).rejected == 2
    assert says in (tmp_path / "file.jsonl.rejected.csv").read_text("utf-8")


def test_all_modalities_are_a_modality():
    desk().append([{"kind": "appointment", "worker": "w1", "on": "2026-01-01", "site": "s", "modalities": ["all"],
                    "tier": "assistant-practitioner"}])  # fmt: skip


# -- reasons of absence -------------------------------------------------------------------------------------------

OVER = """
[source.ours]
title = "Our policy"
[[competency.ct-room-assist.currency]]
starts = 2015-01-01
expires_after = "P12M"
pauses = ["maternity", "Secondment"]
source = ["ours"]
[[rule.ours]]
title = "Ours"
starts = 2021-01-01
effect = "supports-review"
source = ["ours"]
requires = [ { kind = "any-of", of = [ { kind = "time-in-post", at_least = "P6M", reasons = ["sickness"] } ] } ]
"""
PAUSING = load(layer_of(tomllib.loads(OVER), "over.toml"))


def away(reason):
    return {"kind": "absence", "worker": "w1", "on": "2025-02-01", "until": "2025-03-31", "reason": reason}


@pytest.mark.parametrize("reason", ["maternity", "Maternity", "MATERNITY", "secondment", "SECONDMENT"])
def test_a_reason_the_catalogue_names_stops_the_clock_whatever_its_case(reason):
    tracker = desk(POST, A1, SIGNED, catalogue=PAUSING)
    assert tracker.append([away(reason)]).warnings == ()
    assert tracker.at("2025-06-01").status("w1", TASK).expires_on == date(2026, 3, 12)  # 59 days later


@pytest.mark.parametrize(("reason", "met"), [("sickness", False), ("Sickness", False), ("maternity", True)])
def test_time_in_post_leaves_out_a_reason_whatever_its_case(reason, met):
    tracker = desk(appointed("w1", "2024-10-01"), catalogue=PAUSING)
    assert tracker.append([away(reason)]).warnings == ()
    assert (tracker.at("2025-04-02").rebanding("w1", "ours").outcome is MET) == met


@pytest.mark.parametrize("reason", ["maternity leave", "matternity", " sickness", "long covid", "sabbatical"])
def test_a_reason_the_catalogue_does_not_name_is_taken_and_told(reason, tmp_path):
    tracker = desk(POST, A1, SIGNED, catalogue=PAUSING)
    (warning,) = tracker.append([away(reason)]).warnings
    assert f"the absence reason '{reason}' stops no clock" in warning
    assert "it names Secondment, maternity, sickness" in warning
    assert tracker.at("2025-06-01").status("w1", TASK).expires_on == date(2026, 1, 12)
    told = importing(tmp_path, tracker, {**away(reason), "on": "2025-02-02"}).warnings
    assert told[0].startswith("row 1: the absence")
    assert tracker.record(**{**away(reason), "on": "2025-02-03"}).warnings == (warning.removeprefix("[0]: "),)
    within = {"kind": "correction", "on": "2025-03-01", "worker": "w1", "corrects": "x", "reason": "r"}
    assert "stops no clock" in tracker.append([{**within, "with": away(reason)}]).warnings[0]


def test_where_the_catalogue_names_no_reason_that_is_told():
    (warning,) = desk(POST).append([away("sickness")]).warnings
    assert warning.endswith("as the catalogue does not name it: it names none")


# -- who writes, who is meant ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["", " ", "\u200b", "x" * 201, "a\x00b", "\ud800", 7])
def test_whoever_writes_has_an_id(by, tmp_path):
    tracker, raw = desk(POST, A1), away("sickness")
    path = tmp_path / "file.jsonl"
    path.write_text(json.dumps(raw), "utf-8")
    for write in (
        lambda: tracker.append([raw], by),
        lambda: tracker.record(recorded_by=by, **raw),
        lambda: tracker.sign_off("w1", TASK, "a1", by=by),
        lambda: tracker.import_file(path, by),
    ):
        with pytest.raises(MalformedEntryError, match="recorded_by"):
            write()
    assert len(tracker.entries("w1")) == 1


@pytest.mark.parametrize(
    ("known", "given", "how"),
    [("20000001", "20000001 ", "unseen"), ("W.Lee", "w.lee", "unseen"), ("0042", "42", "zeros"),
     ("a-1", "a-01", "zeros"), ("lee", "\uff4cee", "unseen"), ("lee", "le\u200be", "unseen")],
)  # fmt: skip
def test_an_id_that_looks_like_another_is_told_and_is_another(known, given, how):
    tracker = desk(appointed(known, "2024-01-08"))
    raw = {"kind": "qualification", "level": 3, "on": "2025-02-01", "worker": given}
    (warning,) = tracker.append([raw]).warnings
    assert warning.startswith(f"'{given}' differs from '{known}' only in ")
    assert how in warning
    assert len(tracker.entries(known)) == 1
    assert tracker.append([{**raw, "on": "2025-02-02"}]).warnings == ()  # it was told, and is known now


def test_an_assessor_who_looks_like_another_is_told():
    tracker = desk(POST, A1)
    raw = {"kind": "practice", "worker": "w1", "on": "2026-02-01", "competency": TASK, "outcome": "successful"}
    assert tracker.append([{**raw, "supervisor": "A1"}]).warnings[0].startswith("'A1' differs from 'a1' only in ")
    assert tracker.append([{**raw, "supervisor": "a2"}]).warnings == ()


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ({"body": "HCPC", "number": "RA00001"}, {"body": "HCPC", "number": "RA00001"}, True),
        ({"body": "HCPC", "number": "RA00001"}, {"body": "hcpc", "number": "ra 00001"}, True),
        ({"body": "HCPC", "number": "RA00001"}, {"number": "RA00001"}, True),
        ({"body": "HCPC", "number": "RA00001"}, {"body": "NMC", "number": "RA00001"}, False),
        ({"body": "HCPC", "number": "RA00001"}, {"body": "HCPC", "number": "RA00002"}, False),
        ({"body": "HCPC"}, {"body": "HCPC"}, False),
    ],
)
def test_one_registration_under_two_ids_is_told(one, other, told):
    given = [{"kind": "registration", "on": "2020-01-01", "assessor": a, **f} for a, f in (("a1", one), ("b7", other))]
    tracker = desk()
    assert tracker.append(given[:1]).warnings == ()
    assert any("one registration number" in w for w in tracker.append(given[1:]).warnings) == told
    assert any("one registration number" in w for w in desk().append(given).warnings) == told  # of one batch, too
    assert tracker.append([{**given[0], "on": "2021-01-01"}, given[1]]).already_there


# -- instants of an import's own ---------------------------------------------------------------------------------------

OWN = "2025-05-01T08:00:00Z"
NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)


def importing(tmp_path, tracker, *raws, **more):
    path = tmp_path / "file.jsonl"
    path.write_text("".join(json.dumps(raw) + "\n" for raw in raws), "utf-8")
    return tracker.import_file(path, **more)


def test_into_an_empty_record_an_import_brings_its_own_instants(tmp_path):
    tracker = desk()
    done = importing(tmp_path, tracker, {**plain(POST), "recorded_at": OWN}, {**away("sickness")})
    assert done.appended == 2
    first, second = tracker.entries("w1")
    assert (first.recorded_at.isoformat(), first.recorded_at_source) == ("2025-05-01T08:00:00+00:00", None)
    assert (second.recorded_at, second.recorded_at_source) == (NOW, None)
    assert not any("recorded" in warning for warning in done.warnings)


def test_into_another_record_they_are_stamped_now_and_keep_their_own_beside(tmp_path):
    tracker = desk(POST)
    past = tracker.at("2026-01-01", "2026-01-01").progress("w1").answers
    signed = {**plain(SIGNED), "recorded_at": OWN}
    done = importing(tmp_path, tracker, signed)
    (_, entry) = tracker.entries("w1")
    assert (entry.recorded_at, entry.recorded_at_source) == (NOW, datetime(2025, 5, 1, 8, tzinfo=UTC))
    assert any("stamped now" in warning and "--history" in warning for warning in done.warnings)
    assert tracker.at("2026-01-01", "2026-01-01").progress("w1").answers == past == ()
    again = importing(tmp_path, tracker, signed)
    assert (again.appended, again.already_there, again.rejected, again.warnings) == (0, 1, 0, ())
    bare = {name: value for name, value in signed.items() if name != "id"}
    assert importing(tmp_path, tracker, bare).appended == 1
    assert importing(tmp_path, tracker, bare).already_there == 1  # without an id it is known by its content


def test_with_history_they_are_taken_and_what_changes_is_told(tmp_path):
    tracker = desk(POST)
    done = importing(tmp_path, tracker, {**plain(SIGNED), "recorded_at": OWN}, history=True)
    (_, entry) = tracker.entries("w1")
    assert (entry.recorded_at, entry.recorded_at_source) == (datetime(2025, 5, 1, 8, tzinfo=UTC), None)
    assert "one entry of w1 is taken as recorded when the file says, from 1 May 2025 on" in done.warnings[0]
    assert importing(tmp_path, tracker, {**plain(SIGNED), "recorded_at": OWN}, history=True).warnings == ()


def test_each_record_is_looked_at_by_itself(tmp_path):
    tracker = desk(POST)
    rows = [{**away("sickness"), "worker": w, "recorded_at": OWN} for w in ("w1", "w2")]
    importing(tmp_path, tracker, *rows)
    assert tracker.entries("w1")[1].recorded_at == NOW
    assert tracker.entries("w2")[0].recorded_at.year == 2025


def test_an_instant_that_has_not_come_is_rejected_with_history_too(tmp_path):
    tracker = desk(POST)
    assert importing(tmp_path, tracker, {**plain(SIGNED), "recorded_at": "2027-01-01"}, history=True).rejected == 1


# -- what comes again and was voided -----------------------------------------------------------------------------------


def test_what_was_voided_stays_void_and_is_told(tmp_path):
    raw = away("sickness")
    tracker = desk(POST, catalogue=PAUSING)
    (entry,) = tracker.append([raw]).added
    tracker.record("correction", worker="w1", corrects=entry.id, reason="another person's")
    for given in (raw, {**raw, "id": entry.id}):
        again = tracker.append([given])
        assert (again.added, len(again.already_there)) == ((), 1)
        assert "was voided; it stays void" in again.warnings[0]
    assert "it stays void" in importing(tmp_path, tracker, raw).warnings[0]
    assert tracker.append([{**raw, "id": "anew"}]).warnings == ()
    assert [e.id for e in tracker.entries("w1") if e.kind == "absence"] == [entry.id, "anew"]


def test_of_many_that_come_again_and_were_voided_one_sentence_is_told():
    posts = [appointed(f"w{n}", "2024-01-08") for n in range(2, 9)]
    rows = [signed_off(f"w{n}", TASK, "2025-01-12") for n in range(2, 9)]
    tracker = desk(A1, *posts)
    for one in tracker.append(rows).added:
        tracker.record("correction", worker=one.worker, corrects=one.id, reason="the wrong list")
    [told] = tracker.append(rows).warnings
    assert told.startswith("7 entries are on record and were voided: the sign-off of w2")


def test_given_anew_by_itself_it_is_recorded():
    """Whoever gives one entry by hand means it: what was voided does not stand in its way."""
    tracker = desk(POST)
    (entry,) = tracker.record(**away("sickness")).added
    tracker.record("correction", worker="w1", corrects=entry.id, reason="a slip")
    assert tracker.record(**away("sickness")).added


# -- the handed inputs -------------------------------------------------------------------------------------------------


def case(name):
    path = SHARED / name
    if not path.is_file():
        pytest.skip("the cases handed to this project are not beside it")
    return path


def test_a_sign_off_that_ends_before_it_begins_hides_nothing():
    tracker = Tracker(MemoryStore(), clock=Clock(NOW))
    tracker.import_file(case("09-base.jsonl"))
    with pytest.raises(MalformedEntryError, match="2 May 2026 lies before 2 November 2026"):
        tracker.sign_off("w1", TASK, "a1", date(2026, 11, 2), expires_on=date(2026, 5, 2))
    answer = tracker.at("2026-11-02").may("w1", TASK)
    assert answer.answer == "may"
    assert tracker.at("2026-11-02").status("w1", TASK).expires_on == date(2027, 1, 12)


def test_a_staff_number_is_no_patients():
    tracker = Tracker(MemoryStore())
    done = tracker.import_file(case("11-staff-number-taken-for-a-patient.jsonl"))
    assert (done.appended, done.rejected) == (1, 0)


def test_nhs_numbers_as_word_writes_them_are_rejected():
    tracker = Tracker(MemoryStore(), clock=Clock(NOW))
    path = case("18-nhs-number-as-word-writes-it.jsonl")
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for row in rows:
        with pytest.raises(MalformedEntryError, match="NHS number"):
            tracker.append([row])


def test_the_training_that_is_asked_for_is_relearning():
    asked = trained("w1", "mr-safety-training", LATER)
    trained_once = trained("w1", "mr-safety-training", "2025-01-01")
    signed = [POST, A1, trained_once, signed_off("w1", "mr-safety-awareness", "2025-01-12")]
    tracker = desk(*signed)
    assert "no-relearning" in refused(tracker, "w1", "mr-safety-awareness", "a1")
    assert desk(*signed, asked).sign_off("w1", "mr-safety-awareness", "a1").added


# -- which countersignatures are refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "on", "kinds"),
    [
        ("a2", "2025-01-12", []),
        ("W1 ", "2025-01-12", ["own-sign-off"]),
        ("A1", "2025-01-12", ["own-assessment"]),
        ("a2", "2025-01-11", ["too-early"]),
    ],
)
def test_a_countersignature_that_could_not_count_is_refused_and_nothing_is_stored(by, on, kinds):
    tracker = desk(POST, A1, SIGNED)
    before = dict(tracker.store.read_all())
    if not kinds:
        assert tracker.countersign("w1", "s1", by, date.fromisoformat(on)).added
        return
    with pytest.raises(SignOffRefusedError, match="sign-off") as error:
        tracker.countersign("w1", "s1", by, date.fromisoformat(on))
    assert [refusal.kind for refusal in error.value.refusals] == kinds
    assert (error.value.what, error.value.may_be_recorded_anyway) == ("countersignature", False)
    assert dict(tracker.store.read_all()) == before


def test_only_a_sign_off_on_record_is_countersigned():
    with pytest.raises(NotOnRecordError, match="No sign-off 's2' is on record of w1; the entries"):
        desk(POST, A1, SIGNED).countersign("w1", "s2", "a2")
