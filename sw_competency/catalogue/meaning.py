"""What a catalogue says, apart from how it is written: every single thing under a path that its layout does not change.

Versions stand under the day they start on, a table that stands for a history under its own; names without an order are
a set; a field that says what is so without it is left out. Two catalogues that mean the same have the same facts.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, get_args, get_origin

import attrs

from sw_competency.catalogue import structure
from sw_competency.catalogue.catalogue import (
    Competency,
    Currency,
    Edition,
    Modality,
    PeriodElsewhere,
    Programme,
    Rule,
    SignOffRule,
    Source,
    Tier,
)
from sw_competency.catalogue.department import (
    Acceptance,
    Crosswalk,
    JobTitle,
    Lead,
    Link,
    Recall,
    Recording,
    Required,
    Site,
)
from sw_competency.catalogue.overlay import Tables
from sw_competency.catalogue.tables import (
    ALWAYS,
    BENEATH_SITE,
    TABLES,
    Path,
    Said,
    Variant,
    entries_of,
    variants_of,
    versions_of,
)
from sw_competency.rules import Requirement

CLASSES: dict[str, type] = {
    "source": Source, "tier": Tier, "modality": Modality, "programme": Programme, "competency": Competency,
    "rule": Rule, "site": Site, "required": Required, "acceptance": Acceptance, "recall": Recall,
    "crosswalk": Crosswalk, "title": JobTitle, "recording": Recording,
}  # fmt: skip
_HISTORIES = (SignOffRule, Currency, Rule)
_IN_ORDER = {"criteria", "standards", "takes"}  # lists whose order is meant
# by what a row of a list is known; of any other list a changed row is one gone and one added
_ROWS: dict[type, tuple[str, ...]] = {
    Edition: ("starts",), PeriodElsewhere: ("where", "starts"), Link: ("competency", "tier", "to"),
    Lead: ("leads", "tier", "band"),
}  # fmt: skip


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
        facts = _named(path[0], given, ".".join(path), beneath=BENEATH_SITE if path[0] == "site" else ())
        return Meaning(path=path, facts=facts, whole=facts, common={}, plain=given)
    whole = _named(given.table, given.whole, given.path if given.own else given.common_path)
    common = _named(given.table, given.common, given.common_path)
    own = {where: said for where, said in whole.items() if where not in common or common[where].means != said.means}
    left_out = {where: Said(None, None, given.path) for where in common if where not in whole}
    return Meaning(path=path, facts=own | left_out, whole=whole, common=common, plain=given.own)


def _named(table: str, given: Any, at: str, beneath: Iterable[str] = ()) -> dict[Path, Said]:
    if table == "rule":
        return dict(_versions(Rule, given, at, ()))
    return dict(_facts(CLASSES[table], {k: v for k, v in given.items() if k not in beneath}, at, ()))


def _facts(cls: type, table: Mapping[str, Any], at: str, where: Path) -> Iterator[tuple[Path, Said]]:
    fields = {structure.written(a.name): a for a in attrs.fields(cls) if a.init and a.name not in {"id", "details"}}
    for key, value in table.items():
        here, there = (*where, key), f"{at}.{key}"
        if key not in fields:
            yield here, Said(_exactly(value), value, there)
        elif (member := _member(fields[key].type)) in _HISTORIES:
            yield from _versions(member, value, there, here, table.get("introduced"))
        elif not (key == "starts" and cls in _HISTORIES):
            yield from _field(fields[key], member, value, there, here)


def _member(cls: Any) -> Any:
    return get_args(cls)[0] if get_origin(cls) is tuple else None


def _field(field: "attrs.Attribute[Any]", member: Any, value: Any, at: str, where: Path) -> Iterator[tuple[Path, Said]]:
    if member is None and get_origin(field.type) is dict:
        yield from (((*where, name), Said(_exactly(one), one, f"{at}.{name}")) for name, one in value.items())
    elif member is not None and attrs.has(member) and not issubclass(member, Requirement):
        yield from _rows(member, value, at, where)
    else:
        in_order = where[-1] in _IN_ORDER
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
        told = [getattr(made, name) for name in _ROWS.get(cls, ())]
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
    return field not in {"of", "reasons"} if isinstance(value, Requirement) else field in _IN_ORDER


def _exactly(value: Any) -> Any:
    """Give a value nobody knows the type of: true is not 1, and the order of a list is kept."""
    if isinstance(value, dict):
        return {key: _exactly(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_exactly(one) for one in value]
    return type(value).__name__, str(value)
