"""The command `reinstate`."""

from sw_competency.cli._options import DEFAULT, Options, day
from sw_competency.cli._writing import about_a_stranger, standing, taken, written


def reinstate(
    worker: str, competency: str | None = None, /, *, by: str, reason: str | None = None, on: str | None = None,
    options: Options = DEFAULT,
) -> int:  # fmt: skip
    """End the suspension of a competency, or of all.

    Args:
        worker: Whose: an id or a name.
        competency: Which, an id or a title; left out, all.
        by: Who decided it.
        reason: Why.
        on: The day, YYYY-MM-DD; left out, today.
        options: What holds for every command.
    """
    tracker = options.tracker()
    worker, by = taken(tracker, "worker", worker), taken(tracker, "person", by)
    competency = None if competency is None else taken(tracker, "competency", competency)
    about_a_stranger(tracker, worker)
    appended = tracker.record(
        "reinstatement", worker=worker, competency=competency, by=by, reason=reason, on=day("--on", on)
    )
    return written(appended, options, standing(tracker, worker, competency))
