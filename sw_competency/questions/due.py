"""What runs out: every competency and certificate that ends within a time to come, or has ended, across a department.

What is held but not required in the post is left in silence, as by reminders (`required.silent`).
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from sw_competency.dates import day_before, next_day, said
from sw_competency.judge.judging import CompetencyStatus
from sw_competency.judge.progress import certificates
from sw_competency.judge.required import programmes_asked, silent
from sw_competency.judge.status import HELD
from sw_competency.judge.turning import Turning
from sw_competency.judge.unlisted import not_looked_at, unheld
from sw_competency.model import MET, NOT_MET, Finding, PlainAnswer
from sw_competency.model.findings import entries_of, jsonable, placeholders_of

if TYPE_CHECKING:
    from sw_competency.judge.case import Judge
    from sw_competency.questions._department import Department

_ENDED = frozenset({"grace", "lapsed", "out-of-practice"})


class Due(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """Something that runs out.

    Args:
        name: the competency or programme.
        last: the last day on which it is held; None where it has ended, and no day says when.
        state: `ends`, or `ended`.
        finding: why: the status on the day after, or on the day asked about.
    """

    worker: str
    site: str | None
    kind: str
    name: str
    title: str
    last: date | None
    state: str
    finding: Finding

    def to_json(self) -> dict[str, Any]:
        """Give it as the answer prints it."""
        fields = ("worker", "site", "kind", "name", "title", "last", "state")
        told = {name: getattr(self, name) for name in fields}
        found = self.finding
        more = {"says": found.says, "entries": found.entries, "placeholders": found.placeholders}
        return jsonable(told | more)  # type: ignore[no-any-return]


def _of_posts(judge: "Judge", day: date, until: date, site: str | None) -> list[Due]:
    """Give what runs out in each post of a worker at a site, or anywhere: of one thing, where it ends first."""
    first: dict[tuple[str, str], Due] = {}
    for post in judge.posts(day):
        here = judge.in_post_named(post)
        for one in due_of(here, day, until) if site in {None, here.where(day)} else ():
            known = first.get((one.kind, one.name))
            if known is None or (one.last or date.min) < (known.last or date.min):
                first[one.kind, one.name] = one
    return list(first.values())


def due_of(judge: "Judge", day: date, until: date) -> Iterator[Due]:
    """Give what runs out for one worker up to a day, and what has run out."""
    quiet, turning = silent(judge, day), Turning(judge, day, until)
    about = judge.record.worker, judge.where(day)
    for name in sorted(judge.record.given):
        if name in judge.catalogue.competencies and name not in quiet:
            yield from _of_competency(judge, name, turning, about)
    for done in certificates(judge, day, programmes_asked(judge, day)):
        if done.completed and done.programme not in quiet and done.expires_on is not None and done.expires_on <= until:
            title, last = judge.catalogue.titled(done.programme), done.expires_on
            state, verb = ("ends", "is held to") if last >= day else ("ended", "expired; its last day was")
            says = f"{title} {verb} {said(last)}"
            yield Due(
                worker=about[0], site=about[1], kind="programme", name=done.programme, title=title, last=last,
                state=state, finding=Finding(NOT_MET, says, (done.last.id,), (), (), done.placeholders),
            )  # fmt: skip


def _of_competency(judge: "Judge", name: str, turning: Turning, about: tuple[str, str | None]) -> Iterator[Due]:
    now = judge.status(name, turning.first)
    common: dict[str, Any] = {"worker": about[0], "site": about[1], "kind": "competency", "name": name}
    common["title"] = judge.catalogue.titled(name)
    if now.status in _ENDED:
        last = now.expires_on if now.expires_on and now.expires_on < turning.first else None
        yield Due(**common, last=last, state="ended", finding=now.finding)
    if now.status not in HELD:
        return
    for day in sorted(turning.of_status(name)):
        then = judge.status(name, day)
        if then.status not in HELD:
            yield Due(**common, last=day_before(day), state="ends", finding=_ends(common["title"], day, then))
            return
    # what ends on the last day looked at has its first day without it after that
    after = judge.status(name, next_day(turning.last))
    if after.status not in HELD and turning.last < date.max:
        finding = _ends(common["title"], next_day(turning.last), after)
        yield Due(**common, last=turning.last, state="ends", finding=finding)


_THEN = {
    "grace": "from then on only under supervision", "lapsed": "then it lapses",
    "out-of-practice": "then it is out of practice, unless it is practised before",
    "withdrawn": "then it is withdrawn", "suspended": "then it is suspended", None: "what comes then cannot be told",
}  # fmt: skip


def _ends(title: str, day: date, then: CompetencyStatus) -> Finding:
    """Say what ends, as of something to come; the last day that other numbers give from then on may long be past."""
    follows = _THEN.get(then.status, "then it is no longer held")
    if then.expires_on is not None and then.expires_on < day_before(day) and then.status in {"grace", "lapsed"}:
        follows = "from the next day other numbers hold, and by those it has lapsed"
    sentence = f"{title} is held to {said(day_before(day))}; {follows}"
    return then.finding.retold(sentence, NOT_MET)


def due(department: "Department", site: str | None, until: date) -> PlainAnswer:
    """Answer what runs out for everybody in post on the day, at a site or anywhere, the earliest first."""
    day = department.moment.as_of
    department.knows_site(site)
    found: list[Due] = []
    unknown = dict[str, None]()
    for judge in department.judges():
        found += _of_posts(judge, day, until, site)
        if site is None or any(span.appointment.site == site for span in judge.held(day).values()):
            unknown |= dict.fromkeys(unheld(judge.record, department.catalogue, day))
    found.sort(key=lambda one: (one.last or date.min, one.worker, one.name))
    ends = sum(one.state == "ends" for one in found)
    where = f" at {site}" if site else ""
    over = len(found) - ends
    runs = "one runs out" if ends == 1 else f"{ends or 'nothing'} run{'' if ends else 's'} out"
    has = "one has" if over == 1 else f"{over} have" if over else "nothing has"
    sentence = f"From {said(day)} to {said(until)}{where}, {runs}; {has} run out already{not_looked_at(unknown)}"
    entries = entries_of(one.finding for one in found)
    doubts = placeholders_of(one.finding for one in found)
    finding = Finding(NOT_MET if found else MET, sentence, entries, department.catalogue.tiers_cited, (), doubts)
    about = {"site": site, "until": until}
    facts = {"due": [one.to_json() for one in found]}
    return PlainAnswer(question="due", moment=department.moment, finding=finding, about=about, facts=facts)
