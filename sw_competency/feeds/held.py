"""The posts of one worker on record, as a feed finds them: what holds on the day, up to when, what the feed said."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import attrs

from sw_competency.dates import day_before
from sw_competency.feeds.marks import NUMBER, SAID, Marks, Provenance
from sw_competency.judge.case import Judge
from sw_competency.judge.posts import band_of
from sw_competency.model import Appointment, Entry, Leaving
from sw_competency.reconcile.record import ends
from sw_competency.rules import Span


@attrs.frozen(kw_only=True)
class HeldPost:
    """A post on record.

    Args:
        name: what it is called; None for the main one.
        appointments: all of it, in the order of the record.
        span: what holds on the day; where the post is over or still to come, what held last or will first.
        holds: whether it is held on the day.
        last: the last day; None where it goes on.
        leaving: what ended it, where a leaving did.
        number: the number of the assignment by which the feed knows it.
        said: what the feed said last of it, in our words; None where it said nothing.
    """

    name: str | None
    appointments: tuple[Appointment, ...]
    span: Span
    holds: bool
    last: date | None
    leaving: Leaving | None = None
    number: str | None = None
    said: Marks | None = None

    @property
    def appointment(self) -> Appointment:
        """The appointment that holds."""
        return self.span.appointment

    @property
    def first(self) -> date:
        """The first day of the post."""
        return self.appointments[0].on

    @property
    def is_fed(self) -> bool:
        """Whether the feed said anything of it."""
        return self.said is not None

    def now(self, judge: Judge) -> dict[str, Any]:
        """Return what of it can change."""
        held = self.appointment
        return {
            "site": held.site, "wte": held.wte, "band": band_of(self.span, judge.catalogue), "title": held.title,
        }  # fmt: skip


def held_posts(judge: Judge, entries: Sequence[Entry], provenance: Provenance, day: date) -> list[HeldPost]:
    """Return every post a worker ever had, the main one first.

    Args:
        judge: the judge of the worker.
        entries: the record as known, what lies ahead too.
        provenance: who said what.
        day: the day.
    """
    appointments = [e for e in entries if isinstance(e, Appointment)]
    leavings = [e for e in entries if isinstance(e, Leaving)]
    names = dict.fromkeys(sorted({a.post for a in appointments}, key=lambda name: name or ""))
    place = {id(e): at for at, e in enumerate(entries)}
    found = []
    for name in names:
        of_post = tuple(a for a in appointments if a.post == name)
        post = judge.post_named(name)
        if not post.spans:
            continue
        here = post.at(day)
        span = here or max(post.spans, key=lambda s: s.first if s.first <= day else date.min)
        last = ends(post, day) if here else _last_of(span)
        said = [said for a in of_post if (said := provenance.of_feed(a)) is not None]
        after = [x for x in leavings if x.post in {None, name} and place[id(x)] > place[id(span.appointment)]]
        found.append(HeldPost(
            name=name, appointments=of_post, span=span, holds=here is not None, last=last,
            leaving=next((x for x in after if x.on == last), None), number=said[-1].get(NUMBER) if said else None,
            said=said[-1].get(SAID, {}) if said else None,
        ))  # fmt: skip
    return found


def _last_of(span: Span) -> date | None:
    return None if span.last == date.max else span.last


def untils(post: HeldPost, last: date) -> Iterable[tuple[Appointment, date]]:
    """Return the appointments of a post that would stand after a day, each with the last day that ends it there."""
    by_day = sorted(post.appointments, key=lambda a: a.on)
    for at, appointment in enumerate(by_day):
        following = [a.on for a in by_day[at + 1 :] if a.on <= last]
        if appointment.on <= last and (appointment.until is None or appointment.until > last):
            yield appointment, max(day_before(following[0]), appointment.on) if following else last
