"""The rows of a sign-off sheet: what was practised, how it was assessed, who signed and was registered that day."""

from collections.abc import Container, Sequence
from datetime import date

import attrs

from sw_competency.dates import said
from sw_competency.judge.lateness import late_words
from sw_competency.judge.progress import Tally, sign_off_rule, tally
from sw_competency.model import Assessment, Person, Practice, Withdrawal
from sw_competency.model.findings import capital
from sw_competency.model.marks import Mark
from sw_competency.reports._base import Asked
from sw_competency.rules import walk
from sw_competency.rules.kinds.assessor_registered import covers

LOG = 40  # rows of practice on the sheet; the others are counted
ROWS = 3  # empty rows at least
MOST_ROWS = 30


@attrs.frozen(slots=True, kw_only=True)
class Try:
    """One row of the practice log.

    Args:
        counts: whether it is one of those that count towards what the sign-off asks.
        own: what the log of this task notes besides, column by column.
    """

    number: int
    counts: bool
    on: date
    first: date | None
    times: int
    where: str
    outcome: Mark
    supervision: str
    supervisor: str
    remark: str
    own: tuple[str, ...] = ()


@attrs.frozen(slots=True, kw_only=True)
class Judged:
    """An assessment on record."""

    on: date
    method: str
    assessor: str
    registered: str
    outcome: str
    plan: str


@attrs.frozen(slots=True, kw_only=True)
class Signed:
    """Somebody who signed: the assessor or the countersigner, with what is on record of them on that day.

    Args:
        late: how late that was written down, to follow the day.
    """

    name: str
    on: date | None
    registration: str
    mark: Mark
    roles: str
    late: str = ""


@attrs.frozen(slots=True, kw_only=True)
class Log:
    """The supervised practice log.

    Args:
        rows: the attempts on record: those that count, then the supervised, then the latest; in order of their days.
        left_out: how many are not shown.
        counting_left_out: how many of those count.
        empty: a number for each row to be filled in.
        count: how far they go towards what is asked.
        says: the same in a sentence.
        rate: how many were successful.
    """

    rows: tuple[Try, ...]
    left_out: int
    counting_left_out: int
    empty: tuple[int, ...]
    count: Tally | None
    says: str | None
    rate: str | None


def practice_log(asked: Asked, worker: str, name: str, day: date, index: int | None = None) -> Log:
    """Return the log of a task up to a day, with as many empty rows as are missing where they are asked for.

    Args:
        asked: what the report is asked.
        worker: whose log.
        name: the task.
        day: the day.
        index: the place of the sign-off the log stands behind; None where none is given yet.
    """
    judge = asked.questions.judge(worker)
    done = judge.at(day).practice[name]
    count = tally(judge, name, day, index)
    counted = frozenset(count.finding.entries if count is not None and count.finding is not None else ())
    shown = _shown(done, counted, count.asked if count else None)
    columns = judge.competency(name, day).log_columns
    rows = tuple(_try(asked, n + 1, done[n], columns, counts=done[n].id in counted) for n in shown)
    short = max((count.asked or 0) - (count.had or 0), 0) if count else _number_asked(asked, worker, name, day)
    empty = range(len(done) + 1, len(done) + 1 + min(max(short, ROWS), MOST_ROWS)) if asked.blank else range(0)
    return Log(
        rows=rows, left_out=len(done) - len(rows), empty=tuple(empty), count=count, rate=_rate(count),
        counting_left_out=sum(p.id in counted for p in done) - sum(row.counts for row in rows),
        says=capital(count.finding.says) if count is not None and count.finding is not None else None,
    )  # fmt: skip


def _shown(done: Sequence[Practice], counted: Container[str], asked: int | None) -> list[int]:
    """Choose the places of the rows on a sheet: a long log of later work must not push out what the sign-off rests on.

    Those that count come first, then those that were supervised, then the others; of each the latest.
    """
    rank = {n: 0 if p.id in counted else 1 if p.supervised else 2 for n, p in enumerate(done)}
    counting = sum(one == 0 for one in rank.values())
    room = max(LOG, min(counting, asked or 0))
    return sorted(sorted(rank, key=lambda n: (rank[n], -n))[:room])


def _number_asked(asked: Asked, worker: str, name: str, day: date) -> int:
    version, _ = sign_off_rule(asked.questions.judge(worker), name, day)
    asked_for = (*version.requires, *version.suggests) if version else ()
    return max((item.practice_of(name) for item, _ in walk(asked_for)), default=0)


def _try(asked: Asked, number: int, p: Practice, columns: Sequence[str], *, counts: bool) -> Try:
    keys = [column.lower().replace(" ", "_") for column in columns]  # a practice brings them as fields of its own
    where = [key for key in ("device", "site") if key not in keys]
    places = [asked.titled(p.modality) if p.modality else "", *(str(p.extra.get(key, "")) for key in where)]
    good = p.outcome == "successful"
    return Try(
        number=number, counts=counts, own=tuple(str(p.extra.get(key, "")) for key in keys),
        on=p.on, first=p.from_, times=p.times, where=", ".join(x for x in places if x),
        outcome=Mark("disc", "successful", "good") if good else Mark("cross", "unsuccessful", "stop"),
        supervision=p.supervision or "not said", supervisor=asked.named(p.supervisor or p.confirmed_by),
        remark="; ".join(words for words in (p.note, late_words(asked.questions.judge(p.worker), p)) if words),
    )  # fmt: skip


def _rate(count: Tally | None) -> str | None:
    if count is None or not count.attempts:
        return None
    good = count.attempts - count.failures
    return f"{good} of {count.attempts} successful ({good / count.attempts:.0%}), {count.failures} unsuccessful"


def judged(asked: Asked, a: Assessment) -> Judged:
    """Return an assessment, with the assessor's registration on its day."""
    return Judged(
        on=a.on, method=a.method or "not said", assessor=asked.named(a.assessor), outcome=a.outcome.replace("-", " "),
        registered=signed(asked, a.assessor, a.on).registration, plan=a.action_plan or "",
    )  # fmt: skip


def signed(asked: Asked, person: str | None, day: date, late: str = "") -> Signed:
    """Give somebody who signed on a day, with registration and role on that day, and how late that was written down."""
    known = asked.questions.records.assessor(person).at(day).registrations if person else ()
    holds = [r for r in known if covers(r, day)]
    numbers = [" ".join(x for x in (r.body, r.number) if x) for r in holds]
    roles = dict.fromkeys(role for r in holds for role in r.roles or ())
    told = ", ".join(n for n in numbers if n) or ("registered" if holds else "no registration on record covers the day")
    about: Person | None = asked.person(person) if person else None
    own = about.details.get("role") if about is not None else None
    word = "registered on the day" if holds else "not shown to be registered"
    return Signed(
        name=asked.named(person), on=day, registration=told, late=late,
        roles=", ".join([*roles, *([own] if isinstance(own, str) else [])]),
        mark=Mark("disc", word, "good") if holds else Mark("query", word, "plain"),
    )  # fmt: skip


def withdrawn(asked: Asked, w: Withdrawal) -> str:
    """Say of a competency that it was taken away; the reason only where it is asked for."""
    until = f" until {said(w.until)}" if w.until else ""
    reason = f": {w.reason}" if asked.with_reasons and w.reason else ""
    return f"{'Suspended' if w.suspends else 'Withdrawn'} on {said(w.on)}{until} by {asked.named(w.by)}{reason}."
