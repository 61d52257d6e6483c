"""What is known of each site, and how surely: reported by a source, assumed, or not reported.

A question about the catalogue alone: it needs no records.
"""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Generic, Literal, TypeVar

import attrs
import msgspec

from sw_competency.catalogue.catalogue import Catalogue, Rule
from sw_competency.catalogue.department import Site as Described
from sw_competency.dates import Length, length_said
from sw_competency.errors import UnknownNameError
from sw_competency.judge.everybody import Everybody
from sw_competency.model import CANNOT_TELL, MET, Finding
from sw_competency.model.answers import Answer, Asked
from sw_competency.model.columns import NUMBER, SITE, TEXT, Cell, Table, table
from sw_competency.model.findings import sources_of
from sw_competency.names import in_numbers
from sw_competency.questions._names import Site
from sw_competency.questions._question import Question

Known = Literal["reported", "partly-assumed", "assumed", "not-reported"]
V = TypeVar("V")
_RATIO = ("establishment_wte", "esr_wte")
_SURE: tuple[Known, ...] = ("reported", "partly-assumed", "assumed", "not-reported")  # the surest first


class Said(msgspec.Struct, Generic[V], frozen=True):
    """One thing known of a site.

    Args:
        value: what is known; None where nothing is.
        known: how surely.
        sources: the documents it is reported by; none where it is assumed.
    """

    value: V | None
    known: Known
    sources: tuple[str, ...] = ()


class Way(msgspec.Struct, frozen=True):
    """A way up that a site has agreed.

    Args:
        rule: the rule.
        title: its title.
        known: how surely it is one.
        authority: whose it is what the way asks for; that may be nobody's but ours where the way itself is reported.
    """

    rule: str
    title: str
    known: Known
    authority: str | None

    @property
    def surely(self) -> str:
        """How sure it is, in words."""
        told = self.known == "reported" and self.authority == "placeholder"
        return "reported; what it asks for is assumed" if told else self.known


class Leading(msgspec.Struct, frozen=True):
    """Support workers who lead others: how many, at which band and tier, and whom: `department` or one modality."""

    people: int
    band: int | str
    leads: str
    tier: str


class KnownSite(msgspec.Struct, frozen=True):
    """A site, and what is known of it; the staff record's figure as a share of the trust's own beside both.

    Args:
        site: its id.
        title: its title.
        more: whatever else its catalogue says of it.
    """

    site: str
    title: str
    setting: Said[str]
    group: Said[str]
    job_titles: Said[tuple[str, ...]]
    establishment_wte: Said[float | str]
    esr_wte: Said[float | str]
    esr_to_establishment: Said[float]
    deployment: Said[str]
    entry_band: Said[int | str]
    training_shortest: Said[Length]
    training_longest: Said[Length]
    paired_for: Said[Length]
    routes: Said[tuple[Way, ...]]
    leads: Said[tuple[Leading, ...]]
    out_of_hours: Said[str]
    line_management: Said[str]
    more: dict[str, object]

    def said(self, name: str) -> Said[Any]:
        """Return what is said of one of `FIELDS`."""
        said: Said[Any] = getattr(self, name)
        return said


FIELDS = KnownSite.__struct_fields__[2:-1]


class Sites(Question["SitesAnswer"], frozen=True):
    """What is known of each site, reported or assumed: size, titles, deployment, training, ways up. Needs no records.

    Args:
        site: this site only.
    """

    words: ClassVar = ("site",)
    exits: ClassVar = "cannot-tell"
    with_records: ClassVar = False

    site: Site | None = None

    def answer(self, everybody: Everybody) -> "SitesAnswer":
        """Return what the catalogue says of each site.

        Raises:
            UnknownNameError: the catalogue describes no such site.
        """
        catalogue = everybody.catalogue
        if self.site is not None and catalogue.sites and self.site not in catalogue.sites:
            raise UnknownNameError("site in the catalogue", self.site, catalogue.sites)
        found = tuple(one for one in known_sites(catalogue) if self.site in {None, one.site})
        finding = _finding(tuple(map(_part, found)))
        return SitesAnswer(asked=self, moment=everybody.moment, finding=finding, sites=found)


class SitesAnswer(Answer[Sites], frozen=True):
    """What is known of each site.

    Args:
        sites: the sites; site-2 goes before site-10.
    """

    site = Asked[str | None]()

    sites: tuple[KnownSite, ...]

    def tables(self) -> Iterator[Table]:
        """Return the sizes, the job titles, and whatever else is said with how surely."""
        if not self.sites:
            return
        sizes = "Whole-time equivalents of support workers, by the trust's report and by the Electronic Staff Record"
        head = {"Site": SITE, "Group": TEXT, "Setting": TEXT, "Trust": NUMBER, "ESR": NUMBER, "ESR / trust": NUMBER}
        rows = [(one.site, *(_cell(one.said(name)) for name in _SIZE)) for one in self.sites]
        yield table(head, rows, sizes)
        titles = [(one.site, _cell(one.job_titles)) for one in self.sites]
        yield table({"Site": SITE, "Job titles": TEXT}, titles, "What support workers are called")
        said = {"Site": SITE, "What": TEXT, "Said": TEXT, "How surely": TEXT, "Source": TEXT}
        yield table(said, [row for one in self.sites for row in _rows(one)], "What else is said")

    def lines(self) -> Iterator[str]:
        """Return whatever else a catalogue says of the one site asked about."""
        for one in self.sites if self.asked.site is not None else ():
            for name, said in one.more.items():
                if isinstance(said, str):
                    yield f"{name.replace('_', ' ').capitalize()}: {said}"


