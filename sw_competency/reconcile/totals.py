"""Whole-time equivalents site by site, on our record and in an extract of ESR, and how one stands to the other.

The study found its extracts between 0.05 and 2.14 times what the trusts reported (Etty and others 2025, table 1).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

import msgspec

from sw_competency.catalogue.catalogue import Catalogue
from sw_competency.model.extract import Assignment
from sw_competency.reconcile.difference import number
from sw_competency.reconcile.matching import Places
from sw_competency.reconcile.record import OurPost

WHOLE = "Whole department"
NOWHERE = "No location given"
_HUNDREDTHS = Decimal("0.01")


class Total(msgspec.Struct, frozen=True, kw_only=True):
    """One line: the posts of a site, or of a location nobody knows.

    Args:
        name: what to call it.
        site: the site; None for the whole department, and for a location that is no site we know.
        ours: WTE on our record; None where none is recorded, which is not the same as none at all.
        theirs: WTE in the extract; None likewise.
        ratio: theirs by ours, to two digits; None where either is not available, or short of a post's.
        our_posts: how many posts.
        their_posts: how many posts in the extract.
        ours_without: how many of ours have no WTE recorded; a bank contract without set hours has none to record.
        theirs_without: how many of theirs.
    """

    site: str | None
    name: str
    ours: float | None
    theirs: float | None
    ratio: float | None
    our_posts: int
    their_posts: int
    ours_without: int
    theirs_without: int


def totals(
    ours: Sequence[OurPost], theirs: Iterable[Assignment], places: Places | None, catalogue: Catalogue
) -> list[Total]:
    """Add up WTE on both sides: our sites first, in the catalogue's order, then locations that are no site we know.

    Args:
        ours: the posts held on the day.
        theirs: those of the extract.
        places: the sites by an extract's names for them; None where it says nothing of places.
        catalogue: what is known of the sites.
    """
    mine: dict[str, list[Decimal | None]] = {}
    for post in ours:
        mine.setdefault(post.site if places else WHOLE, []).append(post.wte)
    unset = Counter(post.site if places else WHOLE for post in ours if post.unset)
    known: dict[str, list[Decimal | None]] = {}
    unknown: dict[str, list[Decimal | None]] = {}
    for row in theirs:
        site = places.site(row.places) if places else WHOLE
        table, name = (known, site) if site is not None else (unknown, unknown_place(row))
        table.setdefault(name, []).append(row.wte)
    is_site = places is not None
    return [
        *(
            _total(catalogue, name, mine, known, unset[name], is_site=is_site)
            for name in _order(mine, known, catalogue)
        ),
        *(_total(catalogue, name, {}, unknown, 0, is_site=False) for name in sorted(unknown)),
    ]


def unknown_place(row: Assignment) -> str:
    """Name the place of a row that is at no site we know."""
    return row.places[0] if row.places else NOWHERE


def _order(mine: Mapping[str, object], known: Mapping[str, object], catalogue: Catalogue) -> Iterator[str]:
    named = {*mine, *known}
    yield from (site for site in catalogue.sites if site in named)
    yield from sorted(named - {*catalogue.sites})


def _total(
    catalogue: Catalogue, name: str, mine: Mapping[str, Sequence[Decimal | None]],
    theirs: Mapping[str, Sequence[Decimal | None]], unset: int, *, is_site: bool,
) -> Total:  # fmt: skip
    here, there = mine.get(name, ()), theirs.get(name, ())
    our_wte, their_wte = _sum(here), _sum(there)
    ours_without, theirs_without = [*here].count(None) - unset, [*there].count(None)
    short = ours_without or theirs_without
    described = catalogue.sites.get(name) if is_site else None
    return Total(
        name=(described.title if described else None) or name, site=name if is_site else None, ours=number(our_wte),
        theirs=number(their_wte), ratio=None if short else _ratio(our_wte, their_wte), our_posts=len(here),
        their_posts=len(there), ours_without=ours_without, theirs_without=theirs_without,
    )  # fmt: skip


def _ratio(ours: Decimal | None, theirs: Decimal | None) -> float | None:
    return None if not ours or theirs is None else float((theirs / ours).quantize(_HUNDREDTHS, ROUND_HALF_UP))


def _sum(wtes: Iterable[Decimal | None]) -> Decimal | None:
    """Add up what is recorded; None where nothing is."""
    recorded = [wte for wte in wtes if wte is not None]
    return sum(recorded, Decimal(0)) if recorded else None
