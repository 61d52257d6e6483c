"""Which columns of a training extract say what, and whether a row says that something was completed.

Importing and comparing both ask here. What headings and words look like stands in `esr_profile.toml`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import lru_cache

from sw_competency.errors import Problem
from sw_competency.formats._esr_names import PROFILE, in_small_letters
from sw_competency.formats._rows import Line
from sw_competency.formats._table import Sort, Table, different

Columns = Mapping[str, list[str]]
_DATES, _WORDS, _STATUS, _GROUPS, _COMPLETED = (
    PROFILE[name] for name in ("dates", "words", "status", "groups", "completed")
)
_CODE = re.compile(r"[1-9]\s*[-–:]\s*")
_IN_FIGURES = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)", re.ASCII)


def columns_of(header: Sequence[str], known: Mapping[str, Sequence[str]] = PROFILE["columns"]) -> dict[str, list[str]]:
    """Find the columns of each meaning, the best first."""
    at = {in_small_letters(name): name for name in reversed(header)}
    return {means: [at[name] for name in headings if name in at] for means, headings in known.items()}


def training_columns(header: Sequence[str]) -> dict[str, list[str]]:
    """Find the columns of a training extract; `on` are those that say when it was completed.

    A day on which it was started is none where the file has a column for the day of completion.
    """
    found = columns_of(header)
    read = {name for means, names in found.items() if means != "completed" for name in names}
    rest = {name: in_small_letters(name) for name in header if name not in read}
    found["status"] = [name for name, heading in rest.items() if _is_status(heading)]
    days = [name for name, heading in rest.items() if name not in found["completed"] and _is_completion(heading)]
    found["completed"] = [*found["completed"], *(name for name in days if not _is_hoped(rest[name]))]
    if days or found["status"]:
        for means in ("started", "expires_on"):
            found[means] = [n for n in found[means] if in_small_letters(n) not in _STATUS["of_a_course"]]
    found["on"] = found["completed"] or [*found["renewed"], *found["started"]]
    said = {*read, *found["completed"], *found["status"]}
    found["others"] = [name for name in header if name not in said]
    return found


def _is_completion(heading: str) -> bool:
    """Tell a heading of a day on which something was completed, or was to be."""
    words = {*heading.split()}
    said, day, not_ = (_COMPLETED[name] for name in ("words", "day", "not_words"))
    return not words.isdisjoint(said) and not words.isdisjoint(day) and words.isdisjoint(not_)


def _is_hoped(heading: str) -> bool:
    return not {*heading.split()}.isdisjoint(_COMPLETED["hoped"])


@lru_cache(maxsize=1 << 10)
def _is_status(heading: str) -> bool:
    words = heading.split()
    if heading in _STATUS["headings"] or _asks(heading):
        return True
    return any(w in _STATUS["words"] for w in words) and not any(w in _STATUS["not_words"] for w in words)


def is_header(names: Sequence[str]) -> bool:
    """Tell the headings of a training extract."""
    at = training_columns(names)
    return "kind" not in names and bool(at["programme"]) and bool(at["worker"] or at["on"] or at["expires_on"])


def known_headings(names: Sequence[str]) -> int:
    """Count the headings that mean something in a training extract."""
    return sum(map(len, columns_of(names).values()))


def is_others(group: str) -> bool:
    """Tell a line above the headings that groups columns under somebody who is not the learner."""
    words = in_small_letters(group).split()
    while words and " ".join(words) not in _GROUPS["others"]:
        if words[-1] not in _GROUPS["more"]:
            return False
        words.pop()
    return bool(words)


TRAINING = Sort(is_header, known=known_headings, is_others=is_others)


def cells_of(line: Line, columns: Mapping[str, Sequence[str]], field: str) -> dict[str, str]:
    """Return the cells of a row that say something of a field, by column, the best first."""
    return {name: text for name in columns[field] if (text := line.cells.get(name, "").strip())}


def contradictions(line: Line, columns: Columns) -> Iterator[Problem]:
    """Find columns of one meaning that say different days in a row, such as Expiry Date and Valid Until."""
    for field in ("completed", "expires_on"):
        days: dict[str, date | None] = {}
        for column, text in cells_of(line, columns, field).items():
            if not {*in_small_letters(column).split()}.isdisjoint(_DATES["of_their_own"]) or not says_last_day(text):
                continue
            with suppress(ValueError):  # what is no day is said of its own
                days[column] = last_day_of(text)
        first, *others = [*days] or [""]
        if other := next((column for column in others if days[column] != days[first]), None):
            texts = line.cells[first].strip()[:40], line.cells[other].strip()[:40]
            yield Problem(f"says {texts[0]}, and the column '{other}' says {texts[1]}: correct one of them", first)


def not_done(line: Line, columns: Columns) -> Problem | None:
    """Say why a row is no completion: what is said of it must be plainly that it was completed. None where it is."""
    for column, text in cells_of(line, columns, "level").items():
        words = _without_code(text)
        if "?" in text or (words not in _STATUS["of_attendance"] and _denies(words)):
            return Problem(f"'{text[:80]}' says that it was not completed", column)
    for column, text in cells_of(line, columns, "programme").items():
        if _holds(in_small_letters(text), _STATUS["denied_at_once"]):
            return Problem(f"'{text[:80]}' says that it was not completed", column)
        if after := " ".join(text.split("|")[3:]).strip(" |"):
            return Problem(f"'{after[:40]}' stands after the last | of the competency's name; nothing may", column)
    said = cells_of(line, columns, "status")
    for column, text in said.items():
        if not _is_completed(text, in_small_letters(column)):
            return Problem(f"'{text[:40]}' does not plainly say that it was completed", column)
    for column, text in cells_of(line, columns, "others").items():
        if _is_denied(text, in_small_letters(column)):
            says = "may say" if _without_code(text) in {*_STATUS["yes"], *_STATUS["denied_alone"]} else "says"
            left = "; take the column out if it does not" if says == "may say" else ""
            return Problem(f"'{text[:40]}' {says} that it was not completed{left}", column)
    begun = {*columns["started"]}
    if columns["status"] and not said and next(iter(cells_of(line, columns, "on")), None) in begun:
        return Problem("is blank, and the row has only a day on which it was started", columns["status"][0])
    return None


def _begins(text: str, words: str) -> bool:
    return any(f"{text} ".startswith(f"{word} ") for word in _STATUS[words])


def _holds(text: str, words: Iterable[str]) -> bool:
    return any(f" {word} " in f" {text} " for word in words)


@lru_cache(maxsize=1 << 12)
def _is_denied(text: str, heading: str) -> bool:
    """Tell whether a cell of a column that is not known as a status says, or may say, that it was not completed."""
    words = _without_code(text)
    if _is_neutral(heading):
        headed_so = words in _STATUS["yes"] and heading in {*_STATUS["denied"], *_STATUS["denied_anywhere"]}
        return headed_so or words == "in training" or words in _STATUS["denied"] or _begins(words, "denied_at_once")
    if words in _STATUS["said_of_nothing"] or (_is_of_date(heading) and words in PROFILE["in_date"]["says"]):
        return False
    return _denies(words) or words in _STATUS["yes"] or ("?" in text and words in _STATUS["completed"])


@lru_cache(maxsize=1 << 12)
def _denies(words: str) -> bool:
    if words in _STATUS["said_of_nothing"]:
        return False
    return words in _STATUS["denied_alone"] or _begins(words, "denied") or _holds(words, _STATUS["denied_anywhere"])


@lru_cache(maxsize=1 << 10)
def _is_neutral(heading: str) -> bool:
    neutral = PROFILE["neutral"]
    return _holds(heading, neutral["words"]) and not _holds(heading, neutral["but_not"])


def _is_of_date(heading: str) -> bool:
    return _holds(heading, PROFILE["in_date"]["words"])


def is_read_past(line: Line, column: str) -> bool:
    """Tell whether a cell of a column nobody knows says something that is not read."""
    heading, words = in_small_letters(column), _without_code(line.cells.get(column, ""))
    of_date = _is_of_date(heading) and words in PROFILE["in_date"]["says"]
    known = words in {"", *_WORDS["left_open"], *_STATUS["completed"], *_STATUS["said_of_nothing"]}
    tells = not {*heading.split()}.isdisjoint(_WORDS["unread"])
    return not known and not of_date and (tells or not _is_neutral(heading))


def _without_code(text: str) -> str:
    return in_small_letters(_CODE.sub("", text, count=1) if _CODE.match(text) else text)


def _is_completed(text: str, heading: str) -> bool:
    words = _without_code(text)
    if "?" in text:
        return False
    if words in _STATUS["completed"]:
        return True
    if words in _STATUS["all_of_it"]:
        return not _holds(heading, _STATUS["of_attendance"])
    asks = heading in _STATUS["asked"] or (_asks(heading) and not _holds(heading, _STATUS["of_attendance"]))
    return asks and (words in _STATUS["yes"] or _is_day(text))


def _asks(heading: str) -> bool:
    return _holds(heading, _STATUS["asks"]) and not _holds(heading, _STATUS["not_asked"])


def _is_day(text: str) -> bool:
    try:
        day_of(text)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=1 << 14)  # the same few days stand in thousands of rows
def day_of(text: str) -> date:
    """Read a date as ESR and spreadsheets write it; slashed ones are day first."""
    for form in _DATES["forms"]:
        if (match := re.fullmatch(form + _DATES["time"], text, re.ASCII)) is None:
            continue
        said = match.groupdict()
        name = said.get("name", "-").lower()
        month = said.get("month") or next((i for i, m in enumerate(_DATES["months"], 1) if m.startswith(name)), 0)
        try:
            day = date(int(said["year"]), int(month), int(said["day"]))
        except ValueError:
            raise ValueError(f"there is no day {text[:40]}; slashed dates are read day first") from None
        if re.search(_DATES["next_day_in_summer"], text):
            raise ValueError(f"{text[:40]} is the next day in London in summer; write the day alone")
        if day.year < _DATES["first_year"]:
            raise ValueError(f"{text[:40]} lies before {_DATES['first_year']}; write the day it was, or leave it blank")
        return day
    if re.fullmatch(_DATES["short_year"] + _DATES["time"], text, re.ASCII):
        raise ValueError(f"'{text[:40]}' has a year of two digits; write all four")
    if re.fullmatch(r"\d{5}(\.\d+)?", text, re.ASCII):
        raise ValueError(f"'{text[:40]}' is not a date but a spreadsheet's count of days; format the column as a date")
    raise ValueError(f"'{text[:40]}' is not a date; write it as 30-Nov-2028, 30/11/2028 or 2028-11-30")


def last_day_of(text: str) -> date | None:
    """Read a last day; None where it is said that there is none, or nothing is said."""
    if in_small_letters(text) in {*_WORDS["for_ever"], *_WORDS["left_open"]}:
        return None
    day = day_of(text)
    return day if day.year < _DATES["end_of_time"] else None


def says_last_day(text: str) -> bool:
    """Tell whether a cell says a last day, or outright that there is none; saying nothing is not saying so."""
    return in_small_letters(text) not in _WORDS["left_open"]


class DayOrder:
    """Which goes first in the slashed dates of a file: the day, unless the file itself shows otherwise.

    Args:
        texts: the cells that hold dates.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self.month_first = self.day_first = ""  # a date of each sort that cannot be the other
        for text in dict.fromkeys(texts):
            if match := _IN_FIGURES.match(text):
                first, second = int(match[1]), int(match[2])
                if second > 12 >= first:
                    self.month_first = self.month_first or text
                elif first > 12 >= second:
                    self.day_first = self.day_first or text

    def why_unclear(self, text: str) -> str | None:
        """Say why it cannot be told which day a text is: every date that can be told has the month first."""
        match = _IN_FIGURES.match(text)
        if match is None or not self.month_first or self.day_first or match[1] == match[2] or int(match[2]) > 12:
            return None
        return f"may have the month first, as '{self.month_first[:20]}' in this file has; write it as 2028-11-30"

    def told(self) -> str | None:
        """Say what to look at where a file has dates of both sorts."""
        if not self.month_first:
            return None
        if not self.day_first:
            return f"its dates seem to have the month first, such as '{self.month_first[:20]}'; export it day first"
        return (
            f"'{self.month_first[:20]}' has the month first; the other dates were read day first, as "
            f"'{self.day_first[:20]}' shows: check them"
        )


def day_order(table: Table, columns: Columns) -> DayOrder:
    """Look at all dates of a table."""
    names = [name for field in ("on", "expires_on") for name in columns[field]]
    texts = dict.fromkeys(line.cells.get(name, "") for line in different(table, names) for name in names)
    return DayOrder(text.strip() for text in texts)
