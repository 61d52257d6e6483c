"""An assessor is found not to have been entitled in a period: which sign-offs fall, and what rests on them.

Shown before anything is recorded. The sign-offs happened, and stay on record; the question is what they count for.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from datetime import date
from typing import Any

import msgspec

from sw_competency.dates import day_before, said
from sw_competency.judge.counted import Counted
from sw_competency.judge.folded import FoldedRecord, up_to
from sw_competency.judge.rebanding import judge_rebanding
from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Finding, SignOff, looks_like
from sw_competency.model.findings import jsonable
from sw_competency.questions._asking import Questions


class Fallen(msgspec.Struct, frozen=True, eq=False, kw_only=True):
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

    def to_json(self) -> dict[str, Any]:
        """Give it as the answer prints it."""
        return jsonable(msgspec.structs.asdict(self))  # type: ignore[no-any-return]


class Afterwards(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """Something on record that was right as it is, and would not have been: to be looked at.

    Args:
        what: `outside-scope`, a task done without direct supervision; or `rebanding`, a decision upheld by a rule.
        entry: the practice, request or decision.
        name: the competency, or the rule.
    """

    worker: str
    what: str
    entry: str
    on: date
    name: str
    says: str

    def to_json(self) -> dict[str, Any]:
        """Give it as the answer prints it."""
        return jsonable(msgspec.structs.asdict(self))  # type: ignore[no-any-return]


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
    also: tuple[tuple[str, str, str], ...]
    known: bool
    near: str | None = None


def reach(questions: Questions, workers: Iterable[str], assessor: str, first: date, last: date) -> Reach:
    """Find the sign-offs of an assessor in a period, and everybody whose answers can rest on them."""
    given: list[tuple[str, SignOff]] = []
    also: list[tuple[str, str, str]] = []
    signed: defaultdict[str, set[str]] = defaultdict(set)  # by assessor: whose sign-offs they gave
    for worker in workers:
        record = questions.records.worker(worker)
        for one in _sign_offs(record, questions.moment.as_of):
            signed[one.assessor].add(worker)
            if one.assessor == assessor and first <= one.on <= last:
                given.append((worker, one))
        also += ((worker, kind, entry) for kind, entry in _also(record, assessor, first, last))
        questions.records.forget()
    reached = dict.fromkeys(worker for worker, _ in given)
    frontier = list(reached)
    while frontier:
        new = [w for w in sorted(signed.get(frontier.pop(), ())) if w not in reached]
        reached.update(dict.fromkeys(new))
        frontier += new
    near = looks_like(assessor, signed) or next(iter(questions.records.looks_like("assessor", assessor)), None)
    return Reach(tuple(given), tuple(sorted(reached)), tuple(also), bool(also) or assessor in signed, near)


def _sign_offs(record: FoldedRecord, day: date) -> Iterator[SignOff]:
    for table in record.given.values():
        yield from (one for one in up_to(table, day) if isinstance(one, SignOff))


def _also(record: FoldedRecord, assessor: str, first: date, last: date) -> Iterator[tuple[str, str]]:
    for entry in record.entries:
        by = getattr(entry, {"countersignature": "by", "prior-learning": "accepted_by"}.get(entry.kind, "kind"), None)
        if by == assessor and first <= entry.on <= last:
            yield entry.kind, entry.id


def fallen(before: Questions, after: Questions, worker: str, given: Container[str]) -> Iterator[Fallen]:
    """Give a worker's sign-offs that count in the world as it is, and not in the other."""
    day = before.moment.as_of
    was, would = before.judge(worker), after.judge(worker)
    for name, table in sorted(was.record.given.items()):
        if name not in before.catalogue.competencies:
            continue
        for index, one in enumerate(up_to(table, day)):
            if was.counted(name, index, day).outcome is not MET:
                continue
            now: Counted = would.counted(name, index, day)
            if now.outcome is not MET:
                by = one.assessor if isinstance(one, SignOff) else one.accepted_by
                yield Fallen(
                    worker=worker, sign_off=one.id, competency=name, on=one.on, given_by=by, says=now.finding.says,
                    directly=one.id in given,
                )  # fmt: skip


def afterwards(before: Questions, after: Questions, worker: str) -> Iterator[Afterwards]:
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
    for decision in up_to(was.record.rebandings, day):
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
    fell: list[Fallen],
    later: list[Afterwards],
    people: int,
    registered: Iterable[str],
) -> Finding:
    """Make the finding: not met where something falls; of somebody nobody knows as an assessor nothing can be told."""
    entries = tuple(dict.fromkeys([*(one.id for _, one in found.given), *(one.sign_off for one in fell), *registered]))
    if not found.known and not entries:
        near = f"; perhaps '{found.near}' is meant" if found.near else ": check the id"
        return Finding(CANNOT_TELL, f"Nothing is recorded of {assessor} as an assessor{near}")
    return Finding(NOT_MET if fell else MET, _say(assessor, period, found, fell, later, people), entries)


def _say(
    assessor: str,
    period: tuple[date, date],
    found: Reach,
    fell: list[Fallen],
    later: list[Afterwards],
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
        words.append(f"nor would {_counted(resting, 'sign-off')} that {'rests' if resting == 1 else 'rest'} on that")
    if outside := sum(one.what == "outside-scope" for one in later):
        words.append(f"{_counted(outside, 'task')} done would have been outside scope")
    if rebanded := sum(one.what == "rebanding" for one in later):
        words.append(f"{_counted(rebanded, 're-banding')} would not have been met by the rule")
    words.append(f"answers about {_counted(people, 'worker')} would change" if people else "nobody's answers would")
    return "; ".join(words)


def _counted(number: int, what: str) -> str:
    return f"one {what}" if number == 1 else f"{number} {what}s"
