"""What an answer rests on in the end: the entries it names, and all that the sign-offs among them rest on in turn."""

from collections.abc import Iterable
from datetime import date

from sw_competency.dates import after, before
from sw_competency.judge.case import Judge
from sw_competency.judge.progress import currency_of, rule_of
from sw_competency.model import MET
from sw_competency.model.findings import entries_of
from sw_competency.rules import Given


def resting_on(judge: Judge, named: Iterable[str], day: date) -> set[str]:
    """Return the ids of all that an answer on a day rests on: what it names, and what the sign-offs among it rest on.

    Args:
        judge: the judge of the worker, in the post it was answered for.
        named: the ids the answer names.
        day: the day.
    """
    given_then = judge.at(day).given
    places = {one.id: (name, index) for name, row in given_then.items() for index, one in enumerate(row)}
    todo, seen = [(name, day) for name in named], set[tuple[str, date]]()
    while todo:
        step = todo.pop()
        if step in seen:
            continue
        seen.add(step)
        if (place := places.get(step[0])) is None:
            continue
        given = judge.record.sign_off(*place)
        todo += [(one, step[1]) for one in _kept_current(judge, given, step[1])]
        counted = judge.counted(*place, day)
        if counted.outcome is MET:
            before = [*_renewed(judge, *place), *entries_of(judge.explained(counted, day).parts)]
            todo += [(one, given.on) for one in before]
    return {name for name, _ in seen}


def _renewed(judge: Judge, name: str, index: int) -> list[str]:
    """Return the id of the sign-off that one renews, where it is a renewal."""
    given = judge.record.sign_off(name, index)
    if not rule_of(judge, name, index)[1]:
        return []
    held = judge.status_apart(name, given.on, index).given
    return [held.id] if held is not None else []


def _kept_current(judge: Judge, given: Given, day: date) -> list[str]:
    """Return the ids of the practice by which a sign-off is still current on a day: recent, or after a long absence."""
    currency = currency_of(judge, given.competency, given, day)
    record = judge.at(day)
    practice = record.practice[given.competency]
    if currency is None or not practice:
        return []
    recency, back = currency.practice, currency.return_ is not None and record.absences
    asked = recency is not None and day > after(given.on, recency.within)
    edge = before(day, recency.within) if recency is not None and asked else date.max
    return [
        p.id for p in practice
        if p.outcome == "successful" and (p.on > edge or (back and p.directly_supervised and p.on > given.on))
    ]  # fmt: skip
