"""What a department says of itself: its sites, what a post requires, what it takes from elsewhere, what it recalls.

And how our words stand to others': what a job title means, where a competency stands in a national framework.
"""

from datetime import date
from typing import Any, Literal

import attrs

from sw_competency.catalogue.terms import WTE, Authority, Band, Deployment, People, Role, Sourced
from sw_competency.dates import Length

NotAvailable = Literal["not-available"]


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
    routes: tuple[str, ...] | None = None
    leads: tuple[Lead, ...] = ()
    out_of_hours: str | None = None
    line_management: str | None = None
    vpd: str | None = None
    assumed: tuple[str, ...] = ()
    starts: date | None = None
    details: dict[str, Any] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Required(Sourced):
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

    id: str
    title: str
    starts: date
    authority: Authority
    tiers: tuple[str, ...] = ()
    modalities: tuple[str, ...] = ()
    deployment: Deployment | None = None
    site: str | None = None
    competencies: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Acceptance(Sourced):
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

    id: str
    title: str
    starts: date
    authority: Authority
    competencies: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ("*",)
    not_issuers: tuple[str, ...] = ()
    within: Length | None = None
    accepts: Literal["observed-practice", "knowledge-only"] = "observed-practice"
    site: str | None = None


@attrs.frozen(kw_only=True)
class Recall(Sourced):
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

    id: str
    title: str
    competencies: tuple[str, ...]
    starts: date
    reassess_by: date
    authority: Authority
    until_then: Literal["may", "only-supervised", "may-not"] = "only-supervised"
    device: str | None = None
    site: str | None = None


@attrs.frozen(kw_only=True)
class Recording(Sourced):
    """How soon after it happened a thing is to be written down; what came later is told so, and decides nothing.

    Args:
        id: `sign-off` (what is accepted from elsewhere and countersignatures too), or `practice`.
        late_after: written down later than this length of time after its day, it is late.
        starts: the day from which this is known to hold.
    """

    id: str
    title: str
    late_after: Length
    authority: Authority
    starts: date | None = None


# ours, where a catalogue says nothing; the shipped one says the same, as the placeholder it is
NOBODY_SAYS = Recording(id="", title="Writing down", late_after=Length(days=30), authority="placeholder")


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


@attrs.frozen(kw_only=True)
class Crosswalk(Sourced):
    """Where our words stand in a national framework.

    Args:
        items: the framework's own items, by an id, as far as their text was seen.
        links: how ours stand to them.
    """

    id: str
    title: str
    items: dict[str, str]
    authority: Authority
    starts: date
    links: tuple[Link, ...] = ()


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
