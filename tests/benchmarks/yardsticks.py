"""The yardsticks: what a plain program, or another library, needs for the same work."""

import sqlite3
from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from sw_competency.model import Appointment, Entry, Practice, Registration, SignOff, Training, Withdrawal
from tests.benchmarks.records import AS_OF, COMPETENCIES, COUNTED, SUPERVISED


class SQLite:
    """A SQLite file with one durable commit an entry (WAL, synchronous=FULL)."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute("PRAGMA journal_mode=WAL")
        self.connection.execute("PRAGMA synchronous=FULL")
        self.connection.execute("CREATE TABLE entry (worker TEXT, id TEXT, doc BLOB, PRIMARY KEY (worker, id))")

    def fill(self, rows: Iterable[tuple[str, str, bytes]]) -> None:
        """Put many rows in, in one transaction."""
        self.connection.execute("BEGIN")
        self.connection.executemany("INSERT INTO entry VALUES (?, ?, ?)", rows)
        self.connection.execute("COMMIT")

    def append(self, worker: str, name: str, doc: bytes) -> None:
        """Put one row in, durably."""
        self.connection.execute("INSERT INTO entry VALUES (?, ?, ?)", (worker, name, doc))

    def read(self, worker: str) -> list[Any]:
        """Find the rows of one worker by the index, and decode each."""
        found = self.connection.execute("SELECT doc FROM entry WHERE worker = ?", (worker,))
        return [msgspec.json.decode(doc) for (doc,) in found]


class _Line(msgspec.Struct, frozen=True, tag_field="kind"):
    on: date
    id: str
    recorded_at: datetime
    note: str | None = None


class _Of(_Line, frozen=True):
    worker: str = ""


class _Appointment(_Of, frozen=True, tag="appointment"):
    site: str = ""
    tier: str = ""
    title: str | None = None
    deployment: str | None = None
    modalities: tuple[str, ...] = ()
    wte: float | None = None


class _Training(_Of, frozen=True, tag="training"):
    programme: str = ""
    outcome: str = ""
    provider: str | None = None


class _Practice(_Of, frozen=True, tag="practice"):
    competency: str = ""
    outcome: str = ""
    modality: str | None = None
    supervisor: str | None = None
    supervision: str | None = None


class _Assessment(_Of, frozen=True, tag="assessment"):
    competency: str = ""
    assessor: str = ""
    outcome: str = ""


class _SignOff(_Of, frozen=True, tag="sign-off"):
    competency: str = ""
    assessor: str = ""


class _Withdrawal(_Of, frozen=True, tag="withdrawal"):
    competency: str | None = None
    by: str = ""


_UNION = _Appointment | _Training | _Practice | _Assessment | _SignOff | _Withdrawal
struct_lines = msgspec.json.Decoder(_UNION).decode_lines


def months_later(day: date, months: int) -> date:
    """The corresponding date so many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def plain_fold(entries: Sequence[Entry], registered: dict[str, Registration]) -> bool:  # noqa: C901
    """Say yes or no, in one pass over entries in the order of days, as a program would that knows only this rule."""
    tier, since = None, None
    trained: dict[str, date] = {}
    done: dict[str, list[date]] = {}
    signed: dict[str, date] = {}
    for e in entries:
        match e:
            case Practice():
                if e.outcome == "successful" and e.supervision in {"direct", "indirect"} and e.supervisor != e.worker:
                    done.setdefault(e.competency, []).append(e.on)
            case Training():
                if e.outcome == "completed":
                    trained[e.programme] = months_later(e.on, 36)
            case SignOff():
                known = registered.get(e.assessor)
                covered = known is not None and known.on <= e.on and (known.until is None or e.on <= known.until)
                course = trained.get(f"course-{e.competency[5:]}")
                enough = len(done.get(e.competency, ())) >= SUPERVISED
                if covered and enough and course and course >= e.on and e.assessor != e.worker:
                    signed[e.competency] = e.on
            case Withdrawal():
                signed.pop(e.competency or "", None)
            case Appointment():
                tier, since = e.tier, e.on
    if tier != "b2" or since is None or months_later(since, 12) > AS_OF or len(done.get(COUNTED, ())) < 6:
        return False
    for n in range(COMPETENCIES):
        name = f"task-{n}"
        on = signed.get(name)
        if on is None or months_later(on, 36) < AS_OF:
            return False
        if name == COUNTED and months_later(on, 12) < AS_OF:
            edge = months_later(AS_OF, -12)
            if sum(day > edge for day in done.get(name, ())) < 2:
                return False
    return True
