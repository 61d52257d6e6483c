"""What every report is asked with, and the small finished values all pages share: marks, names, the stamp."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Any, ClassVar, Protocol

import attrs

from sw_competency import version as library
from sw_competency.catalogue import Catalogue
from sw_competency.errors import UnknownNameError, did_you_mean
from sw_competency.judge.lateness import late_words
from sw_competency.model import CANNOT_TELL, MET, Entry, Finding, Person
from sw_competency.model.findings import capital, instant, said_of
from sw_competency.model.marks import OUTCOME, Mark, mark_of
from sw_competency.questions import Questions

PLACEHOLDER = "placeholder"  # the authority of what nobody has published
LONGEST_NAME = 70  # characters of a name at the head of each sheet


class Presumed(date):
    """A day that rests on a number nobody has published: wherever a page prints it, a dagger follows."""

    presumed = True


def day_of(day: date | None, *, presumed: bool) -> date | None:
    """Return a day as a page prints it; None where there is none."""
    return Presumed(day.year, day.month, day.day) if presumed and day is not None else day


@attrs.frozen(slots=True, kw_only=True)
class Asked:
    """What a report is asked.

    Args:
        questions: the questions, at one moment, under one catalogue.
        worker: who it is about.
        person: gives what is known of a person.
        competency: which competency, where a report is about one.
        sign_off: the id of the sign-off it is about.
        site: which site, where a report is about one.
        area: which area, where a report is about one.
        rule: which rule, where a report is about one.
        since: the day from which on it looks back.
        people: who it is about, where that may be several.
        competencies: which competencies, where it may be about several.
        with_reasons: print the reasons for absence, withdrawal or refusal: health and conduct data.
        blank: leave rows to fill in by hand for what is missing.
        contact: whom to ask about the page.
        head: what stands for all records as they are, where the store keeps such a thing.
        links: where else to go from the page on a screen: what it is called, and the address.
        workers: names everybody whose record is kept, for a report about a department; nobody where it is left out.
    """

    questions: Questions
    worker: str | None = None
    person: Callable[[str], Person | None] = lambda _: None
    competency: str | None = None
    sign_off: str | None = None
    site: str | None = None
    area: str | None = None
    rule: str | None = None
    since: date | None = None
    people: tuple[str, ...] = ()
    competencies: tuple[str, ...] = ()
    with_reasons: bool = False
    blank: bool = False
    contact: str | None = None
    head: str | None = None
    links: tuple[tuple[str, str], ...] = ()
    workers: Callable[[], Iterable[str]] = tuple

    @property
    def day(self) -> date:
        """The day the page is about."""
        return self.questions.moment.as_of

    def named(self, person: str | None) -> str:
        """Return a person as a page prints them: the name with the id, or the id alone."""
        if not person:
            return ""
        known = self.person(person)
        return f"{known.name} ({person})" if known is not None and known.name else person

    @cached_property
    def say(self) -> Callable[[str], str]:
        """What puts names before the ids of people in a sentence, and titles for sites'."""
        directory = self.questions.directory
        return directory.naming() if directory is not None else str

    def titled(self, name: str) -> str:
        """Return the title of whatever the catalogue calls so."""
        return self.questions.catalogue.titled(name)

    def place(self, site: str) -> str:
        """Return a site as a page prints it."""
        known = self.questions.catalogue.sites.get(site)
        return f"{known.title} ({site})" if known is not None and known.title else site


TO_SHOW = Mark("ring", "shown at the sign-off", "plain")
SUGGESTED = Mark("ring", "suggested", "plain")
NOT_YET = Mark("ring", "not yet", "plain")  # of what is suggested only


@attrs.frozen(slots=True, kw_only=True)
class Who:
    """Whom a page is about.

    Args:
        id: the id.
        name: the name; the id where there is none.
        running: what stands at the head of every sheet.
        details: what else is known, as label and value.
    """

    id: str
    name: str
    running: str
    details: tuple[tuple[str, str], ...] = ()


@attrs.frozen(slots=True)
class Seal:
    """By what a page can be checked.

    Args:
        digest: the digest of what it says, in groups.
        code: the same for a program, with what was asked.
        square: the code as a square to scan, an SVG, where the page is for paper.
    """

    digest: str
    code: str
    square: str | None = None


@attrs.frozen(slots=True, kw_only=True)
class Stamp:
    """What an answer rests on: the two clocks, the catalogue, the library; and whom to ask.

    Args:
        known_by: the instant up to which records were looked at, whole: asked again by it, the page is the same.
        form: whether the page is a form to be filled in: it has a day on which it was made, and is not true on one.
        head: what stands for all records as they were: `verify --against` holds them to it.
        links: where else to go from it on a screen.
        seal: by what the page can be checked, once it is finished.
    """

    as_of: date
    known_by: str
    catalogue: str
    library: str
    contact: str | None
    form: bool = False
    head: str | None = None
    links: tuple[tuple[str, str], ...] = ()
    seal: Seal | None = None


