"""A training record folded once: its entries by what they are about, each list in the order of days."""

import threading
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, TypeVar

from sw_competency.dates import ONE_DAY
from sw_competency.errors import StoreDamagedError
from sw_competency.model import (
    Absence,
    Appointment,
    Approval,
    Assessment,
    BandingClaim,
    Countersignature,
    Entry,
    Leaving,
    Practice,
    PriorLearning,
    Qualification,
    Rebanding,
    Registration,
    Reinstatement,
    Request,
    SelfAssessment,
    Session,
    SignOff,
    SignOffRequest,
    Training,
    Vacancy,
    Withdrawal,
    as_known,
    loose_key,
    recorded,
)
from sw_competency.rules import Given

Owner = tuple[str, str]
E = TypeVar("E", bound=Entry)


def up_to(entries: Sequence[E], day: date) -> Sequence[E]:
    """Return the entries of a list up to a day; the list is in the order of days."""
    if not entries or entries[-1].on <= day:
        return entries
    return entries[: bisect_right(entries, day, key=lambda e: e.on)]


class FoldedRecord:
    """One worker's training record as known, gone through once.

    Args:
        worker: whose it is.
        entries: the entries as known, in the order of days (`model.as_known`).
        written: all entries in the order in which they were written; left out, that of days.
    """

    __slots__ = (
        "__weakref__", "_about", "_away", "_indexes", "_orders", "_place", "_written", "_written_at",
        "absences", "appointments", "approvals", "assessments", "claims", "countersignatures", "entries", "given",
        "leavings", "papers", "practice", "practised", "qualifications", "rebandings", "reinstatements", "requests",
        "self_assessments", "sessions", "sign_off_requests", "trainings", "withdrawals", "withdrawn", "worker",
    )  # fmt: skip

    def __init__(self, worker: str, entries: Sequence[Entry], written: Sequence[Entry] = ()) -> None:
        self.worker, self.entries, self._written = worker, entries, written
        self._place: dict[int, int] | None = None
        self._about: dict[str | None, date] | None = None
        self._away: dict[tuple[str, ...] | None, list[tuple[date, date]]] = {}
        self._orders: dict[str, Sequence[int]] = {}
        self.papers = False  # whether any sign-off was brought from elsewhere, and may stand on another day
        self._indexes: dict[int, int] | None = None
        self._written_at: dict[str, int] | None = None
        self.appointments: list[Appointment] = []
        self.leavings: list[Leaving] = []
        self.absences: list[Absence] = []
        self.qualifications: list[Qualification] = []
        self.approvals: list[Approval] = []
        self.rebandings: list[Rebanding] = []
        self.requests: list[Request] = []
        self.claims: list[BandingClaim] = []
        self.sessions: list[Session] = []
        self.sign_off_requests: list[SignOffRequest] = []
        self.practised: list[Practice] = []
        self.withdrawals: list[Withdrawal] = []
        self.withdrawn: frozenset[str | None] = frozenset()  # what they are about; None for all
        self.reinstatements: list[Reinstatement] = []
        self.trainings: defaultdict[str, list[Training]] = defaultdict(list)
        self.practice: defaultdict[str, list[Practice]] = defaultdict(list)
        self.assessments: defaultdict[str, list[Assessment]] = defaultdict(list)
        self.self_assessments: defaultdict[str, list[SelfAssessment]] = defaultdict(list)
        self.given: defaultdict[str, list[Given]] = defaultdict(list)
        self.countersignatures: defaultdict[str, list[Countersignature]] = defaultdict(list)
        practised, practice, given, trainings = self.practised, self.practice, self.given, self.trainings
        entry: Any
        for entry in entries:  # the most frequent kinds first, and without a call: this runs for every entry there is
            kind = type(entry)
            if kind is Practice:
                practised.append(entry)
                practice[entry.competency].append(entry)
            elif kind is SignOff or kind is PriorLearning:
                given[entry.competency].append(entry)
                self.papers = self.papers or kind is PriorLearning
            elif kind is Training:
                trainings[entry.programme].append(entry)
            else:
                _FOLD.get(kind, _elsewhere)(self, entry)
        if self.withdrawals:
            self.withdrawn = frozenset([w.competency for w in self.withdrawals])

    @property
    def written(self) -> Sequence[Entry]:
        """All entries in the order in which they were written, corrections and all."""
        return self._written

    def may_be_closed(self, competency: str) -> bool:
        """Tell whether a withdrawal or suspension of a competency, or of all, is on record at all."""
        return competency in self.withdrawn or None in self.withdrawn

    def absences_on(self, day: date) -> list[Absence]:
        """Return the absences that run on a day."""
        return [a for a in up_to(self.absences, day) if a.until is None or a.until >= day]

    def away(self, reasons: tuple[str, ...] | None = None) -> Sequence[tuple[date, date]]:
        """Return the times away, for those reasons or any: absences that overlap or adjoin are one."""
        known = self._away.get(reasons)
        if known is None:
            named = None if reasons is None else {reason.casefold() for reason in reasons}
            known = []
            for absence in self.absences:
                if named is not None and absence.reason.casefold() not in named:
                    continue
                last = absence.until or date.max
                if known and (known[-1][1] == date.max or absence.on <= known[-1][1] + ONE_DAY):
                    known[-1] = (known[-1][0], max(known[-1][1], last))
                else:
                    known.append((absence.on, last))
            self._away[reasons] = known
        return known

    @property
    def place(self) -> dict[int, int]:
        """The place of each entry in the order of the record, by its identity."""
        if self._place is None:
            self._place = {id(e): index for index, e in enumerate(self.entries)}
        return self._place

    def first_about(self, competency: str) -> date | None:
        """Return the first day on which anything about a competency, or about all, is on record."""
        if self._about is None:
            about: dict[str | None, date] = {}
            for entry in self.entries:
                if hasattr(entry, "competency"):
                    about.setdefault(entry.competency, entry.on)
            self._about = about
        days = [day for day in (self._about.get(competency), self._about.get(None)) if day is not None]
        return min(days, default=None)

    # -- the order of sign-offs: prior learning stands where it was signed, and is not seen before it was accepted ---

    @staticmethod
    def stands(given: Given) -> date:
        """The day on which a sign-off stands among sign-offs, withdrawals and assessments."""
        return given.signed_first if type(given) is PriorLearning else given.on

    def came_after(self, given: Given, other: Entry) -> bool:
        """Tell whether a sign-off stands after something of the same record: of one day, what was recorded last."""
        return self._stamp(given) > self._stamp(other)

    def _stamp(self, entry: Entry) -> tuple[date, datetime, int]:
        if self._written_at is None:
            self._written_at = {e.id: place for place, e in enumerate(self._written or self.entries)}
        day = entry.signed_first if isinstance(entry, PriorLearning) else entry.on
        return day, recorded(entry), self._written_at[entry.id]

    def order(self, competency: str) -> Sequence[int]:
        """Return the places of the sign-offs of a competency, in the order in which they stand."""
        known = self._orders.get(competency)
        if known is None:
            given = self.given.get(competency, ())
            known = range(len(given))
            if any(type(one) is PriorLearning for one in given):
                known = sorted(known, key=lambda index: self._stamp(given[index]))
            self._orders[competency] = known
        return known

    def seen(self, competency: str, day: date) -> Sequence[int]:
        """Give the places of the sign-offs of a competency that are seen by a day, in the order in which they stand."""
        given = self.given.get(competency)
        if not given:
            return ()
        order = self.order(competency) if self.papers else range(len(given))
        if given[-1].on <= day:
            return order
        if type(order) is range:
            return order[: bisect_right(given, day, key=lambda one: one.on)]
        return [index for index in order if given[index].on <= day]

    def before(self, signing: Given, day: date) -> Sequence[int]:
        """Return the places of the sign-offs of the same competency that stand before one, as seen by a day."""
        seen, at = self.seen(signing.competency, day), self.index_of(signing)
        if at is None:
            return seen
        return seen[: at if type(seen) is range else seen.index(at)]

    def index_of(self, signing: Given) -> int | None:
        """Return the place of a sign-off among those of its competency; None of one that is not on record."""
        if self._indexes is None:
            self._indexes = {id(one): index for given in self.given.values() for index, one in enumerate(given)}
        return self._indexes.get(id(signing))

    def competencies(self, day: date) -> list[str]:
        """Name every competency the record says anything about by a day."""
        tables = (self.given, self.practice, self.assessments, self.self_assessments)
        named = {name for table in tables for name, rows in table.items() if rows and rows[0].on <= day}
        named |= {w.competency for w in self.withdrawals if w.competency and w.on <= day}
        return sorted(named | {r.competency for r in self.requests if r.on <= day})


