"""The words a catalogue may use where it has a choice of a few."""

from typing import Literal

Authority = Literal["statute", "national", "professional-body", "study", "local", "placeholder"]
Kind = Literal["clinical", "safety", "technical", "administrative", "awareness", "mandatory", "leadership"]
Legal = Literal["none", "psd", "pgd", "irmer-operator", "registrant-only"]
Effect = Literal["moves-band", "supports-review", "opens-application", "opens-area"]
Deployment = Literal["rotational", "static", "hybrid"]
Role = Literal[
    "support-worker", "assistant-practitioner", "mammography-associate", "trainee-assistant-practitioner",
    "lead-support-worker", "apprentice", "not-support-workforce", "unknown",
]  # fmt: skip
