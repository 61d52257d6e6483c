"""What is known of each site, and how surely: reported by a source, assumed, or not reported.

A question about the catalogue alone: it needs no records.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

import attrs

from sw_competency.catalogue.catalogue import Catalogue, Rule
from sw_competency.catalogue.department import Site
from sw_competency.dates import Length, Moment
from sw_competency.errors import UnknownNameError
from sw_competency.model import CANNOT_TELL, MET, Finding, PlainAnswer
from sw_competency.model.findings import sources_of

Known = Literal["reported", "partly-assumed", "assumed", "not-reported"]
FIELDS = (
    "setting", "group", "job_titles", "establishment_wte", "esr_wte", "esr_to_establishment", "deployment",
    "entry_band", "training_shortest", "training_longest", "paired_for", "routes", "leads", "out_of_hours",
    "line_management",
)  # fmt: skip
_RATIO = ("establishment_wte", "esr_wte")
_SURE: tuple[Known, ...] = ("reported", "partly-assumed", "assumed", "not-reported")  # the surest first


@attrs.frozen(kw_only=True)
class Said:
    """One thing known of a site.

    Args:
        value: what is known; None where nothing is.
        known: how surely.
        sources: the documents it is reported by; none where it is assumed.
    """

    value: Any
    known: Known
    sources: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Give it as plain JSON values."""
        return {"value": self.value, "known": self.known, "sources": list(self.sources)}


@attrs.frozen(kw_only=True)
class KnownSite:
    """A site, and what is known of it.

    Args:
        said: what is known, by field; all fields are there.
        more: whatever else its catalogue says of it.
    """

    id: str
    title: str
    said: dict[str, Said]
    more: dict[str, Any] = attrs.field(factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Give the site as the answer prints it."""
        said = {name: one.to_json() for name, one in self.said.items()}
        return {"site": self.id, "title": self.title, **said, "more": self.more}


def known_sites(catalogue: Catalogue) -> tuple[KnownSite, ...]:
    """Give every site a catalogue describes, with what is known of it; site-2 goes before site-10."""
    return tuple(_known(catalogue, catalogue.sites[name]) for name in sorted(catalogue.sites, key=_in_numbers))


def _in_numbers(name: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", name)]


def sites(catalogue: Catalogue, moment: Moment, site: str | None = None) -> PlainAnswer:
    """Answer what is known of each site: setting, titles, establishment, deployment, training, ways up, management.

    Args:
        catalogue: what the frameworks say, with the sites.
        moment: the two clocks the answer carries; what is said of a site does not rest on them.
        site: this one only.

    Raises:
        UnknownNameError: the catalogue describes no such site.
    """
    if site is not None and catalogue.sites and site not in catalogue.sites:
        raise UnknownNameError("site in the catalogue", site, catalogue.sites)
    found = [one for one in known_sites(catalogue) if site in {None, one.id}]
    parts = tuple(_part(one) for one in found)
    return PlainAnswer(
        question="sites", moment=moment, finding=_finding(parts), about={"site": site} if site is not None else {},
        facts={"sites": [one.to_json() for one in found]},
    )  # fmt: skip


def _finding(parts: tuple[Finding, ...]) -> Finding:
    if not parts:
        sentence = "The catalogue describes no site: lay your own over it, or  --catalogue example:nine-sites"
        return Finding(CANNOT_TELL, sentence)
    cited = sources_of(parts)
    count = "One site is" if len(parts) == 1 else f"{len(parts)} sites are"
    sentence = f"{count} described; each value is marked as reported or assumed"
    return Finding(MET if cited else CANNOT_TELL, sentence, (), cited, parts)


def _part(site: KnownSite) -> Finding:
    """Say of a site how much of it is reported; where nothing is, that its catalogue names no source."""
    cited = tuple(dict.fromkeys(source for one in site.said.values() for source in one.sources))
    number = {known: sum(one.known == known for one in site.said.values()) for known in _SURE}
    counts = ", ".join(f"{n} {known.replace('-', ' ')}" for known, n in number.items() if n)
    return Finding(MET if cited else CANNOT_TELL, f"{site.title}: {counts}", (), cited)


def _known(catalogue: Catalogue, site: Site) -> KnownSite:
    given: Mapping[str, Any] = catalogue.tables.get("site", {}).get(site.id, {})
    said: dict[str, Said] = {}
    for name in FIELDS:
        match name:
            case "routes":
                said[name] = _routes(catalogue, site)
            case "esr_to_establishment":
                said[name] = _ratio(said)
            case _:
                # an empty list is a word too: no leads
                said[name] = _said(site, name, _plain(getattr(site, name)) if name in given else None)
    more = {name: value for name, value in site.details.items() if name != "assumed_routes"}
    return KnownSite(id=site.id, title=site.title or site.id, said=said, more=more)


def _said(site: Site, name: str, value: Any) -> Said:
    if value is None:
        return Said(value=None, known="not-reported")
    if name in site.assumed:
        return Said(value=value, known="assumed")
    # what nobody vouches for is assumed, whatever its catalogue says
    return Said(value=value, known="reported" if site.source else "assumed", sources=site.source)


def _plain(value: Any) -> Any:
    match value:
        case Length():
            return value.iso()
        case tuple():
            return [_plain(one) for one in value]
        case _ if attrs.has(type(value)):
            return attrs.asdict(value)
        case _:
            return value


def _ratio(said: Mapping[str, Said]) -> Said:
    """Give the staff record's figure as a share of the trust's own, to two digits; none where either is missing."""
    trust, record = (said[name] for name in _RATIO)
    known = max(trust.known, record.known, key=_SURE.index)
    if not isinstance(trust.value, float) or not isinstance(record.value, float) or not trust.value:
        return Said(value=None, known="not-reported")
    return Said(value=round(record.value / trust.value, 2), known=known, sources=trust.sources)


def _routes(catalogue: Catalogue, site: Site) -> Said:
    """Give the ways a site has agreed, each with how surely; `assumed_routes` names those nobody reported."""
    if site.routes is None:
        return Said(value=None, known="not-reported")
    assumed = set(_texts(site.details.get("assumed_routes")))
    whole = _said(site, "routes", site.routes)
    if whole.known == "assumed":
        assumed = set(site.routes)
    value = [_way(catalogue.rules[name][-1], "assumed" if name in assumed else "reported") for name in site.routes]
    kinds = {one["known"] for one in value}
    known: Known = "partly-assumed" if len(kinds) > 1 else "assumed" if kinds == {"assumed"} else whole.known
    return Said(value=value, known=known, sources=() if known == "assumed" else whole.sources)


def _way(rule: Rule, known: Known) -> dict[str, Any]:
    """Give a way; that it is one may be reported while what it asks for is nobody's but ours (`authority`)."""
    return {"rule": rule.id, "title": rule.title, "known": known, "authority": rule.authority}


def _texts(given: Any) -> Iterator[str]:
    if isinstance(given, list):
        yield from (one for one in given if isinstance(one, str))
