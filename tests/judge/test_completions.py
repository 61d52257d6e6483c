"""Of several completions of a programme on one day, the one recorded last says when it expires: everywhere."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from sw_competency.dates import Length
from sw_competency.judge.completions import completions
from sw_competency.model import MET, NOT_MET, Training
from sw_competency.testing.builders import appointed, catalogue_of, tracker_of, trained
from sw_competency.tracker import Tracker
from tests.catalogues import DEPARTMENT, programme, required, rule, trained_in

CATALOGUE = catalogue_of(
    DEPARTMENT
    + programme("fire", "P2Y", title="Fire safety")
    + programme("drill", title="Fire drill", counts_as=["fire"])
    + rule("fire", trained_in("fire"), title="Fire safety")
    + required("all", tiers=["helper"], programmes=["fire"])
)
ON = "2024-02-03"


def at(hour: int) -> datetime:
    return datetime(2024, 2, 3, hour, tzinfo=UTC)


def fire(expires_on: str | None, hour: int, **more: Any) -> Training:
    given = trained("w1", more.pop("programme", "fire"), ON, expires_on=expires_on, **more)
    return replace(given, recorded_at=at(hour))


def tracker(*given: Training) -> Tracker:
    return tracker_of([appointed("w1", "2020-01-01", site="s", tier="helper"), *given], CATALOGUE)


def met_on(tracker: Tracker, day: str, known_by: datetime | None = None) -> bool:
    return tracker.at(day, known_by).rebanding("w1", "fire").outcome is MET


EARLIER, LATER = fire("2025-02-02", 9, id="a"), fire("2024-08-01", 10, id="b")


def test_the_one_recorded_last_says_when_it_expires_shorter_or_longer() -> None:
    shorter = tracker(EARLIER, LATER)
    assert (met_on(shorter, "2024-08-01"), met_on(shorter, "2024-08-02")) == (True, False)
    longer = tracker(fire("2024-08-01", 9, id="a"), fire("2025-02-02", 10, id="b"))
    assert (met_on(longer, "2025-02-02"), met_on(longer, "2025-02-03")) == (True, False)


def test_one_that_states_no_last_day_leaves_it_to_the_catalogue() -> None:
    kept = tracker(EARLIER, fire(None, 10, id="b"))
    assert (met_on(kept, "2026-02-03"), met_on(kept, "2026-02-04")) == (True, False)


def test_before_it_was_recorded_the_earlier_one_held() -> None:
    kept = tracker(EARLIER, LATER)
    assert met_on(kept, "2024-12-01", at(9))
    assert not met_on(kept, "2024-12-01", at(10))


def test_the_answer_names_the_entry_that_holds() -> None:
    found = tracker(EARLIER, LATER).at("2024-03-01").rebanding("w1", "fire")
    assert found.finding.entries == ("b",)


@pytest.mark.parametrize("outcome", ["failed", "attended"])
def test_one_that_is_no_completion_takes_nothing_away(outcome: str) -> None:
    kept = tracker(EARLIER, fire("2024-08-01", 10, id="b", outcome=outcome))
    assert met_on(kept, "2025-02-02")


def test_a_completion_of_another_day_or_programme_holds_beside_it() -> None:
    other_day = replace(fire("2024-08-01", 10, id="b"), on=date(2024, 2, 4))
    assert met_on(tracker(EARLIER, other_day), "2025-02-02")
    assert met_on(tracker(EARLIER, fire("2024-08-01", 10, id="b", programme="drill")), "2025-02-02")


def test_voiding_the_later_one_brings_the_earlier_one_back() -> None:
    kept = tracker(EARLIER, LATER)
    kept.record("correction", worker="w1", corrects="b", reason="typed wrong")
    assert met_on(kept, "2025-02-02")


def test_every_question_says_the_same_last_day() -> None:
    kept = tracker(EARLIER, LATER)
    [row] = kept.at("2024-09-01").required("w1").required
    assert (row.status, str(row.expires_on)) == ("expired", "2024-08-01")
    assert kept.at("2024-09-01").rebanding("w1", "fire").outcome is NOT_MET
    assert str(kept.at("2024-09-01").since("w1", "fire").periods[-1].until) == "2024-08-01"


@pytest.mark.parametrize(
    ("days", "ends"),
    [([], []), ([(3, None)], [(3, 5)]), ([(3, 9), (3, 4), (4, 8)], [(3, 4), (4, 8)]), ([(3, 9), (3, None)], [(3, 5)])],
)
def test_one_completion_a_day(days: Sequence[tuple[int, int | None]], ends: list[tuple[int, int]]) -> None:
    given = [
        Training(on=date(2024, 2, d), worker="w1", programme="p", outcome="completed",
                 expires_on=date(2024, 2, e) if e else None)
        for d, e in days
    ]  # fmt: skip
    found = completions(given, Length(days=2))
    assert [(c.training.on.day, c.expires_on.day) for c in found if c.expires_on] == ends
