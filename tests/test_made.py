"""Entries that a program makes by itself: taken as what is read from a file is, or refused in a sentence."""

import copy
import pickle
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from msgspec.structs import replace

from sw_competency.errors import MalformedEntryError
from sw_competency.model import KINDS, Correction, Entry, Training
from sw_competency.stores import MemoryStore, Store, TinyDBStore
from sw_competency.testing.strategies import entries
from sw_competency.tracker import Tracker

MADE = Training(worker="w1", on=date(2026, 1, 12), programme="cannulation-theory", outcome="completed")


class Coloured(Training, frozen=True, kw_only=True):
    """One of our kinds, with something more."""

    colour: str = "red"


class Own(Entry, frozen=True, kw_only=True):
    """A kind that is none of ours."""

    kind = "own"
    worker: str = "w1"


@given(entries())
def test_an_entry_is_a_value(entry: Entry) -> None:
    for other in (replace(entry), copy.copy(entry), copy.deepcopy(entry), pickle.loads(pickle.dumps(entry))):
        assert other == entry
        assert len({other, entry}) == 1


@pytest.mark.parametrize(
    ("made", "where"),
    [
        (Own(on=date(2026, 1, 12)), "kind"), (Entry(on=date(2026, 1, 12)), "kind"),
        (Coloured(worker="w1", on=MADE.on, programme="cannulation-theory", outcome="completed"), "kind"),
        (replace(MADE, extra=[1]), "extra"), (replace(MADE, extra={1: 2}), "1"),
        (replace(MADE, extra={"worker": "w2"}), "worker"), (replace(MADE, extra={"kind": "leaving"}), "kind"),
        (replace(MADE, extra={"x": object()}), "x"), (replace(MADE, extra={"x": [b"\xff", 1j]}), "x"),
    ],
)  # fmt: skip
def test_what_is_no_entry_of_ours_is_refused_where_it_stands(made: Entry, where: str) -> None:
    tracker = Tracker(MemoryStore())
    corrects = Correction(on=MADE.on, worker="w1", corrects="e1", reason="a slip", with_=made)
    for one, path in ((made, where), (corrects, f"with.{where}")):
        with pytest.raises(MalformedEntryError) as error:
            tracker.append([one])
        assert [problem.path for problem in error.value.problems] == [f"[0].{path}"]
    assert not list(tracker.workers())


@pytest.mark.parametrize("make", [MemoryStore, TinyDBStore.create])
@pytest.mark.parametrize(
    "value",
    [
        {1, 2}, (1, (2,)), MADE.on, datetime(2026, 1, 12, tzinfo=UTC), Decimal("1.10"), b"x", {1: 2}, [None],
        {"a": MADE.on}, 10**100,
    ],
)  # fmt: skip
def test_what_nobody_knows_is_told_as_it_is_read_again(make: Callable[..., Store], value: Any, tmp_path: Path) -> None:
    store = make(tmp_path / "records") if make is not MemoryStore else make()
    for kept in ("note-of-theirs", "feed"):
        added = Tracker(store).append([replace(MADE, extra={kept: value})]).added
        assert store.read(("worker", "w1"))[-1:] == added
        assert type(added[0]) in KINDS.values()


@pytest.mark.parametrize("within", [{"9434765919"}, Decimal(9434765919), {9434765919: 1}, frozenset({9434765919})])
def test_a_patients_number_is_found_in_whatever_holds_it(within: Any) -> None:
    with pytest.raises(MalformedEntryError, match="NHS number"):
        Tracker(MemoryStore()).append([replace(MADE, extra={"x": within})])
