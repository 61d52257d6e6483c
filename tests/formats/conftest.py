from collections.abc import Callable
from pathlib import Path

import pytest

from sw_competency import formats
from sw_competency.formats import Names, Reading

NAMES = Names(
    {
        "cstf-fire-safety": "Fire safety",
        "cstf-resuscitation-2": "Resuscitation - Level 2",
        "care-certificate": "Care Certificate",
        "mr-safety-training": "MR safety training",
    }
)


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Reading]:
    """Write a file and read it as an import does."""

    def write_and_read(data: str | bytes, name: str = "file.csv") -> Reading:
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return formats.read(path, NAMES)

    return write_and_read
