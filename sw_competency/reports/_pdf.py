"""The same page as a PDF: tagged, with fonts embedded; nothing is fetched for it."""

import hashlib
import io
import logging
from typing import Any

from sw_competency.errors import MissingExtraError
from sw_competency.reports._base import ReportError


def pdf(html: str) -> bytes:
    """Make a PDF of a page.

    Raises:
        MissingExtraError: the extra `pdf` is not installed.
        ReportError: it is, and a library of the system that it needs is not.
    """
    try:
        import weasyprint
        from weasyprint.urls import URLFetcher
    except ImportError:
        raise MissingExtraError("A report as PDF", "pdf") from None
    except OSError as error:
        raise ReportError(f"A report as PDF needs the Pango library on this computer: {error}.") from None
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    page = weasyprint.HTML(string=html, url_fetcher=URLFetcher(allowed_protocols={"data"}))
    mark = hashlib.sha256(html.encode("utf-8", "replace")).hexdigest()[:32].encode()
    made: bytes = page.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=mark)
    return _scoped(made)


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
