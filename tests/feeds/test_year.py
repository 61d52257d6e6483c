"""A simulated year at a small size: every night the record is the truth, and `reconcile` is silent."""

from pathlib import Path

import pytest

from sw_competency.stores import MemoryStore
from tests.year import run


@pytest.mark.parametrize("seed", [1])
def test_after_nights_of_extracts_the_record_is_the_truth(tmp_path: Path, seed: int) -> None:
    came = run(MemoryStore(), tmp_path, staff=40, nights=60, seed=seed)
    assert (came.wrong, came.left, came.again) == ([], [], 0)
    assert came.refused == 4, "two nights' files, of staff and of training, came after those of the next night"
    assert came.recorded > 100
