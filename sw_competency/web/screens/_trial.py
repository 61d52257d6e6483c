"""What an answer about something on trial shows: who loses, who gains, from when; on a screen that saves nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

import attrs

from sw_competency.catalogue import Catalogue, layer_of, load
from sw_competency.dates import said
from sw_competency.errors import AmbiguousNameError, CatalogueError, SWCompetencyError
from sw_competency.model.findings import capital, full_stop
from sw_competency.names import listed
from sw_competency.questions._changes import Change
from sw_competency.web.visit import Link, Visit

_MOST = 100  # lines of a list
_EFFECTS = {
    "loses": ("person loses", "people lose"), "gains": ("person gains", "people gain"),
    "falls-into-grace": ("person falls into grace", "people fall into grace"),
    "changes": ("person with another change", "people with another change"),
}  # fmt: skip


class Changing(Protocol):
    """An answer that says whose answers would change."""

    @property
    def says(self) -> str:
        """It in one sentence."""

    @property
    def changes(self) -> tuple[Change, ...]:
        """What would change, worker by worker."""


@attrs.frozen(slots=True)
class Line:
    """What would change for somebody, and why."""

    who: Link
    says: str
    why: str


@attrs.frozen(slots=True)
class Group:
    """Everybody to whom the same happens: how many they are, the first of them, and how many lines there are more."""

    title: str
    lines: tuple[Line, ...]
    more: int


@attrs.frozen(slots=True)
class Trial:
    """Something on trial.

    Args:
        title: what it is.
        says: what it would change, in one sentence.
        groups: for whom, those who lose first.
        cover: what it would leave of the cover, where it takes somebody away.
    """

    title: str
    says: str
    groups: tuple[Group, ...] = ()
    cover: tuple[str, ...] = ()


def trial(
    title: str, answer: Changing, visit: Visit, cover: Iterable[str] = (), until: date | None = None
) -> Trial:  # fmt: skip
    """Return what an answer says of something on trial.

    Args:
        title: what is on trial.
        answer: whose answers would change.
        visit: who asks.
        cover: what would be left of the cover.
        until: the last day looked at; left out, the answer says in its own words what would change.
    """
    groups = tuple(_group(effect, lines, visit) for effect, lines in _by_effect(answer.changes).items())
    says = visit.directory.naming()(answer.says)
    if until is not None:
        what = listed([group.title for group in groups]) or "nobody's answers change"
        says = f"{'On' if until == visit.questions.moment.as_of else 'Up to'} {said(until)}, {what}"
    return Trial(title, full_stop(says), groups, tuple(cover))


def _by_effect(changes: Sequence[Change]) -> Mapping[str, list[Change]]:
    """Return what is shown of the changes, by effect: what one may do says more than the status behind it."""
    may = {(one.worker, one.name) for one in changes if one.question == "may"}
    shown = [one for one in changes if one.question != "status" or (one.worker, one.name) not in may]
    found = {effect: [one for one in shown if one.effect == effect] for effect in _EFFECTS}
    return {effect: each for effect, each in found.items() if each}


def _group(effect: str, changes: Sequence[Change], visit: Visit) -> Group:
    people = len({one.worker for one in changes})
    return Group(
        f"{people} {_EFFECTS[effect][people > 1]}", tuple(_lines(changes[:_MOST], visit)), max(0, len(changes) - _MOST)
    )


def _lines(changes: Iterable[Change], visit: Visit) -> Iterator[Line]:
    say = visit.directory.naming()
    for one in changes:
        who = Link(visit.named(one.worker), visit.link("people", one.worker))
        yield Line(who, full_stop(one.says), capital(full_stop(say(one.why))) if one.why else "")


def over(catalogue: Catalogue, tables: Mapping[str, Any], name: str = "on trial") -> Catalogue:
    """Return a catalogue with tables laid over it.

    Raises:
        CatalogueError: it cannot be used.
    """
    return load(layer_of({**catalogue.tables, "shipped_catalogue": False}, "as it is"), layer_of(tables, name))


def amiss(error: SWCompetencyError, visit: Visit) -> tuple[str, ...]:
    """Return what is wrong with something on trial, each as a line.

    Raises:
        AmbiguousNameError: a name fits several: which is meant is asked by the page that says so everywhere.
    """
    if isinstance(error, AmbiguousNameError):
        raise error
    if isinstance(error, CatalogueError):
        return tuple(f"{one.path}: {one.says}" if one.path else one.says for one in error.problems)
    refused = visit.refuse(error)
    return refused.lacks or (refused.says,)
