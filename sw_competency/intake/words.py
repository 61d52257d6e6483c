"""The words of tables that departments keep: what headings and cells are known to mean. They stand in `words.toml`."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from sw_competency.formats._esr_names import PROFILE, in_small_letters
from sw_competency.names import is_unseen

_WORDS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def _by_word(table: Mapping[str, list[str]]) -> dict[str, str]:
    return {word: means for means, words in table.items() for word in words}


_OF_ESR = {"date": "completed", "expires": "expires_on", "number": "worker", "ignored": "provider"}
_ESR = _by_word({means: PROFILE["columns"][name] for means, name in _OF_ESR.items()})
POSTS: Mapping[str, str] = _by_word(_WORDS["posts"])
HEADINGS: Mapping[str, str] = {**dict.fromkeys(POSTS, "ignored"), **_ESR, **_by_word(_WORDS["headings"])}
VALUES: Mapping[str, str] = _by_word(_WORDS["values"])
SYNONYMS: Mapping[str, str] = {**PROFILE["names"]["programmes"], **_WORDS["synonyms"]}
_ASPECTS = sorted(_by_word(_WORDS["aspects"]).items(), key=lambda pair: -len(pair[0]))
ASPECTS: Mapping[str, str] = dict(_ASPECTS)
PERSON = ("name", "first name", "last name", "number")


@lru_cache(maxsize=1 << 12)
def value_key(text: str) -> str:
    """Return the words of a cell as they are compared: capitals, blanks and what is not seen apart."""
    seen = text if text.isascii() else "".join(c for c in text if not is_unseen(c))
    return " ".join(seen.casefold().split())


def role_of(heading: str) -> str | None:
    """Return what a column is by its heading alone; None where the words do not tell."""
    return HEADINGS.get(in_small_letters(heading))


def is_person(role: str | None) -> bool:
    """Tell a column that says who a row is about."""
    return role is not None and role.partition(":")[0] in PERSON


def parted(heading: str) -> tuple[str, str] | None:
    """Part a heading such as "BLS expiry" or "Date of BLS" into the name and what is told of it; None where it is one.

    Two rows of headings come as "BLS / Expiry".
    """
    above, slash, beneath = heading.rpartition(" / ")
    if slash and (aspect := ASPECTS.get(in_small_letters(beneath))):
        return above, aspect
    words = in_small_letters(heading)
    for said, aspect in _ASPECTS:
        if words.endswith(f" {said}"):
            return words.removesuffix(f" {said}"), aspect
        if words.startswith(f"{said} of "):
            return words.removeprefix(f"{said} of "), aspect
    return None
