"""A training record folded once, and cut at a day: its entries by kind and by what they are about, in order of days."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import Any, Generic, TypeVar

from sw_competency.dates import ONE_DAY
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
    recorded,
)
from sw_competency.rules import Given

E = TypeVar("E", bound=Entry)


def up_to(entries: Sequence[E], day: date) -> Sequence[E]:
    """Return the entries of a list up to a day; the list is in the order of days."""
    if not entries or entries[-1].on <= day:
        return entries
    return entries[: bisect_right(entries, day, key=lambda e: e.on)]


class FoldedRecord:
    """One training record as known, a worker's, an assessor's or a site's, gone through once.

    What stood at the end of a day is asked of `at`, and with it nobody needs to leave out what came later.

    Args:
        worker: whose it is.
        entries: the entries as known, in the order of days (`model.as_known`).
        written: all entries in the order in which they were written; left out, that of days.
    """

    __slots__ = (
        "__weakref__", "_about", "_away", "_indexes", "_orders", "_place", "_written_at",
        "all_given", "all_practice", "entries", "kinds", "tables", "worker", "written",
    )  # fmt: skip

    def __init__(self, worker: str, entries: Sequence[Entry], written: Sequence[Entry] = ()) -> None:
        self.worker, self.entries, self.written = worker, entries, written
        kinds: defaultdict[type[Entry], list[Any]] = defaultdict(list)
        for entry in entries:
            kinds[type(entry)].append(entry)
        self.kinds = dict(kinds)
        self.tables: dict[tuple[type[Entry], ...], Mapping[str, list[Any]]] = {}
        self.all_given: Mapping[str, list[Given]] = self.named(_GIVEN, "competency")
        self.all_practice: Mapping[str, list[Practice]] = self.named((Practice,), "competency")
        self._place: dict[int, int] | None = None
        self._about: dict[str | None, date] | None = None
        self._away: dict[tuple[str, ...] | None, Sequence[tuple[date, date]]] = {}
        self._orders: dict[str, Sequence[int]] = {}
        self._indexes: dict[int, int] | None = None
        self._written_at: dict[str, int] | None = None

    def at(self, day: date) -> "Snapshot":
        """Return the record as it stood at the end of a day."""
        return Snapshot(self, day)

    @property
    def whole(self) -> "Snapshot":
        """The record with all that lies ahead."""
        return Snapshot(self, date.max)

    def of_kind(self, kind: type[E], day: date) -> Sequence[E]:
        """Return the entries of a kind up to a day."""
        rows: Sequence[E] = self.kinds.get(kind, ())
        return up_to(rows, day) if rows and rows[-1].on > day else rows

    def practice_up_to(self, competency: str, day: date) -> Sequence[Practice]:
        """Return the practice of a competency up to a day."""
        rows: Sequence[Practice] = self.all_practice.get(competency, ())
        return up_to(rows, day) if rows and rows[-1].on > day else rows

    def named(self, kinds: tuple[type[Entry], ...], field: str) -> Mapping[str, list[Any]]:
        """Return all entries of some kinds by what a field of theirs names, those as well that lie ahead."""
        known = self.tables.get(kinds)
        if known is None:
            rows: Sequence[Entry] = self.kinds.get(kinds[0], ())
            if len(kinds) > 1 and not self.kinds.keys().isdisjoint(kinds[1:]):
                rows = [e for e in self.entries if type(e) in kinds]
            found: defaultdict[str, list[Any]] = defaultdict(list)
            for name, entry in zip(map(attrgetter(field), rows), rows, strict=True):
                found[name].append(entry)
            known = self.tables[kinds] = dict(found)
        return known

    def sign_off(self, competency: str, index: int) -> Given:
        """Return the sign-off at a place among those of its competency."""
        return self.all_given[competency][index]

    def away(self, reasons: tuple[str, ...] | None = None) -> Sequence[tuple[date, date]]:
        """Return the times away, for those reasons or any: absences that overlap or adjoin are one."""
        known = self._away.get(reasons)
        if known is None:
            named = None if reasons is None else {reason.casefold() for reason in reasons}
            known = self._away[reasons] = _joined(
                (absence.on, absence.until or date.max)
                for absence in self.of_kind(Absence, date.max)
                if named is None or absence.reason.casefold() in named
            )
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
    def stands(entry: Entry) -> date:
        """The day on which a sign-off, or whatever else, stands among sign-offs, withdrawals and assessments."""
        return entry.signed_first if type(entry) is PriorLearning else entry.on

    def came_after(self, given: Given, other: Entry) -> bool:
        """Tell whether a sign-off stands after something of the same record: of one day, what was recorded last."""
        day, others = self.stands(given), self.stands(other)
        return day > others if day != others else self._stamp(given) > self._stamp(other)

    def _stamp(self, entry: Entry) -> tuple[date, datetime, int]:
        if self._written_at is None:
            self._written_at = {e.id: place for place, e in enumerate(self.written or self.entries)}
        return self.stands(entry), recorded(entry), self._written_at[entry.id]

    def order(self, competency: str) -> Sequence[int]:
        """Return the places of the sign-offs of a competency, in the order in which they stand."""
        known = self._orders.get(competency)
        if known is None:
            given = self.all_given.get(competency, ())
            known = range(len(given))
            if any(type(one) is PriorLearning for one in given):
                known = sorted(known, key=lambda index: self._stamp(given[index]))
            self._orders[competency] = known
        return known

    def index_of(self, signing: Given) -> int | None:
        """Return the place of a sign-off among those of its competency; None of one that is not on record."""
        if self._indexes is None:
            self._indexes = {id(one): index for row in self.all_given.values() for index, one in enumerate(row)}
        return self._indexes.get(id(signing))


_GIVEN: tuple[type[Entry], ...] = (SignOff, PriorLearning)


def _joined(times: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    out: list[tuple[date, date]] = []
    for first, last in times:
        if out and (out[-1][1] == date.max or first <= out[-1][1] + ONE_DAY):
            out[-1] = (out[-1][0], max(out[-1][1], last))
        else:
            out.append((first, last))
    return out


class _Kind(Generic[E]):
    """The entries of one kind up to the day of a snapshot."""

    def __init__(self, kind: type[E]) -> None:
        self.kind = kind

    def __set_name__(self, _: type["Snapshot"], name: str) -> None:
        self.name = name

    def __get__(self, snapshot: "Snapshot", _: type["Snapshot"]) -> Sequence[E]:
        rows: Sequence[E] = snapshot.record.kinds.get(self.kind, ())
        if rows and rows[-1].on > snapshot.day:
            return up_to(rows, snapshot.day)
        setattr(snapshot, self.name, rows)  # found there from now on; what is cut is not kept: days are many
        return rows


class ByName(Mapping[str, Sequence[E]]):
    """Entries up to a day by what they are about; a name that has none gives none, and is not gone over."""

    __slots__ = ("_day", "_rows")

    def __init__(self, rows: Mapping[str, Sequence[E]], day: date) -> None:
        self._rows, self._day = rows, day

    def __getitem__(self, name: str) -> Sequence[E]:
        rows = self._rows.get(name)
        if not rows or rows[-1].on <= self._day:
            return rows or ()
        return up_to(rows, self._day)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and bool(self[name])

    def __iter__(self) -> Iterator[str]:
        return (name for name, rows in self._rows.items() if rows[0].on <= self._day)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _Named(Generic[E]):
    """The entries of a kind by what a field names, up to the day of a snapshot."""

    def __init__(self, *kinds: type[E], by: str) -> None:
        self.kinds, self.by = kinds, by

    def __set_name__(self, _: type["Snapshot"], name: str) -> None:
        self.name = name

    def __get__(self, snapshot: "Snapshot", _: type["Snapshot"]) -> ByName[E]:
        record = snapshot.record
        rows = record.tables.get(self.kinds) or record.named(self.kinds, self.by)
        found = ByName(rows, snapshot.day)
        setattr(snapshot, self.name, found)
        return found


class Snapshot:
    """A record as it stood at the end of a day: whatever is asked of it had happened by then.

    Args:
        record: the record.
        day: the day.
    """

    appointments = _Kind(Appointment)
    leavings = _Kind(Leaving)
    absences = _Kind(Absence)
    qualifications = _Kind(Qualification)
    approvals = _Kind(Approval)
    rebandings = _Kind(Rebanding)
    requests = _Kind(Request)
    claims = _Kind(BandingClaim)
    sessions = _Kind(Session)
    sign_off_requests = _Kind(SignOffRequest)
    practised = _Kind(Practice)
    withdrawals = _Kind(Withdrawal)
    reinstatements = _Kind(Reinstatement)
    registrations = _Kind(Registration)  # in an assessor's record
    vacancies = _Kind(Vacancy)  # in a site's
    trainings = _Named(Training, by="programme")
    practice = _Named(Practice, by="competency")
    assessments = _Named(Assessment, by="competency")
    self_assessments = _Named(SelfAssessment, by="competency")
    given = _Named[Given](SignOff, PriorLearning, by="competency")
    countersignatures = _Named(Countersignature, by="sign_off")

    def __init__(self, record: FoldedRecord, day: date) -> None:
        self.record, self.day = record, day

    @property
    def entries(self) -> Sequence[Entry]:
        """All entries, in the order of days."""
        return up_to(self.record.entries, self.day)

    @property
    def posts(self) -> list[str | None]:
        """The names of the posts in which there was ever an appointment; None is the main one."""
        return list(dict.fromkeys(a.post for a in self.appointments))

    @property
    def absent(self) -> list[Absence]:
        """The absences that run on the day."""
        return [a for a in self.absences if a.until is None or a.until >= self.day]

    def away(self, reasons: tuple[str, ...] | None = None) -> Sequence[tuple[date, date]]:
        """Return the times away begun by the day, for those reasons or any: absences that overlap or adjoin are one."""
        times = self.record.away(reasons)
        return times if not times or times[-1][0] <= self.day else [t for t in times if t[0] <= self.day]

    def closing(self, competency: str) -> list[Withdrawal]:
        """Return the withdrawals and suspensions of a competency, or of all."""
        return [w for w in self.withdrawals if w.competency is None or w.competency == competency]

    def first_about(self, competency: str) -> date | None:
        """Return the first day on which anything about a competency, or about all, is on record."""
        first = self.record.first_about(competency)
        return first if first is not None and first <= self.day else None

    def seen(self, competency: str) -> Sequence[int]:
        """Give the places of the sign-offs of a competency, in the order in which they stand."""
        record = self.record
        given = record.all_given.get(competency)
        if not given:
            return ()
        order = record.order(competency) if PriorLearning in record.kinds else range(len(given))
        if given[-1].on <= self.day:
            return order
        if type(order) is range:
            return order[: len(up_to(given, self.day))]
        return [index for index in order if given[index].on <= self.day]

    def before(self, signing: Given) -> Sequence[int]:
        """Return the places of the sign-offs of the same competency that stand before one."""
        seen, at = self.seen(signing.competency), self.record.index_of(signing)
        if at is None:
            return seen
        return seen[: at if type(seen) is range else seen.index(at)]

    def competencies(self) -> list[str]:
        """Name every competency the record says anything about."""
        named = {
            name for table in (self.given, self.practice, self.assessments, self.self_assessments) for name in table
        }
        named |= {w.competency for w in self.withdrawals if w.competency}
        return sorted(named | {r.competency for r in self.requests})
