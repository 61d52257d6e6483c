"""What an entry that a feed made carries, and who said last what a record holds: the feed, or a person."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec.structs import replace

from sw_competency.model import Correction, Entry

FEED, ROW, DAY, NUMBER, SAID = "feed", "feed_row", "feed_day", "feed_number", "feed_said"
Marks = Mapping[str, Any]


def marks(feed: str, day: date, row: int | None = None, number: str | None = None, said: Marks | None = None) -> dict[
    str, Any
]:  # fmt: skip
    """Return the fields by which an entry is known to be a feed's.

    Args:
        feed: which feed.
        day: the extract's day.
        row: the row that says so; None where it is the want of a row.
        number: the number of the assignment, by which it is found again.
        said: what the row said of what can change, in our words.
    """
    told: dict[str, Any] = {FEED: feed, DAY: day.isoformat()}
    if row is not None:
        told[ROW] = row
    if number is not None:
        told[NUMBER] = number
    if said is not None:
        told[SAID] = said
    return told


class Provenance:
    """Who said last what one record holds.

    Args:
        feed: which feed.
        written: the record as it was written, corrections and all.
    """

    def __init__(self, feed: str, written: Iterable[Entry]) -> None:
        self._feed = feed
        self._said: dict[str, Marks] = {}
        self._by_hand: dict[str, Entry] = {}
        self._void: dict[str, Entry] = {}
        roots: dict[str, str] = {}
        originals: dict[str, Entry] = {}
        for entry in written:
            if not isinstance(entry, Correction):
                originals[entry.id] = entry
                self._note(entry.id, entry, entry)
                continue
            about = roots[entry.id] = roots.get(entry.corrects, entry.corrects)
            self._note(about, entry, entry.with_ or entry)
            if entry.with_ is None and about in originals and about == entry.corrects:
                self._void[about] = originals[about]
            else:
                self._void.pop(about, None)

    def _note(self, about: str, by: Entry, says: Entry) -> None:
        if by.extra.get(FEED) != self._feed:
            self._by_hand[about] = by
        else:
            self._by_hand.pop(about, None)
            self._said[about] = says.extra

    def of_feed(self, entry: Entry) -> Marks | None:
        """Return the marks of what the feed said of an entry, be it that a person corrected it; None where nothing."""
        return self._said.get(entry.id)

    def by_hand(self, entry: Entry) -> Entry | None:
        """Return what a person wrote of an entry last: itself, or its correction; None where the feed did."""
        return self._by_hand.get(entry.id)

    def voided_by_hand(self) -> list[Entry]:
        """Return what the feed said and a person voided."""
        return [entry for id_, entry in self._void.items() if id_ in self._by_hand and id_ in self._said]


def corrected(entry: Entry, feed: str, day: date, reason: str, row: int | None = None, **changed: Any) -> Correction:
    """Return the correction of an entry by a feed; without changes it is void.

    Args:
        entry: the entry.
        feed: which feed.
        day: the extract's day.
        reason: why it was wrong.
        row: the row that says so.
        changed: the fields as they should have been.
    """
    instead = replace(entry, recorded_at=None, recorded_by=None, id="", **changed) if changed else None
    owner, who = entry.owner
    given: dict[str, Any] = {owner: who}
    return Correction(
        on=day, corrects=entry.id, reason=reason, with_=instead, extra=marks(feed, day, row), **given
    )  # fmt: skip


def together(entry: Entry, corrections: Sequence[Correction]) -> Correction:
    """Return one correction that says all that several say of an entry; void, where one of them is."""
    first = corrections[0]
    if len(corrections) == 1 or any(each.with_ is None for each in corrections):
        return next((each for each in corrections if each.with_ is None), first)
    instead = first.with_
    for each in corrections[1:]:
        names = [n for n in type(entry).__struct_fields__ if n not in {"id", "recorded_at", "recorded_by"}]
        changed = {n: new for n in names if (new := getattr(each.with_, n)) != getattr(entry, n)}
        instead = replace(instead, **changed) if instead is not None else None
    return replace(first, with_=instead)
