"""Records handed over as lines of JSON, where no store can be opened: what every batch needs, and its own."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import datetime
from functools import partial

import attrs

from sw_competency.catalogue import Catalogue
from sw_competency.cohort.batch import Found, judged
from sw_competency.dates import Moment
from sw_competency.directory import Directory
from sw_competency.errors import UnreadableFileError
from sw_competency.judge import Records
from sw_competency.judge.everybody import ByWorker
from sw_competency.judge.records import Owner
from sw_competency.model import Entry, Person, parse_person
from sw_competency.model.joining import identities_in
from sw_competency.questions import Questions
from sw_competency.stores import _codec, believed

Line = tuple[str, int, int, str]  # whose record it stands in, its place there, how many that has, the entry as JSON


@attrs.frozen
class World:
    """What the judgement of anybody may look at beside their own record; it can be sent anywhere.

    Args:
        catalogue: what the frameworks say.
        moment: the two clocks.
        workers: everybody whose record is kept.
        lines: the records of assessors and sites, of workers whom others name, and of those who have several ids.
        people: those whose names are known, as JSON.
        now: the instant it is: a record stamped later cannot be read, as in a store; left out, every record can.
    """

    catalogue: Catalogue
    moment: Moment
    workers: tuple[str, ...]
    lines: Mapping[Owner, Sequence[str]]
    people: tuple[str, ...] = ()
    now: datetime | None = None

    def questions(self, own: Mapping[Owner, Sequence[str]]) -> Questions:
        """Return the questions, where the records of some stand beside those that everybody needs.

        Args:
            own: the records that are asked about; it may be filled and emptied while questions are asked.
        """
        people = {person.id: person for person in map(_person, self.people)}
        holds = {("worker", worker) for worker in self.workers} | self.lines.keys()
        same = [pair for owner in self.lines for pair in identities_in(self._entries(owner, {}), "same_as")]
        records = Records(partial(self._read, own, holds), self.moment.known_by)
        records.up_to, records.identified = self.moment.as_of, lambda what: same if what == "same_as" else ()
        records.owners = lambda kind: sorted(id_ for what, id_ in holds if what == kind)
        directory = Directory(self.catalogue, holds.__contains__, people.get, people.values)
        return Questions(records, self.catalogue, self.moment, lambda: self.workers, directory)

    def _read(self, own: Mapping[Owner, Sequence[str]], holds: Set[Owner], owner: Owner) -> Sequence[Entry]:
        entries = self._entries(owner, own)
        if not entries and owner in holds:
            raise UnreadableFileError(f"The record of {owner[1]} is not at hand: ask only what is about everybody.")
        return entries if self.now is None else believed(owner, entries, self.now)

    def _entries(self, owner: Owner, own: Mapping[Owner, Sequence[str]]) -> Sequence[Entry]:
        lines = own.get(owner) or self.lines.get(owner) or ()
        return _codec.entries(f"[{','.join(lines)}]".encode(), f"the record of {owner[1]}")


def whole_records(lines: Iterable[Line]) -> Iterator[tuple[str, list[str]]]:
    """Return the lines of each record, and let go of them.

    Raises:
        UnreadableFileError: a record is not whole, or not in its order: nobody can be judged by a part of one.
    """
    owner, record, entries = "", list[str](), 0
    for whose, place, many, line in lines:
        if whose != owner:
            if record:
                yield owner, _whole(owner, record, entries)
            owner, record, entries = whose, [], many
        if place != len(record):
            raise parted(whose)
        record.append(line)
    if record:
        yield owner, _whole(owner, record, entries)


def _whole(owner: str, record: list[str], entries: int) -> list[str]:
    if len(record) != entries:
        raise parted(owner)
    return record


def parted(owner: str) -> UnreadableFileError:
    """Return what is wrong with a record of which a part, or more than the whole, stands in a file."""
    return UnreadableFileError(
        f"The record of {owner} does not stand there whole and in order: take the file as  export parquet  wrote it."
    )


def judged_apart(
    world: World, question: ByWorker, lines: Iterable[Line]
) -> Iterator[tuple[str, Found]]:
    """Judge records one by one, as they come; of people who may have several ids nobody: whoever holds all does that.

    Args:
        world: what everybody's judgement needs.
        question: a question that is answered worker by worker.
        lines: the lines of whole records of workers.

    Raises:
        UnreadableFileError: as `whole_records` says.
    """
    own: dict[Owner, Sequence[str]] = {}
    questions = world.questions(own)
    several = frozenset(questions.records.joining.ids)
    for worker, record in whole_records(lines):
        if worker not in several:
            own["worker", worker] = record
            yield worker, judged(questions, question, [worker])
            own.clear()


def _person(line: str) -> Person:
    return parse_person(_codec.documents(f"[{line}]".encode())[0])
