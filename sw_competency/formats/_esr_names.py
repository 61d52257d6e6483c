"""The programme an ESR competency name points to, such as `NHS|CSTF|Fire Safety - 2 Years|`.

What the names look like, and which subject is which programme, stands in `esr_profile.toml`.
"""

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from sw_competency.errors import nearest
from sw_competency.formats._base import Names

PROFILE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("esr_profile.toml").read_text(encoding="utf-8"))
_NAMES = PROFILE["names"]
_LONGEST = 300  # characters of a name


@lru_cache(maxsize=1 << 14)  # the same headings and few words stand in thousands of rows
def in_small_letters(text: str) -> str:
    """Return a heading or name in small letters, digits and single spaces, as the profile writes it."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold().replace("&", " and ")))


def programme_of(name: str, names: Names) -> str:
    """Return the programme of a competency's name.

    A national subject is found by the profile's synonyms; anything else only by the exact title of a programme. A
    trust's local competency is never a Core Skills subject.

    Raises:
        ValueError: with why there is none.
    """
    owner, group, title, *_ = [*map(str.strip, name.split("|")), "", ""] if "|" in name else ["", "", name]
    if not title or ("|" in name and not owner) or len(name) > _LONGEST:
        raise ValueError(f"'{name[:80]}' is no name of a competency; one reads NHS|CSTF|Fire Safety - 2 Years|")
    national = owner.upper() == "NHS" and group.upper() in _NAMES["national"]
    if national and (programme := _core_skill(title)):
        return programme
    titles = {in_small_letters(title), in_small_letters(_without_renewal(title))}
    for programme, known in names.programmes.items():
        if in_small_letters(known) in titles and (national or not owner or not programme.startswith("cstf-")):
            return programme
    if owner and not national:
        raise ValueError(
            f"'{name[:80]}' is a local competency: it is no sign-off and no Core Skills subject; where it is training, "
            "give the catalogue a programme of that title"
        )
    there = {in_small_letters(n): n for n in (*(_NAMES["programmes"] if national else ()), *names.programmes.values())}
    near = nearest(in_small_letters(_without_renewal(title)), there)
    hint = f"; the nearest name is '{there[near]}'" if near else ""
    raise ValueError(f"'{name[:80]}' is no training we know{hint}")


@lru_cache(maxsize=1 << 12)
def owner_and_title(name: str) -> tuple[str | None, str]:
    """Return the number of the trust whose local competency it is, if it is one, and the title without its renewal."""
    owner, _, title, *_ = [*map(str.strip, name.split("|")), "", ""] if "|" in name else ["", "", name.strip()]
    return (owner or None) if owner.upper() != "NHS" else None, _without_renewal(title).strip()


def _without_renewal(title: str) -> str:
    return re.sub(_NAMES["renewal"], "", title, flags=re.IGNORECASE)


def _core_skill(title: str) -> str | None:
    """Give the programme of a Core Skills subject we know at that level; of several levels named the highest counts."""
    bare = re.sub(_NAMES["filler"], " ", in_small_letters(_without_renewal(title)))
    levels = [int(digit) for said in re.findall(_NAMES["level"], bare) for digit in re.findall(r"\d", said)]
    programme: str | None = _NAMES["programmes"].get(" ".join(re.sub(_NAMES["level"], " ", bare).split()))
    if programme is None:
        return None
    if not programme.endswith("*"):
        own_level = re.search(r"-(\d)$", programme)
        return None if levels and own_level and int(own_level[1]) != max(levels) else programme
    there: list[int] = _NAMES["levels"][programme]
    if not levels:
        raise ValueError(f"'{title[:80]}' does not say its level; there is {' and '.join(map(str, there))}")
    return programme.replace("*", str(max(levels))) if max(levels) in there else None
