"""The first and the last days of posts that an extract says otherwise than our record."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import attrs
from msgspec import structs
from msgspec.structs import replace

from sw_competency.dates import said
from sw_competency.feeds.feeding import Fed, Feeding
from sw_competency.feeds.held import HeldPost
from sw_competency.feeds.marks import corrected
from sw_competency.feeds.proposal import Proposal
from sw_competency.model import Appointment
from sw_competency.model.extract import Assignment
from sw_competency.reconcile.difference import Difference
from sw_competency.reconcile.record import begun


@attrs.frozen
class Begun:
    """What comes of the first day that a row gives.

    Args:
        found: what is proposed or named.
        post: the post, with the first day that is proposed.
    """

    found: tuple[Difference, ...]
    post: HeldPost


def first_day(
    about: Feeding, fed: Fed, post: HeldPost, row: Assignment, last: date | None, *, changed: bool
) -> Begun:  # fmt: skip
    """Propose what puts the first day of a post right, where a row gives one that our record does not know.

    Args:
        about: the extract.
        fed: the worker.
        post: the post.
        row: its row.
        last: the last day of the post from now on, where it has one.
        changed: whether the row changes the post from that day on.
    """
    starts = row.starts
    if starts is None or (changed and post.appointment.on < starts <= about.day) or (last and starts > last):
        return Begun((), post)
    here = tuple(begun(fed.judge.post_named(post.name), about.day)) if post.holds else ()
    known = {*here, post.appointment.on} if here else {a.on for a in post.appointments}
    if starts in known:
        return Begun((), post)
    first, *later = [a for a in post.appointments if a.on >= min(known)]
    common: dict[str, Any] = {
        "worker": fed.worker, "what": "start", "ours": first.on, "theirs": starts, "entries": (first.id,),
        "rows": (row.row,),
    }  # fmt: skip
    if not post.is_fed or any(fed.provenance.by_hand(entry) is not None for entry in (first, *later)):
        named = Difference(kind="by_hand", **common, says=(
            f"{fed.worker} is in post since {said(first.on)} on our record, by hand, and since {said(starts)} in "
            "the extract: it stays as it is"
        ))  # fmt: skip
        return Begun(() if about.take_over else (named,), post)
    if later and later[0].on <= starts <= about.day:
        return Begun((_anew(common, first, later, starts),), post)
    return _moved(about, post, common, [first, *(a for a in later if a.on <= starts)], last)


def _moved(
    about: Feeding, post: HeldPost, common: Mapping[str, Any], over: Sequence[Appointment], last: date | None
) -> Begun:  # fmt: skip
    """Propose another first day of what holds from then on; what lies before it is void, an end before it too."""
    why, starts, [row] = "The extract says another first day", common["theirs"], common["rows"]
    *before, held = over
    new: dict[str, Any] = {"on": starts}
    if held.until is not None and held.until < starts:
        new["until"] = last
    record = (
        corrected(held, about.feed, about.day, why, row, **new),
        *(corrected(a, about.feed, about.day, why, row) for a in before),
    )
    told = f"{held.worker} is in post since {said(starts)}, not {said(over[0].on)}"
    moved = replace(held, **new)
    appointments = tuple(moved if a is held else a for a in post.appointments if a not in before)
    proposal = Proposal(kind="dates", **common, on=starts, record=record, says=told)
    span = structs.replace(post.span, appointment=moved) if post.appointment in over else post.span
    return Begun((proposal,), attrs.evolve(post, appointments=appointments, span=span))


def _anew(
    common: Mapping[str, Any], first: Appointment, later: Sequence[Appointment], starts: date
) -> Proposal:  # fmt: skip
    """Propose that a post which changed meanwhile begins anew: what held on that day is said once more from it on."""
    held = [a for a in (first, *later) if a.on <= starts][-1]
    new = replace(held, on=starts, id="", recorded_at=None, recorded_by=None, note=None)
    return Proposal(
        kind="dates", **common, on=starts, record=(new,),
        says=f"{first.worker} is in post since {said(starts)} in the extract, after {said(first.on)} on our record",
    )  # fmt: skip


def last_day(about: Feeding, post: HeldPost, row: Assignment) -> date | None:
    """Return the last day a row gives a post; where its status says that it is over and nothing else, the extract's."""
    if not row.ended or (row.ends is not None and row.ends <= about.day):
        return row.ends
    return post.last if post.last is not None and post.last <= about.day else about.day


def is_new(post: HeldPost, row: Assignment) -> bool:
    """Tell whether a row is of a time in post that begins after the one on record was over."""
    return post.last is not None and row.starts is not None and row.starts > post.last
