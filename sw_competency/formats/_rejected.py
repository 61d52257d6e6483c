"""Write down the rows that were not taken, each with its reasons, so that they can be mended and imported again."""

import csv
import io
import os
import tempfile
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

from sw_competency.cells import guard
from sw_competency.errors import Problem, SWCompetencyError
from sw_competency.files import is_as_made, mark_as_made
from sw_competency.formats._base import Reading, Row
from sw_competency.formats._table import MASK, REJECTED, is_unnamed
from sw_competency.model.shape import ID_FIELDS
from sw_competency.patients import holds_numbers_of_staff, holds_patient_identifier


def rejected_path(path: Path) -> Path:
    """Name the file the rejected rows of an imported file are written to; the next of several where one was changed."""
    return path.with_name(f"{path.name}.rejected.csv")


def write_rejected(path: Path, reading: Reading, rejected: Sequence[Row]) -> Path | None:
    """Write the rejected rows of a file beside it, whole or not at all; one line a problem, no patient identifier.

    A file that is already there is replaced only if an import made it and nobody has changed it since.

    Args:
        path: the file that was imported.
        reading: what was read of it.
        rejected: the rows not taken, each with its problems.

    Returns:
        The file; None where nothing was rejected, and an untouched file of an earlier import is removed.

    Raises:
        SWCompetencyError: the file cannot be written.
    """
    target = rejected_path(path)
    try:
        if not rejected:
            if is_as_made(target):
                target.unlink()
            return None
        target = next(each for each in _names(target) if not _is_somebodys(each))
        _replace(target, _records(reading, rejected))
    except OSError as error:
        raise SWCompetencyError(
            f"The rejected rows cannot be written to '{target}' ({error.strerror}): make the folder writable."
        ) from error
    return target


def _names(target: Path) -> Iterator[Path]:
    yield target
    yield from (target.with_name(f"{target.stem}-{number}{target.suffix}") for number in count(2))


def _is_somebodys(target: Path) -> bool:
    """Tell a file or link that is not ours to replace; a folder in its place is told by what writing says."""
    return (target.is_symlink() or target.exists()) and not target.is_dir() and not is_as_made(target)


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
        told = {_column(row, p) for p in row.problems if p.of_patient}  # an id of another kind is a text here
        texts = [guard(_masked("" if name in told else name, row.cells.get(name, ""))) for name in columns]
        for problem in row.problems or (Problem("was not taken"),):
            reason = "holds a valid NHS number; remove it" if holds_patient_identifier(problem.says) else problem.says
            records.append([str(row.number), guard(_masked("", _column(row, problem))), guard(reason), *texts])
    return records


def _column(row: Row, problem: Problem) -> str:
    return row.read_from.get(problem.path, problem.path)


def _masked(name: str, cell: str) -> str:
    is_looked_at = name not in ID_FIELDS - {"kind"} and not holds_numbers_of_staff(name)
    return MASK if is_looked_at and holds_patient_identifier(cell) else cell


def _replace(target: Path, records: Sequence[Sequence[str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(records)
    data = text.getvalue().encode(errors="backslashreplace")
    handle, beside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:100]}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            mark_as_made(Path(beside))
            os.fsync(file.fileno())
        Path(beside).replace(target)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
