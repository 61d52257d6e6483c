"""The store in memory keeps the contract of every store."""

from pathlib import Path

from hypothesis import settings

from sw_competency.stores import MemoryStore, Store
from sw_competency.testing.store_contract import StoreContract
from sw_competency.testing.store_machine import store_machine


class TestMemoryStore(StoreContract):
    durable = False

    def make(self, tmp_path: Path) -> Store:
        return MemoryStore()


TestAtRandom = store_machine(lambda _: MemoryStore(), durable=False).TestCase
TestAtRandom.settings = settings(max_examples=40, stateful_step_count=20)
