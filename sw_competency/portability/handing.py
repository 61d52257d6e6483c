"""Records in the forms of other systems: what is handed on, and what a form has no place for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from sw_competency.judge.everybody import Everybody
from sw_competency.model import Entry, Person, plain
from sw_competency.portability.frameworks import LeftOut

OURS = "urn:sw-competency"  # before what only we have names for


@attrs.frozen(kw_only=True)
class Handing:
    """What is handed on.

    Args:
        everybody: the records as known, the catalogue and the day.
        workers: whose records.
        written: gives a worker's record as it was written.
        person: gives what else is known of a person.
        others: gives the other ids under which records of the same person stand.
        home: the address that stands for whose numbers of people these are.
        apart: what stands in the records of assessors and sites, for which no form has a place.
    """

    everybody: Everybody
    workers: Sequence[str]
    written: Callable[[str], Sequence[Entry]]
    person: Callable[[str], Person | None]
    others: Callable[[str], Sequence[str]] = lambda _: ()
    home: str
    apart: Sequence[Entry] = ()

    def records(self, worker: str) -> Iterator[tuple[str, Sequence[Entry]]]:
        """Return every record that is one worker's, each by the id it stands under."""
        for each in (worker, *self.others(worker)):
            yield each, self.written(each)

    def titled(self, name: str) -> str:
        """Return the title of a competency or programme."""
        return self.everybody.catalogue.titled(name)


class Tally:
    """Counts what a form has no place for, kind by kind and field by field.

    Args:
        form: what the form is called.
    """

    def __init__(self, form: str) -> None:
        self._form = form
        self._left: dict[str, dict[str, None]] = {}

    def kind(self, entry: Entry) -> None:
        """Count an entry that is left out."""
        self._left.setdefault(entry.kind, {})[entry.id] = None

    def fields(self, entry: Entry, carried: Mapping[str, Any]) -> None:
        """Count the fields of an entry that do not come back from what was written of it."""
        for field in plain(entry):
            if field not in carried:
                self._left.setdefault(f"{field} of {entry.kind}", {})[entry.id] = None

    def told(self) -> Iterator[LeftOut]:
        """Return what was left out."""
        for what, ids in self._left.items():
            yield LeftOut(what, tuple(ids), f"{self._form} has no place for it")
