"""Lays catalogues over each other and makes their values; everything that is wrong is told at once."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sw_competency.catalogue import checks, structure
from sw_competency.catalogue.catalogue import Catalogue, Competency, Modality, Programme, Source, Tier, file_among
from sw_competency.catalogue.department import Acceptance, Crosswalk, JobTitle, Recall, Recording, Required, Site
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
from sw_competency.catalogue.tables import BENEATH_SITE, entries_of, tables_of, variants_of
from sw_competency.catalogue.terms import Sourced
from sw_competency.errors import Problem

DIGITS = 32  # of a digest: enough that nobody makes two catalogues with the same
NAMED: dict[str, tuple[type, str]] = {
    "source": (Source, "sources"),
    "tier": (Tier, "tiers"),
    "modality": (Modality, "modalities"),
    "programme": (Programme, "programmes"),
    "competency": (Competency, "competencies"),
    "required": (Required, "required"),
    "acceptance": (Acceptance, "acceptances"),
    "recall": (Recall, "recalls"),
    "crosswalk": (Crosswalk, "crosswalks"),
    "title": (JobTitle, "job_titles"),
    "recording": (Recording, "recordings"),
}


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
    of_sites, wrong_at_sites = _of_sites(tables)
    found = [*problems, *wrong, *wrong_at_sites, *checks.problems(tables)]
    if found:
        placed = [place(problem, files) for problem in found]
        return None, list({(p.file, p.path, p.says): p for p in placed}.values())
    tables.pop("shipped_catalogue", None)  # said how to lay it, not what it says
    title = tables.get(NAME)
    return Catalogue(**made, **of_sites, files=files, tables=tables, digest=digest_of(tables), title=title), []


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
    made: dict[str, Any] = {field: {} for _, field in NAMED.values()} | {"rules": {}}
    problems: list[Problem] = []

    def add(field: str, name: str, value: Any, wrong: list[Problem]) -> None:
        problems.extend(wrong)
        if value is not None:
            made[field][name] = value

    before = base.tables if base else {}
    for table, (cls, field) in NAMED.items():
        ready = before.get(table, {})
        for name, given in entries_of(tables, table):
            if base is not None and given is ready.get(name):
                made[field][name] = getattr(base, field)[name]
            else:
                value, wrong = structure.named(cls, name, given, f"{table}.{name}")
                if isinstance(value, Sourced):
                    note(value, Place(f"{table}.{name}"))
                add(field, name, value, wrong)
    for name, given in entries_of(tables, "rule"):
        if base is not None and given is before.get("rule", {}).get(name):
            made["rules"][name] = base.rules[name]
        else:
            versions, wrong = structure.versions(name, given, f"rule.{name}")
            for version in versions or ():
                note(version, Place(f"rule.{name}.{version.starts}"))
            add("rules", name, versions, wrong)
    return made, problems


def _of_sites(tables: Tables) -> tuple[dict[str, Any], list[Problem]]:
    """Make the sites, and what differs there."""
    made: dict[str, Any] = {"sites": {}} | {f"site_{NAMED[table][1]}": {} for table in BENEATH_SITE}
    problems: list[Problem] = []
    for site, given in entries_of(tables, "site"):
        own = {k: v for k, v in given.items() if k not in BENEATH_SITE} if isinstance(given, dict) else given
        value, wrong = structure.named(Site, site, own, f"site.{site}")
        problems += wrong
        if value is not None:
            note(value, Place(f"site.{site}"))
            made["sites"][site] = value
    for variant in variants_of(tables):
        cls, _ = NAMED[variant.table]
        value, wrong = structure.named(cls, variant.name, variant.whole, variant.path)
        if wrong:
            _, common = structure.named(cls, variant.name, variant.common, variant.common_path)
            problems += variant.fresh(wrong, common)
        if value is not None:
            note(value, Place(variant.path, variant.own, variant.common_path))
            made[f"site_{NAMED[variant.table][1]}"][variant.site, variant.name] = value
    return made, problems
