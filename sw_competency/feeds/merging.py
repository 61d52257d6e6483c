"""What of a post a feed changes: what the extract says now, held against what it said last and what is on record.

What the extract goes on saying as before, and a person recorded otherwise, is the person's.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import attrs
from msgspec.structs import replace

from sw_competency.dates import said
from sw_competency.feeds.feeding import Fed, Feeding
from sw_competency.feeds.held import HeldPost
from sw_competency.feeds.marks import corrected, marks
from sw_competency.feeds.proposal import Proposal
from sw_competency.model import Appointment, Entry
from sw_competency.model.extract import Assignment
from sw_competency.names import listed
from sw_competency.reconcile.difference import Difference, PostOnRecord, posts_said
from sw_competency.reconcile.posts import SAME_WTE

_FIELDS = ("site", "wte", "band", "title")


def said_of(about: Feeding, row: Assignment) -> dict[str, Any]:
    """Return what a row says of what can change, in our words; what it leaves open is left out."""
    wte = float(row.wte) if row.wte is not None and "wte" in about.tells else None
    found = {"site": about.site(row), "wte": wte, "band": row.band, "title": row.title}
    return {name: value for name, value in found.items() if value is not None}


def same(name: str, one: Any, other: Any) -> bool:
    """Tell whether two values of a field are the same; whole-time equivalents, as they are rounded."""
    if name == "wte" and one is not None and other is not None:
        return abs(Decimal(str(one)) - Decimal(str(other))) <= SAME_WTE
    return bool(one == other) or (name == "wte" and not one and not other)


@attrs.frozen
class Merged:
    """What comes of a row and a post.

    Args:
        changed: the fields that the extract changes, each with its value.
        by_hand: those that a person recorded otherwise.
    """

    changed: Mapping[str, Any]
    by_hand: Mapping[str, Any]


def merged(about: Feeding, fed: Fed, post: HeldPost, row: Assignment) -> Merged:
    """Hold each field of a row against our record and what the feed said before."""
    theirs, ours, before = said_of(about, row), post.now(fed.judge), post.said
    changed, by_hand = dict[str, Any](), dict[str, Any]()
    for name in _FIELDS:
        value, mine = theirs.get(name), ours[name]
        if value is None or same(name, value, mine):
            continue
        if before is None:
            if about.take_over:
                changed[name] = value
            elif mine is not None and name != "title":
                by_hand[name] = value
        elif name in before and same(name, before[name], value):
            if name != "title":
                by_hand[name] = value
        elif mine is None or same(name, before.get(name), mine) or (name == "title" and name in before):
            changed[name] = value
        elif name != "title":
            by_hand[name] = value
    return Merged(changed, by_hand)


def changes(
    about: Feeding, fed: Fed, post: HeldPost, row: Assignment, last: date | None
) -> Iterator[Difference]:  # fmt: skip
    """Propose what a row changes of a post that goes on, and name what a person recorded otherwise.

    Args:
        about: the extract.
        fed: the worker.
        post: the post.
        row: its row.
        last: the last day of the post from now on, where it has one.
    """
    found = merged(about, fed, post, row)
    if found.by_hand:
        yield _named(fed, post, row, found.by_hand)
    changed = dict(found.changed)
    tier: str | None = post.span.tier
    if {"band", "title"} & changed.keys():
        band = changed.get("band", post.now(fed.judge)["band"])
        tier = about.grades.tier(band, row.title, post.span.tier)
    if tier is None:
        yield to_settle(
            fed.worker, "tier", (row,), f"{fed.worker} is {_grade(row)} in the extract, which fits no one tier of the "
            "catalogue: record the tier, or say under [title] in the catalogue what the title means",
            ours=post.span.tier, theirs=row.band,
        )  # fmt: skip
        changed = {name: value for name, value in changed.items() if name not in {"band", "title"}}
        tier = post.span.tier
    if not changed and not (about.take_over and not post.is_fed):
        return
    yield _change(about, fed, post, row, {**changed}, tier, last)


def _change(
    about: Feeding, fed: Fed, post: HeldPost, row: Assignment, changed: Mapping[str, Any], tier: str,
    last: date | None,
) -> Proposal:  # fmt: skip
    old, on = post.appointment, _since(about, post, row) if changed else about.day
    own_band = about.catalogue.tiers[tier].band if tier in about.catalogue.tiers else None
    band = changed.get("band", old.band if tier == old.tier else None)
    fields: dict[str, Any] = {
        "site": changed.get("site", old.site), "tier": tier, "title": changed.get("title", old.title),
        "band": None if band == own_band else band, **wte_of(changed.get("wte", old.wte), old.basis),
    }  # fmt: skip
    fields["extra"] = {k: v for k, v in old.extra.items() if not k.startswith("feed")} | of_row(about, row)
    new: Entry
    if on == old.on and fed.provenance.by_hand(old) is None:
        new = corrected(old, about.feed, about.day, "The extract of that day was corrected", row.row, **fields)
    else:
        new = replace(old, on=on, id="", recorded_at=None, recorded_by=None, note=None, until=last, **fields)
    ours = post.now(fed.judge)
    words = [_words(about, name, value, ours[name]) for name, value in changed.items()]
    kind = "change" if changed else "taken_over"
    what = ", ".join(changed) if changed else "post"
    told = f"is {listed(words)} from {said(on)}" if changed else "has a post on record that the feed takes over"
    return Proposal(
        kind=kind, worker=fed.worker, what=what, on=on, record=(new,), entries=(old.id,), rows=(row.row,),
        ours=(PostOnRecord(ours["site"], ours["band"], ours["wte"], post.span.first),), theirs=posts_said([row]),
        says=f"{fed.worker} {told}",
    )  # fmt: skip


def of_row(about: Feeding, row: Assignment) -> dict[str, Any]:
    """Return the marks of an entry that a row of a staff list says."""
    return marks(about.feed, about.day, row.row, row.assignment, said_of(about, row))


def wte_of(wte: float | None, basis: str | None) -> dict[str, Any]:
    """Return whole-time equivalents as an appointment has them: none at all is a bank contract."""
    return {"wte": wte or None, "basis": "bank" if wte == 0 and basis is None else basis}


def _since(about: Feeding, post: HeldPost, row: Assignment) -> date:
    """Return the day of a change: the one the row says, where it lies after what is on record; else the extract's."""
    starts = row.starts
    return starts if starts is not None and post.appointment.on < starts <= about.day else about.day


