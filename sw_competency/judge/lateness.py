"""How late a sign-off or practice was written down: told wherever it is shown, and nothing is decided by it.

By `recorded_at` alone: what a file says of when it was written down elsewhere makes nothing timely here, and is told
beside it.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, ClassVar

import msgspec

from sw_competency.dates import Length, after, said, time_between
from sw_competency.judge.judging import Judging
from sw_competency.judge.shared import shared
from sw_competency.model import Countersignature, Entry, Practice, PriorLearning, SignOff

_KINDS: dict[type[Entry], tuple[str, str]] = {  # by whose number, and what it is called
    SignOff: ("sign-off", "sign-off"),
    PriorLearning: ("sign-off", "prior learning"),
    Countersignature: ("sign-off", "countersignature"),
    Practice: ("practice", "practice"),
}


class Late(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that was written down later than its site allows.

    Args:
        entry: its id.
        what: what it is, such as `sign-off`.
        on: its day.
        written: the day it was written down here, UTC.
        elsewhere: the day it was written down where it came from, as the file it came in says.
        title: of the competency; empty of a countersignature.
        limit: the length of time after which it is late.
        confirmed: whether somebody stands behind that number.
    """

    json_as: ClassVar = {"entry": str, "on": date, "recorded_on": date, "days": int, "words": str, "says": str}

    entry: str
    what: str
    on: date
    written: date
    elsewhere: date | None = None
    title: str = ""
    limit: Length
    confirmed: bool

    @property
    def days(self) -> int:
        """How many days later it was written down."""
        return (self.written - self.on).days

    @property
    def words(self) -> str:
        """How late, as it is said beside the entry: recorded 10 months later."""
        source = f" (where it came from, on {said(self.elsewhere)})" if self.elsewhere is not None else ""
        return f"recorded {time_between(self.on, self.written)} later{source}"

    @property
    def says(self) -> str:
        """What was written down late, and how late, in a sentence."""
        about = f" for {self.title}" if self.title else ""
        return f"the {self.what} of {said(self.on)}{about} was {self.words}"

    def to_json(self) -> dict[str, Any]:
        """Return it as an answer prints it."""
        return {
            "entry": self.entry, "on": self.on.isoformat(), "recorded_on": self.written.isoformat(), "days": self.days,
            "words": self.words, "says": self.says,
        }  # fmt: skip


def how_late(judge: Judging, entry: Entry) -> Late | None:
    """Return how late an entry was written down, by the number of the site of its day; None where it was in time."""
    kind = _KINDS.get(type(entry))
    if kind is None or entry.recorded_at is None:
        return None
    catalogue, written = judge.catalogue, entry.recorded_at.date()
    if written <= entry.on:
        return None
    site = judge.where(entry.on) if catalogue.site_recordings else None
    asked = catalogue.recording(kind[0], site)
    if written <= after(entry.on, asked.late_after):
        return None
    named, source = getattr(entry, "competency", None), entry.recorded_at_source
    return Late(
        entry=entry.id, what=kind[1], on=entry.on, written=written, elsewhere=source.date() if source else None,
        title=catalogue.titled(named) if named else "", limit=asked.late_after,
        confirmed=asked.stands_behind("late_after") != "placeholder",
    )  # fmt: skip


def late_words(judge: Judging, entry: Entry) -> str:
    """Return how late an entry was written down, as it is said beside it; nothing where it was in time."""
    late = how_late(judge, entry)
    return late.words if late is not None else ""


def late_among(judge: Judging, entries: Iterable[Entry]) -> tuple[Late, ...]:
    """Return those of some entries that were written down late, in the order of their days."""
    found = (how_late(judge, one) for one in entries)
    return tuple(sorted([late for late in found if late is not None], key=lambda late: (late.on, late.entry)))


def late_in_answer(judge: Judging, named: Iterable[str], given: Entry | None) -> tuple[Late, ...]:
    """Return what was written down late of the entries an answer names, and of the sign-off that decides it."""
    ids = {*named, *([given.id] if given is not None else ())}
    return late_among(judge, [entry for entry in judge.record.entries if entry.id in ids]) if ids else ()


def say_limits(late: Iterable[Late]) -> tuple[str, ...]:
    """Say after how long a thing is late, of those numbers that nobody stands behind."""
    return tuple(dict.fromkeys(f"more than {one.limit} after it happened" for one in late if not one.confirmed))


@shared
def late_on_record(judge: Judging, day: date) -> tuple[Late, ...]:
    """Return all that was written down late, of what is on record up to a day."""
    return late_among(judge, judge.at(day).entries)


def say_late(late: Sequence[Late]) -> str:
    """Say that an answer rests on what was written down late: the one thing, or how many."""
    if len(late) == 1:
        return f"This rests on one thing recorded late: {late[0].says}"
    return f"This rests on {len(late)} entries that were recorded late"


def late_beneath(rows: Iterable[tuple[str | None, str, Iterable[Late]]]) -> Iterator[str]:
    """Say beneath a table what was written down late and its rows do not say: whose, what is said, what was late."""
    for whose, told, late in rows:
        for one in late:
            if one.words not in told:
                yield f"Recorded late, which decides nothing: {f'{whose}: ' if whose else ''}{one.says}."
