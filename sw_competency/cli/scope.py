"""The command `scope`."""

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import clocks, complain, documents, heading, why
from sw_competency.model.marks import ANSWER


def scope(worker: str, /, *, options: Options = DEFAULT) -> int:
    """Every task the framework holds, and whether a worker may do it.

    Args:
        worker: Whose training record it is about.
        options: What holds for every command.
    """
    tracker, questions = options.asked()
    nothing = questions.nothing(worker)
    answers = questions.scope(worker)
    if options.json:
        documents(answers)
    elif nothing is None:
        from sw_competency.cli._tables import styled, table

        heading(tracker, questions, worker)
        order = ("may", "only-supervised", "cannot-tell", "may-not")
        rows = [
            (a["task"], styled(ANSWER[a["answer"]]), a["because"] or "", why(a))
            for a in sorted(answers, key=lambda a: order.index(a["answer"]))
        ]
        table(("Task", "Answer", "Because", "Why"), rows)
        clocks(questions.moment)
    if nothing is not None:
        complain(f"{nothing.says}.")
    return 0 if nothing is None else 3
