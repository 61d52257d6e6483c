"""`sync` night by night: what is proposed, what a person entered and stays, and which files are not taken."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import attrs
import pytest

from sw_competency import TinyDBStore, Tracker
from sw_competency.errors import FeedRefusedError, OtherTrustError, SWCompetencyError, UnknownNameError
from sw_competency.model import Appointment, plain
from sw_competency.questions.sync import SyncAnswer
from sw_competency.stores import MemoryStore
from sw_competency.testing.builders import catalogue_of
from tests.catalogues import DEPARTMENT, programme

CATALOGUE = catalogue_of(DEPARTMENT + programme("fire", "P2Y", title="Fire") + programme("bls", title="Bls") + """
[site.coast]
title = "Coast"
vpd = "457"
esr_locations = ["457 Imaging Main"]
source = ["policy"]
authority = "local"
starts = 2020-01-01
[site.city]
title = "City"
vpd = "457"
source = ["policy"]
authority = "local"
starts = 2020-01-01
[title]
"imaging assistant" = { role = "support-worker", authority = "local", source = ["policy"] }
"senior imaging assistant" = { role = "support-worker", tier = "senior", authority = "local", source = ["policy"] }
radiographer = { role = "not-support-workforce", certainty = "stated", authority = "local", source = ["policy"] }
""")  # fmt: skip
STAFF = (
    "Employee Number,Assignment Number,Location,Pay Grade,FTE,Assignment Status,Latest Start Date,Assignment End Date"
)
ROBIN = "20000001,20000001,Coast,XR02,1,Active Assignment,08-Jan-2024,"
SAM = "20000002,20000002,City,XR03,0.8,Active Assignment,08-Jan-2024,"
KIM = "20000003,20000003,City,XR02,0.6,Active Assignment,08-Jan-2024,"
TRAINING = "Employee Number,Competency Name,Completion Date,Expiry Date"
FIRE, BLS = "20000001,Fire,08-Jan-2026,08-Jan-2028", "20000001,Bls,09-Jan-2026,"


@attrs.define
class Night:
    """A department whose extracts come night by night."""

    folder: Path
    tracker: Tracker

    def file(self, day: str, *rows: str, head: str = STAFF, name: str = "staff") -> Path:
        """Write an extract."""
        path = self.folder / f"{name}-2026-03-{day}.csv"
        path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
        return path

    def take(self, day: str, *rows: str, head: str = STAFF, **more: object) -> SyncAnswer:
        """Take tonight's."""
        return self.tracker.sync(self.file(day, *rows, head=head), **{"apply": True, "stop_at": 100, **more})

    def now(self, worker: str, day: str) -> tuple[object, ...]:
        """Site, tier and WTE of the main post."""
        span = self.tracker.at(f"2026-03-{day}").judge(worker).post_named(None).at(date(2026, 3, int(day)))
        return (span.appointment.site, span.tier, span.appointment.wte) if span else ()


@pytest.fixture
def night(tmp_path: Path) -> Night:
    clock: Callable[[], datetime] = lambda: datetime(2026, 4, 1, 22, tzinfo=UTC)  # noqa: E731
    return Night(tmp_path, Tracker(MemoryStore(), CATALOGUE, clock=clock))


def kinds(answer: SyncAnswer) -> list[tuple[str, str | None]]:
    return [(each.kind, each.worker) for each in (*answer.proposed, *answer.by_hand, *answer.to_settle)]


# -- what the feed says ----------------------------------------------------------------------------------------------


def test_without_being_told_nothing_is_recorded(night: Night) -> None:
    answer = night.take("02", ROBIN, SAM, apply=False)
    assert kinds(answer) == [("starter", "20000001"), ("starter", "20000002")]
    assert answer.recorded is None
    assert list(night.tracker.workers()) == []


def test_entries_of_a_feed_carry_the_feed_the_day_and_the_row(night: Night) -> None:
    night.take("02", SAM, ROBIN)
    [entry] = night.tracker.entries("20000001")
    assert {name: value for name, value in plain(entry).items() if name in {"feed", "feed_day", "feed_row", "on"}} == {
        "feed": "esr", "feed_day": "2026-03-02", "feed_row": 2, "on": "2024-01-08",
    }  # fmt: skip
    assert entry.recorded_at == datetime(2026, 4, 1, 22, tzinfo=UTC), "both clocks: it began then, and is known now"


