"""The command `report`."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from sw_competency.cli._files import Force, Out, chosen_format, is_standard_output, safe, write_whole
from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import complain, document, line, raw
from sw_competency.cli._writing import taken
from sw_competency.errors import UnknownNameError, UnreadableOptionError

Flag = Annotated[bool, Parameter(negative=())]


def report(
    name: str, /, *, worker: str | None = None, competency: str | None = None, sign_off: str | None = None,
    format_: Annotated[str | None, Parameter(name="--format")] = None, out: Out = None, force: Force = False,
    templates: Path | None = None, with_reasons: Flag = False, blank: Flag = False, contact: str | None = None,
    options: Options = DEFAULT,
) -> int:  # fmt: skip
    """Write a report; `sw-competency reports` lists them.

    Args:
        name: Which report.
        worker: Whom it is about: an id or a name.
        competency: Which competency, where it is about one: an id or a title.
        sign_off: The id of the sign-off it is about.
        format_: html, pdf or md; left out, as the name in --out ends, or html.
        out: The file to write, - prints it; left out, named after the report and the worker, in this folder.
        force: Replace the file, whoever made it.
        templates: A folder of our own templates, which take precedence.
        with_reasons: Print the reasons for absence, withdrawal or refusal.
        blank: Leave rows to fill in by hand.
        contact: Whom to ask about the page.
        options: What holds for every command.
    """
    from sw_competency import reports

    formats = {each["name"]: each["formats"] for each in reports.listing()}
    if name not in formats:
        raise UnknownNameError("report", name, formats)
    chosen = chosen_format(format_, out, formats[name], "report")
    if is_standard_output(out) and options.json:
        raise UnreadableOptionError("The report itself goes to standard output: give --out FILE with --json.")
    with_records = reports.needs_records(name)
    tracker, questions = options.asked(with_records=with_records)
    worker = None if worker is None else taken(tracker, "worker", worker)
    competency = None if competency is None else taken(tracker, "competency", competency)
    about_somebody = worker is not None and with_records and not blank
    if about_somebody and (nothing := questions.nothing(worker or "")) is not None:
        complain(f"{nothing.says}.")
        if options.json:
            document({"files": []})
        return 3
    asked = reports.Asked(
        questions=questions, worker=worker, person=tracker.person, competency=competency, sign_off=sign_off,
        with_reasons=with_reasons, blank=blank, contact=contact, workers=lambda: questions.workers,
        head=tracker.head() if with_records else None,
    )  # fmt: skip
    page = reports.write(name, asked, chosen, templates)
    if templates is not None and (told := reports.left_to_ours(name, chosen, templates)) is not None:
        complain(told)
    if is_standard_output(out):
        raw(page)
        return 0
    about = [safe(part) for part in (worker, competency, sign_off) if part is not None]
    file = out or Path(f"{'-'.join([safe(name), *about])}.{chosen}")
    write_whole(file, lambda opened: opened.write(page), force=force)
    if options.json:
        document({"files": [str(file)]})
    else:
        line(f"The report is in {file}.")
    return 0
