"""The rule book: everything the catalogue says on a day, as pages to print; it needs no records."""

from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import quote

import attrs

from sw_competency.catalogue import Catalogue
from sw_competency.catalogue.described import TABLES
from sw_competency.catalogue.sourced import authorities
from sw_competency.catalogue.terms import AUTHORITY
from sw_competency.catalogue.wording import label
from sw_competency.dates import said
from sw_competency.model.findings import capital
from sw_competency.reports._base import PLACEHOLDER, Asked, Cited, Stamp, Who, cited, stamp
from sw_competency.reports._framework import (
    KINDS,
    Block,
    Course,
    Fact,
    Group,
    chapter,
    competency,
    course,
    rests_on,
    rule,
)

NAME = "rule-book"
QUESTION = "What does the catalogue say: tiers, rules, competencies, courses, sites, and on whose word?"
FORMATS = ("html", "pdf", "md")
NEEDS = ()
TAKES = ()
NEEDS_RECORDS = False
_SAFE_IN_A_LINK = ":/?#@!$&*+,;=%-._~"


@attrs.frozen(slots=True, kw_only=True)
class TierRow:
    """A tier in a table."""

    id: str
    title: str
    band: int
    rank: str
    placeholder: bool
    rests_on: str


@attrs.frozen(slots=True, kw_only=True)
class SiteBlock:
    """What one site has its own way: of each task or course, the lines that differ there."""

    id: str
    title: str
    own: tuple[tuple[str, tuple[Fact, ...]], ...]
    rules: tuple[str, ...]


@attrs.frozen(slots=True, kw_only=True)
class Bridge:
    """A crosswalk: how our words stand to those of another framework."""

    id: str
    title: str
    links: tuple[tuple[str, str, str, str, str], ...]
    rests_on: str


@attrs.frozen(slots=True, kw_only=True)
class View:
    """The finished rule book."""

    title: str = "Rule book"
    running: str = "Rule book"
    who: Who
    stamp: Stamp
    counts: tuple[tuple[str, int], ...]
    values: int
    placeholders: int
    tiers: tuple[TierRow, ...]
    modalities: tuple[tuple[str, str], ...]
    rules: tuple[Block, ...]
    groups: tuple[Group, ...]
    apart: tuple[str, ...]
    courses: tuple[Course, ...]
    sites: tuple[SiteBlock, ...]
    alike: tuple[str, ...]
    chapters: tuple[Group, ...]
    bridges: tuple[Bridge, ...]
    job_titles: int
    sources: tuple[Cited, ...]


def view(asked: Asked) -> View:
    """Say everything the catalogue says on a day."""
    held, day = asked.questions.catalogue, asked.day
    name, counted, sites = held.title or "The catalogue", authorities(held), tuple(_sites(held, day))
    return View(
        who=Who(id=name, name=name, running=name), stamp=stamp(asked),
        counts=tuple((capital(AUTHORITY.get(one, one)), count) for one, count in counted.items()),
        values=sum(counted.values()), placeholders=counted.get(PLACEHOLDER, 0),
        tiers=tuple(_tiers(held)), modalities=tuple((m.id, m.title) for m in held.modalities.values()),
        rules=tuple(rule(held, versions, day) for versions in held.rules.values()),
        groups=tuple(_groups(held, day)), apart=tuple(_apart(held, day)),
        courses=tuple(course(held, p) for p in held.programmes.values()),
        sites=tuple(s for s in sites if s.own or s.rules),
        alike=tuple(f"{s.title} ({s.id})" for s in sites if not (s.own or s.rules)),
        chapters=tuple(c for c in _chapters(held, day) if c.blocks),
        bridges=tuple(_bridges(held)), job_titles=len(held.job_titles),
        sources=tuple(_read(held, one) for one in cited(asked, held.sources)),
    )  # fmt: skip


