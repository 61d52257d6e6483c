"""Everybody whose record is kept, judged one by one at one moment under one catalogue; no record stays in memory.

What every question is answered from.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

import attrs

from sw_competency.bulk import undisturbed
from sw_competency.catalogue.catalogue import Catalogue
from sw_competency.dates import Moment, said
from sw_competency.directory import Directory
from sw_competency.errors import UnknownNameError
from sw_competency.judge.case import Judge, judge_of
from sw_competency.judge.records import Records
from sw_competency.model import CANNOT_TELL, Finding, Person
from sw_competency.model.person_index import PersonIndex

if TYPE_CHECKING:
    from sw_competency.judge.unlisted import Unlisted

T = TypeVar("T")
Progress = Callable[[str, int, int], None]  # what is done, how much of it is, out of how much


class Keeping(Protocol):
    """What is found of each person, kept from one question to the next by whoever is asked again and again."""

    def of_each(self, everybody: "Everybody", what: Hashable, found: Callable[[Judge], T]) -> Iterator[T]:
        """Return what is found of everybody, one by one: what is kept, else worked out."""


class ByWorker(Protocol):
    """A question about everybody that finds something of each worker, whoever the others are."""

    @property
    def by_worker(self) -> bool:
        """Whether it is such a question."""

    def found(self, everybody: Any) -> Iterator[Any]:
        """Return what is found of each worker, in their order."""


@attrs.frozen
class Wanted:
    """A question of which not all is wanted that it finds of each: what is not wanted need not be sent from afar.

    Args:
        question: the question.
        of: gives what is wanted of that which is found of one.
    """

    question: ByWorker
    of: Callable[[Any], Any]

    @property
    def by_worker(self) -> bool:
        """Whether each is judged whoever the others are."""
        return self.question.by_worker

    def found(self, everybody: Any) -> Iterator[Any]:
        """Return what is wanted of each worker, in their order."""
        return map(self.of, self.question.found(everybody))


Spread = Callable[["Everybody", ByWorker], Iterator[Any]]


class Everybody:
    """The records as known, the catalogue and the moment, and who is on record.

    Args:
        records: the records as known by the moment's instant.
        catalogue: what the frameworks say.
        moment: the two clocks.
        workers: names everybody whose training record is kept.
        directory: looks up who and what is meant by a name; left out, only ids are understood.
        watcher: is told how far a question about everybody has come.
        spread: finds what a question asks of each in another way, such as in several processes.
    """

    def __init__(
        self,
        records: Records,
        catalogue: Catalogue,
        moment: Moment,
        workers: Callable[[], Iterable[str]] = tuple,
        directory: Directory | None = None,
        watcher: Progress | None = None,
        spread: Spread | None = None,
    ) -> None:
        self.records, self.catalogue, self.watcher, self._spread = records, catalogue, watcher, spread
        self.moment = attrs.evolve(moment, catalogue=catalogue.digest)
        self.directory, self._workers = directory, workers
        self.kept: Keeping | None = None  # left out, everything is worked out anew; so it is in another world
        self.asked_of: tuple[str, ...] | None = None  # whom a question about everybody looks at, where not all of them

    @cached_property
    def workers(self) -> tuple[str, ...]:
        """Everybody whose training record is kept, each under one id."""
        joining = self.records.joining
        if not joining:
            return tuple(self._workers())
        return tuple(sorted({joining.kept(worker) for worker in self._workers()}))

    def under(self, catalogue: Catalogue | None = None, records: Records | None = None) -> Self:
        """Return the same people in another world: under another catalogue, or with other records."""
        return type(self)(
            self.records if records is None else records, catalogue or self.catalogue, self.moment,
            lambda: self.workers, self.directory, self.watcher,
        )  # fmt: skip

    def watched(self, watcher: Progress | None) -> Self:
        """Return the same people, and tell a function how far each question about them has come."""
        if watcher is None:
            return self
        there = copy(self)
        there.watcher = watcher
        return there

    def only(self, workers: Sequence[str]) -> Self:
        """Return the same people, of whom a question about everybody looks at some."""
        some = self.under()
        some.asked_of, some.kept = tuple(workers), self.kept
        return some

    def found(self, question: ByWorker) -> Iterator[Any]:
        """Return what a question finds of each worker, in their order; in several processes, where it is told to."""
        if self._spread is None or not question.by_worker:
            return question.found(self)
        return self._spread(self, question)

    def each(self, workers: Iterable[str] | None = None) -> Iterator[str]:
        """Yield workers one by one, left out everybody, and tell how far that has come."""
        named = tuple(workers) if workers is not None else self.workers if self.asked_of is None else self.asked_of
        for done, worker in enumerate(named):
            if self.watcher is not None:
                self.watcher("Looking at records", done, len(named))
            yield worker

    def judge(self, worker: str) -> Judge:
        """Return the judge of a worker."""
        return judge_of(self.records, self.catalogue, worker)

    def judges(self) -> Iterator[Judge]:
        """Return the judge of everybody whose record is kept, one by one; each is let go of before the next."""
        return self.one_by_one(self.judge)

    def of_each(self, what: Hashable, found: Callable[[Judge], T]) -> Iterator[T]:
        """Return what is found of everybody, one by one, as a value that holds on to no record.

        Args:
            what: what is found: under it it may be kept for who asks again about the same day.
            found: finds it; what it finds hangs on the judge and on that alone.
        """
        if self.kept is not None:
            return self.kept.of_each(self, what, found)
        return self.one_by_one(lambda worker: found(self.judge(worker)))

    def one_by_one(self, found: Callable[[str], T]) -> Iterator[T]:
        """Return what is found of everybody whose record is kept; each record is let go of before the next."""
        for worker in self.each():
            with undisturbed():
                one = found(worker)
            yield one
            self.records.forget()

    def called(self, person: str) -> str:
        """Return the name of a person with the id; the id alone where no name is known."""
        return person if self.directory is None else self.directory.called("person", person)

    def nothing(self, worker: str) -> Finding | None:
        """Nothing recorded of somebody is no answer about them, nor is a record that cannot be read."""
        if (wrong := self.records.unreadable(worker)) is not None:
            return Finding(CANNOT_TELL, f"The record of {worker} cannot be read: {wrong.rstrip('.')}")
        if self._begun(worker):
            return None
        sentence = f"Nothing is recorded of {worker[:80]} up to {said(self.moment.as_of)}"
        if self.records.worker(worker).entries:
            return Finding(CANNOT_TELL, sentence)
        alike = self.records.looks_like("worker", worker)
        near = next((f"'{w}'" for w in alike if self._begun(w)), None)
        if near is None and self.directory is not None:
            near = self.directory.near("worker", worker, ())
        return Finding(CANNOT_TELL, f"{sentence}; perhaps {near} is meant" if near else sentence)

    def _begun(self, worker: str) -> bool:
        return bool(self.records.worker(worker).at(self.moment.as_of).entries)

    def people(self) -> Iterable[Person]:
        """Return what else is known of people, such as their numbers elsewhere."""
        return () if self.directory is None else self.directory.people()

    @cached_property
    def person_index(self) -> PersonIndex:
        """Everybody on record by every number they are known under, as known."""
        assessors = self.records.owners("assessor") if self.records.owners is not None else ()
        ids = frozenset([*self.workers, *self.records.joining.ids, *assessors])
        return PersonIndex(ids.__contains__, lambda: sorted(ids), self.records.identities, self.people)

    def unlisted(self, worker: str) -> "tuple[Unlisted, ...]":
        """Return what is on record under names that the catalogue does not hold."""
        from sw_competency.judge.unlisted import unlisted

        return unlisted(self.judge(worker), self.moment.as_of)

    def listed(self, worker: str, competency: str) -> None:
        """Make sure that the catalogue holds a competency.

        Raises:
            UnknownNameError: it does not; where entries about it are on record, the sentence says so.
        """
        if competency not in self.catalogue.competencies:
            for one in self.unlisted(worker):
                if (one.what, one.name) == ("competency", competency):
                    note = f"it is on record of {worker} ({one.counted}){one.nearest}."
                    raise UnknownNameError("competency", competency, note=note)
        self.catalogue.competency(competency)

    def knows_site(self, site: str | None) -> None:
        """Make sure that a site, where one is named, is in the catalogue, or one at which somebody was ever in post.

        Raises:
            UnknownNameError: it is neither.
        """
        known = dict.fromkeys(self.catalogue.sites)
        if site is None or site in known:
            return
        for worker in self.each(self.workers):
            known.update(dict.fromkeys(a.site for a in self.records.worker(worker).whole.appointments))
            self.records.forget()
            if site in known:
                return
        raise UnknownNameError("site", site, known)
