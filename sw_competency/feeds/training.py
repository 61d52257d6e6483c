"""What a full extract of training changes of one worker's completions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import attrs

from sw_competency.dates import said
from sw_competency.feeds.feeding import Feeding
from sw_competency.feeds.marks import corrected, marks
from sw_competency.feeds.proposal import Proposal
from sw_competency.model import Correction, Entry, Training
from sw_competency.model.extract import HeldInExtract
from sw_competency.reconcile.difference import Difference

Completed = tuple[str, date]  # a programme, and the day


@attrs.frozen(kw_only=True)
class Learner:
    """One worker on record, beside the rows of a training extract.

    Args:
        worker: whose record.
        entries: the record as known.
        written: the record as it was written.
        rows: the rows of programmes completed by the extract's day.
    """

    worker: str
    entries: Sequence[Entry]
    written: Sequence[Entry]
    rows: Sequence[HeldInExtract]


@attrs.frozen
class OfLearner:
    """What comes of one worker.

    Args:
        found: what is proposed, or named.
        fed: how many completions on record the feed made.
        vanished: how many of them the extract no longer has, and are not renewed or expired.
    """

    found: tuple[Difference, ...]
    fed: int = 0
    vanished: int = 0


def of_learner(about: Feeding, learner: Learner) -> OfLearner:
    """Hold the rows of one worker against the completions on record."""
    on_record = _on_record(learner.entries)
    theirs = {(row.programme, row.on): row for row in learner.rows if row.programme is not None}  # the last row holds
    fed = {key: e for key, e in on_record.items() if e.extra.get("feed") == about.feed}
    newest: dict[str, date] = {}
    for name, on in theirs:
        newest[name] = max(on, newest.get(name, on))
    gone = {key: e for key, e in fed.items() if key not in theirs and _is_gone(about, e, newest.get(key[0]))}
    gone = gone if about.is_whole else {}
    vanished = len(gone)
    found: list[Difference] = []
    voided: frozenset[Completed] | None = None
    for key, row in theirs.items():
        if (there := on_record.get(key)) is not None:
            found += _last_day(about, learner, there, row, by_hand=key not in fed)
            continue
        if voided is None:
            voided = _voided_by_hand(about.feed, learner.written)
        if key in voided or _is_there_as_more(about, on_record, key):
            found += _stays_void(about, learner, row) if key in voided else ()
        else:
            found.append(_new(about, learner, row, gone))
    found += (_void(about, learner, entry) for entry in gone.values())
    return OfLearner(tuple(found), len(fed), vanished)


def _on_record(entries: Iterable[Entry]) -> dict[Completed, Training]:
    completed = (e for e in entries if type(e) is Training and e.outcome == "completed")
    return {(e.programme, e.on): e for e in completed}


def _is_gone(about: Feeding, entry: Training, newest: date | None) -> bool:
    """Tell whether a completion was taken back: an extract leaves out what was renewed since, or expired."""
    renewed = newest is not None and newest > entry.on
    expired = entry.expires_on is not None and entry.expires_on < about.day
    return not renewed and not expired and entry.on <= about.day


def _is_there_as_more(about: Feeding, on_record: Mapping[Completed, Training], key: Completed) -> bool:
    """Tell whether the same day's course is on record under the name of one that it counts as."""
    name, on = key
    return any(day == on and name in about.catalogue.counting_as(other) for other, day in on_record)


def _voided_by_hand(feed: str, written: Sequence[Entry]) -> frozenset[Completed]:
    """Return the completions that the feed made and a person voided or corrected."""
    made = {e.id: (e.programme, e.on) for e in written if isinstance(e, Training) and e.extra.get("feed") == feed}
    by_hand = (e for e in written if isinstance(e, Correction) and e.extra.get("feed") != feed)
    return frozenset(made[e.corrects] for e in by_hand if e.corrects in made)


def _common(learner: Learner, row: HeldInExtract) -> dict[str, Any]:
    return {"worker": learner.worker, "what": row.programme, "theirs": row.on, "rows": (row.row,)}


def _stays_void(about: Feeding, learner: Learner, row: HeldInExtract) -> Iterator[Difference]:
    yield Difference(kind="by_hand", **_common(learner, row), says=(
        f"{about.catalogue.titled(row.programme or '')} of {learner.worker}, completed on {said(row.on)} by the "
        "extract, was corrected by hand: it stays as it is"
    ))  # fmt: skip


def _last_day(
    about: Feeding, learner: Learner, there: Training, row: HeldInExtract, *, by_hand: bool
) -> Iterator[Difference]:  # fmt: skip
    """Propose another last day of a completion; what the extract leaves open is none."""
    if row.expires_on is None or row.expires_on == there.expires_on:
        return
    title = about.catalogue.titled(there.programme)
    common = _common(learner, row) | {"ours": there.expires_on, "theirs": row.expires_on, "entries": (there.id,)}
    if by_hand:
        if there.expires_on is not None:
            yield Difference(kind="by_hand", **common, says=(
                f"{title} of {learner.worker} expires on {said(there.expires_on)} on our record, by hand, and on "
                f"{said(row.expires_on)} in the extract: it stays as it is"
            ))  # fmt: skip
        return
    entry = corrected(
        there, about.feed, about.day, "The extract says another last day", row.row, expires_on=row.expires_on
    )  # fmt: skip
    yield Proposal(
        kind="training_corrected", **common, on=there.on, record=(entry,),
        says=f"{title} of {learner.worker}, completed on {said(there.on)}, expires on {said(row.expires_on)}",
    )  # fmt: skip


def _new(
    about: Feeding, learner: Learner, row: HeldInExtract, gone: dict[Completed, Training]
) -> Proposal:  # fmt: skip
    """Propose a completion; where another day of it is gone that lies later, as its correction."""
    assert row.programme is not None
    title = about.catalogue.titled(row.programme)
    later = next((key for key in gone if key[0] == row.programme and key[1] > row.on), None) if gone else None
    if later is not None:
        wrong = gone.pop(later)
        entry: Entry = corrected(
            wrong, about.feed, about.day, "The extract says another day", row.row, on=row.on, expires_on=row.expires_on
        )  # fmt: skip
        return Proposal(
            kind="training_corrected", **_common(learner, row), ours=wrong.on, on=row.on, record=(entry,),
            entries=(wrong.id,),
            says=f"{title} of {learner.worker} was completed on {said(row.on)}, not on {said(wrong.on)}",
        )  # fmt: skip
    entry = Training(
        worker=learner.worker, programme=row.programme, on=row.on, outcome="completed", expires_on=row.expires_on,
        extra=marks(about.feed, about.day, row.row),
    )  # fmt: skip
    return Proposal(
        kind="training", worker=learner.worker, what=row.programme, theirs=row.on, rows=(row.row,), on=row.on,
        record=(entry,),
        says=f"{title} of {learner.worker}, completed on {said(row.on)}",
    )  # fmt: skip


def _void(about: Feeding, learner: Learner, entry: Training) -> Proposal:
    title = about.catalogue.titled(entry.programme)
    return Proposal(
        kind="training_void", worker=learner.worker, what=entry.programme, ours=entry.on, on=entry.on,
        entries=(entry.id,), record=(corrected(entry, about.feed, about.day, "The extract no longer has it"),),
        says=f"{title} of {learner.worker}, completed on {said(entry.on)}, is void: the extract no longer has it",
    )  # fmt: skip
