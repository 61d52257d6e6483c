"""Forms of other systems, one file a standard: what of ours goes out in it, and what comes in.

A standard is a module in this folder, or comes by entry point (`sw_competency.portability.standards`). It has `NAME`
and `TITLE`. One of catalogues has `write_catalogue(catalogue, day)`, and `recognises(path, head)` with
`read_catalogue(path, catalogue)`; one of records has `write_records(handing)`, and `recognises` with
`read(path, names)`. Whatever it cannot carry it names.
"""

from pathlib import Path
from types import ModuleType
from typing import cast

from sw_competency import plugins
from sw_competency.errors import UnreadableFileError
from sw_competency.files import opened
from sw_competency.formats import Importer

_HEAD = 65_536  # bytes, by which a form is told


def writing(what: str) -> dict[str, ModuleType]:
    """Return the standards that write.

    Args:
        what: `catalogue` or `records`.
    """
    return {name: one for name, one in _members().items() if hasattr(one, f"write_{what}")}


def importers() -> list[Importer]:
    """Return the standards that read records."""
    return [cast("Importer", one) for one in _members().values() if hasattr(one, "read")]


def reading(path: Path) -> ModuleType | None:
    """Return the standard a file of a framework is in; None where it is in none.

    Args:
        path: the file.

    Raises:
        UnreadableFileError: it cannot be opened.
    """
    try:
        with opened(path) as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise UnreadableFileError(f"'{path}' cannot be opened: {error.strerror}; give another file.") from error
    found = (one for one in _members().values() if hasattr(one, "read_catalogue") and one.recognises(path, head))
    return next(found, None)


def _members() -> dict[str, ModuleType]:
    return plugins.members("portability.standards")
