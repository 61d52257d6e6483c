"""Moodle's competency frameworks as CSV, whose columns are read by position: 14 of them, and 12 in older files.

An area is a competency with the others beneath it. A description begins with the title whole, which the short name may
cut, and lists what the assessor watches for.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from sw_competency.catalogue.catalogue import Catalogue
from sw_competency.errors import UnreadableFileError
from sw_competency.files import content
from sw_competency.formats._table import text_of
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
    title_of,
    written,
)

NAME = "moodle"
TITLE = "Moodle competency framework"
ENDING = "csv"
COLUMNS = (
    "Parent ID number", "ID number", "Short name", "Description", "Description format", "Scale values",
    "Scale configuration", "Rule type (optional)", "Rule outcome (optional)", "Rule config (optional)",
    "Cross-referenced competency ID numbers", "Exported ID (optional)", "Is framework", "Taxonomy",
)  # fmt: skip
SHORT = 100  # characters of a short name and of an id number
_OLD = 12  # columns of an older file
_HTML = "1"
_SCALE = "Not yet competent,Competent"
_PROFICIENT = '[{"scaleid":"2"},{"id":2,"scaledefault":1,"proficient":1}]'
_LEVELS = "competency,competency,competency,competency"
_AREA = "area-"
_CARRIED = ("title", "modalities", "prerequisites", "criteria")


# -- out ----------------------------------------------------------------------------------------------------------


def write_catalogue(catalogue: Catalogue, day: date) -> Handed:  # noqa: ARG001 - Moodle keeps no days
    """Write a framework; people import it under Competencies, Import competency framework.

    Args:
        catalogue: the catalogue.
        day: the day it is written on.
    """
    out = io.StringIO(newline="")
    sheet = csv.writer(out, quoting=csv.QUOTE_ALL)
    sheet.writerow(COLUMNS)
    sheet.writerows(_rows(catalogue))
    return Handed(out.getvalue().encode(), tuple(_left_out(catalogue)))


def _rows(catalogue: Catalogue) -> Iterator[Sequence[str]]:
    title, tables = title_of(catalogue), written(catalogue)
    yield ("", "sw-competency", title[:SHORT], f"<p>{escape(title)}</p>", _HTML, _SCALE, _PROFICIENT, "", "", "", "",
           "", "1", _LEVELS)  # fmt: skip
    groups = dict.fromkeys(_group(table) for table in tables.values())
    for group in groups:
        said = areas(catalogue, group.removeprefix(_AREA).split("+"))
        yield "", group[:SHORT], said[:SHORT], f"<p>{escape(said)}</p>", _HTML, "", "", "", "0", "null", "", "", "", ""
    for name, table in tables.items():
        before = ",".join(n.replace(",", "%2C") for n in table.get("prerequisites", ()) if n in tables)
        yield (_group(table)[:SHORT], name[:SHORT], table["title"][:SHORT], _described(table), _HTML, "", "", "", "0",
               "null", before, "", "", "")  # fmt: skip


def _group(table: Mapping[str, Any]) -> str:
    return _AREA + "+".join(table["modalities"])


def _described(table: Mapping[str, Any]) -> str:
    items = "".join(f"<li>{escape(says)}</li>" for says in table.get("criteria", ()))
    return f"<p>{escape(table['title'])}</p>" + (f"<ul>{items}</ul>" if items else "")


def _left_out(catalogue: Catalogue) -> Iterator[LeftOut]:
    yield from not_carried(catalogue, _CARRIED, "Moodle")
    tables = written(catalogue)
    trained = tuple(name for name, t in tables.items() if any(n not in tables for n in t.get("prerequisites", ())))
    if trained:
        yield LeftOut("training that must be completed before", trained, "Moodle relates competencies alone")
    if long := tuple(name for name in tables if len(name) > SHORT):
        yield LeftOut("ids", long, f"Moodle cuts them after {SHORT} characters")


# -- in -----------------------------------------------------------------------------------------------------------


def recognises(path: Path, head: bytes) -> bool:  # noqa: ARG001 - what stands in it tells
    """Tell a framework by its columns, whatever language their headings are in, and by its scale."""
    line = head.decode("utf-8-sig", "replace").splitlines()[:1]
    first = next(csv.reader(line), [])
    return len(first) in {len(COLUMNS), _OLD} and (b"scaleid" in head or first[1:3] == list(COLUMNS[1:3]))


def read_catalogue(path: Path, catalogue: Catalogue) -> Taken:
    """Read a framework.

    Args:
        path: the file.
        catalogue: ours, whose ids are used where they are meant.

    Raises:
        UnreadableFileError: it is none.
    """
    _, *rows = csv.reader(io.StringIO(text_of(content(path), path), newline=""))
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    width = max(map(len, rows), default=0)
    if width not in {len(COLUMNS), _OLD} or any(len(row) != width for row in rows):
        raise UnreadableFileError(
            f"'{path}' is no framework of Moodle's: its rows have 14 columns each, or 12 in older files."
        )
    framework = width - 2
    inner = [row for row in rows if row[framework].strip() != "1"]
    parents = {row[0].strip() for row in inner}
    ids, found, numbers = Ids(catalogue), dict[str, list[str]](), dict[str, str]()
    for row in inner:
        if not (row[1].startswith(_AREA) or row[1].strip() in parents):
            name = ids.of(row[1].strip(), _title(row))
            found[name], numbers[row[1].strip()] = row, name
    named = {row[1].strip(): _title(row) for row in inner}
    competencies = {name: _fields(name, row, named, numbers, catalogue) for name, row in found.items()}
    return Taken(competencies, tuple(_not_taken(rows, inner, found, parents)))


def _fields(
    name: str, row: Sequence[str], named: Mapping[str, str], numbers: Mapping[str, str], catalogue: Catalogue
) -> dict[str, Any]:
    criteria = _Description(row[3]).items
    related = [each.strip().replace("%2C", ",") for each in row[10].split(",")] if len(row) == len(COLUMNS) else []
    before = _with_training(name, [numbers[each] for each in related if each in numbers], catalogue)
    above = row[0].strip()
    found = modalities_of(catalogue, named.get(above, ""))
    is_area = above.startswith(_AREA) or found != [ALL]
    return {
        "title": _title(row), **({"modalities": found} if is_area else {}),
        **({"criteria": criteria} if criteria else {}), **({"prerequisites": before} if before else {}),
    }  # fmt: skip


def _with_training(name: str, before: list[str], catalogue: Catalogue) -> list[str]:
    """Return what must be held before, with the training that ours asks for: a list laid over ours replaces it."""
    ours = written(catalogue).get(name, {}).get("prerequisites", [])
    if before == [each for each in ours if each in catalogue.competencies]:
        return list(ours)
    return [*before, *(each for each in ours if each not in catalogue.competencies)] if before else []


def _title(row: Sequence[str]) -> str:
    """Return the title: the first paragraph of the description where the short name is cut from it."""
    whole, short = _Description(row[3]).first, " ".join(row[2].split())
    return whole if short and whole.startswith(short) and len(short) >= SHORT - 1 else short or whole


class _Description(HTMLParser):
    """What a description says: its first paragraph, and the items of its lists."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.first, self.items, self._open = "", list[str](), ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: Any) -> None:  # noqa: ARG002 - as it is called
        self._open = tag
        if tag == "li":
            self.items.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._open:
            self._open = "" if tag != "p" or not self.first else "past"

    def handle_data(self, data: str) -> None:
        if self._open == "li":
            self.items[-1] += data
        elif self._open == "p" and not self.items:
            self.first += data


def _not_taken(
    rows: Sequence[Sequence[str]], inner: Sequence[Sequence[str]], found: Mapping[str, Sequence[str]], parents: set[str]
) -> Iterator[LeftOut]:
    frameworks = tuple(row[2] for row in rows if row not in inner)
    if frameworks:
        yield LeftOut("scale and levels", frameworks, NO_PLACE)
    groups = tuple(row[2] for row in inner if row[1].strip() in parents and not row[1].startswith(_AREA))
    if groups:
        yield LeftOut("headings", groups, "they have competencies beneath them, which were taken")
    if ruled := tuple(name for name, row in found.items() if row[7].strip()):
        yield LeftOut("rules of completion", ruled, NO_PLACE)
    texts = tuple(name for name, row in found.items() if _says_more(row))
    if texts:
        yield LeftOut("descriptions", texts, "what is no list of criteria is not taken")


def _says_more(row: Sequence[str]) -> bool:
    said = _Description(row[3])
    return bool(row[3].strip()) and not said.items and said.first.strip() not in {"", _title(row)}
