"""What a record's lines hold, as entries: read whole, or batch by batch with what is known of each."""

from collections.abc import Sequence

from sw_competency.bulk import undisturbed
from sw_competency.errors import StoreDamagedError
from sw_competency.model import Entry
from sw_competency.stores import _codec, _lines
from sw_competency.stores._base import Batch, Change, Owner, Receipt
from sw_competency.stores._lines import Checked, Damage

MEND = "Restore it from a backup, or ask for help:  sw-competency verify  says what is left."


def damaged(where: str, damage: Damage) -> StoreDamagedError:
    """Return damage as the error that names it."""
    return StoreDamagedError(f"'{where}' is damaged in line {damage.line}: {damage.says}. {MEND}")


def entries_of(checked: Checked, where: str) -> tuple[Entry, ...]:
    """Return the entries of a record that was checked.

    Raises:
        StoreDamagedError: an entry cannot be read, or two have one id.
    """
    with undisturbed():
        found = _codec.entries(checked.entries, where)
    if len({entry.id for entry in found}) != len(found):
        raise damaged(where, Damage(_line_of_second(checked, where), "it holds an id that an entry before it has"))
    return found


def batches_of(checked: Checked, owner: Owner, where: str) -> tuple[Batch, ...]:
    """Return a record that was checked, batch by batch.

    Raises:
        StoreDamagedError: as for `entries_of`.
    """
    entries_of(checked, where)
    found = []
    for index, body in enumerate(checked.bodies):
        head = checked.head_of(index)
        erased = checked.erased if index == 0 else None
        entries: Sequence[Entry] = _codec.entries(body, where) if erased is None else ()
        assert head.received is not None
        found.append(Batch(Receipt(owner, head.sequence, head.digest), head.received, tuple(entries), erased))
    return tuple(found)


def change_of(line: bytes, sequence: int, where: str) -> Change:
    """Return a line that is as it was written as a change.

    Args:
        line: the line.
        sequence: its place in the order of the whole store.
        where: its file.

    Raises:
        StoreDamagedError: an entry cannot be read.
    """
    said = _lines.last_of(line)
    assert said is not None
    body, erased = _lines.body_of(line)
    receipt = Receipt(said.owner, said.sequence, said.digest)
    return Change(receipt, said.received, tuple(_codec.entries(body, where)), erased, sequence=sequence)


def _line_of_second(checked: Checked, where: str) -> int:
    seen: set[str] = set()
    for number, body in enumerate(checked.bodies, 1):
        if number == 1 and checked.erased is not None:
            continue
        ids = [entry.id for entry in _codec.entries(body, where)]
        if len(set(ids)) != len(ids) or not seen.isdisjoint(ids):
            return number
        seen.update(ids)
    return len(checked.bodies)
