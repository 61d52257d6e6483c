"""What two catalogues can answer differently: what differs itself, and all that asks for something that does.

Where it is in doubt, a name is counted in: it costs time, no more.
"""

from collections.abc import Container, Iterable, Iterator
from typing import Any

import msgspec

from sw_competency.catalogue.catalogue import Catalogue, Competency, Rule
from sw_competency.rules import Requirement, walk


class Names(msgspec.Struct, frozen=True):
    """Competencies and rules, by name, in order."""

    competencies: tuple[str, ...]
    rules: tuple[str, ...]


def everything(*catalogues: Catalogue) -> Names:
    """Name all competencies and rules that any of these catalogues holds."""
    competencies = {name for c in catalogues for name in c.competencies}
    return Names(tuple(sorted(competencies)), tuple(sorted({name for c in catalogues for name in c.rules})))


def resting_on_sign_offs(catalogue: Catalogue, signed: Container[str]) -> Names:
    """Name what can be answered otherwise where sign-offs of some competencies count for less: these, and all rules."""
    competencies = [
        name for name in sorted(catalogue.competencies)
        if name in signed or any(s in signed for version in _everywhere(catalogue, name) for s in version.standing)
    ]  # fmt: skip
    return Names(tuple(competencies), tuple(sorted(catalogue.rules)))


def affected(a: Catalogue, b: Catalogue) -> Names:
    """Name the competencies and rules about which two catalogues can give different answers."""
    every = everything(a, b)
    if _differ(a, b, "tier") or _differ(a, b, "modality"):
        return every
    touched = {f"programme.{name}" for name in _differing(a, b, "programme")}
    touched |= {f"programme.{name}" for name in _touched_by_counting(a, b)}
    own = {*_differing(a, b, "competency"), *_named_by(a, b, "recall"), *_named_by(a, b, "acceptance")}
    touched |= {f"competency.{name}" for name in own}
    if touched:
        touched |= {f"competency.{name}" for name in every.competencies if _looks_further(a, b, name)}
    asks = {name: {*_asked_by(a, name), *_asked_by(b, name)} for name in every.competencies}
    while more := {n for n, asked in asks.items() if f"competency.{n}" not in touched and asked & touched}:
        touched |= {f"competency.{name}" for name in more}
    rules = [name for name in every.rules if _rule_touched(a, b, name, touched)]
    return Names(tuple(n for n in every.competencies if f"competency.{n}" in touched), tuple(rules))


def _differ(a: Catalogue, b: Catalogue, table: str) -> bool:
    return bool(a.tables.get(table) != b.tables.get(table))


def _differing(a: Catalogue, b: Catalogue, table: str) -> set[str]:
    """Name what differs for all, or as any one site has it."""
    return {name for of_a, of_b in _tables(a, b, table) for name in {*of_a, *of_b} if of_a.get(name) != of_b.get(name)}


def _tables(a: Catalogue, b: Catalogue, table: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    yield a.tables.get(table, {}), b.tables.get(table, {})
    sites_of_a, sites_of_b = a.tables.get("site", {}), b.tables.get("site", {})
    for site in {*sites_of_a, *sites_of_b}:
        yield sites_of_a.get(site, {}).get(table, {}), sites_of_b.get(site, {}).get(table, {})


def _touched_by_counting(a: Catalogue, b: Catalogue) -> set[str]:
    """Name the programmes that something which differs counts as."""
    changed = _differing(a, b, "programme")
    return {name for c in (a, b) for name in c.programmes if c.counting_as(name) & changed}


def _named_by(a: Catalogue, b: Catalogue, table: str) -> Iterator[str]:
    for name in _differing(a, b, table):
        for catalogue in (a, b):
            yield from catalogue.tables.get(table, {}).get(name, {}).get("competencies", ())


def _everywhere(catalogue: Catalogue, name: str) -> tuple[Competency, ...]:
    return catalogue.everywhere(name) if name in catalogue.competencies else ()


def _asked_by(catalogue: Catalogue, name: str) -> Iterator[str]:
    """Name what a competency asks for, wherever it does."""
    for version in _everywhere(catalogue, name):
        for wanted in (*version.prerequisites, *version.standing):
            yield f"{'competency' if wanted in catalogue.competencies else 'programme'}.{wanted}"
        for rule in (*version.sign_off, *version.renewal):
            yield from _references(rule.requires)


def _references(requires: Iterable[Requirement]) -> Iterator[str]:
    for item, _ in walk(requires):
        yield from (f"{table}.{name}" for table, name, _ in item.references())


def _looks_further(a: Catalogue, b: Catalogue, name: str) -> bool:
    return any(_unbounded(r.requires) for c in (a, b) for v in _everywhere(c, name) for r in (*v.sign_off, *v.renewal))


def _unbounded(requires: Iterable[Requirement]) -> bool:
    """Tell whether what is asked may look at more than it names: at all tasks above a tier, or in a foreign kind."""
    return any(item.looks_further() for item, _ in walk(requires))


def _rule_touched(a: Catalogue, b: Catalogue, name: str, touched: set[str]) -> bool:
    versions: tuple[Rule, ...] = (*a.rules.get(name, ()), *b.rules.get(name, ()))
    if a.tables.get("rule", {}).get(name) != b.tables.get("rule", {}).get(name):
        return True
    if _routes(a) != _routes(b) and any(version.to is not None for version in versions):
        return True
    if touched and any(_unbounded(version.requires) for version in versions):
        return True
    return any(touched.intersection(_references(version.requires)) for version in versions)


def _routes(catalogue: Catalogue) -> dict[str, tuple[str, ...] | None]:
    return {name: site.routes for name, site in catalogue.sites.items() if site.routes is not None}
