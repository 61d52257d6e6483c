"""What is put on record of a file: only what no record says yet, under the mark of one batch, which can be undone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import attrs

from sw_competency.dates import said
from sw_competency.errors import NotOnRecordError, PlanError, Problem
from sw_competency.intake.previewed import Preview
from sw_competency.intake.recorded import ONLY_HELD, UNDATED, Brought, key_of
from sw_competency.model import (
    Appointment,
    Assessment,
    Correction,
    Entry,
    PriorLearning,
    SignOff,
    Training,
    Withdrawal,
    as_known,
)

BATCH = "batch"  # the field of an entry that says with what it came
_DIGITS = 8


@attrs.frozen
class Ready:
    """What is to be put on record.

    Args:
        batch: the mark of all of it; empty where there is nothing.
        lines: entries and names, as plain values.
        already_there: how many entries are on record already.
    """

    batch: str
    lines: tuple[Mapping[str, Any], ...]
    already_there: int


@attrs.frozen
class BroughtIn:
    """What became of a file of tables.

    Args:
        batch: the mark by which all of it can be undone; empty where nothing was new.
        appended: how many entries are new on record.
        already_there: how many were on record before.
        open: how many questions the plan leaves open; what waits for them was not recorded.
        warnings: what somebody should look at.
    """

    batch: str
    appended: int
    already_there: int
    open: int
    warnings: tuple[str, ...] = ()


@attrs.frozen
class BatchUndone:
    """What became of the entries of a batch that was undone.

    Args:
        voided: how many are void now.
        corrected: those that were corrected since they came, and stay as they are.
    """

    voided: int
    corrected: tuple[Entry, ...]


def ready(preview: Preview, digest: str, records: Mapping[str, Sequence[Entry]]) -> Ready:
    """Return what is new.

    Args:
        preview: what comes of a file.
        digest: what stands for the file.
        records: the record of each worker it is about, as it is written.
    """
    held = {key for record in records.values() for key in _keys(record)}
    begun = {key[:3] for record in records.values() for key in _begun(record)}
    fresh = [
        one
        for one in preview.brought
        if one.key not in held and not (one.key[3:] == ONLY_HELD and one.key[:3] in begun)
    ]
    posted = {who for who, record in records.items() if any(isinstance(e, Appointment) for e in as_known(record, None))}
    fresh = [one for one in fresh if one.raw["kind"] != "appointment" or str(one.raw["worker"]) not in posted]
    there = len(preview.brought) - len(fresh)
    fresh = [one for one in fresh if not contradicted(one, records.get(str(one.raw["worker"]), ()))]
    if not fresh:
        return Ready("", (), there)
    used = {str(entry.extra.get(BATCH)) for record in records.values() for entry in record}
    batch = _unused(f"b-{digest[:_DIGITS]}", used)
    people = {str(one.raw["worker"]) for one in fresh}
    names = [{"kind": "person", "worker": id_, "name": name} for id_, name in preview.names.items() if id_ in people]
    new = [*({**one.raw} for one in fresh), *_dated_now(fresh, records)]
    return Ready(batch, (*names, *({**raw, BATCH: batch} for raw in new)), there)


def contradicted(one: Brought, record: Sequence[Entry]) -> str:
    """Say why a paper whose day nobody knows is not taken: it may be older than what is on record against it.

    Args:
        one: what comes of a cell.
        record: the record of the worker.
    """
    if not one.raw.get(UNDATED) or one.raw["kind"] != "prior-learning":
        return ""
    competency, entries = one.raw["competency"], as_known(record, None)
    against = [entry for entry in entries if _is_against(entry, competency) and entry.on < one.raw["signed_on"]]
    since = [_signed(e) for e in entries if isinstance(e, PriorLearning | SignOff) and e.competency == competency]
    if not against or any(day > max(e.on for e in against) for day in since):
        return ""
    last = max(against, key=lambda entry: entry.on)
    what = "withdrawn" if isinstance(last, Withdrawal) else "found not yet competent"
    return (
        f"{one.where} is not taken: {one.raw['worker']} was {what} on {said(last.on)}, and nobody knows whether what "
        "stands there is newer; write its day"
    )


def _is_against(entry: Entry, competency: str) -> bool:
    if isinstance(entry, Withdrawal):
        return not entry.suspends and entry.competency in {None, competency}
    return isinstance(entry, Assessment) and entry.outcome == "not-yet-competent" and entry.competency == competency


def _signed(entry: PriorLearning | SignOff) -> date:
    return entry.signed_on if isinstance(entry, PriorLearning) else entry.on


def _keys(record: Sequence[Entry]) -> Iterator[tuple[object, ...]]:
    """Return what a record says already; a training whose last day is known says too that it was done."""
    for entry in as_known(record, None):
        key = key_of(entry)
        yield key
        if isinstance(entry, Training) and entry.outcome == "completed":
            yield (*key[:-1], None)


def _dated_now(fresh: Iterable[Brought], records: Mapping[str, Sequence[Entry]]) -> Iterator[dict[str, Any]]:
    """Correct ticks on record whose day a file tells now: the day of a file stood for it, which is later."""
    dated = {one.key[:3]: one for one in fresh if one.key[3] is not None}
    for worker, record in records.items():
        for entry in as_known(record, None):
            key = key_of(entry)
            if key[3:] != ONLY_HELD or (now := dated.get(key[:3])) is None:
                continue
            day = entry.signed_on if isinstance(entry, PriorLearning) else entry.on
            if now.raw.get("signed_on", now.raw["on"]) <= day:
                told = f"Its day was not known; {now.raw['brought_from']} tells it."
                yield {"kind": "correction", "worker": worker, "on": day, "corrects": entry.id, "reason": told}


def _begun(record: Sequence[Entry]) -> Iterator[tuple[object, ...]]:
    """Return what a record says was held since some day: a tick, which says no more, must not begin anew."""
    for entry in as_known(record, None):
        if isinstance(entry, PriorLearning | SignOff) or (isinstance(entry, Training) and entry.outcome == "completed"):
            yield key_of(entry)


def _unused(name: str, used: set[str]) -> str:
    """Return the mark of a batch; where one of that file was undone, the next: what is void stays void."""
    number, found = 1, name
    while found in used:
        number += 1
        found = f"{name}-{number}"
    return found


def refuse_ahead(preview: Preview, today: date) -> None:
    """Refuse what a file says of days to come.

    Raises:
        PlanError: the day of the file has not come yet.
    """
    if (last := max((one.raw["on"] for one in preview.brought), default=None)) and last > today:
        raise PlanError([Problem(f"{said(last)}, the day of the file, has not come yet: give the day", "as_at")])


def unposted(records: Mapping[str, Sequence[Entry]]) -> Iterator[str]:
    """Say of whom no appointment is on record."""
    without = [who for who, record in records.items() if not any(isinstance(e, Appointment) for e in record)]
    if without:
        people = f"{len(without)} people, such as {without[0]}" if without[1:] else without[0]
        yield f"no appointment is on record of {people}: what they may do cannot be told before there is one"


def of_batch(batch: str, records: Iterable[Sequence[Entry]]) -> tuple[list[Entry], list[Entry]]:
    """Return the entries of a batch: those that stand as they came, and those corrected since.

    Raises:
        NotOnRecordError: nothing on record is of that batch.
    """
    as_came, others, marks = list[Entry](), list[Entry](), set[str]()
    for record in records:
        came = [entry for entry in record if entry.extra.get(BATCH) == batch]
        marks |= {str(entry.extra[BATCH]) for entry in record if BATCH in entry.extra}
        standing = {entry.id: entry for entry in as_known(record, None)} if came else {}
        corrected = {entry.corrects for entry in record if isinstance(entry, Correction)}
        for entry in came:
            stands = entry.id not in corrected if isinstance(entry, Correction) else standing.get(entry.id) == entry
            (as_came if stands else others).append(entry)
    if not as_came and not others:
        told = f"there are {', '.join(sorted(marks)[-8:])}" if marks else "bring-in --save tells its mark"
        raise NotOnRecordError(f"Nothing on record is of the batch '{batch[:80]}'; {told}.")
    return as_came, others


def voids(entries: Iterable[Entry], today: date, reason: str) -> list[dict[str, Any]]:
    """Return the corrections by which entries are void from now on."""
    return [
        {"kind": "correction", "worker": entry.owner[1], "on": today, "corrects": entry.id, "reason": reason}
        for entry in entries
    ]
