"""What no value may be, wherever in a catalogue it stands: a number nobody can count with, a text that steers a screen.

Asked of the plain tables, so that what a site or a source says beyond the known fields is looked at too.
"""

import re
from collections.abc import Iterator
from typing import Any

from sw_competency.catalogue.overlay import NAME
from sw_competency.catalogue.structure import countable, shown
from sw_competency.errors import Problem

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_IN_LINES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # a longer text may have lines, and tabs in them
_ONE_LINE = {"title", NAME}


def unfit(value: Any, path: str = "", key: str = "") -> Iterator[Problem]:
    """Tell of every number that is not finite and every text that holds a control character.

    Args:
        value: the tables, or what stands in them.
        path: where that is.
        key: the field it stands in.
    """
    if isinstance(value, dict):
        for name, one in value.items():
            here = f"{path}.{name}" if path else name
            if _CONTROL.search(name):
                yield _control(here)
            yield from unfit(one, here, name)
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from unfit(one, f"{path}[{index}]", key)
    elif isinstance(value, str) and (_CONTROL if key in _ONE_LINE else _IN_LINES).search(value):
        yield _control(path)
    elif key == "expires_after" and isinstance(value, str) and _NO_TIME.fullmatch(value):
        yield Problem("is no time at all, and nothing would ever be current: leave it out for ever", path)
    elif isinstance(value, int | float) and not countable(value):
        yield Problem(f"a finite number of at most 18 digits is asked for, not {shown(value)}", path)


_NO_TIME = re.compile(r"P(?:0+[YMWD])+", re.ASCII)


def _control(path: str) -> Problem:
    return Problem("holds a control character: leave it out", path)
