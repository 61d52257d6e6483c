"""Where training records are kept: one contract, and a file for each store that fulfils it."""

from sw_competency.stores._base import (
    BEHIND,
    Appended,
    Batch,
    Change,
    Clock,
    Image,
    Owner,
    Receipt,
    Store,
    believed,
    by_record,
    received_after,
    refuse_ahead,
    sort_out,
    stamped,
)
from sw_competency.stores._verified import StoreHead
from sw_competency.stores.memory import MemoryStore
from sw_competency.stores.opening import open_store
from sw_competency.stores.tinydb import TinyDBStore

__all__ = [
    "BEHIND", "Appended", "Batch", "Change", "Clock", "Image", "MemoryStore", "Owner", "Receipt", "Store", "StoreHead",
    "TinyDBStore", "believed", "by_record", "open_store", "received_after", "refuse_ahead", "sort_out", "stamped",
]  # fmt: skip
