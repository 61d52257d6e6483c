"""Each call to the system fails, or is the last; the power is lost after each: nothing acknowledged is lost by it.

All cases of an operation are tried with `FAULTS=all`; otherwise every so many of them.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.stores.faults import OPERATIONS

HERE = Path(__file__).parent
SELDOM = {"upgrade": 23, "append-old": 23, "append-long": 11, "heads": 3}


@pytest.mark.parametrize("kind", ["calls", "power"])
@pytest.mark.parametrize("name", OPERATIONS)
def test_however_it_ends_it_is_done_or_not_done_and_nothing_else_is_touched(
    tmp_path: Path, library: Path, name: str, kind: str
) -> None:
    step = 1 if os.environ.get("FAULTS") == "all" else SELDOM.get(name, 4)
    command = [sys.executable, "-m", "tests.stores.faults", name, kind, str(tmp_path), str(step)]
    done = subprocess.run(
        command, env={**os.environ, "LD_PRELOAD": str(library)}, cwd=HERE.parent.parent, capture_output=True, text=True
    )
    assert not done.stderr
    found = json.loads(done.stdout)
    assert found["tried"] > 3
    assert found["wrong"] == []
