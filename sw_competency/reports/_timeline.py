"""The pictures of a page as finished boxes: progress towards a band, and what expires in the year ahead.

A picture only repeats numbers that stand beside it as text.
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

import attrs

from sw_competency.model.marks import Mark

BAR = 360.0  # the width of a bar of parts, in the picture's own units
GAP = 4.0
MONTH = 40.0  # the width of a month on the timeline
MONTHS = 12
NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@attrs.frozen(slots=True)
class Box:
    """A box in a picture: where it begins, how wide it is, how it is filled."""

    x: float
    width: float
    kind: str


@attrs.frozen(slots=True)
class Bar:
    """So many parts met of so many.

    Args:
        says: the same in words.
        boxes: a box for each part; filled, open, or with a question mark.
    """

    says: str
    met: int
    of: int
    boxes: tuple[Box, ...]


@attrs.frozen(slots=True)
class Track:
    """One thing that expires, on the timeline.

    Args:
        title: what.
        mark: its status.
        expires_on: its last day.
        says: how far ahead that is, in words.
        boxes: the time it still runs, and the notice within it.
        placeholder: whether nobody has published the length.
    """

    title: str
    mark: Mark
    expires_on: date
    says: str
    boxes: tuple[Box, ...]
    placeholder: bool = False


@attrs.frozen(slots=True)
class Timeline:
    """What expires in the twelve months ahead.

    Args:
        months: the months, the first that of the day itself.
        today: where the day stands.
        ticks: where each month begins.
        groups: heading and tracks.
        later: how many run beyond it, or without an end.
    """

    months: tuple[str, ...]
    today: float
    ticks: tuple[float, ...]
    groups: tuple[tuple[str, tuple[Track, ...]], ...]
    later: int


def bar(kinds: Sequence[str], says: str) -> Bar:
    """Draw a bar with a box for each part; a kind is `met`, `open` or `query`, the met ones first."""
    order = sorted(kinds, key=("met", "query", "open").index)
    width = (BAR - GAP * (len(order) - 1)) / max(len(order), 1)
    boxes = tuple(Box(round(i * (width + GAP), 2), round(width, 2), kind) for i, kind in enumerate(order))
    return Bar(says, order.count("met"), len(order), boxes)


def months_from(day: date) -> tuple[str, ...]:
    """Name the twelve months ahead, each January with its year."""
    return tuple(NAMES[(day.month - 1 + i) % 12] for i in range(MONTHS))


def place(day: date, origin: date) -> float:
    """Return the place of a day on the timeline that begins with the month of `origin`."""
    months = (day.year - origin.year) * 12 + day.month - origin.month
    within = (day.day - 1) / monthrange(day.year, day.month)[1]
    return round(min(max((months + within) * MONTH, 0.0), MONTHS * MONTH), 2)


def last_day(origin: date) -> date:
    """Return the last day that is on the timeline."""
    month = origin.month - 1 + MONTHS
    year = origin.year + month // 12
    return date(year, month % 12 + 1, 1) - timedelta(days=1) if year < date.max.year else date.max


def track(
    title: str, mark: Mark, expires_on: date, day: date, notice_from: date | None, *, placeholder: bool = False
) -> Track:
    """Draw how long something still runs, from a day on, and when the notice begins."""
    left = (expires_on - day).days
    here, end = place(day, day), place(expires_on + timedelta(days=1), day)
    if left < 0:
        return Track(title, mark, expires_on, f"{-left} days ago", (Box(0.0, here, "over"),), placeholder)
    begin = min(max(place(notice_from, day), here), end) if notice_from else end
    boxes = [Box(here, round(begin - here, 2), "runs"), Box(begin, round(end - begin, 2), "notice")]
    says = "today is the last day" if left == 0 else f"in {left} day{'s' * (left != 1)}"
    return Track(title, mark, expires_on, says, tuple(box for box in boxes if box.width > 0), placeholder)


def timeline(groups: Sequence[tuple[str, Sequence[Track]]], day: date, later: int) -> Timeline:
    """Put tracks together under their headings, the first to expire first."""
    drawn = tuple(
        (heading, tuple(sorted(tracks, key=lambda t: (t.expires_on, t.title)))) for heading, tracks in groups if tracks
    )
    return Timeline(months_from(day), place(day, day), tuple(i * MONTH for i in range(MONTHS + 1)), drawn, later)
