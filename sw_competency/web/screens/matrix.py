"""Who holds what, at a glance: people down, competencies across, by area and band, on any day."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import cast

import attrs

from sw_competency.judge.status import HELD
from sw_competency.model.marks import STATUS, Mark
from sw_competency.names import in_numbers
from sw_competency.questions.matrix import Matrix as Asked
from sw_competency.questions.matrix import MatrixAnswer, Row, Total
from sw_competency.web import asking
from sw_competency.web.roles import STAFF
from sw_competency.web.screen import Screen
from sw_competency.web.screens.papers import print_links
from sw_competency.web.visit import Link, Visit

_MOST = 25  # people on a page
_ACROSS = 8  # competencies of one table: as many as can be read on a desk's screen, and on A3
_SORTS = (Link("name", "name"), Link("site", "site"), Link("band", "band"), Link("fewest signed off", "fewest"),
          Link("most run out or due", "urgent"))  # fmt: skip
_SEES_TO = frozenset({"due", "grace", "lapsed", "out-of-practice"})


@attrs.frozen(slots=True)
class Shown:
    """One cell: how it stands, to when, and where the answer with its evidence is."""

    mark: Mark
    day: date | None
    to: str


@attrs.frozen(slots=True)
class Person:
    """One line: who, in which post, how many competencies are in date, and how many ran out or are due."""

    who: Link
    post: str
    held: int
    urgent: int
    cells: tuple[Shown | None, ...]


@attrs.frozen(slots=True)
class Part:
    """Some competencies of an area, with everybody on the page.

    Args:
        title: the area.
        across: the competencies, each with how many people stand how.
        lines: the people, with the cells of these competencies.
    """

    title: str
    across: tuple[tuple[Link, Total], ...]
    lines: tuple[Person, ...]


@attrs.frozen(slots=True, kw_only=True)
class View:
    """The screen.

    Args:
        fields: what to look at.
        as_of: the day, as filled in.
        who: a part of a name to look for.
        urgent: whether only people with something to see to are listed.
        sorts: the orders there are.
        sort: the order.
        says: what it comes to.
        unread: records that could not be read.
        parts: the tables.
        pages: the other pages, before and after.
        counted: which posts of how many are shown: somebody may hold several.
        downloads: the whole as a file.
    """

    fields: tuple[asking.Asks, ...]
    as_of: str
    who: str
    urgent: bool
    sorts: tuple[Link, ...]
    sort: str
    says: str
    unread: tuple[str, ...]
    parts: tuple[Part, ...]
    pages: tuple[Link, ...]
    counted: str
    downloads: tuple[Link, ...]


class Matrix(Screen):
    """The training matrix."""

    path = "/matrix"
    title = "Matrix"
    sees = STAFF
    place = 30

    def show(self, visit: Visit) -> View:
        """Judge everybody once, or whom a part of a name fits; sort and cut into pages."""
        called = _called(visit)
        answer = cast("MatrixAnswer", asking.ask(visit, Asked, called))
        sort = visit.text("sort") or "name"
        rows = sorted(_wanted(answer.rows, visit), key=lambda row: _order(row, sort, visit))
        last = max(0, (len(rows) - 1) // _MOST)
        given = visit.text("page") or "1"
        page = min(int(given) - 1 if given.isdecimal() and int(given) else 0, last)
        here = rows[page * _MOST : (page + 1) * _MOST]
        asked = {name: visit.text(name) for name in ("site", "modality", "tier", "everything")}
        kept = {**asked, **{name: visit.text(name) for name in ("who", "urgent", "sort")}}
        return View(
            fields=asking.asks(Asked, visit), as_of=visit.given.get("as_of", ""), who=visit.text("who") or "",
            urgent=visit.text("urgent") == "yes", sorts=_SORTS, sort=sort, says=_says(answer, called, visit),
            unread=tuple(visit.named(one.id) for one in answer.damaged),
            parts=tuple(_parts(answer, here, visit)) if here else (),
            pages=tuple(
                Link(title, visit.link("matrix", page=to + 1, **kept))
                for title, to in (("People before", page - 1), ("People after", page + 1)) if 0 <= to <= last
            ),
            counted=f"{page * _MOST + 1} to {page * _MOST + len(here)} of {len(rows)}" if last else "",
            downloads=(
                *(Link(one.upper(), visit.link("ask", "matrix", "as", one, **asked)) for one in ("xlsx", "csv", "pdf")),
                *print_links(visit, "matrix", "On A3", site=asked["site"], area=asked["modality"]),
            ),
        )  # fmt: skip


def _called(visit: Visit) -> list[str] | None:
    """Return whom a part of a name fits: nobody else is judged; None where no name is given."""
    who = visit.text("who")
    return None if who is None else [one for one in visit.questions.workers if visit.is_called(one, who)]


def _says(answer: MatrixAnswer, called: list[str] | None, visit: Visit) -> str:
    says, who = visit.directory.naming()(answer.says), visit.text("who")
    if called is None:
        return says
    return f"{says}; of those whose name holds “{who}”" if called else f"Nobody on record is called “{who}”"


def _wanted(rows: Iterable[Row], visit: Visit) -> Iterator[Row]:
    return (row for row in rows if visit.text("urgent") != "yes" or _urgent(row))


def _urgent(row: Row) -> int:
    return sum(cell.status in _SEES_TO for cell in row.cells)


def _held(row: Row) -> int:
    return sum(cell.status in HELD for cell in row.cells)


def _order(row: Row, sort: str, visit: Visit) -> tuple[int, tuple[list[tuple[int, str]], str], str, str]:
    name = visit.named(row.worker).casefold()
    tier = visit.tracker.catalogue.tiers.get(row.tier)
    first = {"band": tier.rank if tier else 0, "fewest": _held(row), "urgent": -_urgent(row)}.get(sort, 0)
    return first, in_numbers(row.site if sort == "site" else ""), name.rpartition(" ")[2], name


def _parts(answer: MatrixAnswer, rows: Sequence[Row], visit: Visit) -> Iterator[Part]:
    """Return the competencies area by area, no more of them side by side than can be read."""
    catalogue, totals = visit.tracker.catalogue, {one.competency: one for one in answer.totals}
    areas: dict[str, list[str]] = {}
    for name in answer.competencies:
        modalities = catalogue.competencies[name].modalities
        one = catalogue.titled(modalities[0]) if len(modalities) == 1 and modalities != ("all",) else ""
        areas.setdefault(one or ("All areas" if modalities == ("all",) else "Several areas"), []).append(name)
    for title, names in areas.items():
        several = list(_evenly(names))
        for number, some in enumerate(several, 1):
            part = f"{title}, {number} of {len(several)}" if len(several) > 1 else title
            across = tuple(
                (Link(catalogue.titled(name), visit.link("ask", "who-may", task=name)), totals[name]) for name in some
            )
            yield Part(part, across, tuple(_line(row, some, visit) for row in rows))


def _evenly(names: list[str]) -> Iterator[list[str]]:
    tables = -(-len(names) // _ACROSS)
    each = -(-len(names) // tables)
    return (names[n : n + each] for n in range(0, len(names), each))


def _line(row: Row, names: Iterable[str], visit: Visit) -> Person:
    cells, catalogue = {cell.competency: cell for cell in row.cells}, visit.tracker.catalogue
    site = visit.directory.title_of("site", row.site) or row.site
    shown = tuple(
        Shown(STATUS[cells[name].status], cells[name].expires_on,
              visit.link("ask", "status", worker=row.worker, competency=name)) if name in cells else None
        for name in names
    )  # fmt: skip
    who = Link(visit.named(row.worker), visit.link("people", row.worker))
    tier = catalogue.tiers.get(row.tier)
    band = f"band {tier.band}" if tier else catalogue.titled(row.tier)
    return Person(who, f"{site}, {band}", _held(row), _urgent(row), shown)
