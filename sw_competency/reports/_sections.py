"""A paper made of sections: what to read first, tables, lines, and room to fill in by hand; one layout for all of them.

A report that has nothing to draw says what stands on its paper, and `templates/_sections.*` and `sections.typ` lay it
out. Its tables are a workbook as they are.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

import attrs

from sw_competency.catalogue.placeholders import described
from sw_competency.dates import said
from sw_competency.model import Finding
from sw_competency.model.answers import Answer
from sw_competency.model.columns import Cell, Meaning, table
from sw_competency.model.findings import full_stop
from sw_competency.pictures import Picture, picture_of
from sw_competency.reports._base import Asked, Cited, Line, Stamp, Who, lines_of, stamp, who
from sw_competency.reports._career import PostRow, posts
from sw_competency.reports._page import Grid, Heading, Page, Shown, grid_of, line_named

_MOST_UPRIGHT = 6  # columns of a table that still stands on an upright sheet


@attrs.frozen(slots=True, kw_only=True)
class Section:
    """One part of a paper, from what must be read first to what is filled in by hand.

    Args:
        title: its heading.
        alarms: what must be read first.
        says: sentences before the tables.
        facts: what is one value each, as label and value.
        grids: its tables.
        nothing: what is said where there is no table, nor a line.
        pictures: pictures of what the tables say.
        lines: what is asked, and how each part stands.
        notes: sentences after the tables.
        boxes: what there is to tick.
        fields: rows of fields to fill in by hand.
        fresh: whether it begins a sheet of its own.
        by_hand: whether its tables are to be filled in, and so keep their empty columns.
        tables: the tables as they are drawn.
    """

    title: str
    alarms: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    facts: tuple[tuple[str, Shown], ...] = ()
    grids: tuple[Grid, ...] = ()
    nothing: str = ""
    pictures: tuple[Picture, ...] = ()
    lines: tuple[Line, ...] = ()
    notes: tuple[str, ...] = ()
    boxes: tuple[str, ...] = ()
    fields: tuple[tuple[str, ...], ...] = ()
    fresh: bool = False
    by_hand: bool = False
    tables: tuple[Grid, ...] = attrs.field(init=False)

    @tables.default
    def _drawn(self) -> tuple[Grid, ...]:
        return self.grids if self.by_hand else tuple(one.drawn() for one in self.grids)


@attrs.frozen(slots=True, kw_only=True)
class Paper:
    """The finished paper.

    Args:
        title: what it is.
        who: whom it is about.
        headline: what is read first of all.
        lead: what stands beneath it.
        alarms: what must be known before anything else.
        facts: whom or what it is about, as label and value.
        sections: its parts.
        defaults: on which local defaults it rests.
        sources: the documents it cites.
        poster: whether it is to be read from two steps away.
        sheet: how large the sheet is.
        wide: whether it lies on its side.
    """

    title: str
    who: Who
    stamp: Stamp
    headline: str
    lead: tuple[str, ...] = ()
    alarms: tuple[str, ...] = ()
    facts: tuple[tuple[str, Shown], ...] = ()
    sections: tuple[Section, ...] = ()
    defaults: tuple[str, ...] = ()
    sources: tuple[Cited, ...] = ()
    poster: bool = False
    sheet: Literal["a4", "a3"] = "a4"
    running: str = attrs.field(init=False)
    wide: bool = attrs.field(init=False)

    @running.default
    def _running(self) -> str:
        return self.title

    @wide.default
    def _wide(self) -> bool:
        tables = (one for section in self.sections for one in section.tables)
        return self.poster or any(len(one.columns) > _MOST_UPRIGHT for one in tables)

    @property
    def page(self) -> Page:
        """The paper as a workbook has it: a sheet for each table, named after its section."""
        tables = [
            attrs.evolve(one, title=one.title or section.title)
            for section in self.sections if not section.by_hand for one in section.grids
        ]  # fmt: skip
        said = [*self.alarms, *(each for one in self.sections for each in (*one.alarms, *one.says, *one.notes))]
        return Page(
            title=self.title, headline=self.headline, says=" ".join(self.lead) or self.headline, asked=self.facts,
            told=(), outcome="", grids=tuple(tables), sentences=tuple(said), reasons=(), suggested=(),
            defaults=self.defaults, sources=self.sources, stamp=self.stamp,
        )  # fmt: skip


def grids(
    asked: Asked, columns: Mapping[str, Meaning], rows: Sequence[Sequence[Cell]], title: str = ""
) -> tuple[Grid, ...]:
    """Return a table as it is read: people by their names, terms by their titles; none where it has no rows."""
    return (grid_of(table(columns, rows, title), asked.questions, asked.say),) if rows else ()


def to_fill(columns: Mapping[str, str], rows: Iterable[Sequence[str]]) -> tuple[Grid, ...]:
    """Return a table to be filled in by hand.

    Args:
        columns: its headings, each with how wide it is.
        rows: what is printed in it.
    """
    headings = tuple(Heading(name, "text", width=width) for name, width in columns.items())
    return (Grid("", headings, tuple(map(tuple, rows))),)


def lines(asked: Asked, findings: Iterable[Finding]) -> tuple[Line, ...]:
    """Return findings as lines, with people by their names."""
    return tuple(line_named(one, asked.say) for one in lines_of(findings))


def drawn(asked: Asked, answer: Answer[Any]) -> tuple[Picture, ...]:
    """Return the picture of an answer, if there is one; what it shows stands in the tables beside it."""
    picture = picture_of(answer, asked.questions)
    return () if picture is None else (attrs.evolve(picture, words=()),)


def local_defaults(asked: Asked, paths: Iterable[str]) -> tuple[str, ...]:
    """Return in words on which local defaults a paper rests, each once."""
    return tuple(described(asked.questions.catalogue, path) for path in dict.fromkeys(paths))


def department(asked: Asked) -> Who:
    """Return whom a paper about a department is about: a site, or all of them."""
    where = asked.place(asked.site) if asked.site else "All sites"
    return Who(id=asked.site or "", name=where, running=where)


def place(asked: Asked, site: str) -> str:
    """Return what a site is called; its id where nobody says."""
    return asked.questions.catalogue.title_of("site", site) or site


def about(asked: Asked, worker: str) -> tuple[tuple[str, Shown], ...]:
    """Return which posts somebody holds on the day, as facts."""
    return tuple(("Post", _post(one)) for one in posts(asked, worker) if one.held)


def _post(one: PostRow) -> str:
    band = f"band {one.band} on record, " if one.band is not None else ""
    tier = "" if one.tier == one.title else f"{one.tier}, "
    more = f" ({one.more})" if one.more else ""
    return f"{one.title}, {tier}{band}{one.site}, since {said(one.first)}{more}"


def unread(asked: Asked, workers: Iterable[str]) -> Iterator[str]:
    """Say whose records could not be read, and so count for nothing on a paper."""
    for worker in workers:
        if asked.questions.records.unreadable(worker) is not None:
            yield f"The record of {asked.named(worker)} could not be read, and nothing in it counts here."


def unrecorded(asked: Asked, title: str, worker: str) -> Paper | None:
    """Return the paper about somebody of whom nothing is recorded; None where something is."""
    nothing = asked.questions.nothing(worker)
    if nothing is None:
        return None
    whose = who(asked, worker)
    says = full_stop(asked.say(nothing.says))
    return Paper(title=title, who=whose, stamp=stamp(asked), headline=whose.name, alarms=(says,))
