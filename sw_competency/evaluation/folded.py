"""A training record folded once: its entries by what they are about, each list in the order of days."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from sw_competency.dates import ONE_DAY
from sw_competency.model import (
    Absence,
    Appointment,
    Approval,
    Assessment,
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
    SignOff,
    Training,
    Vacancy,
    Withdrawal,
    as_known,
)
from sw_competency.rules import Given

Owner = tuple[str, str]
E = TypeVar("E", bound=Entry)


def up_to(entries: Sequence[E], day: date) -> Sequence[E]:
    """Give the entries of a list up to a day; the list is in the order of days."""
    if not entries or entries[-1].on <= day:
        return entries
    return entries[: bisect_right(entries, day, key=lambda e: e.on)]


class FoldedRecord:
    """One worker's training record as known, gone through once.

    Args:
        worker: whose it is.
        entries: the entries as known, in the order of days (`model.as_known`).
    """

    __slots__ = (
        "_place", "absences", "appointments", "approvals", "assessments", "countersignatures", "entries", "given",
        "leavings", "practice", "practised", "qualifications", "rebandings", "reinstatements", "requests",
        "self_assessments", "trainings", "withdrawals", "withdrawn", "worker",
    )  # fmt: skip

    def __init__(self, worker: str, entries: Sequence[Entry]) -> None:
        self.worker, self.entries = worker, entries
        self._place: dict[int, int] | None = None
        self.appointments: list[Appointment] = []
        self.leavings: list[Leaving] = []
        self.absences: list[Absence] = []
        self.qualifications: list[Qualification] = []
        self.approvals: list[Approval] = []
        self.rebandings: list[Rebanding] = []
        self.requests: list[Request] = []
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
            elif kind is Training:
                trainings[entry.programme].append(entry)
            else:
                _FOLD[kind](self, entry)
        if self.withdrawals:
            self.withdrawn = frozenset([w.competency for w in self.withdrawals])

    def may_be_closed(self, competency: str) -> bool:
        """Tell whether a withdrawal or suspension of a competency, or of all, is on record at all."""
        return competency in self.withdrawn or None in self.withdrawn

    def absences_on(self, day: date) -> list[Absence]:
        """Give the absences that run on a day."""
        return [a for a in up_to(self.absences, day) if a.until is None or a.until >= day]

    @property
    def place(self) -> dict[int, int]:
        """The place of each entry in the order of the record, by its identity."""
        if self._place is None:
            self._place = {id(e): index for index, e in enumerate(self.entries)}
        return self._place

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
    """A registration or vacancy stands in a record of its own."""


_FOLD: dict[type[Entry], Callable[[FoldedRecord, Any], None]] = {
    Appointment: _listed("appointments"),
    Leaving: _listed("leavings"),
    Absence: _listed("absences"),
    Qualification: _listed("qualifications"),
    Approval: _listed("approvals"),
    Rebanding: _listed("rebandings"),
    Request: _listed("requests"),
    Withdrawal: _listed("withdrawals"),
    Reinstatement: _listed("reinstatements"),
    Assessment: _filed("assessments", "competency"),
    SelfAssessment: _filed("self_assessments", "competency"),
    Countersignature: _filed("countersignatures", "sign_off"),
    Registration: _elsewhere,
    Vacancy: _elsewhere,
}


def away(absences: Iterable[Absence], reasons: Sequence[str] | None = None) -> list[tuple[date, date]]:
    """Give the times away, for those reasons or any: absences that overlap or adjoin are one."""
    merged: list[tuple[date, date]] = []
    for absence in absences:
        if reasons is not None and absence.reason not in reasons:
            continue
        last = absence.until or date.max
        if merged and (merged[-1][1] == date.max or absence.on <= merged[-1][1] + ONE_DAY):
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((absence.on, last))
    return merged


class Round:
    """Sign-offs that rest on each other, being judged together.

    Args of a mark: which judge, competency, place and time.
    """

    __slots__ = ("assumed", "circular", "judged", "judging", "rounds")

    def __init__(self) -> None:
        self.judging: set[Any] = set()
        self.judged: dict[Any, tuple[Any, Any, Any]] = {}  # in this round: the judge, its key, the result
        self.assumed: dict[Any, Any] = {}  # what came of the round before
        self.circular = False
        self.rounds = 0

    def settled(self) -> bool:
        """Tell whether the round changed nothing, and keep its results; else make ready for the next round."""
        before = {mark: result.outcome for mark, result in self.assumed.items()}
        now = {mark: result.outcome for mark, (_, _, result) in self.judged.items()}
        again = self.circular and before != now and self.rounds <= len(now) + 1
        if not again:
            for judge, key, result in self.judged.values():
                judge.keep(key, result)
        self.assumed = {mark: result for mark, (_, _, result) in self.judged.items()} if again else {}
        self.rounds = self.rounds + 1 if again else 0
        self.judged, self.circular = {}, False
        return not again


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
        self._read, self.known_by, self.not_entitled = read, known_by, not_entitled or {}
        self._workers: dict[str, FoldedRecord] = {}
        self.known_registrations: dict[str, Sequence[Registration]] = {}
        self._vacancies: dict[str, Sequence[Vacancy]] = {}
        self.judges: dict[Any, Any] = {}
        self.plans: dict[Any, Any] = {}  # what is asked of a sign-off, by competency and version
        self.round = Round()

    def worker(self, worker: str) -> FoldedRecord:
        """Give a worker's record; an empty one where nothing is recorded."""
        if worker not in self._workers:
            self._workers[worker] = self.fold(worker, self._read(("worker", worker)))
        return self._workers[worker]

    def forget(self) -> None:
        """Let go of all workers' records and of what was worked out about them; assessors and sites stay."""
        self._workers.clear()
        self.judges.clear()

    def without(self, not_entitled: Mapping[str, tuple[date, date]]) -> "Records":
        """Give the same records in a world in which some assessors were not entitled, from one day to another."""
        return Records(self._read, self.known_by, not_entitled)

    def with_entry(self, entry: Entry) -> "Records":
        """Give the same records in a world in which one more entry stands at the end of them."""
        return Records(
            lambda owner: [*self._read(owner), entry] if owner == entry.owner else self._read(owner),
            self.known_by, self.not_entitled,
        )  # fmt: skip

    def fold(self, worker: str, entries: Iterable[Entry]) -> FoldedRecord:
        """Fold entries already at hand, without keeping them."""
        return FoldedRecord(worker, as_known(entries, self.known_by))

    def registrations(self, assessor: str) -> Sequence[Registration]:
        """Give the registrations of an assessor."""
        if assessor not in self.known_registrations:
            known = as_known(self._read(("assessor", assessor)), self.known_by)
            self.known_registrations[assessor] = [e for e in known if isinstance(e, Registration)]
        return self.known_registrations[assessor]

    def vacancies(self, site: str) -> Sequence[Vacancy]:
        """Give the vacancies of a site."""
        if site not in self._vacancies:
            known = as_known(self._read(("site", site)), self.known_by)
            self._vacancies[site] = [e for e in known if isinstance(e, Vacancy)]
        return self._vacancies[site]
