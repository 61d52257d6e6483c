"""What a page prints of any answer, finished: people by their names, terms by their titles, reasons if no table is."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import attrs

from sw_competency.catalogue.placeholders import described
from sw_competency.dates import said
from sw_competency.model.answers import Answer, Answers
from sw_competency.model.columns import Meaning, Table
from sw_competency.model.findings import instant
from sw_competency.model.marks import Mark
from sw_competency.questions import Question, Questions
from sw_competency.questions._fields import fields_of
from sw_competency.reports._base import Cited, Line, Stamp, Who, capital, cited_in, lines_of
from sw_competency.version import __version__

_MEANINGS = {"worker": Meaning.PERSON, "assessor": Meaning.PERSON, "site": Meaning.SITE}
_NOT_TOLD = frozenset({"says", "suggests"})  # facts that stand elsewhere on the page
Shown = str | date | int | float | Mark


@attrs.frozen(slots=True)
class Heading:
    """The heading of a column, and what its cells are: text, person, day, number or mark."""

    title: str
    kind: str


@attrs.frozen(slots=True)
class Grid:
    """A table as it is read: people by their names, terms by their titles."""

    title: str
    columns: tuple[Heading, ...]
    rows: tuple[tuple[Shown, ...], ...]


@attrs.frozen(slots=True, kw_only=True)
class Page:
    """Everything a page prints of an answer.

    Args:
        title: the question, in a few words.
        says: the answer in one sentence.
        facts: what was asked and what is answered, as label and value.
        tables: its tables.
        sentences: what is said beside them.
        reasons: the parts of the finding, where no table says them.
        suggested: how what is suggested and decides nothing stands.
        defaults: on which local defaults it rests.
        sources: the documents it cites.
        stamp: the two clocks and the catalogue.
    """

    title: str
    says: str
    facts: tuple[tuple[str, str], ...]
    tables: tuple[Grid, ...]
    sentences: tuple[str, ...]
    reasons: tuple[Line, ...]
    suggested: tuple[Line, ...]
    defaults: tuple[str, ...]
    sources: tuple[Cited, ...]
    stamp: Stamp
    entries: tuple[str, ...] = ()

    @property
    def who(self) -> Who:
        """What stands at the head of every sheet."""
        return Who(id="", name=self.says, running=self.title)

    @property
    def running(self) -> str:
        """What stands at the head of every sheet, on the right."""
        return self.title


def page_of(answer: Answer[Any] | Answers[Any], questions: Questions, head: str | None = None) -> Page:
    """Work out everything a page prints of an answer."""
    catalogue, one = questions.catalogue, answer if isinstance(answer, Answer) else None
    tables = tuple(_grid(each, questions) for each in answer.tables())
    lines = lines_of(one.parts) if one is not None and not tables else ()
    version = f"{catalogue.title}, {catalogue.digest}" if catalogue.title else catalogue.digest
    return Page(
        title=capital(_class(answer).name.replace("-", " ")), says=_sentence(answer.says),
        facts=(*_asked(answer, questions), *(_facts(one) if one is not None and not tables else ())),
        tables=tables, sentences=tuple(_sentence(each) for each in answer.lines()), reasons=lines,
        suggested=lines_of(getattr(answer, "suggests", ())),
        defaults=tuple(described(catalogue, path) for path in answer.placeholders),
        sources=cited_in(catalogue, answer.sources), entries=one.entries if one is not None else (),
        stamp=Stamp(
            as_of=answer.moment.as_of, known_by=instant(answer.moment.known_by), catalogue=version,
            library=__version__, contact=None, head=head,
        ),
    )  # fmt: skip


def _class(answer: Answer[Any] | Answers[Any]) -> type[Question[Any]]:
    question: type[Question[Any]] = type(answer.asked)
    return question


def _sentence(words: str) -> str:
    return words if words.endswith((".", "?", "!")) else f"{words}."


def _asked(answer: Answer[Any] | Answers[Any], questions: Questions) -> Iterator[tuple[str, str]]:
    """Return what was asked, field by field; what was left out is not said."""
    for field in fields_of(_class(answer)):
        value = getattr(answer.asked, field.name)
        if value is not None and (field.required or value != field.default):
            meaning = Meaning.TEXT if field.named is None else _MEANINGS.get(field.named.what, Meaning.TERM)
            yield _label(field.written), _text(_shown(value, meaning, questions))


def _facts(answer: Answer[Any]) -> Iterator[tuple[str, str]]:
    """Return the facts that are one value each."""
    asked = _class(answer).__struct_fields__
    for name, value in answer.facts().items():
        if name in asked or name in _NOT_TOLD or value is None:
            continue
        if isinstance(value, bool):
            yield _label(name), "yes" if value else "no"
        elif isinstance(value, str | date | int | float):
            yield _label(name), said(value) if isinstance(value, date) else str(value).replace("-", " ")


def _label(name: str) -> str:
    return capital(name.replace("_", " "))


def _grid(table: Table, questions: Questions) -> Grid:
    columns = tuple(Heading(one.heading, _kind(one.meaning)) for one in table.columns)
    meanings = [one.meaning for one in table.columns]
    rows = tuple(
        tuple(_shown(cell, meaning, questions) for cell, meaning in zip(row, meanings, strict=True))
        for row in table.rows
    )
    return Grid(table.title, columns, rows)


def _kind(meaning: Meaning) -> str:
    return "text" if meaning in {Meaning.TERM, Meaning.SITE} else meaning.value


def _shown(value: Any, meaning: Meaning, questions: Questions) -> Shown:
    """Return a cell as it is read."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return value if isinstance(value, date | int | float | Mark) else str(value)
    match meaning:
        case Meaning.PERSON if questions.directory is not None:
            return questions.directory.called("person", value)
        case Meaning.TERM:
            return questions.catalogue.titled(value)
        case Meaning.SITE:
            known = questions.catalogue.sites.get(value)
            return f"{known.title} ({value})" if known is not None and known.title else value
    return value


def _text(value: Shown) -> str:
    """Return a cell as text."""
    if isinstance(value, Mark):
        return value.word
    return said(value) if isinstance(value, date) else str(value)


def walked(lines: Iterable[Line], depth: int = 0) -> Iterator[tuple[int, Line]]:
    """Return lines and all their parts, each with how deep it stands."""
    for line in lines:
        yield depth, line
        yield from walked(line.parts, depth + 1)


def grids(page: Page) -> Iterator[Grid]:
    """Return the tables of a page as a spreadsheet has them: the reasons are one where there is no other."""
    yield from page.tables
    if page.reasons:
        columns = (Heading("Outcome", "mark"), Heading("Why", "text"))
        yield Grid("Why", columns, tuple((line.mark, line.says) for _, line in walked(page.reasons)))
