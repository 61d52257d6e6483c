"""What something in a catalogue says on a day, a labelled line for each field: for pages, and to compare sites."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import attrs

from sw_competency.catalogue.described import Sourced, Version, field_said, fields_of, holds, member_of
from sw_competency.catalogue.wording import Titled, label, value
from sw_competency.dates import in_force

_WHOSE = frozenset(fields_of(Sourced))  # who stands behind it is told apart


@attrs.frozen
class Line:
    """One field in words.

    Args:
        field: its name in a file.
        label: what stands before it.
        says: its value, or each value of its list; nothing where it says nothing.
        none: what is so where it says nothing, where that is worth saying.
        placeholder: whether nobody published it.
    """

    field: str
    label: str
    says: tuple[str, ...]
    none: str
    placeholder: bool


def lines(one: Sourced, day: date, titled: Titled) -> Iterator[Line]:
    """Return what each field says on a day, in the order of the fields; of a history, its version in force.

    Args:
        one: what stands in the catalogue.
        day: the day.
        titled: gives the title of a name.
    """
    cls: type = type(one)
    for name, field in fields_of(cls).items():
        given = getattr(one, field.name)
        if name in _WHOSE:
            continue
        if holds(field, Version):
            yield from _version(member_of(field), in_force(given, day), name, titled)
        else:
            yield _line(name, given, titled, placeholder=bool(one.unconfirmed(field.name)))


def _version(cls: type, now: Version | None, around: str, titled: Titled) -> Iterator[Line]:
    """Say what a version asks; where none is in force, what is so without."""
    for name, field in fields_of(cls).items():
        if name not in _WHOSE and name != "starts":
            given = field.default if now is None else getattr(now, field.name)
            placeholder = now is not None and bool(now.unconfirmed(field.name))
            yield _line(name, None if given is attrs.NOTHING else given, titled, around, placeholder=placeholder)


def _line(name: str, given: Any, titled: Titled, around: str = "", *, placeholder: bool) -> Line:
    field = field_said(name)
    several = given if isinstance(given, tuple) and not field.joins else (given,)
    says = tuple(value(name, each, titled).strip("“”") for each in several if each not in (None, ()))
    return Line(name, label(name, around), says, field.none, placeholder)
