"""Inspector: a task on a day, as it was known then: who did it, who was signed off by whom, under which policy."""

from collections.abc import Mapping
from datetime import date

import attrs

from sw_competency import plugins
from sw_competency.reports._page import Page
from sw_competency.web import asking
from sw_competency.web.roles import Role
from sw_competency.web.screen import Screen
from sw_competency.web.screens.ask import links
from sw_competency.web.screens.papers import asked, print_links
from sw_competency.web.visit import Done, Link, Visit

_PAPER = "inspection"
_PAGES = (("matrix", "Matrix"), ("papers", "Papers"), ("rebanding", "Re-banding"), ("ask", "Ask"))
_FORMATS = (("pdf", "Freeze as PDF"), ("html", "Page"), ("xlsx", "XLSX"))


@attrs.frozen(slots=True, kw_only=True)
class View:
    """The screen.

    Args:
        as_of: the day, as filled in; empty where none was chosen.
        today: the last day that can be looked at.
        known: whether it is looked at by what was on record `then` or `now`.
        tasks: the tasks there are.
        task: the one chosen.
        sites: the sites.
        site: the one chosen.
        page: who did the task and on whose word.
        links: where the people on it are.
        papers: the same as a paper.
        pages: other screens, on the same day.
    """

    as_of: str
    today: date
    known: str
    tasks: tuple[Link, ...]
    task: str
    sites: tuple[Link, ...]
    site: str
    page: Page | None
    links: Mapping[str, str]
    papers: tuple[Link, ...]
    pages: tuple[Link, ...]


class Inspector(Screen):
    """A day, what was known on it, and a task."""

    path = "/inspector"
    title = "Inspector"
    sees = frozenset({Role.INSPECTOR, Role.EDUCATOR, Role.MANAGER})
    place = 75
    chooses_day = True

    def show(self, visit: Visit) -> View | Done:
        """Show who did a task up to the day; where it is asked by what was known then, look at that."""
        as_of, known = visit.text("as_of"), visit.text("known")
        chosen = {name: visit.text(name) for name in ("competency", "site")}
        if as_of and known in {"then", "now"}:
            return Done(visit.link("inspector", as_of=as_of, known_by=as_of if known == "then" else None, **chosen))
        page = _page(visit) if as_of and chosen["competency"] else None
        catalogue = visit.tracker.catalogue
        return View(
            as_of=as_of or "", today=visit.tracker.today(), known="then" if visit.text("known_by") else "now",
            tasks=tuple(asking.things(catalogue, "competency")), task=chosen["competency"] or "",
            sites=tuple(asking.things(catalogue, "site")), site=chosen["site"] or "", page=page,
            links={} if page is None else links(page, visit), papers=_papers(visit, chosen) if page else (),
            pages=tuple(Link(title, visit.link(to)) for to, title in _PAGES),
        )  # fmt: skip


def _page(visit: Visit) -> Page | None:
    report = plugins.members("reports").get(_PAPER)
    if report is None:
        return None
    about = {name: visit.meant(name) for name in ("competency", "site")}
    page: Page = report.view(asked(visit, _PAPER, **about)).page
    return page


def _papers(visit: Visit, chosen: Mapping[str, str | None]) -> tuple[Link, ...]:
    made = (print_links(visit, _PAPER, title, **chosen, format=one) for one, title in _FORMATS)
    return tuple(link for each in made for link in each)
