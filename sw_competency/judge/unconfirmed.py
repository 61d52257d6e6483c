"""Practice a worker logged that nobody has confirmed yet, and what was not confirmed.

The rules count practice confirmed or not: what waits is shown as waiting wherever somebody decides on it. Confirming is
a correction of the entry that names who confirmed it; what was not so is corrected away, with the reason.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from sw_competency.model import Correction, Entry, Practice, SignOff, same_person

Kept = Callable[[str], str]


def unconfirmed(entries: Iterable[Entry], kept: Kept) -> Iterator[Practice]:
    """Return the practice that its worker wrote down as watched and nobody confirmed.

    Done alone, there is nobody to confirm it; a sign-off given since was given by somebody who had looked at it.

    Args:
        entries: entries of one worker, as they are known.
        kept: gives the id under which somebody is kept, who may have several.
    """
    known = tuple(entries)
    signed: dict[str, date] = {}
    for one in known:
        if isinstance(one, SignOff):
            signed[one.competency] = max(one.on, signed.get(one.competency, one.on))
    for one in known:
        waits = isinstance(one, Practice) and one.confirmed_by is None and one.supervised and _is_own(one, kept)
        if isinstance(one, Practice) and waits and one.on > signed.get(one.competency, date.min):
            yield one


def rejected(written: Iterable[Entry], kept: Kept) -> Iterator[tuple[Practice, Correction]]:
    """Return the practice of a worker's own that somebody else made void, each with the correction that says why.

    Args:
        written: the entries of one worker as they were written.
        kept: gives the id under which somebody is kept, who may have several.
    """
    entries = tuple(written)
    logged = {one.id: one for one in entries if isinstance(one, Practice) and _is_own(one, kept)}
    for one in entries:
        if isinstance(one, Correction) and one.with_ is None and one.corrects in logged and not _is_own(one, kept):
            yield logged[one.corrects], one


def _is_own(one: Practice | Correction, kept: Kept) -> bool:
    by = one.recorded_by
    return by is not None and one.worker is not None and same_person(kept(by), kept(one.worker))
