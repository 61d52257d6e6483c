"""Where somebody stands on a day: what is said of that on paper and on a screen alike."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any

import attrs

from sw_competency.dates import said
from sw_competency.judge.may import scope
from sw_competency.judge.next_actions import Action
from sw_competency.reports._base import Asked, Stamp, Who, stamp, unknown, who
from sw_competency.reports._career import PostRow, RuleRow, posts, rules
from sw_competency.reports._tasks import begun, defaults

NEXT = 3  # actions on the page


@attrs.frozen(slots=True)
class Next:
    """One of the next actions."""

    says: str
    who: str
    by: date | None
    now: bool
    why: str


@attrs.frozen(slots=True, kw_only=True)
class Standing:
    """Where a worker stands on a day.

    Args:
        who: the worker.
        stamp: the two clocks and the catalogue.
        found: whether anything is recorded of them.
        posts_now: the posts held.
        notices: what stands over everything else.
        unlisted: what is on record under names the catalogue does not hold.
        rules: the re-banding rules that lead on from here.
        unknown: what cannot be told.
        defaults: the numbers behind it that nobody has published.
    """

    who: Who
    stamp: Stamp
    found: bool
    posts_now: tuple[PostRow, ...] = ()
    notices: tuple[str, ...] = ()
    unlisted: tuple[str, ...] = ()
    rules: tuple[RuleRow, ...] = ()
    unknown: tuple[str, ...] = ()
    defaults: tuple[str, ...] = ()

    def fields(self) -> dict[str, Any]:
        """Return its fields, for a page that says more."""
        return {field.name: getattr(self, field.name) for field in attrs.fields(Standing)}


def standing(asked: Asked, worker: str) -> Standing:
    """Work out where a worker stands."""
    whom, made = who(asked, worker), stamp(asked)
    judge, day = asked.questions.judge(worker), asked.day
    if not judge.at(day).entries:
        return Standing(who=whom, stamp=made, found=False)
    rows = rules(asked, worker)
    findings = (one.finding for each in (scope(judge, day), begun(asked, worker)) for one in each.values())
    told = [says for finding in findings for says in unknown(finding)]
    return Standing(
        who=whom, stamp=made, found=True, posts_now=tuple(post for post in posts(asked, worker) if post.held),
        notices=tuple(_notices(asked, worker)),
        unlisted=tuple(one.says for one in asked.questions.unlisted(worker)),
        rules=rows,
        unknown=tuple(dict.fromkeys([*told, *(says for row in rows for says in row.unknown)])),
        defaults=(
            *defaults(asked, worker), *(f"{row.title}: what it asks for" for row in rows if row.placeholder)
        ),
    )  # fmt: skip


def first_of(asked: Asked, actions: Iterable[Action]) -> tuple[Next, ...]:
    """Return the first of what is to be done, as a page says it."""
    first = islice(actions, NEXT)
    return tuple(Next(one.says, asked.named(one.who), one.by, one.by == asked.day, one.why) for one in first)


def _notices(asked: Asked, worker: str) -> Iterator[str]:
    """Say what stands over everything else: not in post, or away today. The reason stays off the page."""
    judge = asked.questions.judge(worker)
    record = judge.at(asked.day)
    if not record.appointments:
        yield "No appointment is on record, so nobody can tell from here what this worker may do."
    elif not judge.held(asked.day):
        yield f"Not in post on {said(asked.day)}."
    if record.absent:
        yield f"Absent on {said(asked.day)}."
