"""Whether a record is empty, so that an import's own instants are taken, is seen while nobody else can write to it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sw_competency import MemoryStore, Tracker
from sw_competency.stores import Store, TinyDBStore
from sw_competency.testing.store_contract import practice

W1 = ("worker", "w1")
OWN = datetime(2020, 1, 2, 9, tzinfo=UTC)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ROW = {
    "kind": "practice", "worker": "w1", "on": "2020-01-02", "competency": "iv-cannulation", "id": "own",
    "outcome": "successful", "recorded_at": "2020-01-02T09:00:00Z",
}  # fmt: skip


@pytest.fixture(params=[MemoryStore, TinyDBStore])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return MemoryStore() if request.param is MemoryStore else TinyDBStore.create(tmp_path / "s")


def overtaken(store: Store, monkeypatch: pytest.MonkeyPatch, by: Callable[[], object]) -> None:
    """Let somebody write after the front desk looked, and before the import's entries come."""
    take_in = store.take_in

    def later(*given: object, **more: object) -> object:
        by()
        return take_in(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "take_in", later)


@pytest.mark.parametrize("history", [False, True])
def test_an_import_overtaken_by_another_writer_does_not_change_what_was_known(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, history: bool
) -> None:
    overtaken(store, monkeypatch, lambda: store.append([practice("first", recorded_at=None)], lambda: NOW))
    file = tmp_path / "rows.jsonl"
    file.write_text(json.dumps(ROW) + "\n", "utf-8")
    done = Tracker(store, clock=lambda: NOW).import_file(file, history=history)
    [first, own] = store.read(W1)
    assert (first.id, own.id, done.appended) == ("first", "own", 1)
    assert (own.recorded_at, own.recorded_at_source) == ((OWN, None) if history else (NOW, OWN))
    assert any("kept that" in w or "keep that as recorded_at_source" in w for w in done.warnings) is not history


@pytest.mark.parametrize(
    ("before", "is_empty"),
    [("nothing", True), ("an entry", False), ("erased", True), ("erased, and an entry", False)],
)
@pytest.mark.parametrize("history", [False, True])
def test_own_instants_are_taken_where_nothing_is_on_record(
    store: Store, history: bool, before: str, is_empty: bool
) -> None:
    if before != "nothing":
        store.append([practice("e1")], lambda: NOW)
    if "erased" in before:
        store.erase_record(W1, "m1", "asked for", lambda: NOW)
    if before.endswith("and an entry"):
        store.append([practice("e2")], lambda: NOW)
    mine, without = practice("own", recorded_at=OWN), practice("without", recorded_at=None)
    store.take_in([mine, without], lambda: NOW, history=history)
    own, stamped = store.read(W1)[-2:]
    assert (own.recorded_at, own.recorded_at_source) == ((OWN, None) if history or is_empty else (NOW, OWN))
    assert (stamped.recorded_at, stamped.recorded_at_source) == (NOW, None)
    again, _ = store.take_in([mine, without], lambda: NOW, history=history)
    assert (len(again.added), len(again.already_there)) == (0, 2)
