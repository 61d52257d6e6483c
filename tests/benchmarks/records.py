"""Seeded training records of about 60 entries a worker, and the catalogue they are judged under.

Each worker has a generator of their own, so that any slice of workers can be made alone, identically.
"""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sw_competency.catalogue import Catalogue, layer_of, load

COMPETENCIES = 12
COUNTED = "task-0"  # the one that asks for recency and counts
AS_OF = date(2026, 3, 2)
ASSESSORS = 40
RULE = "band-2-to-3"
SUPERVISED = 3


def catalogue() -> Catalogue:
    """A made-up catalogue: twelve competencies, and a rule that asks for all, for counts and for time in post."""
    tables: dict[str, Any] = {
        "source": {"made-up": {"title": "Made up for measuring"}},
        "modality": {"ct": {"title": "Computed tomography"}},
        "tier": {
            "b2": {"title": "Band 2", "band": 2, "rank": 1, "source": ["made-up"]},
            "b3": {"title": "Band 3", "band": 3, "rank": 2, "source": ["made-up"]},
        },
        "programme": {
            f"course-{n}": {"title": f"Course {n}", "expires_after": "P36M", "source": ["made-up"]}
            for n in range(COMPETENCIES)
        },
        "competency": {f"task-{n}": _competency(n) for n in range(COMPETENCIES)},
        "rule": {RULE: [_rule()]},
    }
    return load(layer_of(tables, "benchmark"), over_shipped=False)


def _competency(n: int) -> dict[str, Any]:
    name = f"task-{n}"
    currency: dict[str, Any] = {"starts": date(2015, 1, 1), "expires_after": "P36M", "source": ["made-up"]}
    if name == COUNTED:
        currency["practice"] = {"at_least": 2, "within": "P12M"}
    return {
        "title": f"Task {n}", "modalities": ["ct"], "tier": "b2", "kind": "clinical", "introduced": date(2015, 1, 1),
        "authority": "placeholder", "source": ["made-up"], "legal": "none",
        "sign_off": {
            "requires": [
                {"kind": "training", "programme": f"course-{n}"},
                {"kind": "practice-count", "competency": name, "at_least": SUPERVISED, "successful": True,
                 "supervised": True},
                {"kind": "assessor-registered"},
            ]
        },
        "currency": [currency],
    }  # fmt: skip


def _rule() -> dict[str, Any]:
    holds = [{"kind": "holds", "competency": f"task-{n}"} for n in range(COMPETENCIES)]
    return {
        "title": "Band 2 to band 3", "from": "b2", "to": "b3", "starts": date(2020, 1, 1), "effect": "moves-band",
        "source": ["made-up"],
        "requires": [
            {"kind": "tier", "tier": "b2"},
            {"kind": "time-in-post", "at_least": "P12M", "tier": "b2"},
            {"kind": "practice-count", "competency": COUNTED, "at_least": 6, "successful": True},
            *holds,
        ],
    }  # fmt: skip


def registrations() -> list[dict[str, Any]]:
    """The assessors' registrations; every tenth ended before most sign-offs."""
    return [
        {"kind": "registration", "id": f"r{n}", "assessor": f"a{n}", "on": "2010-09-01", "body": "HCPC",
         "number": f"RA{n:05}", "recorded_at": "2010-09-02T09:00:00Z",
         **({"until": "2023-06-30"} if n % 10 == 9 else {})}
        for n in range(ASSESSORS)
    ]  # fmt: skip


def worker_entries(number: int, seed: int = 1) -> list[dict[str, Any]]:
    """One worker's record as plain values, in the order of days."""
    rng = Random(f"{seed}:{number}")
    worker = f"w{number}"
    began = date(2021, 1, 4) + timedelta(days=rng.randrange(1400))
    out = [{"kind": "appointment", "on": began, "site": f"site-{number % 9 + 1}", "tier": "b2", "deployment": "static",
            "modalities": ["ct"], "wte": 1.0, "title": "Imaging assistant"}]  # fmt: skip
    diligent = rng.random() < 0.72
    for n in range(COMPETENCIES):
        out += _learning(rng, n, began, diligent)
    kept = [e for e in out if e["on"] <= AS_OF]
    kept.sort(key=lambda e: e["on"])
    for place, entry in enumerate(kept):
        day = entry["on"]
        entry.update(worker=worker, id=f"e{place}", on=day.isoformat(), recorded_at=f"{day}T16:30:00Z")
    return kept


def _learning(rng: Random, n: int, began: date, diligent: bool) -> Iterator[dict[str, Any]]:
    name, start = f"task-{n}", began + timedelta(days=rng.randrange(20, 300))
    yield {"kind": "training", "on": start, "programme": f"course-{n}", "outcome": "completed", "provider": "Academy"}
    wanted = SUPERVISED if diligent or rng.random() < 0.9 else SUPERVISED - 1
    day = start
    for _ in range(wanted + (9 if name == COUNTED else 0)):
        day += timedelta(days=rng.randrange(1, 60 if name == COUNTED else 12))
        yield {"kind": "practice", "on": day, "competency": name, "outcome": "successful", "modality": "ct",
               "supervisor": f"a{rng.randrange(ASSESSORS)}", "supervision": "direct",
               "note": "Done as the procedure asks, without prompting."}  # fmt: skip
    assessor = f"a{rng.randrange(ASSESSORS)}"
    if rng.random() < 0.3:
        yield {"kind": "assessment", "on": day, "competency": name, "assessor": assessor, "outcome": "competent"}
    yield {"kind": "sign-off", "on": day + timedelta(days=1), "competency": name, "assessor": assessor}
    if rng.random() < 0.01:
        yield {"kind": "withdrawal", "on": day + timedelta(days=90), "competency": name, "by": "m1"}


def extract_of(file: Path, rows: int) -> Path:
    """Write a full training extract of so many rows: twenty completions a person."""
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["Employee Number", "Competency Name", "Completion Date", "Expiry Date"])
        for number in range(rows):
            person, course = divmod(number, 20)
            day = date(2020, 1, 6) + timedelta(days=90 * (course // 12) + person % 600)
            last = day + timedelta(days=1095)
            writer.writerow([f"2{person:07}", f"Course {course % 12}", f"{day:%d/%m/%Y}", f"{last:%d/%m/%Y}"])
    return file


def csv_rows(file: Path) -> Iterator[dict[str, str]]:
    """Read the rows of an extract, as plainly as they can be."""
    with file.open(newline="", encoding="utf-8") as opened:
        yield from csv.DictReader(opened)
