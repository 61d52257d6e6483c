"""Which standards of a programme a completion lacks: a Care Certificate of fifteen is valid, and says what it lacks."""

from datetime import date

import msgspec

from sw_competency.catalogue.catalogue import Edition, Programme


class Lacking(msgspec.Struct, frozen=True):
    """What a completion lacks.

    Args:
        had: how many standards were completed.
        total: how many there are.
        named: those it lacks, each with its number, where it can be told which.
    """

    had: int
    total: int
    named: tuple[str, ...] = ()

    @property
    def standards(self) -> str:
        """How many it has, of how many."""
        return f"{self.had} of {self.total} standards"

    def __str__(self) -> str:
        return f"{self.standards}: it lacks {' and '.join(self.named) or self.total - self.had}"


def lacking(programme: Programme, had: int, on: date, day: date) -> Lacking | None:
    """Return the standards a completion lacks, as the programme stands on a day; None where it lacks none.

    They are named where it can be told which edition was completed: the only one open on the day of completion that
    has so many standards. A standard keeps its number from edition to edition, and what is new stands last.

    Args:
        programme: the programme.
        had: how many standards were completed.
        on: the day of completion.
        day: the day asked about.
    """
    asked = max((e for e in programme.editions if e.starts <= day), key=lambda e: e.starts, default=None)
    total = len(asked.standards) if asked else programme.standards
    if total is None or had >= total:
        return None
    if asked is None or len([e for e in programme.editions if _open(e, on) and len(e.standards) == had]) != 1:
        return Lacking(had, total)
    named = (f"standard {number} ({name})" for number, name in enumerate(asked.standards[had:], had + 1))
    return Lacking(had, total, tuple(named))


def _open(edition: Edition, on: date) -> bool:
    return edition.starts <= on and (edition.until is None or on <= edition.until)
