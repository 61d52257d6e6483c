"""The front desk: what is written is whole or not at all, a sign-off is gated, files are imported row by row."""

import csv
import json
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest

from sw_competency.errors import (
    ConflictError,
    MalformedEntryError,
    SignOffRefusedError,
    UnknownNameError,
    UnreadableFileError,
)
from sw_competency.model import MET, NOT_MET, Entry, Person, Practice, plain
from sw_competency.stores import MemoryStore, Owner
from sw_competency.testing.builders import (
    Clock,
    appointed,
    countersigned,
    practised,
    registered,
    signed_off,
    tracker_of,
    trained,
    watched,
    withdrawn,
)
from sw_competency.tracker import Tracker

from .judge.conftest import CATALOGUE

NHS = "943 476 5919"
A1 = registered("a1", roles=["mr-lead"])
HELPER = appointed("w1", "2024-01-01", "helper")
POST = {"kind": "appointment", "worker": "w1", "on": "2024-01-08", "site": "site-1", "tier": "helper"}
DONE = {"kind": "practice", "worker": "w1", "on": "2024-01-09", "competency": "screening", "outcome": "successful"}


@pytest.fixture
def clock():
    return Clock(datetime(2024, 2, 1, 12, tzinfo=UTC))


@pytest.fixture
def tracker(clock):
    return Tracker(MemoryStore(), CATALOGUE, clock=clock)


def problems(error):
    return {p.path: p.says for p in error.value.problems}


# -- append --------------------------------------------------------------------------------------------------


def test_what_is_appended_is_stamped(tracker, clock):
    tracker.append([POST, DONE], recorded_by="m1")
    first, second = tracker.entries("w1")
    assert (first.recorded_at, first.recorded_by) == (clock.now, "m1")
    assert first.id
    assert second.id not in {"", first.id}
    assert list(tracker.workers()) == ["w1"]


def test_a_batch_is_taken_whole_or_not_at_all(tracker):
    with pytest.raises(MalformedEntryError) as error:
        tracker.append(
            [POST, {**DONE, "outcome": "good"}, {"kind": "person", "worker": "w1"}, {**DONE, "competency": "screning"}]
        )
    assert set(problems(error)) == {"[1].outcome", "[3].competency"}
    assert "did you mean 'screening'?" in problems(error)["[3].competency"]
    assert tracker.entries("w1") == ()
    assert tracker.person("w1") is None


@pytest.mark.parametrize(
    ("fields", "path", "says"),
    [
        ({"recorded_at": "2024-01-09T12:00:00Z"}, "recorded_at", "is stamped by the library; leave it out"),
        ({"on": "2024-02-02"}, "on", "2024-02-02 has not come yet"),
        ({"competency": "screning"}, "competency", "there is no competency 'screning'; did you mean 'screening'?"),
        ({"kind": "training", "programme": "theorie", "outcome": "completed"}, "programme", "did you mean 'theory'?"),
        (
            {"kind": "correction", "corrects": "e1", "reason": "r", "with": {**DONE, "on": "2024-02-02"}},
            "with.on",
            "has not come yet",
        ),
    ],
)
def test_what_is_kept_off_the_record(tracker, fields, path, says):
    raw = {**DONE, **fields} if fields.get("kind") != "correction" else {"worker": "w1", "on": "2024-01-09", **fields}
    with pytest.raises(MalformedEntryError) as error:
        tracker.append([raw])
    assert says in problems(error)[f"[0].{path}"]
    assert tracker.entries("w1") == ()


@pytest.mark.parametrize("kind", ["appointment", "leaving", "absence", "rebanding"])
def test_what_may_lie_ahead(tracker, kind):
    more = {"site": "s", "tier": "helper", "reason": "maternity", "to": "senior"}
    tracker.append([{"kind": kind, "worker": "w1", "on": "2030-01-01", **more}])
    assert len(tracker.entries("w1")) == 1


def test_an_entry_made_by_hand_is_looked_at_too(tracker):
    """An entry object need not have come through a file: it is held to the same shape, and nothing is stored."""
    for wrong in ({"note": f"for {NHS}"}, {"outcome": "good"}, {"worker": ""}):
        said = {"on": date(2024, 1, 9), "worker": "w1", "competency": "screening", "outcome": "successful", **wrong}
        with pytest.raises(MalformedEntryError):
            tracker.append([Practice(**said)])
    assert tracker.entries("w1") == ()


