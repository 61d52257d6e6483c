"""Moves records from one store into another: the same bytes in the same order, and the same heads."""

from pathlib import Path

from sw_competency.errors import StoreDamagedError
from sw_competency.stores._base import Store
from sw_competency.stores._verified import StoreHead
from sw_competency.stores.opening import store_class


def copy(source: Store, target: str | Path) -> StoreHead:
    """Make a store of what another holds.

    Args:
        source: the store that is copied; nobody writes to it meanwhile.
        target: a folder that is not there yet, or the URL of a database.

    Returns:
        What stands for all of it, the same in both.

    Raises:
        StoreError: the source cannot be copied, or there is something at the target already.
        StoreDamagedError: something in the source is not what was put there; or the copy is not the same.
    """
    if found := source.verify().found:
        raise StoreDamagedError(
            f"The store is not as it was put there, in {len(found)} places, and was not copied: see  sw-competency "
            "verify,  and restore it first."
        )
    with source.image() as image:
        made = store_class(target).restored(str(target).removeprefix("tinydb:"), image)
    with made:
        before, after = source.head(), made.head()
        if before is None or before != after:
            raise StoreDamagedError("The copy does not hold what the store does: somebody wrote meanwhile. Remove it.")
        return before
