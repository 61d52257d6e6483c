"""What to tell of entries that came again and added nothing."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from sw_competency.dates import said
from sw_competency.evaluation.folded import Owner
from sw_competency.model import Entry, Practice, Training, as_known

Titled = Callable[[str], str]


def repeated(already_there: Iterable[Entry], own_ids: Collection[str], titled: Titled) -> Iterator[str]:
    """Tell of practice that is on record in the same words, and may have been done once more.

    Args:
        already_there: the entries that came again.
        own_ids: the ids they came with; one without an id may be another practice of that day.
        titled: gives the title of a competency.
    """
    for entry in already_there:
        if isinstance(entry, Practice) and entry.id not in own_ids:
            yield (
                f"the practice of {titled(entry.competency)} by {entry.worker} on {said(entry.on)} is on record in the "
                "same words and was not added again; if it was done twice that day, give each an id of its own"
            )


def superseded(
    already_there: Iterable[Entry], read: Callable[[Owner], Iterable[Entry]], titled: Titled
) -> Iterator[str]:
    """Tell of completions that are on record, while one recorded later says when that completion expires.

    Args:
        already_there: the entries that came again.
        read: gives all entries of one record.
        titled: gives the title of a programme.
    """
    by_owner: dict[Owner, list[Training]] = {}
    for entry in already_there:
        if isinstance(entry, Training) and entry.outcome == "completed":
            by_owner.setdefault(entry.owner, []).append(entry)
    for owner, trainings in by_owner.items():
        last = _last_of_each_day(as_known(read(owner), None))
        for entry in trainings:
            holds = last.get((entry.programme, entry.on))
            if holds is not None and holds.expires_on != entry.expires_on:
                yield (
                    f"{titled(entry.programme)} of {entry.worker}, completed on {said(entry.on)}, is on record with "
                    f"this last day, and entry {holds.id} was recorded later with another, which holds; correct that "
                    "entry if this file is right"
                )


def _last_of_each_day(entries: Sequence[Entry]) -> dict[tuple[str, object], Training]:
    done = (e for e in entries if isinstance(e, Training) and e.outcome == "completed")
    return {(e.programme, e.on): e for e in done}
