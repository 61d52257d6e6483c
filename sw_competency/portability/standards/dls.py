"""The framework workbook of NHS England's Digital Learning Solutions: one table of competencies, in groups.

The table must be one that Excel calls so, on the first sheet, with the headings exactly. There is no place for an id:
on the way in, ours is found again by the title.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sw_competency.catalogue.catalogue import Catalogue
from sw_competency.errors import MissingExtraError, UnreadableFileError
from sw_competency.formats._sheets import sheets_of, tables
from sw_competency.formats._table import Sort
from sw_competency.portability.frameworks import (
    ALL,
    NO_PLACE,
    Handed,
    Ids,
    LeftOut,
    Taken,
    areas,
    modalities_of,
    not_carried,
    written,
)

NAME = "dls"
TITLE = "framework workbook of Digital Learning Solutions"
ENDING = "xlsx"
LOOKS_INSIDE = True
SHEET = "FrameworkBulkUpload"
WORDS = ("Competency", "Proficiency", "Capability")  # what a framework calls its items, and so its headings
LONGEST = {"group": 255, "title": 500}  # characters
_CARRIED = ("title", "modalities", "tier", "kind", "criteria")


def columns(word: str = WORDS[0]) -> tuple[str, ...]:
    """Return the headings of the table.

    Args:
        word: what the framework calls its items.
    """
    return (
        "ID", f"{word}Group", "GroupDescription", word, f"{word}Description", "AlwaysShowDescription", "FlagsCSV",
    )  # fmt: skip


# -- out ----------------------------------------------------------------------------------------------------------


def write_catalogue(catalogue: Catalogue, day: date) -> Handed:  # noqa: ARG001 - it keeps no days
    """Write the workbook.

    Args:
        catalogue: the catalogue.
        day: the day it is written on.

    Raises:
        MissingExtraError: the extra `xlsx` is not installed.
    """
    try:
        import xlsxwriter
    except ImportError:
        raise MissingExtraError("Writing a workbook", "xlsx") from None
    out = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, {"in_memory": True, **plain}) as book:
        rows = [_row(catalogue, table) for table in written(catalogue).values()]
        sheet = book.add_worksheet(SHEET)
        options = {"name": SHEET, "columns": [{"header": name} for name in columns()], "data": rows}
        sheet.add_table(0, 0, max(len(rows), 1), len(columns()) - 1, options)
        sheet.set_column(1, 4, 40)
    return Handed(out.getvalue(), tuple(_left_out(catalogue)))


def _row(catalogue: Catalogue, table: Mapping[str, Any]) -> Sequence[Any]:
    group = areas(catalogue, table["modalities"])[: LONGEST["group"]]
    criteria = "\n".join(table.get("criteria", ()))
    title = table["title"][: LONGEST["title"]]
    return None, group, "", title, criteria, bool(criteria), f"{table['tier']},{table['kind']}"


def _left_out(catalogue: Catalogue) -> Iterator[LeftOut]:
    yield LeftOut("ids", tuple(written(catalogue)), "DLS gives its own; ours are found again by the title")
    yield from not_carried(catalogue, _CARRIED, "DLS")
    if long := tuple(n for n, t in written(catalogue).items() if len(t["title"]) > LONGEST["title"]):
        yield LeftOut("titles", long, f"DLS takes {LONGEST['title']} characters")


# -- in -----------------------------------------------------------------------------------------------------------


def _word(names: Sequence[str]) -> str | None:
    return next((word for word in WORDS if set(columns(word)) <= {*names, "ID"}), None)


_SORT = Sort(is_header=lambda names: _word(names) is not None)


def recognises(path: Path, head: bytes) -> bool:
    """Tell a workbook by the headings of its table."""
    if not head.startswith(b"PK") or path.suffix.lower() not in {".xlsx", ".xlsm"}:
        return False
    return bool(tables(sheets_of(path), _SORT))


def read_catalogue(path: Path, catalogue: Catalogue) -> Taken:
    """Read the workbook.

    Args:
        path: the file.
        catalogue: ours, whose ids are used where they are meant.

    Raises:
        UnreadableFileError: it is none.
        MissingExtraError: the extra `xlsx` is not installed.
    """
    found = tables(sheets_of(path), _SORT)
    if not found:
        raise UnreadableFileError(f"'{path}' has no table with the headings {', '.join(columns())}.")
    word, ids = _word(found[0].columns) or WORDS[0], Ids(catalogue)
    rows = [{name: text.strip() for name, text in line.cells.items()} for line in found[0].lines]
    named = {ids.of("", row[word]): row for row in rows if row.get(word)}
    competencies = {name: _fields(row, word, catalogue) for name, row in named.items()}
    return Taken(competencies, tuple(_not_taken(rows, named, word, catalogue)))


def _fields(row: Mapping[str, str], word: str, catalogue: Catalogue) -> dict[str, Any]:
    group, said = row.get(f"{word}Group", ""), row.get(f"{word}Description", "")
    modalities = modalities_of(catalogue, group)
    criteria = [line.strip() for line in said.splitlines() if line.strip()]
    flags = _flags(row)
    kinds = {c.kind for c in catalogue.competencies.values()}
    tiers, of_kind = [f for f in flags if f in catalogue.tiers], [f for f in flags if f in kinds]
    return {
        "title": row[word], **({"modalities": modalities} if group == "All areas" or modalities != [ALL] else {}),
        **({"tier": tiers[0]} if len(tiers) == 1 else {}), **({"kind": of_kind[0]} if len(of_kind) == 1 else {}),
        **({"criteria": criteria} if criteria else {}),
    }  # fmt: skip


def _flags(row: Mapping[str, str]) -> list[str]:
    return [flag.strip() for flag in row.get("FlagsCSV", "").split(",") if flag.strip()]


def _not_taken(
    rows: Sequence[Mapping[str, str]], named: Mapping[str, Mapping[str, str]], word: str, catalogue: Catalogue
) -> Iterator[LeftOut]:
    said = dict.fromkeys(row.get(f"{word}Group", "") for row in rows)
    groups = tuple(g for g in said if g not in {"", "All areas"} and modalities_of(catalogue, g) == [ALL])
    if groups:
        yield LeftOut("groups", groups, "they are no areas of imaging here")
    known = {*catalogue.tiers, *(c.kind for c in catalogue.competencies.values())}
    flags = tuple(dict.fromkeys(flag for row in rows for flag in _flags(row) if flag not in known))
    if flags:
        yield LeftOut("flags", flags, NO_PLACE)
    if numbered := tuple(name for name, row in named.items() if row.get("ID")):
        yield LeftOut("ID", numbered, NO_PLACE)
    if told := tuple(dict.fromkeys(row["GroupDescription"] for row in rows if row.get("GroupDescription"))):
        yield LeftOut("GroupDescription", told, NO_PLACE)
    if nameless := len(rows) - len(named):
        yield LeftOut("rows", (), f"{nameless} name no {word.lower()}")
