"""What runs out, month by month, to be pinned up or booked from: first what has run out already."""

from collections.abc import Iterable, Iterator
from datetime import date

from sw_competency.dates import MONTHS, said
from sw_competency.model.columns import DAY, MARK, PERSON, SITE, TEXT
from sw_competency.model.marks import STATUS, Mark
from sw_competency.questions.due import DueAnswer, RunningOut
from sw_competency.reports._base import Asked, cited, day_of, stamp
from sw_competency.reports._sections import Paper, Section, department, drawn, grids, local_defaults, unread

NAME = "due"
QUESTION = "What runs out in the half year to come, month by month, and what has run out already?"
FORMATS = ("html", "pdf", "md", "xlsx")
NEEDS = ()
TAKES = ("site",)
WEEKS = 26
_OVER = Mark("cross", "run out", "stop")  # be it lapsed, in grace or out of practice


def view(asked: Asked) -> Paper:
    """Put what runs out into the months in which it does."""
    answer = asked.questions.due(site=asked.site, weeks=WEEKS)
    over, people = sum(one.state == "ended" for one in answer.due), len({one.worker for one in answer.due})
    return Paper(
        title="What runs out", who=department(asked), stamp=stamp(asked),
        headline=_headline(over, len(answer.due) - over),
        lead=(f"Up to {said(answer.until)}. What is held and not required in the post is left out.",),
        alarms=tuple(unread(asked, asked.questions.workers)), facts=(("People", people),),
        sections=(*_glance(asked, answer), *_months(asked, answer.due)),
        defaults=local_defaults(asked, answer.placeholders),
        sources=cited(asked, answer.sources),
    )  # fmt: skip


def _headline(over: int, ahead: int) -> str:
    return f"{over or 'Nothing'} {'has' if over < 2 else 'have'} run out, {ahead or 'nothing'} will"


def _glance(asked: Asked, answer: DueAnswer) -> Iterator[Section]:
    if answer.due:
        yield Section(title="Month by month", pictures=drawn(asked, answer))


def _months(asked: Asked, due: Iterable[RunningOut]) -> Iterator[Section]:
    months: dict[str, list[RunningOut]] = {}
    for one in sorted(due, key=lambda one: (one.state != "ended", one.last or date.min)):
        months.setdefault(_month(one), []).append(one)
    columns = {"Last day": DAY, "Who": PERSON, "Where": SITE, "What": TEXT, "State": MARK}
    for title, some in months.items():
        rows = [
            (day_of(one.last, presumed=bool(one.placeholders)) or "not on record", one.worker,
             None if asked.site else one.site, one.title, _state(one))
            for one in some
        ]
        yield Section(title=title, grids=grids(asked, columns, rows))


def _state(one: RunningOut) -> Mark:
    return _OVER if one.state == "ended" else STATUS["due"]


def _month(one: RunningOut) -> str:
    if one.state == "ended" or one.last is None:
        return "Run out: to be booked now"
    return f"{MONTHS[one.last.month - 1]} {one.last.year}"
