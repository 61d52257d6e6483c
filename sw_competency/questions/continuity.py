"""Continuity of training: how somebody was brought in: by how many people, how soon inducted, who stood by them.

The study heard of newcomers with another person every day, and of four weeks beside one experienced colleague (Etty and
others 2025, 3.6).
"""

from collections.abc import Iterator, Sequence
from datetime import date
from statistics import median
from typing import TYPE_CHECKING, Any

import attrs

from sw_competency.dates import ONE_DAY, Length, after, before, day_before, next_day, said
from sw_competency.judge.folded import up_to
from sw_competency.judge.workforce import STUDY, cited, described
from sw_competency.model import CANNOT_TELL, MET, Appointment, Finding, PlainAnswer, Practice, Training, person_key

if TYPE_CHECKING:
    from sw_competency.judge.case import Judge
    from sw_competency.questions._department import Department

FOUR_WEEKS = Length(days=28)
INDUCTION = "local-induction"
_FACTS = (
    "site", "started", "until", "complete", "supervisors", "supervised_by", "supervised_episodes", "unnamed", "tallies",
    "induction_days", "buddy", "inducted_on",
)  # fmt: skip
_LACKS = {
    "no_supervised_practice": "No supervised practice", "no_induction": "No local induction", "no_buddy": "No buddy",
}  # fmt: skip


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

    def to_json(self) -> dict[str, Any]:
        """Give it as an answer prints it."""
        return {
            "worker": self.worker, "site": self.site, "started": self.started.isoformat(),
            "until": self.until.isoformat(), "complete": self.complete, "supervisors": self.number,
            "supervised_by": None if self.supervisors is None else list(self.supervisors),
            "supervised_episodes": self.episodes if self.supervisors is not None else None, "unnamed": self.unnamed,
            "tallies": self.tallies, "induction_days": self.induction_days, "buddy": self.buddy,
            "inducted_on": None if self.inducted is None else self.inducted.on.isoformat(),
        }  # fmt: skip

    @property
    def says(self) -> str:
        """How they were brought in, in words."""
        time = f"{said(self.started)} to {said(self.until)}{'' if self.complete else ', not over yet'}"
        return f"{self.worker}, {time}: {'; '.join([self._supervised(), self._inducted(), self._stood_by()])}"

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


def continuity_of(judge: "Judge", day: date) -> Newcomer | None:
    """Tell how somebody was brought in, as seen from a day; None where no appointment was on record by then."""
    started = _started(judge, day)
    if started is None:
        return None
    first, appointments = started
    site = described(judge.catalogue, appointments[0].site, day)
    stated = site.paired_for if site else None
    end = after(first, stated or FOUR_WEEKS)
    done = [p for p in up_to(judge.record.practised, day) if first <= p.on < end]
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


def _started(judge: "Judge", day: date) -> tuple[date, Sequence[Appointment]] | None:
    """Give the first day of the latest time in any post without a gap, begun by a day, and the appointments in it."""
    names = dict.fromkeys(a.post for a in up_to(judge.record.appointments, day))
    spans = sorted((s for name in names for s in judge.post_named(name).begun(day)), key=lambda s: s.first)
    if not spans:
        return None
    first, last = spans[0].first, spans[0].last
    for span in spans:
        if last < date.max and span.first > last + ONE_DAY:
            first = span.first
        last = max(last, span.last)
    return first, [span.appointment for span in spans if span.first >= first]


def _induction(judge: "Judge", first: date, day: date) -> tuple[Training | None, date | None]:
    """Give the first completion of the induction since the start, and the day of the last one before it."""
    if INDUCTION not in judge.catalogue.programmes:
        return None, None
    done = [c.training for c in judge.completions(INDUCTION, day)]
    since = [training for training in done if training.on >= first]
    return (since[0] if since else None), max((t.on for t in done if t.on < first), default=None)


def continuity(department: "Department", within: Length) -> PlainAnswer:
    """Answer how those who started within a length of time before the day were brought in."""
    day = department.moment.as_of
    since = before(day, within)
    found = [one for judge in department.judges() if (one := continuity_of(judge, day)) and one.started > since]
    found.sort(key=lambda one: (one.started, one.worker))
    facts = _summary(found)
    return PlainAnswer(
        question="continuity", moment=department.moment, about={"started_within": within.iso()},
        finding=_finding(found, facts, since, day), facts={"newcomers": [one.to_json() for one in found], **facts},
    )  # fmt: skip


def _summary(found: Sequence[Newcomer]) -> dict[str, Any]:
    """Give what holds of all: medians, of supervisors only where the time is over, and who lacks what."""
    over = [one for one in found if one.complete and one.number is not None]
    days = [one.induction_days for one in found if one.induction_days is not None]
    return {
        "median_supervisors": _median([one.number for one in over if one.number is not None]),
        "median_supervisors_of": len(over),
        "median_episodes": _median([one.episodes for one in over]),
        "median_induction_days": _median(days),
        "no_buddy": [one.worker for one in found if one.buddy is None],
        "no_induction": [one.worker for one in found if one.inducted is None],
        "no_supervised_practice": [one.worker for one in found if one.supervisors is None],
    }


def _median(numbers: Sequence[int]) -> float | None:
    return float(median(numbers)) if numbers else None


def _finding(found: Sequence[Newcomer], facts: dict[str, Any], since: date, day: date) -> Finding:
    time = f"between {said(next_day(since))} and {said(day)}" if since < day else f"on {said(day)}"
    if not found:
        return Finding(CANNOT_TELL, f"Nobody started {time}, as far as is recorded")
    cited = tuple(dict.fromkeys(source for one in found for source in one.source))
    parts = tuple(one.finding for one in found)
    entries = tuple(dict.fromkeys(entry for one in found for entry in one.entries))
    says = f"{len(found)} {'person' if len(found) == 1 else 'people'} started {time}"
    return Finding(MET, ". ".join([says, *_lines(facts, len(found))]), entries, cited, parts)


def _lines(facts: dict[str, Any], people: int) -> Iterator[str]:
    """Say what holds of all, a sentence each."""
    supervisors, days = facts["median_supervisors"], facts["median_induction_days"]
    if supervisors is not None:
        who = "1 person" if supervisors == 1 else f"{supervisors:g} different people"
        yield f"A newcomer was supervised by {who} (the median of the {facts['median_supervisors_of']} it is known of)"
    if days is not None:
        yield f"The induction was completed after {days:g} {'day' if days == 1 else 'days'} (the median)"
    for name, what in _LACKS.items():
        if facts[name]:
            yield f"{what} is on record of {len(facts[name])} of {people}"


def of_worker(department: "Department", worker: str) -> PlainAnswer:
    """Answer how one worker was brought in."""
    moment = department.moment
    found = continuity_of(department.questions.judge(worker), moment.as_of)
    if found is None:
        finding = Finding(CANNOT_TELL, f"No appointment of {worker} is on record up to {said(moment.as_of)}")
        facts = dict.fromkeys(_FACTS)
    else:
        finding, facts = found.finding, {name: value for name, value in found.to_json().items() if name != "worker"}
    return PlainAnswer(question="continuity", moment=moment, about={"worker": worker}, finding=finding, facts=facts)
