"""Is what somebody brings from another organisation taken over here? Judged by the acceptance policy of the site.

National training moves with the person; a local sign-off does not, unless the receiving site has said so: from whom it
takes it, how old it may be, and whether the whole of it or the knowledge alone.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import attrs
import msgspec

from sw_competency.catalogue.department import Acceptance
from sw_competency.catalogue.standards import lacking
from sw_competency.dates import after, in_force, said
from sw_competency.errors import did_you_mean
from sw_competency.judge.policies import (
    KNOWLEDGE_ONLY,
    LookedAt,
    known_issuer,
    of_age,
    of_issuer,
    policies_for,
    weighed,
)
from sw_competency.model import (
    CANNOT_TELL,
    MET,
    NOT_MET,
    Entry,
    Finding,
    Outcome,
    PriorLearning,
    Qualification,
    SignOff,
    Training,
    same_person,
)

if TYPE_CHECKING:
    from sw_competency.catalogue.catalogue import Catalogue

Brought = Training | Qualification | SignOff | PriorLearning
ANSWERS = ("accepted", "cannot-tell", "knowledge-only", "not-accepted")  # of several policies the first of these holds
OUTCOMES: dict[str, Outcome] = {
    "accepted": MET, "cannot-tell": CANNOT_TELL, "knowledge-only": NOT_MET, "not-accepted": NOT_MET,
}  # fmt: skip
_WORDS = {MET: "accepted", NOT_MET: "not-accepted", CANNOT_TELL: "cannot-tell"}
_NEVER = {
    "registrant-only": "since it is for registered practitioners only, whoever signed",
    "pgd": "since it is done under a patient group direction, under which nothing can be handed on",
}


class Accepted(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """What a site makes of one thing brought.

    Args:
        entry: what is brought, as the other organisation recorded it.
        issuer: who trained or signed, as far as anybody said.
        answer: accepted, knowledge-only, not-accepted or cannot-tell.
        finding: met for `accepted`.
        policy: the id of the policy that decides; None where none does.
        accepts: what that policy takes over, where it takes over anything.
        conditions: what there is still to look at.
    """

    entry: Brought
    issuer: str | None
    answer: str
    finding: Finding
    policy: str | None = None
    accepts: str | None = None
    conditions: tuple[str, ...] = ()


@attrs.frozen(slots=True)
class Receiving:
    """Who takes over, and when.

    Args:
        catalogue: what the frameworks and the sites say.
        site: the receiving site.
        day: the day it would be accepted.
        sender: the organisation whose records are brought; None where nobody said.
        issuers: everybody who issued something of what is brought.
    """

    catalogue: "Catalogue"
    site: str
    day: date
    sender: str | None = None
    issuers: frozenset[str] = frozenset()


def judge_brought(
    catalogue: "Catalogue", site: str, day: date, entry: Brought, sender: str | None = None, ended: Entry | None = None,
    issuers: frozenset[str] = frozenset(),
) -> Accepted:  # fmt: skip
    """Judge whether a site takes over one thing that somebody brings on a day.

    Args:
        catalogue: what the frameworks and the sites say.
        site: the receiving site.
        day: the day it would be accepted.
        entry: the training, qualification, sign-off or prior learning, out of the other organisation's records.
        sender: the organisation whose records those are; None where nobody said.
        ended: what ended it there: a withdrawal, or an assessment that says not yet competent.
        issuers: everybody who issued something of what is brought, for a name that is misspelt.
    """
    here, issuer = Receiving(catalogue, site, day, sender, issuers), issuer_of(entry, sender)
    if (against := _never(here, entry)) is not None:
        return _without_policy(here, entry, issuer, "not-accepted", against)
    if ended is not None:
        return _without_policy(here, entry, issuer, "not-accepted", _say_ended(ended), ended)
    if isinstance(entry, Qualification):
        return _without_policy(here, entry, issuer, "accepted", "since a qualification is the holder's own")
    policies = policies_for(catalogue, name_of(entry), site, day)
    if not policies:
        instead = "complete it here" if isinstance(entry, Training) else "assess here"
        against = f"since no policy of {site} covers it; {instead}"
        return _without_policy(here, entry, issuer, "not-accepted", against)
    clocks = [_as_counted_here(here, entry), *_as_its_issuer_says(here, entry)]
    tried = [_by_policy(here, policy, entry, issuer, clocks) for policy in policies]
    best = min(tried, key=lambda one: ANSWERS.index(one.answer))
    return msgspec.structs.replace(best, conditions=_conditions(here, entry) if best.answer == "accepted" else ())


def _without_policy(
    here: Receiving, entry: Brought, issuer: str | None, answer: str, why: str, ended: Entry | None = None
) -> Accepted:
    entries = (entry.id,) if ended is None else (entry.id, ended.id)
    found = Finding(OUTCOMES[answer], _say(here, entry, issuer, f"{answer.replace('-', ' ')}, {why}"), entries)
    return Accepted(entry=entry, issuer=issuer, answer=answer, finding=found)


def _by_policy(
    here: Receiving, policy: Acceptance, entry: Brought, issuer: str | None, clocks: Sequence[LookedAt]
) -> Accepted:
    looked_at = [of_issuer(policy, issuer, here.issuers), *of_age(policy, signed_on(entry), here.day), *clocks]
    found = weighed(policy, entry, looked_at)
    answer, why = _WORDS[found.outcome], found.says
    if answer == "accepted" and policy.accepts == "knowledge-only":
        answer, why = "knowledge-only", f"by the policy '{policy.title}' {KNOWLEDGE_ONLY}"
    sentence = _say(here, entry, issuer, why)
    return Accepted(
        entry=entry, issuer=issuer, answer=answer, policy=policy.id,
        accepts=policy.accepts if answer in {"accepted", "knowledge-only"} else None,
        finding=Finding(
            OUTCOMES[answer], sentence, (entry.id,), policy.source, found.parts, heading=found.heading
        ),
    )  # fmt: skip


def _say(here: Receiving, entry: Brought, issuer: str | None, why: str) -> str:
    verb = "signed off" if isinstance(entry, SignOff | PriorLearning) else "gained"
    verb = entry.outcome if isinstance(entry, Training) else verb
    by = f" with {issuer}" if issuer else ""
    return f"{here.catalogue.titled(name_of(entry))}, {verb} on {said(signed_on(entry))}{by}: {why}"


# -- what was brought ---------------------------------------------------------------------------------------------


def name_of(entry: Brought) -> str:
    """Return the programme or competency by its name; a qualification by its title."""
    match entry:
        case Training():
            return entry.programme
        case Qualification():
            return entry.title or f"qualification at level {entry.level}"
    return entry.competency


def issuer_of(entry: Brought, sender: str | None = None) -> str | None:
    """Return who trained or signed: as the entry says, else whose records it comes out of.

    Of an award by a person ESR gives no more than a number, which is no organisation. Prior learning was accepted by
    the sender, and signed by somebody else.
    """
    if isinstance(entry, PriorLearning):
        return known_issuer(entry.issuer)
    if isinstance(entry, Training) and known_issuer(entry.provider) and not str(entry.provider).strip().isdigit():
        return entry.provider
    return known_issuer(sender)


def signed_on(entry: Brought) -> date:
    """Return the day it was completed, or signed elsewhere; of a month or year known only so far, the first."""
    return entry.signed_first if isinstance(entry, PriorLearning) else entry.on


def _never(here: Receiving, entry: Brought) -> str | None:
    """Say what keeps it from being taken over, whatever a policy says."""
    catalogue = here.catalogue
    if entry.on > here.day:
        return f"since that day lies after {said(here.day)}"
    if isinstance(entry, Qualification):
        return None
    name, is_training = name_of(entry), isinstance(entry, Training)
    what, known = ("programme", catalogue.programmes) if is_training else ("competency", catalogue.competencies)
    if name not in known:
        return f"since our catalogue knows no {what} '{name}'{did_you_mean(name, known)}"
    if isinstance(entry, Training):
        return None if entry.outcome == "completed" else "since it was not completed"
    competency = catalogue.competency(name, here.site)
    if not competency.in_framework(here.day):
        return f"since it is no part of the framework on {said(here.day)}"
    if isinstance(entry, SignOff) and same_person(entry.assessor, entry.worker):
        return "since nobody signs themselves off"
    return _NEVER.get(competency.legal)


def _say_ended(ended: Entry) -> str:
    what = "a withdrawal or suspension" if ended.kind == "withdrawal" else "an assessment: not yet competent"
    return f"since it was ended there on {said(ended.on)} by {what}"


def _as_its_issuer_says(here: Receiving, entry: Brought) -> list[LookedAt]:
    last = None if isinstance(entry, Qualification) else entry.expires_on
    if last is None:
        return []
    return [(MET if last >= here.day else NOT_MET, f"its issuer's last day is {said(last)}")]


def _as_counted_here(here: Receiving, entry: Brought) -> LookedAt:
    """Look at how long the receiving site lets it last."""
    if isinstance(entry, Training):
        length = here.catalogue.programme(entry.programme, here.site).expires_after
    else:
        currency = in_force(here.catalogue.competency(name_of(entry), here.site).currency, here.day)
        length = currency.expires_after if currency else None
    if length is None:
        return MET, "it does not expire here"
    last = after(signed_on(entry), length)
    if last < here.day:
        return NOT_MET, f"it has expired: as it is counted here, its last day was {said(last)}"
    return MET, f"as it is counted here, its last day is {said(last)}"


def _conditions(here: Receiving, entry: Brought) -> tuple[str, ...]:
    """Say what an acceptance leaves open: what is asked here as well, and what a record of it cannot carry."""
    if isinstance(entry, Training):
        programme = here.catalogue.programme(entry.programme, here.site)
        short = entry.standards and lacking(programme, entry.standards, entry.on, here.day)
        return (f"{short}: to be completed here",) if short else ()
    if isinstance(entry, Qualification):
        return ()
    out = []
    if before_it := here.catalogue.competency(entry.competency, here.site).prerequisites:
        out.append(f"it counts here only where these are current: {', '.join(map(here.catalogue.titled, before_it))}")
    if isinstance(entry, SignOff) and entry.restrictions:
        out.append("it is restricted there, which prior learning cannot say: assess here, and restrict that sign-off")
    if entry.expires_on is not None:
        out.append(f"its issuer's last day is {said(entry.expires_on)}")
    return tuple(out)
