"""The command `undo-batch`."""

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import document, line


def undo_batch(batch: str, /, *, reason: str, by: str | None = None, options: Options = DEFAULT) -> int:
    """Undo what one file brought in: every entry of the batch is corrected to void, and nothing is erased.

    Args:
        batch: The mark of the batch, as bring-in --save told it.
        reason: Why.
        by: Who writes it down.
        options: What holds for every command.
    """
    done = options.tracker().undo_batch(batch, reason, by)
    left = [f"{entry.owner[1]}: {entry.id}" for entry in done.corrected]
    if options.json:
        document({"batch": batch, "voided": done.voided, "corrected_before": left})
        return 0
    are = "entry of the batch is" if done.voided == 1 else "entries of the batch are"
    line(f"{done.voided} {are} void now.")
    for each in left:
        line(f"  Corrected before, and left as it is: {each}")
    return 0
