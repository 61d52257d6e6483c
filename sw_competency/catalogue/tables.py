"""Looks into the plain tables of a catalogue, whatever they hold: what has the wrong type is passed over."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

import attrs

from sw_competency.catalogue.described import at_sites
from sw_competency.catalogue.overlay import Tables, merged
from sw_competency.errors import Problem, did_you_mean

Path = tuple[str, ...]
ALWAYS = "always"  # where a version without `starts` stands


@attrs.frozen
class Said:
    """One thing a catalogue says.

    Args:
        means: the value, so that equal values mean the same.
        plain: the value as it is written.
        at: where it is written.
        starts: of a version, its first day.
    """

    means: Any
    plain: Any
    at: str
    starts: date | None = None


def tables_of(tables: Any, table: str) -> Iterator[tuple[str, Tables]]:
    """Give the tables of that sort, by name."""
    given = tables.get(table) if isinstance(tables, dict) else None
    if isinstance(given, dict):
        yield from ((name, one) for name, one in given.items() if isinstance(one, dict))


def entries_of(tables: Mapping[str, Any], table: str) -> Iterator[tuple[str, Any]]:
    """Give whatever stands under the names of that sort."""
    given = tables.get(table)
    if isinstance(given, dict):
        yield from given.items()


def common_of(table: str, given: Any) -> Any:
    """Give what stands under a name without what a site has its own way: that stands beneath it."""
    if table != "site" or not isinstance(given, dict):
        return given
    return {key: value for key, value in given.items() if key not in at_sites()}


def versions_of(given: Any, path: str) -> list[tuple[Tables, str]]:
    """Give the versions of a history with their paths, or the one table that stands for a history."""
    if isinstance(given, dict):
        return [(given, path)]
    items = given if isinstance(given, list) else []
    return [(item, f"{path}[{index}]") for index, item in enumerate(items) if isinstance(item, dict)]


def rows_of(given: Any) -> list[Tables]:
    """Give the tables of a list."""
    return [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []


def texts_of(given: Any, path: str) -> list[tuple[str, str]]:
    """Give a text, or the texts of a list, with their paths."""
    if isinstance(given, str):
        return [(given, path)]
    items = given if isinstance(given, list) else []
    return [(item, f"{path}[{index}]") for index, item in enumerate(items) if isinstance(item, str)]


def day_of(given: Any) -> date | None:
    """Give a value that is a day."""
    return given if isinstance(given, date) and not isinstance(given, datetime) else None


def whole(given: Any) -> bool:
    """Tell whether a value is a whole number."""
    return isinstance(given, int) and not isinstance(given, bool)


def unknown(asked: Iterable[str], name: str, known: Iterable[str], path: str) -> Problem:
    """Say that a name is not known, and the nearest one."""
    return Problem(f"there is no {' or '.join(asked)} '{name[:80]}'{did_you_mean(name, known)}", path)


@attrs.frozen
class Variant:
    """What stands beneath a site, such as a competency as it has it: the common table, and the site's own fields."""

    site: str
    table: str
    name: str
    common: Tables
    own: Tables

    @property
    def whole(self) -> Tables:
        """The common table with the site's own fields laid over it."""
        return merged(self.common, self.own)

    @property
    def path(self) -> str:
        """Where the site's own table stands."""
        return f"site.{self.site}.{self.table}.{self.name}"

    @property
    def common_path(self) -> str:
        """Where the common table stands."""
        return f"{self.table}.{self.name}"

    def fresh(self, found: Iterable[Problem], common: Iterable[Problem]) -> Iterator[Problem]:
        """Give the problems of the whole that are not those of the common table, told already."""
        told = {(p.path.removeprefix(self.common_path), p.says) for p in common}
        return (p for p in found if (p.path.removeprefix(self.path), p.says) not in told)


def variants_of(tables: Tables) -> Iterator[Variant]:
    """Give whatever a site has its own way."""
    for site, given in tables_of(tables, "site"):
        for table in at_sites():
            common = dict(tables_of(tables, table))
            for name, own in tables_of(given, table):
                if name in common:
                    yield Variant(site, table, name, common[name], own)
