"""In which record a correction stands where several are one person's: with the entry that it corrects."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from sw_competency.feeds.proposal import Proposal
from sw_competency.judge.records import Records
from sw_competency.model import Correction, Entry
from sw_competency.reconcile.difference import Difference


def at_home(found: Iterable[Difference], records: Records) -> Iterator[Difference]:
    """Put each correction into the record of what it corrects: references stay within one record.

    Args:
        found: what is proposed, of people by the ids they are kept under.
        records: the records, some of them perhaps one person's.
    """
    if not records.joining:
        yield from found
        return
    for each in found:
        others = records.joining.others(each.worker) if isinstance(each, Proposal) and each.worker else []
        if not isinstance(each, Proposal) or not others:
            yield each
            continue
        ids = (records.joining.kept(each.worker or ""), *others)
        held = {id_: {e.id for e in records.written(("worker", id_), whole=True)} for id_ in ids}
        yield msgspec.structs.replace(each, record=tuple(_at_home(entry, held) for entry in each.record))


def _at_home(entry: Entry, held: Mapping[str, set[str]]) -> Entry:
    """Return an entry as the record of what it corrects has it: that one's worker, and its own id.

    Args:
        entry: the entry.
        held: the ids of entries by record, that of the id they are kept under first.
    """
    if not isinstance(entry, Correction):
        return entry
    for worker, ids in held.items():  # an id that two of them have is named with its record, as `22014567/e1`
        own = entry.corrects if entry.corrects in ids else entry.corrects.removeprefix(f"{worker}/")
        if own in ids:
            owner: dict[str, Any] = {"worker": worker}
            instead = replace(entry.with_, **owner) if entry.with_ is not None else None
            return replace(entry, corrects=own, with_=instead, **owner)
    return entry