def _filed(table: str, key: str) -> Callable[[FoldedRecord, Any], None]:
    def file(record: FoldedRecord, entry: Any) -> None:
        getattr(record, table)[getattr(entry, key)].append(entry)

    return file


def _listed(table: str) -> Callable[[FoldedRecord, Any], None]:
    def put(record: FoldedRecord, entry: Any) -> None:
        getattr(record, table).append(entry)

    return put


def _elsewhere(record: FoldedRecord, entry: Any) -> None:
    """A registration or vacancy stands in a record of its own; what no judgement asks about is only kept."""


_FOLD: dict[type[Entry], Callable[[FoldedRecord, Any], None]] = {
    Appointment: _listed("appointments"),
    Leaving: _listed("leavings"),
    Absence: _listed("absences"),
    Qualification: _listed("qualifications"),
    Approval: _listed("approvals"),
    Rebanding: _listed("rebandings"),
    Request: _listed("requests"),
    BandingClaim: _listed("claims"),
    Session: _listed("sessions"),
    SignOffRequest: _listed("sign_off_requests"),
    Withdrawal: _listed("withdrawals"),
    Reinstatement: _listed("reinstatements"),
    Assessment: _filed("assessments", "competency"),
    SelfAssessment: _filed("self_assessments", "competency"),
    Countersignature: _filed("countersignatures", "sign_off"),
    Registration: _elsewhere,
    Vacancy: _elsewhere,
}