@pytest.mark.parametrize(
    ("row", "kind", "now"),
    [
        (ROBIN.replace(",1,", ",0.6,"), "change", ("coast", "helper", 0.6)),
        (ROBIN.replace("XR02", "XR03"), "change", ("coast", "senior", 1.0)),
        (ROBIN.replace("Coast", "City"), "change", ("city", "helper", 1.0)),
        (ROBIN.replace("08-Jan-2024", "15-Jan-2024"), "dates", ("coast", "helper", 1.0)),
        (ROBIN.replace("Active Assignment", "Maternity & Adoption"), "absence", ("coast", "helper", 1.0)),
        (ROBIN + "02-Mar-2026", "leaver", ()),
        (ROBIN.replace("Active Assignment", "Terminate Assignment"), "leaver", ("coast", "helper", 1.0)),
        (ROBIN + "31-Mar-2026", "leaver", ("coast", "helper", 1.0)),
    ],
)  # fmt: skip
def test_what_a_row_changes_is_proposed_and_holds_from_then(
    night: Night, row: str, kind: str, now: tuple[object, ...]
) -> None:
    night.take("02", ROBIN, SAM)
    answer = night.take("03", row, SAM)
    assert kinds(answer) == [(kind, "20000001")]
    assert night.now("20000001", "03") == now
    assert not night.take("03", row, SAM).proposed


def test_who_vanishes_leaves_on_the_extracts_day_and_comes_back_unbroken_if_that_was_wrong(night: Night) -> None:
    night.take("02", ROBIN, SAM)
    assert kinds(night.take("03", SAM)) == [("leaver", "20000001")]
    assert (night.now("20000001", "03"), night.now("20000001", "04")) == (("coast", "helper", 1.0), ())
    assert kinds(night.take("04", ROBIN, SAM)) == [("return", "20000001")]
    assert night.now("20000001", "04") == ("coast", "helper", 1.0)
    assert len(night.tracker.at("2026-03-04").judge("20000001").post_named(None).spans) == 1


@pytest.mark.parametrize(
    ("back", "reasons"),
    [("Active Assignment", []), ("Maternity & Adoption", ["maternity"]), ("Career Break", ["career-break"])],
)
@pytest.mark.parametrize("before", ["Active Assignment", "Maternity & Adoption"])
def test_who_vanished_by_mistake_is_back_whether_away_or_not(
    night: Night, before: str, back: str, reasons: list[str]
) -> None:
    night.take("02", ROBIN.replace("Active Assignment", before), SAM)
    night.take("03", SAM)
    returned = ROBIN.replace("Active Assignment", back)
    assert ("return", "20000001") in kinds(night.take("04", returned, SAM))
    assert night.now("20000001", "04") == ("coast", "helper", 1.0)
    absences = [e for e in night.tracker.at("2026-03-04").judge("20000001").record.entries if e.kind == "absence"]
    assert [plain(e)["reason"] for e in absences if "until" not in plain(e)] == reasons
    assert not night.take("04", returned, SAM).proposed


AWAY = ROBIN.replace("Active Assignment", "Maternity & Adoption")


def away(night: Night) -> list[tuple[date, date | None]]:
    """The absences of Robin, each with its first and last day."""
    judge = night.tracker.at("2026-04-01").judge("20000001")
    return [(a.on, a.until) for a in judge.record.whole.absences]


LEAVES = {
    "vanishes": ([], date(2026, 3, 5)),
    "ends that day": ([AWAY + "05-Mar-2026"], date(2026, 3, 5)),
    "ended before": ([AWAY + "04-Mar-2026"], date(2026, 3, 4)),
    "will end": ([AWAY + "20-Mar-2026"], date(2026, 3, 20)),
    "terminated": ([AWAY.replace("Maternity & Adoption", "Terminate Assignment")], date(2026, 3, 5)),
}


@pytest.mark.parametrize("how", LEAVES)
def test_the_absence_of_a_leaver_ends_with_the_leaving_on_the_same_night(night: Night, how: str) -> None:
    rows, last = LEAVES[how]
    night.take("03", AWAY, SAM)
    assert {kind for kind, _ in kinds(night.take("05", *rows, SAM))} == {"leaver", "absence_ended"}
    assert away(night) == [(date(2026, 3, 3), last)]
    assert not night.take("05", *rows, SAM).proposed
    tonight = night.tracker.read_extract(night.file("05", *rows, SAM))
    assert not night.tracker.at("2026-03-05").reconcile(tonight).differences
    assert {kind for kind, _ in kinds(night.take("06", AWAY, SAM))} == {"return", "absence"}
    assert away(night) == [(date(2026, 3, 3), None)], "it was a mistake: unbroken"