def test_the_same_batch_again_adds_nothing(tracker):
    assert len(tracker.append([DONE, DONE]).added) == 2
    again = tracker.append([DONE, DONE])
    assert (again.added, len(again.already_there)) == ((), 2)
    assert len(tracker.entries("w1")) == 2


def test_an_id_with_other_content_is_a_conflict_and_nothing_of_the_batch_is_stored(tracker):
    tracker.append([{**DONE, "id": "e1"}])
    with pytest.raises(ConflictError, match="'e1'"):
        tracker.append(
            [POST, {**DONE, "id": "e1", "outcome": "unsuccessful"}, {"kind": "person", "worker": "w1", "name": "Ada"}]
        )
    assert len(tracker.entries("w1")) == 1
    assert tracker.person("w1") is None


def test_people_are_kept_apart_from_the_ledger(tracker):
    tracker.append([POST, {"kind": "person", "worker": "w1", "name": "Ada", "staff_number": "0042"}])
    assert tracker.person("w1") == Person(role="worker", id="w1", name="Ada", details={"staff_number": "0042"})
    assert (tracker.name("w1"), tracker.name("w2")) == ("Ada", "w2")
    assert [e.kind for e in tracker.entries("w1")] == ["appointment"]
    tracker.append([{"kind": "person", "worker": "w1"}])
    assert tracker.name("w1") == "w1"


def test_one_entry_is_recorded_today(tracker):
    tracker.record("withdrawal", worker="w1", by="m1", competency=None)
    (entry,) = tracker.entries("w1")
    assert (entry.on, entry.kind) == (tracker.today(), "withdrawal")
    with pytest.raises(MalformedEntryError, match="needs this field"):
        tracker.record("withdrawal", worker="w1")
    with pytest.raises(MalformedEntryError, match="has not come yet"):
        tracker.record("withdrawal", worker="w1", by="m1", on="2024-03-01")


def test_nobody_says_when_something_was_recorded(tracker):
    """It is stamped by the library, never by the caller."""
    with pytest.raises(MalformedEntryError, match="recorded_at"):
        tracker.record("withdrawal", worker="w1", by="m1", recorded_at="2020-01-01T00:00:00Z")
    assert tracker.entries("w1") == ()
    signing = tracker_of([A1, HELPER], CATALOGUE, Clock(datetime(2024, 2, 1, tzinfo=UTC)))
    with pytest.raises(MalformedEntryError, match="recorded_at"):
        signing.sign_off("w1", "screening", "a1", recorded_at="2020-01-01T00:00:00Z")


# -- two clocks ----------------------------------------------------------------------------------------------


def test_left_out_a_question_is_about_today_by_what_is_known_now(tracker, clock):
    questions = tracker.at()
    assert (questions.moment.as_of, questions.moment.known_by) == (tracker.today(), clock.now)


def test_a_day_and_an_instant_may_be_written(tracker):
    moment = tracker.at("2024-01-31", "2024-01-15").moment
    assert (moment.as_of, moment.known_by.date()) == (date(2024, 1, 31), date(2024, 1, 15))
    for wrong in (("31/01/2024", None), ("2024-01-31", "noon")):
        with pytest.raises(ValueError, match="is not"):
            tracker.at(*wrong)


def test_a_report_of_last_month_can_be_made_again(tracker, clock):
    tracker.append([POST, {"kind": "registration", "assessor": "a1", "on": "2020-01-01"}])
    before = clock.now
    clock.set("2024-03-01")
    tracker.append(
        [{"kind": "sign-off", "worker": "w1", "on": "2024-01-20", "competency": "screening", "assessor": "a1"}]
    )
    assert tracker.at("2024-01-31", before).status("w1", "screening").status == "not-started"
    assert tracker.at("2024-01-31").status("w1", "screening").status == "current"


# -- a sign-off given now ------------------------------------------------------------------------------------

TAUGHT = [
    HELPER,
    A1,
    trained("w1", "theory", "2024-01-02"),
    *[watched("w1", "cannulation", f"2024-01-0{n}") for n in (3, 4)],
]


def desk(*entries, today="2024-02-01T12:00:00Z"):
    clock = Clock()
    clock.set(today)
    return tracker_of(entries, CATALOGUE, clock)


