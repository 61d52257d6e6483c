"""Days as a calendar that other programs take in: iCalendar, RFC 5545."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

import attrs

from sw_competency.dates import next_day

_LONGEST = 74  # bytes of a line, a blank before what goes on among them


@attrs.frozen(slots=True)
class AllDay:
    """Something that falls on a day.

    Args:
        id: what tells it from all others, the same each time it is written.
        on: the day.
        title: what it is, in a few words.
        says: what is told of it.
    """

    id: str
    on: date
    title: str
    says: str


def icalendar(days: Iterable[AllDay], made: datetime) -> bytes:
    """Return days as a calendar: whole days, which keep nobody busy.

    Args:
        days: what falls on which.
        made: the instant up to which it was known.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//sw_competency//calendar//EN"]
    for one in days:
        lines += [
            "BEGIN:VEVENT", f"UID:{_text(one.id)}", f"DTSTAMP:{made.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{_day(one.on)}", f"DTEND;VALUE=DATE:{_day(next_day(one.on))}",
            f"SUMMARY:{_text(one.title)}", f"DESCRIPTION:{_text(one.says)}", "TRANSP:TRANSPARENT", "END:VEVENT",
        ]  # fmt: skip
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line)).encode()


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")


def _text(text: str) -> str:
    """Return a text as a value: what means something there is escaped, and control characters are blanks."""
    plain = "".join(one if one.isprintable() or one == "\n" else " " for one in text.replace("\r\n", "\n"))
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        plain = plain.replace(sign, written)
    return plain


def _folded(line: str) -> Iterator[str]:
    """Return a line as lines that are short enough; no letter is cut in two."""
    part = ""
    for letter in line:
        if len((part + letter).encode()) > _LONGEST:
            yield part
            part = " "
        part += letter
    yield part
