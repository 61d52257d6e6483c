"""The command `badge`."""

from pathlib import Path

from sw_competency.cli._files import Force, Out, safe
from sw_competency.cli._issuing import about, handed_out, issuing
from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import complain
from sw_competency.cli._writing import taken


def badge(
    worker: str, competency: str, /, *, key: Path, issuer: str, subject: str | None = None, out: Out = None,
    force: Force = False, options: Options = DEFAULT,
) -> int:  # fmt: skip
    """Issue an Open Badge 3.0 of a sign-off that is current, signed, with the list of what was taken back.

    Args:
        worker: Whose sign-off: an id or a name.
        competency: Of what: an id or a title.
        key: The file of your organisation's private key, as badge-key made it.
        issuer: The name of your organisation.
        subject: The number the next organisation can ask the person for; left out, the worker's id.
        out: The file to write, - prints it; left out, named after the worker and the competency, in this folder.
        force: Replace the file, whoever made it.
        options: What holds for every command.
    """
    from sw_competency.portability.open_badges import NOT_CARRIED, together

    tracker, questions, worker = about(worker, options)
    competency = taken(tracker, "competency", competency)
    by = issuing(tracker, questions, worker, key, issuer, subject)
    of = next((each for each in by if competency in each.current()), by[0])
    content = together([of.badge(competency), *of.status_lists()])
    named = f"badge-{safe(worker)}-{safe(competency)}.json"
    if handed_out(content, out, named, "The badge is in {}.", options, force=force):
        complain(f"Not in the badge: {', '.join(NOT_CARRIED)}.")
    return 0
