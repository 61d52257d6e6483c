"""The command `sign-off`."""

from typing import Annotated, Any

from cyclopts import Parameter

from sw_competency.cli._options import DEFAULT, Options, day
from sw_competency.cli._print import document
from sw_competency.cli._writing import counted, standing, taken, written
from sw_competency.errors import SignOffRefusedError
from sw_competency.model.shape import RESTRICTED_TO

Several = Annotated[tuple[str, ...], Parameter(negative=())]


def sign_off(
    worker: str, competency: str, /, *, assessor: str, on: str | None = None, restriction: Several = (),
    evidence: Several = (), note: str | None = None, expires_on: str | None = None, by: str | None = None,
    anyway: str | None = None, options: Options = DEFAULT,
) -> int:  # fmt: skip
    """Sign a worker off now; refused, with the reasons, where it would not count or something stands against it.

    Args:
        worker: Who is signed off: an id or a name.
        competency: For what: an id or a title.
        assessor: By whom: an id or a name.
        on: The day, YYYY-MM-DD; left out, today.
        restriction: To what it is restricted: a text, or modality=ct, device=..., patients=...; may be repeated.
        evidence: The id of an entry it rests on; may be repeated.
        note: A remark.
        expires_on: The last day it is current, where earlier than the rule's.
        by: Who writes it down.
        anyway: Why it is recorded all the same, where it would count; kept in the note.
        options: What holds for every command.
    """
    tracker = options.tracker()
    worker, assessor = taken(tracker, "worker", worker), taken(tracker, "assessor", assessor)
    competency = taken(tracker, "competency", competency)
    given, last = day("--on", on), day("--expires-on", expires_on)
    more = {"restrictions": [_restriction(r) for r in restriction] or None, "evidence": list(evidence) or None}
    try:
        appended = tracker.sign_off(
            worker, competency, assessor, given, by, anyway, note=note, expires_on=last, **more
        )
    except SignOffRefusedError as error:
        if options.json:
            document(_refused(error))
        raise
    entry = (*appended.added, *appended.already_there)[0]
    counts = tracker.at().counts(worker, entry.id)
    waits = [f"It counts once somebody else countersigns it:  sw-competency countersign {worker} {entry.id} --by WHO"]
    return written(appended, options, waits if counts.awaiting else standing(tracker, worker, competency))


def _refused(error: SignOffRefusedError) -> dict[str, Any]:
    reasons = [{"reason": refusal.kind, "says": refusal.says} for refusal in error.refusals]
    finding = error.finding.to_json() if error.finding is not None else None
    return {**counted(1), "rejected": 1, "finding": finding, "refused": reasons}


def _restriction(text: str) -> Any:
    field, equals, value = text.partition("=")
    named = field.strip()
    return {named: value.strip()} if equals and named in RESTRICTED_TO else text
