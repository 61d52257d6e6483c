"""The command `add`."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import complain, document, line
from sw_competency.cli._writing import as_sentence, counted
from sw_competency.errors import MalformedEntryError, Problem, UnreadableFileError
from sw_competency.files import content
from sw_competency.formats import Row
from sw_competency.formats.jsonl import rows
from sw_competency.model import Entry, plain_person


def add(
    file: Annotated[str, Parameter(allow_leading_hyphen=True)], /, *, by: str | None = None, options: Options = DEFAULT
) -> int:
    """Put entries on record, all of them or none; they are stamped now.

    Args:
        file: JSON Lines, one entry or person a line, without `recorded_at`; - reads them.
        by: Who writes them down.
        options: What holds for every command.
    """
    tracker = options.tracker()
    given = rows(_data(file), "Standard input" if file == "-" else f"'{file}'")
    problems = [Problem(p.says, _called(row, p.path)) for row in given if not row.said for p in row.problems]
    if problems:
        raise MalformedEntryError(problems)
    appended = tracker.append(map(_thing, given), by, called=lambda index, field: _called(given[index], field))
    people = sum(row.person is not None for row in given)
    summary = counted(len(given), len(appended.added) + people, len(appended.already_there))
    for warning in appended.warnings:
        complain(as_sentence(warning))
    if options.json:
        document(summary)
    else:
        line("{read} read, {appended} recorded, {already_there} already on record.".format_map(summary))
    return 0


def _data(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return content(Path(file))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UnreadableFileError(f"'{file}' cannot be read ({reason}): check the name.") from error


def _thing(row: Row) -> Entry | Mapping[str, Any]:
    """Return what a line says; where it makes no entry, its fields: the tracker names all that is wrong."""
    return row.entry or (plain_person(row.person) if row.person else row.said)


def _called(row: Row, field: str) -> str:
    return f"line {row.number}: {field}" if field else f"line {row.number}"
