"""Stores are tested where making a file durable costs nothing, where there is such a place."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

_MEMORY = Path("/dev/shm")


@pytest.fixture
def tmp_path(tmp_path: Path) -> Iterator[Path]:
    """An empty folder, in memory where the machine has such."""
    if not os.access(_MEMORY, os.W_OK):
        yield tmp_path
        return
    place = Path(tempfile.mkdtemp(prefix="store-", dir=_MEMORY))
    yield place
    shutil.rmtree(place, ignore_errors=True)
