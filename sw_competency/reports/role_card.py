"""What is your job? One page for wards and for whoever hands on a task: may do, ask first, may not do, until when."""

from datetime import date

import attrs

from sw_competency.reports import progression
from sw_competency.reports._base import Asked, Cited, Stamp, Who, cited
from sw_competency.reports._career import PostRow
from sw_competency.reports._once import Row
from sw_competency.reports._tasks import Rest

NAME = "role-card"
QUESTION = "What is your job: what may somebody do today, what only after asking, what not, and until when?"
FORMATS = ("html", "pdf", "md")
NEEDS = ("worker",)
TAKES = ()
DELEGATION = "sor-delegation"  # what is said of handing tasks on
MANY = 30  # lines from which on the card is set smaller


@attrs.frozen(slots=True, kw_only=True)
class View:
    """The finished card.

    Args:
        posts: the posts held.
        notices: what stands over everything else.
        may: what may be done alone, each with its last day.
        ask: what is done only with somebody who supervises.
        learning: what was begun, and is not signed off.
        may_not: what is not to be done until more is done about it.
        closed: what the post never opens, by the reason.
        look_again: the first day after which the card is out of date.
        small: whether there is much to say: then it is set smaller, and without the reasons.
    """

    title: str = "Role card"
    running: str = "Role card"
    who: Who
    stamp: Stamp
    posts: tuple[PostRow, ...] = ()
    notices: tuple[str, ...] = ()
    may: tuple[Row, ...] = ()
    ask: tuple[Row, ...] = ()
    learning: tuple[str, ...] = ()
    may_not: tuple[Row, ...] = ()
    closed: tuple[Rest, ...] = ()
    look_again: date | None = None
    small: bool = False
    sources: tuple[Cited, ...] = ()


def view(asked: Asked) -> View:
    """Say what somebody's job is today, in three lists."""
    whole = progression.view(attrs.evolve(asked, with_reasons=False))
    once, sources = whole.once, cited(asked, {DELEGATION} & asked.questions.catalogue.sources.keys())
    if once is None:
        nothing = f"Nothing is recorded of {whole.who.id} by this day: ask before you hand on any task."
        return View(who=whole.who, stamp=whole.stamp, notices=(nothing,), sources=sources)
    ends = [row.last for row in once.able if row.last is not None]
    return View(
        who=whole.who, stamp=whole.stamp, posts=whole.posts_now, notices=whole.notices, may=once.able,
        ask=once.held_back, learning=tuple(sorted((*(row.title for row in once.learning), *once.begun))),
        may_not=once.stops, closed=whole.closed if whole.posts_now else (), look_again=min(ends, default=None),
        small=len(once.able) + len(once.held_back) + len(once.stops) > MANY, sources=sources,
    )  # fmt: skip
