"""Line management: who manages each support worker, which follows from how they are deployed.

The pattern is the study's (Etty and others 2025, 3.5): staff who stay in one modality are managed by its lead
radiographer, staff who rotate by somebody senior who runs the whole rota. A lead support worker in post goes before
it, where the site's catalogue says whom they lead; so do the site's own words.
"""

from collections.abc import Iterator, Sequence
from typing import ClassVar

import attrs
import msgspec

from sw_competency.catalogue import department
from sw_competency.catalogue.department import Lead
from sw_competency.dates import said
from sw_competency.judge.everybody import Everybody
from sw_competency.judge.workforce import STUDY, Held, cited, described, everyone_in_post, grouped
from sw_competency.model import CANNOT_TELL, MET, Finding
from sw_competency.model.answers import Answer, Asked
from sw_competency.model.columns import PERSON, SITE, TEXT, Table, table
from sw_competency.model.findings import Sentence, titled
from sw_competency.names import listed
from sw_competency.questions._names import Site
from sw_competency.questions._question import Several

LEAD, OWN_WORDS = "lead-support-worker", "as-the-site-says"
PATTERN = {"static": "modality-lead-radiographer", "rotational": "senior-radiographer-of-the-rota"}


@attrs.frozen(kw_only=True)
class Managed:
    """Who manages the holder of a post.

    Args:
        role: the manager's role; None where it cannot be told.
        leads: what the manager leads, where it is a lead support worker: `department` or a modality.
        people: ids of the managers, where they are support workers on record.
        because: what decides: `lead` (one is in post), `site` (its own words) or `deployment` (the pattern).
        finding: the finding.
        site_says: the site's own words, where it has some.
    """

    role: str | None
    because: str | None
    finding: Finding
    people: tuple[str, ...] = ()
    leads: str | None = None
    site_says: str | None = None


class PostHeld(msgspec.Struct, frozen=True):
    """A post on the day: whose, where, and which, where they hold several."""

    name: ClassVar = "line-management"

    worker: str
    site: str | None
    post: str | None = None


class ManagerAnswer(Answer[PostHeld], frozen=True):
    """Who manages the holder of a post.

    Args:
        role: the manager's role; None where it cannot be told.
        people: ids of the managers, where they are support workers on record.
        because: what decides: `lead`, `site` or `deployment`.
        leads: what the manager leads, where it is a lead support worker: `department` or a modality.
        site_says: the site's own words, where it has some.
        by_deployment: the role that follows from the deployment.
        deployment: how the post is deployed.
        absent: whether the holder is away.
        modalities: what the post covers; None where nobody recorded it.
    """

    worker = Asked[str]()
    site = Asked[str | None]()
    post = Asked[str | None]()

    role: str | None
    people: tuple[str, ...]
    because: str | None
    leads: str | None
    site_says: str | None
    by_deployment: str | None
    deployment: str | None
    absent: bool
    modalities: tuple[str, ...] | None


