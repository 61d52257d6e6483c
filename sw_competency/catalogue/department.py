"""What a department says of itself: its sites, what a post requires, what it takes from elsewhere, what it recalls.

And how our words stand to others': what a job title means, where a competency stands in a national framework.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar, Literal

import attrs

from sw_competency.catalogue.described import Field, Known, Named, Sourced, Table, Vocabulary, fields_of
from sw_competency.catalogue.overlay import Tables
from sw_competency.catalogue.tables import day_of, rows_of, texts_of, unknown
from sw_competency.catalogue.terms import ACCEPTS, UNTIL_THEN, WTE, Age, Authority, Band, Deployment, People, Role
from sw_competency.dates import Length
from sw_competency.errors import Problem, did_you_mean
from sw_competency.model import KINDS

NotAvailable = Literal["not-available"]
_NO_NUMBER = {"not-available": "not available"}
_WRITTEN_DOWN = ("sign-off", "practice")


@attrs.frozen(kw_only=True)
class Lead:
    """Support workers who lead others at a site.

    Args:
        people: how many they are.
        band: their Agenda for Change band.
        leads: `department`, or the one modality whose support workers they lead.
        tier: their tier, as the catalogue has it.
    """

    people: People
    band: Band
    leads: str = "department"
    tier: str = "lead-support-worker"


@Table("site", "sites", "", "Sites", 98, cited=False, ours=False, laid_out=True)
@attrs.frozen(kw_only=True)
class Site(Sourced):
    """A site of an organisation, and what is known of it; what is said without more is reported by its sources.

    Args:
        setting: the size and kind of the service.
        group: how large its share of support workers is, as the study grouped sites.
        job_titles: what its support workers are called.
        establishment_wte: posts in whole-time equivalents, as the trust itself reports.
        esr_wte: the same by the Electronic Staff Record.
        deployment: whether staff stay in one modality, rotate, or some do each.
        entry_band: the Agenda for Change band at which people start.
        training_shortest: the length of the in-house training, at the least.
        training_longest: at the most.
        paired_for: how long a newcomer works beside somebody experienced.
        return_after: after how long without work in an area the site asks for more.
        on_return: what it asks then, in its own words.
        routes: the rules the site has agreed for moving to a tier; other rules that lead to one of the same tiers are
            no way there, save a review of the job; to a tier that none of these leads to, none is ruled out.
        leads: support workers who lead others.
        out_of_hours: who covers evenings, nights and weekends.
        line_management: who manages support workers.
        vpd: the site's trust in ESR, by the number before its local competencies.
        assumed: which of these fields nobody reported: assumed, to be replaced.
        starts: the day from which this is known.
        details: whatever else is said of it.
    """

    SAYS: ClassVar[Vocabulary] = {
        "group": Field("its share of support workers is {}"),
        "job_titles": Field(many="its job titles"),
        "establishment_wte": Field("its establishment, in whole-time equivalents, is {}", words=_NO_NUMBER),
        "esr_wte": Field("by the Electronic Staff Record it is {}", words=_NO_NUMBER),
        "deployment": Field("deployment is {}"),
        "entry_band": Field("people start at band {}", gone="it is no longer said that people start at band {}"),
        "training_shortest": Field("its training takes {} at the least"),
        "training_longest": Field("its training takes {} at the most"),
        "paired_for": Field("newcomers are paired for {}", gone="newcomers are no longer paired for {}"),
        "return_after": Field(
            "more is asked after {} without work in an area",
            gone="no more is asked after {} without work in an area",
        ),
        "on_return": Field("on return to an area it asks: {}"),
        "routes": Field(many="the ways it has agreed", names=("rule",)),
        "leads": Field("it has leads: {}", gone="it no longer has leads: {}", known_by=("leads", "tier", "band")),
        "out_of_hours": Field("out of hours, it is covered by {}"),
        "line_management": Field("line management is with {}"),
        "assumed": Field(many="the fields nobody reported", in_short=False),
    }  # fmt: skip
    id: str
    title: str | None = None
    setting: str | None = None
    group: Literal["high", "medium", "low"] | None = None
    job_titles: tuple[str, ...] = ()
    establishment_wte: WTE | NotAvailable | None = None
    esr_wte: WTE | NotAvailable | None = None
    deployment: Deployment | None = None
    entry_band: Band | None = None
    training_shortest: Length | None = None
    training_longest: Length | None = None
    paired_for: Length | None = None
    return_after: Length | None = None
    on_return: str | None = None
    routes: tuple[str, ...] | None = None
    leads: tuple[Lead, ...] = ()
    out_of_hours: str | None = None
    line_management: str | None = None
    vpd: str | None = None
    assumed: tuple[str, ...] = ()
    starts: date | None = None
    details: dict[str, Any] = attrs.field(factory=dict)

    @staticmethod
    def amiss(given: Tables, path: str, known: Known) -> Iterator[Problem]:
        """Tell what is wrong in one beyond form and names."""
        for name, here in texts_of(given.get("assumed"), f"{path}.assumed"):
            if name == "assumed" or name not in fields_of(Site):
                near = did_you_mean(name, fields_of(Site).keys() - {"assumed"})
                yield Problem(f"there is no field '{name}' of a site{near}", here)
        for index, lead in enumerate(rows_of(given.get("leads"))):
            tier, leads = lead.get("tier", "lead-support-worker"), lead.get("leads", "department")
            if isinstance(tier, str) and tier not in known["tier"]:
                yield unknown(("tier",), tier, known["tier"], f"{path}.leads[{index}].tier")
            if isinstance(leads, str) and leads not in {"department", *known["modality"]}:
                yield unknown(("modality",), leads, known["modality"], f"{path}.leads[{index}].leads")


@Table(
    "required", "required", "required post ", "What posts ask for", 6, whom="the head of service",
    always=("starts",), note="Of several that fit a post, all are asked for.",
)  # fmt: skip
@attrs.frozen(kw_only=True)
class Required(Named):
    """What a post asks its holder to hold; where several fit a post, it asks for all they name.

    Args:
        tiers: posts at these tiers; left out, at any.
        modalities: posts that cover one of these; left out, any.
        deployment: posts deployed so; left out, any.
        site: posts at this site; left out, anywhere.
        competencies: to be current.
        programmes: to be completed and not expired.
        starts: from this day.
    """

    SAYS: ClassVar[Vocabulary] = {
        "tiers": Field(many="the tiers it is for", label="posts at the tier", none="every tier", names=("tier",)),
        "competencies": Field(many="its competencies", names=("competency",)),
        "programmes": Field(many="its programmes", called="courses", names=("programme",)),
    }  # fmt: skip
    starts: date
    authority: Authority
    tiers: tuple[str, ...] = ()
    modalities: tuple[str, ...] = ()
    deployment: Deployment | None = None
    site: str | None = None
    competencies: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()

    @staticmethod
    def amiss(given: Tables, path: str, _: Known) -> Iterator[Problem]:
        """Tell what is wrong in one beyond form and names."""
        if not given.get("competencies") and not given.get("programmes"):
            yield Problem("names no competency and no programme", path)


@Table(
    "acceptance", "acceptances", "acceptance policy ", "What is taken over from elsewhere", 7,
    whom="the head of service", always=("starts", "issuers", "accepts"),
)  # fmt: skip
@attrs.frozen(kw_only=True)
class Acceptance(Named):
    """What a site takes over from another organisation.

    Args:
        competencies: sign-offs of these.
        programmes: completions of these.
        issuers: organisations it takes them from, `*` standing for anything; left out, any that is named.
        not_issuers: organisations it does not take them from, whatever else fits.
        within: signed or completed within this length of time before the day it is accepted.
        accepts: the whole of it (`observed-practice`), or the theory alone (`knowledge-only`): practice is then to be
            observed here before a sign-off.
        site: the site whose policy it is; left out, every site's.
        starts: from this day.
    """

    SAYS: ClassVar[Vocabulary] = {
        "issuers": Field(many="those it takes it from", label="taken from", organisations=True),
        "not_issuers": Field(many="those it does not take it from", label="not taken from", organisations=True),
        "within": Field("it must be no older than {}", gone="it may be older than {} again", label="no older than"),
        "accepts": Field("it takes over {}", gone="it no longer takes over {} only", label="takes over", words=ACCEPTS),
    }  # fmt: skip
    starts: date
    authority: Authority
    competencies: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ("*",)
    not_issuers: tuple[str, ...] = ()
    within: Length | None = None
    accepts: Literal["observed-practice", "knowledge-only"] = "observed-practice"
    site: str | None = None

    amiss = staticmethod(Required.amiss)


@Table(
    "recall", "recalls", "recall ", "Recalls", 8, always=("starts", "until_then"),
    note="Sign-offs given before its first day need a re-assessment.",
)  # fmt: skip
@attrs.frozen(kw_only=True)
class Recall(Named):
    """A procedure, device or contrast agent changed: sign-offs given before need a re-assessment.

    Args:
        competencies: sign-offs of these.
        starts: the day of the change; sign-offs given before it are recalled.
        reassess_by: the last day on which a recalled sign-off is current.
        until_then: what a holder may do up to that day: `may`, `only-supervised` or `may-not`.
        device: only this device: a sign-off for it alone lapses with the deadline; of one that is good for others too,
            this device alone needs supervision from then on.
        site: only for workers appointed there; left out, everywhere.
    """

    SAYS: ClassVar[Vocabulary] = {
        "reassess_by": Field("the last day for a re-assessment is {}", label="re-assessed by", place=1),
        "until_then": Field("until then {}", gone="until then it is no longer so that {}", words=UNTIL_THEN, place=2,
            label="until then",
        ),
    }  # fmt: skip
    competencies: tuple[str, ...]
    starts: date
    reassess_by: date
    authority: Authority
    until_then: Literal["may", "only-supervised", "may-not"] = "only-supervised"
    device: str | None = None
    site: str | None = None

    @staticmethod
    def amiss(given: Tables, path: str, _: Known) -> Iterator[Problem]:
        """Tell what is wrong in one beyond form and names."""
        starts, by = day_of(given.get("starts")), day_of(given.get("reassess_by"))
        if given.get("competencies") == []:
            yield Problem("is empty: which competencies are recalled?", f"{path}.competencies")
        if starts and by and by < starts:
            yield Problem(f"{by} lies before {starts}, the day of the change", f"{path}.reassess_by")


@Table("issuer", "issuers", "issuer ", "Issuers of badges", 12, ours=False, whom="the head of service")
@attrs.frozen(kw_only=True)
class KnownIssuer(Named):
    """An organisation whose badges can be checked: its title is what acceptance policies compare with.

    Args:
        keys: what it signs with, each as `did:key:...`, got from that organisation itself and not out of a badge.
        profile: by what it calls itself in its badges, where that is no key.
    """

    SAYS: ClassVar[Vocabulary] = {
        "keys": Field(many="the keys it signs with"),
        "profile": Field("in its badges it calls itself {}"),
    }  # fmt: skip
    keys: tuple[str, ...]
    authority: Authority
    profile: str | None = None

    @staticmethod
    def amiss(given: Tables, path: str, _: Known) -> Iterator[Problem]:
        """Tell what is wrong in one beyond form and names."""
        for key, here in texts_of(given.get("keys"), f"{path}.keys"):
            if not key.startswith("did:key:z"):
                yield Problem(f"'{key[:80]}' is no key: write it as did:key:z..., as badge-key prints it", here)


@Table(
    "recording", "recordings", "recording ", "How soon things are written down", 11, whom="the practice educator",
    at_sites=True, note="What comes later says so wherever it is shown, and decides nothing.",
)  # fmt: skip
@attrs.frozen(kw_only=True)
class Recording(Named):
    """How soon after it happened a thing is to be written down; what came later is told so, and decides nothing.

    Args:
        id: `sign-off` (what is accepted from elsewhere and countersignatures too), or `practice`.
        late_after: written down later than this length of time after its day, it is late.
        starts: the day from which this is known to hold.
    """

    SAYS: ClassVar[Vocabulary] = {
        "late_after": Field("written down more than {} later, it is late", label="late after"),
    }  # fmt: skip
    late_after: Length
    authority: Authority
    starts: date | None = None

    @staticmethod
    def amiss(_: Tables, path: str, __: Known) -> Iterator[Problem]:
        """Tell what is wrong in one beyond form and names."""
        name = path.removeprefix("recording.")
        if name not in _WRITTEN_DOWN:
            says = f"says how soon {' or '.join(_WRITTEN_DOWN)} is to be written down, not '{name[:80]}'"
            yield Problem(f"{says}{did_you_mean(name, _WRITTEN_DOWN)}", path)


# ours, where a catalogue says nothing; the shipped one says the same, as the placeholder it is
NOBODY_SAYS = Recording(id="", title="Writing down", late_after=Length(days=30), authority="placeholder")


@Table(
    "retention", "retentions", "retention ", "How long records are kept", 13,
    whom="whoever answers for information governance", always=("counted_from",),
    note="Of several that fit an entry, the longest holds. What none fits is kept until somebody decides.",
)  # fmt: skip
@attrs.frozen(kw_only=True)
class Retention(Named):
    """How long entries of some kinds are kept at the least; afterwards they are due for disposal.

    Args:
        kinds: the kinds of entries, as a file names them.
        programmes: of trainings, those in these programmes; left out, all.
        keep_for: so long.
        counted_from: the last day in post (`leaving`), or the day of the entry (`entry`).
        until_age: and until this birthday, where that is later. No day of birth is kept here: whoever knows it decides.
        starts: the day from which this is known to hold.
    """

    SAYS: ClassVar[Vocabulary] = {
        "kinds": Field(many="the kinds of entries it is about"),
        "keep_for": Field("they are kept for {}", label="kept for", place=1),
        "counted_from": Field(
            "counted from {}", label="counted from", words={"leaving": "the last day in post", "entry": "its day"},
            place=2,
        ),
        "until_age": Field(
            "and until the birthday of {}", gone="no birthday is named any more", label="and until age", place=3,
        ),
    }  # fmt: skip
    kinds: tuple[str, ...]
    keep_for: Length
    authority: Authority
    counted_from: Literal["leaving", "entry"] = "leaving"
    programmes: tuple[str, ...] = ()
    until_age: Age | None = None
    starts: date | None = None

    @staticmethod
    def amiss(given: Tables, path: str, _: Known) -> Iterator[Problem]:
        """Tell what is wrong in one beyond form and names."""
        for kind, here in texts_of(given.get("kinds"), f"{path}.kinds"):
            if kind not in KINDS:
                yield Problem(f"there is no kind of entry '{kind[:80]}'{did_you_mean(kind, KINDS)}", here)


@attrs.frozen(kw_only=True)
class Link:
    """How one of our competencies, or tiers, stands to an item of another framework.

    Args:
        competency: ours; or `tier`.
        to: the other framework's item, by its id among the crosswalk's `items`.
        relation: ours is the same as the item, a part of it, contains it, or has to do with it.
        confidence: how sure that is.
        why: what it rests on.
    """

    to: str
    relation: Literal["same", "part-of", "contains", "related"]
    confidence: Literal["high", "medium", "low"]
    competency: str | None = None
    tier: str | None = None
    why: str | None = None


@Table("crosswalk", "crosswalks", "crosswalk ", "Crosswalks", 9, whom="the practice educator", laid_out=True)
@attrs.frozen(kw_only=True)
class Crosswalk(Named):
    """Where our words stand in a national framework.

    Args:
        items: the framework's own items, by an id, as far as their text was seen.
        links: how ours stand to them.
    """

    SAYS: ClassVar[Vocabulary] = {
        "items": Field("it has the item {}", gone="it no longer has the item {}", at_length="its items"),
        "links": Field(
            "it links: {}", gone="it no longer links: {}", known_by=("competency", "tier", "to"), at_length="its links",
        ),
    }  # fmt: skip
    items: dict[str, str]
    authority: Authority
    starts: date
    links: tuple[Link, ...] = ()

    @staticmethod
    def amiss(given: Tables, path: str, known: Known) -> Iterator[Problem]:
        """Tell what is wrong in one beyond form and names."""
        items = given.get("items")
        for index, link in enumerate(rows_of(given.get("links"))):
            here = f"{path}.links[{index}]"
            if ("competency" in link) == ("tier" in link):
                yield Problem("links either a `competency` or a `tier`", here)
            for what in ("competency", "tier"):
                name = link.get(what)
                if isinstance(name, str) and name not in known[what]:
                    yield unknown((what,), name, known[what], f"{here}.{what}")
            to = link.get("to")
            if isinstance(to, str) and isinstance(items, dict) and to not in items:
                yield unknown(("item",), to, items, f"{here}.to")


@Table(
    "title", "job_titles", "job title ", "Job titles", 10, ours=False,
    whom="HR and the head of service", always=("certainty",), laid_out=True,
)  # fmt: skip
@attrs.frozen(kw_only=True)
class JobTitle(Sourced):
    """What a local job title, or a word or abbreviation in one, means.

    Args:
        id: the title in small letters.
        role: what its holder is; left out where it only stands for other words (`means`).
        tier: the tier, where the title itself fixes or suggests one.
        certainty: whether the title fixes role and tier (`stated`), suggests them (`hinted`), or leaves them open.
        means: the words it stands for.
        may_be: the roles it is used for, where it names several and so is `unknown`.
        why: what it rests on.
    """

    id: str
    authority: Authority
    role: Role | None = None
    tier: str | None = None
    certainty: Literal["stated", "hinted", "unclear"] = "unclear"
    means: str | None = None
    may_be: tuple[Role, ...] = ()
    why: str | None = None

    @staticmethod
    def amiss(given: Tables, path: str, _: Known) -> Iterator[Problem]:
        """Tell what is wrong in one beyond form and names."""
        if ("role" in given) == ("means" in given):
            yield Problem("says either a `role`, or in `means` the words it stands for", path)
        name, means = path.removeprefix("title."), given.get("means")
        if isinstance(means, str) and f" {name} " in f" {means.casefold()} ":
            yield Problem("stands for words that hold itself", f"{path}.means")
