"""Put on record: a post, a course, an absence, a leaving; and that an entry was wrong."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_type_hints

import attrs

from sw_competency.errors import FieldError, NotOnRecordError
from sw_competency.model import KINDS
from sw_competency.names import suggestions
from sw_competency.questions.entries import Entries
from sw_competency.web import asking
from sw_competency.web.asking import Asks
from sw_competency.web.roles import EDUCATORS
from sw_competency.web.screen import Screen
from sw_competency.web.screens._people import sent_for
from sw_competency.web.visit import Done, Link, Visit

_MOST = 200  # entries to choose from, the latest first


@attrs.frozen(slots=True)
class Form:
    """What is put on record by one form.

    Args:
        title: what it is.
        label: what its button says.
        asks: its fields, the day apart.
        day: what the day is called.
        told: what is said of it.
    """

    title: str
    label: str
    asks: tuple[Asks, ...]
    day: str
    told: str = ""


def _asks(name: str, label: str, how: str = "text", *, needed: bool = False, hint: str = "", **more: Any) -> Asks:
    return Asks(name=name, label=label, hint=hint, how=how, needed=needed, **more)


def _said(kind: str, field: str) -> tuple[Link, ...]:
    """Return what an entry may say in a field, as its class has it."""
    options = get_args(get_args(get_type_hints(KINDS[kind])[field])[0])
    return tuple(Link(one.replace("-", " "), one) for one in options)


def forms(visit: Visit) -> Mapping[str, Form]:
    """Return the forms there are, by the kind of entry."""
    catalogue = visit.tracker.catalogue

    def named(what: str) -> tuple[Link, ...]:
        return tuple(asking.things(catalogue, what))

    outcomes = tuple(Link(one, one) for one in get_args(get_type_hints(KINDS["training"])["outcome"]))
    return {
        "appointment": Form("A post", "Put the post on record", (
            _asks("site", "Site", needed=True, list="sites", hint="As your catalogue or your other records call it."),
            _asks("tier", "Tier", "choice", needed=True, options=named("tier")),
            _asks("modality", "Works in", "choice", options=named("modality")),
            _asks("deployment", "Deployment", "choice", options=_said("appointment", "deployment")),
            _asks("wte", "Whole-time equivalent", hint="1 is full time, 0.6 three days of five."),
            _asks("title", "Job title"),
            _asks("until", "Last day", "date", hint="Where it is for a time only."),
        ), "First day", "It takes the place of the post that is on record, from its first day."),
        "training": Form("A course or certificate", "Put it on record", (
            _asks("programme", "Course", "choice", needed=True, options=named("programme")),
            _asks("outcome", "It was", "choice", needed=True, options=outcomes, value="completed"),
            _asks("provider", "Provider"),
            _asks("expires_on", "Last day it states", "date", hint="Left out, the catalogue’s own time holds."),
        ), "Day"),
        "absence": Form("An absence", "Put it on record", (
            _asks("reason", "Why", needed=True, hint="Shown to educators only: maternity, sickness, secondment."),
            _asks("until", "Last day", "date", hint="Left out, it is open."),
        ), "First day", "Long absences only: annual and study leave are none."),
        "leaving": Form("A leaving", "Put it on record", (
            _asks("reason", "Why", hint="Shown to educators only."),
        ), "Last day in post"),
        "correction": Form("A correction", "Say that it was wrong", (
            _asks("corrects", "Which entry was wrong?", "choice", needed=True),
            _asks("reason", "Why?", needed=True, hint="Kept with it. No patient’s name or number."),
        ), "Day", "Nothing is deleted: it stays to be read, and counts no longer. Then put on record what is right."),
    }  # fmt: skip


@attrs.frozen(slots=True, kw_only=True)
class View:
    """The screen.

    Args:
        worker: whose record; empty where that is still to be said.
        name: what they are called.
        people: whom there is to choose from.
        sites: the sites there are.
        others: the other forms about the same person.
        what: the kind of entry the form is of.
        form: the form; None where it is still to be chosen.
        asks: its fields, with what was filled in.
        on: the day that was filled in.
    """

    worker: str
    name: str = ""
    people: tuple[Link, ...] = ()
    sites: tuple[Link, ...] = ()
    others: tuple[Link, ...] = ()
    what: str = ""
    form: Form | None = None
    asks: tuple[Asks, ...] = ()
    on: str = ""


class PutOnRecord(Screen):
    """What happened to somebody, put on record by an educator; and what was recorded wrongly."""

    path = "/record"
    title = "Put on record"
    sees = EDUCATORS
    does = EDUCATORS

    def show(self, visit: Visit) -> View:
        """Show whom it is about, what there is to record, and the form."""
        people = asking.people(visit.directory)
        if visit.text("worker") is None:
            return View(worker="", people=people)
        worker = visit.meant("worker") or ""
        all_of_them, what = forms(visit), visit.text("what")
        if what is not None and what not in all_of_them:
            raise NotOnRecordError("That cannot be put on record here: choose what it is.")
        form = None if what is None else all_of_them[what]
        others = tuple(
            Link(one.title, visit.link("record", worker=worker, what=kind)) for kind, one in all_of_them.items()
        )
        asks = () if form is None else tuple(_filled(one, worker, visit) for one in form.asks)
        return View(
            worker=worker, name=visit.named(worker), people=people, others=others, what=what or "", form=form,
            asks=asks,
            sites=tuple(asking.things(visit.tracker.catalogue, "site")), on=visit.filled_in.get("on", ""),
        )  # fmt: skip

    def do(self, visit: Visit) -> Done:
        """Put it on record."""
        kind = visit.given["form"]
        form = forms(visit).get(kind)
        if form is None:
            raise FieldError("what", "choose what is put on record")
        worker = sent_for(visit)
        given: dict[str, Any] = {one.name: _taken(one, visit) for one in form.asks}
        if (modality := given.pop("modality", None)) is not None:
            given["modalities"] = [modality]
        done = visit.tracker.record(kind, visit.by, worker=worker, on=visit.day("on", form.day), **given)
        says = f"{form.title} is on record." if done.added else "That is on record already."
        told = (says, *done.warnings, *_new_site(given.get("site"), visit))
        return Done(visit.link("people", worker), " ".join(told))


def _new_site(site: str | None, visit: Visit) -> Iterator[str]:
    """Tell of a site that the catalogue does not name, where it names one that is written nearly so."""
    sites = visit.tracker.catalogue.sites
    if site and site not in sites and (near := suggestions(site, sites)):
        meant = " or ".join(visit.directory.title_of("site", one) or one for one in near)
        yield f"The site ‘{site[:80]}’ is new here. If {meant} was meant, correct the entry, and record it again."


def _filled(one: Asks, worker: str, visit: Visit) -> Asks:
    value = visit.given.get(one.name, one.value)
    return attrs.evolve(one, value=value, options=_entries(worker, visit) if one.name == "corrects" else one.options)


def _entries(worker: str, visit: Visit) -> tuple[Link, ...]:
    """Return the entries of somebody that still stand, the latest first."""
    written = visit.questions.ask(Entries(worker=worker)).answers
    open_ = [one for one in written if one.corrected_by is None and one.entry.kind != "correction"]
    said = visit.directory.naming()
    return tuple(Link(said(f"{one.entry.on}: {one.says}")[:160], one.entry.id) for one in reversed(open_))[:_MOST]


def _taken(one: Asks, visit: Visit) -> Any:
    """Return what was filled in, in its own type; None where nothing was."""
    if one.needed:
        visit.needed(one.name, one.label)
    if one.how == "date":
        return visit.day(one.name, one.label)
    if one.name == "corrects" and not any(each.to == visit.text(one.name) for each in _entries(sent_for(visit), visit)):
        raise FieldError(one.label, f"no entry '{visit.given[one.name][:40]}' of theirs stands on record")
    if one.name == "site":
        return visit.meant("site") or visit.text("site")
    if one.name == "wte" and (text := visit.text("wte")) is not None:
        try:
            return float(text)
        except ValueError:
            raise FieldError(one.label, f"{text[:20]} is no number: write 0.6 or 1") from None
    return visit.text(one.name)
