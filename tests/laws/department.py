"""The made-up department the laws are tried in, and every question one can ask of it."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sw_competency.catalogue import load, read_layer
from sw_competency.dates import Moment
from sw_competency.judge import Records
from sw_competency.model import Answer, Entry
from sw_competency.questions import Questions
from sw_competency.testing.strategies import Department

CATALOGUE = load(read_layer(Path(__file__).parent / "catalogue.toml"))
DEPARTMENT = Department(CATALOGUE)
SPRING = Department(CATALOGUE, last=date(2024, 5, 5))  # a shorter time, where every single day is tried
END = datetime.max.replace(tzinfo=UTC)


def asked(entries: Iterable[Entry], as_of: date, known_by: datetime | None = None) -> Questions:
    """Put entries on record as they come, and ask about a day."""
    by_owner: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        by_owner.setdefault(entry.owner, []).append(entry)
    records = Records(lambda owner: by_owner.get(owner, ()), known_by)
    workers = sorted(name for kind, name in by_owner if kind == "worker")
    return Questions(records, CATALOGUE, Moment(as_of, known_by or END), lambda: workers)


def every_answer(questions: Questions, worker: str) -> list[Answer[Any]]:
    """Ask everything there is to ask about a worker."""
    c = questions.catalogue
    return [
        *(questions.status(worker, name) for name in c.competencies),
        *(questions.may(worker, name) for name in c.competencies),
        *(questions.may(worker, name, "ct", "pump-3", "main") for name in c.competencies),
        *(questions.rebanding(worker, name) for name in c.rules),
        *(questions.since(worker, name) for name in c.rules),
        *(questions.path(worker, name) for name in c.tiers),
        *(questions.counts(worker, given.id) for given in given_to(questions, worker)),
        questions.outside_scope(worker),
        questions.unused(worker),
        *questions.progress(worker),
        *questions.scope(worker),
    ]


def given_to(questions: Questions, worker: str) -> list[Entry]:
    """Return all sign-offs and prior learning of a worker up to the day asked about."""
    entries = questions.records.worker(worker).at(questions.moment.as_of).entries
    return [e for e in entries if e.kind in {"sign-off", "prior-learning"}]


def everything(entries: Iterable[Entry], as_of: date, known_by: datetime | None = None) -> list[dict[str, Any]]:
    """Return all answers about both workers as plain values."""
    questions = asked(entries, as_of, known_by)
    return [answer.to_json() for worker in DEPARTMENT.workers for answer in every_answer(questions, worker)]
