"""Dates as training policies use them: corresponding dates, lengths of time, values with a history, two clocks.

Whole days only. A length of months runs to the corresponding date, or to the last day of a shorter month; that is
decided here, once.
"""

import re
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Protocol, Self, TypeVar, overload
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import attrs
import msgspec

from sw_competency.errors import ArgumentError, DateError, FieldError, PeriodError, UnknownNameError

ONE_DAY = timedelta(days=1)
_DURATION = re.compile(r"P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_NAMED = "|".join(name if len(name) == 3 else f"{name[:3]}(?:{name[3:]})?" for name in (*MONTHS, "Sept"))
_DAY_FIRST = re.compile(
    r"(\d{1,2})(?:([/.-])(?P<number>\d{1,2})\2|[ -](?P<name>" + _NAMED + r")[ -])(\d{4})", re.ASCII | re.IGNORECASE
)
_ABBREVIATED = [name[:3].lower() for name in MONTHS]
_SHORT_YEAR = re.compile(r"\d{1,2}([/.-])\d{1,2}\1\d{2}", re.ASCII)


LONGEST = 100  # years; no policy lasts as long


class Length(msgspec.Struct, frozen=True):
    """A length of time in a policy, such as twelve months or sixty days.

    Months and days are kept apart, since a month has no fixed number of days.
    """

    months: int = 0
    days: int = 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an ISO 8601 duration of years, months, weeks and days, such as `P12M` or `P1Y6M`.

        Raises:
            DateError: the text is no such duration; times of day and fractions are none.
        """
        match = _DURATION.fullmatch(text)
        if match is None or len(text) > 16:
            raise DateError(f"'{text}' is not a length of time; write one as P12M, P90D or P2Y")
        years, months, weeks, days = (int(part or 0) for part in match.groups())
        if years * 12 + months > LONGEST * 12 or weeks * 7 + days > LONGEST * 366:
            raise DateError(f"'{text}' is longer than {LONGEST} years: write a shorter time, or leave it out for ever")
        return cls(years * 12 + months, weeks * 7 + days)

    def __str__(self) -> str:
        """Return the length in words, as a report prints it."""
        years, months = divmod(self.months, 12) if self.months % 12 == 0 else (0, self.months)
        parts = [(years, "year"), (months, "month"), (self.days, "day")]
        words = [f"{n} {unit}{'s' * (n != 1)}" for n, unit in parts if n]
        return " and ".join(words) or "0 days"

    def iso(self) -> str:
        """Return the length as an ISO 8601 duration."""
        parts = "".join(f"{n}{unit}" for n, unit in ((self.months, "M"), (self.days, "D")) if n)
        return f"P{parts or '0D'}"


def _shift_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return date.max if year > 9999 else date.min
    if day.day > 28:
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    return date(year, month + 1, day.day)


def _shift_days(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


@lru_cache(maxsize=1 << 14)  # a cohort asks for the same few lengths from the same few days
def after(day: date, length: Length) -> date:
    """Return the corresponding date a length after a day; past the end of the calendar, its last day."""
    moved = _shift_months(day, length.months) if length.months else day
    return _shift_days(moved, length.days) if length.days else moved


@lru_cache(maxsize=1 << 14)
def before(day: date, length: Length) -> date:
    """Return the corresponding date a length before a day."""
    moved = _shift_months(day, -length.months) if length.months else day
    return _shift_days(moved, -length.days) if length.days else moved


def last_day_within(day: date, length: Length) -> date:
    """Return the last day of which `day` is still within that length: the day before it drops out of the window."""
    out = after(day, length)
    while out < date.max and before(out, length) < day:
        out += ONE_DAY
    while out > day and before(out - ONE_DAY, length) >= day:  # months and days mixed can overshoot
        out -= ONE_DAY
    return day_before(out) if before(out, length) >= day else out


def day_before(day: date) -> date:
    """Return the day before; the calendar's first day has none, and is given back."""
    return day if day == date.min else day - ONE_DAY


def next_day(day: date) -> date:
    """Return the day after; the calendar's last day has none, and is given back."""
    return day if day == date.max else day + ONE_DAY


def parse_day(text: str) -> date:
    """Read a day written as YYYY-MM-DD.

    Raises:
        DateError: the text is not written so, or there is no such day.
    """
    if _DAY.fullmatch(text) is None:
        raise DateError(f"'{text[:40]}' is not a date; write it as YYYY-MM-DD")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DateError(f"there is no day {text}") from None


def read_day(text: str) -> tuple[date, str | None]:
    """Read a day as people write one: YYYY-MM-DD, or the day first, such as 10/10/2025 or 10 October 2025.

    Args:
        text: the day, as it was typed or stands in a spreadsheet.

    Returns:
        The day, and what to tell of how it was read; None where it can be read in no other way.

    Raises:
        DateError: the text is no day, has the month first, or a year of two digits.
    """
    written = " ".join(text.split())
    match = _DAY_FIRST.fullmatch(written)
    if match is None:
        if _SHORT_YEAR.fullmatch(written):
            raise DateError(f"'{written}' has a year of two digits; write it as YYYY-MM-DD")
        return parse_day(text), None
    number, year = int(match[1]), match[5]
    month = int(match["number"]) if match["number"] else _ABBREVIATED.index(match["name"][:3].lower()) + 1
    if month > 12 >= number:
        raise DateError(f"'{written}' has no month {month}: the day goes first; write it as YYYY-MM-DD")
    day = parse_day(f"{year}-{month:02}-{number:02}")
    return day, None if written == said(day) else f"'{written}' is taken as {said(day)}"


def day_of(given: date | str | None) -> date | None:
    """Take a day, or the text of one.

    Raises:
        DateError: the text is no day, or it is an instant.
    """
    if isinstance(given, datetime):
        raise DateError(f"{given} is an instant, not a day: give its date()")
    return parse_day(given) if isinstance(given, str) else given


def length_said(length: Length) -> str:
    """Return a length of time in words; whole weeks are said as weeks."""
    weeks, days = divmod(length.days, 7)
    return f"{weeks} weeks" if weeks > 1 and not days and not length.months else str(length)


def time_between(first: date, last: date) -> str:
    """Return the time from a day to a later one in words: days up to two months, then whole months, then years too."""
    months = (last.year - first.year) * 12 + last.month - first.month
    months -= after(first, Length(months=months)) > last
    if months < 2:
        return str(Length(days=(last - first).days))
    years, rest = divmod(months, 12)
    return str(Length(months=months)) if years < 2 or not rest else f"{years} years and {Length(months=rest)}"


@overload
def length_of(given: "Length | str") -> "Length": ...
@overload
def length_of(given: None) -> None: ...
def length_of(given: "Length | str | None") -> "Length | None":
    """Take a length of time, or the text of one, such as `P24M`.

    Raises:
        DateError: the text is none.
    """
    return Length.parse(given) if isinstance(given, str) else given


@lru_cache(maxsize=1 << 12)  # an extract names the same few days over and over
def said(day: date) -> str:
    """Return a day as a sentence says it: 1 May 2026. The month's name must not follow the machine's language."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def end_of(day: date) -> datetime:
    """Return the last instant of a day, UTC."""
    return datetime.combine(day, time.max, UTC)


def parse_instant(text: str) -> datetime:
    """Read an instant with its offset, or a date: the end of that day, UTC.

    Raises:
        DateError: the text is neither.
    """
    if _DAY.fullmatch(text):
        return end_of(parse_day(text))
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise DateError(f"'{text[:40]}' is not an instant; write it as 2026-03-01T12:00:00Z, or as a date")
    try:
        return instant.astimezone(UTC)
    except OverflowError:
        raise DateError(f"'{text[:40]}' is not an instant of this calendar") from None


def asked_day(given: date | str | None) -> date | None:
    """Take the day a question is about, or its text.

    Raises:
        FieldError: the text is no day, or it is an instant.
        ArgumentError: it is neither.
    """
    if not isinstance(given, date | str | None):
        raise ArgumentError("as_of is a day, such as '2026-03-02'", given)
    try:
        return day_of(given)
    except ValueError as error:
        raise FieldError("as_of", str(error)) from None


def asked_instant(given: datetime | date | str | None) -> datetime | None:
    """Take the instant up to which was known, or its text; a day is its end, UTC.

    Raises:
        FieldError: the text is neither, or the instant has no offset.
        ArgumentError: it is something else.
    """
    if not isinstance(given, date | str | None):
        raise ArgumentError("known_by is an instant, such as '2026-03-02T12:00:00Z', or a day", given)
    if isinstance(given, datetime):
        if given.tzinfo is None:
            raise FieldError("known_by", "is an instant with its offset, such as datetime.now(UTC)")
        return given.astimezone(UTC)
    if isinstance(given, date):
        return end_of(given)
    try:
        return parse_instant(given) if given is not None else None
    except ValueError as error:
        raise FieldError("known_by", str(error)) from None


def zone(name: str) -> ZoneInfo:
    """Return a time zone.

    Raises:
        UnknownNameError: this computer knows none of that name.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, TypeError, AttributeError, OSError):
        note = "name one such as 'Europe/London'; if this computer does not know that either, install tzdata."
        raise UnknownNameError("time zone", str(name), note=note) from None


