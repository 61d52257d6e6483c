"""Papers: every page there is to print, asked for by a form made of what it needs; shown, or kept as a file."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, get_args

import attrs

from sw_competency import reports
from sw_competency.errors import (
    FieldError,
    NotAllowedError,
    NotOnRecordError,
    ReportError,
    UnknownNameError,
)
from sw_competency.model.findings import capital
from sw_competency.questions import known
from sw_competency.web import asking
from sw_competency.web.roles import EDUCATORS, EVERYBODY, LEARNERS
from sw_competency.web.screen import Screen
from sw_competency.web.screens.ask import IN_FULL, TYPES, Groups, Listed
from sw_competency.web.visit import Download, Link, Visit

_CALLED = {"html": "Show the page", "pdf": "PDF", "md": "Markdown", "xlsx": "XLSX"}
_MEND = (ReportError, FieldError, NotOnRecordError)  # what the form can be mended for


class Papers(Screen):
    """All papers there are."""

    path = "/papers"
    title = "Papers"
    sees = EVERYBODY
    own = LEARNERS
    place = 70

    def about(self, visit: Visit) -> str | None:
        """Return who asks: the list is about nobody else."""
        return visit.account.id

    def show(self, visit: Visit) -> Groups:
        """List them, those about one person first."""
        groups: dict[str, list[Listed]] = {"About one person": [], "About several, or the department": []}
        for name, one in _known().items():
            if _may_print(one, visit):
                heading = list(groups)[not _is_of_one(one)]
                groups[heading].append(Listed(titled(name), visit.link("papers", name), one["question"]))
        return Groups(tuple((heading, tuple(all_)) for heading, all_ in groups.items() if all_))


@attrs.frozen(slots=True, kw_only=True)
class Wanted:
    """A paper as a form.

    Args:
        says: what it answers.
        amiss: why it could not be written.
        fields: what there is to fill in.
        several: what there may be several of: the field, its heading, what there is to tick, and what was typed.
        people: whom there is to choose from.
        as_of: the day it is about, as filled in.
        known_by: up to when we knew, as filled in.
        formats: how it can be had.
    """

    says: str
    amiss: str
    fields: tuple[asking.Asks, ...]
    several: tuple[tuple[str, str, tuple[Link, ...], str], ...]
    people: tuple[Link, ...]
    as_of: str
    known_by: str
    formats: tuple[Link, ...]


class Paper(Screen):
    """One paper: its form, or the paper itself."""

    path = "/papers/{paper}"
    title = "Papers"
    template = "paper"
    sees = EVERYBODY
    own = LEARNERS

    def heading(self, visit: Visit) -> str:
        """Return what the paper is called."""
        return titled(visit.given["paper"])

    def about(self, visit: Visit) -> str | None:
        """Return whose record it is about, where it is about one worker's and nothing of anybody else's."""
        return (visit.meant("worker") or visit.account.id) if _may_print(_paper(visit), visit) else None

    def show(self, visit: Visit) -> Wanted | Download:
        """Write the paper; where that cannot be, or no format is chosen, show its form."""
        if not _may_print(_paper(visit), visit):
            raise NotAllowedError(IN_FULL)
        if not visit.text("format"):
            return _form(visit)
        try:
            return _written(visit)
        except _MEND as error:
            return attrs.evolve(_form(visit), amiss=_in_form(visit.refuse(error).says))


def titled(name: str) -> str:
    """Return the name of a paper as people read it."""
    return capital(name.replace("-", " "))


def print_links(visit: Visit, name: str, title: str, **about: object) -> tuple[Link, ...]:
    """Return where a paper about something is asked for, if there is such a paper and whoever asks may print it."""
    one = _known().get(name)
    return (_link(visit, name, title, **about),) if one and _may_print(one, visit) else ()


def _link(visit: Visit, name: str, title: str, **about: object) -> Link:
    return Link(title, visit.link("papers", name, **about))


def papers_about(visit: Visit, worker: str) -> Iterator[Link]:
    """Return every paper about a person, by its name: the page itself, or its form where that asks for more."""
    for name, one in _known().items():
        if _is_of_one(one) and _may_print(one, visit):
            shown = "html" if one["needs"] == ["worker"] else None
            yield _link(visit, name, titled(name), worker=worker, format=shown)


def _in_form(says: str) -> str:
    """Return a sentence with what the form calls its fields, where it names options of the command line."""
    for field in reports.FIELDS.values():
        says = says.replace(field.option, f"“{_label(field.asks)}”")
    return says


def _label(asks: str) -> str:
    return capital(asks.removeprefix("whether "))


def _known() -> dict[str, Mapping[str, Any]]:
    return {one["name"]: one for one in reports.listing()}


def _paper(visit: Visit) -> Mapping[str, Any]:
    known = _known()
    if visit.given["paper"] not in known:
        raise UnknownNameError("report", visit.given["paper"], known)
    return known[visit.given["paper"]]


def _told(paper: Mapping[str, Any]) -> list[str]:
    return [*paper["needs"], *paper["takes"]]


def _is_of_one(paper: Mapping[str, Any]) -> bool:
    return "worker" in _told(paper) and "people" not in _told(paper)


def _may_print(paper: Mapping[str, Any], visit: Visit) -> bool:
    answer = known().get(paper["name"])
    if answer is not None and answer.in_full and not visit.sees_in_full(visit.meant("worker") or visit.account.id):
        return False
    return visit.may_see_others or _is_of_one(paper) or not reports.needs_records(paper["name"])


def _form(visit: Visit) -> Wanted:
    paper, given, directory = _paper(visit), visit.given, visit.directory
    names = [name for name in _told(paper) if not _hidden(name, visit)]
    several = [name for name in names if reports.FIELDS[name].many]
    fields = tuple(_asks(name, name in paper["needs"], visit) for name in names if name not in several)
    return Wanted(
        says=paper["question"], amiss="", fields=fields, as_of=given.get("as_of", ""),
        several=tuple(
            (name, _label(reports.FIELDS[name].asks) + ("" if name in paper["needs"] else " (optional)"),
             _choices(name, visit), given.get(name, "")) for name in several
        ),
        people=asking.people(directory) if any(one.list for one in fields) else (), known_by=given.get("known_by", ""),
        formats=tuple(Link(_CALLED.get(one, one), one) for one in paper["formats"]),
    )  # fmt: skip


def _hidden(name: str, visit: Visit) -> bool:
    """Tell whether a field is not for whoever asks: a learner's paper is her own, reasons are for educators."""
    return (name == "worker" and not visit.may_see_others) or (name == "with_reasons" and not visit.has(*EDUCATORS))