_SIZE = ("group", "setting", "establishment_wte", "esr_wte", "esr_to_establishment")
_NAMES = {
    "deployment": "deployment", "entry_band": "entry band", "training_shortest": "shortest training",
    "training_longest": "longest training", "paired_for": "paired with a colleague", "routes": "way up",
    "leads": "lead support workers", "out_of_hours": "out of hours", "line_management": "line management",
}  # fmt: skip


def _rows(site: KnownSite) -> Iterator[tuple[str, ...]]:
    """Return what is said of a site, thing by thing; what nobody reported in one row at the end."""
    for name, title in _NAMES.items():
        said = site.said(name)
        cited = ", ".join(said.sources)
        if name == "routes":
            for way in said.value or ():
                yield site.site, title, way.title, way.surely, cited if way.known == "reported" else ""
        elif said.value is not None:
            yield site.site, title, _text(said.value), said.known, cited
    unknown = [title for name, title in _NAMES.items() if site.said(name).value is None]
    if unknown:
        yield site.site, "not reported", ", ".join(unknown), "", ""


def _cell(said: Said[Any]) -> Cell:
    """Return a value with a mark where it is assumed; a figure that is reported stays one."""
    if said.value is None:
        return "-"
    if said.known == "assumed":
        return f"{_text(said.value)} (assumed)"
    return said.value if isinstance(said.value, float | int) else _text(said.value)


def _text(value: Any) -> str:
    match value:
        case Length():
            return length_said(value)
        case float():
            return f"{value:g}"
        case (Leading(), *_):
            return "; ".join(f"{lead.people} at band {lead.band}, over {_over(lead)}" for lead in value)
        case tuple():
            return "/".join(value) or "none"
    return "not available" if value == "not-available" else str(value)


def _over(lead: Leading) -> str:
    return "the whole department" if lead.leads == "department" else lead.leads


def known_sites(catalogue: Catalogue) -> tuple[KnownSite, ...]:
    """Return every site a catalogue describes, with what is known of it; site-2 goes before site-10."""
    return tuple(_known(catalogue, catalogue.sites[name]) for name in sorted(catalogue.sites, key=in_numbers))


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
    known = [site.said(name) for name in FIELDS]
    cited = tuple(dict.fromkeys(source for one in known for source in one.sources))
    number = {sure: sum(one.known == sure for one in known) for sure in _SURE}
    counts = ", ".join(f"{n} {sure.replace('-', ' ')}" for sure, n in number.items() if n)
    return Finding(MET if cited else CANNOT_TELL, f"{site.title}: {counts}", (), cited)


def _known(catalogue: Catalogue, site: Described) -> KnownSite:
    given: Mapping[str, Any] = catalogue.tables.get("site", {}).get(site.id, {})
    said: dict[str, Said[Any]] = {}
    for name in FIELDS:
        match name:
            case "routes":
                said[name] = _routes(catalogue, site)
            case "esr_to_establishment":
                said[name] = _ratio(said)
            case _:
                # an empty list is a word too: no leads
                said[name] = _said(site, name, getattr(site, name) if name in given else None)
    if (leads := said["leads"]).value:
        told = tuple(Leading(**attrs.asdict(lead)) for lead in leads.value)
        said["leads"] = msgspec.structs.replace(leads, value=told)
    more = {name: value for name, value in site.details.items() if name != "assumed_routes"}
    return KnownSite(site=site.id, title=site.title or site.id, **said, more=more)


def _said(site: Described, name: str, value: Any) -> Said[Any]:
    if value is None:
        return Said(None, "not-reported")
    if name in site.assumed:
        return Said(value, "assumed")
    # what nobody vouches for is assumed, whatever its catalogue says
    return Said(value, "reported" if site.source else "assumed", site.source)


def _ratio(said: Mapping[str, Said[Any]]) -> Said[float]:
    """Return the staff record's figure as a share of the trust's own, to two digits; none where either is missing."""
    trust, record = (said[name] for name in _RATIO)
    known = max(trust.known, record.known, key=_SURE.index)
    if not isinstance(trust.value, float) or not isinstance(record.value, float) or not trust.value:
        return Said(None, "not-reported")
    return Said(round(record.value / trust.value, 2), known, trust.sources)


def _routes(catalogue: Catalogue, site: Described) -> Said[tuple[Way, ...]]:
    """Return the ways a site has agreed, each with how surely; `assumed_routes` names those nobody reported."""
    if site.routes is None:
        return Said(None, "not-reported")
    assumed = set(_texts(site.details.get("assumed_routes")))
    whole = _said(site, "routes", site.routes)
    if whole.known == "assumed":
        assumed = set(site.routes)
    ways = tuple(_way(catalogue.rules[name][-1], "assumed" if name in assumed else "reported") for name in site.routes)
    kinds = {one.known for one in ways}
    known: Known = "partly-assumed" if len(kinds) > 1 else "assumed" if kinds == {"assumed"} else whole.known
    return Said(ways, known, () if known == "assumed" else whole.sources)


def _way(rule: Rule, known: Known) -> Way:
    return Way(rule.id, rule.title, known, rule.authority)


def _texts(given: Any) -> Iterator[str]:
    if isinstance(given, list):
        yield from (one for one in given if isinstance(one, str))
