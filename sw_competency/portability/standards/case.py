"""1EdTech CASE 1.1: a catalogue's competencies as a package, strict on the way out and liberal on the way in.

A modality is an item, and competencies are its children; what must be current before is `precedes`; criteria are a
rubric; kinds are item types. What CASE knows nothing of goes along under `extensions`, and comes back.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sw_competency.catalogue.catalogue import Catalogue
from sw_competency.errors import UnreadableFileError
from sw_competency.portability.documents import as_json, begins, document, part, several
from sw_competency.portability.frameworks import (
    ALL,
    NO_PLACE,
    Handed,
    Ids,
    LeftOut,
    Taken,
    areas,
    not_carried,
    title_of,
    written,
)
from sw_competency.portability.uris import competency_parts, uuid_of

NAME = "case"
TITLE = "1EdTech CASE 1.1 package"
ENDING = "json"
OURS = "swc:competency"  # the extension in which the rest goes along
_DAY = "swc:day"
_AREA = "Modality"
_PLACED = ("title", "modalities", "tier", "kind", "prerequisites", "criteria", "introduced", "withdrawn")


# -- out ----------------------------------------------------------------------------------------------------------


def write_catalogue(catalogue: Catalogue, day: date) -> Handed:
    """Write a package.

    Args:
        catalogue: the catalogue.
        day: the day it is written on: when it was last changed is not known.
    """
    fields = {field for table in written(catalogue).values() for field in table}
    return Handed(as_json(_Package(catalogue, day).whole()), tuple(not_carried(catalogue, fields, "CASE")))


class _Package:
    def __init__(self, catalogue: Catalogue, day: date) -> None:
        self.catalogue, self._at = catalogue, f"{day}T00:00:00+00:00"
        self._title = title_of(catalogue)
        self._names = {c.id: competency_parts(c) for c in catalogue.competencies.values()}

    def whole(self) -> dict[str, Any]:
        tables = written(self.catalogue)
        used = [name for name in self.catalogue.modalities if any(name in t["modalities"] for t in tables.values())]
        kinds = dict.fromkeys([_AREA, *(table["kind"] for table in tables.values())])
        return {
            "CFDocument": {
                **self._named("framework", self._title), "creator": self._title, "title": self._title,
                "caseVersion": "1.1", "frameworkType": "Competency", "language": "en-GB",
                "version": self.catalogue.digest,
            },
            "CFItems": [*map(self._area, used), *(self._item(name, table) for name, table in tables.items())],
            "CFAssociations": [*self._children(used, tables), *self._preceding(tables)],
            "CFDefinitions": {"CFItemTypes": [self._kind(kind, n) for n, kind in enumerate(kinds, 1)]},
            "CFRubrics": [self._rubric(name, t["criteria"]) for name, t in tables.items() if t.get("criteria")],
        }  # fmt: skip

    def _named(self, *parts: str) -> dict[str, str]:
        uuid = uuid_of(*parts)
        return {"identifier": str(uuid), "uri": uuid.urn, "lastChangeDateTime": self._at}

    def _link(self, title: str, *parts: str) -> dict[str, str]:
        return {"title": title, "identifier": str(uuid_of(*parts)), "uri": uuid_of(*parts).urn}

    def _area(self, name: str) -> dict[str, Any]:
        return {
            **self._named("modality", name), "fullStatement": areas(self.catalogue, [name]),
            "humanCodingScheme": name, "CFItemType": _AREA, "CFItemTypeURI": self._link(_AREA, "kind", _AREA),
        }  # fmt: skip

    def _item(self, name: str, table: Mapping[str, Any]) -> dict[str, Any]:
        programmes = [n for n in table.get("prerequisites", ()) if n not in self._names]
        rest = {field: value for field, value in table.items() if field not in _PLACED}
        rest |= {"prerequisites": table["prerequisites"]} if programmes else {}
        ends = {"statusEndDate": str(table["withdrawn"])} if "withdrawn" in table else {}
        return {
            **self._named(*self._names[name]), "fullStatement": table["title"], "humanCodingScheme": name,
            "CFItemType": table["kind"], "CFItemTypeURI": self._link(table["kind"], "kind", table["kind"]),
            "educationLevel": [table["tier"]], "language": "en-GB", "statusStartDate": str(table["introduced"]), **ends,
            "extensions": {OURS: _with_days(rest)},
        }  # fmt: skip

    def _association(self, kind: str, origin: dict[str, str], to: dict[str, str], number: int | None = None) -> Any:
        order = {} if number is None else {"sequenceNumber": number}
        return {
            **self._named(kind, origin["identifier"], to["identifier"]), "associationType": kind,
            **order, "originNodeURI": {**origin, "targetType": "CASE"},
            "destinationNodeURI": {**to, "targetType": "CASE"},
        }  # fmt: skip

    def _to(self, name: str) -> dict[str, str]:
        return self._link(self.catalogue.competencies[name].title, *self._names[name])

    def _children(self, used: Sequence[str], tables: Mapping[str, Mapping[str, Any]]) -> Iterator[Any]:
        document = self._link(self._title, "framework", self._title)
        for number, name in enumerate(used, 1):
            link = self._link(areas(self.catalogue, [name]), "modality", name)
            yield self._association("isChildOf", link, document, number)
        for number, (name, table) in enumerate(tables.items(), 1):
            for area in table["modalities"]:
                above = document if area == ALL else self._link(areas(self.catalogue, [area]), "modality", area)
                yield self._association("isChildOf", self._to(name), above, number)

    def _preceding(self, tables: Mapping[str, Mapping[str, Any]]) -> Iterator[Any]:
        for name, table in tables.items():
            for first in table.get("prerequisites", ()):
                if first in self._names:
                    yield self._association("precedes", self._to(first), self._to(name))

    def _kind(self, kind: str, number: int) -> dict[str, str]:
        says = "An area of imaging" if kind == _AREA else f"A competency of this kind: {kind}"
        return {
            **self._named("kind", kind), "title": kind, "description": says,
            "hierarchyCode": str(number),
        }  # fmt: skip

    def _rubric(self, name: str, criteria: Sequence[str]) -> dict[str, Any]:
        return {
            **self._named("rubric", name), "title": self.catalogue.competencies[name].title,
            "CFRubricCriteria": [
                {**self._named("criterion", name, str(place)), "description": says,
                 "position": place, "CFItemURI": self._to(name)} for place, says in enumerate(criteria, 1)
            ],
        }  # fmt: skip


def _with_days(value: Any) -> Any:
    """Return a value as JSON has it, days marked, so that they come back as days."""
    match value:
        case date():
            return {_DAY: value.isoformat()}
        case Mapping():
            return {name: _with_days(one) for name, one in value.items()}
        case list() | tuple():
            return [_with_days(one) for one in value]
    return value


def _without_marks(value: Any) -> Any:
    match value:
        case {"swc:day": str(text)}:
            return date.fromisoformat(text)
        case Mapping():
            return {name: _without_marks(one) for name, one in value.items()}
        case list():
            return [_without_marks(one) for one in value]
    return value


# -- in -----------------------------------------------------------------------------------------------------------


def recognises(path: Path, head: bytes) -> bool:  # noqa: ARG001 - what stands in it tells
    """Tell a package from how it begins."""
    return begins(head, b'"CFDocument"')


def read_catalogue(path: Path, catalogue: Catalogue) -> Taken:
    """Read a package of version 1.0 or 1.1, whatever else stands in it.

    Args:
        path: the file.
        catalogue: ours, whose ids are used where they are meant.

    Raises:
        UnreadableFileError: it is no package.
    """
    package = _read(path)
    links = [_Linked.of(one) for one in several(package, "CFAssociations")]
    items = [one for one in several(package, "CFItems") if _words(one.get("fullStatement"))]
    names = {str(one.get("identifier")): one for one in items}
    parents = {link.to for link in links if link.kind == "isChildOf"}
    areas_ = {id_ for id_, one in names.items() if one.get("CFItemType") == _AREA}
    ids, found = Ids(catalogue), dict[str, str]()
    for id_, one in names.items():
        if id_ not in areas_ and (id_ not in parents or OURS in part(one, "extensions")):
            found[id_] = ids.of(_words(one.get("humanCodingScheme")), _words(one["fullStatement"]))
    criteria = _criteria(package)
    competencies = {
        name: {
            **_item(names[id_], catalogue), **_above(id_, links, names, areas_, catalogue),
            **_before(id_, links, found), **({"criteria": criteria[id_]} if criteria.get(id_) else {}),
            **_rest(names[id_]),
        }
        for id_, name in found.items()
    }  # fmt: skip
    return Taken(competencies, tuple(_not_taken(package, items, found, areas_, links)))


def _read(path: Path) -> dict[str, Any]:
    package = document(path)
    if not isinstance(package, dict) or not isinstance(package.get("CFDocument"), dict):
        raise UnreadableFileError(f"'{path}' is no CASE package: give a JSON file with CFDocument and CFItems.")
    return package


class _Linked:
    """An association: which item, how, to which."""

    def __init__(self, kind: str, origin: str, to: str) -> None:
        self.kind, self.origin, self.to = kind, origin, to

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> "_Linked":
        origin, to = (str(part(said, end).get("identifier")) for end in ("originNodeURI", "destinationNodeURI"))
        return cls(_words(said.get("associationType")), origin, to)


def _words(value: Any) -> str:
    return " ".join(value.splitlines()).strip() if isinstance(value, str) else ""


def _item(one: Mapping[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    levels = one.get("educationLevel")
    tiers = [level for level in levels if level in catalogue.tiers] if isinstance(levels, list) else []
    kinds = {c.kind for c in catalogue.competencies.values()}
    return {
        "title": _words(one["fullStatement"]), **({"tier": tiers[0]} if len(tiers) == 1 else {}),
        **({"kind": one["CFItemType"]} if one.get("CFItemType") in kinds else {}),
        **_day("introduced", one.get("statusStartDate")), **_day("withdrawn", one.get("statusEndDate")),
    }  # fmt: skip


def _day(field: str, value: Any) -> dict[str, date]:
    try:
        return {field: date.fromisoformat(str(value)[:10])} if value else {}
    except ValueError:
        return {}


def _above(
    id_: str, links: Sequence[_Linked], names: Mapping[str, Any], areas_: set[str], catalogue: Catalogue
) -> dict[str, Any]:
    above = [link.to for link in links if link.kind == "isChildOf" and link.origin == id_]
    found = [_words(names[to].get("humanCodingScheme")) for to in above if to in areas_]
    known = [name for name in found if name in catalogue.modalities]
    if known:
        return {"modalities": known}
    return {"modalities": [ALL]} if OURS in part(names[id_], "extensions") else {}


def _before(id_: str, links: Sequence[_Linked], found: Mapping[str, str]) -> dict[str, Any]:
    above = (link.origin for link in links if link.kind == "precedes" and link.to == id_)
    before = [found[origin] for origin in above if origin in found]
    return {"prerequisites": before} if before else {}


def _criteria(package: Mapping[str, Any]) -> dict[str, list[str]]:
    found: dict[str, list[tuple[int, str]]] = {}
    for rubric in several(package, "CFRubrics"):
        for place, one in enumerate(several(rubric, "CFRubricCriteria")):
            link, says = part(one, "CFItemURI"), _words(one.get("description"))
            if link and says:
                position = one.get("position")
                at = position if isinstance(position, int) else place
                found.setdefault(str(link.get("identifier")), []).append((at, says))
    return {id_: [says for _, says in sorted(those, key=lambda each: each[0])] for id_, those in found.items()}


def _rest(one: Mapping[str, Any]) -> dict[str, Any]:
    rest = part(one, "extensions").get(OURS)
    try:
        read = _without_marks(rest)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


_TAKEN = {
    "identifier", "uri", "fullStatement", "humanCodingScheme", "CFItemType", "CFItemTypeURI", "educationLevel",
    "statusStartDate", "statusEndDate", "lastChangeDateTime", "language", "extensions", "CFDocumentURI",
}  # fmt: skip


def _not_taken(
    package: Mapping[str, Any], items: Sequence[Mapping[str, Any]], found: Mapping[str, str], areas_: set[str],
    links: Sequence[_Linked],
) -> Iterator[LeftOut]:  # fmt: skip
    groups = [_words(one["fullStatement"]) for one in items if str(one.get("identifier")) not in {*found, *areas_}]
    if groups:
        yield LeftOut("headings", tuple(groups), "they have items beneath them, which were taken")
    fields: dict[str, list[str]] = {}
    for one in items:
        if (id_ := str(one.get("identifier"))) in found:
            known = _TAKEN | ({"abbreviatedStatement"} if not one.get("abbreviatedStatement") else set())
            for field in (field for field, value in one.items() if field not in known and value not in (None, "", [])):
                fields.setdefault(field, []).append(found[id_])
    yield from (LeftOut(field, tuple(names), NO_PLACE) for field, names in fields.items())
    kinds = sorted({link.kind for link in links} - {"isChildOf", "precedes"})
    if kinds:
        yield LeftOut("associations", tuple(kinds), NO_PLACE)
    unread = len(several(package, "CFItems")) - len(items)
    if unread:
        yield LeftOut("items", (), f"{unread} say nothing")
