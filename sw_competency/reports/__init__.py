"""Reports: the pages a department prints, pins up and files.

A report is a module in this folder with its templates of the same stem, or comes by entry point and names the folder of
its templates, `TEMPLATES`. The view is finished before the template sees it.
"""

from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs

from sw_competency import plugins
from sw_competency.catalogue.look import Look
from sw_competency.errors import UnknownNameError
from sw_competency.reports._answer import FORMATS as ANSWER_FORMATS
from sw_competency.reports._answer import formats_of, write_answer
from sw_competency.reports._base import Asked, Report, Stamp, no_such_format
from sw_competency.reports._needs import FIELDS, fill, hold, less, listed, told
from sw_competency.reports._paper import pdf
from sw_competency.reports._render import render
from sw_competency.reports._seal import of_report, sealed

__all__ = [
    "ANSWER_FORMATS", "FIELDS", "Asked", "Report", "filled", "formats_of", "left_to_ours", "listing", "needs_records",
    "pdf", "told", "write", "write_answer",
]  # fmt: skip

_ALSO = {"markdown": "md"}


def listing() -> list[dict[str, Any]]:
    """List the reports there are: name, question, formats, and which fields of `Asked` each needs and may take."""
    found = plugins.members("reports").values()
    return [{"name": m.NAME, "question": m.QUESTION, "formats": list(m.FORMATS), **listed(m)} for m in found]


def filled(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of a command as a report takes them.

    Args:
        name: which report.
        given: fields of `Asked`; `worker` and `competency` hold any number.

    Raises:
        UnknownNameError: there is no such report.
        ReportError: several are given to a report about one.
    """
    return fill(_report(name), given)


def needs_records(name: str) -> bool:
    """Tell whether a report is about what is on record; one that says `NEEDS_RECORDS = False` is not."""
    report = plugins.members("reports").get(name)
    return bool(getattr(report, "NEEDS_RECORDS", True))


def write(name: str, asked: Asked, format: str = "html", templates: Path | None = None) -> bytes:  # noqa: A002
    """Write a report.

    Args:
        name: which one.
        asked: whom and what it is about, and at which moment.
        format: html, pdf or md; of a report whose view has a `page`, xlsx.
        templates: a site's own folder of templates; they take precedence over ours.

    Raises:
        UnknownNameError: there is no such report, format or competency.
        MissingExtraError: a PDF or a workbook was asked for and the extra is not installed.
        ReportError: something is not said that the report needs, or a template cannot be used.
    """
    report, chosen = _report(name), _ALSO.get(format, format)
    if chosen not in report.FORMATS:
        raise no_such_format(format, report.FORMATS)
    asked, view = viewed(name, asked)
    if isinstance(stamp := getattr(view, "stamp", None), Stamp):
        code = of_report(name, asked, stamp, with_records=needs_records(name))
        view = sealed(view, code, on_paper=chosen == "pdf")
    return laid_out(name, view, chosen, asked.questions.catalogue.look, templates, less(report, asked))


def viewed(name: str, asked: Asked) -> tuple[Asked, Any]:
    """Return what a report is asked, people by the ids they are kept under, and its finished view.

    Raises:
        UnknownNameError: there is no such report.
        ReportError: something is not said that it needs, or would be passed over.
    """
    report = _report(name)
    hold(report, asked)
    kept = asked.questions.records.joining.kept
    worker, people = asked.worker and kept(asked.worker), tuple(dict.fromkeys(map(kept, asked.people)))
    asked = attrs.evolve(asked, worker=worker, people=people)
    return asked, report.view(asked)


def laid_out(
    name: str, view: Any, chosen: str, look: Look, templates: Path | None = None, narrower: str = ""
) -> bytes:  # fmt: skip
    """Return a finished view of a report as a file.

    Args:
        name: which report.
        view: its view.
        chosen: html, pdf, md or xlsx.
        look: how the site's pages look.
        templates: a site's own folder of templates.
        narrower: how less of it can be asked for.
    """
    stem, own = name.replace("-", "_"), getattr(_report(name), "TEMPLATES", None)
    if chosen == "pdf":
        return pdf(stem, view, templates, own, look, narrower)
    if chosen == "xlsx":
        from sw_competency.reports._spreadsheet import spreadsheet

        return spreadsheet(view.page)
    return render(f"{stem}.{chosen}.j2", view, templates, own, look).encode("utf-8", "replace")


def _report(name: str) -> ModuleType:
    known = plugins.members("reports")
    if name not in known:
        raise UnknownNameError("report", name, known)
    return known[name]


def left_to_ours(name: str, format: str, templates: Path) -> str | None:  # noqa: A002
    """Say that a site's folder lays out a report for the screen and not for paper; None where it need not be said."""
    stem = name.replace("-", "_")
    own, screen = templates / f"{stem}.typ", templates / f"{stem}.html.j2"
    if format != "pdf" or own.exists() or not screen.exists():
        return None
    return f"The PDF is laid out by our own template: '{screen.name}' is for the screen; put '{own.name}' beside it."
