"""The entry that comes of a fact: prior learning of the department's own paper, training, or a sign-off."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

import attrs

from sw_competency.dates import said
from sw_competency.intake.facts import AskedError, Fact
from sw_competency.intake.plan import Plan
from sw_competency.intake.subjects import Subjects
from sw_competency.intake.tables import Tables
from sw_competency.model import Appointment, Entry, PriorLearning, SignOff, Training, parse_entry, same_person

NOBODY = "?"  # accepts prior learning in a preview that does not say who brings it in
UNDATED = "undated"  # the field of an entry whose day is that of the file
ONLY_HELD = (None, None)  # of the key of an entry: neither its day nor its last day is known


class Bringing(Protocol):
    """What is brought in: the file, the plan, and by whom."""

    tables: Tables
    plan: Plan
    subjects: Subjects
    as_at: date
    by: str | None


@attrs.frozen
class Brought:
    """An entry that comes of a file.

    Args:
        raw: its fields, by their written names.
        where: the cell it comes from.
        says: what the cell is taken as.
        key: what it says, as it is held against what is on record.
    """

    raw: Mapping[str, Any]
    where: str
    says: str
    key: tuple[object, ...]


def entry_of(subject: str, fact: Fact, worker: str, where: str, bringing: Bringing, becomes: str) -> Brought:
    """Make the entry a fact comes to.

    Args:
        subject: the competency or programme.
        fact: what is said of it.
        worker: whose it is.
        where: the cell.
        bringing: the file and the plan.
        becomes: what a competency becomes.

    Raises:
        AskedError: it lacks what such an entry needs, or contradicts itself.
        MalformedEntryError: a text in it cannot be taken.
    """
    day = fact.day or min(bringing.as_at, fact.expires or bringing.as_at)
    if fact.expires is not None and fact.expires < day:
        raise AskedError(f"its last day, {said(fact.expires)}, lies before {said(day)}", "values", where)
    title, note = bringing.subjects.titled(subject), _note(fact, bringing)
    raw: dict[str, Any] = {"kind": "", "worker": worker, "on": day, "expires_on": fact.expires, "note": note or None}
    if bringing.subjects.is_programme(subject):
        raw |= {"kind": "training", "programme": subject, "outcome": "completed"}
    elif becomes == "sign-off":
        if not fact.assessor or fact.day is None or fact.known_to != "day":
            raise AskedError("a sign-off names its assessor and its day", "values", where)
        raw |= {"kind": "sign-off", "competency": subject, "assessor": fact.assessor}
    else:
        if bringing.by is not None and same_person(bringing.by, worker):
            raise AskedError("nobody accepts their own: let somebody else bring it in", "people", where)
        known_to = None if fact.known_to == "day" or fact.day is None else fact.known_to
        raw |= {
            "kind": "prior-learning", "competency": subject, "on": max(day, bringing.as_at),
            "signed_on": day, "date_known_to": known_to,
            "issuer": bringing.plan.settings.get("issuer") or None, "accepted_by": bringing.by or NOBODY,
        }  # fmt: skip
    raw |= {"brought_from": f"{bringing.tables.file}, {where}"} | ({UNDATED: True} if fact.day is None else {})
    raw = {name: value for name, value in raw.items() if value is not None}
    entry, _ = parse_entry(raw)
    return Brought(raw, where, f"{title}: {_held(fact)}", key_of(entry))


def key_of(entry: Entry) -> tuple[object, ...]:
    """Return what an entry says, however it came: what says the same is on record already.

    A tick whose day nobody knows says the same in next month's file: it must not begin to run anew.
    """
    undated = bool(entry.extra.get(UNDATED))
    match entry:
        case PriorLearning():
            day: object = None if undated else entry.signed_on
            return ("competency", entry.worker, entry.competency, day, entry.expires_on)
        case SignOff():
            return ("competency", entry.worker, entry.competency, entry.on, entry.expires_on)
        case Training():
            return ("training", entry.worker, entry.programme, None if undated else entry.on, entry.expires_on)
        case Appointment():
            return ("post", entry.worker, entry.site, entry.on, entry.until)
    return ("other", entry.id)


def post_of(worker: str, on: date, site: str, tier: str, where: str, bringing: Bringing) -> Brought:
    """Make the entry of a post that somebody holds.

    Args:
        worker: whose it is.
        on: its first day.
        site: where.
        tier: which tier of the catalogue.
        where: the cell.
        bringing: the file and the plan.

    Raises:
        MalformedEntryError: a text in it cannot be taken.
    """
    raw = {"kind": "appointment", "worker": worker, "on": on, "site": site, "tier": tier,
           "brought_from": f"{bringing.tables.file}, {where}"}  # fmt: skip
    entry, _ = parse_entry(raw)
    catalogue = bringing.subjects.catalogue
    place = catalogue.title_of("site", site) or site
    says = f"a post, unless one is on record: {catalogue.titled(tier)} at {place} since {said(on)}"
    return Brought(raw, where, says, key_of(entry))


def _held(fact: Fact) -> str:
    since = "the day not known" if fact.day is None else said(fact.day) if fact.known_to == "day" else _roughly(fact)
    return f"held, {since}" + (f", up to {said(fact.expires)}" if fact.expires else "")


def _roughly(fact: Fact) -> str:
    assert fact.day is not None
    return str(fact.day.year) if fact.known_to == "year" else said(fact.day).partition(" ")[2]


def _note(fact: Fact, bringing: Bringing) -> str:
    """Say what an entry cannot: how exactly its day is known, and who signed."""
    told = []
    if fact.day is None:
        before = fact.expires is not None and fact.expires < bringing.as_at
        told.append(
            "The day it was signed is not known: "
            + (
                "its last day stands for it."
                if before
                else f"{said(bringing.as_at)}, the day of the file, stands for it."
            )
        )
    elif fact.known_to != "day":
        told.append(f"Known to the {fact.known_to} only, {_roughly(fact)}: its first day stands for it.")
    if fact.words:
        told.append(f"It says '{fact.words[:200]}'.")
    if fact.assessor:
        told.append(f"Signed by {fact.assessor[:80]}.")
    return " ".join(told)