@pytest.mark.parametrize("how", LEAVES)
@pytest.mark.parametrize("back", [ROBIN, AWAY])
def test_who_is_taken_on_again_is_away_only_if_the_extract_says_so(night: Night, how: str, back: str) -> None:
    rows, last = LEAVES[how]
    night.take("03", AWAY, SAM)
    night.take("05", *rows, SAM)
    night.take("21", SAM)
    again = back.replace("08-Jan-2024", "25-Mar-2026")
    assert night.take("25", again, SAM).proposed
    assert away(night) == [(date(2026, 3, 3), last), *([(date(2026, 3, 25), None)] if back == AWAY else [])]
    assert not night.take("25", again, SAM).proposed


def test_an_absence_left_open_by_whoever_recorded_the_leaving_is_ended_and_one_by_hand_stays(night: Night) -> None:
    night.take("03", AWAY, SAM, KIM)
    by_them = {"kind": "absence", "worker": "20000002", "on": "2026-03-03", "reason": "maternity"}
    night.tracker.append([by_them, {"kind": "leaving", "worker": "20000001", "on": "2026-03-04"}], "m1")
    assert kinds(night.take("05", KIM)) == [("absence_ended", "20000001"), ("leaver", "20000002")]
    assert away(night) == [(date(2026, 3, 3), date(2026, 3, 4))]


def test_a_further_post_begins_and_ends_while_the_first_goes_on_and_the_other_way_round(night: Night) -> None:
    second = "20000001,20000001-2,City,XR02,0.2,Active Assignment,03-Mar-2026,"
    night.take("02", ROBIN, SAM)
    assert kinds(night.take("03", ROBIN, second, SAM)) == [("second_post", "20000001")]
    assert kinds(night.take("04", second, SAM)) == [("post_ended", "20000001")]
    held = night.tracker.at("2026-03-05").judge("20000001").held(date(2026, 3, 5))
    assert [(name, span.appointment.site) for name, span in held.items()] == [("20000001-2", "city")]
    assert not night.take("04", second, SAM).proposed


@pytest.mark.parametrize("end", ["", "28-Mar-2026"])
@pytest.mark.parametrize("before", ["24-Mar-2026", ""])
def test_a_first_day_that_moves_past_the_end_of_what_held_first_takes_the_end_of_the_post(
    night: Night, before: str, end: str
) -> None:
    second = "20000001,20000001-2,City,XR02,0.2,Active Assignment,28-Feb-2026,29-Mar-2026"
    changed = ROBIN.replace("XR02", "XR03").replace("08-Jan-2024", "01-Mar-2026")
    night.take("02", ROBIN, SAM)
    night.take("03", ROBIN.replace("XR02", "XR03"), SAM)
    night.take("04", changed + before, second, SAM)
    moved = changed.replace("01-Mar-2026", "06-Mar-2026") + end
    answer = night.take("05", moved, second.replace("29-Mar-2026", "15-Mar-2026"), SAM)
    assert not answer.to_settle
    assert (night.now("20000001", "05"), night.now("20000001", "06")) == ((), ("coast", "senior", 1.0))
    assert night.now("20000001", "29") == (() if end else ("coast", "senior", 1.0))


def test_a_later_day_in_the_row_is_the_day_of_the_change(night: Night) -> None:
    night.take("02", ROBIN.replace("08-Jan-2024", "08-Jan-2024"))
    night.take("20", ROBIN.replace("XR02", "XR03").replace("08-Jan-2024", "09-Mar-2026"))
    assert (night.now("20000001", "08"), night.now("20000001", "09")) == (
        ("coast", "helper", 1.0), ("coast", "senior", 1.0),
    )  # fmt: skip


def test_training_is_added_corrected_and_voided_but_a_renewal_or_what_expired_voids_nothing(night: Night) -> None:
    night.take("02", ROBIN)
    assert kinds(night.take("02", FIRE, BLS, head=TRAINING)) == [("training", "20000001")] * 2
    corrected = night.take("03", FIRE.replace("2028", "2027"), BLS, head=TRAINING)
    assert kinds(corrected) == [("training_corrected", "20000001")]
    assert kinds(night.take("04", FIRE.replace("2028", "2027"), head=TRAINING)) == [("training_void", "20000001")]
    renewed = night.take("05", "20000001,Fire,04-Mar-2026,04-Mar-2028", head=TRAINING)
    assert kinds(renewed) == [("training", "20000001")], "the older completion stays: it was held then"
    night.take("05", ROBIN, SAM)
    away = "20000001,Fire,04-Mar-2026,04-Mar-2028"
    night.take("05", away, "20000002,Fire,04-Mar-2026,04-Mar-2028", head=TRAINING)
    assert kinds(night.take("06", away, head=TRAINING)) == [("to_settle", "20000002")], "in post, and not there"
    assert [e.outcome for e in night.tracker.at("2026-02-01").judge("20000001").record.whole.trainings["fire"]]


