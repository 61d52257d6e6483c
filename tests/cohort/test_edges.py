"""What falls on the first or last day of a window, or two things on one day: columns tell it as the judge does."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from sw_competency import MemoryStore, Tracker
from sw_competency.catalogue import Catalogue, layer_of, load
from sw_competency.cohort import parquet
from sw_competency.model import parse_entry
from tests.cohort.test_parquet import handed_over

pytest.importorskip("numpy", reason="columns need the extra 'cohort'")
pytest.importorskip("pyarrow", reason="columns need the extra 'cohort'")

KNOWN, WINDOW = "2027-01-01", timedelta(days=10)
FIRST = date(2024, 3, 1)
LAST = FIRST + WINDOW  # on it FIRST is no longer within the window
BOOK: dict[str, Any] = {"title": "Book", "source": ["book"]}
PRACTICE = {"kind": "practice-count", "competency": "alpha", "at_least": 2, "within": "P10D"}
RULES: dict[str, list[dict[str, Any]]] = {
    "practised": [PRACTICE],
    "watched": [{**PRACTICE, "at_least": 1, "supervised": True, "successful": True}],
    "lasting": [{"kind": "holds", "competency": "alpha"}],
    "resting": [{"kind": "holds", "competency": "beta"}],
    "trained": [{"kind": "training", "programme": "course"}],
    "lately": [{"kind": "training", "programme": "course", "within": "P10D"}],
    "posted": [{"kind": "tier", "tier": "helper"}],
    "staying": [{"kind": "time-in-post", "at_least": "P10D", "tier": "helper"}],
    "approved": [{"kind": "approved-by", "role": "manager"}],
    "later": [{"kind": "tier", "tier": "helper"}],
}  # fmt: skip


@lru_cache(1)
def catalogue() -> Catalogue:
    """A catalogue in which everything lasts ten days; beta rests on practice of alpha, and one rule comes late."""
    task = {**BOOK, "modalities": ["all"], "tier": "helper", "introduced": date(2020, 1, 1), "kind": "clinical",
            "authority": "local"}
    registered = {"kind": "assessor-registered"}
    return load(layer_of({
        "source": {"book": {"title": "Book"}},
        "tier": {name: {**BOOK, "band": rank, "rank": rank} for rank, name in enumerate(("helper", "senior"), 2)},
        "programme": {"course": {**BOOK, "expires_after": "P10D"}, "longer": {**BOOK, "counts_as": ["course"]}},
        "competency": {
            "alpha": {**task, "sign_off": {"requires": [registered]}, "currency": {
                "expires_after": "P20D", "practice": {"at_least": 2, "within": "P10D"}}},
            "beta": {**task, "sign_off": {"requires": [registered, {**PRACTICE, "at_least": 1}]}},
        },
        "rule": {name: {**BOOK, "effect": "supports-review", "requires": requires,
                        "starts": LAST if name == "later" else date(2020, 1, 1)} for name, requires in RULES.items()},
    }, "edges.toml"), over_shipped=False)  # fmt: skip


def judged_alike(people: list[list[dict[str, Any]]], folder: Path, *rules: str) -> None:
    """Hold what columns tell against the judge, on days about both ends of the window, by these rules or all."""
    raw = [{"kind": "registration", "assessor": "a1", "id": "r", "on": "2020-01-01"},
           {"kind": "registration", "assessor": "a2", "id": "r", "on": FIRST, "until": FIRST}]  # fmt: skip
    store = MemoryStore()
    for number, record in enumerate(people):
        raw += [{"worker": f"w{number}", "id": f"e{at}", **one} for at, one in enumerate(record)]
    store.append([parse_entry(one)[0] for one in raw])
    file = handed_over([entry for _, record in store.read_all() for entry in record], folder)
    for days in (-1, 0, 1, 10, 11, 20, 21):
        day = FIRST + timedelta(days=days)
        here, there = Tracker(store, catalogue()).at(day, KNOWN), parquet.at(file, catalogue(), day, KNOWN)
        for rule in rules or RULES:
            one, other = here.outcomes(rule), there.outcomes(rule)
            for outcome in ("met", "not_met", "cannot_tell"):
                apart = set(getattr(one, outcome)) ^ set(getattr(other, outcome))
                assert not apart, (day, rule, [people[int(worker[1:])] for worker in sorted(apart)[:2]])


def test_a_tally_counts_where_all_of_it_lies_within_the_window(tmp_path: Path) -> None:
    about = [day + timedelta(days=more) for day in (FIRST, LAST) for more in (-1, 0, 1)]
    signed = {"kind": "sign-off", "assessor": "a1"}
    judged_alike([
        [{"kind": "practice", "competency": "alpha", "outcome": "successful", "on": on, "count": count,
          **({} if begins is None else {"from": begins})},
         {**signed, "competency": "alpha", "on": FIRST - timedelta(days=5)},
         {**signed, "competency": "beta", "on": LAST}]
        for on, count, begins in product(about, (1, 2), (None, *about)) if begins is None or begins <= on
    ], tmp_path, "practised", "lasting", "resting")  # fmt: skip


def test_what_is_withdrawn_and_practised_about_a_sign_off_stands_in_the_order_of_days(tmp_path: Path) -> None:
    days, until = (FIRST, FIRST + timedelta(days=1), LAST), {"until": LAST}
    judged_alike([
        [{"kind": "practice", "competency": "alpha", "outcome": "successful", "on": practised},
         *[{"kind": "withdrawal", "by": "m1", "on": withdrawn, **of, **more}] * (order == "before"),
         {"kind": "sign-off", "competency": task, "assessor": assessor, "on": FIRST + timedelta(days=1)},
         *[{"kind": "withdrawal", "by": "m1", "on": withdrawn, **of, **more}] * (order == "after")]
        for practised, withdrawn, task, of, more, order, assessor in product(
            days, days, ("alpha", "beta"), ({}, {"competency": "alpha"}, {"competency": "beta"}), ({}, until),
            ("before", "after"), ("a1", "a2"))
    ], tmp_path, "lasting", "resting")  # fmt: skip


SAID: list[dict[str, Any]] = [
    {"kind": "appointment", "site": "s", "tier": "helper"}, {"kind": "appointment", "site": "s", "tier": "senior"},
    {"kind": "leaving"}, {"kind": "training", "programme": "course", "outcome": "completed"},
    {"kind": "training", "programme": "course", "outcome": "completed", "expires_on": LAST + timedelta(days=1)},
    {"kind": "training", "programme": "longer", "outcome": "completed"},
    {"kind": "sign-off", "competency": "alpha", "assessor": "a1"},
    {"kind": "sign-off", "competency": "alpha", "assessor": "a2", "expires_on": LAST},
    {"kind": "sign-off", "competency": "beta", "assessor": "a1"},
    {"kind": "assessment", "competency": "alpha", "assessor": "a1", "outcome": "not-yet-competent"},
    {"kind": "practice", "competency": "alpha", "outcome": "successful", "supervision": "direct", "supervisor": "a1"},
    {"kind": "withdrawal", "by": "m1", "competency": "alpha"}, {"kind": "approval", "role": "manager", "by": "m1"},
]  # fmt: skip


def test_any_two_things_on_one_day_or_at_both_ends_of_the_window_are_judged_alike(tmp_path: Path) -> None:
    orders = ((FIRST, FIRST, 9, 9), (FIRST, FIRST, 17, 9), (FIRST, LAST, 9, 9))
    judged_alike([
        [{"kind": "appointment", "site": "s", "tier": "helper", "on": FIRST - timedelta(days=1)},
         {**one, "on": first, "recorded_at": datetime.combine(LAST, time(early), UTC)},
         {**other, "on": last, "recorded_at": datetime.combine(LAST, time(late), UTC)}]
        for one, other, (first, last, early, late) in product(SAID, SAID, orders)
    ], tmp_path)  # fmt: skip


def test_before_a_rule_is_in_force_corrections_count_too(tmp_path: Path) -> None:
    post = {"kind": "appointment", "site": "s", "tier": "helper"}
    judged_alike([
        [{**post, "on": on}, {"kind": "correction", "corrects": "e0", "reason": "a slip", "on": LAST,
          **({} if moved is None else {"with": {**post, "worker": f"w{number}", "on": moved}})}]
        for number, (on, moved) in enumerate(product((FIRST, LAST), (None, FIRST, LAST)))
    ], tmp_path, "posted", "later")  # fmt: skip
