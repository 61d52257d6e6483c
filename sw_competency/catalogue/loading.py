"""Reads catalogues: the shipped one, and what is laid over it."""

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sw_competency.catalogue import kept, look
from sw_competency.catalogue.catalogue import Catalogue
from sw_competency.catalogue.overlay import Layer, Tables, deeper_than, joined, merged, named
from sw_competency.errors import ArgumentError, CatalogueError, Problem, UnknownNameError, UnreadableFileError, nearest
from sw_competency.files import is_url, opened

EXAMPLE = "example:"  # before the name of a catalogue shipped as an example, where a file or folder could stand
EXAMPLES = Path(__file__).parent / "examples"
DEEPEST = 40  # tables within tables; a catalogue needs about ten
_A_NAME = 'a `title` of its own leaves no room for job titles under [title]: write that one as name = "..."'
LARGEST = 10_000_000  # bytes in one file; the shipped catalogue has a hundredth of it


def _text(name: str, raw: bytes) -> str:
    """Read the text of a file; editors on Windows put a mark before it that says nothing.

    Raises:
        UnreadableFileError: it is no text.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise UnreadableFileError(f"{name} is not a text in UTF-8: save it as UTF-8, or name another file.")
    return text


def _called_by_title(text: str) -> bool:
    """Tell whether a file says at its top what it is called by `title`, and then has tables of job titles."""
    lines = [each.strip() for each in text.splitlines()]
    first = next((index for index, each in enumerate(lines) if each.startswith("[")), len(lines))
    by_title = any(each.partition("=")[0].strip() == "title" for each in lines[:first])
    return by_title and any(each.lstrip("[ ").startswith(("title.", "title]", "title ]")) for each in lines)


def _parsed(text: str) -> Tables:
    """Read TOML.

    Raises:
        ValueError: it is none.
    """
    import tomllib  # not needed where the shipped catalogue is kept ready-made

    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        if _called_by_title(text):
            raise ValueError(_A_NAME) from None
        raise
    except RecursionError:
        tables = None
    if tables is None or deeper_than(DEEPEST, tables):
        raise ValueError(f"is nested deeper than {DEEPEST} tables")
    return tables


def _layer(name: str, texts: Iterable[tuple[str, bytes]], folder: Path | None = None) -> Layer:
    parts, broken, amiss = [], [], []
    for file, raw in texts:
        try:
            tables, wrong = look.read(named(_parsed(_text(file, raw))), folder or EXAMPLES)
            parts.append((file, tables))
            amiss += [Problem(wrong, "look.logo", file)] if wrong else []
        except ValueError as error:
            broken.append(Problem(f"cannot be read as TOML: {error}", "", file))
    tables, files, twice = joined(parts)
    return Layer(name=name, tables=tables, files=files, problems=(*broken, *amiss, *twice), readable=not broken)


def examples() -> dict[str, Path]:
    """Return the catalogues shipped as examples to start from: their folders, by name."""
    return {folder.name: folder for folder in sorted(EXAMPLES.iterdir()) if any(folder.glob("*.toml"))}


def example(name: str) -> Path:
    """Return the folder of a catalogue shipped as an example.

    Raises:
        UnknownNameError: there is none of that name.
        ArgumentError: it is no name.
    """
    if not isinstance(name, str):
        raise ArgumentError("An example of a catalogue is named by a text", name)
    known = examples()
    if name not in known:
        near, listed = nearest(name, known), f"examples are: {', '.join(known)}."
        note = f"did you mean '{near}'? The {listed}" if near else f"the {listed}"
        raise UnknownNameError("example of a catalogue", name, note=note)
    return known[name]


def read_layer(path: Path | str, instead: Mapping[str, str] = MappingProxyType({})) -> Layer:
    """Read a catalogue: a folder of .toml files, one file, or, as `example:NAME`, one shipped as an example.

    Args:
        path: where it is.
        instead: by the name of a file, what is to be read in its place, as if it were written already.

    Raises:
        UnreadableFileError: there is no such file, it is no text, or a URL is given.
        UnknownNameError: there is no such example.
        ArgumentError: it is no path.
    """
    if not isinstance(path, str | Path):
        raise ArgumentError("A catalogue is a file or a folder, by its path", path)
    if is_url(path):
        raise UnreadableFileError("A URL is no catalogue: name a folder of .toml files, or one file.")
    named = str(path)
    path = example(named.removeprefix(EXAMPLE)) if named.startswith(EXAMPLE) else Path(path)
    try:
        if path.is_dir():
            found = sorted(path.glob("*.toml"))
            if not found:
                raise UnreadableFileError(f"The folder {path} holds no .toml file: a catalogue is one, or several.")
        elif os.path.lexists(path):
            found = [path]
        else:
            raise UnreadableFileError(f"There is no catalogue at {path}: name a folder of .toml files, or one file.")
        texts = {file.name: _at_most(file) for file in found if file.name not in instead}
        texts |= {name: text.encode() for name, text in instead.items()}
        return _layer(path.name, sorted(texts.items()), path if path.is_dir() else path.parent)
    except OSError as error:
        raise UnreadableFileError(f"{error.filename or path} cannot be read: {error.strerror or error}.") from None


def _at_most(path: Path) -> bytes:
    with opened(path) as file:
        raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise UnreadableFileError(f"{path} is larger than {LARGEST:,} bytes: that is no catalogue.")
    return raw


def layer_of(tables: Mapping[str, Any], name: str) -> Layer:
    """Take a catalogue from tables that stand in another file, such as those of a scenario."""
    tables, files, wrong = joined([(name, named(tables))])
    return Layer(name=name, tables=tables, files=files, problems=tuple(wrong))


def tables_in(text: str) -> Tables:
    """Return the tables of a catalogue written as TOML.

    Raises:
        ValueError: it is none.
    """
    return named(_parsed(text))


def digest_in(text: str) -> str | None:
    """Return the digest of a catalogue written as a whole, as one kept beside records is; None if unreadable."""
    from sw_competency.catalogue.building import digest_of

    try:
        tables = tables_in(text)
    except ValueError:
        return None
    tables.pop("shipped_catalogue", None)
    return digest_of(tables)


def _shipped_texts() -> list[tuple[str, bytes]]:
    return [(f"shipped/{file.name}", file.read_bytes()) for file in sorted(kept.DATA.glob("*.toml"))]


@cache
def shipped() -> Catalogue:
    """Return the shipped catalogue: ready-made, as long as neither its files nor the code that reads them changed.

    Raises:
        CatalogueError: it cannot be used.
    """
    mark = kept.fingerprint()
    if (ready := kept.fetch(mark)) is not None:
        return ready
    from sw_competency.catalogue.building import build

    catalogue, wrong = build((_layer("shipped", _shipped_texts()),))
    if catalogue is None:
        raise CatalogueError(wrong)
    kept.keep(mark, catalogue)
    return catalogue


def _beneath(layers: tuple[Layer, ...], over_shipped: bool | None) -> bool:
    return all(layer.shipped_catalogue for layer in layers) if over_shipped is None else over_shipped


def problems(*layers: Layer, over_shipped: bool | None = None) -> tuple[Problem, ...]:
    """Tell everything that is wrong in catalogues laid over each other; without any, in the shipped one."""
    from sw_competency.catalogue.building import build, place
    from sw_competency.catalogue.sites import permitted_by_shipped
    from sw_competency.catalogue.sourced import numbers_nobody_published, unsourced

    if layers:
        try:
            load(*layers, over_shipped=over_shipped)
        except CatalogueError as error:
            return error.problems
        return tuple(_unsourced(layers, over_shipped))
    layer = _layer("shipped", _shipped_texts())
    strictly = (*permitted_by_shipped(layer.tables), *unsourced(layer.tables), *numbers_nobody_published(layer.tables))
    found = (*build((layer,))[1], *(place(problem, layer.files) for problem in strictly))
    return tuple({(p.file, p.path, p.says): p for p in found}.values())


def _unsourced(layers: tuple[Layer, ...], over_shipped: bool | None) -> Iterator[Problem]:
    """Tell of values laid over others without a source; such a catalogue can be used, and passes no check."""
    from sw_competency.catalogue.building import place
    from sw_competency.catalogue.sourced import unsourced_over

    lower = shipped().tables if _beneath(layers, over_shipped) else {}
    for layer in layers:
        yield from (place(problem, layer.files) for problem in unsourced_over(lower, layer.tables))
        lower = merged(lower, layer.tables)


def load(*layers: Layer, over_shipped: bool | None = None) -> Catalogue:
    """Lay catalogues over each other and over the shipped one.

    Args:
        layers: each lies over the one before.
        over_shipped: whether the shipped one lies beneath; left out, as the catalogues themselves say.

    Raises:
        CatalogueError: something is wrong; all of it is told.
        ArgumentError: something is no layer, such as a path.
    """
    for layer in layers:
        if not isinstance(layer, Layer):
            raise ArgumentError("A catalogue is laid over as read_layer(path) gives it", layer)
    beneath = _beneath(layers, over_shipped)
    if beneath and not any(layer.tables or layer.problems for layer in layers):
        return shipped()
    from sw_competency.catalogue.building import build

    base = shipped() if beneath else None
    lowest = (Layer(name="shipped", tables=base.tables, files=base.files),) if base else ()
    catalogue, wrong = build((*lowest, *layers), base)
    if catalogue is None:
        raise CatalogueError(wrong)
    return catalogue
