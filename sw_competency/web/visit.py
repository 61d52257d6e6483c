"""One visit to a screen: who asks, what was given, on which day, and what the page around it says."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from io import BytesIO
from typing import Any
from urllib.parse import quote, urlencode

import attrs

from sw_competency.dates import read_day, said
from sw_competency.directory import Directory
from sw_competency.errors import (
    AmbiguousNameError,
    FieldError,
    MalformedEntryError,
    SignOffRefusedError,
    SWCompetencyError,
    shown,
)
from sw_competency.model import same_person
from sw_competency.names import has_parts
from sw_competency.questions import Questions
from sw_competency.tracker import Tracker
from sw_competency.web.guards.sessions import Session
from sw_competency.web.kept import Kept
from sw_competency.web.roles import ASSESSORS, EDUCATORS, STAFF, Account, Role, is_held
from sw_competency.web.rules_file import RulesFile

WHICH = " Which one is meant?"  # asked by a heading, too
CLOCKS = ("as_of", "known_by")  # the day that is looked at, and the instant up to which we knew


@attrs.frozen(slots=True)
class Uploaded:
    """A file somebody sent: its name, without any folder, and what is in it."""

    name: str
    content: bytes

    def stream(self) -> BytesIO:
        """Return it as what readers of files take."""
        return BytesIO(self.content)


@attrs.frozen(slots=True)
class Refused:
    """Why what a form asked for was not done: a sentence, and each thing still needed as a line of a check list.

    Args:
        form: the name of the form.
        says: the sentence.
        lacks: what is still needed.
        anyway: whether it can be recorded all the same, with a reason.
        which: where a name fits several, the field and what goes into it for each of them.
    """

    form: str
    says: str
    lacks: tuple[str, ...] = ()
    anyway: bool = False
    which: "tuple[tuple[str, Link], ...]" = ()


@attrs.frozen(slots=True)
class Done:
    """What a form asked for was done.

    Args:
        to: the page to go on with.
        says: what that page says first.
    """

    to: str
    says: str = ""


@attrs.frozen(slots=True)
class Download:
    """A file to be kept; or a page of its own, which is shown.

    Args:
        content: what is in it.
        name: its name.
        type: its type, as browsers name it.
        shown: whether it is shown: it then holds its own style, and no script of it runs.
    """

    content: bytes
    name: str
    type: str
    shown: bool = False


@attrs.define(slots=False)
class Visit:
    """One visit to a screen.

    Args:
        tracker: the front desk.
        session: who is signed in.
        given: what the address and the form say, by name; of a name given twice, the last.
        files: the files that were sent, by the names of their fields.
        root: what stands before every path, where the pages are mounted in another application.
        path: where we are.
        refused: why the form that was sent is shown again.
        rules: the file of the site's own rules, where there is one to write.
        kept: what was found of everybody at earlier visits, and still holds.
    """

    tracker: Tracker
    session: Session
    given: Mapping[str, str]
    files: Mapping[str, Uploaded] = attrs.field(factory=dict)
    root: str = ""
    path: str = "/"
    refused: Refused | None = None
    rules: RulesFile | None = None
    kept: Kept | None = None

    @property
    def account(self) -> Account:
        """Who asks."""
        return self.session.account

    @property
    def by(self) -> str:
        """Who writes down what is recorded."""
        return self.account.id

    def has(self, *roles: Role) -> bool:
        """Tell whether whoever asks has one of some roles, to show what they may do and no more."""
        return not {*roles}.isdisjoint(self.account.roles)

    @property
    def may_see_others(self) -> bool:
        """Whether whoever asks may see the records of others."""
        return self.has(*STAFF)

    def may_hear(self, error: AmbiguousNameError) -> bool:
        """Tell whether whoever asks may be told whom a name fits: who sees nobody else's record learns of nobody."""
        return self.may_see_others or error.what != "person"

    def is_own(self, worker: str | None) -> bool:
        """Tell whether a worker is whoever asks, under this id or another of theirs."""
        kept = self.tracker.at().records.joining.kept
        return worker is not None and kept(worker) == kept(self.account.id)

    def is_told_why(self, worker: str, assessor: str | None) -> bool:
        """Tell whether whoever asks is told why somebody was not signed off: that person, and who decides about it.

        Args:
            worker: who asked to be signed off.
            assessor: who was asked.
        """
        return self.has(*ASSESSORS) or same_person(assessor, self.by) or self.is_own(worker)

    def sees_in_full(self, worker: str | None) -> bool:
        """Tell whether whoever asks may see a worker's entries in full, reasons for absence among them."""
        return self.has(*EDUCATORS) or self.is_own(worker)

    @cached_property
    def questions(self) -> Questions:
        """The questions, on the day and by what was known as the address says; left out, today and now."""
        known_by = self.given.get("known_by") or None
        asked = self.tracker.at(self.given.get("as_of") or None, known_by)
        asked.kept = None if known_by is not None or self.tracker.tells_who_is_read else self.kept
        return asked

    @property
    def looked_at(self) -> str:
        """The day that is looked at and up to when we knew, in words; empty where that is today and now."""
        moment, known = self.questions.moment, self.given.get("known_by")
        by = f", by what was on record on {said(moment.known_by.date())}" if known else ""
        past = ", not today" if moment.as_of != self.tracker.today() else ""
        held = is_held(self.account) and self.given.get("as_of")
        return f"As of {said(moment.as_of)}{past}{by}" if past or by or held else ""

    @property
    def recorded_on(self) -> str:
        """The day on which is recorded what is saved here, in words; empty where it is the day that is looked at."""
        today = self.tracker.today()
        return said(today) if self.questions.moment.as_of != today or self.given.get("known_by") else ""

    @cached_property
    def directory(self) -> Directory:
        """Who and what is meant by a name."""
        return self.tracker.directory

    @cached_property
    def _names(self) -> dict[str, str]:
        return {}

    def text(self, name: str) -> str | None:
        """Return what was given by a name, without blanks around it; None where that is nothing."""
        return self.given.get(name, "").strip() or None

    @property
    def filled_in(self) -> Mapping[str, str]:
        """What was given, as a form shows it: what it records is about the day that is looked at, unless another is."""
        day = self.questions.moment.as_of
        return {**({"on": day.isoformat()} if day < self.tracker.today() else {}), **self.given}

    def needed(self, name: str, what: str) -> str:
        """Return what was given by a name.

        Raises:
            FieldError: nothing was.
        """
        found = self.text(name)
        if found is None:
            raise FieldError(what, "is empty: fill it in")
        return found

    def day(self, name: str, what: str | None = None) -> date | None:
        """Return the day that was given; None where none was.

        Args:
            name: the field.
            what: what the form calls it; left out, as the field.

        Raises:
            FieldError: it is no day.
        """
        given = self.text(name)
        try:
            return read_day(given)[0] if given else None
        except ValueError as error:
            raise FieldError(what or name, str(error)) from None

    def meant(self, what: str, name: str | None = None) -> str | None:
        """Return the id of whom or what is meant in a field, by an id, a name or a title.

        Args:
            what: `worker`, `assessor`, `person`, `site`, or a table of the catalogue.
            name: the field; left out, it is called so.

        Raises:
            AmbiguousNameError: it fits several.
        """
        given = self.text(name or what)
        return None if given is None else self.directory.find(what, given)

    def named(self, person: str) -> str:
        """Return a person's name; the id where none is known."""
        if person not in self._names:
            self._names[person] = self.directory.title_of("person", person) or person
        return self._names[person]

    def is_called(self, person: str, parts: str) -> bool:
        """Tell whether each part of a name stands in a person's name or id."""
        return has_parts(f"{self.named(person)} {person}", parts)

    def link(self, *path: str, **query: object) -> str:
        """Return an address of ours, on the day we look at; parts of the path are quoted, and what is None left out.

        Args:
            path: its parts, such as `people` and an id.
            query: what is given there, by name.
        """
        clocks = {name: self.given[name] for name in CLOCKS if self.given.get(name)}
        given = {name: value for name, value in {**clocks, **query}.items() if value not in {None, ""}}
        address = self.root + "/" + "/".join(quote(one, safe="") for one in path)
        return f"{address}?{urlencode(given)}" if given else address

    def refuse(self, error: SWCompetencyError) -> Refused:
        """Return why a form is not taken, as its page says it."""
        say = self.directory.naming()
        form, lacks = self.given.get("form", ""), list[str]()
        match error:
            case SignOffRefusedError():
                lacks = [say(refusal.says) for refusal in error.refusals]
                return Refused(form, "Not saved. Still needed:", tuple(lacks), error.may_be_recorded_anyway)
            case MalformedEntryError():
                lacks = [say(f"{_label(one.path)}: {one.says}" if one.path else one.says) for one in error.problems]
                return Refused(form, "Not saved. Please mend:", tuple(lacks))
            case FieldError():
                return Refused(form, f"{_label(error.field)}: {say(error.says)}.")
            case AmbiguousNameError():
                asks = WHICH if self.may_hear(error) else " Give the number instead."
                return Refused(form, f"{shown(error.name)} fits more than one {error.what}.{asks}")
        return Refused(form, say(str(error)))


