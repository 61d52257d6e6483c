"""Establishment: who is in post, in people and in whole-time equivalents, beside what each site says it should have."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from sw_competency.catalogue.department import NotAvailable
from sw_competency.dates import said
from sw_competency.errors import UnknownNameError
from sw_competency.judge.folded import up_to
from sw_competency.judge.workforce import (
    Count,
    Held,
    count,
    described,
    everyone_in_post,
    grouped,
    listed,
    same_title,
    spellings,
)
from sw_competency.model import CANNOT_TELL, MET, Finding, PlainAnswer

if TYPE_CHECKING:
    from sw_competency.questions._department import Department

GROUPINGS = ("site", "tier", "title", "deployment", "modality")
Key = tuple[str | None, ...]


@attrs.frozen(kw_only=True)
class SiteRow:
    """A site: who is in post, beside the figures its own catalogue gives, and the vacancies open on the day.

    Args:
        establishment_wte: posts in whole-time equivalents as the trust reports them; None where it says nothing.
        esr_wte: the same by the Electronic Staff Record.
        vacancies: open vacancies by tier.
        assumed: which of the two figures nobody reported.
        source: the documents the figures are from.
    """

    site: str
    title: str | None
    count: Count
    establishment_wte: float | NotAvailable | None
    esr_wte: float | NotAvailable | None
    vacancies: dict[str, int]
    assumed: tuple[str, ...]
    source: tuple[str, ...]

    @property
    def difference(self) -> float | None:
        """In post less establishment, in whole-time equivalents; None where either is not available."""
        if self.count.wte is None or not isinstance(self.establishment_wte, int | float):
            return None
        return round(self.count.wte - self.establishment_wte, 4)

    def to_json(self) -> dict[str, Any]:
        """Give the row as the answer prints it."""
        return {
            "site": self.site, "title": self.title, **self.count.to_json(), "establishment_wte": self.establishment_wte,
            "difference": self.difference, "esr_wte": self.esr_wte, "assumed": list(self.assumed),
            "vacancies": sum(self.vacancies.values()), "vacancies_by_tier": self.vacancies,
            "sources": list(self.source),
        }  # fmt: skip


def establishment(department: "Department", by: Sequence[str] | str, site: str | None) -> PlainAnswer:
    """Answer who is in post on the day.

    A post that covers several modalities stands under each of them, whole: nobody recorded how it is shared. Such rows
    overlap, and the total counts each post once.

    Args:
        department: whose records.
        by: how the rows are made, of `GROUPINGS`; as a text with commas between.
        site: at this site only.

    Raises:
        UnknownNameError: no such grouping; a site that neither the catalogue nor a record names.
    """
    by = _groupings(by)
    department.knows_site(site)
    held = everyone_in_post(department, site)
    about: dict[str, Any] = {"by": list(by)} | ({"site": site} if site is not None else {})
    total, rows = count(held), list(_rows(department, held, by))
    sites = [_site(department, name, of) for name, of in _by_site(department, held, site)] if held else []
    return PlainAnswer(
        question="establishment", moment=department.moment, about=about,
        finding=_finding(department, site, total, by, rows, sites),
        facts={
            "rows": [{**dict(zip(by, key, strict=True)), **each.to_json()} for key, each in rows],
            "total": total.to_json(), "sites": [row.to_json() for row in sites],
            "notes": list(_notes(total, by, [each for _, each in rows])) if held else [],
        },
    )  # fmt: skip


def _groupings(by: Sequence[str] | str) -> tuple[str, ...]:
    """Give the groupings, each once.

    Raises:
        UnknownNameError: there is no such grouping.
    """
    given = by.split(",") if isinstance(by, str) else by if isinstance(by, Iterable) else (by,)
    names = tuple(dict.fromkeys(str(name).strip() for name in given))
    for name in names:
        if name not in GROUPINGS:
            raise UnknownNameError("grouping", name, GROUPINGS, "" if name else f"group by {listed(GROUPINGS)}")
    return names


def _rows(department: "Department", held: Sequence[Held], by: Sequence[str]) -> Iterator[tuple[Key, Count]]:
    shown = spellings(one.title for one in held if one.title)
    keyed = [(key, one) for one in held for key in _keys(one, by, shown)]
    rank = {name: tier.rank for name, tier in department.catalogue.tiers.items()}

    def place(key: Key) -> list[tuple[bool, int, str]]:
        ranks = [rank.get(value or "", 0) if name == "tier" else 0 for name, value in zip(by, key, strict=True)]
        return [(value is None, of, value or "") for of, value in zip(ranks, key, strict=True)]

    rows = grouped(keyed, lambda pair: pair[0])
    for key in sorted(rows, key=place):
        yield key, count([one for _, one in rows[key]])


def _keys(held: Held, by: Sequence[str], shown: dict[str, str]) -> list[Key]:
    """Give the rows a post belongs to: one, or one for each modality it covers."""
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
    department: "Department", held: Sequence[Held], only: str | None
) -> Iterator[tuple[str, Sequence[Held]]]:
    """Give every site with somebody in post, or with a figure of its own, or with a vacancy."""
    at = grouped(held, lambda one: one.site)
    for name in sorted({*at, *department.catalogue.sites, *([] if only is None else [only])}):
        known = described(department.catalogue, name, department.moment.as_of)
        figures = known is not None and not (known.establishment_wte is None and known.esr_wte is None)
        if only in {None, name} and (name in at or figures or _vacancies(department, name)):
            yield name, at.get(name, ())


def _site(department: "Department", name: str, held: Sequence[Held]) -> SiteRow:
    known = described(department.catalogue, name, department.moment.as_of)
    figures = ("establishment_wte", "esr_wte")
    return SiteRow(
        site=name, title=known.title if known else None, count=count(held), vacancies=_vacancies(department, name),
        establishment_wte=known.establishment_wte if known else None, esr_wte=known.esr_wte if known else None,
        assumed=tuple(each for each in figures if known and each in known.assumed),
        source=known.source if known else (),
    )  # fmt: skip


def _vacancies(department: "Department", site: str) -> dict[str, int]:
    """Count the vacancies of a site that are open on the day, by tier."""
    day = department.moment.as_of
    known = up_to(department.records.vacancies(site), day)
    open_ = grouped((v for v in known if v.funded and (v.until is None or v.until >= day)), lambda v: v.tier)
    return {tier: len(open_[tier]) for tier in sorted(open_)}


def _finding(
    department: "Department", site: str | None, total: Count, by: Sequence[str],
    rows: Sequence[tuple[Key, Count]], sites: Sequence[SiteRow],
) -> Finding:  # fmt: skip
    where, day = f" at {site}" if site is not None else "", said(department.moment.as_of)
    if not total.heads:
        return Finding(CANNOT_TELL, f"Nobody is in post{where} on {day}, as far as is recorded")
    cited = tuple(dict.fromkeys(source for row in sites for source in row.source))
    says = f"In post{where} on {day}: {total.says} (whole-time equivalents)"
    if not by:
        return Finding(MET, says, total.entries, cited)
    parts = tuple(Finding(MET, f"{_named(department, by, key)}: {each.says}", each.entries) for key, each in rows)
    return Finding(MET, says, None, cited, parts)


def _named(department: "Department", by: Sequence[str], key: Key) -> str:
    words = [
        department.catalogue.titled(value) if value is not None else f"{name} not recorded"
        for name, value in zip(by, key, strict=True)
    ]
    return ", ".join(words)


def _notes(total: Count, by: Sequence[str], rows: Sequence[Count]) -> Iterator[str]:
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
