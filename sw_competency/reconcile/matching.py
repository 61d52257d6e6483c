"""Whose row of an extract it is, and which site: by what is the same, never by what is alike."""

from collections.abc import Iterable, Sequence
from datetime import date

from sw_competency.catalogue.catalogue import Catalogue
from sw_competency.model.person_index import PersonIndex


class People:
    """Our workers by the numbers under which an extract may name them.

    Args:
        index: everybody on record, by their numbers.
        workers: everybody whose record is judged; whoever is not among them is not looked for.
        day: the day; a number may have been somebody else's before.
    """

    def __init__(self, index: PersonIndex, workers: Iterable[str], day: date | None = None) -> None:
        self._index, self._workers, self._day = index, frozenset(workers), day

    def under(self, numbers: Sequence[str]) -> tuple[str, ...]:
        """Name everybody on record under any of a row's numbers; more than one, and it cannot be told whose it is.

        The number of the employee is looked at only where nobody is known by that of the assignment.
        """
        found: dict[str, None] = {}
        settled: list[str] = []
        for number in numbers:
            if any(each.startswith(f"{number}-") for each in settled):
                continue
            here = (number, *self._index.holders(number, on=self._day))
            if known := self._workers.intersection(map(self._index.kept, here)):
                settled.append(number)
                found |= dict.fromkeys(sorted(known))
        return tuple(found)


def shown_number(numbers: Sequence[str]) -> str:
    """Return the number to tell a row by: the employee's rather than the assignment's."""
    first = numbers[0]
    return next((number for number in numbers if first.startswith(f"{number}-")), first)


class Places:
    """Sites by the names under which an extract may have them: id, title, and the site's `esr_locations`.

    Args:
        catalogue: what is known of the sites.
        on_record: the sites at which anybody is appointed.
    """

    def __init__(self, catalogue: Catalogue, on_record: Iterable[str]) -> None:
        self._exactly: dict[str, set[str]] = {}
        self._nearly: dict[str, set[str]] = {}
        for site in catalogue.sites.values():
            more = site.details.get("esr_locations")
            names = [site.id, site.title, *(more if isinstance(more, list | tuple) else [more])]
            for name in names:
                if isinstance(name, str):
                    self._add(name, site.id)
        for name in on_record:
            self._add(name, name)

    def _add(self, name: str, site: str) -> None:
        self._exactly.setdefault(name.strip(), set()).add(site)
        if key := _plain(name):
            self._nearly.setdefault(key, set()).add(site)

    def site(self, places: Sequence[str]) -> str | None:
        """Return the one site that any of a row's places names; exactly first, then but for case and punctuation."""
        for table, key in ((self._exactly, str.strip), (self._nearly, _plain)):
            for place in places:
                found = table.get(key(place), ())
                if len(found) == 1:
                    return next(iter(found))
        return None


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
