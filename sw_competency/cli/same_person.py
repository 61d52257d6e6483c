"""The command `same-person`."""

from sw_competency.cli._options import DEFAULT, Options, day
from sw_competency.cli._writing import about_a_stranger, taken, written


def same_person(
    worker: str, same_as: str, /, *, reason: str | None = None, by: str | None = None, on: str | None = None,
    options: Options = DEFAULT,
) -> int:  # fmt: skip
    """Say that two ids are one person's: their records are judged as one. Void the entry to undo it.

    Args:
        worker: The id that is not to be used any more: an id or a name.
        same_as: The id the person is kept under: an id or a name.
        reason: How it is known.
        by: Who writes it down.
        on: The day it was found out, YYYY-MM-DD; left out, today.
        options: What holds for every command.
    """
    tracker = options.tracker()
    worker, same_as = taken(tracker, "worker", worker), taken(tracker, "worker", same_as)
    about_a_stranger(tracker, worker)
    appended = tracker.record(
        "identity", None if by is None else taken(tracker, "person", by),
        worker=worker, same_as=same_as, note=reason, on=day("--on", on),
    )  # fmt: skip
    return written(appended, options, [f"{worker} is kept under {same_as}."])
