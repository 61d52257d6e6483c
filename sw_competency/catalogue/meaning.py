"""What a catalogue says, apart from how it is written: every single thing under a path that its layout does not change.

Versions stand under the day they start on, a table that stands for a history under its own; names without an order are
a set; a field that says what is so without it is left out. Two catalogues that mean the same have the same facts.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, get_origin

import attrs

from sw_competency.catalogue import structure
from sw_competency.catalogue.described import TABLES, Version, field_said, fields_of, holds, member_of
from sw_competency.catalogue.overlay import Tables
from sw_competency.catalogue.tables import ALWAYS, Path, Said, Variant, common_of, entries_of, variants_of, versions_of
from sw_competency.rules import Requirement


@attrs.frozen(kw_only=True)
class Meaning:
    """Everything one named table says; of what a site has its own way, how that differs from the common table.

    Args:
        facts: what it says, by path.
        whole: at a site, the common table with the site's own fields laid over it; else the same as `facts`.
        common: at a site, what the common table says.
        plain: the table as it is written.
    """

    path: Path
    facts: dict[Path, Said]
    whole: dict[Path, Said]
    common: dict[Path, Said]
    plain: Any


def places(tables: Tables) -> dict[Path, Any]:
    """Give every named table of a catalogue, and what sites have their own way, by its path."""
    found: dict[Path, Any] = {(table, name): given for table in TABLES for name, given in entries_of(tables, table)}
    found |= {("site", v.site, v.table, v.name): v for v in variants_of(tables)}
    return found


def same_place(one: Any, other: Any) -> bool:
    """Tell at a glance that nothing differs: catalogues laid over one share the tables that none of them touches."""
    if isinstance(one, Variant) and isinstance(other, Variant):
        return one.common is other.common and one.own is other.own
    return one is other


def meaning(path: Path, given: Any) -> Meaning:
    """Say what stands at a place, as `places` gives it."""
    if not isinstance(given, Variant):
        facts = _named(path[0], common_of(path[0], given), ".".join(path))
        return Meaning(path=path, facts=facts, whole=facts, common={}, plain=given)
    whole = _named(given.table, given.whole, given.path if given.own else given.common_path)
    common = _named(given.table, given.common, given.common_path)
    own = {where: said for where, said in whole.items() if where not in common or common[where].means != said.means}
    left_out = {where: Said(None, None, given.path) for where in common if where not in whole}
    return Meaning(path=path, facts=own | left_out, whole=whole, common=common, plain=given.own)


def _named(table: str, given: Any, at: str) -> dict[Path, Said]:
    cls = TABLES[table].cls
    return dict(_versions(cls, given, at, ()) if TABLES[table].is_history else _facts(cls, given, at, ()))


def _facts(cls: type, table: Mapping[str, Any], at: str, where: Path) -> Iterator[tuple[Path, Said]]:
    fields = fields_of(cls)
    for key, value in table.items():
        here, there = (*where, key), f"{at}.{key}"
        if key not in fields:
            yield here, Said(_exactly(value), value, there)
        elif holds(fields[key], Version):
            yield from _versions(member_of(fields[key]), value, there, here, table.get("introduced"))
        elif not (key == "starts" and issubclass(cls, Version)):
            yield from _field(fields[key], value, there, here)


def _field(field: "attrs.Attribute[Any]", value: Any, at: str, where: Path) -> Iterator[tuple[Path, Said]]:
    member = member_of(field)
    if member is None and get_origin(field.type) is dict:
        yield from (((*where, name), Said(_exactly(one), one, f"{at}.{name}")) for name, one in value.items())
    elif member is not None and attrs.has(member) and not issubclass(member, Requirement):
        yield from _rows(member, value, at, where)
    else:
        in_order = field_said(where[-1]).in_order
        means = _meant(structure.typed(value, field.type), in_order=in_order)
        if field.default is attrs.NOTHING or means != _meant(field.default, in_order=in_order):
            yield where, Said(means, value, at)


def _versions(
    cls: type, given: Any, at: str, where: Path, introduced: date | None = None
) -> Iterator[tuple[Path, Said]]:
    """Give versions by the day they start on; a first one as old as the competency itself has always held."""
    versions = [(version.get("starts", date.min), version, here) for version, here in versions_of(given, at)]
    from_the_first = [starts for starts, *_ in versions if starts <= (introduced or date.min)]
    for starts, version, here in versions:
        always = starts == date.min or [starts] == from_the_first
        path = (*where, ALWAYS if always else starts.isoformat())
        yield path, Said(True, version, here, date.min if always else starts)
        yield from _facts(cls, version, here, path)


def _rows(cls: type, given: Any, at: str, where: Path) -> Iterator[tuple[Path, Said]]:
    seen: Counter[str] = Counter()
    rows = [(structure.typed(one, cls), one, f"{at}[{index}]") for index, one in enumerate(given)]
    for made, plain, here in sorted(rows, key=lambda row: repr(row[0])):
        told = [getattr(made, name) for name in field_said(where[-1]).known_by]
        name = " ".join(str(one) for one in told if one is not None) or repr(made)
        seen[name] += 1
        yield (*where, name if seen[name] == 1 else f"{name} ({seen[name]})"), Said(_meant(made), plain, here)


def _meant(value: Any, *, in_order: bool = False) -> Any:
    """Give a value so that it equals another that means the same; what comes of it can be counted."""
    if isinstance(value, tuple):
        each = [_meant(one) for one in value]
        if in_order:
            return tuple(each)
        # a name given twice is given once; a requirement asked for twice among several counts twice
        return frozenset(each) if all(isinstance(one, str) for one in each) else frozenset(Counter(each).items())
    if isinstance(value, dict):
        return frozenset((key, _meant(one)) for key, one in value.items())
    if attrs.has(type(value)):
        said = ((a.name, getattr(value, a.name)) for a in attrs.fields(type(value)))
        return type(value), tuple((name, _meant(one, in_order=_ordered(value, name))) for name, one in said)
    return value


def _ordered(value: Any, field: str) -> bool:
    """Tell whether the order of a list is meant; of a kind that others bring we cannot know."""
    return field not in {"of", "reasons"} if isinstance(value, Requirement) else field_said(field).in_order


def _exactly(value: Any) -> Any:
    """Give a value nobody knows the type of: true is not 1, and the order of a list is kept."""
    if isinstance(value, dict):
        return {key: _exactly(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_exactly(one) for one in value]
    return type(value).__name__, str(value)
