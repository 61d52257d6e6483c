"""The data rows beneath a header: each made a `Line` when it is looked at, and told alike by its cells without that.

A row of four cells: 0.3 microseconds to find what is blank, guarded or a heading, by the different texts of all; 2.7 to
make it a `Line` as well.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any, overload

import attrs

from sw_competency.cells import unguard
from sw_competency.errors import Problem


@attrs.frozen
class Line:
    """One data row: its number from 1, its cells by column, and what is wrong with it as a row."""

    number: int
    cells: dict[str, str]
    problems: tuple[Problem, ...] = ()


def part(places: Sequence[int]) -> Callable[[Sequence[str]], Any]:
    """Return what picks some cells of a row."""
    return itemgetter(*places) if places else lambda _: ()


class Rows(Sequence[Line]):
    """Rows of cells beneath their headings; those that are blank are left out, and counted.

    Args:
        grid: the rows.
        columns: the columns, each once.
        after: how many rows stand before, on other sheets.
    """

    def __init__(self, grid: Sequence[Sequence[str]], columns: tuple[str, ...], after: int = 0) -> None:
        self.columns, self._after, self._texts = columns, after, {*chain.from_iterable(grid)}
        changed = {text: plain for text in self._texts if (plain := unguard(text)) != text}
        if changed:
            grid = [[changed.get(text, text) for text in row] for row in grid]
            self._texts = {changed.get(text, text) for text in self._texts}
        blank = {text for text in self._texts if not text.strip()}
        self._grid, self._numbers = list[Sequence[str]](), list[int]()
        for number, row in enumerate(grid, 1):
            if not blank.issuperset(row):
                self._grid.append(row)
                self._numbers.append(number)
        self.headings: list[tuple[int, int]] = []  # from which place on rows stand beneath other headings, and whose

    def holding(self, said: Iterable[str], heading: Callable[[str], str]) -> Iterator[tuple[int, Line]]:
        """Return the rows that hold one of some headings, with their places."""
        among = {*said}
        alike = {text for text in self._texts if heading(text) in among}
        if alike:
            yield from ((at, self[at]) for at, row in enumerate(self._grid) if not alike.isdisjoint(row))

    def moved(self, after: int) -> "Rows":
        """Return the same rows, counted on from others."""
        moved = object.__new__(Rows)
        moved.__dict__ = {**self.__dict__, "_after": after}
        return moved

    def raw(self) -> Iterator[tuple[int, Sequence[str]]]:
        """Return the place and the cells of each row; none of one that is not all and only what the header names."""
        width, first = len(self.columns), self.headings[0][0] if self.headings else len(self._grid)
        for at, row in enumerate(self._grid):
            yield at, row if len(row) == width and at < first else ()

    def different(self, names: Sequence[str]) -> Iterator[Line]:
        """Return the first of the rows that say the same in some columns; all, where some do not fit the header."""
        says = part([self.columns.index(name) for name in names])
        last = len(self._grid) - 1
        first = dict(zip(map(says, reversed(self._grid)), range(last, -1, -1), strict=True)) if self._is_plain else None
        yield from self if first is None else map(self.__getitem__, sorted(first.values()))

    @property
    def _is_plain(self) -> bool:
        """Whether each row is all and only what the header names."""
        return not self.headings and {*map(len, self._grid)} <= {len(self.columns)}

    def number(self, at: int) -> int:
        """Return the number of the row at a place."""
        return self._numbers[at] + self._after

    def __len__(self) -> int:
        return len(self._grid)

    @overload
    def __getitem__(self, at: int) -> Line: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Line, ...]: ...
    def __getitem__(self, at: int | slice) -> Line | tuple[Line, ...]:
        if isinstance(at, slice):
            return tuple(self[one] for one in range(*at.indices(len(self))))
        texts, columns = self._grid[at], self.columns
        cells, problems = dict(zip(columns, texts, strict=False)), list[Problem]()
        if len(texts) > len(columns):
            beyond = {f"column {i + 1}": text for i, text in enumerate(texts) if i >= len(columns) and text.strip()}
            says = "stands under no heading: the row has more cells than the header; is a separator unquoted?"
            cells |= beyond
            problems += (Problem(says, name) for name in beyond)
        if other := self._other(at % len(self)):
            says = f"stands beneath other headings, in row {other}; save what stands beneath them as a file of its own"
            problems.append(Problem(says, next(iter(cells))))
        return Line(self.number(at), cells, tuple(problems))

    def _other(self, at: int) -> int:
        """Return the number of the row of other headings that a row is, or stands beneath; 0 where these are ours."""
        place = bisect_right(self.headings, (at + 1, 0))
        return self.headings[place - 1][1] if place else 0
