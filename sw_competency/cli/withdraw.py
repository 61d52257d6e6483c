"""The command `withdraw`."""

from typing import Annotated, Any

from cyclopts import Parameter

from sw_competency.cli._answer import printed
from sw_competency.cli._options import DEFAULT, Options, day
from sw_competency.cli._writing import about_a_stranger, standing, taken, written


def withdraw(
    worker: str, competency: str | None = None, /, *, by: str, reason: str | None = None, on: str | None = None,
    until: str | None = None, suspension: Annotated[bool, Parameter(negative=())] = False,
    dry_run: Annotated[bool, Parameter(negative=())] = False, options: Options = DEFAULT,
) -> int:  # fmt: skip
    """Withdraw a competency, or all of them; or suspend it.

    Args:
        worker: From whom: an id or a name.
        competency: Which, an id or a title; left out, all.
        by: Who decided it.
        reason: Why.
        on: The day, YYYY-MM-DD; left out, today.
        until: The last day of a suspension.
        suspension: It is a suspension, until somebody reinstates.
        dry_run: Record nothing, and show whose answers would change.
        options: What holds for every command.
    """
    tracker = options.tracker()
    worker, by = taken(tracker, "worker", worker), taken(tracker, "person", by)
    competency = None if competency is None else taken(tracker, "competency", competency)
    about_a_stranger(tracker, worker)
    said: dict[str, Any] = {
        "worker": worker, "competency": competency, "by": by, "reason": reason, "on": day("--on", on),
        "until": day("--until", until), "suspension": suspension or None,
    }  # fmt: skip
    if dry_run:
        return printed(tracker.foresee("withdrawal", day("--as-of", options.as_of), **said), tracker, options)
    appended = tracker.record("withdrawal", **said)
    return written(appended, options, standing(tracker, worker, competency))