def to_settle(worker: str | None, what: str, rows: tuple[Assignment, ...], says: str, **values: Any) -> Difference:
    """Return something that nobody but a person can settle."""
    return Difference(
        kind="to_settle", worker=worker, what=what, says=says, rows=tuple(row.row for row in rows), **values
    )  # fmt: skip


def _named(fed: Fed, post: HeldPost, row: Assignment, theirs: Mapping[str, Any]) -> Difference:
    ours = post.now(fed.judge)
    mine = listed([_plainly(name, ours[name]) for name in theirs])
    others = listed([_plainly(name, value) for name, value in theirs.items()])
    entries = (post.appointment.id, *([post.span.by] if post.span.by else []))
    return Difference(
        kind="by_hand", worker=fed.worker, what=", ".join(theirs), ours=mine, theirs=others, entries=entries,
        rows=(row.row,),
        says=f"{fed.worker} is {mine} on our record, by hand, and {others} in the extract: it stays as it is",
    )  # fmt: skip


def _grade(row: Assignment) -> str:
    band = f"band {row.band}" if row.band is not None else "of no band"
    return f"{band} with the title '{row.title}'" if row.title else band


def _plainly(name: str, value: Any) -> str:
    if value is None:
        return f"without {'WTE' if name == 'wte' else name}"
    return {"site": f"at {value}", "wte": f"{value} WTE", "band": f"band {value}", "title": f"'{value}'"}[name]


def _words(about: Feeding, name: str, value: Any, before: Any) -> str:
    if name == "site":
        value, before = about.titled(value), about.titled(before)
    was = _plainly(name, before).removeprefix("at ")
    return f"{_plainly(name, value)} (before: {was})"


def new_post(
    about: Feeding, worker: str, row: Assignment, name: str | None, on: date
) -> Appointment | Difference:  # fmt: skip
    """Return the appointment a row says, or what somebody has to settle first.

    Args:
        about: the extract.
        worker: whose post.
        row: the row.
        name: what the post is to be called; None for the main one.
        on: the first day.
    """
    site, tier = about.site(row), about.grades.tier(row.band, row.title)
    if site is None:
        where = f"at '{row.places[0]}', which is no site we know" if row.places else "at no site that is named"
        how = "name it under esr_locations of a site in the catalogue"
        return to_settle(worker, "site", (row,), f"{worker} is new in the extract, {where}: {how}", theirs=row.places)
    if tier is None:
        says = f"{worker} is new in the extract, {_grade(row)}, which fits no one tier of the catalogue"
        how = "record the appointment by hand, or say under [title] in the catalogue what the title means"
        return to_settle(worker, "tier", (row,), f"{says}: {how}", theirs=row.band)
    return Appointment(
        worker=worker, on=on, site=site, tier=tier, title=row.title, post=name, until=row.ends,
        extra=of_row(about, row), **wte_of(float(row.wte) if row.wte is not None else None, None),
    )  # fmt: skip
