"""Where sites differ: in what they ask for the same competency, in titles, bands, training, deployment and ways up.

Variation was the study's first finding (Etty and others 2025, 4). Only what differs is told, site by site.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, ClassVar

from sw_competency.catalogue.catalogue import Catalogue, Competency, Currency, Programme, SignOffRule
from sw_competency.catalogue.terms import LEGAL, Authority
from sw_competency.dates import Length, in_force, length_said, said
from sw_competency.judge.everybody import Everybody
from sw_competency.judge.workforce import described, listed
from sw_competency.model import CANNOT_TELL, MET, Finding
from sw_competency.model.answers import Answer
from sw_competency.model.columns import TERM, TEXT, Table, table
from sw_competency.questions._question import Question
from sw_competency.questions._variation_difference import NOT_STATED, Difference, Differing, Said, difference
from sw_competency.questions._variation_on_record import on_record
from sw_competency.questions.sites import KnownSite, known_sites

Titled = Callable[[str], str]


_TOPICS = {
    "competency": "Competencies", "programme": "Programmes", "site": "What sites say of themselves", "title": "Titles",
    "band": "Bands", "time": "Time",
}  # fmt: skip


class Variation(Question["VariationAnswer"], frozen=True):
    """Where sites differ: requirements and periods, titles, bands, training, deployment, ways up. Only what differs."""

    exits: ClassVar = "done"

    def answer(self, everybody: Everybody) -> "VariationAnswer":
        """Compare the sites by the catalogue and by the records."""
        seen = on_record(everybody)
        catalogue, day = everybody.catalogue, everybody.moment.as_of
        own = {site for site, _ in (*catalogue.site_competencies, *catalogue.site_programmes)}
        sites = sorted({*catalogue.sites, *own, *seen.sites})
        found = [*of_competencies(catalogue, sites, day), *of_programmes(catalogue, sites)]
        found += [*of_sites(catalogue, sites, day), *seen.differences]
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
        for topic, title in _TOPICS.items():
            rows = [
                (one.about, one.what, listed(value.sites), value.marked)
                for one in self.differences if one.topic == topic for value in one.values
            ]  # fmt: skip
            if rows:
                about = TERM if topic in {"competency", "programme"} else TEXT
                yield table({"About": about, "What": TEXT, "Sites": TEXT, "As they have it": TEXT}, rows, title)


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


# -- competencies and programmes ------------------------------------------------------------------------------------


def of_competencies(catalogue: Catalogue, sites: Sequence[str], day: date) -> Iterator[Difference]:
    """Tell in what sites differ in the competencies that some of them have their own way."""
    for name in sorted({name for _, name in catalogue.site_competencies}):
        each = {site: catalogue.competency(name, site) for site in sites}
        facts = {site: _competency_said(competency, day, catalogue.titled) for site, competency in each.items()}
        cited = [source for competency in each.values() for source in _cited(competency, day)]
        for what in next(iter(facts.values()), {}):
            by_site = {site: facts[site][what] for site in sites}
            yield from _different([difference("competency", name, what, by_site, sources=cited)])


def _cited(competency: Competency, day: date) -> tuple[str, ...]:
    versions = (in_force(competency.sign_off, day), in_force(competency.currency, day))
    return (*competency.source, *(source for version in versions if version for source in version.source))


def _competency_said(c: Competency, day: date, titled: Titled) -> dict[str, Said]:
    """Say everything in which sites may have a competency their own way."""
    of = c.authority
    return {
        "title": (f"“{c.title}”", of), "lowest tier": (titled(c.tier), of), "kind": (c.kind, of),
        "modalities": (_names(c.modalities, titled), of), "done under": (LEGAL[c.legal], c.legal_authority),
        "permission": ("not permitted" if c.awaits_permission else "permitted" if c.permitted else "not needed", of),
        "asked for on the day of sign-off": (_names(c.prerequisites, titled), of),
        "asked for on every day": (_names(c.standing, titled), of),
        "criteria": ("; ".join(c.criteria) or "none", of), "policy version": (c.version or "none", of),
        "introduced": (said(c.introduced), of), "withdrawn": (said(c.withdrawn) if c.withdrawn else "no", of),
        **_asked("sign-off", in_force(c.sign_off, day), of, titled),
        **_asked("renewal", in_force(c.renewal, day), of, titled),
        **_currency_said(in_force(c.currency, day), of),
    }  # fmt: skip


def _asked(what: str, rule: SignOffRule | None, of: Authority, titled: Titled) -> dict[str, Said]:
    if rule is None:
        return {f"{what} asks for": ("nothing of its own", of), f"{what} countersigned": ("no", of)}
    words = "; ".join(one.asks(titled) for one in rule.requires)
    whose = rule.authority or of
    return {f"{what} asks for": (words, whose), f"{what} countersigned": ("yes" if rule.countersigned else "no", whose)}


def _currency_said(currency: Currency | None, of: Authority) -> dict[str, Said]:
    c = currency or Currency()
    recency = f"{c.practice.at_least} successes within {length_said(c.practice.within)}" if c.practice else "none"
    back = f"{c.return_.practice} supervised successes after {length_said(c.return_.after)}" if c.return_ else "nothing"
    words = {
        "expires after": length_said(c.expires_after) if c.expires_after else "no end",
        "notice": _length(c.notice), "grace": _length(c.grace), "recent practice": recency,
        "back after an absence": back, "absences that stop the clock": ", ".join(c.pauses) or "none",
        "an old sign-off is judged by": "its own day" if c.counted_by == "sign-off-day" else "the day asked about",
    }  # fmt: skip
    return {what: (says, c.authority or of) for what, says in words.items()}


def _length(length: Length | None) -> str:
    return length_said(length) if length else "none"


def _names(names: Iterable[str], titled: Titled) -> str:
    return ", ".join(titled(name) for name in names) or "none"


def of_programmes(catalogue: Catalogue, sites: Sequence[str]) -> Iterator[Difference]:
    """Tell in what sites differ in the programmes that some of them have their own way."""
    for name in sorted({name for _, name in catalogue.site_programmes}):
        each = {site: catalogue.programme(name, site) for site in sites}
        facts = {site: _programme_said(programme, catalogue.titled) for site, programme in each.items()}
        cited = [source for programme in each.values() for source in programme.source]
        for what in next(iter(facts.values()), {}):
            by_site = {site: facts[site][what] for site in sites}
            yield from _different([difference("programme", name, what, by_site, sources=cited)])


def _programme_said(p: Programme, titled: Titled) -> dict[str, Said]:
    words = {
        "title": f"“{p.title}”", "expires after": length_said(p.expires_after) if p.expires_after else "no end",
        "counts as": _names(p.counts_as, titled), "standards": str(p.standards or NOT_STATED),
        "level": str(p.level or NOT_STATED), "takes": " to ".join(map(length_said, p.takes)) or NOT_STATED,
    }  # fmt: skip
    return {what: (says, p.authority) for what, says in words.items()}


# -- what is said of sites ------------------------------------------------------------------------------------------


def of_sites(catalogue: Catalogue, sites: Sequence[str], day: date) -> Iterator[Difference]:
    """Tell in what sites differ as the catalogue describes them."""
    known = {one.site: one for one in known_sites(catalogue) if described(catalogue, one.site, day) is not None}
    here = [known[name] for name in sites if name in known]
    for what, (fields, say) in _OF_SITES.items():
        by_site: dict[str, Said] = {one.site: (_stated(one, fields, say, catalogue.titled), None) for one in here}
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
