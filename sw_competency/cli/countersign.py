"""The command `countersign`."""

from sw_competency.cli._options import DEFAULT, Options, day
from sw_competency.cli._writing import taken, written


def countersign(
    worker: str, sign_off: str, /, *, by: str, on: str | None = None, note: str | None = None,
    options: Options = DEFAULT,
) -> int:  # fmt: skip
    """Confirm a sign-off as a second person; refused where it could not count.

    Args:
        worker: Who was signed off: an id or a name.
        sign_off: The id of the sign-off.
        by: Who confirms it: not the worker, and not the assessor.
        on: The day, YYYY-MM-DD; left out, today.
        note: A remark.
        options: What holds for every command.
    """
    tracker = options.tracker()
    worker, by = taken(tracker, "worker", worker), taken(tracker, "person", by)
    appended = tracker.countersign(worker, sign_off, by, day("--on", on), note=note)
    return written(appended, options)