def _label(name: str) -> str:
    text = name.replace("_", " ")
    return text[:1].upper() + text[1:]


@attrs.frozen(slots=True)
class Link:
    """Somewhere to go: what it is called, the address, and whether we are there."""

    title: str
    to: str
    here: bool = False


@attrs.frozen(slots=True, kw_only=True)
class Frame:
    """What stands around every screen.

    Args:
        title: of the screen.
        root: what stands before every path.
        nav: the screens of whoever asks.
        signed_in: their name; empty where nobody is.
        roles: what they do here.
        token: what every form sends back.
        key: the mark of each form on this page: sent twice, it is one.
        told: what was done just now.
        refused: why the form is shown again.
        looked_at: the day looked at and up to when we knew, where that is not today and now.
        today: the day on which is recorded what is saved, in words; empty where it is the day looked at.
        on: the day a form is about unless another is filled in, where that is not today.
        search: whether everybody may be looked for.
        tour: whether the records are the made-up ones, with a tour.
        offer: whether the tour is offered on this page.
    """

    title: str
    root: str = ""
    nav: tuple[Link, ...] = ()
    signed_in: str = ""
    roles: str = ""
    token: str = ""
    key: str = ""
    told: str = ""
    refused: Refused | None = None
    looked_at: str = ""
    today: str = ""
    on: str = ""
    search: bool = False
    tour: bool = False
    offer: bool = False


@attrs.frozen(slots=True)
class Framed:
    """A screen as its template takes it: what stands around it, and what it shows."""

    frame: Frame
    view: Any
