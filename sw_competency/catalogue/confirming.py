"""Writes what nobody published as a catalogue to be filled in: each value with what it is, and whom to ask about it."""

from collections.abc import Iterator, Mapping
from textwrap import wrap
from typing import Any

from sw_competency.catalogue.catalogue import Catalogue
from sw_competency.catalogue.described import TABLES
from sw_competency.catalogue.placeholders import PLACEHOLDER, described, found_at, placeholders, steps
from sw_competency.catalogue.writing import toml

_HEAD = (
    "What nobody published: local defaults, to be confirmed by whoever decides them here.",
    "",
    "Put your own value in, name the document it stands in under `source`, and change the line that says",
    f'"{PLACEHOLDER}" to "local", or to who published it. Delete what you cannot confirm yet: it stays a placeholder.',
    "Then lay this file over the catalogue:  sw-competency catalogue check THIS-FILE",
)
_WIDTH = 116


def to_fill_in(catalogue: Catalogue) -> str:
    """Return, as TOML, a catalogue of all that nobody published, as it is now, to be confirmed and laid over."""
    by_table: dict[tuple[str, ...], list[str]] = {}
    for path in placeholders(catalogue):
        by_table.setdefault(table_of(catalogue.tables, path), []).append(path)
    blocks = ["\n".join(f"# {line}".rstrip() for line in _HEAD)]
    for keys, paths in by_table.items():
        written = toml(nested(keys, written_out(catalogue.tables, keys, paths)))
        blocks.append("\n".join([*_comments(catalogue, paths), written.strip()]))
    return "\n\n".join(blocks) + "\n"


def table_of(tables: Mapping[str, Any], path: str) -> tuple[str, ...]:
    """Name the table a value is laid over by: a history is replaced whole."""
    keys: list[str] = []
    for part, value in list(steps(tables, path))[:-1]:
        if part.startswith("["):
            break
        keys += [part] if part else []
        if isinstance(value, list):
            break
    return tuple(keys)


def _comments(catalogue: Catalogue, paths: list[str]) -> Iterator[str]:
    """Say what each value is, as it is now, and once for all of a table what they rest on and whom to ask."""
    cited = (name for path in paths for name in sources_of(catalogue.tables, path))
    sources = dict.fromkeys(name for name in cited if name in catalogue.sources)
    rests_on = "; ".join(catalogue.sources[name].title for name in sources) or "no document that is named"
    table, _, *others = paths[0].split(".")
    whom = TABLES[others[0] if table == "site" and len(others) > 1 else table].whom
    for words in (*(described(catalogue, path) for path in paths), f"Rests on: {rests_on}", f"Ask {whom}"):
        yield from (f"# {line}" for line in wrap(f"{words}.", _WIDTH))


def written_out(tables: Mapping[str, Any], keys: tuple[str, ...], paths: list[str]) -> Any:
    """Give the table as it is laid over: the placeholders alone; of a history, every version."""
    where = ".".join(keys)
    around, sources = found_at(tables, where), sources_of(tables, where)
    assert around is not None
    if not isinstance(around.value, list):
        fields = [path.rpartition(".")[2] for path in paths]
        said = {field: around.value[field] for field in fields} | {"source": sources}
        return said | _authority(around.value.get("authorities", {}), fields)
    # a version whole, with whose word it takes from what it stands in
    inherited = {"authority": around.authority} if around.authority else {}
    return [{**inherited, "source": sources, **version} for version in around.value]


def _authority(own: Mapping[str, Any], fields: list[str]) -> dict[str, Any]:
    by_field = {field: PLACEHOLDER for field in fields if own.get(field) == PLACEHOLDER}
    whole = {"authority": PLACEHOLDER} if len(by_field) < len(fields) else {}
    return whole | ({"authorities": by_field} if by_field else {})


def sources_of(tables: Mapping[str, Any], path: str) -> list[str]:
    """Name the documents behind a value; what a site has its own way may leave them to the common table."""
    found, keys = found_at(tables, path), [part for part, _ in steps(tables, path) if part]
    if found is not None and not found.source and keys[0] == "site":
        common = keys[2:]
        while common and (found := found_at(tables, ".".join(common))) is None:
            common.pop()
    return list(found.source) if found is not None else []


def nested(keys: tuple[str, ...], value: Any) -> dict[str, Any]:
    """Return a value as the table that it is laid over by."""
    for key in reversed(keys):
        value = {key: value}
    assert isinstance(value, dict)
    return value
