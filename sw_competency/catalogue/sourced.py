"""Who stands behind each value of a catalogue, and since when: all of it must be said of what is shipped.

A value that does not say it itself takes it from the table it stands in: a version of a sign-off rule from its
competency, a period from its programme, what differs at a site from the common table.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any, get_args

import attrs

from sw_competency.catalogue.catalogue import Catalogue
from sw_competency.catalogue.described import NO_VALUES, TABLES, at_sites
from sw_competency.catalogue.overlay import Tables, merged
from sw_competency.catalogue.tables import common_of, day_of, entries_of, tables_of, variants_of, versions_of
from sw_competency.catalogue.terms import Authority
from sw_competency.dates import Length
from sw_competency.errors import Problem

NOT_STATED = "not stated"


@attrs.frozen
class _Value:
    """One table that says something.

    Args:
        path: where it stands.
        own: what it says itself.
        around: the table from which it takes what it leaves out.
        apart: the fields that are values of their own.
    """

    path: str
    own: Tables
    around: Tables
    apart: tuple[str, ...] = ()

    def said(self, field: str) -> Any:
        return self.own.get(field) or self.around.get(field)

    def starts(self) -> date | None:
        given = (table.get(field) for table in (self.own, self.around) for field in ("starts", "introduced"))
        return next((day for one in given if (day := day_of(one))), None)

    def numbers(self) -> Iterator[str]:
        for field, value in self.own.items():
            if field not in self.apart:
                yield from _numbers(value, f"{self.path}.{field}")


def _numbers(value: Any, path: str) -> Iterator[str]:
    """Give the place of every number and every length of time."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _numbers(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _numbers(inner, f"{path}[{index}]")
    elif (isinstance(value, int | float) and not isinstance(value, bool)) or _is_length(value):
        yield path


def _is_length(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(Length.parse(value))
    except ValueError:
        return False


def _with_parts(table: str, own: Tables, path: str, around: Tables) -> Iterator[_Value]:
    apart, whole = TABLES[table].apart, merged(around, own)
    yield _Value(path, own, around, apart)
    for field in apart:
        for version, here in versions_of(whole[field] if field in own else None, f"{path}.{field}"):
            yield _Value(here, version, whole)


def _values(tables: Tables) -> Iterator[_Value]:
    for table in TABLES:
        if table != "source":
            for name, given in entries_of(tables, table):
                for own, path in versions_of(common_of(table, given), f"{table}.{name}"):
                    yield from _with_parts(table, own, path, {})
    for variant in variants_of(tables):
        yield from _with_parts(variant.table, variant.own, variant.path, variant.common)


def unsourced(tables: Tables) -> Iterator[Problem]:
    """Tell of every value without source or authority, and of every number or length of time without a start date."""
    for value in _values(tables):
        if not value.said("source"):
            yield Problem("cites no source: name the document it comes from under `source`", value.path)
        if not value.said("authority"):
            yield Problem("does not say who stands behind it: name the `authority`", value.path)
        if value.starts() is None and (number := next(value.numbers(), None)):
            yield Problem("since when? Give the day under `starts`, beside it or in the table it stands in", number)


def numbers_nobody_published(tables: Tables) -> Iterator[Problem]:
    """Tell of every number that is asked for though nobody published it: it decides, where it should only suggest."""
    for value in _values(tables):
        authority = value.own.get("authorities", {}).get("requires") or value.said("authority")
        number = next(_numbers(value.own.get("requires"), f"{value.path}.requires"), None)
        if authority == "placeholder" and number is not None:
            yield Problem("no placeholder count under requires: nobody published it; move it to `suggests`", number)


def unsourced_over(lower: Tables, upper: Tables) -> Iterator[Problem]:
    """Tell of every value that is laid over another without a source of its own: the one beneath speaks for the other.

    Args:
        lower: what the values are laid over.
        upper: the tables laid over it, as they were written.
    """
    for value in _laid_over(lower, upper):
        said = value.own.keys() - NO_VALUES - {*value.apart}
        if said and not value.said("source"):
            says = "says what was not said before, and cites no source of its own: name the document under `source`"
            yield Problem(says, value.path)


def _laid_over(lower: Tables, upper: Tables) -> Iterator[_Value]:
    for table in ("tier", "programme", "competency"):
        for name, own in tables_of(upper, table):
            if name in dict(tables_of(lower, table)):
                yield from _with_parts(table, own, f"{table}.{name}", {})
    for site, given in tables_of(upper, "site"):
        for table in at_sites():
            common = dict(tables_of(upper, table))
            for name, own in tables_of(given, table):
                around = {"source": common.get(name, {}).get("source") or given.get("source")}
                yield from _with_parts(table, own, f"site.{site}.{table}.{name}", around)


def authorities(catalogue: Catalogue) -> dict[str, int]:
    """Count how many values rest on each authority: tiers, periods, versions of a rule, and all other tables.

    A value without an authority of its own rests on that of the table it stands in; of none known it is "not stated".
    """
    counted = Counter(value.said("authority") or NOT_STATED for value in _values(catalogue.tables))
    return {name: counted[name] for name in (*get_args(Authority), NOT_STATED) if counted[name]}
