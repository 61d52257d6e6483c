"""What a competency, a programme and a rule ask on a day, as labelled lines for a page."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import attrs

from sw_competency.catalogue import Catalogue, Competency, Currency, Programme, Rule, SignOffRule
from sw_competency.catalogue.described import Sourced
from sw_competency.catalogue.terms import AUTHORITY, DIRECTED, EFFECT, GROUND, LEGAL
from sw_competency.catalogue.wording import plainly
from sw_competency.dates import Length, in_force, said
from sw_competency.reports._base import capital
from sw_competency.rules import Requirement

KINDS = {
    "clinical": "Clinical tasks", "safety": "Safety", "technical": "Technical tasks",
    "administrative": "Administration", "awareness": "Awareness", "mandatory": "Mandatory", "leadership": "Leadership",
}  # fmt: skip


@attrs.frozen(slots=True)
class Fact:
    """One labelled line: what is asked, or said.

    Args:
        placeholder: nobody has published its numbers.
    """

    label: str
    says: tuple[str, ...]
    placeholder: bool = False


@attrs.frozen(slots=True, kw_only=True)
class Block:
    """A competency, or a rule: what stands beneath its heading."""

    id: str
    title: str
    facts: tuple[Fact, ...]


@attrs.frozen(slots=True, kw_only=True)
class Course:
    """A programme in a table."""

    id: str
    title: str
    lasts: str
    placeholder: bool
    elsewhere: tuple[str, ...]
    more: tuple[str, ...]
    rests_on: str


def rests_on(value: Sourced, around: str | None = None) -> str:
    """Say who stands behind a value, by which documents, and behind single fields, where others do.

    Args:
        value: the value.
        around: who stands behind what it stands in.
    """
    who = AUTHORITY.get(value.authority or around or "", "not stated")
    documents = f" [{', '.join(value.source)}]" if value.source else ""
    fields = [f"; {plainly(field)}: {AUTHORITY[of]}" for field, of in value.authorities.items()]
    return f"{who}{documents}{''.join(fields)}"


def asked_for(requires: Iterable[Requirement], held: Catalogue) -> tuple[str, ...]:
    """Give requirements, each as a line."""
    return tuple(capital(item.asks(held.titled)) for item in requires)


def competency(held: Catalogue, c: Competency, day: date) -> Block:
    """Say what a competency asks on a day."""
    facts = [*_task(held, c), *_history(held, c, day), *_ground(c, day)]
    return Block(id=c.id, title=c.title, facts=tuple(fact for fact in facts if fact.says))


def _task(held: Catalogue, c: Competency) -> Iterator[Fact]:
    tier = held.tiers.get(c.tier)
    lowest = f"{held.titled(c.tier)}, band {tier.band}" if tier else c.tier
    yield Fact("Lowest tier", ("None: left to registered practitioners" if c.legal == "registrant-only" else lowest,))
    yield Fact("Areas", ("All" if "all" in c.modalities else ", ".join(held.titled(m) for m in c.modalities),))
    if c.legal != "none":
        label = "Law" if c.closed_by_law else capital(GROUND[c.legal_authority])
        yield Fact(label, (f"{capital(LEGAL[c.legal])}{_permitted(c)}",))
    elif c.permitted is not None:
        yield Fact("Permission", (capital(_permission(c)),))
    yield Fact("Current on the day of sign-off", tuple(held.titled(name) for name in c.prerequisites))
    yield Fact("Current whenever it is done", tuple(held.titled(name) for name in c.standing))


def _permitted(c: Competency) -> str:
    if c.legal not in DIRECTED:
        return ": closed to support workers"
    return f"{',' if c.permitted else ':'} {_permission(c)}"


def _permission(c: Competency) -> str:
    return "which this catalogue permits" if c.permitted else "closed until a site's own catalogue permits it"


def _history(held: Catalogue, c: Competency, day: date) -> Iterator[Fact]:
    """Say what a sign-off and a renewal ask, and how long they last: in force on the day, and what comes."""
    for what, history in (("sign-off", c.sign_off), ("renewal", c.renewal)):
        now = in_force(history, day)
        for version in (now, *(version for version in history if version.starts > day)):
            if version is not None:
                since = "" if version is now else f", from {said(version.starts)}"
                asks = bool(version.unconfirmed("requires", "countersigned"))
                yield Fact(f"A {what} asks for{since}", _asks(held, version), asks)
                suggests = asked_for(version.suggests, held)
                yield Fact(f"Suggested before a {what}{since}", suggests, bool(version.unconfirmed("suggests")))
    lasts = in_force(c.currency, day)
    yield Fact("A sign-off lasts", _lasts(lasts), lasts is not None and bool(lasts.placeholders))
    for ahead in (version for version in c.currency if version.starts > day):
        yield Fact(f"A sign-off lasts, from {said(ahead.starts)}", _lasts(ahead), bool(ahead.placeholders))


def _asks(held: Catalogue, version: SignOffRule) -> tuple[str, ...]:
    second = ("A second person, who countersigns",) if version.countersigned else ()
    return (*asked_for(version.requires, held), *second)


def _lasts(currency: Currency | None) -> tuple[str, ...]:
    """Say how long a sign-off lasts and what keeps it current, a line each."""
    if currency is None or not (currency.expires_after or currency.practice or currency.return_):
        return ("No end",)
    found = [f"{currency.expires_after}" if currency.expires_after else "No end"]
    if currency.expires_after and currency.counted_by == "sign-off-day":
        found[0] += ", by the numbers of its own day"
    if currency.notice:
        found.append(f"Due {currency.notice} before its last day")
    if currency.grace:
        found.append(f"Under supervision only for {currency.grace} after its last day")
    if currency.practice:
        found.append(f"In practice: {currency.practice.at_least} successes within {currency.practice.within}")
    if currency.pauses:
        found.append(f"The clock stops for: {', '.join(reason.replace('-', ' ') for reason in currency.pauses)}")
    if currency.return_:
        back = currency.return_
        found.append(f"After {back.after} away: {back.practice} directly supervised successes first")
    return tuple(found)


def _ground(c: Competency, day: date) -> Iterator[Fact]:
    yield Fact("The assessor watches", c.criteria)
    since = f"part of the framework since {said(c.introduced)}"
    until = f", until {said(c.withdrawn)}" if c.withdrawn else ""
    version = f"; version {c.version}" if c.version else ""
    yield Fact("Rests on", (f"{rests_on(c)}; {since}{until}{version}",))
    parts = (
        ("The sign-off", in_force(c.sign_off, day)), ("The renewal", in_force(c.renewal, day)),
        ("How long it lasts", in_force(c.currency, day)),
    )  # fmt: skip
    told = [(what, v) for what, v in parts if v is not None and (v.source or v.authority or v.authorities)]
    own = [f"{what}: {rests_on(v, c.authority)}" for what, v in told]
    yield Fact("Its parts rest on", tuple(own))


def rule(held: Catalogue, versions: Sequence[Rule], day: date) -> Block:
    """Say what a rule asks on a day, and in versions to come."""
    now = in_force(versions, day) or versions[0]
    facts = list(_version(held, now, day))
    for ahead in (version for version in versions if version.starts > day and version is not now):
        asks = asked_for(ahead.requires, held)
        facts.append(Fact(f"Asks for, from {said(ahead.starts)}", asks, bool(ahead.unconfirmed("requires"))))
    return Block(id=now.id, title=now.title, facts=tuple(fact for fact in facts if fact.says))


def _version(held: Catalogue, now: Rule, day: date) -> Iterator[Fact]:
    ends = [f"{word} {held.titled(end)}" for word, end in (("from", now.from_), ("to", now.to or now.area)) if end]
    yield Fact("Leads", (" ".join(ends),) if ends else ())
    yield Fact("Once it is met", (capital(EFFECT[now.effect]),))
    yield Fact("Holds at", (_site(held, now.site),) if now.site else ())
    yield Fact("Asks for", asked_for(now.requires, held), bool(now.unconfirmed("requires")))
    yield Fact("Suggested", asked_for(now.suggests, held), bool(now.unconfirmed("suggests")))
    begins = "in force since" if now.starts <= day else "not yet in force: from"
    yield Fact("Rests on", (f"{rests_on(now)}; {begins} {said(now.starts)}",))


def _site(held: Catalogue, site: str) -> str:
    known = held.sites.get(site)
    return f"{known.title} ({site}) only" if known is not None and known.title else f"{site} only"


def _in_weeks(length: Length) -> str:
    """Give a length as one speaks of a course: six weeks, not 42 days."""
    weeks, days = divmod(length.days, 7)
    return f"{weeks} week{'s' * (weeks != 1)}" if weeks and not (days or length.months) else str(length)


def course(held: Catalogue, p: Programme) -> Course:
    """Say how long a programme lasts, here and elsewhere, and what else is known of it."""
    takes = " to ".join(_in_weeks(length) for length in dict.fromkeys(p.takes))
    takes += " at the least" if len(p.takes) == 1 else ""
    more = [
        f"counts as {', '.join(held.titled(name) for name in p.counts_as)}" if p.counts_as else "",
        f"{p.standards} standards" if p.standards else "", f"qualification at level {p.level}" if p.level else "",
        f"takes {takes}" if takes else "",
        *(f"from {said(edition.starts)}: {len(edition.standards)} standards" for edition in p.editions),
    ]  # fmt: skip
    elsewhere = [f"{e.where}: {e.expires_after or 'no end'} ({rests_on(e)})" for e in p.elsewhere]
    return Course(
        id=p.id, title=p.title, lasts=str(p.expires_after) if p.expires_after else "no end",
        placeholder=bool(p.unconfirmed("expires_after")),
        elsewhere=tuple(elsewhere),
        more=tuple(capital(one) for one in more if one), rests_on=rests_on(p),
    )  # fmt: skip
