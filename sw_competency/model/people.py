"""People: names, kept apart from the entries, since a name may be erased and the ledger may not; who is one person."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import attrs

from sw_competency.names import is_unseen


@attrs.frozen(slots=True, kw_only=True)
class Person:
    """What a report prints beside an id: a name, and what else is known of a person.

    Args:
        role: `worker` or `assessor`, as the line said.
        id: the id under which the person stands in entries.
        name: the name; None where there is none, or it was erased.
        details: what else a report prints, such as a staff number or a department.
    """

    role: str
    id: str
    name: str | None = None
    details: dict[str, Any] = attrs.field(factory=dict)


@lru_cache(maxsize=1 << 14)
def person_key(id: str) -> str:  # noqa: A002 - what it is called everywhere else
    """Return an id without what people do not see in it: case, blanks, width, invisible characters."""
    bare = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", id).casefold())
    return "".join(c for c in bare if not c.isspace() and not is_unseen(c))


_LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


def loose_key(id: str) -> str:  # noqa: A002
    """Return an id without what people do not see in it, nor the zeros that spreadsheets take away."""
    return _LEADING_ZEROS.sub("", person_key(id))


def looks_like(id: str, known: Iterable[str]) -> str | None:  # noqa: A002
    """Return the known id that differs from one only so, if any does."""
    return next((each for each in known if each != id and loose_key(each) == loose_key(id)), None)


def same_person(one: str | None, other: str | None) -> bool:
    """Tell whether two ids are one person's, where the rules ask that two people be different; None is nobody.

    Nobody becomes a second person by a capital letter or a blank. Everywhere else ids are compared exactly.
    """
    if one is None or other is None:
        return False
    return one == other or person_key(one) == person_key(other)
