"""What the cells of a row say together of one competency or programme: held since when, until when, by whom."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

import attrs

from sw_competency.cells import error_said, is_error
from sw_competency.dates import parse_day, said
from sw_competency.intake.plan import LEFT_OUT
from sw_competency.intake.said import KnownTo, Said
from sw_competency.intake.words import VALUES, value_key

FOR_EVER = frozenset({"no expiry", "never", "does not expire", "for life", "lifetime", "permanent", "no expiration"})
NO_LAST_DAY = "it names no last day"
MEANINGS = ("held", "assessor", "expires", LEFT_OUT)


class AskedError(Exception):
    """A cell that is asked about.

    Args:
        why: the reason, as the end of a sentence that begins with the cell.
        table: the table of the plan in which the answer belongs.
        key: the line of it; blank for the cell itself.
        about: who or what it is asked of, where one line answers for several.
        proposed: what may be meant, where that is one.
    """

    def __init__(self, why: str, table: str, key: str, about: str = "", proposed: str = "") -> None:
        super().__init__(why)
        self.why, self.table, self.key, self.about, self.proposed = why, table, key, about, proposed


@attrs.frozen
class Part:
    """One cell that speaks of a competency: what its column tells, the column's place, and its text."""

    tells: str
    at: int
    text: str


@attrs.frozen
class Meaning:
    """What a cell means: one of `MEANINGS`, and the day or person that goes with it."""

    is_: str
    more: str = ""


class Reader(Protocol):
    """Reads cells by a plan."""

    def read(self, part: Part) -> Said:
        """Return the day in a cell, and the words beside it; raises AskedError where that cannot be told."""

    def means(self, part: Part, text: str) -> Meaning | None:
        """Return what the plan says of words, or of the cell; None where it says nothing. Raises AskedError."""


@attrs.frozen
class Fact:
    """What a row says of one competency or programme.

    Args:
        held: whether it says that it was held.
        day: since when; None where it is not known.
        known_to: how exactly that is known.
        expires: its last day, where one is stated.
        assessor: who signed.
        words: what it says besides in words that the plan alone knows, such as a restriction.
        left: why nothing comes of it.
    """

    held: bool = False
    day: date | None = None
    known_to: KnownTo = "day"
    expires: date | None = None
    assessor: str = ""
    words: str = ""
    left: str = ""


def fact_of(parts: Iterable[Part], reader: Reader, as_at: date) -> Fact:
    """Put together what cells say.

    Args:
        parts: the cells that are not blank.
        reader: reads them by the plan.
        as_at: the day the file speaks of: what was done lies before.

    Raises:
        AskedError: what one of them says is not known, or cannot be.
    """
    fact, signs = Fact(), ""
    for part in parts:
        fact = _TELLS.get(part.tells, _held)(fact, part, reader)
        signs = part.text if part.tells == "assessor" else signs
        if fact.day is not None and fact.day > as_at:
            says = f"lies after {said(as_at)}, the day of the file: is it booked, or a last day?"
            raise AskedError(f"'{part.text[:40]}' {says}", "values", part.text)
    if fact.left == NO_LAST_DAY and fact.expires is not None:  # another cell of the row names it
        return attrs.evolve(fact, held=True, left="")
    if fact.left or fact.held:
        return fact
    if signs and fact.assessor:
        raise AskedError(f"'{signs[:40]}' signed, and no day is given", "values", "")
    return attrs.evolve(fact, left="it says neither a day nor that it was done")


def _held(fact: Fact, part: Part, reader: Reader) -> Fact:
    """Read a cell that may say anything: a day, a tick, initials, a last day."""
    whole, told = _whole(part, reader)
    meaning = whole or (Meaning("held") if told.day and not told.rest else reader.means(part, told.rest))
    if meaning is None:
        raise AskedError(f"'{told.rest[:40]}' has no meaning in the plan", "values", told.rest)
    if meaning.is_ == LEFT_OUT:
        return attrs.evolve(fact, left=f"the plan leaves '{part.text[:40]}' out")
    day = parse_day(meaning.more) if meaning.more[:1].isdigit() and meaning.is_ != "assessor" else told.day
    if meaning.is_ == "expires":
        expires = told.last if day == told.day else day
        return attrs.evolve(fact, held=True, expires=expires) if expires else attrs.evolve(fact, left=NO_LAST_DAY)
    if meaning.is_ == "assessor":
        fact = attrs.evolve(fact, assessor=meaning.more or told.rest or part.text)
    elif len(told.rest.split()) > 1 and value_key(told.rest) not in VALUES:
        fact = attrs.evolve(fact, words=told.rest)
    fact = attrs.evolve(fact, expires=told.until or fact.expires)
    if day is None:
        return attrs.evolve(fact, held=True)
    return attrs.evolve(fact, held=True, day=day, known_to=told.known_to if day == told.day else "day")


def _expires(fact: Fact, part: Part, reader: Reader) -> Fact:
    """Read a last day; the words beside it say nothing more."""
    if value_key(part.text) in FOR_EVER:
        return fact
    whole, told = _whole(part, reader)
    if whole is not None and whole.is_ == LEFT_OUT:
        return fact
    if whole is not None and whole.more[:1].isdigit():
        return attrs.evolve(fact, held=True, expires=parse_day(whole.more))
    if told.day is not None:
        return attrs.evolve(fact, held=True, expires=told.last)
    if reader.means(part, told.rest) is None:
        raise AskedError(f"'{part.text[:40]}' is no last day", "values", told.rest)
    return fact


def _assessor(fact: Fact, part: Part, reader: Reader) -> Fact:
    """Read who signed; a day beside the name is the day of it."""
    whole, told = _whole(part, reader)
    whole = whole or reader.means(part, part.text)
    if whole is not None and whole.is_ == LEFT_OUT:
        return fact
    if whole is not None and whole.is_ in {"held", "expires"}:
        return _held(fact, part, reader)
    fact = attrs.evolve(fact, assessor=(whole.more if whole else "") or told.rest or part.text)
    return fact if told.day is None else attrs.evolve(fact, held=True, day=told.day, known_to=told.known_to)


def _whole(part: Part, reader: Reader) -> tuple[Meaning | None, Said]:
    """Return what the plan says of a cell as it stands, and what can be read in it."""
    if is_error(part.text):
        whole = reader.means(part, part.text)
        if whole is None:
            raise AskedError(error_said(part.text), "values", part.text)
        return whole, Said()
    told = reader.read(part)
    whole = reader.means(part, part.text) if told.rest != part.text or told.wrong else None
    if whole is None and told.wrong:
        raise AskedError(f"'{part.text[:40]}' {told.wrong}", "values", part.text)
    return whole, told


_TELLS = {"expires": _expires, "assessor": _assessor}
