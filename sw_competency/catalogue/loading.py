"""Reads catalogues and lays them over each other; everything that is wrong is told at once."""

import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import attrs
import msgspec

from sw_competency.catalogue import checks, structure
from sw_competency.catalogue.catalogue import (
    Catalogue,
    Competency,
    Modality,
    Programme,
    Site,
    Source,
    Tier,
    file_among,
)
from sw_competency.catalogue.overlay import Tables, joined, loosened, merged, origins
from sw_competency.errors import CatalogueError, Problem, UnreadableFileError

_NAMED: dict[str, tuple[type, str]] = {
    "source": (Source, "sources"),
    "tier": (Tier, "tiers"),
    "modality": (Modality, "modalities"),
    "programme": (Programme, "programmes"),
    "competency": (Competency, "competencies"),
}


@attrs.frozen(kw_only=True)
class Layer:
    """One catalogue as it was written: its tables, and the file each value stands in.

    Args:
        name: what it is called where a problem has no file of its own.
        problems: what is wrong already in its files.
        readable: whether all of its files could be parsed.
    """

    name: str
    tables: Tables
    files: dict[str, str]
    problems: tuple[Problem, ...] = ()
    readable: bool = True

    @property
    def shipped_catalogue(self) -> bool:
        """Whether it is meant to lie over the shipped catalogue."""
        return self.tables.get("shipped_catalogue") is not False

    @property
    def title(self) -> str | None:
        """What it calls itself."""
        return self.tables.get("title")


