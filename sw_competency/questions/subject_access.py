"""All that is held about a person: as worker, supervisor, assessor, in texts, in names and in the catalogue."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, ClassVar

import msgspec

from sw_competency.dates import said
from sw_competency.judge.everybody import Everybody
from sw_competency.model import CANNOT_TELL, MET, Entry, Finding, plain
from sw_competency.model.answers import Answer, Asked
from sw_competency.model.columns import DAY, TEXT, Table, table
from sw_competency.model.findings import instant
from sw_competency.model.joining import identities_in
from sw_competency.questions._names import Worker
from sw_competency.questions._question import Question
from sw_competency.rights.traces import Elsewhere, Person, Traces

_ELSEWHERE = {"kind", "on", "id", "recorded_at", "recorded_by"}


class SubjectAccess(Question["SubjectAccessAnswer"], frozen=True):
    """All that is held about a person: their own records in full, and what others' records say of them.

    In others' records other people are numbered, and texts that do not name the person are left out.

    Args:
        worker: who asks what is held: a worker, an assessor, or whoever is named anywhere.
    """

    words: ClassVar = ("worker",)
    exits: ClassVar = "done"
    in_full: ClassVar = True

    worker: Worker

    def answer(self, everybody: Everybody) -> "SubjectAccessAnswer":
        """Look through every record there is, whenever it happened, as known."""
        ids = everybody.records.joining.ids_of(self.worker)
        kept = {each.id: each for each in everybody.people() if each.id in ids}
        held = next((kept[id_] for id_ in ids if id_ in kept), None)
        said = identities_in(everybody.records.worker(self.worker).written, "scheme")
        numbers = tuple(dict.fromkeys(number for _, number in said))
        person = Person(ids, held.name if held is not None else None, numbers)
        traces = Traces(everybody, person)
        received = {owner: everybody.records.received(owner) for owner, _ in traces.own()}
        own = tuple(Held(owner[0], owner[1], entry, received[owner].get(entry.id)) for owner, entry in traces.own())
        elsewhere = tuple(traces.elsewhere())
        details = {} if held is None else {"name": held.name, "role": held.role, **held.details}
        for other in (each for each in kept.values() if each is not held):
            more = {"name": other.name, "role": other.role, **other.details}
            details |= {f"{name} ({other.id})": value for name, value in more.items()}
        catalogue, erased = _in_catalogue(everybody, person), tuple(_erased(everybody, ids))
        return SubjectAccessAnswer(
            asked=self, moment=everybody.moment,
            finding=_finding(person, own, elsewhere, [*details, *catalogue], erased),
            ids=person.ids, person=details, own=own, elsewhere=elsewhere, in_catalogue=catalogue, erased=erased,
        )  # fmt: skip

    def nothing(self, everybody: Everybody) -> Finding | None:  # noqa: ARG002
        """Return None: that nothing is held is an answer here."""
        return None


class Held(msgspec.Struct, frozen=True):
    """An entry in a record of the person's own.

    Args:
        record: `worker` or `assessor`.
        id: whose it is.
        entry: the entry as it was written.
        received_at: when this store took it in.
    """

    record: str
    id: str
    entry: Entry
    received_at: datetime | None = None


class Erased(msgspec.Struct, frozen=True):
    """That a record of the person's own was erased.

    Args:
        record: `worker` or `assessor`.
        id: whose it was.
        at: when.
        by: who erased it.
        reason: why.
    """

    record: str
    id: str
    at: datetime
    by: str
    reason: str


class SubjectAccessAnswer(Answer[SubjectAccess], frozen=True):
    """All that is held about a person.

    Args:
        ids: the ids under which they were looked for.
        person: what is kept beside the records: the name, and what else reports print.
        own: their own records, entry by entry, corrections and all.
        elsewhere: what others' records say of them.
        in_catalogue: lines of the catalogue that name them.
        erased: which records of theirs were erased, when, by whom and why.
    """

    worker = Asked[str]()

    ids: tuple[str, ...]
    person: Mapping[str, Any]
    own: tuple[Held, ...]
    elsewhere: tuple[Elsewhere, ...]
    in_catalogue: tuple[str, ...] = ()
    erased: tuple[Erased, ...] = ()

    def tables(self) -> Iterator[Table]:
        """Return what is kept beside the records, the person's own entries, and what others' say."""
        if self.person:
            rows = [(name.replace("_", " "), _said(value)) for name, value in self.person.items()]
            yield table({"What": TEXT, "Kept": TEXT}, rows, "Kept beside the records")
        if self.own:
            own = [
                (h.entry.on, f"{h.record} {h.id}", h.entry.kind, _says(plain(h.entry), h.record), *_stamp(h.entry))
                for h in self.own
            ]
            columns = {"On": DAY, "Record": TEXT, "Kind": TEXT, "Says": TEXT, "Recorded": TEXT, "By": TEXT}
            yield table(columns, own, "Their own records")
        if self.elsewhere:
            others = [(e.on, e.kind, e.record, ", ".join(e.roles), _says(e.says)) for e in self.elsewhere]
            columns = {"On": TEXT, "Kind": TEXT, "Whose record": TEXT, "Named as": TEXT, "Says": TEXT}
            yield table(columns, others, "In others' records")

    def lines(self) -> Iterator[str]:
        """Say what else there is to know of what is held."""
        yield from (f"In the catalogue: {each}" for each in self.in_catalogue)
        yield from (
            f"The {one.record} record {one.id} was erased on {said(one.at.date())} by {one.by}: {one.reason}"
            for one in self.erased
        )
        yield "Of a record that was erased, its id stays, who erased it, when and why."
        yield "The log of heads keeps a digest of each batch and name, which tells nothing to whoever does not have it."
        yield "What was exported, printed or backed up before is not here: ask whoever did."


def _erased(everybody: Everybody, ids: tuple[str, ...]) -> Iterator[Erased]:
    """Return what is known of records of somebody's that were erased."""
    known_by = everybody.moment.known_by
    for kind in ("worker", "assessor"):
        for id_ in ids:
            for at, why in everybody.records.erased((kind, id_)):
                if known_by is None or at <= known_by:
                    yield Erased(kind, id_, at, why["by"], why["reason"])


