"""Lays catalogues over each other and makes their values; everything that is wrong is told at once."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from sw_competency.catalogue import checks, look, structure
from sw_competency.catalogue.catalogue import Catalogue, file_among
from sw_competency.catalogue.described import TABLES, Sourced, Version, at_sites
from sw_competency.catalogue.overlay import (
    NAME,
    Layer,
    Tables,
    Where,
    is_history,
    is_versions,
    loosened,
    merged,
    origins,
)
from sw_competency.catalogue.placeholders import Place, note
from sw_competency.catalogue.tables import common_of, entries_of, tables_of, variants_of
from sw_competency.errors import Problem

DIGITS = 32  # of a digest: enough that nobody makes two catalogues with the same


def build(layers: tuple[Layer, ...], base: Catalogue | None = None) -> tuple[Catalogue | None, list[Problem]]:
    """Make the catalogue that layers give, each over the one before, or tell everything that is wrong.

    Args:
        layers: the lowest first.
        base: a catalogue made of the lowest layer before; what nothing was laid over is taken from it.
    """
    if not all(layer.readable for layer in layers):
        # whatever stands in the broken file would be missed everywhere else
        return None, [problem for layer in layers if not layer.readable for problem in layer.problems]
    tables, files, problems = _laid(layers)
    made, wrong = _values(tables, base)
    found = [*problems, *wrong, *checks.problems(tables)]
    if found:
        placed = [place(problem, files) for problem in found]
        return None, list({(p.file, p.path, p.says): p for p in placed}.values())
    tables.pop("shipped_catalogue", None)  # said how to lay it, not what it says
    title = tables.get(NAME)
    own = {field.name: made.pop(field.name) for field in attrs.fields(Catalogue) if field.name in made}
    digest = digest_of(tables)
    said = look.of(tables)
    return Catalogue(**own, others=made, files=files, tables=tables, digest=digest, title=title, look=said), []


def digest_of(tables: Tables) -> str:
    """Return the fingerprint of what a catalogue says, in whatever order and however many files it says it.

    Args:
        tables: the whole catalogue, as plain tables.
    """
    text = json.dumps(_in_order(tables, ()), sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


def _in_order(value: Any, where: Where) -> Any:
    """Give tables with the versions of each history in the order of their days: files are read by their names."""
    if isinstance(value, dict):
        return {key: _in_order(inner, (*where, key)) for key, inner in value.items()}
    if is_versions(value) and is_history(where):
        return sorted(value, key=lambda version: str(version.get("starts", "")))
    return value


def place(problem: Problem, files: Mapping[str, str]) -> Problem:
    """Give a problem with the file it stands in."""
    return Problem(problem.says, problem.path, problem.file or file_among(files, problem.path) or "")


def _laid(layers: Iterable[Layer]) -> tuple[Tables, dict[str, str], list[Problem]]:
    tables: Tables = {}
    files: dict[str, str] = {}
    problems: list[Problem] = []
    for layer in layers:
        problems += [*layer.problems, *(place(p, layer.files) for p in _loosened(tables, layer.tables))]
        files = origins(tables, layer.tables, files, layer.files)
        tables = merged(tables, layer.tables)
    return tables, files, problems


def _loosened(lower: Tables, upper: Tables) -> Iterator[Problem]:
    """Tell where a layer loosens the law of the layers below, for all or for a site."""
    below, sites = dict(tables_of(lower, "competency")), dict(tables_of(lower, "site"))
    for name, table in tables_of(upper, "competency"):
        if name in below:
            yield from loosened(below[name], table, f"competency.{name}")
    for site, given in tables_of(upper, "site"):
        # against the common table a site is checked once all layers lie
        below = dict(tables_of(sites.get(site), "competency"))
        for name, table in tables_of(given, "competency"):
            if name in below and "legal" in below[name]:
                yield from loosened(below[name], table, f"site.{site}.competency.{name}")


def _values(tables: Tables, base: Catalogue | None) -> tuple[dict[str, Any], list[Problem]]:
    """Make all values that tables describe, by the field of the catalogue they belong to."""
    made: dict[str, Any] = {table.held: {} for table in TABLES.values()}
    made |= {f"site_{TABLES[name].held}": {} for name in at_sites()}
    problems: list[Problem] = []
    before = base.tables if base else {}
    for name, table in TABLES.items():
        ready = before.get(name, {})
        for id_, given in entries_of(tables, name):
            if base is not None and given is ready.get(id_):
                made[table.held][id_] = base.table(name)[id_]
                continue
            path = f"{name}.{id_}"
            value, wrong = structure.named(table.cls, id_, common_of(name, given), path)
            problems += wrong
            for each in value or () if table.is_history else (value,):
                if isinstance(each, Sourced):
                    note(each, Place(f"{path}.{each.starts}" if isinstance(each, Version) else path))
            if value is not None:
                made[table.held][id_] = value
    for variant in variants_of(tables):
        table = TABLES[variant.table]
        value, wrong = structure.named(table.cls, variant.name, variant.whole, variant.path)
        if wrong:
            _, common = structure.named(table.cls, variant.name, variant.common, variant.common_path)
            problems += variant.fresh(wrong, common)
        if value is not None:
            note(value, Place(variant.path, variant.own, variant.common_path))
            made[f"site_{table.held}"][variant.site, variant.name] = value
    return made, problems
