"""The person index: who is meant by a number in somebody else's file, under whatever scheme it was given."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property

import attrs

from sw_competency.dates import said
from sw_competency.model.entries import Identity
from sw_competency.model.joining import Joining
from sw_competency.model.people import Person, loose_key
from sw_competency.names import forms

# What else a `person` line may say of somebody's numbers; of which scheme they are is not said.
STAFF_NUMBERS = ("staff_number", "employee_number", "assignment_number", "person_number", "esr_number")
_SECOND_POST = re.compile(r"(\d{6,9})-\d{1,2}", re.ASCII)
_SHOWN = 80  # characters of what a file says


@attrs.frozen
class Match:
    """Whose number it is: one person's, somebody's who has to be asked about, or nobody's on record: somebody new.

    Args:
        worker: the id, where it is one person's.
        asks: what has to be asked before the row can be taken, as the end of a sentence; empty otherwise.
        candidates: the ids of those who may be meant.
        states: what somebody should look at, though it is clear whose number it is.
    """

    worker: str | None = None
    asks: str = ""
    candidates: tuple[str, ...] = ()
    states: str = ""


class PersonIndex:
    """Everybody on record, by every number they are known under.

    An exact id goes first, then the numbers of identity entries, then those of `person` lines. What differs from a
    known one only in what people do not see is asked about. Names narrow down, and never decide.

    Args:
        holds: tells whether anything is on record under an id.
        ids: gives all ids there are.
        identities: gives all identity entries, as known.
        people: gives what else is known of people.
    """

    def __init__(
        self,
        holds: Callable[[str], bool] = lambda _: False,
        ids: Callable[[], Iterable[str]] = tuple,
        identities: Callable[[], Iterable[Identity]] = tuple,
        people: Callable[[], Iterable[Person]] = tuple,
    ) -> None:
        self._holds, self._ids, self._identities_of, self._people_of = holds, ids, identities, people
        self._known: dict[str, bool] = {}
        self._nearest: dict[str, tuple[str, ...]] = {}

    def who(self, value: str, scheme: str | None = None, on: date | None = None, name: str | None = None) -> Match:
        """Tell whose number it is.

        Args:
            value: the number as it stands in the file.
            scheme: of which scheme it is, such as `esr-employee`; left out, of any.
            on: the day the row is about: a number may be given to somebody else later. Left out, the newest.
            name: the name beside it, if there is one.
        """
        if self.is_id(value):
            return self._beside(Match(value), name)
        holders = self.holders(value, scheme, on)
        if len(holders) == 1:
            found = Match(*holders, states=self._handed_on(value, scheme, *holders))
            return self._beside(found, name)
        near = tuple(holders) or self._near(value)
        if not near:
            return Match()
        listed = " or ".join(map(self.shown, near))
        says = f"'{value[:_SHOWN]}' may be {listed}: write the id of the one who is meant"
        return Match(asks=says if holders else f"{says}, or add somebody new first", candidates=near)

    def one_of(
        self, numbers: Iterable[tuple[str | None, str]], on: date | None = None, name: str | None = None
    ) -> Match:
        """Tell whose row it is that gives several numbers.

        Args:
            numbers: each with its scheme, the best first.
            on: the day the row is about.
            name: the name on it.
        """
        found = [self.who(value, scheme, on, name) for scheme, value in numbers]
        workers = tuple(dict.fromkeys(each.worker for each in found if each.worker is not None))
        if len({self._joining.kept(worker) for worker in workers}) > 1:
            listed = " and ".join(map(self.shown, workers))
            return Match(asks=f"its numbers are of {listed}: whose row is it? Correct one", candidates=workers)
        return next((m for m in found if m.worker is not None), next((m for m in found if m.asks), Match()))

    def is_id(self, value: str) -> bool:
        """Tell whether anything is on record under exactly this id."""
        known = self._known.get(value)
        if known is None:
            known = self._known[value] = self._holds(value)
        return known

    def holders(self, value: str, scheme: str | None = None, on: date | None = None) -> tuple[str, ...]:
        """Name those whose number it is on a day, by the newest that was said of it up to then; each person once.

        Of a number that only one person ever had, it is that person's before its first day, too.
        """
        found: dict[str, str] = {}
        for given in self._of_schemes(value, scheme):
            people = {self._joining.kept(worker) for worker in given}
            begun = [day for day in given.values() if on is None or day <= on]
            newest = max(begun, default=None)
            for worker, day in given.items():
                if len(people) == 1 or newest in {day, None}:
                    found.setdefault(self._joining.kept(worker), worker)
        return tuple(found.values())

    def kept(self, person: str) -> str:
        """Return the id under which somebody is kept."""
        return self._joining.kept(person)

    def numbers(self, worker: str) -> Iterator[Identity]:
        """Return the numbers that are on record of somebody."""
        return (each for each in self._identities if each.worker == worker and each.scheme is not None)

    def shown(self, worker: str) -> str:
        """Return an id with the name, as people read it."""
        known = self._names.get(worker)
        return f"{known} ({worker})" if known else worker

    # -- what was said ---------------------------------------------------------------------------------------------

    def _of_schemes(self, value: str, scheme: str | None) -> list[dict[str, date]]:
        """Return who was given a number, and when last, scheme by scheme."""
        by_scheme = self._numbers.get(value, {})
        return [given for own, given in by_scheme.items() if scheme is None or own in {scheme, ""}]

    def _handed_on(self, value: str, scheme: str | None, holder: str) -> str:
        """Say of a number that others had it, too, for whom it was taken."""
        for given in self._of_schemes(value, scheme):
            days = sorted((day, worker) for worker, day in given.items())
            if len({self._joining.kept(worker) for worker in given}) > 1:
                told = ", ".join(f"{self.shown(worker)} from {said(day)}" for day, worker in days)
                return f"{value[:_SHOWN]} was given more than once ({told}): taken for {self.shown(holder)}"
        return ""

    def _beside(self, match: Match, name: str | None) -> Match:
        """Add that the name beside a number is plainly another person's."""
        known = self._names.get(match.worker or "") if name else None
        if not name or not known or not {*forms(name)[0]}.isdisjoint(forms(known)[0]):
            return match
        says = f"the number is that of {self.shown(match.worker or '')}, and the name beside it is another: check it"
        return attrs.evolve(match, states="; ".join(filter(None, (match.states, says))))

    def _near(self, value: str) -> tuple[str, ...]:
        """Name those who may be meant: by a number that looks the same or of another post, or the whole name."""
        if (near := self._nearest.get(value)) is None:
            by_name = self._by_name.get(_words(value), ())
            alike = (who for key in _keys(value) for who in self._alike.get(key, ()))
            near = self._nearest[value] = tuple(dict.fromkeys((*alike, *by_name)))
        return near

    @cached_property
    def _identities(self) -> tuple[Identity, ...]:
        return tuple(self._identities_of())

    @cached_property
    def _people(self) -> tuple[Person, ...]:
        return tuple(self._people_of())

    @cached_property
    def _joining(self) -> Joining:
        return Joining.of(self._identities)

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return {person.id: person.name for person in self._people if person.name}

    @cached_property
    def _by_name(self) -> Mapping[tuple[str, ...], list[str]]:
        found: dict[tuple[str, ...], list[str]] = {}
        for id_, name in self._names.items():
            found.setdefault(_words(name), []).append(id_)
        return found

    @cached_property
    def _numbers(self) -> Mapping[str, dict[str, dict[str, date]]]:
        """By number and scheme, who was given it and when last; of a `person` line's nobody knows either."""
        found: dict[str, dict[str, dict[str, date]]] = {}
        for person in self._people:
            for number in staff_numbers(person):
                found.setdefault(number, {}).setdefault("", {})[person.id] = date.min
        for e in sorted(self._identities, key=lambda e: e.on):
            if e.scheme is not None and e.value is not None:
                found.setdefault(e.value, {}).setdefault(e.scheme, {})[e.worker] = e.on
        return found

    @cached_property
    def _alike(self) -> Mapping[str, dict[str, None]]:
        found: dict[str, dict[str, None]] = {}
        for id_ in self._ids():
            for key in _keys(id_):
                found.setdefault(key, {})[id_] = None
        for number, by_scheme in self._numbers.items():
            for key in _keys(number):
                found.setdefault(key, {}).update({w: None for given in by_scheme.values() for w in given})
        return found


def staff_numbers(person: Person) -> Iterator[str]:
    """Return the numbers that a `person` line gives beside the id; of a second assignment also the employee's."""
    for name in STAFF_NUMBERS:
        given = person.details.get(name)
        if isinstance(given, str | int) and not isinstance(given, bool) and (number := str(given).strip()):
            yield number
            if (second := _SECOND_POST.fullmatch(number)) is not None:
                yield second[1]


def _keys(number: str) -> Iterator[str]:
    """Return what a number is alike by: of a further assignment, the employee's number too."""
    yield loose_key(number)
    if (second := _SECOND_POST.fullmatch(number)) is not None:
        yield loose_key(second[1])


def _words(name: str) -> tuple[str, ...]:
    return tuple(sorted(forms(name)[0]))