@attrs.frozen(slots=True)
class Cited:
    """A document a page rests on."""

    id: str
    says: str
    url: str | None = None


@attrs.frozen(slots=True)
class Line:
    """One requirement as it stands: its mark, its sentence, its own parts."""

    mark: Mark
    says: str
    parts: tuple["Line", ...] = ()


class Report(Protocol):
    """What a module in this room offers; `NEEDS` and `TAKES` are fields of `Asked`: what must, and what may be said."""

    NAME: ClassVar[str]
    QUESTION: ClassVar[str]
    FORMATS: ClassVar[tuple[str, ...]]
    NEEDS: ClassVar[tuple[str, ...]]
    TAKES: ClassVar[tuple[str, ...]]

    def view(self, asked: Asked) -> Any:
        """Work out everything the page prints."""


def no_such_format(given: str, formats: Sequence[str]) -> UnknownNameError:
    """Return the error that something is not written so; it names the nearest format, or all there are."""
    all_of_them = " or ".join(part for part in (", ".join(formats[:-1]), formats[-1]) if part)
    note = "" if did_you_mean(given, formats) else f"give {all_of_them}."
    return UnknownNameError("format", given, formats, note)


def who(asked: Asked, worker: str | None) -> Who:
    """Return whom a page is about; nobody for a sheet to be filled in."""
    if worker is None:
        return Who(id="", name="", running="Name:                               Id:")
    known = asked.person(worker)
    name = known.name if known is not None and known.name else worker
    details = known.details.items() if known is not None else ()
    told = tuple((capital(k.replace("_", " ")), str(v)) for k, v in details if isinstance(v, str | int) and str(v))
    short = name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"
    running = short if short == worker else f"{short} · {worker[:LONGEST_NAME]}"
    return Who(id=worker, name=name, running=running, details=told)


def stamp(asked: Asked, *, form: bool = False) -> Stamp:
    """Return the stamp of a page, or of a form to be filled in."""
    moment, catalogue = asked.questions.moment, asked.questions.catalogue
    version = f"{catalogue.title}, {catalogue.digest}" if catalogue.title else catalogue.digest
    return Stamp(
        as_of=moment.as_of, known_by=instant(moment.known_by), catalogue=version,
        library=library.__version__, contact=asked.contact, form=form, head=asked.head,
        links=asked.links,
    )  # fmt: skip


def cited(asked: Asked, ids: Iterable[str]) -> tuple[Cited, ...]:
    """Return the documents behind a page, each once."""
    return cited_in(asked.questions.catalogue, ids)


def cited_in(catalogue: Catalogue, ids: Iterable[str]) -> tuple[Cited, ...]:
    """Return the documents with some ids, each once, as a page names them."""
    out = []
    for one in sorted(set(ids)):
        source = catalogue.sources.get(one)
        if source is None:
            out.append(Cited(one, one))
            continue
        words = [source.title, source.publisher, str(source.year) if source.year else None]
        url = source.url if source.url and source.url.startswith(("https://", "http://")) else None
        out.append(Cited(one, ", ".join(word for word in words if word), url))
    return tuple(out)


def line_of(finding: Finding) -> Line:
    """Return a finding as a line, with its parts where it asks for some of several."""
    parts = () if finding.outcome is MET else tuple(line_of(p) for p in finding.parts)
    if not parts or finding.heading is None:
        return Line(mark_of(finding.outcome), finding.says, parts)
    return Line(mark_of(finding.outcome), said_of(finding.heading) or "all of these are needed", parts)


def lines_of(findings: Iterable[Finding]) -> tuple[Line, ...]:
    """Return findings as lines; a list in which everything is asked for becomes its parts."""
    out: list[Line] = []
    for finding in findings:
        if finding.heading == "":
            out += lines_of(finding.parts)
        else:
            out.append(line_of(finding))
    return tuple(out)


def is_met(line: Line) -> bool:
    """Tell whether what a line is about is met."""
    return line.mark is OUTCOME["met"]


def unknown(finding: Finding) -> list[str]:
    """Return the sentences of what cannot be told, at the bottom of a finding."""
    return [f.says for f in finding.leaves() if f.outcome is CANNOT_TELL]


def late(asked: Asked, entry: Entry) -> str:
    """Return how late an entry was written down, to follow it on a page; nothing where it was in time."""
    words = late_words(asked.questions.judge(entry.owner[1]), entry)
    return f", {words}" if words else ""
