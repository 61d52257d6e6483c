"""How catalogues lie over each other, and which file each value came from."""

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any

import attrs

from sw_competency.catalogue.described import TABLES
from sw_competency.errors import Problem

Tables = dict[str, Any]
Where = tuple[str, ...]
NAME = "name"  # what a catalogue calls itself

# What each law may be replaced by. A group direction may become a specific one, if a trust so decides; medicines law
# and radiation law are not each other's stricter form, so that neither takes the other's place.
_FOLLOWS = {
    "none": {"none", "psd", "pgd", "irmer-operator", "registrant-only"},
    "psd": {"psd", "pgd", "registrant-only"},
    "pgd": {"pgd", "psd", "registrant-only"},
    "irmer-operator": {"irmer-operator", "registrant-only"},
    "registrant-only": {"registrant-only"},
}


@attrs.frozen(kw_only=True)
class Layer:
    """One catalogue as it was written: its tables, and the file each value stands in.

    Args:
        name: what it is called.
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
        name = self.tables.get(NAME)
        return name if isinstance(name, str) else None


def loosened(old: Mapping[str, Any], new: Mapping[str, Any], path: str) -> Iterator[Problem]:
    """Tell where a competency, as it is laid over another, loosens the law it is under."""
    before, after = old.get("legal", "none"), new.get("legal")
    may_follow = _FOLLOWS.get(before, _FOLLOWS) if isinstance(before, str) else _FOLLOWS
    if isinstance(after, str) and after in _FOLLOWS and after not in may_follow:
        yield Problem(
            f"'{before}' cannot become '{after}': a catalogue laid over another may tighten `legal`, not loosen it",
            f"{path}.legal",
        )


def is_history(where: Where) -> bool:
    """Tell whether a place in a catalogue holds versions, one for each day on which something changed."""
    if where[0] == "site":
        where = where[2:]
    table = TABLES.get(where[0]) if where else None
    if table is None or table.is_history:
        return table is not None and len(where) == 2
    return len(where) == 3 and where[2] in table.histories


def is_versions(value: Any) -> bool:
    """Tell whether a value is an array of tables."""
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def deeper_than(levels: int, value: Any) -> bool:
    """Tell whether tables or lists lie more than so many levels within each other."""
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return levels == 0 or any(deeper_than(levels - 1, one) for one in inner)
    return False


def paths(value: Any, where: Where) -> Iterator[str]:
    """Give the path of a value and of all beneath it that may have come from another file."""
    path = ".".join(where)
    yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths(inner, (*where, key))
    elif is_versions(value) and is_history(where):
        for index, version in enumerate(value):
            yield f"{path}[{index}]"
            yield from (f"{path}[{index}].{key}" for key in version)


def merged(lower: Mapping[str, Any], upper: Mapping[str, Any]) -> Tables:
    """Lay tables over tables, field by field at every depth; anything else is replaced whole."""
    both = dict(lower)
    for key, value in upper.items():
        old = both.get(key)
        both[key] = merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return both


def origins(lower: Tables, upper: Tables, files: Mapping[str, str], over: Mapping[str, str]) -> dict[str, str]:
    """Give the file of every value once tables lie over tables; a table that both have stays its first author's."""
    found = dict(files)

    def lay(below: Any, above: Any, where: Where) -> None:
        for key, value in above.items():
            here, old = (*where, key), below.get(key)
            if isinstance(old, dict) and isinstance(value, dict):
                lay(old, value, here)
                continue
            if key in below:
                for path in paths(old, here):
                    found.pop(path, None)
            found.update((path, over[path]) for path in paths(value, here))

    lay(lower, upper, ())
    return found


def named(tables: Mapping[str, Any]) -> Tables:
    """Give the tables of a file with what it calls itself in its place: a text under `title` is that too."""
    return {NAME if key == "title" and isinstance(value, str) else key: value for key, value in tables.items()}


def joined(parts: Iterable[tuple[str, Mapping[str, Any]]]) -> tuple[Tables, dict[str, str], list[Problem]]:
    """Join the files of one catalogue: tables are merged, histories joined; a field given twice is a problem."""
    tables: Tables = {}
    files: dict[str, str] = {}
    problems: list[Problem] = []

    def join(into: Tables, more: Mapping[str, Any], where: Where, file: str) -> None:
        for key, value in more.items():
            here = (*where, key)
            path = ".".join(here)
            if key not in into:
                into[key] = deepcopy(value)
                files.update(dict.fromkeys(paths(value, here), file))
            elif isinstance(into[key], dict) and isinstance(value, dict):
                join(into[key], value, here, file)
            elif is_history(here) and is_versions(into[key]) and is_versions(value):
                into[key] = into[key] + deepcopy(value)
                for added in paths(into[key], here):
                    files.setdefault(added, file)
            else:
                problems.append(Problem(f"is given twice: in {files[path]} and in {file}", path, file))

    for file, given in parts:
        join(tables, given, (), file)
    return tables, files, problems
