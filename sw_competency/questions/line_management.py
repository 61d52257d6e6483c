"""Line management: who manages each support worker, which follows from how they are deployed.

The pattern is the study's (Etty and others 2025, 3.5): staff who stay in one modality are managed by its lead
radiographer, staff who rotate by somebody senior who runs the whole rota. A lead support worker in post goes before
it, where the site's catalogue says whom they lead; so do the site's own words.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import attrs

from sw_competency.catalogue.department import Lead, Site
from sw_competency.judge.workforce import STUDY, Held, cited, described, everyone_in_post, grouped, listed
from sw_competency.model import CANNOT_TELL, MET, Finding, PlainAnswer

if TYPE_CHECKING:
    from sw_competency.questions._department import Department

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


def line_management(department: "Department", site: str | None) -> list[PlainAnswer]:
    """Answer for every post held on the day who manages its holder.

    Raises:
        UnknownNameError: a site that neither the catalogue nor a record names.
    """
    department.knows_site(site)
    held = everyone_in_post(department, site)
    at = grouped(held, lambda one: one.site)
    posts = grouped(held, lambda one: one.worker)
    told = [_answer(department, one, _managed(department, one, at[one.site]), len(posts[one.worker])) for one in held]
    return [*told, *_unreadable(department)]


def _unreadable(department: "Department") -> list[PlainAnswer]:
    """Answer for everybody whose record cannot be read: they may hold a post there, and nobody can tell."""
    facts = dict.fromkeys(("role", "because", "leads", "site_says", "by_deployment", "deployment", "modalities"))
    return [
        PlainAnswer(
            question="line-management", moment=department.moment, about={"worker": worker, "site": None},
            finding=Finding(CANNOT_TELL, f"{worker}: the record cannot be read: {department.records.damage[one]}"),
            facts={**facts, "people": [], "absent": False},
        )
        for worker in department.workers if (one := ("worker", worker)) in department.records.damage
    ]  # fmt: skip


def _answer(department: "Department", held: Held, found: Managed, posts: int) -> PlainAnswer:
    appointment = held.span.appointment
    about: dict[str, Any] = {"worker": held.worker, "site": held.site}
    if posts > 1:
        about["post"] = held.post or "main"
    return PlainAnswer(
        question="line-management", moment=department.moment, finding=found.finding, about=about,
        facts={
            "role": found.role, "people": list(found.people), "because": found.because, "leads": found.leads,
            "site_says": found.site_says, "by_deployment": PATTERN.get(appointment.deployment or ""),
            "deployment": appointment.deployment, "absent": held.absent,
            "modalities": None if appointment.modalities is None else list(appointment.modalities),
        },
    )  # fmt: skip


def _managed(department: "Department", held: Held, there: Sequence[Held]) -> Managed:
    """Judge one post; `there` are all posts held at its site."""
    site = described(department.catalogue, held.site, department.moment.as_of)
    leads = site.leads if site else ()
    is_lead = held.span.tier in {LEAD, *(lead.tier for lead in leads)}
    if site is not None and not is_lead:
        for lead in sorted(leads, key=lambda each: each.leads == "department"):  # whoever leads one modality first
            people = _in_post_as(lead, held, there) if _leads(lead, held) else ()
            if people:
                return _by_lead(department, held, site, lead, people)
    pattern = _by_deployment(department, held, _unsaid(held, leads, there))
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
    """Give those in post as that lead; of one modality, those whose post covers it or does not say what it covers."""
    found = [one for one in there if one.span.tier == lead.tier and one.worker != held.worker]
    if lead.leads != "department":
        areas = {id(one): one.span.appointment.modalities for one in found}
        named = [one for one in found if lead.leads in (areas[id(one)] or ())]
        found = named or [one for one in found if areas[id(one)] is None]
    return tuple({one.worker: one for one in found}.values())


def _by_lead(department: "Department", held: Held, site: Site, lead: Lead, people: Sequence[Held]) -> Managed:
    over = "the department" if lead.leads == "department" else department.catalogue.titled(lead.leads)
    names = [f"{one.worker}{' (absent)' if one.absent else ''}" for one in people]
    one_of = "the lead support worker" if len(names) == 1 else "the lead support workers"
    assumed = " (assumed in its catalogue)" if "leads" in site.assumed else ""
    says = f"{held.worker}: {one_of} over {over} at {held.site}{assumed}, {listed(names)}"
    parts = tuple(Finding(MET, f"{one.worker} is in post as {one.span.tier}", (one.entry,)) for one in people)
    finding = Finding(MET, says, (held.entry,), site.source, parts)
    workers = tuple(one.worker for one in people)
    return Managed(
        role=LEAD, because="lead", finding=finding, people=workers, leads=lead.leads, site_says=site.line_management
    )  # fmt: skip


def _by_own_words(held: Held, site: Site, words: str, pattern: Managed) -> Managed:
    """Give the site's own words; where its leads have a modality each, those may be meant, so the pattern too."""
    assumed = " (assumed in its catalogue)" if "line_management" in site.assumed else ""
    says, cites = f"{held.worker}: {held.site} says: {words}{assumed}", site.source
    if pattern.role and site.leads and "department" not in {lead.leads for lead in site.leads}:
        says = f"{says}. By deployment: {pattern.finding.says.removeprefix(f'{held.worker}: ')}"
        cites = tuple(dict.fromkeys([*cites, *pattern.finding.sources]))
    finding = Finding(MET, says, (held.entry,), cites)
    return Managed(role=OWN_WORDS, because="site", finding=finding, site_says=words)


def _by_deployment(department: "Department", held: Held, more: str) -> Managed:
    deployment = held.span.appointment.deployment
    if deployment not in PATTERN:
        why = "the deployment is not recorded" if deployment is None else "a hybrid post follows neither pattern"
        says = f"{held.worker}: {why}, so who manages cannot be told; record whether static or rotational{more}"
        return Managed(role=None, because=None, finding=Finding(CANNOT_TELL, says, (held.entry,)))
    areas = [department.catalogue.titled(name) for name in held.span.appointment.modalities or ()]
    leads = "lead radiographer" if len(areas) < 2 else "lead radiographers"
    who = {
        "static": f"the {leads} of {listed(areas) or 'their modality, which is not recorded'}",
        "rotational": "the senior radiographer who runs the whole rota",
    }
    says = f"{held.worker}: {who[deployment]}, since the post is {deployment}{more}"
    finding = Finding(MET, says, (held.entry,), cited(department.catalogue, STUDY))
    return Managed(role=PATTERN[deployment], because="deployment", finding=finding)


def _unsaid(held: Held, leads: Sequence[Lead], there: Sequence[Held]) -> str:
    """Say where a lead might be meant and is not: none in post, or one in post of whom nobody says whom they lead."""
    if any(_leads(lead, held) for lead in leads):
        return f". {held.site} has a lead support worker for this, and none is in post on record"
    in_post = dict.fromkeys(one.worker for one in there if one.span.tier == LEAD)
    if in_post and not leads:
        are = "is in post as lead support worker" if len(in_post) == 1 else "are in post as lead support workers"
        return f". {listed(list(in_post))} {are}; the catalogue does not say over whom"
    return ""
