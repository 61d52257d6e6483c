"""Where training records are kept: one contract, and a file for each store that fulfils it."""

from sw_competency.stores._base import Appended, Owner, Store
from sw_competency.stores.memory import MemoryStore
from sw_competency.stores.tinydb import TinyDBStore

__all__ = ["Appended", "MemoryStore", "Owner", "Store", "TinyDBStore"]
