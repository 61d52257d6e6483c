"""Finds what waits for itself: a competency among its own prerequisites, a programme that counts as itself."""

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

from sw_competency.catalogue.overlay import Tables, merged
from sw_competency.catalogue.tables import tables_of, texts_of, versions_of
from sw_competency.errors import Problem
from sw_competency.rules import requirement_kinds

Graph = dict[str, set[str]]


def _names(given: Any) -> set[str]:
    return {name for name, _ in texts_of(given, "")}


def _held(requires: Any) -> Iterator[str]:
    """Name the competencies that the worker must hold for a sign-off; those of an assessor are another person's."""
    for item in requires if isinstance(requires, list) else ():
        if isinstance(item, dict):
            kind = requirement_kinds().get(str(item.get("kind")))
            if kind is not None and kind.must_hold is not None and isinstance(held := item.get(kind.must_hold), str):
                yield held
            yield from _held(item.get("of"))


def _signed_off_after(table: Mapping[str, Any]) -> set[str]:
    """Name what must be held before a competency can be signed off."""
    before = _names(table.get("prerequisites"))
    for field in ("sign_off", "renewal"):
        for version, _ in versions_of(table.get(field), field):
            before |= set(_held(version.get("requires")))
    return before


def _circles(graph: Graph) -> Iterator[list[str]]:
    """Return circles, one for each way that has to be cut; each begins and ends with the same name."""
    graph = {name: {other for other in others if other in graph} for name, others in graph.items()}
    while True:
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            backwards: list[str] = error.args[1]
            circle = backwards[::-1]
            yield circle
            graph[circle[0]].discard(circle[1])
        else:
            return


MOST_BEFORE = 40  # competencies one after another; nobody learns, or follows an answer, through more


def _rows(graph: Graph) -> Iterator[tuple[str, int]]:
    """Return each competency that has too long a row of others before it, and how long that row is."""
    graph = {name: {other for other in others if other in graph} for name, others in graph.items()}
    length: dict[str, int] = {}
    for name in TopologicalSorter(graph).static_order():
        length[name] = 1 + max((length[other] for other in graph[name]), default=0)
        if length[name] == MOST_BEFORE + 1:
            yield name, length[name]


def _said(circle: list[str], verb: str) -> str:
    return f"goes round in a circle: {f' {verb} '.join(circle)}"


def _of_competencies(tables: Mapping[str, Tables]) -> Iterator[tuple[list[str], str]]:
    """Return the circles among competencies, each with its sentence."""
    for circle in _circles({name: _signed_off_after(table) for name, table in tables.items()}):
        yield circle, _said(circle, "asks first for")
    for circle in _circles({name: _names(table.get("standing")) for name, table in tables.items()}):
        yield circle, _said(circle, "stands on")


def circles(tables: Tables) -> Iterator[Problem]:
    """Tell every circle among competencies, also those that only one site's own tables close, and among programmes."""
    common = dict(tables_of(tables, "competency"))
    told = set()
    for circle, says in _of_competencies(common):
        told.add(frozenset(circle))
        yield Problem(says, f"competency.{circle[0]}")
    if not told:
        for name, length in _rows({name: _signed_off_after(table) for name, table in common.items()}):
            says = f"is the last in a row of {length}, each asked for before the next; at most {MOST_BEFORE} are taken"
            yield Problem(says, f"competency.{name}.prerequisites")
    programmes = dict(tables_of(tables, "programme"))
    for circle in _circles({name: _names(table.get("counts_as")) for name, table in programmes.items()}):
        yield Problem(_said(circle, "counts as"), f"programme.{circle[0]}.counts_as")
    for site, given in tables_of(tables, "site"):
        own = {name: table for name, table in tables_of(given, "competency") if name in common}
        there = {**common, **{name: merged(common[name], table) for name, table in own.items()}} if own else {}
        for circle, says in _of_competencies(there):
            if frozenset(circle) not in told:
                first = next((name for name in circle if name in own), circle[0])
                yield Problem(f"at this site it {says}", f"site.{site}.competency.{first}")