def test_a_sign_off_that_would_count_is_stored():
    tracker = desk(HELPER, A1)
    (entry,) = tracker.sign_off("w1", "screening", "a1", by="m1", restrictions=["with care"]).added
    assert (entry.on, entry.assessor, entry.restrictions, entry.recorded_by) == (
        date(2024, 2, 1),
        "a1",
        ("with care",),
        "m1",
    )
    assert tracker.at().status("w1", "screening").status == "current"


@pytest.mark.parametrize(
    ("entries", "competency", "assessor", "can_be_told", "says"),
    [
        ([HELPER, A1], "screening", "w1", False, "nobody signs themselves off"),
        (
            [HELPER, registered("a1", until="2024-01-31")],
            "screening",
            "a1",
            True,
            "was not registered on 1 February 2024",
        ),
        ([HELPER], "screening", "a1", False, "no registration of the assessor a1 is on record"),
        (TAUGHT[:2], "cannulation", "a1", True, "Theory has not been completed"),
        (TAUGHT[:-1], "cannulation", "a1", True, "done once (with success), 2 needed"),
        ([HELPER, A1], "coils", "a1", True, "Screening has not been started"),
    ],
)
def test_a_sign_off_that_would_not_count_is_refused_and_nothing_is_stored(
    entries, competency, assessor, can_be_told, says
):
    tracker = desk(*entries)
    before = dict(tracker.store.read_all())
    with pytest.raises(SignOffRefusedError) as error:
        tracker.sign_off("w1", competency, assessor)
    assert says in str(error.value)
    assert error.value.can_be_told == (can_be_told or "themselves" in says)
    assert error.value.finding.outcome is not MET
    assert dict(tracker.store.read_all()) == before


def test_the_countersignature_may_come_later():
    tracker = desk(*TAUGHT)
    (entry,) = tracker.sign_off("w1", "cannulation", "a1").added
    assert tracker.at().status("w1", "cannulation").status == "awaiting-countersignature"
    tracker.record("countersignature", worker="w1", sign_off=entry.id, by="a2")
    assert tracker.at().status("w1", "cannulation").outcome is MET


def test_a_sign_off_of_an_earlier_day_is_judged_on_that_day():
    tracker = desk(HELPER, registered("a1", "2024-01-15"))
    with pytest.raises(SignOffRefusedError):
        tracker.sign_off("w1", "screening", "a1", on=date(2024, 1, 14))
    assert tracker.sign_off("w1", "screening", "a1", on=date(2024, 1, 15)).added


def test_a_sign_off_after_a_withdrawal_opens_the_competency_again():
    given = [HELPER, A1, signed_off("w1", "screening", "2024-01-02"), withdrawn("w1", "2024-01-10", "screening")]
    tracker = desk(*given)
    assert tracker.at().status("w1", "screening").status == "withdrawn"
    tracker.append([plain(watched("w1", "screening", "2024-01-11"))])
    tracker.sign_off("w1", "screening", "a1")
    assert tracker.at().status("w1", "screening").status == "current"


def test_what_cannot_be_signed_off_at_all():
    tracker = desk(HELPER, A1)
    with pytest.raises(UnknownNameError, match="did you mean 'screening'"):
        tracker.sign_off("w1", "screning", "a1")
    with pytest.raises(MalformedEntryError, match="has not come yet"):
        tracker.sign_off("w1", "screening", "a1", on=date(2024, 2, 2))
    with pytest.raises(MalformedEntryError, match="evidence"):
        tracker.sign_off("w1", "screening", "a1", evidence=5)


# -- import --------------------------------------------------------------------------------------------------


def lines(tmp_path, *rows, name="file.jsonl"):
    path = tmp_path / name
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return path


def rejected_rows(summary):
    with Path(summary.rejected_file).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_good_rows_are_taken_and_each_other_is_written_down_with_its_reason(tracker, tmp_path):
    path = lines(
        tmp_path, POST, {**DONE, "competency": "screning"}, {**DONE, "on": "2024-02-02"}, {**DONE, "note": NHS}, DONE
    )
    summary = tracker.import_file(path, by="m1")
    assert (summary.read, summary.appended, summary.already_there, summary.rejected) == (5, 2, 0, 3)
    assert [(r["row"], r["column"]) for r in rejected_rows(summary)] == [
        ("2", "competency"),
        ("3", "on"),
        ("4", "note"),
    ]
    assert NHS not in (tmp_path / "file.jsonl.rejected.csv").read_text("utf-8")
    assert [e.recorded_by for e in tracker.entries("w1")] == ["m1", "m1"]
    assert list(summary.to_json()) == ["read", "appended", "already_there", "rejected", "rejected_file"]


