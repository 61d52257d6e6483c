"""The command `badge-status`."""

from pathlib import Path

from sw_competency.cli._files import Force, Out, safe
from sw_competency.cli._issuing import about, handed_out, issuing
from sw_competency.cli._options import DEFAULT, Options


def badge_status(
    worker: str, /, *, key: Path, issuer: str, out: Out = None, force: Force = False, options: Options = DEFAULT
) -> int:
    """Write the signed list of which of a worker's badges were taken back or suspended, for whoever checks them.

    Args:
        worker: Whose badges: an id or a name.
        key: The file of the key they were signed with.
        issuer: The name of your organisation.
        out: The file to write, - prints it; left out, named after the worker, in this folder.
        force: Replace the file, whoever made it.
        options: What holds for every command.
    """
    from sw_competency.portability.open_badges import together

    tracker, questions, worker = about(worker, options)
    by = issuing(tracker, questions, worker, key, issuer, None)
    content = together(one for each in by for one in each.status_lists())
    says = "What was taken back is in {}; whoever checks a badge gives it with --status."
    handed_out(content, out, f"badge-status-{safe(worker)}.json", says, options, force=force)
    return 0
