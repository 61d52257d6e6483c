"""Work outside scope, task by task: how often, when, for which concern, and who asked for it."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

import attrs

from sw_competency.dates import Length, before
from sw_competency.judge.next_actions import times_of
from sw_competency.judge.outside_scope import Task, judge_outside_scope
from sw_competency.model import Request
from sw_competency.model.findings import capital
from sw_competency.model.marks import Mark
from sw_competency.reports._base import Asked
from sw_competency.reports._timeline import NAMES

CONCERN = {"safety": Mark("cross", "safety", "stop"), "banding": Mark("diamond", "banding", "care")}
_YEAR = Length(months=12)


@attrs.frozen(slots=True, kw_only=True)
class OutsideRow:
    """One task that was done, or agreed to, outside scope.

    Args:
        times: how often, in words.
        months: how often in each month of the last twelve, in words.
        concerns: what it is a concern for.
        asked_by: who asked for it.
        reasons: the reasons of those requests, only where they are asked for.
    """

    title: str
    times: str
    first: date
    last: date
    months: str
    concerns: tuple[Mark, ...]
    asked_by: tuple[str, ...]
    reasons: tuple[str, ...]


@attrs.frozen(slots=True, kw_only=True)
class Untold:
    """One task of which it cannot be told whether it was outside scope, and why."""

    title: str
    times: str
    first: date
    last: date
    why: str


@attrs.frozen(slots=True)
class Outside:
    """Work outside scope, and what cannot be told."""

    rows: tuple[OutsideRow, ...]
    unknown: tuple[Untold, ...]


def outside(asked: Asked, worker: str) -> Outside | None:
    """Return the work outside scope up to the day; None where there is nothing to say."""
    judge = asked.questions.judge(worker)
    found = judge_outside_scope(judge, asked.day)
    if not found.tasks and not found.cannot_tell:
        return None
    times, requests = times_of(judge, asked.day), {r.id: r for r in judge.at(asked.day).requests}
    rows = [_row(asked, name, tasks, times, requests) for name, tasks in _by_task(found.tasks)]
    unknown = [_untold(asked, name, tasks, times) for name, tasks in _by_task(found.cannot_tell)]
    return Outside(tuple(sorted(rows, key=lambda r: r.title)), tuple(sorted(unknown, key=lambda r: r.title)))


def of_concern(asked: Asked, worker: str, concern: str) -> tuple[OutsideRow, ...]:
    """Return only the work outside scope of one concern, `safety` or `banding`, task by task."""
    judge = asked.questions.judge(worker)
    tasks = [t for t in judge_outside_scope(judge, asked.day).tasks if t.concern == concern]
    times, requests = times_of(judge, asked.day), {r.id: r for r in judge.at(asked.day).requests}
    return tuple(_row(asked, name, some, times, requests) for name, some in _by_task(tasks))


def _by_task(tasks: Sequence[Task]) -> list[tuple[str, list[Task]]]:
    out: dict[str, list[Task]] = {}
    for task in tasks:
        out.setdefault(task.competency, []).append(task)
    return list(out.items())


def _row(
    asked: Asked, name: str, tasks: Sequence[Task], times: dict[str, int], requests: dict[str, Request]
) -> OutsideRow:
    agreed = [requests[t.entry] for t in tasks if t.entry in requests]
    reasons = [r.reason for r in agreed if r.reason] if asked.with_reasons else []
    return OutsideRow(
        title=asked.titled(name), times=_times(tasks, times), first=min(t.on for t in tasks),
        last=max(t.on for t in tasks), months=_months(tasks, times, asked.day),
        concerns=tuple(mark for key, mark in CONCERN.items() if any(t.concern == key for t in tasks)),
        asked_by=tuple(dict.fromkeys(asked.named(t.asked_by) for t in tasks if t.asked_by)),
        reasons=tuple(dict.fromkeys(reasons)),
    )  # fmt: skip


def _untold(asked: Asked, name: str, tasks: Sequence[Task], times: dict[str, int]) -> Untold:
    return Untold(
        title=asked.titled(name), times=_times(tasks, times), first=min(t.on for t in tasks),
        last=max(t.on for t in tasks), why=capital(tasks[-1].finding.says),
    )  # fmt: skip


def _times(tasks: Sequence[Task], times: dict[str, int]) -> str:
    done = sum(times.get(t.entry, 1) for t in tasks if t.kind != "request")
    agreed = sum(t.kind == "request" for t in tasks)
    told = [f"done {_often(done)}"] * bool(done) + [f"agreed to {_often(agreed)}"] * bool(agreed)
    return ", ".join(told)


def _often(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _months(tasks: Sequence[Task], times: dict[str, int], day: date) -> str:
    """Count by month over the last twelve, each year named once."""
    opens = before(day, _YEAR)
    lately = Counter[tuple[int, int]]()
    for task in tasks:
        if task.on > opens:
            lately[task.on.year, task.on.month] += times.get(task.entry, 1)
    words: dict[int, list[str]] = {}
    for (year, month), count in sorted(lately.items()):
        words.setdefault(year, []).append(f"{NAMES[month - 1]} {count}")
    return "; ".join(f"{year}: {', '.join(counts)}" for year, counts in words.items()) or "none"
