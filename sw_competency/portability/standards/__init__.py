"""Forms of other systems, one file a standard: what of ours goes out in it, and what comes in.

A standard is a module in this folder, or comes by entry point (`sw_competency.portability.standards`). It has
`NAME` and `TITLE`; `LOOKS_INSIDE` where it is told only by what stands within. One of catalogues has `ENDING`,
`write_catalogue(catalogue, day)`, and `recognises(path, head)` with `read_catalogue(path, catalogue)`; one of
records has `write_records(handing)`, and `recognises` with `read(path, names)`. Whatever it cannot carry it names.
"""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import cast

from sw_competency import plugins
from sw_competency.errors import UnreadableFileError
from sw_competency.files import opened
from sw_competency.formats import Importer, Names, Reading
from sw_competency.portability.documents import begins

_HEAD = 65_536  # bytes, by which a form is told


def writing(what: str) -> dict[str, ModuleType]:
    """Return the standards that write.

    Args:
        what: `catalogue` or `records`.
    """
    return {name: one for name, one in _members().items() if hasattr(one, f"write_{what}")}


class _OtherDoor:
    """What is no record, and is told which command reads it.

    Args:
        what: what it is.
        command: the command.
        recognises: tells it from how it begins.
    """

    def __init__(self, what: str, command: str, recognises: Callable[[Path, bytes], bool]) -> None:
        self.NAME, self._what, self._command, self.recognises = "other door", what, command, recognises

    def read(self, path: Path, names: Names) -> Reading:  # noqa: ARG002 - as every importer is called
        raise UnreadableFileError(f"'{path}' is {self._what}, and no record: read it with  {self._command}")


def _are_badges(path: Path, head: bytes) -> bool:  # noqa: ARG001 - what stands in it tells
    return begins(head, b'"VerifiablePresentation"') or begins(head, b'"OpenBadgeCredential"')


def importers() -> list[Importer]:
    """Return the standards that read records; and what says of a file that is none which command reads it."""
    known = _members().values()
    records = [cast("Importer", one) for one in known if hasattr(one, "read")]
    others = [
        _OtherDoor(f"a {one.TITLE}", "sw-competency catalogue from FILE", one.recognises) for one in known
        if hasattr(one, "read_catalogue") and not getattr(one, "LOOKS_INSIDE", False)
    ]  # fmt: skip
    badges = _OtherDoor("a file of badges", "sw-competency check-badge FILE --site SITE", _are_badges)
    return [*records, *others, badges]


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
