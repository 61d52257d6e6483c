"""Moves records from one store into another: the same bytes in the same order, and the same heads."""

import shutil
from pathlib import Path

from msgspec.structs import replace

from sw_competency.errors import StoreDamagedError
from sw_competency.stores._base import Store
from sw_competency.stores._log import Log
from sw_competency.stores._verified import StoreHead
from sw_competency.stores.opening import store_class
from sw_competency.stores.tinydb import TinyDBStore


def copy(source: Store, target: str | Path) -> StoreHead:
    """Make a store of what another holds at one instant; who writes to a database meanwhile may go on.

    Args:
        source: the store that is copied; to a folder nobody writes meanwhile.
        target: a folder that is not there yet, or the URL of a database.

    Returns:
        What stands for all of it, the same in both.

    Raises:
        StoreError: the source cannot be copied, or there is something at the target already.
        StoreDamagedError: something in the source is not what was put there; or the copy is not the same.
    """
    kind, place = store_class(target)
    into_folder = issubclass(kind, TinyDBStore)
    if not into_folder:
        _refuse_damaged(source)
    with source.image() as image:
        log = list(image.log)
        made = kind.restored(place, replace(image, log=log))
    with made:
        if into_folder:  # read once: what is checked is the copy
            try:
                _refuse_damaged(made)
            except StoreDamagedError:
                shutil.rmtree(place)
                raise
        head = StoreHead(image.id, len(log), Log([(name, number, digest) for _, name, number, digest in log]).root())
        if made.head() != head:
            raise StoreDamagedError("The copy does not hold what the store did: remove it, and try again.")
        return head


def _refuse_damaged(store: Store) -> None:
    if found := store.verify().found:
        raise StoreDamagedError(
            f"The store is not as it was put there, in {len(found)} places, and was not copied: see  sw-competency "
            "verify,  and restore it first."
        )
