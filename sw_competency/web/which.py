"""Which one is meant, where a name that was typed fits several: the same question again, with each of them in it."""

import re
from collections.abc import Iterator
from urllib.parse import quote, urlencode

from sw_competency.errors import AmbiguousNameError
from sw_competency.web.visit import Link, Visit

_MOST = 40
_UNSAID = frozenset({"token", "key", "form"})  # what a form sends unseen
_BETWEEN = re.compile(r"([,\n])")  # the parts of a field that names several


def choices(path: str, visit: Visit, error: AmbiguousNameError) -> tuple[Link, ...]:
    """Return where the same is asked of each of those a name fits.

    Args:
        path: where the screen is, as Starlette writes paths.
        visit: who asked, and what was given.
        error: what fits.
    """
    return tuple(Link(title, _address(path, visit, field, value)) for title, field, value in _each(visit, error))


def buttons(visit: Visit, error: AmbiguousNameError) -> tuple[tuple[str, Link], ...]:
    """Return what sends a form again with each of those a name fits: the field, and what goes into it."""
    return tuple((field, Link(title, value)) for title, field, value in _each(visit, error))


def _each(visit: Visit, error: AmbiguousNameError) -> Iterator[tuple[str, str, str]]:
    field = next((name for name, text in visit.given.items() if error.name in _parts(text)), None)
    if field is None or not visit.may_hear(error):
        return
    parts = _BETWEEN.split(visit.given[field])
    for id_, title in list(error.fitting.items())[:_MOST]:
        chosen = "".join(id_ if part.strip() == error.name else part for part in parts)
        yield (title if title == id_ else f"{title} ({id_})"), field, chosen


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _BETWEEN.split(text)]


def _address(path: str, visit: Visit, field: str, value: str) -> str:
    given = {name: text for name, text in visit.given.items() if name not in _UNSAID} | {field: value}
    within = re.compile(r"\{(\w+)(?::path)?\}")
    asked = {name: text for name, text in given.items() if text and name not in within.findall(path)}
    return f"{visit.root}{within.sub(lambda found: quote(given[found[1]], safe=''), path)}?{urlencode(asked)}"