@attrs.frozen(slots=True)
class Moment:
    """What an answer holds under: its two clocks, and the catalogue; whoever asks so again gets the same answer.

    Args:
        as_of: the day a question is about: what had happened by the end of that day.
        known_by: the instant up to which we knew: what had been recorded by then. Always UTC.
        catalogue: the digest of the catalogue judged by; empty until a question is asked.
    """

    as_of: date
    known_by: datetime
    catalogue: str = ""


class Dated(Protocol):
    """A value that holds from a day on, until a later version takes its place."""

    @property
    def starts(self) -> date:
        """The first day on which it holds."""


D = TypeVar("D", bound=Dated)


def in_force(history: Sequence[D], day: date) -> D | None:
    """Return the version in force on a day: the one with the latest `starts` not after it; the history is in order."""
    if len(history) == 1:
        return history[0] if history[0].starts <= day else None
    index = bisect_right(history, day, key=lambda version: version.starts)
    return history[index - 1] if index else None


YEAR = Length(months=12)
MOST_WEEKS = 520


def last_day(first: date, ahead: Length, until: date | None) -> date:
    """Return the last day of a look ahead: a length of time on, or the day named instead.

    Raises:
        PeriodError: it lies before the first.
    """
    last = until or after(first, ahead)
    if last < first:
        raise PeriodError(last, first, "the day asked about")
    return last


def look_ahead(first: date, weeks: int, until: date | None) -> date:
    """Return the last day of a look ahead: so many weeks on, or the day named instead.

    Raises:
        PeriodError: it lies before the first.
        FieldError: too many weeks are asked for.
    """
    if not 0 <= weeks <= MOST_WEEKS:
        raise FieldError("weeks", f"{weeks} is not a number from 0 to {MOST_WEEKS}")
    return last_day(first, Length(days=7 * weeks), until)
