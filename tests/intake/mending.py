"""Mending a plan as a person does: in an editor, line by line."""

import os
from datetime import UTC, datetime
from pathlib import Path

from sw_competency import Tracker
from sw_competency.intake.plan import read_plan
from sw_competency.questions.bring_in import BringInAnswer

LAST_CHANGED = datetime(2026, 10, 3, 12, tzinfo=UTC)


def kept(path: Path) -> Path:
    """Let a file have been changed last on 3 October 2026."""
    os.utime(path, (LAST_CHANGED.timestamp(),) * 2)
    return path


def intake_of(tracker: Tracker, path: Path, plan: str | None = None):
    """Return a file with a plan, given as the text of one."""
    if plan is None:
        return tracker.intake(path)
    beside = path.with_suffix(".toml")
    beside.write_text(plan, "utf-8")
    return tracker.intake(path, read_plan(beside))


def looked_at(tracker: Tracker, path: Path, plan: str | None = None) -> BringInAnswer:
    """Return what becomes of a file."""
    return tracker.at().bring_in(intake_of(tracker, path, plan), "m1")


def mended(plan: str, *mends: tuple[str, str]) -> str:
    """Return a plan with all that is proposed agreed to, and lines mended: each by its beginning, with the answer."""
    lines = plan.replace('"? ', '"').splitlines()
    for begins, answer in mends:
        found = [at for at, line in enumerate(lines) if line.startswith(begins)]
        assert len(found) == 1, (begins, plan)
        lines[found[0]] = f'{lines[found[0]].partition(" = ")[0]} = "{answer}"'
    return "\n".join(lines)