def _asks(name: str, needed: bool, visit: Visit) -> asking.Asks:
    field, type_ = reports.FIELDS[name], attrs.fields_dict(reports.Asked)[name].type
    how = "tick" if type_ is bool else "date" if date in get_args(type_) else "text"
    value, options = visit.given.get(name, ""), tuple[Link, ...]()
    if field.table == "worker":
        value = visit.directory.called("person", value) if value else ""
    elif field.table is not None:
        found = asking.things(visit.tracker.catalogue, field.table)
        options = tuple(sorted(found, key=lambda one: one.title.casefold()))
    return asking.Asks(
        name=name, label=_label(field.asks), hint="", how="choice" if options else how,
        needed=needed, value=value, options=options, list="people" if field.table == "worker" else "",
    )  # fmt: skip


def _choices(name: str, visit: Visit) -> tuple[Link, ...]:
    """Return what there is to tick, what is ticked first, each with the name of its box; of too many none."""
    table = reports.FIELDS[name].table
    found = _people(visit) if table == "worker" else asking.things(visit.tracker.catalogue, str(table))
    each = (Link(one.title, f"{name}:{one.to}", f"{name}:{one.to}" in visit.given) for one in found)
    shown = tuple(sorted(each, key=lambda one: (not one.here, one.title.casefold())))
    return shown if len(shown) <= asking.MOST_LISTED else ()


def _people(visit: Visit) -> Iterator[Link]:
    return (Link(visit.directory.called("person", one), one) for one in visit.questions.workers)


def _written(visit: Visit) -> Download:
    paper, format_ = _paper(visit), visit.given["format"]
    about = reports.told(_about(paper, visit), visit.directory.find)
    whom = about.get("worker") if reports.needs_records(paper["name"]) else None
    if whom is not None and (nothing := visit.questions.nothing(whom)) is not None:
        raise NotOnRecordError(f"{nothing.says}.")
    content = reports.write(paper["name"], asked(visit, paper["name"], **about), format_)
    named = "-".join(filter(None, (paper["name"], about.get("worker"), about.get("competency"))))
    return Download(content, f"{named}.{format_}", TYPES.get(format_, "text/plain"), shown=format_ == "html")


def asked(visit: Visit, name: str, **about: Any) -> reports.Asked:
    """Return what a paper is asked at this visit.

    Args:
        visit: who asks, and on which day.
        name: which paper.
        about: what it is about, by ids.
    """
    tracker = visit.tracker
    head = tracker.head() if reports.needs_records(name) else None
    return reports.Asked(
        questions=visit.questions, person=tracker.person, workers=lambda: visit.questions.workers, head=head, **about
    )


def _about(paper: Mapping[str, Any], visit: Visit) -> dict[str, Any]:
    """Return what the paper is told, as it was filled in.

    Raises:
        FieldError: something it needs is empty.
        NotAllowedError: reasons are asked for by somebody else than an educator.
    """
    if visit.text("with_reasons") and _hidden("with_reasons", visit):
        raise NotAllowedError("Reasons for absence are for the practice educator alone.")
    found: dict[str, Any] = {}
    for name in _told(paper):
        value: Any = visit.text(name)
        if name == "worker" and not visit.may_see_others:
            value = visit.account.id
        elif reports.FIELDS[name].many:
            ticked = [key.partition(":")[2] for key in visit.given if key.startswith(f"{name}:")]
            value = (*ticked, *filter(None, map(str.strip, (value or "").splitlines())))
        elif attrs.fields_dict(reports.Asked)[name].type is bool:
            value = value == "yes"
        if value:
            found[name] = value
        elif name in paper["needs"]:
            raise FieldError(reports.FIELDS[name].asks, "is empty: fill it in")
    return found
