"""Every question there is, in plain words; each as a form; each answered as on paper, with links."""

from collections.abc import Mapping
from typing import Any, ClassVar

import attrs

from sw_competency.errors import NotAllowedError, UnknownNameError
from sw_competency.model.answers import Answer, Answers
from sw_competency.questions import Question
from sw_competency.reports import formats_of, write_answer
from sw_competency.reports._page import Named, Page, page_of
from sw_competency.web import asking
from sw_competency.web.roles import EDUCATORS, EVERYBODY, LEARNERS, STAFF
from sw_competency.web.screen import Screen
from sw_competency.web.visit import Download, Link, Visit

IN_FULL = "Entries in full, with reasons for absence, are for the practice educator, and for whom they are about."
TYPES = {
    "html": "text/html", "pdf": "application/pdf", "csv": "text/csv", "md": "text/markdown",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip


@attrs.frozen(slots=True, order=True)
class Listed:
    """A question or a paper in a list of all: what it is called, where its form is, and what else is told of it."""

    title: str
    to: str
    says: str


@attrs.frozen(slots=True)
class Groups:
    """A list of all there are, those about one thing together."""

    groups: tuple[tuple[str, tuple[Listed, ...]], ...]


class Ask(Screen):
    """All questions in plain words."""

    path = "/ask"
    title = "Ask"
    template = "ask"
    sees = STAFF
    place = 80

    def show(self, visit: Visit) -> Groups:
        """List them."""
        groups: dict[str, list[Listed]] = {heading: [] for heading in asking.HEADINGS}
        for name, one in asking.questions().items():
            if not may_ask(one, visit):
                continue
            listed = Listed(asking.title(one), visit.link("ask", name), asking.told(one))
            groups[asking.heading(one)].append(listed)
        return Groups(tuple((heading, tuple(sorted(all_))) for heading, all_ in groups.items() if all_))


@attrs.frozen(slots=True, kw_only=True)
class Asked:
    """A question as a form, and its answer where it was asked.

    Args:
        says: what it asks.
        fields: what there is to fill in.
        people: whom there is to choose from.
        files: whether it takes a file.
        as_of: the day it is about, as filled in.
        known_by: up to when we knew, as filled in.
        page: the answer.
        links: where the people and tasks in the answer are, by how each is shown.
        downloads: the answer as a file.
    """

    says: str
    fields: tuple[asking.Asks, ...]
    people: tuple[Link, ...]
    files: bool
    as_of: str
    known_by: str
    page: Page | None = None
    links: Mapping[str, str] = attrs.field(factory=dict)
    downloads: tuple[Link, ...] = ()


def _question(visit: Visit) -> type[Question[Any]]:
    known = asking.questions()
    if visit.given["question"] not in known:
        raise UnknownNameError("question", visit.given["question"], tuple(known))
    return known[visit.given["question"]]


def may_ask(question: type[Question[Any]], visit: Visit) -> bool:
    """Tell whether whoever asks may have the answer, where it gives entries in full."""
    return not question.in_full or visit.sees_in_full(asking.whose(question, visit))


def _allowed(visit: Visit) -> type[Question[Any]]:
    question = _question(visit)
    if not may_ask(question, visit):
        raise NotAllowedError(IN_FULL)
    return question


class _About(Screen):
    sees = EVERYBODY
    own = LEARNERS

    def about(self, visit: Visit) -> str | None:
        """Return whose record it is about, where it is about one worker's alone."""
        return asking.whose(_question(visit), visit)

    def heading(self, visit: Visit) -> str:
        """Return what the question is called."""
        return asking.title(_question(visit))


class AskOne(_About):
    """One question: its form, and its answer."""

    path = "/ask/{question}"
    title = "Ask"
    template = "ask_one"
    does = EDUCATORS  # a question about a file, which is sent
    takes: ClassVar[int] = 20 * 1024 * 1024

    def show(self, visit: Visit) -> Asked:
        """Show the form; where all that is needed was given, the answer too."""
        question = _allowed(visit)
        form = self._form(visit, question)
        ready = all(one.value for one in form.fields if one.needed)
        begun = "asked" in visit.given or any(visit.given.get(one.name) for one in form.fields if one.needed)
        if form.files or not ready or not begun:
            return form
        return answered(form, asking.ask(visit, question), visit)

    def do(self, visit: Visit) -> Any:
        """Answer it about the file that was sent; nothing is put on record."""
        question = _allowed(visit)
        return answered(self._form(visit, question), asking.ask(visit, question), visit)

    def _form(self, visit: Visit, question: type[Question[Any]]) -> Asked:
        fields = asking.asks(question, visit)
        chosen = visit.may_see_others and any(one.list for one in fields)
        return Asked(
            says=asking.told(question), fields=fields, files=asking.takes_files(question),
            people=asking.people(visit.directory) if chosen else (),
            as_of=visit.given.get("as_of", ""), known_by=visit.given.get("known_by", ""),
        )  # fmt: skip


class AskOneAs(_About):
    """The answer to a question as a file."""

    path = "/ask/{question}/as/{format}"
    title = "Ask"

    def show(self, visit: Visit) -> Download:
        """Write the answer."""
        question, format_ = _allowed(visit), visit.given["format"]
        written = write_answer(asking.ask(visit, question), visit.questions, format_, visit.tracker.head())
        return Download(written, f"{question.name}.{format_}", TYPES[format_])


def answered(form: Asked, answer: Answer[Any] | Answers[Any], visit: Visit) -> Asked:
    """Return a form with its answer, linked to people and tasks."""
    page = page_of(answer, visit.questions, visit.tracker.head())
    given = {f.name: visit.given[f.name] for f in form.fields if visit.given.get(f.name)}
    name = visit.given["question"]
    downloads = () if form.files else tuple(
        Link(format_.upper(), visit.link("ask", name, "as", format_, **given)) for format_ in formats_of(name)
    )  # fmt: skip
    return attrs.evolve(form, page=page, links=links(page, visit), downloads=downloads)


def answered_by(visit: Visit, name: str) -> Page:
    """Return the answer to a question that another screen asks, as it was filled in there."""
    return page_of(asking.ask(visit, asking.questions()[name]), visit.questions)


def links(page: Page, visit: Visit) -> dict[str, str]:
    """Return where the people and the tasks on a page are, by how each is shown there; a learner's own page alone."""
    if not visit.may_see_others:
        return {}
    catalogue, found = visit.tracker.catalogue, dict[str, str]()
    workers = frozenset(visit.questions.workers)
    tasks = {one.title: name for name, one in catalogue.competencies.items()}
    for _, fact in page.facts:
        if isinstance(fact, Named) and fact.id in workers:
            found[str(fact)] = visit.link("people", fact.id)
        elif isinstance(fact, Named) and fact.id in catalogue.competencies:
            found[str(fact)] = visit.link("ask", "who-may", task=fact.id)
    for grid in page.grids:
        for row in grid.rows:
            for column, value in zip(grid.columns, row, strict=True):
                if column.kind == "person" and isinstance(value, Named):
                    found[str(value)] = visit.link("people", value.id)
                elif isinstance(value, str) and value in tasks:
                    found[value] = visit.link("ask", "who-may", task=tasks[value])
    return found
