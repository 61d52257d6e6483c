"""One batch of workers, judged: a plain function, which opens no file and can be sent to any process."""

from collections.abc import Sequence
from typing import Any

import msgspec

from sw_competency.bulk import undisturbed
from sw_competency.judge.everybody import ByWorker, Everybody
from sw_competency.judge.records import Owner


class Found(msgspec.Struct, frozen=True):
    """What a question found of the workers of a batch.

    Args:
        each: what it found, in the order of the workers.
        unread: records it came upon that cannot be read, with what is wrong with each.
        damage: all records that were found damaged meanwhile, also where nothing rests on them.
    """

    each: tuple[Any, ...]
    unread: dict[Owner, str]
    damage: dict[Owner, str]


def judged(everybody: Everybody, question: ByWorker, workers: Sequence[str]) -> Found:
    """Return what a question finds of some workers; nobody's record is kept.

    Args:
        everybody: the records, the catalogue and the moment.
        question: the question, one that is answered worker by worker.
        workers: whom it is asked of.
    """
    records = everybody.records
    before = set(records.damage)
    with records.noting() as unread, undisturbed():
        each = tuple(question.found(everybody.only(workers)))
    return Found(each, unread, {owner: says for owner, says in records.damage.items() if owner not in before})


def received(everybody: Everybody, found: Found) -> None:
    """Note what another process could not read, as if it had been come upon here."""
    records = everybody.records
    for owner, says in found.unread.items():
        if owner not in records.unread:
            records.lost(owner, says)
        records.note(owner)
    records.damage.update(found.damage)
