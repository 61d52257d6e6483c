"""Our record against extracts of ESR: what differs is found, and nothing else."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sw_competency.errors import OtherTrustError
from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Entry, Person
from sw_competency.model.extract import Assignment, Extract, HeldInExtract
from sw_competency.model.findings import jsonable
from sw_competency.questions.reconcile import ReconcileAnswer
from sw_competency.reconcile.comparison import KINDS
from sw_competency.testing.builders import (
    appointed,
    catalogue_of,
    entry,
    left,
    registered,
    signed_off,
    tracker_of,
    trained,
)
from sw_competency.tracker import Tracker
from tests.catalogues import (
    DEPARTMENT,
    REGISTERED,
    competency,
    currency,
    programme,
    required,
    trained_in,
)

DAY = "2026-03-01"
CATALOGUE = catalogue_of(
    DEPARTMENT
    + programme("fire", "P2Y", title="Fire safety")
    + programme("bls", "P1Y", title="Basic life support")
    + programme("als", "P1Y", title="Advanced life support", counts_as=["bls"])
    + programme("theory")
    + competency("cannulation", requires=f"{trained_in('theory')}, {REGISTERED}", prerequisites=["theory"])
    + currency("cannulation", "P2Y")
    + competency("flow", title="Patient flow")
    + currency("flow", "P2Y")
    + required("seniors", title="What a senior must hold", tiers=["senior"], competencies=["cannulation"],
               programmes=["bls"])
    + """
