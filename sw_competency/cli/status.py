"""The command `status`."""

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import told
from sw_competency.model import CANNOT_TELL


def status(worker: str, competency: str, /, *, options: Options = DEFAULT) -> int:
    """The status of one competency: current, due, lapsed and so on, and why.

    Args:
        worker: Whose training record it is about.
        competency: Which competency.
        options: What holds for every command.
    """
    _, questions = options.asked()
    answer = questions.status(worker, competency)
    told(answer, options)
    return 3 if answer.outcome is CANNOT_TELL else 0
