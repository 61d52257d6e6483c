"""Read our own entries from a workbook: the columns of the CSV form, on the first visible sheet that has them."""

from pathlib import Path

from sw_competency.errors import UnreadableFileError
from sw_competency.importers._base import Names, Reading
from sw_competency.importers._columns import heading, is_header, rows_of
from sw_competency.importers._workbook import ZIP, find_in_sheets, placed

NAME = "xlsx"
LAST = True  # any workbook is taken, so that the sentence says what it lacks
_OLD = b"\xd0\xcf\x11\xe0"


def recognises(path: Path, head: bytes) -> bool:
    """Tell a workbook by how the file begins, or by its name."""
    return head.startswith((ZIP, _OLD)) or path.suffix.lower() in {".xlsx", ".xlsm", ".xls"}


def read(path: Path, names: Names) -> Reading:  # noqa: ARG001 - every importer is asked alike
    """Read a workbook of our own entries; titles may stand above the header."""
    with path.open("rb") as file:
        if file.read(len(_OLD)) == _OLD:
            raise UnreadableFileError(
                f"'{path}' is an old workbook or locked with a password; save it as .xlsx without one."
            )
    table = find_in_sheets(path, is_header, heading)
    if table is None:
        raise UnreadableFileError(
            f"'{path}' has no visible sheet with a column 'kind', nor with the columns of an ESR extract; "
            "name the columns in a row above the entries."
        )
    return Reading(NAME, placed(rows_of(table, path), table), table.columns)
