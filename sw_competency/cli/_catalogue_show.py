"""Shows what a catalogue says: all names and who stands behind them, or one of them with files and documents."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sw_competency.catalogue.described import TABLES
from sw_competency.cli._print import complain, document, line
from sw_competency.lookup import Candidate, find

if TYPE_CHECKING:
    from sw_competency.catalogue import Catalogue
    from sw_competency.catalogue.catalogue import Source

_PLACEHOLDER = "placeholder: nobody published this; a local default to be confirmed"


def show_one(held: "Catalogue", name: str, *, as_json: bool) -> None:
    """Print everything of that name.

    Raises:
        UnknownNameError: there is nothing of that name.
        AmbiguousNameError: it fits several.
    """
    found = dict(_places(held, name)) or _at(held, name)
    if not found:
        id_ = find(name, _every(held), "name in the catalogue", held.modality_words)
        complain(f"Taken as {_every(held)[id_].titles[0]} ({id_}).")
        found = dict(_places(held, id_))
    told = [_told(held, path, value) for path, value in found.items()]
    if as_json:
        document(told[0] if len(told) == 1 else told)
        return
    for index, each in enumerate(told):
        if index:
            line()
        _print(each)


def _every(held: "Catalogue") -> dict[str, Candidate]:
    called: dict[str, list[str]] = {}
    for table in TABLES:
        for id_, said in held.tables.get(table, {}).items():
            last = said[-1] if isinstance(said, list) and said else said
            title = last.get("title") if isinstance(last, Mapping) else None
            called.setdefault(id_, []).extend([title] if title else [])
    return {id_: Candidate((*titles, id_)) for id_, titles in called.items()}


def show_all(held: "Catalogue", *, as_json: bool) -> None:
    """Print the names of all tables, and how many values rest on each authority."""
    from sw_competency.catalogue.sourced import authorities

    counted = authorities(held)
    names = {table: {n: _title(t) for n, t in held.tables.get(table, {}).items()} for table in TABLES}
    if as_json:
        names["titles"] = names.pop("title")  # beside what the catalogue calls itself
        document({"title": held.title, "digest": held.digest, "authorities": counted, **names})
        return
    line(f"{held.title or 'The catalogue'}, digest {held.digest}")
    for table, titled in names.items():
        if titled:
            line()
            line(f"{table}: {len(titled)}")
            for each, title in sorted(titled.items()):
                line(f"  {each}  {title}".rstrip())
    _count(counted)


def _count(counted: Mapping[str, int]) -> None:
    """Say on whose word the values rest, and plainly how many on nobody's."""
    line()
    line(f"authority: {sum(counted.values())} values rest on one")
    for name, count in counted.items():
        line(f"  {count:>5}  {name}")
    placeholders = counted.get("placeholder", 0)
    if placeholders:
        line(f"{placeholders} of them are placeholders: nobody published them; local defaults to be confirmed.")
    else:
        line("None of them is a placeholder.")


def _title(said: Any) -> str:
    last = said[-1] if isinstance(said, list) and said else said
    given = (last.get(field) for field in ("title", "role", "means")) if isinstance(last, Mapping) else ()
    return next((str(one) for one in given if one), "")


def _places(held: "Catalogue", name: str) -> Iterator[tuple[str, Any]]:
    """Find everything of that name, and what sites say of it for themselves."""
    for table in TABLES:
        if name in held.tables.get(table, {}):
            yield f"{table}.{name}", held.tables[table][name]
    for site, said in held.tables.get("site", {}).items():
        for table in TABLES:
            if isinstance(said.get(table), Mapping) and name in said[table]:
                yield f"site.{site}.{table}.{name}", said[table][name]


def _at(held: "Catalogue", path: str) -> dict[str, Any]:
    """Give what stands at a path; a single value with who stands behind it."""
    from sw_competency.catalogue.placeholders import found_at

    found = found_at(held.tables, path) if "." in path else None
    if found is None:
        return {}
    if isinstance(found.value, dict) or (isinstance(found.value, list) and not path.endswith(("requires", "suggests"))):
        return {found.at: found.value}
    around, _, field = found.at.rpartition(".")
    return {around: {field: found.value, "authority": found.authority, "source": list(found.source)}}


def _told(held: "Catalogue", path: str, value: Any) -> dict[str, Any]:
    """Give what the catalogue says at a path: the values, the file of each, the documents cited."""
    from sw_competency.model.findings import jsonable

    files = {at: file for at, file in held.files.items() if at == path or at.startswith((f"{path}.", f"{path}["))}
    cited = {source: _document(held.sources[source]) for source in _cited(value) if source in held.sources}
    return {"path": path, "says": jsonable(value), "files": files, "file": held.file_of(path), "sources": cited}


def _document(source: "Source") -> str:
    """Name a document, which version of it was read, and when."""
    version = f"; version: {source.version}" if source.version else ""
    return f"{source.title}{version}{f'; read on {source.seen}' if source.seen else ''}"


def _cited(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from (each for each in inner if isinstance(each, str)) if key == "source" else _cited(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _cited(inner)


def _print(told: Mapping[str, Any]) -> None:
    line(f"{told['path']}  (from {told['file']})")
    for each in _lines(told["says"], told["path"], told["file"], told["files"]):
        line(f"  {each}")
    for source, title in told["sources"].items():
        line(f"  [{source}] {title}")


def _lines(value: Any, path: str, file: str, files: Mapping[str, str]) -> Iterator[str]:
    """Give what stands at a path, line by line; a file is named where it is another than that of what is around."""
    items = value.items() if isinstance(value, Mapping) else enumerate(value)
    for key, inner in items:
        at = f"{path}.{key}" if isinstance(value, Mapping) else f"{path}[{key}]"
        own = files.get(at, file)
        where = f"  (from {own})" if own != file else ""
        mark = f"{key}:" if isinstance(value, Mapping) else "-"
        if _is_short(inner):
            yield f"{mark} {_said(inner)}{where}"
        else:
            yield f"{mark}{where}"
            yield from (f"  {each}" for each in _lines(inner, at, own, files))


def _is_short(value: Any) -> bool:
    """Tell whether a value fits on one line: one thing, a list of names, or a requirement without parts."""
    if isinstance(value, Mapping):
        return "kind" in value and all(_is_short(inner) for inner in value.values())
    return not isinstance(value, list) or all(isinstance(each, str) and " " not in each for each in value)


def _said(value: Any) -> str:
    if value == "placeholder":
        return _PLACEHOLDER
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_said(inner)}" for name, inner in value.items())
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
