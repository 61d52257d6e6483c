"""What runs out: every competency and certificate that ends within a time to come, or has ended, across a department.

What is held but not required in the post is left in silence, as by reminders (`required.silent`).
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import ClassVar, Literal

import attrs
import msgspec

from sw_competency.dates import day_before, look_ahead, next_day, said
from sw_competency.judge.case import Judge
from sw_competency.judge.everybody import Everybody
from sw_competency.judge.judging import CompetencyStatus
from sw_competency.judge.progress import certificates
from sw_competency.judge.required import programmes_asked, silent
from sw_competency.judge.status import HELD
from sw_competency.judge.unlisted import not_looked_at, unheld
from sw_competency.model import MET, NOT_MET, Finding
from sw_competency.model.answers import Answer, Asked
from sw_competency.model.columns import DAY, PERSON, SITE, TEXT, Table, table
from sw_competency.model.findings import capital
from sw_competency.names import first_few
from sw_competency.questions._names import Site
from sw_competency.questions._question import Question

_ENDED = frozenset({"grace", "lapsed", "out-of-practice"})


class RunningOut(msgspec.Struct, frozen=True, kw_only=True):
    """Something that runs out, or has run out.

    Args:
        worker: whose.
        site: where they are in post.
        kind: `competency`, or `programme`.
        name: which.
        title: its title.
        last: the last day on which it is held; None where it has ended, and no day says when.
        state: `ends`, or `ended`.
        says: why: the status on the day after, or on the day asked about.
        entries: ids of the entries it rests on.
        placeholders: paths of what it turns on and nobody published.
    """

    worker: str
    site: str | None
    kind: Literal["competency", "programme"]
    name: str
    title: str
    last: date | None
    state: Literal["ends", "ended"]
    says: str
    entries: tuple[str, ...]
    placeholders: tuple[str, ...]


# of one person: what runs out, names that no catalogue holds, and their id where no post of theirs is on record
_Due = tuple[tuple[RunningOut, ...], tuple[str, ...], str | None]


class Due(Question["DueAnswer"], frozen=True):
    """What runs out for everybody in post, competencies and certificates, the earliest first; and what has run out.

    Args:
        site: only those in post at this site.
        until: the last day to look at, instead of weeks.
        weeks: how many weeks ahead to look.
    """

    exits: ClassVar = "done"
    by_worker: ClassVar = True

    site: Site | None = None
    until: date | None = None
    weeks: int = 8

    def found(self, everybody: Everybody) -> Iterator[_Due]:
        """Judge everything held by everybody in post on the day."""
        day = everybody.moment.as_of
        until = look_ahead(day, self.weeks, self.until)
        return everybody.of_each(self, lambda judge: self._of(judge, day, until))

    def together(self, everybody: Everybody, found: Iterable[_Due]) -> "DueAnswer":
        """Put what runs out in the order of days.

        Raises:
            UnknownNameError: a site that neither the catalogue nor a record names.
            FieldError: the last day lies before the day asked about, or too far ahead.
        """
        day = everybody.moment.as_of
        until = look_ahead(day, self.weeks, self.until)
        everybody.knows_site(self.site)
        each: list[RunningOut] = []
        unknown = dict[str, None]()
        unposted: list[str] = []
        for due, names, without in found:
            each += due
            unknown |= dict.fromkeys(names)
            unposted += [] if without is None else [without]
        each.sort(key=lambda one: (one.last or date.min, one.worker, one.name))
        sentence = f"From {said(day)} to {said(until)}{_counted(each, self.site)}{not_looked_at(unknown)}"
        if unposted:
            sentence += f"; not looked at, as no post is on record: {first_few(unposted, 5)}"
        finding = Finding(
            NOT_MET if each else MET, sentence, _each(one.entries for one in each), everybody.catalogue.tiers_cited,
            (), _each(one.placeholders for one in each),
        )  # fmt: skip
        return DueAnswer(asked=self, moment=everybody.moment, finding=finding, until=until, due=tuple(each))

    def _of(self, judge: Judge, day: date, until: date) -> _Due:
        """Return what runs out for one person, and the names on their record that the catalogue does not hold."""
        due = tuple(one.told() for one in due_in_posts(judge, day, until, self.site))
        here = self.site is None or judge.held(day, self.site)
        without = judge.record.worker if self.site is None and not judge.record.whole.appointments else None
        return due, tuple(unheld(judge.at(day), judge.catalogue)) if here else (), without


class DueAnswer(Answer[Due], frozen=True):
    """What runs out, the earliest first.

    Args:
        until: the last day looked at.
        due: what runs out, and what has run out.
    """

    site = Asked[str | None]()
    weeks = Asked[int]()

    until: date
    due: tuple[RunningOut, ...]

    def tables(self) -> Iterator[Table]:
        """Return what runs out."""
        if self.due:
            columns = {"Last day": DAY, "State": TEXT, "Worker": PERSON, "Site": SITE, "What": TEXT}
            yield table(columns, [(one.last, one.state, one.worker, one.site, one.says) for one in self.due])


def _counted(found: Sequence[RunningOut], site: str | None) -> str:
    ends = sum(one.state == "ends" for one in found)
    over = len(found) - ends
    runs = "one runs out" if ends == 1 else f"{ends or 'nothing'} run{'' if ends else 's'} out"
    has = "one has" if over == 1 else f"{over} have" if over else "nothing has"
    return f"{f' at {site}' if site else ''}, {runs}. {capital(has)} run out already"


def _each(ids: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for some in ids for one in some))


@attrs.frozen(slots=True, eq=False)
class Ending:
    """Something that runs out, or has run out; why is said only where somebody asks."""

    worker: str
    site: str | None
    kind: Literal["competency", "programme"]
    name: str
    title: str
    last: date | None
    state: Literal["ends", "ended"]
    finding: Finding

    def told(self) -> RunningOut:
        """Return it with its reasons, as the answer tells it."""
        return RunningOut(
            worker=self.worker, site=self.site, kind=self.kind, name=self.name, title=self.title, last=self.last,
            state=self.state, says=self.finding.says, entries=self.finding.entries,
            placeholders=self.finding.placeholders,
        )  # fmt: skip


def due_in_posts(judge: Judge, day: date, until: date, site: str | None = None) -> list[Ending]:
    """Return what runs out in each post of a worker at a site, or anywhere: of one thing, where it ends first."""
    first: dict[tuple[str, str], Ending] = {}
    for post in judge.held(day):
        here = judge.in_post_named(post)
        for one in due_of(here, day, until) if site in {None, here.where(day)} else ():
            known = first.get((one.kind, one.name))
            if known is None or (one.last or date.min) < (known.last or date.min):
                first[one.kind, one.name] = one
    return list(first.values())


def due_of(judge: Judge, day: date, until: date) -> Iterator[Ending]:
    """Return what runs out for one worker up to a day, and what has run out."""
    quiet = silent(judge, day)
    worker, site = judge.record.worker, judge.where(day)
    for name in sorted(judge.at(day).given):
        looked_at = name in judge.catalogue.competencies and name not in quiet
        if looked_at and (found := _of_competency(judge, name, day, until)) is not None:
            yield Ending(worker, site, "competency", name, judge.catalogue.titled(name), *found)
    for done in certificates(judge, day, programmes_asked(judge, day)):
        if done.completed and done.programme not in quiet and done.expires_on is not None and done.expires_on <= until:
            title, ended = judge.catalogue.titled(done.programme), done.expires_on < day
            sentence = f"{title} {'expired; its last day was' if ended else 'is held to'} {said(done.expires_on)}"
            finding = Finding(NOT_MET if ended else MET, sentence, (done.last.id,), (), (), done.placeholders)
            state: Literal["ends", "ended"] = "ended" if ended else "ends"
            yield Ending(worker, site, "programme", done.programme, title, done.expires_on, state, finding)


def _of_competency(
    judge: Judge, name: str, first: date, until: date
) -> tuple[date | None, Literal["ends", "ended"], Finding] | None:
    """Return the last day, whether that is to come, and why; None of what goes on."""
    now, title = judge.status(name, first), judge.catalogue.titled(name)
    if now.status in _ENDED:
        last = now.expires_on if now.expires_on and now.expires_on < first else None
        return last, "ended", now.finding
    if now.status not in HELD:
        return None
    days = judge.changes(name)
    # what ends on the last day looked at has its first day without it after that
    for day in days[bisect_right(days, first) : bisect_right(days, next_day(until))]:
        then = judge.status(name, day)
        if then.status not in HELD:
            return day_before(day), "ends", _ends(title, day, then)
    return None


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

