"""What a competency, a programme and a rule ask on a day, as labelled lines for a page."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, TypeVar

import attrs

from sw_competency.catalogue import Catalogue, Competency, Currency, Programme, Rule, SignOffRule
from sw_competency.catalogue.described import Sourced, Table, Version
from sw_competency.catalogue.lines import lines
from sw_competency.catalogue.terms import AUTHORITY, DIRECTED, EFFECT, GROUND, LEGAL
from sw_competency.catalogue.wording import label, plainly, value
from sw_competency.dates import in_force, length_said, said
from sw_competency.model.findings import capital
from sw_competency.rules import Requirement

V = TypeVar("V", bound=Version)
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
    """A competency, a rule, or anything else: what stands beneath its heading."""

    id: str
    title: str
    facts: tuple[Fact, ...]


@attrs.frozen(slots=True)
class Group:
    """Blocks under a heading, and what is to be known of them all."""

    heading: str
    blocks: tuple[Block, ...]
    note: str = ""


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


def chapter(held: Catalogue, table: Table, day: date) -> Group:
    """Say everything that stands in a table, and what sites have of it their own way, field by field."""
    each = [(name, "", versions) for name, versions in held.table(table.name).items()]
    if table.at_sites:
        sites = {name: site.title or name for name, site in held.sites.items()}
        each += [(name, f" at {sites.get(site, site)}", one) for (site, name), one in held.of_sites(table.name).items()]
    return Group(table.heading, tuple(_block(held, name, where, one, day) for name, where, one in each), table.note)


def _block(held: Catalogue, name: str, where: str, given: Any, day: date) -> Block:
    now = (in_force(given, day) or given[0]) if isinstance(given, tuple) else given
    told = [(line, line.says or (line.none,)) for line in lines(now, day, held.titled) if line.field != "title"]
    facts = [Fact(capital(line.label), says, line.placeholder) for line, says in told if any(says)]
    title = f"{getattr(now, 'title', None) or name}{where}"
    return Block(id=name, title=title, facts=(*facts, Fact("Rests on", (rests_on(now),))))


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
    yield _fact("tier", ("None: left to registered practitioners" if c.legal == "registrant-only" else lowest,))
    yield _fact("modalities", ("All" if "all" in c.modalities else value("modalities", c.modalities, held.titled),))
    if c.legal != "none":
        ground = "Law" if c.closed_by_law else capital(GROUND[c.legal_authority])
        yield Fact(ground, (f"{capital(LEGAL[c.legal])}{_permitted(c)}",))
    elif c.permitted is not None:
        yield Fact("Permission", (capital(_permission(c)),))
    yield _fact("prerequisites", tuple(held.titled(name) for name in c.prerequisites))
    yield _fact("standing", tuple(held.titled(name) for name in c.standing))


def _fact(field: str, says: tuple[str, ...], around: str = "", *, ahead: date | None = None, of: Any = None) -> Fact:
    """Return the line of a field.

    Args:
        field: its name.
        says: what it says.
        around: the history it stands in.
        ahead: the day from which it says so, where that is to come.
        of: what it stands in, which knows whether nobody published it.
    """
    since = f", from {said(ahead)}" if ahead else ""
    return Fact(f"{capital(label(field, around))}{since}", says, of is not None and bool(of.unconfirmed(field)))


def _permitted(c: Competency) -> str:
    if c.legal not in DIRECTED:
        return ": closed to support workers"
    return f"{',' if c.permitted else ':'} {_permission(c)}"


def _permission(c: Competency) -> str:
    return "which this catalogue permits" if c.permitted else "closed until a site's own catalogue permits it"


def _history(held: Catalogue, c: Competency, day: date) -> Iterator[Fact]:
    """Say what a sign-off and a renewal ask, and how long they last: in force on the day, and what comes."""
    for what in ("sign_off", "renewal"):
        for version, ahead in _from_now(getattr(c, what), day):
            asks = bool(version.unconfirmed("requires", "countersigned"))
            yield attrs.evolve(_fact("requires", _asks(held, version), what, ahead=ahead), placeholder=asks)
            yield _fact("suggests", asked_for(version.suggests, held), what, ahead=ahead, of=version)
    if in_force(c.currency, day) is None:
        yield _fact("expires_after", _lasts(None), "currency")
    for lasts, ahead in _from_now(c.currency, day):
        fact = _fact("expires_after", _lasts(lasts), "currency", ahead=ahead)
        yield attrs.evolve(fact, placeholder=bool(lasts.placeholders))


def _from_now(history: Sequence[V], day: date) -> Iterator[tuple[V, date | None]]:
    """Yield the version in force, and each to come with its first day."""
    if (now := in_force(history, day)) is not None:
        yield now, None
    yield from ((version, version.starts) for version in history if version.starts > day)


def _asks(held: Catalogue, version: SignOffRule) -> tuple[str, ...]:
    second = ("A second person, who countersigns",) if version.countersigned else ()
    return (*asked_for(version.requires, held), *second)


def _lasts(currency: Currency | None) -> tuple[str, ...]:
    """Say how long a sign-off lasts and what keeps it current, a line each."""
    if currency is None or not (currency.expires_after or currency.practice or currency.return_):
        return ("No expiry",)
    found = [f"{currency.expires_after}" if currency.expires_after else "No expiry"]
    if currency.expires_after and currency.counted_by == "sign-off-day":
        found[0] += ", by the numbers of its own day"
    if currency.notice:
        found.append(f"Due {currency.notice} before its last day")
    if currency.grace:
        found.append(f"Under supervision only for {currency.grace} after its last day")
    if currency.practice:
        found.append(f"In practice: {currency.practice}")
    if currency.pauses:
        found.append(f"The clock stops for: {', '.join(reason.replace('-', ' ') for reason in currency.pauses)}")
    if currency.return_:
        back = currency.return_
        found.append(f"After {back.after} away: {back.practice} directly supervised successes first")
    return tuple(found)


def _ground(c: Competency, day: date) -> Iterator[Fact]:
    yield _fact("knowledge", c.knowledge)
    yield _fact("criteria", c.criteria)
    yield _fact("log_columns", c.log_columns)
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
    to_come = (version for version in versions if version.starts > day and version is not now)
    facts = (
        *_version(held, now, day),
        *(_fact("requires", asked_for(one.requires, held), ahead=one.starts, of=one) for one in to_come),
    )
    return Block(id=now.id, title=now.title, facts=tuple(fact for fact in facts if fact.says))


def _version(held: Catalogue, now: Rule, day: date) -> Iterator[Fact]:
    ends = [f"{word} {held.titled(end)}" for word, end in (("from", now.from_), ("to", now.to or now.area)) if end]
    yield Fact("Leads", (" ".join(ends),) if ends else ())
    yield _fact("effect", (capital(EFFECT[now.effect]),))
    yield _fact("site", (_site(held, now.site),) if now.site else ())
    yield _fact("requires", asked_for(now.requires, held), of=now)
    yield _fact("suggests", asked_for(now.suggests, held), of=now)
    begins = "in force since" if now.starts <= day else "not yet in force: from"
    yield Fact("Rests on", (f"{rests_on(now)}; {begins} {said(now.starts)}",))


def _site(held: Catalogue, site: str) -> str:
    known = held.sites.get(site)
    return f"{known.title} ({site})" if known is not None and known.title else site


def course(held: Catalogue, p: Programme) -> Course:
    """Say how long a programme lasts, here and elsewhere, and what else is known of it."""
    takes = " to ".join(length_said(length) for length in dict.fromkeys(p.takes))
    takes += " at the least" if len(p.takes) == 1 else ""
    more = [
        f"counts as {', '.join(held.titled(name) for name in p.counts_as)}" if p.counts_as else "",
        f"{p.standards} standards" if p.standards else "", f"qualification at level {p.level}" if p.level else "",
        f"takes {takes}" if takes else "",
        *(f"from {said(edition.starts)}: {len(edition.standards)} standards" for edition in p.editions),
    ]  # fmt: skip
    elsewhere = [f"{e.where}: {e.expires_after or 'no expiry'} ({rests_on(e)})" for e in p.elsewhere]
    return Course(
        id=p.id, title=p.title, lasts=str(p.expires_after) if p.expires_after else "no expiry",
        placeholder=bool(p.unconfirmed("expires_after")),
        elsewhere=tuple(elsewhere),
        more=tuple(capital(one) for one in more if one), rests_on=rests_on(p),
    )  # fmt: skip
