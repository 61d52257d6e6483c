"""The command `progress`."""

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import clocks, complain, defaults, documents, heading, line, suggested
from sw_competency.model.marks import STATUS


def progress(worker: str, /, *, options: Options = DEFAULT) -> int:
    """The status of every competency a training record says anything about.

    Args:
        worker: Whose training record it is about.
        options: What holds for every command.
    """
    tracker, questions = options.asked()
    answers = questions.progress(worker)
    nothing = questions.nothing(worker)
    if options.json:
        documents(answers)
    elif answers and nothing is None:
        from sw_competency.cli._tables import styled, table

        heading(tracker, questions, worker)
        titled = tracker.catalogue.titled
        rows = [
            (
                a["competency"], titled(a["competency"]),
                styled(STATUS[a["status"]]),
                str(a["expires_on"] or ""), a.says,
            )
            for a in answers
        ]  # fmt: skip
        table(("Competency", "Title", "Status", "Expires", "Why"), rows)
        for answer in answers:
            suggested(answer["suggests"])
        defaults(options, *answers)
    elif nothing is None:
        line(f"No competency has been begun by {worker}.")
    if not options.json and nothing is None:
        for one in questions.unlisted(worker):
            if one.what != "competency":
                line(f"{one.says}.")
        clocks(questions.moment)
    if nothing is not None:
        complain(f"{nothing.says}.")
    return 0 if nothing is None else 3
