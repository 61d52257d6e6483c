"""Is a page what it was when it was written, and would it be written so now? The same store is asked the same again."""

import html
import io
import json
import re
import tomllib
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import attrs
import msgspec

from sw_competency import reports
from sw_competency import version as library
from sw_competency.catalogue import Catalogue, digest_in, layer_of, load
from sw_competency.catalogue.look import Look
from sw_competency.dates import parse_instant, said
from sw_competency.errors import FieldError, SWCompetencyError, UnreadableFileError
from sw_competency.model import Person
from sw_competency.questions import Question, Questions, known
from sw_competency.questions._fields import fields_of
from sw_competency.reports._answer import laid_out
from sw_competency.reports._base import Asked, Stamp
from sw_competency.reports._lines import NONE, Difference, differing, lines_of
from sw_competency.reports._needs import FIELDS
from sw_competency.reports._page import page_of
from sw_competency.reports._paper import plain
from sw_competency.reports._render import render
from sw_competency.reports._seal import BEGINS, Code, of_answer, of_report, sealed
from sw_competency.stores import Store
from sw_competency.stores.heads import read

_IN = {
    "html": re.compile(rf'<meta name="sw-competency-page" content="({BEGINS}[^"]*)">'),
    "md": re.compile(rf"<!-- ({BEGINS}.*) -->"),
    "pdf": re.compile(rf"<pdf:Keywords>({BEGINS}.*?)</pdf:Keywords>"),
    "xlsx": re.compile(rf"<cp:keywords>({BEGINS}.*?)</cp:keywords>"),
}  # as we write it: what people wrote is escaped, and never taken for it
_PROPERTIES, _LARGEST = "docProps/core.xml", 100_000  # where a workbook says what it is; bytes that may have


@attrs.frozen(kw_only=True)
class Desk:
    """What is asked again.

    Args:
        store: the records.
        catalogue: the catalogue in use.
        at: gives the questions under a catalogue, on a day, by what was known at an instant; left out, today and now.
        person: gives what is known of a person.
    """

    store: Store
    catalogue: Catalogue
    at: Callable[[Catalogue, str | None, str | None], Questions]
    person: Callable[[str], Person | None]


@attrs.frozen(kw_only=True)
class PageCheck:
    """What became of a page.

    Args:
        page: which report or question it is.
        ask: what was asked.
        as_of: the day it is about.
        known_by: the instant up to which records were looked at; None where none were.
        digest: its check code.
        unaltered: whether it is what is written for that moment; None where that cannot be told.
        still: whether it would be written so now; None where that cannot be told.
        says: what is to be said of it, sentence by sentence.
        altered: what it says and is not written so; what is written instead.
        since: what it said then and would not say now; what it would say instead.
    """

    page: str
    ask: Mapping[str, Any] | None
    as_of: str
    known_by: str | None
    digest: str
    unaltered: bool | None = None
    still: bool | None = None
    says: tuple[str, ...] = ()
    altered: Difference = NONE
    since: Difference = NONE

    def to_json(self) -> dict[str, Any]:
        """Return it as `verify --json` prints it."""
        return attrs.asdict(self)


def code_in(page: bytes) -> tuple[Code, str]:
    """Return the code of a page, and the format it is in; of a text that was scanned, no format.

    Raises:
        UnreadableFileError: it is no page of ours, or its code was cut.
    """
    text = (_properties(page) if page.startswith(b"PK") else page).decode("utf-8", "replace")
    format_ = "html" if "<!doctype html" in text[:400].lower() else "md"
    format_ = next((name for begins, name in _BEGIN.items() if page.startswith(begins)), format_)
    found = _IN[format_].findall(text)
    if format_ == "md" and not found and text.strip().startswith(BEGINS):
        format_, found = "", [text.strip()]
    if len(set(found)) != 1:
        raise UnreadableFileError(
            "That is no page of ours, or it bears no check code: give the file that was written, HTML, PDF, XLSX or "
            f"Markdown, or a text that begins with {BEGINS}"
        )
    told = found[0].removeprefix(BEGINS)
    try:
        code = msgspec.convert(json.loads(html.unescape(told) if format_ != "md" else told), Code)
        parse_instant(code.known_by or "2000-01-01")
        if code.head is not None:
            read(code.head)
    except (ValueError, RecursionError, SWCompetencyError):
        raise UnreadableFileError("The check code of this page is damaged: scan it again, or give its file.") from None
    return code, format_


