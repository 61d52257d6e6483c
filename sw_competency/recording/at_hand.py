"""What a desk has at hand: the records, the catalogue, the day, and who was on record before."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cache

from sw_competency.catalogue import Catalogue
from sw_competency.errors import StoreDamagedError
from sw_competency.judge import Owner, Records
from sw_competency.model import Correction, Entry
from sw_competency.model.mentions import NAMING_PEOPLE


def legible(read: Callable[[Owner], Sequence[Entry]]) -> Callable[[Owner], Sequence[Entry]]:
    """Return a reader of records to compare with: one that is damaged says nothing, and whoever asks about it tells."""

    def comes_to(owner: Owner) -> Sequence[Entry]:
        try:
            return read(owner)
        except StoreDamagedError:
            return ()

    return comes_to


def once_where_empty(read: Callable[[Owner], Sequence[Entry]]) -> Callable[[Owner], Sequence[Entry]]:
    """Return a reader of records that asks once about those that are empty: of an import, most are."""
    empty = set[Owner]()

    def comes_to(owner: Owner) -> Sequence[Entry]:
        if owner in empty:
            return ()
        if not (entries := read(owner)):
            empty.add(owner)
        return entries

    return comes_to


class AtHand:
    """What a desk has at hand at one instant.

    Args:
        catalogue: what the frameworks say.
        read: gives all entries of one record, by its owner.
        owners: gives the ids of all workers, assessors or sites of whom there is a record.
        holds: tells whether there is a record.
        today: the day it is.
        now: the instant it is, UTC.
        near: says who may be meant by what is nobody's id: of the ids given, or by name.
        identified: names the workers whose records may hold identity entries (`Store.identified`).
    """

    def __init__(
        self,
        catalogue: Catalogue,
        read: Callable[[Owner], Sequence[Entry]],
        owners: Callable[[str], Iterable[str]],
        holds: Callable[[Owner], bool],
        today: date,
        now: datetime,
        near: Callable[[str, str, Iterable[str]], str | None],
        identified: Callable[[str], Iterable[tuple[str, str]]],
    ) -> None:
        self.catalogue, self.read, self.owners, self.holds = catalogue, read, owners, holds
        self.today, self.now, self.near, self.identified = today, now, near, identified
        self._new: dict[Owner, bool] = {}
        self._carried: dict[tuple[Owner, str], datetime] = {}  # entries that keep their own instants, and those

    def is_new(self, owner: Owner) -> bool:
        """Tell whether there was no record of somebody before what is recorded at this desk."""
        if owner not in self._new:
            self._new[owner] = not self.holds(owner)
        return self._new[owner]

    def _is_unknown(self, name: str) -> bool:
        return self.is_new(("worker", name)) and self.is_new(("assessor", name))

    def _records(self) -> Records:
        records = Records(self.read, None)
        records.identified = self.identified
        return records


def people_in(entry: Entry) -> Iterator[str]:
    """Name the people an entry names, and those that a correction says it should have named."""
    inner = [entry.with_] if isinstance(entry, Correction) and entry.with_ is not None else []
    for each in (entry, *inner):
        named = (getattr(each, field) for field in _naming_people(type(each)))
        yield from (name for name in named if isinstance(name, str) and name)


@cache
def _naming_people(kind: type[Entry]) -> tuple[str, ...]:
    return tuple(field for field in NAMING_PEOPLE if field in kind.__struct_fields__)