class LineManagement(Several[ManagerAnswer], frozen=True):
    """Who manages each support worker: a lead in post, the site's own words, or what follows from deployment.

    Args:
        site: only posts at this site.
    """

    looks_first: ClassVar = True

    site: Site | None = None

    def each(self, everybody: Everybody) -> Iterator[ManagerAnswer]:
        """Answer for every post held on the day.

        Raises:
            UnknownNameError: a site that neither the catalogue nor a record names.
        """
        everybody.knows_site(self.site)
        held = everyone_in_post(everybody, self.site)
        at = grouped(held, lambda one: one.site)
        posts = grouped(held, lambda one: one.worker)
        for one in held:
            post = (one.post or "main") if len(posts[one.worker]) > 1 else None
            yield _answer(everybody, PostHeld(one.worker, one.site, post), _managed(everybody, one, at[one.site]), one)
        for worker in everybody.workers:  # whose record cannot be read may hold a post there
            if everybody.records.is_unread("worker", worker) and (nothing := everybody.nothing(worker)) is not None:
                unknown = Managed(role=None, because=None, finding=nothing)
                yield _answer(everybody, PostHeld(worker, None), unknown)

    def says(self, everybody: Everybody, answers: Sequence[ManagerAnswer]) -> str:
        """Return of how many it can be told."""
        where, day = f" at {self.site}" if self.site is not None else "", said(everybody.moment.as_of)
        if not answers:
            return f"Nobody is in post{where} on {day}, as far as is recorded"
        told = sum(answer.role is not None for answer in answers)
        posts = f"{len(answers)} post{'s' * (len(answers) != 1)}"
        return f"Of {posts}{where} on {day}, the line manager of {told} can be told"

    def tables(self, answers: Sequence[ManagerAnswer]) -> Iterator[Table]:
        """Return every post with its manager and why."""
        if answers:
            rows = [(one.asked.worker, one.asked.site, _manager(one), _why(one)) for one in answers]
            yield table({"Worker": PERSON, "Site": SITE, "Managed by": TEXT, "Why": TEXT}, rows)

    def lines(self, answers: Sequence[ManagerAnswer]) -> Iterator[str]:
        """Return what it rests on."""
        if sources := dict.fromkeys(source for answer in answers for source in answer.sources):
            yield f"Sources: {', '.join(sources)}"


_ROLES = {
    "modality-lead-radiographer": "modality lead radiographer",
    "senior-radiographer-of-the-rota": "senior radiographer of the rota",
    OWN_WORDS: "as the site says", None: "cannot tell",
}  # fmt: skip


def _manager(answer: ManagerAnswer) -> str:
    people = ", ".join(answer.people)
    return f"lead support worker: {people}" if people else _ROLES[answer.role]


def _why(answer: ManagerAnswer) -> str:
    """Return the reason without what stands beside it: the worker, and the lead."""
    if answer.because == "lead":
        return f"leads {'the department' if answer.leads == 'department' else answer.leads}"
    return answer.finding.untitled()


def _answer(everybody: Everybody, post: PostHeld, found: Managed, held: Held | None = None) -> ManagerAnswer:
    appointment = held.span.appointment if held is not None else None
    deployment, areas = (appointment.deployment, appointment.modalities) if appointment is not None else (None, None)
    return ManagerAnswer(
        asked=post, moment=everybody.moment, finding=found.finding, role=found.role, people=found.people,
        because=found.because, leads=found.leads, site_says=found.site_says,
        by_deployment=PATTERN.get(deployment or ""), deployment=deployment,
        absent=held is not None and held.absent, modalities=None if areas is None else tuple(areas),
    )  # fmt: skip


def _managed(everybody: Everybody, held: Held, there: Sequence[Held]) -> Managed:
    """Judge one post; `there` are all posts held at its site."""
    site = described(everybody.catalogue, held.site, everybody.moment.as_of)
    leads = site.leads if site else ()
    is_lead = held.span.tier in {LEAD, *(lead.tier for lead in leads)}
    if site is not None and not is_lead:
        for lead in sorted(leads, key=lambda each: each.leads == "department"):  # whoever leads one modality first
            people = _in_post_as(lead, held, there) if _leads(lead, held) else ()
            if people:
                return _by_lead(everybody, held, site, lead, people)
    pattern = _by_deployment(everybody, held, _unsaid(held, leads, there))
    if site is not None and site.line_management:
        return _by_own_words(held, site, site.line_management, pattern)
    if is_lead:
        says = f"{held.worker} is a lead support worker; neither {held.site} nor the study says who manages leads"
        return Managed(role=None, because=None, finding=Finding(CANNOT_TELL, says, (held.entry,)))
    return pattern


def _leads(lead: Lead, held: Held) -> bool:
    """Tell whether a lead leads the holder of a post: all, or those who work in the lead's modality and no other."""
    return lead.leads == "department" or set(held.span.appointment.modalities or ()) == {lead.leads}