_BEGIN = {b"%PDF": "pdf", b"PK": "xlsx"}


def _properties(workbook: bytes) -> bytes:
    """Return what a workbook says it is; nothing where it says nothing."""
    try:
        with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
            if parts.getinfo(_PROPERTIES).file_size <= _LARGEST:
                return parts.read(_PROPERTIES)
    except (zipfile.BadZipFile, KeyError, ValueError, RuntimeError, NotImplementedError, OSError, zlib.error):
        pass
    return b""


def check(page: bytes, desk: Desk, templates: Path | None = None) -> PageCheck:
    """Check a page against the records.

    Args:
        page: what is in its file, or the text of its code.
        desk: what is asked again.
        templates: a site's own folder of templates, by which it was laid out.

    Raises:
        UnreadableFileError: it is no page of ours.
    """
    code, format_ = code_in(page)
    return _Checking(page, format_, code, desk, templates).done()


@attrs.define
class _Checking:
    """A check, and what it found so far; what leaves it in doubt is apart: then nothing found is anybody's doing."""

    page: bytes
    format: str
    code: Code
    desk: Desk
    templates: Path | None
    says: list[str] = attrs.field(factory=list)
    doubts: list[str] = attrs.field(factory=list)
    found: dict[str, Any] = attrs.field(factory=dict)

    def done(self) -> PageCheck:
        """Return what the check found."""
        code = self.code
        catalogue = self._catalogue()
        if code.head is not None and self.desk.store.had(read(code.head)) is False:
            self.doubts.append("It was written from other records, or these are an older copy: their head differs.")
        if code.library != library.__version__:
            self.doubts.append(f"It was written by version {code.library[:20]}; this is {library.__version__}.")
        self.says += self.doubts
        try:
            if code.ask is None:
                raise UnreadableFileError("It rests on a file that is not kept with the records.")
            again = _Again(code, self.desk)
            questions = self.desk.at(catalogue, code.as_of, code.known_by)
            view, fresh = again.view(questions)
            self._held(again, view, fresh, questions.catalogue.look)
            self._compared(again, view)
        except SWCompetencyError as error:
            self.says.append(f"It cannot be asked again here. {error}")
        return PageCheck(
            page=code.page, ask=code.ask, as_of=code.as_of, known_by=code.known_by, digest=code.digest,
            says=tuple(self.says), **self.found,
        )  # fmt: skip

    def _catalogue(self) -> Catalogue:
        """Return the catalogue the page was judged by; where that is not at hand, the one in use."""
        wanted, used = self.code.catalogue, self.desk.catalogue
        if wanted == used.digest:
            return used
        text = self.desk.store.catalogue(wanted)
        if text is not None and digest_in(text) == wanted:
            self.says.append("It was judged by another catalogue, which is kept with the records: that one was used.")
            return load(layer_of(tomllib.loads(text), wanted))
        self.doubts.append(f"It was judged by another catalogue, {wanted[:40]}: name that one with --catalogue.")
        return used

    def _held(self, again: "_Again", view: Any, fresh: Code, look: Look) -> None:
        """Hold the page against what is written for its own moment, with a code made afresh."""
        same = fresh.of(view).digest == self.code.digest
        view = sealed(view, fresh, on_paper=self.format == "pdf")
        written = again.written(view, self.format, look, self.templates) if self.format else b""
        if same and (written == self.page or not self.format):
            self.found["unaltered"] = True
            self.says.append(_AS_WRITTEN if self.format else _BY_ITS_CODE)
            return
        self.found["unaltered"] = None if self.doubts else False
        altered = NONE
        if self.format in {"html", "md"}:
            texts = (one.decode("utf-8", "replace") for one in (self.page, written))
            altered = differing(*(lines_of(text, as_html=self.format == "html") for text in texts))
        self.found["altered"] = altered
        self.says.append(_NOT_GIVEN if not same else _OTHER_WORDS if altered else _OTHER_FILE)

    def _compared(self, again: "_Again", then: Any) -> None:
        """Compare what the page said with what it would say now."""
        now, _ = again.view(self.desk.at(self.desk.catalogue, None, None))
        day = said(now.stamp.as_of)
        now = attrs.evolve(now, stamp=then.stamp)  # the day and the instant are other anyway
        self.found["still"] = plain(now) == plain(then)
        if self.found["still"]:
            self.says.append(f"It would say the same today, {day}.")
        else:
            self.says.append(f"Today, {day}, it would say something else.")
            self.found["since"] = differing(again.lines(then), again.lines(now))


