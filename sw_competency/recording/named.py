"""What entries name of the catalogue, and what it does not know."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from sw_competency.catalogue import Catalogue
from sw_competency.errors import Problem, did_you_mean, shown
from sw_competency.model import Correction, Entry, field_names

# The fields of entries in which something of the catalogue is named, each with its table.
_NAMING = {
    "competency": "competency", "programme": "programme", "tier": "tier", "to": "tier", "rule": "rule",
    "modality": "modality", "modalities": "modality", "restrictions": "modality",
}  # fmt: skip


@cache
def _naming(kind: str) -> list[tuple[str, str]]:
    """Name the fields of a kind in which something of the catalogue is named, each with its table."""
    return [(field, what) for field, what in _NAMING.items() if field in field_names(kind)]


def unknown_names(entry: Entry | Mapping[str, Any], catalogue: Catalogue) -> Iterator[Problem]:
    """Find names in an entry, or in what was to be one, that the catalogue does not know, each with the nearest."""
    if isinstance(entry, Mapping):
        named = [(field, what, entry.get(field)) for field, what in _NAMING.items()]
    else:
        named = [(field, what, getattr(entry, field)) for field, what in _naming(entry.kind)]
    for field, what, value in named:
        table = catalogue.table(what)
        for name in _names_in(value, field):
            if name not in table and not (name == "all" and what == "modality"):
                near = did_you_mean(name, table, catalogue.modality_words)
                yield Problem(f"there is no {what} {shown(name)}{near}", field)
    if isinstance(entry, Correction) and entry.with_ is not None:
        yield from (Problem(p.says, f"with.{p.path}") for p in unknown_names(entry.with_, catalogue))


def _names_in(value: Any, field: str) -> Iterator[str]:
    if isinstance(value, str):
        yield from () if field in {"modalities", "restrictions"} else (value,)
    for each in value if isinstance(value, tuple | list) else ():
        named = each.get("modality", ()) if isinstance(each, Mapping) else each if field == "modalities" else ()
        several = named if isinstance(named, tuple | list) else (named,)
        yield from (name for name in several if isinstance(name, str))

