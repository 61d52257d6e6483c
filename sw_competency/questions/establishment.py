"""Establishment: who is in post, in people and in whole-time equivalents, beside what each site says it should have."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

import msgspec

from sw_competency.catalogue.catalogue import Catalogue
from sw_competency.catalogue.department import NotAvailable
from sw_competency.dates import said
from sw_competency.errors import UnknownNameError
from sw_competency.judge.everybody import Everybody
from sw_competency.judge.workforce import (
    Count,
    Held,
    Numbers,
    count,
    described,
    everyone_in_post,
    grouped,
    same_title,
    spellings,
)
from sw_competency.model import CANNOT_TELL, MET, Finding
from sw_competency.model.answers import Answer, Asked
from sw_competency.model.columns import NUMBER, SITE, TERM, TEXT, Cell, Meaning, Table, table
from sw_competency.names import in_numbers, listed
from sw_competency.questions._names import Site
from sw_competency.questions._question import Question

GROUPINGS = ("site", "tier", "title", "deployment", "modality")
Key = tuple[str | None, ...]


class Row(Numbers, frozen=True, kw_only=True):
    """The posts that have something in common; of what the rows are not made by, None, as of what is not recorded."""

    site: str | None = None
    tier: str | None = None
    title: str | None = None
    deployment: str | None = None
    modality: str | None = None


class SiteRow(Numbers, frozen=True, kw_only=True):
    """A site: who is in post, beside the figures its own catalogue gives, and the vacancies open on the day.

    Args:
        site: which.
        title: its title.
        establishment_wte: posts in whole-time equivalents as the trust reports them; None where it says nothing.
        difference: in post less establishment, in whole-time equivalents; None where either is not available.
        esr_wte: the same by the Electronic Staff Record.
        assumed: which of the two figures nobody reported.
        vacancies: how many vacancies are open.
        vacancies_by_tier: how many of them at each tier.
        sources: the documents the figures are from.
    """

    site: str
    title: str | None
    establishment_wte: float | NotAvailable | None
    difference: float | None
    esr_wte: float | NotAvailable | None
    assumed: tuple[str, ...]
    vacancies: int
    vacancies_by_tier: Mapping[str, int]
    sources: tuple[str, ...]


class Establishment(Question["EstablishmentAnswer"], frozen=True):
    """Who is in post, in people and whole-time equivalents, beside what each site says it should have.

    A post that covers several modalities stands under each of them, whole: nobody recorded how it is shared. Such rows
    overlap, and the total counts each post once.

    Args:
        by: how the rows are made: site, tier, title, deployment, modality; several with commas between.
        site: only posts at this site.
    """

    exits: ClassVar = "done"

    by: tuple[str, ...] = ("site", "tier")
    site: Site | None = None

    def answer(self, everybody: Everybody) -> "EstablishmentAnswer":
        """Count everybody in post on the day.

        Raises:
            UnknownNameError: no such grouping; a site that neither the catalogue nor a record names.
        """
        by = _groupings(self.by)
        everybody.knows_site(self.site)
        held = everyone_in_post(everybody, self.site)
        total, rows = count(held), list(_rows(everybody.catalogue, held, by))
        sites = tuple(_site(everybody, name, of) for name, of in _by_site(everybody, held, self.site)) if held else ()
        notes = tuple(_notes(total.numbers, by, [each.numbers for _, each in rows])) if held else ()
        return EstablishmentAnswer(
            asked=self, moment=everybody.moment, finding=_finding(everybody, self.site, total, by, rows, sites), by=by,
            rows=tuple(Row(**{**_numbers(each), **dict(zip(by, key, strict=True))}) for key, each in rows),
            total=total.numbers, sites=sites, notes=notes,
        )  # fmt: skip


class EstablishmentAnswer(Answer[Establishment], frozen=True):
    """Who is in post.

    Args:
        by: how the rows are made, each grouping once.
        rows: the posts that have those in common.
        total: all posts, each counted once.
        sites: each site beside what it says of itself.
        notes: what must be known to read the numbers.
    """

    site = Asked[str | None]()

    by: tuple[str, ...]
    rows: tuple[Row, ...]
    total: Numbers
    sites: tuple[SiteRow, ...]
    notes: tuple[str, ...]

    def tables(self) -> Iterator[Table]:
        """Return the posts by what they have in common, and the sites beside what they say of themselves."""
        if not self.rows:
            return
        columns = {name.capitalize(): _MEANING[name] for name in self.by}
        rows: list[tuple[Cell, ...]] = [
            (*(getattr(row, name) or "not recorded" for name in self.by), *_cells(row)) for row in self.rows
        ]  # fmt: skip
        rows.append(("Total", *[""] * (len(self.by) - 1), *_cells(self.total)))
        yield table({**columns, **dict.fromkeys(_HEADS, NUMBER)}, rows)
        columns = {
            "Site": SITE, "In post": NUMBER, "Establishment": NUMBER, "Difference": NUMBER, "ESR": NUMBER,
            "Assumed": TEXT, "Vacancies": NUMBER,
        }  # fmt: skip
        figures = [
            (row.site, *map(_available, (row.wte, row.establishment_wte)), row.difference, _available(row.esr_wte),
             " and ".join(_FIGURES[name] for name in row.assumed), row.vacancies)
            for row in self.sites
        ]  # fmt: skip
        yield table(columns, figures, "Beside what each site says of itself, in whole-time equivalents (WTE)")

    def lines(self) -> Iterator[str]:
        """Return what must be known to read the numbers."""
        yield from self.notes


_HEADS = ("People", "WTE", "WTE not known of", "Absent", "Absent WTE")
_FIGURES = {"establishment_wte": "establishment", "esr_wte": "ESR"}
_MEANING: dict[str, Meaning] = {
    "site": SITE, "tier": TERM, "title": TEXT, "deployment": TEXT, "modality": TERM,
}  # fmt: skip


def _cells(row: Numbers) -> tuple[Cell, ...]:
    away = (row.absent, _available(row.absent_wte)) if row.absent else (0, None)
    return row.heads, _available(row.wte), row.wte_unknown, *away


def _available(figure: float | NotAvailable | None) -> float | str:
    return figure if isinstance(figure, int | float) else "not available"


def _numbers(counted: Count) -> dict[str, Any]:
    return msgspec.structs.asdict(counted.numbers)


def _groupings(by: Sequence[str]) -> tuple[str, ...]:
    """Return the groupings, each once.

    Raises:
        UnknownNameError: there is no such grouping.
    """
    names = tuple(dict.fromkeys(by))
    for name in names:
        if name not in GROUPINGS:
            raise UnknownNameError("grouping", name, GROUPINGS, "" if name else f"group by {listed(GROUPINGS)}")
    return names


def _rows(catalogue: Catalogue, held: Sequence[Held], by: Sequence[str]) -> Iterator[tuple[Key, Count]]:
    shown = spellings(one.title for one in held if one.title)
    keyed = [(key, one) for one in held for key in _keys(one, by, shown)]
    rank = {name: tier.rank for name, tier in catalogue.tiers.items()}

    def place(key: Key) -> list[tuple[bool, int, str]]:
        ranks = [rank.get(value or "", 0) if name == "tier" else 0 for name, value in zip(by, key, strict=True)]
        return [(value is None, of, value or "") for of, value in zip(ranks, key, strict=True)]

    rows = grouped(keyed, lambda pair: pair[0])
    for key in sorted(rows, key=place):
        yield key, count([one for _, one in rows[key]])


def _keys(held: Held, by: Sequence[str], shown: dict[str, str]) -> list[Key]:
    """Return the rows a post belongs to: one, or one for each modality it covers."""
    appointment = held.span.appointment
    values = {
        "site": held.site, "tier": held.span.tier, "deployment": appointment.deployment,
        "title": shown[same_title(held.title)] if held.title else None,
    }  # fmt: skip
    areas = tuple(dict.fromkeys(appointment.modalities or ())) or (None,)
    return [
        tuple(area if name == "modality" else values[name] for name in by)
        for area in (areas if "modality" in by else (None,))
    ]


def _by_site(
    everybody: Everybody, held: Sequence[Held], only: str | None
) -> Iterator[tuple[str, Sequence[Held]]]:
    """Return every site with somebody in post, or with a figure of its own, or with a vacancy."""
    at = grouped(held, lambda one: one.site)
    for name in sorted({*at, *everybody.catalogue.sites, *([] if only is None else [only])}, key=in_numbers):
        known = described(everybody.catalogue, name, everybody.moment.as_of)
        figures = known is not None and not (known.establishment_wte is None and known.esr_wte is None)
        if only in {None, name} and (name in at or figures or _vacancies(everybody, name)):
            yield name, at.get(name, ())


def _site(everybody: Everybody, name: str, held: Sequence[Held]) -> SiteRow:
    known = described(everybody.catalogue, name, everybody.moment.as_of)
    counted, open_ = count(held), _vacancies(everybody, name)
    here, should = counted.numbers.wte, known.establishment_wte if known else None
    off = round(here - should, 4) if here is not None and isinstance(should, int | float) else None
    return SiteRow(
        site=name, title=known.title if known else None, **_numbers(counted), establishment_wte=should,
        difference=off, esr_wte=known.esr_wte if known else None,
        assumed=tuple(each for each in _FIGURES if known and each in known.assumed), vacancies=sum(open_.values()),
        vacancies_by_tier=open_, sources=known.source if known else (),
    )  # fmt: skip


def _vacancies(everybody: Everybody, site: str) -> dict[str, int]:
    """Count the vacancies of a site that are open on the day, by tier."""
    day = everybody.moment.as_of
    known = everybody.records.site(site).at(day).vacancies
    open_ = grouped((v for v in known if v.funded and (v.until is None or v.until >= day)), lambda v: v.tier)
    return {tier: len(open_[tier]) for tier in sorted(open_)}


def _finding(
    everybody: Everybody, site: str | None, total: Count, by: Sequence[str],
    rows: Sequence[tuple[Key, Count]], sites: Sequence[SiteRow],
) -> Finding:  # fmt: skip
    where, day = f" at {site}" if site is not None else "", said(everybody.moment.as_of)
    if not total.numbers.heads:
        return Finding(CANNOT_TELL, f"Nobody is in post{where} on {day}, as far as is recorded")
    cited = tuple(dict.fromkeys(source for row in sites for source in row.sources))
    says = f"In post{where} on {day}: {total.numbers.says} (whole-time equivalents)"
    if not by:
        return Finding(MET, says, total.entries, cited)
    parts = tuple(
        Finding(MET, f"{_named(everybody, by, key)}: {each.numbers.says}", each.entries) for key, each in rows
    )
    return Finding(MET, says, None, cited, parts)


def _named(everybody: Everybody, by: Sequence[str], key: Key) -> str:
    words = [
        everybody.catalogue.titled(value) if value is not None else f"{name} not recorded"
        for name, value in zip(by, key, strict=True)
    ]
    return ", ".join(words)


def _notes(total: Numbers, by: Sequence[str], rows: Sequence[Numbers]) -> Iterator[str]:
    """Say what must be known to read the numbers."""
    if "modality" in by and sum(row.posts for row in rows) > total.posts:
        yield (
            "A post that covers several modalities stands under each of them, whole, since nobody recorded how it is "
            "shared: these rows overlap. The total counts it once."
        )
    elif sum(row.heads for row in rows) > total.heads:
        yield "Somebody with posts in several rows is counted in each of them. The total counts everybody once."
    if total.wte_unknown:
        yield (
            f"The whole-time equivalents of {total.wte_unknown} of {total.posts} posts are not on record: where such a "
            "post is in it, no sum is given."
        )
    if total.bank:
        contracts = "1 bank contract" if total.bank == 1 else f"{total.bank} bank contracts"
        yield f"{contracts} without set hours: counted as people, not in whole-time equivalents."
    if total.absent:
        yield "The absent are in post and counted; how many they are stands apart."
