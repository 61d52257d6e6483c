"""What a difference between our record and an extract of ESR is, and in which words it is told."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import msgspec

from sw_competency.catalogue.catalogue import Catalogue
from sw_competency.model.extract import Assignment, HeldInExtract
from sw_competency.reconcile.matching import Places
from sw_competency.reconcile.record import OurPost


class TheirPost(msgspec.Struct, frozen=True):
    """A post of an extract: what it says, from which nothing follows."""

    places: tuple[str, ...]
    title: str | None
    band: int | None
    wte: float | None
    starts: date | None


class PostOnRecord(msgspec.Struct, frozen=True):
    """A post on our record, as far as an extract says it too."""

    site: str
    band: int | None
    wte: float | None
    starts: date


Value = str | float | bool | date | None
Values = Value | tuple[str | float | date, ...] | tuple[TheirPost, ...] | tuple[PostOnRecord, ...]


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One thing in which our record and the extract differ.

    Args:
        kind: what sort of difference; `reconcile.KINDS` names them.
        worker: the worker; the extract's number where nobody is on record under it; None where it is about nobody.
        what: what differs: `worker`, `post`, `wte`, `band`, `start`, `end`, a programme ...
        ours: by our record.
        theirs: by the extract.
        says: the sentence.
        entries: ids of our entries.
        rows: the extract's data rows, counted from 1.
    """

    kind: str
    worker: str | None
    what: str
    says: str
    ours: Values = None
    theirs: Values = None
    entries: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()


@attrs.frozen(kw_only=True)
class Theirs:
    """What an extract says of one worker: the rows of the staff list, those of the training extract."""

    assignments: tuple[Assignment, ...] = ()
    held: tuple[HeldInExtract, ...] = ()


@attrs.frozen(kw_only=True)
class Comparing:
    """What holds for the whole comparison.

    Args:
        day: the day.
        catalogue: what the frameworks say.
        places: the sites, by an extract's names for them.
        staff: the extract is a staff list.
        ends: it has a column for the last day in post.
        programmes: those of which the extract has any row; None where it is no training extract.
        titles: our competencies by their titles in small letters.
    """

    day: date
    catalogue: Catalogue
    places: Places
    staff: bool
    ends: bool
    programmes: frozenset[str] | None
    titles: Mapping[str, str]


def posts_said(rows: Iterable[Assignment]) -> tuple[TheirPost, ...]:
    """Return posts of an extract as values."""
    return tuple(TheirPost(tuple(a.places), a.title, a.band, number(a.wte), a.starts) for a in rows)


def our_posts_said(posts: Iterable[OurPost]) -> tuple[PostOnRecord, ...]:
    """Return posts on our record as values."""
    return tuple(PostOnRecord(p.site, p.band, number(p.wte), p.since) for p in posts)


def total_wte(posts: Iterable[OurPost | Assignment]) -> Decimal | None:
    """Add up WTE; None as soon as one is not given."""
    total = Decimal(0)
    for post in posts:
        if post.wte is None:
            return None
        total += post.wte
    return total


def number(wte: Decimal | None) -> float | None:
    """Return WTE as JSON has it."""
    return None if wte is None else float(wte)


def listed(values: Iterable[Any]) -> str:
    """Say several values."""
    return " and ".join(map(str, sorted(values)))


def entries_of(posts: Iterable[OurPost]) -> tuple[str, ...]:
    """Name the entries behind posts."""
    return tuple(dict.fromkeys(entry for post in posts for entry in post.entries))


def rows_of(rows: Iterable[Assignment]) -> tuple[int, ...]:
    """Name the rows."""
    return tuple(row.row for row in rows)
