"""Continuity of training: how somebody was brought in: by how many people, how soon inducted, who stood by them.

The study heard of newcomers with another person every day, and of four weeks beside one experienced colleague (Etty and
others 2025, 3.6).
"""

from collections.abc import Iterator, Sequence
from datetime import date
from statistics import median
from typing import ClassVar

import attrs
import msgspec

from sw_competency.dates import ONE_DAY, YEAR, Length, after, before, day_before, next_day, said
from sw_competency.judge.case import Judge
from sw_competency.judge.everybody import Everybody
from sw_competency.judge.workforce import STUDY, cited, described
from sw_competency.model import CANNOT_TELL, MET, Appointment, Finding, Practice, Training, person_key
from sw_competency.model.answers import Answer, Asked
from sw_competency.model.columns import DAY, NUMBER, PERSON, SITE, TEXT, Cell, Table, table
from sw_competency.model.findings import sentences
from sw_competency.questions._names import Worker
from sw_competency.questions._question import Question

FOUR_WEEKS = Length(days=28)
INDUCTION = "local-induction"
_LACKS = {
    "no_supervised_practice": "No supervised practice", "no_induction": "No local induction", "no_buddy": "No buddy",
}  # fmt: skip


class BroughtIn(msgspec.Struct, frozen=True, kw_only=True):
    """How one worker was brought in.

    Args:
        worker: who.
        site: where they started.
        started: the first day of the time in post that runs, or ran last.
        until: the last day of the time looked at.
        complete: whether that day has come.
        supervisors: by how many different people they were supervised; None where nothing says so.
        supervised_by: who they are; None where no supervised practice is on record.
        supervised_episodes: how often somebody else supervised.
        unnamed: how many of those do not say who.
        tallies: how many tallies lie in that time: they say nothing of supervision.
        induction_days: how many days after the first the induction was completed.
        buddy: who stands by them, if the appointment says so.
        inducted_on: the day on which the induction was completed.
    """

    worker: str
    site: str
    started: date
    until: date
    complete: bool
    supervisors: int | None
    supervised_by: tuple[str, ...] | None
    supervised_episodes: int | None
    unnamed: int
    tallies: int
    induction_days: int | None
    buddy: str | None
    inducted_on: date | None

    @property
    def row(self) -> tuple[Cell, ...]:
        """The cells of a table."""
        induction = "none" if self.induction_days is None else self.induction_days
        by = "not recorded" if self.supervisors is None else self.supervisors
        running = "" if self.complete else "not over yet"
        return (
            self.worker, self.site, self.started, running, by, self.supervised_episodes, induction, self.buddy or "none"
        )  # fmt: skip


class Continuity(Question["ContinuityAnswer"], frozen=True):
    """How newcomers were brought in: how many people supervised their first weeks, induction, and a buddy.

    Args:
        worker: this one; left out at a command, everybody who started lately.
    """

    words: ClassVar = ("worker",)
    exits: ClassVar = "cannot-tell"

    worker: Worker

    def answer(self, everybody: Everybody) -> "ContinuityAnswer":
        """Look at the first weeks of the time in post that runs, or ran last."""
        day = everybody.moment.as_of
        found = continuity_of(everybody.judge(self.worker), day)
        if found is None:
            finding = Finding(CANNOT_TELL, f"No appointment of {self.worker} is on record up to {said(day)}")
            nothing = everybody.nothing(self.worker)
            if nothing is not None and everybody.records.unreadable(self.worker) is not None:
                finding = nothing
            return ContinuityAnswer(asked=self, moment=everybody.moment, finding=finding)
        told = msgspec.structs.asdict(found.told)
        told.pop("worker")
        return ContinuityAnswer(asked=self, moment=everybody.moment, finding=found.finding, **told)


class ContinuityAnswer(Answer[Continuity], frozen=True):
    """How one worker was brought in: the facts are those of `BroughtIn`, none where no appointment is on record."""

    worker = Asked[str]()

    site: str | None = None
    started: date | None = None
    until: date | None = None
    complete: bool | None = None
    supervisors: int | None = None
    supervised_by: tuple[str, ...] | None = None
    supervised_episodes: int | None = None
    unnamed: int | None = None
    tallies: int | None = None
    induction_days: int | None = None
    buddy: str | None = None
    inducted_on: date | None = None