@pytest.mark.parametrize("staff_first", [True, False])
def test_who_leaves_was_trained_all_the_same_whichever_extract_comes_first(
    night: Night, staff_first: bool
) -> None:
    fire = FIRE.replace("20000001", "20000002")
    night.take("02", ROBIN, SAM)
    night.take("02", FIRE, fire, head=TRAINING)
    tonight = [((ROBIN,), STAFF), ((FIRE,), TRAINING)]
    answers = [night.take("03", *rows, head=head) for rows, head in (tonight if staff_first else tonight[::-1])]
    expected = [("leaver", "20000002")] if staff_first else [("to_settle", "20000002"), ("leaver", "20000002")]
    assert [each for answer in answers for each in kinds(answer)] == expected
    assert night.tracker.at("2026-03-03").judge("20000002").record.whole.trainings["fire"]
    assert not kinds(night.take("04", FIRE, head=TRAINING))


# -- what a person entered -------------------------------------------------------------------------------------------


def by_hand(night: Night, **more: object) -> None:
    entry = {"kind": "appointment", "worker": "20000001", "on": "2024-01-08", "site": "coast", "tier": "helper"}
    night.tracker.append([{**entry, "wte": 1.0, **more}], "m1")


def test_a_post_entered_by_hand_stays_as_it_is_and_is_named(night: Night) -> None:
    by_hand(night, wte=0.5)
    answer = night.take("02", ROBIN, SAM)
    assert ("by_hand", "20000001") in kinds(answer)
    assert night.now("20000001", "02") == ("coast", "helper", 0.5)
    assert ("by_hand", "20000001") in kinds(night.take("03", SAM)), "nor does it end by vanishing"


def test_taken_over_it_is_the_feeds_from_then_on(night: Night) -> None:
    by_hand(night, wte=0.5)
    assert kinds(night.take("02", ROBIN, take_over=True)) == [("change", "20000001")]
    assert (night.now("20000001", "01"), night.now("20000001", "02")) == (
        ("coast", "helper", 0.5), ("coast", "helper", 1.0),
    )  # fmt: skip
    assert kinds(night.take("03", ROBIN.replace("XR02", "XR03"))) == [("change", "20000001")]


def test_what_a_person_changed_since_stays_as_long_as_the_extract_says_as_before(night: Night) -> None:
    night.take("02", ROBIN, SAM)
    by_hand(night, on="2026-03-03", wte=0.5, modalities=["ct"])
    assert kinds(night.take("04", ROBIN, SAM)) == [("by_hand", "20000001")]
    answer = night.take("05", ROBIN.replace("XR02", "XR03"), SAM)
    assert kinds(answer) == [("change", "20000001"), ("by_hand", "20000001")]
    assert night.now("20000001", "05") == ("coast", "senior", 0.5)
    assert kinds(night.take("06", ROBIN.replace("XR02", "XR03"), SAM)) == [("by_hand", "20000001")]
    kept = [e for e in night.tracker.entries("20000001") if isinstance(e, Appointment)][-1]
    assert kept.modalities == ("ct",), "what only a person knows goes along"


def test_a_leaving_entered_by_hand_is_not_undone_by_an_extract_that_lags(night: Night) -> None:
    night.take("02", ROBIN, SAM)
    night.tracker.record("leaving", "m1", worker="20000001", on="2026-03-03")
    assert kinds(night.take("05", ROBIN, SAM)) == [("by_hand", "20000001")]
    assert night.now("20000001", "05") == ()


def test_what_a_person_voided_stays_void(night: Night) -> None:
    night.take("02", ROBIN, SAM)
    night.take("02", FIRE, BLS, head=TRAINING)
    for entry in night.tracker.entries("20000001"):
        if entry.kind in {"training", "appointment"}:
            fields = {"worker": "20000001", "corrects": entry.id, "reason": "not theirs", "on": date(2026, 3, 3)}
            night.tracker.record("correction", "m1", **fields)
    assert kinds(night.take("04", ROBIN, SAM)) == [("by_hand", "20000001")]
    assert kinds(night.take("04", FIRE, BLS, head=TRAINING)) == [("by_hand", "20000001")] * 2


