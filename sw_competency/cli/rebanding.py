"""The command `rebanding`."""

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import clocks, documents, line, named, told
from sw_competency.cli._progress import watched
from sw_competency.dates import said
from sw_competency.model import MET
from sw_competency.model.marks import mark_of


def rebanding(worker: str | None = None, /, *, rule: str, options: Options = DEFAULT) -> int:
    """Whether a re-banding rule is met, for one worker or for all, and what is lacking.

    Args:
        worker: Whose training record it is about; left out, everybody's.
        rule: The rule.
        options: What holds for every command.
    """
    tracker, questions = options.asked()
    if worker is not None:
        return told(questions.rebanding(worker, rule), options)
    tracker.catalogue.rule(rule)
    answers = list(questions.who_meets(rule, watched(list(tracker.workers()), f"Judging by {rule}")))
    if options.json:
        documents(answers)
        return 0
    met = sum(answer.outcome is MET for answer in answers)
    line(f"{met} of {len(answers)} meet the rule {rule} on {said(questions.moment.as_of)}.")
    if answers:
        from sw_competency.cli._tables import styled, table

        rows = [
            (
                a["worker"], named(tracker, a["worker"]), styled(mark_of(a.outcome)),
                str(a["since"] or ""), a.says,
            )
            for a in answers
        ]  # fmt: skip
        table(("Worker", "Name", "Outcome", "Since", "Why"), rows)
    clocks(questions.moment)
    return 0
