"""Write down the rows that were not taken, each with its reasons, so that they can be mended and imported again."""

import csv
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from sw_competency.errors import Problem, SWCompetencyError
from sw_competency.importers._base import Reading, Row
from sw_competency.importers._table import MASK, REJECTED, guard, is_unnamed
from sw_competency.model.shape import ID_FIELDS, holds_patient_identifier


def rejected_path(path: Path) -> Path:
    """Name the file the rejected rows of an imported file are written to."""
    return path.with_name(f"{path.name}.rejected.csv")


def write_rejected(path: Path, reading: Reading, rejected: Sequence[Row]) -> Path | None:
    """Write the rejected rows of a file beside it, whole or not at all; one line a problem, no patient identifier.

    Args:
        path: the file that was imported.
        reading: what was read of it.
        rejected: the rows not taken, each with its problems.

    Returns:
        The file; None where nothing was rejected, and a file of an earlier import is removed.

    Raises:
        SWCompetencyError: the file cannot be written.
    """
    target = rejected_path(path)
    try:
        if not rejected:
            target.unlink(missing_ok=True)
            return None
        _replace(target, _records(reading, rejected))
    except OSError as error:
        raise SWCompetencyError(
            f"The rejected rows cannot be written to '{target}' ({error.strerror}): make the folder writable."
        ) from error
    return target


def _records(reading: Reading, rejected: Sequence[Row]) -> list[list[str]]:
    # A field that is lacking gets a column, too, where it can be written.
    lacking = [
        _column(row, p)
        for row in rejected
        for p in row.problems
        if p.path and "." not in p.path and not is_unnamed(p.path)
    ]
    cells = [name for row in rejected for name in row.cells]
    columns = [*dict.fromkeys([*reading.columns, *lacking, *cells] if reading.columns else [*cells, *lacking])]
    records = [[*REJECTED, *(guard(_masked("", name)) for name in columns)]]
    for row in rejected:
        told = {_column(row, p) for p in row.problems if "NHS number" in p.says}  # an id of another kind is a text here
        texts = [guard(_masked("" if name in told else name, row.cells.get(name, ""))) for name in columns]
        for problem in row.problems or (Problem("was not taken"),):
            reason = "holds a valid NHS number; remove it" if holds_patient_identifier(problem.says) else problem.says
            records.append([str(row.number), guard(_masked("", _column(row, problem))), guard(reason), *texts])
    return records


def _column(row: Row, problem: Problem) -> str:
    return row.read_from.get(problem.path, problem.path)


def _masked(name: str, cell: str) -> str:
    return MASK if name not in ID_FIELDS - {"kind"} and holds_patient_identifier(cell) else cell


def _replace(target: Path, records: Sequence[Sequence[str]]) -> None:
    handle, beside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:100]}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            csv.writer(file).writerows(records)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(target)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
