"""What other packages bring: one that is broken is named and passed over, and disables nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

ASKED = """
import sys
sys.path.insert(0, sys.argv[1])
from sw_competency import plugins
print(" ".join(sorted(plugins.members(sys.argv[2]))))
"""


@pytest.mark.parametrize("room", ["reports", "formats", "questions", "rules.kinds"])
@pytest.mark.parametrize("code", ["import nowhere_at_all", "1 / 0", "raise SystemError"])
def test_a_broken_module_is_named_and_passed_over(tmp_path: Path, room: str, code: str) -> None:
    (tmp_path / "theirs_broken.py").write_text(code)
    (tmp_path / "theirs_sound.py").write_text("")
    info = tmp_path / "theirs-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: theirs\nVersion: 1\n")
    points = "broken = theirs_broken\nsound = theirs_sound\n"
    (info / "entry_points.txt").write_text(f"[sw_competency.{room}]\n{points}")
    words = [sys.executable, "-c", ASKED, str(tmp_path), room]
    ran = subprocess.run(words, capture_output=True, text=True, check=True)
    assert {"sound"} <= set(ran.stdout.split())
    assert "broken" not in ran.stdout
    assert f"'broken' for {room}, brought by theirs, cannot be loaded and is passed over: " in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("former", ["importers", "exporters"])
def test_what_is_brought_under_a_former_name_is_told_what_the_name_is_now(tmp_path: Path, former: str) -> None:
    info = tmp_path / "theirs-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: theirs\nVersion: 1\n")
    (info / "entry_points.txt").write_text(f"[sw_competency.{former}]\nx = theirs\n")
    words = [sys.executable, "-c", ASKED, str(tmp_path), "formats"]
    ran = subprocess.run(words, capture_output=True, text=True, check=True)
    says = f"'x' for sw_competency.{former}, brought by theirs, is passed over: that group is now sw_competency.formats"
    assert ran.stderr.splitlines() == [says]
    assert "x" not in ran.stdout.split()
