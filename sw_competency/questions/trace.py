"""An assessor is found not to have been entitled in a period: which sign-offs fall, and what rests on them.

Shown before anything is recorded. The sign-offs happened, and stay on record; the question is what they count for.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import ClassVar, Literal

import msgspec

from sw_competency.dates import day_before, said
from sw_competency.errors import PeriodError
from sw_competency.judge.everybody import Everybody
from sw_competency.judge.folded import Snapshot
from sw_competency.judge.rebanding import judge_rebanding
from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Finding, SignOff, looks_like
from sw_competency.model.answers import Answer, Asked
from sw_competency.model.columns import DAY, PERSON, TERM, TEXT, Table, table
from sw_competency.model.findings import sentences
from sw_competency.questions._affected import resting_on_sign_offs
from sw_competency.questions._changes import Change, Changes, Effects, changes_between, summed, tables_of
from sw_competency.questions._names import Assessor
from sw_competency.questions._question import Question


class Trace(Question["TraceAnswer"], frozen=True, rename={"first": "from", "last": "until"}):
    """What falls if an assessor was not entitled: their sign-offs, and all that rests on them. Nothing is recorded.

    Args:
        assessor: who was not entitled.
        first: the first day of that; left out, ever.
        last: the last day; left out, the day asked about.
    """

    words: ClassVar = ("assessor",)

    assessor: Assessor
    first: date | None = None
    last: date | None = None

    def answer(self, everybody: Everybody) -> "TraceAnswer":
        """Ask everything that can rest on the assessor, with and without their being entitled.

        Raises:
            PeriodError: the last day lies before the first.
        """
        period = (self.first or date.min, self.last or everybody.moment.as_of)
        if period[1] < period[0]:
            raise PeriodError(period[1], period[0], "the first day")
        found = reach(everybody, self.assessor, *period)
        there = everybody.under(records=everybody.records.without({self.assessor: period}))
        own: dict[str, set[str]] = {worker: set() for worker in found.workers}
        for worker, one in found.given:
            own[worker].add(one.id)
        fell = tuple(one for worker, ids in own.items() for one in fallen(everybody, there, worker, ids))
        later, changes, day = list[Afterwards](), Changes(), everybody.moment.as_of
        for worker in found.workers:
            later += afterwards(everybody, there, worker)
            names = resting_on_sign_offs(everybody.catalogue, everybody.records.worker(worker).at(day).given)
            changes += changes_between(everybody, there, day, names, [worker])
        registered = [entry.id for entry in everybody.records.assessor(self.assessor).at(day).registrations]
        unread = everybody.records.is_unread("assessor", self.assessor)
        people = len({change.worker for change in changes.each})
        return TraceAnswer(
            asked=self, moment=everybody.moment,
            finding=finding(self.assessor, period, found, fell, later, people, registered, unread=unread),
            last=period[1], given=len(found.given), fallen=fell, afterwards=tuple(later), also=found.also,
            by_site=summed(changes), changes=changes.each,
        )  # fmt: skip


class Fallen(msgspec.Struct, frozen=True, kw_only=True):
    """A sign-off that counted, and would no longer.

    Args:
        worker: whose.
        given_by: who gave it.
        directly: whether the assessor traced gave it in the period; else it rests on one that falls.
        says: why it would not count.
    """

    worker: str
    sign_off: str
    competency: str
    on: date
    given_by: str
    directly: bool
    says: str


class Afterwards(msgspec.Struct, frozen=True, kw_only=True):
    """Something on record that was right as it is, and would not have been: to be looked at.

    Args:
        what: `outside-scope`, a task done without direct supervision; or `rebanding`, a decision upheld by a rule.
        entry: the practice, request or decision.
        name: the competency, or the rule.
    """

    worker: str
    what: Literal["outside-scope", "rebanding"]
    entry: str
    on: date
    name: str
    says: str


class AlsoSigned(msgspec.Struct, frozen=True):
    """Something else the assessor signed: a countersignature, or prior learning they accepted."""

    worker: str
    kind: str
    entry: str


class TraceAnswer(Answer[Trace], frozen=True, rename={"last": "until"}):
    """What falls if an assessor was not entitled.

    Args:
        last: the last day of that.
        given: how many sign-offs the assessor gave in that time.
        fallen: the sign-offs that count, and would no longer.
        afterwards: what is on record since, and would not have been right.
        also: what else the assessor signed in that time.
        by_site: how many workers gain and lose at each site.
        changes: whose answers would change on the day asked about, worker by worker.
    """

    assessor = Asked[str]()
    first = Asked[date | None]()

    last: date
    given: int
    fallen: tuple[Fallen, ...]
    afterwards: tuple[Afterwards, ...]
    also: tuple[AlsoSigned, ...]
    by_site: Mapping[str, Effects]
    changes: tuple[Change, ...]

    def tables(self) -> Iterator[Table]:
        """Return what falls, what is to be looked at, and whose answers would change."""
        if self.fallen:
            how = {True: "given by them", False: "rests on one that falls"}
            rows = [(o.worker, o.on, o.competency, o.sign_off, how[o.directly], o.says) for o in self.fallen]
            columns = {"Worker": PERSON, "On": DAY, "Competency": TERM, "Sign-off": TEXT, "How": TEXT, "Why": TEXT}
            yield table(columns, rows, "Sign-offs that would no longer count")
        if self.afterwards:
            since = [(o.worker, o.on, o.what, o.name, o.entry, o.says) for o in self.afterwards]
            columns = {"Worker": PERSON, "On": DAY, "What": TEXT, "Name": TERM, "Entry": TEXT, "Why": TEXT}
            yield table(columns, since, "On record since, and to be looked at")
        if self.also:
            signed = [(one.worker, one.kind, one.entry) for one in self.also]
            columns = {"Worker": PERSON, "Kind": TEXT, "Entry": TEXT}
            yield table(columns, signed, "Signed by them too, and to be looked at")
        yield from tables_of(self.by_site, self.changes)


class Reach(msgspec.Struct, frozen=True):
    """Whose records a question about an assessor can reach.

    Args:
        given: their sign-offs in the period: each with its worker.
        workers: those whose answers can change, directly or by way of assessors among them.
        also: what else the assessor signed in the period: countersignatures, accepted prior learning.
        known: whether any sign-off of theirs is on record, whenever it was given; or the entries in `also`.
        near: an assessor on record whose id looks the same.
    """

    given: tuple[tuple[str, SignOff], ...]
    workers: tuple[str, ...]
    also: tuple[AlsoSigned, ...]
    known: bool
    near: str | None = None


def reach(everybody: Everybody, assessor: str, first: date, last: date) -> Reach:
    """Find the sign-offs of an assessor in a period, and everybody whose answers can rest on them."""
    given: list[tuple[str, SignOff]] = []
    also: list[AlsoSigned] = []
    signed: defaultdict[str, set[str]] = defaultdict(set)  # by assessor: whose sign-offs they gave
    for worker in everybody.each():
        record = everybody.records.worker(worker).at(everybody.moment.as_of)
        for one in _sign_offs(record):
            signed[one.assessor].add(worker)
            if one.assessor == assessor and first <= one.on <= last:
                given.append((worker, one))
        also += (AlsoSigned(worker, kind, entry) for kind, entry in _also(record, assessor, first, last))
        everybody.records.forget()
    reached = dict.fromkeys(worker for worker, _ in given)
    frontier = list(reached)
    while frontier:
        new = [w for w in sorted(signed.get(frontier.pop(), ())) if w not in reached]
        reached.update(dict.fromkeys(new))
        frontier += new
    near = looks_like(assessor, signed) or next(iter(everybody.records.looks_like("assessor", assessor)), None)
    return Reach(tuple(given), tuple(sorted(reached)), tuple(also), bool(also) or assessor in signed, near)


def _sign_offs(record: Snapshot) -> Iterator[SignOff]:
    for given in record.given.values():
        yield from (one for one in given if isinstance(one, SignOff))


def _also(record: Snapshot, assessor: str, first: date, last: date) -> Iterator[tuple[str, str]]:
    for entry in record.entries:
        by = getattr(entry, {"countersignature": "by", "prior-learning": "accepted_by"}.get(entry.kind, "kind"), None)
        if by == assessor and first <= entry.on <= last:
            yield entry.kind, entry.id


def fallen(before: Everybody, after: Everybody, worker: str, given: Container[str]) -> Iterator[Fallen]:
    """Return a worker's sign-offs that count in the world as it is, and not in the other."""
    day = before.moment.as_of
    was, would = before.judge(worker), after.judge(worker)
    for name, signed in sorted(was.at(day).given.items()):
        if name not in before.catalogue.competencies:
            continue
        for index, one in enumerate(signed):
            if was.counted(name, index, day).outcome is not MET:
                continue
            now = would.counted(name, index, day)
            if now.outcome is not MET:
                by = one.assessor if isinstance(one, SignOff) else one.accepted_by
                yield Fallen(
                    worker=worker, sign_off=one.id, competency=name, on=one.on, given_by=by,
                    says=would.explained(now, day).says, directly=one.id in given,
                )  # fmt: skip