def _read(held: Catalogue, one: Cited) -> Cited:
    """Say of a document which version of it was read, and when."""
    source = held.sources[one.id]
    version = f"; version: {source.version}" if source.version else ""
    read = f"read on {said(source.seen)}" if source.seen else "when it was read is not noted"
    return attrs.evolve(one, url=_link(one.url), says=f"{one.says}{version}; {read}")


def _link(url: str | None) -> str | None:
    """Give an address as it may stand in any text: nothing in it that ends a link."""
    return quote(url, safe=_SAFE_IN_A_LINK) if url else None


def _tiers(held: Catalogue) -> Iterator[TierRow]:
    for tier in sorted(held.tiers.values(), key=lambda t: (t.rank, t.band, t.id)):
        rank = str(tier.rank) if tier.scope == tier.rank else f"{tier.rank}; clinical scope of rank {tier.scope}"
        yield TierRow(
            id=tier.id, title=tier.title, band=tier.band, rank=rank, placeholder=bool(tier.placeholders),
            rests_on=rests_on(tier),
        )  # fmt: skip


def _groups(held: Catalogue, day: date) -> Iterator[Group]:
    there = [c for c in held.competencies.values() if c.in_framework(day)]
    for kind, heading in KINDS.items():
        blocks = tuple(competency(held, c, day) for c in there if c.kind == kind)
        if blocks:
            yield Group(heading, blocks)


def _apart(held: Catalogue, day: date) -> Iterator[str]:
    """Name what is not part of the framework on the day."""
    for c in held.competencies.values():
        if c.introduced > day:
            yield f"{c.title} ({c.id}), from {said(c.introduced)}"
        elif not c.in_framework(day):
            yield f"{c.title} ({c.id}), withdrawn on {said(c.withdrawn or day)}"


def _sites(held: Catalogue, day: date) -> Iterator[SiteBlock]:
    for site in held.sites.values():
        tasks = [
            (c.title, _own(competency(held, c, day).facts, competency(held, held.competency(name), day).facts))
            for (at, name), c in held.site_competencies.items() if at == site.id
        ]  # fmt: skip
        courses = [
            (p.title, _own(_of_course(course(held, p)), _of_course(course(held, held.programme(name)))))
            for (at, name), p in held.site_programmes.items() if at == site.id
        ]  # fmt: skip
        rules = [versions[-1].title for versions in held.rules.values() if versions[-1].site == site.id]
        own = tuple((title, facts) for title, facts in (*tasks, *courses) if facts)
        yield SiteBlock(id=site.id, title=site.title or site.id, own=own, rules=tuple(rules))


def _own(here: Iterable[Fact], common: Iterable[Fact]) -> tuple[Fact, ...]:
    """Give the lines in which a site differs; of one that is left out there, that it is."""
    elsewhere = {fact.label: fact for fact in common}
    own = {fact.label: fact for fact in here}
    changed = [fact for label, fact in own.items() if elsewhere.get(label) != fact]
    return (*changed, *(Fact(label, ("nothing, unlike elsewhere",)) for label in elsewhere if label not in own))


def _of_course(one: Course) -> tuple[Fact, ...]:
    lasts = Fact(capital(label("expires_after")), (one.lasts,), one.placeholder)
    lines = (lasts, Fact("Also", one.more), Fact("Rests on", (one.rests_on,)))
    return tuple(fact for fact in lines if fact.says)


def _chapters(held: Catalogue, day: date) -> Iterator[Group]:
    """Yield what stands in the tables that are laid out in no way of their own."""
    return (chapter(held, table, day) for table in TABLES.values() if not table.laid_out)


def _bridges(held: Catalogue) -> Iterator[Bridge]:
    for one in held.crosswalks.values():
        links = tuple(
            (held.titled(k.competency or k.tier or ""), k.relation.replace("-", " "), one.items.get(k.to, k.to),
             k.confidence, k.why or "")
            for k in one.links
        )  # fmt: skip
        yield Bridge(id=one.id, title=one.title, links=links, rests_on=rests_on(one))
