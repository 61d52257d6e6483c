"""What a page prints of any answer, finished: people by their names, terms by their titles, reasons if no table is."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from math import sqrt
from typing import Any

import attrs

from sw_competency.catalogue.placeholders import described
from sw_competency.dates import said
from sw_competency.model.answers import Answer, Answers, rests_on
from sw_competency.model.columns import Meaning, Table
from sw_competency.model.findings import MET, NOT_MET, capital, full_stop, instant
from sw_competency.model.marks import ANSWER, STATUS, Mark, mark_of
from sw_competency.pictures import Picture, picture_of
from sw_competency.questions import Question, Questions
from sw_competency.questions._fields import fields_of
from sw_competency.reports._base import Cited, Line, Stamp, Who, cited_in, lines_of
from sw_competency.version import __version__

_PEOPLE = frozenset({"worker", "assessor", "person"})
_NOT_TOLD = frozenset({"says", "suggests"})  # facts that stand elsewhere on the page
_LONG = 160  # letters of a sentence that is no headline any more
_ONE_LINE, _ALL_LINES, _PAGE = 30, 90, 125  # letters of a cell on one line, of all such columns, of a page
_CODE = re.compile(r"[a-z]+(-[a-z]+)*")


@attrs.frozen(slots=True)
class Named:
    """Somebody or something that has an id, and what that is called; nothing where nobody knows."""

    id: str
    called: str = ""

    def __str__(self) -> str:
        return f"{self.called} ({self.id})" if self.called else self.id


Shown = str | date | int | float | Mark | Named


@attrs.frozen(slots=True)
class Heading:
    """The heading of a column, and what its cells are: text, person, day, number or mark.

    Args:
        title: the heading.
        kind: what its cells are.
        whole: whether each of them stands on one line.
        width: how wide it is on a screen, where that is not left to what stands in it.
    """

    title: str
    kind: str
    whole: bool = False
    width: str = ""


@attrs.frozen(slots=True)
class Grid:
    """A table as it is read: people by their names, terms by their titles."""

    title: str
    columns: tuple[Heading, ...]
    rows: tuple[tuple[Shown, ...], ...]

    def drawn(self) -> "Grid":
        """Return the table as a page draws it: without empty columns, and with how wide the others are."""
        kept = [n for n in range(len(self.columns)) if not self.rows or any(row[n] != "" for row in self.rows)]
        rows = tuple(tuple(row[n] for n in kept) for row in self.rows)
        return Grid(self.title, _spaced([self.columns[n] for n in kept], rows), rows)

    def apart(self) -> "Grid":
        """Return the table as another program takes it: an id and a name stand in columns of their own."""
        columns: list[Heading] = []
        for one in self.columns:
            columns += _apart(one.title) if one.kind == "person" else [one]
        rows = (
            [cell for one, value in zip(self.columns, row, strict=True) for cell in _cells(one, value)]
            for row in self.rows
        )
        return Grid(self.title, tuple(columns), tuple(map(tuple, rows)))


def _apart(title: str) -> list[Heading]:
    return [Heading(title, "text"), Heading(f"{title} name", "text")]


def _cells(column: Heading, value: Shown) -> list[Shown]:
    if column.kind != "person":
        return [value]
    return [value.id, value.called] if isinstance(value, Named) else [value, ""]


def _spaced(columns: Sequence[Heading], rows: Sequence[Sequence[Shown]]) -> tuple[Heading, ...]:
    """Return columns with their widths: one long name takes no room from the reasons, nor they from the names."""
    letters = [sorted([len(text_of(row[n])) for row in rows]) or [0] for n in range(len(columns))]
    usual = [max(len(c.title), all_[-(-9 * len(all_) // 10) - 1]) for c, all_ in zip(columns, letters, strict=True)]
    short = sum(n + 3 for n in usual if n <= _ONE_LINE)
    fits = short <= _ALL_LINES
    long = sum(sqrt(n) for n in usual if n > _ONE_LINE)
    out = []
    for one, n, all_ in zip(columns, usual, letters, strict=True):
        whole = fits and all_[-1] <= _ONE_LINE
        width = f"{n + 3}ch" if fits and n <= _ONE_LINE and not whole else ""
        if n > _ONE_LINE and sqrt(n) < long:  # several are long
            width = f"{max(40, 100 - 100 * short / _PAGE) * sqrt(n) / long:.0f}%"
        out.append(attrs.evolve(one, whole=whole, width=width))
    return tuple(out)


@attrs.frozen(slots=True, kw_only=True)
class Page:
    """Everything a page prints of an answer.

    Args:
        title: the question, in a few words.
        headline: the answer in a few words, where its sentence is long.
        says: the answer in one sentence.
        asked: what was asked, as label and value.
        told: what is answered, as label and value, empty where there is none.
        outcome: the outcome, in words; empty for several answers.
        grids: its tables, as values.
        sentences: what is said beside them.
        reasons: the parts of the finding, where no table says them.
        suggested: how what is suggested and decides nothing stands.
        defaults: on which local defaults it rests.
        sources: the documents it cites.
        stamp: the two clocks and the catalogue.
        entries: what it rests on, by id.
        picture: a picture of it, where there is one.
    """

    title: str
    headline: str
    says: str
    asked: tuple[tuple[str, Shown], ...]
    told: tuple[tuple[str, Shown], ...]
    outcome: str
    grids: tuple[Grid, ...]
    sentences: tuple[str, ...]
    reasons: tuple[Line, ...]
    suggested: tuple[Line, ...]
    defaults: tuple[str, ...]
    sources: tuple[Cited, ...]
    stamp: Stamp
    entries: tuple[str, ...] = ()
    picture: Picture | None = None

    @property
    def facts(self) -> tuple[tuple[str, Shown], ...]:
        """What was asked and is answered; where a table is, it tells the answer."""
        told = () if self.grids else self.told
        return tuple(one for one in (*self.asked, *told) if one[1] != "")

    @property
    def tables(self) -> tuple[Grid, ...]:
        """Its tables as they are drawn."""
        return tuple(one.drawn() for one in self.grids)

    @property
    def rests_on(self) -> str:
        """Which entries it rests on, in a sentence."""
        return f"{rests_on(self.entries)}." if self.entries else ""

    @property
    def who(self) -> Who:
        """What stands at the head of every sheet."""
        return Who(id="", name=self.headline or self.says, running=self.title)

    @property
    def running(self) -> str:
        """What stands at the head of every sheet, on the right."""
        return self.title


def page_of(answer: Answer[Any] | Answers[Any], questions: Questions, head: str | None = None) -> Page:
    """Work out everything a page prints of an answer."""
    catalogue, one = questions.catalogue, answer if isinstance(answer, Answer) else None
    say = questions.directory.naming() if questions.directory is not None and answer.asked.by_name else str
    tables = tuple(grid_of(each, questions, say) for each in answer.tables())
    lines = tuple(line_named(each, say) for each in lines_of(one.parts)) if one is not None and not tables else ()
    version = f"{catalogue.title}, {catalogue.digest}" if catalogue.title else catalogue.digest
    return Page(
        title=capital(_class(answer).name.replace("-", " ")), says=full_stop(say(answer.says)),
        headline=_headline(one) if one is not None else "", asked=tuple(_asked(answer, questions)),
        told=tuple(_facts(one, questions)) if one is not None else (),
        outcome=mark_of(one.outcome).word if one is not None else "", grids=tables,
        sentences=(*_damaged(answer, questions), *(full_stop(say(each)) for each in answer.lines())), reasons=lines,
        suggested=tuple(line_named(each, say) for each in lines_of(getattr(answer, "suggests", ()))),
        defaults=tuple(described(catalogue, path) for path in answer.placeholders),
        sources=cited_in(catalogue, answer.sources), entries=one.entries if one is not None else (),
        picture=picture_of(answer, questions),
        stamp=Stamp(
            as_of=answer.moment.as_of, known_by=instant(answer.moment.known_by), catalogue=version,
            library=__version__, contact=None, head=head,
        ),
    )  # fmt: skip


def line_named(one: Line, say: Callable[[str], str]) -> Line:
    """Return a line with people by their names."""
    return attrs.evolve(one, says=say(one.says), parts=tuple(line_named(each, say) for each in one.parts))


def _damaged(answer: Answer[Any] | Answers[Any], questions: Questions) -> Iterator[str]:
    """Say which records could not be read, each once."""
    each = answer if isinstance(answer, Answers) else (answer,)
    for one in dict.fromkeys(damaged for answer in each for damaged in answer.damaged):
        who = _called(questions, one.kind, one.id)
        yield f"The record of {who} could not be read, and nothing in it counts here. {full_stop(capital(one.says))}"


def _class(answer: Answer[Any] | Answers[Any]) -> type[Question[Any]]:
    question: type[Question[Any]] = type(answer.asked)
    return question


def _headline(answer: Answer[Any]) -> str:
    """Return a long answer in a few words; nothing where its sentence is short, or cannot be put so."""
    parts = lines_of(answer.parts)
    if len(answer.says) <= _LONG or not parts or _class(answer).exits == "done":
        return ""
    mark = ANSWER.get(getattr(answer, "answer", "")) or STATUS.get(getattr(answer, "status", ""))
    if mark is not None:
        return f"{capital(mark.word)}."
    decisive = sum(part.mark is mark_of(answer.outcome) for part in parts)
    words = capital(mark_of(answer.outcome).word)
    if answer.outcome is MET or len(parts) == 1:
        return f"{words}."
    missing = "cannot be told" if answer.outcome is not NOT_MET else "is missing" if decisive == 1 else "are missing"
    return f"{words}: {decisive} of {len(parts)} parts {missing}."


def _asked(answer: Answer[Any] | Answers[Any], questions: Questions) -> Iterator[tuple[str, Shown]]:
    """Return what was asked, field by field; what was left out is not said."""
    for field in fields_of(_class(answer)):
        value = getattr(answer.asked, field.name)
        if value is not None and (field.required or value != field.default):
            what = field.named.what if field.named is not None else ""
            shown = _called(questions, what, value) if what else _shown(value, Meaning.TEXT, questions)
            yield _label(field.written), shown


def _facts(answer: Answer[Any], questions: Questions) -> Iterator[tuple[str, Shown]]:
    """Return the facts that are one value each; one that there is not is empty."""
    asked = _class(answer).__struct_fields__
    for name, value in answer.facts().items():
        if name in asked or name in _NOT_TOLD:
            continue
        if value is None:
            yield _label(name), ""
        elif isinstance(value, str):
            titled = questions.catalogue.titled(value)
            yield _label(name), value.replace("-", " ") if titled == value and _CODE.fullmatch(value) else titled
        elif isinstance(value, date | int | float):
            yield _label(name), _shown(value, Meaning.TEXT, questions)


def _label(name: str) -> str:
    return capital(name.replace("_", " "))


def grid_of(table: Table, questions: Questions, say: Callable[[str], str]) -> Grid:
    """Return a table as it is read: people by their names, terms by their titles."""
    table = table.by_name(lambda id_: _called(questions, "person", id_).called)
    columns = tuple(Heading(one.heading, _kind(one.meaning)) for one in table.columns)
    meanings = [one.meaning for one in table.columns]
    rows = tuple(
        tuple(
            say(cell) if meaning is Meaning.TEXT and isinstance(cell, str) else _shown(cell, meaning, questions)
            for cell, meaning in zip(row, meanings, strict=True)
        )
        for row in table.rows
    )
    return Grid(table.title, columns, rows)


def _kind(meaning: Meaning) -> str:
    return "text" if meaning in {Meaning.TERM, Meaning.SITE} else meaning.value


def _shown(value: Any, meaning: Meaning, questions: Questions) -> Shown:
    """Return a cell as it is read."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str):
        return value if isinstance(value, date | int | float | Mark) else str(value)
    match meaning:
        case Meaning.PERSON:
            return _called(questions, "person", value)
        case Meaning.SITE:
            return _called(questions, "site", value)
        case Meaning.TERM:
            return questions.catalogue.titled(value)
    return value


def _called(questions: Questions, what: str, id_: str) -> Named:
    """Return who or what has an id, with the name or title."""
    if questions.directory is None:
        return Named(id_, "" if what in _PEOPLE else questions.catalogue.title_of(what, id_) or "")
    return Named(id_, questions.directory.title_of(what, id_) or "")


def text_of(value: Shown) -> str:
    """Return a cell as text."""
    if isinstance(value, Mark):
        return value.word
    return said(value) if isinstance(value, date) else str(value)


def walked(lines: Iterable[Line], depth: int = 0) -> Iterator[tuple[int, Line]]:
    """Return lines and all their parts, each with how deep it stands."""
    for line in lines:
        yield depth, line
        yield from walked(line.parts, depth + 1)


def sheets(page: Page) -> Iterator[Grid]:
    """Return the tables of a page as a spreadsheet has them: the reasons are one where there is no other."""
    for one in page.grids:
        yield attrs.evolve(one.apart(), title=one.title or page.title)
    if page.reasons:
        columns = (Heading("Outcome", "mark"), Heading("Why", "text"))
        yield Grid("Why", columns, tuple((line.mark, line.says) for _, line in walked(page.reasons)))