def test_a_completion_entered_by_hand_is_that_completion(night: Night) -> None:
    by_hand(night)
    done = {"kind": "training", "worker": "20000001", "on": "2026-01-08", "programme": "fire", "outcome": "completed"}
    night.tracker.append([{**done, "expires_on": "2027-01-08"}], "m1")
    answer = night.take("02", FIRE, head=TRAINING)
    assert kinds(answer) == [("by_hand", "20000001")]
    assert kinds(night.take("03", BLS, head=TRAINING)) == [("training", "20000001")], "nor is it void when it vanishes"


# -- whose it is -----------------------------------------------------------------------------------------------------


def test_a_number_that_lost_its_zeros_is_asked_about_and_makes_nobody(night: Night) -> None:
    by_hand(night)
    by_hand(night, worker="0012345")
    answer = night.take("02", SAM, ROBIN, "12345,12345,Coast,XR02,1,Active Assignment,08-Jan-2024,")
    assert ("to_settle", "12345") in kinds(answer)
    assert "12345" not in night.tracker.workers()


@pytest.mark.parametrize("other", ["12345", "0012345", "00012345"])
def test_two_new_numbers_of_one_extract_that_differ_in_zeros_are_asked_about_and_make_nobody(
    night: Night, other: str
) -> None:
    twin = "012345,012345,Coast,XR02,1,Active Assignment,08-Jan-2024,"
    rows = [ROBIN, twin, twin.replace("012345", other)]
    answer = night.take("02", *rows)
    assert sorted(kinds(answer)) == sorted(
        [("starter", "20000001"), ("to_settle", "012345"), ("to_settle", other)]
    )
    assert all("neither is on record" in one.says for one in answer.to_settle)
    assert set(night.tracker.workers()) == {"20000001"}
    assert not night.take("02", *rows).proposed
    taught = night.take("02", FIRE, FIRE.replace("20000001", "012345"), FIRE.replace("20000001", other), head=TRAINING)
    assert {who for kind, who in kinds(taught) if kind == "to_settle"} == {"012345", other}


@pytest.mark.parametrize("known", [
    {"kind": "person", "worker": "w1", "staff_number": "0012345", "name": "Kim Example"},
    {"kind": "identity", "worker": "w1", "on": "2024-01-08", "scheme": "esr-employee", "value": "0012345"},
    {"kind": "identity", "worker": "0012345", "on": "2024-01-08", "same_as": "w1"},
    {"kind": "identity", "worker": "w1", "on": "2024-01-08", "same_as": "0012345"},
    None,
])  # fmt: skip
def test_who_may_be_meant_by_a_number_that_lost_its_zeros_is_not_taken_for_gone(
    night: Night, known: dict[str, str] | None
) -> None:
    if known is not None:
        night.tracker.append([known], recorded_by="educator")
    row = "0012345,0012345,City,XR02,0.6,Active Assignment,08-Jan-2024,"
    night.take("02", ROBIN, row)
    training = [FIRE, FIRE.replace("20000001", "0012345"), BLS.replace("20000001", "0012345")]
    night.take("02", *training, head=TRAINING)
    workers = set(night.tracker.workers())
    lost = row.replace("0012345", "12345")
    assert [kind for kind, _ in kinds(night.take("03", ROBIN, lost))] == ["to_settle"]
    assert [kind for kind, _ in kinds(night.take("04", ROBIN, lost + "04-Mar-2026"))] == ["to_settle"]
    lacking = [training[0], training[1].replace("0012345", "12345")]
    assert [kind for kind, _ in kinds(night.take("04", *lacking, head=TRAINING))] == ["to_settle"]
    assert set(night.tracker.workers()) == workers
    [worker] = set(night.tracker.at("2026-03-05").workers) - {"20000001"}
    assert night.now(worker, "05") == ("city", "helper", 0.6)
    assert kinds(night.take("05", ROBIN)) == [("leaver", worker)]


def posts_of(number: str, *forms: str) -> list[str]:
    """Rows of one person whose first days tell nothing, one for each form of the assignment's number."""
    return [f"{number},{number}{form},Coast,XR02,1,Active Assignment,0{n}-Feb-2026," for n, form in enumerate(forms, 1)]