class _Rows(threading.local):
    """Of this thread: how many sign-offs call each other, and what the answer being made has looked at."""

    depth = 0
    looked_at: set[str] | None = None  # workers
    unread: set[Owner] | None = None  # records that could not be read


def _unknown(owner: Owner) -> Mapping[str, datetime]:  # noqa: ARG001 - of records that are in no store
    return {}


class Records:
    """The training records an answer may need, as known at one instant, each read and folded once.

    Args:
        read: gives all entries of one record, by its owner; the judge itself opens no file.
        known_by: the instant; None for everything.
        not_entitled: assessors taken as not entitled from one day to another, for the question what rests on them.
    """

    def __init__(
        self,
        read: Callable[[Owner], Iterable[Entry]],
        known_by: datetime | None = None,
        not_entitled: Mapping[str, tuple[date, date]] | None = None,
    ) -> None:
        self._stored, self.known_by, self.not_entitled = read, known_by, not_entitled or {}
        self.damage: dict[Owner, str] = {}  # of records that could not be read, what is wrong with them
        self.unread: dict[Owner, str] = {}  # those of them that these records came upon
        self._rests: defaultdict[str, set[Owner]] = defaultdict(set)  # what could not be read for each worker's answers
        self._workers: dict[str, FoldedRecord] = {}
        self.known_registrations: dict[str, Sequence[Registration]] = {}
        self._vacancies: dict[str, Sequence[Vacancy]] = {}
        self.judges: dict[Any, Any] = {}
        self.plans: dict[Any, Any] = {}  # what is asked of a sign-off, with what it was worked out from
        self.rows = _Rows()
        self.owners: Callable[[str], Iterable[str]] | None = None  # names everybody of whom there is a record
        self.received: Callable[[Owner], Mapping[str, datetime]] = _unknown  # when the store took each entry in
        self.up_to: date | None = None  # the day that was named, where one was: a record as written may look ahead
        self._alike: dict[str, dict[str, list[str]]] = {}

    def looks_like(self, kind: str, name: str) -> list[str]:
        """Name those on record whose ids differ from one only in what is not seen, capitals or zeros."""
        if self.owners is None:
            return []
        if kind not in self._alike:
            self._alike[kind] = {}
            for each in self.owners(kind):
                self._alike[kind].setdefault(loose_key(each), []).append(each)
        return [each for each in self._alike[kind].get(loose_key(name), ()) if each != name]

    def written(self, owner: Owner) -> list[Entry]:
        """Return a record as it was written, what lies ahead too unless a day was named.

        Raises:
            StoreDamagedError: it cannot be read.
        """
        known = [e for e in self._stored(owner) if self.known_by is None or recorded(e) <= self.known_by]
        return [e for e in known if self.up_to is None or e.on <= self.up_to]

    def _read(self, owner: Owner) -> Iterable[Entry]:
        """Read a record; one that is damaged says nothing, and that is kept in mind: of it nobody can tell."""
        try:
            return self._stored(owner)
        except StoreDamagedError as error:
            self.damage[owner] = self.unread[owner] = str(error)
            return ()

    def unreadable(self, worker: str) -> str | None:
        """Say what is wrong with a worker's record, where it cannot be read."""
        self.worker(worker)
        return self.unread.get(("worker", worker))

    def is_unread(self, kind: str, name: str) -> bool:
        """Tell whether a record that was looked at could not be read."""
        return (kind, name) in self.unread

    def note(self, owner: Owner) -> None:
        """Note that the answer being made looked at a record."""
        if self.rows.looked_at is None or self.rows.unread is None:
            return
        if owner[0] == "worker":
            self.rows.looked_at.add(owner[1])
        if owner in self.unread:
            self.rows.unread.add(owner)

    @contextmanager
    def noting(self) -> Iterator[dict[Owner, str]]:
        """Note, while one answer is made, which records it would rest on that cannot be read; filled in at the end.

        What was worked out before about somebody it looks at rests on what that did.
        """
        rows, outer = self.rows, (self.rows.looked_at, self.rows.unread)
        found: dict[Owner, str] = {}
        rows.looked_at, rows.unread = looked_at, unread = set[str](), set[Owner]()
        try:
            yield found
        finally:
            rows.looked_at, rows.unread = outer
            if self.unread:
                unread = unread.union(*(self._rests[worker] for worker in looked_at))
                for worker in looked_at & self._workers.keys() if unread else ():
                    self._rests[worker] |= unread
                found |= {owner: self.unread[owner] for owner in sorted(unread)}
            if rows.looked_at is not None and rows.unread is not None:
                rows.looked_at |= looked_at
                rows.unread |= unread

    def worker(self, worker: str) -> FoldedRecord:
        """Return a worker's record; an empty one where nothing is recorded."""
        known = self._workers.get(worker)
        if known is None:  # of two threads that fold it, both go on with the one that came first
            known = self._workers.setdefault(worker, self.fold(worker, self._read(("worker", worker))))
        self.note(("worker", worker))
        return known

    def forget(self) -> None:
        """Let go of all workers' records and of what was worked out about them; assessors and sites stay."""
        self._workers.clear()
        self.judges.clear()
        self._rests.clear()

    def without(self, not_entitled: Mapping[str, tuple[date, date]]) -> "Records":
        """Return the same records in a world in which some assessors were not entitled, from one day to another."""
        return self._sharing(Records(self._stored, self.known_by, not_entitled))

    def with_entry(self, entry: Entry) -> "Records":
        """Return the same records in a world in which one more entry stands at the end of them."""
        return self._sharing(Records(
            lambda owner: [*self._stored(owner), entry] if owner == entry.owner else self._stored(owner),
            self.known_by, self.not_entitled,
        ))  # fmt: skip

    def known(self, known_by: datetime) -> "Records":
        """Return the same records as they were known at another instant."""
        return self._sharing(Records(self._stored, known_by, self.not_entitled))

    def _sharing(self, other: "Records") -> "Records":
        other.damage, other.unread, other.rows = self.damage, self.unread, self.rows
        return other

    def fold(self, worker: str, entries: Iterable[Entry]) -> FoldedRecord:
        """Fold entries already at hand, without keeping them."""
        written = list(entries)
        return FoldedRecord(worker, as_known(written, self.known_by), written)

    def registrations(self, assessor: str) -> Sequence[Registration]:
        """Return the registrations of an assessor."""
        owner = ("assessor", assessor)
        known = self.known_registrations.get(assessor)
        if known is None:
            entries = () if owner in self.unread else as_known(self._read(owner), self.known_by)
            known = [e for e in entries if isinstance(e, Registration)]
            if owner not in self.unread:  # of one that is, every answer is to be noted
                self.known_registrations[assessor] = known
        self.note(owner)
        return known

    def vacancies(self, site: str) -> Sequence[Vacancy]:
        """Return the vacancies of a site."""
        known = self._vacancies.get(site)
        if known is None:
            entries = as_known(self._read(("site", site)), self.known_by)
            known = self._vacancies[site] = [e for e in entries if isinstance(e, Vacancy)]
        self.note(("site", site))
        return known
