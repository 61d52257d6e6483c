"""The command `may`."""

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import told


def may(
    worker: str, task: str, /, *, modality: str | None = None, device: str | None = None, post: str | None = None,
    options: Options = DEFAULT,
) -> int:  # fmt: skip
    """Whether a worker may do a task, and why.

    Args:
        worker: Whose training record it is about.
        task: The competency that names the task.
        modality: Where it is to be done.
        device: On which device.
        post: In which post, where somebody holds several; left out, the most cautious answer of all.
        options: What holds for every command.
    """
    _, questions = options.asked()
    return told(questions.may(worker, task, modality, device, post), options)
