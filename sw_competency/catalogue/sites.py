"""What must hold of what stands beneath a site, and of what only a site may say."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sw_competency.catalogue.described import at_sites
from sw_competency.catalogue.overlay import Tables
from sw_competency.catalogue.structure import shown
from sw_competency.catalogue.tables import tables_of, unknown, variants_of
from sw_competency.errors import Problem, did_you_mean


def beneath_sites(tables: Tables, known: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    """Check that what stands beneath a site is known without it."""
    own = at_sites()
    for site, given in tables_of(tables, "site"):
        for key, value in given.items():
            path = f"site.{site}.{key}"
            if key in own:
                yield from _own(key, value, path, known[key])
            elif key == "rule":
                yield Problem(f"a rule of one site stands under [[rule.its-name]], with site = '{site}'", path)
            elif isinstance(value, dict) and (near := did_you_mean(key, own)):
                yield Problem(f"there is no table '{key}' beneath a site{near}", path)


def _own(table: str, given: Any, path: str, known: Sequence[str]) -> Iterator[Problem]:
    if not isinstance(given, dict):
        yield Problem(f"a table is asked for, not {shown(given)}", path)
        return
    for name, own in given.items():
        if name not in known:
            yield unknown((table,), name, known, f"{path}.{name}")
        elif not isinstance(own, dict):
            yield Problem(f"a table is asked for, not {shown(own)}", f"{path}.{name}")


def misspelt_site(site: Any, known: Sequence[str], path: str) -> Iterator[Problem]:
    """Tell of a site that differs from a described one in case or punctuation only.

    Sites need not be described, and their ids are other people's; but ids are compared exactly, and such a one would
    never be anybody's.
    """
    if isinstance(site, str) and site not in known:
        near = next((other for other in known if _folded(other) == _folded(site)), None)
        if near is not None:
            yield Problem(f"there is no site '{site[:80]}'; did you mean '{near}'?", path)


def _folded(site: str) -> str:
    return "".join(c for c in site.casefold() if c.isalnum())


def permitted_by_shipped(tables: Tables) -> Iterator[Problem]:
    """Tell where the shipped catalogue permits what only a site's own catalogue can."""
    common = ((f"competency.{name}", table) for name, table in tables_of(tables, "competency"))
    for path, table in (*common, *((variant.path, variant.own) for variant in variants_of(tables))):
        if table.get("permitted", False) is not False:
            yield Problem("only a site's own catalogue can permit it, not the shipped one", f"{path}.permitted")
