"""Each competency once on a page: what is not to be done, what is signed off, what is being learnt."""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from datetime import date

import attrs

from sw_competency.judge.may import May
from sw_competency.model.findings import capital
from sw_competency.model.marks import STATUS, Mark
from sw_competency.reports._endings import Ending
from sw_competency.reports._tasks import Backed, Practised, limits, reason
from sw_competency.reports._timeline import Bar


@attrs.frozen(slots=True, kw_only=True)
class Row:
    """A competency with everything a page says of it.

    Args:
        mark: what is worth seeing beside its last day; None where it is simply current.
        why: why it is not open, or only under supervision.
        support: who signed it off, and when.
        last: its last day; of what may be done today, the last day of that.
        practice: how often it was done, in words.
        used: the day it was last done.
        so_far: how far practice goes towards what is asked.
        missing: what practice is missing.
        count_default: whether nobody has published the number asked for.
    """

    title: str
    mark: Mark | None
    why: str
    support: str
    last: date | None
    endless: bool
    placeholder: bool
    limits: tuple[str, ...]
    practice: str
    used: date | None
    so_far: str
    bar: Bar | None
    missing: str
    count_default: bool
    self_assessed: str


@attrs.frozen(slots=True)
class Once:
    """Every competency that was begun, each in one place.

    Args:
        stops: what is not to be done today, or nobody can tell.
        able: what may be done today.
        held_back: what is signed off, and is not open today without more.
        learning: what is begun, with practice or a sign-off that does not count.
        begun: the titles of what is begun, with nothing else to say.
    """

    stops: tuple[Row, ...]
    able: tuple[Row, ...]
    held_back: tuple[Row, ...]
    learning: tuple[Row, ...]
    begun: tuple[str, ...]


def once(
    answers: Mapping[str, May], held: Sequence[Backed], practised: Sequence[Practised], quiet: Container[str],
    ends: Mapping[str, Ending], titled: Callable[[str], str],
) -> Once:  # fmt: skip
    """Put what is said of a competency in three places into one.

    Args:
        answers: whether each task of the framework may be done today.
        held: what is on record, with its status.
        practised: the practice so far.
        quiet: what is not needed in the post: nobody is reminded of it.
        ends: what ends a task before its sign-off expires.
        titled: gives the title of a task.
    """
    placed: dict[str, list[Row]] = {"stops": [], "able": [], "held_back": [], "learning": [], "begun": []}
    log, on_record = {one.id: one for one in practised}, {one.id: one for one in held}
    open_anyway = [task for task, answer in answers.items() if answer.answer == "may"]
    for name in dict.fromkeys((*on_record, *log, *open_anyway)):
        one, answer = on_record.get(name), answers.get(name)
        row = _row(titled(name), one, answer, log.get(name))
        if name in quiet and row.mark is STATUS["due"]:
            row = attrs.evolve(row, mark=None)
        placed[_place(one, answer, row)].append(_ended(row, ends[name]) if name in ends else row)
    rows = {name: tuple(sorted(all_, key=_order)) for name, all_ in placed.items() if name != "begun"}
    return Once(**rows, begun=tuple(row.title for row in placed["begun"]))


def _ended(row: Row, by: Ending) -> Row:
    return attrs.evolve(row, last=by.last, endless=False, placeholder=by.placeholder, limits=(*row.limits, by.then))


def _place(one: Backed | None, answer: May | None, row: Row) -> str:
    said = answer.answer if answer is not None and answer.because != "post" else None
    if said == "may":
        return "able"
    if said in {"may-not", "cannot-tell"}:
        return "stops"
    if one is not None and one.signed:
        return "held_back"
    begun_only = not (row.practice or row.limits or row.self_assessed) and row.mark is STATUS["in-training"]
    return "begun" if begun_only else "learning"


def _order(row: Row) -> tuple[date, str]:
    return (row.last or date.max, row.title)


def _row(title: str, one: Backed | None, answer: May | None, done: Practised | None) -> Row:
    limited = one.limits if one is not None else ()
    short = done is not None and (done.missing or (done.bar is not None and done.bar.met < done.bar.of))
    counted = done if short or one is None or not one.signed else None
    return Row(
        title=title, mark=None if one is None or one.mark is STATUS["current"] else one.mark,
        why=capital(_why(answer)), support=one.support if one is not None else "",
        last=one.expires_on if one is not None else None, endless=one is None or one.endless,
        placeholder=one is not None and one.placeholder,
        limits=limits(answer) if answer is not None else tuple(f"Only: {each}" for each in limited),
        practice="" if done is None else ", ".join(_practice(done)), used=done.last if done is not None else None,
        so_far=counted.so_far if counted is not None and (counted.bar is not None or counted.missing) else "",
        bar=counted.bar if counted is not None else None, missing=(done.missing if done is not None else None) or "",
        count_default=done is not None and done.placeholder,
        self_assessed=(one.self_assessed if one is not None else None) or "",
    )  # fmt: skip


def _why(answer: May | None) -> str:
    if answer is None:
        return "not part of the framework on this day"
    if answer.answer == "may" or answer.because == "post":
        return ""
    return reason(answer)


def _practice(done: Practised) -> Iterator[str]:
    yield "once" if done.attempts == 1 else f"{done.attempts} times"
    if done.failures:
        yield f"{done.failures} unsuccessful"
    if done.supervised:
        yield f"{done.supervised} supervised" + (f", by {done.supervisors}" if done.supervisors else "")
    if done.late:
        yield f"{done.late} recorded late"
