"""The command `leavers-pack`."""

from pathlib import Path

from sw_competency.cli._files import making, safe, write_new
from sw_competency.cli._issuing import about, issuing
from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import document, line
from sw_competency.errors import UnreadableOptionError


def leavers_pack(
    worker: str, /, *, key: Path | None = None, issuer: str | None = None, subject: str | None = None,
    out: Path | None = None, options: Options = DEFAULT,
) -> int:  # fmt: skip
    """Write what a leaver takes along: a page (PDF), the record (JSON Lines) and the badges, for the next to check.

    The record is whole, reasons for absence too: it is the leaver's to hand on, or not.

    Args:
        worker: Who leaves: an id or a name.
        key: The file of your organisation's private key, as badge-key made it; left out, there are no badges.
        issuer: The name of your organisation, with --key.
        subject: The number the next organisation can ask the person for; left out, the worker's id.
        out: The new folder; left out, named after the worker, in this one.
        options: What holds for every command.
    """
    from sw_competency import reports
    from sw_competency.portability.pack import packed, record_of

    if (key is None) != (issuer is None):
        raise UnreadableOptionError("--key and --issuer go together: badges are signed by an organisation with a name.")
    tracker, questions, worker = about(worker, options)
    by = None if key is None else issuing(tracker, questions, worker, key, issuer or "", subject)
    asked = reports.Asked(questions=questions, worker=worker, person=tracker.person, head=tracker.head())
    page = reports.write("progression", asked, "pdf")
    files = packed(page, record_of(tracker.entries(worker), tracker.person(worker)), by)
    folder = out or Path(f"leavers-pack-{safe(worker)}")
    with making(folder):
        write_new(folder, files)
    if options.json:
        document({"files": [str(folder / name) for name in files]})
        return 0
    line(f"The leaver's pack is in {folder}: {', '.join(files)}.")
    if by is None:
        line("It has no badges: give --key and --issuer for these.")
    else:
        line("The next organisation checks it with  sw-competency check-badge FOLDER --site SITE")
    return 0
