"""The command `countersign`."""

from datetime import date

from sw_competency.cli._options import DEFAULT, Options, day
from sw_competency.cli._print import complain
from sw_competency.cli._writing import taken, written
from sw_competency.errors import NotOnRecordError, did_you_mean
from sw_competency.model import SignOff, as_known, same_person


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
    given = day("--on", on) or tracker.today()
    signed = {e.id: e for e in as_known(tracker.entries(worker), None) if isinstance(e, SignOff)}
    if sign_off not in signed:
        hint = did_you_mean(sign_off, signed) or f": sw-competency entries {worker}  lists them."
        raise NotOnRecordError(f"No sign-off '{sign_off[:80]}' is on record of {worker}{hint}")
    if reason := _in_vain(signed[sign_off], by, given):
        complain(f"The countersignature is refused, and nothing was stored: {reason}.")
        return 1
    appended = tracker.record("countersignature", worker=worker, sign_off=sign_off, by=by, on=given, note=note)
    return written(appended, options)


def _in_vain(entry: SignOff, by: str, on: date) -> str | None:
    """Say why a countersignature could not count."""
    if same_person(by, entry.worker):
        return "nobody countersigns their own sign-off; ask a second person"
    if same_person(by, entry.assessor):
        return f"{by} gave the sign-off; ask a second, different person"
    if on < entry.on:
        return f"the sign-off was given later, on {entry.on}"
    return None