def _parsed(name: str, raw: bytes) -> Tables:
    """Read the text of a file.

    Raises:
        UnreadableFileError: it is no text.
        ValueError: it is no TOML.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise UnreadableFileError(f"{name} is not a text in UTF-8: save it as UTF-8, or name another file.")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("is nested too deep") from None


def _layer(name: str, texts: Iterable[tuple[str, bytes]]) -> Layer:
    parts, broken = [], []
    for file, raw in texts:
        try:
            parts.append((file, _parsed(file, raw)))
        except ValueError as error:
            broken.append(Problem(f"cannot be read as TOML: {error}", "", file))
    return _of_parts(name, parts, broken)


def _of_parts(name: str, parts: Iterable[tuple[str, Mapping[str, Any]]], broken: Iterable[Problem] = ()) -> Layer:
    broken = tuple(broken)
    try:
        tables, files, twice = joined(parts)
    except RecursionError:
        return Layer(name=name, tables={}, files={}, problems=(Problem("is nested too deep", "", name),), readable=False)
    return Layer(name=name, tables=tables, files=files, problems=(*broken, *twice), readable=not broken)


def read_layer(path: Path) -> Layer:
    """Read a catalogue: a folder of .toml files, or one file.

    Raises:
        UnreadableFileError: there is no such file, or it is no text.
    """
    if path.is_dir():
        found = sorted(file for file in path.glob("*.toml") if file.is_file())
        if not found:
            raise UnreadableFileError(f"The folder {path} holds no .toml file: a catalogue is a folder of them, or one.")
    elif path.is_file():
        found = [path]
    else:
        raise UnreadableFileError(f"There is no catalogue at {path}: name a folder of .toml files, or one file.")
    try:
        return _layer(path.name, [(file.name, file.read_bytes()) for file in found])
    except OSError as error:
        raise UnreadableFileError(f"{error.filename} cannot be read: {error.strerror}.") from None


def layer_of(tables: Mapping[str, Any], name: str) -> Layer:
    """Take a catalogue from tables that stand in another file, such as those of a scenario."""
    return _of_parts(name, [(name, tables)])


def _values(tables: Tables) -> tuple[dict[str, Any], list[Problem]]:
    """Make all values that tables describe, by the field of the catalogue they belong to."""
    made: dict[str, Any] = {}
    problems: list[Problem] = []
    for table, (cls, field) in _NAMED.items():
        made[field] = {}
        for name, given in _entries(tables, table):
            value, wrong = structure.named(cls, name, given, f"{table}.{name}")
            problems += wrong
            made[field] |= {name: value} if value is not None else {}
    made["rules"] = {}
    for name, given in _entries(tables, "rule"):
        history, wrong = structure.versions(name, given, f"rule.{name}")
        problems += wrong
        made["rules"] |= {name: history} if history is not None else {}
    return made, problems


def _entries(tables: Mapping[str, Any], table: str) -> Iterable[tuple[str, Any]]:
    given = tables.get(table)
    return given.items() if isinstance(given, dict) else ()


def _site_values(tables: Tables) -> tuple[dict[str, Any], list[Problem]]:
    """Make the sites, and the competencies and programmes that differ there."""
    made: dict[str, Any] = {"sites": {}, "site_competencies": {}, "site_programmes": {}}
    problems: list[Problem] = []
    for site, given in _entries(tables, "site"):
        own = {k: v for k, v in given.items() if k not in checks.BENEATH_SITE} if isinstance(given, dict) else given
        value, wrong = structure.named(Site, site, own, f"site.{site}")
        problems += wrong
        made["sites"] |= {site: value} if value is not None else {}
    for varied in checks.site_variants(tables):
        cls, _ = _NAMED[varied.table]
        value, wrong = structure.named(cls, varied.name, varied.whole, varied.path)
        _, common = structure.named(cls, varied.name, varied.common, varied.common_path)
        problems += checks.fresh(wrong, varied.path, common, varied.common_path)
        if value is not None:
            made["site_competencies" if cls is Competency else "site_programmes"][varied.site, varied.name] = value
    return made, problems


def _laid(layers: Iterable[Layer]) -> tuple[Tables, dict[str, str], list[Problem]]:
    tables: Tables = {}
    files: dict[str, str] = {}
    problems: list[Problem] = []
    for layer in layers:
        problems += layer.problems
        if tables:
            problems += [_placed(p, layer.files) for p in _loosened(tables, layer.tables)]
        files = origins(tables, layer.tables, files, layer.files)
        tables = merged(tables, layer.tables)
    return tables, files, problems


def _loosened(lower: Tables, upper: Tables) -> Iterator[Problem]:
    below = dict(_entries(lower, "competency"))
    for name, table in _entries(upper, "competency"):
        if isinstance(table, dict) and isinstance(below.get(name), dict):
            yield from loosened(below[name], table, f"competency.{name}")
    for site, given in _entries(upper, "site"):
        old = lower.get("site", {}).get(site)
        if isinstance(given, dict) and isinstance(old, dict):
            for problem in _loosened({"competency": old.get("competency")}, {"competency": given.get("competency")}):
                yield Problem(problem.says, f"site.{site}.{problem.path}")


def _placed(problem: Problem, files: Mapping[str, str]) -> Problem:
    return Problem(problem.says, problem.path, problem.file or file_among(files, problem.path) or "")


def _built(layers: tuple[Layer, ...], *, check: bool = True) -> tuple[Catalogue | None, list[Problem]]:
    """Lay catalogues over each other and make the values; the catalogue only where nothing is wrong."""
    if not all(layer.readable for layer in layers):
        # what stands in the broken file would be missed everywhere else
        return None, [p for layer in layers if not layer.readable for p in layer.problems]
    tables, files, problems = _laid(layers)
    made, wrong = _values(tables)
    of_sites, wrong_in_sites = _site_values(tables)
    if check:
        wrong_in_sites += checks.problems(tables)
    problems += [_placed(p, files) for p in wrong + wrong_in_sites]
    if problems:
        return None, problems
    says = {key: value for key, value in tables.items() if key != "shipped_catalogue"}
    digest = hashlib.sha256(msgspec.json.encode(says, order="sorted")).hexdigest()[:16]
    title = tables.get("title")
    return Catalogue(**made, **of_sites, files=files, tables=says, digest=digest, title=title), []


@cache
def shipped_layer() -> Layer:
    """Read the shipped catalogue, from wherever the package is installed."""
    folder = resources.files("sw_competency.catalogue") / "data"
    found = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return _layer("shipped", [(f"shipped/{file.name}", file.read_bytes()) for file in found])


@cache
def shipped() -> Catalogue:
    """Give the shipped catalogue. It is checked where it is tested, not at every start.

    Raises:
        CatalogueError: it cannot be used.
    """
    catalogue, problems = _built((shipped_layer(),), check=False)
    if catalogue is None:
        raise CatalogueError(problems)
    return catalogue


def _stack(layers: tuple[Layer, ...], over_shipped: bool | None) -> tuple[Layer, ...]:
    over = all(layer.shipped_catalogue for layer in layers) if over_shipped is None else over_shipped
    return (shipped_layer(), *layers) if over else layers


def problems(*layers: Layer, over_shipped: bool | None = None) -> tuple[Problem, ...]:
    """Tell everything that is wrong in catalogues laid over each other; without any, in the shipped one."""
    permitted = checks.permitted(shipped_layer().tables) if not layers else ()
    found = _built(_stack(layers, over_shipped))[1]
    return (*found, *(_placed(p, shipped_layer().files) for p in permitted))


def load(*layers: Layer, over_shipped: bool | None = None) -> Catalogue:
    """Lay catalogues over each other and over the shipped one.

    Args:
        layers: each lies over the one before.
        over_shipped: whether the shipped one lies beneath; left out, as the catalogues themselves say.

    Raises:
        CatalogueError: something is wrong; all of it is told.
    """
    stack = _stack(layers, over_shipped)
    if stack == (shipped_layer(),):
        return shipped()
    catalogue, wrong = _built(stack)
    if catalogue is None:
        raise CatalogueError(wrong)
    return catalogue
