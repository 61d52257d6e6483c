"""Whom a form names, and whom it offers."""

from sw_competency.errors import FieldError
from sw_competency.web.visit import Link, Visit


def known(visit: Visit, field: str, label: str, what: str = "person") -> str:
    """Return the id of somebody on record whom a field names.

    Args:
        visit: who asks, and what was given.
        field: the name of the field.
        label: what the form calls it.
        what: `worker`, `assessor` or `person`.

    Raises:
        FieldError: it is empty, or nobody on record is called so.
    """
    given = visit.needed(field, label)
    found = visit.meant(what, field) or given
    tracker = visit.tracker
    if not any(tracker.store.holds((kind, found)) for kind in ("worker", "assessor")) and not tracker.person(found):
        raise FieldError(label, f"nobody on record is called {given[:80]}")
    return found


def own_or_named(visit: Visit) -> str | None:
    """Return whose record a learner's screen is about: whoever is named, else, for a learner, their own."""
    return visit.meant("worker") or (None if visit.may_see_others else visit.by)


def sent_for(visit: Visit) -> str:
    """Return the id under which the person a form is about is kept: whom staff name, or a learner themselves.

    Raises:
        FieldError: as for `known`.
    """
    return visit.questions.records.joining.kept(known(visit, "worker", "Who") if visit.may_see_others else visit.by)


def assessors(visit: Visit) -> tuple[Link, ...]:
    """Return everybody with a registration on record, by name."""
    found = (Link(visit.named(one), one) for one in visit.tracker.store.owners("assessor"))
    return tuple(sorted(found, key=lambda one: one.title.casefold()))