[site.site-1]
title = "Coast"
vpd = "457"
esr_locations = ["457 Imaging Main"]
source = ["policy"]
authority = "local"
starts = 2020-01-01
[site.site-2]
title = "City"
source = ["policy"]
authority = "local"
starts = 2020-01-01
[title]
radiographer = { role = "not-support-workforce", certainty = "stated", authority = "local", source = ["policy"] }
radiologist = { role = "not-support-workforce", certainty = "stated", authority = "local", source = ["policy"] }
consultant = { role = "not-support-workforce", certainty = "stated", authority = "local", source = ["policy"] }
"radiology assistant" = { role = "support-worker", authority = "local", source = ["policy"] }
"""
)  # fmt: skip
TELLS = frozenset({"wte", "band", "places", "starts", "ends", "status"})


def tracker(*entries: Entry) -> Tracker:
    return tracker_of(entries, CATALOGUE)


def row(number: str, row_: int = 1, wte: str | None = "1", site: str | None = "site-1", **more: Any) -> Assignment:
    said = {"band": 2, "starts": date(2024, 1, 8), **more}
    places = (site,) if site else ()
    return Assignment(row=row_, numbers=(number,), wte=Decimal(wte) if wte else None, places=places, **said)


def staff(*rows: Assignment, **more: Any) -> Extract:
    return Extract(file="esr.csv", **{"assignments": rows, "tells": TELLS, **more})


def holds(number: str, programme: str | None, on: str, expires_on: str | None = None, **more: Any) -> HeldInExtract:
    last = date.fromisoformat(expires_on) if expires_on else None
    return HeldInExtract(
        row=1, numbers=(number,), title=more.pop("title", programme), programme=programme, on=date.fromisoformat(on),
        expires_on=last, **more,
    )  # fmt: skip


def training(*held: HeldInExtract, learners: Iterable[str] = (), **more: Any) -> Extract:
    named = dict.fromkeys([*(each.numbers for each in held), *((one,) for one in learners)])
    return Extract(file="esr.csv", held=held, learners=tuple(named), **more)


def asked(kept: Tracker, extract: Extract, people: Iterable[Person] = (), day: str = DAY) -> ReconcileAnswer:
    for person in people:
        kept.store.put_person(person)
    return kept.at(day).reconcile(extract)


def found(answer: ReconcileAnswer) -> list[tuple[str, str | None]]:
    """What was found, by kind and worker."""
    return sorted(((kind, each.worker) for kind in KINDS for each in getattr(answer, kind)), key=str)


def helper(worker: str, on: str = "2024-01-08", **more: Any) -> Entry:
    return appointed(worker, on, **{"tier": "helper", "wte": 1.0, **more})


# -- Table 1 of the study --------------------------------------------------------------------------------------------

# Etty and others 2025, table 1: full-time equivalents by the trusts' own account and in the ESR extract.
TABLE_1 = [
    ("29.2", "23.73", "0.81"), ("27.97", "39.31", "1.41"), ("46.8", "68.44", "1.46"), ("39.34", "15.35", "0.39"),
    ("28.96", "61.84", "2.14"), (None, "33.41", None), ("26.83", "19.36", "0.72"), ("24.48", "1.33", "0.05"),
    (None, "3.8", None),
]  # fmt: skip


def shares(total: str) -> list[Decimal]:
    """Divide whole-time equivalents among people: whole ones, and one with the rest."""
    whole, rest = divmod(Decimal(total), 1)
    return [Decimal(1)] * int(whole) + ([rest] if rest else [])


def test_the_studys_table_1_comes_out_to_the_digit(tmp_path: Path) -> None:
    entries, lines = [], ["Employee Number,Location,FTE"]
    for site, (ours, theirs, _) in enumerate(TABLE_1, 1):
        for index, wte in enumerate(shares(ours) if ours else [None] * 5):
            entries.append(helper(f"{site}{index:05}", site=f"site-{site}", wte=float(wte) if wte else None))
        lines += [f"{site}{index:05},Site {site},{wte}" for index, wte in enumerate(shares(theirs))]
    path = tmp_path / "esr.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    totals = (kept := tracker(*entries)).at(DAY).reconcile(kept.read_extract(path)).totals
    assert [(t.site, t.ours, t.theirs, t.ratio) for t in totals] == [
        (f"site-{n}", float(ours) if ours else None, float(theirs), float(ratio) if ratio else None)
        for n, (ours, theirs, ratio) in enumerate(TABLE_1, 1)
    ]


@pytest.mark.parametrize(
    ("ours", "theirs", "ratio"),
    [
        ([1.0], ["0.825"], 0.83), ([1.0], ["0.835"], 0.84), ([2.0], ["0.11"], 0.06), ([0.1, 0.2], ["0.3"], 1.0),
        ([1.0], ["0"], 0.0), ([None], ["1"], None), ([1.0], [None], None), ([1.0, None], ["1"], None),
        ([1.0, 0.5], ["1", None], None),
    ],
)  # fmt: skip
def test_the_ratio_has_two_digits_and_is_left_out_where_a_side_is_not_available(
    ours: list[float | None], theirs: list[str | None], ratio: float | None
) -> None:
    kept = tracker(*(helper(f"w{i}", wte=wte) for i, wte in enumerate(ours)))
    rows = [row(f"w{i}", wte=wte) for i, wte in enumerate(theirs)]
    [total] = asked(kept, staff(*rows)).totals
    assert total.ratio == ratio
    assert (total.ours is None, total.theirs is None) == (ours == [None], theirs == [None])
    assert (total.ours_without, total.theirs_without) == (ours.count(None), theirs.count(None))


def test_a_bank_contract_without_set_hours_leaves_the_ratio_as_it_leaves_the_establishment() -> None:
    kept = tracker(helper("w1"), helper("w2", basis="bank", wte=None))
    [total] = asked(kept, staff(row("w1"), row("w2", 2, wte="0"))).totals
    assert (total.ours, total.our_posts, total.ours_without, total.ratio) == (1.0, 2, 0, 1.0)


def test_without_a_column_for_places_there_is_one_total_of_the_whole_department() -> None:
    kept = tracker(helper("w1"), helper("w2", site="site-2", wte=0.5))
    rows = [row("w1", site=None), row("w2", site=None, wte="0.5")]
    answer = asked(kept, staff(*rows, tells=TELLS - {"places"}))
    assert [(t.site, t.ours, t.theirs, t.ratio) for t in answer.totals] == [(None, 1.5, 1.5, 1.0)]
    assert found(answer) == []
    assert any("the location" in each for each in answer.not_compared)


# -- people and posts ------------------------------------------------------------------------------------------------


def test_an_extract_that_says_the_same_finds_nothing() -> None:
    answer = asked(tracker(helper("w1"), helper("w2", site="site-2")), staff(row("w1"), row("w2", site="City")))
    assert answer.outcome is MET
    assert answer.says == "Our record and the extract agree on 1 March 2026: 2 people in post compared"
    assert answer.sources == ("esr.csv",)
    assert len(answer.entries) == 2


def test_missing_extra_and_left_are_told_with_the_entries_they_rest_on() -> None:
    kept = tracker(helper("w1"), helper("w2", id="a2"), helper("w3", id="a3"), left("w3", "2025-12-31"))
    answer = asked(kept, staff(row("w1"), row("w3", 2), row("99", 3, title="HCA"), row("98", 4, ended=True)))
    assert answer.outcome is NOT_MET
    assert found(answer) == [("extra", "99"), ("extra", "w3"), ("missing", "w2")]
    [missing] = answer.missing
    assert (missing.what, missing.entries, missing.theirs) == ("worker", ("a2",), None)
    assert [each.says for each in answer.extra] == [
        "w3 is in post in the extract, and not in post on our record on 1 March 2026",
        "99 is in post in the extract, and nobody is on our record under that number",
    ]
    assert answer.extra[1].theirs[0].title == "HCA"
    assert answer.says.endswith("differ on 1 March 2026: 1 missing from the extract, 2 only in the extract")


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"ends": date(2026, 2, 28)}, "ended on 28 February 2026"),
        ({"ended": True}, "has a status that says it ended"),
    ],
)
def test_a_post_nobody_closed_is_a_finding_of_its_own(more: dict[str, Any], says: str) -> None:
    answer = asked(tracker(helper("w1")), staff(row("w1", **more)))
    assert found(answer) == [("post_not_closed", "w1")]
    sentence = f"A post of w1 {says} in the extract; on our record nobody closed it"
    assert answer.post_not_closed[0].says == sentence


def test_a_post_that_was_over_before_somebody_came_back_closes_nothing() -> None:
    answer = asked(tracker(helper("w1")), staff(row("w1", starts=date(2015, 1, 1), ends=date(2019, 1, 1))))
    assert found(answer) == [("missing", "w1")]


def test_the_last_day_is_still_in_post_on_both_sides() -> None:
    kept = tracker(helper("w1"), left("w1", DAY))
    assert found(asked(kept, staff(row("w1", ends=date(2026, 3, 1))))) == []


@pytest.mark.parametrize(
    ("more", "kind", "ours", "theirs"),
    [
        ({"wte": "0.6"}, "other_wte", 1.0, 0.6), ({"wte": "1.01"}, "other_wte", 1.0, 1.01),
        ({"band": 3}, "other_band", (2,), (3,)), ({"site": "City"}, "other_site", ("site-1",), ("site-2",)),
        ({"starts": date(2024, 1, 9)}, "other_dates", (date(2024, 1, 8),), date(2024, 1, 9)),
        ({"ends": date(2026, 9, 1)}, "other_dates", (), date(2026, 9, 1)),
        ({"starts": date(2026, 6, 1)}, "other_dates", date(2024, 1, 8), date(2026, 6, 1)),
    ],
)  # fmt: skip
def test_what_differs_of_a_post_is_told_with_both_values(
    more: dict[str, Any], kind: str, ours: Any, theirs: Any
) -> None:
    answer = asked(tracker(helper("w1", id="a1")), staff(row("w1", **more)))
    assert found(answer) == [(kind, "w1")]
    [each] = getattr(answer, kind)
    assert (each.ours, each.theirs, each.entries, each.rows) == (ours, theirs, ("a1",), (1,))


@pytest.mark.parametrize(
    "more",
    [
        {"wte": "0.995"}, {"wte": None}, {"band": None}, {"starts": None}, {"site": "coast"}, {"site": "COAST!"},
        {"site": "457 Imaging Main"}, {"site": "457-imaging-main"},
    ],
)  # fmt: skip
def test_what_the_extract_does_not_say_or_says_otherwise_in_form_is_no_difference(more: dict[str, Any]) -> None:
    assert found(asked(tracker(helper("w1")), staff(row("w1", **more)))) == []


def test_either_start_of_an_unbroken_time_in_post_is_the_same_as_ours() -> None:
    kept = tracker(helper("w1", "2020-01-06"), helper("w1", "2024-01-08", tier="senior"))
    for starts in (date(2020, 1, 6), date(2024, 1, 8)):
        assert found(asked(kept, staff(row("w1", band=3, starts=starts)))) == []
    assert found(asked(kept, staff(row("w1", band=3, starts=date(2022, 1, 1))))) == [("other_dates", "w1")]


def test_a_break_in_service_begins_the_time_anew() -> None:
    kept = tracker(helper("w1", "2020-01-06"), left("w1", "2021-01-31"), helper("w1", "2024-01-08"))
    assert found(asked(kept, staff(row("w1", starts=date(2020, 1, 6))))) == [("other_dates", "w1")]


def test_a_rebanding_decision_sets_our_band_and_a_title_never_does() -> None:
    decided = entry("rebanding", "2025-01-01", worker="w1", to="senior", id="r1")
    kept = tracker(helper("w1", id="a1", band=2), decided)
    answer = asked(kept, staff(row("w1", title="Senior Assistant Practitioner Band 4")))
    assert [(d.ours, d.theirs, d.entries) for d in answer.other_band] == [((3,), (2,), ("a1", "r1"))]


def test_a_second_post_is_the_same_persons_and_wte_is_compared_at_each_site() -> None:
    kept = tracker(helper("20000001", wte=0.6), helper("20000001", post="bank", site="site-2", wte=0.4))
    second = attrs.evolve(row("20000001-2", 2, "0.4", "site-2"), numbers=("20000001-2", "20000001"))
    assert found(asked(kept, staff(row("20000001", wte="0.6"), second))) == []
    more = attrs.evolve(second, wte=Decimal("0.5"))
    answer = asked(kept, staff(row("20000001", wte="0.6"), more))
    assert [d.says for d in answer.other_wte] == [
        "20000001 is 0.4 WTE at site-2 on our record, 0.5 in the extract"
    ]


def test_a_post_more_or_less_is_told_once() -> None:
    two = [helper("w1", wte=0.6), helper("w1", post="bank", wte=None)]
    answer = asked(tracker(*two), staff(row("w1", wte="0.6")))
    assert [(d.what, d.says) for d in answer.missing] == [
        ("post", "w1 has 2 posts on our record, 1 post (0.6 WTE) in the extract")
    ]
    assert found(answer) == [("missing", "w1")]
    assert found(asked(tracker(two[0]), staff(row("w1", wte="0.6"), row("w1", 2, "0.2")))) == [("extra", "w1")]


# -- outside the support workforce ---------------------------------------------------------------------------------


def test_who_is_outside_the_support_workforce_by_title_is_set_apart_and_not_added_up() -> None:
    rows = [
        row("w1"), row("90", 2, title="Radiographer", site="Annexe"), row("91", 3, title="Consultant Radiologist"),
        row("92", 4, title="Specialist Radiographer (CT)"), row("93", 5), row("94", 6, title="HCA"),
        row("95", 7, title="Radiographer", ended=True), row("96", 8, title="Radiographer"),
    ]  # fmt: skip
    answer = asked(tracker(helper("w1")), staff(*rows, row("96", 9, title="Radiology assistant")))
    assert found(answer) == [("extra", name) for name in ("93", "94", "96")]
    apart = [(each.worker, each.rows) for each in answer.set_apart]
    assert apart == [("90", (2,)), ("91", (3,)), ("92", (4,))]
    assert answer.set_apart[0].titles == ("Radiographer",)
    assert [(t.site, t.their_posts) for t in answer.totals] == [("site-1", 5)]


def test_somebody_on_our_record_is_never_set_apart_by_title() -> None:
    kept = tracker(helper("w1"), helper("w2"), left("w2", "2025-12-31"))
    answer = asked(kept, staff(row("w1", title="Radiographer"), row("w2", 2, title="Radiographer")))
    assert found(answer) == [("extra", "w2")]
    assert answer.set_apart == ()
    assert answer.totals[0].their_posts == 2


def test_rows_set_apart_are_not_said_to_contradict_each_other_and_their_training_is_nobodys() -> None:
    rows = [row("90", n, title="Radiographer", assignment="90-1", wte=f"0.{n}") for n in (2, 3)]
    answer = asked(tracker(helper("w1")), staff(row("w1"), *rows, held=(holds("90", "fire", "2025-01-10"),)))
    assert found(answer) == []
    assert [each.worker for each in answer.set_apart] == ["90"]


# -- whose row, which site -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["staff_number", "employee_number", "assignment_number"])
@pytest.mark.parametrize("number", ["20000001", 20000001])
def test_a_worker_is_found_by_the_staff_number_of_the_person_line(field: str, number: object) -> None:
    person = Person(role="worker", id="w1", name="Somebody", details={field: number})
    answer = asked(tracker(helper("w1")), staff(row("20000001")), [person])
    assert found(answer) == []
    assert "Somebody" not in str(answer.to_json())


def test_two_people_with_one_number_are_told_and_neither_is_compared() -> None:
    people = [Person(role="worker", id=w, details={"staff_number": "20000001"}) for w in ("w1", "w2")]
    kept = tracker(helper("w1"), helper("w2"), helper("w3"))
    answer = asked(kept, staff(row("20000001", wte="0.2"), row("w3")), people)
    assert found(answer) == [("same_number", "20000001")]
    assert answer.same_number[0].ours == ("w1", "w2")


def test_numbers_of_one_row_that_lead_to_two_people_are_told() -> None:
    several = attrs.evolve(row("w1"), numbers=("w1", "w2"))
    answer = asked(tracker(helper("w1"), helper("w2")), staff(several))
    assert found(answer) == [("same_number", "w1")]


def test_an_assignment_that_stands_twice_and_says_two_things_is_told() -> None:
    rows = [row("20000001", 3, assignment="20000001"), row("20000001", 9, "0.5", assignment="20000001")]
    answer = asked(tracker(helper("20000001")), staff(*rows))
    assert found(answer) == [("same_number", "20000001")]
    assert "in rows 3, 9, which say different things" in answer.same_number[0].says
    over = attrs.evolve(rows[1], ends=date(2025, 1, 1))
    assert found(asked(tracker(helper("20000001")), staff(rows[0], over))) == []


def test_a_location_nobody_knows_is_told_once_and_added_up_under_its_own_name() -> None:
    kept = tracker(helper("w1"), helper("w2"), helper("w3"))
    answer = asked(kept, staff(row("w1", 1, site="放射線科"), row("w2", 2, "0.5", site="放射線科"), row("w3", 3)))
    assert found(answer) == [("other_wte", "w2"), ("unknown_location", None)]
    assert answer.unknown_location[0].rows == (1, 2)
    assert [(t.site, t.name, t.ours, t.theirs, t.ratio) for t in answer.totals] == [
        ("site-1", "Coast", 3.0, 1.0, 0.33), (None, "放射線科", None, 1.5, None),
    ]  # fmt: skip


# -- training --------------------------------------------------------------------------------------------------------


def test_training_is_compared_by_its_newest_completion() -> None:
    kept = tracker(
        helper("w1"), trained("w1", "fire", "2023-01-10"), trained("w1", "fire", "2025-01-10", id="t1"),
        trained("w1", "bls", "2025-06-01", expires_on="2026-05-31", id="t2"),
    )  # fmt: skip
    same = [holds("w1", "fire", "2025-01-10", "2027-01-09"), holds("w1", "bls", "2025-06-01", "2026-05-31")]
    assert found(asked(kept, training(*same))) == []
    later = asked(kept, training(holds("w1", "fire", "2025-02-10"), holds("w1", "bls", "2025-06-01", "2026-06-01")))
    assert [(d.what, d.ours, d.theirs, d.entries) for d in later.other_dates] == [
        ("bls", date(2026, 5, 31), date(2026, 6, 1), ("t2",)), ("fire", date(2025, 1, 10), date(2025, 2, 10), ("t1",)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("expires", "no_expiry", "same"),
    [
        ("2027-01-10", False, True), ("2027-01-09", False, True), ("2027-01-11", False, False),
        (None, False, True), (None, True, False),
    ],
)  # fmt: skip
def test_an_expiry_that_we_reckon_may_be_a_day_later_than_esrs(
    expires: str | None, no_expiry: bool, same: bool
) -> None:
    kept = tracker(helper("w1"), trained("w1", "fire", "2025-01-10"))
    answer = asked(kept, training(holds("w1", "fire", "2025-01-10", expires, no_expiry=no_expiry)))
    assert found(answer) == ([] if same else [("other_dates", "w1")])


def test_training_on_one_side_only_is_told_and_what_counts_as_it_stands_for_it() -> None:
    kept = tracker(
        helper("w1"), trained("w1", "fire", "2025-01-10"), trained("w1", "als", "2025-07-01"),
        helper("w2"), trained("w2", "fire", "2025-01-10"),
    )  # fmt: skip
    held = [
        holds("w1", "als", "2025-07-01"), holds("w1", "bls", "2024-07-01"), holds("w2", "fire", "2025-01-10"),
        holds("w2", "theory", "2025-01-01"),
    ]  # fmt: skip
    answer = asked(kept, training(*held))
    assert [(d.worker, d.what) for d in answer.missing_training] == [("w1", "fire")]
    assert [(d.worker, d.what) for d in answer.extra_training] == [("w2", "theory")]


@pytest.mark.parametrize(("day", "says"), [("2026-02-02", True), ("2026-02-03", False)])
def test_rows_of_a_day_that_has_not_come_are_counted(day: str, says: bool) -> None:
    answer = asked(tracker(helper("w1")), training(holds("w1", "fire", "2026-02-03")), day=day)
    assert ("1 row of training completed after 2 February 2026" in answer.not_compared) is says
    assert bool(answer.extra_training) is not says


def test_a_programme_of_which_the_extract_has_no_row_is_not_compared_and_that_is_said() -> None:
    kept = tracker(helper("w1"), trained("w1", "fire", "2025-01-10"), trained("w1", "theory", "2025-01-10"))
    answer = asked(kept, training(holds("w1", "fire", "2025-01-10")))
    assert found(answer) == []
    assert "training of which the extract has no row at all: theory" in answer.not_compared


def test_who_has_no_row_in_a_training_extract_is_counted_and_not_missing() -> None:
    kept = tracker(helper("w1"), helper("w2"), helper("w3"), left("w3", "2025-01-31"))
    answer = asked(kept, training(learners=["w1", "w3", "99"]))
    assert found(answer) == [("extra", "99"), ("extra", "w3")]
    assert "training of 1 in post who has no row in the extract" in answer.not_compared
    assert answer.totals == ()


def test_only_those_with_a_row_in_a_training_extract_are_compared() -> None:
    done = [trained(w, "fire", "2025-01-10") for w in ("w1", "w2", "w3")]
    kept = tracker(helper("w1", id="a1"), helper("w2"), helper("w3"), *done)
    answer = asked(kept, training(holds("w1", "fire", "2025-01-10")))
    assert answer.says == "Our record and the extract agree on 1 March 2026: 1 person in post compared"
    assert answer.entries == ("a1",)
    assert "training of 2 in post who have no row in the extract" in answer.not_compared
    both = asked(kept, staff(row("w1"), held=(holds("w1", "fire", "2025-01-10"),)))
    assert found(both) == [("missing", "w2"), ("missing", "w3")]


def test_what_is_held_and_no_post_requires_is_told_and_what_a_required_competency_rests_on_is_not() -> None:
    senior = appointed("w1", "2024-01-08", tier="senior", wte=1.0)
    kept = tracker(
        senior, registered(), trained("w1", "theory", "2025-01-01"), trained("w1", "als", "2025-06-01"),
        signed_off("w1", "cannulation", "2025-02-01"), signed_off("w1", "flow", "2025-02-01", id="s2"),
        trained("w1", "fire", "2025-06-01", id="t9"), trained("w1", "bls", "2020-01-01"),
    )  # fmt: skip
    held = [
        holds("w1", "theory", "2025-01-01"), holds("w1", "als", "2025-06-01"), holds("w1", "fire", "2025-06-01"),
        holds("w1", "bls", "2020-01-01"), holds("w1", None, "2025-02-01", title="Cannulation"),
        holds("w1", None, "2025-02-01", title="Some Local Thing"),
    ]  # fmt: skip
    answer = asked(kept, training(*held))
    assert [(d.what, d.ours, d.theirs, d.entries) for d in answer.held_not_required] == [
        ("fire", True, True, ("t9",)), ("flow", True, False, ("s2",)),
    ]  # fmt: skip
    assert found(answer) == [("held_not_required", "w1")] * 2
    assert any("Some Local Thing" in each for each in answer.not_compared)


def test_where_the_catalogue_does_not_say_what_a_post_requires_nothing_is_called_not_required() -> None:
    kept = tracker(helper("w1"), trained("w1", "fire", "2025-06-01"))
    answer = asked(kept, training(holds("w1", "fire", "2025-06-01")))
    assert found(answer) == []
    assert any("does not say what their post asks" in each for each in answer.not_compared)


# -- extracts that are not ours --------------------------------------------------------------------------------------


@pytest.mark.parametrize("extract", [staff(row("99"), row("98")), training(holds("99", "fire", "2025-01-01"))])
def test_an_extract_with_nobody_of_ours_in_it_is_another_trusts(extract: Extract) -> None:
    with pytest.raises(OtherTrustError, match="is an extract of another trust, or of other staff") as caught:
        asked(tracker(helper("w1")), extract)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("site", "vpds", "refused"),
    [
        ("site-1", ("999",), True), ("site-1", ("457",), False), ("site-1", ("999", "457"), False),
        ("site-1", (None,), False), ("site-2", ("999",), True), ("elsewhere", ("999",), True),
        ("site-2", ("457",), False), ("site-2", ("999", "457"), False),
    ],
)  # fmt: skip
def test_a_vpd_that_is_not_the_sites_is_another_trusts(
    site: str, vpds: Sequence[str | None], refused: bool
) -> None:
    kept = tracker(*(helper(f"w{i}", site=site) for i in range(len(vpds))))
    extract = staff(*(row(f"w{i}", i, site=site, vpd=vpd) for i, vpd in enumerate(vpds)))
    if refused:
        with pytest.raises(OtherTrustError, match="its VPD is 999, and by the catalogue that of our sites is 457"):
            asked(kept, extract)
    else:
        assert found(asked(kept, extract)) == []


def test_a_department_of_nobody_cannot_be_told_in_one_sentence() -> None:
    for kept in (tracker(), tracker(trained("w1", "fire", "2025-01-01"))):
        answer = asked(kept, staff(row("w1")))
        assert answer.outcome is CANNOT_TELL
        assert answer.says.startswith("Nobody is appointed on our record up to 1 March 2026")
        assert found(answer) == []


def test_only_what_was_known_by_the_instant_counts() -> None:
    kept = tracker(helper("w1"), helper("w2", "2026-02-01"))
    before = kept.at(DAY, "2026-01-15").reconcile(staff(row("w1")))
    assert found(before) == []
    assert found(asked(kept, staff(row("w1")))) == [("missing", "w2")]


# -- the law ---------------------------------------------------------------------------------------------------------

WTES = st.integers(10, 100).map(lambda n: n / 100)
POSTS = st.fixed_dictionaries({
    "site": st.sampled_from(["site-1", "site-2", "an-id-of-theirs"]), "tier": st.sampled_from(["helper", "senior"]),
    "wte": WTES, "on": st.dates(date(2015, 1, 1), date(2025, 12, 31)).map(date.isoformat),
    "until": st.none() | st.just("2027-01-31"),
})  # fmt: skip
PLANTS = ("nothing", "missing", "extra", "other_wte", "other_band", "other_site", "other_dates", "post_not_closed",
          "missing_training", "extra_training", "training date")  # fmt: skip
DEPARTMENTS = st.lists(st.tuples(st.lists(POSTS, min_size=1, max_size=2), st.sampled_from(PLANTS)), max_size=6)


def extract_of(kept: Tracker) -> Extract:
    """An extract made from the record, as it stands on the day."""
    rows, held = [], []
    questions = kept.at(DAY)
    for worker in kept.workers():
        judge = questions.judge(worker)
        for index, span in enumerate(judge.held(questions.moment.as_of).values(), 1):
            number = worker if index == 1 else f"{worker}-{index}"
            rows.append(Assignment(
                row=len(rows) + 1, numbers=(number, worker), assignment=number, starts=span.first,
                wte=Decimal(str(span.appointment.wte)), places=(span.appointment.site,),
                band=CATALOGUE.tier(span.tier).band, ends=None if span.last == date.max else span.last,
            ))  # fmt: skip
        for name in judge.record.whole.trainings:
            for done in judge.completions(name, questions.moment.as_of):
                last = done.expires_on.isoformat() if done.expires_on else None
                held.append(holds(worker, name, done.training.on.isoformat(), last))
    return Extract(file="esr.csv", assignments=tuple(rows), held=tuple(held), tells=TELLS)


def planted(extract: Extract, worker: str, plant: str) -> Extract:
    """The same extract with one thing changed of a worker."""
    rows, held = [*(extract.assignments or ())], [*(extract.held or ())]
    mine = [i for i, each in enumerate(rows) if each.numbers[1] == worker]
    first = rows[mine[0]]
    change: dict[str, Any] = {
        "other_wte": {"wte": (first.wte or 0) + Decimal("0.3")},
        "other_band": {"band": 4},
        "other_site": {"places": ("City" if first.places == ("site-1",) else "Coast",)},
        "other_dates": {"starts": date(1999, 1, 4)},
    }
    match plant:
        case "missing":
            rows = [each for i, each in enumerate(rows) if i not in mine]
        case "extra":
            rows.append(attrs.evolve(first, row=len(rows) + 1, numbers=(f"x{worker}",) * 2, assignment=None))
        case "post_not_closed":
            for i in mine:
                rows[i] = attrs.evolve(rows[i], ends=date(2026, 2, 1))
        case "missing_training":
            held = [each for each in held if (each.numbers, each.programme) != ((worker,), "fire")]
        case "extra_training":
            held.append(holds(worker, "bls", "2025-05-05"))
        case "training date":
            moved = [h.numbers == (worker,) and h.programme == "fire" for h in held]
            held = [attrs.evolve(h, on=date(2025, 9, 9)) if m else h for h, m in zip(held, moved, strict=True)]
        case _ if plant in change:
            for i in mine if plant == "other_site" else mine[:1]:
                rows[i] = attrs.evolve(rows[i], **change[plant])
    return attrs.evolve(extract, assignments=tuple(rows), held=tuple(held))


def expected(worker: str, plant: str) -> list[tuple[str, str | None]]:
    match plant:
        case "nothing":
            return []
        case "extra":
            return [("extra", f"x{worker}")]
        case "training date":
            return [("other_dates", worker)]
    return [(plant, worker)]


@given(DEPARTMENTS)
def test_every_difference_planted_is_found_and_no_other(department: list[tuple[list[dict[str, Any]], str]]) -> None:
    entries = [helper("anchor"), trained("anchor", "fire", "2025-03-03"), trained("anchor", "bls", "2025-03-03")]
    for index, (posts, _) in enumerate(department):
        for post, more in zip((None, "second"), posts, strict=False):
            entries.append(appointed(f"w{index}", post=post, **{**more, "tier": more["tier"]}))
        entries.append(trained(f"w{index}", "fire", "2025-03-03"))
    kept = tracker(*entries)
    extract = extract_of(kept)
    assert found(asked(kept, extract)) == [("held_not_required", worker) for worker in _seniors(department)]
    wanted: list[tuple[str, str | None]] = []
    for index, (_, plant) in enumerate(department):
        extract = planted(extract, f"w{index}", plant)
        wanted += expected(f"w{index}", plant)
    answer = asked(kept, extract)
    differing = [(kind, worker) for kind, worker in found(answer) if kind != "held_not_required"]
    assert sorted(differing, key=str) == sorted(wanted, key=str)
    assert (answer.outcome is MET) == (found(answer) == [])


def _seniors(department: list[tuple[list[dict[str, Any]], str]]) -> list[str]:
    """Whose posts the catalogue says anything of; it does not ask fire safety of them."""
    return [f"w{i}" for i, (posts, _) in enumerate(department) if any(post["tier"] == "senior" for post in posts)]


@given(DEPARTMENTS)
def test_every_finding_names_the_extract_and_reads_as_plain_values(department: list[Any]) -> None:
    kept = tracker(helper("anchor"), *(appointed(f"w{i}", **posts[0]) for i, (posts, _) in enumerate(department)))
    answer = asked(kept, staff(row("anchor"), row("99", wte=None, site="nowhere")))
    assert answer.to_json()["sources"] == ["esr.csv"]
    assert all(part.sources == ("esr.csv",) for part in answer.parts)
    assert {d for kind in KINDS for each in getattr(answer, kind) for d in jsonable(each)} == {
        "kind", "worker", "what", "ours", "theirs", "says", "entries", "rows",
    }  # fmt: skip
