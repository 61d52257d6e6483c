"""A page of an answer as a workbook: a sheet that says what was asked and answered, and one for each table."""

import io
import re
import textwrap
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from sw_competency.dates import said
from sw_competency.errors import MissingExtraError
from sw_competency.model.marks import Mark
from sw_competency.reports._page import Grid, Page, Shown, sheets, text_of

_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the same answer gives the same bytes
_NARROW, _WIDE, _WIDEST = 8, 60, 250  # characters
_LINE, _MOST_LINES = 15, 27  # points, and how many of them a row may have at the most
_LAST_DAY = "Last day"  # the column that tells until when something holds
_LONGEST = 32_767  # characters of a cell, as spreadsheets have it
_NO_NAME = re.compile(r"[\[\]:*?/\\']")
_COLOURS = {"good": "#1a6640", "learn": "#5b3b86", "care": "#8a4f00", "stop": "#9b2335", "plain": "#1d211f"}


def spreadsheet(page: Page) -> bytes:
    """Write a page as a workbook; whatever somebody wrote is text in it, never a formula.

    Raises:
        MissingExtraError: the extra `xlsx` is not installed.
    """
    try:
        import xlsxwriter
    except ImportError:
        raise MissingExtraError("Writing a spreadsheet", "xlsx") from None
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    code = page.stamp.seal.code if page.stamp.seal else ""  # where a program finds it
    book.set_properties({"title": page.title, "subject": page.says[:250], "keywords": code, "created": _MADE})
    sheet = _Sheets(book)
    tables = list(sheets(page))
    for number, table in enumerate(tables, 1):
        sheet.table(table, _name(table.title or page.title, number if len(tables) > 1 else 0))
    sheet.about(page)
    book.close()
    return out.getvalue()


def _name(title: str, number: int) -> str:
    """Return a name as a sheet may have it, no two alike."""
    return f"{number} {_NO_NAME.sub(' ', title)}"[:31].strip() if number else _NO_NAME.sub(" ", title)[:31].strip()


class _Sheets:
    """Writes the sheets of a workbook, with its formats."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._text = book.add_format({"text_wrap": True, "valign": "top"})
        self._day = book.add_format({"num_format": "dd/mm/yyyy", "align": "left", "valign": "top"})
        self._bold = book.add_format({"bold": True, "valign": "top"})
        self._tones = {tone: book.add_format({"font_color": colour}) for tone, colour in _COLOURS.items()}

    def table(self, table: Grid, name: str) -> None:
        """Write a table: heading frozen and repeated on paper, filters, columns as wide as what stands in them."""
        sheet = self._book.add_worksheet(name)
        _on_a4(sheet)
        sheet.repeat_rows(0)
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(table.columns):
            sheet.write_string(0, place, column.title, self._head)
        widths = [
            _width([column.title, *(_as_text(row[place]) for row in table.rows)])
            for place, column in enumerate(table.columns)
        ]
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        for number, row in enumerate(table.rows, 1):
            sheet.set_row(number, _height([_as_text(value) for value in row], widths))
            for place, value in enumerate(row):
                self._cell(sheet, number, place, value)
        if table.rows:
            self._colour(sheet, table)
            sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)

    def _colour(self, sheet: Any, table: Grid) -> None:
        """Colour marks by their words, and last days that are over: what somebody changes changes its colour too."""
        last = len(table.rows)
        for place, column in enumerate(table.columns):
            cells = (row[place] for row in table.rows)
            for mark in dict.fromkeys(cell for cell in cells if isinstance(cell, Mark)):
                rule = {"type": "cell", "criteria": "==", "value": f'"{mark.word}"', "format": self._tones[mark.tone]}
                sheet.conditional_format(1, place, last, place, rule)
            if column.kind == "day" and column.title == _LAST_DAY:
                rule = {"type": "cell", "criteria": "<", "value": "TODAY()", "format": self._tones["stop"]}
                sheet.conditional_format(1, place, last, place, rule)

    def _cell(self, sheet: Any, row: int, column: int, value: Shown) -> None:
        match value:
            case Mark():
                sheet.write_string(row, column, value.word, self._bold)
            case date():
                sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), self._day)  # noqa: DTZ001
            case int() | float() if not isinstance(value, bool):
                sheet.write_number(row, column, value, self._text)
            case _ if value != "":
                sheet.write_string(row, column, str(value)[:_LONGEST], self._text)

    def about(self, page: Page) -> None:
        """Write what was asked and answered, and what it rests on."""
        sheet = self._book.add_worksheet("About")
        _on_a4(sheet)
        widths = [24, 100]
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        stamp = page.stamp
        rows = [
            ("Question", page.title), ("In words", page.says),
            *((label, text_of(value)) for label, value in page.facts),
            *(("", sentence) for sentence in page.sentences),
            *(("Suggested", line.says) for line in page.suggested),
            ("Correct on", said(stamp.as_of)), ("By records up to", stamp.known_by),
            *(("Local default", each) for each in page.defaults), *(("Source", each.says) for each in page.sources),
            *([("Rests on", page.rests_on)] if page.rests_on else []),
            ("Catalogue", stamp.catalogue), ("Library", f"sw_competency {stamp.library}"),
            *([("Head of the records", stamp.head)] if stamp.head else []),
            *([("Check code", stamp.seal.digest)] if stamp.seal else []),
        ]  # fmt: skip
        for number, (label, value) in enumerate(rows):
            sheet.set_row(number, _height([label, value], widths))
            sheet.write_string(number, 0, label, self._bold)
            sheet.write_string(number, 1, value[:_LONGEST], self._text)


def _on_a4(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


def _as_text(value: Shown) -> str:
    return "00/00/0000" if isinstance(value, date) else text_of(value)


def _width(texts: Sequence[str]) -> int:
    """Return how wide a column is: as its longest text, or so that this has room in the highest row there can be."""
    longest = max(map(len, texts))
    return min(max(longest + 2, _NARROW), max(_WIDE, min(longest // (_MOST_LINES - 7), _WIDEST)))


def _height(texts: Sequence[str], widths: Sequence[int]) -> int:
    """Return how high a row is in which all its texts can be read; not every program works that out itself."""
    lines = (
        sum(len(textwrap.wrap(part, width - 2)) or 1 for part in text.splitlines()) if len(text) > width - 2 else 1
        for text, width in zip(texts, widths, strict=True)
    )
    return _LINE * min(max(lines, default=1), _MOST_LINES)
