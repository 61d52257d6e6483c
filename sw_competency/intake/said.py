"""What one cell says: a day, as exactly as it is known, and the words beside it. Days are read day first.

`12/03/2025`, `12-MAR-25`, `March 2025`, `exp 03/26`, `JT 12.3.25`, `2024`: two figures for a year are of this century.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

import attrs

from sw_competency.dates import MONTHS

KnownTo = Literal["day", "month", "year"]
FIRST_YEAR = 1950  # nobody who works today was trained before
_NAMES = "|".join(name if len(name) == 3 else f"{name[:3]}(?:{name[3:]})?" for name in (*MONTHS, "Sept"))
_YEAR = r"(?P<year>(?:19|20)?\d\d)(?!\d)"
_TIME = r"(?:[T ]+\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|\+00:?00)?)?"
_FORMS = [
    re.compile(rf"(?<![\w/.-]){form}(?![/.-]?\w)", re.ASCII | re.IGNORECASE)
    for form in (
        rf"(?P<year>\d{{4}})[-/](?P<month>\d\d?)[-/](?P<day>\d\d?){_TIME}",
        rf"(?P<first>\d\d?)(?P<by>[/.-])(?P<second>\d\d?)(?P=by){_YEAR}{_TIME}",
        rf"(?P<day>\d\d?)(?:st|nd|rd|th)?[ .-]*(?P<name>{_NAMES})[ .,'’-]*{_YEAR}{_TIME}",
        rf"(?P<name>{_NAMES})[ .,'’-]*{_YEAR}",
        r"(?P<month>\d\d?)[/.-](?P<year>(?:19|20)\d\d)",
        r"(?P<month>\d\d?)/(?P<year>1[5-9]|[2-9]\d)",  # 10/10 is rather ten of ten
        r"(?P<year>(?:19|20)\d\d)",
    )
]
_SERIAL = re.compile(r"[3-5]\d{4}(\.\d+)?", re.ASCII)
_WEEKDAY = r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sat|sun)(?:day)?\b"
_WITHOUT = re.compile(rf"{_WEEKDAY}|\b\d{{1,2}}:\d\d(?::\d\d)?(?: ?[ap]m)?\b", re.ASCII | re.IGNORECASE)
_LAST = re.compile(r"(?:exp(?:iry|ires|\.)?|expires on|valid (?:to|until)|until|renew(?:al)?|due)[.:]?", re.IGNORECASE)
_EDGES = " \t\r\n:;,()[]"


@attrs.frozen
class Said:
    """What a cell says.

    Args:
        day: the day; of a month or year its first.
        known_to: how exactly it is known.
        rest: the words beside it, without blanks at their ends.
        wrong: why it cannot be read, as the end of a sentence.
        until: a last day that is stated beside it.
    """

    day: date | None = None
    known_to: KnownTo = "day"
    rest: str = ""
    wrong: str = ""
    until: date | None = None

    @property
    def last(self) -> date | None:
        """The last day of it: of a month or year its last, since a paper runs to the end of what it states."""
        if self.day is None or self.known_to == "day":
            return self.day
        month = 12 if self.known_to == "year" else self.day.month
        return date(self.day.year, month, monthrange(self.day.year, month)[1])


@lru_cache(maxsize=1 << 14)  # the same few days stand in thousands of cells
def read(text: str, *, day_first: bool = True, serials: bool = False) -> Said:
    """Read a cell.

    Args:
        text: what stands in it.
        day_first: whether 03/04/2025 is 3 April.
        serials: whether a bare number such as 45748 is a spreadsheet's count of days.
    """
    text = text.strip()
    if serials and is_serial(text):
        return Said(date(1899, 12, 30) + timedelta(days=int(float(text))))
    found = list(_days(text, day_first=day_first))
    if not found:
        return Said(rest=text.strip(_EDGES))
    if found[1:]:
        return _with_last_day(text, sorted(found, key=lambda one: one[0]))
    (begin, end), said = found[0]
    rest = " ".join(_WITHOUT.sub("", part).strip(_EDGES) for part in (text[:begin], text[end:]))
    rest = rest.strip(f"{_EDGES}-–/.")
    return attrs.evolve(said, rest=rest)


def _with_last_day(text: str, found: list[tuple[tuple[int, int], Said]]) -> Said:
    """Read a cell such as "12/03/25 exp 12/03/26"; of other pairs it cannot be told which is which."""
    (first, said), ((begin, end), last), *more = found
    if more or said.wrong or last.wrong or _LAST.fullmatch(text[first[1] : begin].strip(_EDGES)) is None:
        return Said(rest=text, wrong="holds two days")
    rest = f"{text[: first[0]].strip(_EDGES)} {text[end:].strip(_EDGES)}".strip()
    return attrs.evolve(said, rest=rest, until=last.last)


def is_serial(text: str) -> bool:
    """Tell a number that may be a spreadsheet's count of days, of the years 1982 to 2064."""
    return _SERIAL.fullmatch(text) is not None


def order_of(text: str) -> str | None:
    """Tell which goes first in a day in figures, `day` or `month`, where it can be read in one way only."""
    for match in _FORMS[1].finditer(text):
        first, second = int(match["first"]), int(match["second"])
        if first > 12 >= second:
            return "day"
        if second > 12 >= first:
            return "month"
    return None


def _days(text: str, *, day_first: bool) -> Iterator[tuple[tuple[int, int], Said]]:
    """Find the days in a text, each with its place; a longer form goes before a shorter."""
    left = text
    for form in _FORMS:
        for match in list(form.finditer(left)):
            left = left[: match.start()] + "\0" * (match.end() - match.start()) + left[match.end() :]
            yield match.span(), _day(match, day_first=day_first)


def _day(match: re.Match[str], *, day_first: bool) -> Said:
    said = match.groupdict()
    year = int(said["year"]) + (2000 if len(said["year"]) == 2 else 0)
    if "first" in said:
        day, month = int(said["first"]), int(said["second"])
        if not day_first:
            day, month = month, day
    else:
        day = int(said.get("day") or 1)
        named = (said.get("name") or "")[:3].casefold()
        month = [name[:3].casefold() for name in MONTHS].index(named) + 1 if named else int(said.get("month") or 1)
    known: KnownTo = "day" if "first" in said or said.get("day") else "month" if month_said(said) else "year"
    try:
        found = date(year, month, day)
    except ValueError:
        return Said(wrong=f"holds {match[0][:40]}, and there is no such day")
    if year < FIRST_YEAR:
        return Said(wrong=f"holds {match[0][:40]}, which lies before {FIRST_YEAR}")
    return Said(found, known)


def month_said(said: dict[str, str | None]) -> bool:
    """Tell whether a match names a month."""
    return bool(said.get("month") or said.get("name"))


def reads_both_ways(text: str) -> bool:
    """Tell whether a day in figures stands in a text that can be read day first and month first."""
    return any(
        int(m["first"]) <= 12 and int(m["second"]) <= 12 and m["first"] != m["second"] for m in _FORMS[1].finditer(text)
    )