class Newcomers(Question["NewcomersAnswer"], frozen=True):
    """How those who started lately were brought in, with the medians, and who lacks what.

    Args:
        started_within: how long before the day they started at the earliest, such as P12M.
    """

    name: ClassVar = "newcomers"
    without: ClassVar = "continuity"
    exits: ClassVar = "done"

    started_within: Length = YEAR

    def answer(self, everybody: Everybody) -> "NewcomersAnswer":
        """Look at everybody who started within that time."""
        day = everybody.moment.as_of
        since = before(day, self.started_within)
        found = [one for judge in everybody.judges() if (one := continuity_of(judge, day)) and one.started > since]
        found.sort(key=lambda one: (one.started, one.worker))
        over = [one for one in found if one.complete and one.number is not None]
        summary = Summary(
            median_supervisors=_median([one.number for one in over if one.number is not None]),
            median_supervisors_of=len(over), median_episodes=_median([one.episodes for one in over]),
            median_induction_days=_median([d for one in found if (d := one.induction_days) is not None]),
            no_buddy=tuple(one.worker for one in found if one.buddy is None),
            no_induction=tuple(one.worker for one in found if one.inducted is None),
            no_supervised_practice=tuple(one.worker for one in found if one.supervisors is None),
        )  # fmt: skip
        return NewcomersAnswer(
            asked=self, moment=everybody.moment, finding=_finding(found, summary, since, day),
            newcomers=tuple(one.told for one in found), **msgspec.structs.asdict(summary),
        )  # fmt: skip


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What holds of all newcomers: medians, of supervisors only where the time is over, and who lacks what.

    Args:
        median_supervisors: by how many different people.
        median_supervisors_of: of how many it is known.
        median_episodes: how often.
        median_induction_days: after how many days the induction was completed.
        no_buddy: of whom no buddy is named.
        no_induction: of whom no induction is on record.
        no_supervised_practice: of whom no supervised practice is on record.
    """

    median_supervisors: float | None
    median_supervisors_of: int
    median_episodes: float | None
    median_induction_days: float | None
    no_buddy: tuple[str, ...]
    no_induction: tuple[str, ...]
    no_supervised_practice: tuple[str, ...]


class NewcomersAnswer(Answer[Newcomers], frozen=True):
    """How those who started lately were brought in: each of them, and what holds of all, as `Summary` has it."""

    started_within = Asked[Length]()

    newcomers: tuple[BroughtIn, ...]
    median_supervisors: float | None
    median_supervisors_of: int
    median_episodes: float | None
    median_induction_days: float | None
    no_buddy: tuple[str, ...]
    no_induction: tuple[str, ...]
    no_supervised_practice: tuple[str, ...]

    def tables(self) -> Iterator[Table]:
        """Return the newcomers, the earliest first."""
        if self.newcomers:
            columns = {
                "Worker": PERSON, "Site": SITE, "Started": DAY, "First weeks": TEXT, "Supervised by": NUMBER,
                "Times": NUMBER, "Inducted after days": NUMBER, "Buddy": TEXT,
            }  # fmt: skip
            yield table(columns, [one.row for one in self.newcomers])

    def lines(self) -> Iterator[str]:
        """Return who lacks what."""
        for name, what in _LACKS.items():
            if who := getattr(self, name):
                yield f"{what}: {', '.join(who)}"


@attrs.frozen(kw_only=True)
class Newcomer:
    """How one worker was brought in.

    Args:
        started: the first day of the time in post that runs, or ran last; a return after a gap in all posts is a start.
        until: the last day of the time looked at.
        complete: whether that day has come.
        supervisors: who supervised, a name each; None where no supervised practice is on record.
        episodes: how many practices somebody else supervised.
        unnamed: how many of those do not say who.
        tallies: how many tallies lie in that time: they say nothing of supervision.
        inducted: the completion of the induction.
        earlier: the last day on which an induction was completed before the start.
        buddy: who stands by them, if the appointment says so.
        entries: what it rests on.
        source: where the length of that time comes from.
    """

    worker: str
    site: str
    started: date
    until: date
    complete: bool
    supervisors: tuple[str, ...] | None
    episodes: int
    unnamed: int
    tallies: int
    inducted: Training | None
    earlier: date | None
    buddy: str | None
    entries: tuple[str, ...]
    source: tuple[str, ...]

    @property
    def induction_days(self) -> int | None:
        """How many days after the first the induction was completed; on the first day, none."""
        return None if self.inducted is None else (self.inducted.on - self.started).days

    @property
    def number(self) -> int | None:
        """How many different people supervised; None where nothing says so."""
        return len(self.supervisors) if self.supervisors else None

    @property
    def told(self) -> BroughtIn:
        """The same as an answer tells it."""
        return BroughtIn(
            worker=self.worker, site=self.site, started=self.started, until=self.until, complete=self.complete,
            supervisors=self.number, supervised_by=self.supervisors,
            supervised_episodes=self.episodes if self.supervisors is not None else None, unnamed=self.unnamed,
            tallies=self.tallies, induction_days=self.induction_days, buddy=self.buddy,
            inducted_on=None if self.inducted is None else self.inducted.on,
        )  # fmt: skip

    @property
    def says(self) -> str:
        """How they were brought in, in words."""
        time = f"{said(self.started)} to {said(self.until)}{'' if self.complete else ', not over yet'}"
        return f"{self.worker}, {time}. {sentences([self._supervised(), self._inducted(), self._stood_by()])}"

    def _supervised(self) -> str:
        if self.supervisors is None:
            more = ", only tallies, which do not say who supervised" if self.tallies else ""
            return f"no supervised practice is on record{more}"
        times = "once" if self.episodes == 1 else f"{self.episodes} times"
        if not self.supervisors:
            return f"supervised {times}, by whom is not on record"
        who = "one person" if len(self.supervisors) == 1 else f"{len(self.supervisors)} different people"
        nameless = f", {self.unnamed} of them by nobody named" if self.unnamed else ""
        return f"supervised {times}{nameless}, by {who}"

    def _inducted(self) -> str:
        if self.induction_days is None:
            before_that = f", only one of {said(self.earlier)}, before the start" if self.earlier else ""
            return f"no local induction is on record{before_that}"
        if not self.induction_days:
            return "inducted on the first day"
        return f"inducted after {self.induction_days} {'day' if self.induction_days == 1 else 'days'}"

    def _stood_by(self) -> str:
        return f"buddy {self.buddy}" if self.buddy else "no buddy is named"

    @property
    def finding(self) -> Finding:
        """The finding: whether anything can be told of who supervised."""
        outcome = CANNOT_TELL if self.supervisors is None else MET
        return Finding(outcome, self.says, self.entries, self.source)


def continuity_of(judge: Judge, day: date) -> Newcomer | None:
    """Tell how somebody was brought in, as seen from a day; None where no appointment was on record by then."""
    started = _started(judge, day)
    if started is None:
        return None
    first, appointments = started
    site = described(judge.catalogue, appointments[0].site, day)
    stated = site.paired_for if site else None
    end = after(first, stated or FOUR_WEEKS)
    done = [p for p in judge.at(day).practised if first <= p.on < end]
    watched = [p for p in done if p.supervised and p.times == 1]
    inducted, earlier = _induction(judge, first, day)
    named = [a for a in appointments if a.on < end and a.buddy not in {None, "", judge.record.worker}]
    relied = [*appointments[:1], *named[:1], *watched, *([inducted] if inducted else [])]
    return Newcomer(
        worker=judge.record.worker, site=appointments[0].site, started=first, until=day_before(end),
        complete=day >= day_before(end), supervisors=_who(watched) if watched else None, episodes=len(watched),
        unnamed=sum(not p.supervisor for p in watched), tallies=sum(p.times > 1 for p in done), inducted=inducted,
        earlier=earlier, buddy=named[0].buddy if named else None, entries=tuple(dict.fromkeys(e.id for e in relied)),
        source=site.source if site and stated else cited(judge.catalogue, STUDY),
    )  # fmt: skip


def _who(watched: Sequence[Practice]) -> tuple[str, ...]:
    return tuple({person_key(p.supervisor): p.supervisor for p in watched if p.supervisor}.values())


def _started(judge: Judge, day: date) -> tuple[date, Sequence[Appointment]] | None:
    """Return the first day of the latest time in any post without a gap, begun by a day, and the appointments in it."""
    posts = judge.at(day).posts
    spans = sorted((s for name in posts for s in judge.post_named(name).begun(day)), key=lambda s: s.first)
    if not spans:
        return None
    first, last = spans[0].first, spans[0].last
    for span in spans:
        if last < date.max and span.first > last + ONE_DAY:
            first = span.first
        last = max(last, span.last)
    return first, [span.appointment for span in spans if span.first >= first]


def _induction(judge: Judge, first: date, day: date) -> tuple[Training | None, date | None]:
    """Return the first completion of the induction since the start, and the day of the last one before it."""
    if INDUCTION not in judge.catalogue.programmes:
        return None, None
    done = [c.training for c in judge.completions(INDUCTION, day)]
    since = [training for training in done if training.on >= first]
    return (since[0] if since else None), max((t.on for t in done if t.on < first), default=None)


def _median(numbers: Sequence[int]) -> float | None:
    return float(median(numbers)) if numbers else None


def _finding(found: Sequence[Newcomer], summary: Summary, since: date, day: date) -> Finding:
    time = f"between {said(next_day(since))} and {said(day)}" if since < day else f"on {said(day)}"
    if not found:
        return Finding(CANNOT_TELL, f"Nobody started {time}, as far as is recorded")
    cited = tuple(dict.fromkeys(source for one in found for source in one.source))
    parts = tuple(one.finding for one in found)
    entries = tuple(dict.fromkeys(entry for one in found for entry in one.entries))
    says = f"{len(found)} {'person' if len(found) == 1 else 'people'} started {time}"
    return Finding(MET, ". ".join([says, *_lines(summary, len(found))]), entries, cited, parts)


def _lines(summary: Summary, people: int) -> Iterator[str]:
    """Say what holds of all, a sentence each."""
    supervisors, days = summary.median_supervisors, summary.median_induction_days
    if supervisors is not None:
        who = "1 person" if supervisors == 1 else f"{supervisors:g} different people"
        yield f"A newcomer was supervised by {who} (the median of the {summary.median_supervisors_of} it is known of)"
    if days is not None:
        yield f"The induction was completed after {days:g} {'day' if days == 1 else 'days'} (the median)"
    for name, what in _LACKS.items():
        if lacking := len(getattr(summary, name)):
            yield f"{what} is on record of {lacking} of {people}"
