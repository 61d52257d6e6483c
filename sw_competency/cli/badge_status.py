"""The command `badge-status`."""

from pathlib import Path

from sw_competency.cli._files import Force, Out, is_standard_output, safe, write_whole
from sw_competency.cli._issuing import about, issuing
from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import document, line, raw


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
    content = together([issuing(tracker, questions, worker, key, issuer, None).status_list()])
    if is_standard_output(out):
        raw(content)
        return 0
    file = out or Path(f"badge-status-{safe(worker)}.json")
    write_whole(file, lambda opened: opened.write(content), force=force)
    if options.json:
        document({"files": [str(file)]})
    else:
        line(f"What was taken back is in {file}; whoever checks a badge gives it with --status.")
    return 0
