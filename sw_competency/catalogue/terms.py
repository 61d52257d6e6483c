"""The words a catalogue may choose from, what is said for each, and between what its numbers lie."""

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
Age = Annotated[int, Between(0, 120)]
People = Annotated[int, Between(0, 100_000)]

Authority = Literal["statute", "national", "professional-body", "study", "local", "placeholder"]
AUTHORITY = {
    "statute": "statute", "national": "national", "professional-body": "a professional body", "study": "the study",
    "local": "local", "placeholder": "placeholder",
}  # fmt: skip
# what a task is left to somebody by, in words
GROUND = {
    "statute": "law", "national": "national guidance", "professional-body": "professional guidance",
    "study": "the practice a study reports", "local": "local policy", "placeholder": "a local default to be confirmed",
}  # fmt: skip
Kind = Literal["clinical", "safety", "technical", "administrative", "awareness", "mandatory", "leadership"]
Legal = Literal["none", "psd", "pgd", "irmer-operator", "registrant-only"]
LEGAL = {
    "none": "no law of its own",
    "psd": "a prescriber's direction for the named patient (that it be written is national guidance)",
    "pgd": "a patient group direction, under which nothing can be handed on",
    "irmer-operator": "entitlement as an IR(ME)R operator", "registrant-only": "registered staff only",
}  # fmt: skip
DIRECTED = frozenset({"psd", "irmer-operator"})  # a site decides whether support workers do what is under these
Effect = Literal["moves-band", "supports-review", "opens-application", "opens-area"]
EFFECT = {
    "moves-band": "the post moves to the band agreed", "supports-review": "a review of the job is supported",
    "opens-application": "an application is open", "opens-area": "an area of work is open",
}  # fmt: skip
UNTIL_THEN = {
    "may": "they go on as before", "only-supervised": "they work under supervision only",
    "may-not": "they may not do it",
}  # fmt: skip
ACCEPTS = {"observed-practice": "the whole of it", "knowledge-only": "the theory alone"}
Deployment = Literal["rotational", "static", "hybrid"]
Role = Literal[
    "support-worker", "assistant-practitioner", "mammography-associate", "trainee-assistant-practitioner",
    "lead-support-worker", "apprentice", "not-support-workforce", "unknown",
]  # fmt: skip
