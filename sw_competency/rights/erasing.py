"""Erasing a person's records and name: not before their day, and with a word on what is left of them elsewhere."""

import msgspec

from sw_competency.errors import KeptError, NotOnRecordError, StoreDamagedError
from sw_competency.judge.everybody import Everybody
from sw_competency.model import Entry, Identity
from sw_competency.rights.keeping import Keeping, held_back, keeping, of_person, unreadable
from sw_competency.rights.traces import Person, Traces
from sw_competency.stores import Clock, Store

_RECORDS = ("assessor", "worker")  # in the order of going: how long both are kept is counted from what the last says


class Erasure(msgspec.Struct, frozen=True, kw_only=True):
    """What is erased of a person, or would be.

    Args:
        worker: of whom.
        records: which of their records hold something: `worker`, `assessor`.
        entries: how many entries those hold.
        name: whether a name is kept beside the records.
        elsewhere: how many entries in others' records name them; there the id stays, and leads nowhere.
        texts: how many of those name them in a text, by the name, the id or another number: that stays as it is.
        kept: what a rule says is still to be kept, or may be.
        also: the person's other ids, whose records stay.
    """

    worker: str
    records: tuple[str, ...]
    entries: int
    name: bool
    elsewhere: int
    texts: int
    kept: tuple[Keeping, ...]
    also: tuple[str, ...] = ()


def foreseen(everybody: Everybody, store: Store, worker: str) -> Erasure:
    """Return what would be erased of a person.

    Raises:
        NotOnRecordError: nothing is on record of them.
    """
    records = tuple(kind for kind in _RECORDS if store.holds((kind, worker)))
    has_name = _has_name(store, worker)
    if not records and not has_name:
        raise NotOnRecordError(f"Nothing is recorded of '{worker[:80]}', and no name is kept: check the id.")
    entries: list[Entry] = []
    try:
        entries = of_person(everybody, [worker])
        kept = held_back(keeping(everybody.judge(worker), entries, everybody.moment.as_of))
    except StoreDamagedError as error:
        kept = [unreadable(worker, str(error))]
    numbers = tuple(dict.fromkeys(e.value for e in entries if isinstance(e, Identity) and e.value))
    name = next((one.name for one in everybody.people() if one.id == worker), None)
    elsewhere = list(Traces(everybody, Person((worker,), name, numbers)).elsewhere())
    return Erasure(
        worker=worker, records=records, entries=len(entries), name=has_name, elsewhere=len(elsewhere),
        texts=sum("text" in one.roles for one in elsewhere), kept=tuple(kept),
        also=tuple(id_ for id_ in everybody.records.joining.ids_of(worker) if id_ != worker),
    )  # fmt: skip


def _has_name(store: Store, worker: str) -> bool:
    try:
        return store.person(worker) is not None
    except StoreDamagedError:
        return True


def erase(
    erasure: Erasure, store: Store, by: str, reason: str, clock: Clock | None = None, *, anyway: bool = False
) -> None:
    """Erase a person's records and name for good; that there was a record, who erased it and why, stays.

    Stopped half-way and repeated, it completes: the name goes last.

    Args:
        erasure: what is erased, as foreseen.
        store: where it is kept.
        by: who erases it.
        reason: why.
        clock: gives the instant it is.
        anyway: also what is still to be kept.

    Raises:
        KeptError: something is still to be kept; nothing was erased.
    """
    if erasure.kept and not anyway:
        raise KeptError([one.says for one in erasure.kept])
    for kind in erasure.records:
        store.erase_record((kind, erasure.worker), by, reason, clock)
    store.erase_person(erasure.worker)