@pytest.mark.parametrize("before", ["20000001", "20000001-1", "by hand", "by hand as robin"])
@pytest.mark.parametrize("forms", [("-1", "-2"), ("-2", "-3"), ("-2", "-1")])
def test_a_number_that_changes_its_form_with_a_second_post_is_asked_about_until_it_is_answered_once(
    night: Night, before: str, forms: tuple[str, str]
) -> None:
    worker = "robin" if "robin" in before else "20000001"
    if "hand" in before:
        by_hand(night, worker=worker)
        night.tracker.append([{"kind": "identity", "worker": worker, "on": "2024-01-08", "scheme": "esr-employee",
                               "value": "20000001"}])  # fmt: skip
    else:
        night.take("02", ROBIN.replace("20000001,20000001", f"20000001,{before}"), SAM)
    rows = posts_of("20000001", *forms)
    if before.removeprefix("20000001") not in forms:
        assert ("to_settle", worker) in kinds(night.take("03", *rows, SAM))
        number = f"20000001{forms[1]}"
        said = {"kind": "identity", "worker": worker, "on": "2026-03-03", "scheme": "esr-assignment", "value": number}
        night.tracker.append([said])
    answer = night.take("03", *rows, SAM)
    assert ("second_post", worker) in kinds(answer)
    again = night.take("04", *rows, SAM)
    assert not again.proposed
    assert not again.to_settle
    if "hand" not in before:  # who recorded another first day by hand is told of it
        extract = night.tracker.read_extract(night.file("04", *rows, SAM))
        assert not night.tracker.at("2026-03-04").reconcile(extract).differences


@pytest.mark.parametrize("before", ["by hand", "by hand as robin", "20000001"])
def test_the_first_of_two_posts_is_the_one_without_an_ending(night: Night, before: str) -> None:
    if before == "20000001":
        night.take("02", ROBIN, SAM)
    else:
        by_hand(night, worker=(worker := "robin" if "robin" in before else "20000001"))
        night.tracker.append([{"kind": "identity", "worker": worker, "on": "2024-01-08", "scheme": "esr-employee",
                               "value": "20000001"}])  # fmt: skip
    answer = night.take("03", *posts_of("20000001", "", "-2"), SAM)
    assert "second_post" in [kind for kind, _ in kinds(answer)]
    assert not answer.to_settle


@pytest.mark.parametrize("known", ["20000001-2", "identity"])
def test_a_number_known_only_with_the_ending_of_a_further_post_makes_nobody(night: Night, known: str) -> None:
    night.take("01", SAM)
    if known == "identity":
        by_hand(night, worker="robin")
        said = {"kind": "identity", "worker": "robin", "on": "2024-01-08", "scheme": "esr-assignment"}
        night.tracker.append([{**said, "value": "20000001-2"}])
    else:
        by_hand(night, worker=known)
    worker = "robin" if known == "identity" else known
    assert ("to_settle", "20000001") in kinds(night.take("02", ROBIN, SAM))
    assert {*night.tracker.workers()} == {worker, "20000002"}
    answer = {"kind": "identity", "worker": worker, "on": "2024-01-08", "scheme": "esr-employee", "value": "20000001"}
    night.tracker.append([answer])
    assert not night.take("03", ROBIN, SAM).to_settle


@pytest.mark.parametrize("kept", ["20000003", "30000003"])
def test_who_was_given_another_number_and_joined_goes_on_unbroken(night: Night, kept: str) -> None:
    night.take("02", ROBIN, SAM, KIM)
    again = KIM.replace("20000003", "30000003")
    assert kinds(night.take("03", ROBIN, SAM, again)) == [("leaver", "20000003"), ("starter", "30000003")]
    [other] = {"20000003", "30000003"} - {kept}
    night.tracker.append([{"kind": "identity", "worker": other, "on": "2026-03-03", "same_as": kept}])
    assert kinds(night.take("04", ROBIN, SAM, again)) == [("return", kept)]
    assert night.now(kept, "03") == night.now(kept, "04") == ("city", "helper", 0.6)
    night.take("05", ROBIN, SAM, again.replace("08-Jan-2024", "15-Jan-2024"))
    changed = again.replace("08-Jan-2024", "15-Jan-2024").replace("XR02", "XR03")
    assert kinds(night.take("06", ROBIN, SAM, changed)) == [("change", kept)]
    assert (night.now(kept, "05"), night.now(kept, "06")) == (("city", "helper", 0.6), ("city", "senior", 0.6))
    assert not night.take("06", ROBIN, SAM, changed).proposed