def afterwards(before: Everybody, after: Everybody, worker: str) -> Iterator[Afterwards]:
    """Give what a worker did outside scope, and was re-banded by, in the other world and not in the world as it is."""
    from sw_competency.judge.outside_scope import judge_outside_scope

    day, was, would = before.moment.as_of, before.judge(worker), after.judge(worker)
    within = {task.entry for task in judge_outside_scope(was, day).tasks}
    for task in judge_outside_scope(would, day).tasks:
        if task.entry not in within:
            yield Afterwards(
                worker=worker, what="outside-scope", entry=task.entry, on=task.on, name=task.competency,
                says=task.finding.says,
            )  # fmt: skip
    for decision in was.at(day).rebandings:
        rule, eve = decision.rule, day_before(decision.on)
        if rule not in before.catalogue.rules or not decision.upheld:
            continue
        now = judge_rebanding(would, rule, eve).finding
        if judge_rebanding(was, rule, eve).finding.outcome is MET and now.outcome is not MET:
            yield Afterwards(
                worker=worker, what="rebanding", entry=decision.id, on=decision.on, name=rule, says=now.says
            )  # fmt: skip


def finding(
    assessor: str,
    period: tuple[date, date],
    found: Reach,
    fell: Sequence[Fallen],
    later: Sequence[Afterwards],
    people: int,
    registered: Iterable[str],
    *,
    unread: bool,
) -> Finding:
    """Make the finding: not met where something falls; of somebody nobody knows as an assessor nothing can be told."""
    entries = tuple(dict.fromkeys([*(one.id for _, one in found.given), *(one.sign_off for one in fell), *registered]))
    if unread and not fell:
        return Finding(CANNOT_TELL, f"The record of the assessor {assessor} cannot be read: what falls cannot be told")
    if not found.known and not entries:
        near = f"; perhaps '{found.near}' is meant" if found.near else ": check the id"
        return Finding(CANNOT_TELL, f"Nothing is recorded of {assessor} as an assessor{near}")
    return Finding(NOT_MET if fell else MET, _say(assessor, period, found, fell, later, people), entries)


