"""What nobody has published: which fields of a catalogue are local defaults to be confirmed, each with its path.

A path names the table, the name, then the field: `programme.mr-safety-training.expires_after`; a version that starts on
a day stands under that day: `competency.iv-cannulation.currency.2015-01-01.expires_after`. What a site has its own way
stands beneath the site.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import attrs

from sw_competency.catalogue.catalogue import Catalogue
from sw_competency.catalogue.described import NO_VALUES, Sourced, field_said, holds, written
from sw_competency.catalogue.tables import Said
from sw_competency.catalogue.wording import clause

PLACEHOLDER = "placeholder"


@attrs.frozen
class Place:
    """Where the fields of a value stand: beneath a site what the site says itself, in the common table all else."""

    path: str
    own: Mapping[str, Any] = attrs.field(factory=dict)
    common: str | None = None

    def of(self, field: str) -> str:
        """Return the path of a field."""
        at = self.path if self.common is None or field in self.own else self.common
        return f"{at}.{field}"

    def within(self, field: str, starts: date) -> "Place":
        """Return where a version that starts on a day stands."""
        day = "" if starts == date.min else f".{starts}"
        if self.common is None:
            return Place(f"{self.path}.{field}{day}")
        own = self.own.get(field)
        if isinstance(own, list):  # a site's own history takes the place of the common one
            return Place(f"{self.path}.{field}{day}")
        common = f"{self.common}.{field}{day}"
        return Place(f"{self.path}.{field}{day}", own, common) if isinstance(own, dict) else Place(common)


def note(value: Sourced, place: Place, around: str | None = None) -> None:
    """Note on a value, and on the versions within it, which of its fields are placeholders.

    Args:
        value: the value.
        place: where it stands.
        around: the authority of what it stands in.
    """
    authority = value.authority or around
    for field in attrs.fields(type(value)):
        given, name = getattr(value, field.name), written(field.name)
        if (name in NO_VALUES and name not in value.authorities) or given == field.default:
            continue
        of = value.authorities.get(name) or authority
        if holds(field, Sourced):
            for version in given:
                note(version, place.within(name, version.starts), of)
        elif of == PLACEHOLDER:
            value.placeholders[field.name] = place.of(name)


def placeholders(catalogue: Catalogue) -> Iterator[str]:
    """Yield the path of every value that nobody published, each once."""
    seen = dict.fromkeys(path for value in _values(catalogue) for path in value.placeholders.values())
    yield from seen


def _values(catalogue: Catalogue) -> Iterator[Sourced]:
    each = (one for table in catalogue.every_table() for one in table.values())
    for value in (value for one in each for value in (one if isinstance(one, tuple) else (one,))):
        if isinstance(value, Sourced):
            yield value
            for field in attrs.fields(type(value)):
                yield from getattr(value, field.name) if holds(field, Sourced) else ()


@attrs.frozen
class Found:
    """What stands at a path.

    Args:
        value: as it is written.
        at: its path as files are known by: versions by their place.
        authority: who stands behind it; None where nothing says so.
        source: the documents cited for it.
    """

    value: Any
    at: str
    authority: str | None = None
    source: tuple[str, ...] = ()


def found_at(tables: Mapping[str, Any], path: str) -> Found | None:
    """Return what stands at a path; versions are named by their day or their place, in brackets or not."""
    found = Found(tables, "")
    for part, value in steps(tables, path):
        if value is _NOTHING:
            return None
        around = found.value if isinstance(found.value, Mapping) else {}
        own = value if isinstance(value, Mapping) else {}
        authority = own.get("authority") or around.get("authorities", {}).get(part) or found.authority
        at = f"{found.at}{part if part.startswith('[') else f'.{part}' if part else ''}".removeprefix(".")
        found = Found(value, at, authority, tuple(own.get("source") or found.source))
    return found


_NOTHING = object()


def steps(tables: Mapping[str, Any], path: str) -> Iterator[tuple[str, Any]]:
    """Yield what is passed on the way down a path: the part of it, and what stands there.

    A version is a part in brackets, or an empty one where one table stands for a history. Where nothing stands it ends.
    """
    value: Any = tables
    rest = _BRACKETS.sub(r".\1", path).strip(".")
    while rest:
        step = _step(value, rest)
        part, value, rest = step if step is not None else ("", _NOTHING, "")
        yield part, value


_BRACKETS = re.compile(r"\[([^\]]*)\]")


def _step(value: Any, rest: str) -> tuple[str, Any, str] | None:
    """Go one step down a path: the part taken, what stands there, and the rest of the path."""
    head, _, tail = rest.partition(".")
    if isinstance(value, Mapping):
        # names of sites and job titles may hold full stops
        fits = [key for key in value if rest == key or rest.startswith(f"{key}.")]
        if fits:
            key = max(fits, key=len)
            return key, value[key], rest[len(key) + 1 :]
        return ("", value, tail) if _day(value) == head else None  # one table that stands for a history
    versions = value if isinstance(value, list) else []
    for index, version in enumerate(versions):
        if head in (str(index), _day(version)):
            return f"[{index}]", version, tail
        if isinstance(version, Mapping) and "starts" not in version and head in version:
            return f"[{index}]", version, rest
    return None


def _day(version: Any) -> str | None:
    starts = version.get("starts") if isinstance(version, Mapping) else None
    return starts.isoformat() if isinstance(starts, date) else None


def described(catalogue: Catalogue, path: str, value: Any = None) -> str:
    """Say in words what stands at the path of a placeholder, such as "Cannulation: a sign-off lasts 12 months".

    Args:
        catalogue: the catalogue.
        path: where it stands.
        value: what is to stand there instead; left out, as it is.
    """
    return ": ".join(part for part in told(catalogue, path, value) if part)


def told(catalogue: Catalogue, path: str, value: Any = None) -> tuple[str, str]:
    """Return what a placeholder is about, and in words what stands there; the path alone where nothing does.

    Args:
        catalogue: the catalogue.
        path: where it stands.
        value: what is to stand there instead; left out, as it is.
    """
    found = found_at(catalogue.tables, path)
    if found is None:
        return path, ""
    value = found.value if value is None else value
    site, parts = "", [part for part, _ in steps(catalogue.tables, path) if part]
    if parts[0] == "site" and len(parts) > 3:  # what a site has its own way
        site, parts = f" at {parts[1]}", parts[2:]
    name = _title(found_at(catalogue.tables, ".".join(parts[:2]))) or catalogue.titled(parts[1])
    if parts[0] == "title":
        return name, f"taken for {catalogue.titled(str(value)).replace('-', ' ')}"
    if asked := field_said(parts[-1]).at_length:
        return f"{name}{site}", asked.format(field_said(parts[2]).who or "it")
    return f"{name}{site}", str(clause(tuple(parts[2:]), None, Said(None, value, path), catalogue.titled))


def _title(found: Found | None) -> str | None:
    value = found.value if found is not None else None
    last = value[-1] if isinstance(value, list) and value else value
    return last.get("title") if isinstance(last, Mapping) else None