def test_completions_of_joined_records_are_voided_where_they_stand(night: Night) -> None:
    night.take("02", ROBIN, SAM)
    wrong = "20000002,Bls,11-Jan-2026,"
    night.take("03", FIRE, "20000002,Fire,10-Jan-2026,", wrong, head=TRAINING)
    night.tracker.append([{"kind": "identity", "worker": "20000002", "on": "2026-03-03", "same_as": "20000001"}])
    rows = [FIRE, "20000002,Fire,10-Jan-2026,"]
    assert kinds(night.take("04", *rows, head=TRAINING)) == [("training_void", "20000001")]
    assert not night.take("04", *rows, head=TRAINING).proposed
    assert not night.tracker.at("2026-03-04").judge("20000001").record.whole.trainings["bls"]


def test_a_number_of_another_scheme_leads_to_whoever_it_is_of(night: Night) -> None:
    by_hand(night, worker="robin", wte=1.0)
    number = {"kind": "identity", "worker": "robin", "on": "2024-01-08", "scheme": "esr-employee", "value": "20000001"}
    night.tracker.append([number])
    assert kinds(night.take("02", ROBIN)) == []
    assert kinds(night.take("02", FIRE, head=TRAINING)) == [("training", "robin")]
    assert list(night.tracker.workers()) == ["robin"]


def test_band_and_title_settle_the_tier_or_it_is_asked(night: Night) -> None:
    head = STAFF + ",Position Title"
    rows = [
        f"{ROBIN},Imaging Assistant", f"{SAM},Senior Imaging Assistant",
        f"{KIM.replace('XR02', 'XR04')},Imaging Assistant",
        "20000004,20000004,City,XR05,1,Active Assignment,08-Jan-2024,,Radiographer",
        "20000005,20000005,City,XR02,1,Active Assignment,08-Jan-2024,,Porter",
        "20000006,20000006,Moon,XR02,1,Active Assignment,08-Jan-2024,,Imaging Assistant",
    ]
    answer = night.take("02", *rows, head=head)
    assert kinds(answer) == [
        ("starter", "20000001"), ("starter", "20000002"), ("to_settle", "20000003"), ("to_settle", "20000006"),
    ]  # fmt: skip
    assert [each.worker for each in answer.set_apart] == ["20000004"]
    assert any("'Porter'" in sentence for sentence in answer.not_taken)


# -- which files are not taken ---------------------------------------------------------------------------------------


def test_an_extract_that_lacks_too_many_is_not_taken(night: Night) -> None:
    everybody = [f"200001{n:02},200001{n:02},Coast,XR02,1,Active Assignment,08-Jan-2024," for n in range(40)]
    night.take("02", *everybody)
    assert night.take("03", *everybody[2:], stop_at=5).recorded == 2, "2 of 40 are 5 in the hundred, and not more"
    with pytest.raises(FeedRefusedError, match=r"lacks 3 of 38 people, more than 5 .*--stop-at 8"):
        night.take("04", *everybody[5:], stop_at=5)
    assert len([w for w in night.tracker.workers() if night.now(w, "05")]) == 38
    assert night.take("04", *everybody[5:], stop_at=8).recorded == 3


def test_an_older_extract_is_not_taken_and_what_came_meanwhile_stays(night: Night) -> None:
    night.take("02", ROBIN, SAM)
    night.take("04", ROBIN.replace("XR02", "XR03"), SAM)
    with pytest.raises(FeedRefusedError, match="of 3 March 2026, and the extract of 4 March 2026 has been taken"):
        night.take("03", ROBIN)
    assert kinds(night.take("01", FIRE, head=TRAINING)) == [("training", "20000001")], "training has its own last day"


def test_the_day_is_in_a_column_or_in_the_name_or_given(night: Night, tmp_path: Path) -> None:
    for name, text, day in [
        ("a.csv", f"{STAFF},Extract Date\n{ROBIN},05-Mar-2026\n", "2026-03-05"),
        ("esr_20260306.csv", f"{STAFF}\n{ROBIN}\n", "2026-03-06"),
        ("staff 07.03.2026.csv", f"{STAFF}\n{ROBIN}\n", "2026-03-07"),
        ("staff-8-Mar-2026.csv", f"{STAFF}\n{ROBIN}\n", "2026-03-08"),
    ]:
        (tmp_path / name).write_text(text)
        assert str(night.tracker.sync(tmp_path / name).as_of) == day
    (tmp_path / "b.csv").write_text(f"{STAFF}\n{ROBIN}\n")
    assert str(night.tracker.sync(tmp_path / "b.csv", extract_date="2026-03-05").as_of) == "2026-03-05"
    with pytest.raises(FeedRefusedError, match="does not say of which day it is"):
        night.tracker.sync(tmp_path / "b.csv")
    with pytest.raises(FeedRefusedError, match="has not come yet"):
        night.tracker.sync(tmp_path / "b.csv", extract_date="2026-04-05")
    (tmp_path / "c.csv").write_text(f"{STAFF},Extract Date\n{ROBIN},05-Mar-2026\n{SAM},06-Mar-2026\n")
    with pytest.raises(FeedRefusedError, match="several days: 5 March 2026, 6 March 2026"):
        night.tracker.sync(tmp_path / "c.csv")


