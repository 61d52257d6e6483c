"""Apache Parquet of our own entries, in and out: columns to reckon with, and each entry whole as its line of JSON.

The columns are those fields by which rules are judged of many people at once (`cohort/`), and no more.

Records are kept together: a group of rows holds whole records only, and every row says its place in its record and how
many it has. So whoever divides a file into parts can tell whether a record is whole.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from types import ModuleType
from typing import Any, TextIO

from sw_competency.errors import ArgumentError, MissingExtraError, UnreadableFileError
from sw_competency.formats._base import Names, Reading
from sw_competency.formats._columns import line_row
from sw_competency.formats.jsonl import line_of
from sw_competency.model import Entry, Person
from sw_competency.model.joining import identities_in
from sw_competency.model.mentions import mentioned

NAME = "parquet"
MAGIC = b"PAR1"
_ROWS = 20_000  # after which a group of rows ends, with the record it is in
TEXTS = (
    "competency", "programme", "outcome", "supervision", "supervisor", "modality", "assessor", "by", "tier", "site",
    "deployment", "post", "role", "rule",
)  # fmt: skip
DAYS = ("until", "expires_on", "from")
NUMBERS = ("count", "level")
COLUMNS = (
    "owner_kind", "owner", "place", "entries", "kind", "on", "recorded_at", *TEXTS, *DAYS, *NUMBERS, "suspension",
    "same_as", "people", "line",
)  # fmt: skip
Owner = tuple[str, str]


def recognises(path: Path, head: bytes) -> bool:  # noqa: ARG001 - every importer is asked alike
    """Tell Parquet by the letters it begins with."""
    return head.startswith(MAGIC)


def read(path: Path, names: Names) -> Reading:  # noqa: ARG001
    """Read a file of Parquet that has the line of each entry.

    Raises:
        MissingExtraError: the reader of Parquet is not installed.
        UnreadableFileError: it is damaged, or another program's.
    """
    pyarrow, parquet = _pyarrow()
    try:
        with path.open("rb") as file:
            table = parquet.read_table(file, columns=["line"], page_checksum_verification=True)
            lines = table.column("line").to_pylist()
    except (pyarrow.ArrowException, KeyError, ValueError, OSError) as error:
        says = str(error).partition("\n")[0][:200]
        raise UnreadableFileError(
            f"'{path}' is no Parquet file of ours, or damaged ({says}); write it with  export parquet."
        ) from None
    return Reading(NAME, tuple(line_row(number, line or "") for number, line in enumerate(lines, 1)))


def write(things: Iterable[Entry | Person], out: TextIO) -> None:
    """Write a row for each entry or person, records in the order in which they come.

    Args:
        things: entries and people; those of one record one after another.
        out: a text file over one of bytes.

    Raises:
        ArgumentError: the file takes no bytes.
        MissingExtraError: the writer of Parquet is not installed.
    """
    if not hasattr(out, "buffer"):
        raise ArgumentError("Parquet is written to a text file over one of bytes, as open() gives it", out)
    pyarrow, parquet = _pyarrow()
    form = schema(pyarrow)
    # a byte that changes on the way would change an answer, and nobody would know
    with parquet.ParquetWriter(out.buffer, form, compression="zstd", write_page_checksum=True) as writer:
        for rows in _groups(things):
            writer.write_table(pyarrow.Table.from_pylist(rows, form), row_group_size=len(rows))


def _pyarrow() -> tuple[ModuleType, ModuleType]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ModuleNotFoundError:
        raise MissingExtraError("A Parquet file", "cohort") from None
    return pyarrow, parquet


def schema(pyarrow: Any) -> Any:
    """Return the columns.

    `people` are those whom an entry names beside the owner of its record, `same_as` another id of the owner, as an
    identity says or a correction.
    """
    types = dict.fromkeys(COLUMNS, pyarrow.string()) | dict.fromkeys(("on", *DAYS), pyarrow.date32())
    types |= dict.fromkeys(("place", "entries", *NUMBERS), pyarrow.int32())
    types |= {"recorded_at": pyarrow.timestamp("us", tz="UTC"), "suspension": pyarrow.bool_()}
    return pyarrow.schema(types | {"people": pyarrow.list_(pyarrow.string())})


def _groups(things: Iterable[Entry | Person]) -> Iterator[list[dict[str, Any]]]:
    """Return the rows of whole records, so many together as make a group."""
    rows: list[dict[str, Any]] = []
    for owner, record in groupby(things, _owner):
        known = list(record)
        rows += [_row(owner, place, len(known), thing) for place, thing in enumerate(known)]
        if len(rows) >= _ROWS:
            yield rows
            rows = []
    if rows:
        yield rows


def _owner(thing: Entry | Person) -> Owner:
    return ("person", thing.id) if isinstance(thing, Person) else thing.owner


def _row(owner: Owner, place: int, entries: int, thing: Entry | Person) -> dict[str, Any]:
    where = {"owner_kind": owner[0], "owner": owner[1], "place": place, "entries": entries, "line": line_of(thing)}
    if isinstance(thing, Person):
        return {**where, "kind": "person"}
    people = dict.fromkeys(name for _, name in mentioned(thing) if name != owner[1])
    level = getattr(thing, "level", None)  # of a self-assessment a word
    return {
        **where, "kind": thing.kind, "on": thing.on, "recorded_at": thing.recorded_at,
        **{name: getattr(thing, name, None) for name in (*TEXTS, "until", "expires_on", "count", "suspension")},
        "from": getattr(thing, "from_", None), "level": level if isinstance(level, int) else None,
        "same_as": next((id_ for _, id_ in identities_in([thing], "same_as")), None), "people": list(people),
    }  # fmt: skip