def test_the_same_file_again_adds_nothing(tracker, tmp_path):
    path = lines(tmp_path, POST, DONE, DONE, {"kind": "person", "worker": "w1", "name": "Ada"})
    assert tracker.import_file(path).appended == 4
    again = tracker.import_file(path)
    assert (again.read, again.appended, again.already_there, again.rejected) == (4, 0, 4, 0)
    assert again.rejected_file is None
    assert len(tracker.entries("w1")) == 3


def test_a_file_may_carry_when_it_was_recorded_but_not_ahead_of_now(tracker, tmp_path):
    carried = {**DONE, "recorded_at": "2024-01-10T08:00:00Z", "recorded_by": "m2"}
    summary = tracker.import_file(lines(tmp_path, carried, {**POST, "recorded_at": "2024-02-02T00:00:00Z"}))
    assert (summary.appended, summary.rejected) == (1, 1)
    (entry,) = tracker.entries("w1")
    assert (entry.recorded_at, entry.recorded_by) == (datetime(2024, 1, 10, 8, tzinfo=UTC), "m2")
    assert "has not come yet" in rejected_rows(summary)[0]["reason"]


def test_an_id_already_there_with_other_content_is_rejected_and_the_rest_taken(tracker, tmp_path):
    tracker.append([{**DONE, "id": "e1"}])
    summary = tracker.import_file(lines(tmp_path, {**DONE, "id": "e1", "outcome": "unsuccessful"}, POST))
    assert (summary.appended, summary.rejected) == (1, 1)
    (row,) = rejected_rows(summary)
    assert (row["row"], row["column"]) == ("1", "id")
    assert "'e1' is already there with other content" in row["reason"]
    assert [e.outcome for e in tracker.entries("w1") if e.id == "e1"] == ["successful"]


def test_a_field_misspelt_is_taken_with_a_warning(tracker, tmp_path):
    summary = tracker.import_file(lines(tmp_path, {**DONE, "superviser": "a1"}))
    assert (summary.appended, summary.rejected) == (1, 0)
    assert summary.warnings == (
        "row 1: a practice has no field 'superviser'; kept as it is: did you mean 'supervisor'?",
        "no appointment of 'w1' is on record; check the id, or record one",
    )


def test_a_sign_off_by_somebody_not_entitled_happened_and_is_kept(tracker, tmp_path):
    given = {
        "kind": "sign-off",
        "worker": "w1",
        "on": "2024-01-20",
        "competency": "screening",
        "assessor": "w1",
        "id": "s1",
    }
    assert tracker.import_file(lines(tmp_path, POST, given)).appended == 2
    answer = tracker.at().counts("w1", "s1")
    assert answer.outcome is NOT_MET
    assert "nobody signs themselves off" in answer.says


def test_the_shipped_catalogue_is_what_holds_without_another():
    assert "iv-cannulation" in Tracker(MemoryStore()).catalogue.competencies
    assert practised("w1", "iv-cannulation", "2024-01-01").on <= Tracker(MemoryStore()).today()
    assert countersigned("w1", "s1", "2024-01-01").owner == ("worker", "w1")


@pytest.mark.parametrize(
    ("instant", "zone", "day"),
    [
        ("2026-07-01T23:30:00Z", "Europe/London", "2026-07-02"),
        ("2026-07-01T22:30:00Z", "Europe/London", "2026-07-01"),
        ("2026-01-01T23:30:00Z", "Europe/London", "2026-01-01"),
        ("2026-01-01T23:30:00Z", "Europe/Paris", "2026-01-02"),
        ("2026-01-01T11:30:00Z", "Pacific/Auckland", "2026-01-02"),
        ("2026-01-01T00:30:00Z", "America/New_York", "2025-12-31"),
    ],
)
def test_a_day_begins_at_midnight_of_the_time_zone(instant, zone, day):
    clock = Clock()
    clock.set(instant)
    assert str(Tracker(MemoryStore(), clock=clock, time_zone=zone).today()) == day
    if zone == "Europe/London":
        assert str(Tracker(MemoryStore(), clock=clock).today()) == day


