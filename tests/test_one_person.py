"""One person under several ids, at the front desk: recording, signing off, listing, and what stays as written."""

import io
import json
from datetime import UTC, date, datetime

import pytest

from sw_competency import MemoryStore, TinyDBStore, Tracker
from sw_competency.errors import MalformedEntryError, SignOffRefusedError, StoreDamagedError
from sw_competency.formats import write
from sw_competency.model import CANNOT_TELL, MET

CIRCLE = "w1 is kept under w2 already, and two ids cannot each point to the other: correct that entry first"
POST = {"kind": "appointment", "on": "2024-01-08", "site": "site-1", "tier": "senior-clinical-support-worker"}


def same(worker, other, **more):
    return {"kind": "identity", "worker": worker, "on": "2026-03-01", "same_as": other, **more}


@pytest.fixture
def tracker():
    made = Tracker(MemoryStore(), clock=lambda: datetime(2026, 3, 2, 12, tzinfo=UTC))
    made.append([{**POST, "worker": "w1"}])
    return made


def refused(tracker, *entries):
    with pytest.raises(MalformedEntryError) as error:
        tracker.append(entries)
    return [problem.says for problem in error.value.problems]


# -- what is recorded --------------------------------------------------------------------------------------------------


def test_two_ids_that_would_point_to_each_other_are_refused(tracker):
    assert refused(tracker, same("w1", "w2"), same("w2", "w1")) == [CIRCLE]
    tracker.append([same("w1", "w2")])
    assert refused(tracker, same("w2", "w1")) == [CIRCLE]
    assert refused(tracker, same("w2", "w3"), same("w3", "w1")) == [CIRCLE.replace("w2", "w3")]
    with pytest.raises(MalformedEntryError, match="is kept under w2 already"):
        tracker.record("identity", worker="w2", same_as="w1")
    rows = tracker.import_reading(tracker.read_file(io.BytesIO(json.dumps(same("w2", "w1")).encode()), "x.jsonl"))
    assert [str(row.problems[0]) for row in rows.rejected_rows] == [f"same_as: {CIRCLE}"]


def test_once_the_first_is_void_the_other_way_round_is_taken(tracker):
    tracker.append([same("w1", "w2", id="i1")])
    tracker.record("correction", worker="w1", corrects="i1", reason="the other way round")
    tracker.append([same("w2", "w1")])
    assert tracker.at().workers == ("w1",)


def test_an_id_that_nobody_has_is_told_however_it_came(tracker):
    says = ["nothing is on record of '22014568', under which w1 is kept now: check the id"]
    assert list(tracker.append([same("w1", "22014568", id="i1")]).warnings) == says
    rows = json.dumps(same("w1", "W9")).encode()
    [told] = tracker.import_reading(tracker.read_file(io.BytesIO(rows), "x.jsonl")).warnings
    assert told.startswith("nothing is on record of 'W9'")
    mended = {"with": same("w1", "w8"), "id": "c1"}
    assert "'w8'" in tracker.append([void("i1", **mended)]).warnings[0]
    tracker.append([{**POST, "worker": "w7"}])
    assert tracker.append([void("c1", **{"with": void("i1", **{"with": same("w1", "w7")})})]).warnings == ()


def void(of, **more):
    return {"kind": "correction", "worker": "w1", "on": "2026-03-01", "corrects": of, "reason": "a slip", **more}


@pytest.mark.parametrize(("before", "last"), {
    "what was void stands again": ([same("w1", "w2", id="i1"), void("i1", id="c1"), same("w2", "w1")], void("c1")),
    "another id instead": (
        [same("w1", "w3", id="i1"), same("w2", "w1")], void("i1", **{"with": same("w1", "w2")})),
    "through a third": (
        [same("w1", "w4", id="i1"), same("w2", "w3"), same("w3", "w1")], void("i1", **{"with": same("w1", "w2")})),
    "a number becomes an id": (
        [{"kind": "identity", "worker": "w1", "on": "2026-03-01", "scheme": "local", "value": "7", "id": "i1"},
         same("w2", "w1")], void("i1", **{"with": same("w1", "w2")})),
    "a void becomes the entry": (
        [same("w1", "w2", id="i1"), void("i1", id="c1"), same("w2", "w1")],
        void("c1", **{"with": void("i1", **{"with": same("w1", "w2")})})),
}.values())  # fmt: skip
def test_a_correction_after_which_two_ids_would_point_to_each_other_is_refused(before, last, tracker):
    for each in before:
        tracker.append([each])
    [says] = refused(tracker, last)
    assert "two ids cannot each point to the other" in says
    assert tracker.at().records.joining.circle("w1") == ()