def _say(
    assessor: str,
    period: tuple[date, date],
    found: Reach,
    fell: Sequence[Fallen],
    later: Sequence[Afterwards],
    people: int,
) -> str:
    first, last = period
    when = f"between {said(first)} and {said(last)}" if first > date.min else f"up to {said(last)}"
    if not found.given:
        return f"{assessor} gave no sign-off {when}; nothing rests on their entitlement then"
    direct = sum(one.directly for one in fell)
    already = len(found.given) - direct
    words = [f"Of {_counted(len(found.given), 'sign-off')} that {assessor} gave {when}, {direct} would no longer count"]
    if already:
        words.append(f"{already} {'does' if already == 1 else 'do'} not count as it is")
    if resting := len(fell) - direct:
        words.append(f"Nor would {_counted(resting, 'sign-off')} that {'rests' if resting == 1 else 'rest'} on that")
    if outside := sum(one.what == "outside-scope" for one in later):
        words.append(f"{_counted(outside, 'task')} done would have been outside scope")
    if rebanded := sum(one.what == "rebanding" for one in later):
        words.append(f"{_counted(rebanded, 're-banding')} would not have been met by the rule")
    changed = f"answers about {_counted(people, 'worker')}" if people else "nobody's answers"
    return sentences([*words, f"{changed} would change"])


def _counted(number: int, what: str) -> str:
    return f"one {what}" if number == 1 else f"{number} {what}s"
