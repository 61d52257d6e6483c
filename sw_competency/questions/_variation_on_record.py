"""Where sites differ by the record: titles of a tier, bands of a title, the mix of bands, days to a first sign-off."""

from collections.abc import Iterator, Sequence
from datetime import date
from statistics import median

import attrs

from sw_competency.catalogue.catalogue import Catalogue
from sw_competency.judge.case import Judge
from sw_competency.judge.everybody import Everybody
from sw_competency.judge.workforce import Held, count, grouped, posts_of, same_title, spellings
from sw_competency.model import SignOff
from sw_competency.questions._variation_difference import Difference, difference_on_record


@attrs.frozen
class FirstSignOff:
    """How long somebody waited for a first sign-off at the site of their first appointment."""

    site: str
    days: int
    entries: tuple[str, str]


@attrs.frozen
class OnRecord:
    """The sites at which somebody is in post, and in what they differ."""

    sites: tuple[str, ...]
    differences: tuple[Difference, ...]


def on_record(everybody: Everybody) -> OnRecord:
    """Tell in what sites differ by what is on record; everybody's record is gone through once."""
    held: list[Held] = []
    firsts: list[FirstSignOff] = []
    day, catalogue = everybody.moment.as_of, everybody.catalogue
    for judge in everybody.judges():
        held += posts_of(judge, day)
        firsts += [one] if (one := _first_sign_off(judge, day)) else []
    held.sort(key=lambda one: (one.site, one.worker, one.post or ""))
    found = (*_titles(held, catalogue), *_bands(held, catalogue), *_mix(held, catalogue), *_waits(firsts))
    return OnRecord(tuple(dict.fromkeys(one.site for one in held)), found)


def _titles(held: Sequence[Held], catalogue: Catalogue) -> Iterator[Difference]:
    """Tell which titles sites use for the same tier."""
    titled = [one for one in held if one.title]
    shown = spellings(one.title for one in titled)
    ranks = {name: tier.rank for name, tier in catalogue.tiers.items()}
    at_tier = grouped(titled, lambda one: one.span.tier)
    for tier in sorted(at_tier, key=lambda name: (ranks.get(name, 0), name)):
        by_site = {
            site: "/".join(sorted({shown[same_title(one.title)] for one in each}))
            for site, each in grouped(at_tier[tier], lambda one: one.site).items()
        }
        if len(set(by_site.values())) > 1:
            entries = (one.entry for one in at_tier[tier])
            yield difference_on_record("title", catalogue.titled(tier), "titles on record", by_site, entries)


def _bands(held: Sequence[Held], catalogue: Catalogue) -> Iterator[Difference]:
    """Tell which titles stand for more than one band."""
    banded = [(one, band) for one in held if one.title and (band := one.band(catalogue)) is not None]
    shown = spellings(one.title for one, _ in banded)
    with_title = grouped(banded, lambda pair: same_title(pair[0].title))
    for title in sorted(with_title):
        each = with_title[title]
        if len({band for _, band in each}) > 1:
            by_site = {
                site: " and ".join(f"band {band}" for band in sorted({band for _, band in here}))
                for site, here in grouped(each, lambda pair: pair[0].site).items()
            }
            entries = (one.entry for one, _ in each)
            yield difference_on_record("title", shown[title], "bands on record", by_site, entries)


def _mix(held: Sequence[Held], catalogue: Catalogue) -> Iterator[Difference]:
    """Tell how many people and whole-time equivalents each site has at each band, where the shares differ."""
    shares, by_site = set(), dict[str, str]()
    for site, each in grouped(held, lambda one: one.site).items():
        bands = grouped(each, lambda one: one.band(catalogue))
        in_order = sorted(bands, key=lambda band: (band is None, band or 0))
        counts = {band: count(bands[band]).numbers for band in in_order}
        heads = sum(one.heads for one in counts.values())
        shares.add(tuple((band, one.heads / heads) for band, one in counts.items()))
        words = [f"{'band not known' if band is None else f'band {band}'}: {one.says}" for band, one in counts.items()]
        by_site[site] = "; ".join(words)
    if len(shares) > 1:
        yield difference_on_record("band", "", "mix of bands on record", by_site, (one.entry for one in held))


def _first_sign_off(judge: Judge, day: date) -> FirstSignOff | None:
    """Tell how long somebody waited from the first appointment to the first sign-off, whether or not that counts."""
    record = judge.at(day)
    first = next(iter(record.appointments), None)
    if first is None:
        return None
    given = [one for each in record.given.values() for one in each if isinstance(one, SignOff) and one.on >= first.on]
    if not given:
        return None
    sign_off = min(given, key=lambda one: (one.on, one.id))
    return FirstSignOff(first.site, (sign_off.on - first.on).days, (first.id, sign_off.id))


def _waits(firsts: Sequence[FirstSignOff]) -> Iterator[Difference]:
    """Tell how long a first sign-off took at each site, where that differs."""
    at = grouped(sorted(firsts, key=lambda one: (one.site, one.days, one.entries)), lambda one: one.site)
    days = {site: median(one.days for one in each) for site, each in at.items()}
    if len(set(days.values())) > 1:
        people = {site: "1 person" if len(each) == 1 else f"{len(each)} people" for site, each in at.items()}
        by_site = {site: f"{days[site]:g} days (of {people[site]})" for site in at}
        entries = (entry for each in at.values() for one in each for entry in one.entries)
        yield difference_on_record("time", "", "first appointment to first sign-off, median", by_site, entries)
