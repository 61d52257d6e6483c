"""The command `report`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from sw_competency.cli._files import Force, Out, chosen_format, is_standard_output, safe, write_whole
from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import complain, document, line, raw
from sw_competency.cli._writing import taken
from sw_competency.errors import UnknownNameError, UnreadableOptionError

Flag = Annotated[bool, Parameter(negative=())]
Several = Annotated[list[str] | None, Parameter(negative=(), consume_multiple=False)]


def report(
    name: str, /, *, worker: Several = None, competency: Several = None, sign_off: str | None = None,
    site: str | None = None, area: str | None = None, rule: str | None = None, since: str | None = None,
    format_: Annotated[str | None, Parameter(name="--format")] = None, out: Out = None, force: Force = False,
    templates: Path | None = None, with_reasons: Flag = False, blank: Flag = False, contact: str | None = None,
    options: Options = DEFAULT,
) -> int:  # fmt: skip
    """Write a report; `sw-competency reports` lists them.

    Args:
        name: Which report.
        worker: Whom it is about: an id or a name; several times, where it may be about several.
        competency: Which competency: an id or a title; several times, where it may be about several.
        sign_off: The id of the sign-off it is about.
        site: Which site, where it is about one.
        area: Which area, where it is about one.
        rule: Which rule, where it is about one.
        since: The day from which on it looks back.
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
    given = reports.filled(name, {
        "worker": worker, "competency": competency, "sign_off": sign_off, "site": site, "area": area, "rule": rule,
        "since": since, "with_reasons": with_reasons, "blank": blank,
    })  # fmt: skip
    about = reports.told(given, lambda table, called: taken(tracker, table, called))
    whom = about.get("worker") if with_records and not blank else None
    if whom is not None and (nothing := questions.nothing(whom)) is not None:
        complain(f"{nothing.says}.")
        if options.json:
            document({"files": []})
        return 3
    asked = reports.Asked(
        questions=questions, person=tracker.person, contact=contact, workers=lambda: questions.workers,
        head=tracker.head() if with_records else None, **about,
    )  # fmt: skip
    page = reports.write(name, asked, chosen, templates)
    if templates is not None and (told := reports.left_to_ours(name, chosen, templates)) is not None:
        complain(told)
    if is_standard_output(out):
        raw(page)
        return 0
    file = out or Path(f"{'-'.join([safe(name), *_names(about)])}.{chosen}")
    write_whole(file, lambda opened: opened.write(page), force=force)
    if options.json:
        document({"files": [str(file)]})
    else:
        line(f"The report is in {file}.")
    return 0


def _names(about: dict[str, Any]) -> Iterator[str]:
    """Name a file after what the report is about; of several, how many they are."""
    for name in ("worker", "people", "competency", "competencies", "sign_off", "site", "area", "rule"):
        value = about.get(name)
        if isinstance(value, tuple) and len(value) > 1:
            yield f"{len(value)}-{name}"
        elif value:
            yield safe(value[0] if isinstance(value, tuple) else value)