_AS_WRITTEN = "It is as it was written."
_BY_ITS_CODE = "The records give a page with this check code. Hold the paper against a fresh print for that moment."
_OTHER_WORDS = "It was altered: it does not say what was written for that moment."
_OTHER_FILE = (
    "Its check code is right, and its file was changed: somebody altered it, another program saved it, or it was laid "
    "out by other templates (name them with --templates). Rely on a fresh print."
)
_NOT_GIVEN = (
    "The records do not give this page for that moment: it was altered, or a name in it is another now, or records "
    "were erased since."
)


@attrs.frozen
class _Again:
    """What a page was asked, to be asked again."""

    code: Code
    desk: Desk

    def view(self, questions: Questions) -> tuple[Any, Code]:
        """Return the finished view at another moment, and its code without a digest."""
        if self.code.question:
            answer = questions.ask(self._question())
            page = page_of(answer, questions, self.code.head)
            return page, of_answer(answer, page.stamp)
        name = self.code.page
        asked, view = reports.viewed(name, self._asked(questions))
        if not isinstance(getattr(view, "stamp", None), Stamp):
            raise UnreadableFileError(f"The report {name} bears no check code.")
        return view, of_report(name, asked, view.stamp, with_records=reports.needs_records(name))

    def written(self, view: Any, format_: str, look: Look, templates: Path | None) -> bytes:
        """Return a view as it is written."""
        if self.code.question:
            return laid_out(view, format_, look, templates) or b""
        return reports.laid_out(self.code.page, view, format_, look, templates)

    def lines(self, view: Any) -> tuple[str, ...]:
        """Return what a view says, line by line."""
        if self.code.question:
            return lines_of(render("answer.html.j2", view), as_html=True)
        return lines_of(reports.laid_out(self.code.page, view, "html", Look()).decode("utf-8", "replace"), as_html=True)

    def _asked(self, questions: Questions) -> Asked:
        types = {field.name: field.type for field in attrs.fields(Asked) if field.name in FIELDS}
        given = _taken(self.code.ask or {}, types)
        return Asked(
            questions=questions, person=self.desk.person, workers=lambda: questions.workers, head=self.code.head,
            contact=self.code.contact, links=self.code.links, **given,
        )  # fmt: skip

    def _question(self) -> Question[Any]:
        asking = known()
        if self.code.page not in asking:
            raise UnreadableFileError(f"This version has no question '{self.code.page[:80]}'.")
        fields = {field.written: field for field in fields_of(asking[self.code.page])}
        given = _taken(self.code.ask or {}, dict.fromkeys(fields, str | bool | int | list[str] | None))
        if lacking := [name for name, field in fields.items() if field.required and name not in given]:
            raise FieldError(lacking[0], "is lacking in the check code")
        return asking[self.code.page](**{fields[name].name: value for name, value in given.items()})


def _taken(given: Mapping[str, Any], types: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a code says was asked, each of its type."""
    try:
        return {name: msgspec.convert(value, types[name]) for name, value in given.items()}
    except (KeyError, msgspec.ValidationError):
        raise UnreadableFileError("This version is not asked in that way.") from None