def _in_post_as(lead: Lead, held: Held, there: Sequence[Held]) -> tuple[Held, ...]:
    """Return those in post as that lead; of one modality, those whose post covers it or does not say what it covers."""
    found = [one for one in there if one.span.tier == lead.tier and one.worker != held.worker]
    if lead.leads != "department":
        areas = {id(one): one.span.appointment.modalities for one in found}
        named = [one for one in found if lead.leads in (areas[id(one)] or ())]
        found = named or [one for one in found if areas[id(one)] is None]
    return tuple({one.worker: one for one in found}.values())


def _by_lead(everybody: Everybody, held: Held, site: department.Site, lead: Lead, people: Sequence[Held]) -> Managed:
    over = "the department" if lead.leads == "department" else everybody.catalogue.titled(lead.leads)
    names = [f"{one.worker}{' (absent)' if one.absent else ''}" for one in people]
    one_of = "the lead support worker" if len(names) == 1 else "the lead support workers"
    assumed = " (assumed in its catalogue)" if "leads" in site.assumed else ""
    says = f"{one_of} over {over} at {held.site}{assumed}, {listed(names)}"
    parts = tuple(Finding(MET, f"{one.worker} is in post as {one.span.tier}", (one.entry,)) for one in people)
    finding = Finding(MET, _of(held, says), (held.entry,), site.source, parts)
    workers = tuple(one.worker for one in people)
    return Managed(
        role=LEAD, because="lead", finding=finding, people=workers, leads=lead.leads, site_says=site.line_management
    )  # fmt: skip


def _by_own_words(held: Held, site: department.Site, words: str, pattern: Managed) -> Managed:
    """Return the site's own words; where its leads have a modality each, those may be meant, so the pattern too."""
    assumed = " (assumed in its catalogue)" if "line_management" in site.assumed else ""
    says, cites = f"{held.site} says: {words}{assumed}", site.source
    if pattern.role and site.leads and "department" not in {lead.leads for lead in site.leads}:
        says = f"{says}. By deployment: {pattern.finding.untitled()}"
        cites = tuple(dict.fromkeys([*cites, *pattern.finding.sources]))
    finding = Finding(MET, _of(held, says), (held.entry,), cites)
    return Managed(role=OWN_WORDS, because="site", finding=finding, site_says=words)


def _by_deployment(everybody: Everybody, held: Held, more: str) -> Managed:
    deployment = held.span.appointment.deployment
    if deployment not in PATTERN:
        why = "the deployment is not recorded" if deployment is None else "a hybrid post follows neither pattern"
        says = f"{why}, so who manages cannot be told; record whether static or rotational{more}"
        return Managed(role=None, because=None, finding=Finding(CANNOT_TELL, _of(held, says), (held.entry,)))
    areas = [everybody.catalogue.titled(name) for name in held.span.appointment.modalities or ()]
    leads = "lead radiographer" if len(areas) < 2 else "lead radiographers"
    who = {
        "static": f"the {leads} of {listed(areas) or 'their modality, which is not recorded'}",
        "rotational": "the senior radiographer who runs the whole rota",
    }
    says = f"{who[deployment]}, since the post is {deployment}{more}"
    finding = Finding(MET, _of(held, says), (held.entry,), cited(everybody.catalogue, STUDY))
    return Managed(role=PATTERN[deployment], because="deployment", finding=finding)


def _of(held: Held, says: str) -> Sentence:
    return titled, held.worker, says, ": "


def _unsaid(held: Held, leads: Sequence[Lead], there: Sequence[Held]) -> str:
    """Say where a lead might be meant and is not: none in post, or one in post of whom nobody says whom they lead."""
    if any(_leads(lead, held) for lead in leads):
        return f". {held.site} has a lead support worker for this, and none is in post on record"
    in_post = dict.fromkeys(one.worker for one in there if one.span.tier == LEAD)
    if in_post and not leads:
        are = "is in post as lead support worker" if len(in_post) == 1 else "are in post as lead support workers"
        return f". {listed(list(in_post))} {are}; the catalogue does not say over whom"
    return ""
