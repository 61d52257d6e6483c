"""The command `withdraw`."""

from typing import Annotated

from cyclopts import Parameter

from sw_competency.cli._options import DEFAULT, Options, day
from sw_competency.cli._print import complain
from sw_competency.cli._writing import standing, written


def withdraw(
    worker: str, competency: str | None = None, /, *, by: str, reason: str | None = None, on: str | None = None,
    until: str | None = None, suspension: Annotated[bool, Parameter(negative=())] = False, options: Options = DEFAULT,
) -> int:  # fmt: skip
    """Withdraw a competency, or all of them; or suspend it.

    Args:
        worker: From whom.
        competency: Which; left out, all.
        by: Who decided it.
        reason: Why.
        on: The day, YYYY-MM-DD; left out, today.
        until: The last day of a suspension.
        suspension: It is a suspension, until somebody reinstates.
        options: What holds for every command.
    """
    tracker = options.tracker()
    if not tracker.entries(worker):
        complain(f"Nothing else is recorded of {worker}: check the id.")
    appended = tracker.record(
        "withdrawal", worker=worker, competency=competency, by=by, reason=reason, on=day("--on", on),
        until=day("--until", until), suspension=suspension or None,
    )  # fmt: skip
    return written(appended, options, standing(tracker, worker, competency))