def test_a_correction_that_takes_an_id_out_of_the_way_lets_the_other_way_round_in_at_once(tracker):
    tracker.append([same("w1", "w2", id="i1")])
    tracker.append([void("i1", **{"with": same("w1", "w3")}), same("w2", "w1")])
    assert tracker.at().records.joining.kept("w2") == "w3"


def test_a_duplicate_that_is_kept_elsewhere_needs_no_post_of_its_own(tracker):
    duplicate = "\n".join(json.dumps(each) for each in (same("w9", "w1"), {**same("w8", "w1"), "same_as": "w1"}))
    imported = tracker.import_reading(tracker.read_file(io.BytesIO(duplicate.encode()), "x.jsonl"))
    assert (imported.appended, imported.warnings) == (2, ())


def test_whoever_is_known_to_be_one_person_is_not_asked_about_again(tracker):
    told = tracker.append([{**POST, "worker": "W1"}]).warnings
    assert [each.partition(" only in")[0] for each in told] == ["'W1' differs from 'w1'"]
    registered = {"kind": "registration", "on": "2015-09-01", "body": "HCPC", "number": "RA00001"}
    tracker.append([same("a1", "a2"), {**registered, "assessor": "a1"}])
    assert tracker.append([{**registered, "assessor": "a2"}]).warnings == ()
    assert tracker.append([same("A1", "a2"), {**registered, "assessor": "A1"}]).warnings == ()


# -- a sign-off given now ----------------------------------------------------------------------------------------------

DONE = {"programme": "local-induction", "outcome": "completed"}
LEARNT = {"kind": "training", "worker": "w1", "on": "2025-02-01", **DONE}


def test_nobody_signs_themselves_off_under_another_id(tracker):
    tracker.append([LEARNT, same("a1", "w1"), {"kind": "registration", "assessor": "a1", "on": "2015-09-01"}])
    with pytest.raises(SignOffRefusedError):
        tracker.sign_off("w1", "patient-id-check", "a1")


def test_somebody_is_known_under_each_of_their_ids(tracker):
    tracker.append([LEARNT, same("w1", "w2"), same("a1", "a2")])
    tracker.append([{"kind": "registration", "assessor": "a1", "on": "2015-09-01"}])
    tracker.sign_off("w2", "patient-id-check", "a2")
    assert tracker.at().status("w1", "patient-id-check").status == "current"
    with pytest.raises(SignOffRefusedError, match="was signed off that day already"):
        tracker.sign_off("w1", "patient-id-check", "a1")


def test_nobody_countersigns_their_own_under_another_id(tracker):
    tracker.append([same("x1", "w1"), same("a1", "a9")])
    signed = {"kind": "sign-off", "id": "e1", "worker": "w1", "on": "2026-02-02", "assessor": "a1"}
    tracker.append([{**signed, "competency": "patient-id-check"}])
    desk = tracker._desk()
    reasons = [[r.kind for r in desk.confirmed("w1", "e1", by, date(2026, 2, 3))] for by in ("x1", "a9", "a2")]
    assert reasons == [["own-sign-off"], ["own-assessment"], []]


# -- what is asked -----------------------------------------------------------------------------------------------------


def test_everybody_is_listed_once_and_each_record_stays_as_it_was_written(tracker):
    before = [*tracker.entries("w1")]
    tracker.append([same("w2", "w1", id="i1")])
    out = io.StringIO()
    write("jsonl", (entry for _, record in tracker.store.read_all() for entry in record), out)
    assert [json.loads(line)["worker"] for line in out.getvalue().splitlines()] == ["w1", "w2"]
    assert [*tracker.entries("w1")] == before
    questions = tracker.at()
    assert questions.workers == ("w1",)
    assert [each.worker for each in questions.who_may("patient-id-check").answers] == ["w1"]
    assert [each.entry.id for each in questions.entries("w2").answers] == ["i1"]
    assert questions.entries("w2").says == "1 entry is on record of w2; w2 is kept under w1"


def test_an_answer_says_what_it_was_asked_and_whom_it_took_for_that(tracker):
    tracker.append([same("w2", "w1")])
    answer = tracker.at().may("w2", "patient-id-check")
    assert (answer.worker, answer.to_json()["worker"]) == ("w2", "w2")
    assert answer.says.endswith("; w2 is kept under w1")
    assert answer.to_json()["kept_under"] == [{"id": "w2", "under": "w1", "circle": []}]
    own = tracker.at().may("w1", "patient-id-check")
    assert (own.finding, own.kept_under, "kept_under" in own.to_json()) == (answer.finding, (), False)


