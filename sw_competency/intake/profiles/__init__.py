"""What the files of other systems look like. Each is a TOML file in this folder; adding one is adding a file.

`needs` are the headings by which a file is told, `columns` what each of them is, `values` what the words of its cells
mean beside those of `words.toml`. Headings and values are written in small letters.
"""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import attrs

from sw_competency.formats._esr_names import in_small_letters


@attrs.frozen
class Profile:
    """What the files of one system look like.

    Args:
        title: what it is called.
        needs: the headings by which it is told.
        columns: what each column is, by its heading.
        values: what words mean in it.
        becomes: what a signed-off competency becomes.
    """

    title: str
    needs: frozenset[str]
    columns: Mapping[str, str]
    values: Mapping[str, str] = attrs.field(factory=dict)
    becomes: Literal["prior-learning", "sign-off"] = "prior-learning"


@cache
def profiles() -> tuple[Profile, ...]:
    """Return those that are shipped, the one that needs most first."""
    read = (_profile(tomllib.loads(path.read_text("utf-8"))) for path in Path(__file__).parent.glob("*.toml"))
    return tuple(sorted(read, key=lambda one: (-len(one.needs), one.title)))


def _profile(raw: Mapping[str, Any]) -> Profile:
    return Profile(**{**raw, "needs": frozenset(raw["needs"])})


def fitting(headings: Iterable[str]) -> Profile | None:
    """Return the profile of a file by its headings; None where it is of no layout we know."""
    there = frozenset(map(in_small_letters, headings))
    return next((one for one in profiles() if one.needs <= there), None)
