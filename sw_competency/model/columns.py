"""The tables of answers, as values: columns with a meaning, and rows. Each door says them in its own way."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import Enum
from itertools import groupby

import msgspec
from msgspec import structs

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
        within: the columns whose order the rows keep where people are put in the order of their names; None: all.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    within: tuple[str, ...] | None = None

    def by_name(self, name_of: Callable[[str], str]) -> "Table":
        """Return the table with people in the order of their surnames, where their order is not meant.

        Args:
            name_of: gives the name that goes with an id; empty where none is known.
        """
        if self.within is None:
            return self
        kept = [n for n, column in enumerate(self.columns) if column.heading in self.within]
        person = next(n for n, column in enumerate(self.columns) if column.meaning is PERSON)
        rows: list[tuple[Cell, ...]] = []
        for _, alike in groupby(self.rows, key=lambda row: [row[n] for n in kept]):
            rows += sorted(alike, key=lambda row: _by_surname(name_of(str(row[person]))))
        return structs.replace(self, rows=tuple(rows))


def _by_surname(name: str) -> tuple[bool, str, str]:
    words = name.casefold().split()
    return not words, words[-1] if words else "", " ".join(words)


TEXT, PERSON, TERM, SITE, DAY, NUMBER, MARK = Meaning


def table(
    columns: Mapping[str, Meaning], rows: Iterable[Iterable[Cell]], title: str = "",
    within: tuple[str, ...] | None = None,
) -> Table:  # fmt: skip
    """Return a table.

    Args:
        columns: what the cells under each heading mean.
        rows: a cell for each column.
        title: what it shows; left out where the answer's sentence says it.
        within: the columns whose order the rows keep where people are put in the order of their names; left out, all.
    """
    made = tuple(Column(heading, meaning) for heading, meaning in columns.items())
    return Table(title, made, tuple(tuple(row) for row in rows), within)
