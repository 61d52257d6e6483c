"""Who is in post on a day: every post of everybody, gone through once, nobody's record kept; and how posts are counted.

The questions about the workforce rest on this.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from math import fsum
from typing import TypeVar

import msgspec

from sw_competency.catalogue.catalogue import Catalogue
from sw_competency.catalogue.department import Site
from sw_competency.judge.case import Judge
from sw_competency.judge.everybody import Everybody
from sw_competency.judge.posts import band_of
from sw_competency.rules import Span

STUDY = "etty-2025"  # what it found of each site is what these questions are about
T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


def cited(catalogue: Catalogue, *documents: str) -> tuple[str, ...]:
    """Give, each once, those of some documents that a catalogue holds: no answer cites one that nobody can look up."""
    return tuple(one for one in dict.fromkeys(documents) if one in catalogue.sources)


class Held(msgspec.Struct, frozen=True):
    """One post that somebody holds on a day.

    Args:
        post: its name; None is the main one.
        span: the appointment, at the tier of that day.
        absent: whether they are away for long on that day.
    """

    worker: str
    post: str | None
    span: Span
    absent: bool = False

    @property
    def site(self) -> str:
        """Where the post is."""
        return self.span.appointment.site

    @property
    def title(self) -> str:
        """The title as recorded, single blanks between its words; empty where there is none."""
        return " ".join((self.span.appointment.title or "").split())

    @property
    def entry(self) -> str:
        """The id of the appointment."""
        return self.span.appointment.id

    def band(self, catalogue: Catalogue) -> int | None:
        """Return the band: the appointment's own, unless a re-banding came after it; else that of the tier."""
        return band_of(self.span, catalogue)


def posts_of(judge: Judge, day: date, site: str | None = None) -> list[Held]:
    """Return every post somebody holds on a day, at a site or anywhere."""
    away = bool(judge.at(day).absent)
    return [Held(judge.record.worker, name, span, away) for name, span in judge.held(day, site).items()]


def everyone_in_post(everybody: Everybody, site: str | None = None) -> list[Held]:
    """Return every post held on the day, at a site or anywhere, whatever the order in which records are kept."""
    day = everybody.moment.as_of
    held = [one for judge in everybody.judges() for one in posts_of(judge, day, site)]
    return sorted(held, key=lambda one: (one.worker, one.post is not None, one.post or ""))


def described(catalogue: Catalogue, site: str, day: date) -> Site | None:
    """Return what a catalogue knows of a site on a day; nothing before the day from which it is known."""
    known = catalogue.sites.get(site)
    return known if known is not None and (known.starts is None or known.starts <= day) else None


def grouped(items: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """Put together what has the same key."""
    groups: dict[K, list[T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups


def same_title(title: str) -> str:
    """Return what two spellings of one title have in common: capital letters and blanks apart."""
    return " ".join(title.split()).casefold()


def spellings(titles: Iterable[str]) -> dict[str, str]:
    """Return for each title, capital letters and blanks apart, the spelling met most often."""
    met = grouped(titles, same_title)
    return {key: min(Counter(each).items(), key=lambda pair: (-pair[1], pair[0]))[0] for key, each in met.items()}


class Numbers(msgspec.Struct, frozen=True, kw_only=True):
    """How many people and posts, and how many whole-time equivalents.

    Args:
        heads: people, each once.
        posts: posts; somebody may hold several.
        wte: whole-time equivalents; None where those of a post are not on record: a sum would be too low.
        wte_unknown: of how many posts they are not on record.
        bank: bank contracts without set hours: people, and no whole-time equivalents.
        absent: how many of the people are away for long.
        absent_wte: their whole-time equivalents.
    """

    heads: int
    posts: int
    wte: float | None
    wte_unknown: int
    bank: int
    absent: int
    absent_wte: float | None

    @property
    def says(self) -> str:
        """The count in words; WTE are whole-time equivalents."""
        people = f"{self.heads} {'person' if self.heads == 1 else 'people'}"
        wte = "WTE not available" if self.wte is None else f"{self.wte:g} WTE"
        return f"{people}, {wte}{f', {self.absent} absent' if self.absent else ''}"


class Count(msgspec.Struct, frozen=True):
    """The numbers of some posts, and the appointments counted."""

    numbers: Numbers
    entries: tuple[str, ...]


def count(held: Sequence[Held]) -> Count:
    """Count posts."""
    unset = [one for one in held if _without_hours(one)]
    away = [one for one in held if one.absent]
    numbers = Numbers(
        heads=len({one.worker for one in held}), posts=len(held), wte=_summed(held), bank=len(unset),
        wte_unknown=sum(one.span.appointment.wte is None for one in held) - len(unset),
        absent=len({one.worker for one in away}), absent_wte=_summed(away),
    )  # fmt: skip
    return Count(numbers, tuple(dict.fromkeys(one.entry for one in held)))


def _without_hours(held: Held) -> bool:
    """Tell whether a post is a bank contract without set hours: nobody forgot to write them down."""
    return held.span.appointment.basis == "bank" and held.span.appointment.wte is None


def _summed(held: Iterable[Held]) -> float | None:
    shares = [one.span.appointment.wte for one in held if not _without_hours(one)]
    known = [share for share in shares if share is not None]
    return round(fsum(known), 4) if len(known) == len(shares) else None
