"""The command `leavers-pack`."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from sw_competency.cli._files import making, safe, write_new
from sw_competency.cli._issuing import about, issuing, records_of
from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import document, line
from sw_competency.errors import UnreadableOptionError


def leavers_pack(
    worker: str, /, *, key: Path | None = None, issuer: str | None = None, subject: str | None = None,
    with_reasons: Annotated[bool, Parameter(negative=())] = False, out: Path | None = None, options: Options = DEFAULT,
) -> int:  # fmt: skip
    """Write what a leaver takes along: a page (PDF), the record (JSON Lines) and the badges, for the next to check.

    What it says of health and conduct, absences and the reasons why anything ended, is in it only with --with-reasons.

    Args:
        worker: Who leaves: an id or a name.
        key: The file of your organisation's private key, as badge-key made it; left out, there are no badges.
        issuer: The name of your organisation, with --key.
        subject: The number the next organisation can ask the person for; left out, the worker's id.
        with_reasons: Put absences and reasons into page and record too, as the leaver agrees.
        out: The new folder; left out, named after the worker, in this one.
        options: What holds for every command.
    """
    from sw_competency import reports
    from sw_competency.portability.pack import packed, record_of

    if (key is None) != (issuer is None):
        raise UnreadableOptionError("--key and --issuer go together: badges are signed by an organisation with a name.")
    tracker, questions, worker = about(worker, options)
    by = [] if key is None else issuing(tracker, questions, worker, key, issuer or "", subject)
    asked = reports.Asked(
        questions=questions, worker=worker, person=tracker.person, head=tracker.head(), with_reasons=with_reasons
    )
    page = reports.write("progression", asked, "pdf")
    written = [entry for each in records_of(questions, worker) for entry in tracker.entries(each)]
    record = record_of(written, tracker.person(worker), with_reasons=with_reasons)
    files = packed(page, record, by)
    folder = out or Path(f"leavers-pack-{safe(worker)}")
    left_out = [] if with_reasons else ["absences", "rejected requests to be signed off", "reasons why anything ended"]
    with making(folder):
        write_new(folder, files)
    if options.json:
        document({"files": [str(folder / name) for name in files], "left_out": left_out})
        return 0
    line(f"The leaver's pack is in {folder}: {', '.join(files)}.")
    if left_out:
        line(f"Not in it: {', '.join(left_out[:-1])} and {left_out[-1]}; --with-reasons puts them in.")
    if not by:
        line("It has no badges: give --key and --issuer for these.")
    else:
        line("The next organisation checks it with  sw-competency check-badge FOLDER --site SITE")
    return 0
