"""Read our own entries from CSV: one column a field, lists separated by `;`, the rest as JSON in the column `other`."""

from pathlib import Path

from sw_competency.errors import UnreadableFileError
from sw_competency.files import content
from sw_competency.importers._base import Names, Reading
from sw_competency.importers._columns import OWN, rows_of
from sw_competency.importers._table import csv_table, holds_header, text_of

NAME = "csv"


def recognises(path: Path, head: bytes) -> bool:  # noqa: ARG001 - told by its header alone
    """Tell a file of our own entries by its column `kind`."""
    return holds_header(head, OWN)


def read(path: Path, names: Names) -> Reading:  # noqa: ARG001 - every importer is asked alike
    """Read a CSV file of our own entries, or a mended file of rejected ones."""
    table = csv_table(text_of(content(path), path), OWN)
    if table is None:
        raise UnreadableFileError(f"'{path}' has no column 'kind'; name the columns in its first row.")
    return Reading(NAME, rows_of(table, path), table.columns)
