"""Acceptance policies: what a site takes over from another organisation, and whether prior learning keeps to it.

A policy of the site's own stands before those common to all; where several stand side by side, one that takes it over
is enough.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from sw_competency.catalogue.catalogue import Catalogue
from sw_competency.catalogue.department import Acceptance
from sw_competency.dates import before, said
from sw_competency.errors import nearest
from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Entry, Finding, Outcome, PriorLearning
from sw_competency.model.findings import all_of, at_least

KNOWLEDGE_ONLY = "it counts as knowledge only: practice is to be observed here before a sign-off"
_MOST_NAMED = 4  # organisations and patterns of names in a sentence
LookedAt = tuple[Outcome, str]  # one thing a policy looks at: how it stands, and in words


def policies_for(catalogue: Catalogue, name: str, site: str | None, day: date) -> tuple[Acceptance, ...]:
    """Return the policies in force that cover a competency or programme: the site's own, else the common ones."""
    about = [p for p in catalogue.acceptances.values() if name in {*p.competencies, *p.programmes} and p.starts <= day]
    own = tuple(p for p in about if site is not None and p.site == site)
    return own or tuple(p for p in about if p.site is None)


def fits(name: str, pattern: str) -> bool:
    """Tell whether the name of an organisation fits a pattern, in which `*` stands for anything; letter case aside."""
    text, wanted = (f" {' '.join(each.casefold().split())} " for each in (name, pattern))
    first, *rest = wanted.split("*")
    if not rest or not text.startswith(first) or not text.endswith(rest[-1]):
        return text == wanted
    at = len(first)
    for piece in rest[:-1]:
        found = text.find(piece, _sharing(text, at, piece))
        if found < 0:
            return False
        at = found + len(piece)
    return _sharing(text, at, rest[-1]) <= len(text) - len(rest[-1])


def _sharing(text: str, at: int, piece: str) -> int:
    """Return where a piece may begin: the blank before a star that stands for nothing is the blank after it, too."""
    return at - (piece.startswith(" ") and text[at - 1 : at] == " ")


def known_issuer(issuer: str | None) -> str | None:
    """Return who issued something; None where nobody said, or what was said is blank."""
    return issuer if issuer is not None and issuer.strip() else None


def of_issuer(policy: Acceptance, issuer: str | None, others: frozenset[str] = frozenset()) -> LookedAt:
    """Look at who issued it.

    Args:
        policy: the policy.
        issuer: who issued it; None where nobody said.
        others: other issuers that are known, for a name that is misspelt or cut short.
    """
    if (issuer := known_issuer(issuer)) is None:
        return CANNOT_TELL, "who issued it is not on record"
    if any(fits(issuer, pattern) for pattern in policy.not_issuers):
        return NOT_MET, f"nothing is taken from such as {issuer}"
    if not any(fits(issuer, pattern) for pattern in policy.issuers):
        return NOT_MET, f"{issuer} is none of those it is taken from: {_taken_from(policy, issuer, others)}"
    return MET, f"it is taken from {issuer}"


@lru_cache(maxsize=1 << 10)  # a whole file may come from the same few
def _taken_from(policy: Acceptance, issuer: str, others: frozenset[str]) -> str:
    """Say from whom a policy takes it, and which of those may have been meant."""
    from sw_competency.catalogue.wording import organisation

    named = [organisation(pattern) for pattern in policy.issuers]
    more = f" and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
    exact = [pattern for pattern in policy.issuers if "*" not in pattern]
    known = {" ".join(name.casefold().split()): name for name in (*exact, *others) if _takes(policy, name)}
    given = " ".join(issuer.casefold().split())
    longer = (name for name in sorted(known) if name.startswith(f"{given} "))
    near = nearest(given, known) or next(longer, None)
    meant = f"; did you mean '{known[near]}'?" if near else ""
    return f"{'; '.join(named[:_MOST_NAMED])}{more}{meant}"


def _takes(policy: Acceptance, issuer: str) -> bool:
    refused = any(fits(issuer, pattern) for pattern in policy.not_issuers)
    return not refused and any(fits(issuer, pattern) for pattern in policy.issuers)


def of_age(policy: Acceptance, signed: date, day: date) -> list[LookedAt]:
    """Look at how old it is, where the policy sets a limit."""
    if policy.within is None:
        return []
    if signed > before(day, policy.within):
        return [(MET, f"{said(signed)} is within {policy.within} of {said(day)}")]
    return [(NOT_MET, f"{said(signed)} is not within {policy.within} of {said(day)}")]


def weighed(policy: Acceptance, entry: Entry, looked_at: Sequence[LookedAt]) -> Finding:
    """Return what a policy says of an entry: every reason against it, or the open questions."""
    outcome = all_of([each for each, _ in looked_at])
    reasons = "; ".join(words for each, words in looked_at if each is outcome)
    head = {
        MET: f"accepted by the policy '{policy.title}'",
        NOT_MET: f"not accepted by the policy '{policy.title}'",
        CANNOT_TELL: f"whether the policy '{policy.title}' accepts it cannot be told",
    }[outcome]
    parts = tuple(Finding(each, words, (entry.id,), policy.source) for each, words in looked_at)
    doubts = policy.unconfirmed("issuers", "not_issuers", "within", "accepts")
    if outcome is MET:
        return Finding(outcome, head, (entry.id,), policy.source, parts, doubts)
    return Finding(outcome, f"{head}: {reasons}", (entry.id,), policy.source, parts, doubts, head)


def taken_over(policies: Sequence[Acceptance], given: PriorLearning) -> Finding:
    """Judge whether prior learning on record keeps to the policies of the day on which it was accepted.

    What names no issuer may come from the site's own paper: it breaks a policy only where that names issuers.
    """
    parts = []
    for policy in policies:
        looked_at = of_age(policy, given.signed_first, given.on)
        if known_issuer(given.issuer) is not None or policy.issuers != ("*",) or policy.not_issuers:
            looked_at.insert(0, of_issuer(policy, given.issuer))
        if policy.accepts == "knowledge-only":
            looked_at.append((NOT_MET, KNOWLEDGE_ONLY))
        parts.append(weighed(policy, given, looked_at))
    outcome = at_least(1, [part.outcome for part in parts])
    deciding = [part for part in parts if part.outcome is outcome]
    if len(parts) == 1 or outcome is MET:
        return deciding[0]
    sentence, heading = "; ".join(part.says for part in deciding), f"none of {len(parts)} policies accepts it"
    return Finding(outcome, sentence, None, None, tuple(parts), heading=heading)
