"""The demo: nine made-up imaging departments after the study's Tables 1 and 2, with stories in them worth reading."""

from sw_competency.demo.building import build, what_to_open
from sw_competency.demo.diary import AS_OF, MOMENT
from sw_competency.demo.ledger import entries, records
from sw_competency.demo.people import people
from sw_competency.demo.sites import catalogue, is_demo
from sw_competency.demo.tour import STORIES, Ask, Story

__all__ = [
    "AS_OF", "MOMENT", "STORIES", "Ask", "DemoError", "Story", "build", "catalogue", "entries", "is_demo", "people",
    "records", "what_to_open",
]  # fmt: skip
