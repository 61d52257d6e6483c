"""Entries of many workers as columns of numbers: texts as places in a list of them, days as days since 1970.

They stand worker after worker, and of each in the order of the record as known.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from sw_competency.model import person_key

Many = NDArray[Any]
Truths = NDArray[np.bool_]
Column = tuple[Many, tuple[str, ...] | None]  # values and, of texts, which those are: -1 is none
NO_DAY = np.iinfo(np.int32).min


class Columns:
    """The entries of some workers, all that was known at an instant.

    Args:
        column: gives a column of what is on record, row by row, by the name of the field.
        owners: the workers, in the order in which they stand there.
        known: the end of what is looked at, in microseconds since 1970.
    """

    def __init__(self, column: Callable[[str], Column], owners: tuple[str, ...], known: int) -> None:
        self._column, self.owners, self._fields = column, owners, dict[str, Column]()
        self._places: dict[str, dict[str, int]] = {}
        self._by_competency: dict[str, dict[int, Many]] = {}
        self._people: dict[str, tuple[Many, Many]] = {}
        worker, on, recorded = (column(name)[0] for name in ("owner", "on", "recorded_at"))
        seen, in_order = recorded <= known, _in_order(worker, on, recorded)
        self._seen: Any = slice(None)
        if not (in_order and seen.all()):
            self._seen = np.flatnonzero(seen)
        if not in_order:
            self._seen = self._seen[np.lexsort([column[self._seen] for column in (recorded, on, worker)])]
        self.worker, self.on = worker[self._seen], on[self._seen]

    def __len__(self) -> int:
        return len(self.owners)

    def field(self, name: str) -> Column:
        """Return a column of what is looked at."""
        if name not in self._fields:
            values, texts = self._column(name)
            self._fields[name] = values[self._seen], texts
        return self._fields[name]

    def code(self, name: str, text: str) -> int:
        """Return the place of a text among those of a column; -2 where none says it."""
        if name not in self._places:
            self._places[name] = {each: place for place, each in enumerate(self.field(name)[1] or ())}
        return self._places[name].get(text, -2)

    def people(self, name: str) -> tuple[Many, Many]:
        """Return for each text of a field, and for each worker, a number: the same for the same person."""
        if name not in self._people:
            numbers: dict[str, int] = {}
            named, workers = (
                [numbers.setdefault(person_key(id_), len(numbers)) for id_ in ids]
                for ids in (self.field(name)[1] or (), self.owners)
            )
            self._people[name] = np.array([*named, -1]), np.array(workers)  # nobody is last, where -1 finds it
        return self._people[name]

    def of_kind(self, kind: str, competency: str | None = None) -> "Rows":
        """Return the entries of a kind, or those of them about a competency."""
        if competency is None:
            return Rows(self, self._kinds.get(self.code("kind", kind), _NONE))
        return Rows(self, self._about(kind).get(self.code("competency", competency), _NONE))

    @cached_property
    def _kinds(self) -> dict[int, Many]:
        return _apart(np.arange(len(self.worker)), self.field("kind")[0])

    def _about(self, kind: str) -> dict[int, Many]:
        known = self._by_competency.get(kind)
        if known is None:
            rows = self._kinds.get(self.code("kind", kind), _NONE)
            known = self._by_competency[kind] = _apart(rows, self.field("competency")[0][rows])
        return known


_NONE = np.array([], np.int64)


def _apart(rows: Many, codes: Many) -> dict[int, Many]:
    """Return rows by their codes, each in its order."""
    if len(codes) and codes.max() <= np.iinfo(np.int16).max:
        codes = codes.astype(np.int16)  # sorted digit by digit, in a fifth of the time
    order = np.argsort(codes, kind="stable")
    ordered = codes[order]
    first = np.flatnonzero(ordered[1:] != ordered[:-1]) + 1
    return {int(codes[some[0]]): rows[some] for some in np.split(order, first) if len(some)}


def _in_order(worker: Many, on: Many, recorded: Many) -> bool:
    """Tell whether entries stand in the order of their days, of one day in that of their recording."""
    same = worker[1:] == worker[:-1]
    return not np.any(same & ((on[1:] < on[:-1]) | ((on[1:] == on[:-1]) & (recorded[1:] < recorded[:-1]))))


class Rows:
    """Some entries, by their places in the columns."""

    def __init__(self, columns: Columns, at: Many) -> None:
        self.columns, self.at = columns, at

    def __len__(self) -> int:
        return len(self.at)

    def __getitem__(self, these: Truths) -> Self:
        """Return those of which it is true."""
        return type(self)(self.columns, self.at[these])

    @cached_property
    def worker(self) -> Many:
        """Whose they are, as places among the workers."""
        workers: Many = self.columns.worker[self.at]
        return workers

    @cached_property
    def on(self) -> Many:
        """Their days."""
        days: Many = self.columns.on[self.at]
        return days

    def number(self, field: str) -> Many:
        """Return a field that holds numbers, 0 where it says nothing; of texts their places."""
        values: Many = self.columns.field(field)[0][self.at]
        return values

    def day(self, field: str) -> Many:
        """Return a field that holds days; `NO_DAY` where it says nothing."""
        return self.number(field)

    def equal(self, field: str, *values: str) -> Truths:
        """Tell which say one of these texts in a field."""
        codes, found = self.number(field), np.zeros(len(self.at), bool)
        for value in values:
            found |= codes == self.columns.code(field, value)
        return found

    def lack(self, field: str) -> Truths:
        """Tell which say nothing in a field."""
        values, texts = self.columns.field(field)
        lacking: Truths = values[self.at] == (NO_DAY if texts is None else -1)
        return lacking

    def by_another(self, field: str) -> Truths:
        """Tell of which a field does not name the worker."""
        named, workers = self.columns.people(field)
        others: Truths = named[self.number(field)] != workers[self.worker]
        return others
