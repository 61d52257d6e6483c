"""Who and what is meant where an id is asked for: people by their names, all else by the catalogue's titles."""

import re
from collections.abc import Callable, Iterable

from sw_competency.catalogue import Catalogue
from sw_competency.lookup import Candidate, meant
from sw_competency.model import Person, looks_like
from sw_competency.model.person_index import PersonIndex
from sw_competency.model.shape import id_problem
from sw_competency.names import suggestions

_SHOWN = re.compile(r".+ \((.+)\)")
_PEOPLE = {"worker", "assessor", "person"}
_WORD = re.compile(r"(?<![\w(.-])(?=[\w.]*[\d-])\w+(?:[.-]\w+)*(?![\w)])")  # no other can be an id
_IN_TEXT = re.compile(r"(?=.*\d)(?=.*[^\W\d]).+|\d{6,}")  # what in a sentence may be somebody's id: no count, no year


class Directory:
    """Everybody and everything that can be named, looked up as it is on record at that moment.

    Args:
        catalogue: what the frameworks say.
        holds: tells whether there is a record.
        person: gives what is known of a person by an id.
        people: gives everybody whose name is known; asked only for what is nobody's id.
        index: everybody by their numbers; left out, nobody has any but an id.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        holds: Callable[[tuple[str, str]], bool],
        person: Callable[[str], Person | None],
        people: Callable[[], Iterable[Person]],
        index: PersonIndex | None = None,
    ) -> None:
        self.catalogue, self._holds, self._person, self.people = catalogue, holds, person, people
        self._index = index or PersonIndex()

    def find(self, what: str, name: str) -> str:
        """Return the id that is meant; where nothing is called so, what was given: it may be a new one.

        Args:
            what: `worker`, `assessor` or `person`, who share their ids and names; `site`; or a table of the catalogue.
            name: an id, a title or name, or beginnings of its words; a number of a person. An exact id goes first.

        Raises:
            AmbiguousNameError: it fits several; the error lists them.
        """
        if what not in _PEOPLE:
            return name if what == "site" and self._holds(("site", name)) else self.catalogue.meant(what, name) or name
        if (shown := _SHOWN.fullmatch(name)) is not None and self.called(what, shown[1]) == name:
            return shown[1]  # as every page prints them: the name with the id
        if id_problem("worker", name) or self._is_somebodys(name):
            return name
        if _is_a_number(name):
            return self._index.who(name).worker or name
        called: dict[str, list[str]] = {}
        for person in self.people():
            if person.name:
                called.setdefault(self._index.kept(person.id), []).append(person.name)
        return meant(name, {id_: Candidate(tuple(names)) for id_, names in called.items()}, "person") or name

    def near(self, what: str, name: str, ids: Iterable[str]) -> str | None:
        """Return who may be meant by what is nobody's id and fits no name, as it is shown; None where nobody is near.

        Args:
            what: `worker`, `assessor`, `person` or `site`.
            name: what was given.
            ids: those on record; one that differs only in what people do not see goes first.
        """
        if (alike := looks_like(name, ids)) is not None:
            return self.called(what, alike)
        by_name: dict[str, list[str]] = {}
        for person in self.people() if what in _PEOPLE and not _is_a_number(name) else ():
            by_name.setdefault(person.name or "", []).append(person.id)
        found = [f"{called} ({id_})" for called in suggestions(name, by_name, {}) for id_ in by_name[called]]
        return " or ".join(found) or None

    def _is_somebodys(self, id_: str) -> bool:
        return self._holds(("worker", id_)) or self._holds(("assessor", id_)) or self._person(id_) is not None

    def called(self, what: str, id_: str) -> str:
        """Return a name or title with its id, as a person is told what was taken for what was given."""
        title = self.title_of(what, id_)
        return f"{title} ({id_})" if title else id_

    def naming(self) -> Callable[[str], str]:
        """Return what puts names before the ids of people in a sentence, and titles for sites': answers hold ids."""
        known: dict[str, str] = {}

        def named(found: re.Match[str]) -> str:
            id_ = found[0]
            if id_ not in known:
                known[id_] = self._in_text(id_)
            return known[id_]

        return lambda text: _WORD.sub(named, text)

    def _in_text(self, word: str) -> str:
        """Return what a word of a sentence is called, where it can be somebody's id or a site's; else the word."""
        can_be_an_id = _IN_TEXT.fullmatch(word) is not None
        if (can_be_an_id or "-" in word) and word in self.catalogue.sites:
            return self.title_of("site", word) or word
        return self.called("person", word) if can_be_an_id else word

    def title_of(self, what: str, id_: str) -> str | None:
        """Return the name or title that goes with an id; None where there is none."""
        if what not in _PEOPLE:
            return self.catalogue.title_of(what, id_)
        return known.name if (known := self._person(id_)) is not None else None


def _is_a_number(text: str) -> bool:
    """Tell whether a text is nobody's name, and may be the number of somebody new: `w204`, `2201 4567`."""
    has_digits = any(map(str.isdigit, text))
    return not any(map(str.isalpha, text)) or (has_digits and len(text.split()) == 1)
