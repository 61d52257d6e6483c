"""Ten workbooks as departments keep them: how much is asked of each, and what comes on record after few mends."""

import pytest

from sw_competency import Tracker
from sw_competency.model import Training
from sw_competency.stores import MemoryStore

from . import books
from .mending import LAST_CHANGED, intake_of, kept, looked_at, mended

CASES = {  # the questions, the mends beside agreeing, and what is on record afterwards
    "matrix": (3, [('"RB"', "assessor: a2")], {
        ("22014567", "iv-cannulation", "2026-03-12"), ("22014567", "bls-adult", "2026-02-01"),
        ("22014567", "antt", None), ("22014567", "ct-room-assist", None), ("22014568", "bls-adult", "2026-03-12"),
        ("22014568", "ct-room-assist", "2026-03-01"), ("22014569", "iv-cannulation", "2026-03-12"),
        ("22014569", "bls-adult", None, "2027-03-31"), ("22014569", "antt", None), ("22014569", "ct-room-assist", None),
    }),
    "two_rows": (2, [('"Staff!E5"', "left out")], {
        ("0022014567", "iv-cannulation", "2026-02-01", "2027-01-31"),
        ("0022014567", "mr-safety-awareness", "2025-01-01"),
        ("0022014568", "mr-safety-awareness", "2026-05-05"),
    }),
    "long_list": (6, [('"31/02/2026"', "held: 2026-02-28"), ('"#N/A"', "held"), ('"First aid', "left out")], {
        ("w1", "bls-adult", "2026-02-03"), ("w1", "antt", "2026-02-28"),
        ("w2", "cstf-moving-and-handling-2", "2026-01-09"),
    }),
    "sheet_each": (1, [], {
        ("w1", "iv-cannulation", "2026-01-05"), ("w1", "poct-egfr", "2026-02-05", "2027-02-28"),
    }),
    "names_only": (5, [('"x"', "left out"), ('"Sheet1!A3"', "jo-1"), ('"Sheet1!A4"', "jo-2")], {
        ("amina-okafor", "chaperoning", None), ("amina-okafor", "stock-control", None), ("jo-1", "chaperoning", None),
        ("jo-1", "dementia-awareness", None), ("jo-2", "stock-control", None), ("jo-2", "dementia-awareness", None),
        ("bethan-price", "stock-control", None),
    }),
    "last_days": (4, [], {
        *((who, what, None, day) for who in ("22014567", "22014568") for what, day in (
            ("cstf-fire-safety", "2027-01-31"), ("bls-adult", "2027-02-28"),
            ("cstf-infection-prevention-2", "2027-03-31"))),
        ("22014569", "cstf-fire-safety", None, "2026-01-31"),
    }),
    "serials": (5, [('"ANTT (2)"', "ignored"), ('"column 6"', "ignored")], {
        ("1234567", "mr-safety-awareness", "2025-12-09"), ("1234567", "antt", "2025-08-31"),
        ("7654321", "mr-safety-awareness", "2025-12-10"),
    }),
    "month_first": (3, [], {("22014567", "cstf-fire-safety", "2026-01-02")}),
    "passports": (2, [("worker", "x")], {
        ("22014567", "chaperoning", "2025-09-01"), ("22014568", "chaperoning", "2025-09-01"),
    }),
    "half_theirs": (2, [("new_people", "left out"), ('"All!E2"', "left out")], {
        ("22014567", "venepuncture", "2025-03-01"),
    }),
}  # fmt: skip
OURS = {"half_theirs": [('"Trust" = "?', "Ours")]}  # what is asked before anything else
ON_RECORD = {"half_theirs": [{"kind": "person", "worker": "22014567", "name": "Amina Okafor"}]}


def held(tracker: Tracker) -> set[tuple[object, ...]]:
    """What is on record: who, what, since when, and up to when where that is stated."""
    found = set()
    for worker in tracker.workers():
        for entry in tracker.entries(worker):
            if entry.kind in {"prior-learning", "training", "sign-off"}:
                day = entry.on if isinstance(entry, Training) else entry.signed_on
                what = entry.programme if isinstance(entry, Training) else entry.competency
                last = (str(entry.expires_on),) if entry.expires_on else ()
                found.add((worker, what, None if entry.extra.get("undated") else str(day), *last))
    return found


@pytest.fixture
def tracker() -> Tracker:
    return Tracker(MemoryStore(), clock=lambda: LAST_CHANGED)


def agreed(plan: str, mends: list[tuple[str, str]]) -> str:
    if mends == [("worker", "x")]:  # each sheet is about one person
        first, _, second = mended(plan).partition('name = "Bethan Price"')
        return first.replace('worker = "?"', 'worker = "22014567"') + 'name = "Bethan Price"' + second.replace(
            'worker = "?"', 'worker = "22014568"')  # fmt: skip
    return mended(plan, *mends)


@pytest.mark.parametrize("name", CASES)
def test_a_workbook_goes_in_with_few_mends(name, tmp_path, tracker):
    questions, mends, wanted = CASES[name]
    path = kept(books.BOOKS[name](tmp_path))
    if name in ON_RECORD:
        tracker.append([*ON_RECORD[name], {"kind": "absence", "worker": "22014567", "on": "2024-01-01", "reason": "x"}])
    first = looked_at(tracker, path)
    if name in OURS:
        assert len(first.questions) == 1
        first = looked_at(tracker, path, mended(first.plan, *OURS[name]))
    assert len(first.questions) == questions, [(q.where, q.line, q.says) for q in first.questions]
    plan = agreed(first.plan, mends)
    after = looked_at(tracker, path, plan)
    assert [(q.where, q.line, q.says) for q in after.questions] == []
    done = tracker.bring_in(intake_of(tracker, path, plan), "m1")
    assert held(tracker) == wanted
    assert done.appended == len(wanted)
    again = tracker.bring_in(intake_of(tracker, path, plan), "m1")
    assert (again.appended, again.already_there, again.batch) == (0, len(wanted), "")


def test_every_book_is_tried():
    assert set(CASES) == set(books.BOOKS)
    assert len(CASES) == 10
