"""A made-up department: one worker with a full record, one with a hostile name, judged on one day."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest

from sw_competency import MemoryStore, Tracker, load, read_layer, reports, version
from sw_competency.reports import Asked
from sw_competency.typesetting import available

HERE = Path(__file__).parent
DAY = date(2026, 3, 10)
KNOWN = datetime(2026, 3, 10, 12, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script>{{7*7}}{% x %} | `x` **b** [l](javascript:1)\n# h"
SECRETS = ("SECRET-ABSENCE", "SECRET-CONDUCT", "SECRET-REFUSAL", "SECRET-DECLINED", "SECRET-LEFT", "SECRET-GONE")

RECORD: list[dict[str, Any]] = [
    {"kind": "person", "worker": "w1", "name": "Amara Okonkwo", "department": "Imaging"},
    {"kind": "person", "worker": "w2", "name": HOSTILE, "department": HOSTILE},
    {"kind": "person", "assessor": "a1", "name": "Priya Raman"},
    {"kind": "person", "assessor": "a2", "name": "Tomasz Lis", "role": "lead"},
    {"kind": "registration", "assessor": "a1", "on": "2015-09-01", "body": "HCPC", "number": "RA1",
     "roles": ["educator"]},
    {"kind": "registration", "assessor": "a2", "on": "2018-09-01", "body": "HCPC", "number": "RA2"},
    {"kind": "appointment", "worker": "w1", "on": "2023-09-04", "site": "site-1", "tier": "support",
     "title": "Imaging assistant", "deployment": "rotational", "modalities": ["ct"], "wte": 0.8},
    {"kind": "appointment", "worker": "w1", "on": "2025-06-01", "site": "site-2", "tier": "support", "post": "bank",
     "basis": "bank", "until": "2026-05-31"},
    {"kind": "training", "worker": "w1", "on": "2025-04-20", "programme": "life-support", "outcome": "completed"},
    {"kind": "training", "worker": "w1", "on": "2025-02-11", "programme": "cannulation-theory", "outcome": "completed"},
    {"kind": "sign-off", "id": "s1", "worker": "w1", "on": "2025-04-01", "competency": "greeting", "assessor": "a1",
     "restrictions": [{"modality": "ct"}, "weekdays"]},
    {"kind": "countersignature", "worker": "w1", "on": "2025-04-02", "sign_off": "s1", "by": "a2"},
    {"kind": "sign-off", "id": "s2", "worker": "w1", "on": "2025-01-15", "competency": "stock", "assessor": "a1"},
    {"kind": "withdrawal", "worker": "w1", "on": "2026-02-01", "competency": "stock", "by": "m1",
     "reason": "SECRET-CONDUCT", "until": "2026-04-30"},
    {"kind": "absence", "worker": "w1", "on": "2026-03-01", "until": "2026-03-31", "reason": "SECRET-ABSENCE"},
    {"kind": "self-assessment", "worker": "w1", "on": "2025-05-01", "competency": "cannulation", "level": 2},
    {"kind": "assessment", "worker": "w1", "on": "2026-02-20", "competency": "screening", "assessor": "a1",
     "outcome": "not-yet-competent", "method": "observation", "action_plan": "Watch five more"},
    {"kind": "rebanding", "worker": "w1", "on": "2025-12-01", "to": "senior", "rule": "review", "decided_by": "m1",
     "outcome": "refused", "reason": "SECRET-REFUSAL", "review_by": "2026-05-01"},
    {"kind": "request", "worker": "w1", "on": "2026-01-10", "competency": "cannulation", "answer": "declined",
     "asked_by": "a1", "reason": "SECRET-DECLINED"},
    {"kind": "approval", "worker": "w1", "on": "2026-01-11", "role": "manager", "by": "m1", "rule": "review"},
    *({"kind": "practice", "worker": "w1", "on": f"2025-06-{day:02d}", "competency": "cannulation", "modality": "ct",
       "outcome": "unsuccessful" if day == 2 else "successful", "supervision": "direct",
       "supervisor": f"a{day % 2 + 1}"}
      for day in range(1, 5)),
    {"kind": "leaving", "worker": "w1", "on": "2024-05-31", "post": "evenings", "reason": "SECRET-LEFT",
     "destination": "SECRET-GONE"},
    {"kind": "banding-claim", "worker": "w1", "on": "2025-09-15", "raised_by": "u1", "collective": True,
     "job_description": "2019"},
    *({"kind": "session", "worker": "w1", "on": on, "modality": area, "role": role, "hours": 7.5}
      for on, area, role in (("2026-02-16", "ct", "clinical"), ("2026-02-17", "ct", "clerical"),
                             ("2025-10-06", "mr", "cleaning"))),
    {"kind": "sign-off-request", "worker": "w1", "on": "2025-03-20", "competency": "greeting", "assessor": "a1"},
    {"kind": "sign-off-request", "worker": "w1", "on": "2026-02-18", "competency": "screening", "assessor": "a1"},
    {"kind": "sign-off-request", "worker": "w1", "on": "2026-02-20", "competency": "screening", "assessor": "a1",
     "answer": "rejected", "reason": "Watch five more first"},
    {"kind": "sign-off-request", "worker": "w1", "on": "2026-02-24", "competency": "cannulation", "assessor": "a2"},
    {"kind": "appointment", "worker": "w2", "on": "2024-01-01", "site": HOSTILE[:60], "tier": "support",
     "title": HOSTILE},
    {"kind": "sign-off", "id": "s9", "worker": "w2", "on": "2025-01-15", "competency": "stock",
     "assessor": HOSTILE[:60],
     "restrictions": [HOSTILE]},
]  # fmt: skip


def can_set() -> None:
    """Skip a test that sets a page on paper where the extra is not installed."""
    if not available():
        pytest.skip("the extra 'pdf' is not installed")


@pytest.fixture(scope="session")
def tracker() -> Tracker:
    made = Tracker(
        MemoryStore(), load(read_layer(HERE / "catalogue.toml"), over_shipped=False),
        clock=lambda: datetime(2026, 3, 10, 9, 30, tzinfo=UTC),
    )  # fmt: skip
    made.append(RECORD, recorded_by="edu-1")
    return made


@pytest.fixture
def asked(tracker: Tracker, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Asked]:
    """Ask about a worker on the day of the samples; the library calls itself the same version for ever."""
    monkeypatch.setattr(version, "__version__", "1.0.0")

    def make(worker: str | None = "w1", **more: Any) -> Asked:
        questions = tracker.at(DAY, KNOWN)
        return Asked(questions=questions, worker=worker, person=tracker.person, contact="Education team", **more)

    return make


LONG = "not_for_patients_under_sixteen_and_never_without_a_radiographer_in_the_control_room_or_within_call" * 2


@pytest.fixture(scope="session")
def long_words() -> Asked:
    """Somebody about whom everything that people write freely is one word without a break."""
    made = Tracker(
        MemoryStore(), load(read_layer(HERE / "catalogue.toml"), over_shipped=False),
        clock=lambda: datetime(2026, 3, 10, 9, 30, tzinfo=UTC),
    )  # fmt: skip
    made.append([
        {"kind": "person", "worker": LONG, "name": LONG, LONG: LONG},
        {"kind": "registration", "assessor": LONG, "on": "2015-09-01", "body": LONG, "number": LONG, "roles": [LONG]},
        {"kind": "appointment", "worker": LONG, "on": "2023-09-04", "site": LONG, "tier": "support", "title": LONG},
        {"kind": "practice", "worker": LONG, "on": "2025-03-01", "competency": "stock", "outcome": "successful",
         "supervision": "direct", "supervisor": LONG, "note": LONG},
        {"kind": "assessment", "worker": LONG, "on": "2025-03-02", "competency": "stock", "assessor": LONG,
         "outcome": "competent", "method": LONG, "action_plan": LONG},
        {"kind": "sign-off", "worker": LONG, "on": "2025-04-01", "competency": "stock", "assessor": LONG,
         "restrictions": [LONG, {"device": LONG}], "id": LONG},
        {"kind": "withdrawal", "worker": LONG, "on": "2026-02-01", "competency": "stock", "by": LONG, "reason": LONG,
         "until": "2026-04-30"},
        {"kind": "request", "worker": LONG, "on": "2026-01-10", "competency": "cannulation", "answer": "accepted",
         "asked_by": LONG, "reason": LONG},
        {"kind": "leaving", "worker": LONG, "on": "2024-12-01", "post": LONG, "reason": LONG, "destination": LONG},
        {"kind": "banding-claim", "worker": LONG, "on": "2025-11-01", "raised_by": LONG, "job_description": LONG},
        {"kind": "session", "worker": LONG, "on": "2025-11-01", "modality": "ct", "role": LONG},
        {"kind": "sign-off-request", "worker": LONG, "on": "2025-11-01", "competency": "stock", "assessor": LONG,
         "answer": "rejected", "reason": LONG},
        {"kind": "rebanding", "worker": LONG, "on": "2025-12-01", "to": "senior", "decided_by": LONG,
         "outcome": "refused", "reason": LONG},
    ], recorded_by=LONG)  # fmt: skip
    return Asked(questions=made.at(DAY, KNOWN), person=made.person, contact=LONG, workers=lambda: [LONG])


SAID = {"worker": LONG, "people": (LONG,), "competency": "stock", "competencies": ("stock",), "rule": "review",
        "with_reasons": True}  # fmt: skip


def said_to(report: str, asked: Asked) -> Asked:
    """Return what is asked with everything that this report needs or takes."""
    one = next(each for each in reports.listing() if each["name"] == report)
    return attrs.evolve(asked, **{name: SAID[name] for name in (*one["needs"], *one["takes"]) if name in SAID})
