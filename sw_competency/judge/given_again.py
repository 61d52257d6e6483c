"""What to tell of entries that came again and added nothing, and of those that change what held before."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import TypeGuard

from sw_competency.dates import said
from sw_competency.judge.records import Owner
from sw_competency.model import Entry, Practice, Training, as_known

Titled = Callable[[str], str]
_Key = tuple[Owner, str, date]


def repeated(already_there: Iterable[Entry], own_ids: Collection[str], titled: Titled) -> Iterator[str]:
    """Tell of practice that is on record in the same words, and may have been done once more.

    Args:
        already_there: the entries that came again.
        own_ids: the ids they came with; one without an id may be another practice of that day.
        titled: gives the title of a competency.
    """
    done = [one for one in already_there if isinstance(one, Practice) and one.id not in own_ids]
    if not done:
        return
    first, more = done[0], len(done) - 1
    what = f"the practice of {titled(first.competency)} by {first.worker} on {said(first.on)}"
    what += f", and {more} more, are" if more else " is"
    yield (
        f"{what} on record in the same words and {'were' if more else 'was'} not added again; if it was done twice "
        "that day, give each an id of its own"
    )


class Completions:
    """The completions that hold on record: of those of one programme on one day, the one recorded last.

    Args:
        entries: whose records are looked at.
        read: gives all entries of one record.
    """

    def __init__(self, entries: Iterable[Entry], read: Callable[[Owner], Sequence[Entry]]) -> None:
        owners = dict.fromkeys(entry.owner for entry in entries if _is_completion(entry))
        self.holding: dict[_Key, Training] = {}
        self.ever: set[_Key] = set()
        for record in map(read, owners):
            self.holding |= {_key(e): e for e in as_known(record, None) if _is_completion(e)}
            self.ever |= {_key(e) for e in record if _is_completion(e)}

    def of(self, entry: Entry) -> Training | None:
        """Return the completion that holds of the same worker, programme and day; None where there is none."""
        return self.holding.get(_key(entry)) if _is_completion(entry) else None

    def gives_last_day(self, entry: Entry) -> bool:
        """Tell whether that completion gives a last day: one that says none corrects nothing."""
        return (holds := self.of(entry)) is not None and holds.expires_on is not None

    def again(self, added: Iterable[Entry]) -> list[Training]:
        """Return the completions among entries that were ever on record: only they displace one, or bring it back."""
        known = self.ever.union(self.holding)
        return [entry for entry in added if _is_completion(entry) and _key(entry) in known]

    def superseded(self, already_there: Iterable[Entry], titled: Titled) -> Iterator[str]:
        """Tell of completions that came again, while one recorded later says when that completion expires."""
        for entry in already_there:
            holds = self.of(entry)
            if _is_completion(entry) and holds is not None and holds.expires_on != entry.expires_on:
                yield (
                    f"{titled(entry.programme)} of {entry.worker}, completed on {said(entry.on)}, is on record with "
                    f"this last day, and entry {holds.id} was recorded later with another, which holds; correct that "
                    "entry if this file is right"
                )

    def displaced(self, before: "Completions", added: Iterable[Entry], titled: Titled) -> Iterator[str]:
        """Tell of completions whose last day on record is another now, or that had been voided.

        Args:
            before: what held before.
            added: what was put on record since.
            titled: gives the title of a programme.
        """
        anew = list[Training]()
        for key in dict.fromkeys(_key(entry) for entry in added if _is_completion(entry)):
            was, now = before.holding.get(key), self.holding.get(key)
            if now is None:
                continue
            what = f"{titled(now.programme)} of {now.worker}, completed on {said(now.on)}"
            if was is None and key in before.ever:
                anew.append(now)
            elif was is not None and was.expires_on != now.expires_on:
                yield (
                    f"{what}: {_last_day(was)} was on record, and what came now, which holds, gives {_last_day(now)}; "
                    f"void the entry {now.id} if the first is right"
                )
        yield from _anew(anew, titled)


def _anew(given: Sequence[Training], titled: Titled) -> Iterator[str]:
    """Tell of what was voided and is there again: of many in one sentence."""
    if not given:
        return
    first, more = given[0], len(given) - 1
    what = f"{titled(first.programme)} of {first.worker}, completed on {said(first.on)}"
    if more:
        yield f"{more + 1} courses that were voided are on record again: {what}, and {more} more. Is that right?"
    else:
        yield f"{what}, was voided; it is on record again, with the id {first.id}: is that right?"


def _is_completion(entry: Entry) -> TypeGuard[Training]:
    return isinstance(entry, Training) and entry.outcome == "completed"


def _key(entry: Training) -> _Key:
    return (entry.owner, entry.programme, entry.on)


def _last_day(entry: Training) -> str:
    return f"the last day {said(entry.expires_on)}" if entry.expires_on else "no last day"
