"""Any answer as a page, on paper, as Markdown, as a spreadsheet or as CSV: a writer for each, of one finished view."""

import csv
import io
from pathlib import Path
from typing import Any

from sw_competency.catalogue.look import Look
from sw_competency.cells import guard
from sw_competency.dates import said
from sw_competency.errors import ReportError
from sw_competency.model.answers import Answer, Answers
from sw_competency.model.marks import Mark
from sw_competency.pictures import is_drawn
from sw_competency.questions import Questions
from sw_competency.reports._base import no_such_format
from sw_competency.reports._page import Grid, Heading, Named, Page, Shown, page_of, sheets, walked
from sw_competency.reports._paper import pdf
from sw_competency.reports._render import render
from sw_competency.reports._seal import of_answer, sealed

FORMATS = ("html", "pdf", "xlsx", "csv", "md")


def formats_of(question: str) -> tuple[str, ...]:
    """Return how answers to a question are written: as SVG too, where it has a picture."""
    return (*FORMATS, "svg") if is_drawn(question) else FORMATS


def write_answer(
    answer: Answer[Any] | Answers[Any],
    questions: Questions,
    format: str = "html",  # noqa: A002
    head: str | None = None,
    templates: Path | None = None,
) -> bytes:
    """Write an answer as a file.

    Args:
        answer: the answer, or several.
        questions: where it was asked: it knows titles and names.
        format: html, pdf, xlsx, csv or md; svg where the question has a picture.
        head: what stands for all records as they are, where the store keeps such a thing.
        templates: a site's own folder of templates, for html, md and pdf.

    Raises:
        UnknownNameError: there is no such format.
        ReportError: it is to be drawn, and there is nothing to be seen.
        MissingExtraError: what it needs is not installed.
    """
    page = page_of(answer, questions, head)
    if format == "svg" and is_drawn(answer.asked.name):
        return _drawn(page)
    page = sealed(page, of_answer(answer, page.stamp), on_paper=format == "pdf")
    written = laid_out(page, format, questions.catalogue.look, templates)
    if written is None:
        raise no_such_format(format, formats_of(answer.asked.name))
    return written


def laid_out(page: Page, chosen: str, look: Look, templates: Path | None = None) -> bytes | None:
    """Return the finished page of an answer as a file; None where there is no such format.

    Args:
        page: the page.
        chosen: html, pdf, xlsx, csv or md.
        look: how the site's pages look.
        templates: a site's own folder of templates.
    """
    match chosen:
        case "html" | "md":
            return render(f"answer.{chosen}.j2", page, templates, None, look).encode("utf-8", "replace")
        case "pdf":
            return pdf("answer", _on_paper(page), templates, None, look)
        case "csv":
            return _csv(page)
        case "xlsx":
            from sw_competency.reports._spreadsheet import spreadsheet

            return spreadsheet(page)
    return None


def _drawn(page: Page) -> bytes:
    if page.picture is None:
        raise ReportError("There is nothing to draw in this answer: ask for html, or as a table for xlsx.")
    return page.picture.svg.encode()


def _on_paper(page: Page) -> dict[str, Any]:
    """Return the page as the template for paper takes it."""
    tables = [*page.tables]
    if page.reasons:
        rows = tuple((line.mark, f"{'– ' * depth}{line.says}") for depth, line in walked(page.reasons))
        tables.append(Grid("Why", (Heading("", "mark"), Heading("", "text")), rows))
    notes = [*page.sentences, *(f"Suggested, decides nothing: {line.says}" for line in page.suggested)]
    facts = [*page.facts, *(("", sentence) for sentence in notes)]
    stamp = page.stamp
    foot = [
        f"Correct on {said(stamp.as_of)}, based on records up to {stamp.known_by}.",
        *(f"Local default, to be confirmed: {each}." for each in page.defaults),
        *(f"Source: {each.says}." for each in page.sources),
        *([page.rests_on] if page.rests_on else []),
        f"Catalogue {stamp.catalogue}. Library sw_competency {stamp.library}."
        + (f" Head of the records {stamp.head}." if stamp.head else ""),
    ]
    return {
        "title": page.title, "headline": page.headline, "says": page.says, "facts": facts, "tables": tables,
        "foot": foot, "seal": stamp.seal, "picture": page.picture,
    }  # fmt: skip


def _csv(page: Page) -> bytes:
    """Write the tables one beneath the other; an answer that has none is one row.

    By the mark at its beginning Excel reads letters beyond ASCII right.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    tables = list(sheets(page)) if page.grids else [_row(page)]
    for number, table in enumerate(tables):
        if len(tables) > 1:
            writer.writerows([*([[]] if number else []), [guard(table.title)]])
        writer.writerow([guard(one.title) for one in table.columns])
        writer.writerows([guard(_cell(value)) for value in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig", "replace")


def _row(page: Page) -> Grid:
    """Return an answer without a table as one row: what was asked, the facts, the day, the outcome and the sentence."""
    cells: list[tuple[str, Shown]] = []
    for label, value in (*page.asked, *page.told):
        if isinstance(value, Named):
            cells += [(label, value.id), (f"{label} name", value.called)]
        else:
            cells.append((label, value))
    cells += [("As of", page.stamp.as_of), ("Outcome", page.outcome), ("Says", page.says)]
    return Grid("", tuple(Heading(label, "text") for label, _ in cells), (tuple(value for _, value in cells),))


def _cell(value: Shown) -> str:
    return value.word if isinstance(value, Mark) else str(value)

