"""The words a catalogue may use where it has a choice of a few, between what its numbers lie, and on whose word."""

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
DIRECTED = frozenset({"psd", "irmer-operator"})  # a site decides whether support workers do what is under these
Effect = Literal["moves-band", "supports-review", "opens-application", "opens-area"]
Deployment = Literal["rotational", "static", "hybrid"]
Role = Literal[
    "support-worker", "assistant-practitioner", "mammography-associate", "trainee-assistant-practitioner",
    "lead-support-worker", "apprentice", "not-support-workforce", "unknown",
]  # fmt: skip


@attrs.frozen(kw_only=True)
class Sourced:
    """A value with those who stand behind it.

    Args:
        authority: who they are; left out, those behind what it stands in.
        authorities: of single fields, where others stand behind them.
        source: the documents it rests on.
    """

    authority: Authority | None = None
    authorities: dict[str, Authority] = attrs.field(factory=dict, hash=False)
    source: tuple[str, ...] = ()
    # the fields nobody published, each with its path in the catalogue; noted once the value has its place there
    placeholders: dict[str, str] = attrs.field(init=False, factory=dict, eq=False, repr=False)

    def stands_behind(self, field: str) -> Authority | None:
        """Return who stands behind a field, as far as the value says it itself."""
        return self.authorities.get(field) or self.authority

    def unconfirmed(self, *fields: str) -> tuple[str, ...]:
        """Return the paths of those of these fields that nobody published."""
        known = self.placeholders
        return tuple([known[field] for field in fields if field in known]) if known else ()
