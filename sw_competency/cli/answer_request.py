"""The command `answer-request`."""

from typing import Literal

from sw_competency.cli._options import DEFAULT, Options, day
from sw_competency.cli._writing import taken, written
from sw_competency.cli.sign_off import sign_off
from sw_competency.errors import NotOnRecordError


def answer_request(
    worker: str, competency: str, answer: Literal["confirmed", "rejected", "withdrawn"], /, *,
    assessor: str | None = None, reason: str | None = None, on: str | None = None, by: str | None = None,
    note: str | None = None, options: Options = DEFAULT,
) -> int:  # fmt: skip
    """Answer a request to be signed off: confirmed, it is the sign-off, refused as `sign-off` refuses.

    Args:
        worker: Who asked: an id or a name.
        competency: For what: an id or a title.
        answer: What came of it.
        assessor: Who was asked; left out, the only one whose answer is waited for.
        reason: Why; needed where it is rejected, and the worker sees it.
        on: The day, YYYY-MM-DD; left out, today.
        by: Who writes it down.
        note: A remark.
        options: What holds for every command.
    """
    tracker = options.tracker()
    worker, competency = taken(tracker, "worker", worker), taken(tracker, "competency", competency)
    waiting = tracker.at(day("--on", on)).requests(worker, waiting=True)
    asked = list(dict.fromkeys(one.assessor for one in waiting if one.competency == competency and one.assessor))
    if assessor is not None:
        assessor = taken(tracker, "assessor", assessor)
    elif len(asked) == 1:
        [assessor] = asked
    else:
        several = f"waits for several, {', '.join(asked)}: say which, with --assessor."
        none = f"waits for an answer: sw-competency requests {worker}  lists them."
        title = tracker.catalogue.titled(competency)
        raise NotOnRecordError(f"{'A' if asked else 'No'} request of {worker} for {title} {several if asked else none}")
    if answer == "confirmed" and assessor in asked:
        return sign_off(worker, competency, assessor=assessor, on=on, note=note, by=by, options=options)
    appended = tracker.record(
        "sign-off-request", by, worker=worker, competency=competency, assessor=assessor, answer=answer, reason=reason,
        on=day("--on", on), note=note,
    )  # fmt: skip
    return written(appended, options)
