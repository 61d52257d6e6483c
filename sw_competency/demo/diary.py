"""How the demo writes a training record down: entry by entry, each recorded a little after it happened."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from sw_competency.dates import Moment, end_of
from sw_competency.demo.people import assessors_at
from sw_competency.demo.sites import Assessor, Worker
from sw_competency.model import Entry, parse_entry

AS_OF = date(2026, 3, 2)  # the day all pages are about, so that they are the same on every day they are built
RECORD_BEGINS = date(2024, 1, 8)  # before it there was paper
MOMENT = Moment(AS_OF, end_of(AS_OF))
_DELAYS = (0, 0, 0, 1, 1, 2, 4, 7)  # days between what happened and the note of it


def days(number: int) -> timedelta:
    """Return so many days."""
    return timedelta(days=number)


class Diary:
    """One record as it is written, with the chances of a life that is always the same.

    Args:
        worker: whose record it is.
    """

    def __init__(self, worker: Worker) -> None:
        self.worker = worker
        self.chance = Random(f"sw-competency demo {worker.id}")  # noqa: S311  # for the same people every time
        self.assessors = assessors_at(worker.site)
        self._lines: list[dict[str, Any]] = []
        self._away: list[tuple[date, date]] = []

    def write(self, kind: str, on: date, late: int | None = None, noted_by: str | None = None, **fields: Any) -> str:
        """Write an entry down, so many days late, and give its id."""
        delay = self.chance.choice(_DELAYS) if late is None else late
        hour = time(8 + self.chance.randrange(9), self.chance.randrange(60))
        noted = max(datetime.combine(on + days(delay), hour, UTC), datetime.combine(RECORD_BEGINS, hour, UTC))
        noted = min(noted, MOMENT.known_by - timedelta(hours=6))
        line = {
            "kind": kind, "id": f"{self.worker.id}-{len(self._lines) + 1:03}", "worker": self.worker.id, "on": on,
            "recorded_at": noted, "recorded_by": noted_by or self.manager.id, **fields,
        }  # fmt: skip
        self._lines.append(line)
        if kind == "absence":
            self._away.append((on, fields.get("until") or date.max))
        return str(line["id"])

    def is_away(self, day: date) -> bool:
        """Tell whether the worker is absent on a day."""
        return any(first <= day <= last for first, last in self._away)

    def present(self, day: date) -> date:
        """Return the day, or where the worker is absent on it, one soon after coming back."""
        for first, last in self._away:
            if first <= day <= last < date.max:
                return last + days(self.chance.randrange(2, 7))
        return day

    @property
    def manager(self) -> Assessor:
        """The manager of the worker's site."""
        return next(a for a in self.assessors if "service-manager" in a.roles)

    def registrant(self, role: str = "registered-practitioner", but: str | None = None) -> str:
        """Return somebody at the site in a role, any of the radiographers where none is asked for."""
        if role == "registered-practitioner":
            able = [a for a in self.assessors if a.id.startswith("r")]
        else:
            able = [a for a in self.assessors if role in a.roles]
        return self.chance.choice([a.id for a in able if a.id != but])

    def entries(self) -> list[Entry]:
        """Return the record in the order in which it was written down."""
        lines = sorted(self._lines, key=lambda line: line["recorded_at"])
        return [parse_entry(line)[0] for line in lines]
