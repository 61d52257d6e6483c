"""Who is meant by a number or a name in a table. A number decides; names narrow down, and are asked about."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property

from sw_competency.model import Person
from sw_competency.model.person_index import Match, PersonIndex
from sw_competency.names import forms, key, suggestions

_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof"})
_SLUG = re.compile(r"[^a-z0-9]+")


class People:
    """Everybody on record, by number and by name.

    Args:
        index: everybody by their numbers.
        people: gives what else is known of people, such as their names.
    """

    def __init__(self, index: PersonIndex, people: Callable[[], Iterable[Person]]) -> None:
        self._index, self._people = index, people

    @cached_property
    def _named(self) -> dict[str, str]:
        return {person.id: person.name for person in self._people() if person.name}

    @cached_property
    def _by_name(self) -> dict[tuple[str, ...], list[str]]:
        found = defaultdict[tuple[str, ...], list[str]](list)
        for id_, name in self._named.items():
            found[words_of(name)].append(id_)
        return found

    def match(self, numbers: Mapping[str, str], on: date) -> Match:
        """Tell whose numbers they are.

        Args:
            numbers: the scheme of each, blank where none is said.
            on: the day they are about: a number may be given to somebody else later.
        """
        return self._index.one_of([(scheme or None, number) for number, scheme in numbers.items()], on)

    def like(self, name: str) -> list[str]:
        """Return those on record whose names are nearest to one that nobody has."""
        by_name: dict[str, list[str]] = {}
        for id_, known in self._named.items():
            by_name.setdefault(known, []).append(id_)
        return [id_ for known in suggestions(name, by_name, {}) for id_ in by_name[known]]

    def named(self, name: str) -> list[str]:
        """Return everybody of a name, whichever part goes first."""
        return self._by_name.get(words_of(name), [])

    def is_another(self, id_: str, name: str) -> bool:
        """Tell whether a name is plainly not that of somebody on record: no word of it is."""
        known = self._named.get(id_)
        return bool(known and name and not {*words_of(known)} & {*words_of(name)})

    def called(self, id_: str) -> str:
        """Return the name with the id."""
        return f"{self._named[id_]} ({id_})" if id_ in self._named else id_

    def name(self, id_: str) -> str:
        """Return the name of somebody; blank where none is known."""
        return self._named.get(id_, "")

    def is_unnamed(self, id_: str) -> bool:
        """Tell whether no name of somebody is known."""
        return id_ not in self._named


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name in an order that does not depend on which part was written first."""
    return tuple(sorted(word for word in forms(name)[0] if word not in _TITLES))


def id_of(name: str) -> str:
    """Return an id to propose for somebody who comes without a number, such as `amina-okafor`."""
    given, comma, rest = name.partition(",")
    words = key(f"{rest} {given}" if comma else name)
    return _SLUG.sub("-", words).strip("-")
