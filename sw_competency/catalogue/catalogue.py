"""What the frameworks say, as frozen values: tiers, programmes, competencies, rules, each with its source.

A value that changed over the years is a history: a tuple in the order of `starts`.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeVar

import attrs

from sw_competency.catalogue.department import (
    NOBODY_SAYS,
    Acceptance,
    Crosswalk,
    JobTitle,
    KnownIssuer,
    Recall,
    Recording,
    Required,
    Retention,
    Site,
)
from sw_competency.catalogue.described import TABLES, Field, Known, Named, Sourced, Table, Version, Vocabulary, at_sites
from sw_competency.catalogue.look import Look
from sw_competency.catalogue.overlay import Tables
from sw_competency.catalogue.plain import decoded
from sw_competency.catalogue.tables import day_of, rows_of, texts_of, unknown, whole
from sw_competency.catalogue.terms import DIRECTED, EFFECT, LEGAL, Authority, Band, Effect, Kind, Legal, Level, Rank
from sw_competency.dates import Length, in_force, length_said
from sw_competency.errors import Problem, UnknownNameError
from sw_competency.lookup import candidates, meant
from sw_competency.names import WRITTEN, key, titles
from sw_competency.rules import Requirement, walk
from sw_competency.rules.kinds.countersigned import COUNTERSIGNED

T = TypeVar("T")
_HELD = ("competency", "programme")


@Table("source", "sources", "source ", "Sources", 99, cited=False, laid_out=True)
@attrs.frozen(kw_only=True)
class Source:
    """A document that is cited.

    Args:
        version: its edition, as it names it.
        seen: the day on which its text was read.
        details: what else is known of it.
    """

    SAYS: ClassVar[Vocabulary] = {
        "year": Field(in_short=False),
        "seen": Field("its text was read on {}", gone="it is no longer said that its text was read on {}"),
        "version": Field("its policy's version is {}"),
    }  # fmt: skip
    id: str
    title: str
    publisher: str | None = None
    year: int | None = None
    version: str | None = None
    url: str | None = None
    clause: str | None = None
    seen: date | None = None
    details: dict[str, Any] = attrs.field(factory=dict)


@Table("tier", "tiers", "tier ", "Tiers", 1, whom="HR and the head of service", laid_out=True)
@attrs.frozen(kw_only=True)
class Tier(Named):
    """A tier of the support workforce; `band` is Agenda for Change, `rank` orders tiers.

    Args:
        scope_rank: where the clinical scope is that of another rank.
        starts: the day from which this is known to hold.
    """

    SAYS: ClassVar[Vocabulary] = {"band": Field("its band is {}")}
    band: Band
    rank: Rank
    scope_rank: Rank | None = None
    starts: date | None = None

    @property
    def scope(self) -> int:
        """The rank that says which tasks are in scope."""
        return self.rank if self.scope_rank is None else self.scope_rank


@Table("modality", "modalities", "modality ", "Modalities", 2, cited=False, laid_out=True)
@attrs.frozen(kw_only=True)
class Modality(Named):
    """An area of imaging."""


@attrs.frozen(kw_only=True)
class Edition(Sourced):
    """The standards a programme consists of, in force from `starts`.

    Args:
        until: the last day on which it could still be completed.
        standards: their names, in their order.
    """

    starts: date
    standards: tuple[str, ...]
    until: date | None = None


@attrs.frozen(kw_only=True)
class PeriodElsewhere(Sourced):
    """How long a programme lasts where somebody else decides: a framework, another trust. Told, never judged by.

    Args:
        where: whose period it is.
        expires_after: the length; None for ever.
    """

    where: str
    authority: Authority
    starts: date
    expires_after: Length | None = None


@Table(
    "programme", "programmes", "programme ", "Programmes", 3,
    whom="the learning and development team", at_sites=True, laid_out=True,
)  # fmt: skip
@attrs.frozen(kw_only=True)
class Programme(Named):
    """Training one completes: a course, a certificate, e-learning.

    Args:
        expires_after: how long it is current; None for ever.
        counts_as: programmes that whoever completed this one completed too.
        standards: of how many standards it consists.
        editions: which standards those are, and were.
        elsewhere: how long it lasts where others decide.
        level: of the Regulated Qualifications Framework, where it leads to a qualification.
        takes: how long it takes, at the least and at the most.
        starts: the day from which this is known to hold.
    """

    SAYS: ClassVar[Vocabulary] = {
        "expires_after": Field(
            "{it} lasts {}", gone="{it} no longer expires", called="length", label="{who} lasts",
            none="no expiry",
        ),
        "counts_as": Field(many="the programmes it counts as", names=("programme",)),
        "standards": Field("it consists of {} standards", in_order=True, none="not stated"),
        "editions": Field("it has the edition: {}", gone="it no longer has the edition: {}", known_by=("starts",)),
        "elsewhere": Field(
            "elsewhere it lasts: {}", gone="it is no longer said that elsewhere it lasts: {}",
            known_by=("where", "starts"),
        ),
        "level": Field(
            "it leads to a qualification at level {}", gone="it no longer leads to a qualification at level {}",
            label="level of the qualification", none="not stated",
        ),
        "takes": Field("it takes {}", in_order=True, joins=" to ", none="not stated"),
    }  # fmt: skip
    expires_after: Length | None = None
    counts_as: tuple[str, ...] = ()
    standards: int | None = None
    editions: tuple[Edition, ...] = ()
    elsewhere: tuple[PeriodElsewhere, ...] = ()
    level: Level | None = None
    takes: tuple[Length, ...] = ()
    starts: date | None = None

    @staticmethod
    def amiss(given: Tables, path: str, known: Known) -> Iterator[Problem]:
        """Tell what is wrong in one beyond form and names."""
        takes, editions = given.get("takes"), rows_of(given.get("editions"))
        for field in ("editions", "elsewhere"):
            for index, one in enumerate(rows_of(given.get(field))):
                for name, here in texts_of(one.get("source"), f"{path}.{field}[{index}].source"):
                    if name not in known["source"]:
                        yield unknown(("source",), name, known["source"], here)
        if isinstance(takes, list) and not 1 <= len(takes) <= 2:
            yield Problem("gives how long it takes at the least and, where known, at the most", f"{path}.takes")
        for index, edition in enumerate(editions):
            starts, until = day_of(edition.get("starts")), day_of(edition.get("until"))
            if starts and until and until < starts:
                yield Problem(
                    f"{until} lies before {starts}, the edition's first day", f"{path}.editions[{index}].until"
                )
        dated = [e for e in editions if day_of(e.get("starts")) and isinstance(e.get("standards"), list)]
        latest = max(dated, key=lambda e: day_of(e["starts"]) or date.min, default=None)
        if latest is not None and whole(given.get("standards")) and given["standards"] != len(latest["standards"]):
            yield Problem(f"the latest edition has {len(latest['standards'])} standards", f"{path}.standards")


@attrs.frozen(kw_only=True)
class SignOffRule(Version):
    """What a sign-off, or a renewal, must meet; in force from `starts`.

    Args:
        requires: all of these.
        suggests: these are judged and shown, and decide nothing.
        countersigned: whether a second person must confirm it.
    """

    SAYS: ClassVar[Vocabulary] = {
        "requires": Field(
            many="{who} asks for", called="requirements", label="{who} asks for", at_length="what {} asks for",
        ),
        "suggests": Field(
            many="the suggestions{of}", called="suggestions", label="suggested{before}",
            at_length="what is suggested before {}",
        ),
        "countersigned": Field(
            "a second person countersigns", gone="no second person has to countersign any more",
            label="{who} is countersigned",
        ),
    }  # fmt: skip
    requires: tuple[Requirement, ...]
    suggests: tuple[Requirement, ...] = ()
    countersigned: bool = False


@attrs.frozen(kw_only=True)
class Recency:
    """How much successful practice keeps somebody in practice: so much within that length of time."""

    at_least: int
    within: Length

    def __str__(self) -> str:
        """Return it in words."""
        return f"{self.at_least} successes within {length_said(self.within)}"


@attrs.frozen(kw_only=True)
class Return:
    """What is asked after an absence of that length: so many directly supervised successes."""

    after: Length
    practice: int

    def __str__(self) -> str:
        """Return it in words."""
        return f"{self.practice} directly supervised successes after {length_said(self.after)} away"


@attrs.frozen(kw_only=True)
class Currency(Version):
    """How long a sign-off lasts and what keeps it current; in force from `starts`.

    Args:
        expires_after: None for ever.
        counted_by: whose rule judges an old sign-off: that of the day asked about, or of the sign-off's day.
        notice: how long before the expiry the competency is due.
        grace: how long after the expiry it may be done under supervision.
        practice: recency asked for.
        pauses: reasons of absence that stop the clock of the expiry.
        return_: what is asked after a long absence.
    """

    SAYS: ClassVar[Vocabulary] = {
        "notice": Field(
            "it is due {} before it expires", gone="it is no longer due {} before it expires", in_short=False,
            label="due before its last day by",
        ),
        "grace": Field(
            "grace of {} is given after it expires", gone="grace of {} is no longer given",
            label="under supervision only after its last day for",
        ),
        "practice": Field(
            "{} keep it in practice", gone="{} are no longer asked for to keep it in practice", label="in practice",
        ),
        "return": Field("{} are asked for", gone="{} are no longer asked for", label="after an absence"),
        "counted_by": Field(
            "an old sign-off is judged by the numbers {}", gone="an old sign-off is no longer judged by the numbers {}",
            words={"as-of-day": "of the day asked about", "sign-off-day": "of its own day"}, in_short=False,
            label="judged by the numbers",
        ),
        "pauses": Field(many="the absences that stop its clock", label="the clock stops for", in_short=False),
    }  # fmt: skip
    expires_after: Length | None = None
    counted_by: Literal["as-of-day", "sign-off-day"] = "as-of-day"
    notice: Length | None = None
    grace: Length | None = None
    practice: Recency | None = None
    pauses: tuple[str, ...] = ()
    return_: Return | None = None


@Table("competency", "competencies", "", "Competencies", 4, at_sites=True, laid_out=True)
@attrs.frozen(kw_only=True)
class Competency(Named):
    """A task one is signed off for.

    Args:
        tier: the lowest tier whose scope may hold it.
        prerequisites: competencies or programmes that must be current on the day of sign-off.
        standing: those that must be current on every day the task is done.
        criteria: what the assessor watches for.
        knowledge: what the learner has to know.
        log_columns: what a log of its practice notes besides day, outcome and supervision.
        sheet_fields: what else the head of its sign-off sheet has room for.
        copies: who holds a copy of its sign-off sheet.
        legal: the law, or the guidance, the task is under.
        permitted: whether a site permits it; False closes any task until one does, left out those under a direction or
            entitlement.
        withdrawn: from this day it is no longer part of the framework.
        version: the policy's version.
        policy: the policy's number or name.
        policy_review: the day the policy is to be reviewed.
    """

    SAYS: ClassVar[Vocabulary] = {
        "modalities": Field(many="its modalities", label="areas", names=("modality",)),
        "tier": Field("the lowest tier is {}", label="lowest tier", names=("tier",)),
        "kind": Field("its kind is {}"),
        "prerequisites": Field(many="its prerequisites", label="current on the day of sign-off", names=_HELD),
        "standing": Field(
            many="the things that must be current whenever it is done", label="current whenever it is done",
            names=_HELD,
        ),
        "criteria": Field(many="its criteria", label="the assessor watches", in_order=True, in_short=False),
        "knowledge": Field(many="what is to be known", label="the learner knows", in_order=True, in_short=False),
        "log_columns": Field(many="the columns of its log", label="its log notes", in_order=True, in_short=False),
        "sheet_fields": Field(
            many="the fields of its sheet", label="its sheet has room for", in_order=True, in_short=False
        ),
        "copies": Field(many="those who hold a copy of its sheet", label="copies of its sheet", in_short=False),
        "policy": Field("its policy is {}", gone="its policy is no longer {}", label="policy", in_short=False),
        "policy_review": Field(
            "its policy is reviewed by {}", gone="its policy is no longer reviewed by {}", label="policy reviewed by",
            in_short=False,
        ),
        "permitted": Field(none="not needed"),
        "legal": Field("it is under {}", gone="it is no longer under {}", called="who may do it", words=LEGAL),
        "introduced": Field("it is part of the framework from {}", label="part of the framework from", in_short=False),
        "withdrawn": Field(
            "it is no longer part of the framework from {}", gone="it is not withdrawn on {} any more",
            label="withdrawn on",
        ),
        "sign_off": Field(
            called="sign-off", of="its sign-off", who="a sign-off", at_length="what its sign-off asks for",
        ),
        "renewal": Field(of="its renewal", who="a renewal", at_length="what its renewal asks for"),
        "currency": Field(of="how long it lasts", who="a sign-off", at_length="how long it lasts"),
    }  # fmt: skip
    modalities: tuple[str, ...]
    tier: str
    kind: Kind
    introduced: date
    authority: Authority
    prerequisites: tuple[str, ...] = ()
    standing: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    knowledge: tuple[str, ...] = ()
    log_columns: tuple[str, ...] = ()
    sheet_fields: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    legal: Legal = "none"
    permitted: bool | None = None
    withdrawn: date | None = None
    version: str | None = None
    policy: str | None = None
    policy_review: date | None = None
    sign_off: tuple[SignOffRule, ...] = ()
    renewal: tuple[SignOffRule, ...] = ()
    currency: tuple[Currency, ...] = ()

    @property
    def legal_authority(self) -> Authority:
        """Who stands behind `legal`."""
        return self.authorities.get("legal", self.authority)

    @property
    def closed_by_law(self) -> bool:
        """Whether it is law the task is under: directions and entitlement are, registration not where others ask it."""
        return self.legal != "none" and (
            self.legal != "registrant-only" or self.legal_authority in {"statute", "placeholder"}
        )

    @property
    def awaits_permission(self) -> bool:
        """Whether nobody has permitted it yet that has to be: by what it is under, or because the catalogue says so."""
        return self.permitted is False or (self.legal in DIRECTED and not self.permitted)

    def in_framework(self, day: date) -> bool:
        """Tell whether it was part of the framework on a day."""
        return self.introduced <= day and (self.withdrawn is None or day < self.withdrawn)


@Table("rule", "rules", "rule ", "Rules", 5, whom="the head of service, with HR and staff side", laid_out=True)
@attrs.frozen(kw_only=True)
class Rule(Version):
    """One version of a re-banding rule; a job is banded, not a person: `effect` says what being met does.

    Args:
        suggests: these are judged and shown, and decide nothing.
        from_: the tier it leads from; None where it leads to no tier either.
        to: the tier it leads to; None where it leads out of the support workforce, or to an area.
        site: the rule is that site's own.
        area: the modality that it opens.
    """

    SAYS: ClassVar[Vocabulary] = {
        "from": Field("it leads from {}", gone="it no longer leads from {}", names=("tier",)),
        "to": Field("it leads to {}", gone="it no longer leads to {}", names=("tier",)),
        "effect": Field("once it is met, {}", label="once it is met", words=EFFECT),
        "site": Field("it holds at {} only", gone="it no longer holds at {} alone", label="holds only at"),
        "area": Field("it opens {}", gone="it no longer opens {}", names=("modality",)),
    }  # fmt: skip
    id: str
    title: str
    starts: date
    effect: Effect
    requires: tuple[Requirement, ...]
    suggests: tuple[Requirement, ...] = ()
    from_: str | None = None
    to: str | None = None
    site: str | None = None
    area: str | None = None


def file_among(files: Mapping[str, str], path: str) -> str | None:
    """Give the file of a value; where none is known of it, that of the table or list it stands in."""
    while path and path not in files:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return files.get(path)


@attrs.frozen(kw_only=True, slots=False, eq=False)
class Catalogue:
    """Everything the frameworks say, with a site's own words laid over it.

    Args:
        site_competencies: a competency as one site has it, by site and competency.
        site_programmes: likewise a programme.
        site_recordings: likewise how soon something is to be written down.
        others: what stands in tables that have no attribute of their own, by what each is held as.
        files: for every value, by its path, the file it came from.
        tables: all of it as plain tables, as it would be written.
        digest: a fingerprint of all it says; a report prints it as the catalogue's version.
        title: what it calls itself.
        look: how pages look.
    """

    sources: dict[str, Source] = attrs.field(factory=dict)
    tiers: dict[str, Tier] = attrs.field(factory=dict)
    modalities: dict[str, Modality] = attrs.field(factory=dict)
    programmes: dict[str, Programme] = attrs.field(factory=dict)
    competencies: dict[str, Competency] = attrs.field(factory=dict)
    rules: dict[str, tuple[Rule, ...]] = attrs.field(factory=dict)
    sites: dict[str, Site] = attrs.field(factory=dict)
    required: dict[str, Required] = attrs.field(factory=dict)
    acceptances: dict[str, Acceptance] = attrs.field(factory=dict)
    recalls: dict[str, Recall] = attrs.field(factory=dict)
    crosswalks: dict[str, Crosswalk] = attrs.field(factory=dict)
    issuers: dict[str, KnownIssuer] = attrs.field(factory=dict)
    retentions: dict[str, Retention] = attrs.field(factory=dict)
    job_titles: dict[str, JobTitle] = attrs.field(factory=dict)
    recordings: dict[str, Recording] = attrs.field(factory=dict)
    site_competencies: dict[tuple[str, str], Competency] = attrs.field(factory=dict)
    site_programmes: dict[tuple[str, str], Programme] = attrs.field(factory=dict)
    site_recordings: dict[tuple[str, str], Recording] = attrs.field(factory=dict)
    others: dict[str, dict[Any, Any]] = attrs.field(factory=dict)
    files: dict[str, str] = attrs.field(factory=dict, repr=False)
    tables: dict[str, Any] = attrs.field(factory=dict, repr=False)
    digest: str = ""
    title: str | None = None
    look: Look = Look()  # noqa: RUF009 - frozen

    @classmethod
    def of_parts(cls, parts: Mapping[str, bytes]) -> "Catalogue":
        """Return a catalogue of its attributes as they are kept, each of which is made when it is first asked for."""
        made = cls.__new__(cls)
        made.__dict__["_parts"] = parts
        return made

    if not TYPE_CHECKING:  # a type checker must see a misspelt name

        def __getattr__(self, name: str) -> Any:
            part = self.__dict__.get("_parts", {}).get(name)
            if part is None:
                raise AttributeError(f"a catalogue has no {name!r}")
            return self.__dict__.setdefault(name, decoded(part))

    def table(self, what: str) -> Mapping[str, Any]:
        """Return all things of one sort by their ids; of a rule, its versions.

        Args:
            what: the sort, as its table is called: `competency`, `programme`, `site`.
        """
        return self._held(TABLES[what].held)

    def of_sites(self, what: str) -> Mapping[tuple[str, str], Any]:
        """Return what sites have their own way of one sort, by site and name.

        Args:
            what: the sort, as its table is called.
        """
        return self._held(f"site_{TABLES[what].held}")

    def _held(self, held: str) -> Mapping[Any, Any]:
        found: Mapping[Any, Any] = getattr(self, held) if hasattr(self, held) else self.others.get(held, {})
        return found

    def every_table(self) -> Iterator[Mapping[Any, Any]]:
        """Yield all there is, table by table; last what sites have their own way, by site and name."""
        yield from (self._held(table.held) for table in TABLES.values())
        yield from map(self.of_sites, at_sites())

    def find(self, what: str, name: str) -> str:
        """Return the id of what is meant by an id, a title, or beginnings of the words of either.

        Args:
            what: what sort of thing it is, as its table is called.
            name: what was given.

        Raises:
            UnknownNameError: there is none of that name.
            AmbiguousNameError: it fits several.
        """
        found = self.meant(what, name)
        if found is None:
            self._named(self.table(what), what, name)
        return found or name

    def meant(self, what: str, name: str) -> str | None:
        """Return the id that is meant likewise; None where nothing is.

        Raises:
            AmbiguousNameError: it fits several.
        """
        table, also = self.table(what), self.modality_words if what == "modality" else {}
        if name in table or not isinstance(name, str):
            return name if name in table else None
        return meant(name, candidates(table, also), what)

    def title_of(self, what: str, id_: str) -> str | None:
        """Return the title of a thing; of a rule, that of its latest version."""
        return next(iter(titles(self.table(what).get(id_))), None)

    def _named(self, table: Mapping[str, T], what: str, name: str) -> T:
        try:
            return table[name]
        except KeyError:
            note = "it is a programme" if what == "competency" and name in self.programmes else ""
            raise UnknownNameError(what, name, table, note, self.modality_words) from None

    @cached_property
    def modality_words(self) -> Mapping[str, str]:
        """The words by which people name modalities, the catalogue's own among them, each with the modality's id."""
        own = {key(called): id_ for id_, one in self.modalities.items() for called in (id_, one.title)}
        return {**WRITTEN, **own}

    def competency(self, name: str, site: str | None = None) -> Competency:
        """Give a competency as a site has it, or as all have it.

        Raises:
            UnknownNameError: there is none of that name.
        """
        if site is not None and (own := self.site_competencies.get((site, name))) is not None:
            return own
        return self._named(self.competencies, "competency", name)

    def everywhere(self, name: str) -> tuple[Competency, ...]:
        """Give a competency as all have it, and as each site has it that has its own way.

        Raises:
            UnknownNameError: there is none of that name.
        """
        return (self.competency(name), *self._own_ways.get(name, ()))

    @cached_property
    def _own_ways(self) -> dict[str, list[Competency]]:
        found: dict[str, list[Competency]] = {}
        for (_, name), competency in self.site_competencies.items():
            found.setdefault(name, []).append(competency)
        return found

    def programme(self, name: str, site: str | None = None) -> Programme:
        """Give a programme as a site has it, or as all have it.

        Raises:
            UnknownNameError: there is none of that name.
        """
        if site is not None and (own := self.site_programmes.get((site, name))) is not None:
            return own
        return self._named(self.programmes, "programme", name)

    def recording(self, what: str, site: str | None = None) -> Recording:
        """Return how soon something is to be written down, as a site has it, as all have it, or as nobody says.

        Args:
            what: `sign-off` or `practice`.
            site: the site.
        """
        own = self.site_recordings.get((site, what)) if site is not None else None
        return own or self.recordings.get(what) or NOBODY_SAYS

    def modality(self, name: str) -> Modality:
        """Give a modality.

        Raises:
            UnknownNameError: there is none of that name.
        """
        return self._named(self.modalities, "modality", name)

    def tier(self, name: str) -> Tier:
        """Give a tier.

        Raises:
            UnknownNameError: there is none of that name.
        """
        return self._named(self.tiers, "tier", name)

    def rule(self, name: str) -> tuple[Rule, ...]:
        """Give all versions of a rule.

        Raises:
            UnknownNameError: there is none of that name.
        """
        return self._named(self.rules, "rule", name)

    def rule_in_force(self, name: str, day: date) -> Rule | None:
        """Give the version of a rule in force on a day."""
        return in_force(self.rule(name), day)

    def recall(self, name: str) -> Recall:
        """Give a recall.

        Raises:
            UnknownNameError: there is none of that name.
        """
        return self._named(self.recalls, "recall", name)

    @property
    def tiers_cited(self) -> tuple[str, ...]:
        """The documents behind the tiers: what an answer about everybody rests on, if on nothing else."""
        return tuple(dict.fromkeys(source for tier in self.tiers.values() for source in tier.source))

    @cached_property
    def routed(self) -> bool:
        """Whether any site says which ways from tier to tier it has agreed."""
        return any(site.routes is not None for site in self.sites.values())

    @cached_property
    def recalled(self) -> dict[str, tuple[Recall, ...]]:
        """The recalls of each competency that has any, the first first."""
        found: dict[str, tuple[Recall, ...]] = {}
        for recall in sorted(self.recalls.values(), key=lambda r: (r.starts, r.id)):
            for name in recall.competencies:
                found[name] = (*found.get(name, ()), recall)
        return found

    @cached_property
    def doubted(self) -> frozenset[str]:
        """The programmes of which nobody published how long they last, be it at one site."""
        every = (*self.programmes.values(), *self.site_programmes.values())
        return frozenset(one.id for one in every if one.unconfirmed("expires_after"))

    @property
    def trusts(self) -> frozenset[str]:
        """The numbers of our sites' trusts in ESR, as far as the catalogue gives them."""
        return frozenset(site.vpd for site in self.sites.values() if site.vpd)

    def titled(self, name: str) -> str:
        """Give the title of whatever has that name; the name itself where nothing has."""
        return self.titles.get(name, name)

    @cached_property
    def titles(self) -> dict[str, str]:
        """The title of every modality, tier, programme and competency, by name."""
        tables = (self.modalities, self.tiers, self.programmes, self.competencies)
        return {name: one.title for table in tables for name, one in table.items()}

    def written(self) -> str:
        """Return all it says as TOML, which read alone says the same under the same digest."""
        return self._written

    @cached_property
    def _written(self) -> str:  # every store that a process asks keeps it
        from sw_competency.catalogue.writing import toml

        return toml({"shipped_catalogue": False, **self.tables})

    def file_of(self, path: str) -> str | None:
        """Give the file a value came from, such as `competency.iv-cannulation.currency`; its table's where none."""
        return file_among(self.files, path)

    def counting_as(self, programme: str) -> frozenset[str]:
        """Name the programmes whose completion counts as completing one, itself among them; chains count."""
        return self.counting.get(programme, frozenset({programme}))

    @cached_property
    def seen_later(self) -> dict[str, tuple[Requirement, ...]]:
        """By competency: what its sign-offs ask for that can turn on what becomes known after their day."""
        found: dict[str, tuple[Requirement, ...]] = {}
        for competency, item in self._asked_at_sign_off():
            says_so = type(item).comes_to_light is not Requirement.comes_to_light
            if (says_so or item.looks_further()) and item not in found.get(competency.id, ()):
                found[competency.id] = (*found.get(competency.id, ()), item)
        return found

    def asked_before(self, name: str) -> frozenset[str]:
        """Name all that must be judged before a competency's sign-off can be, wherever and however far back."""
        return self._asked_before.get(name, frozenset())

    @cached_property
    def _asked_before(self) -> dict[str, frozenset[str]]:
        every = (*self.competencies.values(), *self.site_competencies.values())
        direct: dict[str, set[str]] = {}
        for one in every:
            direct.setdefault(one.id, set()).update(self.competencies.keys() & one.prerequisites)
        for competency, item in self._asked_at_sign_off():
            direct[competency.id] |= {*item.judged_first()} - {competency.id}
        return closure(direct)

    def _asked_at_sign_off(self) -> Iterator[tuple[Competency, Requirement]]:
        for competency in (*self.competencies.values(), *self.site_competencies.values()):
            for version in (*competency.sign_off, *competency.renewal):
                yield from ((competency, item) for item, _ in walk(version.requires))
                yield from [(competency, COUNTERSIGNED)] if version.countersigned else []

    @cached_property
    def counting(self) -> dict[str, frozenset[str]]:
        """Programmes by one that others count as: which those are, itself among them."""
        direct: dict[str, set[str]] = {}
        for programme in self.programmes.values():
            for other in programme.counts_as:
                direct.setdefault(other, set()).add(programme.id)
        return {name: names | {name} for name, names in closure(direct).items()}


def closure(direct: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    """Give for each name all that can be reached from it."""
    closed = {}
    for name in direct:
        reached, frontier = set[str](), [name]
        while frontier:
            new = direct.get(frontier.pop(), set()) - reached
            reached |= new
            frontier += new
        closed[name] = frozenset(reached)
    return closed
