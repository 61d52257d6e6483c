"""The words a catalogue may use where it has a choice of a few, and between what its numbers lie."""

from typing import Annotated, Literal

import attrs


@attrs.frozen
class Between:
    """The least and the greatest that a number may be."""

    least: int
    greatest: int


Band = Annotated[int, Between(1, 9)]  # Agenda for Change
Rank = Annotated[int, Between(0, 99)]
Level = Annotated[int, Between(0, 8)]  # Regulated Qualifications Framework; 0 is entry level
WTE = Annotated[float, Between(0, 100_000)]
People = Annotated[int, Between(0, 100_000)]

Authority = Literal["statute", "national", "professional-body", "study", "local", "placeholder"]
# what a task is left to somebody by, in words
GROUND = {
    "statute": "law", "national": "national guidance", "professional-body": "professional guidance",
    "study": "the practice a study reports", "local": "local policy", "placeholder": "a local default to be confirmed",
}  # fmt: skip
Kind = Literal["clinical", "safety", "technical", "administrative", "awareness", "mandatory", "leadership"]
Legal = Literal["none", "psd", "pgd", "irmer-operator", "registrant-only"]
Effect = Literal["moves-band", "supports-review", "opens-application", "opens-area"]
Deployment = Literal["rotational", "static", "hybrid"]
Role = Literal[
    "support-worker", "assistant-practitioner", "mammography-associate", "trainee-assistant-practitioner",
    "lead-support-worker", "apprentice", "not-support-workforce", "unknown",
]  # fmt: skip