def _in_catalogue(everybody: Everybody, person: Person) -> tuple[str, ...]:
    """Return the lines of the catalogue that name somebody; an id alone may be anything there."""
    if not person.name:
        return ()
    by_name = Person((), person.name)
    return tuple(line.strip() for line in everybody.catalogue.written().splitlines() if by_name.is_told_of(line))


def _finding(
    person: Person, own: tuple[Held, ...], elsewhere: tuple[Elsewhere, ...], more: list[str], erased: tuple[Erased, ...]
) -> Finding:
    who = f"{person.name} ({person.ids[0]})" if person.name else person.ids[0]
    beside = (", and what is kept beside the records" if more else "") + (", and that it was erased" if erased else "")
    mine, others = _many(len(own), "entry", "entries"), _many(len(elsewhere), "entry", "entries")
    says = f"Held about {who}: {mine} of their own, {others} in others' records{beside}"
    if not own and not elsewhere and not more and not erased:
        return Finding(CANNOT_TELL, f"Nothing is held about {who}")
    return Finding(MET, says, tuple(held.entry.id for held in own), ())


def _many(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"


def _stamp(entry: Entry) -> tuple[str, str]:
    return instant(entry.recorded_at) if entry.recorded_at else "", entry.recorded_by or ""


def _says(fields: Mapping[str, Any], record: str = "") -> str:
    told = (f"{name}: {_said(value)}" for name, value in fields.items() if name not in {*_ELSEWHERE, record})
    return "; ".join(told)


def _said(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