def test_what_would_change_if_two_were_one_is_foreseen(tracker):
    tracker.append([{**LEARNT, "worker": "w2"}, {"kind": "registration", "assessor": "a1", "on": "2015-09-01"}])
    said = {"kind": "sign-off", "worker": "w1", "on": "2026-02-02"}
    signed = {**said, "competency": "patient-id-check", "assessor": "a1"}
    tracker.append([signed])
    foreseen = tracker.foresee("identity", worker="w2", same_as="w1")
    assert ("w1", "patient-id-check") in {(each.worker, each.name) for each in foreseen.changes}
    assert [*tracker.workers()] == ["w1", "w2"]


@pytest.mark.parametrize("damaged", ["w1", "w2"])
def test_where_one_of_two_records_is_damaged_nobody_can_tell(tmp_path, damaged):
    tracker = Tracker(TinyDBStore.create(tmp_path / "s"))
    tracker.append([{**POST, "worker": "w1"}, {**LEARNT, "worker": "w2"}, same("w2", "w1")])
    file = tmp_path / "s" / "workers" / f"{damaged}.jsonl"
    assert tracker.at().status("w1", "patient-id-check").status == "in-training"
    file.write_bytes(file.read_bytes().replace(b"-0", b"-1"))
    answer = tracker.at().may("w1", "patient-id-check")  # whose the second record was, nobody knows without it
    assert (answer.answer, [*tracker.damage]) == ("cannot-tell", [("worker", damaged)])


# -- whose number ------------------------------------------------------------------------------------------------------


def test_who_is_rests_on_nothing_of_a_later_day(tracker):
    assert tracker.at("2024-01-07").who_is("w1").outcome is CANNOT_TELL
    assert tracker.at("2024-01-08").who_is("w1").outcome is MET


def test_who_is_tells_all_numbers_of_a_person(tracker):
    numbers = [("w1", "esr-employee", "20000001"), ("w2", "moodle", "7")]
    tracker.append([{**same(w, None), "scheme": s, "value": v} for w, s, v in numbers] + [same("w2", "w1")])
    questions = tracker.at()
    for number in ("w1", "w2", "20000001", "7"):
        answer = questions.who_is(number)
        assert answer.worker == "w1"
        known = [(one.scheme, one.value) for one in answer.known]
        assert known == [("esr-employee", "20000001"), ("moodle", "7"), (None, "w2")]
    assert questions.who_is("7").says == "7 is w1"
    assert questions.who_is("w1").says == "w1 is known under 3 other numbers"
    assert questions.who_is("07").candidates == ("w2",)
    assert questions.who_is("8").says == "Nobody is on record under 8 on 2 March 2026"


# -- a record that cannot be read --------------------------------------------------------------------------------------


class Torn(MemoryStore):
    """A store in which some records cannot be read."""

    torn: frozenset[str] = frozenset()

    def read(self, owner):
        if owner[1] in self.torn:
            raise StoreDamagedError(f"the record of {owner[1]} is torn")
        return super().read(owner)


@pytest.mark.parametrize(("said", "torn"), [
    ([same("w2", "w1")], "w2"), ([same("w2", "w1")], "w1"), ([same("w3", "w2"), same("w2", "w1")], "w2"),
    ([same("w3", "w2"), same("w2", "w1")], "w3"), ([same("w1", "w2")], "w1"),
])  # fmt: skip
def test_whoever_may_be_somebody_whose_record_cannot_be_read_cannot_be_told_of(said, torn):
    tracker = Tracker(Torn(), clock=lambda: datetime(2026, 3, 2, 12, tzinfo=UTC))
    posts = [{**POST, "worker": who} for who in ("w1", "w2", "w3", "w9")]
    tracker.append([*posts, {**LEARNT, "worker": "w1"}, *said])
    whole = {who: tracker.at().status(who, "patient-id-check").outcome for who in ("w1", "w2", "w9")}
    tracker.store.torn = frozenset({torn})
    for asked in ("w1", "w2"):
        for answer in (tracker.at().status(asked, "patient-id-check"), tracker.at().may(asked, "patient-id-check")):
            assert (answer.outcome.value, f"the record of {torn} is torn" in answer.says) == ("cannot-tell", True)
    other = tracker.at().status("w9", "patient-id-check")
    assert (other.outcome, other.damaged) == (whole["w9"], ())
