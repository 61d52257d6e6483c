"""Departments made up in a few lines, asked as a whole."""

import tomllib

from sw_competency.catalogue import layer_of, load, shipped
from sw_competency.testing.builders import appointed, tracker_of

CSW, SENIOR, AP, LEAD = (
    "clinical-support-worker", "senior-clinical-support-worker", "assistant-practitioner", "lead-support-worker",
)  # fmt: skip


def over(text):
    """Lay a text over the shipped catalogue."""
    return load(layer_of(tomllib.loads(text), "ours.toml"))


def department(entries, day="2026-03-01", catalogue=None, known_by=None):
    """Put entries on record and ask about everybody."""
    return tracker_of(entries, catalogue or shipped()).at(day, known_by)


def post(worker, tier=CSW, on="2024-01-08", **more):
    """Somebody is appointed; the entry's id says whose it is."""
    return appointed(worker, on, tier, **{"id": f"{worker}-{more.get('post', 'main')}", **more})
