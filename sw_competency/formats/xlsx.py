"""Read a workbook: our own entries in the columns of the CSV form, else an extract of ESR; every sheet with them."""

from pathlib import Path

from sw_competency.errors import UnreadableFileError
from sw_competency.formats import esr
from sw_competency.formats._base import Names, Reading
from sw_competency.formats._columns import OWN, rows_of
from sw_competency.formats._esr_staff import STAFF, compared_only
from sw_competency.formats._sheets import not_read, sheets_of_workbook, tables
from sw_competency.formats._workbook import is_workbook

NAME = "xlsx"
LAST = True  # any workbook is taken, so that the sentence says what it lacks


def recognises(path: Path, head: bytes) -> bool:
    """Tell a workbook by how the file begins, or by its name."""
    return is_workbook(path, head)


def read(path: Path, names: Names) -> Reading:
    """Read a workbook; titles may stand above the headings. Sheets that hold something else are named as not read."""
    sheets = sheets_of_workbook(path)
    own = tables(sheets, OWN)
    if not own:
        found = esr.tables_of(sheets)
        if not found and tables(sheets, STAFF):
            raise compared_only(path)
        if not found:
            raise UnreadableFileError(
                f"'{path}' has no visible sheet with a column 'kind', nor with the columns of an ESR extract; "
                "name the columns in a row above the entries."
            )
        return esr.reading(path, sheets, found, names)
    lacks = "it has no column 'kind'; an ESR extract is imported from a file of its own"
    return Reading(
        NAME,
        tuple(row for table in own for row in rows_of(table, path)),
        tuple(dict.fromkeys(name for table in own for name in table.columns)),
        sheets_not_read=not_read(sheets, own, lacks),
    )