def test_another_scope_is_no_feed(night: Night) -> None:
    with pytest.raises(UnknownNameError, match="scope"):
        night.take("02", ROBIN, scope="moodle")


BAD = {
    "empty": "",
    "headings alone": f"{STAFF}\n",
    "no extract": "kind,worker\nappointment,w1\n",
    "another trust's": f"{STAFF},VPD\n" + "".join(f"{row},999\n" for row in (ROBIN, SAM)),
    "nobody of ours": f"{STAFF}\n" + "".join(f"3000000{n},,Coast,XR02,1,,,\n" for n in range(9)),
    "cut off": f"{STAFF}\n{ROBIN[:20]}",
    "cut off in a quotation": f'{STAFF}\n{ROBIN}\n20000002,"2000',
    "nothing but bytes": "\0\1\2",
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_told_in_a_sentence_and_nothing_is_recorded(night: Night, tmp_path: Path, what: str) -> None:
    night.take("02", ROBIN, SAM, KIM)
    before = {worker: night.tracker.entries(worker) for worker in night.tracker.workers()}
    (tmp_path / "staff-2026-03-03.csv").write_text(BAD[what])
    with pytest.raises(SWCompetencyError) as told:
        night.tracker.sync(tmp_path / "staff-2026-03-03.csv", apply=True)
    assert "\n" not in str(told.value)
    assert {worker: night.tracker.entries(worker) for worker in night.tracker.workers()} == before


def test_of_a_file_half_of_which_is_another_trusts_ours_are_taken_and_the_others_told(night: Night) -> None:
    rows = [f"{ROBIN},457", f"{SAM},457", f"{KIM},999"]
    answer = night.take("02", *rows, head=f"{STAFF},VPD")
    assert kinds(answer) == [("starter", "20000001"), ("starter", "20000002"), ("to_settle", None)]
    assert "another trust" in answer.to_settle[0].says
    with pytest.raises(OtherTrustError):
        night.take("03", *(row.replace("457", "999") for row in rows), head=f"{STAFF},VPD")


def test_headings_in_the_middle_are_no_person_and_headings_twice_are_told(night: Night) -> None:
    assert kinds(night.take("02", ROBIN, STAFF, SAM)) == [("starter", "20000001"), ("starter", "20000002")]
    answer = night.take("03", f"{ROBIN},0.5", f"{SAM},0.8", head=f"{STAFF},FTE")
    assert [(each.kind, each.what) for each in answer.to_settle] == [("to_settle", "FTE")]
    assert night.now("20000001", "03") == ("coast", "helper", 1.0)


def test_where_it_cannot_be_read_whose_a_row_is_nobody_is_taken_for_gone(night: Night) -> None:
    night.take("02", ROBIN, SAM, KIM)
    answer = night.take("03", ROBIN, SAM, "2.00E+07,,City,XR02,0.6,Active Assignment,08-Jan-2024,")
    assert [kind for kind, _ in kinds(answer)] == ["to_settle"]
    assert any(sentence.startswith("what is gone") for sentence in answer.not_taken)
    assert night.now("20000003", "04") == ("city", "helper", 0.6)


def test_a_training_file_is_not_taken_for_a_staff_list(night: Night) -> None:
    night.take("02", ROBIN, SAM)
    answer = night.take("03", FIRE, head=TRAINING)
    assert kinds(answer) == [("training", "20000001")]
    assert night.now("20000002", "04") == ("city", "senior", 0.8)


def test_the_last_day_of_a_feed_outlives_the_program(tmp_path: Path) -> None:
    clock: Callable[[], datetime] = lambda: datetime(2026, 4, 1, 22, tzinfo=UTC)  # noqa: E731
    night = Night(tmp_path, Tracker(TinyDBStore.create(tmp_path / "store"), CATALOGUE, clock=clock))
    night.take("04", ROBIN)
    night.tracker = Tracker(TinyDBStore(tmp_path / "store"), CATALOGUE, clock=clock)
    with pytest.raises(FeedRefusedError):
        night.take("03", ROBIN)
    assert not TinyDBStore(tmp_path / "store").verify().found
