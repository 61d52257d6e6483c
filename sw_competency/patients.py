"""Numbers of patients: a training record may hold none. NHS numbers are found however they are written.

An NHS number is ten digits whose last checks the others, solid or in groups of 3, 3 and 4.
"""

import re
import unicodedata
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise

from sw_competency.names import is_unseen

_DIGIT = re.compile(r"\d")  # of any script
_TEN = re.compile(r"(?:\d[^\d:A-Za-z]*){10}")  # no letter or colon stands within a number: so no instant holds one
_COUNTRY_CODE = re.compile(r"\+\d{1,3}[\s()\-\u2010-\u2015]{0,3}\Z")
_OF = (
    "staff|employee|assignment|payroll|person|personnel|registration|registrant|register|hcpc|nmc|gmc|esr|device|serial"
    "|asset|equipment|machine|scanner|badge|smart_?card"
)
_NUMBER = "number|numbers|no|nos|id|ids|code|pin|tag|ref"
_OF_STAFF_OR_DEVICE = re.compile(rf"(({_OF})_?)+({_NUMBER})|registration|device|devices|serial|badge|pin")


class _Between(IntEnum):
    """What stands between two digits that follow each other."""

    NOTHING = 0
    UNSEEN = 1  # nothing that one sees: a soft hyphen, a joiner
    APART = 2  # spaces, hyphens, dashes
    OTHER = 3


@lru_cache(maxsize=1 << 12)  # the same few fields are asked about for every cell
def holds_numbers_of_staff(field: str) -> bool:
    """Tell whether a field holds numbers of staff, registrations or devices, by its name."""
    return _OF_STAFF_OR_DEVICE.fullmatch(re.sub(r"[\W_]+", "_", field.strip().casefold()).strip("_")) is not None


def holds_patient_identifier(text: str) -> bool:
    """Tell whether a valid NHS number stands in a text.

    Digits of any script; between the groups spaces, hyphens and dashes of any sort; what is invisible is passed over.
    Part of a longer number it is none, nor after a country code: that is somebody's telephone.
    """
    if _TEN.search(text) is None:
        return False
    found = list(_DIGIT.finditer(text))
    places = [match.start() for match in found]
    digits = [int(match.group()) for match in found]
    between = [_between(text[a + 1 : b]) for a, b in pairwise(places)]
    gaps = [_Between.OTHER, *between, _Between.OTHER]
    return any(
        _grouped(gaps[i : i + 11]) and _checked(digits[i : i + 10]) and not _COUNTRY_CODE.search(text[: place][-20:])
        for i, place in enumerate(places[:-9])
    )


def _grouped(gaps: list[_Between]) -> bool:
    """Tell whether ten digits stand by themselves, solid or 3-3-4; the first and last gap are those around them."""
    before, after = gaps[0], gaps[10]
    inside = [gaps[i] for i in (1, 2, 4, 5, 7, 8, 9)]
    if min(before, after) < _Between.APART or max(inside) > _Between.UNSEEN:
        return False
    first, second = gaps[3], gaps[6]
    apart = {_Between.UNSEEN, _Between.APART}
    return max(first, second) <= _Between.UNSEEN or {first, second} <= apart


def _checked(digits: list[int]) -> bool:
    check = 11 - sum(weight * digit for weight, digit in zip(range(10, 1, -1), digits, strict=False)) % 11
    return check % 11 == digits[9] and check != 10


@lru_cache(maxsize=1 << 12)
def _between(text: str) -> _Between:
    if not text:
        return _Between.NOTHING
    kinds = {_Between.UNSEEN if is_unseen(c) else _Between.APART if _sets_apart(c) else _Between.OTHER for c in text}
    return max(kinds)


def _sets_apart(c: str) -> bool:
    named = unicodedata.name(c, "").replace("-", " ").split()
    return c.isspace() or unicodedata.category(c) == "Pd" or not {"HYPHEN", "DASH", "MINUS"}.isdisjoint(named)
