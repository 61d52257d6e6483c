"""The tables of answers, as values: columns with a meaning, and rows. Each door says them in its own way."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum

import msgspec

from sw_competency.model.marks import Mark

Cell = str | date | int | float | Mark | None


class Meaning(Enum):
    """What the cells of a column mean, so that each door can say them in its own way.

    A person is an id, said with the name; a term is what the catalogue calls so, said with its title; a mark is a sign
    with its word.
    """

    TEXT = "text"
    PERSON = "person"
    TERM = "term"
    SITE = "site"
    DAY = "day"
    NUMBER = "number"
    MARK = "mark"


class Column(msgspec.Struct, frozen=True):
    """One column of a table: its heading, and what its cells mean."""

    heading: str
    meaning: Meaning


class Table(msgspec.Struct, frozen=True):
    """A table of an answer, as values.

    Args:
        title: what it shows; empty where the answer's sentence says it.
        columns: its columns.
        rows: a cell for each column.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


TEXT, PERSON, TERM, SITE, DAY, NUMBER, MARK = Meaning


def table(columns: Mapping[str, Meaning], rows: Iterable[Iterable[Cell]], title: str = "") -> Table:
    """Return a table.

    Args:
        columns: what the cells under each heading mean.
        rows: a cell for each column.
        title: what it shows; left out where the answer's sentence says it.
    """
    made = tuple(Column(heading, meaning) for heading, meaning in columns.items())
    return Table(title, made, tuple(tuple(row) for row in rows))
