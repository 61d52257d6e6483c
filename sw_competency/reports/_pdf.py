"""The same page as a PDF: tagged, with fonts embedded; nothing is fetched for it."""

import hashlib
import io
import logging
from contextlib import redirect_stdout
from typing import Any

from sw_competency.errors import MissingExtraError
from sw_competency.reports._base import ReportError
from sw_competency.reports._render import in_fence

PAPER = 2 << 30  # bytes of address space; the libraries that draw take most of it


def drawer() -> Any:
    """Return the library that draws a PDF.

    Raises:
        MissingExtraError: the extra `pdf` is not installed.
        ReportError: it is, and a library of the system that it needs is not.
    """
    try:
        with redirect_stdout(io.StringIO()):  # it prints at length about a library it does not find
            import weasyprint
    except ImportError:
        raise MissingExtraError("A report as PDF", "pdf") from None
    except OSError:
        raise ReportError(
            "A report as PDF needs the Pango library, which is not on this computer: install Pango, "
            "or print the page from a browser with --format html."
        ) from None
    return weasyprint


def pdf(html: str) -> bytes:
    """Make a PDF of a page.

    Raises:
        MissingExtraError: the extra `pdf` is not installed.
        ReportError: it is, and a library of the system that it needs is not.
    """
    weasyprint = drawer()
    from weasyprint.urls import URLFetcher

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    page = weasyprint.HTML(string=html, url_fetcher=URLFetcher(allowed_protocols={"data"}))
    mark = hashlib.sha256(html.encode("utf-8", "replace")).hexdigest()[:32].encode()
    made: bytes = page.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=mark)
    return _scoped(made)


def pdf_of_site(html: str) -> bytes:
    """Make a PDF of a page that a site's template made: it may take only so much time and memory.

    Raises:
        MissingExtraError: the extra `pdf` is not installed.
        ReportError: it takes too much, or cannot be made at all.
    """
    drawer()
    what = "Laying out on paper what the site's template made"
    return in_fence("sw_competency.reports._fenced_paper", html.encode("utf-8", "replace"), what, PAPER)


def _scoped(made: bytes) -> bytes:
    """Say of each header cell that it heads a column, which WeasyPrint leaves out; only where pikepdf is at hand."""
    try:
        import pikepdf
    except ImportError:
        return made
    with pikepdf.open(io.BytesIO(made)) as document:
        for one in document.objects:
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == pikepdf.Name.TH:
                _head(one, pikepdf)
            if isinstance(one, pikepdf.Dictionary) and one.get("/Subtype") == pikepdf.Name.Link:
                one.F = 4  # a link is printed with its page
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
    return out.getvalue()


def _head(cell: Any, pikepdf: Any) -> None:
    row = cell.get("/P")
    group = row.get("/P") if row is not None else None
    heads_column = group is not None and group.get("/S") == pikepdf.Name.THead
    cell.A = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Column if heads_column else pikepdf.Name.Row)
