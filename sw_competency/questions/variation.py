"""Where sites differ: in what they ask for the same competency, in titles, bands, training, deployment and ways up.

Variation was the study's first finding (Etty and others 2025, 4). Only what differs is told, site by site.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, ClassVar

import attrs

from sw_competency.catalogue.catalogue import Catalogue, Competency
from sw_competency.catalogue.described import TABLES, Sourced, Version, at_sites, holds
from sw_competency.catalogue.lines import lines
from sw_competency.catalogue.wording import Titled, joined
from sw_competency.dates import in_force, length_said, said
from sw_competency.judge.everybody import Everybody
from sw_competency.judge.workforce import described
from sw_competency.model import CANNOT_TELL, MET, Finding
from sw_competency.model.answers import Answer
from sw_competency.model.columns import TERM, TEXT, Table, table
from sw_competency.names import in_numbers, listed
from sw_competency.questions._question import Question
from sw_competency.questions._variation_difference import NOT_STATED, Difference, Differing, Said, difference
from sw_competency.questions._variation_on_record import on_record
from sw_competency.questions.sites import KnownSite, known_sites

_OF_DEPARTMENTS = {
    "site": "What sites say of themselves", "title": "Titles", "band": "Bands", "time": "Time",
}  # fmt: skip


class Variation(Question["VariationAnswer"], frozen=True):
    """Where sites differ: requirements and periods, titles, bands, training, deployment, ways up. Only what differs."""

    exits: ClassVar = "done"

    def answer(self, everybody: Everybody) -> "VariationAnswer":
        """Compare the sites by the catalogue and by the records."""
        seen = on_record(everybody)
        catalogue, day = everybody.catalogue, everybody.moment.as_of
        own = {site for sort in at_sites() for site, _ in catalogue.of_sites(sort)}
        sites = sorted({*catalogue.sites, *own, *seen.sites}, key=in_numbers)
        found = [*of_the_catalogue(catalogue, sites, day), *of_sites(catalogue, sites, day), *seen.differences]
        return VariationAnswer(
            asked=self, moment=everybody.moment, finding=_finding(found, sites, day), sites=tuple(sites),
            differences=tuple(one.row for one in found),
        )  # fmt: skip


class VariationAnswer(Answer[Variation], frozen=True):
    """Where sites differ.

    Args:
        sites: the sites compared.
        differences: what differs, one thing after another.
    """

    sites: tuple[str, ...]
    differences: tuple[Differing, ...]

    def tables(self) -> Iterator[Table]:
        """Return what differs, a table for each sort of thing, a row for each value."""
        for topic, title in headings().items():
            rows = [
                (one.about, one.what, listed(value.sites), value.marked)
                for one in self.differences if one.topic == topic for value in one.values
            ]  # fmt: skip
            if rows:
                about = TEXT if topic in _OF_DEPARTMENTS else TERM
                yield table({"About": about, "What": TEXT, "Sites": TEXT, "As they have it": TEXT}, rows, title)


def headings() -> dict[str, str]:
    """Return the topics in which sites may differ, each with its heading."""
    return {name: TABLES[name].heading for name in at_sites()} | _OF_DEPARTMENTS


def _finding(found: Sequence[Difference], sites: Sequence[str], day: date) -> Finding:
    if len(sites) < 2:
        return Finding(CANNOT_TELL, f"{'One site is' if sites else 'No site is'} known: nothing to compare")
    who = listed(sites) if len(sites) < 4 else f"{len(sites)} sites"
    if not found:
        return Finding(MET, f"{who} do not differ on {said(day)}, as far as is known")
    parts = tuple(Finding(MET, one.says, one.entries, one.sources) for one in found)
    things = "1 thing" if len(found) == 1 else f"{len(found)} things"
    return Finding(MET, f"{who} differ in {things} on {said(day)}", None, None, parts)


def _different(found: Iterable[Difference | None]) -> Iterator[Difference]:
    return (one for one in found if one is not None)


# -- what sites have their own way ------------------------------------------------------------------------------------


def of_the_catalogue(catalogue: Catalogue, sites: Sequence[str], day: date) -> Iterator[Difference]:
    """Tell in what sites differ in whatever some of them have their own way: competencies, programmes, and so on."""
    for sort in at_sites():
        held, own = catalogue.table(sort), catalogue.of_sites(sort)
        for name in sorted({name for _, name in own} & held.keys()):
            each = {site: own.get((site, name), held[name]) for site in sites}
            cited = [source for one in each.values() for source in _cited(one, day)]
            said = {site: _lines(one, day, catalogue.titled) for site, one in each.items()}
            for what in next(iter(said.values()), {}):
                by_site = {site: said[site][what] for site in sites}
                called = getattr(held[name], "title", name)
                yield from _different([difference(sort, name, what, by_site, called=called, sources=cited)])


def _lines(one: Sourced, day: date, titled: Titled) -> dict[str, Said]:
    found = (line for line in lines(_permitted(one), day, titled) if line.field != "starts")
    return {line.label: (joined(line.says) or line.none or "none", line.placeholder) for line in found}


def _permitted(one: Any) -> Any:
    """Say of a task whether it is permitted here, whether by word or by what it is under."""
    if not isinstance(one, Competency):
        return one
    return attrs.evolve(one, permitted=False if one.awaits_permission else one.permitted)


def _cited(one: Sourced, day: date) -> Iterator[str]:
    """Name the documents behind something, and behind the versions of it in force."""
    yield from one.source
    for field in attrs.fields(type(one)):
        if holds(field, Version) and (version := in_force(getattr(one, field.name), day)) is not None:
            yield from version.source


# -- what is said of sites ------------------------------------------------------------------------------------------


def of_sites(catalogue: Catalogue, sites: Sequence[str], day: date) -> Iterator[Difference]:
    """Tell in what sites differ as the catalogue describes them."""
    known = {one.site: one for one in known_sites(catalogue) if described(catalogue, one.site, day) is not None}
    here = [known[name] for name in sites if name in known]
    for what, (fields, say) in _OF_SITES.items():
        by_site = {one.site: (_stated(one, fields, say, catalogue.titled), False) for one in here}
        assumed = [one.site for one in here if "assumed" in {one.said(field).known for field in fields}]
        cited = [source for one in here for field in fields for source in one.said(field).sources]
        yield from _different([difference("site", "", what, by_site, assumed, sources=cited)])


def _stated(site: KnownSite, fields: Sequence[str], say: "Say", titled: Titled) -> str:
    values = [site.said(field).value for field in fields]
    return NOT_STATED if all(value is None for value in values) else say(values, titled)


def _routes(values: Sequence[Any], _: Titled) -> str:
    some = {way.known for way in values[0]} == {"assumed", "reported"}
    marks = {True: " (assumed)", False: ""}
    return "; ".join(f"{way.title}{marks[some and way.known == 'assumed']}" for way in values[0]) or "none"


def _training(values: Sequence[Any], _: Titled) -> str:
    lengths = [None if value is None else length_said(value) for value in values]
    if None in lengths:
        return f"at least {lengths[0]}" if lengths[0] else f"at most {lengths[1]}"
    return " to ".join(dict.fromkeys(length for length in lengths if length))


def _leads(values: Sequence[Any], titled: Titled) -> str:
    over = {lead.leads: titled(lead.leads) for lead in values[0]} | {"department": "the department"}
    told = [f"{lead.people} at band {lead.band} over {over[lead.leads]}" for lead in values[0]]
    return "; ".join(told) or "none"


Say = Callable[[Sequence[Any], Titled], str]
_OF_SITES: dict[str, tuple[tuple[str, ...], Say]] = {
    "job titles": (("job_titles",), lambda values, _: "/".join(values[0]) or NOT_STATED),
    "deployment": (("deployment",), lambda values, _: str(values[0])),
    "entry band": (("entry_band",), lambda values, _: f"band {values[0]}"),
    "length of training": (("training_shortest", "training_longest"), _training),
    "newcomers paired for": (("paired_for",), lambda values, _: length_said(values[0])),
    "ways up": (("routes",), _routes),
    "lead support workers": (("leads",), _leads),
    "out of hours": (("out_of_hours",), lambda values, _: str(values[0])),
    "line management": (("line_management",), lambda values, _: str(values[0])),
}
