"""Files in and out: JSON Lines, CSV and workbooks of our own entries, and extracts of ESR.

A format is a module in this folder, or comes by entry point. One that reads has `NAME`, `recognises(path, head)` and
`read(path, names)`; one that writes has `NAME` and `write(things, out)`, and loses nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, TextIO, cast

from sw_competency import plugins
from sw_competency.errors import UnknownNameError, UnreadableFileError
from sw_competency.files import opened, store_around
from sw_competency.formats._base import Exporter, Importer, Names, Reading, Row
from sw_competency.formats._looked_up import looked_up
from sw_competency.formats._rejected import rejected_path, write_rejected
from sw_competency.model import Entry, Person

if TYPE_CHECKING:
    from sw_competency.model.extract import Extract

__all__ = [
    "Exporter", "Importer", "Names", "Reading", "Row", "read", "read_extract", "rejected_path", "write",
    "write_rejected", "writing",
]  # fmt: skip

_HEAD = 65_536  # bytes, by which a format is told


def read(path: Path, names: Names, also: Sequence[Importer] = ()) -> Reading:
    """Read a file in whatever format it is; whose row it is, is looked up by any number of theirs.

    Args:
        path: the file.
        names: what the importer may know.
        also: importers of other rooms, which are asked first.

    Raises:
        UnreadableFileError: there is no such file, or it cannot be parsed at all.
        MissingExtraError: it is a workbook, and the reader of workbooks is not installed.
    """
    if (store := store_around(path.parent)) is not None:  # the rows not taken are written beside it
        raise UnreadableFileError(f"'{path}' is within the store '{store}'; export the store, and import that file.")
    try:
        with opened(path) as file:
            head = file.read(_HEAD)
        if not head:
            raise UnreadableFileError(f"'{path}' is empty; there is nothing to import.")
        for importer in (*also, *_in_order()):
            if importer.recognises(path, head):
                return looked_up(importer.read(path, names), names.people)
        from sw_competency.formats import _esr_staff, _table

        if _table.holds_header(head, _esr_staff.STAFF):
            raise _esr_staff.compared_only(path)
    except OSError as error:
        raise UnreadableFileError(f"'{path}' cannot be opened: {error.strerror}; give another file.") from error
    raise UnreadableFileError(
        f"'{path}' is of no format we read: our own entries have a column 'kind', an ESR extract has 'Competency Name' "
        f"and 'Employee Number'. Formats: {', '.join(sorted(_reading()))}."
    )


def read_extract(path: Path, names: Names) -> "Extract":
    """Read an extract of ESR as it stands, a staff list or a training extract, to be compared and not imported.

    Args:
        path: the file.
        names: what may be known of the catalogue.

    Raises:
        UnreadableFileError: it cannot be read, or is neither.
        MissingExtraError: it is a workbook, and the reader of workbooks is not installed.
    """
    from sw_competency.formats import _extract

    return _extract.read_extract(path, names)


def write(name: str, things: Iterable[Entry | Person], out: TextIO) -> None:
    """Write entries and people in a format.

    Args:
        name: the format.
        things: the entries and people, in order.
        out: where to; a file is opened with `newline=""`, so that line breaks within a note stay as they are.

    Raises:
        UnknownNameError: there is no such format, or none that writes.
    """
    known = writing()
    if name not in known:
        raise UnknownNameError("format", name, known)
    known[name].write(things, out)


def writing() -> Mapping[str, ModuleType]:
    """Return the formats that write, by name."""
    return {name: one for name, one in plugins.members("formats").items() if hasattr(one, "write")}


def _reading() -> dict[str, Importer]:
    known = plugins.members("formats").items()
    return {name: cast("Importer", one) for name, one in known if hasattr(one, "recognises")}


def _in_order() -> list[Importer]:
    """Return the formats that read, ours first; those that take anything of their sort come last."""
    ours = plugins.names("formats")
    asked = sorted(_reading().items(), key=lambda item: (getattr(item[1], "LAST", False), item[0] not in ours, item[0]))
    return [importer for _, importer in asked]
