"""The command `request-sign-off`."""

from sw_competency.cli._options import DEFAULT, Options, day
from sw_competency.cli._writing import about_a_stranger, taken, written


def request_sign_off(
    worker: str, competency: str, /, *, assessor: str, on: str | None = None, note: str | None = None,
    by: str | None = None, options: Options = DEFAULT,
) -> int:  # fmt: skip
    """Ask an assessor to sign a worker off; that makes nothing held.

    Args:
        worker: Who asks: an id or a name.
        competency: For what: an id or a title.
        assessor: Who is asked: an id or a name.
        on: The day, YYYY-MM-DD; left out, today.
        note: A remark.
        by: Who writes it down.
        options: What holds for every command.
    """
    tracker = options.tracker()
    worker, assessor = taken(tracker, "worker", worker), taken(tracker, "assessor", assessor)
    competency = taken(tracker, "competency", competency)
    about_a_stranger(tracker, worker)
    appended = tracker.record(
        "sign-off-request", by, worker=worker, competency=competency, assessor=assessor, on=day("--on", on), note=note
    )
    waits = f"It waits for an answer:  sw-competency requests --assessor {assessor} --waiting"
    return written(appended, options, [waits])
