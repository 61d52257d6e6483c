"""The command `unused`."""

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import clocks, documents, line, named, told
from sw_competency.cli._progress import watched
from sw_competency.dates import said


def unused(worker: str | None = None, /, *, options: Options = DEFAULT) -> int:
    """The competencies held and not used within six months: by one worker, or by all.

    Args:
        worker: Whose training record it is about; left out, everybody's.
        options: What holds for every command.
    """
    tracker, questions = options.asked()
    if worker is not None:
        told(questions.unused(worker), options)
        return 0 if questions.nothing(worker) is None else 3
    answers = [questions.unused(each) for each in watched(list(tracker.workers()), "Looking for what is not used")]
    if options.json:
        documents(answers)
        return 0
    found = [answer for answer in answers if answer["competencies"]]
    line(f"{len(found)} of {len(answers)} hold a competency unused on {said(questions.moment.as_of)}.")
    if found:
        from sw_competency.cli._tables import table

        rows = [(a["worker"], named(tracker, a["worker"]), part.says) for a in found for part in a.finding.parts]
        table(("Worker", "Name", "Unused"), rows)
    clocks(questions.moment)
    return 0