@pytest.mark.parametrize(
    "zone", ["", "Europe", "Europe/Lodnon", "../etc/passwd", "/etc/passwd", None, 5, "\0", "a" * 300]
)
def test_a_time_zone_nobody_knows_is_a_sentence(zone):
    with pytest.raises(UnknownNameError, match="no time zone"):
        Tracker(MemoryStore(), time_zone=zone)


class Unread(MemoryStore):
    """A store whose records nobody may read once it is closed."""

    closed = False

    def read(self, owner: Owner) -> tuple[Entry, ...]:
        assert not self.closed, f"the record of {owner} was read to add to it"
        return super().read(owner)


def test_a_record_is_not_read_to_add_to_it() -> None:
    store = Unread()
    given = {"kind": "practice", "worker": "w1", "on": "2026-01-05", "competency": "ct-room-assist",
             "outcome": "successful", "supervision": "none"}  # fmt: skip
    Tracker(store).append([given | {"id": "e1"}])
    store.closed = True
    assert len(Tracker(store).append([given | {"id": "e2"}]).added) == 1


def test_the_old_name_for_questions_about_everybody_says_what_to_use():
    tracker = Tracker(MemoryStore(), CATALOGUE)
    with pytest.warns(DeprecationWarning, match=r"ask tracker\.at"):
        asked = tracker.department("2026-03-01", "2026-03-02")
    assert asked.moment == tracker.at("2026-03-01", "2026-03-02").moment


def test_the_old_names_for_titles_and_the_comparison_with_esr_work_and_say_what_to_use():
    tracker, extract = Tracker(MemoryStore()), Path(__file__).parent / "samples" / "esr_extract.csv"
    with pytest.warns(DeprecationWarning, match=r"ask tracker\.at\(\)\.titles"):
        assert tracker.title("RDA").to_json() == tracker.at().titles(["RDA"])[0].to_json()
    with pytest.warns(DeprecationWarning, match=r"\.reconcile\(tracker\.read_extract\(path\)\)"):
        compared = tracker.reconcile(extract, "2026-03-01", "2026-03-02")
    assert compared == tracker.at("2026-03-01", "2026-03-02").reconcile(tracker.read_extract(extract))


# -- streams, and pages ----------------------------------------------------------------------------------------------

ROWS = (
    b"kind,worker,on,site,tier\nappointment,w1,2024-01-08,site-1,clinical-support-worker\n"
    b"appointment,w2,soon,site-1,clinical-support-worker\n"
)


def test_a_binary_stream_is_imported_as_a_file_is_and_what_cannot_be_taken_is_handed_back():
    tracker = Tracker(MemoryStore())
    for appended in (1, 0):
        came = tracker.import_file(BytesIO(ROWS), "m1", name="ours.csv")
        assert (came.read, came.appended, came.rejected, came.rejected_file) == (2, appended, 1, None)
        assert [row.number for row in came.rejected_rows] == [2]
    assert len(tracker.entries("w1")) == 1


def test_a_file_is_read_first_and_put_on_record_afterwards():
    tracker = Tracker(MemoryStore())
    reading = tracker.read_file(BytesIO(ROWS), name="ours.csv")
    assert tracker.entries("w1") == ()
    assert tracker.import_reading(reading).appended == 1


def test_what_is_wrong_with_a_stream_is_said_by_its_name():
    with pytest.raises(UnreadableFileError, match=r"^'ours\.csv' is empty"):
        Tracker(MemoryStore()).read_file(BytesIO(b""), name="../there/ours.csv")


def test_a_page_is_written_by_name():
    tracker = Tracker(MemoryStore())
    tracker.import_file(BytesIO(ROWS), name="ours.csv")
    tracker.append([{"kind": "person", "worker": "w1", "name": "Amina Okafor"}])
    page = tracker.report("progression", worker="amina ok", format="md", as_of="2026-03-02").decode()
    assert "Amina Okafor" in page
    with pytest.raises(UnknownNameError, match="no report 'progresion'; did you mean 'progression'"):
        tracker.report("progresion", worker="w1")
