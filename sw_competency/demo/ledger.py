"""The made-up ledger of the demo: every entry of the nine departments, without any store."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from sw_competency.demo.careers import ordinary
from sw_competency.demo.diary import MOMENT
from sw_competency.demo.people import everybody
from sw_competency.demo.stories import told
from sw_competency.judge import Owner, Records
from sw_competency.model import Entry, parse_entry

_KEPT_SINCE = datetime(2024, 1, 5, 9, tzinfo=UTC)
_ENDED = {"l15": date(2025, 8, 31)}

# Vacant posts, where the way to band 3 is to apply for one.
_VACANCIES: tuple[dict[str, Any], ...] = (
    {"site": "site-3", "on": "2026-02-02", "until": "2026-03-20", "tier": "senior-clinical-support-worker",
     "modality": "ultrasound", "deployment": "static"},
    {"site": "site-3", "on": "2025-09-01", "until": "2025-10-10", "tier": "senior-clinical-support-worker",
     "modality": "ct", "deployment": "static"},
    {"site": "site-3", "on": "2026-02-16", "tier": "senior-clinical-support-worker", "modality": "mr",
     "deployment": "static", "status": "frozen"},
)  # fmt: skip


@cache
def entries() -> tuple[Entry, ...]:
    """Return every entry: of the workers, of those who assess them, of the sites. Always the same ones."""
    workers, assessors = everybody()
    found: list[Entry] = []
    for worker in workers:
        found += (told if worker.told else ordinary)(worker).entries()
    for place, assessor in enumerate(assessors, 1):
        line = {
            "kind": "registration", "assessor": assessor.id, "id": f"{assessor.id}-001", "on": date(2015, 9, 1),
            "recorded_at": _KEPT_SINCE, "body": "HCPC", "number": f"DEMO-{place:03}", "roles": list(assessor.roles),
            "until": _ENDED.get(assessor.id),
        }  # fmt: skip
        found.append(parse_entry(line)[0])
    for place, vacancy in enumerate(_VACANCIES, 1):
        noted = f"{vacancy['on']}T09:30:00Z"
        line = {"kind": "vacancy", "id": f"vacancy-{place:03}", "recorded_at": noted, **vacancy}
        found.append(parse_entry(line)[0])
    return tuple(found)


def by_owner() -> Mapping[Owner, list[Entry]]:
    """Return the entries record by record."""
    found: dict[Owner, list[Entry]] = {}
    for entry in entries():
        found.setdefault(entry.owner, []).append(entry)
    return found


def records() -> Records:
    """Return the records as known on the demo's day, for questions that need no store."""
    held = by_owner()
    return Records(lambda owner: held.get(owner, ()), MOMENT.known_by)
