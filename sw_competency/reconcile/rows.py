"""The rows of an extract by whose they are: a worker's on record, nobody's on record, or no telling whose."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache

import attrs

from sw_competency.catalogue.catalogue import Catalogue
from sw_competency.job_titles.titles import judge_title
from sw_competency.model.extract import Assignment, Extract, HeldInExtract
from sw_competency.reconcile.difference import Difference, Theirs
from sw_competency.reconcile.matching import People, shown_number


@attrs.frozen(kw_only=True)
class SortedRows:
    """An extract's rows by whose they are.

    Args:
        of: by worker on record.
        strangers: by number, where nobody is on record under it.
        unclear: why it cannot be told of the others whose they are.
        apart: workers of whom it therefore cannot be told which rows are theirs.
        outside: by number, who is not on record and by the titles outside the support workforce.
    """

    of: Mapping[str, Theirs]
    strangers: Mapping[str, Theirs]
    unclear: tuple[Difference, ...]
    apart: frozenset[str]
    outside: Mapping[str, Theirs]


@attrs.define
class _Gathered:
    """All that stands under one number."""

    workers: dict[str, None] = attrs.field(factory=dict)
    assignments: list[Assignment] = attrs.field(factory=list)
    held: list[HeldInExtract] = attrs.field(factory=list)

    @property
    def theirs(self) -> Theirs:
        return Theirs(assignments=tuple(self.assignments), held=tuple(self.held))

    @property
    def rows(self) -> tuple[int, ...]:
        return (*(each.row for each in self.assignments), *(each.row for each in self.held))


def sorted_rows(extract: Extract, people: People, day: date, catalogue: Catalogue) -> SortedRows:
    """Give each row to the worker on record under its numbers; to none, where it may be several people's.

    Args:
        extract: the extract.
        people: our workers by their numbers.
        day: the day; what is over on it may stand twice.
        catalogue: what titles mean; who is on record is never set apart by one.
    """
    of, strangers, outside = dict[str, Theirs](), dict[str, Theirs](), dict[str, Theirs]()
    unclear, apart = list[Difference](), set[str]()
    is_outside = _outside_by(catalogue)
    for number, all_of_it in _gathered(extract, people).items():
        workers = tuple(all_of_it.workers)
        if not workers and _all_outside(all_of_it, day, is_outside):
            outside[number] = all_of_it.theirs
            continue
        problem = _several_people(number, all_of_it) or _twice(number, all_of_it, day)
        if problem is not None:
            unclear.append(problem)
            apart.update(workers)
        elif not workers:
            strangers[number] = all_of_it.theirs
        else:
            of[workers[0]] = _joined(of.get(workers[0], Theirs()), all_of_it.theirs)
    return SortedRows(
        of=of, strangers=strangers, unclear=tuple(unclear), apart=frozenset(apart), outside=outside
    )  # fmt: skip


def without(extract: Extract, outside: Iterable[Theirs]) -> Extract:
    """Leave the posts of those set apart out of an extract."""
    apart = {assignment for theirs in outside for assignment in theirs.assignments}
    if extract.assignments is None or not apart:
        return extract
    return attrs.evolve(extract, assignments=tuple(a for a in extract.assignments if a not in apart))


def _outside_by(catalogue: Catalogue) -> Callable[[str], bool]:
    """Return the test of a title: does it lie outside the support workforce, be it with a word that nobody knows?"""

    @cache  # the same few titles stand in thousands of rows
    def is_outside(title: str) -> bool:
        judged = judge_title(catalogue, title)
        return judged.role == "not-support-workforce" and judged.certainty != "unclear"

    return is_outside


def _all_outside(found: _Gathered, day: date, is_outside: Callable[[str], bool]) -> bool:
    """Tell whether every post somebody holds on the day is outside by its title; without a title none is."""
    titles = [a.title for a in found.assignments if a.holds_on(day)]
    return bool(titles) and all(title is not None and is_outside(title) for title in titles)


def _gathered(extract: Extract, people: People) -> Mapping[str, _Gathered]:
    found: dict[str, _Gathered] = {}

    @cache  # somebody stands in many rows
    def under(numbers: tuple[str, ...]) -> _Gathered:
        here = found.setdefault(shown_number(numbers), _Gathered())
        here.workers |= dict.fromkeys(people.under(numbers))
        return here

    for assignment in extract.assignments or ():
        under(assignment.numbers).assignments.append(assignment)
    for held in extract.held or ():
        under(held.numbers).held.append(held)
    for numbers in extract.learners:
        under(numbers)
    return found


def _several_people(number: str, found: _Gathered) -> Difference | None:
    if len(found.workers) < 2:
        return None
    names = " and ".join(found.workers)
    return Difference(
        kind="same_number", worker=number, what="number", ours=tuple(found.workers), theirs=number, rows=found.rows,
        says=f"The extract's number {number} leads to {names} on our record, by id or staff number: nothing of it is "
        "compared",
    )  # fmt: skip


def _twice(number: str, found: _Gathered, day: date) -> Difference | None:
    """Tell of an assignment that stands in several rows, which say different things of the same day."""
    times = Counter(a.assignment for a in found.assignments if a.assignment and a.holds_on(day))
    several = [name for name, count in times.items() if count > 1]
    if not several:
        return None
    rows = tuple(a.row for a in found.assignments if a.assignment == several[0] and a.holds_on(day))
    return Difference(
        kind="same_number", worker=next(iter(found.workers), number), what="number", theirs=several[0], rows=rows,
        ours=tuple(found.workers),
        says=f"The extract has the assignment {several[0]} in rows {', '.join(map(str, rows))}, which say different "
        "things: nothing of it is compared",
    )  # fmt: skip


def _joined(one: Theirs, other: Theirs) -> Theirs:
    return Theirs(assignments=(*one.assignments, *other.assignments), held=(*one.held, *other.held))
