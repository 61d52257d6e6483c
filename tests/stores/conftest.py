"""Stores are tested where making a file durable costs nothing, if there is a place; databases, on a real server."""

import os
import platform
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stores.servers import Place, server

HERE = Path(__file__).parent
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


@pytest.fixture(scope="session")
def running() -> Iterator[str]:
    """A PostgreSQL, by the URL of a database in which anything may be made."""
    with server() as url:
        yield url


@pytest.fixture
def place(running: str) -> Iterator[Place]:
    """A database of its own."""
    made = Place(running)
    yield made
    made.close()


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What stands between Python and the system's calls on files, to be preloaded."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if platform.system() != "Linux" or compiler is None or platform.libc_ver()[0] != "glibc":
        pytest.skip("standing between Python and the system needs Linux, glibc and a C compiler")
    made = tmp_path_factory.mktemp("faults") / "faults.so"
    command = [compiler, "-shared", "-fPIC", "-o", str(made), str(HERE / "faults.c"), "-ldl"]
    subprocess.run(command, check=True, capture_output=True)
    return made
