"""The training matrix for A3: everybody in post down, competencies across, in each cell a mark and the last day."""

from collections.abc import Iterator, Sequence
from datetime import date
from math import ceil

import attrs

from sw_competency.errors import ReportError
from sw_competency.model.marks import STATUS, Mark
from sw_competency.names import in_numbers
from sw_competency.questions.matrix import Cell as Told
from sw_competency.questions.matrix import MatrixAnswer, Row, Total
from sw_competency.reports._base import Asked, Cited, Stamp, Who, cited, day_of, stamp
from sw_competency.reports._framework import KINDS
from sw_competency.reports._page import Grid, Heading, Page, Shown
from sw_competency.reports._sections import department, local_defaults, unread

NAME = "matrix"
QUESTION = "Who holds what: everybody in post, every competency, and until when, to be pinned up on A3?"
FORMATS = ("html", "pdf", "md", "xlsx")
NEEDS = ()
TAKES = ("site", "area")
ACROSS = 13  # competencies of one table: as many as can be read from A3
MOST = 40_000  # cells of one file


@attrs.frozen(slots=True)
class Cell:
    """How one competency of somebody stands, and its last day."""

    mark: Mark
    last: date | None


@attrs.frozen(slots=True, kw_only=True)
class Person:
    """One line: who, where and at which band, with a cell for each competency; None where nothing was begun."""

    name: str
    id: str
    post: str
    cells: tuple[Cell | None, ...]


@attrs.frozen(slots=True, kw_only=True)
class Part:
    """Some competencies with everybody.

    Args:
        title: what kind of competencies.
        across: the competencies, each with how many hold it.
        people: a line for each post of somebody.
    """

    title: str
    across: tuple[tuple[str, str], ...]
    people: tuple[Person, ...]


@attrs.frozen(slots=True, kw_only=True)
class View:
    """The finished matrix.

    Args:
        says: the answer in a sentence.
        notices: whose records could not be read.
        legend: the marks on it, each with how often: of somebody in two posts once.
        defaults: on which local defaults it rests.
    """

    title: str = "Training matrix"
    running: str = "Training matrix"
    who: Who
    stamp: Stamp
    says: str
    notices: tuple[str, ...]
    legend: tuple[tuple[Mark, int], ...]
    parts: tuple[Part, ...]
    defaults: tuple[str, ...]
    sources: tuple[Cited, ...]

    @property
    def page(self) -> Page:
        """The matrix as a workbook has it: a sheet for each part, real days in its cells, words where there is none."""
        return Page(
            title=self.title, headline="", says=f"{self.says}.", asked=(), told=(), outcome="",
            grids=tuple(map(_grid, self.parts)), sentences=self.notices, reasons=(), suggested=(),
            defaults=self.defaults, sources=self.sources, stamp=self.stamp,
        )  # fmt: skip


def view(asked: Asked) -> View:
    """Put everybody's competencies side by side, kind by kind.

    Raises:
        ReportError: there is more than one file holds.
        UnknownNameError: there is no such site or area.
    """
    answer = asked.questions.matrix(site=asked.site, modality=asked.area)
    if (cells := len(answer.rows) * len(answer.competencies)) > MOST:
        raise ReportError(f"That would be {cells:,} cells: ask for less with --site or --area.")
    parts = tuple(_parts(asked, answer))
    marks = [mark for _, _, mark in _marked(parts)]
    return View(
        who=department(asked), stamp=stamp(asked), says=answer.says, parts=parts,
        notices=tuple(unread(asked, asked.questions.workers)), sources=cited(asked, answer.sources),
        defaults=local_defaults(asked, answer.placeholders),
        legend=tuple((mark, marks.count(mark)) for mark in STATUS.values() if mark in marks),
    )  # fmt: skip


def _marked(parts: Sequence[Part]) -> set[tuple[str, str, Mark]]:
    """Return who has which mark for what."""
    return {
        (person.id, title, cell.mark)
        for part in parts for person in part.people
        for (title, _), cell in zip(part.across, person.cells, strict=True) if cell is not None
    }  # fmt: skip


def _parts(asked: Asked, answer: MatrixAnswer) -> Iterator[Part]:
    """Give the competencies kind by kind, so many to a table."""
    known, totals = asked.questions.catalogue.competencies, {one.competency: one for one in answer.totals}
    rows = sorted(answer.rows, key=lambda row: (in_numbers(row.site), row.tier, asked.named(row.worker)))
    lines = [({cell.competency: cell for cell in row.cells}, row, _post(asked, row)) for row in rows]
    for kind, heading in KINDS.items():
        mine = [name for name in answer.competencies if known[name].kind == kind]
        tables = max(ceil(len(mine) / ACROSS), 1)
        step = ceil(len(mine) / tables) or 1  # as many in each table, no column left over
        for first in range(0, len(mine), step):
            names = mine[first : first + step]
            yield Part(
                title=f"{heading}, {first // step + 1} of {tables}" if tables > 1 else heading,
                across=tuple((asked.titled(name), _count(totals[name])) for name in names),
                people=tuple(
                    Person(
                        name=_name(asked, row.worker), id=row.worker, post=post,
                        cells=tuple(
                            Cell(STATUS[cell.status], _last(cell)) if (cell := cells.get(name)) else None
                            for name in names
                        ),
                    )
                    for cells, row, post in lines
                ),
            )  # fmt: skip


def _last(cell: Told) -> date | None:
    """Return the last day; a sign-off taken away has none, and beside its mark it would be taken for an end of that."""
    taken_away = cell.status in {"suspended", "withdrawn"}
    return None if taken_away else day_of(cell.expires_on, presumed=cell.placeholder)


def _name(asked: Asked, worker: str) -> str:
    known = asked.person(worker)
    return (known.name if known is not None else None) or worker


def _post(asked: Asked, row: Row) -> str:
    tier = asked.questions.catalogue.tiers.get(row.tier)
    band = f"band {tier.band}" if tier is not None else row.tier
    return band if asked.site else f"{band}, {asked.place(row.site)}"


def _count(total: Total) -> str:
    return f"{total.held} in date" + (f", {total.due} due" if total.due else "")


def _grid(part: Part) -> Grid:
    kinds = (*(("Person", "text"), ("Id", "text"), ("Post", "text")), *((title, "day") for title, _ in part.across))
    columns = tuple(Heading(title, kind) for title, kind in kinds)
    return Grid(part.title, columns, tuple((one.name, one.id, one.post, *_shown(one.cells)) for one in part.people))


def _shown(cells: Sequence[Cell | None]) -> Iterator[Shown]:
    """Give a day where there is one and it is not over, else the word."""
    for cell in cells:
        if cell is None:
            yield ""
        else:
            yield cell.last if cell.last is not None and cell.mark.tone != "stop" else cell.mark
